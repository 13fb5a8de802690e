// Subscriptions that Stripe renews: begun at its page, charged by it, changed and
// ended on both sides; the books of both sides agree.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { DAY, startPublisher } from './subscriber.mjs'

let shop

before(async () => { shop = await startPublisher() })
after(() => shop.stop())

const charges = (id) => shop.sql(`SELECT c.kind, o.total_amount AS amount, o.status
	FROM subscription_charge c JOIN orders o ON o.id = c.order_id
	WHERE c.subscription_id = $1 ORDER BY c.id`, id)

test('begun at the page, renewed by itself, each period an order', async () => {
	const { owner, id, order } = await shop.subscribed('Ada')
	const mine = await shop.sub(id, (s) => s.provider_item)
	const theirs = shop.theirs(mine)
	assert.equal(theirs.metadata.subscription_id, String(id))
	assert.equal(theirs.items.data[0].price.unit_amount, 9900)
	assert.deepEqual(await shop.sql('SELECT user_id, ref FROM stripe_customer'),
		[{ user_id: Number(owner.id), ref: theirs.customer }])
	const fee = await until('the fee to be known', async () => (await shop.sql(`SELECT fee_amount
		FROM payment WHERE order_id = $1 AND status = 'captured'`, order))[0].fee_amount)
	assert.equal(fee, 317)
	await shop.pass(31 * DAY + 2 * 3600)
	await shop.sub(id, (s) => s.period_start === mine.period_end)
	assert.deepEqual(await charges(id), [
		{ kind: 'first', amount: 9900, status: 'fulfilled' },
		{ kind: 'renewal', amount: 9900, status: 'fulfilled' }])
	await shop.balanced()
	// what is told again, months later, changes nothing
	const before = await shop.events(id)
	for (const type of ['invoice.paid', 'customer.subscription.created',
		'customer.subscription.updated', 'checkout.session.completed'])
		shop.stripe.control.redeliver({ type })
	await shop.balanced()
	assert.equal(await shop.events(id), before)
	assert.equal((await charges(id)).length, 2)
})

test('the invoice before the subscription, and one of them never', async () => {
	shop.stripe.control.deliveries({ hold: true })
	const { owner, company } = await shop.company('Ben')
	const [{ id }] = await shop.asked(owner, `SELECT (subscription_begin(${company},
		NULL, 'PROFESSIONAL', 'year')).id`)
	const { url } = await shop.toPay(owner, id)
	await payCheckout(url)
	shop.stripe.control.rule({ type: 'customer.subscription.created', how: 'drop', times: 9 })
	shop.stripe.control.rule({ type: 'customer.subscription.updated', how: 'drop', times: 9 })
	shop.stripe.control.rule({ type: 'checkout.session.completed', how: 'drop', times: 9 })
	shop.stripe.control.deliveries({ hold: false })
	shop.stripe.control.deliver({ type: 'invoice.paid' })
	shop.stripe.control.deliver({})
	const mine = await shop.sub(id, (s) => s.status === 'active' && s.provider_item)
	assert.equal(mine.provider_product, shop.theirs(mine).items.data[0].price.product)
	assert.deepEqual(await charges(id), [
		{ kind: 'first', amount: 299000, status: 'fulfilled' }])
	await shop.balanced()
})

test('an upgrade is paid now and changes what it costs there', async () => {
	const { owner, id } = await shop.subscribed('Cem')
	await shop.pass(10 * DAY)
	const [{ due_amount: due }] = await shop.asked(owner, `SELECT due_amount
		FROM subscription_change(${id}, 'PROFESSIONAL', 'month')`)
	assert.ok(due > 0 && due < 20000)
	await payCheckout((await shop.toPay(owner, id)).url)
	await shop.sub(id, (s) => s.plan === 'PROFESSIONAL')
	await shop.quiet()
	const mine = await shop.row(id)
	assert.equal(shop.theirs(mine).items.data[0].price.unit_amount, 29900)
	await shop.pass(22 * DAY)
	await shop.sub(id, (s) => s.period_start === mine.period_end)
	assert.deepEqual((await charges(id)).map((c) => c.amount), [9900, due, 29900])
	// and less from the next period on
	await shop.asked(owner, `SELECT subscription_change(${id}, 'STARTER', 'month')`)
	await shop.quiet()
	assert.equal(shop.theirs(mine).items.data[0].price.unit_amount, 9900)
	assert.equal((await shop.row(id)).plan, 'PROFESSIONAL')
	await shop.pass(32 * DAY)
	await shop.sub(id, (s) => s.plan === 'STARTER')
	assert.equal((await charges(id)).at(-1).amount, 9900)
	await shop.balanced()
})

test('cancelled here or there, taken back here or there', async () => {
	const { owner, id } = await shop.subscribed('Dua')
	const ref = (await shop.row(id)).provider_ref
	const flag = async () => { await shop.quiet(); return shop.theirs({ provider_ref: ref })
		.cancel_at_period_end }
	await shop.asked(owner, `SELECT subscription_cancel(${id}, 'not_used')`)
	assert.equal(await flag(), true)
	await shop.asked(owner, `SELECT subscription_reactivate(${id})`)
	assert.equal(await flag(), false)
	await shop.dashboard(`subscriptions/${ref}`, { cancel_at_period_end: 'true' })
	await shop.sub(id, (s) => s.cancel_at_period_end)
	await shop.dashboard(`subscriptions/${ref}`, { cancel_at_period_end: 'false' })
	await shop.sub(id, (s) => !s.cancel_at_period_end)
	await shop.asked(owner, `SELECT subscription_cancel(${id}, 'not_used')`)
	await shop.pass(32 * DAY)
	await shop.sub(id, 'canceled')
	assert.equal(shop.theirs({ provider_ref: ref }).status, 'canceled')
	assert.equal((await charges(id)).length, 1)
	assert.match(await shop.events(id), / end$/)
	await shop.balanced()
})

