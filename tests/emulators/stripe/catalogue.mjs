// Products, prices, coupons and the codes people type.
import { absent, invalid, missing } from './errors.mjs'
import { mergeMetadata } from './world.mjs'

function makeProduct(world, account, { id, name, active = true, description = null, images = [],
	metadata, statement_descriptor: statement = null, unit_label: unit = null, url = null,
	default_price_data: first, tax_code: tax = null }) {
	if (id !== undefined && world.has(account, 'product', id))
		throw invalid(`Product already exists.`, { code: 'resource_already_exists', param: 'id' })
	const product = world.make(account, 'product', { ...(id && { id }), active,
		default_price: null, description, features: [], images,
		marketing_features: [], metadata: mergeMetadata({}, metadata), name,
		package_dimensions: null, shippable: null, statement_descriptor: statement,
		tax_code: tax, unit_label: unit, updated: world.now(), url })
	if (first)
		product.default_price = makePrice(world, account, { ...first, product: product.id }).id
	world.emulator.emit('product.created', product)
	return product
}

/** A price of a product; product_data makes one on the way. */
export function makePrice(world, account, { product, product_data: data, currency,
	unit_amount: amount, unit_amount_decimal: decimal, recurring, active = true, metadata,
	lookup_key: lookup = null, nickname = null, transfer_lookup_key: takes = false,
	tax_behavior: tax = 'unspecified', _hidden = false }) {
	if (!product && !data)
		throw missing('product')
	if (amount === undefined && decimal === undefined)
		throw missing('unit_amount')
	if (amount < 0)
		throw invalid('Invalid non-negative integer', { param: 'unit_amount', early: true,
			code: 'parameter_invalid_integer' })
	const of = product ? world.get(account, 'product', product, 'product')
		: makeProduct(world, account, data)
	const taken = lookup && world.all(account, 'price').find((p) => p.lookup_key === lookup)
	if (taken && !takes)
		throw invalid(`A price (\`${taken.id}\`) already uses that lookup key.`,
			{ param: 'lookup_key' })
	if (taken)
		taken.lookup_key = null
	const price = world.make(account, 'price', { active, billing_scheme: 'per_unit',
		currency: currency.toLowerCase(), custom_unit_amount: null, lookup_key: lookup,
		metadata: mergeMetadata({}, metadata), nickname, product: of.id,
		recurring: recurring ? { aggregate_usage: null, interval: recurring.interval,
			interval_count: recurring.interval_count ?? 1, trial_period_days:
				recurring.trial_period_days ?? null, usage_type: 'licensed' } : null,
		tax_behavior: tax, tiers_mode: null, transform_quantity: null,
		type: recurring ? 'recurring' : 'one_time', unit_amount: amount ?? Math.round(decimal),
		unit_amount_decimal: String(decimal ?? amount) })
	if (_hidden)
		price.active = false
	else
		world.emulator.emit('price.created', price)
	return price
}

/** The old plan that stands beside each recurring price. */
export function planOf(price) {
	return price.recurring && { id: price.id, object: 'plan', active: price.active,
		aggregate_usage: null, amount: price.unit_amount, amount_decimal:
			price.unit_amount_decimal, billing_scheme: 'per_unit', created: price.created,
		currency: price.currency, interval: price.recurring.interval, interval_count:
			price.recurring.interval_count, livemode: false, metadata: price.metadata,
		nickname: price.nickname, product: price.product, tiers_mode: null,
		transform_usage: null, trial_period_days: null, usage_type: 'licensed' }
}

function makeCoupon(world, account, { id, amount_off: amount = null, percent_off: percent = null,
	currency = null, duration = 'once', duration_in_months: months = null, name = null,
	max_redemptions: most = null, redeem_by: until = null, metadata, applies_to: applies }) {
	if (amount === null && percent === null)
		throw invalid('You must specify either an amount_off or percent_off.', { early: true })
	if (amount !== null && !currency)
		throw missing('currency')
	if (percent !== null && (percent <= 0 || percent > 100))
		throw invalid('percent_off must be greater than 0 and at most 100',
			{ param: 'percent_off', early: true })
	if (duration === 'repeating' && !months)
		throw missing('duration_in_months')
	if (id !== undefined && world.has(account, 'coupon', id))
		throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' })
	const coupon = world.make(account, 'coupon', { ...(id && { id }), amount_off: amount,
		currency: currency?.toLowerCase() ?? null, duration, duration_in_months: months,
		max_redemptions: most, metadata: mergeMetadata({}, metadata), name,
		percent_off: percent, redeem_by: until, times_redeemed: 0, valid: true,
		...(applies && { applies_to: applies }) })
	world.emulator.emit('coupon.created', coupon)
	return coupon
}

/** May this coupon still be used? */
export function isUsable(world, coupon) {
	return coupon.valid && (coupon.redeem_by === null || coupon.redeem_by > world.now()) &&
		(coupon.max_redemptions === null || coupon.times_redeemed < coupon.max_redemptions)
}

/** What of an amount a coupon takes off. */
export function discountOf(coupon, amount, currency) {
	if (coupon.percent_off !== null)
		return Math.round(amount * coupon.percent_off / 100)
	return coupon.currency === currency ? Math.min(amount, coupon.amount_off) : 0
}

/** One more use of a coupon, and of the code it came by. */
export function redeem(world, { coupon, promotion_code: code }) {
	coupon.times_redeemed++
	if (coupon.times_redeemed === coupon.max_redemptions)
		coupon.valid = false
	if (code)
		world.any(code).times_redeemed++
}

