// Mail: the spool, one message, wording, trying again, suppressed addresses.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	admin = await addStaff(stack, { name: 'Ada Admin' })
})
after(() => stack.stop())

const queue = async (person, template, data) => {
	await stack.sql('SELECT mail_queue($1, $2, $3, $4, NULL)', person.id, person.email, template,
		data)
	const [{ id }] = await stack.sql(`SELECT id FROM email_notification
		WHERE to_address = $1 ORDER BY id DESC LIMIT 1`, person.email)
	return id
}
const find = async (id) => (await stack.sql(
	'SELECT * FROM email_notification WHERE id = $1', id))[0]
const sent = (id) => until('the mail to be sent', async () => (await find(id)).state === 'sent')

test('a mail of the spool is read: headers, text, HTML, file', async () => {
	const person = await stack.addMember({ name: 'Zoë “Quotes” <b>' })
	const id = await queue(person, 'verify', { name: person.name, link: 'https://x.test/?a=1&b=é' })
	await sent(id)
	const list = await admin.get('/admin/mail?state=sent')
	assert.ok(list.links(/./).includes(`/admin/mail/${id}`))
	const { json } = await admin.call('GET', `/api/admin/mail/${id}`)
	assert.equal(json.subject, 'Confirm your e-mail address')
	assert.match(json.text, /Hello Zoë “Quotes” <b>,/)
	assert.match(json.text, /https:\/\/x\.test\/\?a=1&b=é/)
	assert.equal(json.spooled, true)
	assert.equal(json.headers.find((h) => h.name === 'To').value, person.email)
	const page = await admin.get(`/admin/mail/${id}`)
	assert.match(page.body, /Zoë “Quotes” &lt;b&gt;/)
	const html = await admin.get(`/admin/mail/${id}/html`)
	assert.match(html.headers['content-type'], /^text\/html/)
	assert.equal(html.headers['content-security-policy'], "default-src 'none'; " +
		"style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; sandbox")
	assert.match(html.body, /<p>Hello Zoë “Quotes” &lt;b&gt;,<\/p>/)
	const file = await admin.get(`/admin/mail/${id}/file`)
	assert.match(file.headers['content-disposition'], /attachment; filename="mail-\d+\.eml"/)
	assert.match(file.body, /^Date: /)
	assert.equal((await admin.get('/admin/mail/999999999')).status, 404)
	assert.equal((await admin.get('/admin/mail/999999999/html')).status, 404)
	assert.equal((await admin.get('/admin/mail/999999999/file')).status, 404)
})

test('one that is not in the spool is worded again, without its link', async () => {
	const person = await stack.addMember({ name: 'Paul' })
	const id = await queue(person, 'verify', { name: 'Paul', link: 'https://x.test/secret' })
	await sent(id)
	await stack.sql(`UPDATE email_notification SET message_id = 'elsewhere' WHERE id = $1`, id)
	const { json } = await admin.call('GET', `/api/admin/mail/${id}`)
	assert.equal(json.spooled, false)
	assert.match(json.text, /Hello Paul,/)
	assert.doesNotMatch(json.text, /secret/)
	assert.equal((await admin.get(`/admin/mail/${id}/file`)).status, 404)
	assert.equal((await admin.get(`/admin/mail/${id}/html`)).status, 200)
})

test('filters and rates', async () => {
	const person = await stack.addMember()
	const id = await queue(person, 'welcome', {})
	await sent(id)
	const list = async (query) => (await admin.call('GET', `/api/admin/mail?${query}`)).json
	assert.deepEqual((await list(`person=${person.id}`)).items.map((m) => m.id), [String(id)])
	assert.deepEqual((await list(`q=${person.email}`)).items.map((m) => m.id), [String(id)])
	assert.ok((await list('q=welcome')).items.every((m) => m.template === 'welcome'))
	assert.deepEqual((await list(`person=${person.id}&state=failed`)).items, [])
	const { rates } = await list('')
	const rate = Object.fromEntries(rates.map((r) => [r.name, r]))
	assert.ok(rate.sent.count >= 1)
	assert.match(rate.sent.percent, /^\d+\.\d$/)
	for (const name of ['failed', 'suppressed', 'complained', 'opened', 'clicked', 'waiting'])
		assert.ok(name in rate, name)
	assert.equal((await admin.get('/admin/mail?state=odd')).status, 422)
})

