// What the API has learnt since the description beside this, as far as it is used.
const text = { type: 'string' }
const flag = { type: 'boolean' }

const PARAMETERS = {
	'POST /v1/checkout/sessions': { ui_mode: text, return_url: text,
		saved_payment_method_options: { type: 'object' }, adaptive_pricing: { type: 'object',
			properties: { enabled: flag } } },
	'POST /v1/promotion_codes': { promotion: { type: 'object', required: ['type'],
		properties: { type: { type: 'string', enum: ['coupon'] }, coupon: text } } },
	'POST /v1/accounts': { controller: { type: 'object', properties: {
		fees: { type: 'object', properties: { payer: text } },
		losses: { type: 'object', properties: { payments: text } },
		requirement_collection: text,
		stripe_dashboard: { type: 'object', properties: { type: text } } } } },
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
	for (const [name, added] of Object.entries(PARAMETERS)) {
		const [method, path] = name.split(' ')
		const { schema } = spec.paths[path][method.toLowerCase()].requestBody
			.content['application/x-www-form-urlencoded']
		Object.assign(schema.properties, added)
	}
	const codes = spec.paths['/v1/promotion_codes'].post.requestBody
		.content['application/x-www-form-urlencoded'].schema
	codes.required = codes.required.filter((name) => name !== 'coupon')
	for (const item of Object.values(spec.paths))
		for (const operation of Object.values(item))
			close(spec, operation.requestBody)
}
