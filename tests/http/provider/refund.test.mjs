// Money that goes back, by us, by the provider, by the buyer's bank; and money that
// came when it should not have.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { PRICE, startShop } from './shop.mjs'

let shop

before(async () => { shop = await startShop({ processes: 2 }) })
after(() => shop.stop())

const PROVIDERS = ['stripe', 'paypal']

/** A session that is paid for; { order, payment, money } with the money's reference. */
async function bought(provider, client) {
	client ??= await shop.buyer()
	const order = await shop.order(client)
	const payment = await shop.begin(client, order, provider)
	await pay(provider, await shop.page(payment))
	await shop.becomes(order, 'fulfilled')
	const { provider_ref: money } = await shop.payment(payment)
	return { client, order, payment, money }
}
const pay = (provider, url) => (provider === 'stripe' ? payCheckout(url) : approveOrder(url))
const give = (order, amount) => shop.as(shop.admin,
	`SELECT refund_give(${order.id}, ${amount}, 'the lesson was short')`)
const refunds = (order) => shop.sql('SELECT * FROM refund WHERE order_id = $1 ORDER BY id',
	order.id)
const succeeds = (order, n) => until(`${n} refunds to succeed`, async () =>
	(await refunds(order)).filter((r) => r.status === 'succeeded').length === n)
/** Given back by the provider itself: what its pages offer. */
const takeBack = (provider, money, amount) => (provider === 'stripe'
	? shop.stripe.control.refund({ payment_intent: money, amount })
	: shop.paypal.control.refund({ capture: money, ...(amount && { amount: {
		currency_code: 'USD', value: (amount / 100).toFixed(2) } }) }))

for (const provider of PROVIDERS) {
	test(`${provider}: a part, then the rest`, async () => {
		const { order } = await bought(provider)
		await give(order, 2500)
		await succeeds(order, 1)
		assert.equal((await shop.state(order)).status, 'partially_refunded')
		await give(order, PRICE - 2500)
		await shop.becomes(order, 'refunded')
		await shop.balanced()
		assert.deepEqual((await refunds(order)).map((r) => [r.amount, r.status,
			Boolean(r.provider_ref)]), [[2500, 'succeeded', true],
			[PRICE - 2500, 'succeeded', true]])
		assert.equal((await shop.sql(`SELECT FROM credit_note WHERE order_id = $1`,
			order.id)).length, 2)
	})

	test(`${provider}: somebody gives it back at the provider`, async () => {
		const { order, money } = await bought(provider)
		takeBack(provider, money, 1000)
		await succeeds(order, 1)
		takeBack(provider, money)
		await shop.becomes(order, 'refunded')
		await shop.balanced()
		assert.equal((await refunds(order)).reduce((sum, r) => sum + r.amount, 0), PRICE)
	})

	test(`${provider}: events twice, months late and in any order`, async () => {
		const { order, money } = await bought(provider)
		takeBack(provider, money, 500)
		await give(order, 1500)
		await succeeds(order, 2)
		const events = shop[provider].control.events()
		for (const type of new Set(events.map((e) => e.type ?? e.event_type)))
			shop[provider].control.redeliver({ type })
		// again under other ids, as of long ago
		await shop.quiet()
		await shop.sql(`UPDATE webhook_event SET event_id = 'old-' || event_id,
			received_at = received_at - interval '4 months' WHERE provider = '${provider}'`)
		for (const type of new Set(events.map((e) => e.type ?? e.event_type)))
			shop[provider].control.redeliver({ type })
		await shop.balanced()
		assert.deepEqual((await refunds(order)).map((r) => r.amount).sort(), [1500, 500])
		assert.equal((await shop.state(order)).refunded_amount, 2000)
	})

	test(`${provider}: paid when the hour has gone to another`, async () => {
		const client = await shop.buyer()
		const order = await shop.order(client)
		const payment = await shop.begin(client, order, provider)
		const url = await shop.page(payment)
		// the page can't be closed in time
		shop[provider].control.fail({ how: '503', path: 'expire', times: 50 })
		if (provider === 'paypal') {
			// agreed in time, captured late
			shop.paypal.control.fail({ how: 'hold', path: 'capture' })
			await approveOrder(url)
			await until('the capture to be under way', async () =>
				shop.paypal.faults.held.length === 1)
		}
		await shop.sql(`UPDATE orders SET expires_at = app_now() WHERE id = ${order.id}`)
		await shop.sql(`SELECT enqueue('money.tick')`)
		await shop.becomes(order, 'expired')
		shop.hour--     // the same hour
		const other = await shop.buyer()
		await shop.order(other)
		if (provider === 'paypal')
			shop.paypal.control.release()
		else
			await payCheckout(url)
		await shop.becomes(order, 'refunded')
		shop[provider].control.clear?.()
		shop[provider].faults.clear()
		await shop.balanced()
		assert.deepEqual((await refunds(order)).map((r) => [r.amount, r.reason]),
			[[PRICE, 'late']])
		assert.equal((await shop.sql(`SELECT FROM notification WHERE user_id = $1
			AND type = 'order_late'`, client.id)).length, 1)
	})

	test(`${provider}: the buyer's bank takes it and gives it back`, async () => {
		const { order, money } = await bought(provider)
		const id = openDispute(provider, money)
		await shop.becomes(order, 'disputed')
		shop[provider].control.close_dispute({ dispute: id, how: 'won' })
		await shop.becomes(order, 'fulfilled')
		await shop.balanced()
	})

	test(`${provider}: the buyer's bank takes it for good`, async () => {
		const { order, money } = await bought(provider)
		const id = openDispute(provider, money)
		await shop.becomes(order, 'disputed')
		shop[provider].control.close_dispute({ dispute: id, how: 'lost' })
		await shop.becomes(order, 'charged_back')
		await shop.balanced()
		assert.equal((await shop.state(order)).charged_back_amount, PRICE)
	})
}

