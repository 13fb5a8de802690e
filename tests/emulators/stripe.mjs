// Stripe, emulated: the objects of its API with their states, the pages a buyer and
// an earner see, signed webhooks, balances that add up.  Every request is checked
// against Stripe's own description, and refused in its words.
//
//	const stripe = await startStripe()
//	stripe.settings                            // for the site's environment
//	stripe.deliverTo('https://localhost:8443/webhooks/stripe')
//	stripe.control.fail({ how: 'lost', path: 'refunds' })
//	stripe.control.advance({ seconds: 30 * 86400 })
//	stripe.control.books()
//
// As a program: node stripe.mjs PORT FOLDER [WEBHOOK_URL], with STRIPE_SECRET_KEY and
// STRIPE_WEBHOOK_SECRET if they are to be certain ones; /_control does the rest.
import { Emulator, runEmulator } from './shared/emulator.mjs'
import { readForm } from './shared/form.mjs'
import { letters } from './shared/ids.mjs'
import { readSpec } from './shared/openapi.mjs'
import { accountRoutes } from './stripe/account.mjs'
import { accountPage } from './stripe/account_page.mjs'
import { answer, inner, page } from './stripe/answer.mjs'
import { balanceRoutes, settleAll } from './stripe/balance.mjs'
import { catalogueRoutes } from './stripe/catalogue.mjs'
import { checkoutRoutes, expireSession, linesOf, sessionSettled } from './stripe/checkout.mjs'
import { checkoutPage } from './stripe/checkout_page.mjs'
import { stripeChoices, stripeControls } from './stripe/control.mjs'
import { customerRoutes, subscriptionsOf } from './stripe/customer.mjs'
import { disputeRoutes } from './stripe/dispute.mjs'
import { Refusal, badRequest, invalid } from './stripe/errors.mjs'
import { eventRoutes, makeEndpoint, makeEvent, twinEvent, writeWebhook } from './stripe/event.mjs'
import { Idempotency } from './stripe/idempotency.mjs'
import { markPaid } from './stripe/invoice.mjs'
import { invoiceRoutes } from './stripe/invoice_routes.mjs'
import { amend } from './stripe/newer.mjs'
import { paymentRoutes, refundsOf, releasePayment, settlePayment } from './stripe/payment.mjs'
import { payDaily, payoutRoutes, settlePayout } from './stripe/payout.mjs'
import { portalRoutes, saveUsualPortal } from './stripe/portal.mjs'
import { portalPage } from './stripe/portal_page.mjs'
import { refundRoutes } from './stripe/refund.mjs'
import { renewalHandlers } from './stripe/renewal.mjs'
import { ENDED, afterInvoice, subscriptionRoutes } from './stripe/subscription.mjs'
import { endSubscription } from './stripe/subscription_change.mjs'
import { transferRoutes } from './stripe/transfer.mjs'
import { PLATFORM, World } from './stripe/world.mjs'

const FORM = 'application/x-www-form-urlencoded'
export const API_VERSION = '2023-08-16'
const ROUTES = { ...accountRoutes, ...balanceRoutes, ...catalogueRoutes, ...checkoutRoutes,
	...customerRoutes, ...disputeRoutes, ...eventRoutes, ...invoiceRoutes, ...paymentRoutes,
	...payoutRoutes, ...portalRoutes, ...refundRoutes, ...subscriptionRoutes, ...transferRoutes }
const PAGES = { '/c/pay/': checkoutPage, '/setup/e/': accountPage, '/express/': accountPage,
	'/p/session/': portalPage }
const HOUR = 3600
const DAY = 24 * HOUR
const RETRIES = [HOUR / 3, 2 * HOUR, 4 * HOUR]

export class Stripe extends Emulator {
	/** Options: key, secret, connectSecret, folder, seed, offset, checkAnswers (also our own
	 * answers are held against the description; what is wrong is a mistake). */
	constructor(options = {}) {
		super({ name: 'stripe', title: 'Stripe', gaps: RETRIES, ...options })
		Object.assign(this.state, { fees: { percent: 2.9, fixed: 30 }, settlement_days: 2,
			refunds: 'succeeded', api_version: API_VERSION, retry_days: [3, 5, 7],
			after_retries: 'cancel', ...this.state })
		const secret = (prefix) => prefix + letters(this.random, 32)
		this.state.key = options.key ?? this.state.key ?? secret('sk_test_')
		this.state.secret = options.secret ?? this.state.secret ?? secret('whsec_')
		this.state.connect_secret = options.connectSecret ?? this.state.connect_secret ??
			secret('whsec_')
		this.checkAnswers = options.checkAnswers ?? false
		this.spec = readSpec('stripe-2023-08-16.openapi.json', amend)
		this.world = new World(this)
		this.idempotency = new Idempotency(this.state, this.clock)
		Object.assign(this.clock.handlers, {
			'session.expire': (id) => expireSession(this.world, this.world.any(id)),
			'payment.settle': (id, how) => settlePayment(this.world, id, how),
			'payment.release': (id) => releasePayment(this.world, id),
			'payout.arrive': (id) => settlePayout(this.world, this.world.any(id), 'paid'),
			'payout.daily': () => payDaily(this.world),
			...renewalHandlers(this.world),
		})
		this.payDaily()
		this.deliveries.on('delivery', (line) => this.delivered(line))
		this.allow(stripeControls(this))
	}

