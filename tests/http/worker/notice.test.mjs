// From a notice to a mail: what the member chose, when, and never twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'] })
})
after(() => stack.stop())

const tell = async (who, type, data = {}, key = null) => stack.sql(
	'SELECT notify($1, $2, $3, $4, $5)', who.id, type, '/sessions/7', data, key)
const mails = (who) => stack.sql(`SELECT template, state, last_error, data
	FROM email_notification WHERE user_id = $1 ORDER BY id`, who.id)
// Every job about delivery that is due has been done.
const settled = () => until('the worker to be done', async () => (await stack.sql(
	`SELECT count(*)::int AS n FROM job WHERE state IN ('waiting', 'running')
	AND run_at <= app_now()`))[0].n === 0)
const session = { session_id: '7', start: '2031-03-04T18:00:00Z',
	end: '2031-03-04T18:45:00Z', type: 'technical_coding', side: 'expert', other: 'Milo',
	answer_by: '2031-03-03T18:00:00Z' }

test('a notice comes by mail, in the member’s zone, once', async () => {
	const member = await stack.addMember({ timezone: 'Asia/Kolkata' })
	for (let i = 0; i < 3; i++)
		await tell(member, 'session_requested', session, 'request:7')
	const mail = await stack.readMail(member.email)
	assert.equal(mail.subject, 'Milo asks for a coding interview')
	assert.match(mail.text, /Tuesday 4 March 2031, 23:30 to 00:15 the next day, Kolkata\./)
	assert.match(mail.text, /Accept or decline by Monday 3 March 2031, 23:30, Kolkata\./)
	await settled()
	assert.equal((await mails(member)).length, 1)
})

test('its link opens the thing and marks it read', async () => {
	const member = await stack.addMember()
	await tell(member, 'session_requested', session)
	const mail = await stack.readMail(member.email)
	const [link] = mail.text.match(/https:\S+\/notifications\/\d+\/open/)
	const path = link.slice(stack.url.length)
	const stranger = await stack.client().get(path)
	assert.match(stranger.location, /^\/login\?next=%2Fnotifications%2F\d+%2Fopen$/)
	const mia = await stack.signIn(member)
	assert.equal((await mia.get(path)).location, '/sessions/7')
	assert.deepEqual((await mia.call('GET', '/api/notifications?count=1')).json, { unread: 0 })
})

test('one click ends a kind of mail, without signing in', async () => {
	const member = await stack.addMember()
	await tell(member, 'session_reminder', { ...session, what: 'hour' })
	const mail = await stack.readMail(member.email)
	const { url } = mail.headers.get('list').unsubscribe
	assert.equal(mail.headers.get('list')['unsubscribe-post']?.name ??
		mail.headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
	const path = url.slice(stack.url.length)
	const page = await stack.client().get(path)
	assert.equal(page.status, 200)
	assert.match(page.body, /A session is near/)
	assert.equal((await stack.sql(`SELECT count(*)::int AS n FROM notification_preference
		WHERE user_id = $1`, member.id))[0].n, 0, 'looking changes nothing')
	const posted = await stack.client().send('POST', path, { body: 'List-Unsubscribe=One-Click',
		headers: { 'content-type': 'application/x-www-form-urlencoded' } })
	assert.equal(posted.status, 200)
	for (const wrong of [path.replace('session_reminder', 'session_booked'),
		path.replace(`u=${member.id}`, `u=${member.id + 1}`), path.slice(0, -1)])
		assert.equal((await stack.client().get(wrong)).status, 404, wrong)
	await tell(member, 'session_reminder', { ...session, what: 'day' })
	await tell(member, 'session_requested', session)
	await settled()
	assert.deepEqual((await mails(member)).map((m) => m.data.title.slice(0, 7)),
		['In an h', 'Milo as'])
})

test('what is read, or switched off meanwhile, is not sent', async () => {
	const [one, two] = [await stack.addMember(), await stack.addMember()]
	await stack.kill('worker')
	await tell(one, 'session_requested', session)
	await tell(two, 'session_requested', session)
	await stack.sql(`SELECT mail_queue(n.user_id, u.email, 'notice', jsonb_build_object(
		'notice_id', n.id, 'title', 't', 'words', 'w', 'link', 'l'), 'notice:' || n.id)
		FROM notification n JOIN users u ON u.id = n.user_id
		WHERE n.user_id IN ($1, $2)`, one.id, two.id)
	await stack.sql('UPDATE notification SET read_at = app_now() WHERE user_id = $1', one.id)
	await stack.sql(`INSERT INTO notification_preference
		VALUES ($1, 'session_requested', 'email', false)`, two.id)
	stack.launch('worker')
	await settled()
	assert.deepEqual((await mails(one)).map((m) => m.last_error), ['read already'])
	assert.deepEqual((await mails(two)).map((m) => m.last_error), ['unsubscribed'])
})

test('suspended members get what is required, and nothing else', async () => {
	const member = await stack.addMember()
	await stack.sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, member.id)
	await tell(member, 'session_requested', session)
	await tell(member, 'account_status', { status: 'suspended', reason: 'spam' })
	const mail = await stack.readMail(member.email)
	assert.equal(mail.subject, 'Your account is suspended')
	assert.equal(mail.headers.get('list'), undefined, 'what is required has no way out')
	await settled()
	assert.equal((await mails(member)).length, 1)
})

