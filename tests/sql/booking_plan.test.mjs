// The hot queries of booking on a platform with some size: each reads indexes,
// in the order it shows them, as the role that asks.  Generic plans, as prepared
// statements have them; read the second time, when the catalogue is known.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'

const source = process.env.PGDATABASE ?? 'app_test'
const database = `plan_${process.pid}`
const EXPERTS = 1500

function sql(statements, ...options) {
	return execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', ...options,
		database], { input: statements, encoding: 'utf8' }).trim()
}
function plan(query, who = 0) {
	return sql(`SET plan_cache_mode = force_generic_plan;
		SELECT set_config('app.user_id', '${who || ''}', false) \\g /dev/null
		SET ROLE belay_booking;
		PREPARE asked AS ${query}; EXECUTE asked \\g /dev/null
		EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) EXECUTE asked`)
}
const reads = text => Number(/Buffers: shared hit=(\d+)/.exec(text)[1])

before(() => {
	execFileSync('createdb', ['-O', 'belay_owner', '-T', source, database])
	sql('', '-v', `experts=${EXPERTS}`, '-f', 'tests/sql/fixture/large_seed.psql')
	sql('VACUUM ANALYZE')
})
after(() => execFileSync('dropdb', ['-f', database]))

const page = (sort, skill, rest = '') => `SELECT * FROM expert_page('mentor',
	'${sort}', ${skill}, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC',
	${rest || 'NULL, NULL'}, 20)`

test('twenty cards of a skill by rating: one index, in order', () => {
	const text = plan(page('rating', `'go'`))
	assert.match(text, /Index Only Scan using expert_rank_page/)
	assert.match(text, /Index Scan using expert_listing_pkey/)
	assert.doesNotMatch(text, /Sort Key|Seq Scan on expert/)
	assert.ok(reads(text) < 120, text)
})

test('a later page costs what the first costs', () => {
	const key = sql(`SELECT key || ',' || expert_id FROM expert_rank
		WHERE kind = 'mentor' AND sort = 'best' AND skill_id = 0
		ORDER BY key, expert_id OFFSET 300 LIMIT 1`)
	const text = plan(page('best', 'NULL', key))
	assert.match(text, /rows=20/)
	assert.doesNotMatch(text, /Sort Key|Seq Scan on expert/)
	assert.ok(reads(text) < 120, text)
})

test('a search text: both text indexes', () => {
	const text = plan(`SELECT * FROM expert_search('kubernets', 'mentor', 'best',
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'UTC', NULL, NULL, 20)`)
	assert.doesNotMatch(text, /Seq Scan on expert_listing/)
})

test('my sessions: the participant index, in order, under its policy', () => {
	const who = sql(`SELECT person_id FROM session_participant
		WHERE side = 'expert' LIMIT 1`)
	for (const query of [
		`SELECT session_id, starts_at FROM session_participant
			WHERE starts_at > app_now() ORDER BY starts_at, session_id LIMIT 5`,
		`SELECT * FROM my_session WHERE starts_at > app_now()
			AND status = 'scheduled' ORDER BY starts_at LIMIT 5`,
		`SELECT * FROM my_session ORDER BY starts_at DESC, id DESC LIMIT 20`]) {
		const text = plan(query, who)
		assert.match(text, /session_participant_list/)
		assert.doesNotMatch(text, /Seq Scan on (session|expert|profile)/)
		assert.ok(reads(text) < 200, text)
	}
})

test('slots, acceptance and alternatives read little', () => {
	const who = sql(`SELECT expert_id FROM session WHERE status = 'scheduled'
		LIMIT 1`)
	for (const [query, most] of [
		[`SELECT * FROM slots(${who}, 30, current_date, current_date + 60,
			'Europe/Berlin')`, 400],
		[`SELECT slot_is_free(${who}, 60, now() + interval '3 days')`, 400],
		[`SELECT * FROM slot_alternatives(${who}, 60, now(), 3)`, 800]]) {
		const text = plan(query)
		assert.ok(reads(text) < most, text)
	}
})

test('what the clock asks every few seconds reads indexes', () => {
	for (const where of [`expires_at <= app_now()`,
		`status = 'scheduled' AND starts_at <= app_now()`,
		`status IN ('scheduled', 'in_progress')
			AND ends_at <= app_now() - interval '24 hours'`]) {
		const text = sql(`EXPLAIN SELECT id FROM session WHERE ${where} LIMIT 100`)
		assert.doesNotMatch(text, /Seq Scan/, text)
	}
})
