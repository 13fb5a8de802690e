// Orders, for the tests of money's pages.
import assert from 'node:assert/strict'
import { at } from '../booking/sessions.mjs'

/** A session that waits for its payment; gives it with its order_id. */
export async function sessionToPay(stack, client, expert, hours, more = {}) {
	const { status, json, body } = await client.call('POST', '/api/sessions/book', {
		expert_id: expert.ref, session_type_id: expert.types[0],
		start: at(hours, stack), pay_with: 'order', ...more })
	assert.equal(status, 201, body)
	return json
}

export const orderOf = async (stack, id) => (await stack.sql(`SELECT id::text, ref,
	status, provider, total_amount, paid_amount, refunded_amount, discount_code,
	order_number(id) AS number FROM orders WHERE id = $1`, id))[0]

/** As if the money had arrived; gives what order_paid() says. */
export async function pay(stack, id, { provider = 'manual', ref = `money-${id}`,
	amount, currency = 'USD' } = {}) {
	const total = amount ?? (await orderOf(stack, id)).total_amount
	return (await stack.sql('SELECT order_paid($1, $2, $3, $4, $5) AS said', id,
		provider, ref, total, currency))[0].said
}

/** The books add up, or nothing else matters. */
export const assertBooks = async (stack) =>
	assert.deepEqual(await stack.sql('SELECT * FROM ledger_verify()'), [])
