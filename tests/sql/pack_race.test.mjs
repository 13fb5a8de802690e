// Many want the same seat, the same last session of a pack, at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, deal, racecourse, tally } from '../support/race.mjs'

const { sql, race, open, close } = racecourse('pack_race')
const FIRST = 950000
const MENTOR = FIRST, ADMIN = FIRST + 1
const buyer = n => FIRST + 10 + n
const upTo = n => Array.from({ length: n }, (_, i) => i)
let product

const wrong = () => {
	assert.equal(sql('SELECT * FROM ledger_verify()'), '', 'the books add up')
	assert.equal(sql(`SELECT s.expert_id FROM seat s JOIN expert e
		ON e.user_id = s.expert_id WHERE s.number IS NOT NULL
		GROUP BY s.expert_id, e.seats HAVING count(*) > e.seats`), '',
	'nobody has more students than seats')
	assert.equal(sql(`SELECT p.id FROM pack p, pack_uses(p) u
		WHERE p.total - u.held - u.consumed - p.paid_back < 0`), '',
	'no pack is overdrawn')
}
const buys = n => as(buyer(n), `(payment_begin((order_create('pack', ${product},
	'stripe', NULL, 18000)).id, 'stripe')).order_id`, 'belay_billing')
const pay = (order, ref = `pi_${order}`) => as(null, `order_paid(${order},
	'stripe', '${ref}', 18000, 'USD')`, 'belay_worker')
const outcomes = ok => tally(ok.map(line => line.split('|')[1]))
const tick = () => as(null, 'pack_tick(100) + order_tick(100)', 'belay_worker')
// Everybody leaves, and the mentor has so many seats.
const reset = seats => sql(`DELETE FROM waiting_entry;
	UPDATE orders SET expires_at = now() WHERE status IN ('pending', 'processing');
	SELECT order_tick(1000) \\g /dev/null
	UPDATE seat SET status = 'released', number = NULL, grace_until = NULL,
		kept_until = NULL, order_id = NULL;
	UPDATE pack SET status = 'refunded', renewal_id = NULL, ended_at = now();
	UPDATE earning SET available_at = now() WHERE available_at IS NULL;
	UPDATE expert SET seats = ${seats} WHERE user_id = ${MENTOR}`)

before(() => {
	open()
	sql(`INSERT INTO users (id, email, verified_at, created_at)
			OVERRIDING SYSTEM VALUE
			SELECT ${FIRST} + n, 'pack' || n || '@race.test', now(), now()
			FROM generate_series(0, 99) n;
		INSERT INTO profile (user_id, handle, display_name)
			SELECT ${FIRST} + n, 'pack-race-' || n, 'Racer ' || n
			FROM generate_series(0, 99) n;
		INSERT INTO user_role VALUES (${ADMIN}, 'admin', NULL, now());
		INSERT INTO expert (user_id, ref, alias, alias_seed, timezone,
			min_notice_hours)
			VALUES (${MENTOR}, ${MENTOR}, 'Pack Racer', 'x', 'UTC', 0);
		INSERT INTO expert_kind (user_id, kind, status)
			VALUES (${MENTOR}, 'mentor', 'verified');
		INSERT INTO session_type (id, expert_id, kind, minutes, price_amount)
			OVERRIDING SYSTEM VALUE
			VALUES (${MENTOR}, ${MENTOR}, 'mentoring', 60, 5000);
		INSERT INTO availability_rule SELECT ${MENTOR}, d, 0, 1440
			FROM generate_series(1, 7) d`)
	product = sql(`INSERT INTO pack_product (kind, expert_id, name, type_kind,
			minutes, price_amount, price_currency, created_at)
		VALUES ('pack', ${MENTOR}, 'Starter', 'mentoring', 60, 18000, 'USD',
			now()) RETURNING id`)
})
after(close)

test('the last seat, wanted by 50 at once: one has it, 49 may wait', async () => {
	reset(1)
	const { ok, errors, details } = await race(upTo(50).map(buys))
	assert.equal(ok.length, 1)
	assert.deepEqual(tally(errors), { 'BL409 seats_full': 49 })
	assert.deepEqual(tally(details.map(d => `${d.total} ${d.taken}`)), { '1 1': 49 })
	assert.equal(sql(`SELECT count(*) FROM orders WHERE kind = 'pack'
		AND status = 'processing'`), '1')
	wrong()
	const joined = await race(upTo(50).map(n => as(buyer(n),
		`waiting_join(${MENTOR})`, 'belay_booking')))
	assert.deepEqual(tally(joined.errors), { 'BL409 seat_is_yours': 1 })
	assert.equal(joined.ok.length, 49)
})

test('50 late payments for one seat: one has it, 49 have all back', async () => {
	reset(1)
	// Each held the seat in its time, and did not pay in time.
	const orders = sql(upTo(50).map(n => `${buys(n)}
		UPDATE orders SET expires_at = now() WHERE status = 'processing';
		SELECT order_tick(10) \\g /dev/null\n`).join(''))
		.split('\n').map(line => line.split('|')[1])
	assert.equal(new Set(orders).size, 50)
	const { ok, errors } = await race(deal(orders.map(o => pay(o)), 25))
	assert.deepEqual(errors, [])
	assert.deepEqual(outcomes(ok), { fulfilled: 1, refunding: 49 })
	assert.equal(sql(`SELECT count(*) FROM seat WHERE status = 'active'`), '1')
	assert.equal(sql(`SELECT count(*), sum(amount) FROM refund
		WHERE order_id IN (${orders}) AND reason = 'late'`), '49|882000')
	assert.equal(sql(`SELECT count(DISTINCT user_id) FROM notification
		WHERE type = 'order_late'`), '49', 'each is told')
	wrong()
})

