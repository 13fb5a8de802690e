// Password, address, devices, access tokens.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { PASSWORD, startStack, until } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'] })
})
after(() => stack.stop())

const isIn = async (client) => (await client.get('/settings')).status === 200
const linkOf = (mail, path) => {
	const [link] = mail.text.match(new RegExp(`https:\\S+${path}\\?token=\\S+`))
	return new URL(link).searchParams.get('token')
}

test('a new password ends other sessions and gives this one a new token', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	const other = await stack.signIn(member)
	const token = client.cookies.get('__Host-belay')
	const weak = await client.submit('/settings/password', { password: 'short' },
		{ page: '/settings/security' })
	assert.equal(weak.status, 422)
	assert.match(weak.body, /id="password-error"/)
	const done = await client.post('/settings/password', { password: 'quite a new password' })
	assert.equal(done.location, '/settings/security')
	assert.notEqual(client.cookies.get('__Host-belay'), token)
	assert.ok(await isIn(client))
	assert.equal(await isIn(other), false)
	const thief = stack.client()
	thief.cookies.set('__Host-belay', token)
	assert.equal(await isIn(thief), false)
	await stack.signIn(member, { password: 'quite a new password' })
	await stack.readMail(member.email, /password was changed/)
})

test('the address changes by a link to the new one, and back by one to the old', async () => {
	const member = await stack.addMember({ email: 'before@sec.test' })
	const client = await stack.signIn(member)
	const asked = await client.submit('/settings/email', { email: 'after@sec.test' },
		{ page: '/settings/security' })
	assert.equal(asked.location, '/settings/security')
	const token = linkOf(await stack.readMail('after@sec.test', /Confirm your new/),
		'/account/email/change')
	assert.match((await client.get('/settings/security')).body, /before@sec\.test/, 'not yet')
	const visitor = stack.client()
	await visitor.get(`/account/email/change?token=${token}`)
	assert.equal((await visitor.post('/account/email/change', { token })).location, '/login')
	assert.equal((await visitor.post('/account/email/change', { token })).status, 410)
	assert.match((await client.get('/settings/security')).body, /after@sec\.test/)
	await stack.signIn({ email: 'after@sec.test' })
	// somebody else did it: the old address takes it back within a week
	const undo = linkOf(await stack.readMail('before@sec.test', /was changed/), '/account/email/undo')
	assert.equal((await visitor.post('/account/email/change', { token: undo })).status, 410,
		'of another kind')
	await visitor.get(`/account/email/undo?token=${undo}`)
	assert.equal((await visitor.post('/account/email/undo', { token: undo })).location,
		'/account/forgot')
	assert.equal(await isIn(client), false, 'every session ended')
	await stack.signIn({ email: 'before@sec.test' })
	assert.equal((await visitor.post('/account/email/undo', { token: undo })).status, 410)
})

test('an address that got an account meanwhile is not taken', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	await client.submit('/settings/email', { email: 'wanted@sec.test' },
		{ page: '/settings/security' })
	const token = linkOf(await stack.readMail('wanted@sec.test', /Confirm/), '/account/email/change')
	await stack.addMember({ email: 'WANTED@sec.test' })
	const answer = await client.post('/account/email/change', { token })
	assert.equal(answer.status, 409)
	const [row] = await stack.sql('SELECT email FROM users WHERE id = $1', member.id)
	assert.equal(row.email, member.email)
})

