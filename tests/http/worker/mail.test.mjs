// Mails: what they say, where they go, and that each goes once.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startMailServer } from '../../support/mail_server.mjs'
import { startStack, until } from '../../support/stack.mjs'
import { heard } from '../../support/wait.mjs'

let stack
const servers = []

before(async () => {
	stack = await startStack({ programs: ['account', 'inbox'], processes: 2 })
})
after(async () => {
	await stack.stop()
	for (const server of servers)
		server.stop()
})

async function mailServer(...args) {
	const server = await startMailServer(stack.folder, ...args)
	servers.push(server)
	return server
}

// Run `work` with the worker under other settings.
async function withSettings(settings, work) {
	const before = { ...stack.env }
	await stack.kill('worker')
	Object.assign(stack.env, settings)
	stack.launch('worker')
	try {
		await work()
	} finally {
		await stack.kill('worker')
		stack.env = before
		stack.launch('worker')
	}
}

const queue = (address, template, data = {}, key = null, person = null) => stack.sql(
	'SELECT mail_queue($5, $1, $2, $3, $4)', address, template, data, key, person)
const state = async (address) => (await stack.sql(`SELECT state, attempts, last_error,
	data FROM email_notification WHERE to_address = $1 ORDER BY id DESC LIMIT 1`, address))[0]
const reaches = (address, wanted) => until(`${address} to be ${wanted}`,
	async () => (await state(address))?.state === wanted)

