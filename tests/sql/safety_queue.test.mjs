// The moderators' queue with 10,000 open cases: its order is exactly severity x
// weight x age, its pages come from an index, and with ten moderators at work no
// row comes twice and none is lost.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as course from '../support/race.mjs'

const { sql, race, open, close } = course.racecourse('queue')
const FIRST = 920000
const CASES = 10_000
const MODERATORS = 10

const as = (who, call) => course.as(who, call, 'belay_safety')
const list = (at, key, id, most = 21) => `case_list(false, ${at}, ${key}, ${id},
	'{open,assigned}', NULL, NULL, NULL, NULL, NULL, NULL, ${most})`
const one = (who, text) => sql(`BEGIN; SET LOCAL app.user_id = '${who}';
	SET LOCAL ROLE belay_safety; ${text}; COMMIT`)

before(() => {
	open()
	sql(`INSERT INTO users (id, email, verified_at, created_at) OVERRIDING SYSTEM VALUE
			SELECT ${FIRST} + n, 'queue' || n || '@queue.test', now(), now()
			FROM generate_series(0, 299) n;
		INSERT INTO profile (user_id, handle, display_name)
			SELECT ${FIRST} + n, 'queue-' || n, 'Person ' || n FROM generate_series(0, 299) n;
		INSERT INTO user_role (user_id, role, granted_at) SELECT ${FIRST} + n, 'moderator',
			now() FROM generate_series(0, ${MODERATORS - 1}) n;
		INSERT INTO report_case (kind, target_id, target_version, author_id, category,
			severity, weight, people, title, excerpt, snapshot, opened_at)
			SELECT 'profile', n, 'v', ${FIRST} + 20 + n % 280, g.name, g.severity,
				0.25 * (2 + n * 7 % 23), 1 + n % 4, 'Case ' || n, 'Words ' || n,
				'{"parts": [], "context": []}',
				now() - make_interval(secs => (n * 7919 % 604800)) - interval '1 minute'
			FROM generate_series(1, ${CASES}) n
			JOIN report_category g ON g.position = 1 + n % 16;
		INSERT INTO report (case_id, reporter_id, category, weight, created_at)
			SELECT c.id, ${FIRST} + 20 + (c.target_id + 1) % 280, c.category, 0.5, c.opened_at
			FROM report_case c`)
	sql('VACUUM ANALYZE')
})
after(close)

test('page by page it is the order of a direct computation, each row once', () => {
	const at = sql('SELECT quote_literal(now())')
	const direct = sql(`SELECT string_agg(id::text, ' ' ORDER BY severity * weight * 4
		* extract(epoch FROM ${at} - opened_at) DESC, id) FROM report_case`).split(' ')
	assert.equal(direct.length, CASES)
	const seen = []
	let key = 'NULL', id = 'NULL'
	for (;;) {
		const rows = one(FIRST, `SELECT key, id FROM ${list(at, key, id, 500)}`)
			.split('\n').filter(Boolean).map((line) => line.split('|'))
		seen.push(...rows.map((row) => row[1]))
		if (rows.length < 500)
			break
		[key, id] = rows.at(-1)
	}
	assert.deepEqual(seen, direct)
})

test('a page reads by the index and little', () => {
	const at = sql('SELECT quote_literal(now())')
	const [key, id] = one(FIRST, `SELECT key, id FROM ${list(at, 'NULL', 'NULL', 5000)}`)
		.split('\n').at(-1).split('|')
	for (const [name, from, after] of [['first', 'NULL', 'NULL'], ['in the middle', key, id]]) {
		const plan = sql(`BEGIN; SET LOCAL app.user_id = '${FIRST}';
			SELECT count(*) FROM ${list(at, from, after)};
			EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) SELECT * FROM ${list(at, from, after)}; COMMIT`)
		const pages = Number(/Buffers: shared hit=(\d+)/.exec(plan)[1])
		const ms = Number(/Execution Time: ([\d.]+)/.exec(plan)[1])
		console.log(`# the ${name} page: ${pages} buffers, ${ms} ms of ${CASES} cases`)
		assert.ok(pages < 6000, `${pages} buffers:\n${plan}`)
	}
	// what the function asks, looked at as it stands there
	const body = sql(`SELECT prosrc FROM pg_proc WHERE proname = 'case_queue'`)
	const query = body.slice(body.indexOf('WITH RECURSIVE'), body.lastIndexOf(';\nEND'))
		.replaceAll('case_queue.at', `${at}::timestamptz`).replaceAll(/\bafter_key\b/g, 'NULL::bigint')
		.replaceAll(/\bafter_id\b/g, 'NULL::bigint').replaceAll(/\bstatuses\b/g, "'{open,assigned}'::text[]")
		.replaceAll(/\bof_category\b/g, 'NULL::text').replaceAll(/\bof_severity\b/g, 'NULL::int')
		.replaceAll(/\bof_assignee\b/g, 'NULL::bigint').replaceAll(/\bof_kind\b/g, 'NULL::text')
		.replaceAll(/\b(from|to)_at\b/g, 'NULL::timestamptz').replaceAll(/\bmost\b/g, '21')
	const plan = sql(`EXPLAIN (COSTS OFF) ${query}`)
	assert.match(plan, /report_case_queue/)
	assert.doesNotMatch(plan, /Seq Scan/, plan)
})

