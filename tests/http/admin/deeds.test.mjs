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
	await stack.sql(`INSERT INTO schedule (name, next_at) VALUES ('deeds', app_now())
		ON CONFLICT DO NOTHING`)
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
const refund = (status) => one('SELECT id FROM refund WHERE status = $1 ORDER BY id', status)
/** One that is to be paid in this way, waiting or approved. */
async function payoutAs(status, way) {
	const id = await one(`SELECT p.id FROM payout p JOIN payout_account a USING (user_id)
		WHERE p.status IN ('pending', 'approved', 'completed') AND a.status = 'verified'
		AND a.held_reason IS NULL AND ($1::text IS NULL OR a.provider = $1)
		ORDER BY p.status DESC, p.id DESC`, way)
	await stack.sql(`UPDATE payout SET status = $2, first_by = NULL, approved_by = NULL,
		provider = NULL, provider_ref = NULL, completed_at = NULL, sent_at = NULL
		WHERE id = $1`, id, status)
	return id
}
/** What a buyer asks to have back. */
async function asked() {
	const [{ id, buyer }] = await stack.sql(`SELECT id, buyer_id AS buyer FROM orders o
		WHERE status = 'fulfilled' AND total_amount > 2000 AND kind = 'session'
		AND provider = 'stripe' AND NOT EXISTS (SELECT FROM refund r WHERE r.order_id = o.id)
		ORDER BY id DESC LIMIT 1`)
	const [{ made }] = await stack.sql(`WITH who AS MATERIALIZED (SELECT
		set_config('app.user_id', $1::text, true)) SELECT refund_request($2, 500, 'Too short')
		AS made FROM who`, String(buyer), id)
	return made
}
const schedule = () => one('SELECT name FROM schedule ORDER BY name')
const promotion = () => one(`SELECT id FROM promotion WHERE code = 'DEED10'`)
const item = async (n) => ['skills', await skill(n)]
const applicant = async (kind) => apply(stack, await stack.addMember(), kind)
const skill = (n) => one(`SELECT id FROM skill WHERE vetted AND retired_at IS NULL
	ORDER BY position, lower(name) OFFSET ${n}`)

const published = () => one(`SELECT j.id FROM journey j WHERE j.status = 'published'
	AND EXISTS (SELECT FROM journey_version v WHERE v.journey_id = j.id
	AND v.status = 'published') ORDER BY j.id`)
// A journey that waits for an admin.
const offered = async () => {
	const [{ id }] = await stack.sql(`INSERT INTO journey (creator_id, title, status, created_at)
		VALUES ($1, 'A deed', 'in_review', app_now()) RETURNING id`, await member())
	const [{ id: version }] = await stack.sql(`INSERT INTO journey_version (journey_id, number,
		created_at, changed_at) VALUES ($1, 1, app_now(), app_now()) RETURNING id`, id)
	await stack.sql(`INSERT INTO journey_section (version_id, key, position, title)
		VALUES ($1, 'one', 1, 'One')`, version)
	return id
}
const waiting = () => one(`SELECT id FROM review_request WHERE status = 'submitted' ORDER BY id`)
const reviewer = async () => one(`SELECT p.user_id FROM review_request r, journey_provider p
	WHERE r.id = $1 AND p.journey_id = r.journey_id
	AND p.kind = 'mentor' AND p.status = 'verified'
	AND mentor_refusal(p.user_id, r.journey_id, r.client_id) IS NULL`, await waiting())
const rule = () => one(`SELECT id FROM moderation_rule WHERE code = 'link'`)
const drafted = async () => {
	const id = await rule()
	await stack.sql(`DELETE FROM moderation_draft WHERE rule_id = $1`, id)
	await adam.post(`/admin/moderation/${id}`, { ...ALLOWED, seen: await seen(), percent: '70',
		about: 'Links', active: 'true' })
	return id
}
const seen = () => one(`SELECT version FROM moderation_rule WHERE code = 'link'`)
const ALLOWED = { message: 'allow', anonymous: 'allow', profile: 'allow', review: 'allow',
	comment: 'allow', journey: 'allow', job: 'allow' }

