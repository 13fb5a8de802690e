// Applying to be an expert: by JSON and by a form without scripts, every status,
// and applying again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, fieldsOf, HOSTILE, isInert } from './experts.mjs'

const PATH = '/interviewer/register'
const API = `/api${PATH}`

let stack, admin

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	admin = await stack.addMember({ roles: ['admin'] })
})
after(() => stack.stop())

async function applicant(options = {}) {
	const member = await stack.addMember({ timezone: 'Europe/Lisbon', ...options })
	const client = await stack.signIn(member)
	await client.get(PATH)
	return { ...member, client, post: (doc) => client.call('POST', API, doc),
		state: async (kind = 'interviewer') =>
			(await client.get(`${API}?kind=${kind}`)).json }
}

async function decide(member, kind, decision, why = null) {
	await stack.sql(`WITH who AS (SELECT set_config('app.user_id', $1, true))
		SELECT expert_decide($2, $3, $4, $5) FROM who`, String(admin.id), member.id,
	kind, decision, why)
}

const FULL = { headline: 'Staff engineer', bio: 'I listen first.',
	experience: 'Ten years of databases.', companies: ['Acme', 'Foo, Inc.'],
	years: 10, skills: [{ name: 'SQL', level: 5 }],
	session_types: [{ kind: 'system_design', minutes: 60,
		price: { amount: 9000, currency: 'USD' } }],
	timezone: 'Europe/Berlin', weekly: [{ day: 2, start: '18:00', end: '20:00' }] }

test('an application becomes a profile, hours and a record', async () => {
	const one = await applicant()
	assert.deepEqual(await one.state(), { kind: 'interviewer', status: null,
		reason: null, may_apply: true })
	const answer = await one.post(FULL)
	assert.equal(answer.status, 201, answer.body)
	const [{ ref }] = await stack.sql(
		'SELECT ref FROM expert WHERE user_id = $1', one.id)
	assert.deepEqual(answer.json, { id: String(ref), kind: 'interviewer',
		status: 'submitted' })
	assert.deepEqual(await one.state(), { kind: 'interviewer', status: 'submitted',
		reason: null, may_apply: false })
	const own = (await one.client.get('/api/interviewer/profile')).json
	assert.equal(own.headline, 'Staff engineer')
	assert.equal(own.bio, 'I listen first.')
	assert.equal(own.anonymous, true)
	assert.deepEqual(own.kinds, [])
	assert.deepEqual(own.skills, FULL.skills)
	assert.equal(own.session_types[0].price.amount, 9000)
	assert.deepEqual((await one.client.get('/api/interviewer/availability')).json, {
		timezone: 'Europe/Berlin', weekly: FULL.weekly, overrides: [], blocked: [] })
	const [{ application }] = await stack.sql(
		'SELECT application FROM expert_kind WHERE user_id = $1', one.id)
	assert.deepEqual(application, { experience: FULL.experience,
		companies: FULL.companies, years: 10,
		profile: { headline: FULL.headline, bio: FULL.bio, skills: FULL.skills,
			session_types: FULL.session_types },
		availability: { timezone: 'Europe/Berlin', weekly: FULL.weekly } })
	assert.equal((await stack.client().get(`/interviewers/${ref}`)).status, 404)
	const again = await one.post(FULL)
	assert.equal(again.status, 409)
	assert.deepEqual(again.json.allowed, [])
})

test('each kind has its own application', async () => {
	const one = await applicant()
	for (const kind of ['mentor', 'concierge', 'interviewer']) {
		const answer = await one.post({ ...FULL, kind })
		assert.equal(answer.status, 201, answer.body)
		assert.equal(answer.json.kind, kind)
		assert.equal((await one.state(kind)).status, 'submitted')
	}
	const kinds = (await one.client.get('/api/interviewer/profile')).json.applications
	assert.deepEqual(kinds.map((k) => `${k.kind} ${k.status}`), ['concierge submitted',
		'interviewer submitted', 'mentor submitted'])
})

