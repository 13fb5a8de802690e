// Each account's money: what came and went, line by line, and what may be spent.
// What a charge brings is pending first.
import { decimals } from '../shared/page.mjs'

const DAY = 86400
const CATEGORIES = { adjustment: 'dispute', payment: 'charge', payment_refund: 'refund',
	refund_failure: 'refund_failure', transfer_refund: 'transfer_reversal' }

/** What the provider keeps of a charge. */
export function feeOf(world, amount, currency) {
	const { percent, fixed } = world.state.fees
	const scale = 10 ** (decimals(currency) - 2)
	return Math.min(amount, Math.round(amount * percent / 100) + Math.round(fixed * scale))
}

function purse(world, account, currency) {
	world.state.balances ??= {}
	world.state.balances[account] ??= {}
	const mine = world.state.balances[account]
	mine[currency] ??= { available: 0, pending: [] }
	return settle(world, mine[currency])
}

// What is due has become available.
function settle(world, found) {
	while (found.pending.length && found.pending[0].at <= world.now()) {
		const { amount, line } = found.pending.shift()
		found.available += amount
		world.any(line).status = 'available'
	}
	return found
}

/** Every account's money as of now. */
export function settleAll(world) {
	for (const mine of Object.values(world.state.balances ?? {}))
		for (const found of Object.values(mine))
			settle(world, found)
}

export const available = (world, account, currency) =>
	purse(world, account, currency).available

/** When what is charged now may be spent. */
export const settledAt = (world) => world.now() + world.state.settlement_days * DAY

/** A line of an account's money: { type, amount, fee, currency, source, at }; at is
 * when it counts. */
export function book(world, account, { type, amount, fee = 0, currency, source,
	description = null, at = world.now(), category }) {
	const mine = purse(world, account, currency)
	const net = amount - fee
	const isPending = at > world.now()
	const line = world.make(account, 'balance_transaction', { amount, available_on: at, currency,
		description, exchange_rate: null, fee, fee_details: fee ? [{ amount: fee,
			application: null, currency, description: 'Stripe processing fees',
			type: 'stripe_fee' }] : [], net, reporting_category: category ??
			CATEGORIES[type] ?? type, source, status: isPending ? 'pending' : 'available', type })
	if (isPending)
		addPending(mine.pending, { at, amount: net, line: line.id })
	else
		mine.available += net
	return line
}

function addPending(list, entry) {
	let i = list.length
	while (i > 0 && list[i - 1].at > entry.at)
		i--
	list.splice(i, 0, entry)
}

const money = (list, extra) => (list.length ? list : [{ amount: 0, currency: 'usd' }])
	.map((m) => ({ ...m, ...extra(m) }))

export function balanceOf(world, account) {
	const all = Object.keys(world.state.balances?.[account] ?? {})
		.map((currency) => [currency, purse(world, account, currency)])
	const types = (m) => ({ source_types: { card: m.amount } })
	return { object: 'balance', livemode: false, available: money(all.map(([currency, p]) =>
		({ amount: p.available, currency })), types), connect_reserved: money([], () => ({})),
	pending: money(all.map(([currency, p]) => ({ currency,
		amount: p.pending.reduce((sum, e) => sum + e.amount, 0) })), types) }
}

/** Sums by currency and kind of one account, for comparing with a ledger. */
export function booksOf(world, account) {
	const books = {}
	for (const line of Object.values(world.kind(account, 'balance_transaction'))) {
		const of = books[line.currency] ??= { fees: 0, balance: 0 }
		of[line.reporting_category] = (of[line.reporting_category] ?? 0) + line.amount
		of.fees += line.fee
		of.balance += line.net
	}
	for (const [currency, of] of Object.entries(books))
		of.available = purse(world, account, currency).available
	return books
}

export const balanceRoutes = {
	'GET /v1/balance': (world, call) => balanceOf(world, call.account),
	'GET /v1/balance_transactions': (world, call) => call.page(
		world.all(call.account, 'balance_transaction'),
		{ filters: ['currency', 'source', 'type'] }),
	'GET /v1/balance_transactions/{id}': (world, call) =>
		world.get(call.account, 'balance_transaction', call.params.id),
}
