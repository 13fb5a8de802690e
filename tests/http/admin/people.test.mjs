// People: finding them, deciding about them, roles.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged, forgetPassword, logOf, useSecondFactor } from './staff.mjs'

let stack, admin, moderator

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox', 'booking', 'admin'], workers: false })
	admin = await addStaff(stack, { name: 'Ada Admin' })
	moderator = await addStaff(stack, { name: 'Mo Moderator', roles: ['moderator'] })
})
after(() => stack.stop())

const status = async ({ id }) => (await stack.sql(
	'SELECT status, status_until, status_reason FROM users WHERE id = $1', id))[0]
const notices = ({ id }, type) => stack.sql(
	'SELECT data FROM notification WHERE user_id = $1 AND type = $2 ORDER BY id DESC', id, type)

test('the list: words, roles, states, pages', async () => {
	const name = 'Zebedee Quartermain'
	const made = []
	for (let i = 0; i < 33; i++)
		made.push(await stack.addMember({ name: `${name} ${i}` }))
	const mentor = await stack.addMember({ name: 'Ottokar Mentor', roles: ['mentor'] })
	const found = async (query) => {
		const { status: code, json } = await admin.call('GET', `/api/admin/people?${query}`)
		assert.equal(code, 200)
		return json
	}
	const ids = []
	for (let next = `/api/admin/people?q=${encodeURIComponent('zebedee quart')}`; next;) {
		const { json } = await admin.call('GET', next)
		ids.push(...json.items.map(({ id }) => Number(id)))
		next = json.next
	}
	assert.deepEqual(ids, made.map(({ id }) => id).reverse())
	assert.deepEqual((await found('q=ottokar&role=mentor')).items.map((p) => p.id),
		[String(mentor.id)])
	assert.deepEqual((await found(`q=${mentor.email}`)).items.map((p) => p.email), [mentor.email])
	assert.deepEqual((await found(`q=${mentor.id}`)).items.map((p) => p.id), [String(mentor.id)])
	assert.deepEqual((await found(`q=Ottokar%20Mentro`)).items[0].id, String(mentor.id), 'a typo')
	assert.deepEqual((await found('q=%25')).items, [], 'a percent sign is a percent sign')
	assert.deepEqual((await found('q=ottokar&status=banned')).items, [])
	assert.equal((await admin.get('/admin/people?role=king')).status, 422)
	const page = await admin.get('/admin/people?q=ottokar&role=mentor')
	assert.deepEqual(page.links(/^\/admin\/people\/\d/), [`/admin/people/${mentor.id}`])
	assert.match((await admin.get('/admin/people?q=qqqqqqqq')).body, /Nobody like that/)
	assert.match((await admin.get('/admin/people')).body, /rel="next"/)
})

test('a person’s page shows what is theirs, and no secrets', async () => {
	const person = await stack.addMember({ name: '<i>Pia</i>', roles: ['creator'] })
	await stack.signIn(person)
	const page = await admin.get(`/admin/people/${person.id}`)
	assert.equal(page.status, 200)
	assert.match(page.body, /&lt;i&gt;Pia/)
	assert.match(page.body, new RegExp(person.email))
	assert.match(page.body, /Creator/)
	assert.match(page.body, /sign_in/)
	assert.doesNotMatch(page.body, /argon2|token_hash/)
	const { json } = await admin.call('GET', `/api/admin/people/${person.id}`)
	assert.equal(json.email, person.email)
	assert.deepEqual(json.roles, ['creator'])
	assert.equal(json.devices.length, 1)
	assert.equal(json.log[0].action, 'sign_in')
	assert.equal((await admin.get('/admin/people/999999999')).status, 404)
	assert.equal((await admin.get('/admin/people/x')).status, 404)
})

test('a warning is told and logged', async () => {
	const person = await stack.addMember()
	const sent = await admin.submit(`/admin/people/${person.id}/warn`, { reason: 'Be kind.' })
	assert.equal(sent.location, `/admin/people/${person.id}`)
	assert.deepEqual((await notices(person, 'account_status'))[0].data,
		{ status: 'warned', reason: 'Be kind.' })
	assert.equal((await status(person)).status, 'active')
	const row = await assertLogged(stack, 'person.warn', person.id, admin.member)
	assert.deepEqual(row.detail, { reason: 'Be kind.' })
	const empty = await admin.submit(`/admin/people/${person.id}/warn`, { reason: ' ' })
	assert.equal(empty.status, 422)
	assert.match(empty.body, /reason-error/)
})

