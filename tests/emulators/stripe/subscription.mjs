// Subscriptions: begun, invoiced.  What changes them is subscription_change.mjs, what
// the clock does to them renewal.mjs.
import { inner } from './answer.mjs'
import { discountFrom, makePrice, planOf, redeem } from './catalogue.mjs'
import { findCustomer, methodFrom, attach } from './customer.mjs'
import { invalid, missing } from './errors.mjs'
import { finalizeInvoice, makeInvoice, payInvoice } from './invoice.mjs'
import { refusalOf } from './payment.mjs'
import { lineOf, periodEnd, periodLines } from './proration.mjs'
import { endSubscription, updateSubscription } from './subscription_change.mjs'
import { mergeMetadata } from './world.mjs'

const DAY = 86400
const INCOMPLETE_SECONDS = 23 * 3600
const WARNING_SECONDS = 3 * DAY
export const ENDED = ['canceled', 'incomplete_expired']

export function priceOf(world, account, { price, price_data: data }, at) {
	const found = price ? world.get(account, 'price', price, `${at}[price]`)
		: data && makePrice(world, account, { ...data, _hidden: true })
	if (!found)
		throw missing(`${at}[price]`)
	if (found.type !== 'recurring')
		throw invalid('The price specified is set to `type=one_time` but this field only ' +
			'accepts prices with `type=recurring`.', { param: `${at}[price]` })
	return found
}

export function makeItem(world, subscription, price, quantity = 1, metadata) {
	return { id: world.newId('subscription_item'), object: 'subscription_item',
		billing_thresholds: null, created: world.now(), discounts: [],
		metadata: mergeMetadata({}, metadata), plan: planOf(price), price, quantity,
		subscription, tax_rates: [] }
}

export function checkItems(items) {
	if (!items.length)
		throw invalid('A subscription must have at least one active plan.')
	if (new Set(items.map((i) => `${i.price.recurring.interval}${
		i.price.recurring.interval_count}${i.price.currency}`)).size > 1)
		throw invalid('All prices on a subscription must have the same interval and currency.')
	if (new Set(items.map((i) => i.price.id)).size < items.length)
		throw invalid('Cannot add multiple subscription items with the same plan.')
}

/** When a discount ends, by its coupon. */
function makeDiscount(world, subscription, { coupon, promotion_code: code }) {
	redeem(world, { coupon, promotion_code: code })
	return { id: world.newId('discount'), object: 'discount', checkout_session: null,
		coupon: { ...coupon }, customer: subscription.customer, end: coupon.duration ===
			'repeating' ? world.now() + coupon.duration_in_months * 30 * DAY : null,
		invoice: null, invoice_item: null, promotion_code: code, start: world.now(),
		subscription: subscription.id, _uses: 0 }
}

/** The discount an invoice of now gets; a coupon for once is used up by it. */
export function discountNow(world, subscription) {
	const { discount } = subscription
	if (!discount || (discount.end !== null && discount.end <= world.now()) ||
		(discount.coupon.duration === 'once' && discount._uses > 0))
		return null
	return discount
}

/** A subscription that is not paid yet: { customer, prices: [{ price, quantity }],
 * trial_end, discount, method, … }; tells of it. */
export function beginSubscription(world, account, { customer, prices, trialEnd = null,
	discount, method = null, metadata, anchor, ...more }) {
	const now = world.now()
	const id = world.newId('subscription')
	const items = prices.map(({ price, quantity, metadata: its }) =>
		makeItem(world, id, price, quantity, its))
	checkItems(items)
	const start = trialEnd ?? now
	const end = trialEnd ?? periodEnd(anchor ?? now, items[0].price.recurring, now)
	const subscription = world.make(account, 'subscription', { id, application: null,
		application_fee_percent: null, automatic_tax: { enabled: false, liability: null },
		billing_cycle_anchor: anchor ?? start, billing_mode: { type: 'classic' },
		billing_thresholds: null, cancel_at: null, cancel_at_period_end: false,
		canceled_at: null, cancellation_details: { comment: null, feedback: null, reason: null },
		collection_method: 'charge_automatically', currency: items[0].price.currency,
		customer: customer.id, days_until_due: null, default_payment_method: method,
		default_source: null, default_tax_rates: [], description: null, discount: null,
		discounts: [], ended_at: null, invoice_settings: { account_tax_ids: null,
			issuer: { type: 'self' } }, items: inner(items, `/v1/subscription_items?subscription=${id}`),
		latest_invoice: null, metadata: mergeMetadata({}, metadata),
		next_pending_invoice_item_invoice: null, on_behalf_of: null, pause_collection: null,
		payment_settings: { payment_method_options: null, payment_method_types: null,
			save_default_payment_method: 'off' }, pending_invoice_item_interval: null,
		pending_setup_intent: null, pending_update: null, schedule: null, start_date: now,
		status: trialEnd ? 'trialing' : 'incomplete', test_clock: null, transfer_data: null,
		trial_end: trialEnd, trial_settings: { end_behavior: {
			missing_payment_method: 'create_invoice' } }, trial_start: trialEnd ? now : null,
		...more })
	setPeriod(subscription, now, end)
	if (discount)
		setDiscount(world, subscription, discount)
	world.change(customer, { currency: subscription.currency })
	world.emulator.emit('customer.subscription.created', subscription)
	schedule(world, subscription)
	return subscription
}

