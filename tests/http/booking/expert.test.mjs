// One expert's page and its JSON, ratings with replies, and who may see what.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, addRating, HOSTILE, isInert, list } from './experts.mjs'

let stack, mentor, hidden, mia

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	// ids that stand for nothing else on a page
	await stack.sql('ALTER TABLE users ALTER id RESTART WITH 730001')
	mentor = await addExpert(stack, { name: 'Noor Haddad', kinds: ['mentor',
		'interviewer'], headline: 'Databases, from first query to failover',
	bio: 'I have kept **large** databases alive.', industries: ['software'],
	languages: ['en', 'de'], skills: [['SQL', 5], ['PostgreSQL', 4]],
	ratings: [5, 4, 4, 5] })
	hidden = await addExpert(stack, { name: 'Secret Person', kind: 'interviewer',
		anonymous: true, types: [['technical_coding', 60, 9000]] })
	mia = await stack.addMember({ name: 'Mia' })
})
after(() => stack.stop())

test('the JSON of an expert is exactly the contract’s', async () => {
	const answer = await stack.client().get(`/api/interviewers/${mentor.ref}`)
	assert.equal(answer.status, 200)
	assert.equal(answer.headers['content-type'], 'application/json')
	const slots = answer.json.next_slots
	assert.deepEqual(answer.json, {
		id: String(mentor.ref),
		display_name: 'Noor Haddad',
		headline: 'Databases, from first query to failover',
		kinds: ['interviewer', 'mentor'],
		skills: [{ name: 'SQL', level: 5 }, { name: 'PostgreSQL', level: 4 }],
		rating: { mean: 4.22, count: 4 },
		timezone: 'UTC',
		session_types: [
			{ id: String(mentor.types[0].id), kind: 'mentoring', minutes: 60,
				price: { amount: 9000, currency: 'USD' } },
			{ id: String(mentor.types[1].id), kind: 'introduction', minutes: 15,
				price: { amount: 0, currency: 'USD' } },
		],
		next_slots: slots,
	})
	assert.equal(slots.length, 3)
	for (const at of slots)
		assert.match(at, /^20\d\d-\d\d-\d\dT\d\d:(00|15|30|45):00Z$/)
	const same = await stack.client({ json: true }).get(`/mentors/${mentor.ref}`)
	assert.deepEqual(same.json, answer.json)
})

test('few ratings give no mean', async () => {
	const expert = await addExpert(stack, { ratings: [5, 5] })
	const answer = await stack.client().get(`/api/mentors/${expert.ref}`)
	assert.deepEqual(answer.json.rating, { mean: null, count: 2 })
	const page = await stack.client().get(`/mentors/${expert.ref}`)
	assert.match(page.body, /New here/)
})

test('the page says what a visitor needs', async () => {
	const page = await stack.client().get(`/mentors/${mentor.ref}`)
	assert.equal(page.status, 200)
	for (const words of [/<h1>Noor Haddad<\/h1>/, /<strong>large<\/strong>/,
		/Mentoring/, /60 minutes/, /USD 90\.00/, /Free/, /English, German/,
		/Software/, /4\.2/, /<p class="small muted"[^>]*>(<[^>]+>)*UTC\b/, /SQL/, /5 of 5/])
		assert.match(page.body, words)
	assert.equal(page.links(/^\/book\/\d+\?type=/).length, 2)
	const times = page.links(/^\/book\/\d+\?start=/)
	assert.ok(times.length >= 12, `${times.length} times`)
	for (const href of times)
		assert.equal(Date.parse(href.split('start=')[1]) % 900000, 0)
	assert.equal((await stack.client().get(times[0])).status, 200)
	assert.doesNotMatch(page.body, /Edit your profile/)
})

