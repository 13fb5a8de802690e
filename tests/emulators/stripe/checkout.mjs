// Checkout sessions: what is bought, the sum, and how a session ends.
import { amountText } from '../shared/page.mjs'
import { inner } from './answer.mjs'
import { discountFrom, discountOf, makePrice, redeem } from './catalogue.mjs'
import { findCustomer, makeCustomer } from './customer.mjs'
import { invalid, missing } from './errors.mjs'
import { attempt, cancelPayment, checkAmount, startPayment } from './payment.mjs'
import { subscribe } from './checkout_subscription.mjs'
import { mergeMetadata } from './world.mjs'

const HALF_HOUR = 1800
const DAY = 86400
const MODES = ['payment', 'subscription']

function makeLines(world, account, mode, given) {
	const lines = given.map(({ price: id, price_data: data, quantity = 1 }, i) => {
		if (!id && !data)
			throw invalid('You must specify either `price` or `price_data` for each line item.',
				{ param: `line_items[${i}]`, early: true })
		if (quantity < 1)
			throw invalid('Invalid positive integer', { early: true,
				param: `line_items[${i}][quantity]`, code: 'parameter_invalid_integer' })
		const price = id ? world.get(account, 'price', id, `line_items[${i}][price]`)
			: makePrice(world, account, { ...data, _hidden: true })
		if (id && !price.active)
			throw invalid(`The price specified is inactive. This field only accepts active ` +
				'prices.', { param: `line_items[${i}][price]` })
		const sum = price.unit_amount * quantity
		return { id: world.newId('item'), object: 'item', amount_discount: 0,
			amount_subtotal: sum, amount_tax: 0, amount_total: sum, currency: price.currency,
			description: world.any(price.product).name, price, quantity }
	})
	const [{ currency }] = lines
	if (lines.some((l) => l.currency !== currency))
		throw invalid('You can not combine currencies on a single Checkout Session.',
			{ param: 'line_items', early: true })
	const recurring = lines.filter((l) => l.price.type === 'recurring')
	if (mode === 'payment' && recurring.length)
		throw invalid('You specified `payment` mode but passed a recurring price. Either ' +
			'switch to `subscription` mode or use only one-time prices.', { early: true })
	if (mode === 'subscription' && !recurring.length)
		throw invalid('You must provide at least one recurring price in `subscription` mode ' +
			'when using prices.', { early: true })
	return lines
}

/** Spread a discount over the lines, to the last unit, and sum up. */
export function totalUp(session, discount) {
	const lines = session._lines
	const subtotal = lines.reduce((sum, l) => sum + l.amount_subtotal, 0)
	let off = discount ? discountOf(discount.coupon, subtotal, session.currency) : 0
	let rest = subtotal
	for (const line of lines) {
		const part = rest ? Math.round(off * line.amount_subtotal / rest) : 0
		rest -= line.amount_subtotal
		off -= part
		line.amount_discount = part
		line.amount_total = line.amount_subtotal - part
	}
	session.amount_subtotal = subtotal
	session.amount_total = lines.reduce((sum, l) => sum + l.amount_total, 0)
	session.total_details = { amount_discount: subtotal - session.amount_total,
		amount_shipping: 0, amount_tax: 0 }
	session._discount = discount && { coupon: discount.coupon.id,
		promotion_code: discount.promotion_code }
	session.discounts = discount ? [{ coupon: discount.promotion_code ? null
		: discount.coupon.id, promotion_code: discount.promotion_code }] : []
	return session
}

// What would be asked for in vain is refused.
function checkEmulated(input) {
	const wanted = { invoice_creation: input.invoice_creation?.enabled,
		automatic_tax: input.automatic_tax?.enabled, tax_id_collection:
			input.tax_id_collection?.enabled, shipping_options: input.shipping_options,
		shipping_address_collection: input.shipping_address_collection,
		custom_fields: input.custom_fields, setup_intent_data: input.setup_intent_data }
	for (const [param, isWanted] of Object.entries(wanted))
		if (isWanted)
			throw invalid(`${param} is not emulated`, { param, early: true })
}