function makeCode(world, call) {
	const { coupon: plain, promotion, code, max_redemptions: most = null, metadata,
		expires_at: until = null, customer = null, active = true, restrictions } = call.input
	const coupon = world.get(call.account, 'coupon', plain ?? promotion?.coupon, 'coupon')
	const text = code ?? world.newId('coupon').toUpperCase()
	if (findCode(world, call.account, text))
		throw invalid('An active promotion code with `code: ' + text + '` already exists.',
			{ param: 'code' })
	const made = world.make(call.account, 'promotion_code', { active, code: text,
		coupon, customer, expires_at: until, max_redemptions: most,
		metadata: mergeMetadata({}, metadata), restrictions: {
			first_time_transaction: restrictions?.first_time_transaction ?? false,
			minimum_amount: restrictions?.minimum_amount ?? null,
			minimum_amount_currency: restrictions?.minimum_amount_currency ?? null },
		times_redeemed: 0 })
	world.emulator.emit('promotion_code.created', made)
	return made
}

/** The code a person typed, active and of any case, or undefined. */
export function findCode(world, account, text) {
	return world.all(account, 'promotion_code').find((c) => c.active &&
		c.code.toLowerCase() === text.toLowerCase())
}

/** May this code be used for a sum, by a customer? */
export function isCodeUsable(world, code, { amount, currency, customer }) {
	const { minimum_amount: least, minimum_amount_currency: of } = code.restrictions
	return code.active && isUsable(world, world.any(code.coupon.id)) &&
		(code.expires_at === null || code.expires_at > world.now()) &&
		(code.max_redemptions === null || code.times_redeemed < code.max_redemptions) &&
		(code.customer === null || code.customer === customer) &&
		(least === null || (of === currency && amount >= least))
}

const gone = (object) => ({ id: object.id, object: object.object, deleted: true })

function reader(kind, param) {
	return (world, call) => world.get(call.account, kind, call.params[param], param, 404)
}

function changer(kind, param, known = Object.keys) {
	return (world, call) => {
		const object = reader(kind, param)(world, call)
		const { metadata, expand, ...fields } = call.input
		const given = Object.fromEntries(known(fields).map((k) => [k,
			fields[k] === '' ? null : fields[k]]))
		return world.change(object, { ...given, metadata: mergeMetadata(object.metadata,
			metadata), ...(kind === 'product' && { updated: world.now() }) },
		`${kind}.updated`)
	}
}

export const catalogueRoutes = {
	'POST /v1/products': (world, call) => makeProduct(world, call.account, call.input),
	'GET /v1/products': (world, call) => call.page(world.all(call.account, 'product')
		.filter((p) => !call.input.ids || call.input.ids.includes(p.id)),
	{ filters: ['active', 'url'] }),
	'GET /v1/products/{id}': reader('product', 'id'),
	'POST /v1/products/{id}': changer('product', 'id'),
	'DELETE /v1/products/{id}': (world, call) => {
		const product = reader('product', 'id')(world, call)
		if (world.all(call.account, 'price').some((p) => p.product === product.id))
			throw invalid('This product cannot be deleted because it has one or more ' +
				'user-created prices.')
		world.remove(product)
		world.emulator.emit('product.deleted', product)
		return gone(product)
	},
	'POST /v1/prices': (world, call) => makePrice(world, call.account, call.input),
	'GET /v1/prices': (world, call) => call.page(world.all(call.account, 'price')
		.filter((p) => !call.input.lookup_keys || call.input.lookup_keys.includes(p.lookup_key)),
	{ filters: ['active', 'currency', 'product', 'type'] }),
	'GET /v1/prices/{price}': reader('price', 'price'),
	'POST /v1/prices/{price}': changer('price', 'price',
		(fields) => Object.keys(fields).filter((k) => k !== 'transfer_lookup_key')),
	'POST /v1/coupons': (world, call) => makeCoupon(world, call.account, call.input),
	'GET /v1/coupons': (world, call) => call.page(world.all(call.account, 'coupon')),
	'GET /v1/coupons/{coupon}': reader('coupon', 'coupon'),
	'POST /v1/coupons/{coupon}': changer('coupon', 'coupon'),
	'DELETE /v1/coupons/{coupon}': (world, call) => {
		const coupon = reader('coupon', 'coupon')(world, call)
		world.remove(coupon)
		coupon.valid = false
		world.emulator.emit('coupon.deleted', coupon)
		return gone(coupon)
	},
	'POST /v1/promotion_codes': makeCode,
	'GET /v1/promotion_codes': (world, call) => call.page(
		world.all(call.account, 'promotion_code').filter((c) =>
			(!call.input.coupon || c.coupon.id === call.input.coupon) &&
			(!call.input.code || c.code.toLowerCase() === call.input.code.toLowerCase())),
		{ filters: ['active', 'customer'] }),
	'GET /v1/promotion_codes/{promotion_code}': reader('promotion_code', 'promotion_code'),
	'POST /v1/promotion_codes/{promotion_code}': changer('promotion_code', 'promotion_code'),
}

/** The coupon and code of one entry of `discounts`, both checked. */
export function discountFrom(world, account, { coupon, promotion_code: code }, sum) {
	if (code !== undefined) {
		const found = world.get(account, 'promotion_code', code, 'discounts')
		if (!isCodeUsable(world, found, sum))
			throw invalid('This promotion code cannot be redeemed because it is inactive, ' +
				'expired, used up, or not for this purchase.', { param: 'discounts',
				code: 'coupon_expired' })
		return { coupon: world.any(found.coupon.id), promotion_code: found.id }
	}
	if (!world.has(account, 'coupon', coupon))
		throw absent('coupon', coupon, 'discounts')
	const found = world.any(coupon)
	if (!isUsable(world, found))
		throw invalid(`Coupon ${coupon} is used up and cannot be applied.`,
			{ param: 'discounts', code: 'coupon_expired' })
	return { coupon: found, promotion_code: null }
}
