// Being paid: balances, an account, "pay now", statements and a year's payments, and
// the desk that approves and pays.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShop } from '../../support/shop.mjs'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from '../admin/staff.mjs'

let stack, shop, ada, adam, olga, buyer
const IBAN = 'PT50 0002 0123 1234 5678 9015 4'

before(async () => {
	stack = await startStack({ programs: ['account', 'billing', 'admin'] })
	shop = await openShop(stack)
	adam = await addStaff(stack, { name: 'Adam' })
	olga = await addStaff(stack, { name: 'Olga' })
	buyer = await stack.addMember({ name: 'Buyer <i>' })
	ada = await earner('Ada <b>', 20000)
})
after(async () => {
	assert.deepEqual(await shop.wrong(), [])
	await stack.stop()
})

// Somebody who sold for so much, less 15 %, and whose share is due.
async function earner(name, price) {
	const client = await stack.signIn(await stack.addMember({ name,
		roles: ['mentor'] }))
	await earn(client, price)
	return client
}
async function earn(client, price) {
	const item = await shop.add({ seller: client.member.id, price,
		title: 'A <u>plan</u>' })
	const order = await shop.buy(buyer.id, item)
	await shop.pay(order)
	await stack.sql('SELECT earning_deliver($1, NULL)', order)
	await stack.sql(`UPDATE earning SET available_at = app_now() - interval '1 day'
		WHERE order_id = $1`, order)
	await stack.sql('SELECT earning_tick(100)')
	return order
}
const give = (client, fields = {}) => client.submit('/payouts/account', {
	provider: 'manual', country: 'PT', holder: 'Ada Lovelace', number: IBAN,
	bank: '', ...fields })
const verify = (client) => adam.submit(
	`/admin/payouts/people/${client.member.id}/account`, { verdict: 'verify' },
	{ page: `/admin/payouts/people/${client.member.id}` })
const mine = async (client, path = '/api/payouts') => (await client.get(path)).json
// The lines of a CSV file, without their quotes.
const rows = (answer) => answer.body.trim().replaceAll('"', '').split('\r\n')
// What an admin presses on a payout's page.
const press = (who, id, what, fields = {}) => who.submit(
	`/admin/payouts/${id}/${what}`, fields, { page: `/admin/payouts/${id}` })

test('nobody but members; an earner sees what is theirs', async () => {
	const visitor = stack.client()
	assert.equal((await visitor.get('/payouts')).status, 303)
	const { balances, account, items } = await mine(ada)
	assert.equal(account, null)
	assert.deepEqual(items, [])
	assert.deepEqual(balances.map((b) => [b.available, b.pending, b.minimum]),
		[[{ amount: 17000, currency: 'USD' }, { amount: 0, currency: 'USD' },
			{ amount: 10000, currency: 'USD' }]])
	const page = await ada.get('/payouts')
	assert.match(page.body, /USD 170\.00/)
	assert.match(page.body, /Set up your account/)
	assert.doesNotMatch(page.body, /action="\/payouts"/)
	const other = await stack.signIn(await stack.addMember())
	assert.deepEqual((await mine(other)).balances, [])
})

test('an account by hand: checked, kept encrypted, looked at by an admin', async () => {
	for (const [fields, field] of [[{ number: 'PT50 0002 0123 1234 5678 9015 5' },
		'number'], [{ country: 'XX' }, 'country'], [{ provider: 'cash' }, 'provider'],
	[{ provider: 'paypal' }, 'number'], [{ holder: '' }, 'holder']]) {
		const page = await give(ada, fields)
		assert.equal(page.status, 422, JSON.stringify(fields))
		assert.match(page.body, new RegExp(`id="${field}-error"|href="#${field}`))
		assert.doesNotMatch(page.body, /0002/, 'a number is not sent back')
	}
	assert.equal((await give(ada)).status, 303)
	const { account } = await mine(ada)
	assert.deepEqual([account.status, account.hint], ['checking', '•••• 0154'])
	const [{ details_sealed: kept }] = await stack.sql(`SELECT details_sealed
		FROM payout_account WHERE user_id = $1`, ada.member.id)
	assert.doesNotMatch(kept, /Lovelace|PT50/)
	assert.equal((await ada.call('POST', '/api/payouts', {})).status, 409)
	const page = await adam.get(`/admin/payouts/people/${ada.member.id}`)
	assert.match(page.body, /PT50000201231234567890154/)
	assert.match(page.body, /Ada &lt;b&gt;/)
	assert.equal((await verify(ada)).status, 303)
	await assertLogged(stack, 'payout.account.verify', ada.member.id, adam.member)
	assert.equal((await mine(ada)).account.status, 'verified')
})

