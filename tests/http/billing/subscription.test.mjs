// Plans and subscriptions as pages and for programs: choosing one, what is used,
// changing it with the price before, ending it, paying what is due.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { enter } from '../booking/sessions.mjs'
import { assertBooks, pay } from './orders.mjs'

let stack, emil, bea, stranger

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'inbox'] })
	emil = await enter(stack, await stack.addMember({ name: 'Emil', roles: ['employer'] }))
	bea = await enter(stack, await stack.addMember({ name: 'Bea' }))
	stranger = await enter(stack, await stack.addMember({ name: 'Stranger' }))
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

const sub = async (id) => (await stack.sql('SELECT * FROM subscription WHERE id = $1', id))[0]
// What is open for a subscription, ordered and paid by its payer.
async function settle(client, id, kind = 'company') {
	const page = await client.get(`/checkout/${kind}/${id}`)
	assert.equal(page.status, 200, page.body)
	const gone = await client.post(`/checkout/${kind}/${id}`, { provider: 'manual',
		shown: page.input('shown'), currency: 'USD' })
	assert.equal(gone.status, 303, gone.body)
	const [{ id: order }] = await stack.sql(`SELECT max(id)::text AS id FROM orders
		WHERE item_id = $1 AND kind = $2`, id, kind)
	assert.equal(await pay(stack, order), 'fulfilled')
	return order
}
let id

test('everybody sees the plans, by month and year', async () => {
	const page = await stack.client().get('/billing/plans')
	assert.equal(page.status, 200)
	for (const words of ['Starter', 'Professional', 'Enterprise', 'RAP', 'USD 99.00',
		'3 open job posts', '500 talent searches a month', '2 seats', 'Sign in to choose'])
		assert.ok(page.body.includes(words), words)
	const year = await stack.client().get('/billing/plans?every=year')
	assert.match(year.body, /USD 990\.00 <small>a year/)
	assert.match(year.body, /instead of USD 1,188\.00 by the month/)
	const { json } = await stack.client().call('GET', '/api/billing/plans')
	assert.deepEqual(json.items.map((p) => [p.name, p.month.amount, p.year.amount, p.jobs]),
		[['STARTER', 9900, 99000, 3], ['PROFESSIONAL', 29900, 299000, 15],
			['RAP', 29900, 299000, 15], ['ENTERPRISE', 99900, 999000, null]])
})

test('a company is named, a plan chosen and paid', async () => {
	const page = await emil.get('/billing/plans')
	assert.match(page.body, /Name of the company/)
	const refused = await emil.post('/subscriptions/v2/checkout',
		{ plan: 'STARTER', every: 'month' })
	assert.equal(refused.status, 422)
	assert.match(refused.body, /Say for which company/)
	const gone = await emil.post('/subscriptions/v2/checkout',
		{ plan: 'STARTER', every: 'month', company_name: 'Nordlicht' })
	assert.equal(gone.status, 303, gone.body)
	id = gone.location.match(/^\/checkout\/company\/(\d+)$/)[1]
	assert.match((await emil.get(gone.location)).body, /Starter plan, by the month/)
	assert.equal((await sub(id)).status, 'incomplete')
	await settle(emil, id)
	assert.equal((await sub(id)).status, 'active')
	const billing = await emil.get('/account/billing')
	for (const words of ['Nordlicht', 'USD 99.00 a month', 'Paid until', 'Open job posts',
		'0 of 3', '1 of 2', '0 of 50', 'Change the plan'])
		assert.ok(billing.body.includes(words), words)
	const again = await emil.call('POST', '/api/subscriptions/v2/checkout', { plan: 'RAP' })
	assert.equal(again.status, 409)
	assert.match(again.json.type, /subscription_exists/)
})

