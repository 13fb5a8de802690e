// What holds for every call: keys, versions, lists, expansion, repeated and failing calls.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY, OLD, purchase, refusal, stripeLab } from './lab.mjs'

let lab
let sdk
before(async () => {
	lab = await stripeLab({ seed: 3 })
	sdk = lab.sdk(OLD)
})
after(() => lab.stop())

const post = (path, body, headers = {}) => fetch(`${lab.stripe.url}/v1/${path}`, {
	method: 'POST', body: new URLSearchParams(body), headers: { authorization:
		`Bearer ${lab.stripe.settings.STRIPE_SECRET_KEY}`, ...headers } })
const customers = async () => (await sdk.customers.list({ limit: 100 })).data.length

test('a key is needed, as bearer or as the name of basic', async () => {
	const url = `${lab.stripe.url}/v1/customers`
	for (const [authorization, status] of [[undefined, 401], ['Bearer sk_test_wrong', 401],
		[`Basic ${btoa(`${lab.stripe.settings.STRIPE_SECRET_KEY}:`)}`, 200]]) {
		const answer = await fetch(url, { headers: authorization ? { authorization } : {} })
		assert.equal(answer.status, status)
		assert.match(answer.headers.get('request-id'), /^req_/)
		if (status === 401)
			assert.equal((await answer.json()).error.type, 'invalid_request_error')
	}
	const error = await refusal(sdk.customers.list({}, { stripeAccount: 'acct_unknown' }))
	assert.deepEqual([error.statusCode, error.code], [403, 'account_invalid'])
})

test('what is not emulated is a 404, what is not there resource_missing', async () => {
	assert.equal((await post('quotes', {})).status, 404)
	const error = await refusal(sdk.customers.retrieve('cus_none'))
	assert.deepEqual([error.statusCode, error.code, error.message],
		[404, 'resource_missing', 'No such customer: \'cus_none\''])
})

test('unknown, missing and wrong parameters are named with their path', async () => {
	const cases = [
		['checkout/sessions', { 'line_items[0][price_data][product_data][nam]': 'x',
			'line_items[0][price_data][product_data][name]': 'y',
			'line_items[0][price_data][currency]': 'usd', success_url: 'https://x.test' },
		'parameter_unknown', 'line_items[0][price_data][product_data][nam]'],
		['transfers', { amount: '5', currency: 'usd' }, 'parameter_missing', 'destination'],
		['refunds', { amount: '1e3' }, 'parameter_invalid_integer', 'amount'],
		['refunds', { reason: 'bored' }, undefined, 'reason'],
	]
	for (const [path, body, code, param] of cases) {
		const answer = await post(path, body)
		const { error } = await answer.json()
		assert.deepEqual([answer.status, error.code, error.param], [400, code, param])
	}
	assert.ok(lab.stripe.mistakes.length >= 3)
	const json = await fetch(`${lab.stripe.url}/v1/customers`, { method: 'POST', body: '{}',
		headers: { authorization: `Bearer ${lab.stripe.settings.STRIPE_SECRET_KEY}`,
			'content-type': 'application/json' } })
	assert.equal(json.status, 400)
})

test('lists come in pages, newest first', async () => {
	const made = []
	for (let i = 0; i < 5; i++)
		made.unshift((await sdk.customers.create({ email: `p${i}@pages.test` })).id)
	const first = await sdk.customers.list({ limit: 2 })
	assert.deepEqual([first.data.map((c) => c.id), first.has_more], [made.slice(0, 2), true])
	const next = await sdk.customers.list({ limit: 2, starting_after: made[1] })
	assert.deepEqual(next.data.map((c) => c.id), made.slice(2, 4))
	const back = await sdk.customers.list({ limit: 2, ending_before: made[4] })
	assert.deepEqual(back.data.map((c) => c.id), made.slice(2, 4))
	const all = []
	for await (const customer of sdk.customers.list({ limit: 2 }))
		all.push(customer.id)
	assert.deepEqual(all.slice(0, 5), made)
	assert.equal((await sdk.customers.list({ email: 'p3@pages.test' })).data.length, 1)
	assert.equal((await refusal(sdk.customers.list({ limit: 101 }))).statusCode, 400)
	assert.equal((await refusal(sdk.customers.list({ starting_after: 'cus_no' }))).code,
		'resource_missing')
	const now = lab.stripe.clock.now()
	assert.equal((await sdk.customers.list({ created: { gt: now + 10 } })).data.length, 0)
})

test('expansion reaches four levels and refuses what cannot be expanded', async () => {
	const session = await sdk.checkout.sessions.create(purchase(1000))
	lab.control.pay({ session: session.id })
	const { data: [found] } = await sdk.checkout.sessions.list({ limit: 1,
		expand: ['data.payment_intent.latest_charge.balance_transaction', 'data.line_items'] })
	assert.equal(found.payment_intent.latest_charge.balance_transaction.amount, 1000)
	assert.equal(found.line_items.data[0].price.unit_amount, 1000)
	for (const expand of [['amount_total'], ['nonsense'], ['a.b.c.d.e']])
		assert.equal((await refusal(sdk.checkout.sessions.retrieve(session.id, { expand })))
			.statusCode, 400)
})

test('metadata merges by key; empty takes away', async () => {
	const { id } = await sdk.customers.create({ metadata: { a: '1', b: '2' }, name: 'N' })
	const second = await sdk.customers.update(id, { metadata: { a: '', c: '3' }, name: '' })
	assert.deepEqual([second.metadata, second.name], [{ b: '2', c: '3' }, null])
	assert.deepEqual((await sdk.customers.update(id, { metadata: '' })).metadata, {})
	assert.equal((await refusal(sdk.customers.update(id,
		{ metadata: { ['k'.repeat(41)]: 'x' } }))).statusCode, 400)
	assert.equal((await refusal(sdk.customers.update(id,
		{ metadata: { k: 'x'.repeat(501) } }))).statusCode, 400)
})

