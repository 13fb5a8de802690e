// The three directories: filters, orders, pages, and the JSON of the contract.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addDays, addExpert, HOSTILE, isInert, mondayAfter } from './experts.mjs'

let stack, client, ada, ben, cleo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	client = stack.client({ json: true })
	const every = [1, 2, 3, 4, 5, 6, 7]
	ada = await addExpert(stack, { name: 'Ada Abel', headline: 'Compilers at night',
		skills: [['System design', 5], ['C#', 2]], industries: ['software', 'law'],
		languages: ['en', 'de'], types: [['mentoring', 60, 9000]],
		weekly: every.map((day) => ({ day, start: 540, end: 1020 })),
		ratings: [5, 5, 5] })
	ben = await addExpert(stack, { name: 'Ben Baker', headline: 'Data for people',
		skills: [['System design', 3], ['SQL', 5]], industries: ['finance'],
		languages: ['en'], types: [['mentoring', 30, 2000], ['introduction', 15, 0]],
		weekly: [{ day: 1, start: 540, end: 1020 }], ratings: [4, 4, 4, 4] })
	cleo = await addExpert(stack, { name: 'Cleo Costa', headline: 'Résumés',
		skills: [['Writing', 4]], languages: ['pt'], types: [['resume', 45, 5000]],
		weekly: [{ day: 3, start: 540, end: 1020 }] })
	await addExpert(stack, { name: 'Iris Inter', kind: 'interviewer' })
	await addExpert(stack, { name: 'Paused Paul', status: 'paused' })
})
after(() => stack.stop())

const find = async (query = {}, base = 'mentors') => {
	const answer = await client.get(`/api/${base}?${new URLSearchParams(query)}`)
	assert.equal(answer.status, 200, answer.body)
	return answer.json
}
const names = async (query, base) =>
	(await find(query, base)).items.map((item) => item.display_name.split(' ')[0])

test('a list of the contract’s Experts', async () => {
	const list = await find()
	assert.deepEqual(Object.keys(list), ['items', 'next'])
	assert.equal(list.next, null)
	assert.deepEqual(list.items.map((i) => i.display_name).sort(),
		['Ada Abel', 'Ben Baker', 'Cleo Costa'])
	for (const item of list.items) {
		assert.deepEqual(Object.keys(item), ['id', 'display_name', 'headline',
			'kinds', 'skills', 'rating', 'timezone', 'session_types', 'next_slots'])
		assert.deepEqual(item, (await client.get(`/api/mentors/${item.id}`)).json)
	}
	assert.deepEqual(await names({}, 'interviewers'), ['Iris'])
	assert.deepEqual(await names({}, 'concierges'), [])
})

test('each filter narrows', async () => {
	for (const [query, wanted] of [
		[{ skill: 'system-design' }, 'Ada Ben'], [{ skill: 'System design' }, 'Ada Ben'],
		[{ skill: 'C#' }, 'Ada'], [{ skill: 'c#' }, 'Ada'], [{ skill: 'nothing' }, ''],
		[{ industry: 'law' }, 'Ada'], [{ industry: 'Finance' }, 'Ben'],
		[{ industry: 'nothing' }, ''], [{ language: 'de' }, 'Ada'],
		[{ language: 'Portuguese' }, 'Cleo'], [{ language: 'xx' }, ''],
		[{ price_max: '0' }, 'Ben'], [{ price_max: '5000' }, 'Ben Cleo'],
		[{ rating: '4' }, 'Ada Ben'], [{ rating: '5' }, ''],
		[{ type: 'resume' }, 'Cleo'], [{ type: 'mentoring' }, 'Ada Ben'],
		[{ free: '1' }, 'Ben'], [{ free: '0' }, 'Ada Ben Cleo'],
		[{ skill: 'system-design', language: 'en', price_max: '5000' }, 'Ben'],
		[{ q: 'compilers' }, 'Ada'], [{ q: 'Cleo Costa' }, 'Cleo'],
		[{ q: 'sytem design' }, 'Ada Ben'], [{ q: 'zzzz' }, ''],
		[{ q: 'data', language: 'de' }, ''], [{ q: 'Paused' }, '']])
		assert.deepEqual((await names(query)).sort(), wanted.split(' ').filter(Boolean),
			JSON.stringify(query))
})

