// Transfers from the platform's balance to connected accounts, and back.
import { amountText } from '../shared/page.mjs'
import { available, book } from './balance.mjs'
import { invalid } from './errors.mjs'
import { inner } from './answer.mjs'
import { mergeMetadata } from './world.mjs'

function checkDestination(world, account, id) {
	const to = world.any(id)
	if (to?.object !== 'account' || to._deleted || id === account)
		throw invalid(`No such destination: '${id}'`, { code: 'resource_missing',
			param: 'destination' })
	if (to.capabilities.transfers !== 'active')
		throw invalid('Your destination account needs to have at least one of the following ' +
			'capabilities enabled: transfers, crypto_transfers, legacy_payments',
		{ code: 'insufficient_capabilities_for_transfer' })
	return to
}

function checkSource(world, account, { source_transaction: id, amount, currency }) {
	const charge = world.get(account, 'charge', id, 'source_transaction')
	if (charge.status !== 'succeeded' || charge.currency !== currency)
		throw invalid(`The charge ${id} cannot be a source of this transfer.`,
			{ param: 'source_transaction' })
	const used = world.all(account, 'transfer').filter((t) => t.source_transaction === id)
		.reduce((sum, t) => sum + t.amount - t.amount_reversed, 0)
	if (used + amount > charge.amount)
		throw invalid('Transfers using this transaction as a source must not exceed the ' +
			`source amount of ${amountText(charge.amount, currency)}.`,
		{ param: 'source_transaction' })
	return charge
}

/** Move money to a connected account; tells of it. */
export function makeTransfer(world, account, { amount, currency, destination: id,
	source_transaction: source = null, transfer_group: group, description = null, metadata }) {
	const to = checkDestination(world, account, id)
	if (amount < 1)
		throw invalid('Invalid positive integer', { param: 'amount', early: true,
			code: 'parameter_invalid_integer' })
	const charge = source && checkSource(world, account,
		{ source_transaction: source, amount, currency })
	if (!charge && available(world, account, currency) < amount)
		throw invalid('You have insufficient available funds in your Stripe account. Try ' +
			'adding funds directly to your available balance by creating Charges using the ' +
			'4000000000000077 test card.', { code: 'balance_insufficient' })
	const at = charge ? Math.max(world.now(), world.any(charge.balance_transaction)
		.available_on) : world.now()
	const transfer = world.make(account, 'transfer', { amount, amount_reversed: 0,
		balance_transaction: null, currency, description, destination: to.id,
		destination_payment: null, metadata: mergeMetadata({}, metadata), reversals: null,
		reversed: false, source_transaction: source, source_type: 'card',
		transfer_group: group ?? charge?.transfer_group ?? (charge &&
			`group_${charge.payment_intent}`) ?? null })
	transfer.reversals = inner([], `/v1/transfers/${transfer.id}/reversals`)
	transfer.balance_transaction = book(world, account, { type: 'transfer', amount: -amount,
		currency, source: transfer.id, at }).id
	const id2 = world.newId('charge').replace('ch_', 'py_')
	const payment = world.make(to.id, 'charge', { id: id2, ...emptyCharge(), amount,
		amount_captured: amount, currency, source_transfer: transfer.id })
	payment.balance_transaction = book(world, to.id, { type: 'payment', amount, currency,
		source: payment.id, at }).id
	transfer.destination_payment = payment.id
	world.emulator.emit('transfer.created', transfer)
	world.emulator.emit('payment.created', payment)
	return transfer
}

const emptyCharge = () => ({ amount_refunded: 0, application: null, application_fee: null,
	application_fee_amount: null, billing_details: { address: null, email: null, name: null,
		phone: null }, calculated_statement_descriptor: null, captured: true, customer: null,
	description: null, disputed: false, failure_balance_transaction: null, failure_code: null,
	failure_message: null, fraud_details: {}, invoice: null, metadata: {}, on_behalf_of: null,
	outcome: null, paid: true, payment_intent: null, payment_method: null,
	payment_method_details: { type: 'stripe_account', stripe_account: {} },
	receipt_email: null, receipt_number: null, receipt_url: null, refunded: false,
	review: null, shipping: null, statement_descriptor: null,
	statement_descriptor_suffix: null, status: 'succeeded', transfer_data: null,
	transfer_group: null })

/** Take a transfer back, whole or in part: { amount, refund, metadata }. */
export function reverseTransfer(world, transfer, { amount: asked, refund = null,
	metadata }) {
	const rest = transfer.amount - transfer.amount_reversed
	const amount = asked ?? rest
	if (amount < 1 || amount > rest)
		throw invalid(rest === 0 ? `Transfer ${transfer.id} has already been reversed.`
			: `Transfer reversal amount (${amountText(amount, transfer.currency)}) is greater ` +
			`than unreversed amount on transfer (${amountText(rest, transfer.currency)})`,
		{ param: 'amount' })
	const account = transfer._account
	const reversal = world.make(account, 'transfer_reversal', { amount,
		balance_transaction: null, currency: transfer.currency,
		destination_payment_refund: null, metadata: mergeMetadata({}, metadata),
		source_refund: refund, transfer: transfer.id })
	reversal.balance_transaction = book(world, account, { type: 'transfer_refund', amount,
		currency: transfer.currency, source: transfer.id }).id
	book(world, transfer.destination, { type: 'payment_refund', amount: -amount,
		currency: transfer.currency, source: transfer.destination_payment })
	transfer.reversals.data.unshift(reversal)
	world.change(transfer, { amount_reversed: transfer.amount_reversed + amount,
		reversed: amount === rest }, 'transfer.reversed')
	return reversal
}

const find = (world, call) => world.get(call.account, 'transfer',
	call.params.transfer ?? call.params.id, 'transfer', 404)

export const transferRoutes = {
	'POST /v1/transfers': (world, call) => makeTransfer(world, call.account, call.input),
	'GET /v1/transfers': (world, call) => call.page(world.all(call.account, 'transfer'),
		{ filters: ['destination', 'transfer_group'] }),
	'GET /v1/transfers/{transfer}': find,
	'POST /v1/transfers/{transfer}': (world, call) => {
		const transfer = find(world, call)
		const { metadata, description = transfer.description } = call.input
		return world.change(transfer, { description, metadata:
			mergeMetadata(transfer.metadata, metadata) }, 'transfer.updated')
	},
	'POST /v1/transfers/{id}/reversals': (world, call) =>
		reverseTransfer(world, find(world, call), call.input),
	'GET /v1/transfers/{id}/reversals': (world, call) =>
		call.page(find(world, call).reversals.data),
	'GET /v1/transfers/{transfer}/reversals/{id}': (world, call) =>
		world.get(call.account, 'transfer_reversal', call.params.id, 'id', 404),
}
