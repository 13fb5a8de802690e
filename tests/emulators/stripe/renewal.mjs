// What time does to subscriptions: renewals, tries again, ends.
import { giveUp, finalizeInvoice, methodFor, nextTry, payInvoice, voidInvoice }
	from './invoice.mjs'
import { periodEnd } from './proration.mjs'
import { ENDED, afterInvoice, invoicePeriod, schedule, setPeriod } from './subscription.mjs'
import { endSubscription } from './subscription_change.mjs'

const DRAFT_SECONDS = 3600

function renew(world, id) {
	const subscription = world.any(id)
	if (ENDED.includes(subscription.status))
		return
	if (subscription.cancel_at_period_end) {
		endSubscription(world, subscription)
		return
	}
	const isTrialOver = subscription.status === 'trialing'
	if (isTrialOver && pausesWithoutMethod(world, subscription))
		return
	const before = structuredClone(subscription)
	const start = subscription._end
	if (isTrialOver)
		subscription.status = 'active'
	setPeriod(subscription, start, periodEnd(subscription.billing_cycle_anchor,
		subscription.items.data[0].price.recurring, start))
	const invoice = invoicePeriod(world, subscription, 'subscription_cycle', { isDraft: true })
	schedule(world, subscription)
	if (subscription.status !== 'unpaid') {
		invoice.automatically_finalizes_at = world.now() + DRAFT_SECONDS
		world.clock.at(world.now() + DRAFT_SECONDS, 'invoice.finalize', invoice.id)
	}
	world.emulator.emit('customer.subscription.updated', subscription, { before })
}

function pausesWithoutMethod(world, subscription) {
	const how = subscription.trial_settings.end_behavior.missing_payment_method
	const customer = world.any(subscription.customer)
	if (how === 'create_invoice' || subscription.default_payment_method ||
		customer.invoice_settings.default_payment_method)
		return false
	if (how === 'cancel')
		endSubscription(world, subscription, { reason: 'payment_failed' })
	else {
		world.change(subscription, { status: 'paused' }, 'customer.subscription.updated')
		world.emulator.emit('customer.subscription.paused', subscription)
	}
	return true
}

// A paused collection makes invoices that ask for nothing.
const PAUSED = { void: voidInvoice, mark_uncollectible: giveUp, keep_as_draft: () => {} }

function finalize(world, id) {
	const invoice = world.any(id)
	if (invoice?.status !== 'draft')
		return
	const subscription = world.any(invoice.subscription)
	const paused = subscription?.pause_collection
	if (paused?.behavior === 'keep_as_draft')
		return
	finalizeInvoice(world, invoice)
	if (paused)
		PAUSED[paused.behavior](world, invoice)
	else
		collect(world, invoice)
}

function collect(world, invoice) {
	const subscription = world.any(invoice.subscription)
	const retryAt = nextTry(world, invoice)
	const result = payInvoice(world, invoice, methodFor(world, invoice), { retryAt })
	if (!subscription)
		return
	afterInvoice(world, subscription, invoice, result)
	if (result !== 'paid' && result !== 'processing' && retryAt === null)
		giveUpOn(world, subscription)
}

// The last try has failed: what then is a setting.
function giveUpOn(world, subscription) {
	if (world.state.after_retries === 'cancel')
		endSubscription(world, subscription, { reason: 'payment_failed' })
	else if (world.state.after_retries === 'unpaid')
		world.change(subscription, { status: 'unpaid' }, 'customer.subscription.updated')
}

function retry(world, id) {
	const invoice = world.any(id)
	if (invoice.status === 'open')
		collect(world, invoice)
}

function giveUpFirst(world, id) {
	const subscription = world.any(id)
	if (subscription.status !== 'incomplete')
		return
	const invoice = world.any(subscription.latest_invoice)
	if (invoice?.status === 'open')
		voidInvoice(world, invoice)
	world.clock.forget('subscription.period', id)
	world.change(subscription, { status: 'incomplete_expired', ended_at: world.now() },
		'customer.subscription.updated')
}

function warn(world, id) {
	const subscription = world.any(id)
	if (subscription.status === 'trialing')
		world.emulator.emit('customer.subscription.trial_will_end', subscription)
}

/** The handlers of the clock. */
export const renewalHandlers = (world) => ({
	'subscription.period': (id) => renew(world, id),
	'subscription.incomplete': (id) => giveUpFirst(world, id),
	'subscription.warn': (id) => warn(world, id),
	'subscription.cancel': (id) => endSubscription(world, world.any(id)),
	'invoice.finalize': (id) => finalize(world, id),
	'invoice.retry': (id) => retry(world, id),
})
