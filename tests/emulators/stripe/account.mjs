// Connected accounts: made by the platform, completed by their owner at Stripe.
import { letters } from '../shared/ids.mjs'
import { inner } from './answer.mjs'
import { Refusal, invalid } from './errors.mjs'
import { PLATFORM, mergeMetadata } from './world.mjs'

const LINK_SECONDS = 300
const NEEDED = ['business_type', 'external_account', 'individual.dob.day',
	'individual.dob.month', 'individual.dob.year', 'individual.first_name',
	'individual.last_name', 'tos_acceptance.date', 'tos_acceptance.ip']

const requirements = (due, reason) => ({ alternatives: [], current_deadline: null,
	currently_due: due, disabled_reason: reason, errors: [], eventually_due: due,
	past_due: due, pending_verification: [] })

const capability = (account, name) => ({ id: name, object: 'capability', account: account.id,
	future_requirements: requirements([], null), requested: name in account.capabilities,
	requested_at: account.created, requirements: account.requirements,
	status: account.capabilities[name] ?? 'unrequested' })

function createAccount(world, call) {
	const { input } = call
	const dashboard = input.controller?.stripe_dashboard?.type
	if (input.type && input.controller)
		throw invalid('You may only specify one of these parameters: type, controller.',
			{ early: true })
	if ((input.type ?? dashboard ?? 'standard') !== 'express')
		throw invalid('Only accounts of type express are emulated', { param: 'type', early: true })
	const country = input.country ?? 'US'
	const wanted = Object.entries(input.capabilities ?? {}).filter(([, c]) => c.requested)
		.map(([name]) => [name, 'inactive'])
	const account = world.make(PLATFORM, 'account', { business_profile: { mcc: null, name: null,
		product_description: null, support_address: null, support_email: null,
		support_phone: null, support_url: null, url: null, ...input.business_profile },
	business_type: input.business_type ?? null, capabilities: Object.fromEntries(wanted),
	charges_enabled: false, controller: { fees: { payer: 'application_express' },
		is_controller: true, losses: { payments: 'application' },
		requirement_collection: 'stripe', stripe_dashboard: { type: 'express' },
		type: 'application' }, country, default_currency: currencyOf(country),
	details_submitted: false, email: input.email ?? null, external_accounts: null,
	future_requirements: requirements([], null), metadata: mergeMetadata({}, input.metadata),
	payouts_enabled: false, requirements: requirements(NEEDED, 'requirements.past_due'),
	settings: settings(input.settings), tos_acceptance: { date: null }, type: 'express' })
	account._account = account.id
	delete world.kind(PLATFORM, 'account')[account.id]
	world.kind(account.id, 'account')[account.id] = account
	account.external_accounts = inner([], `/v1/accounts/${account.id}/external_accounts`)
	return account
}

const currencyOf = (country) => ({ US: 'usd', GB: 'gbp', JP: 'jpy', CH: 'chf', CA: 'cad',
	AU: 'aud' }[country] ?? 'eur')

const settings = (given) => ({ bacs_debit_payments: {}, branding: { icon: null, logo: null,
	primary_color: null, secondary_color: null }, card_issuing: { tos_acceptance:
	{ date: null, ip: null } }, card_payments: { decline_on: { avs_failure: false,
	cvc_failure: false }, statement_descriptor_prefix: null,
statement_descriptor_prefix_kana: null, statement_descriptor_prefix_kanji: null },
dashboard: { display_name: null, timezone: 'Etc/UTC' }, payments: { statement_descriptor: null,
	statement_descriptor_kana: null, statement_descriptor_kanji: null },
payouts: { debit_negative_balances: true, schedule: { delay_days: 2, interval: 'daily',
	...given?.payouts?.schedule }, statement_descriptor: null }, sepa_debit_payments: {} })

/** The connected account of this id, or a refusal. */
export function findAccount(world, id) {
	const account = world.any(id)
	if (account?.object !== 'account' || account._deleted)
		throw new Refusal(403, 'invalid_request_error', `The provided key does not have access ` +
			`to account '${id}' (or that account does not exist). Application access may have ` +
			'been revoked.', { code: 'account_invalid' })
	return account
}

export const everyAccount = (world) => world.everywhere('account')
	.filter((a) => !a._deleted).reverse()

/** The owner has given everything (or some of it: `due` stays): looked at first,
 * then decided, told both times. */
export function completeAccount(world, account, { due = [] } = {}) {
	const isDone = due.length === 0
	let before = structuredClone(account)
	Object.assign(account, { details_submitted: true, tos_acceptance: { date: world.now() },
		business_type: account.business_type ?? 'individual', requirements: {
			...requirements(due, 'requirements.pending_verification'),
			pending_verification: ['individual.verification.document'] } })
	if (!account.external_accounts.data.length)
		account.external_accounts.data.push(bankOf(world, account))
	tell(world, account, before)
	before = structuredClone(account)
	Object.assign(account, { payouts_enabled: isDone,
		charges_enabled: isDone && 'card_payments' in account.capabilities,
		requirements: requirements(due, isDone ? null : 'requirements.past_due') })
	for (const name of Object.keys(account.capabilities))
		account.capabilities[name] = isDone ? 'active' : 'pending'
	tell(world, account, before)
	return account
}

