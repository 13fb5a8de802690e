// The other side of the emulators in their own tests: Stripe's SDK, calls to PayPal as
// its documentation has them, and a receiver of webhooks.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import Sdk from 'stripe'
import { startPaypal } from './paypal.mjs'
import { startStripe } from './stripe.mjs'

export const DAY = 86400
export const OLD = '2023-08-16'

/** Takes webhooks: got (in order), answer(n) decides the status of the n-th. */
export async function startReceiver() {
	const receiver = { got: [], answer: () => 200 }
	const server = createServer(async (request, response) => {
		let body = ''
		for await (const part of request)
			body += part
		receiver.got.push({ headers: request.headers, body, json: JSON.parse(body) })
		const status = await receiver.answer(receiver.got.length, request)
		response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {})
		response.end()
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	receiver.url = `http://127.0.0.1:${server.address().port}/hook`
	receiver.types = () => receiver.got.map((g) => g.json.type ?? g.json.event_type)
	receiver.of = (type) => receiver.got.filter((g) =>
		(g.json.type ?? g.json.event_type) === type).map((g) => g.json)
	receiver.stop = () => {
		server.closeAllConnections()
		server.close()
	}
	return receiver
}

/** Stripe with a receiver; sdk(version) is a client.  stop() also fails the test when
 * an answer of ours was not as described. */
export async function stripeLab(options = {}) {
	const stripe = await startStripe({ checkAnswers: true, ...options })
	const receiver = await startReceiver()
	stripe.deliverTo(receiver.url)
	const { port } = new URL(stripe.url)
	const sdk = (apiVersion, more = {}) => new Sdk(stripe.settings.STRIPE_SECRET_KEY,
		{ host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false,
			apiVersion, ...more })
	return { stripe, receiver, sdk, control: stripe.control,
		stop: async () => {
			await stripe.stop()
			receiver.stop()
			assert.deepEqual(stripe.mistakes.filter((m) => /^our answer|Error:/.test(m)), [])
		} }
}

/** The error of a call that must be refused. */
export async function refusal(promise) {
	try {
		await promise
	} catch (error) {
		return error
	}
	return assert.fail('it was not refused')
}

/** A session for one thing of an amount, and other parameters. */
export const purchase = (amount, more = {}) => ({ mode: 'payment',
	success_url: 'https://shop.test/done?session={CHECKOUT_SESSION_ID}',
	cancel_url: 'https://shop.test/cancel', line_items: [{ quantity: 1, price_data: {
		currency: 'usd', unit_amount: amount, product_data: { name: 'A pack' } } }], ...more })

/** A product with monthly prices of these amounts. */
export async function monthly(sdk, ...amounts) {
	const product = await sdk.products.create({ name: 'Plan' })
	return Promise.all(amounts.map((amount) => sdk.prices.create({ product: product.id,
		currency: 'usd', unit_amount: amount, recurring: { interval: 'month' } })))
}

/** A paid subscription by checkout; gives it. */
export async function subscribed(lab, price, { card = 'visa', ...more } = {}) {
	const sdk = lab.sdk(OLD)
	const session = await sdk.checkout.sessions.create(purchase(0, { mode: 'subscription',
		line_items: [{ price: price.id, quantity: 1 }], ...more }))
	assert.equal(lab.control.pay({ session: session.id, card }).result, 'complete')
	const { subscription } = await sdk.checkout.sessions.retrieve(session.id)
	return sdk.subscriptions.retrieve(subscription)
}

/** PayPal with a receiver; call(method, path, body, headers) gives { status, json }. */
export async function paypalLab(options = {}) {
	const paypal = await startPaypal(options)
	const receiver = await startReceiver()
	paypal.deliverTo(receiver.url)
	const { settings } = paypal
	const lab = { paypal, receiver, control: paypal.control, token: null }
	lab.send = async (method, path, { headers = {}, body } = {}) => {
		const answer = await fetch(paypal.url + path, { method, headers, body })
		const text = await answer.text()
		return { status: answer.status, headers: answer.headers,
			json: text ? JSON.parse(text) : null }
	}
	lab.signIn = async () => {
		const key = btoa(`${settings.PAYPAL_CLIENT_ID}:${settings.PAYPAL_CLIENT_SECRET}`)
		const { json } = await lab.send('POST', '/v1/oauth2/token', {
			headers: { authorization: `Basic ${key}` },
			body: new URLSearchParams({ grant_type: 'client_credentials' }) })
		lab.token = json.access_token
		return json
	}
	lab.call = async (method, path, value, headers = {}) => {
		const answer = await lab.send(method, path, { headers: {
			authorization: `Bearer ${lab.token}`, 'content-type': 'application/json', ...headers },
		body: value === undefined ? undefined : JSON.stringify(value) })
		lab.checkAnswer(method, path, answer)
		return answer
	}
	// Every good answer of ours is held against the description too.
	lab.checkAnswer = (method, path, { status, json }) => {
		const [pathname] = path.split('?')
		const found = paypal.specs.map((s) => s.match(method, pathname)).find(Boolean)
		if (found && status < 300 && json)
			assert.deepEqual(found.operation.answer(status, json), [], `${method} ${path}`)
	}
	lab.stop = async () => {
		await paypal.stop()
		receiver.stop()
	}
	await lab.signIn()
	return lab
}
