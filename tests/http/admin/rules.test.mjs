// The rules of automated moderation: looked at, tried, drafted, live, undone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'

const ALLOWED = { message: 'allow', anonymous: 'allow', profile: 'allow', review: 'allow',
	comment: 'allow', journey: 'allow', job: 'allow' }

let stack, admin, moderator, mia

async function enter(roles) {
	const member = await stack.addMember({ roles })
	const client = await stack.signIn(member)
	await stack.sql('UPDATE user_session SET second_factor = true WHERE user_id = $1',
		member.id)
	await client.get('/login/confirm')
	return client
}

before(async () => {
	stack = await startStack({ programs: ['account', 'admin', 'safety'], workers: false })
	admin = await enter(['admin'])
	moderator = await enter(['moderator'])
	mia = await enter([])
})
after(() => stack.stop())

const decide = async (text, context = 'review') => (await mia.call('POST',
	'/moderation/check', { text, context })).json.decision
const one = async (id) => (await admin.get(`/api/admin/moderation/${id}`)).json

test('all are listed, filtered and searched, by page', async () => {
	const first = (await admin.get('/api/admin/moderation')).json
	assert.equal(first.items.length, 30)
	assert.match(first.next, /after=/)
	const next = (await admin.get(first.next)).json
	assert.ok(next.items[0].code > first.items[29].code)
	const detectors = (await admin.get('/api/admin/moderation?kind=detector')).json.items
	assert.ok(detectors.length > 5 && detectors.every((r) => r.kind === 'detector'))
	const scam = (await admin.get('/api/admin/moderation?category=scam')).json.items
	assert.deepEqual(scam.map((r) => r.code), ['scam'])
	const found = (await admin.get('/api/admin/moderation?q=moneygram')).json.items
	assert.deepEqual(found.map((r) => r.code), ['scam'])
})

test('a text is tried against what is live', async () => {
	const page = await moderator.get(
		'/admin/moderation?text=write+to+jane%40gmail.com&context=anonymous')
	assert.equal(page.status, 200)
	assert.match(page.body, /write to \*{14}/)
	assert.match(page.body, /contact_email/)
	const twin = await moderator.get(
		'/api/admin/moderation?text=write+to+jane%40gmail.com&context=anonymous')
	assert.equal(twin.json.tried.decision, 'block')
})

test('a draft is tried on recent texts, goes live, and back', async () => {
	for (const [i, body] of ['the flumph sings', 'no such thing', 'FLUMPHS everywhere']
		.entries())
		await stack.sql(`INSERT INTO moderation_text (author_id, kind, ref, context, body,
			bins, created_at) VALUES ($1, 'profile', $2, 'review', $3, '{}', app_now())`,
		mia.member.id, i, body)
	const made = await admin.call('POST', '/admin/moderation',
		{ code: 'flumph', new_category: 'spam' })
	assert.equal(made.status, 201, made.body)
	const { id } = made.json
	const rule = { ...ALLOWED, review: 'hold', seen: 1, percent: 70, terms: 'flumph*',
		about: 'No flumphs' }
	const draft = await admin.call('POST', `/admin/moderation/${id}`,
		{ ...rule, active: true })
	assert.equal(draft.status, 204, draft.body)
	assert.equal(await decide('a flumph'), 'allow', 'a draft decides nothing')
	const { trial } = await one(id)
	assert.deepEqual([trial.texts, trial.live, trial.draft], [3, 0, 2])
	assert.deepEqual(trial.matches.map((m) => m.is_new), [true, true])
	const page = await moderator.get(`/admin/moderation/${id}`)
	assert.match(page.body, /the draft finds 2/)
	assert.doesNotMatch(page.body, /Go live/, 'a moderator only looks')

	assert.equal((await admin.call('POST', `/admin/moderation/${id}/publish`, {})).status, 204)
	await until('the rule to count', async () => await decide('a flumph') === 'hold')
	const { history, version } = await one(id)
	assert.equal(version, 2)
	assert.equal((await admin.call('POST', `/admin/moderation/${id}/undo`,
		{ change: history[0].id })).status, 204)
	assert.equal((await one(id)).active, false)
	const audit = await stack.sql(`SELECT action FROM audit
		WHERE target_kind = 'moderation_rule' AND target_id = $1 ORDER BY id`, id)
	assert.deepEqual(audit.map((a) => a.action), ['moderation.rule_make',
		'moderation.rule_draft', 'moderation.rule_publish', 'moderation.rule_undo'])
})

test('two admins: the second is told; nothing to publish is said', async () => {
	const [{ id, version }] = await stack.sql(
		`SELECT id::text, version FROM moderation_rule WHERE code = 'link'`)
	const rule = { ...ALLOWED, percent: 70, about: 'Links', active: true }
	const late = await admin.call('POST', `/admin/moderation/${id}`,
		{ ...rule, seen: version + 1 })
	assert.equal(late.status, 409)
	assert.equal((await admin.call('POST', `/admin/moderation/${id}/publish`, {})).status, 409)
	assert.equal((await admin.call('POST', `/admin/moderation/${id}`,
		{ ...rule, seen: version })).status, 204)
	assert.equal((await admin.call('POST', `/admin/moderation/${id}/drop`, {})).status, 204)
	assert.equal((await one(id)).is_draft, false)
	assert.equal((await admin.call('POST', '/admin/moderation',
		{ code: 'link', new_category: 'link' })).status, 409)
	assert.equal((await admin.call('POST', '/admin/moderation',
		{ code: 'Big Name', new_category: 'link' })).status, 422)
})

test('members see nothing of it, moderators change nothing', async () => {
	assert.equal((await mia.get('/api/admin/moderation')).status, 403)
	assert.equal((await moderator.call('POST', '/admin/moderation',
		{ code: 'mine', new_category: 'spam' })).status, 403)
})
