// What happens by the clock: once however many workers there are, and after
// downtime; and that jobs outlive their worker.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'], processes: 3 })
})
after(() => stack.stop())

const runs = async (kind) => (await stack.sql(
	`SELECT count(*)::int AS n FROM job WHERE kind = $1`, kind))[0].n
const schedule = async (name) => (await stack.sql(
	'SELECT next_at, last_at, next_at > app_now() AS ahead FROM schedule WHERE name = $1', name))[0]

test('a schedule runs once with three workers, and once for all that was missed', async () => {
	await until('the schedules', () => schedule('account.clean'))
	await stack.kill('worker')
	const before = await runs('account.clean')
	await stack.sql(`UPDATE schedule SET next_at = app_now() - interval '3 days'
		WHERE name = 'account.clean'`)
	stack.launch('worker')
	await until('the run', async () => (await schedule('account.clean')).ahead)
	await until('it to be done', async () => (await stack.sql(`SELECT count(*)::int AS n
		FROM job WHERE kind = 'account.clean' AND state = 'done'`))[0].n > before)
	for (let i = 0; i < 3; i++) {
		await stack.sql(`UPDATE schedule SET next_at = app_now() WHERE name = 'digest.daily'`)
		await until('the schedule to move on', async () => (await schedule('digest.daily')).ahead)
	}
	assert.equal(await runs('account.clean'), before + 1)
	assert.equal(await runs('digest.daily'), 3)
})

test('a paused schedule waits', async () => {
	await stack.sql(`UPDATE schedule SET paused = true, next_at = app_now() - interval '1 hour'
		WHERE name = 'digest.weekly'`)
	await stack.sql(`UPDATE schedule SET next_at = app_now() WHERE name = 'digest.daily'`)
	await until('another one', async () => (await schedule('digest.daily')).ahead)
	assert.equal(await runs('digest.weekly'), 0)
})

test('next times: in the platform’s zone, across changes of its clocks', async () => {
	await stack.sql(`UPDATE setting SET value = '"Europe/Berlin"' WHERE name = 'platform_zone'`)
	const next = async (rule, at) => new Date((await stack.sql(
		'SELECT schedule_next($1, $2::timestamptz) AS at', rule, at))[0].at).toISOString()
	assert.equal(await next('daily 00:00', '2027-03-27T22:59:59Z'), '2027-03-27T23:00:00.000Z')
	assert.equal(await next('daily 00:00', '2027-03-27T23:00:00Z'), '2027-03-28T22:00:00.000Z')
	assert.equal(await next('weekly 7 01:00', '2027-03-27T12:00:00Z'), '2027-03-28T00:00:00.000Z')
	assert.equal(await next('monthly 1 02:00', '2027-03-01T01:00:00Z'), '2027-04-01T00:00:00.000Z')
	assert.equal(await next('every 5 minutes', '2027-03-28T00:59:59Z'), '2027-03-28T01:00:00.000Z')
	await stack.sql(`UPDATE setting SET value = '"UTC"' WHERE name = 'platform_zone'`)
})

test('a job of a kind that nobody knows dies at once, with its reason', async () => {
	await stack.sql(`SELECT enqueue('no.such.kind')`)
	await until('it to be dead', async () => (await stack.sql(`SELECT FROM job
		WHERE kind = 'no.such.kind' AND state = 'dead'
		AND last_error = 'no such kind of job'`)).length === 1)
})

test('what a dead worker held is done by another when the lease ends', async () => {
	await stack.sql(`INSERT INTO job (kind, payload, state, run_at, lease_until, attempts,
		created_at) VALUES ('digest.daily', '{}', 'running', app_now(),
		app_now() - interval '1 second', 1, app_now())`)
	const [{ id }] = await stack.sql('SELECT max(id) AS id FROM job')
	await until('it to be given back', async () => (await stack.sql(
		`SELECT FROM job WHERE id = $1 AND last_error = 'the worker died'`, id)).length === 1)
	await stack.sql(`UPDATE job SET run_at = app_now() WHERE id = $1`, id)
	await until('it to be done', async () => (await stack.sql(
		`SELECT FROM job WHERE id = $1 AND state = 'done'`, id)).length === 1)
})

test('a worker that died is noticed before the lease ends; its end costs no attempt', async () => {
	const [{ id }] = await stack.sql(`INSERT INTO job (kind, payload, state, run_at,
		lease_until, attempts, worker, created_at) VALUES ('digest.daily', '{}', 'running',
		app_now(), app_now() + interval '1 hour', 3, 2147483647, app_now()) RETURNING id`)
	await until('it to be done', async () => (await stack.sql(`SELECT FROM job
		WHERE id = $1 AND state = 'done' AND attempts = 4 AND max_attempts = 4`, id)).length === 1)
})

test('a job that ends its worker each time is given up', async () => {
	const [{ id }] = await stack.sql(`INSERT INTO job (kind, payload, state, run_at,
		lease_until, attempts, max_attempts, worker, created_at) VALUES ('digest.daily', '{}',
		'running', app_now(), app_now() + interval '1 hour', 10, 10, 2147483647,
		app_now()) RETURNING id`)
	await until('it to be given back', async () => (await stack.sql(
		`SELECT FROM job WHERE id = $1 AND state = 'waiting'`, id)).length === 1)
	await stack.sql('UPDATE job SET run_at = app_now() WHERE id = $1', id)
	await until('it to be dead', async () => (await stack.sql(`SELECT FROM job WHERE id = $1
		AND state = 'dead' AND last_error = 'its worker died each time'`, id)).length === 1)
})

test('the worker stops at once, and outlives the database', async () => {
	const began = Date.now()
	await stack.kill('worker')
	assert.ok(Date.now() - began < 5000)
	stack.launch('worker')
	await stack.sql(`SELECT enqueue('digest.weekly')`)
	await until('a job', async () => await runs('digest.weekly') === 1)
	await stack.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE usename = 'belay_worker' AND datname = current_database()`)
	await stack.sql(`SELECT enqueue('digest.weekly', '{}', 'again')`)
	await until('a job on new connections', async () => (await stack.sql(`SELECT FROM job
		WHERE kind = 'digest.weekly' AND state = 'done'`)).length === 2)
})
