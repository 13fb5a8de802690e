// What changes a subscription: other items, a trial moved, its end.
import { discountFrom, planOf } from './catalogue.mjs'
import { invalid } from './errors.mjs'
import { finalizeInvoice, makeInvoice, nextTry, payInvoice } from './invoice.mjs'
import { amountOf, periodEnd, prorationLines } from './proration.mjs'
import { ENDED, checkItems, discountNow, invoicePeriod, makeItem, ownMethod, pick, priceOf,
	refuseIncomplete, schedule, setDiscount, setPeriod } from './subscription.mjs'
import { mergeMetadata } from './world.mjs'

/** What a change of items means, without making it: { items, lines, isReset }. */
export function planChange(world, subscription, { items: given, proration_date: date,
	proration_behavior: behavior = 'create_prorations', billing_cycle_anchor: anchor,
	trial_end: trialEnd }) {
	const { _account: account } = subscription
	const before = subscription.items.data
	const after = structuredClone(before)
	for (const [i, item] of (given ?? []).entries())
		changeItem(world, subscription, after, item, `items[${i}]`)
	const items = after.filter((item) => !item._gone)
	checkItems(items)
	const [a, b] = [before[0].price.recurring, items[0].price.recurring]
	const endsTrial = trialEnd === 'now' && subscription.status === 'trialing'
	const isReset = a.interval !== b.interval || a.interval_count !== b.interval_count ||
		anchor === 'now' || endsTrial
	const instant = date ?? world.now()
	if (date !== undefined && (date < subscription._start || date > subscription._end))
		throw invalid('Invalid proration_date: it must lie within the current period.',
			{ param: 'proration_date' })
	const isFree = behavior === 'none' || subscription.status === 'trialing'
	const span = { start: subscription._start, end: subscription._end, instant }
	const lines = isFree ? [] : isReset
		? prorationLines(world, { before, after: [], ...span })
		: prorationLines(world, { before, after: items, ...span })
	return { items, lines, isReset, instant, account }
}

function changeItem(world, subscription, items, given, at) {
	const { id, deleted, quantity, metadata } = given
	const found = items.find((item) => item.id === id)
	if (id && !found)
		throw invalid(`No such subscription item: '${id}'`, { code: 'resource_missing',
			param: `${at}[id]` })
	const price = given.price || given.price_data || !id
		? priceOf(world, subscription._account, given, at) : null
	if (!id)
		items.push({ ...makeItem(world, subscription.id, price, quantity, metadata),
			current_period_start: subscription._start, current_period_end: subscription._end })
	else if (deleted)
		found._gone = true
	else
		Object.assign(found, { ...(price && { price, plan: planOf(price) }),
			...(quantity !== undefined && { quantity }),
			metadata: mergeMetadata(found.metadata, metadata) })
}

/** Lines that wait for the next invoice. */
function makePending(world, subscription, lines) {
	for (const line of lines) {
		const item = world.make(subscription._account, 'invoiceitem', { amount: line.amount,
			currency: line.currency, customer: subscription.customer, date: world.now(),
			description: line.description, discountable: true, discounts: [], invoice: null,
			metadata: {}, net_amount: line.amount, period: line.period,
			price: line.price, proration: line.proration, quantity: line.quantity,
			subscription: subscription.id, subscription_item: line.subscription_item,
			tax_rates: [], test_clock: null, unit_amount: line.price.unit_amount,
			unit_amount_decimal: line.price.unit_amount_decimal, _line: line })
		world.emulator.emit('invoiceitem.created', item)
	}
}

function cancellation(world, subscription, input) {
	const { cancel_at_period_end: atEnd, cancel_at: at, cancellation_details: given } = input
	if (atEnd === undefined && at === undefined)
		return {}
	const isOn = atEnd ?? at !== ''
	world.clock.forget('subscription.cancel', subscription.id)
	if (isOn && !atEnd)
		world.clock.at(at, 'subscription.cancel', subscription.id)
	return { cancel_at_period_end: atEnd ?? false,
		cancel_at: isOn ? (atEnd ? subscription._end : at) : null,
		canceled_at: isOn ? world.now() : null,
		cancellation_details: { comment: given?.comment ?? null,
			feedback: given?.feedback || null, reason: isOn ? 'cancellation_requested' : null } }
}

function plainFields(world, subscription, input) {
	const method = input.default_payment_method
	const pause = input.pause_collection
	return { ...cancellation(world, subscription, input),
		metadata: mergeMetadata(subscription.metadata, input.metadata),
		...(method !== undefined && { default_payment_method: method === '' ? null
			: ownMethod(world, world.any(subscription.customer), method).id }),
		...(pause !== undefined && { pause_collection: pause === '' ? null
			: { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null } }),
		...pick(input, ['description', 'transfer_data', 'application_fee_percent',
			'trial_settings']) }
}

