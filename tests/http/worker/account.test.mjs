// What the worker does for accounts: forgotten passwords, exports, erasure.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'

let stack

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'] })
})
after(() => stack.stop())

const done = (kind) => until(`${kind} to be done`, async () => (await stack.sql(
	`SELECT FROM job WHERE kind = $1 AND state IN ('waiting', 'running')
	AND run_at <= app_now()`, kind)).length === 0)
const media = (path) => join(stack.folder, 'media', path)
async function file(path, text) {
	await mkdir(join(media(path), '..'), { recursive: true })
	await writeFile(media(path), text)
}

test('a forgotten password: a link for who has an account, silence for others', async () => {
	const member = await stack.addMember()
	for (const email of [member.email.toUpperCase(), 'nobody@test.belay.test'])
		await stack.client().submit('/account/forgot', { email })
	const mail = await stack.readMail(member.email.toUpperCase(), /new password/)
	const [link] = mail.text.match(/https:\S+\/account\/reset\?token=\S+/)
	const client = stack.client()
	const path = link.slice(stack.url.length)
	assert.equal((await client.get(path)).status, 200)
	const token = new URL(link).searchParams.get('token')
	const answer = await client.post('/account/reset', { token, password: 'a quite new passphrase' })
	assert.equal(answer.location, '/login', answer.body)
	await stack.signIn(member, { password: 'a quite new passphrase' })
	await done('account.forgot')
	assert.deepEqual(await stack.sql(`SELECT FROM email_notification
		WHERE to_address ~ 'nobody'`), [])
	const [{ seconds }] = await stack.sql(`SELECT extract(epoch FROM expires_at - app_now())::int
		AS seconds FROM email_token WHERE user_id = $1`, member.id)
	assert.ok(seconds > 3500 && seconds <= 3600)
})

test('an export holds what is registered, files too, and no one else’s', async () => {
	const [mia, other] = [await stack.addMember({ name: 'Mia Å' }),
		await stack.addMember({ name: 'Secret Stranger' })]
	await file('pictures/mia.webp', 'a picture')
	await stack.sql(`UPDATE profile SET picture = 'pictures/mia.webp', about = 'About Mia'
		WHERE user_id = $1`, mia.id)
	await stack.sql(`INSERT INTO resume VALUES ($1, 'resumes/../../../etc/passwd', 'cv.pdf', 3,
		'text', app_now())`, mia.id)
	await stack.sql(`INSERT INTO block VALUES ($1, $2, app_now())`, mia.id, other.id)
	await stack.sql(`INSERT INTO audit (at, actor_id, action) SELECT app_now(), $1, 'act' || i
		FROM generate_series(1, 1203) i`, mia.id)
	const client = await stack.signIn(mia)
	const [{ id }] = await stack.sql(`INSERT INTO data_export (user_id, created_at)
		VALUES ($1, app_now()) RETURNING id`, mia.id)
	await stack.sql(`SELECT enqueue('account.export', jsonb_build_object('export_id', $1::int))`, id)
	const [row] = await until('the export', async () => {
		const rows = await stack.sql(`SELECT *, expires_at - app_now() > '6 days 23 hours'
			AS week FROM data_export WHERE id = $1`, id)
		return rows[0].state === 'ready' && rows
	})
	assert.deepEqual([row.progress, row.week], [100, true])
	assert.match(row.path, /^exports\/[\w-]{43}\.zip$/)
	const zip = media(row.path)
	const names = execFileSync('python3', ['-m', 'zipfile', '-l', zip]).toString()
	const read = (name) => execFileSync('python3', ['-c',
		'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))',
		zip, name]).toString()
	assert.equal(row.size_bytes, execFileSync('stat', ['-c', '%s', zip]).toString().trim() | 0)
	assert.equal(JSON.parse(read('account/profile.json'))[0].about, 'About Mia')
	assert.equal(JSON.parse(read('account/users.json'))[0].email, mia.email)
	assert.equal(JSON.parse(read('house/audit.json')).length, 1204, 'in pieces')
	assert.equal(read('files/mia.webp'), 'a picture')
	assert.doesNotMatch(names, /passwd|credential|totp|email_token/)
	assert.deepEqual(JSON.parse(read('safety/block.json')).map((b) => b.blocked_id), [undefined])
	for (const { table_name: table, area } of await stack.sql(`SELECT DISTINCT table_name, area
		FROM person_data WHERE exported`))
		assert.match(names, new RegExp(`${area}/${table}[.]`), table)
	const session = JSON.parse(read('account/user_session.json'))[0]
	assert.equal(session.user_id, mia.id)
	assert.equal(session.token_hash, undefined)
	const everything = execFileSync('python3', ['-c', `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for n in z.namelist(): sys.stdout.buffer.write(z.read(n))`, zip], { maxBuffer: 1e8 }).toString()
	assert.doesNotMatch(everything, /Secret Stranger|argon2|[0-9a-f]{64}/)
	const mail = await stack.readMail(mia.email, /Your data is ready/)
	assert.match(mail.text, /within 7 days/)
	const { json } = await client.call('GET', '/api/notifications')
	assert.equal(json.items[0].link, '/settings/data')
	// a week later its link and file are gone
	await stack.sql(`UPDATE data_export SET expires_at = app_now() - interval '1 s'`)
	await stack.sql(`SELECT enqueue('account.clean')`)
	await until('the file to be gone', () => !existsSync(zip))
	assert.deepEqual(await stack.sql('SELECT state, path FROM data_export'),
		[{ state: 'expired', path: null }])
})

