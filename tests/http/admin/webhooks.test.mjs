// Webhooks: looking by sender, state and kind, page by page; applying again.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addStaff, assertLogged, logOf } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'] })
	admin = await addStaff(stack)
	await stack.sql(`CREATE FUNCTION effect_none(e webhook_event) RETURNS void
		LANGUAGE sql AS ''`)
	await stack.sql('GRANT EXECUTE ON FUNCTION effect_none(webhook_event) TO belay_owner')
	await stack.sql('DELETE FROM webhook_kind')
	await stack.sql(`INSERT INTO webhook_kind VALUES ('stripe', 'charge.refunded',
		'effect_none')`)
})
after(() => stack.stop())
beforeEach(() => stack.sql('TRUNCATE webhook_event'))

let made = 0
/** A row as it stands after a while; more overrides its columns. */
async function addWebhook(status, more = {}) {
	const now = new Date()
	const is = (...names) => names.includes(status)
	const row = { provider: 'stripe', event_id: `evt_${++made}`, kind: 'charge.refunded',
		body: { id: `evt_${made}` }, received_at: now, status, attempts: is('dead') ? 11 : 0,
		next_at: is('received', 'failed') ? new Date(now.getTime() + 864e5) : null,
		processing_at: is('processing') ? now : null,
		finished_at: is('done', 'dead') ? now : null,
		error: is('failed', 'dead') ? 'order_unknown (BL409)' : null, ...more }
	const [{ id }] = await stack.sql(`INSERT INTO webhook_event (${Object.keys(row)})
		VALUES (${Object.keys(row).map((_, i) => `$${i + 1}`)}) RETURNING id`,
	...Object.values(row))
	return id
}
const find = async (id) => (await stack.sql('SELECT * FROM webhook_event WHERE id = $1', id))[0]
const list = async (query) => (await admin.call('GET', `/api/admin/webhooks${query}`)).json
const again = async (id) => {
	await admin.get(`/admin/webhooks/${id}`)
	return admin.post(`/admin/webhooks/${id}/again`)
}

test('the list by sender, state and kind', async () => {
	const dead = await addWebhook('dead')
	const paypal = await addWebhook('received', { provider: 'paypal', kind: 'X.Y' })
	const kept = await addWebhook('done', { kind: 'nothing.acts' })
	const ids = async (query) => (await list(query)).items.map((w) => Number(w.id))
	assert.deepEqual(await ids(''), [kept, paypal, dead])
	assert.deepEqual(await ids('?status=dead'), [dead])
	assert.deepEqual(await ids('?provider=paypal'), [paypal])
	assert.deepEqual(await ids('?provider=paypal&status=dead'), [])
	assert.deepEqual(await ids('?kind=nothing.acts'), [kept])
	const { providers, items } = await list('')
	assert.deepEqual(providers.map((p) => [p.provider, p.waiting, p.dead, p.last_at !== null]),
		[['stripe', 0, 1, true], ['paypal', 1, 0, true], ['livekit', 0, 0, false],
			['discord', 0, 0, false], ['resend', 0, 0, false]])
	assert.equal(items[2].error, 'order_unknown (BL409)')
	const page = await admin.get('/admin/webhooks?status=dead')
	assert.ok(page.links(/./).includes(`/admin/webhooks/${dead}`))
	assert.match(page.body, /Given up/)
	assert.match((await admin.get('/admin/webhooks')).body, /Kept/)
	for (const odd of ['?status=odd', '?provider=odd', '?after=x'])
		assert.equal((await admin.get(`/admin/webhooks${odd}`)).status, 422, odd)
})