test('times stand in the visitor’s zone, by day', async () => {
	const expert = await addExpert(stack, { weekly: [1, 2, 3, 4, 5, 6, 7]
		.map((day) => ({ day, start: 600, end: 660 })), types: [['mentoring', 30, 0]] })
	const client = stack.client()
	client.cookies.set('__Host-look', 'auto:normal:Asia/Kathmandu')
	const page = await client.get(`/mentors/${expert.ref}`)
	assert.match(page.body, /Asia\/Kathmandu \(UTC\+5:45\)/)
	const labels = [...page.body.matchAll(/class="slot" href="[^"]*">([^<]*)</g)]
	assert.deepEqual([...new Set(labels.map((m) => m[1]))], ['15:45', '16:15'])
	assert.equal(labels.length, 8)
})

test('another directory leads to the right one', async () => {
	const page = await stack.client().get(`/concierges/${mentor.ref}`)
	assert.equal(page.status, 303)
	assert.equal(page.location, `/interviewers/${mentor.ref}`)
	assert.equal((await stack.client().get(`/api/concierges/${mentor.ref}`)).status,
		200)
})

test('what is not listed is not found', async () => {
	const paused = await addExpert(stack, { status: 'paused' })
	const asked = await addExpert(stack, { status: 'submitted' })
	const client = stack.client()
	for (const id of [1, 0, -1, 'x', '1e3', '9'.repeat(30), mentor.id, paused.ref,
		asked.ref])
		for (const path of [`/mentors/${id}`, `/api/interviewers/${id}`,
			`/api/interviewers/${id}/availability`, `/concierges/${id}/ratings`])
			assert.equal((await client.get(path)).status, 404, path)
})

test('blocking hides both from each other', async () => {
	const expert = await addExpert(stack)
	const member = await stack.addMember()
	const client = await stack.signIn(member)
	assert.equal((await client.get(`/mentors/${expert.ref}`)).status, 200)
	for (const [one, other] of [[member, expert], [expert, member]]) {
		await stack.sql('DELETE FROM block')
		await stack.sql(`INSERT INTO block (blocker_id, blocked_id, created_at)
			VALUES ($1, $2, app_now())`, one.id, other.id)
		for (const path of [`/mentors/${expert.ref}`, `/api/mentors/${expert.ref}`,
			`/api/mentors/${expert.ref}/availability`,
			`/api/mentors/${expert.ref}/ratings`])
			assert.equal((await client.get(path)).status, 404, path)
	}
	assert.equal((await stack.client().get(`/mentors/${expert.ref}`)).status, 200)
	await stack.sql('DELETE FROM block')
})

test('pages for visitors are kept, those for members are not', async () => {
	const client = stack.client()
	const first = await client.get(`/mentors/${mentor.ref}`)
	assert.match(first.headers['cache-control'], /public/)
	assert.match(first.headers.vary, /Accept/)
	assert.equal(first.headers['set-cookie'], undefined)
	const again = await client.get(`/mentors/${mentor.ref}`,
		{ headers: { 'if-none-match': first.headers.etag } })
	assert.equal(again.status, 304)
	const member = await stack.signIn(mia)
	assert.match((await member.get(`/mentors/${mentor.ref}`))
		.headers['cache-control'], /private/)
})

test('an anonymous interviewer stays one everywhere', async () => {
	await addRating(stack, hidden, { stars: 4, words: 'Fair.', alias: 'Brave Yak 3' })
	await stack.sql(`UPDATE profile SET picture = 'aa/face.webp'
		WHERE user_id = $1`, hidden.id)
	await list(stack, hidden)
	const secrets = [/Secret/, new RegExp(hidden.email), new RegExp(hidden.handle),
		/face\.webp/, new RegExp(`["/=~]${hidden.id}(?!\\d)`)]
	for (const client of [stack.client(), await stack.signIn(mia)])
		for (const path of [`/interviewers/${hidden.ref}`,
			`/api/interviewers/${hidden.ref}`, '/interviewers', '/api/interviewers',
			'/api/interviewers?sort=soonest', `/interviewers/${hidden.ref}/ratings`,
			`/api/interviewers/${hidden.ref}/ratings`,
			`/api/interviewers/${hidden.ref}/availability`]) {
			const answer = await client.get(path)
			assert.equal(answer.status, 200, path)
			for (const secret of secrets)
				assert.doesNotMatch(answer.body.replaceAll(/d="[^"]*"/g, ''), secret,
					path)
		}
	const page = await stack.client().get(`/interviewers/${hidden.ref}`)
	assert.match(page.body, new RegExp(`<h1>${hidden.alias}</h1>`))
	assert.match(page.body, /anonymous on both sides/)
	assert.match(page.body, /Brave Yak 3/)
})

test('ratings: the newest on the page, all behind it, one reply each', async () => {
	const expert = await addExpert(stack, { name: 'Ivo' })
	const author = await stack.addMember({ name: 'Rater Ruth' })
	const made = []
	for (let i = 1; i <= 23; i++)
		made.push(await addRating(stack, expert, { stars: 1 + i % 5, author,
			words: `Words ${i}.` }))
	await list(stack, expert)
	const page = await stack.client().get(`/mentors/${expert.ref}`)
	assert.match(page.body, /Words 23\./)
	assert.match(page.body, /Words 19\./)
	assert.doesNotMatch(page.body, /Words 18\./)
	assert.match(page.body, /All 23 ratings/)

	const first = await stack.client().get(`/api/mentors/${expert.ref}/ratings`)
	assert.equal(first.json.items.length, 20)
	const { created_at: created, ...newest } = first.json.items[0]
	assert.deepEqual(newest, { id: String(made[22].id), stars: 4,
		words: 'Words 23.', reply: null, author: 'Rater Ruth' })
	assert.match(created, /Z$/)
	const second = await stack.client().get(first.json.next)
	assert.deepEqual(second.json.items.map((i) => i.words),
		['Words 3.', 'Words 2.', 'Words 1.'])
	assert.equal(second.json.next, null)
	const list2 = await stack.client().get(`/mentors/${expert.ref}/ratings`)
	assert.equal(list2.links(/after=/).length, 1)

	const one = `/mentors/${expert.ref}/ratings/${made[0].id}/reply`
	assert.equal((await stack.client().get(one)).status, 303)
	const stranger = await stack.signIn(mia)
	assert.equal((await stranger.get(one)).status, 404)
	assert.equal((await stranger.post(one, { reply: 'Mine' })).status, 404)
	const ivo = await stack.signIn(expert)
	assert.equal((await ivo.get(`/mentors/${expert.ref}`)).links(/\/reply$/).length, 5)
	const empty = await ivo.submit(one, { reply: '  ' })
	assert.equal(empty.status, 422)
	assert.match(empty.body, /id="reply-error"/)
	assert.equal((await ivo.submit(one, { reply: 'x'.repeat(2001) })).status, 422)
	const done = await ivo.submit(one, { reply: `Thanks ${HOSTILE}` })
	assert.equal(done.status, 303)
	assert.equal(done.location, `/mentors/${expert.ref}`)
	const again = await ivo.post(one, { reply: 'Once more' })
	assert.equal(again.status, 409)
	const shown = await stack.client().get(second.path.replace('/api', ''))
	assert.match(shown.body, /Thanks &lt;script/)
	assert.ok(isInert(shown.body))
	assert.equal((await ivo.get(second.path)).json.items[2].reply,
		`Thanks ${HOSTILE}`)
	const api = await ivo.call('POST',
		`/api/mentors/${expert.ref}/ratings/${made[1].id}/reply`, { reply: 'By API' })
	assert.equal(api.status, 204)
})

test('a reply below the expert’s other addresses', async () => {
	const both = { interviewer: 'interviewers', concierge: 'concierges' }
	for (const [kind, base] of Object.entries(both)) {
		const expert = await addExpert(stack, { kind, name: `Replying ${kind}` })
		const { id } = await addRating(stack, expert, { words: `For the ${kind}.` })
		const own = await stack.signIn(expert)
		const page = kind === 'interviewer'
			? await own.get(`/interviewers/${expert.ref}/ratings/${id}/reply`)
			: await own.get(`/concierges/${expert.ref}/ratings/${id}/reply`)
		assert.equal(page.status, 200)
		assert.match(page.body, new RegExp(`For the ${kind}\\.`))
		const path = `/${base}/${expert.ref}/ratings/${id}/reply`
		assert.equal((await stack.client().get(path)).location,
			`/login?next=${encodeURIComponent(path)}`)
		assert.equal((await (await stack.signIn(mia)).get(path)).status, 404)
		for (const wrong of [0, 'x', 999999999])
			assert.equal((await own.get(`/${base}/${expert.ref}/ratings/${wrong}/reply`)).status,
				404, String(wrong))
		const done = await own.post(path, { reply: 'Thank you' })
		assert.equal(done.location, `/${base}/${expert.ref}`, done.body)
		const shown = await stack.client().get(`/api/${base}/${expert.ref}/ratings`)
		assert.equal(shown.json.items[0].reply, 'Thank you')
	}
})

test('hostile text is inert', async () => {
	const expert = await addExpert(stack, { name: HOSTILE.slice(0, 80),
		headline: HOSTILE, bio: `${HOSTILE}\n\n[x](javascript:alert(1))` })
	await addRating(stack, expert, { words: HOSTILE, alias: HOSTILE })
	for (const path of [`/mentors/${expert.ref}`, `/mentors/${expert.ref}/ratings`,
		'/mentors?q=alert']) {
		const page = await stack.client().get(path)
		assert.equal(page.status, 200)
		assert.ok(isInert(page.body), path)
		assert.doesNotMatch(page.body, /href="javascript/i)
	}
})

test('an expert sees where to edit', async () => {
	const client = await stack.signIn(mentor)
	assert.match((await client.get(`/mentors/${mentor.ref}`)).body,
		/Edit your profile/)
})
