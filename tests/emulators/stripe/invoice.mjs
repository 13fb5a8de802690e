// Invoices: drafts with lines, made final, paid or not.
import { inner } from './answer.mjs'
import { discountOf } from './catalogue.mjs'
import { invalid } from './errors.mjs'
import { attempt, cancelPayment, startPayment } from './payment.mjs'

const DAY = 86400

/** Sums of lines, discounts spread over them: { subtotal, total, … }. */
export function sumUp(lines, discount, currency) {
	const subtotal = lines.reduce((sum, l) => sum + l.amount, 0)
	const coupon = discount?.coupon
	let off = 0
	for (const line of lines) {
		const part = !coupon ? 0 : coupon.percent_off !== null
			? Math.sign(line.amount) * discountOf(coupon, Math.abs(line.amount), currency)
			: line.amount <= 0 ? 0 : Math.min(line.amount,
				discountOf(coupon, subtotal, currency) - off)
		line.discount_amounts = part ? [{ amount: part, discount: discount.id }] : []
		off += part
	}
	return { subtotal, subtotal_excluding_tax: subtotal, total: subtotal - off,
		total_excluding_tax: subtotal - off, discount: discount ?? null,
		discounts: discount ? [discount.id] : [],
		total_discount_amounts: off ? [{ amount: off, discount: discount.id }] : [] }
}

/** What an invoice has before anybody asked for money. */
export function draftFields(world, customer, { currency, reason, subscription = null, lines,
	discount = null, period }) {
	const sums = sumUp(lines, discount, currency)
	const balance = customer.balance
	const due = Math.max(0, sums.total + balance)
	return { account_country: 'US', account_name: 'Belay', account_tax_ids: null,
		amount_due: due, amount_overpaid: 0, amount_paid: 0, amount_remaining: due,
		amount_shipping: 0, application: null, application_fee_amount: null, attempt_count: 0,
		attempted: false, auto_advance: true, automatic_tax: { enabled: false,
			liability: null, status: null }, automatically_finalizes_at: null,
		billing_reason: reason, charge: null, collection_method: 'charge_automatically',
		created: world.now(), currency, custom_fields: null, customer: customer.id,
		customer_address: customer.address, customer_email: customer.email,
		customer_name: customer.name, customer_phone: customer.phone,
		customer_shipping: customer.shipping, customer_tax_exempt: 'none',
		customer_tax_ids: [], default_payment_method: null, default_source: null,
		default_tax_rates: [], description: null, ...sums, due_date: null,
		effective_at: null, ending_balance: null, footer: null, from_invoice: null,
		hosted_invoice_url: null, invoice_pdf: null, issuer: { type: 'self' },
		last_finalization_error: null, latest_revision: null, metadata: {},
		next_payment_attempt: null, number: null, on_behalf_of: null, paid: false,
		paid_out_of_band: false, payment_intent: null, payment_settings: {
			default_mandate: null, payment_method_options: null, payment_method_types: null },
		period_end: period?.end ?? world.now(), period_start: period?.start ?? world.now(),
		post_payment_credit_notes_amount: 0, pre_payment_credit_notes_amount: 0, quote: null,
		receipt_number: null, rendering_options: null, shipping_cost: null,
		shipping_details: null, starting_balance: balance, statement_descriptor: null,
		status: 'draft', status_transitions: { finalized_at: null,
			marked_uncollectible_at: null, paid_at: null, voided_at: null },
		subscription: subscription?.id ?? null, subscription_details: { metadata:
			subscription?.metadata ?? null }, tax: null, test_clock: null, total_taxes: [],
		total_tax_amounts: [], transfer_data: null, webhooks_delivered_at: world.now(),
		_subscription_metadata: subscription?.metadata ?? {} }
}

/** A draft of these lines and of the customer's pending items; tells of it. */
export function makeInvoice(world, customer, { lines, ...more }) {
	const account = customer._account
	const pending = world.all(account, 'invoiceitem').reverse().filter((i) =>
		i.customer === customer.id && i.invoice === null &&
		(i.subscription ?? null) === (more.subscription?.id ?? i.subscription ?? null))
	const all = [...pending.map((item) => ({ ...item._line, invoice_item: item.id })), ...lines]
		.map((line) => ({ ...line, id: world.newId('line_item') }))
	const invoice = world.make(account, 'invoice', draftFields(world, customer,
		{ ...more, lines: all }))
	for (const item of pending)
		item.invoice = invoice.id
	for (const line of all)
		line.invoice = invoice.id
	invoice.lines = { ...inner(all, `/v1/invoices/${invoice.id}/lines`), total_count: all.length }
	Object.assign(invoice, { application_fee_amount: feeOf(more.subscription, invoice),
		transfer_data: more.subscription?.transfer_data ?? null })
	world.emulator.emit('invoice.created', invoice)
	return invoice
}

const feeOf = (subscription, invoice) => (subscription?.application_fee_percent
	? Math.round(invoice.total * subscription.application_fee_percent / 100) : null)

