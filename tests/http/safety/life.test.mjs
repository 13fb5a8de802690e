// The whole life of a report over HTTP: reported, claimed, decided, its effect,
// told, appealed, decided by another, undone; and two moderators at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff, assertLogged } from '../admin/staff.mjs'
import { addExpert, at, book, enter } from '../booking/sessions.mjs'

const ADMIN = '/safety/admin/reports'
let stack, mona, jun, adam

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '0' } })
	mona = await addStaff(stack, { roles: ['moderator'], name: 'Mona' })
	jun = await addStaff(stack, { roles: ['moderator'], name: 'Jun' })
	adam = await addStaff(stack, { roles: ['admin'], name: 'Adam' })
	for (const one of [mona, jun, adam])
		await one.get('/safety/reports')
})
after(() => stack.stop())

/** A signed-in member with a public page that says this. */
async function author(words) {
	const member = await stack.addMember()
	await stack.sql(`UPDATE profile SET is_public = true, about = $1, headline = 'Here'
		WHERE user_id = $2`, words, member.id)
	return enter(stack, member)
}

async function reader(level) {
	const member = await stack.addMember()
	if (level !== undefined)
		await stack.sql(`INSERT INTO trust (person_id, age, verification, sessions,
			ratings, reports, refunds, highest_at, computed_at) VALUES ($1, $2, 0, 0, 0,
			0, 0, app_now(), app_now())`, member.id, level * 20 - 20)
	return enter(stack, member)
}

async function report(client, kind, id, category = 'abuse', words = 'Look at this') {
	const answer = await client.call('POST', '/safety/reports',
		{ kind, id: String(id), category, words })
	assert.equal(answer.status, 201, answer.body)
	return answer.json
}

const find = async (client, id) => (await client.call('GET', `${ADMIN}/${id}`)).json
const patch = (client, id, body) => client.call('PATCH', `${ADMIN}/${id}`, body)
async function patched(client, id, body) {
	const { version } = await find(client, id)
	const answer = await patch(client, id, { version, ...body })
	assert.equal(answer.status, 200, answer.body)
	return answer.json
}
const told = async (client) => (await client.call('GET', '/notifications')).json.items

