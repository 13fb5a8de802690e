// Free times between two dates as JSON: the contract's shape, its limits, and
// what is shown is what the booking accepts, over every change of the clocks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Temporal } from '@js-temporal/polyfill'
import { startStack } from '../../support/stack.mjs'
import { addDays, addExpert, mondayAfter } from './experts.mjs'

let stack, client

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	client = stack.client({ json: true })
})
after(() => stack.stop())

const free = (expert, query, base = 'interviewers') =>
	client.get(`/api/${base}/${expert.ref}/availability?${new URLSearchParams(query)}`)

test('the shape is exactly the contract’s', async () => {
	const expert = await addExpert(stack, { timezone: 'Europe/Berlin',
		weekly: [{ day: 1, start: 540, end: 630 }] })
	const monday = mondayAfter()
	const answer = await free(expert, { from: monday, to: addDays(monday, 7),
		tz: 'Europe/Berlin' })
	assert.equal(answer.status, 200)
	const at = (clock) => Temporal.PlainDateTime.from(`${monday}T${clock}`)
		.toZonedDateTime('Europe/Berlin').toInstant().toString()
	assert.deepEqual(answer.json, { timezone: 'Europe/Berlin', slots: [
		{ start: at('09:00'), end: at('09:30') },
		{ start: at('09:30'), end: at('10:00') },
		{ start: at('10:00'), end: at('10:30') },
	] })
	for (const base of ['mentors', 'concierges'])
		assert.deepEqual((await free(expert, { from: monday, to: addDays(monday, 7),
			tz: 'Europe/Berlin' }, base)).json, answer.json)
})

test('a concierge’s free times, and nobody’s', async () => {
	const expert = await addExpert(stack, { kind: 'concierge',
		types: [['concierge', 30, 0]], weekly: [{ day: 1, start: 600, end: 660 }] })
	const from = mondayAfter()
	const query = `from=${from}&to=${addDays(from, 1)}&tz=UTC`
	const answer = await client.get(`/concierges/${expert.ref}/availability?${query}`)
	assert.equal(answer.status, 200, answer.body)
	assert.match(answer.headers['content-type'], /^application\/json/)
	assert.deepEqual(answer.json.slots.map(({ start }) => start),
		[`${from}T10:00:00Z`, `${from}T10:30:00Z`])
	assert.deepEqual((await free(expert, { from, to: addDays(from, 1), tz: 'UTC',
		type: expert.types[0].id }, 'concierges')).json, answer.json)
	for (const id of ['1', '0', 'x', '9'.repeat(30)])
		assert.equal((await client.get(`/concierges/${id}/availability?${query}`)).status, 404, id)
	const paused = await addExpert(stack, { kind: 'concierge', status: 'paused' })
	assert.equal((await client.get(`/concierges/${paused.ref}/availability?${query}`)).status, 404)
	const odd = await client.get(`/concierges/${expert.ref}/availability?from=${from}&to=${from}`)
	assert.equal(odd.status, 422)
	assert.deepEqual(Object.keys(odd.json.errors), ['to'])
})

test('a type gives its length; short ones start more often', async () => {
	const expert = await addExpert(stack, { weekly: [{ day: 1, start: 540,
		end: 630 }], types: [['mentoring', 60, 0], ['introduction', 15, 0]] })
	const other = await addExpert(stack)
	const from = mondayAfter()
	const clocks = async (type) => (await free(expert, { from,
		to: addDays(from, 1), tz: 'UTC', type })).json.slots
		.map((s) => `${s.start.slice(11, 16)}-${s.end.slice(11, 16)}`)
	assert.deepEqual(await clocks(expert.types[0].id), ['09:00-10:00', '09:30-10:30'])
	assert.deepEqual(await clocks(expert.types[1].id), ['09:00-09:15',
		'09:15-09:30', '09:30-09:45', '09:45-10:00', '10:00-10:15', '10:15-10:30'])
	const refused = await free(expert, { type: other.types[0].id })
	assert.equal(refused.status, 422)
	assert.deepEqual(Object.keys(refused.json.errors), ['type'])
})

test('from is inclusive, to exclusive, both in tz', async () => {
	const expert = await addExpert(stack, { weekly: [1, 2, 3, 4, 5, 6, 7]
		.map((day) => ({ day, start: 0, end: 1440 })) })
	const from = mondayAfter()
	const { slots } = (await free(expert, { from, to: addDays(from, 1),
		tz: 'Asia/Kathmandu' })).json
	assert.equal(slots.length, 48)
	assert.equal(slots[0].start, `${addDays(from, -1)}T18:30:00Z`)
	assert.equal(slots.at(-1).start, `${from}T18:00:00Z`)
})

