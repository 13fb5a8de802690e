// Proration against an independent computation (Temporal for the days, BigInt for
// the money): every day of periods over leap years, ends of months and changes of
// the clocks; however a period is cut, the parts are the whole.
//
// Runs in one transaction of the database that PGHOST and PGDATABASE name, as
// its owner.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { Temporal } from '@js-temporal/polyfill'

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata',
	'Pacific/Apia', 'America/Havana', 'Asia/Beirut', 'Africa/Casablanca',
	'Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns', 'Asia/Kathmandu']
// Wall-clock beginnings: ends of months, leap days, hours that do not exist or twice.
const BEGINNINGS = ['2024-01-31T10:00', '2024-02-29T23:59', '2026-01-30T00:00',
	'2026-02-28T12:00', '2026-03-29T02:30', '2026-10-25T02:30', '2027-12-31T23:30',
	'2028-02-29T00:00', '2026-09-06T00:30', '2026-11-01T01:30', '2026-03-08T02:15']
const AMOUNTS = [0n, 1n, 99n, 9900n, 10000n, 29900n, 99999n, 299000n]

let psql, lines
function ask(sql) {
	psql.stdin.write(`SELECT coalesce((${sql})::text, 'null');\n`)
	return lines.next().then(({ value, done }) => {
		assert.ok(!done, `psql ended at: ${sql}`)
		return JSON.parse(value)
	})
}
before(() => {
	psql = spawn('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1'], {
		stdio: ['pipe', 'pipe', 'inherit'] })
	lines = createInterface({ input: psql.stdout })[Symbol.asyncIterator]()
})
after(() => psql.stdin.end())

// --- the oracle --------------------------------------------------------------
const date = (instant, zone) => instant.toZonedDateTimeISO(zone).toPlainDate()
const days = (from, to, zone) => date(from, zone).until(date(to, zone),
	{ largestUnit: 'days' }).days
// Half to even, by hand: how often does the half fit?
function portion(amount, part, whole) {
	const [top, low] = [2n * amount * BigInt(part) + BigInt(whole), 2n * BigInt(whole)]
	const up = top / low
	return top % low === 0n && up % 2n === 1n ? up - 1n : up
}
const iso = (instant) => `timestamptz '${instant}'`

test('periods end at the same wall-clock time, and come back to their day', async () => {
	for (const zone of ZONES)
		for (const begin of BEGINNINGS) {
			const anchor = Temporal.PlainDateTime.from(begin).toZonedDateTime(zone)
			const months = [1, 2, 3, 11, 12, 13, 24, 48]
			const wanted = months.map((n) => anchor.toPlainDateTime().add({ months: n })
				.toZonedDateTime(zone).toInstant().epochMilliseconds / 1000)
			const got = await ask(`SELECT json_agg(extract(epoch FROM period_end(${
				iso(anchor.toInstant())}, m, '${zone}'))::bigint ORDER BY m)
				FROM unnest(ARRAY[${months}]) m`)
			assert.deepEqual(got, wanted, `${begin} ${zone}`)
		}
})

test('every day of a period: what is left of it, and what goes back', async () => {
	for (const [n, zone] of ZONES.entries())
		for (const [m, begin] of BEGINNINGS.entries()) {
			const start = Temporal.PlainDateTime.from(begin).toZonedDateTime(zone)
			const stop = start.toPlainDateTime().add((n + m) % 4 === 0 ? { years: 1 }
				: { months: 1 }).toZonedDateTime(zone)
			const whole = days(start.toInstant(), stop.toInstant(), zone)
			const step = whole > 40 ? 29 : 1
			const amount = AMOUNTS[(n * 3 + m) % AMOUNTS.length]
			const at = []
			for (let d = 0; d < whole; d += step)
				at.push(start.add({ days: d, minutes: (d * 397) % 1430 }).toInstant())
			const kept = at.filter((i) => Temporal.Instant.compare(i, stop.toInstant()) < 0)
			const got = await ask(`SELECT json_agg(json_build_array(days_between(a, z, w),
				prorate_rest(${amount}, a, i, z, w), unused_part(${amount}, a, i, z, w))
				ORDER BY i) FROM unnest(ARRAY[${kept.map(iso)}]) i, (VALUES (${
				iso(start.toInstant())}, ${iso(stop.toInstant())}, '${zone}')) v (a, z, w)`)
			const wanted = kept.map((i) => {
				const used = days(start.toInstant(), i, zone)
				return [whole, Number(amount - portion(amount, used, whole)),
					Number(portion(amount, Math.max(0, whole - used - 1), whole))]
			})
			assert.deepEqual(got, wanted, `${begin} ${zone} ${amount}`)
		}
})

test('however it is cut, the parts are the whole', async () => {
	let seed = 42
	const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n
	const cuts = []
	for (let i = 0; i < 2000; i++) {
		const whole = 1 + random(i % 3 === 0 ? 366 : 31)
		const at = new Set([0, whole])
		for (let k = random(8); k > 0; k--)
			at.add(random(whole + 1))
		cuts.push({ amount: random(10_000_000), whole, at: [...at].sort((a, b) => a - b) })
	}
	const got = await ask(`SELECT json_agg((SELECT json_agg(prorate((c ->> 'amount')::bigint,
		(c -> 'at' ->> (k - 1))::int, (c -> 'at' ->> k)::int, (c ->> 'whole')::int)
		ORDER BY k) FROM generate_series(1, json_array_length(c -> 'at') - 1) k) ORDER BY n)
		FROM json_array_elements('${JSON.stringify(cuts)}') WITH ORDINALITY x (c, n)`)
	for (const [i, { amount, whole, at }] of cuts.entries()) {
		assert.equal(got[i].reduce((a, b) => a + b, 0), amount)
		for (const [k, part] of got[i].entries()) {
			// no part is a unit off its exact value
			const exact = amount * (at[k + 1] - at[k]) / whole
			assert.ok(Math.abs(part - exact) <= 1, `${part} of ${exact}`)
			assert.ok(part >= 0)
		}
	}
})

test('an upgrade in the middle: old until then, new from then, no day twice', async () => {
	for (const zone of ZONES)
		for (const begin of BEGINNINGS) {
			const start = Temporal.PlainDateTime.from(begin).toZonedDateTime(zone)
			const stop = start.toPlainDateTime().add({ months: 1 }).toZonedDateTime(zone)
			const [a, z] = [start.toInstant(), stop.toInstant()]
			for (const hours of [0, 23, 24 * 9 + 13, 24 * 27 + 1]) {
				const i = start.add({ hours }).toInstant()
				const [credit, rest] = await ask(`SELECT json_build_array(
					prorate_rest(9900, ${iso(a)}, ${iso(i)}, ${iso(z)}, '${zone}'),
					prorate_rest(29900, ${iso(a)}, ${iso(i)}, ${iso(z)}, '${zone}'))`)
				const [used, whole] = [days(a, i, zone), days(a, z, zone)]
				assert.equal(credit + Number(portion(9900n, used, whole)), 9900)
				assert.equal(rest + Number(portion(29900n, used, whole)), 29900)
			}
		}
})
