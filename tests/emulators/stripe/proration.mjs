// Periods, and what a change within one costs: by the second, each part rounded on
// its own.  Nothing here changes anything.
import { planOf } from './catalogue.mjs'

const DAY = 86400
const FIXED = { day: DAY, week: 7 * DAY }

/** `count` intervals after an instant; the end of a month stays its end. */
function after(anchor, { interval, interval_count: each }, count) {
	if (FIXED[interval])
		return anchor + FIXED[interval] * each * count
	const from = new Date(anchor * 1000)
	const months = (interval === 'year' ? 12 : 1) * each * count
	const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1))
	const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
	return Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(from.getUTCDate(),
		last.getUTCDate()), from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds()) / 1000
}

/** The first end of a period after an instant. */
export function periodEnd(anchor, recurring, instant) {
	let count = 1
	while (after(anchor, recurring, count) <= instant)
		count++
	return after(anchor, recurring, count)
}

export const amountOf = (item) => item.price.unit_amount * (item.quantity ?? 1)

/** The unused part of an amount. */
export function unused(amount, start, end, instant) {
	return Math.round(amount * (end - instant) / (end - start))
}

const dayText = (seconds) => new Date(seconds * 1000).toLocaleDateString('en-GB',
	{ day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' })

const nameOf = (world, item) => world.any(item.price.product)?.name ?? 'Subscription'

/** A line of an invoice for an item: { period, amount, words, proration }. */
export function lineOf(item, { period, amount, words, proration = false, type = 'subscription',
	metadata = {} }) {
	return { object: 'line_item', amount, amount_excluding_tax: amount,
		currency: item.price.currency, description: words, discount_amounts: [],
		discountable: true, discounts: [], livemode: false, metadata, period,
		plan: planOf(item.price), price: item.price, proration,
		proration_details: { credited_items: null }, quantity: item.quantity ?? 1,
		subscription: item.subscription ?? null, subscription_item: item.id, subtotal: amount,
		tax_amounts: [], tax_rates: [], taxes: [], type,
		unit_amount_excluding_tax: String(item.price.unit_amount) }
}

/** What the coming (or first) period of these items costs. */
export function periodLines(world, items, start, end) {
	return items.map((item) => lineOf(item, { period: { start, end }, amount: amountOf(item),
		words: `${item.quantity} × ${nameOf(world, item)} (at ${
			(item.price.unit_amount / 100).toFixed(2)} / ${item.price.recurring.interval})` }))
}

/** Credit for what is not used of old items, and the rest of the period of new ones. */
export function prorationLines(world, { before, after: now, start, end, instant }) {
	const period = { start: instant, end }
	const part = (item, sign, words) => lineOf(item, { period, proration: true, amount: sign *
		unused(amountOf(item), start, end, instant), type: 'invoiceitem', metadata: {},
	words: `${words} ${item.quantity > 1 ? `${item.quantity} × ` : ''}${
		nameOf(world, item)} after ${dayText(instant)}` })
	const same = (a, b) => a.id === b.id && a.price.id === b.price.id &&
		a.quantity === b.quantity
	const gone = before.filter((a) => !now.some((b) => same(a, b)))
	const fresh = now.filter((b) => !before.some((a) => same(a, b)))
	return [...gone.map((item) => part(item, -1, 'Unused time on')),
		...fresh.map((item) => part(item, 1, 'Remaining time on'))]
}