const bankOf = (world, account) => ({ id: `ba_${letters(world.emulator.random)}`,
	object: 'bank_account', account: account.id, account_holder_name: null,
	account_holder_type: null, account_type: null, available_payout_methods: ['standard'],
	bank_name: 'STRIPE TEST BANK', country: account.country,
	currency: account.default_currency, default_for_currency: true,
	fingerprint: letters(world.emulator.random, 16), last4: '6789', metadata: {},
	routing_number: '110000000', status: 'new' })

function tell(world, account, before) {
	world.emulator.emit('account.updated', account, { before })
	for (const name of Object.keys(account.capabilities))
		if (account.capabilities[name] !== before.capabilities[name])
			world.emulator.emit('capability.updated', { ...capability(account, name),
				_account: account.id })
}

/** Something is wrong with an account now: { payouts_enabled, charges_enabled, due }. */
export function changeAccount(world, account, { payouts_enabled: payouts = account.payouts_enabled,
	charges_enabled: charges = account.charges_enabled, transfers, due = [] }) {
	const before = structuredClone(account)
	Object.assign(account, { payouts_enabled: payouts, charges_enabled: charges,
		requirements: requirements(due, due.length ? 'requirements.past_due' : null) })
	if (transfers !== undefined)
		account.capabilities.transfers = transfers ? 'active' : 'inactive'
	tell(world, account, before)
	return account
}

/** The owner takes the platform's access back. */
export function deauthorize(world, account) {
	world.emulator.emit('account.application.deauthorized', { id: 'ca_belay',
		object: 'application', name: 'Belay', _account: account.id })
	account._deleted = true
}

function createLink(world, call) {
	const { account: id, refresh_url: refresh, return_url: back } = call.input
	const account = findAccount(world, id)
	for (const name of ['refresh_url', 'return_url'])
		if (!call.input[name] || !URL.canParse(call.input[name]))
			throw invalid('Not a valid URL', { code: 'url_invalid', param: name, early: true })
	const token = letters(world.emulator.random, 12)
	world.state.links ??= {}
	world.state.links[token] = { account: account.id, refresh, back, used: false,
		until: world.now() + LINK_SECONDS, kind: 'onboarding' }
	return { object: 'account_link', created: world.now(),
		expires_at: world.now() + LINK_SECONDS,
		url: `${world.emulator.url}/setup/e/${account.id}/${token}` }
}

function createLogin(world, call) {
	const account = findAccount(world, call.params.account)
	if (!account.details_submitted)
		throw invalid('Cannot create a login link for an account that has not completed ' +
			'onboarding.')
	const token = letters(world.emulator.random, 12)
	world.state.links ??= {}
	world.state.links[token] = { account: account.id, used: false, kind: 'login',
		until: world.now() + LINK_SECONDS }
	return { object: 'login_link', created: world.now(),
		url: `${world.emulator.url}/express/${account.id}/${token}` }
}

function updateAccount(world, call) {
	const account = findAccount(world, call.params.account)
	const { metadata, email = account.email, capabilities = {}, settings: given,
		business_profile: profile } = call.input
	const before = structuredClone(account)
	Object.assign(account, { email, metadata: mergeMetadata(account.metadata, metadata),
		business_profile: { ...account.business_profile, ...profile } })
	Object.assign(account.settings.payouts.schedule, given?.payouts?.schedule)
	for (const [name, { requested }] of Object.entries(capabilities))
		if (requested)
			account.capabilities[name] ??= account.details_submitted ? 'active' : 'inactive'
		else
			delete account.capabilities[name]
	tell(world, account, before)
	return account
}

const platform = (id) => ({ id, object: 'account', charges_enabled: true, country: 'US',
	created: 1, default_currency: 'usd', details_submitted: true, email: null, metadata: {},
	payouts_enabled: true, type: 'standard', capabilities: { transfers: 'active',
		card_payments: 'active' } })

export const accountRoutes = {
	'GET /v1/account': (world, call) => (call.account === PLATFORM ? platform(PLATFORM)
		: findAccount(world, call.account)),
	'POST /v1/accounts': createAccount,
	'GET /v1/accounts': (world, call) => call.page(everyAccount(world)),
	'GET /v1/accounts/{account}': (world, call) => (call.params.account === PLATFORM
		? platform(PLATFORM) : findAccount(world, call.params.account)),
	'POST /v1/accounts/{account}': updateAccount,
	'DELETE /v1/accounts/{account}': (world, call) => {
		const account = findAccount(world, call.params.account)
		account._deleted = true
		return { id: account.id, object: 'account', deleted: true }
	},
	'POST /v1/accounts/{account}/login_links': createLogin,
	'GET /v1/accounts/{account}/capabilities': (world, call) => {
		const account = findAccount(world, call.params.account)
		return inner(Object.keys(account.capabilities).map((n) => capability(account, n)),
			call.path)
	},
	'GET /v1/accounts/{account}/capabilities/{capability}': (world, call) =>
		capability(findAccount(world, call.params.account), call.params.capability),
	'POST /v1/account_links': createLink,
	'GET /v1/application_fees': (world, call) => call.page(
		world.all(call.account, 'application_fee'), { filters: ['charge'] }),
	'GET /v1/application_fees/{id}': (world, call) => world.get(call.account,
		'application_fee', call.params.id, 'id', 404),
}