test('an erased account leaves a pseudonym and nothing else', async () => {
	const mia = await stack.addMember({ name: 'Mia Gone', email: 'mia.gone@test.belay.test' })
	await file('pictures/gone.webp', 'x')
	await stack.sql(`UPDATE profile SET picture = 'pictures/gone.webp', about = 'About me'
		WHERE user_id = $1`, mia.id)
	const client = await stack.signIn(mia)
	await stack.sql(`SELECT notify($1, 'system', NULL, '{"title": "Hello"}', NULL)`, mia.id)
	await stack.sql(`INSERT INTO data_export (user_id, created_at) VALUES ($1, app_now())`, mia.id)
	const erase = async (until_) => {
		await stack.sql(`UPDATE users SET status = 'deletion_requested',
			status_until = app_now() + $2::interval WHERE id = $1`, mia.id, until_)
		await stack.sql(`SELECT enqueue('account.tick')`)
		await done('account.tick')
		await done('account.erase')
	}
	const status = async () => (await stack.sql('SELECT status, email FROM users WHERE id = $1',
		mia.id))[0]
	await erase('1 minute')
	assert.equal((await status()).status, 'deletion_requested', 'not yet')
	await erase('-1 minute')
	assert.deepEqual(await status(), { status: 'erased', email: `erased-${mia.id}@invalid` })
	const [profile] = await stack.sql('SELECT * FROM profile WHERE user_id = $1', mia.id)
	assert.equal(profile.display_name, 'Former member')
	assert.match(profile.handle, /^former-[0-9a-f]{16}$/)
	assert.deepEqual([profile.about, profile.picture], [null, null])
	for (const row of await stack.sql(`SELECT table_name AS t, column_name AS c FROM person_data
		WHERE erasure IN ('delete', 'clear')`))
		assert.deepEqual(await stack.sql(
			`SELECT 1 AS left_over FROM ${row.t} WHERE ${row.c} = $1`, mia.id), [], row.t)
	await until('the picture to be gone', () => !existsSync(media('pictures/gone.webp')))
	assert.match((await stack.readMail('mia.gone@', /is deleted/)).text, /last mail/)
	assert.equal((await client.get('/notifications')).status, 303)
	const again = await stack.client().submit('/login',
		{ email: mia.email, password: 'belay-demo-2026' })
	assert.equal(again.status, 422)
	// no trace of the name or address but in the goodbye, which ends in 30 days
	const dump = await stack.sql(`SELECT (SELECT string_agg(u::text, ' ') FROM users u) || ' ' ||
		(SELECT string_agg(p::text, ' ') FROM profile p) || ' ' ||
		(SELECT coalesce(string_agg(n::text, ' '), '') FROM notification n) || ' ' ||
		(SELECT string_agg(a::text, ' ') FROM audit a) AS all`)
	assert.doesNotMatch(dump[0].all, /Mia Gone|mia\.gone/)
	await stack.sql(`UPDATE email_notification SET created_at = app_now() - interval '31 days'
		WHERE to_address ~ 'mia.gone'`)
	await stack.sql(`SELECT enqueue('account.clean')`)
	await until('the mail’s row to be gone', async () => (await stack.sql(`SELECT FROM
		email_notification WHERE to_address ~ 'mia.gone'`)).length === 0)
})

