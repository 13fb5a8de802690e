import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { payCheckout, settled } from '../support/money.mjs'
import { DAY, OLD, monthly, purchase, refusal, stripeLab, subscribed } from './lab.mjs'

let lab
let sdk
let small
let large
before(async () => {
	lab = await stripeLab({ seed: 5 })
	sdk = lab.sdk(OLD)
	;[small, large] = await monthly(sdk, 2000, 5000)
})
after(() => lab.stop())

const read = ({ id }) => sdk.subscriptions.retrieve(id)
const advance = (seconds) => lab.control.advance({ seconds })
// To a second after the end of the period, and its invoice's hour as a draft.
const renew = async (subscription, hours = 1) => advance((await read(subscription))
	.current_period_end - lab.stripe.clock.now() + 1 + hours * 3600)
const lines = (invoice) => invoice.lines.data.map((l) => l.amount)

test('checkout begins one: first invoice paid, every event there', async () => {
	await settled(lab.stripe)
	const from = lab.receiver.got.length
	const session = await sdk.checkout.sessions.create(purchase(0, { mode: 'subscription',
		line_items: [{ price: small.id, quantity: 1 }], client_reference_id: '9',
		subscription_data: { metadata: { order: '9' } } }))
	await payCheckout(session.url)
	const done = await sdk.checkout.sessions.retrieve(session.id,
		{ expand: ['subscription.latest_invoice.payment_intent'] })
	const { subscription } = done
	assert.deepEqual([done.payment_status, subscription.status, subscription.metadata.order,
		subscription.latest_invoice.status, subscription.latest_invoice.amount_paid,
		subscription.latest_invoice.payment_intent.status],
	['paid', 'active', '9', 'paid', 2000, 'succeeded'])
	await settled(lab.stripe)
	const types = lab.receiver.types().slice(from)
	for (const type of ['customer.created', 'customer.subscription.created',
		'customer.subscription.updated', 'invoice.created', 'invoice.finalized',
		'charge.succeeded', 'payment_intent.succeeded', 'invoice.paid',
		'invoice.payment_succeeded', 'checkout.session.completed'])
		assert.ok(types.includes(type), type)
	const changed = lab.receiver.of('customer.subscription.updated')
		.find((e) => e.data.object.id === subscription.id)
	assert.deepEqual(changed.data.previous_attributes.status, 'incomplete')
})

test('a declined card begins nothing; the bank asked begins it', async () => {
	const count = async () => (await sdk.subscriptions.list({ status: 'all', limit: 100 }))
		.data.length
	const before = await count()
	const session = await sdk.checkout.sessions.create(purchase(0, { mode: 'subscription',
		line_items: [{ price: small.id, quantity: 1 }] }))
	await assert.rejects(payCheckout(session.url, { card: 'declined' }), /declined/)
	assert.equal(await count(), before)
	await assert.rejects(payCheckout(session.url, { card: 'secure' }), /Do you confirm/)
	const answer = await fetch(session.url, { method: 'POST', redirect: 'manual',
		body: new URLSearchParams({ do: 'confirm' }) })
	assert.equal(answer.status, 303)
	assert.equal(await count(), before + 1)
})

test('renewal: a draft for an hour, then paid, period by period', async () => {
	const subscription = await subscribed(lab, small)
	await renew(subscription, 0)
	const drafted = await sdk.subscriptions.retrieve(subscription.id,
		{ expand: ['latest_invoice'] })
	assert.equal(drafted.latest_invoice.status, 'draft')
	assert.equal(drafted.current_period_start, subscription.current_period_end)
	advance(3600)
	const paid = await sdk.invoices.retrieve(drafted.latest_invoice.id)
	assert.deepEqual([paid.status, paid.billing_reason, paid.total], ['paid',
		'subscription_cycle', 2000])
	await renew(subscription)
	const invoices = await sdk.invoices.list({ subscription: subscription.id })
	assert.equal(invoices.data.filter((i) => i.status === 'paid').length, 3)
})