test('what is missing or wrong has its own field, and nothing is kept', async () => {
	const one = await applicant()
	for (const [doc, ...fields] of [
		[{}, 'headline', 'experience', 'skills', 'session_types'],
		[{ ...FULL, headline: ' ' }, 'headline'],
		[{ ...FULL, experience: 'x'.repeat(5001) }, 'experience'],
		[{ ...FULL, kind: 'wizard' }, 'kind'], [{ ...FULL, years: 81 }, 'years'],
		[{ ...FULL, years: '10' }, 'years'], [{ ...FULL, companies: 'Acme' }, 'companies'],
		[{ ...FULL, skills: [] }, 'skills'],
		[{ ...FULL, skills: [{ name: 'SQL', level: 9 }] }, 'skills.0.level'],
		[{ ...FULL, session_types: [{ kind: 'system_design', minutes: 61,
			price: { amount: 1, currency: 'USD' } }] }, 'session_types.0.minutes'],
		[{ ...FULL, timezone: 'Mars/Base' }, 'timezone'],
		[{ ...FULL, weekly: [{ day: 2, start: '20:00', end: '18:00' }] },
			'weekly.0.end']]) {
		const answer = await one.post(doc)
		assert.equal(answer.status, 422, JSON.stringify(doc))
		assert.deepEqual(Object.keys(answer.json.errors).sort(), fields.sort(),
			JSON.stringify(doc))
	}
	assert.equal((await one.state()).status, null)
	assert.deepEqual(await stack.sql('SELECT 1 FROM expert WHERE user_id = $1',
		one.id), [])
})

test('a draft may lack anything', async () => {
	const one = await applicant()
	const draft = await one.post({ draft: true, experience: 'So far' })
	assert.equal(draft.status, 201)
	assert.equal(draft.json.status, 'draft')
	const page = await one.client.get(PATH)
	assert.match(page.body, /So far/)
	assert.match(page.body, /data-state="draft"/)
	assert.equal((await one.post(FULL)).json.status, 'submitted')
})

test('a rejection says why; applying again is limited', async () => {
	const one = await applicant()
	assert.equal((await one.post(FULL)).status, 201)
	for (let i = 1; i <= 3; i++) {
		await decide(one, 'interviewer', 'rejected', `Reason ${i} <b>`)
		assert.deepEqual(await one.state(), { kind: 'interviewer', status: 'rejected',
			reason: `Reason ${i} <b>`, may_apply: true })
		const page = await one.client.get(PATH)
		assert.match(page.body, new RegExp(`Reason ${i} &lt;b&gt;`))
		assert.match(page.body, /Ten years of databases\./)
		assert.equal((await one.post({ ...FULL, years: i })).status, 201)
	}
	await decide(one, 'interviewer', 'rejected', 'Reason 4')
	assert.equal((await one.state()).may_apply, false)
	const page = await one.client.get(PATH)
	assert.match(page.body, /three times within 30 days/)
	assert.doesNotMatch(page.body, /name="experience"/)
	const refused = await one.post(FULL)
	assert.equal(refused.status, 409)
	assert.match(refused.json.detail, /three times within 30 days/)
	await stack.sql(`UPDATE expert_kind_history SET at = at - interval '31 days'
		WHERE user_id = $1`, one.id)
	assert.equal((await one.state()).may_apply, true)
	assert.equal((await one.post(FULL)).status, 201)
})

test('the page says where an application stands', async () => {
	const one = await applicant()
	await one.post(FULL)
	for (const [decision, words, link] of [['in_review', /Being read/, false],
		['verified', /Verified/, true], ['suspended', /Suspended/, false],
		['removed', /Ended/, false]]) {
		await decide(one, 'interviewer', decision, 'Because')
		const page = await one.client.get(PATH)
		assert.equal(page.status, 200)
		assert.match(page.body, words)
		assert.doesNotMatch(page.body, /name="experience"/)
		assert.equal(/href="\/interviewer\/profile">Edit/.test(page.body), link)
		assert.equal((await one.post(FULL)).status, 409)
	}
})

test('only for verified members', async () => {
	const visitor = stack.client()
	assert.match((await visitor.get(PATH)).location, /^\/login/)
	assert.equal((await visitor.call('POST', API, FULL)).status, 401)
	const fresh = await stack.signIn(await stack.addMember({ verified: false }))
	await fresh.get('/dashboard')
	assert.equal((await fresh.get(PATH)).status, 403)
	assert.equal((await fresh.call('POST', API, FULL)).status, 403)
	assert.equal((await stack.client().get(`${PATH}?kind=wizard`)).status, 303)
})

// --- the form --------------------------------------------------------------------
const FORM = { headline: 'Staff engineer', experience: 'Ten years',
	company_words: 'Acme,  Globex ,', years: '10', 'skills.0.name': 'SQL',
	'skills.0.level': '5', 'session_types.0.kind': 'behavioural',
	'session_types.0.minutes': '45', 'session_types.0.cost': '47.5',
	timezone: 'berlin' }

