// Two admins, four workers and an earner all want the same money out: it goes once.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { as, racecourse, tally } from '../support/race.mjs'

const { sql, race, open, close } = racecourse('payout_race')
const FIRST = 950000
const ADMINS = [FIRST + 1, FIRST + 2], BUYER = FIRST + 3
const earner = n => FIRST + 10 + n
const EARNERS = 20
const upTo = n => Array.from({ length: n }, (_, i) => i)
const wrong = () => assert.equal(sql('SELECT * FROM ledger_verify()'), '',
	'the books add up')
const calls = () => sql(`SELECT count(*), count(DISTINCT split_part(key, ':', 2))
	FROM provider_call WHERE key LIKE 'payout:%'`)
const worker = call => as(null, call, 'belay_worker')
const admin = (n, call) => as(ADMINS[n], call, 'belay_admin')
// What the jobs of a period would call.
const making = () => sql(`SELECT format('payout_make(%s, %L, %L, %L, %L)',
	payload ->> 'user_id', payload ->> 'currency', payload ->> 'kind',
	payload ->> 'period', to_timestamp((payload ->> 'until')::bigint))
	FROM job WHERE kind = 'payout.make' ORDER BY id`).split('\n')
const payouts = () => sql(`SELECT id FROM payout WHERE status = 'pending'
	ORDER BY id`).split('\n')

let sold = 0
// 85.00 more for every earner, due last month.
const earn = () => sql(`INSERT INTO shop.price VALUES (${++sold});
	SELECT set_config('app.user_id', '${BUYER}', false) \\g /dev/null
	SELECT order_paid(o.id, 'stripe', 'pi_' || o.id, 10000, 'USD') FROM (
		SELECT (order_create('company', n, 'stripe', NULL, NULL)).id
		FROM generate_series(${sold * 100}, ${sold * 100 + EARNERS - 1}) n) o
		\\g /dev/null
	UPDATE earning SET available_at = now() - interval '2 months'
		WHERE status = 'pending';
	SELECT earning_tick(1000) \\g /dev/null`)

before(() => {
	open()
	sql(`CREATE SCHEMA shop AUTHORIZATION belay_owner;
		CREATE TABLE shop.price (n int);
		CREATE FUNCTION shop.quote(item bigint, buyer bigint, detail jsonb)
		RETURNS quote LANGUAGE sql STABLE AS
		'SELECT ROW(${FIRST + 10} + item % 100, 10000, NULL, ''USD'', ''Item'',
			NULL, NULL, 0, NULL)::quote';
		CREATE FUNCTION shop.fulfil(o orders) RETURNS boolean LANGUAGE sql AS
		'SELECT true';
		GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shop TO belay_owner;
		INSERT INTO order_kind VALUES ('company', 'shop.quote', NULL,
			'shop.fulfil', NULL, NULL)
		ON CONFLICT (kind) DO UPDATE SET quote = excluded.quote, opened = NULL,
			fulfil = excluded.fulfil, release = NULL, returnable = NULL;
		INSERT INTO users (id, email, verified_at, created_at)
			OVERRIDING SYSTEM VALUE
			SELECT n, 'p' || n || '@race.test', now(), now()
			FROM generate_series(${FIRST}, ${FIRST + 99}) n;
		INSERT INTO profile (user_id, handle, display_name)
			SELECT n, 'payout-race-' || n, 'Racer'
			FROM generate_series(${FIRST}, ${FIRST + 99}) n;
		INSERT INTO user_role SELECT n, 'admin', NULL, now()
			FROM unnest(ARRAY[${ADMINS}]) n;
		INSERT INTO payout_account (user_id, provider, country, provider_ref,
			status, verified_at, changed_at)
			SELECT n, 'stripe', 'FR', 'acct_' || n, 'verified', now(), now()
			FROM generate_series(${earner(0)}, ${earner(EARNERS - 1)}) n;
		UPDATE setting SET value = '10' WHERE name = 'payout_minimum'`)
})
after(close)
beforeEach(earn)

test('four workers make one period: a payout each', async () => {
	const begun = await race(upTo(4).map(() => worker('payout_tick()')))
	assert.deepEqual(begun.errors, [])
	const jobs = making()
	assert.equal(jobs.length, EARNERS)
	const { errors } = await race(upTo(4).map(n => jobs.map((_, i) =>
		worker(jobs[(i + n * 5) % EARNERS])).join('')))
	assert.deepEqual(errors, [])
	assert.equal(sql(`SELECT count(*), count(DISTINCT user_id), sum(amount)
		FROM payout`), `${EARNERS}|${EARNERS}|${EARNERS * 8500}`)
	wrong()
})

