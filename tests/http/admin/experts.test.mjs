// Applications: list, approve, reject, suspend, remove.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addStaff, apply, assertLogged } from './staff.mjs'

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox', 'booking', 'admin'] })
	admin = await addStaff(stack)
})
after(() => stack.stop())

const applicant = async (kind, more = {}) => {
	const member = await stack.addMember(more)
	return { ...member, ref: await apply(stack, member, kind) }
}
const kindOf = async ({ id }) => (await stack.sql(
	'SELECT status, reason, decided_by FROM expert_kind WHERE user_id = $1', id))[0]
const decide = (base, { ref }, body) => admin.call('PATCH', `/api/admin/${base}/${ref}`, body)

test('the list holds who waits, oldest first, by kind and state', async () => {
	const first = await applicant('interviewer', { name: 'First Applicant' })
	const second = await applicant('interviewer')
	const mentor = await applicant('mentor')
	const { json } = await admin.call('GET', '/api/admin/interviewers?status=submitted')
	const ids = json.items.map(({ id }) => id)
	assert.ok(ids.indexOf(String(first.ref)) < ids.indexOf(String(second.ref)))
	assert.ok(!ids.includes(String(mentor.ref)))
	const item = json.items.find(({ id }) => id === String(first.ref))
	assert.equal(item.status, 'submitted')
	assert.equal(item.display_name, 'First Applicant')
	assert.deepEqual(item.application, [{ name: 'experience', value: '9 years' }])
	assert.match(item.submitted_at, /Z$/)
	for (const status of ['waiting', 'pending'])
		assert.ok((await admin.call('GET', `/api/admin/interviewers?status=${status}`)).json
			.items.some(({ id }) => id === String(first.ref)))
	assert.equal((await admin.call('GET', '/api/admin/interviewers?status=odd')).status, 422)
	const page = await admin.get('/admin/interviewers')
	assert.equal(page.status, 200)
	assert.ok(page.links(/./).includes(`/admin/interviewers/${first.ref}`))
	assert.ok((await admin.get('/admin/mentors')).links(/./)
		.includes(`/admin/mentors/${mentor.ref}`))
	assert.match((await admin.get('/admin/concierges')).body, /Nobody waits/)
	assert.equal((await admin.get(`/admin/concierges/${mentor.ref}`)).status, 404)
})

test('pages of 30 by key', async () => {
	const wanted = []
	for (let i = 0; i < 32; i++)
		wanted.push(String((await applicant('concierge')).ref))
	const seen = []
	let next = '/api/admin/concierges'
	for (; next; seen.push(next))
		({ next } = await admin.call('GET', next).then(({ json }) => {
			seen.push(...json.items.map(({ id }) => id))
			return json
		}))
	assert.deepEqual(seen.filter((x) => /^\d+$/.test(x)), wanted)
})

test('approve: role, notice, log, and the directory after the worker', async () => {
	const person = await applicant('interviewer', { name: 'Ines Approved' })
	const theirs = await stack.signIn(person)
	await stack.sql(`INSERT INTO session_type (expert_id, kind, minutes, price_amount,
		price_currency) VALUES ($1, 'system_design', 45, 0, 'USD'),
		($1, 'behavioural', 30, 5000, 'JPY')`, person.id)
	const { json } = await admin.call('GET', `/api/admin/interviewers/${person.ref}`)
	assert.deepEqual(json.types,
		['System design, 45 min, USD 0.00', 'Behavioural interview, 30 min, JPY 5,000'])
	const page = await admin.get(`/admin/interviewers/${person.ref}`)
	assert.match(page.body, /9 years/)
	const answer = await decide('interviewers', person, { decision: 'approve' })
	assert.equal(answer.status, 200)
	assert.deepEqual(answer.json, { id: String(person.ref), kind: 'interviewer',
		status: 'verified', reason: null })
	assert.deepEqual(await kindOf(person),
		{ status: 'verified', reason: null, decided_by: admin.member.id })
	assert.deepEqual(await stack.sql(`SELECT role FROM user_role WHERE user_id = $1
		AND role = 'interviewer'`, person.id), [{ role: 'interviewer' }])
	assert.match((await theirs.get('/dashboard')).body, /Expert profile/,
		'an open session has the role at once')
	await assertLogged(stack, 'expert.approve', person.id, admin.member)
	assert.equal((await stack.sql(`SELECT FROM notification WHERE user_id = $1
		AND type = 'expert_verified'`, person.id)).length, 1)
	await until('the directory to have them', async () =>
		(await stack.client().call('GET', '/api/interviewers')).json.items
			.some(({ id }) => id === String(person.ref)))
	const twice = await decide('interviewers', person, { decision: 'approve' })
	assert.equal(twice.status, 409)
	assert.deepEqual(twice.json.allowed, ['removed', 'suspended'])
})

test('reject needs a reason, which the applicant is told', async () => {
	const person = await applicant('mentor')
	const without = await decide('mentors', person, { decision: 'reject' })
	assert.equal(without.status, 422)
	assert.ok(without.json.errors.reason)
	assert.equal((await decide('mentors', person, {})).status, 422)
	assert.equal((await decide('mentors', person, { decision: 'maybe' })).status, 422)
	assert.equal((await decide('mentors', person, { decision: 'reject', reason: 'Too short' }))
		.status, 200)
	assert.equal((await kindOf(person)).reason, 'Too short')
	const [{ data }] = await stack.sql(`SELECT data FROM notification WHERE user_id = $1
		AND type = 'expert_verified'`, person.id)
	assert.equal(data.reason, 'Too short')
	await assertLogged(stack, 'expert.reject', person.id, admin.member)
	assert.equal((await decide('mentors', { ref: 1 }, { decision: 'approve' })).status, 404)
})

test('by the form: review, approve, suspend, restore, remove', async () => {
	const person = await applicant('concierge')
	const page = `/admin/concierges/${person.ref}`
	const moves = [['review', 'in_review'], ['approve', 'verified'],
		['suspend', 'suspended'], ['restore', 'verified'], ['remove', 'removed']]
	for (const [decision, status] of moves) {
		const shown = await admin.get(page)
		assert.match(shown.body, new RegExp(`value="${decision}"`))
		const answer = await admin.post(page, { decision, reason: 'Because' })
		assert.equal(answer.location, page, answer.body)
		assert.equal((await kindOf(person)).status, status)
		await assertLogged(stack, `expert.${decision}`, person.id, admin.member)
	}
	const end = await admin.get(page)
	assert.match(end.body, /Nothing can be decided/)
	assert.match(end.body, /Suspended → Verified/)
	const late = await admin.post(page, { decision: 'approve' })
	assert.equal(late.status, 409)
	assert.match(late.body, /no way back/)
})

test('who is suspended leaves the directory, and returns when it is lifted', async () => {
	const person = await applicant('mentor')
	await decide('mentors', person, { decision: 'approve' })
	const listed = async () => (await stack.client().call('GET', '/api/mentors')).json.items
		.some(({ id }) => id === String(person.ref))
	await until('the listing', listed)
	await admin.submit(`/admin/people/${person.id}/suspend`, { reason: 'Spam', days: '2' })
	await until('the listing to go', async () => !await listed())
	await admin.submit(`/admin/people/${person.id}/lift`, { reason: 'Appeal' })
	await until('the listing to be back', listed)
})