test('30 pay at once for 7 seats, while the clock ticks', async () => {
	reset(7)
	const all = await race(upTo(30).map(buys))
	assert.equal(all.ok.length, 7)
	const orders = all.ok.map(line => line.split('|')[1])
	const { ok, errors } = await race([...orders.map(o => pay(o)),
		...orders.map(o => pay(o)), tick(), tick(), tick()])
	assert.deepEqual(errors, [])
	assert.equal(outcomes(ok).fulfilled, 7)
	assert.equal(sql(`SELECT array_agg(number ORDER BY number) FROM seat
		WHERE status = 'active'`), '{1,2,3,4,5,6,7}')
	wrong()
})

test('one pack is bought five times at once: one runs, four stand in line',
	async () => {
		reset(1)
		const orders = upTo(5).map(n => {
			sql(`INSERT INTO pack_product (id, kind, expert_id, name, type_kind,
				minutes, price_amount, price_currency, created_at)
				OVERRIDING SYSTEM VALUE VALUES (${FIRST + n}, 'pack', ${MENTOR},
				'Other', 'mentoring', 60, 18000, 'USD', now())`)
			return sql(buys(60).replace(product, FIRST + n)).split('|')[1]
		})
		const { ok, errors } = await race(orders.map(o => pay(o)))
		assert.deepEqual(errors, [])
		assert.deepEqual(outcomes(ok), { fulfilled: 5 })
		assert.equal(sql(`SELECT status, count(*) FROM pack
			WHERE student_id = ${buyer(60)} GROUP BY 1 ORDER BY 1`),
		'active|1\nqueued|4')
		assert.equal(sql('SELECT count(*) FROM seat WHERE number IS NOT NULL'), '1')
		wrong()
	})

test('the last session of a pack, booked twenty times at once', async () => {
	reset(1)
	sql(pay(sql(buys(70)).split('|')[1]))
	const pack = sql(`SELECT id FROM pack WHERE student_id = ${buyer(70)}
		AND status = 'active'`)
	const at = n => `date_trunc('hour', app_now()) + interval '${48 + n} hours'`
	const book = n => as(buyer(70), `session_book(${MENTOR}, ${MENTOR}, ${at(n)},
		NULL, 'pack:${pack}')`, 'belay_booking')
	const { ok, errors } = await race(upTo(20).map(book))
	assert.equal(ok.length, 4)
	assert.deepEqual(tally(errors), { 'BL409 pack_is_used_up': 16 })
	wrong()
	// Held, canceled by both sides, refunded and ended by the clock at once.
	const sessions = sql(`SELECT id FROM session WHERE paid_by = 'pack'
		AND paid_ref = ${pack}`).split('\n')
	const order = sql(`SELECT order_id FROM pack WHERE id = ${pack}`)
	sql(`UPDATE pack SET expires_at = now() WHERE id = ${pack}`)
	const end = await race([...sessions.flatMap((s, n) => [
		as(buyer(70), `session_cancel(${s}, 'schedule', NULL)`, 'belay_booking'),
		as(MENTOR, `session_cancel(${s}, 'illness', NULL)`, 'belay_booking'),
		...(n ? [] : [as(ADMIN, `refund_give(${order}, 18000, 'sorry')`,
			'belay_admin')])]), tick(), tick(), book(30)])
	assert.deepEqual(end.errors.filter(e => !/^BL4|^40P01/.test(e)), [])
	assert.equal(sql(`SELECT sum(amount) <= 18000 FROM refund
		WHERE order_id = ${order}`), 't')
	assert.equal(sql(`SELECT count(*) FROM session WHERE id IN (${sessions})
		AND status = 'canceled'`), '4')
	wrong()
})

test('four are completed at once: each counts, each is due', async () => {
	reset(1)
	sql(pay(sql(buys(71)).split('|')[1]))
	const [pack, order] = sql(`SELECT id, order_id FROM pack
		WHERE student_id = ${buyer(71)} AND status = 'active'`).split('|')
	const ids = upTo(4).map(n => sql(as(buyer(71), `session_book(${MENTOR},
		${MENTOR}, date_trunc('hour', app_now()) + interval '${100 + n} hours',
		NULL, 'pack:${pack}')`, 'belay_booking')).split('|')[1])
	sql(`UPDATE session SET starts_at = now() - interval '2 hours' * id,
		ends_at = now() - interval '2 hours' * id + interval '1 hour'
		WHERE id IN (${ids})`)
	const { errors } = await race(ids.flatMap(s => [
		as(MENTOR, `session_complete(${s})`, 'belay_booking'),
		as(buyer(71), `session_complete(${s})`, 'belay_booking')]))
	assert.deepEqual(tally(errors), { 'BL409 session_move_completed': 4 })
	assert.equal(sql(`SELECT status, (SELECT status FROM seat
		WHERE student_id = ${buyer(71)}) FROM pack WHERE id = ${pack}`),
	'depleted|grace')
	assert.equal(sql(`SELECT count(*), sum(amount), count(DISTINCT session_id)
		FROM earning WHERE order_id = ${order} AND available_at IS NOT NULL`),
	'4|15300|4')
	assert.equal(sql(`SELECT count(*) FROM notification
		WHERE user_id = ${buyer(71)} AND type = 'pack_renew'`), '2')
	wrong()
})
