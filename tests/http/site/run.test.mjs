// make run: starts everything, lets the first admin in, mends what dies, stands
// beside another copy, and leaves nothing behind.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { startRun } from '../../support/run.mjs'
import { totp } from '../../support/totp.mjs'
import { heard, until, within } from '../../support/wait.mjs'

const TREE = resolve(import.meta.dirname, '../../..')

let run
let client

before(async () => {
	run = await startRun()
	client = run.client()
})
after(() => {
	client?.close()
	run?.destroy()
})

test('the ready line is the last one and true', async () => {
	assert.match(run.output.trimEnd().split('\n').at(-1), /^Belay is ready at /)
	assert.equal((await client.get('/readyz')).status, 200)
	assert.equal((await client.get('/login')).status, 200)
})

test('an empty platform prints the link for its first admin', async () => {
	const line = run.output.trimEnd().split('\n').at(-2)
	const [, link] = line.match(
		/^Sign up as the first admin, once: https:\/\/localhost:\d+(\/signup\?invite=\S+)$/)
	const ada = run.client()
	after(() => ada.close())
	const page = await ada.get(link)
	assert.equal(page.status, 200)
	assert.doesNotMatch(run.output, /Demo accounts/)
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
	const late = run.client()
	assert.equal((await late.get(link)).status, 410, 'it works once')
	late.close()
	const again = spawnSync(join(TREE, 'cgi-bin/tool/first_admin.sh'),
		[`host=${join(run.folder, 'run')} user=postgres dbname=belay`], { encoding: 'utf8',
			env: { ...process.env, BELAY_VAR: run.folder } })
	assert.equal(again.status, 3)
	assert.equal(again.stdout, '')
	assert.match(again.stderr, /there is an admin already/)
})

test('a second run in the same place is refused', async () => {
	const second = spawn('make', ['run'], { cwd: TREE, stdio: 'ignore',
		env: { ...process.env, BELAY_VAR: run.folder, MODE: 'dev' } })
	const [code] = await heard('the second run to end', second, 'close')
	assert.notEqual(code, 0)
	assert.equal((await client.get('/login')).status, 200)
})

test('what dies is started again', async () => {
	for (const name of ['account', 'nginx', 'postgres']) {
		const [old] = run.family(name)
		process.kill(old, 'SIGKILL')
		await until(`${name} to be back`, async () => {
			try {
				const [now] = run.family(name)
				return now && now !== old && (await client.get('/login')).status === 200 &&
					(await client.get('/readyz')).json.ready
			} catch {
				return false
			}
		}, 60)
	}
	assert.match(run.output, /account ended; starting it again/)
})

test('a second copy stands beside it, with data and accounts of its own', async () => {
	const other = await startRun()
	try {
		assert.notEqual(other.port, run.port)
		const member = await other.addMember()
		const visitor = await other.signIn(member)
		assert.equal((await visitor.get('/dashboard')).status, 200)
		assert.equal((await client.get('/readyz')).json.ready, true)
		await client.get('/login')
		const stranger = await client.post('/login',
			{ email: member.email, password: 'belay-demo-2026' })
		assert.equal(stranger.status, 422)
		await other.interrupt()
		assert.deepEqual(other.processes(), [])
		assert.equal((await client.get('/login')).status, 200)
	} finally {
		other.destroy()
	}
})

test('SIGINT stops all of it', async () => {
	process.kill(run.make.pid, 'SIGINT')
	await within('make run to end', run.gone)
	assert.deepEqual(run.processes(), [])
	assert.doesNotMatch(run.output, /Sanitizer/)
	for (const name of readdirSync(join(run.folder, 'log')))
		assert.doesNotMatch(readFileSync(join(run.folder, 'log', name), 'utf8'),
			/Sanitizer|runtime error:/, name)
})