test('the form without script, by every kind', async () => {
	for (const kind of ['interviewer', 'mentor', 'concierge']) {
		const one = await applicant()
		const page = await one.client.get(`${PATH}?kind=${kind}`)
		assert.match(page.body, new RegExp(`Become an? ${kind}`))
		const fields = fieldsOf(page, 'register')
		assert.equal(fields.timezone, 'Europe/Lisbon')
		const tuesday = Object.keys(fields).find((name) => /\.day$/.test(name) &&
			fields[name] === '2').replace('.day', '')
		const done = await one.client.post(PATH, { ...fields, ...FORM,
			[`${tuesday}.start`]: '9:00', [`${tuesday}.end`]: '24:00' })
		assert.equal(done.status, 303, done.body)
		assert.equal(done.location, `${PATH}?kind=${kind}`)
		const after = await one.client.get(done.location)
		assert.match(after.body, /Your application is sent/)
		assert.match(after.body, /data-state="submitted"/)
		const [{ application: a }] = await stack.sql(
			'SELECT application FROM expert_kind WHERE user_id = $1', one.id)
		assert.deepEqual(a.companies, ['Acme', 'Globex'])
		assert.deepEqual(a.availability, { timezone: 'Europe/Berlin',
			weekly: [{ day: 2, start: '09:00', end: '24:00' }] })
		assert.deepEqual(a.profile.session_types, [{ kind: 'behavioural', minutes: 45,
			price: { currency: 'USD', amount: 4750 } }])
	}
})

test('nothing typed is lost, whatever is wrong', async () => {
	const one = await applicant()
	const fields = { ...fieldsOf(await one.client.get(PATH), 'register'), ...FORM,
		experience: HOSTILE, headline: '' }
	const refused = await one.client.post(PATH, fields)
	assert.equal(refused.status, 422)
	assert.match(refused.body, /id="headline-error"/)
	assert.ok(isInert(refused.body))
	let again = fieldsOf(refused, 'register')
	for (const name of ['experience', 'company_words', 'years', 'skills.0.name',
		'session_types.0.cost', 'timezone'])
		assert.equal(again[name], fields[name], name)
	const more = await one.client.post(PATH, { ...fields, add: 'skills' })
	assert.equal(more.status, 200)
	again = fieldsOf(more, 'register')
	assert.equal(again['skills.4.name'], '')
	assert.equal(again.experience, HOSTILE)
	const wrong = await one.client.post(PATH, { ...fields, headline: 'x',
		'skills.0.name': '?', years: 'ten' })
	assert.equal(wrong.status, 422)
	assert.match(wrong.body, /id="years-error"/)
	const draft = await one.client.post(PATH, { ...fields, draft: 'true' })
	assert.equal(draft.status, 303)
	const page = await one.client.get(PATH)
	assert.ok(isInert(page.body))
	assert.equal(fieldsOf(page, 'register').experience, HOSTILE)
	assert.equal(fieldsOf(page, 'register')['session_types.0.cost'], '47.50')
})

test('another kind takes over the profile and leaves the hours alone', async () => {
	const mentor = await addExpert(stack, { kind: 'mentor', skills: [['Go', 3]],
		weekly: [{ day: 4, start: 600, end: 660 }] })
	await stack.sql(`INSERT INTO availability_block (expert_id, from_date, to_date)
		VALUES ($1, '2031-01-01', '2031-01-02')`, mentor.id)
	const client = await stack.signIn(mentor)
	const page = await client.get(PATH)
	assert.doesNotMatch(page.body, /name="weekly/)
	const fields = fieldsOf(page, 'register')
	assert.equal(fields['skills.0.name'], 'Go')
	const done = await client.post(PATH, { ...fields, experience: 'Years' })
	assert.equal(done.status, 303, done.body)
	const hours = (await client.get('/api/interviewer/availability')).json
	assert.deepEqual(hours.weekly, [{ day: 4, start: '10:00', end: '11:00' }])
	assert.equal(hours.blocked.length, 1)
	const own = (await client.get('/api/interviewer/profile')).json
	assert.equal(own.anonymous, false)
	assert.deepEqual(own.skills, [{ name: 'Go', level: 3 }])
})

test('hours of a new applicant replace the week only', async () => {
	const one = await applicant()
	await one.post({ ...FULL, draft: true })
	await one.client.call('PUT', '/api/interviewer/availability', {
		weekly: FULL.weekly,
		overrides: [{ date: '2031-05-01', windows: [{ start: '10:00', end: '24:00' }] },
			{ date: '2031-05-02', windows: [] }],
		blocked: [{ from: '2031-06-01', to: '2031-06-02', reason: 'x' }] })
	assert.equal((await one.post({ ...FULL, weekly: [] })).status, 201)
	const hours = (await one.client.get('/api/interviewer/availability')).json
	assert.deepEqual(hours.weekly, FULL.weekly, 'no hours given, none changed')
	await decide(one, 'interviewer', 'rejected', 'No')
	await one.post({ ...FULL, weekly: [{ day: 7, start: '00:00', end: '24:00' }] })
	assert.deepEqual((await one.client.get('/api/interviewer/availability')).json, {
		...hours, weekly: [{ day: 7, start: '00:00', end: '24:00' }] })
})