test('a day means a free slot on that day, as the viewer counts it', async () => {
	const monday = mondayAfter()
	assert.deepEqual((await names({ day: monday })).sort(), ['Ada', 'Ben'])
	assert.deepEqual((await names({ day: addDays(monday, 2) })).sort(),
		['Ada', 'Cleo'])
	assert.deepEqual(await names({ day: addDays(monday, 5) }), ['Ada'])
	assert.deepEqual(await names({ day: '2020-01-01' }), [])
	assert.deepEqual(await names({ day: addDays(monday, 700) }), [])
	assert.deepEqual((await names({ day: monday, q: 'system design' })).sort(),
		['Ada', 'Ben'])
	await stack.sql(`INSERT INTO availability_block (expert_id, from_date, to_date)
		VALUES ($1, $2, $2)`, ben.id, monday)
	await stack.sql('SELECT expert_listing_refresh($1)', ben.id)
	assert.deepEqual(await names({ day: monday, x: 1 }), ['Ada'])
	// In Kiritimati, 14 hours ahead, Sunday's last hours are Monday's first.
	const far = stack.client({ json: true })
	far.cookies.set('__Host-look', 'auto:normal:Pacific/Kiritimati')
	const tuesday = await far.get(`/api/mentors?day=${addDays(monday, 3)}`)
	assert.deepEqual(tuesday.json.items.map((i) => i.display_name).sort(),
		['Ada Abel', 'Cleo Costa'])
	await stack.sql('DELETE FROM availability_block WHERE expert_id = $1', ben.id)
	await stack.sql('SELECT expert_listing_refresh($1)', ben.id)
})

test('each order', async () => {
	assert.deepEqual(await names({ sort: 'rating' }), ['Ada', 'Ben', 'Cleo'])
	assert.deepEqual(await names({ sort: 'price' }), ['Ben', 'Cleo', 'Ada'])
	const soonest = (await find({ sort: 'soonest' })).items
		.map((item) => item.next_slots[0])
	assert.deepEqual(soonest, soonest.toSorted())
	assert.deepEqual((await names({ sort: 'best', skill: 'system-design' })),
		['Ada', 'Ben'])
})

test('what makes no sense is refused by field', async () => {
	for (const [field, value] of [['type', 'dance'], ['sort', 'random'],
		['price_max', '-1'], ['price_max', 'x'], ['rating', '0'], ['rating', '6'],
		['day', '2027-02-30'], ['day', 'soon'], ['q', 'x'.repeat(101)],
		['free', 'maybe']]) {
		const answer = await client.get(`/api/mentors?${field}=${value}`)
		assert.equal(answer.status, 422, field)
		assert.deepEqual(Object.keys(answer.json.errors), [field])
	}
	for (const after of ['x', '1', '1~', '~1', 'nan~1', '1~x', '1e999~1', "1~1'--"])
		assert.equal((await client.get(
			`/api/mentors?after=${encodeURIComponent(after)}`)).status, 200, after)
	assert.equal((await client.call('POST', '/api/mentors', {})).status, 405)
})

test('an empty form, as a browser sends it, filters nothing', async () => {
	const page = await stack.client().get('/mentors?q=&sort=best&type=&skill=' +
		'&price_max=&industry=&language=&day=&rating=')
	assert.equal(page.status, 200)
	assert.match(page.body, /Ada Abel/)
	assert.match(page.body, /3 people/)
})

test('the page offers what the vocabularies have, and shows what is set', async () => {
	const page = await stack.client().get('/mentors?skill=system-design' +
		'&industry=law&language=de&rating=4&day=2031-05-06&sort=price')
	for (const words of [/<option value="e-commerce">E-commerce</,
		/<option value="law" selected>Law</, /<option value="de" selected>German</,
		/<option value="Kubernetes">/, /<option value="price" selected>Price</,
		/6 May 2031/, /Rated 4 and up/, /Filters, 5 set/])
		assert.match(page.body, words)
	const without = page.links(/^\/mentors\?/).find((href) => !href.includes('law'))
	for (const part of ['skill=system-design', 'language=de', 'rating=4',
		'day=2031-05-06', 'sort=price'])
		assert.ok(without.includes(part), without)
	assert.match(page.body, /Nobody fits all of that/)
	assert.match((await stack.client().get('/interviewers')).body,
		/href="\/interviewers\/match"/)
})

