// What a member was told: pages, groups, reading, opening.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'], workers: false })
})
after(() => stack.stop())

const tell = (who, type, data = {}, link = '/sessions/7') =>
	stack.sql('SELECT notify($1, $2, $3, $4, NULL)', who.id, type, link, data)

const session = { session_id: '7', start: '2031-03-04T18:00:00Z',
	end: '2031-03-04T18:45:00Z', type: 'system_design', kind: 'interview',
	side: 'client', other: 'Patient Heron 41' }

// The tag of a feed row's link, from its text.
const rows = (page) => [...page.body.matchAll(
	/<li><a href="(\/notifications\/\d+\/open)"( data-unread)?>.*?class="title">(.*?)</g)]
	.map(([, href, unread, title]) => ({ href, unread: Boolean(unread), title }))

test('an empty feed says so, and a stranger signs in first', async () => {
	const mia = await stack.signIn(await stack.addMember())
	const page = await mia.get('/notifications')
	assert.equal(page.status, 200)
	assert.match(page.body, /No notifications yet/)
	const stranger = await stack.client().get('/notifications')
	assert.equal(stranger.status, 303)
	assert.match(stranger.location, /^\/login\?next=/)
	assert.equal((await stack.client().call('GET', '/api/notifications')).status, 401)
})