test('two admins approve one list, and send it: each once', async () => {
	const list = payouts()
	const { errors, ok } = await race(upTo(6).map(n => admin(n % 2,
		`(payout_approve_all(ARRAY[${list}])).approved`)))
	assert.deepEqual(errors, [])
	assert.equal(ok.map(line => Number(line.split('|')[1]))
		.reduce((a, b) => a + b), EARNERS)
	const sent = await race([...upTo(4).map(n => admin(n % 2,
		`payout_send_all(ARRAY[${list}])`)), ...upTo(4).map(() =>
		worker('payout_tick()'))])
	assert.deepEqual(sent.errors, [])
	assert.equal(calls(), `${EARNERS}|${EARNERS}`)
	wrong()
})

test('an answer that comes five times counts once', async () => {
	const ids = sql(`SELECT id FROM provider_call WHERE key LIKE 'payout:%'
		ORDER BY id`).split('\n')
	const { errors } = await race(upTo(5).map(() => ids.map(id => worker(
		`provider_answered(${id}, 'done', '{"id": "tr_${id}"}')`)).join('')))
	assert.deepEqual(errors, [])
	assert.equal(sql(`SELECT status, count(*) FROM payout GROUP BY 1`),
		`completed|${EARNERS}`)
	assert.equal(sql(`SELECT count(*), sum(e.amount) FROM ledger_transaction t
		JOIN ledger_entry e ON e.transaction_id = t.id AND e.amount > 0
		WHERE t.kind = 'payout'`), `${EARNERS}|${EARNERS * 8500}`)
	wrong()
})

test('a large one wants two admins, who both look at once', async () => {
	sql(`UPDATE setting SET value = '1' WHERE name = 'payout_second_admin'`)
	sql(as(earner(0), `payout_ask('USD')`, 'belay_billing'))
	const [id] = payouts()
	const { ok, errors } = await race(upTo(6).map(n =>
		admin(n % 2, `payout_approve(${id})`)))
	assert.deepEqual(tally(ok.map(line => line.split('|')[1])),
		{ waiting: 1, approved: 1 })
	assert.equal(errors.length, 4)
	assert.ok(errors.every(e => /^BL40[39] payout_/.test(e)), errors)
	assert.equal(sql(`SELECT first_by <> approved_by FROM payout
		WHERE id = ${id}`), 't')
})

test('the earner asks ten times while the month is made', async () => {
	const { ok, errors } = await race([
		...upTo(10).map(() => as(earner(1), `payout_ask('USD')`,
			'belay_billing')),
		...upTo(3).map(() => worker(`payout_make(${earner(1)}, 'USD', 'monthly',
			'2000-01', now())`))])
	assert.ok(errors.every(e => /^BL409 payout_(was_today|too_little)/.test(e)),
		errors)
	assert.equal(ok.filter(line => /^ok\|\d/.test(line)).length, 1)
	assert.equal(sql(`SELECT count(*) FROM earning WHERE status = 'in_payout'
		AND user_id = ${earner(1)} GROUP BY payout_id`).split('\n').length, 1)
	wrong()
})

test('disputed while it is approved and sent: frozen, or sent, never both', async () => {
	sql(`UPDATE setting SET value = '5000' WHERE name = 'payout_second_admin'`)
	for (let n = 2; n < 10; n++) {
		sql(as(earner(n), `payout_ask('USD')`, 'belay_billing'))
		const [id, order] = sql(`SELECT payout_id, max(order_id) FROM earning
			WHERE user_id = ${earner(n)} AND status = 'in_payout'
			GROUP BY 1`).split('|')
		const { errors } = await race([
			admin(0, `payout_approve(${id})`) + admin(0, `payout_send(${id})`),
			worker(`dispute_open('stripe', 'dp_${order}', 'pi_${order}', 10000,
				'USD')`),
			as(ADMINS[1], `payout_cancel(${id}, 'x')`, 'belay_admin'),
			admin(1, `refund_give((SELECT max(order_id) FROM earning WHERE
				user_id = ${earner(n)} AND order_id <> ${order}), 10000, 'x')`)])
		assert.ok(errors.every(e => /^BL4/.test(e)), errors)
	}
	// what was sent is exactly what the payouts say
	assert.equal(sql(`SELECT p.id FROM payout p JOIN provider_call c
		ON c.key = 'payout:' || p.id || ':1' WHERE (c.body ->> 'amount')::bigint
			<> p.amount`), '')
	wrong()
})
