// Payment intents and the charges they lead to.
import { letters } from '../shared/ids.mjs'
import { amountText } from '../shared/page.mjs'
import { book, feeOf, settledAt } from './balance.mjs'
import { Refusal, declined, invalid } from './errors.mjs'
import { inner } from './answer.mjs'
import { mergeMetadata } from './world.mjs'
import { forwardCharge } from './destination.mjs'

const LEAST = { usd: 50, eur: 50, gbp: 30, chf: 50, cad: 50, aud: 50, jpy: 50, sek: 300,
	nok: 300, dkk: 250, pln: 200, mxn: 1000, inr: 50, hkd: 400, sgd: 50, nzd: 50, brl: 50 }
const MOST = 99999999
const SETTLE_SECONDS = 3 * 86400

export function checkAmount(amount, currency, param) {
	if (amount < (LEAST[currency] ?? 1))
		throw invalid(`Amount must be at least ${amountText(LEAST[currency] ?? 1, currency)}`,
			{ code: 'amount_too_small', param })
	if (amount > MOST)
		throw invalid(`Amount must be no more than ${amountText(MOST, currency)}`,
			{ code: 'amount_too_large', param })
}

/** A payment intent that waits for a method; tells of it. */
export function startPayment(world, account, { amount, currency, ...more }) {
	const id = world.newId('payment_intent')
	const intent = world.make(account, 'payment_intent', { id, amount, amount_capturable: 0,
		amount_details: { tip: {} }, amount_received: 0, application: null,
		application_fee_amount: null, automatic_payment_methods: null, canceled_at: null,
		cancellation_reason: null, capture_method: 'automatic',
		client_secret: `${id}_secret_${letters(world.emulator.random, 25)}`,
		confirmation_method: 'automatic', currency, customer: null, description: null,
		invoice: null, last_payment_error: null, latest_charge: null, metadata: {},
		next_action: null, on_behalf_of: null, payment_method: null,
		payment_method_options: {}, payment_method_types: ['card'], processing: null,
		receipt_email: null, review: null, setup_future_usage: null, shipping: null,
		statement_descriptor: null, statement_descriptor_suffix: null,
		status: 'requires_payment_method', transfer_data: null, transfer_group: null,
		...more })
	world.emulator.emit('payment_intent.created', intent)
	return intent
}

function makeCharge(world, intent, method, more) {
	const charge = world.make(intent._account, 'charge', { amount: intent.amount,
		amount_captured: 0, amount_refunded: 0, application: null, application_fee: null,
		application_fee_amount: intent.application_fee_amount, balance_transaction: null,
		billing_details: method.billing_details, calculated_statement_descriptor: 'BELAY',
		captured: false, currency: intent.currency, customer: intent.customer,
		description: intent.description, disputed: false, failure_balance_transaction: null,
		failure_code: null, failure_message: null, fraud_details: {},
		invoice: intent.invoice, metadata: { ...intent.metadata },
		on_behalf_of: intent.on_behalf_of, outcome: null, paid: false,
		payment_intent: intent.id, payment_method: method.id,
		payment_method_details: { type: method.type, [method.type]: method[method.type] },
		receipt_email: intent.receipt_email, receipt_number: null, receipt_url: null,
		refunded: false, review: null, shipping: null, source_transfer: null,
		statement_descriptor: null, statement_descriptor_suffix: null, status: 'pending',
		transfer_data: intent.transfer_data, transfer_group: intent.transfer_group, ...more })
	intent.latest_charge = charge.id
	return charge
}

const HELD_SECONDS = 7 * 86400
const ACCEPTED = { network_status: 'approved_by_network', reason: null, risk_level: 'normal',
	risk_score: 21, seller_message: 'Payment complete.', type: 'authorized' }

// The bank holds the money until it is captured, a week at most.
function authorise(world, intent, charge) {
	Object.assign(charge, { paid: true, outcome: ACCEPTED, status: 'succeeded' })
	Object.assign(intent, { amount_capturable: intent.amount, status: 'requires_capture',
		last_payment_error: null, next_action: null })
	world.clock.at(world.now() + HELD_SECONDS, 'payment.release', intent.id)
	world.emulator.emit('charge.succeeded', charge)
	world.emulator.emit('payment_intent.amount_capturable_updated', intent)
}