test('a report by forms, its case by forms, and everybody is told', async () => {
	const eve = await author('Call me a fool and I will find you')
	const mia = await reader()
	const page = await mia.get(`/u/${eve.member.handle}`)
	const [link] = page.links(/\/safety\/report\?/)
	assert.equal(link, `/safety/report?kind=profile&id=${eve.member.id}`)
	const form = await mia.get(link)
	assert.match(form.body, /Call me a fool/)
	assert.equal((await mia.post('/safety/report', { kind: 'profile',
		id: eve.member.id })).status, 422, 'a reason is wanted')
	const sent = await mia.post('/safety/report', { kind: 'profile',
		id: eve.member.id, category: 'violence', words: 'This frightens me' })
	assert.equal(sent.status, 303, sent.body)
	assert.match(sent.location, /^\/safety\/reports\/\d+\/sent/)
	assert.match((await mia.get(sent.location)).body, /Thank you/)
	assert.match((await mia.get('/safety/reports')).body, /Public page of/)
	assert.equal((await mia.post('/safety/report', { kind: 'profile',
		id: eve.member.id, category: 'violence' })).status, 409, 'once')

	const { json: list } = await mona.call('GET', `${ADMIN}?category=violence`)
	const item = list.items.find((one) => one.author_id === String(eve.member.id))
	assert.equal(item.severity, 5)
	assert.equal(item.weight, 0.75)
	assert.equal(item.status, 'open')
	const path = `${ADMIN}/${item.id}`
	const shown = await mona.get(path)
	assert.match(shown.body, /This frightens me/)
	assert.equal((await mona.post(`${path}/claim`, { version: 1 })).status, 303)
	assert.equal((await mona.post(`${path}/note`, { version: 2,
		note: 'Second time' })).status, 303)
	const conflict = await jun.post(`${path}/claim`, { version: 1 })
	assert.equal(conflict.status, 409)
	assert.match(conflict.body, /Somebody changed this case/)
	assert.match(conflict.body, /Second time/, 'and the page shows by whom')
	const done = await mona.post(`${path}/decide`, { version: 3,
		resolution: 'action_taken', act: ['hide', 'silence'], days: 7,
		words: 'Threats have no place here.' })
	assert.equal(done.status, 303, done.body)

	assert.equal((await mia.get(`/u/${eve.member.handle}`)).status, 404, 'it is gone')
	const refused = await eve.call('POST', '/settings/profile', {
		display_name: 'Eve', handle: eve.member.handle, timezone: 'UTC', about: 'New' })
	assert.equal(refused.status, 403, refused.body)
	assert.equal(refused.json.type, '/problems/member_silenced')
	assert.equal((await told(mia)).filter((n) => n.type === 'report_outcome').length, 1)
	const [notice] = (await told(eve)).filter((n) => n.type === 'moderation_decision')
	assert.match(JSON.stringify(notice), /1\.1 No threats/)
	assert.doesNotMatch(JSON.stringify(notice), new RegExp(mia.member.name),
		'nobody says who reported it')
	const decision = await eve.get(`/safety/appeals/${item.id}`)
	assert.match(decision.body, /Threats have no place here\./)
	assert.match(decision.body, /1\.1 No threats/)
	assert.doesNotMatch(decision.body, new RegExp(mia.member.name))
	await assertLogged(stack, 'case.resolve', item.id, mona.member)

	// appeal: by the author, once, decided by another
	assert.equal((await mia.call('POST', `/safety/appeals/${item.id}`,
		{ words: 'Mine' })).status, 404)
	assert.equal((await eve.post(`/safety/appeals/${item.id}`,
		{ words: 'It is a line of a song' })).status, 303)
	assert.equal((await eve.post(`/safety/appeals/${item.id}`,
		{ words: 'Again' })).status, 409)
	assert.match((await jun.get('/safety/admin/appeals')).body, new RegExp(path))
	const { version } = await find(mona, item.id)
	const own = await patch(mona, item.id, { version, status: 'resolved',
		resolution: 'no_violation' })
	assert.equal(own.status, 409)
	assert.equal(own.json.type, '/problems/appeal_wants_another')
	await patched(jun, item.id, { status: 'resolved', resolution: 'no_violation',
		words: 'You are right' })
	assert.equal((await mia.get(`/u/${eve.member.handle}`)).status, 200, 'it is back')
	assert.equal((await told(eve)).filter((n) => n.type === 'appeal_decided').length, 1)
	assert.match((await eve.get(`/safety/appeals/${item.id}`)).body, /You are right/)
})

test('two moderators at once: one decides, the other is told who', async () => {
	const eve = await author('Something')
	const { case_id: id } = await report(await reader(), 'profile', eve.member.id)
	const body = { version: 1, assign_to: 'me', status: 'resolved',
		resolution: 'action_taken', actions: [{ kind: 'warn' }, { kind: 'hide' }] }
	const answers = await Promise.all([patch(mona, id, body), patch(jun, id, body)])
	assert.deepEqual(answers.map((a) => a.status).sort(), [200, 409])
	const lost = answers.find((a) => a.status === 409).json
	assert.equal(lost.what, 'resolve')
	assert.ok(['Mona', 'Jun'].includes(lost.by.display_name))
	assert.ok(lost.version > 1)
	assert.ok(Array.isArray(lost.allowed))
	const rows = await stack.sql('SELECT kind FROM enforcement WHERE case_id = $1', id)
	assert.deepEqual(rows.map((r) => r.kind).sort(), ['hide', 'warn'], 'once each')
	assert.equal((await told(eve)).filter((n) => n.type === 'moderation_decision').length, 1)
})