test('a failing renewal is tried on days 3, 8 and 15, then it ends', async () => {
	const subscription = await subscribed(lab, small, { card: 'renewal_fails' })
	await renew(subscription)
	const tries = async () => (await sdk.invoices.list({ subscription: subscription.id,
		status: 'open' })).data[0]
	assert.equal((await read(subscription)).status, 'past_due')
	for (const [count, days] of [[1, 3], [2, 5], [3, 7]]) {
		const invoice = await tries()
		assert.equal(invoice.attempt_count, count)
		assert.ok(Math.abs(invoice.next_payment_attempt - lab.stripe.clock.now() - days * DAY) < 5)
		advance(days * DAY + 1)
	}
	const gone = await read(subscription)
	assert.deepEqual([gone.status, gone.cancellation_details.reason],
		['canceled', 'payment_failed'])
	await settled(lab.stripe)
	assert.equal(lab.receiver.of('invoice.payment_failed')
		.filter((e) => e.data.object.subscription === subscription.id).length, 4)
})

test('another card makes a past due one active again', async () => {
	const subscription = await subscribed(lab, small, { card: 'renewal_fails' })
	await renew(subscription)
	await sdk.subscriptions.update(subscription.id, { default_payment_method: 'pm_card_visa' })
	const { latest_invoice: id } = await read(subscription)
	assert.equal((await sdk.invoices.pay(id)).status, 'paid')
	assert.equal((await read(subscription)).status, 'active')
	assert.equal((await refusal(sdk.invoices.pay(id))).code, 'invoice_already_paid')
})

test('a renewal that asks for the bank is past due and says so', async () => {
	const subscription = await subscribed(lab, small, { card: 'renewal_asks' })
	await renew(subscription)
	assert.equal((await read(subscription)).status, 'past_due')
	await settled(lab.stripe)
	assert.equal(lab.receiver.of('invoice.payment_action_required').length, 1)
})

test('cancelled at the end, taken back, and at once', async () => {
	const subscription = await subscribed(lab, small)
	const marked = await sdk.subscriptions.update(subscription.id, { cancel_at_period_end: true })
	assert.deepEqual([marked.status, marked.cancel_at], ['active', marked.current_period_end])
	await sdk.subscriptions.update(subscription.id, { cancel_at_period_end: false })
	await renew(subscription)
	assert.equal((await read(subscription)).status, 'active')
	await sdk.subscriptions.update(subscription.id, { cancel_at_period_end: true })
	await renew(subscription)
	assert.equal((await read(subscription)).status, 'canceled')
	const second = await subscribed(lab, small)
	assert.equal((await sdk.subscriptions.cancel(second.id)).status, 'canceled')
	assert.equal((await refusal(sdk.subscriptions.cancel(second.id))).statusCode, 404)
	await settled(lab.stripe)
	const ended = lab.receiver.of('customer.subscription.deleted').map((e) => e.data.object.id)
	assert.ok(ended.includes(subscription.id) && ended.includes(second.id))
})

// Independent of the emulator: whole numbers, rounded half up away from zero.
function prorated(amount, start, end, instant) {
	const [top, whole] = [BigInt(amount) * BigInt(end - instant), BigInt(end - start)]
	return Number((2n * top + whole) / (2n * whole))
}

test('an upgrade costs by the second, as its preview said', async () => {
	for (const seconds of [1, 12345, 10 * DAY + 7, 27 * DAY + 86399]) {
		const subscription = await subscribed(lab, small)
		const { current_period_start: start, current_period_end: end } = subscription
		advance(seconds)
		const instant = lab.stripe.clock.now()
		const change = { items: [{ id: subscription.items.data[0].id, price: large.id }],
			proration_behavior: 'always_invoice', proration_date: instant }
		// the SDK has no name for the older preview any more
		const preview = await (await fetch(`${lab.stripe.url}/v1/invoices/upcoming?${
			new URLSearchParams({ subscription: subscription.id,
				'subscription_items[0][id]': change.items[0].id,
				'subscription_items[0][price]': large.id,
				subscription_proration_behavior: 'always_invoice',
				subscription_proration_date: instant })}`, { headers: { authorization:
			`Bearer ${lab.stripe.settings.STRIPE_SECRET_KEY}` } })).json()
		const changed = await sdk.subscriptions.update(subscription.id, change)
		const invoice = await sdk.invoices.retrieve(changed.latest_invoice)
		const wanted = [-prorated(2000, start, end, instant), prorated(5000, start, end, instant)]
		assert.deepEqual(lines(invoice), wanted)
		assert.deepEqual(lines(preview), wanted)
		assert.deepEqual([preview.total, invoice.status, invoice.billing_reason],
			[invoice.total, 'paid', 'subscription_update'])
		assert.equal(changed.current_period_end, end)
	}
})