test('a failed mail is sent again, unless its link is gone', async () => {
	const person = await stack.addMember()
	const id = await queue(person, 'welcome', {})
	await sent(id)
	await admin.get(`/admin/mail/${id}`)
	assert.equal((await admin.post(`/admin/mail/${id}/again`)).status, 409, 'it was sent')
	await stack.sql(`UPDATE email_notification SET state = 'failed', sent_at = NULL,
		last_error = '451 try later', bounced_at = app_now() WHERE id = $1`, id)
	const page = await admin.get(`/admin/mail/${id}`)
	assert.match(page.body, /451 try later/)
	assert.equal((await admin.post(`/admin/mail/${id}/again`)).location, `/admin/mail/${id}`)
	await sent(id)
	await assertLogged(stack, 'mail.again', id, admin.member)
	const verify = await queue(person, 'verify', { link: 'https://x.test/1' })
	await sent(verify)
	await stack.sql(`UPDATE email_notification SET state = 'failed' WHERE id = $1`, verify)
	await admin.get(`/admin/mail/${verify}`)
	const gone = await admin.post(`/admin/mail/${verify}/again`)
	assert.equal(gone.status, 409)
	assert.match(gone.body, /ask for a new one/)
})

test('a dead mail job of the queue sends its mail too', async () => {
	const person = await stack.addMember()
	const id = await queue(person, 'welcome', {})
	await sent(id)
	await stack.sql(`UPDATE email_notification SET state = 'failed' WHERE id = $1`, id)
	const [{ id: job }] = await stack.sql(`INSERT INTO job (kind, payload, state, run_at,
		created_at) VALUES ('mail.send', $1, 'dead', app_now(), app_now()) RETURNING id`,
	{ mail_id: id })
	await admin.get(`/admin/jobs/${job}`)
	assert.equal((await admin.post(`/admin/jobs/${job}/again`)).status, 303)
	await sent(id)
})

test('wording: every mail has a page and a preview', async () => {
	const page = await admin.get('/admin/mail/templates')
	const links = page.links(/^\/admin\/mail\/templates\/./)
	assert.ok(links.length >= 10, String(links))
	for (const link of links) {
		const one = await admin.get(link)
		assert.equal(one.status, 200, link)
		const html = await admin.get(`${link}/html`)
		assert.equal(html.status, 200, link)
		assert.match(html.headers['content-security-policy'], /sandbox/)
	}
	for (const name of ['nothing', '_layout', '..%2Fpasswd', 'welcome.html', 'Welcome'])
		assert.ok([400, 404].includes((await admin.get(`/admin/mail/templates/${name}`)).status), name)
})

test('wording is saved, tested, used, and taken back', async () => {
	const path = '/admin/mail/templates/welcome'
	const { json } = await admin.call('GET', `/api${path}`)
	const fields = { subject: 'Ahoy {{name}}', text_body: 'Line one\r\n{{&name}} & co',
		html_body: json.html_body }
	const saved = await admin.submit(path, fields)
	assert.equal(saved.location, path, saved.body)
	assert.match((await admin.get(path)).body, /Ahoy Ada Admin/)
	assert.equal((await logOf(stack, 'mail_template.save', null)).length, 1)
	assert.equal((await admin.post(`${path}/test`)).location, path)
	const test = await stack.readMail(admin.member.email, /Ahoy Ada Admin/)
	assert.match(test.text, /Ada Admin & co/)
	const person = await stack.addMember({ name: 'Quinn' })
	await queue(person, 'welcome', {})
	await stack.readMail(person.email, /Ahoy Quinn/)
	await admin.get(path)
	assert.equal((await admin.post(`${path}/reset`)).location, path)
	assert.equal((await admin.call('GET', `/api${path}`)).json.is_changed, false)
	assert.equal((await admin.post(`${path}/reset`)).status, 404, 'nothing to take back')
})

