// Invoices as the API has them, and what the next one would be.
import { inner } from './answer.mjs'
import { findCustomer } from './customer.mjs'
import { invalid, missing } from './errors.mjs'
import { draftFields, finalizeInvoice, giveUp, makeInvoice, markPaid, methodFor, payInvoice,
	voidInvoice } from './invoice.mjs'
import { refusalOf } from './payment.mjs'
import { periodEnd, periodLines } from './proration.mjs'
import { ENDED, afterInvoice, discountNow } from './subscription.mjs'
import { planChange } from './subscription_change.mjs'
import { mergeMetadata } from './world.mjs'

const find = (world, call) => world.get(call.account, 'invoice', call.params.invoice,
	'invoice', 404)

function pay(world, call) {
	const invoice = find(world, call)
	const { paid_out_of_band: isOut, payment_method: given } = call.input
	if (invoice.status === 'draft')
		finalizeInvoice(world, invoice)
	if (invoice.status === 'paid')
		throw invalid('Invoice is already paid', { code: 'invoice_already_paid' })
	if (!['open', 'uncollectible'].includes(invoice.status))
		throw invalid(`This invoice is ${invoice.status} and cannot be paid.`)
	const subscription = world.any(invoice.subscription)
	if (isOut)
		markPaid(world, invoice, { outOfBand: true })
	const method = given ? world.get(call.account, 'payment_method', given, 'payment_method')
		: methodFor(world, invoice)
	const result = isOut ? 'paid' : payInvoice(world, invoice, method,
		{ retryAt: invoice.next_payment_attempt })
	if (subscription)
		afterInvoice(world, subscription, invoice, result)
	if (result === 'requires_action')
		throw refusalOf({ type: 'card_error', code: 'invoice_payment_intent_requires_action',
			message: 'Payment for this invoice requires additional user action before it can ' +
				'be completed successfully.' })
	if (typeof result === 'object')
		throw refusalOf({ type: 'card_error', ...result })
	return invoice
}

function createInvoice(world, call) {
	const { customer: id, subscription: of, metadata, auto_advance: advances = false,
		description = null, currency = 'usd' } = call.input
	const subscription = of && world.get(call.account, 'subscription', of, 'subscription')
	if (!id && !subscription)
		throw missing('customer')
	const customer = findCustomer(world, call.account, id ?? subscription.customer)
	const invoice = makeInvoice(world, customer, { reason: 'manual', subscription, lines: [],
		currency: customer.currency ?? currency })
	return Object.assign(invoice, { metadata: mergeMetadata({}, metadata), description,
		auto_advance: advances })
}

function createItem(world, call) {
	const { customer: id, amount, currency, description = null, metadata, period: span,
		subscription = null, price: priceId, quantity = 1, invoice: into } = call.input
	const customer = findCustomer(world, call.account, id)
	const price = priceId ? world.get(call.account, 'price', priceId, 'price') : null
	if (amount === undefined && !price)
		throw missing('amount')
	const sum = price ? price.unit_amount * quantity : amount
	const now = world.now()
	const period = { start: span?.start ?? now, end: span?.end ?? now }
	const of = { currency: price?.currency ?? currency ?? 'usd', description, period,
		quantity, subscription }
	const line = { object: 'line_item', amount: sum, amount_excluding_tax: sum, ...of,
		discount_amounts: [], discountable: true, discounts: [], livemode: false,
		metadata: {}, plan: null, price, proration: false, proration_details:
			{ credited_items: null }, subscription_item: null, subtotal: sum, tax_amounts: [],
		tax_rates: [], taxes: [], type: 'invoiceitem', unit_amount_excluding_tax: String(sum) }
	const item = world.make(call.account, 'invoiceitem', { amount: sum, ...of,
		customer: customer.id, date: now, discountable: true, discounts: [], invoice: null,
		metadata: mergeMetadata({}, metadata), net_amount: sum, price,
		proration: false, tax_rates: [], test_clock: null,
		unit_amount: price?.unit_amount ?? sum,
		unit_amount_decimal: String(price?.unit_amount ?? sum), _line: line })
	if (into)
		throw invalid('Items for a certain invoice are not emulated', { param: 'invoice' })
	world.emulator.emit('invoiceitem.created', item)
	return item
}

// --- what the next one would be ------------------------------------------------------------
function previewOf(world, call, input) {
	const subscription = input.subscription ? world.get(call.account, 'subscription',
		input.subscription, 'subscription') : world.all(call.account, 'subscription')
		.find((s) => s.customer === input.customer && !ENDED.includes(s.status))
	const customer = subscription && world.any(subscription.customer)
	if (!subscription || ENDED.includes(subscription.status) ||
		(subscription.cancel_at_period_end && input.cancel_at_period_end !== false &&
			!input.items))
		throw invalid(`No upcoming invoices for customer: ${input.customer ??
			subscription?.customer}`, { code: 'invoice_upcoming_none', status: 404 })
	const plan = planChange(world, subscription, input)
	const isNow = plan.isReset || (input.proration_behavior === 'always_invoice' &&
		plan.lines.length > 0)
	const pending = world.all(call.account, 'invoiceitem').filter((i) => i.invoice === null &&
		i.subscription === subscription.id).map((i) => ({ ...i._line, invoice_item: i.id }))
	const lines = [...pending, ...plan.lines, ...comingLines(world, subscription, plan, isNow)]
		.map((line, i) => ({ ...line, id: `il_tmp_${i + 1}${subscription.id.slice(4)}` }))
	const draft = draftFields(world, customer, { currency: subscription.currency, lines,
		reason: isNow ? 'subscription_update' : 'upcoming', subscription,
		discount: discountNow(world, subscription), period: { start: subscription._start,
			end: subscription._end } })
	return { object: 'invoice', livemode: false, ...draft, lines: { ...inner(lines,
		'/v1/invoices/upcoming/lines'), total_count: lines.length },
	next_payment_attempt: isNow ? world.now() : subscription._end + 3600,
	subscription_proration_date: plan.instant }
}

