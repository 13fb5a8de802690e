// Invoices and credit notes: as a page, as JSON, as PDF and by mail; and the page
// that has all about one's billing.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, enter } from '../booking/sessions.mjs'
import { assertBooks, orderOf, pay, sessionToPay } from './orders.mjs'

const folder = mkdtempSync(join(process.env.BELAY_TEST_TMP, 'pdf-'))
let stack, ines, mia, milo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'inbox'] })
	ines = await addExpert(stack, { name: 'Ines Okafor', types: [{ price: 9000 }] })
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo' }))
	await stack.sql(`UPDATE setting SET value = '"Belay Test, Lisbon"'
		WHERE name = 'invoice_seller_name'`)
	await stack.sql(`INSERT INTO tax_rate VALUES ('PT', 'IVA', 2300)`)
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

/** The text of a PDF, as a reader has it. */
function read(bytes) {
	const file = join(folder, 'paper.pdf')
	writeFileSync(file, bytes)
	return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
}

let session, order, invoice

test('an invoice has names and addresses as they were', async () => {
	await mia.get('/account/billing')
	for (const [fields, words] of [[{ name: '' }, /This is needed/],
		[{ name: 'x'.repeat(121) }, /at most 120/],
		[{ name: 'Mia', country: 'XX' }, /Choose a country of the list/],
		[{ name: 'Mia', tax_id: 'x'.repeat(61) }, /at most 60/]]) {
		const bad = await mia.post('/account/billing/identity', fields)
		assert.equal(bad.status, 422, JSON.stringify(fields))
		assert.match(bad.body, words)
	}
	const saved = await mia.post('/account/billing/identity', { name: 'Larsen & Søn ApS',
		address: 'Nørrebrogade 41\n2200 København', country: 'PT', tax_id: 'PT 123' })
	assert.equal(saved.status, 303, saved.body)
	session = await sessionToPay(stack, mia, ines, 60)
	// The country's tax comes on top, as the page says before.
	const page = await mia.get(`/checkout/session/${session.id}`)
	assert.match(page.body, /IVA \(23 %\)/)
	assert.match(page.body, /Pay USD 110\.70/)
	assert.equal((await mia.post(`/checkout/session/${session.id}`, { shown: '9000',
		provider: 'manual' })).status, 409)
	await mia.post(`/checkout/session/${session.id}`, { shown: '11070',
		provider: 'manual' })
	order = await orderOf(stack, session.order_id)
	assert.equal(order.total_amount, 11070)
	assert.equal(await pay(stack, order.id), 'fulfilled')
	await mia.post('/account/billing/identity', { name: 'Somebody else' })

	const { json } = await mia.call('GET', '/api/billing/invoices')
	assert.equal(json.items.length, 1)
	invoice = json.items[0]
	assert.deepEqual([invoice.kind, invoice.status, invoice.total],
		['invoice', 'paid', { amount: 11070, currency: 'USD' }])
	assert.match(invoice.number, /^B-\d{4}-000001$/)
	const { json: one } = await mia.call('GET', `/api${invoice.href}`)
	assert.equal(one.buyer.name, 'Larsen & Søn ApS')
	assert.equal(one.buyer.country, 'PT')
	assert.equal(one.seller.name, 'Belay Test, Lisbon')
	assert.deepEqual([one.net.amount, one.tax.amount, one.total.amount],
		[9000, 2070, 11070])
	assert.equal(one.lines.length, 1)
	const shown = await mia.get(invoice.href)
	assert.equal(shown.status, 200, shown.body)
	assert.match(shown.body, /Larsen &amp; Søn ApS/)
	assert.match(shown.body, /Nørrebrogade 41\n2200 København/)
	assert.match(shown.body, /Portugal/)
	assert.match(shown.body, /IVA \(23 %\)/)
})

test('as a PDF, at its own address and by asking for one', async () => {
	for (const [path, headers] of [[invoice.pdf, {}],
		[invoice.href, { accept: 'application/pdf' }]]) {
		const file = await mia.get(path, { headers })
		assert.equal(file.status, 200)
		assert.equal(file.headers['content-type'], 'application/pdf')
		assert.match(file.headers['content-disposition'],
			new RegExp(`filename="${invoice.number}\\.pdf"`))
		const text = read(file.bytes)
		for (const words of [`Invoice ${invoice.number}`, 'Larsen & Søn ApS',
			'2200 København', 'Portugal', 'Belay Test, Lisbon', 'Tax number: PT 123',
			order.number, 'IVA (23 %)', 'USD 20.70', 'USD 110.70',
			'with Ines Okafor'])
			assert.ok(text.includes(words), `${words} in ${text}`)
	}
})

