// Other people's sessions: looking, cancelling, moving, settling, resolving.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from './staff.mjs'

let stack, admin, client, expert

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false })
	admin = await addStaff(stack)
	client = await stack.addMember({ name: 'Cleo Client', timezone: 'Asia/Tokyo' })
	expert = await stack.addMember({ name: 'Eve Expert' })
	await stack.sql(`INSERT INTO expert (user_id, alias, alias_seed, timezone)
		VALUES ($1, 'Calm Crane 7', 's', 'UTC')`, expert.id)
})
after(() => stack.stop())

let hour = 24
async function addSession(more = {}) {
	const row = { kind: 'mentor_call', status: 'scheduled', client_id: client.id,
		expert_id: expert.id, type_kind: 'mentoring', minutes: 60, ...more }
	const at = new Date(Date.now() + (hour += 24) * 36e5)
	Object.assign(row, { starts_at: at, ends_at: new Date(+at + 36e5), created_at: new Date(),
		...more })
	const [{ id }] = await stack.sql(`INSERT INTO session (${Object.keys(row)})
		VALUES (${Object.keys(row).map((_, i) => `$${i + 1}`)}) RETURNING id`,
	...Object.values(row))
	return id
}
const find = async (id) => (await stack.sql('SELECT * FROM session WHERE id = $1', id))[0]
const past = (hours) => new Date(Date.now() - hours * 36e5)

test('the list by person, state and dispute', async () => {
	const id = await addSession()
	const { json } = await admin.call('GET', `/api/admin/sessions?person=${client.id}`)
	assert.ok(json.items.some((s) => s.id === String(id)))
	assert.equal(json.items[0].client, 'Cleo Client')
	const disputed = await addSession({ status: 'completed', completed_at: past(1),
		disputed: true, disputed_at: past(1), disputed_by: client.id, dispute_words: 'No.' })
	assert.deepEqual((await admin.call('GET', '/api/admin/sessions?disputed=1')).json.items
		.map((s) => s.id), [String(disputed)])
	const page = await admin.get('/admin/sessions?status=scheduled')
	assert.ok(page.links(/./).includes(`/admin/sessions/${id}`))
	assert.ok(!page.links(/./).includes(`/admin/sessions/${disputed}`))
})

test('the page has both sides, in their zones, and only what can be done', async () => {
	const id = await addSession({ goals: '<script>x</script>' })
	const page = await admin.get(`/admin/sessions/${id}`)
	assert.match(page.body, /Cleo Client/)
	assert.match(page.body, /Tokyo/)
	assert.match(page.body, /&lt;script&gt;/)
	const links = page.links(new RegExp(`^/admin/sessions/${id}/`))
	assert.deepEqual(links.sort(), [`/admin/sessions/${id}/cancel`, `/admin/sessions/${id}/move`])
	assert.deepEqual((await admin.call('GET', `/api/admin/sessions/${id}`)).json.moves,
		['cancel', 'reschedule'])
	const moderator = await addStaff(stack, { roles: ['moderator'] })
	const theirs = await moderator.get(`/admin/sessions/${id}`)
	assert.equal(theirs.status, 200)
	assert.deepEqual(theirs.links(new RegExp(`^/admin/sessions/${id}/`)), [])
})

test('cancel: with a reason, once, told and logged', async () => {
	const id = await addSession()
	const path = `/admin/sessions/${id}/cancel`
	assert.equal((await admin.submit(path, { reason: '' })).status, 422)
	assert.equal((await admin.submit(path, { reason: 'Double booked' })).location,
		`/admin/sessions/${id}`)
	const session = await find(id)
	assert.equal(session.status, 'canceled')
	assert.equal(session.cancel_words, 'Double booked')
	const row = await assertLogged(stack, 'session.cancel', id, admin.member)
	assert.equal(row.detail.reason, 'Double booked')
	assert.equal((await stack.sql(`SELECT FROM notification WHERE type = 'session_canceled'
		AND data ->> 'session_id' = $1`, String(id))).length, 2)
	const again = await admin.submit(path, { reason: 'x' })
	assert.equal(again.status, 409)
	assert.match(again.body, /cancelled/)
	assert.equal((await logOf(stack, 'session.cancel', id)).length, 1)
})

