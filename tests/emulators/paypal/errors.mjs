// How the API says no.
const NAMES = { 400: 'INVALID_REQUEST', 403: 'NOT_AUTHORIZED', 404: 'RESOURCE_NOT_FOUND',
	409: 'RESOURCE_CONFLICT', 413: 'REQUEST_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE',
	422: 'UNPROCESSABLE_ENTITY', 429: 'RATE_LIMIT_REACHED', 500: 'INTERNAL_SERVER_ERROR',
	503: 'SERVICE_UNAVAILABLE' }
const MESSAGES = {
	400: 'Request is not well-formed, syntactically incorrect, or violates schema.',
	403: 'Authorization failed due to insufficient permissions.',
	404: 'The specified resource does not exist.',
	409: 'The server has detected a conflict while processing this request.',
	413: 'The request is too large.',
	415: 'The server does not support the request payload\'s media type.',
	422: 'The requested action could not be performed, semantically incorrect, or failed business validation.',
	429: 'Too many requests. Blocked due to rate limiting.',
	500: 'An internal server error has occurred.',
	503: 'Service Unavailable.',
}

export class Refusal extends Error {
	constructor(status, details = [], links = []) {
		super(details[0]?.issue ?? NAMES[status])
		this.status = status
		this.details = details
		this.links = links
	}

	body(debugId) {
		return { name: NAMES[this.status], message: MESSAGES[this.status],
			debug_id: debugId, details: this.details, links: this.links }
	}
}

const WORDS = {
	AMOUNT_MISMATCH: 'Should equal item_total + tax_total + shipping + handling + insurance - shipping_discount - discount.',
	CAPTURE_FULLY_REFUNDED: 'The capture has already been fully refunded',
	CANNOT_BE_ZERO_OR_NEGATIVE: 'Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.',
	DECIMAL_PRECISION: 'If the currency supports decimals, only two decimal place precision is supported.',
	DUPLICATE_INVOICE_ID: 'Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.',
	INSTRUMENT_DECLINED: 'The instrument presented was either declined by the processor or bank, or it can\'t be used for this payment.',
	INVALID_RESOURCE_ID: 'Specified resource ID does not exist. Please check the resource ID and try again.',
	ITEM_TOTAL_MISMATCH: 'Should equal sum of (unit_amount * quantity) across all items for a given purchase_unit.',
	ORDER_ALREADY_CAPTURED: 'Order already captured. If \'intent=CAPTURE\' only one capture per order is allowed.',
	ORDER_NOT_APPROVED: 'Payer has not yet approved the Order for payment. Please redirect the payer to the \'rel\':\'approve\' url returned as part of the HATEOAS links within the Create Order call or provide a valid payment_source in the request.',
	PENDING_CAPTURE: 'Cannot initiate a refund as the capture is pending. Capture is typically pending when the payer has funded the transaction using e-check/bank funded.',
	PREVIOUS_REQUEST_IN_PROGRESS: 'A previous request on this resource is currently in progress. Please wait for sometime and try again.',
	REFUND_AMOUNT_EXCEEDED: 'The refund amount must be less than or equal to the capture amount that has not yet been refunded.',
}

/** Not to be done as things are: an issue by its name. */
export const unprocessable = (issue, where = {}, links = []) =>
	new Refusal(422, [{ ...where, issue, description: WORDS[issue] ?? issue }], links)

export const notFound = () => new Refusal(404, [{ issue: 'INVALID_RESOURCE_ID',
	description: WORDS.INVALID_RESOURCE_ID }])

const ISSUES = { required: 'MISSING_REQUIRED_PARAMETER', maxLength: 'INVALID_STRING_LENGTH',
	minLength: 'INVALID_STRING_LENGTH', pattern: 'INVALID_PARAMETER_SYNTAX',
	type: 'INVALID_PARAMETER_SYNTAX', enum: 'INVALID_PARAMETER_VALUE',
	minItems: 'INVALID_ARRAY_MIN_ITEMS', maxItems: 'INVALID_ARRAY_MAX_ITEMS' }

/** What is wrong with a request by the description. */
export function badRequest(mistakes, location = 'body') {
	return new Refusal(400, mistakes.filter((e) => ISSUES[e.keyword]).slice(0, 10).map((e) => ({
		field: `/${[...e.path, ...e.name === undefined ? [] : [e.name]].join('/')}`,
		location, issue: ISSUES[e.keyword], description: e.words })))
}
