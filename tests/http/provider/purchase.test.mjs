// A session is bought by each provider, and the books of both sides agree.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { PRICE, startShop } from './shop.mjs'

let shop

before(async () => { shop = await startShop() })
after(() => shop.stop())

const once = async (order) => {
	assert.equal((await shop.sql(`SELECT FROM order_history WHERE order_id = $1
		AND event = 'fulfil'`, order.id)).length, 1)
	assert.equal((await shop.sql(`SELECT FROM payment WHERE order_id = $1
		AND status = 'captured'`, order.id)).length, 1)
	assert.equal((await shop.sql('SELECT FROM invoice WHERE order_id = $1',
		order.id)).length, 1)
}

test('Stripe: the page, the return, the session', async () => {
	const mia = await shop.buyer({ name: 'Mia' })
	const order = await shop.order(mia)
	const payment = await shop.begin(mia, order, 'stripe')
	const url = await shop.page(payment)
	const { session_ref: ref } = await shop.payment(payment)
	const made = shop.stripe.control.object({ id: ref })
	const { ref: name } = await shop.state(order)
	assert.equal(made.amount_total, PRICE)
	assert.equal(made.client_reference_id, name)
	assert.deepEqual(made.metadata, { order_id: String(order.id),
		payment_id: String(payment), user_id: String(mia.id), kind: 'session',
		session_id: String(order.session) })
	const call = shop.stripe.control.calls().find((c) => c.path === '/v1/checkout/sessions')
	assert.equal(call.headers['idempotency-key'], `payment:${payment}`)
	assert.equal(call.headers['stripe-version'], '2023-08-16')
	assert.ok(made.expires_at - Date.now() / 1000 >= 30 * 60)
	assert.equal(await payCheckout(url), `${shop.stack.url}/checkout/order/${name}/return`)
	await shop.becomes(order, 'fulfilled')
	await shop.balanced()
	await once(order)
	const [{ fee_amount: fee }] = await shop.sql(
		'SELECT fee_amount FROM payment WHERE id = $1', payment)
	assert.equal(fee, 291)
	assert.equal((await mia.call('GET', `/api/sessions/${order.session}`)).json.status,
		'scheduled')
})

test('PayPal: approved, captured by us, fulfilled', async () => {
	const noor = await shop.buyer({ name: 'Noor' })
	const order = await shop.order(noor)
	const payment = await shop.begin(noor, order, 'paypal')
	const url = await shop.page(payment)
	const { ref: name } = await shop.state(order)
	const back = await approveOrder(url)
	assert.ok(back.startsWith(`${shop.stack.url}/checkout/order/${name}/return?`))
	await shop.becomes(order, 'fulfilled')
	await shop.balanced()
	await once(order)
	const { session_ref: ref } = await shop.payment(payment)
	const [theirs] = shop.paypal.control.objects({ kind: 'orders' }).filter((o) => o.id === ref)
	assert.equal(theirs.purchase_units[0].custom_id, String(order.id))
})

test('webhook, return page and poll at once: one fulfilment', async () => {
	for (const provider of ['stripe', 'paypal']) {
		const client = await shop.buyer()
		const order = await shop.order(client)
		const payment = await shop.begin(client, order, provider)
		const url = await shop.page(payment)
		shop[provider].control.deliveries({ copies: 3 })
		await (provider === 'stripe' ? payCheckout(url) : approveOrder(url))
		await Promise.all(Array.from({ length: 8 }, () => shop.check(payment)))
		await shop.becomes(order, 'fulfilled')
		await shop.balanced()
		await once(order)
		shop[provider].control.deliveries({ copies: 1 })
	}
})

test('no event ever arrives: the return page is enough', async () => {
	for (const provider of ['stripe', 'paypal']) {
		const client = await shop.buyer()
		const order = await shop.order(client)
		const payment = await shop.begin(client, order, provider)
		const url = await shop.page(payment)
		shop[provider].control.rule({ type: '*', how: 'drop', times: 20 })
		await (provider === 'stripe' ? payCheckout(url) : approveOrder(url))
		await shop.check(payment)
		await shop.becomes(order, 'fulfilled')
		await shop.quiet()
		shop[provider].deliveries.rules.length = 0
	}
	await shop.balanced()
})

test('nobody pays: the page is closed when the order ends', async () => {
	const client = await shop.buyer()
	const order = await shop.order(client)
	const payment = await shop.begin(client, order, 'stripe')
	await shop.page(payment)
	const { session_ref: ref } = await shop.payment(payment)
	await shop.as(client, `SELECT order_cancel(${order.id})`)
	await until('the page to be closed', async () =>
		shop.stripe.control.object({ id: ref }).status === 'expired')
	await shop.balanced()
})
