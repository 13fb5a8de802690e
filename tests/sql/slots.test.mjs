// slots() against Temporal: in every zone, around every change of the clocks in
// the next two years, for rules that cross it, the slots are the same, and what
// is shown is what is accepted.
//
// Runs in one transaction of the database that PGHOST and PGDATABASE name, as
// its owner, and rolls it back.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { Temporal } from '@js-temporal/polyfill'

const ZONES = [
	'Africa/Cairo', // at midnight, since 2023
	'Africa/Casablanca', // back for Ramadan
	'America/Asuncion', // no more changes since 2024
	'America/Havana', // 00:00 becomes 01:00
	'America/New_York',
	'America/Nuuk', // on the eve, rules new in 2023
	'America/Santiago', // 24:00 becomes 23:00, southern
	'America/St_Johns', // -03:30
	'Asia/Almaty', // one zone since 2024
	'Asia/Beirut', // 00:00 becomes 01:00
	'Asia/Gaza', // rules differ from year to year
	'Asia/Kathmandu', // +05:45
	'Asia/Kolkata', // +05:30
	'Asia/Tehran', // +03:30, no more changes since 2022
	'Atlantic/Azores', // 00:00 becomes 01:00, 01:00 becomes 00:00
	'Australia/Adelaide', // +09:30, southern
	'Australia/Lord_Howe', // by half an hour
	'Australia/Sydney',
	'Europe/Berlin',
	'Europe/Chisinau', // at 02:00, not 01:00 UTC
	'Europe/London',
	'Pacific/Auckland',
	'Pacific/Chatham', // +12:45, changes at 02:45
	'Pacific/Apia',
]
const RULES = [
	[[0, 1440]],
	[[0, 90], [120, 180], [185, 400], [1290, 1440]],
	[[30, 150], [150, 195], [1380, 1440]],
	[[75, 165], [1305, 1425]],
	[[540, 1020]],
]
const LENGTHS = [15, 30, 45, 60, 90]
const VIEWERS = ['UTC', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Apia']
const EXPERT = 900001

// --- one psql, one answer a line ---------------------------------------------
let psql, lines
function ask(sql) {
	psql.stdin.write(`SELECT coalesce((${sql})::text, 'null');\n`)
	return lines.next().then(({ value, done }) => {
		assert.ok(!done, `psql ended at: ${sql}`)
		return JSON.parse(value)
	})
}
async function run(sql) {
	psql.stdin.write(`${sql};\n`)
	await ask(`'0'::jsonb`)
}

before(async () => {
	psql = spawn('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1'], {
		stdio: ['pipe', 'pipe', 'inherit'],
	})
	lines = createInterface({ input: psql.stdout })[Symbol.asyncIterator]()
	await run(`BEGIN; INSERT INTO users (id, email, created_at) OVERRIDING
		SYSTEM VALUE VALUES (${EXPERT}, 'slots@oracle.test', app_now());
		INSERT INTO profile (user_id, handle, display_name)
		VALUES (${EXPERT}, 'slots-oracle', 'Oracle');
		INSERT INTO expert (user_id, alias, alias_seed, timezone, horizon_days,
			min_notice_hours)
		VALUES (${EXPERT}, 'Oracle', 'x', 'UTC', 366, 0)`)
})
after(() => psql.stdin.end('ROLLBACK;\n'))

