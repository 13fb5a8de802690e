// Calls of other systems, fresh and signed by the other side's own means: taken,
// stored once, applied by the worker; everything else refused and not kept.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { CertificateServer, PATHS, SECRETS, SETTINGS, discordHeaders, livekitHeaders,
	paypalHeaders, post, seconds, stripeEvent, stripeHeaders, svixHeaders }
	from './senders.mjs'

const MEBIBYTE = 1024 * 1024
let stack, client, certificates

before(async () => {
	certificates = await new CertificateServer().start(process.env.BELAY_TEST_TMP)
	stack = await startStack({ programs: ['account', 'webhooks'],
		env: { ...SETTINGS, ...certificates.settings } })
	client = stack.client()
})
after(async () => {
	await stack.stop()
	await certificates.stop()
})
beforeEach(() => stack.sql('TRUNCATE webhook_event'))

const rows = () => stack.sql('SELECT * FROM webhook_event ORDER BY id')
const ids = async () => (await rows()).map((r) => r.event_id)
const paypal = (body, more) => paypalHeaders(body, { certUrl: certificates.url, ...more })

/** What each provider sends: [paths, body, headers, the row it makes]. */
const SENDERS = {
	stripe: (id) => [['/webhooks/stripe', '/api/webhooks/stripe', '/api/stripe/webhook'],
		stripeEvent(id), stripeHeaders, { event_id: id, kind: 'test.kind' }],
	paypal: (id) => [['/webhooks/paypal', '/api/webhooks/paypal'],
		JSON.stringify({ id, event_type: 'TEST.KIND', resource: {} }), paypal,
		{ event_id: id, kind: 'TEST.KIND' }],
	livekit: (id) => [['/video-sessions/webhooks/livekit'],
		JSON.stringify({ id, event: 'room_started', room: { name: 'r' } }), livekitHeaders,
		{ event_id: id, kind: 'room_started' }],
	resend: (id) => [['/webhooks/resend'], JSON.stringify({ type: 'email.sent', data: {} }),
		(body) => svixHeaders(body, { id }), { event_id: id, kind: 'email.sent' }],
}