test('a downgrade leaves credit, used by the next invoices', async () => {
	const subscription = await subscribed(lab, large)
	advance(3 * DAY)
	const [item] = subscription.items.data
	const changed = await sdk.subscriptions.update(subscription.id,
		{ items: [{ id: item.id, price: small.id }], proration_behavior: 'always_invoice' })
	const invoice = await sdk.invoices.retrieve(changed.latest_invoice)
	assert.ok(invoice.total < 0)
	assert.deepEqual([invoice.amount_due, invoice.status], [0, 'paid'])
	const customer = await sdk.customers.retrieve(subscription.customer)
	assert.equal(customer.balance, invoice.total)
	await renew(subscription)
	const next = await sdk.invoices.retrieve((await read(subscription)).latest_invoice)
	assert.equal(next.amount_due, Math.max(0, 2000 + invoice.total))
})

test('without proration nothing is charged; pending items come with the next', async () => {
	const subscription = await subscribed(lab, small)
	advance(DAY)
	const [item] = subscription.items.data
	const count = async () => (await sdk.invoices.list({ subscription: subscription.id })).data.length
	await sdk.subscriptions.update(subscription.id,
		{ items: [{ id: item.id, price: large.id }], proration_behavior: 'none' })
	assert.equal(await count(), 1)
	await sdk.subscriptions.update(subscription.id, { items: [{ id: item.id, quantity: 2 }] })
	assert.equal(await count(), 1)
	await renew(subscription)
	const next = await sdk.invoices.retrieve((await read(subscription)).latest_invoice)
	assert.equal(next.lines.data.length, 3)
	assert.equal(lines(next)[2], 10000)
})

test('another interval begins a new period at once', async () => {
	const { product } = small
	const yearly = await sdk.prices.create({ product, currency: 'usd', unit_amount: 20000,
		recurring: { interval: 'year' } })
	const subscription = await subscribed(lab, small)
	advance(10 * DAY)
	const changed = await sdk.subscriptions.update(subscription.id,
		{ items: [{ id: subscription.items.data[0].id, price: yearly.id }] })
	assert.ok(changed.current_period_start > subscription.current_period_start)
	const invoice = await sdk.invoices.retrieve(changed.latest_invoice)
	assert.deepEqual(lines(invoice).length, 2)
	assert.equal(lines(invoice)[1], 20000)
})

test('an upgrade whose card fails: past due, or nothing when so asked', async () => {
	const subscription = await subscribed(lab, small, { card: 'renewal_fails' })
	advance(DAY)
	const change = { items: [{ id: subscription.items.data[0].id, price: large.id }],
		proration_behavior: 'always_invoice' }
	const error = await refusal(sdk.subscriptions.update(subscription.id,
		{ ...change, payment_behavior: 'error_if_incomplete' }))
	assert.deepEqual([error.statusCode, error.type], [402, 'StripeCardError'])
	assert.equal((await read(subscription)).items.data[0].price.id, small.id)
	assert.equal((await sdk.subscriptions.update(subscription.id, change)).status, 'past_due')
})

test('months end where they end', async () => {
	const customer = await sdk.customers.create({ payment_method: 'pm_card_visa' })
	const [method] = (await sdk.customers.listPaymentMethods(customer.id)).data
	const to = Date.UTC(2028, 0, 31, 12) / 1000
	advance(to - lab.stripe.clock.now())
	const subscription = await sdk.subscriptions.create({ customer: customer.id,
		default_payment_method: method.id, items: [{ price: small.id }] })
	const ends = []
	for (let i = 0; i < 3; i++) {
		ends.push(new Date((await read(subscription)).current_period_end * 1000)
			.toISOString().slice(0, 10))
		await renew(subscription)
	}
	assert.deepEqual(ends, ['2028-02-29', '2028-03-31', '2028-04-30'])
})

