// Many hear of the same money at once; many want the same thing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, deal, racecourse, tally } from '../support/race.mjs'

const { sql, race, open, close } = racecourse('money_race')
const FIRST = 940000
const EXPERT = FIRST, SELLER = FIRST + 1, ADMINS = [FIRST + 2, FIRST + 3]
const buyer = n => FIRST + 10 + n

const wrong = () => assert.equal(sql('SELECT * FROM ledger_verify()'), '',
	'the books add up')
// Orders of an item, one a buyer, at the provider; their numbers.
const buyAll = (ns, item, provider = 'stripe') => sql(ns.map(n => as(buyer(n),
	`(payment_begin((order_create('company', ${item}, '${provider}', NULL,
	NULL)).id, '${provider}')).order_id`, 'belay_billing')).join(''))
	.split('\n').map(line => line.split('|')[1])
const buy = (n, item, provider) => buyAll([n], item, provider)[0]
const upTo = n => Array.from({ length: n }, (_, i) => i)
const pay = (order, role, ref = `pi_${order}`) => as(null,
	`order_paid(${order}, 'stripe', '${ref}', 10000, 'USD')`, role)
const outcomes = ok => tally(ok.map(line => line.split('|')[1]))

before(() => {
	open()
	// A shop that counts what it delivers, one row an order.
	sql(`CREATE SCHEMA shop AUTHORIZATION belay_owner;
		CREATE TABLE shop.delivery (order_id bigint);
		CREATE FUNCTION shop.quote(item bigint, buyer bigint, detail jsonb)
		RETURNS quote LANGUAGE sql STABLE AS
		'SELECT ROW(${SELLER}, 10000, NULL, ''USD'', ''Item'', NULL, NULL, NULL,
			NULL)::quote';
		CREATE FUNCTION shop.fulfil(o orders) RETURNS boolean LANGUAGE sql AS
		'INSERT INTO shop.delivery VALUES ((o).id) RETURNING true';
		GRANT ALL ON shop.delivery TO belay_owner;
		GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shop TO belay_owner;
		INSERT INTO order_kind VALUES ('company', 'shop.quote', NULL,
			'shop.fulfil', NULL, NULL)
		ON CONFLICT (kind) DO UPDATE SET quote = excluded.quote, opened = NULL,
			fulfil = excluded.fulfil, release = NULL, returnable = NULL;
		INSERT INTO users (id, email, verified_at, created_at)
			OVERRIDING SYSTEM VALUE
			SELECT ${FIRST} + n, 'money' || n || '@race.test', now(), now()
			FROM generate_series(0, 99) n;
		INSERT INTO profile (user_id, handle, display_name)
			SELECT ${FIRST} + n, 'money-race-' || n, 'Racer ' || n
			FROM generate_series(0, 99) n;
		INSERT INTO user_role SELECT n, 'admin', NULL, now()
			FROM unnest(ARRAY[${ADMINS}]) n;
		INSERT INTO expert (user_id, ref, alias, alias_seed, timezone,
			min_notice_hours)
			VALUES (${EXPERT}, ${EXPERT}, 'Money Racer', 'x', 'UTC', 0);
		INSERT INTO expert_kind (user_id, kind, status)
			VALUES (${EXPERT}, 'mentor', 'verified');
		INSERT INTO session_type (id, expert_id, kind, minutes, price_amount)
			OVERRIDING SYSTEM VALUE
			VALUES (${EXPERT}, ${EXPERT}, 'mentoring', 60, 10000);
		INSERT INTO availability_rule SELECT ${EXPERT}, d, 0, 1440
			FROM generate_series(1, 7) d`)
})
after(close)

test('webhook, return page, poll and admin at once: one fulfilment', async () => {
	for (const order of buyAll(upTo(3), 1)) {
		const { ok, errors } = await race(['belay_worker', 'belay_billing',
			'belay_worker', 'belay_admin'].flatMap(role =>
			Array.from({ length: 5 }, () => pay(order, role))))
		assert.deepEqual(errors, [])
		assert.deepEqual(outcomes(ok), { fulfilled: 1, again: 19 })
		assert.equal(sql(`SELECT (SELECT count(*) FROM shop.delivery
				WHERE order_id = ${order}), (SELECT count(*) FROM invoice
				WHERE order_id = ${order}), (SELECT count(*) FROM payment
				WHERE order_id = ${order}), (SELECT count(*)
				FROM ledger_transaction WHERE order_id = ${order}), (SELECT
				count(*) FROM earning WHERE order_id = ${order})`), '1|1|1|1|1')
	}
	wrong()
})

