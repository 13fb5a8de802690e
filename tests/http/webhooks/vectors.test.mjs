// The cases that the providers' own libraries judged, posted as they are.  Where a
// case says what time it is, the program's clock is moved there before.  A clock
// runs on while a case is under way, so one that is to be taken is posted some
// seconds early and one that is too old some seconds late; the borders to the
// second are the unit tests' (tests/unit/signature_test.c).
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { CertificateServer, PATHS, post, readVectors } from './senders.mjs'

const EARLY = 20
let stack, client, certificates

before(async () => {
	certificates = await new CertificateServer().start(process.env.BELAY_TEST_TMP)
	stack = await startStack({ programs: ['webhooks'], workers: false })
	client = stack.client()
})
after(async () => {
	await stack.stop()
	await certificates.stop()
})

let running = ''
/** The program with these settings, at this time (seconds; undefined: now). */
async function restart(settings, now) {
	const offset = now === undefined ? 0 : now - Math.floor(Date.now() / 1000)
	const wanted = JSON.stringify([settings, now])
	if (running === wanted)
		return
	running = wanted
	await stack.kill('webhooks')
	Object.assign(stack.env, settings, { BELAY_CLOCK_OFFSET: offset })
	stack.launch('webhooks')
	await stack.ready('webhooks')
}

const stored = async () => (await stack.sql(
	'SELECT provider, event_id, kind FROM webhook_event'))
const clear = () => stack.sql('TRUNCATE webhook_event')

/** Post one; what the vector says is what comes of it. */
async function judge(one, { path, body, headers, event, refused = 400 }) {
	await clear()
	const answer = await post(client, path, body, headers)
	if (one.either)
		assert.ok([200, refused].includes(answer.status), one.name)
	else
		assert.equal(answer.status, one.valid ? 200 : refused,
			`${one.name}: ${answer.body}`)
	const rows = await stored()
	assert.deepEqual(rows, answer.status === 200 && event ? [event] : [], one.name)
	if (answer.status === 200 && event) {
		assert.deepEqual(answer.json, { received: true })
		assert.equal((await post(client, path, body, headers)).status, 200)
		assert.equal((await stored()).length, 1, `${one.name}, again`)
	}
}

const given = (headers) => Object.fromEntries(
	Object.entries(headers).filter(([, value]) => value))

/** When the clock is right for this case: see above. */
const clockFor = (one) => (one.valid ? one.now - EARLY : one.now)
/** In the order of their clocks, so that the program starts anew seldom. */
const byClock = (cases, secret) => [...cases].sort((a, b) =>
	clockFor(a) - clockFor(b) || secret(a).localeCompare(secret(b)))

test('Stripe', async () => {
	const { cases } = readVectors('stripe-webhook-signatures')
	assert.ok(cases.length >= 19)
	for (const one of byClock(cases, ({ secret }) => secret)) {
		await restart({ STRIPE_WEBHOOK_SECRET: one.secret }, clockFor(one))
		await judge(one, { path: PATHS.stripe, body: one.payload,
			headers: given({ 'stripe-signature': one.header }),
			event: { provider: 'stripe', event_id: 'evt_1Lab00000000000000000001',
				kind: 'checkout.session.completed' } })
	}
})

test('Resend', async () => {
	const { cases } = readVectors('resend-webhooks')
	assert.ok(cases.length >= 9)
	for (const one of byClock(cases, ({ secret }) => secret)) {
		// what is from the future becomes less so while it is under way
		const now = one.valid ? one.now - EARLY : one.now < 1780000000
			? one.now - EARLY : one.now
		await restart({ RESEND_WEBHOOK_SECRET: one.secret }, now)
		await judge(one, { path: PATHS.resend, body: one.body,
			headers: { 'svix-id': one['svix-id'], 'svix-timestamp': one['svix-timestamp'],
				'svix-signature': one['svix-signature'] },
			event: { provider: 'resend', event_id: one['svix-id'], kind: 'email.bounced' } })
	}
})

test('Discord', async () => {
	const { cases } = readVectors('discord-interactions')
	assert.ok(cases.length >= 12)
	for (const one of [...cases].sort((a, b) => a.public_key.localeCompare(b.public_key))) {
		await restart({ DISCORD_PUBLIC_KEY: one.public_key })
		const headers = given({ 'x-signature-timestamp': one.timestamp,
			'x-signature-ed25519': one.signature })
		await judge({ ...one, valid: one.expect_status === 200 }, { path: PATHS.discord,
			body: one.body, headers, refused: 401 })
		if (one.name.startsWith('PING')) {
			const pong = await post(client, PATHS.discord, one.body, headers)
			assert.deepEqual(pong.json, { type: 1 })
			assert.match(pong.headers['content-type'], /^application\/json/)
		}
	}
})

test('LiveKit', async () => {
	const { cases, api_key, api_secret, content_type } = readVectors('livekit-webhooks')
	assert.ok(cases.length >= 11)
	await restart({ LIVEKIT_API_KEY: api_key, LIVEKIT_API_SECRET: api_secret })
	for (const one of cases)
		await judge(one, { path: PATHS.livekit, body: one.body,
			headers: given({ 'content-type': content_type,
				authorization: one.authorization }),
			event: { provider: 'livekit', event_id: 'EV_lab1',
				kind: JSON.parse(one.body).event } })
})

// The vectors' certificates are of late 2026 and of PayPal's host.  Their chains
// are served from here (the address is no part of what is signed); cases about the
// address are posted as they are, to a program that takes PayPal's host only.
test('PayPal', async () => {
	const file = readVectors('paypal-webhooks')
	const roots = join(process.env.BELAY_TEST_TMP, 'paypal-roots.pem')
	writeFileSync(roots, file.trusted_root_pem + file.intermediate_pem)
	assert.ok(file.cases.length >= 14)
	const isAddress = (one) => one.reason?.includes('cert_url')
	for (const [at, one] of file.cases.entries()) {
		const path = `/v1/notifications/certs/CERT-${at}`
		certificates.files[path] = one.cert_chain_pem
		await restart({ ...certificates.settings, PAYPAL_ROOT_CERT: roots,
			PAYPAL_WEBHOOK_ID: one.webhook_id,
			...(isAddress(one) && { PAYPAL_CERT_HOST: 'paypal.com' }) }, 1796083200)
		const asked = certificates.asked.length
		await judge(one, { path: PATHS.paypal, body: one.body, headers: {
			'paypal-transmission-id': one.transmission_id,
			'paypal-transmission-time': one.transmission_time,
			'paypal-auth-algo': one.auth_algo,
			'paypal-cert-url': isAddress(one) ? one.cert_url
				: `https://${certificates.host}${path}`,
			'paypal-transmission-sig': one.transmission_sig },
		event: { provider: 'paypal', event_id: 'WH-2WR32451HC0233532-67976317FL4543714',
			kind: JSON.parse(one.body).event_type } })
		if (isAddress(one))
			assert.equal(certificates.asked.length, asked, `${one.name}: asked`)
	}
})
