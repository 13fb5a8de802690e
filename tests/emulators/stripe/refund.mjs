// Refunds: in parts, until the charge is used up; they may fail days later.
import { amountText } from '../shared/page.mjs'
import { book } from './balance.mjs'
import { refundFee } from './destination.mjs'
import { invalid } from './errors.mjs'
import { reverseTransfer } from './transfer.mjs'
import { mergeMetadata } from './world.mjs'

function chargeOf(world, call) {
	const { charge, payment_intent: id } = call.input
	if (charge !== undefined)
		return world.get(call.account, 'charge', charge, 'charge')
	if (id === undefined)
		throw invalid('One of the following params should be provided for this request: ' +
			'payment_intent or charge.', { early: true })
	const intent = world.get(call.account, 'payment_intent', id, 'payment_intent')
	const found = world.any(intent.latest_charge)
	if (found?.status !== 'succeeded')
		throw invalid(`This PaymentIntent (${id}) does not have a successful charge to refund.`)
	return found
}

function amountOf(charge, asked) {
	const rest = charge.amount - charge.amount_refunded
	if (charge.status !== 'succeeded')
		throw invalid(`Charge ${charge.id} cannot be refunded: it is ${charge.status}.`)
	if (charge.disputed)
		throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`,
			{ code: 'charge_disputed' })
	if (rest === 0)
		throw invalid(`Charge ${charge.id} has already been refunded.`,
			{ code: 'charge_already_refunded' })
	if (asked !== undefined && asked < 1)
		throw invalid('Invalid positive integer', { param: 'amount', early: true,
			code: 'parameter_invalid_integer' })
	if (asked !== undefined && asked > rest)
		throw invalid(`Refund amount (${amountText(asked, charge.currency)}) is greater than ` +
			`unrefunded amount on charge (${amountText(rest, charge.currency)})`,
		{ param: 'amount' })
	return asked ?? rest
}

/** Give an amount of a charge back; tells of it. */
export function makeRefund(world, charge, { amount: asked, reason = null, metadata,
	reverse_transfer: reverse = false, refund_application_fee: fee = false }) {
	const amount = amountOf(charge, asked)
	const account = charge._account
	const status = world.state.refunds
	const refund = world.make(account, 'refund', { amount, balance_transaction: null,
		charge: charge.id, currency: charge.currency, destination_details: { type: 'card',
			card: { type: 'refund', reference_status: 'pending', reference_type:
				'acquirer_reference_number' } }, metadata: mergeMetadata({}, metadata),
		payment_intent: charge.payment_intent, reason, receipt_number: null,
		source_transfer_reversal: null, status, transfer_reversal: null })
	refund.balance_transaction = book(world, account, { type: charge.payment_method_details
		.type === 'card' ? 'refund' : 'payment_refund', amount: -amount,
	currency: charge.currency, source: refund.id,
	description: 'REFUND FOR CHARGE' }).id
	if (reverse && charge.transfer)
		refund.transfer_reversal = reverseTransfer(world, world.any(charge.transfer),
			{ amount: Math.round(world.any(charge.transfer).amount * amount / charge.amount),
				refund: refund.id }).id
	if (fee)
		refundFee(world, charge, amount)
	world.emulator.emit('refund.created', refund)
	world.change(charge, { amount_refunded: charge.amount_refunded + amount,
		refunded: charge.amount_refunded + amount === charge.amount }, 'charge.refunded')
	return refund
}

/** What became of a refund later: succeeded or failed. */
export function settleRefund(world, refund, how, reason = 'lost_or_stolen_card') {
	if (!['pending', 'succeeded', 'requires_action'].includes(refund.status))
		throw invalid(`The refund is ${refund.status}.`)
	const before = structuredClone(refund)
	const tell = (...types) => types.forEach((type) =>
		world.emulator.emit(type, refund, { before }))
	refund.status = how
	if (how === 'succeeded') {
		tell('refund.updated', 'charge.refund.updated')
		return refund
	}
	if (how === 'failed')
		refund.failure_reason = reason
	refund.failure_balance_transaction = book(world, refund._account, {
		type: 'refund_failure', amount: refund.amount, currency: refund.currency,
		source: refund.id }).id
	const charge = world.any(refund.charge)
	world.change(charge, { amount_refunded: charge.amount_refunded - refund.amount,
		refunded: false }, 'charge.updated')
	tell('refund.updated', 'charge.refund.updated', ...how === 'failed' ? ['refund.failed'] : [])
	return refund
}

export const refundRoutes = {
	'POST /v1/refunds': (world, call) => makeRefund(world, chargeOf(world, call), call.input),
	'GET /v1/refunds': (world, call) => call.page(world.all(call.account, 'refund'),
		{ filters: ['charge', 'payment_intent'] }),
	'GET /v1/refunds/{refund}': (world, call) =>
		world.get(call.account, 'refund', call.params.refund, 'refund', 404),
	'POST /v1/refunds/{refund}': (world, call) => {
		const refund = world.get(call.account, 'refund', call.params.refund, 'refund', 404)
		return world.change(refund, { metadata: mergeMetadata(refund.metadata,
			call.input.metadata) }, 'refund.updated')
	},
	'POST /v1/refunds/{refund}/cancel': (world, call) => {
		const refund = world.get(call.account, 'refund', call.params.refund, 'refund', 404)
		if (refund.status !== 'requires_action' && refund.status !== 'pending')
			throw invalid(`The refund cannot be canceled: it is ${refund.status}.`)
		return settleRefund(world, refund, 'canceled')
	},
}
