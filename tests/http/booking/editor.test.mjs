// An expert's hours: the document as JSON, and the editor without scripts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addDays, addExpert, HOSTILE, isInert, list, mondayAfter } from './experts.mjs'

const PATH = '/interviewer/availability'
const API = `/api${PATH}`

let stack, expert, client

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	expert = await addExpert(stack, { timezone: 'Europe/Berlin', weekly: [] })
	client = await stack.signIn(expert)
	await client.get(PATH)
})
after(() => stack.stop())

const put = (doc) => client.call('PUT', API, doc)
const FULL = {
	timezone: 'America/New_York',
	weekly: [{ day: 1, start: '09:00', end: '12:00' },
		{ day: 1, start: '13:00', end: '17:30' },
		{ day: 7, start: '00:00', end: '24:00' }],
	overrides: [{ date: '2030-03-10', windows: [] },
		{ date: '2030-03-14', windows: [{ start: '08:00', end: '09:00' },
			{ start: '22:00', end: '24:00' }] }],
	blocked: [{ from: '2030-03-20', to: '2030-03-22', reason: 'The sea' },
		{ from: '2030-04-01', to: '2030-04-01', reason: null }],
}

test('the document is the contract’s, there and back', async () => {
	assert.deepEqual((await client.get(API)).json, { timezone: 'Europe/Berlin',
		weekly: [], overrides: [], blocked: [] })
	const saved = await put(FULL)
	assert.equal(saved.status, 200)
	assert.deepEqual(saved.json, FULL)
	assert.deepEqual((await client.get(API)).json, FULL)
	const [{ tz }] = await stack.sql(
		'SELECT timezone AS tz FROM expert WHERE user_id = $1', expert.id)
	assert.equal(tz, 'America/New_York')
})

test('a zone left out stays, lists left out are empty', async () => {
	await put(FULL)
	const answer = await put({ weekly: [{ day: 2, start: '10:00', end: '11:00' }] })
	assert.deepEqual(answer.json, { timezone: 'America/New_York',
		weekly: [{ day: 2, start: '10:00', end: '11:00' }], overrides: [],
		blocked: [] })
	assert.deepEqual((await put({})).json.weekly, [])
})

test('a blocked day counts to its end, in the expert’s zone', async () => {
	const monday = mondayAfter(10)
	await put({ timezone: 'Asia/Kathmandu', weekly: [1, 2, 3, 4].map((day) =>
		({ day, start: '23:00', end: '24:00' })),
	blocked: [{ from: addDays(monday, 1), to: addDays(monday, 2) }] })
	await list(stack, expert)
	const free = (await stack.client().get(`/api/mentors/${expert.ref}/availability`
		+ `?from=${monday}&to=${addDays(monday, 5)}&tz=Asia/Kathmandu`)).json.slots
	assert.deepEqual([...new Set(free.map((s) => s.start.slice(0, 10)))],
		[monday, addDays(monday, 3)])
	assert.equal(free[0].start, `${monday}T17:15:00Z`)
})

