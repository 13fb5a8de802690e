// The platform's revenue: the page, its figures by period, type and seller, the
// report as CSV and PDF, and the job that keeps the sums.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShop } from '../../support/shop.mjs'
import { startStack, until } from '../../support/stack.mjs'
import { addStaff, logOf } from './staff.mjs'

let stack, shop, admin, mia, ines

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	shop = await openShop(stack)
	admin = await addStaff(stack)
	mia = await stack.addMember({ name: 'Mia' })
	ines = await stack.addMember({ name: 'Ines <3' })
})
after(async () => {
	assert.deepEqual(await shop.wrong(), [])
	assert.deepEqual(await stack.sql('SELECT * FROM money_roll_verify()'), [])
	await stack.stop()
})

const revenue = async (query = '') =>
	(await admin.call('GET', `/api/admin/revenue${query}`)).json
const sell = async (more) => {
	const order = await shop.buy(mia.id, await shop.add({ seller: ines.id, ...more }))
	await shop.pay(order)
	return order
}

test('an empty platform has figures too', async () => {
	const v = await revenue()
	assert.deepEqual([v.currency, v.by, v.periods.length, v.this_fees.amount],
		['USD', 'month', 12, 0])
	const page = await admin.get('/admin/revenue')
	assert.equal(page.status, 200)
	assert.match(page.body, /Nothing was sold/)
	assert.match(page.body, /<svg viewBox="0 0 420 190" role="img" aria-label="Fees of USD 0\.00/)
})

test('figures are there at once, and the same when they are summed', async () => {
	const order = await sell({ price: 10000 })
	await sell({ price: 20000 })
	await sell({ price: 5000, seller: null })
	await stack.sql("SELECT refund_issue(o, 5000, 'admin') FROM orders o WHERE id = $1", order)
	const figures = async () => {
		const v = await revenue()
		return [v.sales, v.this_fees.amount, v.this_left.amount, v.owed.amount,
			v.kinds.map((k) => [k.kind, k.sales, k.fees.amount, k.returned.amount]),
			v.sellers.map((s) => [s.name, s.fees.amount, s.earned.amount]),
			v.periods[0].taken.amount]
	}
	const expected = [3, 1500 + 3000 + 5000 - 750, 8750, 8500 + 17000 - 4250,
		[['company', 3, 9500, 750]], [['Ines <3', 3750, 21250]], 35000]
	assert.deepEqual(await figures(), expected)
	await stack.sql("SELECT enqueue('money.figures', '{}', 'money.figures', app_now(), 3)")
	await until('the sums', async () => (await stack.sql(`SELECT 1 FROM money_rolled
		WHERE upto_id = (SELECT max(id) FROM ledger_entry)`)).length)
	assert.deepEqual(await figures(), expected)
	const page = await admin.get('/admin/revenue')
	assert.match(page.body, /USD 87\.50/)
	assert.match(page.body, /Ines &lt;3/)
	assert.doesNotMatch(page.body, /Ines <3/)
})

test('by quarter and year, by currency, and nothing odd', async () => {
	await sell({ price: 700, currency: 'JPY' })
	assert.equal((await revenue('?by=quarter')).periods.length, 8)
	const year = await revenue('?by=year')
	assert.deepEqual([year.periods.length, year.periods[0].sales], [5, 3])
	const yen = await revenue('?currency=JPY')
	assert.deepEqual([yen.currency, yen.this_fees.amount, yen.this_fees.currency],
		['JPY', 105, 'JPY'])
	assert.equal((await revenue('?currency=XXX')).currency, 'USD')
	assert.match((await admin.get('/admin/revenue?currency=JPY&by=year')).body, /JPY 105/)
	for (const odd of ['?by=week', '?currency=X', '?currency=USDX'])
		assert.equal((await admin.get(`/admin/revenue${odd}`)).status, 422, odd)
})

test('the report as CSV and PDF', async () => {
	const csv = await admin.get('/admin/revenue.csv?by=year')
	const lines = csv.body.trim().split('\r\n').map((l) => l.split(',')
		.map((cell) => cell.replaceAll('"', '')))
	assert.equal(lines[0][0], 'period')
	assert.equal(lines.length, 1 + 5 + 1)
	assert.deepEqual(lines[1].slice(2, 9), ['all', 'USD', '3', '350.00', '95.00', '7.50', '87.50'])
	assert.deepEqual(lines[2].slice(2, 6), ['company', 'USD', '3', '350.00'])
	const pdf = await admin.get('/admin/revenue.pdf')
	assert.equal(pdf.status, 200)
	assert.match(pdf.headers['content-type'], /application\/pdf/)
	assert.match(pdf.body.slice(0, 8), /^%PDF-1/)
	assert.equal((await logOf(stack, 'revenue.export')).length, 2)
	const moderator = await addStaff(stack, { roles: ['moderator'] })
	for (const path of ['/admin/revenue', '/admin/revenue.csv', '/admin/revenue.pdf'])
		assert.equal((await moderator.get(path)).status, 403)
})
