// Random histories of orders, payments, refunds, disputes and payouts against an
// emulated provider (fixture/money_histories.psql), told twice, late and in any
// order, with lost transactions and killed connections: the books always add up
// and are the provider's.  In a database of its own, a copy of PGDATABASE's.
//   HISTORIES=10000 make test T=sql/money_property    many (10 minutes)
//   SEED=7 are others: without it they are the same each time.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { racecourse } from '../support/race.mjs'

const { database, sql, connect, open, close } =
	racecourse('property', 3_600_000)
const seed = Number(process.env.SEED ?? 1)
const histories = Number(process.env.HISTORIES ?? 400)
const LANES = 2
const fixture = fileURLToPath(new URL('fixture/money_histories.psql',
	import.meta.url))

async function run(statements) {
	const { error, stdout, stderr } = await connect(
		`\\set ON_ERROR_STOP 1\n${statements}`)
	if (error)
		throw new Error(`seed ${seed}: ${stderr}`)
	return stdout
}
const wrong = () => sql(`CALL emu.make_sure();
	SELECT * FROM emu.wrong() LIMIT 20`)

before(() => {
	open()
	execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-f', fixture,
		database])
})
after(close)

test(`${histories} histories, seed ${seed}`, async t => {
	const began = Date.now()
	const lanes = await Promise.allSettled(Array.from({ length: LANES },
		// a statement has a limit: 200 histories each
		(_, lane) => run(Array.from({ length: Math.ceil(histories / 400) },
			(_, i) => `CALL emu.play_all(${400 * i + lane + 1}, ${Math.min(
				400 * i + 400, histories)}, ${LANES}, ${seed});\n`).join(''))))
	for (const lane of lanes)
		assert.equal(lane.reason, undefined)
	t.diagnostic(`${histories} histories in ${(Date.now() - began) / 1000} s`)
	t.diagnostic(sql(`SELECT string_agg(status || ' ' || n, ', ' ORDER BY n DESC)
		FROM (SELECT status, count(*) AS n FROM orders GROUP BY 1) x`))
	t.diagnostic(sql(`SELECT format('%s transactions, %s entries, %s refunds, '
		'%s disputes, %s invoices', (SELECT count(*) FROM ledger_transaction),
		(SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM refund),
		(SELECT count(*) FROM dispute), (SELECT count(*) FROM invoice))`))
	t.diagnostic(sql(`SELECT 'payouts: ' || string_agg(event || ' ' || n, ', '
		ORDER BY n DESC) FROM (SELECT event, count(*) AS n FROM payout_history
		GROUP BY 1) x`))
	assert.equal(wrong(), '', `seed ${seed}`)
	assert.equal(sql('SELECT ledger_nightly()'), '0', 'the night finds nothing')
	if (histories < 2000)
		return
	// that many went everywhere
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
	sql('TRUNCATE emu.event')
	const VICTIMS = 12
	const first = n => 20000 + Math.max(histories, 0) + n * 1000
	const victims = Array.from({ length: VICTIMS }, (_, n) => async () => {
		const victim = run(`SET application_name = 'victim${n}';
			CALL emu.play_all(${first(n)}, ${first(n) + 999}, 1, ${seed + n});`)
			.then(() => 'survived', error => error.message)
		await run(`SELECT setseed(${(n + 1) / (VICTIMS + 1)});
			CALL emu.kill('victim${n}');`)
		assert.match(await victim, /terminating connection/)
	})
	await Promise.all(Array.from({ length: LANES }, async (_, lane) => {
		for (let n = lane; n < VICTIMS; n += LANES)
			await victims[n]()
	}))
	// What was not heard is told by others, and the worker goes on.
	sql(`CALL emu.tell_all(); CALL emu.tell_all();`)
	assert.equal(wrong(), '', `seed ${seed}`)
})
