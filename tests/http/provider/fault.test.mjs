// Providers that do the work and do not say so, say no for a while, or are cut off;
// and a worker that is killed at each step: nothing is lost and nothing is doubled.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { PRICE, startShop } from './shop.mjs'

let shop

before(async () => { shop = await startShop({ processes: 2 }) })
after(() => shop.stop())

const PROVIDERS = ['stripe', 'paypal']
const pay = (provider, url) => (provider === 'stripe' ? payCheckout(url) : approveOrder(url))
const refunds = (order) => shop.sql('SELECT * FROM refund WHERE order_id = $1', order.id)
const give = (order) => shop.as(shop.admin,
	`SELECT refund_give(${order.id}, ${PRICE}, 'the lesson was short')`)
const CREATE = { stripe: '^/v1/checkout/sessions$', paypal: '^/v2/checkout/orders$' }
const REFUND = { stripe: '^/v1/refunds$', paypal: '/refund$' }
const count = (provider, kind) => shop[provider].control.objects({ kind }).length
const MADE = { stripe: ['checkout.session', 'refund'], paypal: ['orders', 'refunds'] }
/** How often something was asked for by this key. */
const asked = (provider, key) => shop[provider].control.calls().filter(({ headers }) =>
	[headers['idempotency-key'], headers['paypal-request-id']].includes(key)).length
const CUTS = ['reset', '409', '429', '503', 'lost']

async function bought(provider) {
	const client = await shop.buyer()
	const order = await shop.order(client)
	const payment = await shop.begin(client, order, provider)
	await pay(provider, await shop.page(payment))
	await shop.becomes(order, 'fulfilled')
	return { client, order, payment }
}

for (const provider of PROVIDERS)
	test(`${provider}: each trouble at each step`, async () => {
		for (const how of CUTS) {
			const { control } = shop[provider]
			const [pages, backs] = MADE[provider].map((kind) => count(provider, kind))
			const client = await shop.buyer()
			const order = await shop.order(client)
			control.fail({ how, method: 'POST', path: CREATE[provider], retry_after: 1 })
			const payment = await shop.begin(client, order, provider)
			const url = await shop.page(payment)
			assert.equal(asked(provider, `payment:${payment}`), 2, how)
			assert.equal(count(provider, MADE[provider][0]), pages + 1, how)
			control.fail({ how, method: 'GET', path: provider === 'stripe' ? 'sessions'
				: 'orders' })
			if (provider === 'paypal')
				control.fail({ how, path: 'capture$', retry_after: 1 })
			await pay(provider, url)
			await shop.becomes(order, 'fulfilled')
			control.fail({ how, path: REFUND[provider], retry_after: 1 })
			await give(order)
			await shop.becomes(order, 'refunded')
			await shop.quiet()
			assert.equal(count(provider, MADE[provider][1]), backs + 1, how)
		}
		await shop.balanced()
	})

test('done, and the answer never comes', async () => {
	// both at once: either takes as long as an answer is waited for
	await Promise.all(PROVIDERS.map(async (provider) => {
		const [, backs] = MADE[provider].map((kind) => count(provider, kind))
		const { order } = await bought(provider)
		shop[provider].control.fail({ how: 'timeout', path: REFUND[provider] })
		await give(order)
		await shop.becomes(order, 'refunded')
		assert.equal(count(provider, MADE[provider][1]), backs + 1)
	}))
	await shop.balanced()
})

test('Stripe fails and says so for ever by that key', async () => {
	const client = await shop.buyer()
	const order = await shop.order(client)
	shop.stripe.control.fail({ how: '500', path: CREATE.stripe })
	const payment = await shop.begin(client, order, 'stripe')
	await until('the attempt to fail', async () =>
		(await shop.payment(payment)).status === 'failed')
	const again = await shop.begin(client, order, 'stripe')
	assert.notEqual(again, payment)
	await payCheckout(await shop.page(again))
	await shop.becomes(order, 'fulfilled')
	// a refund that was made all the same is found
	shop.stripe.control.fail({ how: '500', path: REFUND.stripe })
	shop.stripe.control.rule({ type: '*refund*', how: 'drop', times: 20 })
	await give(order)
	await shop.becomes(order, 'refunded')
	shop.stripe.deliveries.rules.length = 0
	await shop.balanced()
	assert.deepEqual((await refunds(order)).map((r) => r.status), ['succeeded'])
})

test('PayPal fails after the work', async () => {
	const client = await shop.buyer()
	const order = await shop.order(client)
	for (const path of [CREATE.paypal, 'capture$', REFUND.paypal])
		shop.paypal.control.fail({ how: '500', path })
	const payment = await shop.begin(client, order, 'paypal')
	await approveOrder(await shop.page(payment))
	await shop.becomes(order, 'fulfilled')
	await give(order)
	await shop.becomes(order, 'refunded')
	await shop.balanced()
})

