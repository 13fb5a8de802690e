// The queue of refunds, disputes, and the log of transactions with its CSV.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShop } from '../../support/shop.mjs'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from './staff.mjs'

let stack, shop, admin, mia, ines, item

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	shop = await openShop(stack)
	admin = await addStaff(stack, { name: 'Adam' })
	mia = await stack.addMember({ name: 'Mia' })
	ines = await stack.addMember({ name: '=Ines' })
	item = await shop.add({ seller: ines.id, price: 10000, policy: 2000 })
})
after(async () => {
	assert.deepEqual(await shop.wrong(), [])
	await stack.stop()
})

const api = async (path) => (await admin.call('GET', `/api/admin${path}`)).json
const refund = (id) => api(`/refunds/${id}`)
const post = async (id, what, fields) => {
	await admin.get(`/admin/refunds/${id}`)
	return admin.post(`/admin/refunds/${id}/${what}`, fields)
}
/** An order that is paid, and what its buyer asks to have back. */
async function asked(amount, options) {
	const order = await shop.buy(mia.id, item, options)
	await shop.pay(order)
	const id = await shop.as(mia.id, "refund_request($1, $2, 'It was <b>not</b> for me')",
		order, amount)
	return { order, id }
}

test('a request is approved in part', async () => {
	const { id } = await asked(9000)
	const page = await admin.get(`/admin/refunds/${id}`)
	assert.match(page.body, /It was &lt;b&gt;not/)
	assert.match(page.body, /value="90.00"/)
	const before = await refund(id)
	assert.deepEqual([before.status, before.by_policy.amount, before.left.amount],
		['requested', 2000, 10000])
	for (const amount of ['x', '0', '-1', '0.001', '100.01'])
		assert.equal((await post(id, 'approve', { amount })).status, 422, amount)
	const done = await post(id, 'approve', { amount: '50', words: 'half of it' })
	assert.equal(done.location, `/admin/refunds/${id}`)
	const after = await refund(id)
	assert.deepEqual([after.status, after.amount.amount, after.decider, after.decision_words],
		['submitted', 5000, 'Adam', 'half of it'])
	await assertLogged(stack, 'refund.approve', id, admin.member)
	assert.equal((await post(id, 'approve', { amount: '1' })).status, 409)
	assert.equal((await post(id, 'reject', { reason: 'late' })).status, 409)
	assert.equal((await post(999999, 'approve', {})).status, 404)
})

test('a request is refused, with a reason', async () => {
	const { id } = await asked(9000)
	assert.equal((await post(id, 'reject', {})).status, 422)
	await post(id, 'reject', { reason: 'It was used.' })
	assert.equal((await refund(id)).status, 'rejected')
	assert.equal((await refund(id)).decision_words, 'It was used.')
	await assertLogged(stack, 'refund.reject', id, admin.member)
})

test('what failed is asked once more, or sent by hand', async () => {
	const { order, id } = await asked(1000) // less than the policy gives: at once
	assert.equal((await refund(id)).status, 'submitted')
	assert.equal((await post(id, 'retry')).status, 409)
	assert.equal((await post(id, 'by-hand', { ref: 'wire' })).status, 409)
	await stack.sql(`SELECT provider_answered(id, 'failed', '{}', 'card closed')
		FROM provider_call WHERE key = $1`, `refund:${id}`)
	assert.equal((await refund(id)).status, 'failed')
	assert.equal((await api('/refunds')).failed, 1)
	await post(id, 'retry')
	assert.equal((await refund(id)).status, 'submitted')
	await stack.sql(`SELECT provider_answered(id, 'failed', '{}', 'card closed')
		FROM provider_call WHERE key = $1`, `refund:${id}`)
	assert.equal((await post(id, 'by-hand', {})).status, 422)
	await post(id, 'by-hand', { ref: 'wire 8' })
	assert.deepEqual([(await refund(id)).status, (await shop.find(order)).refunded_amount],
		['succeeded', 1000])
	await assertLogged(stack, 'refund.by-hand', id, admin.member)
})

test('the queue by state and provider, with what is to be done', async () => {
	const { id: waiting } = await asked(9999)
	const { id: byHand } = await asked(500, { provider: 'manual' })
	const view = await api('/refunds')
	assert.deepEqual([view.asked, view.by_hand], [1, 1])
	const ids = async (query) => (await api(`/refunds${query}`)).items.map((r) => Number(r.id))
	assert.deepEqual(await ids('?status=requested'), [waiting])
	assert.deepEqual(await ids('?status=submitted&provider=manual'), [byHand])
	await post(byHand, 'by-hand', { ref: 'wire 9' })
	assert.equal((await refund(byHand)).status, 'succeeded')
	for (const odd of ['?status=odd', '?provider=odd', '?after=x'])
		assert.equal((await admin.get(`/admin/refunds${odd}`)).status, 422, odd)
	assert.match((await admin.get('/admin/refunds')).body, /To decide/)
})

