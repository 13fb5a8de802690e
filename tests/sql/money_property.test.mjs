// Random histories of orders, payments, refunds, disputes and payouts, of packs with
// seats and of subscriptions, against an emulated provider
// (fixture/money_histories.psql), told twice, late and in any order, with lost
// transactions and killed connections: the books always add up and are the
// provider's.  In databases of their own, copies of PGDATABASE's.
//   HISTORIES=5000 make test T=sql/money_property    many (5 minutes)
//   SEED=7 are others: without it they are the same each time.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { racecourse } from '../support/race.mjs'

const seed = Number(process.env.SEED ?? 1)
const histories = Number(process.env.HISTORIES ?? 400)
const LANES = 2
// Each lane has a database of its own, where one thing happens after the other.
const lanes = Array.from({ length: LANES }, (_, lane) =>
	racecourse(`property${lane + 1}`, 3_600_000))
const fixture = fileURLToPath(new URL('fixture/money_histories.psql',
	import.meta.url))

async function run(lane, statements) {
	const { error, stderr } = await lane.connect(
		`\\set ON_ERROR_STOP 1\n${statements}`)
	if (error)
		throw new Error(stderr)
}
// What became of a history, step by step.
const story = (lane, history) => `history ${history}:\n` + lane.sql(`SELECT
	'  order ' || order_id FROM emu.history WHERE n = ${history} UNION ALL
	(SELECT '  ' || words FROM emu.log WHERE history = ${history} ORDER BY id)`)
function nothingIsWrong(lane) {
	lane.sql('CALL emu.make_sure()')
	const wrong = lane.sql(`SELECT concat_ws(' ', w.what, w.ref, 'ours', w.ours,
		'theirs', w.theirs, 'history ' || h.n) FROM emu.wrong() w
		LEFT JOIN emu.history h ON h.order_id = w.bought LIMIT 20`)
	const told = [...new Set(wrong.match(/(?<=history )\d+$/gm))].slice(0, 3)
	assert.equal(wrong, '', `seed ${seed}\n${wrong}\n`
		+ told.map(n => story(lane, n)).join('\n'))
}

before(() => {
	for (const lane of lanes) {
		lane.open()
		execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-f', fixture,
			lane.database])
	}
})
after(() => lanes.forEach(lane => lane.close()))

test(`${histories} histories, seed ${seed}`, async t => {
	const began = Date.now()
	await Promise.all(lanes.map(async (lane, i) => {
		try {
			// a statement has a limit, and others may want the machine: 25 each
			for (let n = 0; n < histories; n += 50)
				await run(lane, `CALL emu.play_all(${n + i + 1}, ${Math.min(n + 50,
					histories)}, ${LANES}, ${seed});`)
		} catch (error) {
			const last = lane.sql('SELECT max(history) FROM emu.log')
			throw new Error(`seed ${seed}: ${error.message}${story(lane, last)}`)
		}
	}))
	t.diagnostic(`${histories} histories in ${(Date.now() - began) / 1000} s`)
	for (const lane of lanes) {
		t.diagnostic(lane.sql(`SELECT string_agg(status || ' ' || n, ', '
			ORDER BY n DESC) FROM (SELECT status, count(*) AS n FROM orders
			GROUP BY 1) x`))
		t.diagnostic(lane.sql(`SELECT format('%s transactions, %s entries, '
			'%s refunds, %s disputes, %s invoices',
			(SELECT count(*) FROM ledger_transaction),
			(SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM refund),
			(SELECT count(*) FROM dispute), (SELECT count(*) FROM invoice))`))
		t.diagnostic(lane.sql(`SELECT 'payouts: ' || string_agg(event || ' ' || n,
			', ' ORDER BY n DESC) FROM (SELECT event, count(*) AS n
			FROM payout_history GROUP BY 1) x`))
	}
	for (const lane of lanes) {
		nothingIsWrong(lane)
		assert.equal(lane.sql('SELECT ledger_nightly()'), '0',
			'the night finds nothing')
	}
	if (histories < 2000)
		return
	// that many went everywhere
	const { sql } = lanes[0]
	assert.equal(sql(`SELECT string_agg(s, ' ') FROM unnest(ARRAY['fulfilled',
		'partially_refunded', 'refunded', 'failed', 'canceled', 'expired',
		'disputed', 'charged_back']) s
		WHERE NOT EXISTS (SELECT FROM orders WHERE status = s)`), '')
	assert.equal(sql(`SELECT string_agg(s, ' ') FROM unnest(ARRAY['pending',
		'available', 'frozen', 'in_payout', 'paid', 'reversed']) s
		WHERE NOT EXISTS (SELECT FROM earning WHERE status = s)`), '')
	assert.equal(sql(`SELECT string_agg(e, ' ') FROM unnest(ARRAY['make',
		'approve', 'first', 'send', 'complete', 'fail', 'retry', 'return', 'cancel',
		'reduce']) e WHERE NOT EXISTS (SELECT FROM payout_history
		WHERE event = e)`), '')
})

test('a connection that is killed anywhere leaves nothing half done', async () => {
	const [lane] = lanes
	lane.sql('TRUNCATE emu.event')
	const VICTIMS = 12
	const first = n => 20000 + Math.max(histories, 0) + n * 1000
	const victims = Array.from({ length: VICTIMS }, (_, n) => async () => {
		const victim = run(lane, `SET application_name = 'victim${n}';
			CALL emu.play_all(${first(n)}, ${first(n) + 999}, 1, ${seed + n});`)
			.then(() => 'survived', error => error.message)
		await run(lane, `SELECT setseed(${(n + 1) / (VICTIMS + 1)});
			CALL emu.kill('victim${n}');`)
		assert.match(await victim, /terminating connection/)
	})
	await Promise.all(Array.from({ length: LANES }, async (_, start) => {
		for (let n = start; n < VICTIMS; n += LANES)
			await victims[n]()
	}))
	// What was not heard is told by others, and the worker goes on.
	lane.sql(`CALL emu.tell_all(); CALL emu.tell_all();`)
	nothingIsWrong(lane)
})