test('a suspended member’s open session gets 403, until it is lifted', async () => {
	const person = await stack.addMember()
	const theirs = await stack.signIn(person)
	assert.equal((await theirs.get('/dashboard')).status, 200)
	for (const days of ['', '0', '366', 'x'])
		assert.equal((await admin.submit(`/admin/people/${person.id}/suspend`,
			{ reason: 'Spam', days })).status, 422, days)
	const done = await admin.submit(`/admin/people/${person.id}/suspend`,
		{ reason: 'Spam', days: '7' })
	assert.equal(done.status, 303, done.body)
	const now = await status(person)
	assert.equal(now.status, 'suspended')
	assert.equal(now.status_reason, 'Spam')
	const days = (new Date(now.status_until) - Date.now()) / 864e5
	assert.ok(Math.abs(days - 7) < 0.01, String(days))
	assert.equal((await theirs.get('/dashboard')).status, 403)
	assert.equal((await theirs.call('GET', '/api/dashboard')).status, 403)
	const feed = await theirs.get('/notifications')
	assert.equal(feed.status, 200)
	assert.match(feed.body, /Your account is suspended/)
	assert.match(feed.body, /Spam/)
	await assertLogged(stack, 'person.suspend', person.id, admin.member)
	const again = await admin.submit(`/admin/people/${person.id}/suspend`,
		{ reason: 'Spam', days: '7' })
	assert.equal(again.status, 409)
	const json = await admin.call('POST', `/api/admin/people/${person.id}/suspend`,
		{ reason: 'Spam', days: 7 })
	assert.equal(json.status, 409)
	assert.deepEqual(json.json.allowed, ['lift'])
	assert.equal((await admin.submit(`/admin/people/${person.id}/lift`,
		{ reason: 'Appeal' })).status, 303)
	assert.deepEqual(await status(person),
		{ status: 'active', status_until: null, status_reason: null })
	assert.equal((await theirs.get('/dashboard')).status, 200)
	await assertLogged(stack, 'person.lift', person.id, admin.member)
})

test('a banned member is out at once and can’t sign in', async () => {
	const person = await stack.addMember()
	const theirs = await stack.signIn(person)
	assert.equal((await admin.submit(`/admin/people/${person.id}/ban`,
		{ reason: 'Fraud' })).status, 303)
	assert.match((await theirs.get('/dashboard')).location, /^\/login/)
	const back = await stack.client().submit('/login',
		{ email: person.email, password: 'belay-demo-2026' })
	assert.equal(back.status, 403)
	await assertLogged(stack, 'person.ban', person.id, admin.member)
})

