// The statements behind the pages of sessions, on a platform with some size: each
// reads by index and little, as the role that asks.  Generic plans, as prepared
// statements have them.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

const source = process.env.PGDATABASE ?? 'app_test'
const database = `session_plan_${process.pid}`
const TYPES = { int: 'bigint', id: 'bigint', text: 'text', json: 'text',
	bool: 'boolean', instant: 'timestamptz', date: 'date', minute: 'time' }
let expert, client

function sql(statements, ...options) {
	return execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', ...options,
		database], { input: statements, encoding: 'utf8' }).trim()
}

/** A statement of booking as the programs have it: its types and its text. */
function statement(name) {
	for (const file of ['book', 'calendar', 'desk', 'session', 'session_feedback',
		'session_move', 'session_note', 'session_proposal']) {
		const text = readFileSync(`cgi-bin/booking/${file}.sql`, 'utf8')
		const found = text.match(new RegExp(
			`^-- ${name}\\((.*)\\) (?:one|many)\\n((?:.*\\n)*?.*;)$`, 'm'))
		if (found)
			return { types: found[1].split(', ').filter(Boolean).map((one) =>
				TYPES[one.split(' ')[1].replace('?', '')]), text: found[2] }
	}
	assert.fail(`no statement ${name}`)
}

function plan(who, name, values) {
	const { types, text } = statement(name)
	const given = types.map((type, i) => `${values[i] ?? 'NULL'}::${type}`)
	const call = `asked${given.length ? `(${given.join(', ')})` : ''}`
	return sql(`SET plan_cache_mode = force_generic_plan;
		SELECT set_config('app.user_id', '${who}', false) \\g /dev/null
		SET ROLE belay_booking;
		PREPARE asked${types.length ? `(${types.join(', ')})` : ''} AS ${text}
		EXECUTE ${call} \\g /dev/null
		EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) EXECUTE ${call}`)
}
const reads = (text) => Number(/Buffers: shared hit=(\d+)/.exec(text)?.[1] ?? 0)

before(() => {
	execFileSync('createdb', ['-O', 'belay_owner', '-T', source, database])
	sql('', '-v', 'experts=1500', '-f', 'tests/sql/fixture/large_seed.psql')
	sql(`INSERT INTO session_note (session_id, author_id, kind, words, created_at,
			changed_at) SELECT id, client_id, 'shared', 'Words', created_at,
			created_at FROM session, generate_series(1, 2);
		INSERT INTO session_feedback (session_id, author_id, side, stars, created_at,
			show_at) SELECT id, client_id, 'client', 5, completed_at, completed_at
			FROM session WHERE status = 'completed' ON CONFLICT DO NOTHING;
		INSERT INTO session_proposal (session_id, from_session_id, expert_id,
			client_id, starts, status, created_at, expires_at) SELECT id, id,
			expert_id, client_id, ARRAY[starts_at], 'expired', created_at,
			created_at FROM session`)
	sql('VACUUM ANALYZE')
	;[expert, client] = sql(`SELECT expert_id || ' ' || client_id FROM session
		WHERE status = 'scheduled' AND starts_at > app_now() LIMIT 1`).split(' ')
})
after(() => execFileSync('dropdb', ['-f', database]))

test('every page of sessions reads little, by index', (t) => {
	const one = sql(`SELECT id FROM session WHERE expert_id = ${expert}
		AND client_id = ${client} AND status = 'scheduled' LIMIT 1`)
	const ref = sql(`SELECT ref FROM expert WHERE user_id = ${expert}`)
	const type = sql(`SELECT type_ids[1] FROM expert_listing
		WHERE ref = ${ref} LIMIT 1`)
	for (const [who, name, values, most] of [
		[client, 'session_find', [one], 60],
		[client, 'session_around', [one], 200],
		[client, 'session_history_list', [one], 60],
		[client, 'session_note_list', [one], 40],
		[client, 'session_feedback_list', [one], 40],
		[client, 'session_proposal_list', [one], 40],
		[client, 'session_upcoming', [`'upcoming'`, null, null, null, null, null, 21], 400],
		[expert, 'session_upcoming', [`'agreed'`, null, null, `'expert'`, null, null, 5], 200],
		[expert, 'session_past', [null, null, null, null, null, 21], 600],
		[expert, 'session_past', [`'completed'`, `'mentor_call'`, `'expert'`,
			'app_now()', 1, 21], 600],
		[expert, 'session_counts', [], 60],
		[expert, 'calendar_list', [`'month'`, null, `'UTC'`], 600],
		[expert, 'desk_counts', [], 100],
		[expert, 'desk_people', [null, 20], 600],
		[expert, 'desk_statuses', [], 100],
		[expert, 'desk_session_list', [`'completed'`, null, null, 21], 900],
		[expert, 'desk_session_coming', [`'scheduled'`, null, null, 21], 900],
		[client, 'book_expert', [ref], 40],
		[client, 'book_slots', [ref, type, null, null, `'UTC'`], 600],
		[client, 'book_alternatives', [ref, type, 'app_now()'], 900],
		[client, 'session_held', [ref], 60],
		[client, 'session_move_slots', [one, null, `'UTC'`], 600],
		[client, 'session_cancel_preview', [one], 60]]) {
		const text = plan(who, name, values)
		t.diagnostic(`${name}: ${reads(text)} pages, ${
			/Execution Time: (.*)/.exec(text)[1]}`)
		assert.doesNotMatch(text, /Seq Scan on (session|expert|profile|busy|users)/,
			`${name}\n${text}`)
		assert.ok(reads(text) <= most, `${name}: ${reads(text)}\n${text}`)
	}
})
