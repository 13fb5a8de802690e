// The dashboard: what is next, how to get in, and what waits for an answer.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { DAY, HOUR, MINUTE, addExpert, at, book, enter, pass, passTo } from '../booking/sessions.mjs'

let stack, noor, own, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	const add = async (options) => {
		const expert = await addExpert(stack, options)
		return { ...expert, client: await enter(stack, expert) }
	}
	noor = await add({ name: 'Noor <b>' })
	own = await add({ name: 'Own Link', link: 'https://meet.example.com/own' })
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
})
after(() => stack.stop())

const show = async (client) => {
	const page = await client.get('/dashboard')
	assert.equal(page.status, 200, page.body)
	return page
}
const json = async (client) => (await client.get('/api/dashboard')).json

test('with nothing ahead it says where to begin', async () => {
	const member = await enter(stack, await stack.addMember({ name: 'Nils' }))
	const page = await show(member)
	assert.match(page.body, /Good (night|morning|afternoon|evening), Nils/)
	assert.match(page.body, /Nothing booked yet/)
	assert.match(page.body, /No other sessions ahead/)
	assert.deepEqual(await json(member),
		{ next: null, later: [], waiting: [], unread_notifications: 0 })
	assert.match((await stack.client().get('/dashboard')).location, /^\/login\?next=%2Fdashboard/)
	assert.equal((await stack.client().get('/api/dashboard')).status, 401)
})

test('the next session, the others, and the way in when it is time', async () => {
	const soon = await book(mia, noor, at(30, stack))
	const later = await book(mia, own, at(50, stack))
	const { next, later: others } = await json(mia)
	assert.equal(next.id, soon.id)
	assert.equal(next.with, 'Noor <b>')
	assert.equal(next.status, 'scheduled')
	assert.equal(next.start, soon.start)
	assert.deepEqual(others.map(({ id }) => id), [later.id])
	assert.equal((await json(noor.client)).next.with, 'Mia Larsen')
	assert.equal((await json(own.client)).next.id, later.id)
	const far = await show(mia)
	assert.match(far.body, /Noor &lt;b&gt;/)
	assert.match(far.body, /In the session(&#39;|’|')s room/)
	assert.doesNotMatch(far.body, /Join/, 'not a day before')
	await pass(stack, 12 * HOUR)
	assert.match((await show(mia)).body, /aria-disabled="true">Join from \d\d:50</)
	await passTo(stack, soon.start, -5 * MINUTE)
	const room = await show(mia)
	assert.ok(room.links(/room$/).includes(`/sessions/${soon.id}/room`))
	assert.match(room.body, /Join now/)
	await passTo(stack, later.start, -5 * MINUTE)
	const link = await show(mia)
	assert.ok(link.links(/meet/).includes('https://meet.example.com/own'))
	assert.match(link.body, /own link/)
})

test('what waits: requests, other times, new sessions, feedback', async () => {
	const hand = await addExpert(stack, { name: 'By Hand', byHand: true })
	const desk = await enter(stack, hand)
	const milo = await enter(stack, await stack.addMember({ name: 'Milo' }))
	const asked = await book(milo, hand, at(60, stack))
	const waiting = async (client) => (await json(client)).waiting
		.map(({ href, words }) => [href, words])
	assert.deepEqual(await waiting(desk), [[`/sessions/${asked.id}`, 'Milo asks for a session']])
	assert.deepEqual(await waiting(milo), [])
	assert.match((await show(desk)).body, /Answer<span class="vh">: Milo asks/)
	assert.equal((await desk.call('POST', `/api/sessions/${asked.id}/accept`, {})).status, 200)
	assert.deepEqual(await waiting(desk), [])
	assert.equal((await desk.call('POST', `/api/sessions/${asked.id}/propose`,
		{ start: at(70, stack) })).status, 200)
	assert.deepEqual(await waiting(milo),
		[[`/sessions/${asked.id}`, 'By Hand proposes another time']])
	assert.deepEqual(await waiting(desk), [], 'it is the client’s to answer')
	const offered = await desk.call('POST', `/api/sessions/${asked.id}/offer`,
		{ session_type_id: hand.types[0], starts: [at(90, stack)] })
	assert.equal(offered.status, 200, offered.body)
	assert.deepEqual((await waiting(milo)).map(([, words]) => words).sort(),
		['By Hand proposes a new session', 'By Hand proposes another time'])
	const details = (await json(milo)).waiting.map(({ detail }) => detail)
	for (const start of [at(70, stack), at(90, stack)]) {
		const day = new Date(start).toLocaleDateString('en-GB', { weekday: 'long',
			day: 'numeric', month: 'long', timeZone: 'UTC' }).replace(',', '')
		assert.ok(details.some((one) => one.startsWith(day)), `${day} of ${details}`)
	}
	await passTo(stack, asked.start, 2 * MINUTE)
	assert.equal((await desk.call('POST', `/api/sessions/${asked.id}/start`, {})).status, 200)
	await passTo(stack, asked.end, -MINUTE)
	const done = await desk.call('POST', `/api/sessions/${asked.id}/complete`, {})
	assert.equal(done.status, 200, done.body)
	const rate = [`/sessions/${asked.id}/feedback`, 'How was it with By Hand?']
	assert.ok((await waiting(milo)).some((one) => one.join() === rate.join()))
	await pass(stack, 15 * DAY)
	const late = await enter(stack, milo.member)
	assert.deepEqual(await waiting(late), [], 'after two weeks nobody asks any more')
})