test('dates left out are the next two weeks', async () => {
	const expert = await addExpert(stack, { weekly: [1, 2, 3, 4, 5, 6, 7]
		.map((day) => ({ day, start: 720, end: 750 })) })
	const answer = await free(expert, {})
	assert.equal(answer.json.timezone, 'UTC')
	assert.ok(answer.json.slots.length >= 13 && answer.json.slots.length <= 14)
	const member = await stack.signIn(await stack.addMember(
		{ timezone: 'Australia/Lord_Howe' }))
	assert.equal((await member.get(`/api/mentors/${expert.ref}/availability`))
		.json.timezone, 'Australia/Lord_Howe')
})

test('what makes no sense is refused by field', async () => {
	const expert = await addExpert(stack)
	const from = mondayAfter()
	for (const [query, field] of [
		[{ from, to: from }, 'to'], [{ from, to: addDays(from, -1) }, 'to'],
		[{ from, to: addDays(from, 63) }, 'to'], [{ from: 'soon' }, 'from'],
		[{ from: '2027-02-30', to: '2027-03-01' }, 'from'],
		[{ from: '2027-3-1' }, 'from'], [{ tz: 'Europe/Atlantis' }, 'tz'],
		[{ tz: 'CET' }, 'tz'], [{ tz: '../../etc/passwd' }, 'tz'],
		[{ tz: 'europe/berlin' }, 'tz'], [{ tz: "UTC'; --" }, 'tz'],
		[{ tz: 'Foo/Bar5' }, 'tz'], [{ tz: 'x'.repeat(61) }, 'tz'],
		[{ type: 'x' }, 'type'], [{ type: '-1' }, 'type'], [{ type: 1 }, 'type']]) {
		const answer = await free(expert, query)
		assert.equal(answer.status, 422, JSON.stringify(query))
		assert.equal(answer.headers['content-type'], 'application/problem+json')
		assert.deepEqual(Object.keys(answer.json.errors), [field],
			JSON.stringify(query))
	}
	assert.equal((await free(expert, { from, to: addDays(from, 62) })).status, 200)
	assert.equal((await client.get(`/api/interviewers/${expert.ref}/availability`
		+ '?from=2027-01-01&from=2027-01-02')).status, 422)
	assert.deepEqual((await free(expert, { from: '1970-01-01', to: '1970-01-05' }))
		.json.slots, [])
	assert.equal((await client.call('POST',
		`/api/interviewers/${expert.ref}/availability`, {})).status, 405)
})

test('every zone of the system is known to both sides', async () => {
	const expert = await addExpert(stack, { weekly: [] })
	const names = (await stack.sql(`SELECT name FROM pg_timezone_names
		WHERE name ~ '^[A-Z]' AND name !~ '^(posix|right|Factory)'`))
		.map((row) => row.name)
	const refused = []
	for (const tz of names) {
		const { status } = await free(expert, { from: '2030-01-01',
			to: '2030-01-02', tz })
		if (status !== 200)
			refused.push(tz)
	}
	assert.ok(names.length > 500, `${names.length} zones`)
	assert.deepEqual(refused.sort(), ['CET', 'EET', 'MET', 'WET'])
})

// --- what is shown is what is accepted ------------------------------------------
const ZONES = ['America/New_York', 'Europe/Lisbon', 'Africa/Cairo',
	'Australia/Lord_Howe', 'America/Santiago', 'Atlantic/Azores']
const WINDOWS = [[0, 90], [120, 180], [540, 1020], [1290, 1440]]

for (const zone of ZONES)
	test(`${zone}: the slots of both changes of the clocks`, async () => {
		const expert = await addExpert(stack, { timezone: zone, horizon: 366,
			weekly: [1, 2, 3, 4, 5, 6, 7].flatMap((day) => WINDOWS.map(
				([start, end]) => ({ day, start, end }))),
			types: [['mentoring', 45, 0]] })
		let at = Temporal.Now.zonedDateTimeISO(zone)
		for (let i = 0; i < 2; i++) {
			at = at.getTimeZoneTransition('next')
			const day = at.toPlainDate()
			const [from, to] = [day.subtract({ days: 1 }), day.add({ days: 2 })]
			const shown = (await free(expert, { from, to, tz: zone,
				type: expert.types[0].id })).json.slots.map((s) => s.start)
			const accepted = await stack.sql(`SELECT rfc3339(u) AS at
				FROM generate_series($1::timestamptz, $2::timestamptz,
					interval '5 minutes') u WHERE slot_is_free($3, 45, u)`,
			from.toZonedDateTime(zone).toInstant().toString(),
			to.toZonedDateTime(zone).toInstant().subtract({ seconds: 1 })
				.toString(), expert.id)
			assert.ok(shown.length > 50, `${shown.length} slots`)
			assert.deepEqual(shown, accepted.map((row) => row.at))
		}
	})
