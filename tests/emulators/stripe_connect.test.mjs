import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { settled } from '../support/money.mjs'
import { DAY, OLD, purchase, refusal, startReceiver, stripeLab } from './lab.mjs'

let lab
let sdk
let connect
before(async () => {
	lab = await stripeLab({ seed: 13 })
	sdk = lab.sdk(OLD)
	connect = await startReceiver()
	lab.stripe.deliverTo(lab.receiver.url, { connect: connect.url })
})
after(async () => {
	connect.stop()
	await lab.stop()
})

const newAccount = () => sdk.accounts.create({ type: 'express', country: 'US',
	email: 'mentor@test.test', capabilities: { transfers: { requested: true } } })
const linkOf = (account) => sdk.accountLinks.create({ account: account.id,
	refresh_url: 'https://shop.test/refresh', return_url: 'https://shop.test/return',
	type: 'account_onboarding' })
const visit = (url, values) => fetch(url, { redirect: 'manual', ...(values &&
	{ method: 'POST', body: new URLSearchParams(values) }) })

async function ready() {
	const account = await newAccount()
	lab.control.complete_account({ account: account.id })
	return account
}

// Money that can be spent now.
async function earn(amount) {
	const session = await sdk.checkout.sessions.create(purchase(amount))
	lab.control.pay({ session: session.id })
	const done = await sdk.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })
	return done.payment_intent.latest_charge
}

test('an account begins with nothing enabled; its link works once', async () => {
	const account = await newAccount()
	assert.deepEqual([account.charges_enabled, account.payouts_enabled,
		account.details_submitted, account.capabilities.transfers],
	[false, false, false, 'inactive'])
	assert.ok(account.requirements.currently_due.length > 3)
	const link = await linkOf(account)
	assert.equal(link.expires_at - link.created, 300)
	assert.match(await (await visit(link.url)).text(), /Your details/)
	const left = await visit(link.url, { do: 'leave' })
	assert.equal(left.headers.get('location'), 'https://shop.test/return')
	assert.equal((await sdk.accounts.retrieve(account.id)).details_submitted, false)
	assert.equal((await visit(link.url)).headers.get('location'), 'https://shop.test/refresh')
	const stale = await linkOf(account)
	lab.control.advance({ seconds: 301 })
	assert.equal((await visit(stale.url)).headers.get('location'), 'https://shop.test/refresh')
})

test('giving a part leaves requirements; giving everything enables payouts', async () => {
	const account = await newAccount()
	for (const [press, payouts] of [['some', false], ['all', true]]) {
		const link = await linkOf(account)
		await visit(link.url)
		await visit(link.url, { do: press })
		const found = await sdk.accounts.retrieve(account.id)
		assert.deepEqual([found.details_submitted, found.payouts_enabled,
			found.requirements.currently_due.length === 0], [true, payouts, payouts])
	}
	lab.control.change_account({ account: account.id, payouts_enabled: false,
		due: ['external_account'] })
	assert.equal((await sdk.accounts.retrieve(account.id)).payouts_enabled, false)
	await settled(lab.stripe)
	const told = connect.of('account.updated').filter((e) => e.account === account.id)
	assert.equal(told.length, 5)
	assert.ok(told.every((e) => e.livemode === false))
	assert.equal(connect.of('capability.updated').length, 2)
	assert.equal(lab.receiver.of('account.updated').length, 0)
})

test('connected events are signed by their own secret', async () => {
	await ready()
	await settled(lab.stripe)
	const { body, headers } = connect.got.at(-1)
	const { settings } = lab.stripe
	const check = (secret) => sdk.webhooks.constructEvent(body, headers['stripe-signature'],
		secret, 300, undefined, lab.stripe.clock.now() * 1000)
	assert.match(check(settings.STRIPE_CONNECT_WEBHOOK_SECRET).account, /^acct_/)
	assert.throws(() => check(settings.STRIPE_WEBHOOK_SECRET), /signature/)
})

test('a login link shows the balance, once', async () => {
	const account = await newAccount()
	assert.equal((await refusal(sdk.accounts.createLoginLink(account.id))).statusCode, 400)
	lab.control.complete_account({ account: account.id })
	const { url } = await sdk.accounts.createLoginLink(account.id)
	assert.match(await (await visit(url)).text(), /Your earnings/)
	assert.equal((await visit(url)).status, 410)
})

test('transfers need the capability and available money, or a source', async () => {
	const account = await newAccount()
	const send = (more) => sdk.transfers.create({ amount: 3000, currency: 'usd',
		destination: account.id, ...more })
	assert.equal((await refusal(send())).code, 'insufficient_capabilities_for_transfer')
	assert.equal((await refusal(send({ destination: 'acct_none' }))).code, 'resource_missing')
	lab.control.complete_account({ account: account.id })
	const charge = await earn(5000)
	assert.equal((await refusal(send())).code, 'balance_insufficient')
	const first = await send({ source_transaction: charge, transfer_group: 'order_1' })
	assert.deepEqual([first.amount, first.source_transaction], [3000, charge])
	assert.match((await refusal(send({ source_transaction: charge }))).message, /must not exceed/)
	lab.control.advance({ seconds: 2 * DAY })
	// 50.00 less 1.75 fee less 30.00
	assert.equal((await sdk.balance.retrieve()).available[0].amount, 1825)
	assert.equal((await refusal(send({ amount: 1826 }))).code, 'balance_insufficient')
	assert.equal((await send({ amount: 1825 })).amount, 1825)
	const [mine] = (await sdk.balance.retrieve({}, { stripeAccount: account.id })).available
	assert.equal(mine.amount, 4825)
	assert.equal((await sdk.transfers.list({ destination: account.id })).data.length, 2)
})

