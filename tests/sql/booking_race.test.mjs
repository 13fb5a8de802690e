// Many at once: one slot, crossed bookings, moves, maxima, and several workers.
// In a database of its own, a copy of the one that PGDATABASE names.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as course from '../support/race.mjs'

const { sql, race, open, close } = course.racecourse('race')
const { tally } = course
const FIRST = 910000

const as = (who, call) => course.as(who, call, 'belay_booking')
const deal = scripts => course.deal(scripts, 40)
const book = (who, expert, start) => as(who, `session_book(${FIRST * 10 + expert},
	${FIRST * 10 + expert}, ${start}, NULL, 'free')`)
const at = minutes => `date_trunc('day', app_now()) + interval '3 days'
	+ interval '${minutes} minutes'`
const soundness = () => assert.equal(sql(`
	SELECT count(*) FROM session_participant a JOIN session_participant b
		ON a.person_id = b.person_id AND a.session_id < b.session_id
		AND tstzrange(a.starts_at, a.ends_at)
			&& tstzrange(b.starts_at, b.ends_at)
	WHERE a.status IN ('held', 'requested', 'scheduled', 'in_progress')
		AND b.status IN ('held', 'requested', 'scheduled', 'in_progress')`), '0',
	'nobody is in two places')

before(() => {
	open()
	// Six experts (0 to 5) who are open day and night, and 200 clients.
	sql(`INSERT INTO users (id, email, verified_at, created_at)
			OVERRIDING SYSTEM VALUE
			SELECT ${FIRST} + n, 'race' || n || '@race.test', now(), now()
			FROM generate_series(0, 299) n;
		INSERT INTO profile (user_id, handle, display_name)
			SELECT ${FIRST} + n, 'race-' || n, 'Racer ' || n
			FROM generate_series(0, 299) n;
		INSERT INTO expert (user_id, ref, alias, alias_seed, timezone,
			min_notice_hours)
			SELECT ${FIRST} + n, ${FIRST} * 10 + n, 'Racer ' || n, 'x', 'UTC', 0
			FROM generate_series(0, 5) n;
		INSERT INTO expert_kind (user_id, kind, status)
			SELECT ${FIRST} + n, 'mentor', 'verified' FROM generate_series(0, 5) n;
		INSERT INTO session_type (id, expert_id, kind, minutes, price_amount)
			OVERRIDING SYSTEM VALUE
			SELECT ${FIRST} * 10 + n, ${FIRST} + n, 'mentoring', 60, 0
			FROM generate_series(0, 5) n;
		INSERT INTO availability_rule SELECT ${FIRST} + n, d, 0, 1440
			FROM generate_series(0, 5) n, generate_series(1, 7) d`)
})
after(close)

test('200 clients race for one slot: one has it, 199 are offered others',
	async () => {
		const { ok, errors, details } = await race(deal(Array.from(
			{ length: 200 }, (_, i) => book(FIRST + 50 + i, 0, at(600)))))
		assert.equal(ok.length, 1)
		assert.deepEqual(tally(errors), { 'BL409 slot_taken': 199 })
		assert.equal(details.filter(d => d.alternatives.length === 3).length, 199)
		soundness()
	})

test('200 crossed bookings among six people: no deadlock', async () => {
	let seed = 7
	const random = n => {
		seed = (seed * 1103515245 + 12345) % 2147483648
		return (seed >> 12) % n
	}
	const scripts = Array.from({ length: 200 }, () => {
		const client = random(6)
		const expert = (client + 1 + random(5)) % 6
		return book(FIRST + client, expert, at(60 * random(24) + 1440))
	})
	const begun = Date.now()
	const { ok, errors } = await race(deal(scripts))
	console.log(`${ok.length} booked, ${JSON.stringify(tally(errors))}, `
		+ `${Date.now() - begun} ms`)
	assert.equal(ok.length + errors.length, 200)
	assert.ok(ok.length > 20)
	assert.deepEqual(errors.filter(e => !/^BL409 slot_/.test(e)), [])
	soundness()
})