test('a deletion taken back is not carried out', async () => {
	const mia = await stack.addMember()
	await stack.sql(`SELECT enqueue('account.erase', jsonb_build_object('user_id', $1::int))`, mia.id)
	await done('account.erase')
	assert.equal((await stack.sql('SELECT status FROM users WHERE id = $1', mia.id))[0].status,
		'active')
})

test('a suspension ends by itself, and the member is told', async () => {
	const mia = await stack.addMember()
	await stack.sql(`UPDATE users SET status = 'suspended', status_reason = 'spam',
		status_until = app_now() - interval '1 s' WHERE id = $1`, mia.id)
	await stack.sql(`SELECT enqueue('account.tick')`)
	await stack.readMail(mia.email, /open again/)
	assert.deepEqual(await stack.sql(`SELECT status, status_until, status_reason
		FROM users WHERE id = $1`, mia.id),
	[{ status: 'active', status_until: null, status_reason: null }])
})

test('what is of no use any more is cleaned away, the rest stays', async () => {
	const mia = await stack.addMember()
	const hash = (n) => `decode(lpad('${n}', 64, '0'), 'hex')`
	await stack.sql(`INSERT INTO email_token VALUES
		(${hash(1)}, $1, 'verify', 'a@b.c', app_now() - interval '25 hours'),
		(${hash(2)}, $1, 'verify', 'a@b.c', app_now() - interval '1 hour'),
		(${hash(3)}, $1, 'reset', 'a@b.c', app_now() + interval '1 hour')`, mia.id)
	await stack.sql(`INSERT INTO throttle VALUES
		('account:old', 9, app_now() - interval '3 days', app_now() - interval '3 days'),
		('account:new', 9, app_now(), app_now() + interval '1 minute')`)
	await stack.sql(`INSERT INTO audit (at, action) VALUES
		(app_now() - interval '731 days', 'old'), (app_now() - interval '729 days', 'new')`)
	await stack.sql(`INSERT INTO job (kind, state, run_at, created_at, finished_at) VALUES
		('x', 'done', app_now(), app_now(), app_now() - interval '8 days'),
		('x', 'dead', app_now(), app_now(), app_now() - interval '8 days')`)
	await stack.sql(`SELECT enqueue('account.clean')`)
	await done('account.clean')
	assert.equal((await stack.sql('SELECT FROM email_token WHERE user_id = $1', mia.id)).length, 2)
	assert.deepEqual(await stack.sql(`SELECT key FROM throttle WHERE key ~ '^account:(old|new)'`),
		[{ key: 'account:new' }])
	assert.deepEqual(await stack.sql(`SELECT action FROM audit WHERE action IN ('old', 'new')`),
		[{ action: 'new' }])
	assert.deepEqual(await stack.sql(`SELECT state FROM job WHERE kind = 'x'`), [{ state: 'dead' }])
})
