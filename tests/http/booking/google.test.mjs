// Experts' Google calendars, against an emulator that checks every call.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startGoogle } from '../../support/emulators/google.mjs'
import { startStack, until } from '../../support/stack.mjs'
import { addDays, addExpert, mondayAfter } from './experts.mjs'

const API = '/calendar/v3/calendars/primary'
const MONDAY = mondayAfter(10)

let google
let stack
let people = 0

before(async () => {
	google = await startGoogle()
	stack = await startStack({ programs: ['account', 'booking', 'inbox'],
		env: google.settings })
})
after(async () => {
	const dead = await stack.sql(`SELECT kind, last_error FROM job WHERE state = 'dead'`)
	await google.stop()
	await stack.stop()
	assert.deepEqual(google.mistakes, [])
	assert.deepEqual(dead, [])
})
beforeEach(() => {
	google.calls.length = 0
	google.faults.length = 0
})

// --- helpers ---------------------------------------------------------------------
const one = async (text, ...values) => (await stack.sql(text, ...values))[0]
const hurry = (kind) => stack.sql(`UPDATE job SET run_at = app_now(), lease_until =
	CASE WHEN state = 'running' THEN app_now() - interval '1 second' END
	WHERE kind = $1 AND state IN ('waiting', 'running')`, kind)
const settled = () => until('the worker to be done', async () => (await one(
	`SELECT count(*)::int AS n FROM job WHERE state IN ('waiting', 'running')
	AND run_at <= app_now() + interval '1 second'`)).n === 0)
async function sync(expert) {
	await stack.sql(`SELECT enqueue('google.sync', jsonb_build_object('user_id', $1::bigint))`,
		expert.id)
	await settled()
}
const account = (expert) => one('SELECT * FROM google_account WHERE user_id = $1', expert.id)
const state = async (client) => (await client.get('/api/calendar/google')).json
// libcurl itself tries again when a kept connection is cut.
const TIMES = (how) => (['lost', 'reset'].includes(how) ? 2 : 1)
const callsTo = (method, pattern = /./) => google.calls.filter((c) => c.method === method &&
	pattern.test(c.path))

/** An expert with a Google account, connected unless told otherwise. */
async function setUp({ connect: connected = true, timeZone = 'UTC', ...options } = {}) {
	const expert = await addExpert(stack, options)
	const email = `person${++people}@gmail.test`
	const calendar = google.addAccount(email, { timeZone })
	const client = await stack.signIn(expert)
	if (connected)
		await connect(client)
	return { expert, email, calendar, client }
}

/** What a browser does between the button and the page that says it worked. */
async function connect(client) {
	const button = await client.submit('/calendar/google/connect', {},
		{ page: '/calendar/google' })
	assert.equal(button.status, 303, button.body)
	const consent = await fetch(button.headers.location, { redirect: 'manual',
		signal: AbortSignal.timeout(60_000) })
	assert.equal(consent.status, 302)
	const back = await client.get(consent.headers.get('location').replace(stack.url, ''))
	assert.equal(back.location, '/calendar/google', back.body)
	await until('the exchange', async () => (await state(client)).state !== 'connecting')
	await settled()
}

/** Starts that can be booked on a day, in UTC. */
async function starts(expert, day, type = 0) {
	const answer = await stack.client().get(`/api/mentors/${expert.ref}/availability?from=${day}` +
		`&to=${addDays(day, 1)}&tz=UTC&type=${expert.types[type].id}`)
	assert.equal(answer.status, 200, answer.body)
	return answer.json.slots.map((s) => s.start.slice(11, 16))
}

