// An expert's own profile: as JSON by parts, and in one form without scripts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, fieldsOf, HOSTILE, isInert, list } from './experts.mjs'

const PATH = '/interviewer/profile'
const API = `/api${PATH}`

let stack, expert, client

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	expert = await addExpert(stack, { name: 'Ines Duarte',
		kinds: ['interviewer', 'mentor'], anonymous: true, notice: 4,
		headline: 'Interviews', bio: 'Bio', industries: ['software'],
		ratings: [5, 5, 5] })
	client = await stack.signIn(expert)
	await client.get(PATH)
})
after(() => stack.stop())

const patch = (doc) => client.call('PATCH', API, doc)

test('the JSON is the Expert, booking, and what only they see', async () => {
	const own = (await client.get(API)).json
	const shown = (await stack.client().get(`/api/interviewers/${expert.ref}`)).json
	for (const [name, value] of Object.entries(shown))
		assert.deepEqual(own[name], value, name)
	assert.deepEqual(own.booking, { horizon_days: 60, min_notice_hours: 4,
		buffer_before_minutes: 0, buffer_after_minutes: 0, max_per_day: null,
		max_per_week: null, confirm_by_hand: false })
	const more = Object.fromEntries(Object.entries(own)
		.filter(([name]) => !(name in shown) && name !== 'booking'))
	assert.deepEqual(more, { bio: 'Bio', languages: ['en'],
		industries: ['software'], specialisations: [], meeting_link: null,
		anonymous: true, seats: 10, takes_reviews: true, sells_packs: true,
		late_return_percent: 0, applications: [
			{ kind: 'interviewer', status: 'verified', reason: null },
			{ kind: 'mentor', status: 'verified', reason: null }] })
	assert.doesNotMatch(JSON.stringify(own), /Ines|@/)
})

test('any part can be changed, and nothing else changes', async () => {
	const before = (await client.get(API)).json
	for (const doc of [{ headline: 'Better' }, { headline: null },
		{ bio: 'Long\n\nwords' }, { timezone: 'Asia/Tokyo' },
		{ languages: ['de', 'pt'] }, { industries: [] },
		{ industries: ['finance', 'law'] }, { specialisations: ['backend'] },
		{ meeting_link: 'https://meet.example.com/abc' }, { meeting_link: null },
		{ anonymous: false }, { anonymous: true }, { seats: 0 },
		{ takes_reviews: false }, { sells_packs: false },
		{ late_return_percent: 50 }, { skills: [{ name: 'Go', level: 2 }] },
		{ booking: { horizon_days: 1 } }, { booking: { horizon_days: 366 } },
		{ booking: { min_notice_hours: 0, buffer_before_minutes: 15,
			buffer_after_minutes: 240, max_per_day: 3, max_per_week: 9,
			confirm_by_hand: true } },
		{ booking: { max_per_day: null } }, {}, { id: '1', rating: { mean: 5 },
			kinds: ['concierge'], nothing: true }]) {
		const was = (await client.get(API)).json
		const answer = await patch(doc)
		assert.equal(answer.status, 200, answer.body)
		const { id, rating, kinds, nothing, ...changes } = doc
		assert.deepEqual(answer.json, { ...was, ...changes,
			display_name: answer.json.display_name,
			booking: { ...was.booking, ...changes.booking } }, JSON.stringify(doc))
		assert.deepEqual((await client.get(API)).json, answer.json)
	}
	const restored = await patch(before)
	assert.equal(restored.status, 200, restored.body)
	assert.deepEqual(restored.json, before)
})

test('a session type keeps its id when only its price changes', async () => {
	const types = (await client.get(API)).json.session_types
	const answer = await patch({ session_types: [
		{ ...types[0], price: { amount: 12345, currency: 'EUR' } },
		{ kind: 'resume', minutes: 45, price: { amount: 0, currency: 'EUR' } }] })
	assert.deepEqual(answer.json.session_types.map(({ id, ...rest }) => rest), [
		{ kind: 'mentoring', minutes: 60, price: { amount: 12345, currency: 'EUR' } },
		{ kind: 'resume', minutes: 45, price: { amount: 0, currency: 'EUR' } }])
	assert.equal(answer.json.session_types[0].id, types[0].id)
	await patch({ session_types: types })
})