test('what is typed into a filter is inert', async () => {
	for (const field of ['q', 'skill', 'industry', 'language']) {
		const page = await stack.client().get(
			`/mentors?${field}=${encodeURIComponent(HOSTILE.slice(0, 39))}`)
		assert.equal(page.status, 200)
		assert.ok(isInert(page.body), field)
	}
})

test('pages follow each other without gaps, and name nobody’s user id', async () => {
	const made = []
	for (let i = 0; i < 45; i++)
		made.push(await addExpert(stack, { kind: 'concierge', name: `Con ${i}`,
			types: [['concierge', 60, 1000 * (i % 3)]], anonymous: false }))
	for (const sort of ['best', 'rating', 'price', 'soonest']) {
		const seen = []
		let path = `/api/concierges?sort=${sort}`
		for (let i = 0; path && i < 5; i++) {
			const { items, next } = (await client.get(path)).json
			seen.push(...items.map((item) => item.id))
			assert.ok(items.length <= 20)
			if (next) {
				assert.match(next, new RegExp(`^/api/concierges\\?sort=${sort}&after=`))
				const [, ref] = decodeURIComponent(next.split('after=')[1]).split('~')
				assert.ok(items.some((item) => item.id === ref))
			}
			path = next
		}
		assert.equal(seen.length, 45, sort)
		assert.equal(new Set(seen).size, 45, sort)
	}
	const page = await stack.client().get('/concierges?sort=price')
	const [next] = page.links(/after=/)
	assert.match(next, /^\/concierges\?sort=price&after=/)
	const second = await stack.client().get(next)
	assert.match(second.body, /First page/)
	assert.ok(made.length)
})

test('visitors of a zone share a page in that zone', async () => {
	const slots = (page) => [...page.body.matchAll(/class="slot" href="[^"]*">([^<]*)</g)]
		.map((m) => m[1])
	const from = async (zone, path, headers) => {
		const visitor = stack.client()
		if (zone)
			visitor.cookies.set('__Host-zone', zone)
		return visitor.get(path, { headers })
	}
	const utc = await from(null, '/mentors?zoned')
	const tokyo = await from('Asia/Tokyo', '/mentors?zoned')
	assert.match(utc.body, /Times are shown in UTC\./)
	assert.match(tokyo.body, /Times are shown in Asia\/Tokyo\./)
	assert.match(tokyo.headers['cache-control'], /public/)
	assert.match(tokyo.headers.vary, /Cookie/)
	assert.notDeepEqual(slots(tokyo), slots(utc))
	const line = await until('the log line', () => stack.log('requests').split('\n')
		.find((one) => one.includes(tokyo.headers['x-request-id'])))
	assert.equal(JSON.parse(line).cache, 'MISS', 'not the page of another zone')
	assert.equal((await from('Asia/Tokyo', '/mentors?zoned',
		{ 'if-none-match': utc.headers.etag })).status, 200)
	assert.equal((await from('Asia/Tokyo', '/mentors?zoned',
		{ 'if-none-match': tokyo.headers.etag })).status, 304)
	for (const path of [`/mentors/${ada.ref}`, `/book/${ada.ref}?type=${ada.types[0].id}`])
		assert.match((await from('Asia/Tokyo', path)).body, /Asia\/Tokyo \(UTC\+9\)/, path)
	for (const zone of ['CET', 'Mars/Base', '../etc/passwd', '%00', 'x'.repeat(300)])
		assert.match((await from(zone, `/mentors?${encodeURIComponent(zone)}`)).body,
			/Times are shown in UTC\./, zone)
})

test('visitors share a page, members have their own', async () => {
	const first = await stack.client().get('/mentors')
	assert.match(first.headers['cache-control'], /public/)
	assert.equal(first.headers['set-cookie'], undefined)
	const member = await stack.signIn(await stack.addMember(
		{ timezone: 'Asia/Tokyo' }))
	const own = await member.get('/mentors')
	assert.match(own.headers['cache-control'], /private/)
	assert.match(own.body, /Asia\/Tokyo/)
	await stack.sql(`INSERT INTO block (blocker_id, blocked_id, created_at)
		VALUES ($1, $2, app_now())`, member.member.id, ada.id)
	assert.doesNotMatch((await member.get('/mentors')).body, /Ada Abel/)
	assert.doesNotMatch((await member.get('/api/mentors?q=compilers')).body, /Ada/)
	assert.ok(cleo.ref)
})
