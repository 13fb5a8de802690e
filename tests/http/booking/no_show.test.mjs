// What happens when somebody does not come, and around the session's time.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { DAY, HOUR, MINUTE, addExpert, at, book, enter, pass, passTo } from './sessions.mjs'

let stack, experts, mia, sessions

const call = (client, method, id, path, body = {}) =>
	client.call(method, `/api/sessions/${id}/${path}`, body)
const get = async (client, id) =>
	(await client.call('GET', `/api/sessions/${id}`)).json

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	experts = []
	for (let i = 0; i < 5; i++) {
		const expert = await addExpert(stack)
		experts.push({ ...expert, client: await enter(stack, expert) })
	}
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	const members = [mia]
	for (let i = 1; i < 5; i++)
		members.push(await enter(stack, await stack.addMember()))
	const start = at(30, stack)
	sessions = []
	for (const [i, expert] of experts.entries())
		sessions.push({ ...await book(members[i], expert, start), expert,
			desk: expert.client, member: members[i], start })
	// Ten minutes before: the expert may start, nobody may report yet.
	await passTo(stack, start, -9 * MINUTE)
})
after(() => stack.stop())

test('too early, then too late, says which', async () => {
	const { id, desk, member } = sessions[0]
	assert.equal((await call(desk, 'POST', id, 'no-show')).status, 409)
	const moved = await call(member, 'PATCH', id, 'reschedule',
		{ start: at(80, stack) })
	assert.equal(moved.status, 409)
	assert.match(moved.json.detail, /24 hours before it starts/)
	assert.deepEqual(moved.json.allowed, ['cancel'])
	const cancel = await member.get(`/sessions/${id}/cancel`)
	assert.match(cancel.body, /less than 24 hours/)
	assert.match((await member.get(`/sessions/${id}`)).body,
		/can no longer be moved/)
	assert.deepEqual((await get(desk, id)).allowed,
		['cancel', 'propose', 'start'])
	const page = await member.get(`/sessions/${id}/room`)
	assert.match(page.body, /not part of this platform yet/)
})

test('a no-show: taken back, reported by the other, disputed', async () => {
	await pass(stack, 20 * MINUTE)
	const { id, desk, member } = sessions[0]
	const page = await desk.get(`/sessions/${id}`)
	const reported = await desk.post(`/sessions/${id}/no-show`,
		{ seen: page.input('seen') })
	assert.equal(reported.status, 303, reported.body)
	assert.equal((await get(member, id)).no_show_by, 'client')
	assert.equal((await member.post(`/sessions/${id}/take-back`)).status, 409)
	assert.equal((await desk.call('PATCH', `/api/instructor/sessions/${id}`,
		{ status: 'scheduled' })).json.status, 'scheduled')
	assert.equal((await call(member, 'POST', id, 'no-show')).json.no_show_by,
		'provider')
	assert.equal((await call(member, 'POST', id, 'dispute',
		{ words: 'Mine' })).status, 409)
	const form = await desk.get(`/sessions/${id}/dispute`)
	assert.equal(form.status, 200, form.body)
	assert.equal((await desk.post(`/sessions/${id}/dispute`, {})).status, 422)
	const sent = await desk.post(`/sessions/${id}/dispute`,
		{ words: 'I was there', seen: form.input('seen') })
	assert.equal(sent.status, 303, sent.body)
	assert.equal((await get(member, id)).disputed, true)
	assert.match((await member.get(`/sessions/${id}`)).body, /disputed: our safety team/)
})

test('both say the same and it is settled', async () => {
	const { id, desk, member } = sessions[1]
	assert.equal((await call(member, 'POST', id, 'no-show')).status, 200)
	const first = await member.post(`/sessions/${id}/settle`,
		{ outcome: 'canceled' })
	assert.equal(first.status, 303, first.body)
	assert.equal((await get(desk, id)).status, 'no_show')
	assert.match((await desk.get(`/sessions/${id}`)).body,
		/would treat it as cancelled/)
	assert.equal((await call(desk, 'POST', id, 'settle',
		{ outcome: 'perhaps' })).status, 422)
	assert.equal((await call(desk, 'POST', id, 'settle',
		{ outcome: 'canceled' })).json.status, 'canceled')

	const other = sessions[2]
	assert.equal((await call(other.desk, 'POST', other.id, 'no-show')).status, 200)
	assert.equal((await other.desk.call('PATCH',
		`/api/instructor/sessions/${other.id}`, { status: 'completed' })).json.status,
	'no_show')
	assert.equal((await call(other.member, 'POST', other.id, 'settle',
		{ outcome: 'completed' })).json.status, 'completed')
})

test('an emergency ends it at once', async () => {
	const { id, desk, member } = sessions[3]
	assert.equal((await call(member, 'POST', id, 'start')).status, 409)
	assert.equal((await desk.post(`/sessions/${id}/start`)).status, 303)
	const form = await member.get(`/sessions/${id}/emergency`)
	assert.equal(form.status, 200, form.body)
	assert.equal((await member.post(`/sessions/${id}/emergency`,
		{ words: 'Threats' })).status, 303)
	const now = await get(desk, id)
	assert.deepEqual([now.status, now.disputed], ['completed', true])
	const late = await call(desk, 'POST', id, 'emergency', { words: 'x' })
	assert.equal(late.status, 409)
})

test('either completes it; feedback waits for that', async () => {
	const { id, desk, member } = sessions[4]
	const shut = await member.get(`/sessions/${id}/feedback`)
	assert.equal(shut.status, 409)
	assert.match(shut.body, /opens when the session is completed/)
	assert.equal((await call(member, 'POST', id, 'feedback',
		{ rating: 5 })).status, 409)
	const done = await member.post(`/sessions/${id}/complete`)
	assert.equal(done.status, 303, done.body)
	assert.equal((await get(desk, id)).status, 'completed')
	assert.equal((await desk.post(`/sessions/${id}/feedback`,
		{ comment: 'No stars' })).status, 422)
	assert.equal((await call(desk, 'POST', id, 'feedback',
		{ rating: 6 })).status, 422)
	const again = await member.call('PATCH', `/api/sessions/${id}/complete`, {})
	assert.equal(again.status, 409)
	assert.ok(again.json.allowed.includes('dispute'), again.body)
})

test('what nobody touched is still there a day later', async () => {
	await pass(stack, DAY + 2 * HOUR)
	const list = (await mia.call('GET', '/api/sessions?show=past')).json.items
	assert.equal(list.length, 1)
	const dispute = await call(sessions[4].member, 'POST', sessions[4].id,
		'dispute', { words: 'Too short' })
	assert.equal(dispute.status, 200, dispute.body)
	await pass(stack, 3 * DAY)
	const late = await call(sessions[2].member, 'POST', sessions[2].id,
		'dispute', { words: 'Too late' })
	assert.equal(late.status, 409)
	assert.match(late.json.detail, /72 hours/)
})
