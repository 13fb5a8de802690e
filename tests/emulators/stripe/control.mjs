// What a test or a person can make happen at Stripe's side.
import { booksOf } from './balance.mjs'
import { payWith, expireSession, successUrl } from './checkout.mjs'
import { CARDS, makeMethod } from './customer.mjs'
import { closeDispute, openDispute } from './dispute.mjs'
import { rollSecret } from './event.mjs'
import { settlePayment } from './payment.mjs'
import { makeRefund, settleRefund } from './refund.mjs'
import { PLATFORM } from './world.mjs'

const SETTINGS = ['fees', 'settlement_days', 'refunds', 'api_version']

export function stripeControls(emulator) {
	const { world } = emulator
	const find = (kind, id) => {
		const object = world.any(id)
		if (object?.object !== kind)
			throw new Error(`there is no ${kind} ${id}`)
		return object
	}
	const charge = ({ charge: id, payment_intent: intent }) => find('charge',
		id ?? find('payment_intent', intent).latest_charge)
	return {
		/** How the house works: fees, settlement_days, refunds (pending, succeeded). */
		configure: (settings) => {
			for (const name of SETTINGS)
				if (settings[name] !== undefined)
					emulator.state[name] = settings[name]
		},
		objects: ({ kind, account = PLATFORM }) => world.all(account, kind),
		object: ({ id }) => world.any(id) ?? null,
		events: ({ type, account = PLATFORM } = {}) => world.all(account, 'event')
			.filter((e) => !type || e.type === type),
		/** Sums by currency: the platform's, or a connected account's. */
		books: ({ account = PLATFORM } = {}) => booksOf(world, account),
		/** Pay an open session by one of CARDS: { session, card }. */
		pay: ({ session: id, card = 'visa', email = 'buyer@example.com' }) => {
			const session = find('checkout.session', id)
			if (!CARDS[card])
				throw new Error(`card is one of ${Object.keys(CARDS).join(', ')}`)
			if (session.status !== 'open')
				throw new Error(`the session is ${session.status}`)
			const result = payWith(world, session, makeMethod(world, session._account, card,
				{ email }), { email })
			return { result: result.code ?? result, url: successUrl(session) }
		},
		expire: ({ session }) => expireSession(world, find('checkout.session', session)),
		/** A delayed payment is decided now: succeeded or failed. */
		settle_payment: ({ payment_intent: id, how = 'succeeded' }) =>
			settlePayment(world, id, how),
		refund: (which) => makeRefund(world, charge(which), which),
		settle_refund: ({ refund, how = 'succeeded', reason }) =>
			settleRefund(world, find('refund', refund), how, reason),
		dispute: (which) => openDispute(world, charge(which), which),
		close_dispute: ({ dispute, how }) => closeDispute(world, find('dispute', dispute), how),
		roll_secret: ({ endpoint, ...more }) => {
			const of = endpoint ? find('webhook_endpoint', endpoint)
				: world.all(PLATFORM, 'webhook_endpoint').find((e) => e._ours && !e._connect)
			return rollSecret(world, of, more)
		},
		/** Send events again, by id or type, also those that arrived. */
		redeliver: ({ event, type }) => {
			const list = world.everywhere('event').filter((e) => e.id === event || e.type === type)
			for (const one of list)
				for (const endpoint of world.all(PLATFORM, 'webhook_endpoint'))
					if (endpoint._connect === (one._account !== PLATFORM))
						emulator.deliveries.push(one.id, endpoint.id, one.type)
			return list.length
		},
		deliver_to: ({ url, ...more }) => emulator.deliverTo(url, more),
	}
}