test('pay now, once a day; approved and marked as paid by an admin', async () => {
	const asked = await ada.submit('/payouts', { currency: 'USD' })
	assert.equal(asked.status, 303)
	assert.match(asked.location, /^\/payouts\/\d+$/)
	const id = asked.location.split('/')[2]
	assert.equal((await ada.call('POST', '/api/interviewer/payouts', {})).status, 409)
	const own = await mine(ada, `/api/payouts/${id}`)
	assert.deepEqual([own.status, own.amount.amount, own.fee.amount, own.lines.length],
		['pending', 17000, 3000, 1])
	const stranger = await stack.signIn(await stack.addMember())
	assert.equal((await stranger.get(`/payouts/${id}`)).status, 404)
	assert.equal((await stranger.get(`/payouts/${id}/statement`)).status, 404)
	assert.equal((await press(adam, id, 'approve')).status, 303)
	assert.equal((await press(adam, id, 'approve')).status, 409)
	const paid = await adam.submit(`/admin/payouts/${id}/paid`, { words: 'SEPA 1' })
	assert.equal(paid.status, 303)
	assert.equal((await mine(ada, `/api/payouts/${id}`)).status, 'completed')
	assert.equal((await logOf(stack, 'payout.paid', id)).length, 1)
	const [statement, page] = [await ada.get(`/payouts/${id}/statement`),
		await ada.get(`/payouts/${id}`)]
	assert.equal(statement.headers['content-type'], 'application/pdf')
	assert.match(statement.body, /^%PDF/)
	assert.match(page.body, /A &lt;u&gt;plan&lt;\/u&gt;/)
	assert.doesNotMatch(page.body, /Buyer/)
	assert.equal((await adam.submit(`/admin/payouts/${id}/returned`,
		{ words: 'closed' })).status, 303)
	assert.equal((await mine(ada, `/api/payouts/${id}`)).failure, 'closed')
	assert.equal((await adam.submit(`/admin/payouts/${id}/paid`,
		{ words: 'SEPA 2' })).status, 303)
	assert.equal((await mine(ada, `/api/payouts/${id}`)).status, 'completed')
})

test('each role sees its part, as a page and as JSON', async () => {
	for (const [path, type] of [['/interviewer/payouts', 'interviewer'],
		['/mentor/revenue', 'mentor'], ['/concierge/revenue', 'concierge'],
		['/creator/revenue', 'creator']]) {
		const view = await mine(ada, `/api${path}`)
		assert.equal(view.type, type)
		assert.deepEqual(view.parts.map((p) => p.type), type === 'creator' ? [type] : [])
		assert.equal((await ada.get(path)).status, 200)
	}
	const [line] = (await mine(ada, '/api/payouts/earnings')).items
	assert.deepEqual([line.status, line.amount.amount, line.type],
		['paid', 17000, 'creator'])
	assert.deepEqual((await mine(ada, '/api/payouts/earnings?type=mentor')).items, [])
	assert.equal((await ada.get('/payouts/earnings?status=odd')).status, 422)
	const csv = await ada.get('/payouts/earnings.csv')
	assert.match(csv.headers['content-type'], /text\/csv/)
	assert.deepEqual(rows(csv).map((row) => row.split(',')[3]), ['amount', '170.00'])
})