for (const [provider, made] of Object.entries(SENDERS)) {
	test(`${provider}: an event is acknowledged, stored once and applied`, async () => {
		const [paths, body, sign, row] = made(`e-${provider}`)
		for (const path of paths) {
			const answer = await post(client, path, body, sign(body))
			assert.equal(answer.status, 200, `${path}: ${answer.body}`)
			assert.deepEqual(answer.json, { received: true })
			assert.equal(answer.headers['set-cookie'], undefined)
		}
		const event = await until('it to be applied', async () =>
			(await rows()).find((r) => r.status === 'done'))
		assert.equal((await rows()).length, 1)
		assert.deepEqual({ ...event, body: null }, { ...event, body: null, provider, ...row,
			attempts: 1, applied_by: null, error: null })
		assert.deepEqual(event.body, JSON.parse(body))
	})

	test(`${provider}: the same event from many connections at once is one`, async () => {
		const [paths, body, sign] = made(`many-${provider}`)
		const answers = await Promise.all(Array.from({ length: 20 }, (_, i) =>
			post(client, paths[i % paths.length], body, sign(body))))
		assert.deepEqual(answers.map((a) => a.status), Array(20).fill(200))
		assert.equal((await rows()).length, 1)
	})

	test(`${provider}: unsigned, changed or not JSON is refused and not kept`, async () => {
		const [paths, body, sign] = made(`e-${provider}`)
		const signed = (text, name) => [text, sign(text), name]
		const cases = [
			[body, {}, 'unsigned'],
			[`${body} `, sign(body), 'a byte more'],
			[body.slice(0, -1), sign(body), 'a byte less'],
			[body.replace('e', 'E'), sign(body), 'another letter'],
			...['', 'null', '[]', '7', '"x"', '{', '{}x', `${body}}`, '{"a":NaN}',
				"{'id':1}", '{"id":7,"type":7,"event":7,"event_type":7}', '{"a":1e999999}',
				`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, '\ufeff{}', '{"id":"x"}',
				`{"id":"","type":"","event":"","event_type":""}`,
				JSON.stringify({ id: 'x'.repeat(256), type: 'k'.repeat(101),
					event: 'k'.repeat(101), event_type: 'k'.repeat(101) })]
				.map((text) => signed(text, `signed, but ${text.slice(0, 30)}`)),
		]
		for (const [text, headers, name] of cases) {
			const answer = await post(client, paths[0], text, headers)
			assert.equal(answer.status, 400, `${name}: ${answer.body}`)
			assert.equal(answer.headers['content-type'], 'application/problem+json')
		}
		assert.deepEqual(await ids(), [])
	})
}

test('a body may have a mebibyte and not a byte more', async () => {
	const padded = (size) => {
		const event = (padding) => stripeEvent('large', 'k', { padding })
		return event('x'.repeat(size - Buffer.byteLength(event(''))))
	}
	const fits = padded(MEBIBYTE)
	assert.equal(Buffer.byteLength(fits), MEBIBYTE)
	const over = padded(MEBIBYTE + 1)
	for (const path of Object.values(PATHS)) {
		const answer = await post(client, path, over, stripeHeaders(over))
		assert.equal(answer.status, 413, path)
	}
	assert.deepEqual(await ids(), [])
	assert.equal((await post(client, PATHS.stripe, fits, stripeHeaders(fits))).status, 200)
	assert.deepEqual(await ids(), ['large'])
	assert.equal((await rows())[0].body.padding.length > 1000000, true)
})

test('what is too old, or from the future where that is asked', async () => {
	const body = stripeEvent('old')
	const stripe = async (age) => (await post(client, PATHS.stripe, body,
		stripeHeaders(body, { timestamp: seconds() - age }))).status
	assert.equal(await stripe(301), 400)
	assert.equal(await stripe(3 * 86400), 400)
	assert.equal(await stripe(290), 200)
	assert.equal(await stripe(-3600), 200) // as Stripe's own library
	const mail = async (age) => (await post(client, PATHS.resend, body,
		svixHeaders(body, { timestamp: seconds() - age }))).status
	assert.equal(await mail(301), 400)
	assert.equal(await mail(-310), 400)
	assert.equal(await mail(-290), 200)
	const room = async (claims) => (await post(client, PATHS.livekit,
		'{"id":"r","event":"room_started"}',
		livekitHeaders('{"id":"r","event":"room_started"}', { claims }))).status
	assert.equal(await room({ exp: seconds() - 11 }), 400)
	assert.equal(await room({ exp: undefined }), 400)
	assert.equal(await room({ nbf: seconds() + 30 }), 400)
	assert.equal(await room({ exp: seconds() - 5 }), 200) // clocks differ
})

test('a replaced secret: one signature of several is enough', async () => {
	const body = stripeEvent('rollover')
	const old = stripeHeaders(body, { secret: 'whsec_old' })['stripe-signature']
	const own = stripeHeaders(body)['stripe-signature']
	const v1 = own.match(/v1=\w+/)[0]
	for (const [header, status] of [[`${old},${v1}`, 200], [old, 400],
		[own.replace('v1=', 'v0='), 400], [`${own},t=1`, 400], [`${own},v0=x`, 200]])
		assert.equal((await post(client, PATHS.stripe, body,
			{ 'stripe-signature': header })).status, status, header)
})

test('one provider\'s secret opens no other door', async () => {
	const body = stripeEvent('door', 'k', { event: 'e', event_type: 't' })
	const proofs = { stripe: stripeHeaders(body), connect: stripeHeaders(body,
		{ secret: SECRETS.connect }), paypal: paypal(body), livekit: livekitHeaders(body),
	resend: svixHeaders(body), discord: discordHeaders(body) }
	for (const [to, path] of Object.entries(PATHS))
		for (const [from, headers] of Object.entries(proofs)) {
			const { status } = await post(client, path, body, headers)
			const refused = to === 'discord' ? 401 : 400
			// signed for Discord it is, but no interaction
			assert.equal(status, to !== from ? refused : to === 'discord' ? 400 : 200,
				`${from} at ${to}`)
		}
	for (const options of [{ alg: 'none' }, { alg: 'HS512' }, { secret: '' },
		{ key: 'another' }, { claims: { sha256: undefined } }])
		assert.equal((await post(client, PATHS.livekit, body,
			livekitHeaders(body, options))).status, 400, JSON.stringify(options))
})

test('neither a session nor a token nor a form counts', async () => {
	const member = await stack.signIn(await stack.addMember({ roles: ['admin'] }))
	const body = stripeEvent('session')
	for (const headers of [{}, { authorization: 'Bearer x' }, { 'x-csrf-token': member.csrf }])
		assert.equal((await post(member, PATHS.stripe, body, headers)).status, 400)
	for (const headers of [{ origin: 'https://elsewhere.example' },
		{ 'sec-fetch-site': 'cross-site' }, { authorization: 'Bearer x' },
		{ 'content-type': 'text/plain' }, { accept: 'text/html' }]) {
		const answer = await post(member, PATHS.stripe, body,
			{ ...stripeHeaders(body), ...headers })
		assert.equal(answer.status, 200, JSON.stringify(headers))
		assert.match(answer.headers['content-type'], /json/)
	}
	assert.deepEqual(await ids(), ['session'])
	for (const path of Object.values(PATHS))
		for (const method of ['GET', 'PUT', 'DELETE'])
			assert.equal((await client.send(method, path)).status, 405, `${method} ${path}`)
})

test('the log names events, and holds no secret, signature or body', async () => {
	const body = stripeEvent('logged', 'k', { customer: 'Ada Lovelace' })
	const headers = stripeHeaders(body)
	await post(client, PATHS.stripe, body, headers)
	await post(client, PATHS.stripe, `${body} `, headers)
	await post(client, PATHS.livekit, body, livekitHeaders(body, { key: 'another' }))
	const log = stack.log('webhooks') + stack.log('requests') + stack.log('nginx-error')
	assert.match(log, /stripe: k logged/)
	assert.match(log, /stripe: a call is refused: the signature is another/)
	assert.match(log, /livekit: a call is refused: by another key/)
	for (const secret of ['Ada', 'whsec', SECRETS.stripe, SECRETS.livekit.secret,
		headers['stripe-signature'].match(/v1=(\w+)/)[1], 'eyJ'])
		assert.ok(!log.includes(secret), secret)
})

test('what people wrote may hold what the database does not', async () => {
	const odd = '{"id":"odd","type":"k","nul":"a\\u0000b","half":"\\ud83dx","low":"\\ude00",' +
		'"whole":"\\ud83d\\ude00","slash":"\\\\u0000","two":1,"two":2,"big":123456789012345678901234567890}'
	assert.equal((await post(client, PATHS.stripe, odd, stripeHeaders(odd))).status, 200)
	const [{ body }] = await stack.sql(
		`SELECT body, body ->> 'big' AS big FROM webhook_event WHERE event_id = 'odd'`)
	assert.equal(body.nul, 'a\ufffdb')
	assert.equal(body.half, '\ufffdx')
	assert.equal(body.low, '\ufffd')
	assert.equal(body.whole, '\u{1f600}')
	assert.equal(body.slash, '\\u0000')
	assert.equal(body.two, 2)
})

test('while the database is away a call is told to come again', async () => {
	const body = stripeEvent('away')
	const send = () => post(client, PATHS.stripe, body, stripeHeaders(body))
	await stack.sql(`REVOKE CONNECT ON DATABASE ${stack.database} FROM PUBLIC`)
	await stack.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE usename = 'belay_webhooks' AND datname = current_database()`)
	const answer = await until('it to notice', async () => {
		const now = await send()
		return now.status === 503 && now
	})
	assert.ok(Number(answer.headers['retry-after']) > 0)
	await stack.sql(`GRANT CONNECT ON DATABASE ${stack.database} TO PUBLIC`)
	await until('it to be taken', async () => (await send()).status === 200)
	assert.deepEqual(await ids(), ['away'])
})

// --- the platform's own account and connected ones ---------------------------------

test('Connect: an endpoint and a secret of its own, and live calls only', async () => {
	const send = (body, headers = stripeHeaders(body, { secret: SECRETS.connect })) =>
		post(client, PATHS.connect, body, headers)
	const live = stripeEvent('live', 'account.updated', { account: 'acct_1' })
	assert.equal((await send(live)).status, 200)
	assert.equal((await send(live, stripeHeaders(live))).status, 400)
	assert.equal((await post(client, PATHS.stripe, live,
		stripeHeaders(live, { secret: SECRETS.connect }))).status, 400)
	const tried = stripeEvent('tried', 'account.updated', { account: 'acct_1', livemode: false })
	const answer = await send(tried)
	assert.deepEqual([answer.status, answer.json], [200, { received: true }])
	assert.deepEqual(await ids(), ['live'])
})

// --- PayPal's certificates -----------------------------------------------------------

test('PayPal: a certificate is fetched once, and a bad one is not kept', async () => {
	const send = async (name, more) => {
		const body = JSON.stringify({ id: name, event_type: 'K' })
		const certUrl = `https://${certificates.host}/v1/${name}`
		return (await post(client, PATHS.paypal, body,
			paypal(body, { certUrl, ...more }))).status
	}
	// a process that is new knows what one before it fetched
	assert.equal(await send('notifications/certs/CERT-good'), 200)
	const asked = certificates.asked.length
	await stack.kill('webhooks')
	stack.launch('webhooks')
	await stack.ready('webhooks')
	assert.equal(await send('notifications/certs/CERT-good'), 200)
	assert.equal(certificates.asked.length, asked)
	certificates.files['/v1/once'] = certificates.files['/v1/notifications/certs/CERT-good']
	for (let i = 0; i < 3; i++)
		assert.equal(await send('once'), 200)
	assert.equal(certificates.asked.filter((p) => p === '/v1/once').length, 1)
	assert.equal(await send('missing'), 400)
	certificates.files['/v1/words'] = 'no certificate'
	assert.equal(await send('words'), 400)
	certificates.files['/v1/words'] = certificates.files['/v1/once']
	assert.equal(await send('words'), 200) // it was not kept
	certificates.files['/v1/large'] = 'x'.repeat(100 * 1024)
	assert.equal(await send('large'), 503)
	certificates.status = 500
	certificates.files['/v1/trouble'] = certificates.files['/v1/once']
	assert.equal(await send('trouble'), 503)
	certificates.status = 200
	assert.equal(await send('trouble'), 200)
	assert.equal(await send('once', { webhookId: 'WEBHOOK_ID' }), 400)
})

test('PayPal: who makes up addresses makes us ask in vain only so often', async () => {
	const body = JSON.stringify({ id: 'made-up', event_type: 'K' })
	const before = certificates.asked.length
	const answers = []
	for (let i = 0; i < 20; i++)
		answers.push((await post(client, PATHS.paypal, body, paypal(body,
			{ certUrl: `https://${certificates.host}/v1/made-up-${i}` }))).status)
	assert.ok(certificates.asked.length - before <= 10)
	assert.equal(answers.at(-1), 503)
	// and what is known already is taken all the same
	assert.equal((await post(client, PATHS.paypal, body, paypal(body))).status, 200)
})

// --- mail ------------------------------------------------------------------------------

test('Resend: a bounce ends mails to that address', async () => {
	const member = await stack.addMember()
	const body = JSON.stringify({ type: 'email.bounced', created_at: new Date().toISOString(),
		data: { email_id: '1', to: [member.email.toUpperCase()],
			bounce: { type: 'Permanent', message: 'no such user' } } })
	assert.equal((await post(client, PATHS.resend, body, svixHeaders(body))).status, 200)
	await until('it to be suppressed', async () => (await stack.sql(
		'SELECT reason FROM email_suppression WHERE address = $1', member.email))[0])
	await stack.sql(`SELECT mail_queue($1, $2, 'welcome', '{}', NULL)`, member.id, member.email)
	await until('the mail to be held back', async () => (await stack.sql(
		`SELECT state FROM email_notification WHERE to_address = $1`,
		member.email))[0].state === 'suppressed')
})

// --- Discord ---------------------------------------------------------------------------

test('Discord: what the bot does not know it says, to who asked only', async () => {
	const ask = async (interaction) => {
		const body = JSON.stringify({ id: '1', token: 't', version: 1, ...interaction })
		return post(client, PATHS.discord, body, discordHeaders(body))
	}
	const note = (content) => ({ type: 4, data: { content, flags: 64,
		allowed_mentions: { parse: [] } } })
	assert.deepEqual((await ask({ type: 1 })).json, { type: 1 })
	assert.deepEqual((await ask({ type: 2, data: { name: 'my-sessions' } })).json,
		note('This platform doesn\'t know that command.'))
	assert.deepEqual((await ask({ type: 3, data: { custom_id: 'cancel:77' } })).json,
		note('This does nothing any more.'))
	assert.deepEqual((await ask({ type: 5, data: { custom_id: 'form' } })).json,
		note('This does nothing any more.'))
	assert.deepEqual((await ask({ type: 4, data: { name: 'x' } })).json,
		{ type: 8, data: { choices: [] } })
	for (const odd of [{ type: 9 }, { type: '1' }, { type: 2 }, { type: 2, data: 7 },
		{ type: 2, data: { name: 7 } }, { type: 3, data: { custom_id: 'x'.repeat(500) } }, {}])
		assert.equal((await ask(odd)).status, 400, JSON.stringify(odd))
	assert.deepEqual(await ids(), [])
})

test('Discord: what something acts on is kept once, and its answer promised', async () => {
	await stack.sql(`INSERT INTO webhook_kind VALUES
		('discord', 'command:my-sessions', 'webhook_mail_delivered')`)
	const body = JSON.stringify({ id: '12', type: 2, token: 't', data: { name: 'my-sessions' } })
	for (let i = 0; i < 2; i++) {
		const answer = await post(client, PATHS.discord, body, discordHeaders(body))
		assert.deepEqual(answer.json, { type: 5, data: { flags: 64 } })
	}
	assert.deepEqual(await ids(), ['12'])
})

// --- applying --------------------------------------------------------------------------

test('an event that fails is tried again until it does not', async () => {
	await stack.sql(`CREATE TABLE effect (event_id text)`)
	await stack.sql(`CREATE FUNCTION effect_make(e webhook_event) RETURNS void
		LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO effect VALUES (e.event_id);
			IF (SELECT count(*) FROM effect_broken) > 0 THEN
				PERFORM refuse(409, 'not_yet');
			END IF;
		END $$`)
	await stack.sql('CREATE TABLE effect_broken AS SELECT 1 AS n')
	await stack.sql('GRANT ALL ON effect, effect_broken TO belay_owner')
	await stack.sql('GRANT EXECUTE ON FUNCTION effect_make(webhook_event) TO belay_owner')
	await stack.sql(`INSERT INTO webhook_kind VALUES ('stripe', 'k.effect', 'effect_make')`)
	const body = stripeEvent('tries', 'k.effect')
	await post(client, PATHS.stripe, body, stripeHeaders(body))
	const event = async () => (await rows())[0]
	const again = () => stack.sql(`UPDATE job SET run_at = app_now()
		WHERE kind = 'webhook.apply' AND state = 'waiting'`)
	for (const attempt of [1, 2, 3]) {
		const failed = await until(`attempt ${attempt}`, async () => {
			const now = await event()
			return now.status === 'failed' && now.attempts === attempt && now
		})
		assert.equal(failed.error, 'not_yet (BL409)')
		assert.deepEqual(await stack.sql('SELECT * FROM effect'), [])
		if (attempt === 3)
			await stack.sql('DELETE FROM effect_broken')
		await again()
	}
	const done = await until('it to be done', async () => {
		const now = await event()
		return now.status === 'done' && now
	})
	assert.deepEqual([done.attempts, done.applied_by, done.error], [4, 'effect_make', null])
	assert.deepEqual(await stack.sql('SELECT * FROM effect'), [{ event_id: 'tries' }])
})
