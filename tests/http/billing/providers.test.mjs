// Paying at Stripe and PayPal from the checkout page, and what a browser or a
// program may bring back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, cancelOrder, leaveCheckout, payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { startShop } from '../provider/shop.mjs'
import { orderOf } from './orders.mjs'

let shop, mia, milo

before(async () => {
	shop = await startShop({ programs: ['account', 'booking', 'billing', 'inbox',
		'webhooks'] })
	mia = await shop.buyer({ name: 'Mia Larsen' })
	milo = await shop.buyer({ name: 'Milo' })
})
after(async () => {
	await shop.balanced()
	await shop.stop()
})

/** Choose a provider on the page; gives the order's address and session. */
async function choose(client, provider) {
	const { id, session } = await shop.order(client)
	await client.get(`/checkout/session/${session}`)
	const made = await client.post(`/checkout/session/${session}`,
		{ shown: '9000', currency: 'USD', provider })
	assert.equal(made.status, 303, made.body)
	return { id, session, path: made.location.split('?')[0], go: made.location }
}

/** The page looks again by itself, until it leads to the provider. */
const follow = (client, go) => until('the way to the provider', async () => {
	const page = await client.get(go)
	assert.equal(page.status, 200, page.body)
	const [, seconds, to] = page.headers.refresh.match(/^(\d+); url=(.*)$/)
	if (to.startsWith('/')) {
		assert.match(page.body, /Opening the payment page/)
		assert.match(to, /[?]go=1&n=\d+$/)
		return false
	}
	assert.equal(seconds, '0')
	return to
})

const local = (url) => url.slice(shop.stack.url.length)

const paid = (client, path) => until('the order to be paid', async () => {
	const page = await client.get(path)
	return /Your payment is here/.test(page.body) ? page : false
})

for (const [provider, buy] of [['stripe', payCheckout], ['paypal', approveOrder]])
	test(`there and back by ${provider}`, async () => {
		const { id, session, path, go } = await choose(mia, provider)
		const back = await buy(await follow(mia, go))
		assert.ok(local(back).startsWith(`${path}/return`), back)
		// No error, whatever the browser says first.
		const first = await mia.get(local(back))
		assert.equal(first.status, 200)
		assert.match(first.body, /Checking your payment|Your payment is here/)
		const page = await paid(mia, path)
		assert.ok(page.links(new RegExp(`^/sessions/${session}$`)).length)
		assert.equal((await orderOf(shop.stack, id)).status, 'fulfilled')
		const verified = await mia.call('GET', `/api/checkout/verify?order_id=${id}`)
		assert.deepEqual([verified.status, verified.json.paid, verified.json.status],
			[200, true, 'fulfilled'])
	})

test('a return that is forged pays nothing', async () => {
	const { id, path, go } = await choose(mia, 'stripe')
	await follow(mia, go)
	for (const query of ['', '?session_id=cs_forged&payment_status=paid&status=paid',
		'?token=PAYPAL&PayerID=1&success=true', '?go=1&n=3']) {
		const page = await mia.get(`${path}/return${query}`)
		assert.equal(page.status, 200, page.body)
		assert.match(page.body, /Checking your payment/)
		assert.match(page.headers.refresh, /^2; url=.*\/return[?]n=\d+$/)
	}
	await shop.quiet()
	assert.equal((await orderOf(shop.stack, id)).status, 'processing')
	// It does not ask for ever at this pace.
	assert.match((await mia.get(`${path}/return?n=31`)).headers.refresh, /^20;/)
	// Asked every few seconds at most, however often the page is opened.
	await Promise.all(Array.from({ length: 20 }, () => mia.get(`${path}/return`)))
	const [{ n }] = await shop.sql(`SELECT count(*) AS n FROM job
		WHERE kind = 'payment.check' AND state = 'waiting'`)
	assert.ok(n <= 1, String(n))
	for (const end of ['return', 'cancel'])
		assert.equal((await milo.get(`${path}/${end}`)).status, 404)
	const other = await milo.call('GET', `/api/checkout/verify?order_id=${id}`)
	assert.equal(other.status, 404)
})

test('left there, and another way taken', async () => {
	const { id, path, go } = await choose(mia, 'stripe')
	const stripe = await follow(mia, go)
	const back = local(await leaveCheckout(stripe))
	assert.ok(back.startsWith(path), back)
	const left = await mia.get(`${path}/cancel`)
	assert.match(left.body, /nothing was taken/)
	assert.ok(left.links().includes(stripe), left.body)
	await mia.get(path)
	const other = await mia.post(`${path}/pay`, { provider: 'paypal' })
	assert.equal(other.status, 303, other.body)
	const paypal = await follow(mia, other.location)
	assert.ok(local(await cancelOrder(paypal)).startsWith(path))
	const again = await mia.post(`${path}/pay`, { provider: 'paypal' })
	await approveOrder(await follow(mia, again.location))
	await mia.get(`${path}/return`)
	await paid(mia, path)
	assert.deepEqual(await shop.sql(`SELECT provider, status FROM payment
		WHERE order_id = $1 ORDER BY id`, id), [{ provider: 'stripe', status: 'voided' },
		{ provider: 'paypal', status: 'captured' }])
})

