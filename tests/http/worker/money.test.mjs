// What the worker does with money by the clock, and what a member's data say.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addExpert, at, enter } from '../booking/sessions.mjs'

let stack, expert, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'inbox'] })
	expert = await addExpert(stack, { types: [{ price: 9000 }] })
	mia = await stack.addMember({ name: 'Mia Larsen' })
})
after(() => stack.stop())

async function order(client, hours) {
	const { status, json } = await client.call('POST', '/api/sessions/book', {
		expert_id: expert.ref, session_type_id: expert.types[0],
		start: at(hours, stack), pay_with: 'order' })
	assert.equal(status, 201)
	return json
}
const status = async (id) => (await stack.sql(
	'SELECT status FROM orders WHERE id = $1', id))[0].status

test('an order runs out, and an earning becomes due', async () => {
	const client = await enter(stack, mia)
	const late = await order(client, 30)
	const paid = await order(client, 40)
	await stack.sql(`SELECT order_paid($1, 'stripe', 'pi_1', 9000, 'USD')`,
		paid.order_id)
	await stack.sql(`UPDATE orders SET expires_at = app_now() WHERE id = $1`,
		late.order_id)
	await stack.sql(`SELECT earning_deliver($1, $2, 1, app_now()
		- interval '8 days')`, paid.order_id, paid.id)
	await stack.sql(`SELECT enqueue('money.tick')`)
	await until('the order to run out', async () =>
		await status(late.order_id) === 'expired')
	assert.equal((await client.call('GET', `/api/sessions/${late.id}`)).json.status,
		'expired')
	await until('the earning to be due', async () => (await stack.sql(`SELECT FROM
		earning WHERE order_id = $1 AND status = 'available'`, paid.order_id))
		.length === 1)
	// The buyer reads of the payment, with the invoice's number.
	await until('the notice', async () => {
		const { json } = await client.call('GET', '/api/notifications')
		return json.items.some((n) => /^Paid: Session/.test(n.title) &&
			/USD 90\.00 received/.test(n.words) && /B-\d{4}-000001/.test(n.words))
	})
})

test('books that do not add up are seen by night', async () => {
	const admin = await stack.addMember({ roles: ['admin'] })
	await stack.sql(`SELECT enqueue('money.nightly')`)
	const night = () => until('the night', async () => (await stack.sql(`SELECT
		FROM job WHERE kind = 'money.nightly' AND state <> 'done'`)).length === 0)
	await night()
	const told = () => stack.sql(`SELECT data FROM notification
		WHERE user_id = $1 AND type = 'money_attention'`, admin.id)
	assert.deepEqual(await told(), [])
	await stack.sql('UPDATE ledger_balance SET amount = amount + 1')
	await stack.sql(`SELECT enqueue('money.nightly')`)
	await night()
	const [{ data }] = await told()
	assert.equal(data.what, 'books')
	assert.match(data.title, /^snapshot /)
	await stack.sql('UPDATE ledger_balance SET amount = amount - 1')
})
