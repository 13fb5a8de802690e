// Every route by which staff change something, done for real: each leaves its row
// in the audit log with who, what, which, and from where.  A route that is new
// needs a line here.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { demo, startStack } from '../../support/stack.mjs'
import { apply } from './staff.mjs'

const REASON = 'As they asked on the telephone'
let stack, adam, other

before(async () => {
	stack = await startStack({ programs: ['account', 'admin'], workers: false, demo: true,
		env: { BELAY_DEMO: '1' } })
	adam = await stack.signIn(demo('adam'))
	adam.id = await one(`SELECT user_id FROM profile WHERE handle = 'adam'`)
	await adam.get('/admin')
	other = await stack.signIn(await stack.addMember({ name: 'Otto', roles: ['admin'] }))
	await other.get('/admin')
})
after(() => stack.stop())

/** The first value of a query's first row. */
async function one(text, ...values) {
	const [row] = await stack.sql(`${text} LIMIT 1`, ...values)
	assert.ok(row, `the demo has no such row: ${text}`)
	return Object.values(row)[0]
}
const member = async (options) => (await stack.addMember(options)).id
const run = (text) => stack.sql(`DO $do$ BEGIN PERFORM set_config('app.user_id', '${adam.id}', true);
	${text} END $do$`)
const job = (state) => stack.sql(`INSERT INTO job (kind, state, run_at, created_at, last_error)
	VALUES ('deed.test', $1, app_now(), app_now(), 'x') RETURNING id`, state)
	.then(([{ id }]) => id)
const hook = () => stack.sql(`INSERT INTO webhook_event (provider, event_id, kind, body,
	received_at, status, attempts, error, finished_at) VALUES ('stripe', gen_random_uuid(),
	'charge.succeeded', '{}', app_now(), 'dead', 11, 'x', app_now()) RETURNING id`)
	.then(([{ id }]) => id)
const session = (where) => one(`SELECT id FROM session WHERE ${where} ORDER BY starts_at DESC`)
const order = (where) => one(`SELECT id FROM orders WHERE ${where} ORDER BY id DESC`)
const payout = (status) => one('SELECT id FROM payout WHERE status = $1 ORDER BY id', status)
/** A payout brought into a state by the rules' own exits. */
const refund = (status) => one('SELECT id FROM refund WHERE status = $1 ORDER BY id', status)
const applicant = async (kind) => apply(stack, await stack.addMember(), kind)
const skill = (n) => one(`SELECT id FROM skill WHERE vetted AND retired_at IS NULL
	ORDER BY position, lower(name) OFFSET ${n}`)

