// Captures, what is given back of them, and disputes about them.
import { capitals } from '../shared/ids.mjs'
import { notFound, unprocessable } from './errors.mjs'
import { minor, money, places } from './money.mjs'

const REFUND_SECONDS = 180 * 86400

export function book(paypal, kind, code, amount) {
	const books = paypal.state.books[code] ??= { balance: 0 }
	books[kind] = (books[kind] ?? 0) + amount
	books.balance += amount
}

const feeOf = (paypal, amount, code) => Math.min(amount, Math.round(amount *
	paypal.state.fees.percent / 100) + Math.round(paypal.state.fees.fixed *
	10 ** (places(code) - 2)))

const link = (paypal, path, rel, method = 'GET') => ({ href: `${paypal.url}${path}`, rel, method })

export function showCapture(paypal, capture) {
	const at = `/v2/payments/captures/${capture.id}`
	return { ...Object.fromEntries(Object.entries(capture)
		.filter(([name]) => !name.startsWith('_'))),
	supplementary_data: { related_ids: { order_id: capture._order } },
	links: [link(paypal, at, 'self'), link(paypal, `${at}/refund`, 'refund', 'POST'),
		link(paypal, `/v2/checkout/orders/${capture._order}`, 'up')] }
}

function tellCapture(paypal, capture, what, words) {
	paypal.emit(`PAYMENT.CAPTURE.${what}`, 'capture', '2.0', words,
		showCapture(paypal, capture))
}

function complete(paypal, capture) {
	const code = capture.amount.currency_code
	const gross = minor(capture.amount, '/amount/value')
	const fee = feeOf(paypal, gross, code)
	Object.assign(capture, { status: 'COMPLETED', update_time: paypal.clock.text(),
		seller_receivable_breakdown: { gross_amount: money(gross, code),
			paypal_fee: money(fee, code), net_amount: money(gross - fee, code) } })
	delete capture.status_details
	book(paypal, 'captures', code, gross)
	book(paypal, 'fees', code, -fee)
	tellCapture(paypal, capture, 'COMPLETED', `Payment completed for ${capture.amount.value} ${code}`)
}

/** The money of one unit of an approved order; gives it as the order shows it. */
export function makeCapture(paypal, order, unit, funding) {
	const capture = { id: capitals(paypal.random), status: 'PENDING', amount:
		{ currency_code: unit.amount.currency_code, value: unit.amount.value },
	final_capture: true, seller_protection: { status: 'ELIGIBLE', dispute_categories:
		['ITEM_NOT_RECEIVED', 'UNAUTHORIZED_TRANSACTION'] },
	...(unit.custom_id && { custom_id: unit.custom_id }),
	...(unit.invoice_id && { invoice_id: unit.invoice_id }),
	create_time: paypal.clock.text(), update_time: paypal.clock.text(),
	_order: order.id, _refunded: 0, _at: paypal.clock.now() }
	paypal.state.captures[capture.id] = capture
	if (funding.outcome === 'PENDING') {
		capture.status_details = { reason: funding.reason }
		tellCapture(paypal, capture, 'PENDING', 'Payment pending')
	} else
		complete(paypal, capture)
	return inOrder(paypal, capture)
}

function inOrder(paypal, capture) {
	const { supplementary_data: related, ...shown } = showCapture(paypal, capture)
	return shown
}

// The order shows its captures as they are.
function refresh(paypal, capture) {
	const order = paypal.state.orders[capture._order]
	for (const { payments } of order.purchase_units) {
		if (!payments)
			continue
		payments.captures = payments.captures.map((c) => (c.id === capture.id
			? inOrder(paypal, capture) : c))
		const refunds = Object.values(paypal.state.refunds)
			.filter((r) => payments.captures.some((c) => c.id === r._capture))
		if (refunds.length)
			payments.refunds = refunds.map((r) => showRefund(paypal, r))
	}
}

/** A pending capture is decided: completed or denied. */
export function settleCapture(paypal, capture, how) {
	if (capture.status !== 'PENDING')
		throw new Error(`the capture is ${capture.status}`)
	if (how === 'completed')
		complete(paypal, capture)
	else {
		Object.assign(capture, { status: 'DECLINED', update_time: paypal.clock.text() })
		delete capture.status_details
		tellCapture(paypal, capture, 'DENIED', 'Payment denied')
	}
	refresh(paypal, capture)
	return capture
}

