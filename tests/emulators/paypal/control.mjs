// What a test or a person can make happen at PayPal's side.
import { closeDispute, makeRefund, openDispute, reverseCapture, settleCapture, settleRefund }
	from './capture.mjs'
import { FUNDING, approveOrder, cancelUrl } from './order.mjs'

const SETTINGS = ['fees', 'refund_status']

export function paypalControls(paypal) {
	const find = (kind, id) => {
		const object = paypal.state[kind][id]
		if (!object)
			throw new Error(`there is nothing ${id} among ${kind}`)
		return object
	}
	return {
		/** How the house works: fees, refund_status (PENDING, COMPLETED). */
		configure: (settings) => {
			for (const name of SETTINGS)
				if (settings[name] !== undefined)
					paypal.state[name] = settings[name]
		},
		objects: ({ kind }) => Object.values(paypal.state[kind]),
		events: ({ type } = {}) => Object.values(paypal.state.events)
			.filter((e) => !type || e.event_type === type),
		/** Sums by currency, in minor units. */
		books: () => paypal.state.books,
		/** The buyer approves by one of FUNDING; gives where they are sent. */
		approve: ({ order, funding = 'balance', email }) => {
			if (!FUNDING[funding])
				throw new Error(`funding is one of ${Object.keys(FUNDING).join(', ')}`)
			return { url: approveOrder(paypal, find('orders', order), funding, { email }) }
		},
		cancel: ({ order }) => ({ url: cancelUrl(find('orders', order)) }),
		/** A pending capture is decided: completed or denied. */
		settle_capture: ({ capture, how = 'completed' }) =>
			settleCapture(paypal, find('captures', capture), how),
		refund: ({ capture, ...more }) => makeRefund(paypal, find('captures', capture), more),
		settle_refund: ({ refund, how = 'COMPLETED' }) =>
			settleRefund(paypal, find('refunds', refund), how),
		reverse: ({ capture }) => reverseCapture(paypal, find('captures', capture)),
		dispute: ({ capture, ...more }) => openDispute(paypal, find('captures', capture), more),
		close_dispute: ({ dispute, how }) =>
			closeDispute(paypal, find('disputes', dispute), how),
		expire_tokens: () => {
			paypal.state.tokens = {}
		},
		/** Send events again, by id or type, also those that arrived. */
		redeliver: ({ event, type }) => {
			const list = Object.values(paypal.state.events)
				.filter((e) => e.id === event || e.event_type === type)
			for (const one of list)
				for (const id of Object.keys(paypal.state.webhooks))
					paypal.deliveries.push(one.id, id, one.event_type)
			return list.length
		},
		deliver_to: ({ url, ...more }) => paypal.deliverTo(url, more),
	}
}

const some = (all, fits) => Object.values(all).filter(fits).slice(-3)

/** For the control page: what waits for a decision. */
export function paypalChoices({ captures, disputes }) {
	return [
		...some(captures, (c) => c.status === 'PENDING').flatMap((c) => ['completed', 'denied']
			.map((how) => ({ words: `Capture ${c.id}: ${how}`, control: 'settle_capture',
				values: { capture: c.id, how } }))),
		...some(captures, (c) => c.status === 'COMPLETED').flatMap((c) => [
			{ words: `Dispute ${c.id}`, control: 'dispute', values: { capture: c.id } },
			{ words: `Reverse ${c.id}`, control: 'reverse', values: { capture: c.id } }]),
		...some(disputes, (d) => d.status !== 'RESOLVED').flatMap((d) => ['won', 'lost']
			.map((how) => ({ words: `Dispute ${d.dispute_id}: ${how}`, control: 'close_dispute',
				values: { dispute: d.dispute_id, how } }))),
	]
}