test('every mistake has its own field, and nothing is saved', async () => {
	const before = (await client.get(API)).json
	for (const [doc, ...fields] of [
		[{ booking: { horizon_days: 0 } }, 'booking.horizon_days'],
		[{ booking: { horizon_days: 367 } }, 'booking.horizon_days'],
		[{ booking: { horizon_days: null } }, 'booking.horizon_days'],
		[{ booking: { horizon_days: '60' } }, 'booking.horizon_days'],
		[{ booking: { horizon_days: 1.5 } }, 'booking.horizon_days'],
		[{ booking: { min_notice_hours: -1, max_per_day: 0 } },
			'booking.min_notice_hours', 'booking.max_per_day'],
		[{ booking: { buffer_before_minutes: 241, buffer_after_minutes: 241,
			confirm_by_hand: 'yes' } }, 'booking.buffer_before_minutes',
		'booking.buffer_after_minutes', 'booking.confirm_by_hand'],
		[{ headline: 'x'.repeat(121) }, 'headline'],
		[{ headline: 5, bio: 'x'.repeat(5001) }, 'headline', 'bio'],
		[{ timezone: 'Mars/Base' }, 'timezone'], [{ timezone: 'CET' }, 'timezone'],
		[{ languages: ['klingon'] }, 'languages'], [{ languages: 'en' }, 'languages'],
		[{ industries: ['magic'], specialisations: ['magic'] }, 'industries',
			'specialisations'],
		[{ meeting_link: 'http://plain.example.com' }, 'meeting_link'],
		[{ meeting_link: 'javascript:alert(1)' }, 'meeting_link'],
		[{ seats: -1, late_return_percent: 101 }, 'seats', 'late_return_percent'],
		[{ skills: [{ name: 'Go', level: 6 }] }, 'skills.0.level'],
		[{ skills: [{ name: 'Go', level: 3 }, { level: 3 }] }, 'skills.1.name'],
		[{ skills: [{ name: '日本', level: 3 }] }, 'skills.0.name'],
		[{ skills: ['Go'] }, 'skills'],
		[{ session_types: [{ kind: 'dance', minutes: 50,
			price: { amount: -1, currency: 'USD' } }] },
		'session_types.0.price.amount'],
		[{ session_types: [{ kind: 'dance', minutes: 50,
			price: { amount: 1, currency: 'USD' } }] }, 'session_types.0.kind',
		'session_types.0.minutes'],
		[{ session_types: [{ kind: 'resume', minutes: 60 }] },
			'session_types.0.price.amount'],
		[{ session_types: [{ kind: 'resume', minutes: 60, price: { amount: 9.5 } }] },
			'session_types.0.price.amount'],
		[{ session_types: [{ kind: 'resume', minutes: 60,
			price: { amount: 1, currency: 'usd' } }] },
		'session_types.0.price.currency'],
		[{ session_types: [1, 2].map((amount) => ({ kind: 'resume', minutes: 60,
			price: { amount, currency: 'USD' } })) }, 'session_types.1.minutes'],
	]) {
		const answer = await patch(doc)
		assert.equal(answer.status, 422, JSON.stringify(doc))
		assert.deepEqual(Object.keys(answer.json.errors).sort(), fields.sort(),
			JSON.stringify(doc))
	}
	assert.deepEqual((await client.get(API)).json, before)
})