test('move: to a day and time of the admin’s zone, or an instant', async () => {
	const id = await addSession()
	const path = `/admin/sessions/${id}/move`
	await stack.sql(`UPDATE profile SET timezone = 'America/New_York' WHERE user_id = $1`,
		admin.member.id)
	assert.equal((await admin.submit(path, { reason: 'x' })).status, 422)
	assert.equal((await admin.submit(path, { reason: 'x', day: '2031-03-09', at: '02:30' })).status,
		422, 'an hour that is skipped')
	assert.equal((await admin.submit(path, { reason: 'x', day: '2020-03-09', at: '12:30' })).status,
		422, 'the past')
	assert.equal((await admin.submit(path, { reason: 'Asked by phone', day: '2031-03-09',
		at: '12:30' })).status, 303)
	assert.equal(new Date((await find(id)).starts_at).toISOString(), '2031-03-09T16:30:00.000Z')
	const other = await addSession()
	const busy = await admin.call('POST', `/api/admin/sessions/${other}/move`,
		{ reason: 'x', start: '2031-03-09T16:00:00Z' })
	assert.equal(busy.status, 409)
	assert.equal((await admin.call('POST', `/api/admin/sessions/${other}/move`,
		{ reason: 'x', start: '2031-03-10T16:00:00Z' })).status, 204)
	await assertLogged(stack, 'session.move', other, admin.member)
})

test('settle a no-show', async () => {
	for (const [outcome, status] of [['completed', 'completed'], ['canceled', 'canceled']]) {
		const id = await addSession({ status: 'no_show', no_show_by: 'client',
			no_show_at: past(100) })
		const path = `/admin/sessions/${id}/settle`
		assert.equal((await admin.submit(path, { reason: 'x' })).status, 422)
		assert.equal((await admin.submit(path, { reason: 'Heard both', outcome })).status, 303)
		assert.equal((await find(id)).status, status)
		const row = await assertLogged(stack, 'session.settle', id, admin.member)
		assert.equal(row.detail.outcome, outcome)
	}
})

test('resolve a dispute, also as a moderator', async () => {
	const moderator = await addStaff(stack, { roles: ['moderator'] })
	const id = await addSession({ status: 'completed', completed_at: past(1), disputed: true,
		disputed_at: past(1), disputed_by: client.id, dispute_words: 'It ended early' })
	const path = `/admin/sessions/${id}/resolve`
	assert.match((await moderator.get(`/admin/sessions/${id}`)).body, /It ended early/)
	assert.equal((await moderator.submit(path, { reason: 'x', resolution: 'odd' })).status, 422)
	assert.equal((await moderator.submit(path, { reason: 'Half was held',
		resolution: 'partial' })).status, 303)
	assert.equal((await find(id)).resolution, 'partial')
	await assertLogged(stack, 'session.resolve', id, moderator.member)
	assert.equal((await moderator.submit(path, { reason: 'x', resolution: 'refund' })).status, 409)
})

test('end one that runs', async () => {
	const id = await addSession({ status: 'in_progress', started_at: past(0.2) })
	assert.equal((await admin.submit(`/admin/sessions/${id}/emergency`,
		{ reason: 'Abuse' })).status, 303)
	const session = await find(id)
	assert.equal(session.status, 'completed')
	assert.equal(session.disputed, true)
	await assertLogged(stack, 'session.emergency', id, admin.member)
	assert.equal((await admin.get('/admin/sessions/999999999')).status, 404)
	assert.equal((await admin.get('/admin/sessions/999999999/cancel')).status, 404)
})
