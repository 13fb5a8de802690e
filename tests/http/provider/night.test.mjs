// What providers told while nobody listened is found by night, page by page, and put
// right; admins read of it in the morning.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { PRICE, startShop } from './shop.mjs'

const PROVIDERS = ['stripe', 'paypal']
let shop

before(async () => { shop = await startShop() })
after(() => shop.stop())

const pay = (provider, url) => (provider === 'stripe' ? payCheckout(url) : approveOrder(url))
const HOUR = 3600

/** The site's clock goes on; the providers' are ahead of it by as much. */
async function night() {
	await shop.quiet()
	await shop.sql(`SELECT enqueue('provider.reconcile')`)
	await until('the night to pass', async () => (await shop.sql(`SELECT FROM job
		WHERE kind ~ '^provider.(reconcile|list)' AND state IN ('waiting', 'running')
		`)).length === 0)
	await shop.balanced()
}

async function morning() {
	const told = () => shop.sql(`SELECT data FROM notification WHERE user_id = $1
		AND type = 'money_attention' AND data ->> 'what' = 'repaired' ORDER BY id`,
	shop.admin.id)
	const had = (await told()).length
	await shop.sql(`SELECT enqueue('money.repairs')`)
	await until('the morning', async () => (await shop.sql(`SELECT FROM job
		WHERE kind = 'money.repairs' AND state <> 'done'`)).length === 0)
	return (await told()).slice(had)
}

async function bought(provider) {
	const client = await shop.buyer()
	const order = await shop.order(client)
	const payment = await shop.begin(client, order, provider)
	await pay(provider, await shop.page(payment))
	await shop.becomes(order, 'fulfilled')
	return { client, order, payment, money: (await shop.payment(payment)).provider_ref }
}

test('a night in which nothing was missed', async () => {
	for (const provider of PROVIDERS)
		await bought(provider)
	await night()
	assert.deepEqual(await morning(), [])
	assert.equal((await shop.sql('SELECT FROM provider_night')).length, 2)
})

test('a payment that nobody told of, and one after its order had ended', async () => {
	const made = []
	for (const provider of PROVIDERS) {
		const client = await shop.buyer()
		const order = await shop.order(client)
		const payment = await shop.begin(client, order, provider)
		const url = await shop.page(payment)
		shop[provider].control.rule({ type: '*', how: 'drop', times: 50 })
		await pay(provider, url)
		made.push(order)
		assert.equal((await shop.state(order)).status, 'processing')
	}
	await night()
	for (const order of made)
		await shop.becomes(order, 'fulfilled')
	for (const provider of PROVIDERS)
		shop[provider].deliveries.rules.length = 0
	await shop.balanced()
	const [{ data }] = await morning()
	assert.ok(data.things >= 2, JSON.stringify(data))
	assert.deepEqual(await morning(), [])
	const reader = await shop.stack.signIn(shop.admin)
	const { json } = await reader.call('GET', '/api/notifications')
	const notice = json.items.find((n) => n.title === 'Payments are put right')
	assert.match(notice.words, /^Providers told of things that had not arrived\. Events: \d+/)
})

test('refunds, disputes and more events than a page holds', async () => {
	const part = await bought('stripe')
	const gone = await bought('stripe')
	const back = await bought('paypal')
	for (const provider of PROVIDERS)
		shop[provider].control.rule({ type: '*', how: 'drop', times: 1000 })
	shop.stripe.control.refund({ payment_intent: part.money, amount: 1000 })
	for (let i = 0; i < 120; i++)
		shop.stripe.emit('charge.succeeded', shop.stripe.control.objects({ kind: 'charge' })[0])
	shop.stripe.control.dispute({ payment_intent: gone.money })
	shop.paypal.control.refund({ capture: back.money })
	// as of more than an hour ago
	for (const event of shop.stripe.control.events())
		event.created -= 2 * HOUR
	for (const event of shop.paypal.control.events())
		event.create_time = new Date(Date.parse(event.create_time) - 2 * HOUR * 1000).toISOString()
	await night()
	await shop.becomes(part.order, 'partially_refunded')
	await shop.becomes(gone.order, 'disputed')
	await shop.becomes(back.order, 'refunded')
	for (const provider of PROVIDERS)
		shop[provider].deliveries.rules.length = 0
	const [{ data }] = await morning()
	assert.ok(data.events >= 3, JSON.stringify(data))
	assert.ok(shop.stripe.control.calls().filter((c) => c.path === '/v1/events' &&
		c.search.includes('starting_after')).length > 0)
	// the dispute's end, which nobody told of either
	shop.stripe.control.rule({ type: '*', how: 'drop', times: 1000 })
	const [dispute] = shop.stripe.control.objects({ kind: 'dispute' })
	shop.stripe.control.close_dispute({ dispute: dispute.id, how: 'lost' })
	await night()
	await shop.becomes(gone.order, 'charged_back')
	assert.equal((await shop.state(gone.order)).charged_back_amount, PRICE)
	await shop.balanced()
})

test('a provider that does not answer by night is asked again', async () => {
	for (const provider of PROVIDERS)
		shop[provider].control.fail({ how: '503', path: 'events', times: 1 })
	await shop.sql(`UPDATE provider_night SET heard_until = app_now() - interval '3 days'`)
	await night()
	assert.equal((await shop.sql(`SELECT FROM provider_night
		WHERE heard_until > app_now() - interval '2 hours'`)).length, 2)
})
