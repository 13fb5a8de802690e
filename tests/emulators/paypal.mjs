// PayPal, emulated: tokens, orders and their approval page, captures, refunds,
// disputes, and webhooks signed by a certificate authority of its own.  Every request
// is checked against PayPal's own descriptions, and refused in its words.
//
//	const paypal = await startPaypal()
//	paypal.settings                            // for the site's environment
//	paypal.deliverTo('https://localhost:8443/webhooks/paypal')
//	paypal.control.fail({ how: '500', path: 'capture$' })
//	paypal.control.books()
//
// As a program: node paypal.mjs PORT FOLDER [WEBHOOK_URL], with PAYPAL_CLIENT_ID,
// PAYPAL_CLIENT_SECRET and PAYPAL_WEBHOOK_ID if they are to be certain ones.
// Its certificates are served at https://localhost:PORT2, which PAYPAL_CERT_HOST tells.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Emulator, runEmulator } from './shared/emulator.mjs'
import { capitals, hex, letters } from './shared/ids.mjs'
import { readSpec } from './shared/openapi.mjs'
import { captureRoutes, repeatRefund } from './paypal/capture.mjs'
import { makeCertificates } from './paypal/certificate.mjs'
import { paypalChoices, paypalControls } from './paypal/control.mjs'
import { Refusal, badRequest } from './paypal/errors.mjs'
import { orderRoutes, repeatOrder } from './paypal/order.mjs'
import { orderPage } from './paypal/order_page.mjs'
import { giveToken, tokenRefusal } from './paypal/token.mjs'
import { makeEvent, makeWebhook, twinEvent, webhookRoutes, writeWebhook } from './paypal/webhook.mjs'

const ROUTES = { ...captureRoutes, ...orderRoutes, ...webhookRoutes }
const KEY_SECONDS = 6 * 3600
const LONGEST_KEY = 108
const MINUTE = 60
// Twenty-five tries within three days.
const RETRIES = Array.from({ length: 24 }, (_, i) => Math.min(2 ** i * MINUTE, 4 * 3600))

export class Paypal extends Emulator {
	/** Options: clientId, clientSecret, webhookId, folder, seed, offset. */
	constructor(options = {}) {
		super({ name: 'paypal', title: 'PayPal', gaps: RETRIES, ...options })
		const { state, random } = this
		Object.assign(state, { orders: {}, captures: {}, refunds: {}, disputes: {}, events: {},
			webhooks: {}, tokens: {}, keys: {}, books: {}, fees: { percent: 3.49, fixed: 49 },
			refund_status: 'COMPLETED', ...state })
		state.client_id = options.clientId ?? state.client_id ?? `A${letters(random, 79)}`
		state.client_secret = options.clientSecret ?? state.client_secret ?? `E${letters(random, 79)}`
		state.webhook_id = options.webhookId ?? state.webhook_id ?? capitals(random)
		state.certificate ??= `CERT-${hex(random, 8)}-${hex(random, 8)}-${hex(random, 8)}`
		this.simulated = new Map()
		this.running = new Set()
		this.specs = ['orders-v2', 'payments-v2', 'webhooks-v1']
			.map((name) => readSpec(`paypal-${name}.openapi.json`))
		this.allow(paypalControls(this))
	}

	async started() {
		this.certificateFolder = this.folder ? join(this.folder, 'paypal-ca')
			: mkdtempSync(join(tmpdir(), 'paypal-ca-'))
		this.certificates = makeCertificates(this.certificateFolder)
		this.certificateServer = createServer(this.certificates.server, (request, response) => {
			const isIt = request.url === `/v1/notifications/certs/${this.state.certificate}`
			response.writeHead(isIt ? 200 : 404, { 'content-type': 'application/x-pem-file' })
			response.end(isIt ? this.certificates.chain : '')
		})
		await this.listenAgain(this.certificateServer, this.state.certificate_port ?? 0)
		this.state.certificate_port = this.certificateServer.address().port
		this.certificateUrl = `https://localhost:${this.state.certificate_port
		}/v1/notifications/certs/${this.state.certificate}`
	}

	// Where it was before, unless somebody else is there now.
	async listenAgain(server, port) {
		server.listen(port, '127.0.0.1')
		try {
			await once(server, 'listening')
		} catch (error) {
			if (error.code !== 'EADDRINUSE')
				throw error
			server.listen(0, '127.0.0.1')
			await once(server, 'listening')
		}
	}

	async stopped() {
		this.certificateServer.closeAllConnections()
		this.certificateServer.close()
		if (!this.folder)
			rmSync(this.certificateFolder, { recursive: true, force: true })
	}

	/** What a site needs to use this. */
	get settings() {
		return { PAYPAL_CLIENT_ID: this.state.client_id,
			PAYPAL_CLIENT_SECRET: this.state.client_secret,
			PAYPAL_WEBHOOK_ID: this.state.webhook_id, PAYPAL_BASE_URL: this.url,
			PAYPAL_CERT_HOST: `localhost:${this.state.certificate_port}`,
			PAYPAL_ROOT_CERT: this.certificates.root, NET_CA_FILE: this.certificates.bundle,
			NET_ALLOW_PRIVATE: '1' }
	}

	/** Send events there from now on. */
	deliverTo(url, { ca } = {}) {
		makeWebhook(this, { url, id: this.state.webhook_id, ca })
	}