test('paid by two cards at once: one goes back', async () => {
	const order = buy(10, 2)
	const { ok } = await race([pay(order, 'belay_worker', 'pi_one'),
		pay(order, 'belay_billing', 'pi_two'),
		pay(order, 'belay_worker', 'pi_one')])
	assert.deepEqual(outcomes(ok), { fulfilled: 1, refunding: 1, again: 1 })
	assert.equal(sql(`SELECT amount, status FROM refund
		WHERE order_id = ${order}`), '10000|submitted')
	wrong()
})

test('50 orders are paid at once: their invoices have no gap', async () => {
	const before = Number(sql('SELECT coalesce(max(last), 0) FROM invoice_number'))
	const orders = buyAll(upTo(50), 3)
	const { ok, errors } = await race(orders.map(o => pay(o, 'belay_worker')))
	assert.deepEqual(errors, [])
	assert.deepEqual(outcomes(ok), { fulfilled: 50 })
	assert.equal(sql(`SELECT string_agg(n::text, ',') FROM (
		SELECT right(number, 6)::int AS n FROM invoice WHERE right(number, 6)::int
			> ${before} ORDER BY 1) x`),
	Array.from({ length: 50 }, (_, n) => before + n + 1).join())
	// Those that fail leave none either.
	const half = buyAll(upTo(20), 4)
	await race(half.map((o, n) => n % 2 ? pay(o, 'belay_worker')
		: pay(o, 'belay_worker').replace('COMMIT', 'ROLLBACK')))
	assert.equal(sql(`SELECT max(last) FROM invoice_number WHERE series = 'B'`),
		String(before + 60))
	wrong()
})

test('50 late payments for one time that is free again: one has it', async () => {
	const at = `date_trunc('hour', app_now()) + interval '3 days'`
	const orders = sql(upTo(50).map(n => as(buyer(n), `session_book(${EXPERT},
			${EXPERT}, ${at}, NULL, 'order')`, 'belay_booking') +
		`UPDATE orders SET expires_at = now() WHERE status = 'pending';
		UPDATE session SET expires_at = now() WHERE status = 'awaiting_payment';
		SELECT count(session_tick(10)), count(order_tick(10)) \\g /dev/null
		SELECT max(id) FROM orders WHERE kind = 'session';\n`).join(''))
		.split('\n').filter(line => !line.startsWith('ok'))
	assert.equal(new Set(orders).size, 50)
	const { ok, errors } = await race(deal(orders.map(o =>
		pay(o, 'belay_worker')), 25))
	assert.deepEqual(errors, [])
	assert.deepEqual(outcomes(ok), { fulfilled: 1, refunding: 49 })
	assert.equal(sql(`SELECT count(*) FROM session WHERE status = 'scheduled'`),
		'1')
	assert.equal(sql(`SELECT count(*), sum(r.amount) FROM refund r
		JOIN orders o ON o.id = r.order_id WHERE o.kind = 'session'
			AND r.reason = 'late'`), '49|490000')
	assert.equal(sql(`SELECT count(DISTINCT user_id) FROM notification
		WHERE type = 'order_late'`), '49', 'each is told')
	wrong()
})

test('paid and run out in the same moment: paid, or given back', async () => {
	for (const [n, order] of buyAll(upTo(6), 5).entries()) {
		sql(`UPDATE orders SET expires_at = now() WHERE id = ${order}`)
		const { ok, errors } = await race([pay(order, 'belay_worker'),
			as(null, 'order_tick(10)', 'belay_worker'),
			as(buyer(n), `order_cancel(${order})`, 'belay_billing')])
		assert.deepEqual(errors.filter(e => !/^BL409 order_is_/.test(e)), [])
		assert.ok(ok.some(line => /fulfilled|refunding/.test(line)), ok)
		const [status, back] = sql(`SELECT status, (SELECT count(*) FROM refund
			WHERE order_id = ${order}) FROM orders WHERE id = ${order}`).split('|')
		assert.equal(status === 'fulfilled' ? '0' : '1', back, status)
	}
	wrong()
})

test('one click, twenty times: one order, one attempt', async () => {
	const { ok } = await race(Array.from({ length: 20 }, () => as(buyer(60),
		`payment_begin((order_create('company', 6, 'stripe', NULL, 10000)).id,
		'stripe')`, 'belay_billing')))
	assert.equal(ok.length, 20)
	assert.equal(sql(`SELECT count(DISTINCT o.id), count(p.id) FROM orders o
		JOIN payment p ON p.order_id = o.id WHERE o.buyer_id = ${buyer(60)}`),
	'1|1')
})