function checkInput(world, input) {
	checkEmulated(input)
	const { mode, success_url: url, line_items: lines, expires_at: until } = input
	if (!mode)
		throw missing('mode')
	if (!MODES.includes(mode))
		throw invalid(`mode ${mode} is not emulated`, { param: 'mode', early: true })
	if ((input.ui_mode ?? 'hosted') !== 'hosted' && input.ui_mode !== 'hosted_page')
		throw invalid(`ui_mode ${input.ui_mode} is not emulated`, { param: 'ui_mode', early: true })
	if (!url)
		throw missing('success_url')
	for (const name of ['success_url', 'cancel_url'])
		if (input[name] && !URL.canParse(input[name].replaceAll('{CHECKOUT_SESSION_ID}', 'x')))
			throw invalid('Not a valid URL', { code: 'url_invalid', param: name, early: true })
	if (!lines?.length)
		throw missing('line_items')
	if (until !== undefined && (until < world.now() + HALF_HOUR - 5 ||
		until > world.now() + DAY + 5))
		throw invalid('The `expires_at` timestamp must be between 30 minutes and 24 hours ' +
			'from Checkout Session creation.', { param: 'expires_at', early: true })
	if (input.customer && input.customer_email)
		throw invalid('You may only specify one of these parameters: customer, customer_email.',
			{ early: true })
	if (input.allow_promotion_codes && input.discounts?.length)
		throw invalid('You may only specify one of these parameters: allow_promotion_codes, ' +
			'discounts.', { early: true })
	if ((input.discounts?.length ?? 0) > 1)
		throw invalid('You may only specify up to one discount.', { param: 'discounts', early: true })
	for (const [part, of] of [['payment_intent_data', 'payment'],
		['subscription_data', 'subscription']])
		if (input[part] && mode !== of)
			throw invalid(`You can not pass \`${part}\` in \`${mode}\` mode.`,
				{ param: part, early: true })
}

function createSession(world, call) {
	const { input, account } = call
	checkInput(world, input)
	const customer = input.customer && findCustomer(world, account, input.customer)
	const lines = makeLines(world, account, input.mode, input.line_items)
	const [{ currency }] = lines
	const sum = { amount: lines.reduce((all, l) => all + l.amount_subtotal, 0), currency,
		customer: customer?.id ?? null }
	const discount = input.discounts?.length
		? discountFrom(world, account, input.discounts[0], sum) : null
	const session = totalUp({ ...emptySession(world, input), currency, _lines: lines }, discount)
	if (input.mode === 'payment' && session.amount_total > 0)
		checkAmount(session.amount_total, currency, 'line_items')
	const made = world.make(account, 'checkout.session', session)
	made.url = `${world.emulator.url}/c/pay/${made.id}`
	world.clock.at(made.expires_at, 'session.expire', made.id)
	return made
}

function emptySession(world, input) {
	const now = world.now()
	return { after_expiration: null, allow_promotion_codes: input.allow_promotion_codes ?? null,
		automatic_tax: { enabled: false, liability: null, status: null },
		billing_address_collection: input.billing_address_collection ?? null,
		cancel_url: input.cancel_url ?? null,
		client_reference_id: input.client_reference_id ?? null, client_secret: null,
		consent: null, consent_collection: null, created: now, currency_conversion: null,
		custom_fields: [], custom_text: { after_submit: null, shipping_address: null,
			submit: null, terms_of_service_acceptance: null },
		customer: input.customer ?? null, customer_creation: input.mode === 'payment'
			? input.customer_creation ?? 'if_required' : null,
		customer_details: input.customer_email ? { address: null, email: input.customer_email,
			name: null, phone: null, tax_exempt: 'none', tax_ids: null } : null,
		customer_email: input.customer_email ?? null, expires_at: input.expires_at ?? now + DAY,
		invoice: null, invoice_creation: input.mode === 'payment' ? { enabled: false,
			invoice_data: { account_tax_ids: null, custom_fields: null, description: null,
				footer: null, issuer: null, metadata: {}, rendering_options: null } } : null,
		locale: input.locale ?? null, metadata: mergeMetadata({}, input.metadata),
		mode: input.mode, payment_intent: null, payment_link: null,
		payment_method_collection: input.mode === 'subscription'
			? input.payment_method_collection ?? 'always' : 'if_required',
		payment_method_options: {}, payment_method_types: input.payment_method_types ?? ['card'],
		payment_status: 'unpaid', phone_number_collection: { enabled: false },
		recovered_from: null, setup_intent: null, shipping_address_collection: null,
		shipping_cost: null, shipping_details: null, shipping_options: [], status: 'open',
		submit_type: input.submit_type ?? null, subscription: null,
		success_url: input.success_url, tax_id_collection: undefined, ui_mode: input.ui_mode,
		url: null, _intent: input.payment_intent_data ?? {},
		_subscription: input.subscription_data ?? {} }
}