/** Take what is held, or a part; the rest is let go. */
export function capturePayment(world, intent, amount = intent.amount_capturable) {
	if (intent.status !== 'requires_capture')
		throw invalid(`This PaymentIntent could not be captured because it has a status of ${
			intent.status}. Only a PaymentIntent with one of the following statuses may be ` +
			'captured: requires_capture.', { code: 'payment_intent_unexpected_state' })
	if (amount < 1 || amount > intent.amount_capturable)
		throw invalid('The amount to capture must be at most the amount that is held.',
			{ code: 'amount_too_large', param: 'amount_to_capture' })
	world.clock.forget('payment.release', intent.id)
	const charge = world.any(intent.latest_charge)
	const before = structuredClone(charge)
	intent.amount_capturable = 0
	bookCharge(world, intent, charge, amount)
	world.change(charge, { amount_refunded: charge.amount - amount })
	world.emulator.emit('charge.captured', charge, { before })
	world.emulator.emit('payment_intent.succeeded', intent)
	world.emulator.onSettled(intent, 'captured')
	return intent
}

function bookCharge(world, intent, charge, amount) {
	const line = book(world, intent._account, { type: charge.payment_method_details.type ===
		'card' ? 'charge' : 'payment', amount, at: settledAt(world),
	fee: feeOf(world, amount, charge.currency), currency: charge.currency,
	source: charge.id, description: charge.description })
	Object.assign(charge, { amount_captured: amount, captured: true, paid: true,
		balance_transaction: line.id, outcome: ACCEPTED, status: 'succeeded',
		receipt_url: `${world.emulator.url}/receipts/${charge.id}` })
	Object.assign(intent, { amount_received: amount, status: 'succeeded',
		last_payment_error: null, next_action: null, processing: null })
	forwardCharge(world, intent, charge)
}

function succeed(world, intent, charge) {
	const before = structuredClone(charge)
	bookCharge(world, intent, charge, charge.amount)
	world.emulator.emit('charge.succeeded', charge, before.status === 'pending' &&
		before.created < world.now() ? { before } : {})
	world.emulator.emit('payment_intent.succeeded', intent)
}

// As the intent asks for it: taken, or held.
function accept(world, intent, charge) {
	if (intent.capture_method === 'manual') {
		authorise(world, intent, charge)
		return 'requires_capture'
	}
	succeed(world, intent, charge)
	return 'succeeded'
}

function fail(world, intent, charge, method, reason) {
	const error = declined(reason, { charge: charge.id, payment_method: method })
	Object.assign(charge, { status: 'failed', failure_code: error.code,
		failure_message: error.message, outcome: { ...ACCEPTED, type: 'issuer_declined',
			network_status: 'declined_by_network', reason,
			seller_message: 'The bank did not return any further details with this decline.' } })
	Object.assign(intent, { status: 'requires_payment_method', last_payment_error: error,
		payment_method: null, next_action: null, processing: null })
	world.emulator.emit('charge.failed', charge)
	world.emulator.emit('payment_intent.payment_failed', intent)
	return error
}

/** Try to take the money by a method; gives 'succeeded', 'processing',
 * 'requires_action', 'requires_capture', or the error. `occasion` is first or later (nobody there). */
export function attempt(world, intent, method, occasion = 'first') {
	const outcome = method._outcome[occasion] ?? method._outcome.first
	intent.payment_method = method.id
	intent.payment_method_types = [method.type]
	if (outcome === 'authenticate') {
		Object.assign(intent, { status: 'requires_action', next_action: {
			type: 'use_stripe_sdk', use_stripe_sdk: {} } })
		world.emulator.emit('payment_intent.requires_action', intent)
		return 'requires_action'
	}
	const charge = makeCharge(world, intent, method, {})
	if (outcome === 'pays')
		return accept(world, intent, charge)
	if (!outcome.startsWith('settles'))
		return fail(world, intent, charge, method, outcome)
	Object.assign(intent, { status: 'processing' })
	world.emulator.emit('charge.pending', charge)
	world.emulator.emit('payment_intent.processing', intent)
	world.clock.at(world.now() + SETTLE_SECONDS, 'payment.settle', intent.id,
		outcome === 'settles' ? 'succeeded' : 'failed')
	return 'processing'
}