/** The money is taken back by PayPal, without a refund of ours. */
export function reverseCapture(paypal, capture) {
	const code = capture.amount.currency_code
	const rest = minor(capture.amount, '/amount/value') - capture._refunded
	if (rest <= 0 || !['COMPLETED', 'PARTIALLY_REFUNDED'].includes(capture.status))
		throw new Error(`the capture is ${capture.status}`)
	book(paypal, 'reversals', code, -rest)
	Object.assign(capture, { status: 'REFUNDED', _refunded: capture._refunded + rest,
		update_time: paypal.clock.text() })
	refresh(paypal, capture)
	tellCapture(paypal, capture, 'REVERSED', `A ${capture.amount.value} ${code} capture payment was reversed`)
	return capture
}

// --- refunds -------------------------------------------------------------------------
export function showRefund(paypal, refund) {
	return { ...Object.fromEntries(Object.entries(refund)
		.filter(([name]) => !name.startsWith('_'))),
	links: [link(paypal, `/v2/payments/refunds/${refund.id}`, 'self'),
		link(paypal, `/v2/payments/captures/${refund._capture}`, 'up')] }
}

function refundAmount(paypal, capture, asked) {
	const code = capture.amount.currency_code
	const rest = minor(capture.amount, '/amount/value') - capture._refunded
	if (capture.status === 'PENDING')
		throw unprocessable('PENDING_CAPTURE')
	if (!['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(capture.status))
		throw unprocessable('REFUND_NOT_ALLOWED')
	if (rest === 0)
		throw unprocessable('CAPTURE_FULLY_REFUNDED')
	if (capture._at + REFUND_SECONDS < paypal.clock.now())
		throw unprocessable('REFUND_TIME_LIMIT_EXCEEDED')
	if (!asked)
		return rest
	if (asked.currency_code !== code)
		throw unprocessable('REFUND_CAPTURE_CURRENCY_MISMATCH', { field: '/amount/currency_code',
			value: asked.currency_code, location: 'body' })
	const amount = minor(asked, '/amount/value')
	if (amount > rest)
		throw unprocessable('REFUND_AMOUNT_EXCEEDED', { field: '/amount/value',
			value: asked.value, location: 'body' })
	return amount
}

/** Give back of a capture: { amount, invoice_id, custom_id, note_to_payer }. */
export function makeRefund(paypal, capture, { amount: asked, invoice_id: invoice,
	custom_id: custom, note_to_payer: note } = {}) {
	const code = capture.amount.currency_code
	const amount = refundAmount(paypal, capture, asked)
	const total = money(capture._refunded + amount, code)
	const now = paypal.clock.text()
	const refund = { id: capitals(paypal.random), status: 'PENDING', amount: money(amount, code),
		...(invoice && { invoice_id: invoice }), ...(custom && { custom_id: custom }),
		...(note && { note_to_payer: note }), seller_payable_breakdown: {
			gross_amount: money(amount, code), paypal_fee: money(0, code),
			net_amount: money(amount, code), total_refunded_amount: total },
		create_time: now, update_time: now, _capture: capture.id }
	paypal.state.refunds[refund.id] = refund
	capture._refunded += amount
	book(paypal, 'refunds', code, -amount)
	markRefunded(paypal, capture)
	if (paypal.state.refund_status === 'PENDING')
		Object.assign(refund, { status_details: { reason: 'ECHECK' } })
	else
		settleRefund(paypal, refund, 'COMPLETED')
	refresh(paypal, capture)
	return refund
}

function markRefunded(paypal, capture) {
	const total = minor(capture.amount, '/amount/value')
	capture.status = capture._refunded === 0 ? 'COMPLETED'
		: capture._refunded < total ? 'PARTIALLY_REFUNDED' : 'REFUNDED'
	capture.update_time = paypal.clock.text()
}

/** A pending refund is decided: COMPLETED, or FAILED and the money is back. */
export function settleRefund(paypal, refund, status) {
	if (refund.status !== 'PENDING')
		throw new Error(`the refund is ${refund.status}`)
	const capture = paypal.state.captures[refund._capture]
	const code = refund.amount.currency_code
	const amount = minor(refund.amount, '/amount/value')
	Object.assign(refund, { status, update_time: paypal.clock.text() })
	delete refund.status_details
	if (status === 'FAILED') {
		capture._refunded -= amount
		book(paypal, 'refunds', code, amount)
		markRefunded(paypal, capture)
		paypal.emit('PAYMENT.REFUND.FAILED', 'refund', '2.0', 'A refund failed',
			showRefund(paypal, refund))
	} else
		paypal.emit('PAYMENT.CAPTURE.REFUNDED', 'refund', '2.0',
			`A ${refund.amount.value} ${code} capture payment was refunded`,
			showRefund(paypal, refund))
	refresh(paypal, capture)
	return refund
}

// --- disputes --------------------------------------------------------------------------
export function openDispute(paypal, capture, { reason = 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
	amount = capture.amount }) {
	const dispute = { dispute_id: `PP-D-${capitals(paypal.random, 5)}`,
		create_time: paypal.clock.text(), update_time: paypal.clock.text(),
		disputed_transactions: [{ seller_transaction_id: capture.id, buyer_transaction_id:
			capitals(paypal.random), ...(capture.custom_id && { custom: capture.custom_id }),
		...(capture.invoice_id && { invoice_number: capture.invoice_id }) }],
		reason, status: 'OPEN', dispute_amount: amount, dispute_life_cycle_stage: 'INQUIRY',
		dispute_channel: 'INTERNAL', messages: [], _capture: capture.id }
	paypal.state.disputes[dispute.dispute_id] = dispute
	tellDispute(paypal, dispute, 'CREATED', 'A new dispute opened with Case # ')
	return dispute
}

function tellDispute(paypal, dispute, what, words) {
	paypal.emit(`CUSTOMER.DISPUTE.${what}`, 'dispute', '1.0', words + dispute.dispute_id,
		Object.fromEntries(Object.entries(dispute).filter(([name]) => !name.startsWith('_'))))
}

/** The case is decided: won by the seller, or lost and the money goes. */
export function closeDispute(paypal, dispute, how) {
	if (dispute.status === 'RESOLVED')
		throw new Error('the dispute is resolved')
	Object.assign(dispute, { status: 'RESOLVED', update_time: paypal.clock.text(),
		dispute_outcome: { outcome_code: how === 'won' ? 'RESOLVED_SELLER_FAVOUR'
			: 'RESOLVED_BUYER_FAVOUR', ...(how !== 'won' &&
				{ amount_refunded: dispute.dispute_amount }) } })
	tellDispute(paypal, dispute, 'RESOLVED', 'A dispute was resolved with case # ')
	if (how !== 'won')
		reverseCapture(paypal, paypal.state.captures[dispute._capture])
	return dispute
}

const find = (paypal, kind, id) => {
	if (!Object.hasOwn(paypal.state[kind], id))
		throw notFound()
	return paypal.state[kind][id]
}

const shortRefund = (paypal, refund) => ({ id: refund.id, status: refund.status,
	links: showRefund(paypal, refund).links })

const refundBody = (paypal, call, refund) => (/return=representation/
	.test(call.headers.prefer ?? '') ? showRefund(paypal, refund) : shortRefund(paypal, refund))

export const captureRoutes = {
	'GET /v2/payments/captures/{capture_id}': (paypal, call) => ({ status: 200,
		body: showCapture(paypal, find(paypal, 'captures', call.params.capture_id)) }),
	'POST /v2/payments/captures/{capture_id}/refund': (paypal, call) => {
		const refund = makeRefund(paypal, find(paypal, 'captures', call.params.capture_id),
			call.json)
		return { status: 201, object: refund.id, body: refundBody(paypal, call, refund) }
	},
	'GET /v2/payments/refunds/{refund_id}': (paypal, call) => ({ status: 200,
		body: showRefund(paypal, find(paypal, 'refunds', call.params.refund_id)) }),
}

/** The answer to a repeated refund: how it is by now. */
export const repeatRefund = (paypal, call, id) => ({ status: 200,
	body: refundBody(paypal, call, paypal.state.refunds[id]) })
