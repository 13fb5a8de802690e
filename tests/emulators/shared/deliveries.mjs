// Webhooks on their way.  What one call or click causes is a batch, sent once the
// caller has its answer: shuffled by default, since no order is promised.  Anything
// but 2xx is tried again after growing gaps of the emulated clock, signed anew.
//
// settings: order (shuffled, as_made, reversed), copies, hold (true: nothing leaves
// before deliver()), early (true: before the caller has its answer), concurrency,
// gaps (seconds between tries), timeout (seconds).
// Rules bend what comes next: rule({ type: 'charge.*', how: 'drop', times: 1 }),
// how being drop, hold, twice, late (by `seconds` of the emulated clock), or twin: two
// events of different ids tell the same.
import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import https from 'node:https'

const RULES = ['drop', 'hold', 'twice', 'late', 'twin']
const matches = (pattern, type) => !pattern || new RegExp(`^${pattern
	.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(type)

export class Deliveries extends EventEmitter {
	/** write(event, endpoint) gives { url, headers, body } of one try, twin(event) the id
	 * of another event that tells the same. */
	constructor({ clock, random, write, twin, gaps }) {
		super()
		this.setMaxListeners(0)
		this.clock = clock
		this.random = random
		this.write = write
		this.twin = twin
		this.settings = { order: 'shuffled', copies: 1, hold: false, early: false,
			concurrency: 4, gaps, timeout: 10 }
		this.rules = []
		this.batch = []
		this.queue = []
		this.held = []
		this.active = 0
		this.log = []
		this.agents = { 'http:': new http.Agent({ keepAlive: true }),
			'https:': new https.Agent({ keepAlive: true }) }
		clock.handlers['delivery'] = (item) => this.send([item])
	}

	rule({ type, how, times = 1, seconds = 0 }) {
		if (!RULES.includes(how))
			throw new Error(`how is one of ${RULES.join(', ')}`)
		this.rules.push({ type, how, times, seconds })
	}

	/** An event for an endpoint, in this batch: both by id, with the type. */
	push(event, endpoint, type) {
		this.batch.push({ event, endpoint, type, attempt: 1 })
	}

	/** Send the batch off, as settings and rules say. */
	flush() {
		const batch = this.arranged(this.batch.splice(0))
		const now = []
		for (const item of batch) {
			const rule = this.takeRule(item.type)
			if (rule?.how === 'drop')
				this.note(item, { status: 0, error: 'dropped' })
			else if (rule?.how === 'hold' || (this.settings.hold && !rule))
				this.held.push(item)
			else if (rule?.how === 'late')
				this.clock.at(this.clock.exact() + rule.seconds, 'delivery', item)
			else if (rule?.how === 'twin')
				now.push(item, { ...item, event: this.twin(item.event) })
			else
				now.push(...Array(rule?.how === 'twice' ? 2 : this.settings.copies)
					.fill(item))
		}
		this.send(now)
	}

	arranged(list) {
		if (this.settings.order === 'reversed')
			return list.reverse()
		if (this.settings.order === 'shuffled')
			for (let i = list.length - 1; i > 0; i--) {
				const j = Math.floor(this.random() * (i + 1))
				const kept = list[i]
				list[i] = list[j]
				list[j] = kept
			}
		return list
	}

	takeRule(type) {
		const rule = this.rules.find((r) => r.times > 0 && matches(r.type, type))
		if (rule)
			rule.times--
		return rule
	}

	/** Let go what is held: { type, order, copies }; gives how many. */
	deliver({ type, order = 'as_made', copies = 1 } = {}) {
		const going = this.held.filter((item) => matches(type, item.type))
		this.held = this.held.filter((item) => !going.includes(item))
		const before = this.settings.order
		this.settings.order = order
		const list = this.arranged(going).flatMap((item) => Array(copies).fill(item))
		this.settings.order = before
		this.send(list)
		return list.length
	}

	send(items, at = this.clock.exact()) {
		this.queue.push(...items.map((item) => ({ ...item, at })))
		this.pump()
	}

	pump() {
		const most = this.settings.order === 'as_made' ? 1 : this.settings.concurrency
		while (this.active < most && this.queue.length > 0) {
			this.active++
			this.attempt(this.queue.shift()).finally(() => {
				this.active--
				this.pump()
				if (this.isIdle)
					this.emit('idle')
			})
		}
	}

	get isIdle() {
		return this.active === 0 && this.queue.length === 0 && this.batch.length === 0
	}

	/** Until nothing is on its way; held and later ones do not count. */
	async settled() {
		while (!this.isIdle)
			await once(this, 'idle')
	}

	async attempt(item) {
		const written = this.write(item.event, item.endpoint)
		if (!written)
			return
		const result = await this.post(written).catch((error) => ({ status: 0,
			error: error.code ?? error.message }))
		this.note(item, result)
		if (result.status >= 200 && result.status < 300)
			return
		this.tryLater(item)
	}

	// From the try's own instant, wherever the clock has been moved meanwhile.
	tryLater(item) {
		const due = item.at + this.settings.gaps[item.attempt - 1]
		const next = { ...item, attempt: item.attempt + 1 }
		if (due <= this.clock.exact())
			this.send([next], due)
		else if (due)
			this.clock.at(due, 'delivery', next)
	}

	/** Try at once what waits for its next attempt; gives how many. */
	retry() {
		const late = this.clock.state.tasks.filter((task) => task.kind === 'delivery')
		this.clock.forget('delivery')
		this.send(late.map((task) => task.args[0]))
		return late.length
	}

	note(item, { status, error, milliseconds }) {
		const line = { event: item.event, type: item.type, endpoint: item.endpoint,
			attempt: item.attempt, status, error, milliseconds,
			at: Math.floor(item.at ?? this.clock.exact()) }
		this.log.push(line)
		this.emit('delivery', line)
	}

	/** One POST: { status, milliseconds }. */
	post({ url, headers, body, ca }) {
		const target = new URL(url)
		const began = performance.now()
		const { request } = target.protocol === 'https:' ? https : http
		return new Promise((done, fail) => {
			const call = request(target, { method: 'POST', ca,
				agent: ca ? undefined : this.agents[target.protocol],
				headers: { ...headers, 'content-length': Buffer.byteLength(body) },
				timeout: this.settings.timeout * 1000 }, (answer) => {
				answer.resume()
				answer.on('error', fail)
				answer.on('end', () => done({ status: answer.statusCode,
					milliseconds: performance.now() - began }))
			})
			call.on('timeout', () => call.destroy(new Error('timeout')))
			call.on('error', fail)
			call.end(body)
		})
	}

	forget() {
		Object.assign(this, { batch: [], queue: [], held: [], log: [] })
	}

	stop() {
		this.queue = []
		for (const agent of Object.values(this.agents))
			agent.destroy()
	}
}
