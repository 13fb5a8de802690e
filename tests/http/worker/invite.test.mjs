// Sessions in calendars: who gets what, and what they must not learn.
import assert from 'node:assert/strict'
import ICAL from 'ical.js'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'] })
})
after(async () => {
	assert.deepEqual(await stack.sql(`SELECT kind, last_error FROM job WHERE state = 'dead'`), [])
	await stack.stop()
})

const settled = () => until('the worker to be done', async () => (await stack.sql(
	`SELECT count(*)::int AS n FROM job WHERE state IN ('waiting', 'running')
	AND run_at <= app_now()`))[0].n === 0)

// A session as booking leaves it, agreed on.
async function book({ anonymous = false, link = null } = {}) {
	const expert = await stack.addMember({ name: 'Ines Okafor', timezone: 'Europe/Lisbon' })
	const client = await stack.addMember({ name: 'Milo Vance', timezone: 'Asia/Tokyo' })
	await stack.sql(`INSERT INTO expert (user_id, alias, alias_seed, timezone, is_anonymous)
		VALUES ($1, 'Patient Heron ' || $1, 'seed', 'Europe/Lisbon', $2)`, expert.id, anonymous)
	const [{ id }] = await stack.sql(`INSERT INTO session (kind, status, client_id, expert_id,
		type_kind, minutes, starts_at, ends_at, goals, meeting_link, anonymous,
		client_alias, client_seed, created_at)
		VALUES ('interview', 'scheduled', $1, $2, 'system_design', 45,
		'2031-03-04T18:00:00Z', '2031-03-04T18:45:00Z', E'Talk about queues\\nand caches', $4, $3,
		CASE WHEN $3 THEN 'Calm Otter ' || $1 END, CASE WHEN $3 THEN 'x' END, app_now())
		RETURNING id`, client.id, expert.id, anonymous, link)
	await stack.sql(`DO $do$ BEGIN PERFORM session_agreed(s) FROM session s WHERE id = ${id};
		END $do$`)
	return { id, expert, client }
}
const move = (id, start) => stack.sql(`DO $do$ BEGIN PERFORM session_move_to(s, 'client',
	'reschedule', '${start}') FROM session s WHERE id = ${id}; END $do$`)
const cancel = (id) => stack.sql(`DO $do$ DECLARE x session; BEGIN
	SELECT * INTO x FROM session WHERE id = ${id};
	x := session_end_early(x, 'client', 'cancel', 'illness', 'Sorry');
	PERFORM session_tell(x, 'expert', 'session_canceled', jsonb_build_object('by', 'client',
		'reason', 'illness', 'words', 'Sorry', 'invite', true)); END $do$`)

function calendarOf(mail) {
	const part = mail.attachments.find((a) => a.contentType === 'text/calendar')
	const calendar = new ICAL.Component(ICAL.parse(part.content.toString()))
	const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'))
	return { method: calendar.getFirstPropertyValue('method'), event,
		text: part.content.toString().replaceAll('\r\n ', '') }
}

test('each side gets an invitation, and one mail for one event', async () => {
	const { id, expert, client } = await book({ link: 'https://meet.test/ines' })
	const toExpert = await stack.readMail(expert.email)
	const toClient = await stack.readMail(client.email)
	assert.equal(toClient.subject, 'Your system design interview with Ines Okafor is booked')
	assert.equal(toExpert.subject, 'Your system design interview with Milo Vance is booked')
	assert.match(toClient.text, /Wednesday 5 March 2031, 03:00 to 03:45, Tokyo/)
	const { method, event, text } = calendarOf(toClient)
	assert.equal(method, 'REQUEST')
	const [{ uid }] = await stack.sql('SELECT uid FROM session WHERE id = $1', id)
	assert.deepEqual([event.uid, event.sequence], [uid, 0])
	assert.equal(event.startDate.toJSDate().toISOString(), '2031-03-04T18:00:00.000Z')
	assert.equal(event.endDate.toJSDate().toISOString(), '2031-03-04T18:45:00.000Z')
	assert.equal(event.summary, 'System design interview with Ines Okafor')
	assert.equal(event.description, 'Talk about queues\nand caches')
	assert.equal(event.location, 'https://meet.test/ines')
	assert.equal(event.organizer, 'mailto:no-reply@localhost')
	assert.deepEqual(event.attendees.map((a) => a.getFirstValue()), [`mailto:${client.email}`])
	assert.ok(!text.includes(expert.email), 'the other’s address is nobody’s business')
	await settled()
	const rows = await stack.sql(`SELECT user_id, template FROM email_notification
		WHERE user_id IN ($1, $2) ORDER BY user_id`, expert.id, client.id)
	assert.deepEqual(rows, [{ user_id: expert.id, template: 'invitation' },
		{ user_id: client.id, template: 'invitation' }])
})

