// What the emulated providers send is taken by the webhooks as it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, payCheckout, settled, startPaypal, startStripe } from '../../support/money.mjs'
import { startStack } from '../../support/stack.mjs'
let stack
let stripe
let paypal
before(async () => {
	stripe = await startStripe()
	paypal = await startPaypal()
	stack = await startStack({ workers: false, env: { ...stripe.settings, ...paypal.settings } })
	stripe.deliverTo(`${stack.url}/webhooks/stripe`)
	paypal.deliverTo(`${stack.url}/webhooks/paypal`)
})
after(async () => {
	await stack.stop()
	await stripe.stop()
	await paypal.stop()
})
const api = (base, path, key, body, headers = {}) => fetch(base + path, { method: 'POST', body,
	headers: { authorization: `Bearer ${key}`, ...headers } }).then((r) => r.json())
test('stripe', async () => {
	const { STRIPE_BASE_URL: base, STRIPE_SECRET_KEY: key } = stripe.settings
	const session = await api(base, '/v1/checkout/sessions', key, new URLSearchParams({
		mode: 'payment', success_url: 'https://x.test', 'line_items[0][quantity]': 1,
		'line_items[0][price_data][currency]': 'usd',
		'line_items[0][price_data][unit_amount]': 1000,
		'line_items[0][price_data][product_data][name]': 'Zoë' }))
	stripe.control.deliveries({ copies: 2 })
	await payCheckout(session.url)
	const account = await api(base, '/v1/accounts', key, new URLSearchParams({ type: 'express',
		'capabilities[transfers][requested]': true }))
	stripe.control.complete_account({ account: account.id })
	await settled(stripe)
	assert.ok(stripe.deliveries.log.every((l) => l.status === 200))
	stripe.control.roll_secret({ secret: 'whsec_new' })
	stripe.control.redeliver({ type: 'charge.succeeded' })
	await settled(stripe)
	assert.equal(stripe.deliveries.log.at(-1).status, 200)
})
test('paypal', async () => {
	const s = paypal.settings
	const { access_token: token } = await fetch(`${s.PAYPAL_BASE_URL}/v1/oauth2/token`, {
		method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }), headers: {
			authorization: `Basic ${btoa(`${s.PAYPAL_CLIENT_ID}:${s.PAYPAL_CLIENT_SECRET}`)}` } })
		.then((r) => r.json())
	const order = await api(s.PAYPAL_BASE_URL, '/v2/checkout/orders', token, JSON.stringify({
		intent: 'CAPTURE', purchase_units: [{ custom_id: '7', description: 'Zoë',
			amount: { currency_code: 'EUR', value: '10.00' } }] }), { 'content-type': 'application/json' })
	await approveOrder(order.links.find((l) => l.rel === 'approve').href).catch(() => null)
	await api(s.PAYPAL_BASE_URL, `/v2/checkout/orders/${order.id}/capture`, token, '{}',
		{ 'content-type': 'application/json' })
	await settled(paypal)
	assert.ok(paypal.deliveries.log.length >= 2 && paypal.deliveries.log.every((l) => l.status === 200))
})