export function setDiscount(world, subscription, discount) {
	subscription.discount = discount && makeDiscount(world, subscription, discount)
	subscription.discounts = discount ? [subscription.discount.id] : []
}

export function setPeriod(subscription, start, end) {
	for (const item of subscription.items.data)
		Object.assign(item, { current_period_start: start, current_period_end: end })
	Object.assign(subscription, { _start: start, _end: end })
}

/** What the clock will do next. */
export function schedule(world, subscription) {
	world.clock.forget('subscription.period', subscription.id)
	world.clock.forget('subscription.warn', subscription.id)
	world.clock.at(subscription._end, 'subscription.period', subscription.id)
	if (subscription.status === 'trialing')
		world.clock.at(Math.max(world.now(), subscription.trial_end - WARNING_SECONDS),
			'subscription.warn', subscription.id)
}

/** The invoice of the current period; further lines stand in it too. */
export function invoicePeriod(world, subscription, reason, { extra = [], intent = null,
	isDraft = false } = {}) {
	const { data } = subscription.items
	const period = { start: subscription._start, end: subscription._end }
	const lines = subscription.status === 'trialing' && reason === 'subscription_create'
		? data.map((item) => lineOf(item, { period, amount: 0, words: 'Trial period' }))
		: periodLines(world, data, period.start, period.end)
	const invoice = makeInvoice(world, world.any(subscription.customer), { reason, subscription,
		currency: subscription.currency, discount: discountNow(world, subscription),
		lines: [...lines, ...extra], period })
	if (invoice.discounts.length)
		subscription.discount._uses++
	subscription.latest_invoice = invoice.id
	return isDraft ? invoice : finalizeInvoice(world, invoice, intent)
}

/** What an invoice's outcome means for its subscription. */
export function afterInvoice(world, subscription, invoice, result) {
	const { status } = subscription
	if (ENDED.includes(status))
		return
	const isFirst = invoice.billing_reason === 'subscription_create'
	if (result === 'paid' || (result === 'processing' && isFirst)) {
		if (['incomplete', 'past_due', 'unpaid'].includes(status))
			world.change(subscription, { status: 'active' }, 'customer.subscription.updated')
		world.clock.forget('subscription.incomplete', subscription.id)
	} else if (isFirst && status === 'incomplete')
		world.clock.at(subscription.created + INCOMPLETE_SECONDS, 'subscription.incomplete',
			subscription.id)
	else if (result !== 'processing' && ['active', 'trialing'].includes(status))
		world.change(subscription, { status: 'past_due' }, 'customer.subscription.updated')
}

function trialOf(world, { trial_end: end, trial_period_days: days }) {
	if (end === 'now')
		return null
	return end ?? (days ? world.now() + days * DAY : null)
}

