// Payouts by Stripe, emulated: an account by its questions, transfers that go through,
// are refused, are not answered and come back, and a worker that dies on the way.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStripe } from '../../support/money.mjs'
import { openShop } from '../../support/shop.mjs'
import { startStack, until } from '../../support/stack.mjs'

const DAY = 86400
let stack, stripe, shop, admin, ines, buyer, account

before(async () => {
	stripe = await startStripe({ checkAnswers: true })
	stack = await startStack({ programs: ['account', 'billing', 'webhooks'],
		env: stripe.settings })
	const hook = `${stack.url}/webhooks/stripe`
	stripe.deliverTo(hook, { connect: `${hook}/connect` })
	shop = await openShop(stack)
	admin = await stack.addMember({ roles: ['admin'] })
	buyer = await stack.addMember()
	ines = await stack.signIn(await stack.addMember({ name: 'Ines',
		roles: ['interviewer'] }))
	// what the platform has at Stripe
	await fund(100000)
})
after(async () => {
	assert.deepEqual(await shop.wrong(), [])
	await stack.stop()
	await stripe.stop()
})

const call = async (path, form) => (await fetch(`${stripe.url}${path}`, {
	method: form ? 'POST' : 'GET', headers: { authorization:
		`Bearer ${stripe.settings.STRIPE_SECRET_KEY}` },
	body: form && new URLSearchParams(form) })).json()

/** So much that can be spent at once. */
async function fund(amount) {
	const session = await call('/v1/checkout/sessions', { mode: 'payment',
		success_url: 'https://shop.test/', 'line_items[0][quantity]': '1',
		'line_items[0][price_data][currency]': 'usd',
		'line_items[0][price_data][unit_amount]': String(amount),
		'line_items[0][price_data][product_data][name]': 'A pack' })
	stripe.control.pay({ session: session.id })
	stripe.control.advance({ seconds: 3 * DAY })
}
const admins = (text) => stack.sql(`BEGIN; SET LOCAL app.user_id = '${admin.id}';
	SELECT ${text}; COMMIT`)
const find = (id) => stack.sql('SELECT * FROM payout WHERE id = $1', id)
	.then(([row]) => row)
const becomes = (id, status) => until(`payout ${id} to be ${status}`, async () => {
	const payout = await find(id)
	return payout.status === status && payout
})
const transfers = async () => (await call('/v1/transfers?limit=100')).data
	.filter((t) => !t.reversed)

/** A payout of this sum that is approved; its number. */
async function payout(amount) {
	const item = await shop.add({ seller: ines.member.id,
		price: Math.round(amount / 0.85) })
	const order = await shop.buy(buyer.id, item)
	await shop.pay(order)
	await stack.sql('SELECT earning_deliver($1, NULL)', order)
	await stack.sql(`UPDATE earning SET available_at = app_now()
		- interval '1 day' WHERE order_id = $1`, order)
	await stack.sql('SELECT earning_tick(100)')
	const [{ id }] = await stack.sql(`SELECT payout_make($1, 'USD', 'now',
		'test ' || $2::text, app_now()) AS id`, ines.member.id, order)
	assert.ok(id, 'it is made')
	await admins(`payout_approve(${id})`)
	return id
}

test('an account: on to Stripe, its questions, verified', async () => {
	assert.match((await ines.get('/payouts/account')).body, /Continue at Stripe/)
	const sent = await ines.submit('/payouts/connect', { country: 'US' },
		{ page: '/payouts/account' })
	assert.equal(sent.location, '/payouts/connect')
	const url = await until('the way to Stripe', async () =>
		(await ines.get('/api/payouts/connect')).json.url)
	assert.equal((await ines.get('/api/payouts/connect')).json.url, null, 'once')
	assert.match(await (await fetch(url)).text(), /Your details/)
	const done = await fetch(url, { method: 'POST', redirect: 'manual',
		body: new URLSearchParams({ do: 'all' }) })
	assert.equal(new URL(done.headers.get('location')).pathname,
		'/payouts/connect/return')
	assert.equal((await ines.get('/payouts/connect/return')).location, '/payouts')
	await until('the account to be verified', async () => {
		;({ account } = (await ines.get('/api/payouts')).json)
		return account.status === 'verified'
	})
	assert.match(account.hint, /6789/)
	const again = await ines.submit('/payouts/connect', { kind: 'login' },
		{ page: '/payouts/account' })
	assert.equal(again.status, 303)
	await until('the way to their own pages', async () =>
		(await ines.get('/api/payouts/connect')).json.url)
})

