// Orders: made by the site, approved by the buyer, captured by the site.
import { accountId, capitals } from '../shared/ids.mjs'
import { makeCapture } from './capture.mjs'
import { Refusal, notFound, unprocessable } from './errors.mjs'
import { checkUnit, minor } from './money.mjs'

const KEPT_SECONDS = 6 * 3600
const OVER = ['COMPLETED', 'VOIDED']
// What the buyer may pay with, and what a capture becomes then.
export const FUNDING = {
	balance: { words: 'PayPal balance: pays', outcome: 'COMPLETED' },
	declined: { words: 'A card that is declined', outcome: 'DECLINED' },
	echeck: { words: 'A bank account (eCheck): stays pending', outcome: 'PENDING',
		reason: 'ECHECK' },
	review: { words: 'A payment that PayPal reviews first: stays pending',
		outcome: 'PENDING', reason: 'PENDING_REVIEW' },
}

export const isWaiting = (order) => ['CREATED', 'PAYER_ACTION_REQUIRED'].includes(order.status)

export function findOrder(paypal, id) {
	const order = paypal.state.orders[id]
	if (!order || (!OVER.includes(order.status) &&
		order._made + KEPT_SECONDS <= paypal.clock.now()))
		throw notFound()
	return order
}

function linksOf(paypal, order) {
	const self = `${paypal.url}/v2/checkout/orders/${order.id}`
	const approve = { href: `${paypal.url}/checkoutnow?token=${order.id}`,
		rel: order._wallet ? 'payer-action' : 'approve', method: 'GET' }
	const capture = { href: `${self}/capture`, rel: 'capture', method: 'POST' }
	const update = { href: self, rel: 'update', method: 'PATCH' }
	const links = [{ href: self, rel: 'self', method: 'GET' }]
	if (isWaiting(order))
		links.push(approve, update, capture)
	else if (order.status === 'APPROVED')
		links.push(update, capture)
	return links
}

/** An order as it is shown: whole, or its id, status and links. */
export function showOrder(paypal, order, isMinimal = false) {
	const shown = Object.fromEntries(Object.entries(order)
		.filter(([name]) => !name.startsWith('_')))
	return { ...(isMinimal ? { id: order.id, status: order.status,
		...(order.payment_source && { payment_source: order.payment_source }) } : shown),
	links: linksOf(paypal, order) }
}

const isWhole = (call) => /return=representation/.test(call.headers.prefer ?? '')

function checkUnits(units) {
	const references = units.map((u) => u.reference_id ?? 'default')
	if (new Set(references).size < units.length)
		throw unprocessable('DUPLICATE_REFERENCE_ID', { field: '/purchase_units' })
	if (new Set(units.map((u) => u.amount.currency_code)).size > 1)
		throw unprocessable('MULTI_CURRENCY_ORDER', { field: '/purchase_units' })
	units.forEach((unit, i) => checkUnit(unit, `/purchase_units/${i}`))
}

function createOrder(paypal, call) {
	const { intent, purchase_units: units, payment_source: source,
		application_context: context } = call.json
	if (intent !== 'CAPTURE')
		throw unprocessable('UNSUPPORTED_INTENT', { field: '/intent', value: intent })
	if (source && !source.paypal)
		throw unprocessable('NOT_SUPPORTED', { field: '/payment_source' })
	if (source && !call.requestKey)
		throw new Refusal(400, [{ issue: 'PAYPAL_REQUEST_ID_REQUIRED', description:
			'A PayPal-Request-Id is required if you are trying to process payment for an Order.' }])
	checkUnits(units)
	const id = capitals(paypal.random)
	const experience = source?.paypal?.experience_context ?? context ?? {}
	const order = { id, intent, status: source ? 'PAYER_ACTION_REQUIRED' : 'CREATED',
		...(source && { payment_source: { paypal: {} } }),
		purchase_units: units.map((unit) => ({ reference_id: 'default', ...unit,
			payee: unit.payee ?? { email_address: 'seller@business.example.com',
				merchant_id: 'BELAYSELLER22' } })),
		create_time: paypal.clock.text(), _made: paypal.clock.now(), _wallet: Boolean(source),
		_return: experience.return_url ?? null, _cancel: experience.cancel_url ?? null,
		_funding: null }
	paypal.state.orders[id] = order
	return { status: 201, object: order.id, body: showOrder(paypal, order, !isWhole(call)) }
}

