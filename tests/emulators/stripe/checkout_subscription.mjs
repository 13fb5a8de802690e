// What a checkout session does in subscription mode: the subscription begins when its
// first invoice is paid.
import { completeSession } from './checkout.mjs'
import { attach, makeCustomer } from './customer.mjs'
import { payInvoice } from './invoice.mjs'
import { attempt, authenticate, startPayment } from './payment.mjs'
import { lineOf } from './proration.mjs'
import { afterInvoice, beginSubscription, invoicePeriod } from './subscription.mjs'

const DAY = 86400
const TAKES = ['pays', 'settles', 'settles_badly']

function customerOf(world, session) {
	if (!session.customer)
		session.customer = makeCustomer(world, session._account,
			{ email: session.customer_details.email }).id
	return world.any(session.customer)
}

// Tried before there is a subscription: its payment is used on later.
function paymentOf(world, session) {
	session._tried ??= startPayment(world, session._account, { amount: session.amount_total,
		currency: session.currency, customer: session.customer, _of: session.id }).id
	return world.any(session._tried)
}

/** The person subscribes by a method: 'complete', 'requires_action' or the error. */
export function subscribe(world, session, method) {
	const customer = customerOf(world, session)
	const isFree = session.amount_total === 0 || trialEnd(world, session) !== null
	if (!isFree && !TAKES.includes(method._outcome.first)) {
		const result = attempt(world, paymentOf(world, session), method)
		session._waits = result === 'requires_action' ? method.id : null
		return result
	}
	return begin(world, session, customer, method)
}

/** The bank has been asked. */
export function authenticated(world, session, isYes) {
	const method = world.any(session._waits)
	session._waits = null
	if (!isYes)
		return authenticate(world, paymentOf(world, session), false)
	method._outcome.first = 'pays'
	return begin(world, session, world.any(session.customer), method)
}

function trialEnd(world, { _subscription: data }) {
	return data.trial_end ?? (data.trial_period_days
		? world.now() + data.trial_period_days * DAY : null)
}

function begin(world, session, customer, method) {
	attach(world, method, customer)
	const { metadata, trial_end: a, trial_period_days: b, billing_cycle_anchor: anchor,
		proration_behavior: c, ...data } = session._subscription
	const recurring = session._lines.filter((l) => l.price.recurring)
	const discount = session._discount && { coupon: world.any(session._discount.coupon),
		promotion_code: session._discount.promotion_code }
	const subscription = beginSubscription(world, session._account, { customer, discount,
		prices: recurring.map((l) => ({ price: l.price, quantity: l.quantity })),
		trialEnd: trialEnd(world, session), method: method.id, metadata, anchor, ...data })
	const period = { start: world.now(), end: world.now() }
	const extra = session._lines.filter((l) => !l.price.recurring).map((l) => ({
		...lineOf({ ...l, id: null, subscription: subscription.id }, { period,
			amount: l.amount_subtotal, words: l.description, type: 'invoiceitem' }) }))
	const tried = session._tried ? world.any(session._tried) : null
	const invoice = invoicePeriod(world, subscription, 'subscription_create',
		{ extra, intent: tried })
	const result = payInvoice(world, invoice, method, { occasion: 'first' })
	afterInvoice(world, subscription, invoice, result)
	const intent = world.any(invoice.payment_intent)
	if (intent && result === 'processing')
		intent._session = session.id
	session._discount = null   // redeemed by the subscription
	completeSession(world, session, { subscription: subscription.id, invoice: invoice.id,
		payment_status: result === 'processing' ? 'unpaid' : 'paid' })
	return 'complete'
}
