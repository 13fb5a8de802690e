// A thousand events of real payments at once, some of them twice, with the program
// that receives them and the worker killed in between: each is acknowledged and
// applied, nothing is lost and nothing is doubled.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approveOrder, payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { PRICE, startShop } from './shop.mjs'

const EVENTS = 1000
const ORDERS = 60
const PROVIDERS = ['stripe', 'paypal']
let shop

before(async () => {
	shop = await startShop({ stripe: { checkAnswers: false }, processes: 2, rateFactor: 1000 })
})
after(() => shop.stop())

const one = async (text) => (await shop.sql(text))[0].n

test(`${EVENTS} events, programs killed in between`, { timeout: 900_000 }, async (t) => {
	const clients = await Promise.all(Array.from({ length: 4 }, () => shop.buyer()))
	const made = []
	for (let i = 0; i < ORDERS; i++) {
		const client = clients[i % clients.length]
		const order = await shop.order(client)
		const provider = i % 3 === 2 ? 'paypal' : 'stripe'
		made.push({ order, provider, payment: await shop.begin(client, order, provider) })
	}
	for (const name of PROVIDERS)
		shop[name].control.deliveries({ hold: true })
	for (const one of made) {
		const url = await shop.page(one.payment)
		await (one.provider === 'stripe' ? payCheckout(url) : approveOrder(url))
	}
	for (const { provider, payment } of made.filter((_, i) => i % 5 === 0)) {
		if (provider === 'stripe') {
			const [intent] = shop.stripe.control.objects({ kind: 'payment_intent' })
				.filter((i) => i.metadata.payment_id === String(payment))
			shop.stripe.control.refund({ payment_intent: intent.id, amount: 1000 })
		}
	}
	// other events that tell the same, as both providers send them now and then
	const lists = PROVIDERS.map((name) => shop[name].deliveries.held)
	const told = lists.map((list) => [...list])
	for (let i = 0; lists[0].length + lists[1].length < EVENTS; i++)
		for (const [n, name] of PROVIDERS.entries())
			lists[n].push({ ...told[n][i % told[n].length], event: shop[name]
				.twinEvent(told[n][i % told[n].length].event) })
	for (const list of lists)
		list.push(...list.filter((_, i) => i % 7 === 0))
	for (const name of PROVIDERS)
		shop[name].control.deliveries({ hold: false, concurrency: 25,
			gaps: Array(1000).fill(3600) })
	const all = lists[0].length + lists[1].length
	const held = new Set(lists.flat().map((item) => item.event)).size
	const taken = () => PROVIDERS.reduce((sum, name) => sum +
		shop[name].deliveries.log.filter((l) => l.status === 200).length, 0)
	const before = taken()
	let pouring = true
	const kill = async (name, shares, done) => {
		for (const share of shares) {
			await until(`${share} of it`, async () => !pouring || await done() >= share, 300)
			await shop.stack.kill(name, 'SIGKILL')
			shop.stack.launch(name)
		}
	}
	const killing = Promise.all([
		kill('webhooks', [0.1, 0.3, 0.5, 0.7], () => (taken() - before) / all),
		kill('worker', [0.05, 0.2, 0.4, 0.6, 0.8], async () => await one(`SELECT count(*)::int
			AS n FROM webhook_event WHERE status = 'done'`) / held)])
	const began = performance.now()
	for (const name of PROVIDERS)
		shop[name].control.deliver({ order: 'shuffled' })
	await until('all to be acknowledged', () => {
		for (const name of PROVIDERS)
			shop[name].control.retry()
		return taken() - before >= all
	}, 300)
	t.diagnostic(`${all} deliveries of ${held} events acknowledged in ${
		((performance.now() - began) / 1000).toFixed(1)} s`)
	await until('all to be applied', async () => await one(`SELECT count(*)::int AS n
		FROM orders WHERE status IN ('fulfilled', 'partially_refunded')`) === ORDERS, 300)
	pouring = false
	await killing
	await shop.balanced()
	t.diagnostic(`applied in ${((performance.now() - began) / 1000).toFixed(1)} s`)
	assert.equal(await one(`SELECT count(*)::int AS n FROM webhook_event
		WHERE status <> 'done'`), 0)
	assert.equal(await one(`SELECT count(*)::int AS n FROM payment WHERE status = 'captured'
		AND amount = ${PRICE} AND fee_amount IS NOT NULL`), ORDERS)
	assert.equal(await one(`SELECT count(*)::int AS n FROM order_history
		WHERE event = 'fulfil'`), ORDERS)
	assert.equal(await one(`SELECT count(*)::int AS n FROM invoice`), ORDERS)
	assert.equal(await one(`SELECT coalesce(sum(refunded_amount), 0)::int AS n FROM orders`),
		1000 * shop.stripe.control.objects({ kind: 'refund' }).length)
})