/** The buyer says yes, and with what. */
export function approveOrder(paypal, order, funding, { email = 'buyer@example.com' } = {}) {
	if (!isWaiting(order) && order.status !== 'APPROVED')
		throw new Error(`the order is ${order.status}`)
	order.status = 'APPROVED'
	order._funding = funding
	order.payer = { name: { given_name: 'Bea', surname: 'Buyer' }, email_address: email,
		payer_id: order.payer?.payer_id ?? accountId(paypal.random),
		address: { country_code: 'US' } }
	order.payment_source = { paypal: { email_address: email, account_id: order.payer.payer_id,
		account_status: 'VERIFIED', name: order.payer.name,
		address: { country_code: 'US' } } }
	order.update_time = paypal.clock.text()
	paypal.emit('CHECKOUT.ORDER.APPROVED', 'checkout-order', '2.0',
		'An order has been approved by buyer', showOrder(paypal, order))
	return returnUrl(order)
}

function withQuery(address, values) {
	const url = new URL(address)
	for (const [name, value] of Object.entries(values))
		url.searchParams.set(name, value)
	return url.href
}

const returnUrl = (order) => order._return && withQuery(order._return,
	{ token: order.id, PayerID: order.payer.payer_id })

export const cancelUrl = (order) => order._cancel && withQuery(order._cancel,
	{ token: order.id })

function checkInvoice(paypal, unit) {
	if (!unit.invoice_id)
		return
	if (Object.values(paypal.state.captures).some((c) => c.invoice_id === unit.invoice_id))
		throw unprocessable('DUPLICATE_INVOICE_ID')
}

function captureOrder(paypal, call) {
	const order = findOrder(paypal, call.params.id)
	if (order.status === 'COMPLETED')
		throw unprocessable('ORDER_ALREADY_CAPTURED')
	if (order.status !== 'APPROVED')
		throw unprocessable('ORDER_NOT_APPROVED')
	order.purchase_units.forEach((unit) => checkInvoice(paypal, unit))
	const funding = FUNDING[order._funding]
	if (funding.outcome === 'DECLINED') {
		order.status = 'PAYER_ACTION_REQUIRED'
		throw unprocessable('INSTRUMENT_DECLINED', {}, [{ rel: 'redirect', method: 'GET',
			href: `${paypal.url}/checkoutnow?token=${order.id}` }])
	}
	for (const unit of order.purchase_units)
		unit.payments = { captures: [makeCapture(paypal, order, unit, funding)] }
	order.status = 'COMPLETED'
	order.update_time = paypal.clock.text()
	paypal.emit('CHECKOUT.ORDER.COMPLETED', 'checkout-order', '2.0',
		'Checkout Order Completed', showOrder(paypal, order))
	return { status: 201, object: order.id, body: captured(paypal, order, !isWhole(call)) }
}

// Even the short answer to a capture tells of the captures.
function captured(paypal, order, isMinimal) {
	if (!isMinimal)
		return showOrder(paypal, order)
	return { id: order.id, status: order.status, payment_source: order.payment_source,
		purchase_units: order.purchase_units.map((unit) => ({ reference_id: unit.reference_id,
			payments: unit.payments })), payer: order.payer, links: linksOf(paypal, order) }
}

const UNIT_FIELDS = ['amount', 'custom_id', 'invoice_id', 'description', 'soft_descriptor',
	'items']

function patchOrder(paypal, call) {
	const order = findOrder(paypal, call.params.id)
	if (OVER.includes(order.status))
		throw unprocessable('ORDER_COMPLETED_OR_VOIDED')
	const units = structuredClone(order.purchase_units)
	for (const { op, path, value } of call.json) {
		const m = /^\/purchase_units\/@reference_id=='([^']+)'\/([a-z_]+)$/.exec(path)
		const unit = m && units.find((u) => u.reference_id === m[1])
		if (!unit || !UNIT_FIELDS.includes(m[2]))
			throw unprocessable('NOT_PATCHABLE', { field: path })
		if (op === 'remove')
			delete unit[m[2]]
		else
			unit[m[2]] = value
	}
	checkUnits(units)
	order.purchase_units = units
	return { status: 204, object: order.id }
}

export const orderRoutes = {
	'POST /v2/checkout/orders': createOrder,
	'GET /v2/checkout/orders/{id}': (paypal, call) => ({ status: 200,
		body: showOrder(paypal, findOrder(paypal, call.params.id)) }),
	'PATCH /v2/checkout/orders/{id}': patchOrder,
	'POST /v2/checkout/orders/{id}/capture': captureOrder,
}

/** The answer to a repeated request: how things are by now. */
export function repeatOrder(paypal, call, id) {
	const order = findOrder(paypal, id)
	return { status: 200, body: /capture$/.test(call.path)
		? captured(paypal, order, !isWhole(call))
		: showOrder(paypal, order, !isWhole(call)) }
}

/** What the buyer pays, all units together. */
export const totalOf = (order) => order.purchase_units.reduce((sum, unit) =>
	sum + minor(unit.amount, '/amount/value'), 0)