test('a refusal is final: the buyer reads of it, an admin asks again', async () => {
	const client = await shop.buyer()
	const order = await shop.order(client)
	shop.stripe.control.configure({ fees: { percent: 2.9, fixed: 30 } })
	const payment = await shop.begin(client, order, 'paypal')
	await approveOrder(await shop.page(payment), { funding: 'declined' })
	await until('the attempt to end', async () =>
		(await shop.payment(payment)).failure === 'declined')
	const again = await shop.begin(client, order, 'paypal')
	await approveOrder(await shop.page(again))
	await shop.becomes(order, 'fulfilled')
	// a disputed charge can't be refunded; after the dispute it can
	const { order: other, payment: paid } = await bought('stripe')
	const { provider_ref: money } = await shop.payment(paid)
	shop.stripe.control.deliveries({ hold: true })
	const { id } = shop.stripe.control.dispute({ payment_intent: money })
	await give(other)
	await until('the refund to fail', async () => (await refunds(other))[0].status === 'failed')
	shop.stripe.control.close_dispute({ dispute: id, how: 'won' })
	shop.stripe.control.deliveries({ hold: false })
	shop.stripe.control.deliver()
	await shop.quiet()
	await shop.as(shop.admin, `SELECT refund_retry(${(await refunds(other))[0].id})`)
	await shop.becomes(other, 'refunded')
	await shop.balanced()
})

test('a token of PayPal ends early', async () => {
	shop.paypal.control.expire_tokens()
	await bought('paypal')
	await shop.balanced()
})

test('an eCheck takes days, or comes to nothing', async () => {
	for (const how of ['completed', 'denied']) {
		const client = await shop.buyer()
		const order = await shop.order(client)
		const payment = await shop.begin(client, order, 'paypal')
		await approveOrder(await shop.page(payment), { funding: 'echeck' })
		await until('it to be agreed', async () =>
			(await shop.payment(payment)).status === 'authorized')
		const [capture] = shop.paypal.control.objects({ kind: 'captures' }).slice(-1)
		shop.paypal.control.settle_capture({ capture: capture.id, how })
		await until(how, async () => (await shop.payment(payment)).status ===
			(how === 'completed' ? 'captured' : 'failed'))
	}
	await shop.balanced()
})

test('a debit takes days, or comes to nothing', async () => {
	for (const how of ['succeeded', 'failed']) {
		const client = await shop.buyer()
		const order = await shop.order(client)
		const payment = await shop.begin(client, order, 'stripe')
		await payCheckout(await shop.page(payment), { card: 'debit' })
		await until('it to be agreed', async () =>
			(await shop.payment(payment)).status === 'authorized')
		const [intent] = shop.stripe.control.objects({ kind: 'payment_intent' })
			.filter((i) => i.metadata.payment_id === String(payment))
		shop.stripe.control.settle_payment({ payment_intent: intent.id, how })
		await until(how, async () => (await shop.payment(payment)).status ===
			(how === 'succeeded' ? 'captured' : 'failed'))
	}
	await shop.balanced()
})

test('the worker is killed while the provider works, and while it answers', async () => {
	for (const provider of PROVIDERS)
		for (const how of ['hold', 'hold_answer']) {
			const { control, faults } = shop[provider]
			const [pages, backs] = MADE[provider].map((kind) => count(provider, kind))
			const kill = async () => {
				await until('the call to be under way', async () => faults.held.length > 0)
				await shop.stack.kill('worker', 'SIGKILL')
				control.release()
				shop.stack.launch('worker')
			}
			const client = await shop.buyer()
			const order = await shop.order(client)
			control.fail({ how, path: CREATE[provider] })
			const payment = await shop.begin(client, order, provider)
			await kill()
			const url = await shop.page(payment)
			if (provider === 'paypal') {
				control.fail({ how, path: 'capture$' })
				await approveOrder(url)
				await kill()
			} else {
				control.fail({ how, method: 'GET', path: 'sessions' })
				await payCheckout(url)
				await kill()
			}
			await shop.becomes(order, 'fulfilled')
			control.fail({ how, path: REFUND[provider] })
			await give(order)
			await kill()
			await shop.becomes(order, 'refunded')
			await shop.quiet()
			assert.equal(count(provider, MADE[provider][0]), pages + 1, how)
			assert.equal(count(provider, MADE[provider][1]), backs + 1, how)
		}
	await shop.balanced()
})
