// What a checkout session does in subscription mode.
import { invalid } from './errors.mjs'

export function subscribe() {
	throw invalid('mode subscription is not emulated')
}

export const authenticated = subscribe
