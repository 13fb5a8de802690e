// The emulated time, in seconds: the machine's, moved on at will.  What is due
// later is data, so that it outlives a restart: a kind and its arguments, run by
// the handler of that kind at its own instant, in order.
export class Clock {
	/** handlers: { kind: (...args) => void }; state: where it is kept. */
	constructor(state, handlers = {}) {
		this.state = state
		this.handlers = handlers
		state.offset ??= 0
		state.tasks ??= []
		this.frozen = null
	}

	now() {
		return Math.floor(this.exact())
	}

	exact() {
		return this.frozen ?? Date.now() / 1000 + this.state.offset
	}

	/** The instant as PayPal writes it. */
	text(seconds = this.now()) {
		return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
	}

	at(seconds, kind, ...args) {
		const { tasks } = this.state
		let i = tasks.length
		while (i > 0 && tasks[i - 1].at > seconds)
			i--
		tasks.splice(i, 0, { at: seconds, kind, args })
		this.arm()
	}

	/** Forget what is due for these arguments. */
	forget(kind, ...args) {
		this.state.tasks = this.state.tasks.filter((task) => task.kind !== kind ||
			args.some((arg, i) => task.args[i] !== arg))
	}

	/** Move on; what falls due on the way runs as of its instant. */
	advance(seconds) {
		const end = this.exact() + seconds
		this.runUntil(end)
		this.state.offset += seconds
		this.arm()
	}

	runUntil(end) {
		for (let task = this.state.tasks[0]; task && task.at <= end;
			task = this.state.tasks[0]) {
			this.state.tasks.shift()
			this.frozen = Math.max(task.at, this.exact())
			try {
				this.handlers[task.kind](...task.args)
			} finally {
				this.frozen = null
			}
		}
	}

	/** Wake up for what falls due while nobody asks. */
	arm() {
		clearTimeout(this.timer)
		const [next] = this.state.tasks
		if (!next || this.frozen !== null || this.stopped)
			return
		const wait = Math.min(Math.max((next.at - this.exact()) * 1000, 0), 3600e3)
		this.timer = setTimeout(() => {
			this.runUntil(this.exact())
			this.arm()
			this.onWake?.()
		}, wait)
		this.timer.unref()
	}

	stop() {
		this.stopped = true
		clearTimeout(this.timer)
	}
}