test('who it is not for sees nothing of it', async () => {
	for (const end of ['', '/change', '/cancel'])
		assert.equal((await stranger.get(`/subscriptions/${id}${end}`)).status, 404, end)
	for (const [path, body] of [[`/subscriptions/${id}/cancel`, { reason: 'other' }],
		[`/subscriptions/${id}/reactivate`, {}], [`/subscriptions/${id}/keep`, {}],
		[`/subscriptions/${id}/change`, { plan: 'RAP', every: 'month' }],
		['/subscriptions/v2/cancel', { subscription_id: id, reason: 'other' }],
		['/subscriptions/v2/reactivate', { subscription_id: id }],
		['/subscriptions/v2/cancel', { reason: 'other' }]])
		assert.equal((await stranger.call('POST', `/api${path}`, body)).status, 404, path)
	assert.equal((await stranger.call('POST', '/api/subscriptions/v2/checkout',
		{ plan: 'RAP', company_id: (await sub(id)).company_id.toString() })).status, 404)
	assert.equal((await stranger.get(`/checkout/company/${id}`)).status, 404)
	assert.doesNotMatch((await stranger.get('/account/billing')).body, /Nordlicht/)
	assert.equal((await stack.client().get(`/subscriptions/${id}`)).status, 303)
})

test('a billing contact may do what the owner may, a mere member not', async () => {
	await stack.sql(`INSERT INTO company_member VALUES ($1, $2, 'member', now())`,
		(await sub(id)).company_id, bea.member.id)
	assert.equal((await bea.get(`/subscriptions/${id}`)).status, 404)
	await stack.sql(`UPDATE company_member SET role = 'billing' WHERE user_id = $1`,
		bea.member.id)
	assert.equal((await bea.get(`/subscriptions/${id}`)).status, 200)
	const { json } = await bea.call('GET', `/api/subscriptions/${id}`)
	assert.deepEqual([json.subscription.plan, json.subscription.company,
		json.subscription.price, json.charges.length],
	['STARTER', 'Nordlicht', { amount: 9900, currency: 'USD' }, 1])
	assert.deepEqual(json.subscription.entitlements.map((e) => [e.what, e.allowed, e.used]),
		[['jobs', 3, 0], ['searches', 50, 0], ['seats', 2, 2]])
})

test('an upgrade: the price before, paid, there', async () => {
	const page = await emil.get(`/subscriptions/${id}/change`)
	assert.match(page.body, /Change for USD 200\.00/)
	assert.match(page.body, /USD 299\.00 for the time until .*, less USD 99\.00/)
	const { json } = await emil.call('GET', `/api/subscriptions/${id}/change`)
	const option = json.options.find((o) => o.plan === 'PROFESSIONAL' && o.every === 'month')
	assert.deepEqual([option.way, option.due.amount, option.credit.amount], ['upgrade',
		20000, 9900])
	const stale = await emil.post(`/subscriptions/${id}/change`,
		{ plan: 'PROFESSIONAL', every: 'month', shown: '100' })
	assert.equal(stale.status, 409)
	assert.match(stale.body, /The price has changed/)
	const gone = await emil.post(`/subscriptions/${id}/change`,
		{ plan: 'PROFESSIONAL', every: 'month', shown: '20000' })
	assert.equal(gone.location, `/checkout/company/${id}`)
	assert.match((await emil.get('/account/billing')).body,
		/The other plan is there once USD 200\.00 are paid/)
	await settle(emil, id)
	assert.equal((await sub(id)).plan, 'PROFESSIONAL')
	assert.match((await emil.get('/account/billing')).body, /0 of 15/)
})

test('a downgrade waits for the end, and can be left', async () => {
	const gone = await emil.post(`/subscriptions/${id}/change`,
		{ plan: 'STARTER', every: 'month', shown: '0' })
	assert.equal(gone.location, `/subscriptions/${id}`)
	assert.match((await emil.get(gone.location)).body, /From .* on: STARTER, USD 99\.00 a month/)
	assert.equal((await sub(id)).pending_plan, 'STARTER')
	assert.equal((await emil.post(`/subscriptions/${id}/keep`)).status, 303)
	assert.equal((await sub(id)).pending_plan, null)
	const twice = await emil.call('POST', `/api/subscriptions/${id}/keep`, {})
	assert.equal(twice.status, 409)
	assert.ok(twice.json.allowed.includes('cancel'))
})