test('every mistake has its own field', async () => {
	await put(FULL)
	const time = 'Write the time like 09:00.'
	const date = 'Write the date like 2027-03-14.'
	for (const [doc, errors] of [
		[{ timezone: 'Mars/Base', weekly: [{ day: 1, start: '9:00', end: '10:00' }] },
			{ timezone: ['This is no time zone. Write it like Europe/Lisbon.'],
				'weekly.0.start': [time] }],
		[{ timezone: 'berlin' },
			{ timezone: ['This is no time zone. Write it like Europe/Lisbon.'] }],
		[{ weekly: [{ day: 1, start: '24:00', end: '24:00' }] },
			{ 'weekly.0.start': [time] }],
		[{ weekly: [{ day: 1, start: '09:00', end: '24:01' }] },
			{ 'weekly.0.end': [time] }],
		[{ weekly: [{ day: 1 }] }, { 'weekly.0.start': [time], 'weekly.0.end': [time] }],
		[{ weekly: [{ start: '09:00', end: '10:00' }] },
			{ 'weekly.0.day': ['Use 1 for Monday to 7 for Sunday.'] }],
		[{ weekly: [{ day: 1, start: '09:00', end: '10:00' },
			{ day: 1, start: '10:00', end: '09:00' }] },
		{ 'weekly.1.end': ['The end has to come after the start.'] }],
		[{ weekly: [{ day: 1, start: '09:00', end: '10:00' },
			{ day: 1, start: '09:30', end: '11:00' }] },
		{ 'weekly.1.start': ['These hours overlap others.'] }],
		[{ overrides: [{ date: '2030-02-30' }, { windows: [] }] },
			{ 'overrides.0.date': [date], 'overrides.1.date': [date] }],
		[{ overrides: [{ date: '2030-02-20' }, { date: '2030-02-20' }] },
			{ 'overrides.1.date': ['This is there twice.'] }],
		[{ overrides: [{ date: '2030-02-20', windows: [{ start: '09:00' }] }] },
			{ 'overrides.0.windows.0.end': [time] }],
		[{ blocked: [{ from: '2030-02-20', to: '2030-02-19' }, { from: 'x' }] },
			{ 'blocked.0.to': ['The end has to come after the start.'],
				'blocked.1.from': [date], 'blocked.1.to': [date] }]]) {
		const answer = await put(doc)
		assert.equal(answer.status, 422, JSON.stringify(doc))
		assert.deepEqual(answer.json.errors, errors, JSON.stringify(doc))
	}
	for (const [doc, field] of [
		[{ weekly: [{ day: 8, start: '09:00', end: '10:00' }] }, 'weekly.0.day'],
		[{ weekly: [{ day: '1', start: '09:00', end: '10:00' }] }, 'weekly.0.day'],
		[{ weekly: [{ day: 1, start: 9, end: '10:00' }] }, 'weekly.0.start'],
		[{ weekly: 5 }, 'weekly'], [{ weekly: ['x'] }, 'weekly'],
		[{ overrides: [{ date: '2030-01-01', windows: 3 }] }, 'overrides.0.windows'],
		[{ blocked: [{ from: '2030-01-01', to: '2030-01-02',
			reason: 'x'.repeat(201) }] }, 'blocked.0.reason'],
		[{ timezone: 7 }, 'timezone'],
		[{ weekly: Array.from({ length: 85 }, () =>
			({ day: 1, start: '09:00', end: '10:00' })) }, 'weekly']]) {
		const answer = await put(doc)
		assert.equal(answer.status, 422, JSON.stringify(doc))
		assert.ok(answer.json.errors[field], answer.body)
	}
	assert.deepEqual((await client.get(API)).json, FULL, 'nothing was changed')
	for (const body of ['[]', '5', '{', '"x"'])
		assert.equal((await client.send('PUT', API, { body, headers: {
			'content-type': 'application/json', 'x-csrf-token': client.csrf,
			origin: stack.url } })).status, 400, body)
})

test('only for experts, each their own', async () => {
	const visitor = stack.client()
	const to = await visitor.get(PATH)
	assert.equal(to.status, 303)
	assert.match(to.location, /^\/login/)
	assert.equal((await visitor.get(API)).status, 401)
	const member = await stack.signIn(await stack.addMember())
	assert.equal((await member.get(PATH)).location, '/interviewer/register')
	assert.equal((await member.get(API)).status, 404)
	await member.get('/dashboard')
	assert.equal((await member.call('PUT', API, {})).status, 404)
	assert.equal((await client.send('PUT', API, { body: '{}', headers: {
		'content-type': 'application/json', origin: stack.url } })).status, 403)
	const other = await addExpert(stack, { weekly: [{ day: 3, start: 60, end: 120 }] })
	await put(FULL)
	const theirs = await stack.signIn(other)
	assert.deepEqual((await theirs.get(API)).json.weekly,
		[{ day: 3, start: '01:00', end: '02:00' }])
})

