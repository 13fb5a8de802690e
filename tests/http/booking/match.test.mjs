// Match me: a wish in, the three who fit best out, with reasons and free times.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addDays, addExpert, HOSTILE, isInert, mondayAfter } from './experts.mjs'

const PATH = '/interviewers/match'
const API = `/api${PATH}`

let stack, client, best, german, cheap

const every = (start, end) => [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, start, end }))

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	client = stack.client({ json: true })
	const common = { kind: 'interviewer', anonymous: true,
		types: [['system_design', 60, 9000], ['technical_coding', 45, 5000]] }
	best = await addExpert(stack, { ...common, skills: [['SQL', 5], ['Go', 5]],
		weekly: every(480, 720), ratings: [5, 5, 5, 5] })
	german = await addExpert(stack, { ...common, skills: [['SQL', 4]],
		languages: ['de'], weekly: every(1020, 1380), ratings: [4, 4, 4] })
	cheap = await addExpert(stack, { ...common, skills: [['Go', 2]],
		weekly: every(0, 1440) })
	await addExpert(stack, { ...common, skills: [['Rust', 1]], weekly: every(0, 60) })
	await addExpert(stack, { kind: 'interviewer', types: [['behavioural', 30, 0]] })
	await addExpert(stack, { kind: 'mentor', types: [['system_design', 60, 0]] })
	await addExpert(stack, { ...common, weekly: [], skills: [['SQL', 5]] })
})
after(() => stack.stop())

const ask = async (query) => {
	const answer = await client.get(`${API}?${new URLSearchParams(query)}`)
	assert.equal(answer.status, 200, answer.body)
	return answer.json.items
}
const refs = (items) => items.map((item) => item.expert.id)

test('the three best, with reasons in words and free times', async () => {
	const items = await ask({ type: 'system_design', skills: 'SQL, Go', level: '3' })
	assert.deepEqual(refs(items), [best, german, cheap].map((e) => String(e.ref)))
	assert.deepEqual(Object.keys(items[0]), ['expert', 'session_type', 'reasons',
		'slots'])
	assert.deepEqual(items[0].expert,
		(await client.get(`/api/interviewers/${best.ref}`)).json)
	assert.deepEqual(items[0].session_type, { id: String(best.types[0].id),
		kind: 'system_design', minutes: 60, price: { amount: 9000, currency: 'USD' } })
	assert.deepEqual(items[0].reasons, ['Knows Go, SQL', 'Rated 4.4',
		'Has time within two days'])
	assert.equal(items[0].slots.length, 3)
	for (const { start, end } of items[0].slots)
		assert.equal(Date.parse(end) - Date.parse(start), 3600000)
	const free = (await client.get(`/api/interviewers/${best.ref}/availability`
		+ `?type=${best.types[0].id}`)).json.slots
	assert.deepEqual(items[0].slots, free.slice(0, 3))
})

test('POST asks the same', async () => {
	const asked = await client.call('POST', API, { type: 'system_design',
		skills: ['SQL', 'Go'], level: 3 })
	assert.equal(asked.status, 200)
	assert.deepEqual(asked.json.items, await ask({ type: 'system_design',
		skills: 'Go,SQL', level: '3' }))
})

test('language and times narrow', async () => {
	const items = await ask({ type: 'system_design', language: 'German' })
	assert.deepEqual(refs(items), [String(german.ref)])
	assert.ok(items[0].reasons.includes('Speaks German'))
	const monday = mondayAfter()
	const evening = await ask({ type: 'technical_coding', times: 'evening',
		from: monday, to: addDays(monday, 1) })
	assert.ok(!refs(evening).includes(String(best.ref)))
	assert.ok(evening.length >= 2)
	for (const item of evening) {
		assert.ok(item.reasons.includes('Is free at your times'))
		for (const { start, end } of item.slots) {
			assert.ok([monday, addDays(monday, 1)].includes(start.slice(0, 10)))
			assert.ok(start.slice(11, 16) >= '17:00' && end.slice(11, 16) <= '23:00')
		}
	}
	const window = { start: `${monday}T10:00:00Z`, end: `${monday}T11:00:00Z` }
	const exact = await client.call('POST', API, { type: 'system_design',
		windows: [window] })
	assert.deepEqual(refs(exact.json.items), [best, cheap].map((e) => String(e.ref)))
	for (const item of exact.json.items)
		assert.deepEqual(item.slots, [window])
	assert.deepEqual(await ask({ type: 'resume' }), [])
	assert.deepEqual(await ask({ type: 'system_design', from: '2020-01-01',
		to: '2020-01-02' }), [])
	assert.deepEqual(await ask({ type: 'system_design', from: '2035-01-01' }), [])
})