test('a code for three, wanted by thirty', async () => {
	sql(`INSERT INTO promotion (code, kind, value, max_uses, status, created_at)
		VALUES ('THREE', 'percent', 50, 3, 'active', now())`)
	const { ok, errors } = await race(Array.from({ length: 30 }, (_, n) =>
		as(buyer(n), `(order_create('company', 7, 'stripe', 'three', 5000)).id`,
			'belay_billing')))
	assert.equal(ok.length, 3)
	assert.deepEqual(tally(errors), { 'BL422 promotion_used_up': 27 })
})

test('a refund is given once, by two admins and the buyer at once', async () => {
	for (let n = 0; n < 3; n++) {
		const order = buy(61 + n, 8)
		sql(pay(order, 'belay_worker'))
		const asked = sql(as(buyer(61 + n),
			`refund_request(${order}, 10000, 'please')`, 'belay_billing'))
			.split('|')[1]
		const { ok, errors } = await race([
			...ADMINS.map(a => as(a, `refund_approve(${asked})`, 'belay_admin')),
			...ADMINS.map(a => as(a, `refund_give(${order}, 10000, 'sorry')`,
				'belay_admin')),
			as(null, `refund_from_provider('stripe', 'pi_${order}', 10000)`,
				'belay_worker')])
		assert.ok(ok.length >= 1)
		assert.deepEqual(errors.filter(e => !/^BL4/.test(e)), [])
		assert.equal(sql(`SELECT sum(amount) FROM refund WHERE order_id = ${order}
			AND status IN ('submitted', 'succeeded')`), '10000')
	}
	wrong()
})

test('a session is canceled by both, and its order refunded', async () => {
	for (let n = 0; n < 5; n++) {
		const id = sql(as(buyer(n), `session_book(${EXPERT}, ${EXPERT},
			date_trunc('hour', app_now()) + interval '${5 * 24 + n} hours', NULL,
			'order')`, 'belay_booking')).split('|')[1]
		const order = sql(`SELECT paid_ref FROM session WHERE id = ${id}`)
		sql(pay(order, 'belay_worker'))
		const { errors } = await race([
			as(buyer(n), `session_cancel(${id}, 'schedule', NULL)`,
				'belay_booking'),
			as(EXPERT, `session_cancel(${id}, 'illness', NULL)`, 'belay_booking'),
			as(ADMINS[0], `refund_give(${order}, 10000, 'x')`, 'belay_admin'),
			as(null, `refund_from_provider('stripe', 'pi_${order}', 10000)`,
				'belay_worker')])
		assert.deepEqual(errors.filter(e => !/^BL4/.test(e)), [],
			'no deadlock: all take the order first')
		assert.equal(sql(`SELECT s.status, (SELECT sum(r.amount) FROM refund r
			WHERE r.order_id = ${order}) FROM session s WHERE s.id = ${id}`),
		'canceled|10000')
	}
	wrong()
})

test('two admins agree to one receipt at once: it counts once', async () => {
	sql(`UPDATE setting SET value = '1' WHERE name = 'receipt_second_admin'`)
	const order = buy(70, 9, 'manual')
	sql(as(EXPERT, `order_receive(${order}, 10000, 'USD', 'x')`, 'belay_admin'))
	const id = sql(`SELECT id FROM receipt WHERE order_id = ${order}`)
	const { ok, errors } = await race(ADMINS.map(a =>
		as(a, `receipt_decide(${id}, true)`, 'belay_admin')))
	assert.deepEqual(outcomes(ok), { fulfilled: 1 })
	assert.deepEqual(errors, ['BL409 receipt_is_done'])
	wrong()
})

test('four workers share what is due, and do it once', async () => {
	const orders = buyAll(upTo(40), 10)
	sql(`UPDATE orders SET expires_at = now() WHERE id IN (${orders})`)
	const { errors } = await race(Array.from({ length: 4 }, () =>
		as(null, 'money_tick(10)', 'belay_worker').repeat(6)))
	assert.deepEqual(errors, [])
	assert.equal(sql(`SELECT count(*), count(DISTINCT order_id) FROM order_history
		WHERE order_id IN (${orders}) AND event = 'expire'`), '40|40')
})