test('money back ends it there too', async () => {
	const { owner, id, order } = await shop.subscribed('Eda')
	await shop.asked(owner, `SELECT refund_request(${order}, NULL, 'No')`)
	await shop.quiet()
	const mine = await shop.row(id)
	assert.equal(mine.status, 'canceled')
	assert.equal(shop.theirs(mine).status, 'canceled')
	await shop.balanced()
})

test('a code makes the first period cheaper, and only that', async () => {
	await shop.sql(`INSERT INTO promotion (code, kind, value, product_kind, status,
		created_at) VALUES ('HALF', 'percent', 50, 'company', 'active', now())`)
	const { id } = await shop.subscribed('Fay', { code: 'HALF' })
	const mine = await shop.row(id)
	assert.equal(shop.theirs(mine).items.data[0].price.unit_amount, 9900)
	await shop.pass(32 * DAY)
	await shop.sub(id, (s) => s.period_start === mine.period_end)
	assert.deepEqual((await charges(id)).map((c) => c.amount), [4950, 9900])
	await shop.balanced()
})

test('a renewal that fails: days 1, 3, 7 and 14, each once, and day 21', async () => {
	// as a site should have it: Stripe leaves the end to us
	shop.stripe.control.configure({ after_retries: 'past_due' })
	const { owner, id } = await shop.subscribed('Ivo', { card: 'renewal_fails' })
	const { id: other } = await shop.subscribed('Jan')
	const { provider_ref: ref } = await shop.row(id)
	await shop.pass(31 * DAY + 2 * 3600)
	await shop.sub(id, 'past_due')
	const tries = () => shop.sql(`SELECT FROM provider_call WHERE key LIKE $1`,
		`subscription_retry:${id}:%`).then((rows) => rows.length)
	const told = async () => (await shop.sql(`SELECT FROM notification
		WHERE user_id = $1 AND type = 'subscription_failed'`, owner.id)).length
	for (const [n, [days, status]] of [[1, 'past_due'], [2, 'past_due'], [4, 'past_due'],
		[7, 'suspended']].entries()) {
		await shop.pass(days * DAY)
		await shop.sub(id, status)
		await shop.ticked()
		assert.equal(await tries(), n + 1)
		assert.equal(await told(), n + 2)
	}
	await shop.pass(7 * DAY)
	await shop.sub(id, 'canceled')
	assert.equal(await shop.events(id),
		'begin start fail remind remind remind suspend give_up')
	assert.equal(shop.theirs({ provider_ref: ref }).status, 'canceled')
	assert.equal((await shop.row(other)).status, 'active', 'not the other one')
	shop.stripe.control.configure({ after_retries: 'cancel' })
	await shop.balanced()
})

test('another card there makes it active again', async () => {
	const { id } = await shop.subscribed('Kai', { card: 'renewal_fails' })
	const { provider_ref: ref } = await shop.row(id)
	await shop.pass(31 * DAY + 2 * 3600)
	await shop.sub(id, 'past_due')
	await shop.dashboard(`subscriptions/${ref}`, { default_payment_method: 'pm_card_visa' })
	await shop.pass(DAY)
	const mine = await shop.sub(id, 'active')
	assert.equal(shop.theirs(mine).status, 'active')
	assert.match(await shop.events(id), /fail remind paid$/)
	await shop.balanced()
})

test('paid by another way, it is not charged there as well', async () => {
	const { owner, id } = await shop.subscribed('Lea', { card: 'renewal_fails' })
	await shop.pass(31 * DAY + 2 * 3600)
	await shop.sub(id, 'past_due')
	const { order } = await shop.toPay(owner, id)
	await shop.sql(`SELECT order_paid(o.id, 'manual', 'wire', o.total_amount, 'USD')
		FROM orders o WHERE o.id = $1`, order)
	await shop.sub(id, 'active')
	await shop.quiet()
	const [{ provider_invoice: invoice }] = await shop.sql(`SELECT provider_invoice
		FROM subscription_charge WHERE order_id = $1`, order)
	assert.equal(shop.theirs({ provider_ref: invoice }).status, 'void')
	await shop.balanced()
})

test('a portal for who has an account there', async () => {
	shop.stripe.control.save_portal({})
	const { owner } = await shop.subscribed('Gil')
	const visit = await until('the customer to be known', async () => (await shop.asked(owner,
		`SELECT portal_open('${shop.stack.url}') AS id`))[0].id)
	const [{ url }] = await until('the portal', async () => {
		const rows = await shop.sql('SELECT * FROM portal_visit WHERE id = $1', visit)
		return rows[0].status === 'ready' && rows
	})
	assert.ok(url.startsWith(`${shop.stripe.url}/p/session/`))
	const { owner: other } = await shop.company('Hal')
	assert.deepEqual(await shop.asked(other,
		`SELECT portal_open('${shop.stack.url}') AS id`), [{ id: null }])
})