// path, fields, the action of its row; what is in the path is made by a function.
const DEEDS = {
	'POST /admin/journeys/:id/approve': [offered, {}, 'journey.approve'],
	'POST /admin/journeys/:id/changes': [offered, { reason: REASON }, 'journey.changes'],
	'POST /admin/journeys/:id/decide': [published, { target: 'suspended', reason: REASON },
		'journey.suspended', { then: async () => adam.post(
			`/admin/journeys/${await one("SELECT id FROM journey WHERE status = 'suspended'")}/decide`,
			{ target: 'published' }) }],
	'POST /admin/journeys/:id/feature': [published, { is_on: 'true' }, 'journey.feature'],
	'POST /admin/journeys/:id/fee': [published, { fee: '12.5' }, 'journey.fee'],
	'POST /admin/journeys/:id/safety-fix': [published, {}, 'journey.safety_fix'],
	'POST /admin/reviews/:id/assign': [waiting, { mentor: reviewer, reason: REASON },
		'review.assign'],
	'POST /admin/moderation': [null, { code: 'deed', new_category: 'spam' },
		'moderation.rule_make'],
	'POST /admin/moderation/:id': [rule, { ...ALLOWED, seen, percent: '70', about: 'Links',
		active: 'true' }, 'moderation.rule_draft'],
	'POST /admin/moderation/:id/publish': [drafted, {}, 'moderation.rule_publish'],
	'POST /admin/moderation/:id/drop': [drafted, {}, 'moderation.rule_drop'],
	'POST /admin/moderation/:id/undo': [rule, { change: () => one(
		'SELECT max(id) FROM moderation_change') }, 'moderation.rule_undo'],
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
	'POST /admin/orders/:id/receive': [() => order(`status = 'processing' AND provider = 'manual'
		AND NOT EXISTS (SELECT FROM receipt r WHERE r.order_id = orders.id)`), { amount: '1.00', currency: 'USD', words: 'by wire' },
	'order.receive'],
	'POST /admin/orders/:id/refund': [() => order(`status = 'fulfilled' AND total_amount > 500`),
		{ amount: '1.00', reason: REASON }, 'order.refund'],
	'POST /admin/orders/:id/hold': [async () => {
		const id = await order(`status = 'fulfilled'`)
		await stack.sql(`UPDATE orders SET held_for_admin = 'unsure' WHERE id = $1`, id)
		return id
	}, { verdict: 'seen', reason: REASON }, 'order.hold'],
	'POST /admin/payouts': [null, { do: 'approve', ids: () => payoutAs('pending') }, 'payout.approve'],
	'GET /admin/payouts.csv': [null, {}, 'payout.export'],
	'GET /admin/payouts/tax.csv': [null, { year: '2026' }, 'payout.tax'],
	'POST /admin/payouts/people/:id/account': [() => one(`SELECT user_id FROM payout_account
		WHERE provider <> 'stripe'`), { verdict: 'refuse', reason: REASON },
	'payout.account.refuse'],
	'POST /admin/payouts/people/:id/hold': [() => one(`SELECT user_id FROM payout_account
		WHERE held_reason IS NULL ORDER BY user_id DESC`), { why: REASON }, 'payout.hold'],
	'POST /admin/payouts/:id/approve': [() => payoutAs('pending'), {}, 'payout.approve'],
	'POST /admin/payouts/:id/send': [() => payoutAs('approved', 'stripe'), {}, 'payout.send'],
	'POST /admin/payouts/:id/retry': [() => payout('failed'), {}, 'payout.retry'],
	'POST /admin/payouts/:id/cancel': [() => payoutAs('approved'), { words: REASON },
		'payout.cancel'],
	'POST /admin/payouts/:id/paid': [() => payoutAs('approved', 'manual'), { words: REASON },
		'payout.paid'],
	'POST /admin/payouts/:id/returned': [() => one(`SELECT id FROM payout
		WHERE status = 'completed' AND provider = 'manual'`), { words: REASON },
	'payout.returned'],
	'POST /admin/receipts/:id/agree': [() => one(`SELECT id FROM receipt
		WHERE status = 'waiting'`), {}, 'receipt.agree',
		{ who: () => other, first: () => other.get('/admin') }],
	'POST /admin/receipts/:id/withdraw': [async () => {
		const id = await order(`status = 'processing' AND provider = 'manual'
			AND NOT EXISTS (SELECT FROM receipt r WHERE r.order_id = orders.id)`)
		await stack.sql(`UPDATE setting SET value = '1' WHERE name = 'receipt_second_admin'`)
		await adam.post(`/admin/orders/${id}/receive`, { amount: '50.00', currency: 'USD',
			words: 'by wire' })
		return one('SELECT id FROM receipt WHERE order_id = $1', id)
	}, {}, 'receipt.withdraw'],
	'POST /admin/refunds/:id/retry': [() => refund('failed'), {}, 'refund.retry'],
	'POST /admin/provider-calls/:id/again': [async () => {
		const id = await one(`SELECT id FROM provider_call WHERE key LIKE 'refund:%'`)
		await stack.sql(`UPDATE provider_call SET status = 'failed', next_at = NULL,
			done_at = app_now() WHERE id = $1`, id)
		return id
	}, {}, 'provider.retry'],
	'POST /admin/refunds/:id/approve': [asked, {}, 'refund.approve'],
	'POST /admin/refunds/:id/reject': [asked, { reason: REASON }, 'refund.reject'],
	'POST /admin/refunds/:id/by-hand': [async () => {
		const id = await asked()
		await adam.post(`/admin/refunds/${id}/approve`)
		await stack.sql(`UPDATE refund SET status = 'failed' WHERE id = $1`, id)
		return id
	}, { ref: 'by wire 7' }, 'refund.by-hand'],
	'GET /admin/transactions.csv': [null, {}, 'transaction.export'],
	'GET /admin/revenue.csv': [null, {}, 'revenue.export'],
	'GET /admin/revenue.pdf': [null, {}, 'revenue.export'],
	'POST /admin/mail/:id/again': [() => one(`SELECT id FROM email_notification
		WHERE state = 'failed' ORDER BY id DESC`), {}, 'mail.again'],
	'POST /admin/mail/suppressions': [null, { address: 'no@more.test' }, 'mail.suppress'],
	'POST /admin/mail/suppressions/remove': [null, { address: 'no@more.test' },
		'mail.unsuppress'],
	'POST /admin/mail/templates/:name': [() => 'reset', { subject: 'S', text_body: 'T',
		html_body: '<p>T</p>' }, 'mail_template.save'],
	'POST /admin/mail/templates/:name/reset': [() => 'reset', {}, 'mail_template.reset'],
	'POST /admin/mail/templates/:name/test': [() => 'reset', {}, 'mail_template.test'],
	'POST /admin/jobs/:id/again': [() => job('dead'), {}, 'job.again'],
	'POST /admin/jobs/:id/discard': [() => job('dead'), {}, 'job.discard'],
	'POST /admin/jobs/again': [null, { kind: 'deed.test' }, 'job.again_all',
		{ first: () => job('dead') }],
	'POST /admin/jobs/schedules/:name/pause': [schedule, {}, 'schedule.pause'],
	'POST /admin/jobs/schedules/:name/resume': [schedule, {}, 'schedule.resume'],
	'POST /admin/jobs/schedules/:name/run': [schedule, {}, 'schedule.run'],
	'POST /admin/webhooks/:id/again': [hook, {}, 'webhook.again'],
	'POST /admin/webhooks/again': [null, { provider: 'stripe' }, 'webhook.again_all',
		{ first: hook }],
	'POST /admin/promotions': [null, { code: 'DEED10', kind: 'percent', value: '10' },
		'promotion.save'],
	'POST /admin/promotions/:id': [promotion, { code: 'DEED10', kind: 'percent', value: '15' },
		'promotion.save'],
	'POST /admin/promotions/:id/end': [promotion, {}, 'promotion.end'],
	'POST /admin/lists/:list': [() => ['skills'], { name: 'Deeds' }, 'list.add'],
	'POST /admin/lists/:list/:id': [() => item(3), { name: 'Renamed' }, 'list.rename'],
	'POST /admin/lists/:list/:id/up': [() => item(3), {}, 'list.move'],
	'POST /admin/lists/:list/:id/down': [() => item(3), {}, 'list.move'],
	'POST /admin/lists/:list/:id/retire': [() => item(6), {}, 'list.retire'],
	'POST /admin/lists/:list/:id/offer': [async () => ['skills', await one(`SELECT id FROM skill
		WHERE retired_at IS NOT NULL`)], {}, 'list.offer'],
	'POST /admin/lists/:list/:id/merge': [() => item(7), { target: () => skill(2) }, 'list.merge'],
	'POST /admin/tax-rates': [null, { country: 'IS', name: 'VSK', percent: '24' }, 'tax.change'],
	'POST /admin/tax-rates/:country': [() => 'IS', { name: 'VSK', percent: '11' }, 'tax.change'],
	'POST /admin/tax-rates/:country/remove': [() => 'IS', {}, 'tax.change'],
	'POST /admin/currencies/:code': [() => 'ISK', { minimum: '200' }, 'currency.change'],
	'POST /admin/settings/:name': [() => 'audit_keep_days', { value: '800' }, 'setting.change'],
	'POST /admin/settings/:name/undo': [() => 'audit_keep_days', { change: () => one(`SELECT id
		FROM setting_history WHERE name = 'audit_keep_days' ORDER BY id DESC`) }, 'setting.undo'],
	'GET /admin/audit.csv': [null, {}, 'audit.export'],
}