test('two sessions moved on to one another\'s way: one arrives', async () => {
	sql(`UPDATE expert SET max_per_day = NULL`)
	const ids = [100, 101, 102, 103].map((who, i) => sql(as(FIRST + who,
		`session_book(${FIRST * 10 + 1}, ${FIRST * 10 + 1},
		${at(2880 + i * 120)}, NULL, 'free')`)).split('|').at(-1))
	const { ok, errors } = await race(ids.map((id, i) => as(FIRST + 100 + i,
		`session_reschedule(${id}, ${at(2880 + 1200)})`)))
	assert.equal(ok.length, 1)
	assert.deepEqual(tally(errors), { 'BL409 slot_taken': 3 })
	soundness()
})

test('a daily maximum of one holds for two different slots', async () => {
	sql(`UPDATE expert SET max_per_day = 1 WHERE user_id = ${FIRST + 2}`)
	const { ok, errors } = await race(Array.from({ length: 20 }, (_, i) =>
		book(FIRST + 120 + i, 2, at(7 * 1440 + 60 * i))))
	assert.equal(ok.length, 1)
	assert.deepEqual(tally(errors), { 'BL409 slot_day_full': 19 })
})

test('one click, twice: one session', async () => {
	const { ok, errors } = await race(Array.from({ length: 8 }, () =>
		book(FIRST + 150, 3, at(8 * 1440))))
	assert.equal(ok.length, 1)
	assert.deepEqual(tally(errors), { 'BL409 slot_taken': 7 })
})

test('a hold that ran out goes to one of those who want it', async () => {
	sql(as(FIRST + 160, `session_hold(${FIRST * 10 + 4}, ${FIRST * 10 + 4},
		${at(9 * 1440)})`))
	sql(`UPDATE session SET expires_at = now() WHERE status = 'held'`)
	const { ok } = await race(Array.from({ length: 8 }, (_, i) =>
		book(FIRST + 161 + i, 4, at(9 * 1440))))
	assert.equal(ok.length, 1)
	soundness()
})

test('accepted and cancelled at once: one of the two', async () => {
	sql(`UPDATE expert SET confirm_by_hand = true, max_per_day = NULL
		WHERE user_id = ${FIRST + 5}`)
	for (let i = 0; i < 10; i++) {
		const who = FIRST + 180 + i
		const id = sql(as(who, `session_book(${FIRST * 10 + 5},
			${FIRST * 10 + 5}, ${at(10 * 1440 + i * 60)}, NULL, 'free')`))
			.split('|').at(-1)
		const { ok, errors } = await race([
			as(FIRST + 5, `session_accept(${id}, 2)`),
			as(who, `session_cancel(${id}, 'schedule', NULL, 2)`)])
		assert.equal(ok.length, 1)
		assert.deepEqual(errors, ['BL409 session_changed'])
	}
})

test('four workers share what is due, and do it once', async () => {
	sql(`INSERT INTO session (kind, status, client_id, expert_id, type_kind,
			minutes, starts_at, ends_at, created_at)
		SELECT 'mentor_call', 'scheduled', ${FIRST} + 50 + n, ${FIRST} + n % 6,
			'mentoring', 60, now() - n * interval '1 hour' - interval '2 days',
			now() - n * interval '1 hour' - interval '47 hours', now()
		FROM generate_series(0, 199) n`)
	const tick = `BEGIN; SET LOCAL ROLE belay_worker;
		SELECT 'ok', session_tick(20); COMMIT;\n`
	const { errors } = await race(Array.from({ length: 4 },
		() => tick.repeat(20)))
	assert.deepEqual(errors, [])
	assert.equal(sql(`SELECT count(*), count(DISTINCT h.session_id)
		FROM session_history h JOIN session s ON s.id = h.session_id
		WHERE h.move = 'complete' AND s.status = 'completed'`), '200|200')
})

test('without the functions the database still refuses', async () => {
	const insert = who => `BEGIN; INSERT INTO session (kind, status, client_id,
		expert_id, type_kind, minutes, starts_at, ends_at, created_at)
		VALUES ('intro', 'scheduled', ${who}, ${FIRST + 3}, 'introduction', 60,
		${at(20 * 1440)}, ${at(20 * 1440 + 60)}, now()) RETURNING 'ok', id;
		COMMIT;\n`
	const { ok, errors } = await race([insert(FIRST + 200), insert(FIRST + 201)])
	assert.equal(ok.length, 1)
	assert.match(errors[0], /^23P01 .*busy_overlap/)
})
