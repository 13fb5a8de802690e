// What a broken or hostile client may send: the right 4xx, nothing written, no
// 5xx, and no complaint of the sanitizers (the stack looks when it stops).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { within } from '../../support/wait.mjs'

const routes = readFileSync(new URL(`../../../.build/${
	process.env.MODE ?? 'dev'}/routes.tsv`, import.meta.url), 'utf8').trim()
	.split('\n').map((line) => line.split('\t'))
	.map(([, method, path, access, , max, flags]) => ({ method, path, access, max: +max,
		raw: flags.split(',').includes('raw') }))
// Calls of other systems are signed, whatever they hold (tests/http/webhooks).
const forms = routes.filter((r) => r.method !== 'GET' && !r.raw)
const FORM = 'application/x-www-form-urlencoded'
const at = (path) => path.replaceAll(/:[a-z_]+/g, '999999999')

let stack, member, client

before(async () => {
	stack = await startStack({ workers: false, env: { BELAY_DEMO: '0', BELAY_RATE_FACTOR: '1000' } })
	member = await stack.addMember({ name: 'Patient Tester',
		roles: ['mentor', 'admin'] })
	client = await stack.signIn(member)
	await stack.sql('UPDATE user_session SET second_factor = true')
	await client.get('/dashboard')
})
after(() => stack.stop())

const written = async () => (await stack.sql(`SELECT
	(SELECT count(*) FROM audit) + (SELECT count(*) FROM notification)
	+ (SELECT count(*) FROM users) + (SELECT count(*) FROM job) AS n`))[0].n

const bodies = [
	['a broken escape', FORM, 'a=%zz', [400]],
	['an escape cut off', FORM, 'a=%4', [400]],
	['invalid UTF-8', FORM, 'a=%ff%fe', [400]],
	['an overlong sequence', FORM, 'a=%c0%af', [400]],
	['a NUL', FORM, 'a=%00', [400]],
	['10,000 fields', FORM, 'a=1&'.repeat(10000), [413]],
	['a body without its type', null, 'a=1', [415]],
	['an unknown type', 'application/x-perl', 'print 1', [415]],
	['XML', 'application/xml', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', [415]],
	['another charset', `${FORM}; charset=utf-7`, 'a=1', [415]],
	['JSON cut off', 'application/json', '{"a":', [400]],
	['JSON with a tail', 'application/json', '{} {}', [400]],
	['JSON that is a list', 'application/json', '[1]', [400]],
	['JSON that is a word', 'application/json', '"x"', [400]],
	['JSON with a key twice', 'application/json', '{"a":1,"a":2}', [400]],
	['JSON with a NUL', 'application/json', '{"a":"\\u0000"}', [400]],
	['half a surrogate', 'application/json', '{"a":"\\ud800"}', [400]],
	['deep JSON', 'application/json', '{"a":'.repeat(100) + '1' + '}'.repeat(100),
		[400, 413]],
	['JSON of one long list', 'application/json', `{"a":[${'1,'.repeat(5000)}1]}`,
		[400, 413]],
	['multipart without a boundary', 'multipart/form-data', '--x\r\n', [400]],
	['multipart that never ends', 'multipart/form-data; boundary=x',
		'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', [400]],
]

for (const [what, type, body, expected] of bodies)
	test(`${what} is refused by every route that writes`, async () => {
		const before = await written()
		for (const route of forms) {
			const answer = await client.send(route.method, at(route.path), { body,
				headers: { origin: stack.url, 'x-csrf-token': client.csrf,
					...(type && { 'content-type': type }) } })
			assert.ok(expected.includes(answer.status),
				`${route.method} ${route.path}: ${answer.status}`)
		}
		assert.equal(await written(), before)
	})

test('more than a route takes is a 413, before anything reads it', async () => {
	for (const route of routes.filter((r) => r.method !== 'GET' &&
		r.max <= 1 << 20)) {
		const answer = await client.send(route.method, at(route.path), {
			body: `a=${'x'.repeat(route.max + 1)}`, headers: { 'content-type': FORM,
				origin: stack.url, 'x-csrf-token': client.csrf } })
		assert.equal(answer.status, 413, `${route.method} ${route.path}`)
	}
})

test('paths that try to be others', async () => {
	for (const path of ['/..%2fadmin', '/%2e%2e/admin', '/a/%00', '/%ff',
		'/login/..%2f..%2fetc/passwd', '/static/..%2f..%2fMakefile',
		'/static/%2e%2e/%2e%2e/Makefile', '/settings%2fsecurity', '//login',
		'/login%0d%0aset-cookie:x=1', '/-/media/secrets/key', '/media/../secrets',
		`/${'a'.repeat(7000)}`, '/sessions/1e3', '/sessions/-1', '/sessions/0x10',
		'/sessions/99999999999999999999999', '/sessions/1%20OR%201=1']) {
		const answer = await client.get(path)
		assert.ok(answer.status >= 300 && answer.status < 500,
			`${path}: ${answer.status}`)
		assert.notEqual(answer.headers['set-cookie']?.join().includes('x=1'), true)
	}
})

test('a method by another name changes nothing', async () => {
	for (const headers of [{ 'x-http-method-override': 'DELETE' },
		{ 'x-method-override': 'DELETE' }]) {
		const answer = await client.get('/settings/security?_method=DELETE',
			{ headers })
		assert.equal(answer.status, 200)
	}
	for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'FOO']) {
		const answer = await client.send(method, '/login')
		assert.ok([400, 405].includes(answer.status), `${method}: ${answer.status}`)
	}
})