test('one is not matched with oneself, with who blocks, or when busy', async () => {
	const own = await stack.signIn(best)
	const items = (await own.get(`${API}?type=system_design`)).json.items
	assert.ok(!refs(items).includes(String(best.ref)))
	const member = await stack.addMember()
	const theirs = await stack.signIn(member)
	await stack.sql(`INSERT INTO block (blocker_id, blocked_id, created_at)
		VALUES ($1, $2, app_now())`, german.id, member.id)
	assert.ok(!refs((await theirs.get(`${API}?type=system_design`)).json.items)
		.includes(String(german.ref)))
})

test('what makes no sense is refused by field', async () => {
	const monday = mondayAfter()
	for (const [doc, field] of [[{}, 'type'], [{ type: 'dance' }, 'type'],
		[{ type: 'resume', level: 6 }, 'level'], [{ type: 'resume', level: '3' }, 'level'],
		[{ type: 'resume', skills: 'SQL' }, 'skills'],
		[{ type: 'resume', skills: Array(11).fill('Go') }, 'skills'],
		[{ type: 'resume', times: ['night'] }, 'times'],
		[{ type: 'resume', from: monday, to: addDays(monday, -1) }, 'to'],
		[{ type: 'resume', from: 'soon' }, 'from'],
		[{ type: 'resume', windows: [{ start: `${monday}T10:00:00Z` }] },
			'windows.0.end'],
		[{ type: 'resume', windows: [{ start: `${monday}T10:00:00Z`,
			end: `${monday}T10:00:00Z` }] }, 'windows.0.end'],
		[{ type: 'resume', windows: Array(21).fill({ start: `${monday}T10:00:00Z`,
			end: `${monday}T11:00:00Z` }) }, 'windows']]) {
		const answer = await client.call('POST', API, doc)
		assert.equal(answer.status, 422, JSON.stringify(doc))
		assert.deepEqual(Object.keys(answer.json.errors), [field], JSON.stringify(doc))
	}
	assert.equal((await client.get(API)).status, 422)
})

test('the page asks, answers, and keeps what was typed', async () => {
	const visitor = stack.client()
	const empty = await visitor.get(PATH)
	assert.equal(empty.status, 200)
	assert.doesNotMatch(empty.body, /class="ticks"/)
	const browser = '?type=system_design&skills=&level=&language=&from=&to='
	const all = await visitor.get(`${PATH}${browser}`)
	assert.equal(all.status, 200)
	assert.equal((all.body.match(/class="ticks"/g) ?? []).length, 3)
	const page = await visitor.get(`${PATH}?type=system_design&skills=SQL%2C+Go` +
		'&level=3&language=en&times=morning')
	assert.match(page.body, new RegExp(best.alias))
	assert.match(page.body, /<li>Knows Go, SQL<\/li>/)
	assert.match(page.body, /value="SQL, Go"/)
	assert.match(page.body, /value="3" selected/)
	assert.match(page.body, /value="en" selected/)
	assert.match(page.body, /value="morning" checked/)
	const [slot] = page.links(/^\/book\/\d+\?type=\d+&start=20[-\dT:]+Z$/)
	assert.equal((await visitor.get(slot)).status, 200)
	const posted = await visitor.post(PATH, { type: 'system_design', skills: 'SQL' })
	assert.equal(posted.status, 200)
	assert.match(posted.body, new RegExp(best.alias))
	const none = await visitor.get(`${PATH}?type=resume`)
	assert.match(none.body, /Nobody fits all of that/)
	const wrong = await visitor.get(`${PATH}?type=system_design&from=2030-02-02` +
		`&to=2030-02-01&skills=${encodeURIComponent(HOSTILE)}`)
	assert.equal(wrong.status, 422)
	assert.match(wrong.body, /id="to-error"/)
	assert.ok(isInert(wrong.body))
	for (const field of ['skills', 'language']) {
		const hostile = await visitor.get(`${PATH}?type=resume&${field}=` +
			encodeURIComponent(HOSTILE.slice(0, 39)))
		assert.equal(hostile.status, 200)
		assert.ok(isInert(hostile.body))
	}
})

test('nobody is named', async () => {
	for (const path of [`${PATH}?type=system_design`, `${API}?type=system_design`]) {
		const answer = await stack.client().get(path)
		for (const expert of [best, german, cheap])
			for (const secret of [expert.name, expert.email, expert.handle,
				`user/${expert.id}`, `~${expert.id}"`])
				assert.ok(!answer.body.includes(secret), `${path} ${secret}`)
	}
})
