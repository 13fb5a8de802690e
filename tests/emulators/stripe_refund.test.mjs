import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { settled } from '../support/money.mjs'
import { OLD, purchase, refusal, stripeLab } from './lab.mjs'

let lab
let sdk
before(async () => {
	lab = await stripeLab({ seed: 11 })
	sdk = lab.sdk(OLD)
})
after(() => lab.stop())

async function paid(amount, more = {}) {
	const session = await sdk.checkout.sessions.create(purchase(amount, more))
	assert.equal(lab.control.pay({ session: session.id }).result, 'complete')
	const { payment_intent: id } = await sdk.checkout.sessions.retrieve(session.id)
	return sdk.paymentIntents.retrieve(id, { expand: ['latest_charge'] })
}
const chargeOf = (intent) => sdk.charges.retrieve(intent.latest_charge.id)
const give = (intent, amount) => sdk.refunds.create({ payment_intent: intent.id, amount })

// Every line of the balance adds up to it, and to what can be had.
function checkBooks() {
	lab.control.configure({ settlement_days: 0 })
	for (const [currency, sums] of Object.entries(lab.control.books())) {
		const { fees, balance, available, ...kinds } = sums
		assert.equal(Object.values(kinds).reduce((a, b) => a + b, 0) - fees, balance, currency)
	}
}

test('parts until the charge is used up, each told with the sum so far', async () => {
	const intent = await paid(1000)
	await give(intent, 300)
	const second = await give(intent, 200)
	assert.deepEqual([second.status, second.amount, second.charge],
		['succeeded', 200, intent.latest_charge.id])
	const charge = await chargeOf(intent)
	assert.deepEqual([charge.amount_refunded, charge.refunded], [500, false])
	const much = await refusal(give(intent, 501))
	assert.deepEqual([much.statusCode, much.param], [400, 'amount'])
	assert.match(much.message, /greater than unrefunded amount/)
	const rest = await sdk.refunds.create({ charge: charge.id })
	assert.equal(rest.amount, 500)
	assert.equal((await chargeOf(intent)).refunded, true)
	assert.equal((await refusal(give(intent, 1))).code, 'charge_already_refunded')
	await settled(lab.stripe)
	const sums = lab.receiver.of('charge.refunded').map((e) => e.data.object.amount_refunded)
	assert.deepEqual(sums.sort((a, b) => a - b), [300, 500, 1000])
	const [event] = lab.receiver.of('charge.refunded')
		.filter((e) => e.data.object.amount_refunded === 500)
	assert.deepEqual(event.data.previous_attributes, { amount_refunded: 300 })
	assert.equal((await sdk.refunds.list({ payment_intent: intent.id })).data.length, 3)
	checkBooks()
})

test('zero, less and no target are refused', async () => {
	const intent = await paid(1000)
	for (const amount of [0, -5])
		assert.equal((await refusal(give(intent, amount))).statusCode, 400)
	assert.match((await refusal(sdk.refunds.create({ amount: 1 }))).message, /payment_intent or charge/)
	assert.equal((await refusal(sdk.refunds.create({ payment_intent: 'pi_x' }))).code,
		'resource_missing')
	const declined = await sdk.checkout.sessions.create(purchase(500))
	lab.control.pay({ session: declined.id, card: 'declined' })
	const { payment_intent: id } = await sdk.checkout.sessions.retrieve(declined.id)
	assert.match((await refusal(sdk.refunds.create({ payment_intent: id }))).message,
		/does not have a successful charge/)
})

test('a refund may be pending, and fail after it succeeded', async () => {
	lab.control.configure({ refunds: 'pending' })
	const intent = await paid(1000)
	const refund = await give(intent, 400)
	assert.equal(refund.status, 'pending')
	lab.control.settle_refund({ refund: refund.id })
	assert.equal((await sdk.refunds.retrieve(refund.id)).status, 'succeeded')
	lab.control.settle_refund({ refund: refund.id, how: 'failed' })
	const failed = await sdk.refunds.retrieve(refund.id)
	assert.deepEqual([failed.status, failed.failure_reason],
		['failed', 'lost_or_stolen_card'])
	assert.equal((await chargeOf(intent)).amount_refunded, 0)
	await settled(lab.stripe)
	const types = lab.receiver.types()
	for (const type of ['refund.created', 'refund.updated', 'refund.failed'])
		assert.ok(types.includes(type), type)
	lab.control.configure({ refunds: 'succeeded' })
	checkBooks()
})

test('the provider\'s own refund looks the same', async () => {
	const intent = await paid(1000)
	lab.control.refund({ payment_intent: intent.id, amount: 250 })
	const { data: [found] } = await sdk.refunds.list({ charge: intent.latest_charge.id })
	assert.equal(found.amount, 250)
	const event = (await sdk.events.list({ type: 'charge.refunded', limit: 1 })).data[0]
	assert.deepEqual(event.request, { id: null, idempotency_key: null })
})

test('a dispute takes the money, and returns it when won', async () => {
	for (const [how, kept] of [['won', 1000], ['lost', 0]]) {
		const before = lab.control.books().usd.balance
		const intent = await paid(1000)
		const fee = 59
		const dispute = lab.control.dispute({ payment_intent: intent.id,
			reason: 'product_not_received' })
		assert.equal((await sdk.disputes.retrieve(dispute.id)).status, 'needs_response')
		assert.equal((await chargeOf(intent)).disputed, true)
		assert.equal((await refusal(give(intent, 10))).code, 'charge_disputed')
		lab.control.close_dispute({ dispute: dispute.id, how })
		assert.equal((await sdk.disputes.retrieve(dispute.id)).status, how)
		// the bank's fee of 15.00 is gone either way
		assert.equal(lab.control.books().usd.balance, before + kept - fee - 1500)
	}
	await settled(lab.stripe)
	const types = lab.receiver.types()
	for (const type of ['created', 'funds_withdrawn', 'funds_reinstated', 'closed'])
		assert.ok(types.includes(`charge.dispute.${type}`), type)
	checkBooks()
})

test('evidence, and giving in', async () => {
	const dispute = lab.control.dispute({ payment_intent: (await paid(700)).id })
	const told = await sdk.disputes.update(dispute.id, { evidence: { uncategorized_text: 'x' } })
	assert.equal(told.status, 'under_review')
	assert.equal((await sdk.disputes.close(dispute.id)).status, 'lost')
})