	/** What a site needs to use this. */
	get settings() {
		return { STRIPE_SECRET_KEY: this.state.key, STRIPE_WEBHOOK_SECRET: this.state.secret,
			STRIPE_CONNECT_WEBHOOK_SECRET: this.state.connect_secret,
			STRIPE_BASE_URL: this.url }
	}

	/** Send events there from now on: the platform's own, and those of connected
	 * accounts (to `connect`, by its own secret). */
	deliverTo(url, { connect = `${url}/connect`, ca, api_version } = {}) {
		for (const old of this.world.all(PLATFORM, 'webhook_endpoint').filter((e) => e._ours))
			this.world.remove(old)
		for (const [to, isConnect, secret] of [[url, false, this.state.secret],
			[connect, true, this.state.connect_secret]])
			makeEndpoint(this.world, { url: to, connect: isConnect, secret, ca,
				api_version })._ours = true
	}

	payDaily() {
		if (!this.state.tasks.some((task) => task.kind === 'payout.daily'))
			this.clock.at(this.clock.now() + DAY, 'payout.daily')
	}

	forget() {
		this.world.forget()
		this.idempotency.forget()
		this.payDaily()
	}

	choices() {
		return stripeChoices(this.world)
	}

	emit(type, object, more) {
		return makeEvent(this.world, type, object, more)
	}

	/** The call that causes what happens now, as events tell it. */
	cause() {
		return this.current ? { id: this.current.requestId,
			idempotency_key: this.current.headers['idempotency-key'] ?? null }
			: { id: null, idempotency_key: null }
	}

	writeDelivery(event, endpoint) {
		return writeWebhook(this.world, event, endpoint)
	}

	twinEvent(event) {
		return twinEvent(this.world, event)
	}

	delivered({ event, status }) {
		const found = this.world.any(event)
		if (found && status >= 200 && status < 300 && found.pending_webhooks > 0)
			found.pending_webhooks--
	}

	/** A delayed payment is decided: who waits for it goes on. */
	onSettled(intent, how) {
		const session = this.world.any(intent._session)
		const invoice = this.world.any(intent.invoice)
		if (invoice)
			this.invoiceSettled(invoice, how)
		if (session)
			sessionSettled(this.world, session, how)
	}

	invoiceSettled(invoice, how) {
		const subscription = this.world.any(invoice.subscription)
		if (how === 'succeeded')
			markPaid(this.world, invoice)
		else
			this.emit('invoice.payment_failed', invoice)
		if (subscription)
			afterInvoice(this.world, subscription, invoice, how === 'succeeded' ? 'paid' : how)
	}

	cancelSubscriptionsOf(customer) {
		for (const subscription of this.world.all(customer._account, 'subscription'))
			if (subscription.customer === customer.id && !ENDED.includes(subscription.status))
				endSubscription(this.world, subscription)
	}

	listIn(owner, name, version) {
		const show = (object) => answer(this.world, object, { version })
		const whole = this.world.any(owner.id)
		const lists = { line_items: () => linesOf(whole, show),
			refunds: () => refundsOf(this.world, whole, version, show),
			subscriptions: () => subscriptionsOf(this.world, whole, show),
			payments: () => inner(this.world.all(whole._account, 'invoice_payment')
				.filter((p) => p.invoice === whole.id).map(show), '/v1/invoice_payments') }
		return lists[name]?.() ?? inner([], '')
	}

	// --- the wire ----------------------------------------------------------------------
	page(call) {
		const found = Object.keys(PAGES).find((start) => call.path.startsWith(start))
		return found ? PAGES[found](this.world, call) : null
	}

	refusal(status, fault) {
		const [type, message, code] = {
			409: ['invalid_request_error', 'This object cannot be accessed right now because ' +
				'another API request or Stripe process is currently accessing it.', 'lock_timeout'],
			413: ['invalid_request_error', 'The request is too large.'],
			429: ['invalid_request_error', 'Request rate limit exceeded.', 'rate_limit'],
			500: ['api_error', 'An unknown error occurred'],
			503: ['api_error', 'The service is not available'],
		}[status]
		return { status, headers: { 'request-id': this.requestId(), ...(fault?.retryAfter &&
			{ 'retry-after': String(fault.retryAfter) }) },
		body: { error: { ...(code && { code }), message, type } } }
	}

	requestId() {
		return `req_${letters(this.random, 14)}`
	}

	async api(call) {
		Object.assign(call, { requestId: this.requestId(), account: PLATFORM })
		call.version = (call.headers['stripe-version'] ?? this.state.api_version).slice(0, 10)
		const replay = this.prepared(call)
		const result = replay ?? await this.run(call)
		return { ...result, headers: { 'request-id': call.requestId,
			'stripe-version': call.headers['stripe-version'] ?? this.state.api_version,
			...(call.headers['idempotency-key'] && call.method === 'POST' &&
				{ 'idempotency-key': call.headers['idempotency-key'] }),
			...(call.account !== PLATFORM && { 'stripe-account': call.account }),
			...result.headers } }
	}