test('a claim is a lease; notes, release, assign', async () => {
	const eve = await author('Leased')
	const { case_id: id } = await report(await reader(), 'profile', eve.member.id)
	assert.equal((await patch(mona, id, { version: 1, status: 'assigned' })).status, 200)
	const held = await patch(jun, id, { version: 2, assign_to: 'me' })
	assert.equal(held.status, 409)
	assert.equal(held.json.type, '/problems/case_held')
	assert.equal(held.json.by.display_name, 'Mona')
	const json = await find(jun, id)
	assert.equal(json.assignee.display_name, 'Mona')
	assert.deepEqual(json.moves, [], 'nothing while another holds it')
	await stack.sql(`UPDATE report_case SET lease_until = app_now() - interval '1 minute'
		WHERE id = $1`, id)
	await patched(jun, id, { assign_to: 'me', note: 'Taken over' })
	await patched(jun, id, { assign_to: String(mona.member.id) })
	assert.equal((await find(jun, id)).assignee.display_name, 'Mona')
	await patched(mona, id, { assign_to: null })
	const open = await find(mona, id)
	assert.equal(open.status, 'open')
	assert.equal(open.assignee, null)
	assert.equal((await patch(mona, id, { version: open.version,
		assign_to: String(eve.member.id) })).status, 422, 'members hold nothing')
	assert.equal((await mona.post(`${ADMIN}/${id}/claim`,
		{ version: open.version, assign_to: String(jun.member.id) })).status, 303)
	assert.equal((await jun.post(`${ADMIN}/${id}/release`,
		{ version: open.version + 1 })).status, 303)
	assert.equal((await jun.post(`${ADMIN}/${id}/ignore`,
		{ version: open.version + 2 })).status, 303)
	assert.equal((await find(mona, id)).status, 'ignored')
})

test('undo takes everything back, within a day, by who decided or an admin', async () => {
	const eve = await author('Buy my book')
	const { case_id: id } = await report(await reader(), 'profile', eve.member.id, 'spam')
	await patched(mona, id, { resolution: 'action_taken',
		actions: [{ kind: 'remove' }, { kind: 'suspend', days: 3 }] })
	assert.equal((await eve.get('/dashboard')).status, 403, 'suspended')
	assert.equal((await eve.get(`/safety/appeals/${id}`)).status, 200,
		'but may read why')
	const { version } = await find(mona, id)
	assert.equal((await jun.post(`${ADMIN}/${id}/undo`, { version })).status, 409)
	assert.equal((await mona.post(`${ADMIN}/${id}/undo`, { version,
		why: 'Too hard' })).status, 303)
	assert.equal((await eve.get('/dashboard')).status, 200)
	assert.match((await (await reader()).get(`/u/${eve.member.handle}`)).body, /Buy my book/)
	const json = await find(mona, id)
	assert.equal(json.status, 'assigned')
	assert.equal(json.assignee.display_name, 'Mona')
	assert.deepEqual(json.enforcements.map((e) => e.status), ['lifted', 'lifted'])
	await assertLogged(stack, 'case.undo', id, mona.member)
	// an edit keeps what is not named
	await patched(mona, id, { resolution: 'action_taken', actions: [{ kind: 'edit' }],
		edits: [{ part: 'about', text: 'Read my book' }] })
	assert.match((await (await reader()).get(`/u/${eve.member.handle}`)).body, /Read my book/)
})

test('reports of the same version are refused once it is decided', async () => {
	const eve = await author('First words')
	const { case_id: id } = await report(await reader(), 'profile', eve.member.id)
	await patched(mona, id, { resolution: 'no_violation' })
	const again = await (await reader()).call('POST', '/safety/reports',
		{ kind: 'profile', id: String(eve.member.id), category: 'hate' })
	assert.equal(again.status, 409)
	assert.equal(again.json.type, '/problems/report_decided')
	await stack.sql("UPDATE profile SET about = 'Other words' WHERE user_id = $1",
		eve.member.id)
	const other = await report(await reader(), 'profile', eve.member.id)
	assert.notEqual(other.case_id, id)
})

test('weight hides until reviewed; own things, limits and unknown ones are refused', async () => {
	const eve = await author('Heavy')
	const link = `/u/${eve.member.handle}`
	const one = await report(await reader(4), 'profile', eve.member.id)
	assert.equal(one.hidden, false)
	const two = await report(await reader(4), 'profile', eve.member.id, 'hate')
	assert.equal(two.case_id, one.case_id)
	assert.equal(two.hidden, true)
	assert.equal((await (await reader()).get(link)).status, 404)
	await patched(mona, one.case_id, { resolution: 'no_violation' })
	assert.equal((await (await reader()).get(link)).status, 200)
	const own = await eve.call('POST', '/safety/report', { kind: 'profile',
		id: String(eve.member.id), category: 'spam' })
	assert.equal(own.json.type, '/problems/report_own')
	const nothing = await eve.call('POST', '/safety/report',
		{ kind: 'profile', id: '999999999', category: 'spam' })
	assert.equal(nothing.status, 404)
	assert.equal((await eve.get('/safety/report?kind=profile&id=999999999')).status, 404)
	const busy = await reader(0)
	for (let i = 0; i < 5; i++)
		await report(busy, 'profile', (await author(`Page ${i}`)).member.id)
	const sixth = await busy.call('POST', '/safety/reports', { kind: 'profile',
		id: String((await author('Page 6')).member.id), category: 'spam' })
	assert.equal(sixth.status, 429)
	assert.ok(Number(sixth.headers['retry-after']) > 0)
	// withdrawn while nobody has decided
	const { json } = await busy.call('GET', '/safety/reports')
	assert.equal((await busy.call('POST',
		`/safety/reports/${json.items[0].id}/withdraw`, {})).status, 204)
	assert.equal((await busy.call('GET', '/safety/reports')).json.items[0].status,
		'withdrawn')
})