test('only for experts', async () => {
	const visitor = stack.client()
	assert.match((await visitor.get(PATH)).location, /^\/login/)
	assert.equal((await visitor.get(API)).status, 401)
	const member = await stack.signIn(await stack.addMember())
	assert.equal((await member.get(PATH)).location, '/interviewer/register')
	assert.equal((await member.get(API)).status, 404)
	await member.get('/dashboard')
	assert.equal((await member.call('PATCH', API, {})).status, 404)
	const other = await addExpert(stack, { kind: 'concierge',
		types: [['concierge', 60, 0]] })
	const theirs = await stack.signIn(other)
	await theirs.get(PATH)
	const refused = await theirs.call('PATCH', API, { anonymous: true })
	assert.deepEqual(refused.json.errors,
		{ anonymous: ['Only interviewers can hold sessions anonymously.'] })
	const page = await theirs.get(PATH)
	assert.doesNotMatch(page.body, /name="anonymous"|name="seats"/)
})

// --- the page -----------------------------------------------------------------
test('saving the page as it stands changes nothing', async () => {
	await patch({ languages: ['de', 'en'], skills: [{ name: 'SQL', level: 5 },
		{ name: 'Go', level: 1 }], industries: ['law', 'finance'], seats: 3,
	meeting_link: 'https://meet.example.com/a?b=1&c=2', booking: { max_per_day: 4 } })
	const before = (await client.get(API)).json
	const fields = fieldsOf(await client.get(PATH), 'profile')
	assert.equal(fields.languages, 'German, English')
	const done = await client.post(PATH, fields)
	assert.equal(done.status, 303, done.body)
	assert.equal(done.location, PATH)
	assert.deepEqual((await client.get(API)).json, before)
})

test('everything can be changed on the page', async () => {
	const fields = fieldsOf(await client.get(PATH), 'profile')
	const rows = Object.keys(fields).filter((name) => /^skills\.\d+\.name$/.test(name))
	const row = rows.at(-1).replace('.name', '')
	const type = Object.keys(fields).filter((name) => /^session_types\.\d+\.kind$/
		.test(name)).at(-1).replace('.kind', '')
	const done = await client.post(PATH, { ...fields, headline: HOSTILE,
		bio: HOSTILE, languages: 'english,  PT , Japanese',
		industries: ['education'], specialisations: ['data', 'backend'],
		[`${rows[0]}`]: '', [`${row}.name`]: 'Yak shaving', [`${row}.level`]: '4',
		[`${type}.kind`]: 'behavioural', [`${type}.minutes`]: '45',
		[`${type}.cost`]: '1,047.50', anonymous: undefined, sells_packs: undefined,
		confirm_by_hand: 'true', max_per_day: '', max_per_week: '7', seats: '4',
		min_notice_hours: '12', horizon_days: '90', meeting_link: '' })
	assert.equal(done.status, 303, done.body)
	const now = (await client.get(API)).json
	assert.equal(now.headline, HOSTILE)
	assert.deepEqual(now.languages, ['en', 'ja', 'pt'])
	assert.deepEqual(now.industries, ['education'])
	assert.deepEqual(now.specialisations, ['backend', 'data'])
	assert.ok(now.skills.some((s) => s.name === 'Yak shaving' && s.level === 4))
	assert.ok(!now.skills.some((s) => s.name === fields[rows[0]]))
	assert.deepEqual(now.session_types.at(-1).price,
		{ amount: 104750, currency: 'USD' })
	assert.equal(now.anonymous, false)
	assert.equal(now.display_name, 'Ines Duarte')
	assert.equal(now.sells_packs, false)
	assert.equal(now.seats, 4)
	assert.equal(now.meeting_link, null)
	assert.deepEqual(now.booking, { horizon_days: 90, min_notice_hours: 12,
		buffer_before_minutes: 0, buffer_after_minutes: 0, max_per_day: null,
		max_per_week: 7, confirm_by_hand: true })
	await list(stack, expert)
	for (const [who, path] of [[client, PATH],
		[stack.client(), `/interviewers/${expert.ref}`],
		[stack.client(), '/interviewers']])
		assert.ok(isInert((await who.get(path)).body), path)
})