test('the preview of a mail, and of none', async () => {
	const seen = await admin.get('/admin/mail/templates/verify/html')
	assert.equal(seen.status, 200)
	assert.match(seen.body, /https:\/\/example\.org\/a-link-that-works-once/)
	assert.doesNotMatch(seen.body, /\{\{/)
	for (const path of ['/admin/mail/templates/nothing/html',
		'/admin/mail/templates/_layout/html', '/admin/mail/templates/..%2Fwelcome/html'])
		assert.ok([400, 404].includes((await admin.get(path)).status), path)
	const stranger = await stack.client().get('/admin/mail/templates/verify/html')
	assert.match(stranger.location, /^\/login\?next=/)
})

test('nothing is tested or taken back that is not there', async () => {
	const before = (await stack.sql('SELECT count(*) FROM email_notification'))[0].count
	await admin.get('/admin/mail/templates')
	assert.equal((await admin.post('/admin/mail/templates/nothing/test')).status, 404)
	assert.equal((await admin.post('/admin/mail/templates/nothing/reset')).status, 404)
	assert.equal((await admin.post('/admin/mail/templates/verify/reset')).status, 404,
		'the file holds')
	assert.equal((await admin.post('/admin/mail/templates/verify/test',
		{ csrf: 'forged' })).status, 403)
	assert.equal((await stack.sql('SELECT count(*) FROM email_notification'))[0].count, before)
	const json = await admin.call('POST', '/api/admin/mail/templates/verify/test', {})
	assert.equal(json.status, 204, json.body)
	const test = await stack.readMail(admin.member.email, /Confirm your e-mail address/)
	assert.match(test.text, /Hello Ada Admin/)
})

test('wording that does not fill is refused at its field', async () => {
	const path = '/admin/mail/templates/welcome'
	const good = { subject: 'x', text_body: 'x', html_body: '<p>x</p>' }
	const cases = [['subject', '{{#name}}open'], ['text_body', '{{name'],
		['html_body', '{{<_mail/_layout.html}}{{/wrong}}'],
		['html_body', '{{#items}}{{>_mail/_layout.html}}{{/other}}{{/items}}']]
	for (const [field, text] of cases) {
		const answer = await admin.submit(path, { ...good, [field]: text })
		assert.equal(answer.status, 422, text)
		assert.match(answer.body, new RegExp(`id="${field}-error"`))
		assert.ok(answer.body.includes(text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
			`what was typed stays: ${text}`)
	}
	assert.equal((await admin.call('GET', `/api${path}`)).json.is_changed, false)
	assert.equal((await admin.submit(path, { ...good, text_body: 'x'.repeat(40001) })).status, 422)
})

test('an address is suppressed and released', async () => {
	const person = await stack.addMember()
	const page = '/admin/mail/suppressions'
	assert.equal((await admin.submit(page, { address: person.email.toUpperCase() })).location, page)
	assert.match((await admin.get(page)).body, new RegExp(person.email))
	const id = await queue(person, 'welcome', {})
	await until('it to be held back', async () => (await find(id)).state === 'suppressed')
	assert.match((await admin.get(`/admin/mail/${id}`)).body, /The address is suppressed/)
	assert.equal((await admin.submit(`${page}/remove`, { address: person.email }, { page }))
		.location, page)
	assert.doesNotMatch((await admin.get(page)).body, new RegExp(person.email))
	assert.equal((await admin.post(`${page}/remove`, { address: person.email })).status, 404)
	assert.equal((await admin.post(page, { address: 'nonsense' })).status, 422)
	assert.equal((await logOf(stack, 'mail.suppress', null)).length, 1)
	assert.equal((await logOf(stack, 'mail.unsuppress', null)).length, 1)
})

test('releasing: only what is held, whatever its capitals, also as JSON', async () => {
	const [one, other] = [await stack.addMember(), await stack.addMember()]
	await admin.get('/admin/mail/suppressions')
	for (const { email } of [one, other])
		assert.equal((await admin.call('POST', '/api/admin/mail/suppressions',
			{ address: email })).status, 204)
	const remove = (address) => admin.post('/admin/mail/suppressions/remove', { address })
	assert.equal((await remove('')).status, 422)
	assert.equal((await remove('nonsense')).status, 422)
	assert.equal((await remove(one.email.toUpperCase())).location, '/admin/mail/suppressions')
	const again = await admin.call('POST', '/api/admin/mail/suppressions/remove',
		{ address: one.email })
	assert.equal(again.status, 404)
	const { json } = await admin.call('GET', '/api/admin/mail/suppressions')
	const held = json.items.map(({ address }) => address)
	assert.ok(held.includes(other.email) && !held.includes(one.email), String(held))
})