function openDispute(provider, money) {
	return provider === 'stripe'
		? shop.stripe.control.dispute({ payment_intent: money }).id
		: shop.paypal.control.dispute({ capture: money }).dispute_id
}

test('paid late, but the hour is still free: it is theirs', async () => {
	const client = await shop.buyer()
	const order = await shop.order(client)
	const payment = await shop.begin(client, order, 'stripe')
	const url = await shop.page(payment)
	shop.stripe.control.fail({ how: '503', path: 'expire', times: 50 })
	await shop.sql(`UPDATE orders SET expires_at = app_now() WHERE id = ${order.id}`)
	await shop.sql(`SELECT enqueue('money.tick')`)
	await shop.becomes(order, 'expired')
	await payCheckout(url)
	await shop.becomes(order, 'fulfilled')
	shop.stripe.faults.clear()
	await shop.balanced()
})

test('paid at both providers: the second goes back', async () => {
	const client = await shop.buyer()
	const order = await shop.order(client)
	const first = await shop.begin(client, order, 'stripe')
	const url = await shop.page(first)
	shop.stripe.control.fail({ how: '503', path: 'expire', times: 50 })
	const second = await shop.begin(client, order, 'paypal')
	const other = await shop.page(second)
	await approveOrder(other)
	await shop.becomes(order, 'fulfilled')
	await payCheckout(url)
	await until('the second to go back', async () => {
		const found = await refunds(order)
		return found.length === 1 && found[0].status === 'succeeded'
	})
	shop.stripe.faults.clear()
	await shop.balanced()
	assert.equal((await shop.state(order)).status, 'fulfilled')
	assert.deepEqual((await refunds(order)).map((r) => [r.amount, r.reason, r.provider]),
		[[PRICE, 'extra', 'stripe']])
})

test('reversed by PayPal without a dispute we heard of, then told as one', async () => {
	const { order, money } = await bought('paypal')
	shop.paypal.control.rule({ type: 'CUSTOMER.DISPUTE.*', how: 'hold', times: 2 })
	const id = openDispute('paypal', money)
	shop.paypal.control.close_dispute({ dispute: id, how: 'lost' })
	await shop.becomes(order, 'charged_back')
	shop.paypal.control.deliver({ order: 'reversed' })
	await shop.balanced()
	assert.deepEqual(await shop.sql(`SELECT status, provider_ref FROM dispute
		WHERE order_id = ${order.id}`), [{ status: 'lost', provider_ref: id }])
})

test('a refund that a bank sends back is owed again, and sent anew', async () => {
	shop.stripe.control.configure({ refunds: 'pending' })
	const { order, money } = await bought('stripe')
	await give(order, PRICE)
	const [ref] = await until('the refund to be taken', async () => {
		const found = await refunds(order)
		return found[0].provider_ref && found.map((r) => r.provider_ref)
	})
	await shop.quiet()
	shop.stripe.control.settle_refund({ refund: ref, how: 'failed' })
	await until('the refund to fail', async () => (await refunds(order))[0].status === 'failed')
	await shop.balanced()
	assert.equal((await shop.sql(`SELECT FROM notification WHERE user_id = $1
		AND type = 'money_attention' AND data ->> 'what' = 'refund_failed'`,
	shop.admin.id)).length, 1)
	shop.stripe.control.configure({ refunds: 'succeeded' })
	const [{ id }] = await refunds(order)
	await shop.as(shop.admin, `SELECT refund_retry(${id})`)
	await shop.becomes(order, 'refunded')
	await shop.balanced()
	// word of the first one again changes nothing
	shop.stripe.control.redeliver({ type: 'refund.failed' })
	await shop.sql(`UPDATE webhook_event SET event_id = 'again-' || event_id
		WHERE kind ~ 'refund'`)
	shop.stripe.control.redeliver({ type: 'refund.failed' })
	await shop.balanced()
	assert.equal((await refunds(order))[0].status, 'succeeded')
	assert.equal(shop.stripe.control.object({ id: money }).amount_received, PRICE)
})

test('what the buyer asks back by the policy goes back through the provider', async () => {
	const { order, client } = await bought('paypal')
	await client.call('POST', `/api/sessions/${order.session}/cancel`,
		{ reason: 'other', words: 'I am ill' })
	await shop.becomes(order, 'refunded')
	await shop.balanced()
})
