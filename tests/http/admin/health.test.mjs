// The state of the system, with advice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addStaff } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	admin = await addStaff(stack)
})
after(() => stack.stop())

const health = async () => (await admin.call('GET', '/api/admin/health')).json
const check = async (name) => (await health()).checks.find((c) => c.name === name)

test('a running platform is fine, and says of what', async () => {
	await until('the worker’s first round', async () =>
		(await check('worker')).state === 'fine', 90)
	const now = await health()
	for (const name of ['database', 'connections', 'migrations', 'disk', 'certificate', 'queue',
		'dead_jobs', 'dead_webhooks', 'backup', 'tzdata', 'tzdata_database', 'demo', 'mail', 'paused'])
		assert.ok(now.checks.find((c) => c.name === name)?.value, name)
	assert.match((await check('certificate')).value, /in \d+ days/)
	assert.match((await check('database')).value, /^PostgreSQL 15/)
	assert.match((await check('tzdata')).value, /^20\d\d[a-z]/)
	assert.equal((await check('demo')).state, 'fine')
	const programs = Object.fromEntries(now.programs.map((p) => [p.program, p.connections]))
	assert.ok(programs.admin >= 1 && programs.worker >= 1 && programs.account >= 1)
	assert.equal(programs.inbox, 0, 'is not started here')
	assert.deepEqual(now.providers.map((p) => [p.name, p.configured]),
		[['smtp', false], ['google', false], ['oidc', false]])
	assert.deepEqual(now.ways.map((w) => [w.name, w.is_configured, w.is_enabled]),
		[['stripe', false, true], ['paypal', false, true], ['manual', true, true]])
	const page = await admin.get('/admin/health')
	assert.equal(page.status, 200)
	assert.match(page.body, /not running/)
})

test('a backup is fine for two days, looked at for a week, then wrong', async () => {
	assert.deepEqual((({ state, value }) => [state, value])(await check('backup')),
		['wrong', 'never taken'])
	for (const [age, state] of [['9 days', 'wrong'], ['3 days', 'look'], ['1 hour', 'fine']]) {
		await stack.sql(`INSERT INTO audit (at, action, target_kind, detail) VALUES
			(app_now() - interval '${age}', 'backup.taken', 'backup', '{"size": "12M"}')`)
		assert.equal((await check('backup')).state, state, age)
	}
	assert.match((await check('backup')).value, /12M/)
})

test('what is wrong comes with what to do', async () => {
	await stack.kill('worker')
	await stack.sql(`UPDATE schedule SET last_at = app_now() - interval '10 minutes'`)
	await stack.sql(`INSERT INTO job (kind, state, run_at, created_at) VALUES
		('x', 'dead', app_now(), app_now()),
		('x', 'waiting', app_now() - interval '40 minutes', app_now())`)
	assert.equal((await check('worker')).state, 'wrong')
	assert.match((await check('worker')).advice, /Start it/)
	assert.equal((await check('queue')).state, 'wrong')
	assert.equal((await check('dead_jobs')).state, 'look')
	const page = await admin.get('/admin/health')
	assert.match(page.body, /The worker does not run/)
})
