// The calendar as pages, and as a feed by a secret address.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { addExpert, at, book, enter } from './sessions.mjs'

let stack, noor, mia, first, second

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'], workers: false })
	noor = await addExpert(stack, { name: 'Noor Haddad' })
	mia = await enter(stack, await stack.addMember({ timezone: 'Pacific/Auckland' }))
	first = await book(mia, noor, at(26, stack))
	second = await book(mia, noor, at(30, stack))
})
after(() => stack.stop())

// The date of an instant on a clock.
const day = (instant, timeZone) => new Intl.DateTimeFormat('sv-SE',
	{ timeZone }).format(new Date(instant))

test('month, week and agenda show it on the viewer\'s day', async () => {
	const on = day(first.start, 'Pacific/Auckland')
	for (const view of ['month', 'week', 'agenda']) {
		const page = await mia.get(`/calendar?view=${view}&at=${on}`)
		assert.equal(page.status, 200, page.body)
		assert.match(page.body, /Pacific\/Auckland/)
		const cell = page.body.split(`datetime="${on}"`)[1]
		assert.ok(cell?.includes(`href="/sessions/${first.id}"`), page.body)
		assert.ok(page.links(/view=week/).length > 0)
		for (const href of page.links(/^\/calendar\?view=/))
			assert.equal((await mia.get(href)).status, 200, href)
	}
	const days = (await mia.get(`/calendar?view=agenda&at=${on}`)).body.split('datetime="')
	for (const one of [first, second]) {
		const found = days.filter((text) => text.includes(`href="/sessions/${one.id}"`))
		assert.equal(found.length, 1, `session ${one.id} on one day`)
		assert.ok(found[0].startsWith(day(one.start, 'Pacific/Auckland')))
	}
	const json = (await mia.get(`/api/calendar?view=week&at=${on}`)).json
	assert.ok(json.items.some((one) => one.id === first.id))
	assert.equal(new Date(json.from).getUTCDay(), 1)
	assert.equal((Date.parse(json.to) - Date.parse(json.from)) / 86400e3, 7)
	const other = await enter(stack, await stack.addMember())
	assert.deepEqual((await other.get('/api/calendar')).json.items, [])
	assert.match((await other.get('/calendar?view=agenda')).body, /Nothing here/)
	assert.equal((await mia.get('/calendar?view=year')).status, 422)
	assert.equal((await mia.get('/calendar?at=2027-02-30')).status, 422)
	for (const at of ['0001-01-01', '9999-12-31', '2028-02-29'])
		assert.equal((await mia.get(`/calendar?at=${at}`)).status, 200, at)
})

test('the feed: made, followed, renewed, revoked', async () => {
	const page = await mia.get('/calendar/feed')
	assert.match(page.body, /You have no address/)
	const made = await mia.post('/calendar/feed')
	assert.equal(made.status, 200, made.body)
	const url = made.body.match(/value="(https:[^"]+\.ics)"/)[1]
	assert.doesNotMatch((await mia.get('/calendar/feed')).body, /\.ics/)
	const path = new URL(url).pathname
	const read = async (at = path) => stack.client().get(at)
	const feed = await read()
	assert.equal(feed.status, 200)
	assert.match(feed.headers['content-type'], /^text\/calendar/)
	assert.equal(feed.headers['cache-control'], 'private, no-cache')
	const text = feed.body.replaceAll('\r\n ', '')
	assert.equal(text.match(/BEGIN:VEVENT/g).length, 2)
	assert.match(text, new RegExp(`UID:${first.uid}`))
	assert.match(text, /SUMMARY:Mentoring with Noor Haddad/)
	assert.doesNotMatch(text, /ATTENDEE|ORGANIZER|test\.belay/)

	await mia.call('PATCH', `/api/sessions/${second.id}/cancel`, { reason: 'illness' })
	const after = (await read()).body
	assert.match(after, /STATUS:CANCELLED/)
	assert.match(after, /SEQUENCE:1/)

	const renewed = (await mia.call('POST', '/api/calendar/feed', {}))
	assert.equal(renewed.status, 201, renewed.body)
	assert.equal((await read()).status, 404)
	const next = new URL(renewed.json.url).pathname
	assert.equal((await read(next)).status, 200)
	assert.equal((await read(next.replace('.ics', ''))).status, 404)
	assert.equal((await read(next.slice(0, -5) + 'x.ics')).status, 404)
	assert.equal((await read('/calendar/feed/.ics')).status, 404)
	assert.equal((await mia.post('/calendar/feed/revoke')).status, 303)
	assert.equal((await read(next)).status, 404)
	assert.equal((await mia.call('POST', '/api/calendar/feed/revoke', {})).status, 204)
	const [{ n }] = await stack.sql(`SELECT count(*)::int AS n FROM audit
		WHERE action LIKE 'calendar_feed.%'`)
	assert.equal(n, 3)
	// The secret is in no log.
	const logged = await until('the log line', () =>
		stack.log('requests').includes('"/calendar/feed/-"') && stack.log('requests'))
	for (const secret of [path, next])
		assert.ok(!logged.includes(secret.slice('/calendar/feed/'.length, -4)))
	assert.equal((await stack.client().get('/calendar/feed')).status, 303)
})

test('an empty calendar is a feed too', async () => {
	const other = await enter(stack, await stack.addMember())
	const made = await other.call('POST', '/api/calendar/feed', {})
	const feed = await stack.client().get(new URL(made.json.url).pathname)
	assert.equal(feed.status, 200)
	assert.match(feed.body, /BEGIN:VCALENDAR/)
	assert.doesNotMatch(feed.body, /VEVENT/)
})
