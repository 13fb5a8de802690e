// One session from its booking to the feedback, as pages and by JSON.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { DAY, HOUR, MINUTE, addExpert, at, book, enter, pass } from './sessions.mjs'

let stack, noor, mia, milo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'] })
	noor = await addExpert(stack, { name: 'Noor Haddad', timezone: 'Asia/Tokyo' })
	noor.client = await enter(stack, noor)
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo Rossi' }))
})
after(() => stack.stop())

const until = (start, seconds) =>
	pass(stack, (Date.parse(start) - Date.now()) / 1000 + seconds -
		stack.options.clockOffset)

test('book, move, complete, feedback on both sides', async () => {
	const session = await book(mia, noor, at(50, stack), { goals: 'Grow' })
	const page = `/sessions/${session.id}`
	assert.equal(session.kind, 'mentor_call')
	assert.equal(session.sequence, 0)
	assert.equal(session.reschedules_left, 2)

	// Moved by the client, on the page.
	const times = await mia.get(`${page}/reschedule`)
	assert.equal(times.status, 200, times.body)
	assert.match(times.body, /You can do this twice/)
	const start = at(60, stack)
	const moved = await mia.post(`${page}/reschedule`,
		{ start, seen: times.input('seen') })
	assert.equal(moved.status, 303, moved.body)
	const now = (await mia.call('GET', `/api${page}`)).json
	assert.deepEqual([now.start, now.sequence, now.reschedules_left],
		[start, 1, 1])
	assert.equal(now.uid, session.uid)
	// An old tab does not move it again.
	const stale = await mia.post(`${page}/reschedule`,
		{ start: at(70, stack), seen: times.input('seen') })
	assert.equal(stale.status, 409)
	assert.match(stale.body, /changed since you opened the page/)

	// Its page: both clocks, what can be done, no room yet.
	const shown = await mia.get(page)
	assert.match(shown.body, /Tokyo for Noor Haddad/)
	assert.match(shown.body, /Moved/)
	assert.ok(!shown.links(/feedback$/).length)
	const early = await mia.call('PATCH', `/api${page}/complete`)
	assert.equal(early.status, 409, early.body)
	assert.equal(early.json.status, 409)
	assert.ok(early.json.allowed.includes('cancel'), early.body)

	await until(start, -9 * MINUTE)
	assert.match((await mia.get(page)).body, /Join</)
	assert.equal((await noor.client.call('POST', `/api${page}/start`)).json.status,
		'in_progress')
	await until(start, 15 * MINUTE)
	const done = await noor.client.call('PATCH', `/api${page}/complete`)
	assert.equal(done.status, 200, done.body)
	assert.equal(done.json.status, 'completed')
	assert.ok(done.json.completed_at)

	// Feedback: nothing is shown until both wrote.
	const form = await mia.get(`${page}/feedback`)
	assert.equal(form.status, 200, form.body)
	assert.match(form.body, /Usefulness/)
	const given = await mia.post(`${page}/feedback`,
		{ rating: 5, comment: 'Helped a lot', 'rubric.clarity': 4 })
	assert.equal(given.status, 303, given.body)
	const other = (await noor.client.call('GET', `/api${page}/feedback`)).json
	assert.deepEqual(other.feedback, [])
	assert.deepEqual(other.rubric.map((one) => one.name),
		['preparation', 'engagement', 'progress', 'communication'])
	const wrong = await noor.client.call('POST', `/api${page}/feedback`,
		{ rating: 4, rubric: { clarity: 4 } })
	assert.equal(wrong.status, 422, wrong.body)
	const both = await noor.client.call('POST', `/api${page}/feedback`,
		{ rating: 4, comment: 'Well prepared', rubric: { progress: 5 } })
	assert.equal(both.status, 201, both.body)
	const all = (await mia.call('GET', `/api${page}`)).json.feedback
	assert.equal(all.length, 2)
	const late = await mia.call('POST', `/api${page}/feedback`, { rating: 1 })
	assert.equal(late.status, 409)
	assert.match((await mia.get(page)).body, /Well prepared/)
})