// path, fields, the action of its row; what is in the path is made by a function.
const DEEDS = {
	'POST /admin/people/:id/warn': [member, { reason: REASON }, 'person.warn'],
	'POST /admin/people/:id/suspend': [member, { reason: REASON, days: '3' }, 'person.suspend'],
	'POST /admin/people/:id/lift': [() => one(`SELECT id FROM users WHERE status = 'suspended'`),
		{ reason: REASON }, 'person.lift'],
	'POST /admin/people/:id/ban': [member, { reason: REASON }, 'person.ban'],
	'POST /admin/people/:id/verify': [() => member({ verified: false }), { reason: REASON },
		'person.verify'],
	'POST /admin/people/:id/sign-out': [member, {}, 'person.sign_out'],
	'POST /admin/people/:id/roles/grant': [member, { role: 'creator', reason: REASON },
		'role.grant'],
	'POST /admin/people/:id/roles/revoke': [() => member({ roles: ['creator'] }),
		{ role: 'creator', reason: REASON }, 'role.revoke'],
	'POST /admin/people/:id/impersonate': [member, { reason: REASON }, 'impersonation.begin',
		{ who: () => other, then: () => other.post('/admin/impersonation/stop') }],
	'POST /admin/impersonation/stop': [null, {}, 'impersonation.end', { who: () => other,
		first: async () => {
			await other.get('/admin')
			await other.post(`/admin/people/${await member()}/impersonate`, { reason: REASON })
			await other.get('/dashboard')
		} }],
	'POST /admin/interviewers/:id': [() => applicant('interviewer'), { decision: 'approve' },
		'expert.approve'],
	'PATCH /admin/interviewers/:id': [() => applicant('interviewer'), { decision: 'reject',
		reason: REASON }, 'expert.reject'],
	'POST /admin/mentors/:id': [() => applicant('mentor'), { decision: 'approve' },
		'expert.approve'],
	'PATCH /admin/mentors/:id': [() => applicant('mentor'), { decision: 'approve' },
		'expert.approve'],
	'POST /admin/concierges/:id': [() => applicant('concierge'), { decision: 'review' },
		'expert.review'],
	'PATCH /admin/concierges/:id': [() => applicant('concierge'), { decision: 'approve' },
		'expert.approve'],
	'POST /admin/sessions/:id/cancel': [() => session(`status = 'scheduled'
		AND starts_at > app_now() + interval '2 days'`), { reason: REASON }, 'session.cancel'],
	'POST /admin/sessions/:id/move': [() => session(`status = 'scheduled'
		AND starts_at > app_now() + interval '3 days'`), { reason: REASON,
		start: () => new Date(Math.ceil(Date.now() / 36e5) * 36e5 + 40 * 864e5).toISOString() },
	'session.move'],
	'POST /admin/sessions/:id/settle': [() => session(`status = 'no_show' AND NOT disputed
		AND resolution IS NULL AND starts_at > app_now() - interval '40 days'`),
	{ reason: REASON, outcome: 'completed' }, 'session.settle'],
	'POST /admin/sessions/:id/resolve': [() => session(`disputed AND resolution IS NULL`),
		{ reason: REASON, resolution: 'uphold' }, 'session.resolve'],
	'POST /admin/sessions/:id/emergency': [async () => {
		const id = await session(`status = 'scheduled' AND starts_at > app_now()
			+ interval '1 day'`)
		await stack.sql(`UPDATE session SET starts_at = app_now() - interval '5 minutes',
			ends_at = app_now() + interval '40 minutes', status = 'in_progress',
			started_at = app_now() WHERE id = $1`, id)
		return id
	}, { reason: REASON }, 'session.emergency'],
	'POST /admin/orders/:id/receive': [() => order(`status = 'processing'
		AND provider = 'manual'`), { amount: '1.00', currency: 'USD', words: 'by wire' },
	'order.receive'],
	'POST /admin/orders/:id/refund': [() => order(`status = 'fulfilled' AND total_amount > 500`),
		{ amount: '1.00', reason: REASON }, 'order.refund'],
	'POST /admin/orders/:id/hold': [() => order('held_for_admin IS NOT NULL'),
		{ verdict: 'seen', reason: REASON }, 'order.hold'],
}

const ROUTES = new URL(`../../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`, import.meta.url)
const routes = readFileSync(ROUTES, 'utf8').trim().split('\n').map((line) => line.split('\t'))
	.filter(([program, method, , access, , , flags]) => program === 'admin' &&
		(access === 'staff' && (method !== 'GET' || /writes/.test(flags)) ||
			method !== 'GET')).map(([, method, path]) => `${method} ${path}`)

test('every route that writes has a line here, and every line a route', () => {
	assert.deepEqual(routes.filter((route) => !DEEDS[route]), [])
	assert.deepEqual(Object.keys(DEEDS).filter((route) => !routes.includes(route)), [])
})

for (const [route, [target, fields, action, more = {}]] of Object.entries(DEEDS))
	test(`${route} leaves ${action}`, async () => {
		const [method, pattern] = route.split(' ')
		const who = more.who?.() ?? adam
		const id = await target?.()
		await more.first?.()
		const path = pattern.replace(/:[a-z]+/g, () => id === undefined ? '' : encodeURIComponent(
			[id].flat().length > 1 ? id.shift() : [id].flat()[0]))
		const filled = Object.fromEntries(await Promise.all(Object.entries(fields).map(
			async ([name, value]) => [name, typeof value === 'function' ? await value() : value])))
		const before = await one('SELECT coalesce(max(id), 0) FROM audit')
		const answer = method === 'POST' ? await who.post(path, filled)
			: method === 'GET' ? await who.get(path) : await who.call(method, `/api${path}`, filled)
		assert.ok(answer.status < 400, `${path}: ${answer.status}\n${
			answer.body.match(/<main.*<\/main>/s)?.[0] ?? answer.body}`)
		const rows = await stack.sql('SELECT * FROM audit WHERE id > $1 AND action = $2', before,
			action)
		assert.equal(rows.length, 1, JSON.stringify(await stack.sql(
			'SELECT action FROM audit WHERE id > $1', before)))
		const [row] = rows
		assert.ok([row.actor_id, row.impersonator_id].includes(Number(who.id ?? who.member.id)))
		assert.ok(row.remote_addr && row.request_id, 'from where')
		assert.ok(row.target_kind && (row.target_id || row.detail), 'which')
		await more.then?.()
	})
