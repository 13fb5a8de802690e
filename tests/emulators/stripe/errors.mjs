// How the API says no.
export class Refusal extends Error {
	/** early: seen before the work began, so no idempotency key keeps it. */
	constructor(status, type, message, { early = false, ...more } = {}) {
		super(message)
		this.status = status
		this.early = early
		this.body = { error: { ...more, message, type } }
	}
}

/** A request that is wrong in itself. */
export function invalid(message, more = {}) {
	return new Refusal(more.status ?? 400, 'invalid_request_error', message,
		{ ...more, status: undefined })
}

export const missing = (param) => invalid(`Missing required param: ${param}.`,
	{ code: 'parameter_missing', param, early: true })

export const absent = (kind, id, param = 'id', status = 400) =>
	invalid(`No such ${kind}: '${id}'`, { code: 'resource_missing', param, status })

const DECLINES = {
	generic_decline: 'Your card was declined.',
	insufficient_funds: 'Your card has insufficient funds.',
	lost_card: 'Your card was declined.',
	expired_card: 'Your card has expired.',
	authentication_required: 'Your card was declined. This transaction requires authentication.',
}

/** A card that does not pay: its code, and what the person reads. */
export function declined(reason, more = {}) {
	const code = reason === 'expired_card' ? reason
		: reason === 'authentication_required' ? reason : 'card_declined'
	return { type: 'card_error', code, ...(code === 'card_declined' &&
		{ decline_code: reason }), message: DECLINES[reason] ?? DECLINES.generic_decline,
	...more }
}

const KEYWORDS = {
	additionalProperties: ['parameter_unknown', (at) => `Received unknown parameter: ${at}`],
	required: ['parameter_missing', (at) => `Missing required param: ${at}.`],
	enum: [undefined, (at, e) => `Invalid ${at}: must be one of ${(e.values ?? [])
		.filter((v) => v !== null).join(', ')}`],
	maxLength: [undefined, (at, e) => `Invalid string: ${at} must be at most ${e.limit} characters`],
}

/** The first thing wrong with a request, in the API's words; path without brackets. */
export function badRequest(mistakes) {
	const rank = (e) => ['additionalProperties', 'required'].indexOf(e.keyword) < 0 ? 1 : 0
	const plain = mistakes.filter((e) => !(e.keyword === 'enum' && e.values?.length === 1 &&
		e.values[0] === '') && e.keyword !== 'anyOf')
	const [first] = (plain.length ? plain : mistakes).sort((a, b) => rank(a) - rank(b) ||
		b.path.length - a.path.length)
	const steps = first.name === undefined ? first.path : [...first.path, first.name]
	const at = steps[0] + steps.slice(1).map((s) => `[${s}]`).join('')
	const integer = first.keyword === 'type' && [first.type].flat().includes('integer')
	const [code, words] = integer ? ['parameter_invalid_integer', () => `Invalid integer: ${at}`]
		: KEYWORDS[first.keyword] ?? [undefined, () => `Invalid ${at}: ${first.words}`]
	return invalid(words(at, first), { code, param: at, early: true })
}