// --- the oracle --------------------------------------------------------------
const seen = new Map()
function instantOf(day, minute, zone) {
	const key = `${day} ${minute} ${zone}`
	if (!seen.has(key)) {
		const wall = day.toPlainDateTime().add({ minutes: minute })
		const z = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
		seen.set(key, z.toPlainDateTime().equals(wall)
			? z.epochMilliseconds : null)
	}
	return seen.get(key)
}
function wallOf(ms, zone) {
	return Temporal.Instant.fromEpochMilliseconds(ms)
		.toZonedDateTimeISO(zone).toPlainDateTime()
}
// rules: weekday -> windows; from and to are dates of the viewer.
function expected({ zone, rules, minutes, from, to, viewer, now }) {
	const lo = Math.max(from.toZonedDateTime(viewer).epochMilliseconds, now)
	const hi = to.toZonedDateTime(viewer).epochMilliseconds
	const starts = []
	let day = from.subtract({ days: 2 })
	for (; Temporal.PlainDate.compare(day, to.add({ days: 2 })) < 0;
		day = day.add({ days: 1 })) {
		for (const [open, close] of rules(day.dayOfWeek))
			starts.push(...inWindow(zone, day, open, close, minutes))
	}
	return starts.filter(s => s >= lo && s < hi).sort((a, b) => a - b)
}
function inWindow(zone, day, open, close, minutes) {
	const found = []
	const closing = instantOf(day, close, zone) ?? Infinity
	const wall = day.toPlainDateTime().add({ minutes: close })
	for (let m = open; m < close; m += Math.min(minutes, 30)) {
		const start = instantOf(day, m, zone)
		const end = start + minutes * 60000
		if (start === null || end > closing)
			continue
		if (Temporal.PlainDateTime.compare(wallOf(end, zone), wall) <= 0)
			found.push(start)
	}
	return found
}
function changesOf(zone, from, years) {
	const found = []
	let at = from.toZonedDateTimeISO(zone)
	for (;;) {
		at = at.getTimeZoneTransition('next')
		if (!at || at.epochMilliseconds > from.epochMilliseconds
			+ years * 366 * 86400000)
			return found
		found.push(at)
	}
}

// --- asking the database -----------------------------------------------------
async function useZone(zone) {
	await run(`UPDATE expert SET timezone = '${zone}' WHERE user_id = ${EXPERT}`)
}
async function useRules(rules) {
	const rows = []
	for (let day = 1; day <= 7; day++)
		for (const [open, close] of rules(day))
			rows.push(`(${EXPERT}, ${day}, ${open}, ${close})`)
	await run(`DELETE FROM availability_rule WHERE expert_id = ${EXPERT};
		INSERT INTO availability_rule VALUES ${rows.join()}`)
}
async function useClock(ms) {
	await ask(`SELECT to_jsonb(set_config('app.clock_offset',
		(${ms / 1000} - extract(epoch FROM now()))::text, true))`)
}
const slots = c => ask(`SELECT coalesce(jsonb_agg((extract(epoch FROM start_at)
	* 1000)::bigint ORDER BY start_at), '[]') FROM slots(${EXPERT}, ${c.minutes},
	'${c.from}', '${c.to}', '${c.viewer}')`)
const shown = list => list.map(ms => new Date(ms).toISOString())
async function compare(c) {
	const want = expected(c)
	const got = await slots(c)
	if (JSON.stringify(want) !== JSON.stringify(got))
		assert.deepEqual(shown(got), shown(want), JSON.stringify(c))
	return got
}

test('both sides know recent rules', () => {
	const tzdata = readFileSync('/usr/share/zoneinfo/tzdata.zi', 'latin1')
		.split('\n')[0]
	console.log(`node tz ${process.versions.tz}, system ${tzdata}`)
	assert.ok(process.versions.tz >= '2025')
	assert.match(tzdata, /version 20(2[5-9]|[3-9])/)
})

test('AT TIME ZONE alone is wrong in a skipped and a repeated hour', async () => {
	const zone = `'Europe/Berlin'`
	const skipped = `timestamp '2027-03-28 02:30'`
	const repeated = `timestamp '2027-10-31 02:30'`
	assert.equal(await ask(`SELECT to_jsonb(${skipped} AT TIME ZONE ${zone}
		AT TIME ZONE ${zone} = ${skipped})`), false)
	assert.equal(await ask(`SELECT to_jsonb(local_instant(${skipped}, ${zone}))`),
		null)
	assert.equal(await ask(`SELECT to_jsonb(${repeated} AT TIME ZONE ${zone}
		- local_instant(${repeated}, ${zone}) = interval '1 hour')`), true)
})

