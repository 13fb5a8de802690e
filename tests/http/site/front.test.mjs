// What nginx does before, around and without the programs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { connect } from 'node:tls'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { within } from '../../support/wait.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account'], workers: false,
		rateFactor: 1 })
})
after(() => stack.stop())

function plain(path, port = stack.httpPort) {
	return within(path, new Promise((done, fail) => {
		plainRequest({ host: '127.0.0.1', port, path,
			headers: { host: `localhost:${port}` } }, (answer) => {
			answer.resume()
			done(answer)
		}).on('error', fail).end()
	}))
}

// One raw request over TLS; gives all that comes back until it closes.
async function raw(text) {
	const socket = connect({ host: '127.0.0.1', port: stack.port,
		servername: 'localhost' })
	let got = ''
	socket.on('secureConnect', () => socket.write(text))
	socket.on('data', (data) => { got += data })
	socket.on('error', () => {}) // a reset is an end too
	await within(`the end of ${text}`,
		new Promise((done) => socket.on('close', done)))
	return got
}

test('plain HTTP is sent to HTTPS', async () => {
	const answer = await plain('/login?next=/x')
	assert.equal(answer.statusCode, 308)
	assert.equal(answer.headers.location, `${stack.url}/login?next=/x`)
	assert.equal((await plain('/login', stack.port)).statusCode, 308)
})

test('every answer has the headers that protect it', async () => {
	for (const path of ['/', '/login', '/nothing', '/static/nothing', '/robots.txt']) {
		const { headers } = await stack.client().get(path)
		const policy = headers['content-security-policy']
		assert.match(policy, /default-src 'none'/, path)
		assert.doesNotMatch(policy, /unsafe/, path)
		assert.equal(headers['x-content-type-options'], 'nosniff', path)
		assert.ok(headers['referrer-policy'], path)
		assert.ok(headers['permissions-policy'], path)
		assert.equal(headers['cross-origin-opener-policy'], 'same-origin', path)
		assert.match(headers['x-request-id'], /^[0-9a-f]{32}$/, path)
		assert.equal(headers['strict-transport-security'], undefined, path)
	}
	const named = await stack.client({ headers: { host: 'belay.example' } }).get('/')
	assert.match(named.headers['strict-transport-security'], /max-age=\d{8}/)
})

test('paths match whole segments only', async () => {
	const client = stack.client()
	for (const path of ['/loginx', '/login/', '/login/confirmed', '/api/loginx',
		'/settings/devices/1/2/end', '/apix/login', '//login'])
		assert.equal((await client.get(path)).status, 404, path)
	assert.equal((await client.get('/login')).status, 200)
	assert.equal((await client.get('/healthz')).body, 'ok')
	assert.equal((await client.get('/readyz')).json.ready, true)
	assert.equal((await client.get('/metrics')).status, 404)
})

test('an error answers in the form that was asked for', async () => {
	const client = stack.client()
	const page = await client.get('/nothing')
	assert.match(page.headers['content-type'], /^text\/html/)
	for (const [path, accept] of [['/api/nothing', '*/*'],
		['/nothing', 'application/json']]) {
		const answer = await client.get(path, { headers: { accept } })
		assert.equal(answer.status, 404)
		assert.equal(answer.headers['content-type'], 'application/problem+json')
		assert.equal(answer.json.status, 404)
	}
})

test('too large, too long and malformed are refused early', async () => {
	const client = stack.client({ address: '127.0.0.4' })
	const large = await client.post('/login', { email: 'a'.repeat(70000) })
	assert.equal(large.status, 413)
	assert.match(large.body, /<html/)
	assert.equal((await client.get(`/${'a'.repeat(9000)}`)).status, 414)
	assert.equal((await client.get('/', { headers: { 'x-a': 'a'.repeat(9000) } }))
		.status, 431)
	assert.match(await raw('GET / HTTP/1.1\r\nHost: a b\r\n\r\n'), /^HTTP\/1.1 400/)
})