// --- the page ---------------------------------------------------------------------
function inputs(page) {
	const fields = {}
	for (const [tag] of page.body.matchAll(/<input[^>]*\sname="[^"]*"[^>]*>/g)) {
		const name = tag.match(/\sname="([^"]*)"/)[1]
		if (/^(weekly|overrides|blocked)\.|^timezone$/.test(name) &&
			!/id="appearance/.test(tag))
			fields[name] = (tag.match(/\svalue="([^"]*)"/)?.[1] ?? '')
				.replaceAll('&amp;', '&').replaceAll('&lt;', '<')
				.replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
	}
	return fields
}
const spare = (fields, day) => Object.keys(fields).find((name) =>
	/\.day$/.test(name) && fields[name] === String(day) &&
	fields[name.replace('day', 'start')] === '').replace('.day', '')

test('what is saved stands in the page, and saving it changes nothing', async () => {
	await put(FULL)
	const page = await client.get(PATH)
	assert.equal(page.status, 200)
	const fields = inputs(page)
	assert.equal(fields.timezone, 'America/New_York')
	const done = await client.post(PATH, fields)
	assert.equal(done.status, 303)
	assert.equal(done.location, PATH)
	assert.deepEqual((await client.get(API)).json, FULL)
})

test('rows are filled in, emptied, added and removed without script', async () => {
	await put({ timezone: 'UTC', weekly: [{ day: 1, start: '09:00', end: '12:00' }] })
	let fields = inputs(await client.get(PATH))
	const row = spare(fields, 3)
	fields[`${row}.start`] = '9:30'
	fields[`${row}.end`] = '24:00'
	fields['overrides.0.date'] = '2030-05-01'
	fields['blocked.0.from'] = '2030-06-01'
	fields['blocked.0.to'] = '2030-06-03'
	fields['blocked.0.reason'] = HOSTILE
	// Another row is shown; nothing is saved yet and nothing typed is lost.
	const more = await client.post(PATH, { ...fields, add: 'weekly.3' })
	assert.equal(more.status, 200)
	const again = inputs(more)
	assert.equal(Object.keys(again).filter((name) => again[name] === '3' &&
		/\.day$/.test(name)).length, 3)
	assert.equal(again['overrides.0.date'], '2030-05-01')
	assert.equal(again['blocked.0.reason'], HOSTILE)
	assert.ok(isInert(more.body))
	assert.equal((await client.get(API)).json.overrides.length, 0)
	const windowed = await client.post(PATH, { ...again, add: 'overrides.0',
		'overrides.0.windows.0.start': '10:00', 'overrides.0.windows.0.end': '11:00' })
	const third = inputs(windowed)
	assert.equal(third['overrides.0.windows.1.start'], '')
	third['overrides.0.windows.1.start'] = '12:00'
	third['overrides.0.windows.1.end'] = '13:00'
	assert.equal((await client.post(PATH, third)).status, 303)
	assert.deepEqual((await client.get(API)).json, { timezone: 'UTC',
		weekly: [{ day: 1, start: '09:00', end: '12:00' },
			{ day: 3, start: '09:30', end: '24:00' }],
		overrides: [{ date: '2030-05-01', windows: [{ start: '10:00', end: '11:00' },
			{ start: '12:00', end: '13:00' }] }],
		blocked: [{ from: '2030-06-01', to: '2030-06-03', reason: HOSTILE }] })
	const shown = await client.get(PATH)
	assert.ok(isInert(shown.body))

	fields = inputs(shown)
	const less = await client.post(PATH, { ...fields, remove: 'overrides.0' })
	assert.equal(less.status, 200)
	assert.equal(inputs(less)['overrides.0.date'], '')
	fields = inputs(less)
	fields['weekly.0.start'] = ''
	fields['weekly.0.end'] = ''
	assert.equal((await client.post(PATH, fields)).status, 303)
	const left = (await client.get(API)).json
	assert.deepEqual(left.weekly, [{ day: 3, start: '09:30', end: '24:00' }])
	assert.deepEqual(left.overrides, [])
})