/** The person at the bank's page said yes or no. */
export function authenticate(world, intent, isYes) {
	const method = world.any(intent.payment_method)
	const charge = makeCharge(world, intent, method, {})
	return isYes ? accept(world, intent, charge)
		: fail(world, intent, charge, method, 'authentication_required')
}

/** A delayed method's answer has come; who waits for it is told by `onSettled`. */
export function settlePayment(world, id, how) {
	const intent = world.any(id)
	if (!intent || intent.status !== 'processing')
		return
	world.clock.forget('payment.settle', id)
	const charge = world.any(intent.latest_charge)
	if (how === 'succeeded')
		succeed(world, intent, charge)
	else
		fail(world, intent, charge, world.any(charge.payment_method), 'insufficient_funds')
	world.emulator.onSettled(intent, how)
}

export function cancelPayment(world, intent, reason = null) {
	if (['succeeded', 'canceled', 'processing'].includes(intent.status))
		throw invalid('You cannot cancel this PaymentIntent because it has a status of ' +
			`${intent.status}.`, { code: 'payment_intent_unexpected_state' })
	if (intent.status === 'requires_capture')
		letGo(world, intent)
	Object.assign(intent, { status: 'canceled', canceled_at: world.now(),
		cancellation_reason: reason, next_action: null })
	world.emulator.emit('payment_intent.canceled', intent)
	return intent
}

// Nothing was taken: the hold is shown as given back, without moving money.
function letGo(world, intent) {
	world.clock.forget('payment.release', intent.id)
	intent.amount_capturable = 0
	const charge = world.any(intent.latest_charge)
	world.change(charge, { amount_refunded: charge.amount, refunded: true }, 'charge.refunded')
}

/** A hold that nobody captured in time. */
export function releasePayment(world, id) {
	const intent = world.any(id)
	if (intent.status === 'requires_capture')
		cancelPayment(world, intent, 'automatic')
}

/** What of a charge could not be taken is a card error to the caller. */
export function refusalOf(error) {
	const { type, message, ...more } = error
	return new Refusal(402, type, message, more)
}

export function refundsOf(world, charge, version, show) {
	return inner(world.all(charge._account, 'refund').filter((r) => r.charge === charge.id)
		.map(show), `/v1/charges/${charge.id}/refunds`)
}

const update = (kind, param) => (world, call) => {
	const object = world.get(call.account, kind, call.params[param])
	const { metadata, expand, ...fields } = call.input
	return world.change(object, { ...fields, metadata:
		mergeMetadata(object.metadata, metadata) },
	kind === 'charge' ? 'charge.updated' : undefined)
}

export const paymentRoutes = {
	'GET /v1/payment_intents': (world, call) => call.page(
		world.all(call.account, 'payment_intent'), { filters: ['customer'] }),
	'GET /v1/payment_intents/{intent}': (world, call) =>
		world.get(call.account, 'payment_intent', call.params.intent, 'intent', 404),
	'POST /v1/payment_intents/{intent}/cancel': (world, call) => cancelPayment(world,
		world.get(call.account, 'payment_intent', call.params.intent, 'intent', 404),
		call.input.cancellation_reason),
	'POST /v1/payment_intents/{intent}/capture': (world, call) => capturePayment(world,
		world.get(call.account, 'payment_intent', call.params.intent, 'intent', 404),
		call.input.amount_to_capture),
	'GET /v1/charges': (world, call) => call.page(world.all(call.account, 'charge'),
		{ filters: ['customer', 'payment_intent', 'transfer_group'] }),
	'GET /v1/charges/{charge}': (world, call) =>
		world.get(call.account, 'charge', call.params.charge, 'charge', 404),
	'POST /v1/charges/{charge}': update('charge', 'charge'),
	'GET /v1/charges/{charge}/refunds': (world, call) => call.page(
		world.all(call.account, 'refund').filter((r) => r.charge === call.params.charge)),
}
