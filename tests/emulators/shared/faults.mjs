// What goes wrong with the next calls, as asked for:
//
//	fail({ how: 'lost', method: 'POST', path: 'refunds', times: 1, retry_after: 2 })
//
//	reset         the connection is reset before any work
//	409 429 503   refused before any work
//	500           the work is done, the answer is 500
//	lost          the work is done, the connection is reset
//	timeout       the work is done, no answer ever comes
//	hold          the work waits for release()
//	hold_answer   the work is done, the answer waits for release()
export const KINDS = ['reset', '409', '429', '503', '500', 'lost', 'timeout', 'hold',
	'hold_answer']

export class Faults {
	constructor() {
		this.list = []
		this.held = []
	}

	fail({ how, method, path, times = 1, retry_after }) {
		if (!KINDS.includes(String(how)))
			throw new Error(`how is one of ${KINDS.join(', ')}`)
		this.list.push({ how: String(how), method, path: path && new RegExp(path), times,
			retryAfter: retry_after })
	}

	take({ method, path }) {
		const fault = this.list.find((f) => f.times > 0 &&
			(!f.method || f.method === method) && (!f.path || f.path.test(path)))
		if (fault)
			fault.times--
		return fault ?? null
	}

	/** Resolves when release() is called. */
	wait() {
		return new Promise((go) => { this.held.push(go) })
	}

	release() {
		const waiting = this.held.splice(0)
		for (const go of waiting)
			go()
		return waiting.length
	}

	clear() {
		this.list = []
		this.release()
	}
}
