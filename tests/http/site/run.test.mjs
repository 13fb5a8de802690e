// make run: starts everything, lets the first admin in, mends what dies, and
// leaves nothing behind.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from '../../support/client.mjs'
import { freePorts, until } from '../../support/stack.mjs'
import { totp } from '../../support/totp.mjs'

const TREE = resolve(import.meta.dirname, '../../..')
const VAR = join(process.env.BELAY_TEST_TMP, `run-${process.pid}`)

let make
let output = ''
let client

// Processes whose command names our folder, as [pid, command].
function ours() {
	const found = []
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		try {
			const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
				.replaceAll('\0', ' ')
			if (command.includes(VAR) && Number(pid) !== make.pid)
				found.push([Number(pid), command])
		} catch {
			// gone meanwhile
		}
	}
	return found
}

function pidOf(pattern) {
	return Math.min(...ours().filter(([, command]) => pattern.test(command))
		.map(([pid]) => pid))
}

before(async () => {
	const [https, http] = await freePorts(2)
	const env = { ...process.env, BELAY_VAR: VAR, BELAY_HTTPS_PORT: https,
		BELAY_HTTP_PORT: http, BELAY_DEMO: 0, BELAY_PROCESSES: 1, MODE: 'dev' }
	delete env.BELAY_CERTIFICATE
	delete env.BELAY_CERTIFICATE_KEY
	make = spawn('make', ['run'], { cwd: TREE, env, detached: true,
		stdio: ['ignore', 'pipe', 'pipe'] })
	make.gone = new Promise((done) => make.once('close', done))
	for (const stream of [make.stdout, make.stderr])
		stream.on('data', (data) => { output += data })
	client = new Client(`https://localhost:${https}`, { insecure: true })
	await until('the ready line', () => {
		assert.equal(make.exitCode, null, output)
		return /^Belay is ready at https:\/\/localhost:\d+\n$/m.test(output)
	}, 120)
})
after(() => {
	client.close()
	if (make.exitCode === null && make.signalCode === null)
		process.kill(-make.pid, 'SIGKILL')
})

test('the ready line is the last one and true', async () => {
	assert.match(output.trimEnd().split('\n').at(-1), /^Belay is ready at /)
	assert.equal((await client.get('/readyz')).status, 200)
	assert.equal((await client.get('/login')).status, 200)
})

test('an empty platform prints the link for its first admin', async () => {
	const line = output.trimEnd().split('\n').at(-2)
	const [, link] = line.match(
		/^Sign up as the first admin, once: https:\/\/localhost:\d+(\/signup\?invite=\S+)$/)
	const ada = new Client(client.base, { insecure: true })
	after(() => ada.close())
	const page = await ada.get(link)
	assert.equal(page.status, 200)
	assert.doesNotMatch(output, /Demo accounts/)
	const answer = await ada.post('/signup', { display_name: 'Ada', timezone: 'UTC',
		email: 'ada@test.belay.test', password: 'a long passphrase',
		invite: page.input('invite') })
	assert.equal(answer.location, '/settings/security?need=second_factor', answer.body)
	assert.match((await ada.get('/admin')).location, /^\/settings\/security\?need=second_factor/)
	await ada.get('/settings/security')
	await ada.post('/settings/totp/begin')
	const { body } = await ada.get('/settings/totp')
	const secret = body.match(/\b[A-Z2-7]{32}\b/)[0]
	assert.equal((await ada.post('/settings/totp', { code: totp(secret) })).status, 200)
	assert.equal((await ada.get('/admin')).status, 200)
	const late = new Client(client.base, { insecure: true })
	assert.equal((await late.get(link)).status, 410, 'it works once')
	late.close()
	const again = spawnSync(join(TREE, 'cgi-bin/tool/first_admin.sh'),
		[`host=${join(VAR, 'run')} user=postgres dbname=belay`], { encoding: 'utf8',
			env: { ...process.env, BELAY_VAR: VAR } })
	assert.equal(again.status, 3)
	assert.equal(again.stdout, '')
	assert.match(again.stderr, /there is an admin already/)
})

test('a second run in the same place is refused', async () => {
	const second = spawn('make', ['run'], { cwd: TREE, stdio: 'ignore',
		env: { ...process.env, BELAY_VAR: VAR, MODE: 'dev' } })
	assert.notEqual(await new Promise((done) => second.once('close', done)), 0)
	assert.equal((await client.get('/login')).status, 200)
})

test('what dies is started again', async () => {
	for (const pattern of [/bin\/account --socket/, /nginx -p/, /bin\/postgres -D/]) {
		const old = pidOf(pattern)
		process.kill(old, 'SIGKILL')
		await until(`${pattern} to be back`, async () => {
			try {
				return pidOf(pattern) > old && (await client.get('/login')).status === 200 &&
					(await client.get('/readyz')).json.ready
			} catch {
				return false
			}
		}, 60)
	}
	assert.match(output, /account ended; starting it again/)
})

test('SIGINT stops all of it', async () => {
	process.kill(make.pid, 'SIGINT')
	await make.gone
	assert.deepEqual(ours(), [])
	assert.doesNotMatch(output, /Sanitizer/)
	for (const name of readdirSync(join(VAR, 'log')))
		assert.doesNotMatch(readFileSync(join(VAR, 'log', name), 'utf8'),
			/Sanitizer|runtime error:/, name)
})