test('a trial costs nothing, is warned of, and then renews', async () => {
	const subscription = await subscribed(lab, small,
		{ subscription_data: { trial_period_days: 14 } })
	assert.equal(subscription.status, 'trialing')
	const first = await sdk.invoices.retrieve(subscription.latest_invoice)
	assert.equal(first.total, 0)
	advance(11 * DAY + 60)
	await settled(lab.stripe)
	assert.ok(lab.receiver.of('customer.subscription.trial_will_end')
		.some((e) => e.data.object.id === subscription.id))
	advance(3 * DAY + 3600)
	assert.equal((await read(subscription)).status, 'active')
})

test('unpaid from the start: incomplete for 23 hours', async () => {
	const customer = await sdk.customers.create({})
	const subscription = await sdk.subscriptions.create({ customer: customer.id,
		items: [{ price: small.id }], payment_behavior: 'default_incomplete' })
	assert.equal(subscription.status, 'incomplete')
	await refusal(sdk.invoices.pay(subscription.latest_invoice,
		{ payment_method: 'pm_card_visa_chargeDeclined' }))
	advance(23 * 3600 + 60)
	assert.equal((await read(subscription)).status, 'incomplete_expired')
})

test('coupons: once, and for some months', async () => {
	const once = await sdk.coupons.create({ percent_off: 50, duration: 'once' })
	const subscription = await subscribed(lab, small, { discounts: [{ coupon: once.id }] })
	const totals = async () => (await sdk.invoices.list({ subscription: subscription.id }))
		.data.map((i) => i.total).reverse()
	await renew(subscription)
	assert.deepEqual(await totals(), [1000, 2000])
})

test('the portal cancels, goes on, changes card and plan, as far as it is allowed', async () => {
	const subscription = await subscribed(lab, small)
	const open = () => sdk.billingPortal.sessions.create({ customer: subscription.customer,
		return_url: 'https://shop.test/account' })
	assert.match((await refusal(open())).message, /No configuration provided/)
	lab.control.save_portal({ features: { subscription_cancel: { enabled: true },
		payment_method_update: { enabled: true }, subscription_update: { enabled: true,
			default_allowed_updates: ['price'], proration_behavior: 'always_invoice',
			products: [{ product: small.product, prices: [small.id, large.id] }] } } })
	const session = await open()
	const press = async (values) => {
		const answer = await fetch(session.url, { method: 'POST', redirect: 'manual',
			body: new URLSearchParams({ subscription: subscription.id, ...values }) })
		return answer.status
	}
	assert.match(await (await fetch(session.url)).text(), /Cancel the plan/)
	assert.equal(await press({ do: 'cancel' }), 303)
	assert.equal((await read(subscription)).cancel_at_period_end, true)
	assert.equal(await press({ do: 'renew' }), 303)
	assert.equal(await press({ do: 'switch', price: large.id }), 303)
	assert.equal((await read(subscription)).items.data[0].price.id, large.id)
	assert.equal(await press({ do: 'switch', price: 'price_none' }), 200)
	assert.equal(await press({ do: 'card', card: 'renewal_fails' }), 303)
	await renew(subscription)
	assert.equal((await read(subscription)).status, 'past_due')
	assert.equal((await refusal(sdk.billingPortal.sessions.create({ customer: 'cus_none' })))
		.code, 'resource_missing')
	const late = await open()
	advance(3600)
	assert.equal((await fetch(late.url)).status, 410)
})

test('the newest version previews and shows the same elsewhere', async () => {
	const subscription = await subscribed(lab, small)
	advance(5 * DAY)
	const newest = lab.sdk()
	const shown = await newest.subscriptions.retrieve(subscription.id)
	assert.equal(shown.current_period_end, undefined)
	assert.equal(shown.items.data[0].current_period_end, subscription.current_period_end)
	const preview = await newest.invoices.createPreview({ subscription: subscription.id,
		subscription_details: { items: [{ id: shown.items.data[0].id, price: large.id }] } })
	assert.equal(preview.lines.data.length, 3)
	const invoice = await newest.invoices.retrieve(shown.latest_invoice, { expand: ['payments'] })
	assert.equal(invoice.parent.subscription_details.subscription, subscription.id)
	assert.equal(invoice.subscription, undefined)
	assert.match(invoice.payments.data[0].payment.payment_intent, /^pi_/)
})
