// The desk of orders: finding them, marking money as received (and a second
// admin's word), giving it back, deciding about what does not fit.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShop } from '../../support/shop.mjs'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from './staff.mjs'

let stack, shop, admin, other, mia, ines, item

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	shop = await openShop(stack)
	admin = await addStaff(stack, { name: 'Adam' })
	other = await addStaff(stack, { name: 'Olga' })
	mia = await stack.addMember({ name: 'Mia <i>' })
	ines = await stack.addMember({ name: 'Ines' })
	item = await shop.add({ seller: ines.id, price: 10000, title: 'A <b>plan</b>' })
})
after(async () => {
	assert.deepEqual(await shop.wrong(), [])
	await stack.stop()
})

const list = async (query = '') => (await admin.call('GET', `/api/admin/orders${query}`)).json
const ids = async (query) => (await list(query)).items.map((o) => Number(o.id))
const find = async (id) => (await admin.call('GET', `/api/admin/orders/${id}`)).json
/** What an admin sends from a page of an order. */
const act = (who, order, what, fields) =>
	who.submit(`/admin/orders/${order}/${what}`, fields)

test('the list by state, kind, provider and person', async () => {
	const card = await shop.buy(mia.id, item)
	const kept = await shop.buy(admin.member.id, item, { provider: 'manual' })
	await shop.pay(card)
	assert.deepEqual(await ids(''), [kept, card])
	assert.deepEqual(await ids('?status=fulfilled'), [card])
	assert.deepEqual(await ids('?provider=manual'), [kept])
	assert.deepEqual(await ids('?kind=company&provider=stripe'), [card])
	assert.deepEqual(await ids('?kind=session'), [])
	assert.deepEqual(await ids(`?person=${mia.id}`), [card])
	assert.deepEqual(await ids(`?person=${ines.id}`), [kept, card])
	assert.deepEqual(await ids('?held=true'), [])
	const [one] = (await list('?status=fulfilled')).items
	assert.deepEqual(one.total, { amount: 10000, currency: 'USD' })
	assert.equal(one.buyer, 'Mia <i>')
	const page = await admin.get('/admin/orders')
	assert.ok(page.links(/./).includes(`/admin/orders/${card}`))
	assert.match(page.body, /A &lt;b&gt;plan/)
	for (const odd of ['?status=odd', '?kind=odd', '?provider=odd', '?person=x', '?after=0'])
		assert.equal((await admin.get(`/admin/orders${odd}`)).status, 422, odd)
})

test('an order shows its split, payments, books and history', async () => {
	const order = await shop.buy(mia.id, item)
	await shop.pay(order)
	const { parts, ...facts } = await find(order)
	assert.equal(facts.status, 'fulfilled')
	assert.deepEqual(parts.shares.map((s) => [s.kind, s.amount.amount, s.person]),
		[['fee', 1500, null], ['seller', 8500, 'Ines']])
	assert.deepEqual(parts.payments.map((p) => [p.status, p.ref]),
		[['captured', `pi_${order}`]])
	assert.deepEqual(parts.books.map((b) => [b.account, b.debit?.amount, b.credit?.amount]
	).sort(), [['clearing_stripe', 10000, undefined], ['payable', undefined, 8500],
		['platform_revenue', undefined, 1500]])
	assert.deepEqual(parts.history.map((h) => h.to_status),
		['pending', 'processing', 'paid', 'fulfilled'])
	const page = await admin.get(`/admin/orders/${order}`)
	assert.match(page.body, /platform_revenue/)
	assert.doesNotMatch(page.body, /<b>plan|Mia <i>/)
	assert.equal((await admin.get('/admin/orders/999999')).status, 404)
	assert.equal((await admin.get('/admin/orders/x')).status, 404)
})

test('money by hand: a part, then the rest', async () => {
	const order = await shop.buy(mia.id, item, { provider: 'manual' })
	for (const [amount, field] of [['', 'amount'], ['x', 'amount'], ['0', 'amount'],
		['-3', 'amount'], ['1.234', 'amount'], ['1e3', 'amount']]) {
		const page = await act(admin, order, 'receive', { amount })
		assert.equal(page.status, 422, amount)
		assert.match(page.body, new RegExp(`id="${field}-error"`), amount)
	}
	assert.equal((await act(admin, order, 'receive', { amount: '10', currency: 'XXQ' })).status, 422)
	const part = await act(admin, order, 'receive', { amount: '40.00', words: 'wire 7' })
	assert.equal(part.location, `/admin/orders/${order}`)
	assert.equal((await shop.find(order)).held_amount, 4000)
	await assertLogged(stack, 'order.receive', order, admin.member)
	await act(admin, order, 'receive', { amount: '60' })
	assert.equal((await shop.find(order)).status, 'fulfilled')
	const { parts } = await find(order)
	assert.deepEqual(parts.receipts.map((r) => [r.amount.amount, r.words, r.status]),
		[[4000, 'wire 7', 'done'], [6000, null, 'done']])
})

