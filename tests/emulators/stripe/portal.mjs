// The customer portal: what a configuration allows, and sessions for one customer.
import { findCustomer } from './customer.mjs'
import { invalid, missing } from './errors.mjs'
import { ENDED } from './subscription.mjs'
import { PLATFORM, mergeMetadata } from './world.mjs'

const LIFE_SECONDS = 300

function featuresOf(given = {}) {
	const { customer_update: customer, invoice_history: history, payment_method_update: method,
		subscription_cancel: cancel, subscription_pause: pause,
		subscription_update: update } = given
	return { customer_update: { allowed_updates: [], enabled: false, ...customer },
		invoice_history: { enabled: false, ...history },
		payment_method_update: { enabled: false, ...method },
		subscription_cancel: { enabled: false, mode: 'at_period_end',
			proration_behavior: 'none', ...cancel, cancellation_reason: { enabled: false,
				options: [], ...cancel?.cancellation_reason } },
		subscription_pause: { enabled: false, ...pause },
		subscription_update: { default_allowed_updates: [], enabled: false, products: [],
			proration_behavior: 'none', ...update } }
}

export function makeConfiguration(world, account, { business_profile: profile, features,
	default_return_url: back = null, metadata }) {
	const isFirst = world.all(account, 'billing_portal.configuration').length === 0
	return world.make(account, 'billing_portal.configuration', { active: true,
		application: null, business_profile: { headline: null, privacy_policy_url: null,
			terms_of_service_url: null, ...profile }, default_return_url: back,
		features: featuresOf(features), is_default: isFirst,
		login_page: { enabled: false, url: null }, metadata: mergeMetadata({}, metadata),
		updated: world.now() })
}

/** What most people save in the dashboard, unless something is saved already. */
export function saveUsualPortal(world) {
	if (world.all(PLATFORM, 'billing_portal.configuration').length === 0)
		makeConfiguration(world, PLATFORM, { features: { invoice_history: { enabled: true },
			payment_method_update: { enabled: true }, subscription_cancel: { enabled: true } } })
}

function createSession(world, call) {
	const { customer: id, configuration: given, return_url: back, flow_data: flow,
		locale = null } = call.input
	const customer = findCustomer(world, call.account, id)
	const configuration = given ? world.get(call.account, 'billing_portal.configuration',
		given, 'configuration') : world.all(call.account, 'billing_portal.configuration')
		.find((c) => c.is_default && c.active)
	if (!configuration)
		throw invalid('No configuration provided and your test mode default configuration has ' +
			'not been created. Provide a configuration or create your default by saving your ' +
			'customer portal settings in test mode at ' +
			'https://dashboard.stripe.com/test/settings/billing/portal.')
	const address = back ?? configuration.default_return_url
	if (!address)
		throw missing('return_url')
	const session = world.make(call.account, 'billing_portal.session', {
		configuration: configuration.id, customer: customer.id, flow: flow ? { type: flow.type,
			after_completion: flow.after_completion ?? { type: 'portal_homepage',
				hosted_confirmation: null, redirect: null },
			subscription_cancel: flow.subscription_cancel ?? null,
			subscription_update: flow.subscription_update ?? null,
			subscription_update_confirm: flow.subscription_update_confirm ?? null } : null,
		livemode: false, locale, on_behalf_of: null, return_url: address, url: null,
		_until: world.now() + LIFE_SECONDS })
	session.url = `${world.emulator.url}/p/session/${session.id}`
	return session
}

export const runningOf = (world, customer) => world.all(customer._account, 'subscription')
	.filter((s) => s.customer === customer.id && !ENDED.includes(s.status))

const find = (world, call) => world.get(call.account, 'billing_portal.configuration',
	call.params.configuration, 'configuration', 404)

export const portalRoutes = {
	'POST /v1/billing_portal/configurations': (world, call) =>
		makeConfiguration(world, call.account, call.input),
	'GET /v1/billing_portal/configurations': (world, call) => call.page(
		world.all(call.account, 'billing_portal.configuration'),
		{ filters: ['active', 'is_default'] }),
	'GET /v1/billing_portal/configurations/{configuration}': find,
	'POST /v1/billing_portal/configurations/{configuration}': (world, call) => {
		const found = find(world, call)
		const { features, metadata, expand, ...fields } = call.input
		return world.change(found, { ...fields, features: featuresOf({ ...found.features,
			...features }), metadata: mergeMetadata(found.metadata, metadata),
		updated: world.now() })
	},
	'POST /v1/billing_portal/sessions': createSession,
}
