// Customers and the cards they leave; what a card does is chosen by its name.
import { letters } from '../shared/ids.mjs'
import { Refusal, invalid } from './errors.mjs'
import { inner } from './answer.mjs'
import { mergeMetadata } from './world.mjs'

// What each test card does at first, and later when nobody is there.
export const CARDS = {
	visa: { words: 'Card ending 4242: pays', last4: '4242', first: 'pays' },
	declined: { words: 'Card ending 0002: is declined', last4: '0002',
		first: 'generic_decline' },
	insufficient: { words: 'Card ending 9995: has insufficient funds', last4: '9995',
		first: 'insufficient_funds' },
	expired: { words: 'Card ending 0069: has expired', last4: '0069',
		first: 'expired_card' },
	secure: { words: 'Card ending 3220: asks for your bank (3-D Secure)', last4: '3220',
		first: 'authenticate', later: 'pays' },
	renewal_fails: { words: 'Card ending 0341: pays now, fails at each renewal',
		last4: '0341', first: 'pays', later: 'generic_decline' },
	renewal_asks: { words: 'Card ending 3184: pays now, asks for the bank at renewal',
		last4: '3184', first: 'pays', later: 'authenticate' },
	debit: { words: 'Bank debit: pays in three days', last4: '3201', debit: true,
		first: 'settles' },
	debit_fails: { words: 'Bank debit: fails in three days', last4: '3202', debit: true,
		first: 'settles_badly' },
}
const TOKENS = { pm_card_visa: 'visa', pm_card_mastercard: 'visa',
	pm_card_visa_chargeDeclined: 'declined', pm_card_chargeCustomerFail: 'renewal_fails',
	pm_card_visa_chargeDeclinedInsufficientFunds: 'insufficient',
	pm_card_authenticationRequired: 'renewal_asks', pm_card_threeDSecure2Required: 'secure' }

const cardPart = (world, last4) => ({ brand: 'visa', checks: { address_line1_check: null,
	address_postal_code_check: null, cvc_check: 'pass' }, country: 'US', display_brand: 'visa',
exp_month: 12, exp_year: 2034, fingerprint: letters(world.emulator.random, 16),
funding: 'credit', generated_from: null, last4, networks: { available: ['visa'],
	preferred: null }, three_d_secure_usage: { supported: true }, wallet: null })

/** A payment method of one of CARDS, of no customer yet. */
export function makeMethod(world, account, name, { email = null, name: owner = null } = {}) {
	const { last4, first, later, debit } = CARDS[name]
	const type = debit ? 'sepa_debit' : 'card'
	return world.make(account, 'payment_method', { billing_details: { address: { city: null,
		country: null, line1: null, line2: null, postal_code: null, state: null }, email,
	name: owner, phone: null }, [type]: debit ? { bank_code: '37040044', branch_code: '',
		country: 'DE', fingerprint: letters(world.emulator.random, 16),
		generated_from: { charge: null, setup_attempt: null }, last4 } : cardPart(world, last4),
	customer: null, metadata: {}, type, _outcome: { first, later } })
}

export function attach(world, method, customer) {
	if (method.customer && method.customer !== customer.id)
		throw invalid('The payment method you provided has already been attached to a customer.')
	method.customer = customer.id
	world.emulator.emit('payment_method.attached', method)
	return method
}

export function makeCustomer(world, account, { email = null, name = null, phone = null,
	description = null, metadata, address = null, shipping = null, tax_exempt: tax = 'none',
	payment_method: method, invoice_settings: invoices, preferred_locales: locales = [] }) {
	const customer = world.make(account, 'customer', { address, balance: 0, currency: null,
		default_source: null, delinquent: false, description, discount: null, email,
		invoice_prefix: letters(world.emulator.random, 8).toUpperCase(),
		invoice_settings: { custom_fields: null, footer: null, rendering_options: null,
			default_payment_method: null }, metadata: mergeMetadata({}, metadata), name,
		next_invoice_sequence: 1, phone, preferred_locales: locales, shipping,
		tax_exempt: tax, test_clock: null })
	if (method)
		attach(world, methodFrom(world, account, method, 'payment_method'), customer)
	if (invoices?.default_payment_method)
		customer.invoice_settings.default_payment_method = methodFrom(world, account,
			invoices.default_payment_method, 'invoice_settings[default_payment_method]').id
	world.emulator.emit('customer.created', customer)
	return customer
}

