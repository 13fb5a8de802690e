// Packs and seats, from the mentor's editor to the seat that is released, on the
// pages and as JSON, with the clock of the whole site.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { HOUR, addExpert, at, enter, passTo } from './sessions.mjs'
import { assertBooks, pay } from '../billing/orders.mjs'

let stack, noor, mentor, mia, milo, zara, adam
const programs = ['account', 'booking', 'billing', 'inbox', 'worker']

before(async () => {
	stack = await startStack({ programs })
	noor = await addExpert(stack, { name: 'Noor Haddad',
		types: [{ price: 5000 }, { minutes: 30, price: 3000 }] })
	mentor = await enter(stack, noor)
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo Arendt' }))
	zara = await enter(stack, await stack.addMember({ name: 'Zara Malik' }))
	adam = await enter(stack, await stack.addMember({ name: 'Adam',
		roles: ['admin'] }))
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

const tick = () => stack.sql(`SELECT set_config('app.clock_offset',
	'${stack.options.clockOffset}', false), session_tick(100), order_tick(100),
	pack_tick(100), earning_tick(100)`)
const told = async (client, type) => (await stack.sql(`SELECT id, data FROM
	notification WHERE user_id = $1 AND type = $2 ORDER BY id`,
client.member.id, type))
const seats = async (client) =>
	(await client.get(`/api/seats/availability/${noor.ref}`)).json
const packs = async (client) => (await client.get('/api/session-packs/me')).json.items
const buy = async (client, product, more = {}) => {
	const page = await client.get(`/checkout/pack/${product}`)
	return client.post(`/checkout/pack/${product}`, { shown: page.input('shown'),
		currency: 'USD', provider: 'manual', ...more })
}
const paid = async (location) => {
	const [{ id }] = await stack.sql('SELECT id::text FROM orders WHERE ref = $1',
		location.match(/order\/(\w+)/)[1])
	return pay(stack, id)
}
let product

test('a mentor makes a pack', async () => {
	const form = await mentor.get('/instructor/packs/new')
	assert.equal(form.status, 200, form.body)
	assert.match(form.body, /Mentoring, 60 minutes/)
	const wrong = await mentor.post('/instructor/packs', { name: 'Starter',
		session_type_id: noor.types[0], sessions: 4, valid_days: 30, cost: '18,0',
		currency: 'USD' })
	assert.equal(wrong.status, 422)
	assert.match(wrong.body, /Write the price like 180.00/)
	assert.match(wrong.body, /value="Starter"/)
	const cheap = await mentor.post('/instructor/packs', { name: 'Starter',
		session_type_id: noor.types[0], sessions: 4, valid_days: 30, cost: '0.10',
		currency: 'USD' })
	assert.match(cheap.body, /below what can be paid/)
	const made = await mentor.post('/instructor/packs', { name: 'Starter',
		about: 'Four hours', session_type_id: noor.types[0], sessions: 4,
		valid_days: 30, cost: '180.00', currency: 'USD', active: 'true' })
	assert.equal(made.status, 303, made.body)
	const list = await mentor.get('/api/instructor/packs')
	assert.equal(list.json.items.length, 1, list.body)
	product = list.json.items[0].id
	assert.deepEqual(list.json.items[0].price, { amount: 18000, currency: 'USD' })
	const edit = await mentor.get(`/instructor/packs/${product}`)
	assert.match(edit.body, /Students pay USD 180\.00, the platform’s fee is USD 27\.00 \(15 %\), you receive USD 153\.00|Students pay USD 180\.00, the platform&#39;s fee is USD 27\.00 \(15 %\), you receive USD 153\.00/)
	const seat = await mentor.post('/instructor/seats', { seats: '1' })
	assert.equal(seat.status, 303, seat.body)
	assert.equal((await mia.get('/instructor/packs')).status, 403)
	assert.equal((await mia.call('POST', '/instructor/seats', { seats: 5 })).status,
		403)
})

test('it is on the mentor’s page, with the seats', async () => {
	const page = await mia.get(`/mentors/${noor.ref}`)
	assert.match(page.body, /Several sessions at once/)
	const offers = await mia.get(`/mentors/${noor.ref}/packs`)
	assert.match(offers.body, /1 of 1 seats are free/)
	assert.ok(offers.links(new RegExp(`^/checkout/pack/${product}$`)).length)
	const open = await seats(mia)
	assert.deepEqual(open, { mentor_id: noor.ref, total: 1, taken: 0,
		available: 1, waiting: 0, your_seat: null })
	assert.equal((await mia.get('/api/seats/availability/999')).status, 404)
})

test('the last seat: one buys, the others wait', async () => {
	const order = await buy(mia, product)
	assert.equal(order.status, 303, order.body)
	const full = await buy(milo, product)
	assert.equal(full.status, 409)
	assert.match(full.body, /waiting list/)
	const json = await milo.call('POST', '/api/billing/checkout',
		{ kind: 'pack', id: product, provider: 'manual' })
	assert.equal(json.status, 409, json.body)
	assert.equal(json.json.taken, 1)
	assert.match(json.json.waiting_list, /\/mentors\/\d+\/packs/)
	assert.equal((await seats(milo)).available, 0)
	const page = await milo.get(`/mentors/${noor.ref}/packs`)
	assert.match(page.body, /Join the waiting list/)
	const joined = await milo.post(`/seats/${noor.ref}/waiting`, {})
	assert.equal(joined.status, 303, joined.body)
	assert.equal((await milo.post(`/seats/${noor.ref}/waiting`, {})).status, 409)
	assert.match((await milo.get('/packs')).body, /You are the next in line/)
	assert.equal(await paid(order.location), 'fulfilled')
	assert.equal((await seats(mia)).your_seat.status, 'active')
	const [pack] = await packs(mia)
	assert.equal(pack.status, 'active')
	assert.deepEqual([pack.total, pack.held, pack.consumed, pack.remaining],
		[4, 0, 0, 4])
	assert.equal(pack.mentor.id, noor.ref)
	assert.match((await mia.get('/packs')).body, /4 of 4 sessions left/)
	assert.deepEqual((await packs(milo)), [])
})

test('a session is booked with it, on the page and as JSON', async () => {
	const [pack] = await packs(mia)
	await mia.get(`/book/${noor.ref}`)
	const held = await mia.post(`/book/${noor.ref}`,
		{ type: noor.types[0], start: at(48, stack) })
	const confirm = await mia.get(held.location)
	assert.match(confirm.body, new RegExp(`value="pack:${pack.id}" checked`))
	assert.match(confirm.body, /4 of 4 sessions left/)
	assert.match(confirm.body, /Pay now/)
	const [, id] = confirm.body.match(/action="\/sessions\/(\d+)\/confirm"/)
	const done = await mia.post(`/sessions/${id}/confirm`,
		{ pay_with: `pack:${pack.id}`, seen: confirm.input('seen') })
	assert.equal(done.status, 303, done.body)
	assert.equal(done.location, `/sessions/${id}`)
	const session = (await mia.get(`/api/sessions/${id}`)).json
	assert.equal(session.kind, 'pack')
	assert.equal(session.status, 'scheduled')
	assert.equal((await packs(mia))[0].held, 1)
	const other = await mia.call('POST', '/api/sessions/book', {
		expert_id: noor.ref, session_type_id: noor.types[1], start: at(60, stack),
		pay_with: `pack:${pack.id}` })
	assert.equal(other.status, 422, other.body)
	assert.match(other.body, /another type of session/)
	const theirs = await milo.call('POST', '/api/sessions/book', {
		expert_id: noor.ref, session_type_id: noor.types[0], start: at(60, stack),
		pay_with: `pack:${pack.id}` })
	assert.equal(theirs.status, 422, theirs.body)
	const off = await mia.call('PATCH', `/api/sessions/${id}/cancel`,
		{ reason: 'schedule' })
	assert.ok([200, 204].includes(off.status), off.body)
	assert.equal((await packs(mia))[0].remaining, 4, 'in time: given back')
})

async function hold(hours = 6) {
	const [pack] = (await packs(mia)).filter((p) => p.status === 'active')
	const start = at(hours, stack)
	const booked = await mia.call('POST', '/api/sessions/book', {
		expert_id: noor.ref, session_type_id: noor.types[0], start,
		pay_with: `pack:${pack.id}` })
	assert.equal(booked.status, 201, booked.body)
	await passTo(stack, start, HOUR + 60)
	const done = await mentor.call('PATCH', `/api/sessions/${booked.json.id}/complete`,
		{})
	assert.ok([200, 204].includes(done.status), done.body)
}

test('reminders after three and four, booking off, a warning, a release',
	async () => {
		for (let n = 0; n < 2; n++)
			await hold()
		assert.equal((await told(mia, 'pack_renew')).length, 0)
		await hold()
		assert.equal((await told(mia, 'pack_renew')).length, 1)
		await hold()
		assert.equal((await told(mia, 'pack_renew')).length, 2)
		assert.equal((await packs(mia))[0].status, 'depleted')
		const seat = (await seats(mia)).your_seat
		assert.equal(seat.status, 'grace')
		const refused = await mia.call('POST', '/api/sessions/book', {
			expert_id: noor.ref, session_type_id: noor.types[0], start: at(9, stack),
			pay_with: `pack:${(await packs(mia))[0].id}` })
		assert.equal(refused.status, 409, refused.body)
		const students = await mentor.get('/instructor/students')
		assert.match(students.body, /Mia Larsen/)
		assert.match(students.body, /Seat kept until/)
		assert.match(students.body, /Milo Arendt/)
		const desk = await mentor.get('/instructor/dashboard')
		assert.match(desk.body, /In grace: 1/)

		const start = Date.parse(seat.grace_ends) / 1000
		const until = (before) => passTo(stack, new Date((start - before) * 1000)
			.toISOString())
		await until(12 * HOUR + 120)
		await tick()
		assert.equal((await told(mia, 'seat_warning')).length, 0)
		await until(12 * HOUR - 120)
		await tick()
		await tick()
		assert.equal((await told(mia, 'seat_warning')).length, 1)
		const notice = await mia.get('/notifications')
		assert.match(notice.body, /Noor Haddad keeps your seat for twelve more hours/)
		assert.doesNotMatch(notice.body, /It is released at \. /)
		await until(-60)
		await tick()
		await tick()
		assert.equal((await seats(mia)).your_seat, null)
		assert.equal((await told(mia, 'seat_released')).length, 1)
		assert.equal((await told(mia, 'seat_warning')).length, 1)
		assert.equal((await told(mia, 'pack_renew')).length, 2)
	})

test('the first in line has a day to take it', async () => {
	assert.equal((await told(milo, 'waiting_offered')).length, 1)
	assert.match((await milo.get('/packs')).body, /Take the seat/)
	assert.equal((await buy(zara, product)).status, 409)
	const order = await buy(milo, product)
	assert.equal(order.status, 303, order.body)
	assert.equal(await paid(order.location), 'fulfilled')
	assert.equal((await seats(milo)).your_seat.status, 'active')
	await zara.get(`/mentors/${noor.ref}/packs`)
	assert.equal((await zara.post(`/seats/${noor.ref}/waiting`, {})).status, 303)
	const left = await zara.post(`/seats/${noor.ref}/waiting/leave`, {})
	assert.equal(left.status, 303, left.body)
	assert.equal((await seats(zara)).waiting, 0)
})

test('a mentor keeps a price for one, extends a grace, ends a mentoring',
	async () => {
		const [{ id }] = (await mentor.get('/api/instructor/students')).json.items
		const own = await mentor.post(`/instructor/students/${id}/price`,
			{ cost: '150.00' })
		assert.equal(own.status, 303, own.body)
		const offers = await milo.get(`/mentors/${noor.ref}/packs`)
		assert.match(offers.body, /USD 150\.00/)
		assert.match(offers.body, /Your earlier price/)
		const early = await mentor.post(`/instructor/students/${id}/extend`,
			{ days: '3' })
		assert.equal(early.status, 409, early.body)
		assert.match(early.body, /This seat is active/)
		const mute = await mentor.post(`/instructor/students/${id}/dismiss`,
			{ reason: '' })
		assert.equal(mute.status, 422)
		const ended = await mentor.post(`/instructor/students/${id}/dismiss`,
			{ reason: 'I am moving to Porto' })
		assert.equal(ended.status, 303, ended.body)
		assert.equal((await seats(milo)).your_seat, null)
		assert.equal((await packs(milo))[0].status, 'refunded')
		assert.match((await milo.get('/notifications')).body, /moving to Porto/)
		assert.equal((await mia.get(`/instructor/students/${id}`)).status, 403)
	})

test('a student leaves: what is unused comes back', async () => {
	const order = await buy(zara, product)
	assert.equal(await paid(order.location), 'fulfilled')
	const question = await zara.get(`/seats/${noor.ref}/leave`)
	assert.match(question.body, /4 of 4 sessions left/)
	const gone = await zara.post(`/seats/${noor.ref}/leave`, {})
	assert.equal(gone.status, 303, gone.body)
	assert.equal((await packs(zara))[0].status, 'refunded')
	const [{ sum }] = await stack.sql(`SELECT sum(amount)::int FROM refund
		WHERE buyer_id = $1`, zara.member.id)
	assert.equal(sum, 18000)
	assert.equal((await zara.get(`/seats/${noor.ref}/leave`)).status, 404)
})

test('what is internal is for the platform', async () => {
	const [{ id }] = await stack.sql(`SELECT id::text FROM orders
		WHERE buyer_id = $1 AND kind = 'pack' LIMIT 1`, mia.member.id)
	assert.equal((await mia.call('POST', '/api/session-packs', { order_id: id }))
		.status, 403)
	adam = await enter(stack, adam.member)     // staff's sign-ins are short
	const made = await adam.call('POST', '/api/session-packs', { order_id: id })
	assert.equal(made.status, 201, made.body)
	assert.equal(made.json.total, 4)
	assert.equal((await adam.call('POST', '/api/session-packs', { order_id: '0' }))
		.status, 404)
})