test('pages go on by key and keep the filters', async () => {
	for (let i = 0; i < 65; i++)
		await addWebhook(i % 2 ? 'dead' : 'done', { kind: 'k' })
	const seen = []
	let next = '/api/admin/webhooks?kind=k'
	let pages = 0
	for (; next; pages++) {
		const { json } = await admin.call('GET', next)
		seen.push(...json.items.map((w) => Number(w.id)))
		next = json.next
		if (next)
			assert.match(next, /kind=k/)
	}
	assert.equal(pages, 3)
	assert.equal(seen.length, 65)
	assert.deepEqual(seen, [...seen].sort((a, b) => b - a))
})

test('one of them: its contents, without what answers in our name', async () => {
	const id = await addWebhook('failed', { body: { note: '<b>Zoë</b>', deep: { a: [1] } } })
	const page = await admin.get(`/admin/webhooks/${id}`)
	assert.equal(page.status, 200)
	assert.match(page.body, /&lt;b&gt;Zoë/)
	assert.match(page.body, /order_unknown/)
	assert.match(page.body, /Apply it now/)
	const { json } = await admin.call('GET', `/api/admin/webhooks/${id}`)
	assert.equal(json.body, '{\n    "deep": {\n        "a": [\n            1\n        ]\n    },\n' +
		'    "note": "<b>Zoë</b>"\n}')
	const discord = await addWebhook('done', { provider: 'discord', kind: 'command:x',
		body: { id: '1', token: 'aW50ZXJhY3Rpb24' } })
	assert.doesNotMatch((await admin.get(`/admin/webhooks/${discord}`)).body, /aW50/)
	const cleared = await addWebhook('done', { body: {} })
	assert.match((await admin.get(`/admin/webhooks/${cleared}`)).body, /were removed/)
	assert.equal((await admin.get('/admin/webhooks/999999999')).status, 404)
})

test('a dead one is applied again', async () => {
	const id = await addWebhook('dead')
	assert.equal((await again(id)).location, `/admin/webhooks/${id}`)
	const done = await until('it to be applied', async () => {
		const now = await find(id)
		return now.status === 'done' && now
	})
	assert.deepEqual([done.attempts, done.applied_by, done.error], [1, 'effect_none', null])
	await assertLogged(stack, 'webhook.again', id, admin.member)
	const refused = await again(id)
	assert.equal(refused.status, 409)
	assert.match(refused.body, /applied already/)
	assert.equal((await logOf(stack, 'webhook.again', id)).length, 1)
})

test('one that waits comes at once; what nothing acts on stays', async () => {
	const waits = await addWebhook('failed', { attempts: 3 })
	await again(waits)
	await until('it to be applied', async () => (await find(waits)).status === 'done')
	assert.equal((await find(waits)).attempts, 4)
	const kept = await addWebhook('done', { kind: 'nothing.acts' })
	assert.doesNotMatch((await admin.get(`/admin/webhooks/${kept}`)).body, /Apply it now/)
	assert.equal((await again(kept)).status, 409)
	assert.equal((await again(999999999)).status, 404)
})

test('all dead ones of a sender at once', async () => {
	const ids = [await addWebhook('dead'), await addWebhook('dead')]
	const other = await addWebhook('dead', { provider: 'paypal', kind: 'X' })
	await admin.get('/admin/webhooks')
	const answer = await admin.post('/admin/webhooks/again', { provider: 'stripe' })
	assert.equal(answer.location, '/admin/webhooks?provider=stripe')
	for (const id of ids)
		await until('it to be applied', async () => (await find(id)).status === 'done')
	assert.equal((await find(other)).status, 'dead')
	assert.equal((await logOf(stack, 'webhook.again_all', null))[0].detail.webhooks, '2')
	assert.equal((await admin.post('/admin/webhooks/again', { provider: 'x' })).status, 422)
})

test('the start page counts what was given up', async () => {
	await addWebhook('dead')
	const { json } = await admin.call('GET', '/api/admin')
	assert.equal(json.waiting.find((w) => w.name === 'dead_webhooks').count, 1)
	assert.ok((await admin.get('/admin')).links(/./).includes('/admin/webhooks?status=dead'))
})
