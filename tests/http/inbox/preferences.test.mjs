// What comes by mail, and when; and the link that ends a kind of mail.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'], workers: false })
})
after(() => stack.stop())

const chosen = (who) => stack.sql(`SELECT type, wanted FROM notification_preference
	WHERE user_id = $1 AND channel = 'email' ORDER BY type`, who.id)
const settings = async (who) => (await stack.sql(`SELECT quiet_from, quiet_to, digest,
	email_marketing FROM preference WHERE user_id = $1`, who.id))[0]

const ticked = (page) => [...page.body.matchAll(
	/<input type="checkbox" id="email-(\w+)"[^>]*? checked>/g)].map((m) => m[1])

test('the page shows the types’ own settings, the form changes them', async () => {
	const member = await stack.addMember({ timezone: 'Europe/Lisbon' })
	const mia = await stack.signIn(member)
	const page = await mia.get('/notifications/preferences')
	const on = ticked(page)
	assert.ok(on.includes('session_booked'))
	assert.ok(!on.includes('new_sign_in'), 'what is required has no box')
	assert.match(page.body, /Europe\/Lisbon/)
	const saved = await mia.post('/notifications/preferences', {
		email: on.filter((name) => name !== 'session_booked'), quiet_from: '22:00',
		quiet_to: '07:30', digest: 'daily', email_marketing: 'true' })
	assert.equal(saved.location, '/notifications/preferences', saved.body)
	assert.deepEqual(await chosen(member), [{ type: 'session_booked', wanted: false }])
	assert.deepEqual(await settings(member), { quiet_from: 1320, quiet_to: 450,
		digest: 'daily', email_marketing: true })
	const again = await mia.follow(saved)
	assert.ok(!ticked(again).includes('session_booked'))
	assert.match(again.body, /name="quiet_from"[^>]*value="22:00"/)
	assert.match(again.body, /value="daily" checked/)
	await mia.post('/notifications/preferences', { email: on, digest: 'none' })
	assert.deepEqual(await chosen(member), [], 'what is as the type says is not kept')
	assert.deepEqual(await settings(member), { quiet_from: null, quiet_to: null,
		digest: 'none', email_marketing: false })
})

test('hours that make no sense are refused, and nothing typed is lost', async () => {
	const member = await stack.addMember()
	const mia = await stack.signIn(member)
	await mia.get('/notifications/preferences')
	for (const [hours, words] of [
		[{ quiet_from: '22:00' }, /when the quiet hours end/],
		[{ quiet_to: '07:00' }, /when the quiet hours begin/],
		[{ quiet_from: '08:00', quiet_to: '08:00' }, /another end/],
		[{ quiet_from: '00:00', quiet_to: '24:00' }, /another end/],
		[{ quiet_from: '25:00', quiet_to: '07:00' }, /Enter a time/],
	]) {
		const answer = await mia.post('/notifications/preferences',
			{ email: ['system'], digest: 'weekly', ...hours })
		assert.equal(answer.status, 422)
		assert.match(answer.body, words)
		if (hours.quiet_from !== '25:00')
			assert.deepEqual(ticked(answer), ['system'])
	}
	assert.deepEqual(await chosen(member), [])
	assert.equal((await mia.post('/notifications/preferences',
		{ digest: 'hourly' })).status, 422)
})

test('JSON: what GET gives, PUT takes', async () => {
	const member = await stack.addMember()
	const mia = await stack.signIn(member)
	await mia.get('/notifications')
	const { json } = await mia.call('GET', '/api/notifications/preferences')
	assert.equal(json.digest, 'none')
	assert.equal(json.quiet_from, null)
	assert.ok(json.types.find((t) => t.name === 'new_sign_in').required)
	const put = await mia.call('PUT', '/api/notifications/preferences',
		{ ...json, email: json.email.filter((n) => n !== 'system'),
			quiet_from: '13:00', quiet_to: '24:00' })
	assert.equal(put.status, 204, put.body)
	assert.deepEqual(await chosen(member), [{ type: 'system', wanted: false }])
	const now = (await mia.call('GET', '/api/notifications/preferences')).json
	assert.equal(now.quiet_to, '00:00')
	assert.ok(!now.email.includes('system'))
	const partial = await mia.call('PUT', '/api/notifications/preferences',
		{ digest: 'weekly' })
	assert.equal(partial.status, 422)
	assert.ok(partial.json.errors.email)
	assert.equal((await stack.client().call('PUT', '/api/notifications/preferences',
		json)).status, 401)
})

test('a required type stays on, whatever is sent', async () => {
	const member = await stack.addMember()
	const mia = await stack.signIn(member)
	await mia.get('/notifications')
	await mia.call('PUT', '/api/notifications/preferences',
		{ email: ['no_such_type'], digest: 'none' })
	const off = (await chosen(member)).map((row) => row.type)
	assert.ok(off.includes('session_booked') && !off.includes('new_sign_in'))
	const { json } = await mia.call('GET', '/api/notifications/preferences')
	assert.ok(json.email.includes('new_sign_in'))
})

// --- the link in a mail ---------------------------------------------------------------
// A link as the worker signs it is in the mails of tests/http/worker; here its
// refusals, with a signature that is none.
test('a link that is not ours changes nothing', async () => {
	const member = await stack.addMember()
	const forged = createHash('sha256').update('x').digest('base64url')
	for (const query of ['', `?u=${member.id}&t=session_booked`,
		`?u=${member.id}&t=session_booked&s=${forged}`,
		`?u=${member.id}&t=session_booked&s=${forged}&s=${forged}`,
		`?u=x&t=session_booked&s=${forged}`, '?u=%00&t=%ff&s=%']) {
		const path = '/notifications/unsubscribe' + query
		assert.ok([400, 404].includes((await stack.client().get(path)).status), query)
		const posted = await stack.client().send('POST', path,
			{ body: 'List-Unsubscribe=One-Click',
				headers: { 'content-type': 'application/x-www-form-urlencoded' } })
		assert.ok([400, 404].includes(posted.status), query)
	}
	assert.deepEqual(await chosen(member), [])
})
