// Everything is found by any of its numbers, and by the words of whom it is
// about, also mistyped; by those whose role opens it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demo, startStack } from '../../support/stack.mjs'

let stack, admin, moderator

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false, demo: true,
		env: { BELAY_DEMO: '1' } })
	admin = await stack.signIn(demo('adam'))
	moderator = await stack.signIn(demo('mona'))
})
after(() => stack.stop())

const find = async (q, who = admin) => {
	const { json } = await who.call('GET', `/api/admin/search?q=${encodeURIComponent(q)}`)
	return Object.fromEntries(json.groups.map(({ kind, items }) => [kind, items]))
}
const first = async (text) => (await stack.sql(`${text} LIMIT 1`))[0]
const hrefs = (items) => (items ?? []).map(({ href }) => href)

test('an order: its numbers, the provider’s numbers, its title, its buyer', async () => {
	const { id, ref, title, name, paid } = await first(`SELECT o.id, o.ref, o.title,
		p.display_name AS name, y.provider_ref AS paid FROM orders o
		JOIN profile p ON p.user_id = o.buyer_id
		JOIN payment y ON y.order_id = o.id AND y.provider_ref IS NOT NULL ORDER BY o.id`)
	for (const q of [String(id), `P-${String(id).padStart(6, '0')}`, `p-${id}`, ref, paid])
		assert.ok(hrefs((await find(q)).orders).includes(`/admin/orders/${id}`), q)
	assert.equal((await find(String(id))).orders[0].id, String(id), 'the number itself comes first')
	assert.ok((await find(title.slice(3, 20))).orders.length > 0, title)
	assert.ok((await find(name)).orders.every(({ note }) => note.includes(name)))
	assert.ok((await find(name.replace(/[aeiou]/, ''))).orders.length > 0, `${name}, mistyped`)
})

test('invoices and credit notes by their numbers lead to the order', async () => {
	for (const table of ['invoice', 'credit_note']) {
		const { number, order_id: order } = await first(`SELECT number, order_id FROM ${table}
			WHERE number IS NOT NULL ORDER BY id`)
		const found = (await find(number)).invoices
		assert.deepEqual([found[0].title, found[0].href], [number, `/admin/orders/${order}`])
		assert.equal((await find(number.toLowerCase())).invoices[0].title, number)
	}
})

test('payouts, codes, journeys and companies', async () => {
	const { id, ref } = await first('SELECT id, ref FROM payout ORDER BY id')
	for (const q of [String(id), ref])
		assert.ok(hrefs((await find(q)).payouts).includes(`/admin/payouts/${id}`), q)
	const { code } = await first('SELECT code FROM promotion ORDER BY id')
	assert.equal((await find(code.toLowerCase())).promotions[0].title, code)
	const { title } = await first('SELECT title FROM journey ORDER BY id')
	assert.equal((await find(title.slice(0, -2))).journeys[0].title, title)
	const { name } = await first('SELECT name FROM company ORDER BY id')
	assert.equal((await find(name)).companies[0].title, name)
})

test('nothing is found of what a role does not open', async () => {
	const found = await find('mia', moderator)
	assert.deepEqual(Object.keys(found).filter((kind) =>
		['orders', 'invoices', 'payouts', 'promotions'].includes(kind)), [])
	assert.ok((await find('mia')).orders.length > 0)
})

test('hostile words find nothing and break nothing', async () => {
	for (const q of ['%', '_', '\\', "'; DROP TABLE users; --", '{{csrf}}', '9'.repeat(99), '-1', 'P-'])
		assert.equal((await admin.get(`/admin/search?q=${encodeURIComponent(q)}`)).status, 200, q)
})

test('the page groups what it found and is reached by “/”', async () => {
	const page = await admin.get('/admin/search?q=mia')
	for (const heading of ['People', 'Orders', 'Invoices'])
		assert.match(page.body, new RegExp(`<h2[^>]*>${heading}</h2>`))
	assert.match((await admin.get('/admin')).body, /<form[^>]*action="\/admin\/search" role="search"/)
})
