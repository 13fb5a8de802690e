// Money in tests: the emulated providers beside a stack, a buyer at their pages, and
// waiting for what they deliver.
//
//	const stripe = await startStripe()
//	const stack = await startStack({ env: stripe.settings })
//	stripe.deliverTo(`${stack.url}/webhooks/stripe`)
//	const back = await payCheckout(url)                    // where the buyer is sent
//	await delivered(stripe, 'checkout.session.completed')
//	await stripe.stop()
//
// What the providers can be made to do is stripe.control and paypal.control, see
// tests/emulators.
import assert from 'node:assert/strict'
import { once } from 'node:events'

export { startPaypal } from '../emulators/paypal.mjs'
export { startStripe } from '../emulators/stripe.mjs'

// One click at a provider's page; gives where it leads, or the page's own text.
async function press(url, fields) {
	const answer = await fetch(url, { method: 'POST', redirect: 'manual',
		body: new URLSearchParams(fields) })
	if (answer.status === 303)
		return answer.headers.get('location')
	const text = await answer.text()
	assert.equal(answer.status, 200, text)
	const words = text.match(/role="(?:alert|status)">([^<]*)/)?.[1] ?? text
	throw new Error(`${url}: ${words}`)
}

/** A buyer pays at Stripe's page, by a card of its list (visa, debit, …); gives the
 * address they are sent back to.  A declined card throws what the page says. */
export function payCheckout(url, { card = 'visa', email = 'buyer@example.com', code } = {}) {
	const pay = () => press(url, { do: 'pay', card, email })
	return code ? fetch(url, { method: 'POST', body: new URLSearchParams(
		{ do: 'code', code }) }).then(pay) : pay()
}

/** After a card that asks for the bank: the buyer's answer there. */
export const answerBank = (url, isYes = true) =>
	press(url, { do: isYes ? 'confirm' : 'refuse' })

/** The buyer leaves Stripe's page; gives the shop's cancel address. */
export const leaveCheckout = (url) => press(url, { do: 'back' })

/** A buyer approves at PayPal's page (funding: balance, declined, echeck, review). */
export const approveOrder = (url, { funding = 'balance' } = {}) =>
	press(url, { do: 'approve', funding })

export const cancelOrder = (url) => press(url, { do: 'cancel' })

/** Until `times` deliveries of a type (an exact one, or a pattern) have been taken
 * with 2xx, those of the past included; gives them.  Fails after `seconds`. */
export async function delivered(provider, type, { times = 1, seconds = 20 } = {}) {
	const isIt = (line) => line.status >= 200 && line.status < 300 &&
		(type instanceof RegExp ? type.test(line.type) : line.type === type)
	const late = AbortSignal.timeout(seconds * 1000)
	for (;;) {
		const found = provider.deliveries.log.filter(isIt)
		if (found.length >= times)
			return found
		try {
			await once(provider.deliveries, 'delivery', { signal: late })
		} catch {
			assert.fail(`waited ${seconds} s for ${times} of ${type}; there were: ${
				provider.deliveries.log.map((l) => `${l.type} ${l.status}${l.error ?? ''}`)
					.join(', ')}`)
		}
	}
}

/** Until everything sent so far has had its first answer. */
export const settled = (...providers) =>
	Promise.all(providers.map((p) => p.deliveries.settled()))
