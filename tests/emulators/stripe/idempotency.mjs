// The first answer under a key is the answer: kept for a day once the work has
// begun, whatever came of it, also a 500.
import { Refusal, invalid } from './errors.mjs'

const KEPT_SECONDS = 24 * 3600
const LONGEST = 255

const sorted = (value) => (value === null || typeof value !== 'object' ? value
	: Array.isArray(value) ? value.map(sorted)
		: Object.fromEntries(Object.keys(value).sort().map((k) => [k, sorted(value[k])])))

export class Idempotency {
	constructor(state, clock) {
		this.clock = clock
		this.state = state
		this.forget(state.keys)
	}

	forget(kept = {}) {
		this.keys = this.state.keys = kept
		this.running = new Set()
	}

	/** What is known of the call's key: an answer to repeat, or null. */
	find(call) {
		const name = this.nameOf(call)
		if (!name)
			return null
		if (this.running.has(name))
			throw new Refusal(409, 'idempotency_error', 'There is currently another in-progress ' +
				'request using this Idempotent Key (that probably means you submitted twice, ' +
				'and the other request is still going through)',
			{ code: 'idempotency_key_in_use', early: true })
		const kept = this.keys[name]
		if (!kept || kept.at + KEPT_SECONDS <= this.clock.now())
			return null
		if (kept.print !== this.printOf(call))
			throw new Refusal(400, 'idempotency_error', 'Keys for idempotent requests can only ' +
				'be used with the same parameters they were first used with.', { early: true })
		return { status: kept.status, body: kept.body, headers: {
			'idempotent-replayed': 'true', 'original-request': kept.request } }
	}

	begin(call) {
		const name = this.nameOf(call)
		if (name)
			this.running.add(name)
	}

	end(call, answer, isKept) {
		const name = this.nameOf(call)
		if (!name)
			return
		this.running.delete(name)
		if (isKept)
			this.keys[name] = { at: this.clock.now(), print: this.printOf(call),
				status: answer.status, body: answer.body, request: call.requestId }
	}

	nameOf(call) {
		const key = call.headers['idempotency-key']
		if (call.method !== 'POST' || key === undefined || key === '')
			return null
		if (key.length > LONGEST)
			throw invalid(`Idempotency keys are at most ${LONGEST} characters`, { early: true })
		return `${call.account} ${key}`
	}

	printOf(call) {
		return `${call.path} ${JSON.stringify(sorted(call.input))}`
	}
}