function comingLines(world, subscription, plan, isNow) {
	if (isNow && !plan.isReset)
		return []
	const { recurring } = plan.items[0].price
	const start = isNow ? world.now() : subscription._end
	const anchor = isNow ? start : subscription.billing_cycle_anchor
	return periodLines(world, plan.items, start, periodEnd(anchor, recurring, start))
}

// The older way names everything subscription_…
const plainNames = (input) => ({ customer: input.customer, subscription: input.subscription,
	...Object.fromEntries(Object.entries(input).filter(([k]) => /^subscription_/.test(k))
		.map(([k, v]) => [k.slice('subscription_'.length), v])) })

const newerPreview = (world, call) => ({ id: 'upcoming_in_1Preview0000000000000000',
	...previewOf(world, call, { customer: call.input.customer,
		subscription: call.input.subscription, ...call.input.subscription_details }) })

export const invoiceRoutes = {
	'POST /v1/invoices': createInvoice,
	'GET /v1/invoices': (world, call) => call.page(world.all(call.account, 'invoice'),
		{ filters: ['customer', 'subscription', 'status', 'collection_method'] }),
	'GET /v1/invoices/upcoming': (world, call) =>
		previewOf(world, call, plainNames(call.input)),
	'GET /v1/invoices/upcoming/lines': (world, call) =>
		call.page(previewOf(world, call, plainNames(call.input)).lines.data),
	'POST /v1/invoices/create_preview': newerPreview,
	'GET /v1/invoices/{invoice}': find,
	'POST /v1/invoices/{invoice}': (world, call) => {
		const invoice = find(world, call)
		const { metadata, expand, ...fields } = call.input
		return world.change(invoice, { ...fields, metadata:
			mergeMetadata(invoice.metadata, metadata) }, 'invoice.updated')
	},
	'DELETE /v1/invoices/{invoice}': (world, call) => {
		const invoice = find(world, call)
		if (invoice.status !== 'draft')
			throw invalid('You can only delete draft invoices.')
		for (const item of world.all(call.account, 'invoiceitem'))
			if (item.invoice === invoice.id)
				item.invoice = null
		world.remove(invoice)
		world.emulator.emit('invoice.deleted', invoice)
		return { id: invoice.id, object: 'invoice', deleted: true }
	},
	'GET /v1/invoices/{invoice}/lines': (world, call) => call.page(find(world, call).lines.data),
	'POST /v1/invoices/{invoice}/finalize': (world, call) =>
		finalizeInvoice(world, find(world, call)),
	'POST /v1/invoices/{invoice}/pay': pay,
	'POST /v1/invoices/{invoice}/void': (world, call) => voidInvoice(world, find(world, call)),
	'POST /v1/invoices/{invoice}/mark_uncollectible': (world, call) =>
		giveUp(world, find(world, call)),
	'POST /v1/invoices/{invoice}/send': (world, call) => {
		const invoice = find(world, call)
		world.emulator.emit('invoice.sent', invoice)
		return invoice
	},
	'POST /v1/invoiceitems': createItem,
	'GET /v1/invoiceitems': (world, call) => call.page(world.all(call.account, 'invoiceitem')
		.filter((i) => !call.input.pending || i.invoice === null),
	{ filters: ['customer', 'invoice'] }),
	'GET /v1/invoiceitems/{invoiceitem}': (world, call) => world.get(call.account,
		'invoiceitem', call.params.invoiceitem, 'id', 404),
	'DELETE /v1/invoiceitems/{invoiceitem}': (world, call) => {
		const item = world.get(call.account, 'invoiceitem', call.params.invoiceitem, 'id', 404)
		if (item.invoice)
			throw invalid('You cannot delete an item of an invoice.')
		world.remove(item)
		world.emulator.emit('invoiceitem.deleted', item)
		return { id: item.id, object: 'invoiceitem', deleted: true }
	},
	'GET /v1/invoice_payments': (world, call) => call.page(
		world.all(call.account, 'invoice_payment').filter((p) => {
			const { payment, invoice } = call.input
			return (!invoice || p.invoice === invoice) && (!payment?.payment_intent ||
				p.payment.payment_intent === payment.payment_intent)
		}), { filters: ['status'] }),
	'GET /v1/invoice_payments/{invoice_payment}': (world, call) => world.get(call.account,
		'invoice_payment', call.params.invoice_payment, 'id', 404),
}