test('disputes, with their order and without', async () => {
	const order = await shop.buy(mia.id, item)
	await shop.pay(order)
	await stack.sql(`SELECT dispute_open('stripe', 'dp_1', $1, 10000, 'USD', 'fraudulent',
		app_now() + interval '7 days')`, `pi_${order}`)
	await stack.sql(`SELECT dispute_open('paypal', 'PP-2', 'unheard', 500, 'USD')`)
	const { items } = await api('/disputes?status=open')
	assert.deepEqual(items.map((d) => [d.provider, d.status, d.order_id && Number(d.order_id)]),
		[['paypal', 'open', null], ['stripe', 'open', order]])
	const one = await api(`/disputes/${items[1].id}`)
	assert.deepEqual([one.reason, one.frozen.amount, one.order_status],
		['fraudulent', 8500, 'disputed'])
	assert.match((await admin.get(`/admin/disputes/${items[1].id}`)).body, /fraudulent/)
	assert.match((await admin.get(`/admin/disputes/${items[0].id}`)).body, /not heard of/)
	assert.match((await admin.get(`/admin/orders/${order}`)).body, /admin\/disputes\/1/)
	await stack.sql("SELECT dispute_won('stripe', 'dp_1')")
	assert.deepEqual((await api('/disputes?status=won')).items.map((d) => d.status), ['won'])
	assert.equal((await admin.get('/admin/disputes?status=odd')).status, 422)
	assert.equal((await admin.get('/admin/disputes/999999')).status, 404)
})

const rows = (text) => text.trim().split('\r\n').map((line) =>
	line.split(',').map((cell) => cell.replace(/^"|"$/g, '')))

test('transactions by type, state, day and person; all of them as CSV', async () => {
	const part = await shop.add({ price: 20000, seller: ines.id, parts: JSON.stringify([
		{ kind: 'affiliate', account: 'payable', user_id: mia.id, bp: 1000, hold_days: 30 }]) })
	const order = await shop.buy(admin.member.id, part)
	const types = async (query) => (await api(`/transactions${query}`)).items
	assert.deepEqual((await types('?status=pending')).map((t) => [Number(t.order_id), t.type]),
		[[order, 'company'], [order, 'affiliate']])
	await shop.pay(order)
	const [sale, commission] = await types(`?person=${admin.member.id}`)
	assert.deepEqual([sale.amount.amount, sale.fee.amount, sale.affiliate.amount, sale.status],
		[20000, 3000, 2000, 'completed'])
	assert.deepEqual([commission.type, commission.amount.amount], ['affiliate', 2000])
	assert.deepEqual((await types('?type=affiliate')).map((t) => t.type), ['affiliate'])
	assert.deepEqual(await types('?type=review'), [])
	assert.deepEqual(await types('?to=2020-01-01'), [])
	assert.ok((await types('?from=2020-01-01')).length > 2)
	for (const odd of ['?type=odd', '?status=odd', '?from=x', '?to=2020-13-01', '?person=-1'])
		assert.equal((await admin.get(`/admin/transactions${odd}`)).status, 422, odd)

	const file = await admin.get('/admin/transactions.csv')
	assert.equal(file.status, 200)
	assert.match(file.headers['content-type'], /text\/csv/)
	assert.match(file.headers['content-disposition'], /transactions\.csv/)
	const [head, ...lines] = rows(file.body)
	assert.equal(head[0], 'at')
	const [{ count }] = await stack.sql('SELECT count(*) FROM money_transaction')
	assert.equal(lines.length, count)
	const mine = lines.find((l) => l[1] === String(order) && l[2] === 'company')
	assert.deepEqual(mine.slice(5, 9), ['USD', '200.00', '0.00', '30.00'])
	assert.ok(lines.every((l) => l[22] !== '=Ines'), 'no formulas')
	assert.equal(rows((await admin.get('/admin/transactions.csv?status=refunded')).body).length, 1)
	assert.equal((await logOf(stack, 'transaction.export')).length, 2)
})

test('a file of any length, in pieces', async () => {
	await stack.sql(`INSERT INTO orders (buyer_id, kind, item_id, title, status, currency,
			list_amount, base_amount, total_amount, fee_bp, created_at)
		SELECT ${mia.id}, 'company', 1000 + n, repeat('x', 300) || n, 'expired', 'USD', 1, 1, 1,
			0, app_now() - make_interval(secs => n % 50) FROM generate_series(1, 12000) n`)
	const [{ count }] = await stack.sql('SELECT count(*) FROM money_transaction')
	const file = await admin.get('/admin/transactions.csv')
	assert.ok(file.body.length > 4e6, `${file.body.length} bytes`)
	const ids = rows(file.body).slice(1).map((l) => `${l[1]} ${l[2]}`)
	assert.equal(ids.length, count)
	assert.equal(new Set(ids).size, count)
	// The list goes on by key through all of them, none twice.
	const seen = new Set()
	let next = '/api/admin/transactions?status=completed'
	for (; next;) {
		const { json } = await admin.call('GET', next)
		for (const t of json.items)
			seen.add(`${t.order_id} ${t.type}`)
		next = json.next
	}
	assert.equal(seen.size, (await stack.sql(`SELECT count(*) FROM money_transaction
		WHERE status = 'completed'`))[0].count)
})