test('a mistake stands beside its row and nothing typed is lost', async () => {
	await put({ timezone: 'UTC', weekly: [{ day: 1, start: '09:00', end: '12:00' }] })
	const fields = inputs(await client.get(PATH))
	const row = spare(fields, 5)
	fields[`${row}.start`] = '18:00'
	fields[`${row}.end`] = '17:00'
	fields['blocked.0.from'] = 'soon'
	fields['blocked.0.reason'] = '"><b>x'
	const refused = await client.post(PATH, fields)
	assert.equal(refused.status, 422)
	const again = inputs(refused)
	assert.equal(again['blocked.0.from'], 'soon')
	assert.equal(again['blocked.0.reason'], '"><b>x')
	const wrong = Object.keys(again).find((name) => again[name] === '18:00')
		.replace('.start', '')
	assert.match(refused.body, new RegExp(`id="${wrong}-error"`))
	assert.match(refused.body, new RegExp(`href="#${wrong}\\.end"`))
	assert.match(refused.body, /The end has to come after the start/)
	assert.match(refused.body, /id="blocked\.0-error"/)
	// Wrong as a form: the zone is too long, rows stay all the same.
	const long = await client.post(PATH, { ...fields, timezone: 'x'.repeat(65) })
	assert.equal(long.status, 422)
	assert.ok(Object.values(inputs(long)).includes('18:00'))
	assert.match(long.body, /id="timezone-error"/)
})

test('a zone is found by its city, every zone is offered', async () => {
	const fields = inputs(await client.get(PATH))
	for (const [typed, zone] of [['los angeles', 'America/Los_Angeles'],
		['Kathmandu', 'Asia/Kathmandu'], ['asia/calcutta', 'Asia/Calcutta'],
		['america/new york', 'America/New_York'], ['Japan', 'Japan']]) {
		assert.equal((await client.post(PATH, { ...fields, timezone: typed })).status,
			303, typed)
		assert.equal((await client.get(API)).json.timezone, zone)
	}
	assert.equal((await client.post(PATH, { ...fields, timezone: 'Atlantis' })).status,
		422)
	const page = await client.get(PATH)
	const offered = [...page.body.matchAll(/<option value="([A-Z][^"]*)">/g)]
		.map((m) => m[1])
	const known = (await stack.sql(`SELECT name FROM pg_timezone_names
		WHERE name ~ '^[A-Z]' AND is_zone(name)`)).map((row) => row.name)
	assert.deepEqual(offered.toSorted(), known.toSorted())
	assert.match(page.body, /<option value="Europe\/Lisbon">Lisbon, Portugal</)
})

test('the page shows what is taken and what members can book', async () => {
	await put({ timezone: 'UTC', weekly: [1, 2, 3, 4, 5, 6, 7].map((day) =>
		({ day, start: '00:00', end: '24:00' })) })
	await list(stack, expert)
	const booker = await stack.addMember({ name: 'Booker Bo' })
	const free = (await stack.client().get(
		`/api/mentors/${expert.ref}/availability?tz=UTC`)).json.slots
	const at = free.find(({ start }, i) => i >= 48 && start.includes('T12:00')).start
	await stack.sql(`WITH who AS (SELECT set_config('app.user_id', $1, true))
		SELECT session_book($2, $3, $4, 'goals', 'free') FROM who`,
	String(booker.id), expert.ref, expert.types[1].id, at)
	const page = await client.get(PATH)
	assert.match(page.body, /data-busy="booked"[^>]*>.*Booker Bo/)
	assert.match(page.body, new RegExp(`00:00–${at.slice(11, 16)}, `))
	assert.equal((page.body.match(/Nothing free/g) ?? []).length, 0)
	assert.deepEqual(page.links(/^\/mentors\/\d+$/), [`/mentors/${expert.ref}`])
})