test('what was paid in a year, for them and for everybody', async () => {
	const { year, items } = await mine(ada, '/api/payouts/tax')
	assert.deepEqual(items.map((i) => [i.type, i.amount.amount, i.payouts]),
		[['creator', 17000, 1]])
	assert.deepEqual((await mine(ada, `/api/payouts/tax?year=${year - 1}`)).items, [])
	const [csv, pdf] = [await ada.get(`/payouts/tax.csv?year=${year}`),
		await ada.get(`/payouts/tax.pdf?year=${year}`)]
	assert.match(rows(csv)[1], /creator,USD,170\.00,1/)
	assert.match(pdf.body, /^%PDF/)
	const all = await adam.get(`/admin/payouts/tax.csv?year=${year}`)
	assert.match(rows(all)[1], new RegExp(`^${year},${ada.member.id},Ada <b>,.*170\\.00`))
	assert.equal((await adam.get('/admin/payouts/tax.csv')).status, 422)
})

test('a list is approved; a large one by two admins', async () => {
	const some = []
	for (const price of [20000, 30000, 800000]) {
		const client = await earner(`Earner ${price}`, price)
		await give(client)
		await verify(client)
		some.push((await client.submit('/payouts', { currency: 'USD' }))
			.location.split('/')[2])
	}
	const list = (await adam.call('GET', '/api/admin/payouts?status=pending')).json
	assert.deepEqual(list.items.map((p) => p.id), some.toReversed())
	assert.equal(list.items[1].amount.amount, 25500)
	const approve = (who, ids) => who.submit('/admin/payouts', { do: 'approve', ids },
		{ page: '/admin/payouts?status=pending' })
	assert.equal((await approve(adam, some)).status, 303)
	const state = async () => Promise.all(some.map(async (id) => (await adam.call('GET',
		`/api/admin/payouts/${id}`)).json.status))
	assert.deepEqual(await state(), ['approved', 'approved', 'pending'])
	assert.match((await adam.get(`/admin/payouts/${some[2]}`)).body, /another admin/)
	assert.equal((await press(olga, some[2], 'approve')).status, 303)
	assert.deepEqual(await state(), ['approved', 'approved', 'approved'])
	const csv = await adam.get('/admin/payouts.csv?status=approved')
	assert.equal(rows(csv).length, 4)
	assert.match(rows(csv)[1], /Ada Lovelace,PT50000201231234567890154/)
	assert.equal((await logOf(stack, 'payout.export')).length, 1)
	assert.equal((await adam.submit(`/admin/payouts/${some[0]}/cancel`,
		{ words: 'a mistake' })).status, 303)
	assert.deepEqual((await state())[0], 'canceled')
	for (const odd of ['?status=odd', '?kind=odd', '?after=0'])
		assert.equal((await adam.get(`/admin/payouts${odd}`)).status, 422, odd)
})

test('payouts are stopped and go on', async () => {
	const hold = (why) => adam.submit(`/admin/payouts/people/${ada.member.id}/hold`,
		{ why }, { page: `/admin/payouts/people/${ada.member.id}` })
	await earn(ada, 50000)
	assert.equal((await hold('a question')).status, 303)
	assert.match((await ada.get('/payouts')).body, /a question/)
	assert.match((await ada.call('POST', '/api/payouts', {})).json.type,
		/payout_is_held$/)
	assert.equal((await hold('')).status, 303)
	assert.match((await ada.submit('/payouts/account/weekly', { weekly: 'true' },
		{ page: '/payouts/account' })).location, /payouts/)
	assert.equal((await mine(ada)).account.weekly, true)
	assert.equal((await ada.call('POST', '/api/payouts/connect', {})).status, 409,
		'Stripe is not configured')
})

test('members who look after no money see none of the desk', async () => {
	const mona = await addStaff(stack, { roles: ['moderator'] })
	for (const path of ['/admin/payouts', '/admin/payouts.csv',
		'/admin/payouts/tax.csv?year=2026', `/admin/payouts/people/${ada.member.id}`])
		assert.equal((await mona.get(path)).status, 403, path)
})