test('a large sum needs another admin', async () => {
	const large = await shop.add({ seller: ines.id, price: 250000 })
	const order = await shop.buy(mia.id, large, { provider: 'manual' })
	await act(admin, order, 'receive', { amount: '2,500.00' })
	assert.equal((await shop.find(order)).status, 'processing')
	const [waiting] = (await list()).receipts
	assert.equal(Number(waiting.order_id), order)
	assert.equal(waiting.is_mine, true)
	assert.match((await admin.get('/admin/orders')).body, /Waiting for a second admin/)
	const own = await admin.post(`/admin/receipts/${waiting.id}/agree`)
	assert.equal(own.status, 403)
	assert.equal((await act(other, order, 'receive', { amount: '1' })).status, 409)
	await other.get(`/admin/orders/${order}`)
	const agreed = await other.post(`/admin/receipts/${waiting.id}/agree`)
	assert.equal(agreed.location, `/admin/orders/${order}`)
	assert.equal((await shop.find(order)).status, 'fulfilled')
	await assertLogged(stack, 'receipt.agree', order, other.member)
	assert.equal((await other.post(`/admin/receipts/${waiting.id}/withdraw`)).status, 409)
	assert.equal((await other.post('/admin/receipts/999999/agree')).status, 404)
	assert.deepEqual((await list()).receipts, [])
})

test('money is given back, with a reason, at most what is left', async () => {
	const order = await shop.buy(mia.id, item)
	await shop.pay(order)
	assert.match((await admin.get(`/admin/orders/${order}/refund`)).body, /value="100.00"/)
	for (const fields of [{ amount: '5', reason: '' }, { amount: '', reason: 'x' },
		{ amount: '100.01', reason: 'x' }])
		assert.equal((await act(admin, order, 'refund', fields)).status, 422)
	await act(admin, order, 'refund', { amount: '30', reason: 'A mistake of ours' })
	const { parts } = await find(order)
	assert.deepEqual(parts.refunds.map((f) => [f.amount.amount, f.reason, f.status]),
		[[3000, 'admin', 'submitted']])
	const refunding = parts.calls.filter((c) => !c.key.startsWith('payment:'))
	assert.deepEqual(refunding.map((c) => [c.key, c.status]),
		[[`refund:${parts.refunds[0].id}`, 'waiting']])
	await assertLogged(stack, 'order.refund', order, admin.member)
	// What the provider refused is asked once more, with the same key.
	const call = refunding[0].id
	assert.equal((await admin.post(`/admin/provider-calls/${call}/again`)).status, 409)
	await stack.sql(`SELECT provider_answered($1, 'failed', '{}', 'no such charge')`, call)
	assert.match((await admin.get(`/admin/orders/${order}`)).body, /no such charge/)
	assert.equal((await admin.post(`/admin/provider-calls/${call}/again`)).location,
		`/admin/orders/${order}`)
	assert.deepEqual((await find(order)).parts.calls.filter((c) =>
		!c.key.startsWith('payment:')).map((c) => c.status), ['waiting'])
	assert.equal((await logOf(stack, 'provider.retry', order)).length, 1)
	assert.equal((await admin.post('/admin/provider-calls/999999/again')).status, 404)
})

test('what does not fit is decided about', async () => {
	const order = await shop.buy(mia.id, item)
	assert.equal(await shop.pay(order, { amount: 9000 }), 'held')
	assert.deepEqual(await ids('?held=true'), [order])
	assert.match((await admin.get(`/admin/orders/${order}`)).body,
		/What came is not what was asked for/)
	for (const fields of [{ reason: 'x' }, { verdict: 'accept' }, { verdict: 'odd', reason: 'x' }])
		assert.equal((await act(admin, order, 'hold', fields)).status, 422)
	await act(admin, order, 'hold', { verdict: 'accept', reason: 'a bank kept ten' })
	const o = await shop.find(order)
	assert.deepEqual([o.status, o.total_amount, o.promotion_cost, o.held_for_admin],
		['fulfilled', 9000, 1000, null])
	await assertLogged(stack, 'order.hold', order, admin.member)
	assert.equal((await act(admin, order, 'hold', { verdict: 'seen', reason: 'x' })).status, 409)
})

test('who may not, can not', async () => {
	const moderator = await addStaff(stack, { roles: ['moderator'] })
	for (const path of ['/admin/orders', '/admin/orders/1', '/admin/orders/1/refund'])
		assert.equal((await moderator.get(path)).status, 403, path)
	assert.doesNotMatch((await moderator.get('/admin')).body, /\/admin\/orders/)
})