test('ended with a reason, taken back until it ends', async () => {
	assert.match((await emil.get(`/subscriptions/${id}/cancel`)).body, /It costs too much/)
	const bare = await emil.post(`/subscriptions/${id}/cancel`, {})
	assert.equal(bare.status, 422)
	const gone = await emil.post(`/subscriptions/${id}/cancel`,
		{ reason: 'too_expensive', words: 'Too much for us' })
	assert.equal(gone.location, `/subscriptions/${id}`)
	const row = await sub(id)
	assert.deepEqual([row.cancel_at_period_end, row.cancel_reason, row.cancel_words],
		[true, 'too_expensive', 'Too much for us'])
	assert.match((await emil.get(`/subscriptions/${id}`)).body, /Go on with it/)
	assert.equal((await emil.post(`/subscriptions/${id}/reactivate`)).status, 303)
	assert.equal((await sub(id)).cancel_at_period_end, false)
	// the same for programs, without saying which
	const done = await emil.call('POST', '/subscriptions/v2/cancel', { reason: 'other' })
	assert.deepEqual([done.status, done.json.id, done.json.cancel_at_period_end],
		[200, id, true])
	const back = await emil.call('POST', '/api/subscriptions/v2/reactivate',
		{ subscription_id: id })
	assert.deepEqual([back.status, back.json.cancel_at_period_end], [200, false])
})

test('past due says so, and is paid on the spot', async () => {
	await stack.sql(`UPDATE subscription SET period_start = period_start
		- interval '40 days', period_end = period_end - interval '40 days', anchor_at =
		anchor_at - interval '40 days', next_at = app_now() WHERE id = $1`, id)
	await stack.sql(`SELECT subscription_tick(10)`)
	assert.equal((await sub(id)).status, 'past_due')
	const page = await emil.get('/account/billing')
	assert.match(page.body, /USD 299\.00 are not paid\. Everything works until/)
	const change = await emil.call('POST', `/api/subscriptions/${id}/change`,
		{ plan: 'ENTERPRISE' })
	assert.equal(change.status, 409)
	await settle(bea, id)
	assert.equal((await sub(id)).status, 'active')
	assert.match((await stack.readMail(emil.member.email, /could not be renewed/)).text,
		/USD 299\.00/)
})

test('the portal is our own page for who has no account there', async () => {
	for (const path of ['/billing/portal', '/subscriptions/v2/portal',
		'/api/stripe/customer-portal']) {
		const { status, json } = await emil.call('POST', path, {})
		assert.deepEqual([status, json.url], [200, `${stack.url}/account/billing`], path)
	}
	assert.equal((await emil.post('/billing/portal')).location, '/account/billing')
	assert.equal((await stack.client().call('POST', '/api/billing/portal', {})).status, 401)
	await stack.sql(`INSERT INTO portal_visit (user_id, created_at) VALUES ($1, app_now()),
		($1, app_now() - interval '5 minutes')`, emil.member.id)
	const [now, late] = await stack.sql('SELECT id FROM portal_visit ORDER BY id')
	assert.match((await emil.get(`/billing/portal/${now.id}`)).body, /It opens by itself/)
	assert.match((await emil.get(`/billing/portal/${late.id}`)).body, /Stripe did not answer/)
	assert.equal((await stranger.get(`/billing/portal/${now.id}`)).status, 404)
})

test('a tier of a journey, with what is in it', async () => {
	const creator = await stack.addMember({ name: 'Cleo', roles: ['creator'] })
	const [{ id: journey }] = await stack.sql(`INSERT INTO journey (creator_id, title,
		review_rate, status, created_at) VALUES ($1, 'Wedding', 2000, 'published',
		app_now()) RETURNING id`, creator.id)
	await stack.sql(`INSERT INTO journey_tier (journey_id, tier, month_amount, reviews)
		VALUES ($1, 'guided', 10000, 1)`, journey)
	const { status, json } = await stranger.call('POST', '/api/subscriptions/v2/checkout',
		{ journey_id: String(journey), plan: 'guided', every: 'month' })
	assert.equal(status, 201)
	assert.equal(json.url, `${stack.url}/checkout/subscription/${json.subscription_id}`)
	await settle(stranger, json.subscription_id, 'subscription')
	const page = await stranger.get('/account/billing')
	assert.match(page.body, /Wedding: Guided/)
	assert.match(page.body, /Reviews this month/)
	assert.match(page.body, /0 of 1/)
})