test('a warning reaches the owner though somebody read it first', async () => {
	const member = await stack.addMember()
	await stack.kill('worker')
	await tell(member, 'new_sign_in', { agent: 'Other', address: '192.0.2.7' })
	await stack.sql('UPDATE notification SET read_at = app_now() WHERE user_id = $1',
		member.id)
	stack.launch('worker')
	assert.match((await stack.readMail(member.email)).text, /192\.0\.2\.7, with Other/)
})

test('an address that is not verified gets no notices', async () => {
	const member = await stack.addMember({ verified: false })
	await tell(member, 'session_requested', session)
	await settled()
	assert.deepEqual(await mails(member), [])
})

test('quiet hours: what can wait comes when they end', async () => {
	const member = await stack.addMember()
	// from an hour ago to in an hour
	await stack.sql(`UPDATE preference SET
		quiet_from = (extract(hour FROM app_now() AT TIME ZONE 'UTC')::int + 23) % 24 * 60,
		quiet_to = (extract(hour FROM app_now() AT TIME ZONE 'UTC')::int + 2) % 24 * 60
		WHERE user_id = $1`, member.id)
	await tell(member, 'session_requested', session)
	await tell(member, 'session_reminder', { ...session, what: 'hour' })
	assert.match((await stack.readMail(member.email)).subject, /^In an hour/)
	await settled()
	assert.equal((await mails(member)).length, 1)
	const [job] = await stack.sql(`SELECT id, run_at, date_part('minute', run_at) AS minute,
		run_at > app_now() AND run_at <= app_now() + interval '2 hours' AS soon
		FROM job WHERE kind = 'notice.deliver' AND state = 'waiting'`)
	assert.ok(job.soon && job.minute === 0)
	await stack.sql('UPDATE preference SET quiet_from = NULL, quiet_to = NULL')
	await stack.sql('UPDATE job SET run_at = app_now() WHERE id = $1', job.id)
	assert.match((await stack.readMail(member.email, /asks for/)).text, /Milo/)
	await settled()
	assert.equal((await mails(member)).length, 2)
})

test('a digest collects what can wait, and only that', async () => {
	const [mia, bob] = [await stack.addMember(), await stack.addMember()]
	await stack.sql(`UPDATE preference SET digest = 'daily' WHERE user_id = $1`, mia.id)
	for (const who of [mia, bob]) {
		await tell(who, 'session_completed', { ...session, feedback: true })
		await tell(who, 'feedback_shown', session)
	}
	await tell(mia, 'session_requested', session)
	await tell(mia, 'session_completed', { ...session, other: 'Read', feedback: true })
	await stack.sql(`UPDATE notification SET read_at = app_now()
		WHERE data->>'other' = 'Read'`)
	await settled()
	assert.deepEqual((await mails(mia)).map((m) => m.data.title),
		['Milo asks for a coding interview'], 'an answer is awaited: no digest')
	assert.equal((await mails(bob)).length, 2)
	for (let i = 0; i < 2; i++) {
		await stack.sql(`SELECT enqueue('digest.daily'), enqueue('digest.weekly')`)
		await settled()
	}
	const mail = await stack.readMail(mia.email, /2 notes on Belay/)
	assert.match(mail.text, /\* Feedback about your coding interview with Milo is here/)
	assert.match(mail.text, /\* Your coding interview with Milo is over/)
	assert.doesNotMatch(mail.text, /Read|asks for/)
	assert.match(mail.headers.get('list').unsubscribe.url, /t=digest/)
	assert.equal((await mails(mia)).length, 2)
	assert.equal((await mails(bob)).length, 2)
	const stop = mail.headers.get('list').unsubscribe.url.slice(stack.url.length)
	await stack.client().send('POST', stop, { body: '',
		headers: { 'content-type': 'application/x-www-form-urlencoded' } })
	await tell(mia, 'feedback_shown', session)
	await stack.sql(`SELECT enqueue('digest.daily')`)
	await settled()
	assert.equal((await mails(mia)).length, 2)
})