test('sign-ins are limited by address, others are not', async () => {
	const flood = stack.client({ address: '127.0.0.2' })
	const answers = []
	for (let i = 0; i < 30; i++)
		answers.push(await flood.post('/login', { email: 'x@belay.test', password: 'x' }))
	const refused = answers.filter((a) => a.status === 429)
	assert.ok(refused.length >= 15, `${refused.length} of 30 refused`)
	assert.ok(refused.length < 30)
	assert.ok(Number(refused.at(-1).headers['retry-after']) > 0)
	assert.equal((await flood.get('/login')).status, 200)
	const other = stack.client({ address: '127.0.0.3' })
	assert.notEqual((await other.post('/login', { email: 'x@belay.test', password: 'x' }))
		.status, 429)
	const api = await flood.call('POST', '/api/login', { email: 'x', password: 'x' })
	assert.equal(api.status, 429)
	assert.equal(api.headers['content-type'], 'application/problem+json')
})

test('files are compressed, named by content and kept for ever', async () => {
	const client = stack.client()
	const manifest = readFileSync(stack.env.BELAY_STATIC_MANIFEST, 'utf8')
	const path = manifest.match(/^css\/belay\.css (\S+)$/m)[1]
	const plainSize = Number((await client.get(path)).headers['content-length'])
	for (const coding of ['gzip', 'br']) {
		const answer = await client.get(path, { headers: { 'accept-encoding': coding } })
		assert.equal(answer.status, 200)
		assert.equal(answer.headers['content-encoding'], coding)
		assert.match(answer.headers.vary, /Accept-Encoding/)
		assert.match(answer.headers['cache-control'], /immutable/)
		assert.ok(answer.bytes.length < plainSize / 3)
	}
	for (const name of manifest.match(/\/static\/\S+/g))
		assert.equal((await client.get(name)).status, 200, name)
	const fixed = await client.get('/robots.txt')
	assert.equal(fixed.status, 200)
	assert.equal(fixed.headers['cache-control'], 'no-cache')
})

test('the log names the request and keeps its query out', async () => {
	const answer = await stack.client().get('/login?token=secret')
	const id = answer.headers['x-request-id']
	const line = await until('the log line', () => stack.log('requests')
		.split('\n').find((one) => one.includes(id)))
	const entry = JSON.parse(line)
	assert.equal(entry.path, '/login')
	assert.equal(entry.status, 200)
	assert.ok(Number(entry.upstream_seconds) >= 0)
	assert.doesNotMatch(line, /secret/)
	const lost = (await stack.client().get('/nothing')).headers['x-request-id']
	assert.match(await until('the log line', () => stack.log('requests')
		.split('\n').find((one) => one.includes(lost))), /"path":"\/nothing"/)
})

test('a public page is kept for strangers only, per kind of answer', async () => {
	const cached = await startStack({ programs: ['account'], workers: false })
	const visit = async (options) => {
		const answer = await cached.client().get('/', options)
		assert.equal(answer.status, 200)
		const id = answer.headers['x-request-id']
		const line = await until('the log line', () => cached.log('requests')
			.split('\n').find((one) => one.includes(id)))
		return { ...JSON.parse(line), type: answer.headers['content-type'] }
	}
	try {
		const routes = readFileSync(cached.routes, 'utf8')
		assert.match(routes, /^account\tGET\t\/\t.*\bcached\b/m)
		await visit()
		assert.equal((await visit()).cache, 'HIT')
		assert.match((await visit()).type, /^text\/html/)
		const json = { headers: { accept: 'application/json' } }
		assert.match((await visit(json)).type, /^application\/json/)
		const member = { headers: { cookie: '__Host-belay=x' } }
		assert.equal((await visit(member)).cache, 'BYPASS')
	} finally {
		await cached.stop()
	}
})

test('a slow client is cut off and harms nobody', async () => {
	const slow = Promise.all(Array.from({ length: 20 }, () => raw(
		'POST /logout HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n')))
	assert.equal((await stack.client().get('/login')).status, 200)
	for (const answer of await slow)
		assert.match(answer, /^(HTTP\/1.1 408|$)/)
})

test('a program that is away is a 503 that says when to come back', async () => {
	await stack.kill('account', 'SIGKILL')
	const page = await stack.client().get('/login')
	assert.equal(page.status, 503)
	assert.ok(Number(page.headers['retry-after']) > 0)
	assert.match(page.body, /<html/)
	const api = await stack.client().call('GET', '/api/login')
	assert.equal(api.status, 503)
	assert.equal(api.json.status, 503)
	stack.launch('account')
	await stack.ready('account')
	assert.equal((await stack.client().get('/login')).status, 200)
})