/** As booking does it for a client; gives the session's id. */
async function book(expert, start, { anonymous = false } = {}) {
	const client = await stack.addMember({ name: 'Milo Vance' })
	const { id } = await one(`INSERT INTO session (kind, status, client_id, expert_id, type_kind,
		minutes, starts_at, ends_at, goals, anonymous, client_alias, client_seed, meeting_link,
		created_at) VALUES ('interview', 'scheduled', $1, $2, 'system_design', 60, $3,
		$3::timestamptz + interval '1 hour', 'Talk about queues', $4,
		CASE WHEN $4 THEN 'Calm Otter 7' END, CASE WHEN $4 THEN 'x' END,
		'https://meet.test/ines', app_now()) RETURNING id`, client.id, expert.id, start, anonymous)
	await stack.sql(`DO $do$ BEGIN PERFORM session_agreed(s) FROM session s WHERE id = ${id};
		END $do$`)
	return { id, client }
}
const move = (id, start) => stack.sql(`DO $do$ BEGIN PERFORM session_move_to(s, 'client',
	'reschedule', '${start}') FROM session s WHERE id = ${id}; END $do$`)
const cancel = (id) => stack.sql(`DO $do$ DECLARE x session; BEGIN
	SELECT * INTO x FROM session WHERE id = ${id};
	PERFORM session_end_early(x, 'client', 'cancel', 'illness', 'Sorry'); END $do$`)
const ours = (email) => google.events(email).filter((e) => e.extendedProperties?.private?.belay)

