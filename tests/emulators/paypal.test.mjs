import assert from 'node:assert/strict'
import { X509Certificate, createVerify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { after, before, test } from 'node:test'
import { approveOrder, cancelOrder, settled } from '../support/money.mjs'
import { paypalLab } from './lab.mjs'
import { crc32, memberText } from './paypal/webhook.mjs'

const WHOLE = { prefer: 'return=representation' }
let lab
before(async () => { lab = await paypalLab({ seed: 23 }) })
after(() => lab.stop())

const eur = (value) => ({ currency_code: 'EUR', value })
const order = (amount = eur('10.00'), more = {}) => ({ intent: 'CAPTURE',
	purchase_units: [{ custom_id: 'order_7', amount, ...more }], payment_source: { paypal: {
		experience_context: { return_url: 'https://shop.test/return',
			cancel_url: 'https://shop.test/cancel' } } } })
let keys = 0
const post = (path, value, headers = {}) => lab.call('POST', path, value,
	{ 'paypal-request-id': `key-${++keys}`, ...headers })
const create = (value = order(), headers) => post('/v2/checkout/orders', value, headers)
const capture = ({ id }, headers) => post(`/v2/checkout/orders/${id}/capture`, {}, headers)
const linkOf = ({ json }, rel) => json.links.find((l) => l.rel === rel)?.href
const issue = ({ json }) => json.details?.[0].issue

async function approved(value, funding) {
	const made = await create(value)
	await approveOrder(linkOf(made, 'payer-action'), { funding })
	return made.json
}
async function paid(value = eur('10.00')) {
	const done = await capture(await approved(order(value)))
	return done.json.purchase_units[0].payments.captures[0]
}
const refund = ({ id }, value, headers) =>
	post(`/v2/payments/captures/${id}/refund`, value && { amount: value }, headers)

test('a token for the right client, for nine hours', async () => {
	const told = await lab.signIn()
	assert.deepEqual([told.token_type, told.expires_in], ['Bearer', 32400])
	const wrong = await lab.send('POST', '/v1/oauth2/token', { headers: {
		authorization: `Basic ${btoa('a:b')}` },
	body: new URLSearchParams({ grant_type: 'client_credentials' }) })
	assert.deepEqual([wrong.status, wrong.json.error], [401, 'invalid_client'])
	assert.equal((await lab.send('GET', '/v2/checkout/orders/X')).status, 401)
	lab.control.advance({ seconds: 32401 })
	const late = await lab.call('GET', '/v2/checkout/orders/X')
	assert.deepEqual([late.status, late.json.error], [401, 'invalid_token'])
	await lab.signIn()
	lab.control.expire_tokens()
	assert.equal((await lab.call('GET', '/v2/checkout/orders/X')).status, 401)
	await lab.signIn()
})

test('made, approved by the buyer, captured, told', async () => {
	const made = await create()
	assert.match(made.json.id, /^[A-Z0-9]{17}$/)
	assert.deepEqual([made.status, made.json.status, made.json.purchase_units],
		[201, 'PAYER_ACTION_REQUIRED', undefined])
	assert.ok(made.headers.get('paypal-debug-id'))
	const early = await capture(made.json)
	assert.deepEqual([early.status, early.json.name, issue(early)],
		[422, 'UNPROCESSABLE_ENTITY', 'ORDER_NOT_APPROVED'])
	const page = linkOf(made, 'payer-action')
	assert.match(await (await fetch(page)).text(), /id="total">10\.00 EUR</)
	const back = new URL(await approveOrder(page))
	assert.equal(back.searchParams.get('token'), made.json.id)
	assert.match(back.searchParams.get('PayerID'), /^[A-Z0-9]{13}$/)
	const done = await capture(made.json)
	const [got] = done.json.purchase_units[0].payments.captures
	assert.deepEqual([done.status, done.json.status, got.status, got.custom_id, got.amount],
		[201, 'COMPLETED', 'COMPLETED', 'order_7', eur('10.00')])
	assert.deepEqual(got.seller_receivable_breakdown.net_amount, eur('9.16'))
	assert.equal(issue(await capture(made.json)), 'ORDER_ALREADY_CAPTURED')
	await settled(lab.paypal)
	const types = lab.receiver.types()
	for (const type of ['CHECKOUT.ORDER.APPROVED', 'PAYMENT.CAPTURE.COMPLETED'])
		assert.ok(types.includes(type), type)
	const [event] = lab.receiver.of('PAYMENT.CAPTURE.COMPLETED')
	assert.equal(event.resource.supplementary_data.related_ids.order_id, made.json.id)
})

test('the older way: CREATED, and the link is called approve', async () => {
	const { payment_source: source, ...rest } = order()
	const made = await create({ ...rest, application_context: {
		return_url: 'https://shop.test/r', cancel_url: 'https://shop.test/c' } })
	assert.equal(made.json.status, 'CREATED')
	assert.equal(await cancelOrder(linkOf(made, 'approve')),
		`https://shop.test/c?token=${made.json.id}`)
	const found = await lab.call('GET', `/v2/checkout/orders/${made.json.id}`)
	assert.deepEqual([found.json.status, found.json.purchase_units[0].amount],
		['CREATED', eur('10.00')])
})

test('a declined card sends the buyer back; another way to pay works', async () => {
	const made = await approved(undefined, 'declined')
	const refused = await capture(made)
	assert.deepEqual([refused.status, issue(refused)], [422, 'INSTRUMENT_DECLINED'])
	const again = refused.json.links.find((l) => l.rel === 'redirect').href
	await approveOrder(again)
	assert.equal((await capture(made)).json.status, 'COMPLETED')
})

test('an eCheck stays pending within a completed order, and is decided later', async () => {
	for (const [how, status, type] of [['completed', 'COMPLETED', 'COMPLETED'],
		['denied', 'DECLINED', 'DENIED']]) {
		const done = await capture(await approved(undefined, 'echeck'))
		const [got] = done.json.purchase_units[0].payments.captures
		assert.deepEqual([done.json.status, got.status, got.status_details.reason],
			['COMPLETED', 'PENDING', 'ECHECK'])
		assert.equal(issue(await refund(got)), 'PENDING_CAPTURE')
		lab.control.settle_capture({ capture: got.id, how })
		const found = await lab.call('GET', `/v2/payments/captures/${got.id}`)
		assert.equal(found.json.status, status)
		await settled(lab.paypal)
		assert.ok(lab.receiver.of(`PAYMENT.CAPTURE.${type}`)
			.some((e) => e.resource.id === got.id))
	}
})

test('a repeated request id gives how the first one stands', async () => {
	const headers = { 'paypal-request-id': 'order:77' }
	const first = await create(order(), headers)
	await approveOrder(linkOf(first, 'payer-action'))
	const again = await create(order(), headers)
	assert.deepEqual([again.status, again.json.id, again.json.status],
		[200, first.json.id, 'APPROVED'])
	const key = { 'paypal-request-id': 'capture:77' }
	assert.equal((await capture(first.json, key)).status, 201)
	const second = await capture(first.json, key)
	assert.deepEqual([second.status, second.json.status], [200, 'COMPLETED'])
	lab.control.advance({ seconds: 6 * 3600 })
	assert.notEqual((await create(order(), headers)).json.id, first.json.id)
})

test('two at once under one id: the second may fail', async () => {
	const headers = { 'paypal-request-id': 'order:78' }
	lab.control.fail({ how: 'hold', path: 'orders$' })
	const first = create(order(), headers)
	while (lab.paypal.faults.held.length === 0)
		await new Promise(setImmediate)
	const second = await create(order(), headers)
	assert.deepEqual([second.status, issue(second)], [409, 'PREVIOUS_REQUEST_IN_PROGRESS'])
	lab.control.release()
	assert.equal((await first).status, 201)
})

test('after a 500 or a lost answer the repeat finds the capture', async () => {
	for (const how of ['500', 'lost', 'timeout']) {
		const made = await approved()
		const before = lab.control.books().EUR.captures
		lab.control.fail({ how, path: 'capture$' })
		const key = { 'paypal-request-id': `capture-${how}` }
		if (how === '500')
			assert.equal((await capture(made, key)).json.name, 'INTERNAL_SERVER_ERROR')
		else if (how === 'lost')
			await assert.rejects(capture(made, key))
		else {
			const stopped = new AbortController()
			const call = fetch(`${lab.paypal.url}/v2/checkout/orders/${made.id}/capture`, {
				method: 'POST', signal: stopped.signal, headers: { ...key, authorization:
					`Bearer ${lab.token}`, 'content-type': 'application/json' } })
			while (lab.control.books().EUR.captures === before)
				await new Promise(setImmediate)
			stopped.abort()
			await assert.rejects(call)
		}
		const again = await capture(made, key)
		assert.deepEqual([again.status, again.json.status], [200, 'COMPLETED'])
		assert.equal(lab.control.books().EUR.captures, before + 1000)
	}
	lab.control.fail({ how: '429', retry_after: 5 })
	const limited = await create()
	assert.deepEqual([limited.status, limited.headers.get('retry-after'), limited.json.name],
		[429, '5', 'RATE_LIMIT_REACHED'])
})

test('refunds in parts, never more than there is', async () => {
	const got = await paid()
	const first = await refund(got, eur('4.00'), { ...WHOLE, 'paypal-request-id': 'refund:1' })
	assert.deepEqual([first.status, first.json.status, first.json.amount], [201, 'COMPLETED',
		eur('4.00')])
	const again = await refund(got, eur('4.00'), { 'paypal-request-id': 'refund:1' })
	assert.deepEqual([again.status, again.json.id], [200, first.json.id])
	const read = async () => (await lab.call('GET', `/v2/payments/captures/${got.id}`)).json
	assert.equal((await read()).status, 'PARTIALLY_REFUNDED')
	assert.equal(issue(await refund(got, eur('6.01'))), 'REFUND_AMOUNT_EXCEEDED')
	assert.equal(issue(await refund(got, { currency_code: 'USD', value: '1.00' })),
		'REFUND_CAPTURE_CURRENCY_MISMATCH')
	const rest = await refund(got, undefined, WHOLE)
	assert.deepEqual([rest.json.amount, rest.json.seller_payable_breakdown.total_refunded_amount],
		[eur('6.00'), eur('10.00')])
	assert.equal(issue(await refund(got)), 'CAPTURE_FULLY_REFUNDED')
	assert.equal((await lab.call('GET', `/v2/payments/refunds/${rest.json.id}`)).json.status,
		'COMPLETED')
	await settled(lab.paypal)
	assert.equal(lab.receiver.of('PAYMENT.CAPTURE.REFUNDED').filter((e) =>
		e.resource.links.some((l) => l.href.endsWith(got.id))).length, 2)
	const { json } = await lab.call('GET', `/v2/checkout/orders/${
		Object.values(lab.paypal.state.captures).find((c) => c.id === got.id)._order}`)
	assert.equal(json.purchase_units[0].payments.refunds.length, 2)
})

test('a pending refund may fail and the money is back', async () => {
	lab.control.configure({ refund_status: 'PENDING' })
	const got = await paid()
	const { json } = await refund(got, eur('3.00'))
	assert.equal(json.status, 'PENDING')
	lab.control.settle_refund({ refund: json.id, how: 'FAILED' })
	lab.control.configure({ refund_status: 'COMPLETED' })
	assert.equal((await refund(got)).status, 201)
})

test('PayPal\'s own refund, reversal and disputes', async () => {
	const [one, two, three] = [await paid(), await paid(), await paid()]
	lab.control.refund({ capture: one.id, amount: eur('2.00') })
	lab.control.reverse({ capture: two.id })
	for (const how of ['won', 'lost']) {
		const { dispute_id: id } = lab.control.dispute({ capture: three.id })
		lab.control.close_dispute({ dispute: id, how })
	}
	await settled(lab.paypal)
	assert.equal(lab.receiver.of('PAYMENT.CAPTURE.REVERSED').length, 2)
	assert.deepEqual(lab.receiver.of('CUSTOMER.DISPUTE.RESOLVED')
		.map((e) => e.resource.dispute_outcome.outcome_code).sort(),
	['RESOLVED_BUYER_FAVOUR', 'RESOLVED_SELLER_FAVOUR'])
	const [created] = lab.receiver.of('CUSTOMER.DISPUTE.CREATED')
	assert.equal(created.resource.disputed_transactions[0].seller_transaction_id, three.id)
})

test('amounts: texts with the currency\'s decimals that add up', async () => {
	const items = (...prices) => prices.map((value) => ({ name: 'x', quantity: '2',
		unit_amount: eur(value) }))
	const cases = [
		[order({ currency_code: 'EUR', value: 10 }), 400, 'INVALID_PARAMETER_SYNTAX'],
		[order({ currency_code: 'EUR' }), 400, 'MISSING_REQUIRED_PARAMETER'],
		[order(eur('10.001')), 422, 'DECIMAL_PRECISION'],
		[order({ currency_code: 'JPY', value: '10.50' }), 422, 'DECIMALS_NOT_SUPPORTED'],
		[order({ currency_code: 'KWD', value: '1.000' }), 422, 'INVALID_CURRENCY_CODE'],
		[order(eur('0.00')), 422, 'CANNOT_BE_ZERO_OR_NEGATIVE'],
		[order({ ...eur('10.00'), breakdown: { item_total: eur('9.00') } }), 422,
			'AMOUNT_MISMATCH'],
		[order(eur('10.00'), { items: items('5.00') }), 422, 'ITEM_TOTAL_REQUIRED'],
		[order({ ...eur('10.00'), breakdown: { item_total: eur('10.00') } },
			{ items: items('4.00') }), 422, 'ITEM_TOTAL_MISMATCH'],
		[order(eur('1.00'), { custom_id: 'x'.repeat(128) }), 400, 'INVALID_STRING_LENGTH'],
		[{ ...order(), purchase_units: [] }, 400, 'INVALID_ARRAY_MIN_ITEMS'],
		[{ ...order(), intent: 'AUTHORIZE' }, 422, 'UNSUPPORTED_INTENT'],
	]
	for (const [value, status, what] of cases) {
		const refused = await create(value)
		assert.deepEqual([refused.status, issue(refused)], [status, what])
	}
	assert.equal((await create({ ...order({ ...eur('10.00'), breakdown: {
		item_total: eur('8.00'), tax_total: eur('2.00') } }, { items: items('4.00') }) })).status, 201)
	assert.equal((await create(order({ currency_code: 'JPY', value: '1000' }))).status, 201)
	const before = lab.paypal.mistakes.length
	await create({ ...order(), wrong_name: 1 })
	assert.match(lab.paypal.mistakes[before], /unknown member \/wrong_name/)
})

test('bodies and ids that are not right', async () => {
	const bad = await lab.send('POST', '/v2/checkout/orders', { body: '{', headers: {
		authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' } })
	assert.deepEqual([bad.status, issue(bad)], [400, 'MALFORMED_REQUEST_JSON'])
	const form = await lab.send('POST', '/v2/checkout/orders', { body: 'a=b', headers: {
		authorization: `Bearer ${lab.token}`, 'content-type': 'text/plain' } })
	assert.equal(form.status, 415)
	const none = await lab.call('GET', '/v2/checkout/orders/5O190127TN364715T')
	assert.deepEqual([none.status, none.json.name, issue(none)],
		[404, 'RESOURCE_NOT_FOUND', 'INVALID_RESOURCE_ID'])
	const bare = await lab.call('POST', '/v2/checkout/orders', order())
	assert.equal(issue(bare), 'PAYPAL_REQUEST_ID_REQUIRED')
	assert.equal((await lab.call('POST', '/v2/billing/plans', {})).status, 404)
})

test('an order that nobody captures is gone after some hours', async () => {
	const made = await create()
	lab.control.advance({ seconds: 6 * 3600 })
	await lab.signIn()
	assert.equal((await lab.call('GET', `/v2/checkout/orders/${made.json.id}`)).status, 404)
})

test('an order can be changed until it is captured; an invoice id serves once', async () => {
	const made = await create(order(eur('5.00'), { invoice_id: 'B-1' }))
	const path = `/v2/checkout/orders/${made.json.id}`
	const change = [{ op: 'replace', value: eur('7.00'),
		path: '/purchase_units/@reference_id==\'default\'/amount' }]
	assert.equal((await lab.call('PATCH', path, change)).status, 204)
	assert.equal((await lab.call('GET', path)).json.purchase_units[0].amount.value, '7.00')
	await approveOrder(linkOf(made, 'payer-action'))
	assert.equal((await capture(made.json)).status, 201)
	assert.equal((await lab.call('PATCH', path, change)).status, 422)
	const second = await approved(order(eur('5.00'), { invoice_id: 'B-1' }))
	assert.equal(issue(await capture(second)), 'DUPLICATE_INVOICE_ID')
})

// --- webhooks ----------------------------------------------------------------------------
const fetchChain = (url) => new Promise((done, fail) => {
	request(url, { ca: readFileSync(lab.paypal.settings.PAYPAL_ROOT_CERT) }, async (answer) => {
		let text = ''
		for await (const part of answer)
			text += part
		done({ status: answer.statusCode, text })
	}).on('error', fail).end()
})

test('each is signed by a certificate that leads to the root, over the exact bytes', async () => {
	await paid()
	await settled(lab.paypal)
	const { headers: h, body } = lab.receiver.got.at(-1)
	const url = new URL(h['paypal-cert-url'])
	assert.equal(url.host, lab.paypal.settings.PAYPAL_CERT_HOST)
	const { status, text } = await fetchChain(url)
	assert.equal(status, 200)
	const [leaf, inter] = text.match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g)
		.map((pem) => new X509Certificate(pem))
	const root = new X509Certificate(readFileSync(lab.paypal.settings.PAYPAL_ROOT_CERT))
	assert.ok(leaf.verify(inter.publicKey) && inter.verify(root.publicKey))
	assert.ok(leaf.checkHost('messageverificationcerts.paypal.com'))
	const text2 = [h['paypal-transmission-id'], h['paypal-transmission-time'],
		lab.paypal.settings.PAYPAL_WEBHOOK_ID, crc32(body)].join('|')
	assert.equal(h['paypal-auth-algo'], 'SHA256withRSA')
	assert.ok(createVerify('RSA-SHA256').update(text2).verify(leaf.publicKey,
		h['paypal-transmission-sig'], 'base64'))
	assert.equal((await fetchChain(new URL('/other', url))).status, 404)
	assert.equal(crc32('123456789'), 0xcbf43926)
})

const postBack = ({ headers: h, body }, change = {}) => {
	const fields = { auth_algo: h['paypal-auth-algo'], cert_url: h['paypal-cert-url'],
		transmission_id: h['paypal-transmission-id'],
		transmission_sig: h['paypal-transmission-sig'],
		transmission_time: h['paypal-transmission-time'],
		webhook_id: lab.paypal.settings.PAYPAL_WEBHOOK_ID, ...change }
	const text = `${JSON.stringify(fields).slice(0, -1)},"webhook_event":${change.body ?? body}}`
	return lab.send('POST', '/v1/notifications/verify-webhook-signature', { body: text,
		headers: { authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' } })
}

test('posted back, a signature is judged truthfully', async () => {
	await paid()
	await settled(lab.paypal)
	const got = lab.receiver.got.at(-1)
	const verdict = async (change) => (await postBack(got, change)).json.verification_status
	assert.equal(await verdict(), 'SUCCESS')
	const { id } = lab.receiver.got[0].json
	const other = lab.receiver.got[0].headers['paypal-transmission-sig']
	for (const change of [{ body: got.body.replace('10.00', '99.00') },
		{ body: got.body.replace('{', '{ ') }, { transmission_id: id.slice(0, 30) },
		{ transmission_sig: other }, { webhook_id: '1JE4291016473214C' },
		{ auth_algo: 'SHA1withRSA' },
		{ cert_url: 'https://api.paypal.com/v1/notifications/certs/CERT-1' }])
		assert.equal(await verdict(change), 'FAILURE', JSON.stringify(change))
})

test('of a text, the exact bytes of a member', () => {
	for (const [text, found] of [['{"a":1,"x":{"b":[1,{"x":2}]}}', '{"b":[1,{"x":2}]}'],
		['{"s":"\\"x\\":","x" : "a\\"}"}', '"a\\"}"'], ['{"x":12}', '12'],
		['{"y":{"x":1}}', null], ['{"x":[1, 2] ,"z":0}', '[1, 2]']])
		assert.equal(memberText(text, 'x'), found)
})

test('webhooks by the API: made, listed, events read and sent again, simulated', async () => {
	const made = await lab.call('POST', '/v1/notifications/webhooks', {
		url: 'https://shop.test/hook', event_types: [{ name: 'PAYMENT.CAPTURE.COMPLETED' }] })
	assert.equal(made.status, 201)
	assert.equal((await lab.call('GET', '/v1/notifications/webhooks')).json.webhooks.length, 2)
	assert.equal((await lab.call('DELETE',
		`/v1/notifications/webhooks/${made.json.id}`)).status, 204)
	const { json: { events: [event] } } = await lab.call('GET',
		'/v1/notifications/webhooks-events?event_type=PAYMENT.CAPTURE.COMPLETED')
	await settled(lab.paypal)
	const before = lab.receiver.got.length
	assert.equal((await lab.call('POST', `/v1/notifications/webhooks-events/${event.id}/resend`,
		{})).status, 202)
	await settled(lab.paypal)
	assert.equal(lab.receiver.got.slice(before)[0].json.id, event.id)
	assert.equal((await lab.call('POST', '/v1/notifications/simulate-event', {
		event_type: 'PAYMENT.CAPTURE.DENIED', webhook_id:
			lab.paypal.settings.PAYPAL_WEBHOOK_ID })).status, 202)
	await settled(lab.paypal)
	const simulated = lab.receiver.got.at(-1)
	assert.equal((await postBack(simulated)).json.verification_status, 'FAILURE')
})

test('a failed delivery is tried twenty-five times within three days', async () => {
	lab.receiver.answer = () => 503
	lab.control.deliveries({ order: 'as_made' })
	const { id } = await paid()
	await settled(lab.paypal)
	const began = lab.paypal.clock.now()
	const tries = () => lab.paypal.deliveries.log.filter((l) => l.type ===
		'PAYMENT.CAPTURE.COMPLETED' && l.status === 503 && lab.paypal.state.events[l.event]
		.resource.id === id).length
	for (let i = 0; i < 40; i++) {
		lab.control.advance({ seconds: 4 * 3600 })
		await settled(lab.paypal)
	}
	assert.equal(tries(), 25)
	assert.ok(lab.paypal.deliveries.log.at(-1).at - began <= 3 * 86400 + 4 * 3600)
	lab.receiver.answer = () => 200
})
