// Jobs and schedules: looking, running again, discarding, pausing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	admin = await addStaff(stack)
})
after(() => stack.stop())

async function addJob(state, more = {}) {
	const row = { kind: 'account.tick', state, payload: {}, run_at: new Date(),
		created_at: new Date(), attempts: state === 'dead' ? 3 : 0,
		last_error: state === 'dead' ? 'it broke' : null, ...more }
	const [{ id }] = await stack.sql(`INSERT INTO job (${Object.keys(row)})
		VALUES (${Object.keys(row).map((_, i) => `$${i + 1}`)}) RETURNING id`,
	...Object.values(row))
	return id
}
const find = async (id) => (await stack.sql('SELECT * FROM job WHERE id = $1', id))[0]
const act = async (id, what) => {
	await admin.get(`/admin/jobs/${id}`)
	return admin.post(`/admin/jobs/${id}/${what}`)
}

test('the list by state and kind, and one of them', async () => {
	const id = await addJob('dead', { kind: 'test.kind', payload: { who: '<b>' } })
	const { json } = await admin.call('GET', '/api/admin/jobs?state=dead&kind=test.kind')
	assert.deepEqual(json.items.map((j) => j.id), [String(id)])
	assert.equal(json.items[0].last_error, 'it broke')
	assert.deepEqual(json.kinds.find((k) => k.kind === 'test.kind'),
		{ kind: 'test.kind', waiting: 0, running: 0, done: 0, dead: 1 })
	const page = await admin.get('/admin/jobs?state=dead')
	assert.ok(page.links(/./).includes(`/admin/jobs/${id}`))
	const one = await admin.get(`/admin/jobs/${id}`)
	assert.match(one.body, /&lt;b&gt;/)
	assert.match(one.body, /it broke/)
	assert.equal((await admin.get('/admin/jobs/999999999')).status, 404)
	assert.equal((await admin.get('/admin/jobs?state=odd')).status, 422)
})

test('a dead job runs again and gets done', async () => {
	const id = await addJob('dead')
	assert.equal((await act(id, 'again')).location, '/admin/jobs')
	await until('the job to be done', async () => (await find(id)).state === 'done')
	await assertLogged(stack, 'job.again', id, admin.member)
	const done = await act(id, 'again')
	assert.equal(done.status, 409)
	assert.match(done.body, /The job is done/)
	const later = await addJob('waiting', { run_at: new Date(Date.now() + 864e5) })
	await act(later, 'again')
	await until('the waiting job to be done', async () => (await find(later)).state === 'done')
})

test('only dead jobs are discarded, and the log keeps what they were', async () => {
	const id = await addJob('dead', { payload: { x: 1 } })
	assert.equal((await act(id, 'discard')).status, 303)
	assert.equal(await find(id), undefined)
	const row = await assertLogged(stack, 'job.discard', id, admin.member)
	assert.equal(row.detail.kind, 'account.tick')
	assert.equal(row.detail.payload, '{"x": 1}')
	const waiting = await addJob('waiting', { run_at: new Date(Date.now() + 864e5) })
	assert.equal((await act(waiting, 'discard')).status, 409)
	assert.ok(await find(waiting))
})

test('what a refused discard leaves, as a form and as JSON', async () => {
	const id = await addJob('dead')
	const running = await addJob('running', { run_at: new Date(Date.now() + 864e5) })
	await admin.get(`/admin/jobs/${id}`)
	assert.equal((await admin.post(`/admin/jobs/${id}/discard`, { csrf: 'forged' })).status, 403)
	assert.equal((await admin.post('/admin/jobs/999999999/discard')).status, 404)
	assert.equal((await admin.post('/admin/jobs/x/discard')).status, 404)
	const busy = await admin.call('POST', `/api/admin/jobs/${running}/discard`, {})
	assert.equal(busy.status, 409)
	assert.match(busy.headers['content-type'], /^application\/problem\+json/)
	assert.ok(await find(running))
	assert.ok(await find(id))
	assert.deepEqual(await logOf(stack, 'job.discard', id), [])
	assert.deepEqual(await logOf(stack, 'job.discard', running), [])
	const json = await admin.call('POST', `/api/admin/jobs/${id}/discard`, {})
	assert.equal(json.status, 204, json.body)
	assert.equal(await find(id), undefined)
	await stack.sql('DELETE FROM job WHERE id = $1', running)
})