/** Change a subscription as POST /v1/subscriptions/ID does. */
export function updateSubscription(world, subscription, input) {
	if (ENDED.includes(subscription.status))
		throw invalid('A canceled subscription can only update its cancellation_details and ' +
			'metadata.', { code: 'resource_missing' })
	const plan = planChange(world, subscription, input)
	const method = world.any(input.default_payment_method || subscription.default_payment_method) ??
		world.any(world.any(subscription.customer).invoice_settings.default_payment_method)
	const behavior = input.proration_behavior ?? 'create_prorations'
	const isInvoiced = plan.isReset || (behavior === 'always_invoice' && plan.lines.length > 0)
	if (isInvoiced)
		refuseIncomplete(input, method)
	const discount = discountGiven(world, subscription, input)
	const before = structuredClone(subscription)
	Object.assign(subscription, plainFields(world, subscription, input))
	if (discount !== undefined)
		setDiscount(world, subscription, discount)
	subscription.items.data = plan.items
	if (plan.isReset)
		restart(world, subscription)
	else if (input.trial_end !== undefined)
		moveTrial(world, subscription, input.trial_end)
	makePending(world, subscription, plan.lines)
	if (isInvoiced)
		invoiceChange(world, subscription, plan, method)
	world.emulator.emit('customer.subscription.updated', subscription, { before })
	return subscription
}

function restart(world, subscription) {
	const now = world.now()
	Object.assign(subscription, { billing_cycle_anchor: now,
		...(subscription.status === 'trialing' && { status: 'active', trial_end: now }) })
	setPeriod(subscription, now, periodEnd(now, subscription.items.data[0].price.recurring, now))
	schedule(world, subscription)
}

function moveTrial(world, subscription, end) {
	Object.assign(subscription, { status: 'trialing', trial_end: end,
		trial_start: subscription.trial_start ?? world.now(), billing_cycle_anchor: end })
	setPeriod(subscription, subscription._start, end)
	schedule(world, subscription)
}

function invoiceChange(world, subscription, plan, method) {
	const customer = world.any(subscription.customer)
	const invoice = plan.isReset ? invoicePeriod(world, subscription, 'subscription_update')
		: finalizeInvoice(world, makeInvoice(world, customer, { reason: 'subscription_update',
			subscription, currency: subscription.currency, lines: [],
			discount: discountNow(world, subscription) }))
	subscription.latest_invoice = invoice.id
	const result = payInvoice(world, invoice, method, { retryAt: nextTry(world, invoice) })
	if (result !== 'paid' && result !== 'processing')
		subscription.status = 'past_due'
}

function discountGiven(world, subscription, { coupon, promotion_code: code, discounts }) {
	const given = coupon !== undefined ? coupon && { coupon }
		: code !== undefined ? code && { promotion_code: code }
			: discounts === undefined ? undefined : discounts && discounts[0]
	if (given === undefined)
		return undefined
	return given ? discountFrom(world, subscription._account, given, {
		amount: subscription.items.data.reduce((sum, i) => sum + amountOf(i), 0),
		currency: subscription.currency, customer: subscription.customer }) : null
}

/** The end of a subscription, now. */
export function endSubscription(world, subscription, { reason = 'cancellation_requested',
	details, prorate = false, invoice_now: invoiceNow = false } = {}) {
	if (ENDED.includes(subscription.status))
		throw invalid(`No such subscription: '${subscription.id}'`,
			{ code: 'resource_missing', status: 404, param: 'id' })
	const now = world.now()
	if (prorate && subscription.status !== 'trialing')
		makePending(world, subscription, prorationLines(world, { after: [], instant: now,
			before: subscription.items.data, start: subscription._start, end: subscription._end }))
	Object.assign(subscription, { status: 'canceled', canceled_at: subscription.canceled_at ?? now,
		ended_at: now, cancel_at: null, cancellation_details: { comment: details?.comment ?? null,
			feedback: details?.feedback ?? null, reason } })
	for (const kind of ['period', 'warn', 'cancel', 'incomplete'])
		world.clock.forget(`subscription.${kind}`, subscription.id)
	for (const invoice of world.all(subscription._account, 'invoice'))
		if (invoice.subscription === subscription.id)
			stopAsking(world, invoice)
	if (invoiceNow)
		finalizeInvoice(world, makeInvoice(world, world.any(subscription.customer), { lines: [],
			reason: 'manual', subscription, currency: subscription.currency }))
	world.emulator.emit('customer.subscription.deleted', subscription)
	return subscription
}

// Nothing more is collected by itself after the end.
function stopAsking(world, invoice) {
	world.clock.forget('invoice.retry', invoice.id)
	world.clock.forget('invoice.finalize', invoice.id)
	if (['draft', 'open'].includes(invoice.status))
		Object.assign(invoice, { auto_advance: false, next_payment_attempt: null })
}