test('a repeated key gives the first answer again, for a day', async () => {
	const before = await customers()
	const headers = { 'idempotency-key': 'key-1' }
	const first = await post('customers', { email: 'a@b.test' }, headers)
	const again = await post('customers', { email: 'a@b.test' }, headers)
	assert.equal(first.headers.get('idempotent-replayed'), null)
	assert.equal(again.headers.get('idempotent-replayed'), 'true')
	assert.equal(again.headers.get('original-request'), first.headers.get('request-id'))
	assert.equal(await first.text(), await again.text())
	assert.equal(await customers(), before + 1)
	const other = await post('customers', { email: 'c@d.test' }, headers)
	assert.deepEqual([other.status, (await other.json()).error.type],
		[400, 'idempotency_error'])
	lab.control.advance({ seconds: DAY })
	const fresh = await post('customers', { email: 'c@d.test' }, headers)
	assert.equal(fresh.status, 200)
	assert.equal((await post('customers', {}, { 'idempotency-key': 'k'.repeat(256) })).status, 400)
})

test('a validation error is not kept, a refusal by the work is', async () => {
	const headers = { 'idempotency-key': 'key-2' }
	assert.equal((await post('customers', { wrong: '1' }, headers)).status, 400)
	assert.equal((await post('customers', { email: 'e@f.test' }, headers)).status, 200)
	const session = await sdk.checkout.sessions.create(purchase(1000))
	lab.control.pay({ session: session.id })
	const { payment_intent: intent } = await sdk.checkout.sessions.retrieve(session.id)
	const refund = { payment_intent: intent, amount: '2000' }
	const key = { 'idempotency-key': 'refund:1' }
	assert.equal((await post('refunds', refund, key)).status, 400)
	const again = await post('refunds', refund, key)
	assert.equal(again.headers.get('idempotent-replayed'), 'true')
})

test('of two at once under one key, the second is refused and may come again', async () => {
	const before = await customers()
	const headers = { 'idempotency-key': 'key-3' }
	lab.control.fail({ how: 'hold', path: 'customers' })
	const first = post('customers', { email: 'g@h.test' }, headers)
	while (lab.stripe.faults.held.length === 0)
		await new Promise(setImmediate)
	const second = await post('customers', { email: 'g@h.test' }, headers)
	assert.deepEqual([second.status, (await second.json()).error.code],
		[409, 'idempotency_key_in_use'])
	assert.equal(lab.control.release(), 1)
	assert.equal((await first).status, 200)
	const third = await post('customers', { email: 'g@h.test' }, headers)
	assert.equal(third.headers.get('idempotent-replayed'), 'true')
	assert.equal(await customers(), before + 1)
})

test('a 500 after the work stays under its key', async () => {
	const before = await customers()
	lab.control.fail({ how: '500', path: 'customers', method: 'POST' })
	const headers = { 'idempotency-key': 'key-4' }
	assert.equal((await post('customers', {}, headers)).status, 500)
	const again = await post('customers', {}, headers)
	assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [500, 'true'])
	assert.equal(await customers(), before + 1)
})

test('a lost or missing answer has done its work; the repeat finds it', async () => {
	for (const how of ['lost', 'timeout', 'hold_answer']) {
		const before = await customers()
		lab.control.fail({ how, path: 'customers', method: 'POST' })
		const headers = { 'idempotency-key': `key-${how}` }
		const stopped = new AbortController()
		const first = fetch(`${lab.stripe.url}/v1/customers`, { method: 'POST',
			signal: stopped.signal, headers: { authorization:
				`Bearer ${lab.stripe.settings.STRIPE_SECRET_KEY}`, ...headers } })
		if (how === 'lost')
			await assert.rejects(first)
		else {
			while (await customers() === before)
				await new Promise(setImmediate)
			stopped.abort()
			await assert.rejects(first)
		}
		lab.control.release()
		const again = await post('customers', {}, headers)
		assert.equal(again.headers.get('idempotent-replayed'), 'true')
		assert.equal(await customers(), before + 1)
	}
})

test('what is refused before the work has done nothing; the SDK tries again', async () => {
	const before = await customers()
	const patient = lab.sdk(OLD, { maxNetworkRetries: 3 })
	for (const how of ['409', '503', 'reset']) {
		lab.control.fail({ how, path: 'customers', method: 'POST' })
		const { id } = await patient.customers.create({ email: `${how}@tries.test` })
		assert.match(id, /^cus_/)
	}
	assert.equal(await customers(), before + 3)
	lab.control.fail({ how: '429', retry_after: 7 })
	const limited = await post('customers', {})
	assert.deepEqual([limited.status, limited.headers.get('retry-after'),
		(await limited.json()).error.code], [429, '7', 'rate_limit'])
})

test('control from outside, and what it refuses', async () => {
	const at = `${lab.stripe.url}/_control`
	const list = await (await fetch(at)).json()
	assert.ok(list.control.includes('advance'))
	const moved = await fetch(`${at}/advance`, { method: 'POST', body: '{"seconds": 60}' })
	assert.equal(moved.status, 200)
	assert.equal((await fetch(`${at}/nonsense`)).status, 404)
	assert.equal((await fetch(`${at}/fail`, { method: 'POST', body: '{"how": "x"}' })).status, 400)
	const page = await (await fetch(at, { headers: { accept: 'text/html' } })).text()
	assert.match(page, /A day on/)
	const pressed = await fetch(`${at}/advance`, { method: 'POST', redirect: 'manual',
		body: new URLSearchParams({ seconds: 3600 }) })
	assert.equal(pressed.status, 303)
})