test('ten moderators take the next again and again: every case once, none lost',
	async () => {
		const each = 60
		const { ok, errors } = await race(Array.from({ length: MODERATORS }, (_, n) =>
			as(FIRST + n, 'case_next()').repeat(each)))
		assert.deepEqual(errors, [])
		const taken = ok.map((line) => line.split('|')[1])
		assert.equal(taken.length, MODERATORS * each)
		assert.equal(new Set(taken).size, taken.length, 'nobody got what another has')
		assert.equal(sql(`SELECT count(*) FROM report_case WHERE status = 'assigned'`),
			String(taken.length))
		// each is held by one of them, and by who was told so
		assert.equal(sql(`SELECT count(*) FROM report_case c JOIN case_event e
			ON e.case_id = c.id AND e.event = 'claim' AND e.actor_id = c.assignee_id`),
		String(taken.length))
		assert.equal(sql(`SELECT count(*) FROM report_case
			WHERE status IN ('open', 'assigned')`), String(CASES))
	})

test('one walks the pages while ten others decide: no row twice, none skipped',
	async () => {
		const at = sql('SELECT quote_literal(now())')
		const before = new Set(sql(`SELECT id FROM report_case WHERE status = 'open'`).split('\n'))
		const work = Array.from({ length: MODERATORS }, (_, n) => `DO $$ DECLARE c bigint;
			BEGIN FOR i IN 1 .. 40 LOOP
				PERFORM set_config('app.user_id', '${FIRST + n}', true);
				c := case_next(); PERFORM case_patch(c, 2, NULL, NULL, 'no_violation', NULL,
					NULL, NULL, NULL);
			COMMIT; END LOOP; END $$; SELECT 'ok';\n`)
		const walk = `DO $$ DECLARE k bigint; i bigint; r record; n int; BEGIN
			CREATE TABLE walked (id bigint);
			LOOP n := 0;
				PERFORM set_config('app.user_id', '${FIRST}', true);
				FOR r IN SELECT * FROM case_list(false, ${at}, k, i, '{open}', NULL, NULL,
						NULL, NULL, NULL, NULL, 100) LOOP
					INSERT INTO walked VALUES (r.id); k := r.key; i := r.id; n := n + 1;
				END LOOP;
				COMMIT; EXIT WHEN n < 100;
			END LOOP; END $$; SELECT 'ok';\n`
		const { errors, ok } = await race([walk, ...work])
		assert.deepEqual(errors, [])
		assert.equal(ok.length, MODERATORS + 1)
		assert.equal(sql('SELECT count(*) - count(DISTINCT id) FROM walked'), '0', 'none twice')
		const lost = sql(`SELECT id FROM report_case WHERE status = 'open'
			AND id NOT IN (SELECT id FROM walked)`).split('\n')
			.filter((id) => id && before.has(id))
		assert.deepEqual(lost, [], 'what stayed open was seen')
	})

test('two decide one case at once: one does, the other changes nothing', async () => {
	const id = sql(`SELECT min(id) FROM report_case WHERE status = 'open'`)
	const { ok, errors, details } = await race(Array.from({ length: 5 }, (_, n) =>
		as(FIRST + n, `case_patch(${id}, 1, 'me', 'resolved', 'action_taken',
			'[{"kind": "warn"}]', NULL, NULL, NULL)`)))
	assert.equal(ok.length, 1)
	assert.deepEqual(course.tally(errors), { 'BL409 case_changed': 4 })
	assert.ok(details.every((d) => d.what === 'resolve' && d.by.display_name))
	assert.equal(sql(`SELECT count(*) FROM enforcement WHERE case_id = ${id}`), '1')
	assert.equal(sql(`SELECT count(*) FROM notification
		WHERE data::text LIKE '%did_warn%'`), '1')
})