const started = Temporal.Now.instant()
// Governments change rules faster than both sides are updated: a zone whose
// changes of the next years fall into different hours can't be compared.  Three
// may be such at a time; more is a mistake of ours.
const different = new Set()
async function knowsRules(zone) {
	if (await knowsSame(zone))
		return true
	different.add(zone)
	assert.ok(different.size <= 3, `different rules: ${[...different].join(', ')}`)
	return false
}
async function knowsSame(zone) {
	const first = started.epochMilliseconds / 1000
	const hours = await ask(`SELECT coalesce(jsonb_agg(jsonb_build_array(
			extract(epoch FROM h) * 1000, before, later)), '[]')
		FROM (SELECT h, offset_ms AS later, lag(offset_ms) OVER (ORDER BY h) AS before
			FROM (SELECT h, extract(epoch FROM (h AT TIME ZONE '${zone}')
					- (h AT TIME ZONE 'UTC')) * 1000 AS offset_ms
				FROM generate_series(to_timestamp(${first}), to_timestamp(${first})
					+ interval '1096 days', interval '1 hour') h) o) c
		WHERE before <> later`)
	const offset = ms => Temporal.Instant.fromEpochMilliseconds(ms)
		.toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
	return hours.length === changesOf(zone, started, 1096 / 366).length &&
		hours.every(([ms, before, later]) => offset(ms - 3600000) === before &&
			offset(ms) === later)
}

for (const zone of ZONES) {
	test(`${zone}: every change of two years`, async () => {
		if (!await knowsRules(zone))
			return
		await useZone(zone)
		const changes = changesOf(zone, started, 2)
		const centres = changes.length ? changes
			: [started.add({ hours: 24 * 200 }).toZonedDateTimeISO(zone)]
		let n = 0
		for (const at of centres) {
			const now = at.epochMilliseconds - 4 * 86400000
			await useClock(now)
			for (const windows of RULES) {
				const rules = () => windows
				await useRules(rules)
				for (const minutes of LENGTHS) {
					const day = at.toPlainDate()
					const got = await compare({
						zone, rules, minutes, now,
						viewer: VIEWERS[n++ % VIEWERS.length],
						from: day.subtract({ days: 2 }),
						to: day.add({ days: 3 }),
					})
					assert.ok(got.length > 0)
				}
			}
		}
		console.log(`# ${zone}: ${changes.length} changes, ${n} comparisons`)
	})

	test(`${zone}: 366 days of office hours`, async () => {
		if (!await knowsRules(zone))
			return
		await useZone(zone)
		const now = started.epochMilliseconds
		await useClock(now)
		const rules = d => d > 5 ? [[600, 720]] : [[540, 765], [810, 1050]]
		await useRules(rules)
		const today = started.toZonedDateTimeISO(zone).toPlainDate()
		const got = await compare({ zone, rules, minutes: 60, now, viewer: zone,
			from: today, to: today.add({ days: 366 }) })
		assert.ok(got.length > 366)
		const nine = got.map(ms => wallOf(ms, zone).toString().slice(11, 16))
		assert.ok(nine.includes('09:00') && !nine.includes('08:00'))
	})
}

test('what is shown is what is accepted, and nothing else', async () => {
	for (const zone of ['Europe/Berlin', 'America/Santiago',
		'Australia/Lord_Howe']) {
		await useZone(zone)
		await useRules(() => [[0, 1440]])
		for (const at of changesOf(zone, started, 1)) {
			await useClock(at.epochMilliseconds - 86400000)
			const wrong = await ask(`SELECT to_jsonb(count(*)) FROM (
				SELECT u, slot_is_free(${EXPERT}, 30, u) AS free,
					u IN (SELECT start_at FROM slots(${EXPERT}, 30,
					'${at.toPlainDate().subtract({ days: 1 })}',
					'${at.toPlainDate().add({ days: 2 })}', '${zone}')) AS listed
				FROM generate_series(
					to_timestamp(${at.epochMilliseconds / 1000 - 18000}),
					to_timestamp(${at.epochMilliseconds / 1000 + 18000}),
					interval '15 minutes') u) x
				WHERE free IS DISTINCT FROM listed`)
			assert.equal(wrong, 0, `${zone} ${at}`)
		}
	}
})