test('a payout is a transfer, once', async () => {
	const id = await payout(17000)
	await admins(`payout_send(${id})`)
	const { provider_ref: ref } = await becomes(id, 'completed')
	const [transfer, ...others] = await transfers()
	assert.deepEqual([transfer.id, transfer.amount, others.length], [ref, 17000, 0])
	assert.equal(transfer.metadata.payout_id, String(id))
})

test('refused: failed with the reason, tried again when there is money', async () => {
	const id = await payout(150000)
	await admins(`payout_send(${id})`)
	const failed = await becomes(id, 'failed')
	assert.match(failed.failure, /insufficient/i)
	assert.equal(failed.is_refused, true)
	await fund(200000)
	await admins(`payout_retry(${id})`)
	await becomes(id, 'completed')
	assert.equal((await transfers()).filter((t) => t.amount === 150000).length, 1)
})

test('the answer is lost: asked again under the same key, paid once', async () => {
	const id = await payout(12000)
	stripe.control.fail({ how: 'lost', method: 'POST', path: '/v1/transfers', times: 2 })
	await admins(`payout_send(${id})`)
	await becomes(id, 'completed')
	assert.equal((await transfers()).filter((t) => t.amount === 12000).length, 1)
})

test('the worker is killed while Stripe has it: paid once', async () => {
	const id = await payout(13000)
	stripe.control.fail({ how: 'hold_answer', method: 'POST', path: '/v1/transfers',
		times: 1 })
	await admins(`payout_send(${id})`)
	await until('the transfer to be there', async () =>
		(await transfers()).some((t) => t.amount === 13000))
	await stack.kill('worker', 'SIGKILL')
	stripe.control.release({})
	assert.equal((await find(id)).status, 'processing')
	await stack.sql(`UPDATE job SET lease_until = app_now() - interval '1 second'
		WHERE state = 'running'`)
	stack.launch('worker')
	await becomes(id, 'completed')
	assert.equal((await transfers()).filter((t) => t.amount === 13000).length, 1)
})

test('nobody knows: one looks before one asks again', async () => {
	const id = await payout(14000)
	stripe.control.fail({ how: 'lost', method: 'POST', path: '/v1/transfers', times: 1 })
	await admins(`payout_send(${id})`)
	await until('an attempt', async () => (await transfers())
		.some((t) => t.amount === 14000))
	const unsure = await find(id)
	if (unsure.status === 'processing') {
		// a day has passed without an answer
		await stack.sql(`SELECT provider_answered(id, 'failed', '{"error": {"type":
			"unanswered", "message": "no answer"}}') FROM provider_call
			WHERE key LIKE 'payout:${id}:%' AND status = 'waiting'`)
		const failed = await find(id)
		if (failed.status === 'failed') {
			assert.equal(failed.is_refused, false)
			await admins(`payout_retry(${id})`)
		}
	}
	await becomes(id, 'completed')
	assert.equal((await transfers()).filter((t) => t.amount === 14000).length, 1)
})

test('Stripe takes a transfer back: failed, owed again', async () => {
	const id = await payout(16000)
	await admins(`payout_send(${id})`)
	const { provider_ref: ref } = await becomes(id, 'completed')
	await call(`/v1/transfers/${ref}/reversals`, { amount: '16000' })
	const back = await becomes(id, 'failed')
	assert.equal(back.returns, 1)
	await admins(`payout_retry(${id})`)
	await becomes(id, 'completed')
	assert.equal((await transfers()).filter((t) => t.amount === 16000).length, 1)
})

test('a bank refuses the money: the earner is told, the account asked about', async () => {
	const [{ provider_ref: acct }] = await stack.sql(`SELECT provider_ref
		FROM payout_account WHERE user_id = $1`, ines.member.id)
	stripe.control.change_account({ account: acct, payouts_enabled: false,
		due: ['external_account'] })
	await until('the account to be restricted', async () => {
		;({ account } = (await ines.get('/api/payouts')).json)
		return account.status === 'restricted'
	})
	assert.deepEqual(account.need_words, ['Your bank account'])
	const item = await shop.add({ seller: ines.member.id, price: 20000 })
	await shop.pay(await shop.buy(buyer.id, item))
	assert.match((await ines.call('POST', '/api/payouts', {})).json.type,
		/payout_account_restricted$/)
})
