// What the API has learnt since the description beside this, as far as it is used.
const text = { type: 'string' }
const flag = { type: 'boolean' }

const object = (properties, required = []) => ({ type: 'object', properties, required })
const list = (items) => ({ type: 'array', items })
const FORM = 'application/x-www-form-urlencoded'
const DISCOUNTS = list(object({ coupon: text, discount: text, promotion_code: text }))

const PARAMETERS = {
	'POST /v1/checkout/sessions': { ui_mode: text, return_url: text,
		saved_payment_method_options: { type: 'object' }, adaptive_pricing: { type: 'object',
			properties: { enabled: flag } } },
	'POST /v1/promotion_codes': { promotion: { type: 'object', required: ['type'],
		properties: { type: { type: 'string', enum: ['coupon'] }, coupon: text } } },
	'POST /v1/subscriptions': { discounts: DISCOUNTS, billing_mode: object({ type: text }) },
	'POST /v1/subscriptions/{subscription_exposed_id}': { discounts: DISCOUNTS },
	'POST /v1/accounts': { controller: { type: 'object', properties: {
		fees: { type: 'object', properties: { payer: text } },
		losses: { type: 'object', properties: { payments: text } },
		requirement_collection: text,
		stripe_dashboard: { type: 'object', properties: { type: text } } } } },
}

// Newer places of what there was: the preview of an invoice, its payments.
function newPaths(spec) {
	const update = spec.paths['/v1/subscriptions/{subscription_exposed_id}'].post.requestBody
		.content[FORM].schema.properties
	const details = object({ items: update.items, proration_behavior: update.proration_behavior,
		proration_date: update.proration_date, trial_end: update.trial_end,
		cancel_at_period_end: flag, billing_cycle_anchor: update.billing_cycle_anchor })
	const query = (properties) => Object.entries(properties).map(([name, schema]) =>
		({ name, in: 'query', schema }))
	const paging = { limit: { type: 'integer' }, starting_after: text, ending_before: text,
		expand: list(text) }
	return {
		'/v1/invoices/create_preview': { post: { requestBody: { content: { [FORM]: { schema: {
			...object({ customer: text, subscription: text, subscription_details: details,
				expand: list(text) }), additionalProperties: false } } } } } },
		'/v1/invoice_payments': { get: { parameters: query({ invoice: text, status: text,
			payment: object({ type: text, payment_intent: text }), ...paging }) } },
		'/v1/invoice_payments/{invoice_payment}': { get: { parameters:
			query({ expand: list(text) }) } },
	}
}

// A hash takes nothing but what it names.
function close(spec, node) {
	if (!node || typeof node !== 'object')
		return
	if (node.type === 'object' && node.properties)
		node.additionalProperties ??= false
	for (const value of Object.values(node))
		close(spec, value)
}

export function amend(spec) {
	Object.assign(spec.paths, newPaths(spec))
	for (const [name, added] of Object.entries(PARAMETERS)) {
		const [method, path] = name.split(' ')
		const { schema } = spec.paths[path][method.toLowerCase()].requestBody
			.content[FORM]
		Object.assign(schema.properties, added)
	}
	const codes = spec.paths['/v1/promotion_codes'].post.requestBody
		.content[FORM].schema
	codes.required = codes.required.filter((name) => name !== 'coupon')
	for (const item of Object.values(spec.paths))
		for (const operation of Object.values(item))
			close(spec, operation.requestBody)
}