test('devices: which they are, ending one, ending all others', async () => {
	const member = await stack.addMember()
	const here = await stack.signIn(member, { headers: { 'user-agent':
		'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537' } })
	const there = await stack.signIn(member, { address: '127.0.6.1', headers: { 'user-agent':
		'Mozilla/5.0 (iPhone; CPU) Version/19 Safari/604' } })
	const third = await stack.signIn(member, { headers: { 'user-agent': '<script>x</script>' } })
	const stranger = await stack.signIn(await stack.addMember())
	const page = await here.get('/settings/devices')
	assert.match(page.body, /Chrome, Linux/)
	assert.match(page.body, /Safari, iPhone/)
	assert.match(page.body, /127\.0\.6\.1/)
	assert.doesNotMatch(page.body, /<script>x/)
	const { json } = await here.call('GET', '/api/settings/devices')
	assert.equal(json.items.length, 3)
	assert.deepEqual(json.items.map((one) => one.current).filter((one) => one), [true])
	const phone = json.items.find((one) => one.browser === 'Safari, iPhone')
	await stranger.get('/settings/devices')
	assert.equal((await stranger.post(`/settings/devices/${phone.id}/end`)).status, 404)
	assert.ok(await isIn(there))
	assert.equal((await here.post(`/settings/devices/${phone.id}/end`)).status, 303)
	assert.equal(await isIn(there), false)
	assert.equal((await here.post(`/settings/devices/${phone.id}/end`)).status, 404)
	await here.get('/settings/devices')
	await here.post('/settings/devices/end-others')
	assert.ok(await isIn(here))
	assert.equal(await isIn(third), false)
	assert.ok(await isIn(stranger))
	for (const id of ['x', '0', '-1', '99999999999999999999'])
		assert.equal((await here.post(`/settings/devices/${id}/end`)).status, 404, id)
})

// --- access tokens ----------------------------------------------------------------
const make = async (client, fields = {}) => {
	await client.get('/tokens')
	return client.call('POST', '/api/tokens', { name: 'ci', scopes: ['account:read'], ...fields })
}
const program = (token, options = {}) =>
	stack.client({ headers: { authorization: `Bearer ${token}` }, ...options })

test('a token is shown once, kept as a hash, and needs no cookie or form', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	const page = await client.submit('/tokens', { name: 'script', scopes: ['account:read', 'account:write'],
		days: '30' })
	assert.equal(page.status, 200)
	const [token] = page.body.match(/belay_[\w-]{43}/)
	assert.doesNotMatch((await client.get('/tokens')).body, new RegExp(token))
	const dump = await stack.sql('SELECT * FROM access_token WHERE user_id = $1', member.id)
	assert.doesNotMatch(JSON.stringify(dump), new RegExp(token.slice(6)))
	const script = program(token)
	assert.equal((await script.call('GET', '/api/settings')).status, 200)
	assert.equal((await script.call('POST', '/api/settings', { language: 'en' })).status, 204)
	assert.match((await until('its last use', async () => {
		const shown = await client.get('/tokens')
		return /used/i.test(shown.body) && shown
	})).body, /used/i)
	assert.equal((await script.call('GET', '/api/settings', undefined,
		{ headers: { authorization: `bearer ${token}` } })).status, 200)
	for (const wrong of [token.slice(0, -1), `${token}A`, 'x', '', token.slice(6)])
		assert.equal((await program(wrong).call('GET', '/api/settings')).status, 401, wrong)
})

test('a refused form keeps what was ticked and says what is missing', async () => {
	const client = await stack.signIn(await stack.addMember())
	const ticked = (page) => [...page.body.matchAll(/name="scopes" value="([^"]*)" checked/g)]
		.map(([, scope]) => scope)
	assert.doesNotMatch((await client.get('/tokens')).body, /admin:/, 'nothing for a member there')
	const scopes = ['booking:read', 'inbox:write']
	for (const wrong of [{ name: '' }, { name: 'x', days: '0' }]) {
		const page = await client.submit('/tokens', { scopes, ...wrong })
		assert.equal(page.status, 422)
		assert.deepEqual(ticked(page), scopes)
	}
	const none = await client.submit('/tokens', { name: 'Script' })
	assert.equal(none.status, 422)
	assert.match(none.body, /id="scopes-error"/)
	assert.equal(none.input('name'), 'Script')
	const odd = await client.submit('/tokens', { name: 'Script', scopes: ['root', 'inbox:read'] })
	assert.equal(odd.status, 422)
	assert.deepEqual(ticked(odd), ['inbox:read'])
	const made = await client.submit('/tokens', { name: 'Script', scopes })
	assert.equal(made.status, 200)
	assert.deepEqual(ticked(made), [], 'the next token starts anew')
})

