// What a test or a person can make happen at Stripe's side.
import { changeAccount, completeAccount, deauthorize, findAccount } from './account.mjs'
import { booksOf } from './balance.mjs'
import { payWith, expireSession, successUrl } from './checkout.mjs'
import { CARDS, makeMethod } from './customer.mjs'
import { closeDispute, openDispute } from './dispute.mjs'
import { rollSecret } from './event.mjs'
import { settlePayment } from './payment.mjs'
import { settlePayout } from './payout.mjs'
import { makeConfiguration } from './portal.mjs'
import { portalAct } from './portal_page.mjs'
import { makeRefund, settleRefund } from './refund.mjs'
import { PLATFORM } from './world.mjs'

const SETTINGS = ['fees', 'settlement_days', 'refunds', 'api_version', 'retry_days',
	'after_retries']

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
		/** How the house works: fees ({ percent, fixed }), settlement_days, refunds (pending,
		 * succeeded), api_version, retry_days, after_retries (cancel, unpaid, past_due). */
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
		/** A connected account has given everything, or `due` is still open. */
		complete_account: ({ account, due }) =>
			completeAccount(world, findAccount(world, account), { due }),
		/** { payouts_enabled, charges_enabled, transfers, due } turn as given. */
		change_account: ({ account, ...more }) =>
			changeAccount(world, findAccount(world, account), more),
		deauthorize: ({ account }) => deauthorize(world, findAccount(world, account)),
		/** A payout is decided: paid, or failed (also after it was paid). */
		settle_payout: ({ payout, how = 'paid', code }) =>
			settlePayout(world, find('payout', payout), how, code),
		/** Save the portal's default configuration, as its dashboard does. */
		save_portal: (settings = {}) => makeConfiguration(world, PLATFORM, settings),
		/** A customer does something in the portal: { session, do, … }. */
		portal: ({ session, ...act }) =>
			portalAct(world, find('billing_portal.session', session), act),
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

const some = (world, kind, fits) => world.everywhere(kind).filter(fits).slice(-3)

/** For the control page: what waits for a decision. */
export function stripeChoices(world) {
	return [
		...some(world, 'payment_intent', (i) => i.status === 'processing').flatMap((i) =>
			['succeeded', 'failed'].map((how) => ({ words: `Delayed payment ${i.id}: ${how}`,
				control: 'settle_payment', values: { payment_intent: i.id, how } }))),
		...some(world, 'charge', (c) => c.paid && !c.disputed && c.payment_intent)
			.map((c) => ({ words: `Dispute ${c.id}`, control: 'dispute', values: { charge: c.id } })),
		...some(world, 'dispute', (d) => !['won', 'lost'].includes(d.status)).flatMap((d) =>
			['won', 'lost'].map((how) => ({ words: `Dispute ${d.id}: ${how}`,
				control: 'close_dispute', values: { dispute: d.id, how } }))),
		...some(world, 'payout', (p) => p.status !== 'failed').map((p) => ({
			words: `Payout ${p.id} fails`, control: 'settle_payout',
			values: { payout: p.id, how: 'failed' } })),
	]
}