const ROUTES = new URL(`../../../.build/${process.env.MODE ?? 'dev'}/routes.tsv`, import.meta.url)
const routes = readFileSync(ROUTES, 'utf8').trim().split('\n').map((line) => line.split('\t'))
	.filter(([program, method, path]) => program === 'admin' &&
		(method !== 'GET' || /\.(csv|pdf)$/.test(path)))
	.map(([, method, path]) => `${method} ${path}`)

test('every route that writes has a line here, and every line a route', () => {
	assert.deepEqual(routes.filter((route) => !DEEDS[route]), [])
	assert.deepEqual(Object.keys(DEEDS).filter((route) => !routes.includes(route)), [])
})

for (const [route, [target, fields, action, more = {}]] of Object.entries(DEEDS))
	test(`${route} leaves ${action}`, async () => {
		const [method, pattern] = route.split(' ')
		const who = more.who?.() ?? adam
		const ids = [await target?.()].flat()
		await more.first?.()
		const path = pattern.replace(/:[a-z]+/g, () => encodeURIComponent(ids.shift()))
		const filled = Object.fromEntries(await Promise.all(Object.entries(fields).map(
			async ([name, value]) => [name, typeof value === 'function' ? await value() : value])))
		const before = await one('SELECT coalesce(max(id), 0) FROM audit')
		const answer = method === 'POST' ? await who.post(path, filled)
			: method === 'GET' ? await who.get(`${path}?${new URLSearchParams(filled)}`) : await who.call(method, `/api${path}`, filled)
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
