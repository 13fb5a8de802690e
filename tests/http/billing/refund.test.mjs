// A buyer asks for money back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, enter } from '../booking/sessions.mjs'
import { assertBooks, orderOf, pay, sessionToPay } from './orders.mjs'

let stack, ines, mia, milo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'inbox'] })
	ines = await addExpert(stack, { name: 'Ines Okafor', types: [{ price: 9000 }] })
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo' }))
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

async function bought(hours) {
	const session = await sessionToPay(stack, mia, ines, hours)
	await pay(stack, session.order_id)
	const order = await orderOf(stack, session.order_id)
	return { session, order, path: `/checkout/order/${order.ref}` }
}

test('what the terms give comes at once', async () => {
	const { session, path } = await bought(60)
	const order = await mia.get(path)
	assert.ok(order.links(new RegExp(`^${path}/refund$`)).length)
	const page = await mia.get(`${path}/refund`)
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /By its terms USD 90\.00 comes back now/)
	assert.match(page.body, /The session is cancelled with it/)
	assert.match(page.body, /Get USD 90\.00 back/)
	assert.deepEqual((await mia.call('GET', `/api${path}/refund`)).json.by_policy,
		{ amount: 9000, currency: 'USD' })
	await mia.get(`${path}/refund`)
	const done = await mia.post(`${path}/refund`)
	assert.equal(done.status, 303, done.body)
	assert.equal(done.location, path)
	const after = await mia.get(path)
	assert.match(after.body, /On its way/)
	assert.match(after.body, /You asked for it in time/)
	assert.equal((await mia.call('GET', `/api/sessions/${session.id}`)).json.status,
		'canceled')
	const closed = await mia.get(`${path}/refund`)
	assert.match(closed.body, /Nothing of this order is left/)
	assert.doesNotMatch(closed.body, /<textarea/)
	const twice = await mia.post(`${path}/refund`)
	assert.equal(twice.status, 409)
})

test('more than that is asked for, and decided by somebody', async () => {
	const { order, path, session } = await bought(5)
	const page = await mia.get(`${path}/refund`)
	assert.match(page.body, /By its terms nothing comes back now/)
	assert.match(page.body, /At most USD 90\.00/)
	const nothing = await mia.post(`${path}/refund`)
	assert.equal(nothing.status, 409)
	assert.match(nothing.body, /By its terms nothing comes back now/)
	for (const [fields, words] of [[{ ask: 'true' }, /Say how much/],
		[{ ask: 'true', sum: 'a lot', words: 'x' }, /amount such as 12\.50/],
		[{ ask: 'true', sum: '-5', words: 'x' }, /amount such as 12\.50/],
		[{ ask: 'true', sum: '0', words: 'x' }, /amount such as 12\.50/],
		[{ ask: 'true', sum: '12.505', words: 'x' }, /amount such as 12\.50/],
		[{ ask: 'true', sum: '99999999999999999999', words: 'x' }, /amount such as/],
		[{ ask: 'true', sum: '90.01', words: 'x' }, /more than is left/],
		[{ ask: 'true', sum: '45' }, /Say why/],
		[{ ask: 'true', sum: '45', words: 'x'.repeat(2001) }, /at most 2000/]]) {
		const bad = await mia.post(`${path}/refund`, fields)
		assert.equal(bad.status, 422, JSON.stringify(fields) + bad.body)
		assert.match(bad.body, words)
		if (fields.sum && fields.words)
			assert.equal(bad.input('sum'), fields.sum)
	}
	const asked = await mia.post(`${path}/refund`, { ask: 'true', sum: '45',
		words: 'The line was down for half of it.' })
	assert.equal(asked.status, 303, asked.body)
	assert.match((await mia.get(path)).body, /Requested/)
	assert.match((await mia.get(`${path}/refund`)).body, /asked for money back already/)
	assert.equal((await mia.post(`${path}/refund`, { ask: 'true', sum: '1',
		words: 'x' })).status, 409)
	assert.equal((await mia.call('GET', `/api/sessions/${session.id}`)).json.status,
		'scheduled')
	const [{ id }] = await stack.sql('SELECT id FROM refund WHERE order_id = $1', order.id)
	await stack.sql(`SELECT refund_reject($1, 'We heard the recording: it was fine.')`, id)
	assert.match((await mia.get(path)).body, /We heard the recording/)
	const { json } = await mia.call('GET', '/api/notifications')
	assert.ok(json.items.some((n) => n.type === 'refund_decided' && n.link === path))
})

test('by JSON, in minor units', async () => {
	const { path } = await bought(64)
	const api = `/api${path}/refund`
	for (const amount of [12.5, -1, 0, '100', 1e30])
		assert.equal((await mia.call('POST', api, { amount, words: 'x' })).status, 422,
			String(amount))
	const much = await mia.call('POST', api, { amount: 9001, words: 'x' })
	assert.equal(much.status, 422, much.body)
	assert.ok(much.json.errors.amount)
	const some = await mia.call('POST', api, { amount: 4000 })
	assert.equal(some.status, 201, some.body)
	assert.deepEqual([some.json.status, some.json.reason, some.json.amount],
		['submitted', 'policy', { amount: 4000, currency: 'USD' }])
	const { json } = await mia.call('GET', `/api${path}`)
	assert.equal(json.refunds.length, 1)
	assert.equal(json.refunds[0].amount.amount, 4000)
})

test('of an order that is not paid, or somebody else’s', async () => {
	const session = await sessionToPay(stack, mia, ines, 70)
	const { ref } = await orderOf(stack, session.order_id)
	assert.match((await mia.get(`/checkout/order/${ref}/refund`)).body,
		/This order is not paid/)
	assert.equal((await mia.post(`/checkout/order/${ref}/refund`)).status, 409)
	assert.equal((await milo.get(`/checkout/order/${ref}/refund`)).status, 404)
	await milo.get('/sessions')
	assert.equal((await milo.post(`/checkout/order/${ref}/refund`)).status, 404)
})