test('experts, their pictures, ratings and replies', async () => {
	const noor = await addExpert(stack, { name: 'Noor Expert' })
	await stack.sql("UPDATE profile SET picture = 'avatars/none.webp' WHERE user_id = $1",
		noor.id)
	const client = await reader()
	const ids = []
	for (const stars of [5, 5, 1, 5]) {
		const [{ id }] = await stack.sql(`INSERT INTO expert_rating (expert_id, author_id,
			subject_kind, subject_id, stars, words, reply, created_at) VALUES ($1, $2,
			'review', $3, $4, 'Rated words ' || $4, 'My reply', app_now()) RETURNING id`,
		noor.id, (await stack.addMember()).id, 900000 + ids.length, stars)
		ids.push(id)
	}
	await stack.sql('DO $$ BEGIN PERFORM expert_listing_refresh($1); END $$'
		.replace('$1', noor.id))
	const page = await client.get(`/mentors/${noor.ref}`)
	assert.ok(page.links(/kind=expert&id=/).length)
	assert.ok(page.links(/kind=rating&id=/).length)
	assert.match((await client.get(`/safety/report?kind=expert&id=${noor.ref}`)).body,
		/kind=expert_picture/)
	const mean = async () => (await client.call('GET', `/mentors/${noor.ref}`)).json.rating
	const was = await mean()
	const bad = await report(client, 'rating', ids[2])
	await patched(mona, bad.case_id, { resolution: 'action_taken',
		actions: [{ kind: 'hide' }] })
	assert.doesNotMatch((await client.get(`/mentors/${noor.ref}/ratings`)).body, /Rated words 1/)
	const now = await mean()
	assert.equal(now.count, was.count - 1)
	assert.ok(now.mean > was.mean, 'the mean does not count it')
	const reply = await report(client, 'reply', ids[0])
	await patched(mona, reply.case_id, { resolution: 'action_taken',
		actions: [{ kind: 'hide' }] })
	const ratings = await client.call('GET', `/mentors/${noor.ref}/ratings`)
	assert.deepEqual(ratings.json.items.map((r) => r.reply !== null).sort(),
		[false, true, true].sort())
	const picture = await report(client, 'expert_picture', noor.ref, 'sexual')
	await patched(mona, picture.case_id, { resolution: 'action_taken',
		actions: [{ kind: 'hide' }] })
	assert.doesNotMatch((await client.get(`/mentors/${noor.ref}`)).body, /avatars\/none/)
	const all = await report(client, 'expert', noor.ref, 'scam')
	await patched(mona, all.case_id, { resolution: 'action_taken',
		actions: [{ kind: 'hide' }] })
	assert.equal((await client.get(`/mentors/${noor.ref}`)).status, 404)
	assert.doesNotMatch((await client.get('/mentors')).body, /Noor Expert/)
	const booked = await client.call('POST', '/sessions/book', { expert_id: noor.ref,
		session_type_id: noor.types[0], start: at(30, stack), pay_with: 'free' })
	assert.equal(booked.status, 404, 'nor is a hidden one booked')
	await patched(mona, all.case_id, { note: 'x' })
	const { version } = await find(mona, all.case_id)
	assert.equal((await mona.post(`${ADMIN}/${all.case_id}/undo`, { version })).status, 303)
	assert.equal((await client.get(`/mentors/${noor.ref}`)).status, 200)
})