export function expireSession(world, session) {
	if (session.status !== 'open')
		throw invalid('Only Checkout Sessions with a status in ["open"] can be expired. This ' +
			`Checkout Session has a status of ${session.status}.`)
	world.clock.forget('session.expire', session.id)
	Object.assign(session, { status: 'expired', url: null })
	const intent = world.any(session.payment_intent)
	if (intent)
		cancelPayment(world, intent, 'automatic')
	world.emulator.emit('checkout.session.expired', session)
	return session
}

// --- paying ------------------------------------------------------------------------
function intentOf(world, session) {
	if (session.payment_intent)
		return world.any(session.payment_intent)
	const { metadata, ...data } = session._intent
	const customer = session.customer ?? (session.customer_creation === 'always'
		? makeCustomer(world, session._account, session.customer_details).id : null)
	session.customer = customer
	const intent = startPayment(world, session._account, { ...data, amount: session.amount_total,
		currency: session.currency, customer, metadata: mergeMetadata({}, metadata),
		_session: session.id })
	session.payment_intent = intent.id
	return intent
}

/** The session is through: nothing more can be paid in it. */
export function completeSession(world, session, fields) {
	world.clock.forget('session.expire', session.id)
	Object.assign(session, { status: 'complete', url: null }, fields)
	if (session._discount)
		redeem(world, { coupon: world.any(session._discount.coupon),
			promotion_code: session._discount.promotion_code })
	world.emulator.emit('checkout.session.completed', session)
}

/** The person pays by a method; gives 'complete', 'requires_action' or the error. */
export function payWith(world, session, method, { email = null, name = null } = {}) {
	session.customer_details = { address: { city: null, country: 'US', line1: null,
		line2: null, postal_code: null, state: null }, email: session.customer_email ??
		world.any(session.customer)?.email ?? email, name, phone: null,
	tax_exempt: 'none', tax_ids: [] }
	if (session.mode === 'subscription')
		return subscribe(world, session, method)
	if (session.amount_total === 0) {
		completeSession(world, session, { payment_status: 'no_payment_required' })
		return 'complete'
	}
	const intent = intentOf(world, session)
	return afterAttempt(world, session, attempt(world, intent, method))
}

/** What an attempt means for its session. */
export function afterAttempt(world, session, result) {
	if (result === 'succeeded')
		completeSession(world, session, { payment_status: 'paid' })
	else if (result === 'processing' || result === 'requires_capture')
		completeSession(world, session, { payment_status: 'unpaid' })
	else
		return result
	return 'complete'
}

/** A delayed payment of a session is decided, or what was held is captured. */
export function sessionSettled(world, session, how) {
	if (how !== 'failed')
		session.payment_status = 'paid'
	if (how === 'captured')
		return
	world.emulator.emit(`checkout.session.async_payment_${how}`, session)
}

/** Where the person goes afterwards. */
export const successUrl = (session) => session.success_url
	.replaceAll('{CHECKOUT_SESSION_ID}', session.id)

export const linesOf = (session, show = (x) => x) => inner(session._lines.map(show),
	`/v1/checkout/sessions/${session.id}/line_items`)

export const totalText = (session) => amountText(session.amount_total, session.currency)

const find = (world, call) => world.get(call.account, 'checkout.session',
	call.params.session, 'session', 404)

export const checkoutRoutes = {
	'POST /v1/checkout/sessions': createSession,
	'GET /v1/checkout/sessions': (world, call) => call.page(
		world.all(call.account, 'checkout.session'),
		{ filters: ['payment_intent', 'subscription', 'customer', 'status'] }),
	'GET /v1/checkout/sessions/{session}': find,
	'POST /v1/checkout/sessions/{session}/expire': (world, call) =>
		expireSession(world, find(world, call)),
	'GET /v1/checkout/sessions/{session}/line_items': (world, call) =>
		call.page([...find(world, call)._lines]),
}