test('it reaches what its scopes say, and nothing that asks for the password', async () => {
	const client = await stack.signIn(await stack.addMember())
	const { json: reader } = await make(client)
	const { json: inbox } = await make(client, { scopes: ['inbox:read'] })
	const { json: writer } = await make(client, { scopes: ['account:read', 'account:write'] })
	const status = async (token, method, path, value) =>
		(await program(token).call(method, path, value)).status
	assert.equal(await status(reader.token, 'GET', '/api/settings'), 200)
	assert.equal(await status(reader.token, 'POST', '/api/settings', { language: 'en' }), 403)
	assert.equal(await status(reader.token, 'GET', '/api/notifications'), 403)
	assert.equal(await status(inbox.token, 'GET', '/api/notifications'), 200)
	assert.equal(await status(inbox.token, 'GET', '/api/settings'), 403)
	for (const [path, value] of [['/api/tokens', { name: 'x', scopes: ['account:read'] }],
		['/api/settings/password', { password: 'a stolen new one' }],
		['/api/settings/email', { email: 'eve@sec.test' }], ['/api/settings/data/delete', {}],
		['/api/settings/totp/begin', {}]])
		assert.equal(await status(writer.token, 'POST', path, value), 403, path)
})

test('a token has no sign-in of its own to end or to confirm', async () => {
	const client = await stack.signIn(await stack.addMember())
	const token = `belay_${randomBytes(32).toString('base64url')}`
	// Sign-ins and tokens are numbered apart: this token has the sign-in's number.
	await stack.sql(`INSERT INTO access_token (id, user_id, name, token_hash, scopes,
		created_at, expires_at) OVERRIDING SYSTEM VALUE
		SELECT s.id, s.user_id, 'same', decode($1, 'hex'), '{account:read,account:write}',
			app_now(), app_now() + interval '1 day'
		FROM user_session s WHERE s.user_id = $2`,
	createHash('sha256').update(token).digest('hex'), client.member.id)
	assert.equal((await program(token).call('GET', '/api/settings')).status, 200)
	for (const [path, value] of [['/api/logout', {}],
		['/api/login/confirm', { password: 'belay-demo-2026' }]])
		assert.equal((await program(token).call('POST', path, value)).status, 403, path)
	assert.ok(await isIn(client), 'the browser stays signed in')
})

test('revoked, run out, or of a member who is gone, it is worth nothing', async () => {
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	const { json: one } = await make(client)
	const { json: two } = await make(client)
	const works = async ({ token }) => (await program(token).call('GET', '/api/settings')).status
	const stranger = await stack.signIn(await stack.addMember())
	await stranger.get('/tokens')
	assert.equal((await stranger.post(`/tokens/${one.id}/revoke`)).status, 404)
	assert.equal((await client.post(`/tokens/${one.id}/revoke`)).status, 303)
	assert.equal((await client.post(`/tokens/${one.id}/revoke`)).status, 404)
	assert.equal(await works(one), 401)
	assert.equal(await works(two), 200)
	await stack.sql('UPDATE access_token SET expires_at = app_now() WHERE id = $1', Number(two.id))
	assert.equal(await works(two), 401)
	const { json: three } = await make(client)
	await stack.sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, member.id)
	assert.equal(await works(three), 403)
	await stack.sql(`UPDATE users SET status = 'erased' WHERE id = $1`, member.id)
	assert.equal(await works(three), 401)
})

test('what a token must have', async () => {
	const client = await stack.signIn(await stack.addMember())
	for (const [field, value] of [['name', ''], ['name', 'x'.repeat(61)], ['scopes', []],
		['scopes', ['account:own']], ['days', 0], ['days', 367]]) {
		const answer = await make(client, { [field]: value })
		assert.equal(answer.status, 422, `${field} ${value}`)
		assert.deepEqual(Object.keys(answer.json.errors), [field])
	}
	const { json } = await make(client)
	const days = (Date.parse(json.expires_at) - Date.now()) / 86400000
	assert.ok(days > 89 && days < 91, '90 days unless said')
	assert.equal(PASSWORD.length > 0, true)
})