test('next leads to this site only', async () => {
	for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example',
		'http:evil.example', '/%0d%0aLocation:x', 'javascript:alert(1)', '\\\\evil',
		'/\tevil', 'evil', '/login', '/logout', '/ /evil']) {
		const visitor = stack.client()
		await visitor.get('/login')
		const answer = await visitor.post('/login', { email: member.email,
			password: 'belay-demo-2026', next })
		assert.equal(answer.status, 303)
		assert.equal(answer.location, '/dashboard', next)
	}
})

test('links in mail are of this site, whatever Host says', async () => {
	const visitor = stack.client()
	await visitor.get('/account/forgot')
	await visitor.post('/account/forgot', { email: member.email },
		{ headers: { host: 'evil.example' } })
	const host = await visitor.get('/login', { headers: { host: 'evil.example' } })
	assert.ok(!host.body.includes('evil.example'))
	const [{ n }] = await stack.sql(`SELECT count(*) AS n FROM email_notification
		WHERE data::text LIKE '%evil%'`)
	assert.equal(Number(n), 0)
})

test('cookies doubled, cut, oversized or of another kind are no session', async () => {
	const token = client.cookies.get('__Host-belay')
	const pair = `__Host-belay=${token}`
	for (const cookie of [`${pair}; ${pair}`, pair.slice(0, -1), `${pair}x`,
		`__Host-belay=${'x'.repeat(5000)}`, `belay=${token}`,
		`__host-belay=${token}`, '__Host-belay=', '__Host-belay', ';;;=;']) {
		const visitor = stack.client()
		const answer = await visitor.send('GET', '/dashboard',
			{ headers: { cookie } })
		assert.ok([303, 400].includes(answer.status),
			`${cookie.slice(0, 40)}: ${answer.status}`)
	}
	assert.equal((await client.get('/dashboard')).status, 200)
})

test('a header that smuggles a line, and a body shorter than it says', async () => {
	const { hostname, port } = new URL(stack.url)
	const talk = (text) => within(text, new Promise((done) => {
		let got = ''
		const socket = connect({ host: hostname, port, rejectUnauthorized: false,
			ALPNProtocols: ['http/1.1'] }, () => socket.end(text))
		socket.on('data', (data) => { got += data })
		socket.on('close', () => done(got))
		socket.on('error', () => done(got))
	}))
	for (const text of [
		'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\nConnection: close\r\n\r\n',
		'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde',
		'POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
		`POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${FORM}\r\nContent-Length: 500\r\n\r\nemail=a`,
		'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n',
	]) {
		const answer = await talk(text)
		assert.ok(answer === '' || /^HTTP\/1.1 4\d\d/.test(answer), answer.slice(0, 80))
	}
})

test('a form sent twice at once is done once', async () => {
	const visitor = stack.client()
	await visitor.get('/signup')
	const answers = await Promise.all([0, 1, 2, 3].map(() => visitor.post('/signup', {
		display_name: 'Twice', email: 'twice@test.belay.test',
		password: 'correct horse battery', timezone: 'UTC' })))
	assert.deepEqual(answers.map((a) => a.status), [200, 200, 200, 200])
	assert.equal(new Set(answers.map((a) => a.body.replaceAll(
		/[0-9a-f]{32}|[\w-]{43}/g, ''))).size, 1)
	const [{ n }] = await stack.sql(`SELECT count(*) AS n FROM users
		WHERE email = 'twice@test.belay.test'`)
	assert.equal(Number(n), 1)
})
