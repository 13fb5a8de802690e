// How webhooks travel, whichever provider sends them; and Stripe's way of signing.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { delivered, settled } from '../support/money.mjs'
import { OLD, monthly, purchase, stripeLab, subscribed } from './lab.mjs'

let lab
let sdk
before(async () => {
	lab = await stripeLab({ seed: 17 })
	sdk = lab.sdk(OLD)
})
after(() => lab.stop())
beforeEach(async () => {
	await settled(lab.stripe)
	lab.control.clear_faults()
	lab.control.deliveries({ order: 'as_made', copies: 1, hold: false, early: false })
	lab.receiver.answer = () => 200
	lab.receiver.got = []
})

async function pay(amount = 1000) {
	const session = await sdk.checkout.sessions.create(purchase(amount))
	lab.control.pay({ session: session.id })
	return session
}
const MADE = ['product.created', 'payment_intent.created', 'charge.succeeded',
	'payment_intent.succeeded', 'checkout.session.completed']
const check = ({ body, headers }, secret = lab.stripe.settings.STRIPE_WEBHOOK_SECRET) =>
	sdk.webhooks.constructEvent(body, headers['stripe-signature'], secret, 300, undefined,
		lab.stripe.clock.now() * 1000)

test('as made, reversed, shuffled', async () => {
	await pay()
	await settled(lab.stripe)
	assert.deepEqual(lab.receiver.types(), MADE)
	lab.control.deliveries({ order: 'shuffled' })
	const orders = new Set()
	for (let i = 0; i < 12; i++) {
		lab.receiver.got = []
		await pay()
		await settled(lab.stripe)
		orders.add(lab.receiver.types().join())
	}
	assert.ok(orders.size > 6, String(orders.size))
	lab.receiver.got = []
	lab.control.deliveries({ order: 'reversed', concurrency: 1 })
	await pay()
	await settled(lab.stripe)
	assert.deepEqual(lab.receiver.types().slice(1), MADE.slice(1).reverse())
})

test('twice: the same event, signed for each', async () => {
	lab.control.deliveries({ copies: 2 })
	await pay()
	await settled(lab.stripe)
	const ids = lab.receiver.of('checkout.session.completed').map((e) => e.id)
	assert.equal(ids.length, 2)
	assert.equal(new Set(ids).size, 1)
	lab.receiver.got.forEach((g) => check(g))
})

test('held, then let go in any order and number', async () => {
	lab.control.deliveries({ hold: true })
	await pay()
	await settled(lab.stripe)
	assert.equal(lab.receiver.got.length, 0)
	assert.equal(lab.control.deliver({ type: 'charge.*' }), 1)
	await settled(lab.stripe)
	assert.deepEqual(lab.receiver.types(), ['charge.succeeded'])
	assert.equal(lab.control.deliver({ order: 'reversed', copies: 2 }), 8)
	await settled(lab.stripe)
	assert.equal(lab.receiver.got.length, 9)
})

test('rules drop, hold, double and delay by type', async () => {
	lab.control.rule({ type: 'charge.succeeded', how: 'drop' })
	lab.control.rule({ type: 'payment_intent.*', how: 'twice', times: 2 })
	lab.control.rule({ type: 'checkout.session.completed', how: 'late', seconds: 600 })
	await pay()
	await settled(lab.stripe)
	const count = (type) => lab.receiver.of(type).length
	assert.deepEqual([count('charge.succeeded'), count('payment_intent.created'),
		count('payment_intent.succeeded'), count('checkout.session.completed')], [0, 2, 2, 0])
	lab.control.advance({ seconds: 601 })
	await settled(lab.stripe)
	assert.equal(count('checkout.session.completed'), 1)
	assert.equal(lab.control.redeliver({ type: 'charge.succeeded' }) > 0, true)
	await settled(lab.stripe)
	assert.ok(count('charge.succeeded') > 0)
})

test('two events of different ids tell the same', async () => {
	lab.control.rule({ type: 'checkout.session.completed', how: 'twin' })
	await pay()
	await settled(lab.stripe)
	const [one, other] = lab.receiver.of('checkout.session.completed')
	assert.notEqual(one.id, other.id)
	assert.deepEqual(one.data, other.data)
})

test('anything but 2xx is tried again, three times, signed anew', async () => {
	lab.receiver.answer = (n, { url }) => (url === '/hook' ? [500, 302, 404][n % 3] : 200)
	lab.control.rule({ type: '(product|payment_intent|charge)\\..*', how: 'drop', times: 9 })
	lab.control.deliveries({ concurrency: 1 })
	const session = await pay()
	const mine = () => lab.stripe.deliveries.log.filter((l) =>
		l.type === 'checkout.session.completed' && l.at >= session.created)
	await settled(lab.stripe)
	for (const seconds of [1201, 7201, 14401, 99999]) {
		lab.control.advance({ seconds })
		await settled(lab.stripe)
	}
	const tries = mine().slice(-4)
	assert.deepEqual(tries.map((l) => l.attempt), [1, 2, 3, 4])
	assert.ok(tries.every((l) => l.status >= 300))
	const [first, second] = lab.receiver.got.slice(-2).map((g) => g.headers['stripe-signature'])
	assert.notEqual(first, second)
	lab.receiver.answer = () => 200
	assert.equal(lab.control.retry(), 0)
})