test('mistakes stand beside their fields and rows, nothing typed is lost', async () => {
	const fields = fieldsOf(await client.get(PATH), 'profile')
	const type = Object.keys(fields).filter((name) => /^session_types\.\d+\.kind$/
		.test(name)).at(-1).replace('.kind', '')
	const typed = { ...fields, headline: 'Kept', languages: 'English, Klingon',
		industries: ['law'], 'skills.0.name': 'Kept skill', [`${type}.kind`]: 'resume',
		[`${type}.cost`]: 'much' }
	const first = await client.post(PATH, typed)
	assert.equal(first.status, 422)
	assert.match(first.body, /We don&#39;t know “Klingon”|We don't know “Klingon”/)
	assert.match(first.body, /Write the price like 90 or 47\.50/)
	let again = fieldsOf(first, 'profile')
	for (const name of ['headline', 'languages', 'industries', 'skills.0.name'])
		assert.deepEqual([again[name]].flat(), [typed[name]].flat(), name)
	assert.equal(Object.keys(again).find((name) => again[name] === 'much')
		.replace('cost', 'kind'), Object.keys(again).find((name) =>
		/kind$/.test(name) && again[name] === 'resume'))
	const second = await client.post(PATH, { ...typed, languages: 'English',
		[`${type}.cost`]: '5', horizon_days: '999', 'skills.0.name': '日本' })
	assert.equal(second.status, 422)
	assert.match(second.body, /id="horizon_days-error"/)
	again = fieldsOf(second, 'profile')
	assert.equal(again['skills.0.name'], '日本')
	const third = await client.post(PATH, { ...typed, languages: 'English',
		[`${type}.cost`]: '5', 'skills.0.name': '日本' })
	assert.equal(third.status, 422)
	assert.match(third.body, /Write the skill with letters/)
	assert.match(third.body, /href="#skills\.0\.name"/)
	const rows = Object.keys(fields).filter((name) => /^skills\..*name$/.test(name))
	const more = await client.post(PATH, { ...typed, add: 'skills' })
	assert.equal(more.status, 200)
	assert.equal(Object.keys(fieldsOf(more, 'profile')).filter((name) =>
		/^skills\..*name$/.test(name)).length, rows.length + 3)
	assert.notEqual((await client.get(API)).json.headline, 'Kept')
})

test('a kind pauses and comes back', async () => {
	const pause = (kind, on) => client.post(`${PATH}/pause`, { kind, pause: on })
	await client.get(PATH)
	assert.equal((await pause('mentor', 'true')).status, 303)
	await list(stack, expert)
	assert.deepEqual((await client.get(`/api/interviewers/${expert.ref}`))
		.json.kinds, ['interviewer'])
	const page = await client.get(PATH)
	assert.match(page.body, /data-state="paused"/)
	assert.match(page.body, /Come back/)
	const twice = await pause('mentor', 'true')
	assert.equal(twice.status, 409)
	const api = await client.call('POST', `${API}/pause`,
		{ kind: 'mentor', pause: true })
	assert.equal(api.status, 409)
	assert.deepEqual(api.json.allowed, ['verified'])
	assert.equal((await pause('interviewer', 'true')).status, 303)
	await list(stack, expert)
	assert.equal((await client.get(`/interviewers/${expert.ref}`)).status, 404)
	for (const kind of ['mentor', 'interviewer'])
		assert.equal((await client.call('POST', `${API}/pause`, { kind, pause: false }))
			.status, 204)
	await list(stack, expert)
	assert.equal((await client.get(`/interviewers/${expert.ref}`)).status, 200)
	for (const [wrong, field] of [[{ kind: 'wizard', pause: true }, 'kind'],
		[{ kind: 'mentor', pause: 'perhaps' }, 'pause'], [{ pause: true }, 'kind']]) {
		assert.equal((await client.post('/interviewer/profile/pause', wrong)).status, 422)
		const json = await client.call('POST', '/api/interviewer/profile/pause', wrong)
		assert.deepEqual(Object.keys(json.json.errors), [field])
	}
	assert.equal((await stack.client().post('/interviewer/profile/pause',
		{ kind: 'mentor', pause: 'true' })).status, 303, 'a stranger signs in')
	assert.equal((await pause('concierge', 'true')).status, 404)
})
