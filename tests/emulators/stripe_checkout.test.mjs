import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { answerBank, delivered, leaveCheckout, payCheckout, settled } from '../support/money.mjs'
import { DAY, OLD, purchase, refusal, stripeLab } from './lab.mjs'

let lab
let sdk
before(async () => {
	lab = await stripeLab({ seed: 7 })
	sdk = lab.sdk(OLD)
})
after(() => lab.stop())

const create = (...args) => sdk.checkout.sessions.create(purchase(...args))
const read = (session, expand) => sdk.checkout.sessions.retrieve(session.id, { expand })
const since = async (act) => {
	await settled(lab.stripe)
	const from = lab.receiver.got.length
	await act()
	await settled(lab.stripe)
	return lab.receiver.types().slice(from).sort()
}

test('a session is open, unpaid, without a payment, for a day', async () => {
	const session = await create(2500, { client_reference_id: '77', metadata: { order: '77' } })
	assert.match(session.id, /^cs_test_[A-Za-z0-9]+$/)
	assert.deepEqual([session.status, session.payment_status, session.payment_intent,
		session.amount_total, session.currency, session.client_reference_id,
		session.expires_at - session.created],
	['open', 'unpaid', null, 2500, 'usd', '77', DAY])
	assert.deepEqual(session.metadata, { order: '77' })
})

test('paying completes it, sends the buyer back and tells of it', async () => {
	const session = await create(2500, { payment_intent_data: { metadata: { order: '8' } } })
	const page = await (await fetch(session.url)).text()
	assert.match(page, /id="total">25\.00 USD</)
	let back
	const types = await since(async () => { back = await payCheckout(session.url) })
	assert.equal(back, `https://shop.test/done?session=${session.id}`)
	assert.deepEqual(types, ['charge.succeeded', 'checkout.session.completed',
		'payment_intent.created', 'payment_intent.succeeded'])
	const paid = await read(session, ['payment_intent.latest_charge.balance_transaction'])
	const { payment_intent: intent } = paid
	assert.deepEqual([paid.status, paid.payment_status, paid.url, intent.status,
		intent.amount_received, intent.metadata.order, intent.latest_charge.paid],
	['complete', 'paid', null, 'succeeded', 2500, '8', true])
	// 2.9 % and 0.30
	assert.equal(intent.latest_charge.balance_transaction.fee, 103)
	assert.match(await (await fetch(session.url)).text(), /Paid already/)
})

test('a decline keeps the session open; another card pays the same payment', async () => {
	const session = await create(1000)
	const types = await since(() => assert.rejects(payCheckout(session.url,
		{ card: 'insufficient' }), /insufficient funds/))
	assert.deepEqual(types, ['charge.failed', 'payment_intent.created',
		'payment_intent.payment_failed'])
	const open = await read(session, ['payment_intent'])
	assert.equal(open.status, 'open')
	assert.equal(open.payment_intent.last_payment_error.decline_code, 'insufficient_funds')
	await payCheckout(session.url)
	const paid = await read(session)
	assert.deepEqual([paid.payment_status, paid.payment_intent],
		['paid', open.payment_intent.id])
})

test('a card that asks for the bank waits for the buyer\'s answer', async () => {
	const session = await create(1000)
	await assert.rejects(payCheckout(session.url, { card: 'secure' }), /Do you confirm/)
	assert.equal((await read(session, ['payment_intent'])).payment_intent.status,
		'requires_action')
	await assert.rejects(answerBank(session.url, false), /declined/)
	await assert.rejects(payCheckout(session.url, { card: 'secure' }), /Do you confirm/)
	await answerBank(session.url)
	assert.equal((await read(session)).payment_status, 'paid')
})

test('a delayed method completes unpaid and is decided days later', async () => {
	for (const [card, how, status] of [['debit', 'succeeded', 'paid'],
		['debit_fails', 'failed', 'unpaid']]) {
		const session = await create(3000)
		await payCheckout(session.url, { card })
		const waiting = await read(session)
		assert.deepEqual([waiting.status, waiting.payment_status], ['complete', 'unpaid'])
		const types = await since(() => lab.control.advance({ seconds: 3 * DAY }))
		assert.ok(types.includes(`checkout.session.async_payment_${how}`), types.join())
		assert.equal((await read(session)).payment_status, status)
	}
})

test('leaving changes nothing; a day later, or when told, the session expires', async () => {
	const session = await create(1000)
	assert.equal(await leaveCheckout(session.url), 'https://shop.test/cancel')
	assert.equal((await read(session)).status, 'open')
	const types = await since(() => lab.control.advance({ seconds: DAY }))
	assert.ok(types.includes('checkout.session.expired'))
	assert.equal((await read(session)).status, 'expired')
	const second = await create(1000)
	assert.equal((await sdk.checkout.sessions.expire(second.id)).status, 'expired')
	assert.match((await refusal(sdk.checkout.sessions.expire(second.id))).message,
		/status of expired/)
	assert.throws(() => lab.control.pay({ session: second.id }), /expired/)
})

