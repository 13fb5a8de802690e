// Looking at the site as a member.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged, forgetPassword } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox', 'booking', 'admin'], workers: false })
	admin = await addStaff(stack)
})
after(() => stack.stop())

const begin = (person, who = admin) => who.submit(`/admin/people/${person.id}/impersonate`,
	{ reason: 'They see no button' })
const told = ({ id }) => stack.sql(`SELECT data FROM notification
	WHERE user_id = $1 AND type = 'system'`, id)

test('an admin sees what the member sees, changes nothing, and comes back', async () => {
	const person = await stack.addMember({ name: 'Pia Person' })
	const [{ id: notice }] = await stack.sql(`INSERT INTO notification (user_id, type, data,
		created_at) VALUES ($1, 'system', '{"title":"x"}', app_now()) RETURNING id`, person.id)
	const answer = await begin(person)
	assert.equal(answer.location, '/dashboard')
	const page = await admin.get('/dashboard')
	assert.match(page.body, /You are looking as <b>Pia Person/)
	assert.match(page.body, /action="\/admin\/impersonation\/stop"/)
	assert.equal((await admin.get('/admin/people')).status, 403)
	for (const [path, fields] of [['/settings/devices/end-others'], ['/notifications/read',
		{ all: 'true' }], ['/settings/appearance', { theme: 'dark' }], ['/tokens', { name: 'x' }]])
		assert.ok([403, 404].includes((await admin.post(path, fields)).status), path)
	assert.equal((await admin.get(`/notifications/${notice}/open`)).status, 403,
		'a GET that writes')
	assert.equal((await admin.call('POST', '/api/notifications/read', { all: true })).status, 403)
	assert.equal((await admin.get('/settings/totp')).status, 403, 'their secrets')
	assert.deepEqual(await stack.sql('SELECT read_at FROM notification WHERE id = $1', notice),
		[{ read_at: null }])
	assert.deepEqual((await told(person)).length, 1, 'not told yet')
	await admin.get('/dashboard')
	const back = await admin.post('/admin/impersonation/stop')
	assert.equal(back.location, `/admin/people/${person.id}`)
	assert.equal((await admin.get('/admin/people')).status, 200)
	const [, notes] = await told(person)
	assert.equal(notes.data.title, 'An administrator looked at your account')
	const row = await assertLogged(stack, 'impersonation.begin', person.id, admin.member)
	assert.deepEqual(row.detail, { reason: 'They see no button' })
	const [end] = await stack.sql(`SELECT actor_id, impersonator_id FROM audit
		WHERE action = 'impersonation.end'`)
	assert.deepEqual(end, { actor_id: person.id, impersonator_id: admin.member.id })
	assert.equal((await admin.post('/admin/impersonation/stop')).status, 409)
})

test('it ends after half an hour, and the way back is still there', async () => {
	const person = await stack.addMember()
	await begin(person)
	const [{ minutes }] = await stack.sql(`SELECT extract(epoch FROM expires_at - created_at)
		/ 60 AS minutes FROM user_session WHERE impersonator_id IS NOT NULL`)
	assert.equal(minutes, 30)
	await admin.get('/dashboard')
	await stack.sql(`UPDATE user_session SET expires_at = app_now() - interval '1 second'
		WHERE impersonator_id IS NOT NULL`)
	assert.match((await admin.get('/dashboard')).location, /^\/login/)
	await admin.get('/login')
	assert.equal((await admin.post('/admin/impersonation/stop')).location, '/admin')
	assert.equal((await admin.get('/admin/people')).status, 200)
	await stack.sql('DELETE FROM user_session WHERE expires_at < app_now()')
	assert.equal((await told(person)).length, 1, 'told when the session is cleaned away')
})

test('seeing pages does not make it last longer', async () => {
	const person = await stack.addMember()
	await begin(person)
	await stack.sql(`UPDATE user_session SET last_seen_at = app_now() - interval '10 minutes'
		WHERE impersonator_id IS NOT NULL`)
	await admin.get('/dashboard')
	const [{ minutes }] = await stack.sql(`SELECT extract(epoch FROM expires_at - created_at)
		/ 60 AS minutes FROM user_session WHERE impersonator_id IS NOT NULL`)
	assert.equal(minutes, 30)
	await admin.post('/admin/impersonation/stop')
})

test('never as staff, as oneself, as who is suspended, or without a reason', async () => {
	const moderator = await stack.addMember({ roles: ['moderator'] })
	const other = await stack.addMember({ roles: ['admin'] })
	const suspended = await stack.addMember()
	await stack.sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, suspended.id)
	for (const person of [moderator, other, suspended, admin.member])
		assert.equal((await begin(person)).status, 409, person.email)
	const person = await stack.addMember()
	assert.equal((await admin.submit(`/admin/people/${person.id}/impersonate`,
		{ reason: '' })).status, 422)
	assert.deepEqual(await stack.sql(
		'SELECT FROM user_session WHERE impersonator_id IS NOT NULL'), [])
})

test('only admins, after their password', async () => {
	const person = await stack.addMember()
	const moderator = await addStaff(stack, { roles: ['moderator'] })
	assert.equal((await moderator.get(`/admin/people/${person.id}/impersonate`)).status, 403)
	const other = await addStaff(stack)
	await forgetPassword(stack, other.member)
	assert.match((await other.get(`/admin/people/${person.id}/impersonate`)).location,
		/^\/login\/confirm/)
})

test('it ends with the admin’s own sign-ins', async () => {
	const person = await stack.addMember()
	const other = await addStaff(stack)
	await begin(person, other)
	await admin.get(`/admin/people/${other.member.id}`)
	await admin.post(`/admin/people/${other.member.id}/sign-out`)
	assert.match((await other.get('/dashboard')).location, /^\/login/)
})

test('signing out while looking leaves no way back in the browser', async () => {
	const person = await stack.addMember()
	const other = await addStaff(stack)
	await begin(person, other)
	await other.get('/dashboard')
	await other.post('/logout')
	await other.get('/login')
	await other.post('/admin/impersonation/stop')
	assert.match((await other.get('/admin/people')).location, /^\/login/)
})
