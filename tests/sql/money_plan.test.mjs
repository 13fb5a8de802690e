// The statements behind the pages of money, on books of some size: each reads by
// index and little, as the role that asks.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

const source = process.env.PGDATABASE ?? 'app_test'
const database = `money_plan_${process.pid}`
const TYPES = { int: 'bigint', id: 'bigint', text: 'text', bool: 'boolean',
	instant: 'timestamptz', date: 'date' }
const BUYER = 700010
const SELLER = 703010
const ADMIN = 703201
const ORDER = 29901

function sql(statements, ...options) {
	return execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', ...options,
		database], { input: statements, encoding: 'utf8' }).trim()
}

/** A statement as the programs have it: its types and its text. */
function statement(file, name) {
	const found = readFileSync(`cgi-bin/${file}.sql`, 'utf8').match(new RegExp(
		`^-- ${name}\\((.*)\\) (?:one|many)\\n((?:.*\\n)*?.*;)$`, 'm'))
	assert.ok(found, `no statement ${name} in ${file}`)
	return { types: found[1].split(', ').filter(Boolean).map((one) =>
		TYPES[one.split(' ')[1].replace('?', '')]), text: found[2] }
}

function plan(who, file, name, values) {
	const { types, text } = statement(file, name)
	const given = types.map((type, i) => `${values[i] ?? 'NULL'}::${type}`)
	const call = `asked${given.length ? `(${given.join(', ')})` : ''}`
	return sql(`SELECT set_config('app.user_id', '${who}', false) \\g /dev/null
		SET ROLE belay_${file.split('/')[0]};
		PREPARE asked${types.length ? `(${types.join(', ')})` : ''} AS ${text}
		EXECUTE ${call} \\g /dev/null
		EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) EXECUTE ${call}`)
}
const pages = (text) => Number(/Buffers: shared hit=(\d+)/.exec(text)?.[1] ?? 0)
const WHOLE = new RegExp('Seq Scan on (orders|order_share|order_history|payment|'
	+ 'invoice|refund|dispute|earning|payout|ledger_\\w+|webhook_event)\\b')

before(() => {
	execFileSync('createdb', ['-O', 'belay_owner', '-T', source, database])
	sql('', '-f', 'tests/sql/fixture/money_large.psql')
})
after(() => execFileSync('dropdb', ['-f', database]))

test('every page of money reads little, by index', (t) => {
	const year = "(app_now()::date - 365)"
	for (const [who, file, name, values, most] of [
		[ADMIN, 'admin/order_list', 'order_list', [null, null, null, null,
			false, null, 51], 600],
		[ADMIN, 'admin/order_list', 'order_list', [`'disputed'`, null, null, null,
			false, null, 51], 600],
		[ADMIN, 'admin/order_list', 'order_list', [null, null, null, BUYER, false,
			null, 51], 300],
		[ADMIN, 'admin/order_list', 'order_list', [null, null, null, null, true,
			null, 51], 200],
		[ADMIN, 'admin/order_list', 'order_list', [null, null, null, null,
			false, 15000, 51], 600],
		[ADMIN, 'admin/order', 'order_find', [ORDER], 60],
		[ADMIN, 'admin/order', 'order_books', [ORDER], 60],
		[ADMIN, 'admin/order', 'order_payments', [ORDER], 40],
		[ADMIN, 'admin/order', 'order_history', [ORDER], 60],
		[ADMIN, 'admin/transaction', 'transaction_list', [null, null, null, null,
			null, null, null, 51], 3000],
		[ADMIN, 'admin/refund', 'refund_list', [null, null, null, 51], 700],
		[ADMIN, 'admin/refund', 'refund_list', [`'requested'`, null, null, 51], 500],
		[ADMIN, 'admin/refund', 'refund_counts', [], 60],
		[ADMIN, 'admin/dispute', 'dispute_list', [`'open'`, null, 51], 700],
		[ADMIN, 'admin/payout', 'payout_list', [`'pending'`, null, null, null, 51],
			700],
		[ADMIN, 'admin/payout', 'payout_checking_list', [51], 60],
		[ADMIN, 'admin/revenue', 'revenue_report', [`'month'`, year, `'USD'`], 900],
		[ADMIN, 'admin/revenue', 'revenue_owed', [`'USD'`], 900],
		[ADMIN, 'admin/webhook', 'webhook_list', [null, `'dead'`, null, null, 51],
			200],
		[ADMIN, 'admin/webhook', 'webhook_senders', [], 400],
		[BUYER, 'billing/order', 'order_list', [null, 21], 200],
		[BUYER, 'billing/invoice', 'paper_list', [null, null, 21], 200],
		[BUYER, 'billing/overview', 'overview_refund_list', [10], 100],
		[SELLER, 'billing/payout', 'payout_balance_list', [null], 800],
		[SELLER, 'billing/payout', 'payout_list', [null, 21], 100],
		[SELLER, 'billing/payout', 'earning_list', [null, null, null, 21], 800]]) {
		const text = plan(who, file, name, values)
		t.diagnostic(`${name}: ${pages(text)} pages, ${
			/Execution Time: (.*)/.exec(text)[1]}`)
		assert.doesNotMatch(text, WHOLE, `${name}\n${text}`)
		assert.ok(pages(text) <= most, `${name}: ${pages(text)}\n${text}`)
	}
})

test('what the books and the clock ask reads little, too', (t) => {
	for (const [call, most] of [
		['ledger_balance_of(1)', 60],
		[`ledger_balance_for('payable', ${SELLER}, NULL, 'USD')`, 60],
		[`ledger_balance_for('refunds', NULL, 'refund:7', 'USD')`, 60],
		[`payment_find('stripe', 'pi_${ORDER}')`, 40],
		[`provider_known('paypal', 'order', 'cs_29900')`, 60],
		['order_tick(50)', 200],
		['earning_tick(50)', 200],
		[`order_left(o) FROM orders o WHERE o.id = ${ORDER}`, 60]]) {
		const text = sql(`SELECT ${call} \\g /dev/null
			EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) SELECT ${call}`)
		t.diagnostic(`${call}: ${pages(text)} pages`)
		assert.ok(pages(text) <= most, `${call}: ${pages(text)}\n${text}`)
	}
})