	forget() {
		for (const kind of ['orders', 'captures', 'refunds', 'disputes', 'events', 'keys', 'books'])
			this.state[kind] = {}
	}

	choices() {
		return paypalChoices(this.state)
	}

	emit(...event) {
		return makeEvent(this, ...event)
	}

	writeDelivery(event, webhook) {
		return writeWebhook(this, event, webhook)
	}

	twinEvent(event) {
		return twinEvent(this, event)
	}

	// --- the wire ----------------------------------------------------------------------
	page(call) {
		return call.path === '/checkoutnow' ? orderPage(this, call) : null
	}

	refusal(status, fault) {
		return this.refused(new Refusal(status), fault?.retryAfter &&
			{ 'retry-after': String(fault.retryAfter) })
	}

	refused(error, headers = {}) {
		const id = hex(this.random, 13)
		if (!(error instanceof Refusal))
			this.mistakes.push(error.stack)
		const refusal = error instanceof Refusal ? error : new Refusal(500)
		return { status: refusal.status, headers: { 'paypal-debug-id': id, ...headers },
			body: refusal.body(id) }
	}

	async api(call) {
		if (call.path === '/v1/oauth2/token')
			return giveToken(this, call)
		const refusal = tokenRefusal(this, call)
		if (refusal)
			return refusal
		try {
			this.route(call)
			this.read(call)
			const answer = this.repeated(call) ?? await this.run(call)
			return { ...answer, headers: { 'paypal-debug-id': hex(this.random, 13),
				...answer.headers } }
		} catch (error) {
			return this.refused(error)
		}
	}

	route(call) {
		for (const spec of this.specs) {
			const found = spec.match(call.method, call.path)
			if (found && ROUTES[found.operation.name])
				return Object.assign(call, found, { spec })
		}
		throw new Refusal(404)
	}

	read(call) {
		const { operation } = call
		const wrong = operation.query(call.spec.coerce(operation.querySchema,
			Object.fromEntries(call.query)))
		if (wrong.length)
			throw this.mistaken(call, wrong, 'query')
		if (call.method === 'GET' || call.method === 'DELETE')
			return
		if (!/^application\/json/.test(call.headers['content-type'] ?? ''))
			throw new Refusal(415)
		call.json = this.parse(call.raw, operation.needsBody)
		const mistakes = call.json === undefined ? [] : operation.body(call.json)
		if (mistakes.length)
			throw this.mistaken(call, mistakes, 'body')
		for (const name of call.spec.unknown(operation.bodySchema('application/json'), call.json))
			this.mistakes.push(`${call.method} ${call.path}: unknown member ${name}`)
	}

	parse(text, isNeeded) {
		try {
			return text === '' && !isNeeded ? undefined : JSON.parse(text)
		} catch {
			throw new Refusal(400, [{ field: '/', location: 'body', issue:
				'MALFORMED_REQUEST_JSON', description: 'The request JSON is not well formed.' }])
		}
	}

	mistaken(call, mistakes, where) {
		this.mistakes.push(`${call.method} ${call.path}: ${mistakes.map((m) =>
			`${where}/${m.path.join('/')} ${m.words}`).join('; ')}`)
		return badRequest(mistakes, where)
	}

	// --- repeated requests ---------------------------------------------------------------
	/** The same PayPal-Request-Id again: how the first one stands by now, or null. */
	repeated(call) {
		const id = call.headers['paypal-request-id']
		if (call.method !== 'POST' || !id)
			return null
		if (id.length > LONGEST_KEY)
			throw new Refusal(400, [{ field: 'PayPal-Request-Id', location: 'header',
				issue: 'INVALID_STRING_LENGTH' }])
		call.requestKey = `${call.operation.name} ${id}`
		if (this.running.has(call.requestKey))
			throw new Refusal(409, [{ issue: 'PREVIOUS_REQUEST_IN_PROGRESS',
				description: 'A previous request on this resource is currently in progress.' }])
		const known = this.state.keys[call.requestKey]
		if (!known || known.at + KEY_SECONDS <= this.clock.now())
			return null
		if (known.path !== call.path)
			throw new Refusal(422, [{ issue: 'DUPLICATE_REQUEST_ID', description:
				'The value of PayPal-Request-Id header has already been used' }])
		return (/refund$/.test(call.path) ? repeatRefund : repeatOrder)(this, call, known.object)
	}

	async run(call) {
		this.running.add(call.requestKey)
		try {
			if (call.fault === 'hold')
				await this.faults.wait()
			const { object, ...answer } = ROUTES[call.operation.name](this, call)
			if (call.requestKey && object)
				this.state.keys[call.requestKey] = { at: this.clock.now(), path: call.path, object }
			return call.fault === '500' ? this.refusal(500) : answer
		} finally {
			this.running.delete(call.requestKey)
		}
	}
}

export const startPaypal = ({ port = 0, ...options } = {}) => new Paypal(options).start(port)

if (process.argv[1] === new URL(import.meta.url).pathname)
	await runEmulator((options) => new Paypal({ ...options,
		clientId: process.env.PAYPAL_CLIENT_ID,
		clientSecret: process.env.PAYPAL_CLIENT_SECRET,
		webhookId: process.env.PAYPAL_WEBHOOK_ID }))