test('a session: about the other side, by either; an emergency makes a case', async () => {
	const noor = await addExpert(stack, { name: 'Noor Session' })
	const client = await reader()
	const expert = await enter(stack, noor)
	const session = await book(client, noor, at(30, stack))
	const page = await client.get(`/sessions/${session.id}`)
	assert.ok(page.links(/kind=session&id=/).length)
	const mine = await report(client, 'session', session.id)
	const theirs = await report(expert, 'session', session.id)
	assert.notEqual(mine.case_id, theirs.case_id, 'each about the other')
	assert.equal((await find(mona, mine.case_id)).author_id, String(noor.id))
	assert.equal((await (await reader()).get(
		`/safety/report?kind=session&id=${session.id}`)).status, 404, 'not a stranger')
	await stack.sql(`UPDATE session SET status = 'in_progress', started_at = app_now()
		WHERE id = $1`, session.id)
	assert.equal((await client.call('POST', `/sessions/${session.id}/emergency`,
		{ words: 'He shouted' })).ok, true)
	const { json } = await mona.call('GET', `${ADMIN}?category=emergency&kind=session`)
	const [item] = json.items
	assert.equal(item.author_id, String(noor.id))
	assert.equal(item.severity, 4)
	await patched(mona, item.id, { resolution: 'no_violation' })
	const [{ resolution }] = await stack.sql('SELECT resolution FROM session WHERE id = $1',
		session.id)
	assert.equal(resolution, 'uphold', 'the dispute is over with the case')
})

test('the queue by filters, the next one, several at once', async () => {
	const pages = await Promise.all([1, 2, 3].map((n) => author(`Bulk ${n}`)))
	const who = await reader()
	const cases = []
	for (const one of pages)
		cases.push((await report(who, 'profile', one.member.id, 'copyright')).case_id)
	const { json } = await mona.call('GET', `${ADMIN}?category=copyright&status=open`)
	assert.equal(json.items.length, 3)
	assert.equal((await mona.call('GET', `${ADMIN}?category=copyright&kind=rating`))
		.json.items.length, 0)
	assert.equal((await mona.call('GET', `${ADMIN}?category=copyright&severity=3`))
		.json.items.length, 3)
	assert.equal((await mona.call('GET', `${ADMIN}?category=copyright&to=2001-01-01`))
		.json.items.length, 0)
	assert.equal((await mona.get(`${ADMIN}?status=nonsense`)).status, 422)
	const items = json.items.map((one) => `${one.id}:${one.version}`)
	assert.equal((await jun.call('PATCH', `${ADMIN}/${cases[0]}`,
		{ version: 1, assign_to: 'me' })).status, 200)
	const done = await mona.call('POST', `${ADMIN}/bulk`, { act: 'claim', items })
	assert.equal(done.status, 200, done.body)
	assert.equal(done.json.done.length, 2)
	assert.deepEqual(done.json.failed.map(String), [String(cases[0])])
	assert.equal((await mona.call('GET', `${ADMIN}?status=mine&category=copyright`))
		.json.items.length, 2)
	assert.equal((await mona.call('GET', `${ADMIN}?assignee=${jun.member.id}&category=copyright`))
		.json.items.length, 1)
	assert.equal((await mona.post(`${ADMIN}/bulk`, { act: 'ignore',
		items: ['1:1', 'nonsense'] })).status, 303)
	const next = await adam.call('POST', `${ADMIN}/next`, {})
	assert.equal(next.status, 200)
	assert.equal((await find(adam, next.json.id)).assignee.display_name, 'Adam')
	assert.match((await mona.get('/safety/admin')).body, /Sorted by severity/)
})

