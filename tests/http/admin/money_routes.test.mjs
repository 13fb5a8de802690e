// What is done with money, of rows that do not exist: not found for who may,
// nothing at all for who may not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addStaff } from './staff.mjs'

const DESK = [
	['GET', '/admin/orders/999/hold'],
	['GET', '/admin/orders/999/receive'],
	['POST', '/admin/payouts/999/approve'],
	['POST', '/admin/payouts/999/retry'],
	['POST', '/admin/payouts/999/send'],
	['POST', '/admin/refunds/999/approve'],
	['POST', '/admin/refunds/999/by-hand'],
	['POST', '/admin/refunds/999/reject'],
	['POST', '/admin/refunds/999/retry'],
]
const FIELDS = { reason: 'a reason', words: 'some words', ref: 'by wire 7' }
let stack, admin, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'admin', 'billing'] })
	admin = await addStaff(stack, { name: 'Adam' })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	await admin.get('/admin')
	await mia.get('/dashboard')
})
after(() => stack.stop())

const ask = (who, method, path) =>
	who.call(method, `/api${path}`, method === 'GET' ? undefined : FIELDS)

test('an admin hears that there is no such thing', async () => {
	for (const [method, path] of DESK)
		assert.equal((await ask(admin, method, path)).status, 404, `${method} ${path}`)
	assert.equal((await admin.get('/admin/promotions/new')).status, 200)
})

test('a member is refused', async () => {
	for (const [method, path] of [...DESK, ['GET', '/admin/promotions/new']])
		assert.equal((await ask(mia, method, path)).status, 403, `${method} ${path}`)
})

test('papers of others are not there, and Stripe is off here', async () => {
	assert.equal((await mia.get('/billing/invoices/999/pdf')).status, 404)
	assert.equal((await ask(mia, 'POST', '/interviewer/connect')).status, 409)
})