/** Final: it has a number, the customer's balance is used, money may be asked for. */
export function finalizeInvoice(world, invoice, intent = null) {
	if (invoice.status !== 'draft')
		throw invalid('This invoice is already finalized, you can\'t re-finalize a non-draft ' +
			'invoice.', { code: 'invoice_not_editable' })
	const customer = world.any(invoice.customer)
	const balance = customer.balance
	const due = Math.max(0, invoice.total + balance)
	const rest = invoice.total + balance - due
	Object.assign(invoice, { status: 'open', amount_due: due, amount_remaining: due,
		starting_balance: balance, ending_balance: rest, effective_at: world.now(),
		number: `${customer.invoice_prefix}-${String(customer.next_invoice_sequence++)
			.padStart(4, '0')}`,
		status_transitions: { ...invoice.status_transitions, finalized_at: world.now() },
		hosted_invoice_url: `${world.emulator.url}/i/${invoice.id}`,
		invoice_pdf: `${world.emulator.url}/i/${invoice.id}/pdf` })
	if (rest !== balance)
		world.change(customer, { balance: rest }, 'customer.updated')
	if (due > 0) {
		const found = intent ?? startPayment(world, invoice._account, { amount: due,
			currency: invoice.currency, customer: customer.id, invoice: invoice.id,
			description: `Subscription ${invoice.billing_reason}`,
			application_fee_amount: invoice.application_fee_amount,
			transfer_data: invoice.transfer_data })
		Object.assign(found, { invoice: invoice.id, customer: customer.id, amount: due })
		invoice.payment_intent = found.id
		world.make(invoice._account, 'invoice_payment', { amount_paid: null,
			amount_requested: due, currency: invoice.currency, invoice: invoice.id,
			is_default: true, payment: { payment_intent: found.id, type: 'payment_intent' },
			status: 'open', status_transitions: { canceled_at: null, paid_at: null } })
	}
	world.emulator.emit('invoice.finalized', invoice)
	if (due === 0)
		markPaid(world, invoice)
	return invoice
}

/** The money of an invoice has come. */
export function markPaid(world, invoice, { outOfBand = false } = {}) {
	const intent = world.any(invoice.payment_intent)
	const before = structuredClone(invoice)
	Object.assign(invoice, { status: 'paid', paid: true, paid_out_of_band: outOfBand,
		amount_paid: invoice.amount_due, amount_remaining: 0, attempted: true,
		charge: intent?.latest_charge ?? null, next_payment_attempt: null,
		status_transitions: { ...invoice.status_transitions, paid_at: world.now() } })
	world.clock.forget('invoice.retry', invoice.id)
	const payment = world.all(invoice._account, 'invoice_payment')
		.find((p) => p.invoice === invoice.id)
	if (payment) {
		Object.assign(payment, { status: 'paid', amount_paid: invoice.amount_paid,
			status_transitions: { canceled_at: null, paid_at: world.now() } })
		world.emulator.emit('invoice_payment.paid', payment)
	}
	world.emulator.emit('invoice.updated', invoice, { before })
	world.emulator.emit('invoice.paid', invoice)
	world.emulator.emit('invoice.payment_succeeded', invoice)
}

function markFailed(world, invoice, retryAt) {
	Object.assign(invoice, { next_payment_attempt: retryAt })
	if (retryAt)
		world.clock.at(retryAt, 'invoice.retry', invoice.id)
	world.emulator.emit('invoice.payment_failed', invoice)
}

/** Ask for an open invoice's money; gives what attempt gives, or 'paid'. */
export function payInvoice(world, invoice, method, { occasion = 'later', retryAt = null } = {}) {
	if (invoice.amount_due === 0 || invoice.status === 'paid')
		return 'paid'
	Object.assign(invoice, { attempted: true, attempt_count: invoice.attempt_count + 1 })
	if (!method) {
		markFailed(world, invoice, retryAt)
		return { code: 'no_payment_method', message: 'There is no payment method.' }
	}
	const result = attempt(world, world.any(invoice.payment_intent), method, occasion)
	invoice.charge = world.any(invoice.payment_intent).latest_charge
	if (result === 'succeeded') {
		markPaid(world, invoice)
		return 'paid'
	}
	if (result === 'requires_action')
		world.emulator.emit('invoice.payment_action_required', invoice)
	if (result !== 'processing')
		markFailed(world, invoice, retryAt)
	return result
}

/** The method an invoice is paid by: its own, the subscription's, the customer's. */
export function methodFor(world, invoice) {
	const subscription = world.any(invoice.subscription)
	const customer = world.any(invoice.customer)
	const id = invoice.default_payment_method ?? subscription?.default_payment_method ??
		customer.invoice_settings.default_payment_method
	return world.any(id) ?? null
}

/** When the n-th failed try is followed by another, or null: days in state. */
export function nextTry(world, invoice) {
	const days = world.state.retry_days[invoice.attempt_count]
	return days === undefined ? null : world.now() + days * DAY
}

export function voidInvoice(world, invoice) {
	if (!['open', 'uncollectible'].includes(invoice.status))
		throw invalid(`You can only void an invoice that is open or uncollectible; this one is ${
			invoice.status}.`)
	dropPayment(world, invoice)
	return world.change(invoice, { status: 'void', next_payment_attempt: null,
		status_transitions: { ...invoice.status_transitions, voided_at: world.now() } },
	'invoice.voided')
}

export function giveUp(world, invoice) {
	if (invoice.status !== 'open')
		throw invalid(`Only open invoices can be marked uncollectible; this one is ${
			invoice.status}.`)
	return world.change(invoice, { status: 'uncollectible', next_payment_attempt: null,
		status_transitions: { ...invoice.status_transitions,
			marked_uncollectible_at: world.now() } }, 'invoice.marked_uncollectible')
}

function dropPayment(world, invoice) {
	world.clock.forget('invoice.retry', invoice.id)
	const intent = world.any(invoice.payment_intent)
	if (intent && ['requires_payment_method', 'requires_action'].includes(intent.status))
		cancelPayment(world, intent, 'void_invoice')
}