test('nobody there is a failure, retried at once when told', async () => {
	const { url } = lab.receiver
	lab.stripe.deliverTo('http://127.0.0.1:1/none')
	await pay()
	await settled(lab.stripe)
	assert.equal(lab.stripe.deliveries.log.at(-1).error, 'ECONNREFUSED')
	lab.stripe.deliverTo(url)
	const before = lab.receiver.got.length
	lab.control.redeliver({ type: 'checkout.session.completed' })
	await settled(lab.stripe)
	assert.ok(lab.receiver.got.length > before)
	lab.stripe.control.retry()
	await settled(lab.stripe)
})

test('early: told before the caller has its answer', async () => {
	lab.control.deliveries({ early: true })
	const session = await pay()
	const { payment_intent: id } = await sdk.checkout.sessions.retrieve(session.id)
	lab.receiver.got = []
	await sdk.refunds.create({ payment_intent: id })
	assert.ok(lab.receiver.types().includes('charge.refunded'))
})

test('a body with two spaces, exactly as signed; other secrets fail', async () => {
	await pay()
	await settled(lab.stripe)
	const [got] = lab.receiver.got
	assert.equal(got.headers['content-type'], 'application/json; charset=utf-8')
	assert.match(got.body, /^\{\n {2}"id": "evt_/)
	assert.equal(check(got).livemode, false)
	assert.throws(() => check({ ...got, body: `${got.body} ` }), /signature/)
	assert.throws(() => check(got, 'whsec_other'), /signature/)
})

test('while a secret is rolled over both sign, then only the new one', async () => {
	const old = lab.stripe.settings.STRIPE_WEBHOOK_SECRET
	const { secret } = lab.control.roll_secret({ seconds: 3600 })
	await pay()
	await settled(lab.stripe)
	let got = lab.receiver.got.at(-1)
	assert.equal(got.headers['stripe-signature'].match(/v1=/g).length, 2)
	check(got, old)
	check(got, secret)
	lab.control.advance({ seconds: 3601 })
	await pay()
	await settled(lab.stripe)
	got = lab.receiver.got.at(-1)
	check(got, secret)
	assert.throws(() => check(got, old), /signature/)
	lab.stripe.deliverTo(lab.receiver.url)
})

test('the shape is that of the endpoint\'s version', async () => {
	const [price] = await monthly(sdk, 1000)
	for (const [version, isOld] of [[undefined, true], ['2026-10-28.endive', false]]) {
		lab.stripe.deliverTo(lab.receiver.url, { api_version: version })
		await subscribed(lab, price)
		await settled(lab.stripe)
		const event = lab.receiver.of('customer.subscription.updated').at(-1)
		const invoice = lab.receiver.of('invoice.paid').at(-1).data.object
		assert.equal(event.api_version, version ?? OLD)
		assert.equal('current_period_end' in event.data.object, isOld)
		assert.equal('current_period_end' in event.data.object.items.data[0], !isOld)
		assert.equal('subscription' in invoice, isOld)
		assert.deepEqual(event.data.previous_attributes, { status: 'incomplete' })
	}
	assert.ok(lab.receiver.types().includes('invoice_payment.paid'))
	lab.stripe.deliverTo(lab.receiver.url)
})

test('endpoints made by the API get what they asked for, with their own secret', async () => {
	const endpoint = await sdk.webhookEndpoints.create({ url: lab.receiver.url,
		enabled_events: ['checkout.session.completed'] })
	assert.match(endpoint.secret, /^whsec_/)
	assert.equal((await sdk.webhookEndpoints.retrieve(endpoint.id)).secret, undefined)
	await pay()
	await settled(lab.stripe)
	const both = lab.receiver.got.filter((g) => g.json.type === 'checkout.session.completed')
	assert.equal(both.length, 2)
	assert.equal(both.filter((g) => {
		try {
			return check(g, endpoint.secret)
		} catch {
			return false
		}
	}).length, 1)
	await sdk.webhookEndpoints.update(endpoint.id, { disabled: true })
	await sdk.webhookEndpoints.del(endpoint.id)
})

test('events can be listed for 30 days, and tell which call caused them', async () => {
	const session = await pay()
	const { payment_intent: id } = await sdk.checkout.sessions.retrieve(session.id)
	await sdk.refunds.create({ payment_intent: id }, { idempotencyKey: 'refund:77' })
	await delivered(lab.stripe, 'charge.refunded')
	const { data } = await sdk.events.list({ type: 'charge.refunded' })
	assert.equal(data[0].request.idempotency_key, 'refund:77')
	assert.match(data[0].request.id, /^req_/)
	assert.equal((await sdk.events.retrieve(data[0].id)).type, 'charge.refunded')
	lab.control.advance({ seconds: 30 * 86400 + 1 })
	assert.equal((await sdk.events.list({ type: 'charge.refunded' })).data.length, 0)
})

test('a burst of a thousand all arrive', async () => {
	lab.control.deliveries({ order: 'shuffled', concurrency: 50, hold: true })
	for (let i = 0; i < 250; i++)
		await pay()
	assert.ok(lab.control.deliver({}) >= 1000)
	await settled(lab.stripe)
	assert.ok(lab.receiver.got.length >= 1000)
	assert.equal(new Set(lab.receiver.got.map((g) => g.json.id)).size, lab.receiver.got.length)
})
