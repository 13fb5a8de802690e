// The other systems: they sign as their own libraries and documents say, and post
// through nginx.
import { createHash, createHmac, createPrivateKey, generateKeyPairSync, randomBytes,
	randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:https'
import { join } from 'node:path'
import Stripe from 'stripe'
import { certificate } from '../../support/tls.mjs'

const vectors = new URL('../../support/vectors/', import.meta.url)
export const readVectors = (name) =>
	JSON.parse(readFileSync(new URL(`${name}.json`, vectors), 'utf8'))
const ca = (name) => readFileSync(new URL(`paypal-test-ca/${name}`, vectors), 'utf8')

export const PATHS = {
	stripe: '/webhooks/stripe',
	connect: '/webhooks/stripe/connect',
	paypal: '/api/webhooks/paypal',
	livekit: '/video-sessions/webhooks/livekit',
	discord: '/discord/interactions',
	resend: '/webhooks/resend',
}

const discord = generateKeyPairSync('ed25519')
export const SECRETS = {
	stripe: 'whsec_labSecretForTests',
	connect: 'whsec_labSecretForConnect',
	resend: `whsec_${Buffer.from('a key for mail webhooks').toString('base64')}`,
	livekit: { key: 'APIlab', secret: 'a secret of LiveKit, long enough' },
	paypal: '1JE4291016473214C',
	discord: discord.publicKey.export({ format: 'jwk' }).x,
}

/** What the programs are told of these systems. */
export const SETTINGS = {
	STRIPE_WEBHOOK_SECRET: SECRETS.stripe,
	STRIPE_CONNECT_WEBHOOK_SECRET: SECRETS.connect,
	STRIPE_SECRET_KEY: 'sk_live_lab',
	RESEND_WEBHOOK_SECRET: SECRETS.resend,
	LIVEKIT_API_KEY: SECRETS.livekit.key,
	LIVEKIT_API_SECRET: SECRETS.livekit.secret,
	PAYPAL_WEBHOOK_ID: SECRETS.paypal,
	DISCORD_PUBLIC_KEY: Buffer.from(SECRETS.discord, 'base64url').toString('hex'),
}

export const seconds = () => Math.floor(Date.now() / 1000)

// Stripe's own library is the other side.
const stripe = new Stripe('sk_test_lab')
export function stripeHeaders(payload, { secret = SECRETS.stripe, timestamp = seconds() } = {}) {
	return { 'stripe-signature': stripe.webhooks.generateTestHeaderString(
		{ payload, secret, timestamp }) }
}

export function svixHeaders(body, { id = `msg_${randomBytes(8).toString('hex')}`,
	timestamp = seconds() } = {}) {
	const key = Buffer.from(SECRETS.resend.slice(6), 'base64')
	return { 'svix-id': id, 'svix-timestamp': String(timestamp),
		'svix-signature': `v1,${createHmac('sha256', key)
			.update(`${id}.${timestamp}.${body}`).digest('base64')}` }
}

export function livekitHeaders(body, { claims = {}, alg = 'HS256', ...key } = {}) {
	const { key: iss, secret } = { ...SECRETS.livekit, ...key }
	const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
	const head = `${part({ alg, typ: 'JWT' })}.${part({ iss, nbf: seconds(),
		exp: seconds() + 300, sha256: createHash('sha256').update(body).digest('base64'),
		...claims })}`
	return { 'content-type': 'application/webhook+json', authorization:
		`${head}.${createHmac('sha256', secret).update(head).digest('base64url')}` }
}

export function discordHeaders(body, { timestamp = seconds() } = {}) {
	return { 'x-signature-timestamp': String(timestamp), 'x-signature-ed25519':
		sign(null, Buffer.from(`${timestamp}${body}`), discord.privateKey).toString('hex') }
}

function crc32(data) {
	let crc = ~0
	for (const byte of data) {
		crc ^= byte
		for (let i = 0; i < 8; i++)
			crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1
	}
	return ~crc >>> 0
}

export function paypalHeaders(body, { certUrl, webhookId = SECRETS.paypal,
	id = randomUUID(), time = new Date().toISOString() }) {
	const text = `${id}|${time}|${webhookId}|${crc32(Buffer.from(body))}`
	return { 'paypal-transmission-id': id, 'paypal-transmission-time': time,
		'paypal-auth-algo': 'SHA256withRSA', 'paypal-cert-url': certUrl,
		'paypal-transmission-sig': sign('RSA-SHA256', Buffer.from(text),
			createPrivateKey(ca('good.key'))).toString('base64') }
}

/** Where PayPal's certificates are: what stands in `files` by its path. */
export class CertificateServer {
	async start(tmp) {
		const folder = await mkdtemp(join(tmp, 'c-'))
		this.files = { '/v1/notifications/certs/CERT-good': ca('good.pem') + ca('inter.pem') }
		this.asked = []
		this.status = 200
		this.server = createServer(certificate(folder, 'localhost', 'DNS:localhost'),
			(request, response) => {
				this.asked.push(request.url)
				const text = this.files[request.url]
				response.writeHead(text ? this.status : 404).end(text)
			})
		this.server.listen(0, '127.0.0.1')
		await once(this.server, 'listening')
		this.host = `localhost:${this.server.address().port}`
		this.url = `https://${this.host}/v1/notifications/certs/CERT-good`
		this.settings = { PAYPAL_CERT_HOST: this.host, NET_ALLOW_PRIVATE: '1',
			NET_CA_FILE: join(folder, 'localhost.pem'),
			PAYPAL_ROOT_CERT: new URL('paypal-test-ca/root.pem', vectors).pathname }
		return this
	}

	async stop() {
		this.server.closeAllConnections()
		this.server.close()
		await once(this.server, 'close')
	}
}

/** Post a signed body; gives the answer. */
export const post = (client, path, body, headers) => client.send('POST', path,
	{ body, headers: { 'content-type': 'application/json; charset=utf-8', accept: '*/*',
		...headers } })

/** An event as Stripe writes it: two spaces deep. */
export const stripeEvent = (id, type = 'test.kind', more = {}) => JSON.stringify({ id,
	object: 'event', api_version: '2026-10-28.endive', created: seconds(),
	data: { object: { id: `ch_${id}`, object: 'charge', note: 'Zoë – 日本語 €' } },
	livemode: true, pending_webhooks: 1, request: { id: null, idempotency_key: null },
	type, ...more }, null, 2)