function createSubscription(world, call) {
	const { account, input } = call
	const customer = findCustomer(world, account, input.customer)
	if (!input.items?.length)
		throw missing('items')
	const prices = input.items.map((item, i) => ({ price: priceOf(world, account, item,
		`items[${i}]`), quantity: item.quantity ?? 1, metadata: item.metadata }))
	const given = input.coupon ? { coupon: input.coupon } : input.promotion_code
		? { promotion_code: input.promotion_code } : input.discounts?.[0]
	const sum = { amount: prices.reduce((all, p) => all + p.price.unit_amount * p.quantity, 0),
		currency: prices[0].price.currency, customer: customer.id }
	const discount = given && discountFrom(world, account, given, sum)
	const method = input.default_payment_method ? ownMethod(world, customer,
		input.default_payment_method) : world.any(customer.invoice_settings.default_payment_method)
	const isLater = input.payment_behavior === 'default_incomplete'
	const trialEnd = trialOf(world, input)
	if (!method && !isLater && !trialEnd && sum.amount > 0)
		throw invalid('This customer has no attached payment source or default payment method. ' +
			'Please consider adding a default payment method.', { code: 'resource_missing' })
	refuseIncomplete(input, method)
	const subscription = beginSubscription(world, account, { customer, prices, trialEnd,
		discount, method: input.default_payment_method ? method.id : null,
		metadata: input.metadata, anchor: input.billing_cycle_anchor,
		...pick(input, ['description', 'cancel_at_period_end', 'transfer_data',
			'application_fee_percent', 'trial_settings', 'off_session']) })
	const invoice = invoicePeriod(world, subscription, 'subscription_create')
	const result = isLater && invoice.status !== 'paid' ? 'waits'
		: payInvoice(world, invoice, method, { occasion: 'first' })
	afterInvoice(world, subscription, invoice, result)
	return subscription
}

export const pick = (input, names) => Object.fromEntries(names.filter((n) => input[n] !== undefined)
	.map((n) => [n, input[n]]))

export function ownMethod(world, customer, id) {
	const method = methodFrom(world, customer._account, id, 'default_payment_method')
	if (!method.customer && id.startsWith('pm_card_'))
		attach(world, method, customer)
	if (method.customer !== customer.id)
		throw invalid(`The customer does not have a payment method with the ID ${id}.`,
			{ code: 'resource_missing', param: 'default_payment_method' })
	return method
}

// Nothing may be left half done when the caller said so: the card is asked before.
export function refuseIncomplete(input, method) {
	if (input.payment_behavior === 'pending_if_incomplete')
		throw invalid('payment_behavior pending_if_incomplete is not emulated')
	if (input.payment_behavior !== 'error_if_incomplete')
		return
	const outcome = method?._outcome.later ?? method?._outcome.first ?? 'generic_decline'
	if (outcome !== 'pays' && !outcome.startsWith('settles'))
		throw refusalOf({ type: 'card_error', code: 'card_declined', decline_code: outcome,
			message: 'Your card was declined.' })
}

const find = (world, call) => world.get(call.account, 'subscription',
	call.params.subscription_exposed_id, 'id', 404)

function findItem(world, call) {
	for (const subscription of world.all(call.account, 'subscription'))
		for (const item of subscription.items.data)
			if (item.id === call.params.item)
				return { subscription, item }
	throw invalid(`No such subscription_item: '${call.params.item}'`,
		{ code: 'resource_missing', param: 'item', status: 404 })
}

export const subscriptionRoutes = {
	'POST /v1/subscriptions': createSubscription,
	'GET /v1/subscriptions': (world, call) => call.page(world.all(call.account, 'subscription')
		.filter((s) => (call.input.status === undefined ? s.status !== 'canceled'
			: ['all', s.status].includes(call.input.status) || (call.input.status === 'ended' &&
				ENDED.includes(s.status))) && (!call.input.price || s.items.data
			.some((i) => i.price.id === call.input.price))), { filters: ['customer'] }),
	'GET /v1/subscriptions/{subscription_exposed_id}': find,
	'POST /v1/subscriptions/{subscription_exposed_id}': (world, call) =>
		updateSubscription(world, find(world, call), call.input),
	'DELETE /v1/subscriptions/{subscription_exposed_id}': (world, call) =>
		endSubscription(world, find(world, call), { ...call.input,
			details: call.input.cancellation_details }),
	'GET /v1/subscription_items': (world, call) => call.page(world.get(call.account,
		'subscription', call.input.subscription, 'subscription').items.data),
	'GET /v1/subscription_items/{item}': (world, call) => findItem(world, call).item,
	'POST /v1/subscription_items/{item}': (world, call) => {
		const { subscription, item } = findItem(world, call)
		const { price, quantity, metadata, expand, ...more } = call.input
		updateSubscription(world, subscription, { ...more, items: [{ id: item.id, price,
			quantity, metadata }] })
		return findItem(world, call).item
	},
}