test('an attempt that failed is said, and the order stays', async () => {
	const { id, path, go } = await choose(mia, 'stripe')
	await follow(mia, go)
	await shop.sql(`SELECT payment_failed(p.id, 'declined') FROM payment p
		WHERE p.order_id = $1`, id)
	const page = await mia.get(path)
	assert.match(page.body, /The payment did not go through/)
	assert.match(page.body, /Nothing was taken/)
	assert.equal(page.headers.refresh, undefined)
	assert.ok(page.links(/^\/checkout\/session\//).length)
	const again = await mia.post(`${path}/pay`, { provider: 'stripe' })
	await payCheckout(await follow(mia, again.location))
	await mia.get(`${path}/return`)
	await paid(mia, path)
})

test('by programs', async () => {
	const call = (path, body, client = mia) => client.call('POST', path, body)
	const { id, session } = await shop.order(mia)
	for (const path of ['/api/billing/checkout', '/api/payments/session',
		'/api/checkout/stripe', '/api/stripe/create-checkout', '/billing/checkout']) {
		const made = await call(path, { session_id: session })
		assert.equal(made.status, 201, `${path} ${made.body}`)
		assert.equal(made.json.order_id, id)
		assert.match(made.json.url, new RegExp(`^${shop.stack.url}/checkout/order/[0-9a-f]{32}`))
		assert.equal(made.json.provider, 'stripe')
	}
	const paypal = await call('/api/checkout/paypal', { kind: 'session', id: session })
	assert.equal(paypal.status, 201, paypal.body)
	assert.equal(paypal.json.provider, 'paypal')
	const url = await follow(mia, local(paypal.json.url))
	const [{ session_ref }] = await shop.sql(`SELECT session_ref FROM payment
		WHERE order_id = $1 AND provider = 'paypal'`, id)
	const early = await call('/api/checkout/paypal/capture', { order_id: session_ref })
	assert.deepEqual([early.status, early.json.paid, early.json.order_id],
		[202, false, id])
	await approveOrder(url)
	await until('the capture', async () => {
		const answer = await call('/api/checkout/paypal/capture', { order_id: session_ref })
		return answer.status === 200 && answer.json.paid
	})
	const verified = await mia.call('GET', `/api/checkout/verify?session_id=${session_ref}`)
	assert.equal(verified.json.order_id, id)
	assert.equal((await mia.call('GET', '/api/checkout/verify')).status, 422)
	assert.equal((await call('/api/checkout/paypal/capture', {})).status, 422)
	assert.equal((await call('/api/checkout/paypal/capture', { order_id: session_ref },
		milo)).status, 404)
	assert.equal((await call('/api/billing/checkout', { session_id: session })).status, 409)
})

test('what a program may not send', async () => {
	const { id, session } = await shop.order(mia)
	for (const [body, status] of [
		[{}, 422],
		[{ session_id: session, pack_id: '1' }, 422],
		[{ session_id: 'x' }, 422],
		[{ session_id: session, amount: 90.5 }, 422],
		[{ session_id: session, amount: '9000' }, 422],
		[{ session_id: session, amount: -9000 }, 422],
		[{ session_id: session, amount: 1e30 }, 422],
		[{ session_id: session, amount: 8999 }, 409],
		[{ session_id: session, amount: 9000, currency: 'EUR' }, 409],
		[{ session_id: session, currency: 'EURO' }, 422],
		[{ session_id: session, provider: 'gold' }, 422],
		[{ session_id: session, code: 'STOLEN' }, 422],
		[{ session_id: '999999999' }, 404],
		[{ kind: 'gold', id: '1' }, 422],
	]) {
		const answer = await mia.call('POST', '/api/billing/checkout', body)
		assert.equal(answer.status, status, JSON.stringify(body) + answer.body)
		assert.match(answer.headers['content-type'], /problem\+json/)
	}
	const changed = await mia.call('POST', '/api/billing/checkout',
		{ session_id: session, amount: 8999 })
	assert.deepEqual(changed.json.price, { amount: 9000, currency: 'USD' })
	const other = await milo.call('POST', '/api/billing/checkout', { session_id: session })
	assert.equal(other.status, 404)
	assert.deepEqual(await orderOf(shop.stack, id).then((o) =>
		[o.status, o.total_amount]), ['pending', 9000])
})
