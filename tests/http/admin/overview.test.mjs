// The start page and the search over everything.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, apply } from './staff.mjs'

let stack, admin, moderator

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false })
	admin = await addStaff(stack)
	moderator = await addStaff(stack, { roles: ['moderator'] })
})
after(() => stack.stop())

test('counts what waits, with links to it', async () => {
	const before = (await admin.call('GET', '/api/admin')).json
	const count = (list, name) => list.find((f) => f.name === name).count
	const mentor = await stack.addMember()
	await apply(stack, mentor, 'mentor')
	const client = await stack.addMember()
	for (const hours of [1, 71, 73, 1000])
		await stack.sql(`INSERT INTO session (kind, status, client_id, expert_id, type_kind,
			minutes, starts_at, ends_at, created_at, no_show_by, no_show_at)
			SELECT 'mentor_call', 'no_show', $1, $2, 'mentoring', 60, x - interval '2 hours',
			x - interval '1 hour', x, 'client', x
			FROM (SELECT app_now() - make_interval(hours => $3)) AS t (x)`,
		client.id, mentor.id, hours)
	await stack.sql(`INSERT INTO job (kind, state, run_at, created_at) VALUES
		('x', 'dead', app_now(), app_now()), ('x', 'dead', app_now(), app_now())`)
	await stack.sql(`INSERT INTO email_notification (to_address, template, message_id, state,
		created_at) VALUES ('a@b.test', 'welcome', 'w1', 'failed', app_now())`)
	const now = (await admin.call('GET', '/api/admin')).json
	for (const [name, more] of [['mentors', 1], ['interviewers', 0], ['dead_jobs', 2],
		['failed_mail', 1], ['no_shows', 2]])
		assert.equal(count(now.waiting, name), count(before.waiting, name) + more, name)
	assert.equal(count(now.figures, 'members'), count(before.figures, 'members') + 2)
	const page = await admin.get('/admin')
	assert.equal(page.status, 200)
	for (const link of ['/admin/mentors', '/admin/jobs?state=dead', '/admin/mail?state=failed',
		'/admin/people', '/admin/audit', '/admin/settings', '/admin/health'])
		assert.ok(page.links(/./).includes(link), link)
})

test('a moderator sees what a moderator may open', async () => {
	const page = await moderator.get('/admin')
	assert.equal(page.status, 200)
	const links = page.links(/^\/admin/)
	assert.ok(links.includes('/admin/people'))
	for (const link of links)
		assert.equal((await moderator.get(link)).status, 200, link)
})

test('finds people, experts and sessions by any number or word', async () => {
	const mentor = await stack.addMember({ name: 'Thaddeus Winterbottom' })
	const client = await stack.addMember({ name: 'Wilhelmina Ashgrove' })
	const ref = await apply(stack, mentor, 'mentor')
	const [{ alias }] = await stack.sql('SELECT alias FROM expert WHERE user_id = $1', mentor.id)
	const [{ id, uid }] = await stack.sql(`INSERT INTO session (kind, status, client_id,
		expert_id, type_kind, minutes, starts_at, ends_at, created_at) VALUES
		('mentor_call', 'scheduled', $1, $2, 'mentoring', 60, app_now() + interval '2 days',
		app_now() + interval '49 hours', app_now()) RETURNING id, uid`, client.id, mentor.id)
	const find = async (q) => (await admin.call('GET',
		`/api/admin/search?q=${encodeURIComponent(q)}`)).json
	const ids = (list) => list.map((found) => found.id)
	let found = await find('winterbotom')
	assert.deepEqual(ids(found.people), [String(mentor.id)], 'a typo')
	found = await find('Ashgrove')
	assert.deepEqual(ids(found.people), [String(client.id)])
	assert.deepEqual(ids(found.sessions), [String(id)])
	found = await find(String(ref))
	assert.deepEqual(ids(found.experts), [String(ref)])
	assert.equal(found.experts[0].href, `/admin/mentors/${ref}`)
	assert.ok(ids((await find(alias)).experts).includes(String(ref)))
	assert.deepEqual(ids((await find(uid)).sessions), [String(id)])
	assert.equal((await find(String(id))).sessions[0].id, String(id))
	assert.equal((await find(String(client.id))).people[0].id, String(client.id))
	assert.equal((await find(client.email)).people[0].id, String(client.id))
	found = await find('qqzzqqzz')
	assert.deepEqual([found.people, found.experts, found.sessions], [[], [], []])
	const page = await admin.get('/admin/search?q=Ashgrove')
	assert.ok(page.links(/./).includes(`/admin/people/${client.id}`))
	assert.ok(page.links(/./).includes(`/admin/sessions/${id}`))
	assert.equal((await admin.get('/admin/search')).status, 200)
	assert.equal((await admin.get(`/admin/search?q=${'x'.repeat(101)}`)).status, 422)
	assert.equal((await moderator.call('GET', `/api/admin/search?q=${ref}`)).json.experts[0].href,
		null, 'approvals are not a moderator’s')
})