// --- connecting -------------------------------------------------------------------
test('connecting: consent with PKCE, sealed tokens, the page tells', async () => {
	const { expert, email, client } = await setUp({ connect: false })
	const page = await client.get('/calendar/google')
	assert.match(page.body, /Connect Google Calendar/)
	assert.match(page.headers['content-security-policy'],
		new RegExp(`form-action 'self' ${google.url};`))
	assert.equal((await state(client)).state, 'off')
	await connect(client)
	const now = await state(client)
	assert.deepEqual([now.state, now.email, now.configured, now.failure],
		['active', email, true, null])
	assert.match((await client.get('/calendar/google')).body, /Connected<.*No busy times ahead/s)
	const [consent] = callsTo('GET', /auth$/)
	assert.match(consent.query.scope, /calendar\.events.*calendar\.readonly/)
	assert.equal(consent.query.redirect_uri, `${stack.url}/calendar/google/callback`)
	const kept = JSON.stringify([await account(expert), await stack.sql(`SELECT payload FROM job
		WHERE kind LIKE 'google.%'`), await stack.sql('SELECT * FROM google_connecting')])
	for (const secret of [...google.grants.keys(), ...google.access.keys()])
		assert.ok(!kept.includes(secret) && !stack.log('worker').includes(secret))
	assert.match(kept, /"refresh_sealed":"k1:/)
	assert.doesNotMatch(stack.log('worker') + stack.log('booking'), /4\/code|code_verifier/)
})

test('an answer counts once, in the browser that asked, and soon', async () => {
	const { expert, client } = await setUp({ connect: false })
	const begin = async () => new URL((await client.submit('/calendar/google/connect', {},
		{ page: '/calendar/google' })).headers.location).searchParams.get('state')
	const answer = (who, value, more = 'code=x') => who.get(
		`/calendar/google/callback?state=${value}&${more}`)
	const first = await begin()
	assert.equal((await answer(client, `${first}x`)).status, 409)
	const other = await stack.signIn(expert)
	assert.equal((await answer(other, first)).status, 409)
	assert.equal((await answer(stack.client(), first)).status, 303)
	const second = await begin()
	assert.equal((await answer(client, first)).status, 409)
	await stack.sql(`UPDATE google_connecting SET started_at = app_now() - interval '16 minutes'`)
	assert.equal((await answer(client, second)).status, 409)
	const third = await begin()
	assert.equal((await answer(client, third)).status, 303)
	assert.equal((await answer(client, third)).status, 409)
	await until('the refusal', async () => (await state(client)).failure === 'code')
	assert.match((await client.get('/calendar/google')).body, /took too long/)
	assert.equal(await account(expert), undefined)
})

test('a refusal and a permission that was unticked are told', async () => {
	const { client } = await setUp({ connect: false })
	google.consent.deny = true
	await connect(client)
	google.consent.deny = false
	assert.equal((await state(client)).failure, 'denied')
	google.consent.scopes = 'https://www.googleapis.com/auth/calendar.readonly'
	await connect(client)
	google.consent.scopes = null
	assert.equal((await state(client)).failure, 'scope')
	assert.match((await client.get('/calendar/google')).body, /both permissions/)
	await connect(client)
	assert.equal((await state(client)).state, 'active')
})

test('only verified experts connect; JSON gets the address', async () => {
	const member = await stack.signIn(await stack.addMember())
	await member.get('/calendar/google')
	assert.equal((await member.post('/calendar/google/connect')).status, 403)
	assert.equal((await stack.client().get('/calendar/google')).status, 303)
	const { client } = await setUp({ connect: false })
	await client.get('/calendar/google')
	const token = (await client.call('POST', '/api/tokens', { name: 'ci',
		scopes: ['booking:read', 'booking:write'] })).json.token
	const program = stack.client({ headers: { authorization: `Bearer ${token}` } })
	assert.equal((await program.call('GET', '/api/calendar/google')).status, 200)
	assert.equal((await program.call('POST', '/api/calendar/google/connect')).status, 403,
		'the way back comes by the browser that began')
	const answer = await client.call('POST', '/api/calendar/google/connect')
	assert.equal(answer.status, 200)
	assert.ok(answer.json.url.startsWith(`${google.url}/o/oauth2/v2/auth?`))
})

// --- busy times ---------------------------------------------------------------------
test('busy times block what is shown and what can be booked', async () => {
	const { expert, email } = await setUp()
	assert.equal((await starts(expert, MONDAY)).length, 15)
	google.put(email, { id: 'lunch', summary: 'Secret dinner', start: {
		dateTime: `${MONDAY}T12:00:00Z` }, end: { dateTime: `${MONDAY}T13:00:00Z` } })
	await sync(expert)
	const shown = await starts(expert, MONDAY)
	assert.ok(shown.includes('11:00') && shown.includes('13:00'))
	for (const gone of ['11:30', '12:00', '12:30'])
		assert.ok(!shown.includes(gone), gone)
	const visitor = await stack.addMember()
	const take = (at) => stack.sql(`DO $do$ BEGIN
		PERFORM set_config('app.user_id', '${visitor.id}', true);
		PERFORM session_book(${expert.ref}, ${expert.types[1].id}, '${MONDAY}T${at}:00Z', 'x',
			'free'); END $do$`)
	await assert.rejects(take('12:30'), /slot_not_offered/)
	await take('13:00')
	const { listed } = await one(`SELECT count(*)::int AS listed FROM job
		WHERE kind = 'expert.listing' AND payload->>'expert_id' = $1::text`, expert.id)
	assert.ok(listed > 0, 'the stored card is made anew')
	assert.equal((await stack.sql(`SELECT * FROM job WHERE payload::text LIKE '%Secret%'`)).length, 0)
	google.delete(email, 'lunch')
	await sync(expert)
	assert.ok((await starts(expert, MONDAY)).includes('11:30'))
})

test('free: declined, transparent, cancelled, of no length, a place of work', async () => {
	const { expert, email } = await setUp()
	const time = { start: { dateTime: `${MONDAY}T10:00:00Z` }, end: { dateTime: `${MONDAY}T11:00:00Z` } }
	google.put(email, { id: 'a', ...time, transparency: 'transparent' })
	google.put(email, { id: 'b', ...time, attendees: [{ email, self: true,
		responseStatus: 'declined' }] })
	google.put(email, { id: 'c', ...time, status: 'cancelled' })
	google.put(email, { id: 'd', start: time.start, end: time.start })
	google.put(email, { id: 'e', ...time, eventType: 'workingLocation' })
	await sync(expert)
	assert.deepEqual(await stack.sql('SELECT event_id FROM calendar_busy WHERE user_id = $1',
		expert.id), [])
	google.put(email, { id: 'b', attendees: [{ email, self: true, responseStatus: 'tentative' }] })
	google.put(email, { id: 'f', ...time, eventType: 'outOfOffice', extendedProperties: {
		private: { belay: '1' } } })
	await sync(expert)
	assert.deepEqual((await stack.sql(`SELECT event_id FROM calendar_busy WHERE user_id = $1
		ORDER BY 1`, expert.id)).map((r) => r.event_id), ['b', 'f'])
})

test('hours are exact: all-day, floating, UTC, other zones, both sides of a clock change', async () => {
	const { expert, email } = await setUp({ timeZone: 'America/New_York' })
	const year = new Date().getUTCFullYear() + (new Date().getUTCMonth() > 1 ? 1 : 0)
	const march = new Date(Date.UTC(year, 2, 1))
	// the second Sunday of March: New York's clocks go forward
	const spring = addDays(march.toISOString().slice(0, 10), (7 - march.getUTCDay()) % 7 + 7)
	const cases = {
		allday: [{ date: spring }, { date: addDays(spring, 1) },
			`${spring}T05:00:00Z`, `${addDays(spring, 1)}T04:00:00Z`],
		floatbefore: [{ dateTime: `${spring}T01:30:00` }, { dateTime: `${spring}T03:30:00` },
			`${spring}T06:30:00Z`, `${spring}T07:30:00Z`],
		floatzone: [{ dateTime: `${spring}T12:00:00`, timeZone: 'Asia/Kolkata' },
			{ dateTime: `${spring}T13:00:00`, timeZone: 'Asia/Kolkata' },
			`${spring}T06:30:00Z`, `${spring}T07:30:00Z`],
		utc: [{ dateTime: `${spring}T23:00:00Z` }, { dateTime: `${addDays(spring, 1)}T00:30:00Z` },
			`${spring}T23:00:00Z`, `${addDays(spring, 1)}T00:30:00Z`],
		offset: [{ dateTime: `${spring}T09:00:00+05:45`, timeZone: 'Asia/Kathmandu' },
			{ dateTime: `${spring}T10:00:00+05:45`, timeZone: 'Asia/Kathmandu' },
			`${spring}T03:15:00Z`, `${spring}T04:15:00Z`],
	}
	for (const [id, [start, end]] of Object.entries(cases))
		google.put(email, { id, start, end })
	await sync(expert)
	const rows = await stack.sql(`SELECT event_id, rfc3339(lower(during)) AS a,
		rfc3339(upper(during)) AS b FROM calendar_busy WHERE user_id = $1`, expert.id)
	assert.deepEqual(Object.fromEntries(rows.map((r) => [r.event_id, [r.a, r.b]])),
		Object.fromEntries(Object.entries(cases).map(([id, c]) => [id, c.slice(2)])))
	// the calendar moves to another zone: all-day times lie elsewhere
	google.accounts.get(email).timeZone = 'Europe/Berlin'
	google.put(email, { id: 'utc' })
	await sync(expert)
	const { a } = await one(`SELECT rfc3339(lower(during)) AS a FROM calendar_busy
		WHERE user_id = $1 AND event_id = 'allday'`, expert.id)
	assert.equal(a, `${addDays(spring, -1)}T23:00:00Z`)
})

test('pages, instances of a series, and only what changed the next time', async () => {
	const { expert, email, calendar } = await setUp()
	calendar.pageSize = 3
	for (let i = 0; i < 8; i++)
		google.put(email, { id: `weekly_${i}`, recurringEventId: 'weekly',
			start: { dateTime: `${addDays(MONDAY, i)}T10:00:00Z` },
			end: { dateTime: `${addDays(MONDAY, i)}T11:00:00Z` } })
	google.calls.length = 0
	await sync(expert)
	const lists = callsTo('GET', /events$/)
	assert.equal(lists.length, 3)
	assert.ok(lists.every((c) => c.query.syncToken && !c.query.timeMin))
	const count = async () => (await one(`SELECT count(*)::int AS n FROM calendar_busy
		WHERE user_id = $1`, expert.id)).n
	assert.equal(await count(), 8)
	google.delete(email, 'weekly_3')
	google.put(email, { id: 'weekly_4', start: { dateTime: `${MONDAY}T15:00:00Z` },
		end: { dateTime: `${MONDAY}T16:00:00Z` } })
	google.calls.length = 0
	await sync(expert)
	assert.equal(callsTo('GET', /events$/).length, 1)
	assert.equal(await count(), 7)
	assert.ok(!(await starts(expert, MONDAY)).includes('15:00'))
	// a page in the middle fails: nothing of it is kept
	google.delete(email, 'weekly_5')
	google.delete(email, 'weekly_6')
	google.delete(email, 'weekly_7')
	google.delete(email, 'weekly_0')
	const before = (await account(expert)).sync_token
	google.fail({ method: 'GET', path: /events$/, how: 'none', times: 1 })
	google.fail({ method: 'GET', path: /events$/, how: 500, times: 1 })
	await sync(expert)
	assert.equal(await count(), 7)
	assert.equal((await account(expert)).sync_token, before)
	await sync(expert)
	assert.equal(await count(), 3)
})

test('410: the token is dropped and all is read again', async () => {
	const { expert, email } = await setUp()
	google.put(email, { id: 'gone', start: { dateTime: `${MONDAY}T10:00:00Z` },
		end: { dateTime: `${MONDAY}T11:00:00Z` } })
	await sync(expert)
	google.accounts.get(email).all.delete('gone')       // no trace of it in a full list
	google.put(email, { id: 'new', start: { dateTime: `${MONDAY}T14:00:00Z` },
		end: { dateTime: `${MONDAY}T15:00:00Z` } })
	google.forgetTokens(email)
	google.calls.length = 0
	await sync(expert)
	const lists = callsTo('GET', /events$/)
	assert.deepEqual(lists.map((c) => [c.status, Boolean(c.query.syncToken), Boolean(c.query.timeMin)]),
		[[410, true, false], [200, false, true]])
	assert.deepEqual((await stack.sql('SELECT event_id FROM calendar_busy WHERE user_id = $1',
		expert.id)).map((r) => r.event_id), ['new'])
})

test('trouble at Google: busy times stay, the next reading is put off', async () => {
	const { expert, email, client } = await setUp()
	google.put(email, { id: 'kept', start: { dateTime: `${MONDAY}T10:00:00Z` },
		end: { dateTime: `${MONDAY}T11:00:00Z` } })
	await sync(expert)
	for (const how of [429, 403, 500, 'reset', 'lost']) {
		google.fail({ method: 'GET', path: /events$/, how, times: TIMES(how),
			retryAfter: how === 429 ? 1800 : undefined })
		await sync(expert)
		const row = await account(expert)
		assert.equal(row.state, 'failing', how)
		assert.ok(!(await starts(expert, MONDAY)).includes('10:00'))
		const wait = (await one(`SELECT extract(epoch FROM sync_due_at - app_now()) AS s
			FROM google_account WHERE user_id = $1`, expert.id)).s
		assert.ok(how === 429 ? wait > 1700 : wait > 20, `${how}: ${wait}`)
	}
	google.faults.length = 0
	assert.equal((await state(client)).state, 'failing')
	assert.match((await client.get('/calendar/google')).body, /can&#39;t be read|can't be read/)
	await sync(expert)
	assert.deepEqual([(await account(expert)).state, (await account(expert)).failures], ['active', 0])
})

test('the clock asks for each calendar once in five minutes', async () => {
	const { expert } = await setUp()
	await stack.sql(`UPDATE google_account SET sync_due_at = app_now() + interval '1 day'
		WHERE user_id <> $1`, expert.id)
	await stack.sql(`UPDATE google_account SET sync_due_at = app_now() WHERE user_id = $1`, expert.id)
	google.calls.length = 0
	for (let i = 0; i < 3; i++) {
		await stack.sql(`SELECT enqueue('google.tick')`)
		await settled()
	}
	assert.equal(callsTo('GET', /events$/).length, 1)
})

// --- tokens ---------------------------------------------------------------------------
test('tokens are refreshed before they end, and once when refused', async () => {
	const { expert } = await setUp()
	google.calls.length = 0
	await sync(expert)
	assert.equal(callsTo('POST', /token$/).length, 0)
	await stack.sql(`UPDATE google_account SET access_expires_at = app_now() + interval '30 s'
		WHERE user_id = $1`, expert.id)
	await sync(expert)
	assert.equal(callsTo('POST', /token$/).length, 1)
	google.expireAccess()
	await sync(expert)
	assert.equal(callsTo('POST', /token$/).length, 2)
	assert.equal((await account(expert)).state, 'active')
	await sync(expert)
	assert.equal(callsTo('POST', /token$/).length, 2)
})

test('a consent that was taken back: told once, busy times stay, connect again', async () => {
	const { expert, email, client } = await setUp()
	google.put(email, { id: 'kept', start: { dateTime: `${MONDAY}T10:00:00Z` },
		end: { dateTime: `${MONDAY}T11:00:00Z` } })
	await sync(expert)
	google.revoke(email)
	await sync(expert)
	await sync(expert)
	assert.equal((await account(expert)).state, 'revoked')
	assert.ok(!(await starts(expert, MONDAY)).includes('10:00'))
	const page = await client.get('/calendar/google')
	assert.match(page.body, /Google ended the connection.*Connect again/s)
	assert.equal((await stack.sql(`SELECT 1 FROM notification WHERE user_id = $1
		AND type = 'calendar_disconnected' AND link = '/calendar/google'`, expert.id)).length, 1)
	await stack.readMail(expert.email, /lost its connection/)
	const { id } = await book(expert, `${MONDAY}T15:00:00Z`)
	await settled()
	assert.equal(ours(email).length, 0)
	await connect(client)
	assert.equal((await account(expert)).state, 'active')
	assert.deepEqual(ours(email).map((e) => e.extendedProperties.private.belay), [String(id)])
	assert.ok(!(await starts(expert, MONDAY)).includes('10:00'))
	// late work of the connection before can't end the new one
	await stack.sql(`UPDATE google_account SET connected_at = connected_at - interval '1 s'
		WHERE user_id = $1`, expert.id)
	assert.equal((await state(client)).state, 'active')
})

// --- sessions as events ------------------------------------------------------------------
test('a session is written, moved with a higher sequence, and deleted', async () => {
	const { expert, email } = await setUp()
	const { id } = await book(expert, `${MONDAY}T09:00:00Z`)
	await settled()
	const [event] = ours(email)
	assert.deepEqual([event.summary, event.start.dateTime, event.end.dateTime, event.sequence],
		['System design interview with Milo Vance', `${MONDAY}T09:00:00Z`,
			`${MONDAY}T10:00:00Z`, 0])
	assert.deepEqual([event.location, event.description, event.source.url],
		['https://meet.test/ines', 'Talk about queues', `${stack.url}/sessions/${id}`])
	assert.equal(event.attendees, undefined)
	assert.ok(callsTo('POST', /events$/).every((c) => c.query.sendUpdates === 'none'))
	// it is not busy time on top of the session itself
	await sync(expert)
	assert.deepEqual(await stack.sql('SELECT * FROM calendar_busy WHERE user_id = $1', expert.id), [])
	await move(id, `${addDays(MONDAY, 1)}T10:00:00Z`)
	await settled()
	const [moved] = ours(email)
	assert.deepEqual([moved.id, moved.start.dateTime, moved.sequence],
		[event.id, `${addDays(MONDAY, 1)}T10:00:00Z`, 1])
	assert.equal(ours(email).length, 1)
	await sync(expert)
	assert.ok((await starts(expert, MONDAY)).includes('09:00'))
	await cancel(id)
	await settled()
	assert.deepEqual(ours(email).map((e) => e.status), ['cancelled'])
	assert.deepEqual(await stack.sql('SELECT * FROM google_event WHERE session_id = $1', id), [])
})

test('an anonymous session tells no name, address or room', async () => {
	const { expert, email } = await setUp({ anonymous: true, name: 'Ines Okafor' })
	const { id, client } = await book(expert, `${MONDAY}T09:00:00Z`, { anonymous: true })
	await settled()
	const [event] = ours(email)
	assert.equal(event.summary, 'System design interview with Calm Otter 7')
	assert.equal(event.location, `${stack.url}/sessions/${id}`)
	const all = JSON.stringify(google.calls)
	for (const secret of [client.email, 'Milo', 'Vance', client.handle, 'meet.test', expert.email])
		assert.ok(!all.includes(secret), secret)
})

test('names that both agreed to show are in the calendar', async () => {
	const { expert, email, client } = await setUp({ anonymous: true })
	const { id, client: milo } = await book(expert, `${MONDAY}T11:00:00Z`, { anonymous: true })
	await settled()
	await stack.sql(`UPDATE session SET status = 'completed', completed_at = app_now()
		WHERE id = $1`, id)
	const reveal = async (who, answer) => {
		await who.get(`/sessions/${id}`)
		return who.call('POST', `/api/sessions/${id}/reveal`, { answer })
	}
	assert.equal((await reveal(client, 'offer')).json.reveal, 'offered_by_expert')
	await settled()
	assert.equal(ours(email)[0].summary, 'System design interview with Calm Otter 7')
	assert.equal((await reveal(await stack.signIn(milo), 'agree')).json.reveal, 'mutual')
	await settled()
	assert.equal(ours(email)[0].summary, 'System design interview with Milo Vance')
})

test('changes by hand at Google are met, not overwritten blindly', async () => {
	const { expert, email } = await setUp()
	const { id } = await book(expert, `${MONDAY}T09:00:00Z`)
	await settled()
	const [{ id: name }] = ours(email)
	google.put(email, { id: name, colorId: '5', sequence: 4 })
	google.calls.length = 0
	await move(id, `${MONDAY}T11:00:00Z`)
	await settled()
	assert.deepEqual(callsTo('PATCH').map((c) => c.status), [412, 200])
	let [event] = ours(email)
	assert.deepEqual([event.colorId, event.sequence, event.start.dateTime],
		['5', 4, `${MONDAY}T11:00:00Z`])
	google.delete(email, name)
	await move(id, `${MONDAY}T13:00:00Z`)
	await settled()
	;[event] = ours(email)
	assert.deepEqual([event.status, event.start.dateTime], ['confirmed', `${MONDAY}T13:00:00Z`])
	google.delete(email, name)
	await cancel(id)
	await settled()
	assert.equal(callsTo('DELETE').at(-1).status, 410)
})

test('no answer, refusals and a killed worker make no second event', async () => {
	const { expert, email } = await setUp()
	for (const how of ['lost', 'reset', 429, 403, 500]) {
		google.fail({ method: 'POST', path: /events$/, how, times: TIMES(how) })
		const { id } = await book(expert, `${addDays(MONDAY, 1)}T0${9}:00:00Z`)
		await until('the first try', async () => (await stack.sql(`SELECT 1 FROM job
			WHERE kind = 'calendar.push' AND attempts = 1 AND state = 'waiting'
			AND payload->>'session_id' = $1::text`, id)).length)
		google.faults.length = 0
		await hurry('calendar.push')
		await settled()
		assert.equal(ours(email).filter((e) => e.extendedProperties.private.belay === String(id) &&
			e.status === 'confirmed').length, 1, how)
		await cancel(id)
		await settled()
	}
	google.calls.length = 0
	google.fail({ method: 'POST', path: /events$/, how: 'hold' })
	const { id } = await book(expert, `${addDays(MONDAY, 2)}T09:00:00Z`)
	await until('the insert', () => google.held.length === 1)
	await stack.kill('worker', 'SIGKILL')
	google.release()
	await move(id, `${addDays(MONDAY, 2)}T14:00:00Z`)
	await hurry('calendar.push')
	stack.launch('worker')
	await hurry('calendar.push')
	await settled()
	await hurry('calendar.push')
	await settled()
	const made = ours(email).filter((e) => e.extendedProperties.private.belay === String(id))
	assert.deepEqual(made.map((e) => [e.status, e.start.dateTime]),
		[['confirmed', `${addDays(MONDAY, 2)}T14:00:00Z`]])
	assert.ok(callsTo('POST', /events$/).some((c) => c.status === 409))
	// a lost answer to a change is found done, too
	google.fail({ method: 'PATCH', how: 'lost', times: TIMES('lost') })
	await move(id, `${addDays(MONDAY, 2)}T16:00:00Z`)
	await until('the change', () => callsTo('PATCH').some((c) => c.fault === 'lost'))
	await until('its end', async () => (await stack.sql(`SELECT 1 FROM job WHERE
		kind = 'calendar.push' AND state = 'waiting' AND attempts > 0`)).length)
	google.faults.length = 0
	await hurry('calendar.push')
	await settled()
	assert.equal(ours(email).find((e) => e.id === made[0].id).start.dateTime,
		`${addDays(MONDAY, 2)}T16:00:00Z`)
})

test('disconnecting gives the consent back and forgets the calendar', async () => {
	const { expert, email, client } = await setUp()
	google.put(email, { id: 'busy', start: { dateTime: `${MONDAY}T10:00:00Z` },
		end: { dateTime: `${MONDAY}T11:00:00Z` } })
	await sync(expert)
	await book(expert, `${MONDAY}T14:00:00Z`)
	await settled()
	const answer = await client.submit('/calendar/google/disconnect', {},
		{ page: '/calendar/google' })
	assert.equal(answer.location, '/calendar/google')
	await settled()
	assert.equal((await state(client)).state, 'off')
	assert.ok((await starts(expert, MONDAY)).includes('10:00'))
	for (const table of ['google_account', 'google_event', 'calendar_busy', 'google_connecting'])
		assert.deepEqual(await stack.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, expert.id), [])
	assert.equal(callsTo('POST', /revoke$/).length, 1)
	assert.ok(![...google.grants.values()].some((g) => g.email === email))
	// connected again, its event is found and not doubled
	await connect(client)
	assert.equal(ours(email).length, 1)
})

test('erasing the account gives the consent back too', async () => {
	const { expert, email, client } = await setUp()
	const before = callsTo('POST', /revoke$/).length
	assert.match((await client.get('/interviewer/availability')).body,
		new RegExp(`Busy times of ${email}.*href="/calendar/google"`))
	await stack.sql('SELECT erase_rows($1)', expert.id)
	await settled()
	assert.equal(callsTo('POST', /revoke$/).length, before + 1)
	assert.ok(![...google.grants.values()].some((g) => g.email === email))
})

test('another calendar than before starts empty', async () => {
	const { expert, email, client } = await setUp()
	google.put(email, { id: 'busy', start: { dateTime: `${MONDAY}T10:00:00Z` },
		end: { dateTime: `${MONDAY}T11:00:00Z` } })
	await sync(expert)
	google.addAccount('second@gmail.test')
	google.revoke(email)
	await sync(expert)
	await connect(client)
	assert.equal((await state(client)).email, 'second@gmail.test')
	assert.ok((await starts(expert, MONDAY)).includes('10:00'))
})