test('all dead ones of a kind at once', async () => {
	const ids = [await addJob('dead'), await addJob('dead')]
	const other = await addJob('dead', { kind: 'test.other' })
	await admin.get('/admin/jobs')
	assert.equal((await admin.post('/admin/jobs/again', { kind: 'account.tick' })).status, 303)
	for (const id of ids)
		await until('it to be done', async () => (await find(id)).state === 'done')
	assert.equal((await find(other)).state, 'dead')
	assert.equal((await logOf(stack, 'job.again_all', null))[0].detail.jobs, '2')
})

test('one that can’t run again holds up none of the others', async () => {
	const key = { kind: 'test.same', unique_key: 'the same' }
	const waiting = await addJob('waiting', { ...key, run_at: new Date(Date.now() + 864e5) })
	const dead = [await addJob('dead', key), await addJob('dead', { ...key, unique_key: 'twice' }),
		await addJob('dead', { ...key, unique_key: 'twice' }), await addJob('dead', { kind: key.kind })]
	await admin.get('/admin/jobs')
	const answer = await admin.call('POST', '/api/admin/jobs/again', { kind: key.kind })
	assert.equal(answer.status, 204, answer.body)
	assert.deepEqual((await logOf(stack, 'job.again_all', null))[0].detail,
		{ kind: key.kind, jobs: '2' }, 'one of “twice”, and the one without a key')
	assert.equal((await find(dead[0])).state, 'dead', 'another waits already')
	assert.equal((await find(dead[0])).attempts, 3)
	assert.equal((await find(waiting)).state, 'waiting')
	assert.equal((await admin.call('POST', '/api/admin/jobs/again', {})).status, 422)
	await stack.sql(`DELETE FROM job WHERE kind = 'test.same'`)
})

test('a schedule is paused, resumed and run now', async () => {
	await until('the worker to write its schedules', async () =>
		(await stack.sql('SELECT FROM schedule')).length)
	const post = async (what) => {
		await admin.get('/admin/jobs/schedules')
		return admin.post(`/admin/jobs/schedules/digest.weekly/${what}`)
	}
	const row = async () => (await stack.sql(
		`SELECT * FROM schedule WHERE name = 'digest.weekly'`))[0]
	assert.equal((await row()).last_at, null)
	assert.equal((await post('pause')).location, '/admin/jobs/schedules')
	assert.equal((await row()).paused, true)
	assert.equal((await post('run')).status, 409)
	assert.match((await admin.get('/admin/jobs/schedules')).body, /Paused/)
	await post('resume')
	assert.equal((await row()).paused, false)
	await post('run')
	await until('it to have run', async () => (await row()).last_at)
	for (const what of ['pause', 'resume', 'run'])
		assert.equal((await logOf(stack, `schedule.${what}`, null)).length, 1, what)
	assert.equal((await admin.call('POST', '/api/admin/jobs/schedules/nothing/run', {})).status, 404)
})

test('pausing twice and resuming what runs change nothing more', async () => {
	const row = async () => (await stack.sql(
		`SELECT paused FROM schedule WHERE name = 'digest.weekly'`))[0]
	await admin.get('/admin/jobs/schedules')
	for (const paused of [true, true, false, false]) {
		const answer = paused
			? await admin.post('/admin/jobs/schedules/digest.weekly/pause')
			: await admin.post('/admin/jobs/schedules/digest.weekly/resume')
		assert.equal(answer.location, '/admin/jobs/schedules', answer.body)
		assert.equal((await row()).paused, paused)
	}
	for (const path of ['/admin/jobs/schedules/nothing/pause',
		'/admin/jobs/schedules/nothing/resume', '/admin/jobs/schedules/%3Cb%3E/pause']) {
		assert.equal((await admin.post(path)).status, 404, path)
		assert.equal((await admin.call('POST', `/api${path}`, {})).status, 404, path)
	}
	assert.equal((await admin.post('/admin/jobs/schedules/digest.weekly/stop')).status, 404)
	assert.deepEqual((await logOf(stack, 'schedule.pause', null))
		.filter(({ detail }) => detail.name !== 'digest.weekly'), [])
})