test('discounts: applied beforehand, or by a code typed at the page', async () => {
	const coupon = await sdk.coupons.create({ percent_off: 20, duration: 'once' })
	await sdk.promotionCodes.create({ coupon: coupon.id, code: 'SPRING', max_redemptions: 1 })
	const first = await create(999, { discounts: [{ coupon: coupon.id }] })
	assert.deepEqual([first.amount_subtotal, first.amount_total,
		first.total_details.amount_discount], [999, 799, 200])
	const second = await create(1000, { allow_promotion_codes: true })
	await payCheckout(second.url, { code: 'spring' })
	assert.equal((await read(second)).amount_total, 800)
	const third = await create(1000, { allow_promotion_codes: true })
	const page = await (await fetch(third.url, { method: 'POST',
		body: new URLSearchParams({ do: 'code', code: 'SPRING' }) })).text()
	assert.match(page, /The code SPRING is not valid/)
	const free = await create(1000, { discounts: [{ coupon: (await sdk.coupons.create(
		{ percent_off: 100, duration: 'once' })).id }] })
	await payCheckout(free.url)
	assert.equal((await read(free)).payment_status, 'no_payment_required')
})

test('zero- and three-decimal currencies, several lines', async () => {
	const lines = (currency, ...amounts) => ({ line_items: amounts.map((unit_amount, i) => ({
		quantity: i + 1, price_data: { currency, unit_amount, product_data: { name: 'x' } } })) })
	const yen = await create(0, lines('jpy', 500, 250))
	assert.equal(yen.amount_total, 1000)
	assert.match(await (await fetch(yen.url)).text(), /id="total">1000 JPY</)
	const dinar = await create(0, lines('kwd', 1500))
	assert.match(await (await fetch(dinar.url)).text(), /id="total">1\.500 KWD</)
	const items = await sdk.checkout.sessions.listLineItems(yen.id)
	assert.deepEqual(items.data.map((i) => i.amount_total), [500, 500])
})

test('a payment may be held first: captured in part, let go, or lost after a week', async () => {
	const hold = async () => {
		const session = await create(1000, { payment_intent_data: { capture_method: 'manual' } })
		await payCheckout(session.url)
		return read(session, ['payment_intent'])
	}
	const first = await hold()
	assert.deepEqual([first.status, first.payment_status, first.payment_intent.status,
		first.payment_intent.amount_capturable],
	['complete', 'unpaid', 'requires_capture', 1000])
	const before = lab.control.books().usd.charge
	const { id } = first.payment_intent
	assert.equal((await refusal(sdk.paymentIntents.capture(id, { amount_to_capture: 1001 })))
		.code, 'amount_too_large')
	const taken = await sdk.paymentIntents.capture(id, { amount_to_capture: 700 })
	assert.deepEqual([taken.status, taken.amount_received], ['succeeded', 700])
	assert.equal(lab.control.books().usd.charge, before + 700)
	assert.equal((await read(first)).payment_status, 'paid')
	assert.equal((await refusal(sdk.refunds.create({ payment_intent: id, amount: 701 }))).param,
		'amount')
	const second = await hold()
	const freed = await sdk.paymentIntents.cancel(second.payment_intent.id)
	assert.equal(freed.status, 'canceled')
	const third = await hold()
	lab.control.advance({ seconds: 7 * DAY })
	assert.equal((await sdk.paymentIntents.retrieve(third.payment_intent.id)).status, 'canceled')
	assert.equal(lab.control.books().usd.charge, before + 700)
})

test('what cannot be bought is refused in Stripe\'s words', async () => {
	const cases = [
		[purchase(49), 'amount_too_small'],
		[purchase(10, { success_url: 'nowhere' }), 'url_invalid'],
		[{ ...purchase(1000), mode: undefined }, 'parameter_missing'],
		[{ ...purchase(1000), line_items: undefined }, 'parameter_missing'],
		[purchase(1000, { wrong: 1 }), 'parameter_unknown'],
		[purchase('12.50'), 'parameter_invalid_integer'],
		[purchase(1000, { expires_at: lab.stripe.clock.now() + 600 }), undefined],
		[purchase(1000, { customer: 'cus_none' }), 'resource_missing'],
		[purchase(1000, { automatic_tax: { enabled: true } }), undefined],
		[purchase(1000, { subscription_data: { trial_period_days: 3 } }), undefined],
	]
	for (const [params, code] of cases) {
		const error = await refusal(sdk.checkout.sessions.create(params))
		assert.deepEqual([error.statusCode, error.type, error.code],
			[400, 'StripeInvalidRequestError', code], JSON.stringify(params))
	}
})

test('delivered() finds what has been taken', async () => {
	const session = await create(1000)
	lab.control.pay({ session: session.id })
	const lines = await delivered(lab.stripe, 'checkout.session.completed')
	assert.ok(lines.every((l) => l.status === 200))
	await assert.rejects(delivered(lab.stripe, 'no.such', { seconds: 0.05 }), /waited/)
})
