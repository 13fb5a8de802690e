// Payouts from an account's balance to its bank; by hand, and daily by themselves.
import { amountText } from '../shared/page.mjs'
import { everyAccount } from './account.mjs'
import { available, balanceOf, book } from './balance.mjs'
import { invalid } from './errors.mjs'
import { PLATFORM, mergeMetadata } from './world.mjs'

const DAY = 86400
const ARRIVES_SECONDS = 2 * DAY

const bankOf = (world, account) => (account === PLATFORM ? 'ba_1PlatformBank'
	: world.any(account).external_accounts.data[0]?.id ?? null)

/** Send money of an account to its bank; tells of it. */
export function makePayout(world, account, { amount, currency, metadata, description = null,
	method = 'standard', statement_descriptor: statement = null }, automatic = false) {
	if (amount < 1)
		throw invalid('Invalid positive integer', { param: 'amount', early: true,
			code: 'parameter_invalid_integer' })
	if (account !== PLATFORM && !world.any(account).payouts_enabled)
		throw invalid('Cannot create payouts: this account has requirements that need to be ' +
			'provided.', { code: 'payouts_not_allowed' })
	const rest = available(world, account, currency)
	if (rest < amount)
		throw invalid(`You have insufficient funds in your Stripe account for this transfer. Your ` +
			`card balance is too low: ${amountText(rest, currency)}.`,
		{ code: 'balance_insufficient' })
	const payout = world.make(account, 'payout', { amount, application_fee: null,
		application_fee_amount: null, arrival_date: world.now() + ARRIVES_SECONDS, automatic,
		balance_transaction: null, currency, description, destination: bankOf(world, account),
		failure_balance_transaction: null, failure_code: null, failure_message: null,
		metadata: mergeMetadata({}, metadata), method, original_payout: null,
		reconciliation_status: automatic ? 'in_progress' : 'not_applicable', reversed_by: null,
		source_type: 'card', statement_descriptor: statement, status: 'pending',
		type: 'bank_account' })
	payout.balance_transaction = book(world, account, { type: 'payout', amount: -amount,
		currency, source: payout.id }).id
	world.emulator.emit('payout.created', payout)
	world.clock.at(payout.arrival_date, 'payout.arrive', payout.id)
	return payout
}

/** What became of a payout: paid, failed (also after paid) or canceled. */
export function settlePayout(world, payout, how, code = 'account_closed') {
	const may = { paid: ['pending', 'in_transit'], failed: ['pending', 'in_transit', 'paid'],
		canceled: ['pending'] }
	if (!may[how]?.includes(payout.status))
		throw invalid(`The payout is ${payout.status}.`)
	world.clock.forget('payout.arrive', payout.id)
	if (how === 'paid')
		return world.change(payout, { status: 'paid', ...(payout.automatic &&
			{ reconciliation_status: 'completed' }) }, 'payout.paid')
	const back = book(world, payout._account, { type: how === 'failed' ? 'payout_failure'
		: 'payout_cancel', amount: payout.amount, currency: payout.currency,
	source: payout.id, category: how === 'failed' ? 'payout_reversal' : 'payout_reversal' })
	return world.change(payout, { status: how, failure_balance_transaction: back.id,
		...(how === 'failed' && { failure_code: code,
			failure_message: 'The bank account has been closed.' }) }, `payout.${how}`)
}

/** Each day, what is available of accounts that are paid daily. */
export function payDaily(world) {
	for (const account of everyAccount(world)) {
		if (!account.payouts_enabled || account.settings.payouts.schedule.interval !== 'daily')
			continue
		for (const { amount, currency } of balanceOf(world, account.id).available)
			if (amount > 0)
				makePayout(world, account.id, { amount, currency }, true)
	}
	world.clock.at(world.now() + DAY, 'payout.daily')
}

const find = (world, call) => world.get(call.account, 'payout', call.params.payout,
	'payout', 404)

export const payoutRoutes = {
	'POST /v1/payouts': (world, call) => makePayout(world, call.account, call.input),
	'GET /v1/payouts': (world, call) => call.page(world.all(call.account, 'payout'),
		{ filters: ['status', 'destination'], times: ['created', 'arrival_date'] }),
	'GET /v1/payouts/{payout}': find,
	'POST /v1/payouts/{payout}': (world, call) => {
		const payout = find(world, call)
		return world.change(payout, { metadata: mergeMetadata(payout.metadata,
			call.input.metadata) }, 'payout.updated')
	},
	'POST /v1/payouts/{payout}/cancel': (world, call) =>
		settlePayout(world, find(world, call), 'canceled'),
}