test('every mail has a subject, text and HTML, and leaves no secret behind', async () => {
	const member = await stack.addMember({ name: 'Ana <b>Sá</b> & co' })
	for (const template of ['verify', 'reset', 'already_member', 'change_email',
		'undo_email', 'cancel_deletion', 'welcome']) {
		const address = `${template}@test.belay.test`
		await queue(address, template,
			{ link: `https://x.test/${template}?token=a&b=c` }, null, member.id)
		const mail = await stack.readMail(address)
		assert.ok(mail.subject.length > 5 && !/[{}]/.test(mail.subject), template)
		assert.match(mail.text, /^Hello Ana <b>Sá<\/b> & co,/, template)
		assert.match(mail.html, /Hello Ana &lt;b&gt;Sá/, template)
		assert.doesNotMatch(mail.text + mail.html, /\{\{|\}\}/, template)
		if (!['already_member', 'welcome'].includes(template)) {
			assert.ok(mail.text.includes(`https://x.test/${template}?token=a&b=c`), template)
			assert.ok(mail.html.includes(`href="https://x.test/${template}?token=a&amp;b=c"`), template)
		}
		assert.equal(mail.headers.get('list-unsubscribe'), undefined)
		await reaches(address, 'sent')
		assert.equal((await state(address)).data.link, undefined, template)
	}
	assert.match((await stack.readMail('already_member@')).html, /\/login"/)
	await queue('erased@test.belay.test', 'erased')
	assert.match((await stack.readMail('erased@')).text, /^Your account and your data/)
})

test('one key, one mail; the Message-ID is the row’s', async () => {
	for (let i = 0; i < 3; i++)
		await queue('once@test.belay.test', 'erased', {}, 'event:1')
	const mail = await stack.readMail('once@')
	const rows = await stack.sql(
		`SELECT message_id FROM email_notification WHERE to_address LIKE 'once@%'`)
	assert.equal(rows.length, 1)
	assert.equal(mail.messageId, `<${rows[0].message_id}@localhost>`)
})

test('an admin’s wording is used, and the file’s when that is broken', async () => {
	await stack.sql(`INSERT INTO mail_template VALUES ('erased', 'Bye {{platform}}',
		'Own words{{#link}} {{link}}{{/link}}', '<p>Own words</p>', NULL, app_now())`)
	await queue('worded@test.belay.test', 'erased')
	assert.equal((await stack.readMail('worded@')).subject, 'Bye Belay')
	await stack.sql(`UPDATE mail_template SET subject = '{{#broken}}'`)
	await queue('broken@test.belay.test', 'erased')
	const mail = await stack.readMail('broken@')
	assert.equal(mail.subject, 'Your account is deleted')
	assert.match(mail.text, /^Own words/)
	await stack.sql('DELETE FROM mail_template')
})

test('a mail that nobody wrote a template for dies, and is said to', async () => {
	await queue('none@test.belay.test', 'no_such_template')
	await reaches('none@test.belay.test', 'failed')
	const [job] = await stack.sql(`SELECT state, last_error FROM job
		WHERE kind = 'mail.send' ORDER BY id DESC LIMIT 1`)
	assert.equal(job.state, 'dead')
})

test('suppressed, suspended and erased are not written to', async () => {
	await stack.sql(`INSERT INTO email_suppression VALUES
		('gone@test.belay.test', 'bounce', app_now())`)
	await queue('Gone@test.belay.test', 'verify', { link: 'https://x.test/' })
	await reaches('Gone@test.belay.test', 'suppressed')
	assert.equal((await state('Gone@test.belay.test')).data.link, undefined)
	const member = await stack.addMember()
	await stack.sql(`UPDATE users SET status = 'suspended' WHERE id = $1`, member.id)
	await queue(member.email, 'welcome', {}, null, member.id)
	await reaches(member.email, 'suppressed')
	await queue(member.email, 'reset', { link: 'https://x.test/' }, null, member.id)
	await reaches(member.email, 'sent')
})

test('over SMTP: STARTTLS, our login, and what the server says', async () => {
	const server = await mailServer()
	await withSettings({ ...server.settings,
		SMTP_FROM: 'Belayé <hello@belay.test>' }, async () => {
		await queue('ana@test.belay.test', 'verify', { link: 'https://x.test/é' })
		await queue('reject@test.belay.test', 'verify')
		await queue('spam@test.belay.test', 'verify')
		await queue('busy@test.belay.test', 'verify')
		await reaches('ana@test.belay.test', 'sent')
		await reaches('reject@test.belay.test', 'failed')
		await reaches('spam@test.belay.test', 'failed')
		await reaches('busy@test.belay.test', 'deferred')
		const mails = server.mails()
		assert.equal(mails.length, 1)
		const [mail] = mails
		assert.deepEqual(mail.envelope,
			{ from: 'hello@belay.test', to: ['ana@test.belay.test'] })
		assert.equal(mail.from[0].name, 'Belayé')
		assert.ok(mail.tls && mail.user === 'lab' && !mail.bareLineEnd)
		assert.match((await state('reject@test.belay.test')).last_error, /5\.1\.1/)
		assert.deepEqual(await stack.sql(
			`SELECT address FROM email_suppression WHERE address ~ '^(reject|spam|busy)'`),
		[{ address: 'reject@test.belay.test' }], 'a judgement on the mail is no bounce')
		const [job] = await stack.sql(`SELECT state, attempts, run_at > app_now() AS later
			FROM job WHERE kind = 'mail.send' AND last_error IS NOT NULL
			AND state = 'waiting'`)
		assert.deepEqual(job, { state: 'waiting', attempts: 1, later: true })
	})
})

test('without TLS, or a certificate we know, nothing is sent', async () => {
	const plain = await mailServer('plain')
	const strange = await mailServer()
	for (const [name, settings] of Object.entries({
		plain: { SMTP_URL: `smtp://lab:lab-pass@localhost:${plain.port}` },
		strange: { SMTP_URL: `smtp://lab:lab-pass@localhost:${strange.port}` },
		login: { SMTP_URL: `smtp://lab:wrong@localhost:${strange.port}`,
			SMTP_CA_FILE: strange.ca },
		away: { SMTP_URL: 'smtp://localhost:1' },
	}))
		await withSettings(settings, async () => {
			await queue(`${name}@test.belay.test`, 'erased')
			await reaches(`${name}@test.belay.test`, 'deferred')
		})
	assert.equal(plain.mails().length + strange.mails().length, 0)
	await stack.sql(`UPDATE job SET run_at = run_at + interval '1 day'
		WHERE kind = 'mail.send' AND state = 'waiting'`)
	await withSettings({ SMTP_URL: `smtp://lab:lab-pass@localhost:${plain.port}`,
		SMTP_TLS_REQUIRED: '0' }, async () => {
		await queue('allowed@test.belay.test', 'erased')
		await reaches('allowed@test.belay.test', 'sent')
	})
	assert.deepEqual(plain.mails().map((m) => m.envelope.to[0]),
		['allowed@test.belay.test'])
})

// A transaction that goes on until end().
async function transaction(text) {
	const child = spawn('psql', ['-XqAt', '-d', stack.conninfo()],
		{ stdio: ['pipe', 'pipe', 'inherit'] })
	child.stdin.write(`BEGIN;\n${text};\nSELECT 'there';\n`)
	await heard('the transaction to begin', child.stdout, 'data')
	return { end: () => {
		child.stdin.end()
		return heard('the transaction to end', child, 'close')
	} }
}

test('killed between the server’s yes and the commit, it is not sent again', async () => {
	const server = await mailServer()
	const to = 'hold@test.belay.test'
	await withSettings(server.settings, async () => {
		await queue(to, 'erased')
		await until('the mail to be there', () => server.held() === 1)
		const lock = await transaction(
			`UPDATE email_notification SET last_error = '' WHERE to_address = '${to}'`)
		server.release()
		await until('the worker to write it down', async () => (await stack.sql(
			`SELECT FROM pg_stat_activity WHERE datname = current_database()
			AND usename = 'belay_worker' AND wait_event_type = 'Lock'`)).length === 1)
		await stack.kill('worker', 'SIGKILL')
		await lock.end()
		stack.launch('worker')
		await reaches(to, 'sent')
	})
	assert.equal((await state(to)).attempts, 2)
	const mails = server.mails().filter((m) => m.envelope.to[0] === to)
	assert.equal(mails.length, 1)
	assert.ok(!readdirSync(join(stack.folder, 'mail/.sent'))
		.includes(mails[0].messageId.slice(1, -1)), 'no note is left')
})

test('a worker killed in the middle loses no mail and doubles none', async () => {
	const addresses = Array.from({ length: 60 }, (_, i) => `kill${i}@test.belay.test`)
	await stack.sql(`SELECT count(mail_queue(NULL, a, 'erased', '{}', 'kill:' || a))
		FROM unnest($1::text[]) a`, addresses)
	for (let round = 0; round < 4; round++) {
		const done = await stack.sql(`SELECT count(*)::int AS n FROM email_notification
			WHERE to_address LIKE 'kill%' AND state = 'sent'`)
		await until('some mails', async () => (await stack.sql(`SELECT count(*)::int AS n
			FROM email_notification WHERE to_address LIKE 'kill%'
			AND state = 'sent'`))[0].n > Math.min(done[0].n, 55))
		await stack.kill('worker', 'SIGKILL')
		stack.launch('worker')
	}
	await until('all mails', async () => (await stack.sql(`SELECT count(*)::int AS n
		FROM email_notification WHERE to_address LIKE 'kill%'
		AND state = 'sent'`))[0].n === 60, 40)
	const names = new Set((await stack.sql(`SELECT message_id FROM email_notification
		WHERE to_address LIKE 'kill%'`)).map((row) => row.message_id))
	const files = readdirSync(join(stack.folder, 'mail'))
	assert.equal(files.filter((f) => names.has(f.split('@')[0])).length, 60)
	assert.deepEqual(files.filter((f) => !f.endsWith('.eml') && !f.startsWith('.')), [])
})