test('incidents: moderators open and look, admins resolve and close', async () => {
	const eve = await author('Part of a wave')
	const { case_id } = await report(await reader(), 'profile', eve.member.id, 'spam')
	assert.match((await mona.get(`/safety/admin/incidents/new?report=${case_id}`)).body,
		new RegExp(`value="${case_id}"`))
	const made = await mona.call('POST', '/safety/admin/incidents', { kind: 'spam_wave',
		title: 'A wave of spam', severity: 3, reports: [String(case_id)] })
	assert.equal(made.status, 201, made.body)
	const path = `/safety/admin/incidents/${made.json.id}`
	const get = async (client) => (await client.call('GET', path)).json
	assert.equal((await get(mona)).reports.length, 1)
	assert.deepEqual((await get(mona)).moves, ['investigating'])
	const step = async (client, status) => client.call('PATCH', path,
		{ version: (await get(client)).version, status })
	assert.equal((await step(mona, 'investigating')).status, 200)
	assert.equal((await mona.post(path, { version: 2, note: 'From one address' })).status, 303)
	const stale = await jun.call('PATCH', path, { version: 2, status: 'mitigated' })
	assert.equal(stale.status, 409)
	assert.equal(stale.json.type, '/problems/incident_changed')
	assert.equal((await step(jun, 'mitigated')).status, 200)
	const refused = await step(jun, 'resolved')
	assert.equal(refused.status, 409)
	assert.equal(refused.json.type, '/problems/incident_for_admins')
	assert.equal((await step(adam, 'resolved')).status, 200)
	assert.equal((await step(adam, 'closed')).status, 200)
	assert.equal((await step(adam, 'open')).status, 422)
	assert.match((await mona.get('/safety/admin/incidents')).body, /A wave of spam/)
	assert.equal((await told(adam)).filter((n) => n.type === 'incident_opened' &&
		/A wave of spam/.test(JSON.stringify(n))).length, 1)
	assert.match((await mona.get(path)).body, /From one address/)
})

test('statistics are those of a direct computation', async () => {
	const { json } = await mona.call('GET', '/safety/admin/stats')
	const [direct] = await stack.sql(`SELECT count(*)::int AS opened,
		count(*) FILTER (WHERE status = 'open')::int AS open,
		count(*) FILTER (WHERE resolution = 'action_taken')::int AS upheld,
		count(*) FILTER (WHERE resolution = 'no_violation')::int AS dismissed,
		round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
			first_action_at - opened_at)) FILTER (WHERE first_action_at IS NOT NULL))::int
			AS median FROM report_case`)
	assert.deepEqual({ opened: json.opened, open: json.open, upheld: json.upheld,
		dismissed: json.dismissed, median: json.median_seconds }, direct)
	assert.equal(json.categories.reduce((n, c) => n + c.opened, 0), direct.opened)
	assert.equal(json.days.reduce((n, d) => n + d.opened, 0), direct.opened)
	assert.match((await mona.get('/safety/admin/stats')).body, /Median time to first action/)
	assert.equal((await mona.get('/safety/admin/stats?from=2027-02-02&to=2027-01-01')).status,
		422)
})

test('trust, with its parts, for who has it', async () => {
	const who = await reader()
	const fresh = (await who.call('GET', '/safety/trust')).json
	assert.equal(fresh.score, 20)
	assert.equal(fresh.level, 1)
	assert.equal(fresh.parts.reduce((n, p) => n + p.points, 0), 20)
	assert.match((await who.get('/safety/trust')).body, /What each level opens/)
	const low = await reader(0)
	const refused = await low.call('POST', '/settings/profile', { display_name: 'Low',
		handle: low.member.handle, timezone: 'UTC', links: ['https://a.example'] })
	assert.equal(refused.status, 422, refused.body)
	assert.ok(refused.json.errors.links)
})

test('blocks and mutes by session keep an alias an alias', async () => {
	const ines = await addExpert(stack, { kind: 'interviewer', anonymous: true,
		name: 'Ines Secret', types: [{ kind: 'technical_coding' }] })
	const client = await reader()
	const session = await book(client, ines, at(30, stack))
	assert.equal((await client.call('POST', '/safety/mutes',
		{ session_id: session.id })).status, 204)
	assert.equal((await client.call('POST', '/safety/blocks',
		{ session_id: session.id })).status, 204)
	for (const path of ['/safety/blocks', '/safety/mutes']) {
		const page = await client.get(path)
		assert.match(page.body, new RegExp(ines.alias))
		assert.doesNotMatch(page.body, /Ines Secret/)
		assert.doesNotMatch((await client.get(`/api${path}`)).body, /Ines Secret/)
		const [{ ref }] = (await client.call('GET', path)).json.items
		assert.equal((await client.call('POST', `${path}/remove`, { ref })).status, 204)
		assert.deepEqual((await client.call('GET', path)).json.items, [])
	}
	assert.equal((await client.call('POST', '/safety/blocks',
		{ handle: ines.handle })).status, 404, 'nor is a name fished for')
})
