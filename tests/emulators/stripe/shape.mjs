// Objects are kept with all their fields; each version of the API shows some of
// them, in its own places.
const ACACIA = '2024-09-30'  // a product's features are for marketing
export const BASIL = '2025-03-31'   // periods on the items, an invoice's parent
const CLOVER = '2025-09-30'  // a coupon below promotion and source

const without = (object, ...names) => Object.fromEntries(Object.entries(object)
	.filter(([name]) => !names.includes(name)))

function subscription(o, version) {
	if (version >= BASIL)
		return without(o, 'discount')
	const [first] = o.items.data
	return { ...without(o, 'discounts', 'billing_mode'), discount: o.discount ?? null,
		current_period_start: first?.current_period_start ?? o.start_date,
		current_period_end: first?.current_period_end ?? o.start_date,
		items: { ...o.items, data: o.items.data.map((item) =>
			without(item, 'current_period_start', 'current_period_end', 'discounts')) } }
}

const parentOf = (o) => (o.subscription ? { type: 'subscription_details',
	quote_details: null, subscription_details: { subscription: o.subscription,
		metadata: o._subscription_metadata ?? {} } } : null)

function invoice(o, version) {
	if (version < BASIL)
		return without(o, 'total_taxes', 'amount_overpaid', 'payments',
			'automatically_finalizes_at')
	return { ...without(o, 'subscription', 'subscription_details', 'payment_intent', 'charge',
		'paid', 'paid_out_of_band', 'quote', 'tax', 'discount', 'total_tax_amounts',
		'application_fee_amount', 'rendering_options', 'transfer_data'), parent: parentOf(o) }
}

function line(o, version) {
	if (version < BASIL)
		return without(o, 'taxes', 'subtotal')
	const proration = { proration: o.proration,
		proration_details: o.proration_details ?? { credited_items: null } }
	const details = o.subscription_item && o.type === 'subscription'
		? { type: 'subscription_item_details', invoice_item_details: null,
			subscription_item_details: { invoice_item: null, ...proration,
				subscription: o.subscription, subscription_item: o.subscription_item } }
		: { type: 'invoice_item_details', subscription_item_details: null,
			invoice_item_details: { invoice_item: o.invoice_item ?? null, ...proration,
				subscription: o.subscription } }
	return { ...without(o, 'price', 'plan', 'proration', 'proration_details', 'type',
		'subscription_item', 'invoice_item', 'tax_amounts', 'tax_rates',
		'amount_excluding_tax', 'unit_amount_excluding_tax'), parent: details,
	pricing: o.price && { type: 'price_details', unit_amount_decimal:
		o.price.unit_amount_decimal, price_details: { price: o.price.id,
		product: o.price.product } } }
}

function invoiceitem(o, version) {
	if (version < BASIL)
		return without(o, 'created', 'net_amount')
	return { ...without(o, 'created', 'price', 'plan', 'subscription', 'subscription_item',
		'unit_amount', 'unit_amount_decimal'),
	parent: o.subscription ? { type: 'subscription_details', subscription_details:
		{ subscription: o.subscription, subscription_item: o.subscription_item } } : null,
	pricing: o.price && { type: 'price_details', unit_amount_decimal: o.unit_amount_decimal,
		price_details: { price: o.price.id, product: o.price.product } } }
}

const SHAPES = {
	subscription,
	invoice,
	line_item: line,
	invoiceitem,
	'checkout.session': (o, version) => (version < BASIL ? without(o, 'discounts', 'ui_mode',
		'client_secret') : without(o, 'shipping_details')),
	product: (o, version) => (version < ACACIA ? without(o, 'marketing_features')
		: without(o, 'features')),
	charge: (o, version) => (version < BASIL ? o : without(o, 'invoice')),
	payment_intent: (o, version) => (version < BASIL ? o : without(o, 'invoice')),
	customer: (o, version) => (version < BASIL ? o : without(o, 'discount')),
	promotion_code: (o, version) => (version < CLOVER ? o : { ...without(o, 'coupon'),
		promotion: { type: 'coupon', coupon: o.coupon.id } }),
	discount: (o, version) => (version < CLOVER ? o : { ...without(o, 'coupon'),
		source: { type: 'coupon', coupon: o.coupon.id } }),
}

/** The fields of an object as `version` has them. */
export function shape(object, version) {
	const change = SHAPES[object.object]
	return change ? change(object, version) : object
}
