// The objects there are: made, found, changed, listed, each of them some account's.
// A name that begins with _ is the emulator's own and never shown.
import { letters } from '../shared/ids.mjs'
import { absent, invalid } from './errors.mjs'

export const PLATFORM = 'acct_1Platform00000000'

const PREFIXES = { 'checkout.session': 'cs_test_a1', customer: 'cus_', product: 'prod_',
	price: 'price_', subscription: 'sub_', subscription_item: 'si_', invoice: 'in_',
	invoiceitem: 'ii_', line_item: 'il_', invoice_payment: 'inpay_',
	payment_intent: 'pi_', charge: 'ch_', refund: 're_', payment_method: 'pm_',
	balance_transaction: 'txn_', transfer: 'tr_', transfer_reversal: 'trr_',
	payout: 'po_', account: 'acct_', application_fee: 'fee_', fee_refund: 'fr_',
	'billing_portal.session': 'bps_', 'billing_portal.configuration': 'bpc_',
	event: 'evt_', webhook_endpoint: 'we_', dispute: 'dp_', coupon: '',
	promotion_code: 'promo_', discount: 'di_', item: 'li_' }
const LENGTHS = { 'checkout.session': 56, account: 16, coupon: 8, customer: 14,
	product: 14, subscription_item: 14 }

const NO_MODE = ['account', 'balance_transaction', 'fee_refund', 'refund',
	'transfer_reversal']

export class World {
	constructor(emulator) {
		this.emulator = emulator
		this.state = emulator.state
		this.clock = emulator.clock
		this.state.objects ??= {}
		this.reindex()
	}

	reindex() {
		this.index = new Map()
		for (const kinds of Object.values(this.state.objects))
			for (const all of Object.values(kinds))
				for (const object of Object.values(all))
					this.index.set(object.id, object)
	}

	/** Only the endpoints of webhooks stay. */
	forget() {
		const kept = this.kind(PLATFORM, 'webhook_endpoint')
		this.state.objects = { [PLATFORM]: { webhook_endpoint: kept } }
		Object.assign(this.state, { balances: {}, links: {} })
		this.reindex()
	}

	now() {
		return this.clock.now()
	}

	newId(kind) {
		return PREFIXES[kind] + letters(this.emulator.random, LENGTHS[kind] ?? 24)
	}

	/** A new object of an account; fields may set id and created. */
	make(account, kind, fields) {
		const object = { id: fields.id ?? this.newId(kind), object: kind,
			created: this.now(), ...(!NO_MODE.includes(kind) && { livemode: false }), ...fields,
			_account: account }
		const all = this.kind(account, kind)
		all[object.id] = object
		this.index.set(object.id, object)
		return object
	}

	remove(object) {
		delete this.kind(object._account, object.object)[object.id]
		this.index.delete(object.id)
	}

	kind(account, kind) {
		this.state.objects[account] ??= {}
		this.state.objects[account][kind] ??= {}
		return this.state.objects[account][kind]
	}

	/** Newest first. */
	all(account, kind) {
		return Object.values(this.kind(account, kind)).reverse()
	}

	/** Of every account, oldest first. */
	everywhere(kind) {
		return Object.values(this.state.objects)
			.flatMap((kinds) => Object.values(kinds[kind] ?? {}))
	}

	has(account, kind, id) {
		return Object.hasOwn(this.kind(account, kind), id)
	}

	/** The object of this account, or a refusal that names the parameter. */
	get(account, kind, id, param, status) {
		if (!this.has(account, kind, id))
			throw absent(kind, id, param, status ??
				(param === undefined || param === 'id' ? 404 : 400))
		return this.kind(account, kind)[id]
	}

	/** Whatever has this id, or undefined. */
	any(id) {
		return this.index.get(id)
	}

	/** Change an object; with a type, tell what changed. */
	change(object, fields, type) {
		const before = structuredClone(object)
		Object.assign(object, fields)
		if (type)
			this.emulator.emit(type, object, { before })
		return object
	}
}

/** Metadata merges key by key; an empty value takes a key away, '' takes all. */
export function mergeMetadata(old, given) {
	if (given === undefined)
		return old ?? {}
	if (given === '')
		return {}
	const merged = { ...old }
	for (const [name, value] of Object.entries(given)) {
		if (name.length > 40)
			throw invalid(`Metadata keys are at most 40 characters: ${name}`,
				{ param: 'metadata', early: true })
		if (value.length > 500)
			throw invalid(`Metadata values are at most 500 characters (${name})`,
				{ param: 'metadata', early: true })
		if (value === '')
			delete merged[name]
		else
			merged[name] = value
	}
	if (Object.keys(merged).length > 50)
		throw invalid('You may only specify 50 metadata keys', { param: 'metadata', early: true })
	return merged
}