/** A method by id; the well-known test ones are made on the way. */
export function methodFrom(world, account, id, param, status) {
	return TOKENS[id] ? makeMethod(world, account, TOKENS[id])
		: world.get(account, 'payment_method', id, param, status)
}

/** A customer that is still there. */
export function findCustomer(world, account, id, param = 'customer', status = 400) {
	const customer = world.get(account, 'customer', id, param, status)
	if (customer._deleted)
		throw new Refusal(status, 'invalid_request_error', `No such customer: '${id}'`,
			{ code: 'resource_missing', param })
	return customer
}

const gone = (object) => ({ id: object.id, object: object.object, deleted: true })

function updateCustomer(world, call) {
	const customer = findCustomer(world, call.account, call.params.customer, 'customer', 404)
	const { metadata, expand, invoice_settings: invoices, ...rest } = call.input
	const fields = Object.fromEntries(['email', 'name', 'phone', 'description', 'address',
		'shipping', 'tax_exempt', 'preferred_locales', 'balance']
		.filter((k) => rest[k] !== undefined).map((k) => [k, rest[k] === '' ? null : rest[k]]))
	const given = invoices?.default_payment_method
	const method = given === '' ? null : given && ownMethod(world, customer, given).id
	return world.change(customer, { ...fields, metadata: mergeMetadata(customer.metadata,
		metadata), invoice_settings: { ...customer.invoice_settings, ...(method !== undefined &&
			{ default_payment_method: method }) } }, 'customer.updated')
}

function ownMethod(world, customer, id) {
	const method = methodFrom(world, customer._account, id, 'default_payment_method')
	if (TOKENS[id])
		attach(world, method, customer)
	if (method.customer !== customer.id)
		throw invalid(`The customer does not have a payment method with the ID ${id}. The ` +
			'payment method must be attached to the customer.', { code: 'resource_missing' })
	return method
}

export const customerRoutes = {
	'POST /v1/customers': (world, call) => makeCustomer(world, call.account, call.input),
	'GET /v1/customers': (world, call) => call.page(world.all(call.account, 'customer')
		.filter((c) => !c._deleted), { filters: ['email'] }),
	'GET /v1/customers/{customer}': (world, call) => {
		const found = world.get(call.account, 'customer', call.params.customer, 'id', 404)
		return found._deleted ? gone(found) : found
	},
	'POST /v1/customers/{customer}': updateCustomer,
	'DELETE /v1/customers/{customer}': (world, call) => {
		const customer = findCustomer(world, call.account, call.params.customer, 'id', 404)
		world.emulator.cancelSubscriptionsOf(customer)
		customer._deleted = true
		world.emulator.emit('customer.deleted', customer)
		return gone(customer)
	},
	'GET /v1/customers/{customer}/payment_methods': (world, call) => call.page(
		world.all(call.account, 'payment_method')
			.filter((m) => m.customer === call.params.customer), { filters: ['type'] }),
	'GET /v1/payment_methods': (world, call) => call.page(
		world.all(call.account, 'payment_method'), { filters: ['customer', 'type'] }),
	'GET /v1/payment_methods/{payment_method}': (world, call) =>
		methodFrom(world, call.account, call.params.payment_method, 'payment_method', 404),
	'POST /v1/payment_methods/{payment_method}/attach': (world, call) => attach(world,
		methodFrom(world, call.account, call.params.payment_method, 'payment_method', 404),
		findCustomer(world, call.account, call.input.customer)),
	'POST /v1/payment_methods/{payment_method}/detach': (world, call) => {
		const method = methodFrom(world, call.account, call.params.payment_method,
			'payment_method', 404)
		if (!method.customer)
			throw invalid('The payment method you provided is not attached to a customer so ' +
				'detachment is impossible.')
		return world.change(method, { customer: null }, 'payment_method.detached')
	},
}

/** The customer's running and past subscriptions, for expand[]=subscriptions. */
export const subscriptionsOf = (world, customer, show) => inner(world.all(customer._account,
	'subscription').filter((s) => s.customer === customer.id && s.status !== 'canceled')
	.map(show), `/v1/customers/${customer.id}/subscriptions`)