test('suspension cancels what is booked, and the other side is told', async () => {
	const mentor = await stack.addMember({ name: 'Booked Mentor' })
	const client = await stack.addMember()
	await stack.sql(`INSERT INTO expert (user_id, alias, alias_seed, timezone)
		VALUES ($1, 'Calm Crane ' || $1, 's', 'UTC')`, mentor.id)
	const [{ id }] = await stack.sql(`INSERT INTO session (kind, status, client_id,
		expert_id, type_kind, minutes, starts_at, ends_at, created_at) VALUES
		('mentor_call', 'scheduled', $1, $2, 'mentoring', 60, app_now() + interval '2 days',
		app_now() + interval '2 days 1 hour', app_now()) RETURNING id`, client.id, mentor.id)
	await admin.submit(`/admin/people/${mentor.id}/suspend`, { reason: 'Spam', days: '3' })
	const [session] = await stack.sql('SELECT * FROM session WHERE id = $1', id)
	assert.equal(session.status, 'canceled')
	assert.equal(session.cancel_code, 'suspended')
	assert.equal((await notices(client, 'session_canceled')).length, 1)
	const row = await assertLogged(stack, 'person.suspend', mentor.id, admin.member)
	assert.equal(row.detail.sessions_canceled, '1')
	const page = await admin.get(`/admin/people/${mentor.id}`)
	assert.ok(page.links(/\/admin\/sessions\//).includes(`/admin/sessions/${id}`))
})

test('nobody decides about themselves, about admins, or above their role', async () => {
	const other = await addStaff(stack)
	const cases = [[admin, admin.member, 409], [admin, other.member, 409],
		[moderator, other.member, 409], [admin, moderator.member, 303]]
	for (const [who, whom, expected] of cases) {
		const answer = await who.submit(`/admin/people/${whom.id}/warn`, { reason: 'Test' })
		assert.equal(answer.status, expected, `${who.member.name} ${whom.name}`)
	}
	const second = await addStaff(stack, { roles: ['moderator'] })
	assert.equal((await moderator.submit(`/admin/people/${second.member.id}/warn`,
		{ reason: 'Test' })).status, 403)
	const page = await admin.get(`/admin/people/${other.member.id}`)
	assert.doesNotMatch(page.body, /\/(ban|suspend|impersonate)"/)
})

test('sign out everywhere', async () => {
	const person = await stack.addMember()
	const theirs = await stack.signIn(person)
	await admin.get(`/admin/people/${person.id}`)
	assert.equal((await admin.post(`/admin/people/${person.id}/sign-out`)).status, 303)
	assert.match((await theirs.get('/dashboard')).location, /^\/login/)
	await assertLogged(stack, 'person.sign_out', person.id, admin.member)
	assert.equal((await admin.post('/admin/people/999999999/sign-out')).status, 404)
})

test('an address is confirmed by hand, once', async () => {
	const person = await stack.addMember({ verified: false })
	assert.equal((await admin.submit(`/admin/people/${person.id}/verify`,
		{ reason: 'Phoned' })).status, 303)
	const [{ verified_at: at }] = await stack.sql(
		'SELECT verified_at FROM users WHERE id = $1', person.id)
	assert.ok(at)
	await assertLogged(stack, 'person.verify', person.id, admin.member)
	assert.equal((await admin.submit(`/admin/people/${person.id}/verify`,
		{ reason: 'Phoned' })).status, 409)
})

test('a role is granted and revoked, at once, told and logged', async () => {
	const person = await stack.addMember()
	const theirs = await stack.signIn(person)
	const roles = `/admin/people/${person.id}/roles`
	assert.equal((await theirs.get('/admin/people')).status, 403)
	assert.equal((await admin.submit(`${roles}/grant`,
		{ role: 'moderator', reason: 'Helps' }, { page: roles })).status, 303)
	await useSecondFactor(stack, person)
	assert.equal((await theirs.get('/admin/people')).status, 200)
	const [{ hours }] = await stack.sql(`SELECT extract(epoch FROM expires_at - app_now())
		/ 3600 AS hours FROM user_session WHERE user_id = $1`, person.id)
	assert.ok(hours <= 12.01, `a staff sign-in is short: ${hours}`)
	assert.deepEqual((await notices(person, 'role_changed'))[0].data,
		{ role: 'moderator', given: true })
	const row = await assertLogged(stack, 'role.grant', person.id, admin.member)
	assert.deepEqual(row.detail, { role: 'moderator', reason: 'Helps' })
	assert.equal((await admin.post(`${roles}/grant`,
		{ role: 'moderator', reason: 'Again' })).status, 409)
	assert.equal((await admin.post(`${roles}/grant`, { role: 'king', reason: 'x' })).status, 422)
	assert.equal((await admin.post(`${roles}/grant`, { role: 'member', reason: 'x' })).status, 422)
	assert.equal((await admin.submit(`${roles}/revoke`,
		{ role: 'moderator', reason: 'Done' },
		{ page: `${roles}/revoke?role=moderator` })).status, 303)
	assert.equal((await theirs.get('/admin/people')).status, 403)
	await assertLogged(stack, 'role.revoke', person.id, admin.member)
	assert.equal((await admin.post(`${roles}/revoke`,
		{ role: 'moderator', reason: 'Done' })).status, 409)
	assert.equal((await logOf(stack, 'role.revoke', person.id)).length, 1,
		'what was refused is not logged')
})

test('granting: what is asked, what is refused, and the same as JSON', async () => {
	const person = await stack.addMember({ name: '<i>Role</i> Rita', roles: ['creator'] })
	const roles = `/admin/people/${person.id}/roles`
	const page = await admin.get(roles)
	assert.match(page.body, /&lt;i&gt;Role/)
	assert.match(page.body, /value="moderator"/)
	assert.doesNotMatch(page.body, /value="creator"/, 'what is held is not offered')
	const refused = await admin.post(`/admin/people/${person.id}/roles/grant`,
		{ role: 'moderator', reason: ' ' })
	assert.equal(refused.status, 422)
	assert.match(refused.body, /id="reason-error"/)
	assert.match(refused.body, /value="moderator"[^>]*checked|value="moderator" selected/)
	assert.equal((await admin.post('/admin/people/999999999/roles/grant',
		{ role: 'moderator', reason: 'x' })).status, 404)
	const twice = await admin.call('POST', `/api${roles}/grant`, { role: 'creator', reason: 'x' })
	assert.equal(twice.status, 409)
	const json = await admin.call('POST', `/api${roles}/grant`, { role: 'recruiter', reason: 'x' })
	assert.equal(json.status, 204, json.body)
	const held = await admin.call('GET', `/api/admin/people/${person.id}`)
	assert.deepEqual(held.json.roles.toSorted(), ['creator', 'recruiter'])
	assert.equal((await logOf(stack, 'role.grant', person.id)).length, 1)
})

test('the question before a role is taken', async () => {
	const person = await stack.addMember({ name: '<i>Gone</i> Gil', roles: ['creator'] })
	const page = await admin.get(`/admin/people/${person.id}/roles/revoke?role=creator`)
	assert.equal(page.status, 200)
	assert.match(page.body, /&lt;i&gt;Gone/)
	assert.match(page.body, /Creator/)
	assert.equal(page.input('role'), 'creator')
	const wrong = ['', '?role=king', '?role=%3Cb%3E']
	for (const query of wrong)
		assert.equal((await admin.get(`/admin/people/${person.id}/roles/revoke${query}`)).status,
			422, query)
	assert.equal((await admin.get('/admin/people/999999999/roles/revoke?role=creator')).status, 404)
	assert.equal((await moderator.get(
		`/admin/people/${person.id}/roles/revoke?role=creator`)).status, 403)
	const empty = await admin.post(`/admin/people/${person.id}/roles/revoke`,
		{ role: 'creator', reason: '' })
	assert.equal(empty.status, 422)
	assert.equal(empty.input('role'), 'creator')
	const json = await admin.call('POST', `/api/admin/people/${person.id}/roles/revoke`,
		{ role: 'creator', reason: 'Done' })
	assert.equal(json.status, 204, json.body)
})

test('an expert’s role is an expert of that kind', async () => {
	const person = await stack.addMember({ name: 'Made Mentor' })
	const roles = `/admin/people/${person.id}/roles`
	assert.equal((await admin.submit(`${roles}/grant`,
		{ role: 'mentor', reason: 'Known' }, { page: roles })).status, 303)
	assert.deepEqual(await stack.sql(`SELECT status FROM expert_kind
		WHERE user_id = $1 AND kind = 'mentor'`, person.id), [{ status: 'verified' }])
	assert.equal((await admin.submit(`${roles}/revoke`, { role: 'mentor', reason: 'Gone' },
		{ page: `${roles}/revoke?role=mentor` })).status, 303)
	assert.deepEqual(await stack.sql(`SELECT status FROM expert_kind
		WHERE user_id = $1 AND kind = 'mentor'`, person.id), [{ status: 'removed' }])
	assert.deepEqual(await stack.sql(`SELECT FROM user_role
		WHERE user_id = $1 AND role = 'mentor'`, person.id), [])
})

test('one’s own admin role stays', async () => {
	const roles = `/admin/people/${admin.member.id}/roles`
	const own = await admin.submit(`${roles}/revoke`, { role: 'admin', reason: 'x' },
		{ page: `${roles}/revoke?role=admin` })
	assert.equal(own.status, 409)
	assert.match(own.body, /can&#39;t take the admin role/)
})

test('role questions want the password again, and come back to their page', async () => {
	const person = await stack.addMember()
	const other = await addStaff(stack)
	await forgetPassword(stack, other.member)
	const path = `/admin/people/${person.id}/roles`
	const asked = await other.get(path)
	assert.equal(asked.status, 303)
	assert.equal(asked.location, `/login/confirm?next=${encodeURIComponent(path)}`)
	const json = await other.call('POST', `/api${path}/grant`, { role: 'creator', reason: 'x' })
	assert.equal(json.status, 403)
	const posted = await other.post(`${path}/grant`, { role: 'creator', reason: 'x' },
		{ headers: { referer: stack.url + path } })
	assert.equal(posted.location, `/login/confirm?next=${encodeURIComponent(path)}`)
	const foreign = await other.post(`${path}/grant`, { role: 'creator', reason: 'x' },
		{ headers: { referer: 'https://elsewhere.example/x' } })
	assert.equal(foreign.location, '/login/confirm?next=%2Fdashboard')
	const given = await other.submit('/login/confirm',
		{ password: 'belay-demo-2026', next: path }, { page: asked.location })
	assert.equal(given.location, path)
	assert.equal((await other.get(path)).status, 200)
})