test('a notice is words in the reader’s zone', async () => {
	const member = await stack.addMember({ timezone: 'America/New_York' })
	await tell(member, 'session_booked', session)
	const mia = await stack.signIn(member)
	const { json } = await mia.call('GET', '/api/notifications')
	assert.equal(json.items.length, 1)
	assert.equal(json.next, null)
	assert.equal(json.unread_count, 1)
	const [item] = json.items
	assert.match(item.id, /^\d+$/)
	assert.match(item.created_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
	assert.deepEqual({ ...item, id: '', created_at: '' }, { id: '',
		type: 'session_booked', read: false, link: '/sessions/7', created_at: '',
		title: 'Your system design interview with Patient Heron 41 is booked',
		words: 'Tuesday 4 March 2031, 13:00 to 13:45, New York.' })
})

test('a browser is named as the list of devices names it', async () => {
	const member = await stack.addMember()
	await tell(member, 'new_sign_in', { address: '192.0.2.7', agent: 'Mozilla/5.0 ' +
		'(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36' })
	const { json } = await (await stack.signIn(member)).call('GET', '/api/notifications')
	assert.match(json.items.at(-1).words, /^From 192\.0\.2\.7, with Chrome, Linux\. /)
})

test('what people wrote can’t become markup or another line', async () => {
	const member = await stack.addMember()
	await tell(member, 'session_declined', { ...session,
		other: '<b>Eve\nEve</b>', reason: 'other', words: '{{&name}} & "x"\u0007' })
	const mia = await stack.signIn(member)
	const page = await mia.get('/notifications')
	assert.doesNotMatch(page.body, /<b>Eve/)
	const { json } = await mia.call('GET', '/api/notifications')
	assert.equal(json.items[0].title,
		'<b>Eve Eve</b> can\'t take your system design interview')
	assert.match(json.items[0].words, /“\{\{&name\}\} & "x" ”/)
})

test('every type of notice has its words, with data and without', async () => {
	const member = await stack.addMember()
	const types = await stack.sql('SELECT name FROM notification_type ORDER BY 1')
	for (const { name } of types) {
		await tell(member, name, {})
		await tell(member, name, { ...session, what: 'hour', by: 'client',
			no_show_by: 'client', decision: 'verified', status: 'suspended',
			title: 'A title', words: 'Some words', role: 'mentor', given: true,
			reason: 'illness', proposed: ['2031-03-04T19:00:00Z'] })
	}
	const mia = await stack.signIn(member)
	const seen = []
	for (let next = '/api/notifications'; next;) {
		const { json } = await mia.call('GET', next)
		seen.push(...json.items)
		next = json.next
	}
	assert.equal(seen.length, 2 * types.length)
	for (const item of seen)
		assert.ok(item.title && !/[{}\n]/.test(item.title + item.words) &&
			!/&(amp|quot|lt|#)/.test(item.title + item.words) &&
			(['system', 'money_attention'].includes(item.type) || // say themselves what
				item.title !== 'A note for you'),
			JSON.stringify(item))
})

test('pages of 20 by key, newest first, none lost or doubled', async () => {
	const member = await stack.addMember()
	await stack.sql(`INSERT INTO notification (user_id, type, data, created_at)
		SELECT $1, 'system', jsonb_build_object('title', 'Note ' || i),
			app_now() - make_interval(hours => 45 - i) FROM generate_series(1, 45) i`,
	member.id)
	const mia = await stack.signIn(member)
	const titles = []
	let href = '/notifications'
	for (let pages = 0; href; pages++) {
		assert.ok(pages < 4)
		const page = await mia.get(href)
		titles.push(...rows(page).map((row) => row.title))
		await tell(member, 'system', { title: 'Later' })
		href = page.links(/after=/)[0]
	}
	assert.deepEqual(titles, Array.from({ length: 45 }, (_, i) => `Note ${45 - i}`))
	const last = await mia.get('/notifications?after=1')
	assert.equal(last.status, 200)
	assert.equal((await mia.get('/notifications?after=x')).status, 422)
})

test('notices of a type stand together within their day', async () => {
	const member = await stack.addMember({ timezone: 'Pacific/Auckland' })
	const mia = await stack.signIn(member)
	await tell(member, 'session_booked', session)
	await tell(member, 'export_ready')
	await tell(member, 'session_booked', session)
	const page = await mia.get('/notifications')
	assert.deepEqual([...page.body.matchAll(/<h2>(.*?)<\/h2>/g)].map((m) => m[1]),
		['Today'])
	assert.match(page.body, /<h3>A session is booked<\/h3><span class="small muted">2</)
	assert.deepEqual(rows(page).map((r) => /booked/.test(r.title)),
		[true, true, false])
})

test('opening one marks it read and leads to its thing', async () => {
	const member = await stack.addMember()
	await tell(member, 'session_booked', session)
	await tell(member, 'system', { title: 'No link' }, null)
	const mia = await stack.signIn(member)
	const [first, second] = rows(await mia.get('/notifications'))
	assert.ok(first.unread && second.unread)
	assert.equal((await mia.get(second.href)).location, '/sessions/7')
	assert.equal((await mia.get(first.href)).location, '/notifications')
	assert.ok(rows(await mia.get('/notifications')).every((row) => !row.unread))
	assert.match((await mia.get('/notifications?unread=1')).body, /Nothing unread/)
	const other = await stack.signIn(await stack.addMember())
	assert.equal((await other.get(first.href)).status, 404)
	assert.equal((await mia.get('/notifications/x/open')).status, 404)
	assert.equal((await mia.get('/api/notifications/999999/open')).status, 404)
})

test('some or all are marked read, only one’s own', async () => {
	const member = await stack.addMember()
	const stranger = await stack.addMember()
	for (const title of ['a', 'b', 'c'])
		await tell(member, 'system', { title })
	await tell(stranger, 'system', { title: 'd' })
	const mia = await stack.signIn(member)
	const count = async () => (await mia.call('GET', '/api/notifications?count=1')).json
	assert.deepEqual(await count(), { unread: 3 })
	await mia.get('/notifications')
	const [{ ids: foreign }] = await stack.sql(
		'SELECT array_agg(id::text) AS ids FROM notification WHERE user_id = $1', stranger.id)
	const { json } = await mia.call('GET', '/api/notifications')
	const answer = await mia.call('POST', '/api/notifications/read',
		{ ids: [json.items[0].id, ...foreign] })
	assert.equal(answer.status, 204)
	assert.deepEqual(await count(), { unread: 2 })
	assert.deepEqual(await stack.sql(
		'SELECT read_at FROM notification WHERE user_id = $1', stranger.id), [{ read_at: null }])
	const posted = await mia.submit('/notifications/read', { all: 'true' },
		{ page: '/notifications' })
	assert.equal(posted.location, '/notifications')
	assert.deepEqual(await count(), { unread: 0 })
	for (const body of [{}, { ids: [] }, { ids: ['x'] }, { ids: Array(101).fill('1') }])
		assert.equal((await mia.call('POST', '/api/notifications/read', body)).status, 422,
			JSON.stringify(body))
	mia.csrf = 'forged'
	assert.equal((await mia.call('POST', '/api/notifications/read', { all: true })).status, 403)
})
