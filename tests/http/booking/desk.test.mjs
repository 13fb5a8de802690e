// The experts' desks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { HOUR, addExpert, at, book, enter, passTo } from './sessions.mjs'

let stack, noor, carl, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	noor = await addExpert(stack, { name: 'Noor Haddad' })
	noor.client = await enter(stack, noor)
	carl = await addExpert(stack, { kind: 'concierge', byHand: true,
		types: [{ kind: 'concierge' }, { kind: 'introduction', minutes: 30 }] })
	carl.client = await enter(stack, carl)
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
})
after(() => stack.stop())

test('an instructor sees students, what comes and what was', async () => {
	const empty = await noor.client.get('/instructor/dashboard')
	assert.equal(empty.status, 200, empty.body)
	assert.match(empty.body, /Available seats/)
	assert.match(empty.body, /No sessions ahead/)
	const one = await book(mia, noor, at(2, stack))
	const two = await book(mia, noor, at(30, stack))
	await passTo(stack, one.start, HOUR / 2)
	await noor.client.call('PATCH', `/api/sessions/${one.id}/complete`, {})
	const desk = (await noor.client.get('/api/instructor/dashboard')).json
	const figure = (label) => desk.figures.find((f) => f.label === label).value
	assert.deepEqual(['Active students', 'Upcoming sessions', 'Sessions kept']
		.map(figure), ['1', '1', '1'])
	assert.deepEqual(desk.upcoming.map((s) => s.id), [two.id])
	assert.deepEqual(desk.recent.map((s) => s.id), [one.id])
	assert.equal(desk.students[0].name, 'Mia Larsen')
	const page = await noor.client.get('/instructor/dashboard')
	assert.match(page.body, /Mia Larsen/)
	assert.match(page.body, /Sessions held: 1/)
})

test('sessions by status, pages by keyset', async () => {
	for (let i = 0; i < 21; i++)
		await book(mia, noor, at(40 + 2 * i, stack))
	const first = (await noor.client.get('/api/instructor/sessions')).json
	assert.equal(first.items.length, 20)
	assert.equal(first.counts.find((one) => one.status === 'scheduled').n, 22)
	const rest = (await noor.client.get(first.next)).json
	assert.equal(rest.items.length, 2)
	assert.equal(rest.next, null)
	const starts = [...first.items, ...rest.items].map((s) => s.start)
	assert.deepEqual(starts, [...new Set(starts)].sort(), 'the soonest first')
	const page = await noor.client.get('/instructor/sessions?status=completed')
	assert.equal(page.status, 200)
	assert.match(page.body, /Mia Larsen/)
	assert.equal((await noor.client.get('/instructor/sessions?status=held')).status, 422)
	assert.equal((await noor.client.get('/instructor/sessions?after=1~x')).status, 200)
})

test('a concierge sees requests, today and clients', async () => {
	const request = await book(mia, carl, at(26, stack))
	const intro = await book(mia, carl, at(29, stack),
		{ session_type_id: carl.types[1] })
	assert.deepEqual([request.kind, intro.kind], ['concierge', 'intro'])
	const before = (await carl.client.get('/api/concierge/dashboard')).json
	assert.deepEqual(before.requests.map((s) => s.id), [request.id])
	await carl.client.call('POST', `/api/sessions/${request.id}/accept`, {})
	const after = (await carl.client.get('/api/concierge/dashboard')).json
	assert.deepEqual(after.requests, [])
	assert.equal(after.clients[0].name, 'Mia Larsen')
	await passTo(stack, request.start, 60)
	const today = (await carl.client.get('/api/concierge/dashboard')).json.today
	assert.deepEqual(today[0].id, request.id)
	const page = await carl.client.get('/concierge/dashboard')
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /Mia Larsen/)
})

test('a desk is for experts', async () => {
	for (const path of ['/instructor/dashboard', '/instructor/sessions',
		'/concierge/dashboard']) {
		assert.equal((await mia.get(path)).status, 403, path)
		assert.equal((await stack.client().get(path)).status, 303, path)
		assert.equal((await stack.client().get(`/api${path}`)).status, 401, path)
	}
})