	/** Everything before the work: gives an answer that is known already, or null. */
	prepared(call) {
		try {
			this.authorise(call)
			this.route(call)
			this.read(call)
			return this.idempotency.find(call)
		} catch (error) {
			return this.refused(error, call)
		}
	}

	refused(error, call) {
		if (!(error instanceof Refusal)) {
			this.mistakes.push(`${call.method} ${call.path}: ${error.stack}`)
			return { status: 500, body: { error: { message: error.message, type: 'api_error' } } }
		}
		if (error.body.error.code?.startsWith('parameter_'))
			this.mistakes.push(`${call.method} ${call.path}: ${error.message}`)
		return { status: error.status, body: { error: { ...error.body.error, request_log_url:
			`${this.url}/_control/calls#${call.requestId}` } } }
	}

	authorise(call) {
		const header = call.headers.authorization ?? ''
		const basic = /^Basic (.+)$/i.exec(header)
		const key = basic ? Buffer.from(basic[1], 'base64').toString().replace(/:$/, '')
			: /^Bearer (.+)$/i.exec(header)?.[1]
		if (!key)
			throw invalid('You did not provide an API key. You need to provide your API key in ' +
				'the Authorization header, using Bearer auth.', { status: 401, early: true })
		if (key !== this.state.key)
			throw invalid(`Invalid API Key provided: ${key.slice(0, 8)}***${key.slice(-4)}`,
				{ status: 401, early: true })
		const as = call.headers['stripe-account']
		if (as !== undefined && !this.isConnected(as))
			throw invalid(`The provided key '${key.slice(0, 8)}***' does not have access to ` +
				`account '${as}' (or that account does not exist). Application access may have ` +
				'been revoked.', { status: 403, code: 'account_invalid', early: true })
		call.account = as ?? PLATFORM
	}

	isConnected(id) {
		const account = this.world.any(id)
		return id === PLATFORM || (account?.object === 'account' && !account._deleted)
	}

	route(call) {
		const found = this.spec.match(call.method, call.path.replace(/\/$/, ''))
		if (!found || !ROUTES[found.operation.name])
			throw invalid(`Unrecognized request URL (${call.method}: ${call.path}). Please see ` +
				'https://stripe.com/docs or we can help at https://support.stripe.com/.',
			{ status: 404, early: true })
		Object.assign(call, found)
	}

	/** The call's parameters, from query and body, in the types the spec says. */
	read(call) {
		const { operation } = call
		if (call.raw && !call.headers['content-type']?.startsWith(FORM))
			throw invalid('Invalid request: the body must be form-encoded.', { early: true })
		const given = { ...readForm(call.search.slice(1)), ...readForm(call.raw) }
		const body = operation.bodySchema(FORM)
		// DELETE and GET may carry in the query what the description has in the body.
		operation.anyPlace ??= { ...operation.querySchema, properties: {
			...this.spec.resolve(body)?.properties, ...operation.querySchema.properties } }
		this.check(operation, call.method === 'POST' && body ? body : operation.anyPlace,
			call, given)
	}

	check(operation, schema, call, given) {
		call.input = this.spec.coerce(schema, given)
		const mistakes = operation.check(schema, call.input)
		if (mistakes.length)
			throw badRequest(mistakes)
		call.page = (objects, options) => page(call, objects, options)
	}

	async run(call) {
		this.idempotency.begin(call)
		if (call.fault === 'hold')
			await this.faults.wait()
		let result
		let isKept = true
		this.current = call
		try {
			settleAll(this.world)
			const object = ROUTES[call.operation.name](this.world, call)
			result = { status: 200, body: answer(this.world, object,
				{ version: call.version, expand: call.input.expand }) }
			this.checkOwn(call, result.body)
		} catch (error) {
			isKept = error instanceof Refusal && !error.early
			result = this.refused(error, call)
		} finally {
			this.current = null
		}
		if (call.fault === '500')
			result = this.refusal(500)
		this.idempotency.end(call, result, isKept || call.fault === '500')
		return result
	}

	checkOwn(call, body) {
		if (!this.checkAnswers || call.version !== API_VERSION || call.input.expand)
			return
		for (const wrong of call.operation.answer(200, body))
			this.mistakes.push(`our answer to ${call.operation.name}: ${wrong.path.join('.')} ${
				wrong.name ?? ''} ${wrong.words}`)
	}
}

export const startStripe = ({ port = 0, ...options } = {}) => new Stripe(options).start(port)

if (process.argv[1] === new URL(import.meta.url).pathname)
	await runEmulator((options) => {
		const stripe = new Stripe({ ...options, key: process.env.STRIPE_SECRET_KEY,
			secret: process.env.STRIPE_WEBHOOK_SECRET,
			connectSecret: process.env.STRIPE_CONNECT_WEBHOOK_SECRET })
		saveUsualPortal(stripe.world)
		return stripe
	})
