// Charges for a connected account: the money goes on to it at once, less the
// platform's fee.
import { inner } from './answer.mjs'
import { book } from './balance.mjs'
import { makeTransfer } from './transfer.mjs'

/** After a charge succeeded: its transfer and its fee, if it asked for them. */
export function forwardCharge(world, intent, charge) {
	const to = intent.transfer_data?.destination
	if (!to)
		return
	charge.transfer_group ??= `group_${intent.id}`
	const transfer = makeTransfer(world, charge._account, { destination: to,
		amount: intent.transfer_data.amount ?? charge.amount, currency: charge.currency,
		transfer_group: charge.transfer_group, source_transaction: charge.id })
	charge.transfer = transfer.id
	if (!intent.application_fee_amount)
		return
	const fee = world.make(charge._account, 'application_fee', { account: to,
		amount: intent.application_fee_amount, amount_refunded: 0, application: 'ca_belay',
		balance_transaction: null, charge: transfer.destination_payment,
		currency: charge.currency, originating_transaction: charge.id, refunded: false })
	fee.refunds = inner([], `/v1/application_fees/${fee.id}/refunds`)
	fee.balance_transaction = book(world, charge._account, { type: 'application_fee',
		amount: fee.amount, currency: fee.currency, source: fee.id }).id
	book(world, to, { type: 'application_fee', amount: -fee.amount, currency: fee.currency,
		source: fee.id })
	charge.application_fee = fee.id
	world.emulator.emit('application_fee.created', fee)
}

/** Of a refunded part, what the platform's fee gives back. */
export function refundFee(world, charge, part) {
	const fee = world.any(charge.application_fee)
	if (!fee)
		return
	const amount = Math.min(fee.amount - fee.amount_refunded,
		Math.round(fee.amount * part / charge.amount))
	if (amount <= 0)
		return
	const back = world.make(charge._account, 'fee_refund', { amount, currency: fee.currency,
		fee: fee.id, metadata: {}, balance_transaction: null })
	back.balance_transaction = book(world, charge._account, { type: 'application_fee_refund',
		amount: -amount, currency: fee.currency, source: back.id }).id
	book(world, fee.account, { type: 'application_fee_refund', amount,
		currency: fee.currency, source: back.id })
	fee.refunds.data.unshift(back)
	world.change(fee, { amount_refunded: fee.amount_refunded + amount,
		refunded: fee.amount_refunded + amount === fee.amount }, 'application_fee.refunded')
}