test('a transfer is reversed in parts, never beyond', async () => {
	const account = await ready()
	const charge = await earn(5000)
	const transfer = await sdk.transfers.create({ amount: 1000, currency: 'usd',
		destination: account.id, source_transaction: charge })
	await sdk.transfers.createReversal(transfer.id, { amount: 400 })
	assert.equal((await refusal(sdk.transfers.createReversal(transfer.id, { amount: 601 })))
		.param, 'amount')
	await sdk.transfers.createReversal(transfer.id)
	const found = await sdk.transfers.retrieve(transfer.id)
	assert.deepEqual([found.amount_reversed, found.reversed], [1000, true])
	assert.equal((await refusal(sdk.transfers.createReversal(transfer.id))).statusCode, 400)
	const books = lab.control.books({ account: account.id }).usd
	assert.deepEqual([books.charge, books.refund, books.balance], [1000, -1000, 0])
})

test('payouts: paid after two days, failed even then, never beyond the balance', async () => {
	const account = await ready()
	const as = { stripeAccount: account.id }
	await sdk.accounts.update(account.id, { settings: { payouts: { schedule: {
		interval: 'manual' } } } })
	const charge = await earn(5000)
	await sdk.transfers.create({ amount: 2000, currency: 'usd', destination: account.id,
		source_transaction: charge })
	const pay = (amount) => sdk.payouts.create({ amount, currency: 'usd' }, as)
	assert.equal((await refusal(pay(1))).code, 'balance_insufficient')
	lab.control.advance({ seconds: 2 * DAY })
	const payout = await pay(1500)
	assert.equal((await refusal(pay(501))).code, 'balance_insufficient')
	lab.control.advance({ seconds: 2 * DAY + 1 })
	assert.equal((await sdk.payouts.retrieve(payout.id, {}, as)).status, 'paid')
	lab.control.settle_payout({ payout: payout.id, how: 'failed' })
	const failed = await sdk.payouts.retrieve(payout.id, {}, as)
	assert.deepEqual([failed.status, failed.failure_code], ['failed', 'account_closed'])
	assert.equal((await sdk.balance.retrieve({}, as)).available[0].amount, 2000)
	const second = await pay(2000)
	assert.equal((await sdk.payouts.cancel(second.id, {}, as)).status, 'canceled')
	lab.control.change_account({ account: account.id, payouts_enabled: false })
	assert.equal((await refusal(pay(100))).code, 'payouts_not_allowed')
	assert.equal((await refusal(sdk.payouts.retrieve(payout.id))).statusCode, 404)
	await settled(lab.stripe)
	for (const type of ['payout.created', 'payout.paid', 'payout.failed', 'payout.canceled'])
		assert.ok(connect.of(type).some((e) => e.account === account.id), type)
})

test('an account paid daily is paid by itself', async () => {
	const account = await ready()
	const charge = await earn(5000)
	await sdk.transfers.create({ amount: 2000, currency: 'usd', destination: account.id,
		source_transaction: charge })
	lab.control.advance({ seconds: 6 * DAY })
	const { data } = await sdk.payouts.list({}, { stripeAccount: account.id })
	assert.deepEqual(data.map((p) => [p.amount, p.automatic, p.status]), [[2000, true, 'paid']])
})

test('a charge for an account: fee kept, both given back only when asked', async () => {
	const account = await ready()
	const session = await sdk.checkout.sessions.create(purchase(10000, { payment_intent_data: {
		application_fee_amount: 1500, transfer_data: { destination: account.id } } }))
	lab.control.pay({ session: session.id })
	const { payment_intent: intent } = await sdk.checkout.sessions.retrieve(session.id,
		{ expand: ['payment_intent.latest_charge'] })
	const books = () => lab.control.books({ account: account.id }).usd.balance
	assert.equal(books(), 8500)
	await sdk.refunds.create({ payment_intent: intent.id, amount: 5000 })
	assert.equal(books(), 8500)
	await sdk.refunds.create({ payment_intent: intent.id, amount: 5000, reverse_transfer: true,
		refund_application_fee: true })
	assert.equal(books(), 8500 - 5000 + 750)
	const fee = await sdk.applicationFees.retrieve(intent.latest_charge.application_fee)
	assert.deepEqual([fee.amount, fee.amount_refunded], [1500, 750])
})

test('access taken back: told, and nothing works any more', async () => {
	const account = await ready()
	lab.control.deauthorize({ account: account.id })
	await settled(lab.stripe)
	assert.equal(connect.of('account.application.deauthorized')[0].account, account.id)
	assert.equal((await refusal(sdk.accounts.retrieve(account.id))).statusCode, 403)
	assert.equal((await refusal(sdk.balance.retrieve({}, { stripeAccount: account.id }))).code,
		'account_invalid')
})