test('a change has the same UID and a higher sequence, a cancellation ends it', async () => {
	const { id, expert, client } = await book()
	await stack.readMail(client.email)
	await move(id, '2031-03-06T09:00:00Z')
	const moved = await stack.readMail(client.email, /new time/)
	assert.match(moved.text, /It was Wednesday 5 March 2031, 03:00, Tokyo\./)
	await cancel(id)
	const ended = await stack.readMail(expert.email, /cancelled/)
	assert.match(ended.text, /Reason: illness\. “Sorry”/)
	const own = await stack.readMail(client.email, /cancelled/)
	const [a, b, c] = [await stack.readMail(client.email, /booked/), moved, own].map(calendarOf)
	assert.deepEqual([a.event.sequence, b.event.sequence, c.event.sequence], [0, 1, 2])
	assert.equal(new Set([a, b, c].map((x) => x.event.uid)).size, 1)
	assert.deepEqual([a.method, b.method, c.method], ['REQUEST', 'REQUEST', 'CANCEL'])
	assert.equal(b.event.startDate.toJSDate().toISOString(), '2031-03-06T09:00:00.000Z')
	assert.match(c.text, /STATUS:CANCELLED/)
	await settled()
	assert.equal((await stack.sql(`SELECT count(*)::int AS n FROM email_notification
		WHERE user_id = $1`, expert.id))[0].n, 3)
})

test('an anonymous session tells neither who the other is', async () => {
	const { id, expert, client } = await book({ anonymous: true,
		link: 'https://meet.test/ines-okafor' })
	await settled() // what is outdated is not sent
	await move(id, '2031-03-06T09:00:00Z')
	await settled()
	await cancel(id)
	await stack.readMail(expert.email, /cancelled/)
	await stack.readMail(client.email, /cancelled/)
	await settled()
	for (const [me, other, alias] of [[client, expert, `Patient Heron ${expert.id}`],
		[expert, client, `Calm Otter ${client.id}`]]) {
		const mails = await stack.sql(`SELECT concat_ws(' ', to_address, data::text,
			attachment) AS all FROM email_notification WHERE user_id = $1`, me.id)
		assert.equal(mails.length, 3)
		for (const { all } of mails) {
			const text = all.replaceAll(/\r?\n /g, '')
			assert.ok(text.includes(alias))
			for (const secret of [other.name, other.name.split(' ')[1], other.email,
				other.handle, 'meet.test'])
				assert.ok(!text.toLowerCase().includes(secret.toLowerCase()), `${secret} in ${text}`)
		}
		const shown = await stack.readMail(me.email)
		assert.doesNotMatch(`${shown.headerLines.map((h) => h.line).join()}${shown.html}`,
			new RegExp(`${other.name}|${other.email}`))
	}
})

test('who wants no such mails gets none; an outdated invitation is not sent', async () => {
	await stack.kill('worker')
	const { id, expert, client } = await book()
	await stack.sql(`INSERT INTO notification_preference VALUES
		($1, 'session_booked', 'email', false), ($1, 'session_changed', 'email', false)`, client.id)
	await move(id, '2031-03-06T09:00:00Z')
	stack.launch('worker')
	await settled()
	const of = (who) => stack.sql(`SELECT data->>'title' AS title FROM email_notification
		WHERE user_id = $1`, who.id)
	assert.deepEqual(await of(client), [])
	assert.deepEqual((await of(expert)).map((m) => /new time/.test(m.title)), [true])
})

test('quiet hours hold an invitation back, but not a change of plans', async () => {
	await stack.kill('worker')
	const { id, client } = await book()
	await stack.sql(`UPDATE preference SET
		quiet_from = (extract(hour FROM app_now() AT TIME ZONE 'Asia/Tokyo')::int + 23) % 24 * 60,
		quiet_to = (extract(hour FROM app_now() AT TIME ZONE 'Asia/Tokyo')::int + 2) % 24 * 60
		WHERE user_id = $1`, client.id)
	stack.launch('worker')
	await settled()
	const count = async () => (await stack.sql(`SELECT count(*)::int AS n
		FROM email_notification WHERE user_id = $1`, client.id))[0].n
	assert.equal(await count(), 0)
	await stack.sql('UPDATE preference SET quiet_from = NULL, quiet_to = NULL WHERE user_id = $1',
		client.id)
	await stack.sql(`UPDATE job SET run_at = app_now() WHERE kind = 'session.invite'
		AND state = 'waiting'`)
	await settled()
	assert.equal(await count(), 1)
	await stack.sql(`UPDATE preference SET quiet_from = 0, quiet_to = 1439 WHERE user_id = $1`,
		client.id)
	await cancel(id)
	await stack.readMail(client.email, /cancelled/)
})

test('the clock: reminders, start and end come from their jobs', async () => {
	const { id, expert, client } = await book()
	const reminders = await stack.sql(`SELECT payload->>'what' AS what FROM job
		WHERE kind = 'session.remind' AND (payload->>'session_id')::int = $1 ORDER BY run_at`, id)
	assert.deepEqual(reminders.map((r) => r.what), ['day', 'hour', 'end'])
	await stack.sql(`UPDATE job SET run_at = app_now() WHERE kind = 'session.remind'
		AND payload->>'what' = 'day' AND (payload->>'session_id')::int = $1`, id)
	for (const who of [expert, client])
		await stack.readMail(who.email, /^Tomorrow: system design interview/)
	await stack.sql(`UPDATE session SET starts_at = app_now() - interval '1 minute',
		ends_at = app_now() + interval '1 hour' WHERE id = $1`, id)
	await stack.sql(`SELECT enqueue('session.tick')`)
	await until('it to begin', async () => (await stack.sql(
		'SELECT status FROM session WHERE id = $1', id))[0].status === 'in_progress')
})