test('by mail, with the notice', async () => {
	const mail = await stack.readMail(mia.member.email, /^Paid: Session/)
	assert.match(mail.text, /USD 110\.70 received/)
	assert.deepEqual(mail.attachments.map((a) => [a.filename, a.contentType]),
		[[`${invoice.number}.pdf`, 'application/pdf']])
	assert.ok(read(mail.attachments[0].content).includes('Larsen & Søn ApS'))
	// The notice leads to the order.
	const { json } = await mia.call('GET', '/api/notifications')
	const notice = json.items.find((n) => n.type === 'order_paid')
	assert.equal((await mia.get(notice.link)).status, 200)
})

test('nobody else’s', async () => {
	for (const path of [invoice.href, invoice.pdf, '/billing/credit-notes/1',
		'/billing/invoices/999999999', '/billing/invoices/x',
		'/billing/credit-notes/999999999/pdf'])
		assert.equal((await milo.get(path)).status, 404, path)
	assert.deepEqual((await milo.call('GET', '/api/billing/invoices')).json.items, [])
})

test('what comes back has a credit note', async () => {
	const page = await mia.get(`/sessions/${session.id}/cancel`)
	await mia.post(`/sessions/${session.id}/cancel`,
		{ reason: 'schedule', seen: page.input('seen') })
	const [{ id }] = await stack.sql('SELECT id FROM refund WHERE order_id = $1', order.id)
	await stack.sql('SELECT refund_succeeded($1)', id)
	const { json } = await mia.call('GET', '/api/billing/invoices')
	const note = json.items.find((i) => i.kind === 'credit_note')
	assert.equal(note.total.amount, 11070)
	const shown = await mia.get(note.href)
	assert.match(shown.body, /Corrects invoice/)
	assert.ok(shown.links(new RegExp(`^${invoice.href}$`)).length)
	const text = read((await mia.get(note.pdf)).bytes)
	assert.ok(text.includes(`Credit note ${note.number}`), text)
	assert.ok(text.includes(invoice.number), text)
	const corrected = await mia.get(invoice.href)
	assert.ok(corrected.links(new RegExp(`^${note.href}$`)).length, corrected.body)
	const all = await mia.get('/account/billing')
	for (const words of [order.number, invoice.number, note.number, 'Refunded'])
		assert.ok(all.body.includes(words), words)
	const { json: twin } = await mia.call('GET', '/api/account/billing')
	assert.equal(twin.billed.name, 'Somebody else')
	assert.equal(twin.refunds.length, 1)
})

test('lists go on page by page', async () => {
	await stack.sql(`INSERT INTO orders (buyer_id, kind, item_id, title, status,
			currency, list_amount, base_amount, total_amount, fee_bp, created_at)
		SELECT $1, 'session', -n, 'Old ' || n, 'canceled', 'USD', 100, 100, 100, 0,
			app_now() - make_interval(days => n) FROM generate_series(1, 45) n`,
	milo.member.id)
	await stack.sql(`INSERT INTO invoice (number, order_id, buyer_id, status, seller,
			buyer, currency, net_amount, tax_amount, total_amount, issued_at,
			created_at)
		SELECT 'B-2019-' || o.id, o.id, o.buyer_id, 'paid', '{}', '{"name": "M"}',
			'USD', 100, 0, 100, app_now() - interval '1 day', app_now()
		FROM orders o WHERE o.buyer_id = $1`, milo.member.id)
	for (const [path, key] of [['/api/orders', 'number'],
		['/api/billing/invoices', 'number']]) {
		const seen = []
		for (let next = path; next;) {
			const { json } = await milo.call('GET', next)
			seen.push(...json.items.map((i) => i[key]))
			next = json.next
		}
		assert.equal(seen.length, 45)
		assert.equal(new Set(seen).size, 45)
		const first = await milo.get(path.slice(4))
		const [more] = first.links(/[?]after=/)
		assert.equal((await milo.get(more)).status, 200)
	}
})
