// Recruiters buy credits, as a program and at the checkout page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { enter } from '../booking/sessions.mjs'
import { assertBooks, pay } from './orders.mjs'

let stack, remy, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'inbox'] })
	remy = await enter(stack, await stack.addMember({ name: 'Remy', roles: ['recruiter'] }))
	mia = await enter(stack, await stack.addMember({ name: 'Mia' }))
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

test('twenty of them, paid by transfer, are there', async () => {
	const { status, json } = await remy.call('POST', '/api/recruiter/credits', { credits: 20 })
	assert.equal(status, 201)
	assert.match(json.url, /\/checkout\/order\/[0-9a-f]{32}\?go=1$/)
	const [{ total_amount: total }] = await stack.sql(
		'SELECT total_amount FROM orders WHERE id = $1', json.order_id)
	assert.equal(total, 34000)
	assert.equal(await pay(stack, json.order_id), 'fulfilled')
	assert.deepEqual(await stack.sql('SELECT credits, amount FROM credit_lot'),
		[{ credits: 20, amount: 34000 }])
	assert.match((await remy.get('/checkout/credits/5')).body, /5 recruiter credits/)
})

test('in packs, and for recruiters', async () => {
	assert.equal((await remy.call('POST', '/api/recruiter/credits', { credits: 7 })).status, 404)
	assert.equal((await remy.call('POST', '/api/recruiter/credits', {})).status, 422)
	const other = await mia.call('POST', '/api/recruiter/credits', { credits: 5 })
	assert.equal(other.status, 403)
	assert.match(other.json.type, /credits_are_for_recruiters/)
	assert.equal((await stack.client().call('POST', '/api/recruiter/credits',
		{ credits: 5 })).status, 401)
})
