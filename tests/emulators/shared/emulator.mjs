// What the emulators share: a server of their own, the calls they got, faults on
// request, webhooks, a clock that can be moved, state that survives a restart, and
// /_control, by which a test or a person moves all of it:
//
//	POST /_control/advance {"seconds": 86400}     GET /_control: what there is
//
// In one process the same is emulator.control.advance({ seconds: 86400 }).
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync,
	writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Clock } from './clock.mjs'
import { controlPage } from './control_page.mjs'
import { Deliveries } from './deliveries.mjs'
import { Faults } from './faults.mjs'
import { seeded } from './ids.mjs'
import { redirect } from './page.mjs'

const LONGEST_BODY = 2 << 20
const CALLS_KEPT = 5000
const REFUSED_AT_ONCE = ['409', '429', '503']

export class Emulator {
	/** Options: name, title (for people), folder (state, settings and log go there),
	 * seed, offset (seconds the clock is ahead), gaps. */
	constructor({ name, title, folder = null, seed = Date.now(), offset, gaps }) {
		this.name = name
		this.title = title
		this.folder = folder
		this.random = seeded(seed)
		this.calls = []
		this.mistakes = []     // against the description, or of the emulator itself
		this.faults = new Faults()
		this.state = this.load() ?? {}
		this.state.offset = offset ?? this.state.offset
		this.clock = new Clock(this.state)
		this.deliveries = new Deliveries({ clock: this.clock, random: this.random, gaps,
			write: (event, endpoint) => this.writeDelivery(event, endpoint),
			twin: (event) => this.twinEvent(event) })
		this.clock.onWake = () => this.done()
		this.control = {}
		this.allow({
			advance: ({ seconds }) => {
				this.clock.advance(Number(seconds))
				return { now: this.clock.now() }
			},
			fail: (fault) => this.faults.fail(fault),
			release: () => this.faults.release(),
			deliveries: (settings) => Object.assign(this.deliveries.settings, settings),
			rule: (rule) => this.deliveries.rule(rule),
			deliver: (which) => this.deliveries.deliver(which),
			retry: () => this.deliveries.retry(),
			settle: () => this.deliveries.settled(),
			log: () => this.deliveries.log,
			calls: () => this.calls,
			mistakes: () => this.mistakes,
			clear_faults: () => {
				this.faults.clear()
				this.deliveries.rules = []
			},
			reset: () => {
				this.state.tasks = []
				Object.assign(this, { calls: [], mistakes: [] })
				this.deliveries.forget()
				this.forget()
			},
		})
	}

	/** Controls, by name; what each of them causes is delivered. */
	allow(controls) {
		for (const [name, run] of Object.entries(controls))
			this.control[name] = (...args) => {
				const result = run(...args)
				this.done()
				return result
			}
	}

	/** To be given by each: api(call), page(call), refusal(status, fault),
	 * writeDelivery(event, endpoint), twinEvent(event), deliverTo(url), forget(), settings. */
	async start(port = 0) {
		this.server = createServer((request, response) => {
			this.serve(request, response).catch((error) => this.broke(error, response))
		})
		this.server.keepAliveTimeout = 60e3
		this.server.listen(port, '127.0.0.1')
		await once(this.server, 'listening')
		this.url = `http://127.0.0.1:${this.server.address().port}`
		await this.started?.()
		this.clock.arm()
		this.writeSettings()
		return this
	}

	async stop() {
		this.clock.stop()
		this.faults.clear()
		this.deliveries.stop()
		this.save()
		this.server.closeAllConnections()
		this.server.close()
		await once(this.server, 'close')
		await this.stopped?.()
	}

	// --- what is kept ----------------------------------------------------------------
	load() {
		const file = this.folder && join(this.folder, `${this.name}.json`)
		return file && existsSync(file) ? JSON.parse(readFileSync(file)) : null
	}

	save() {
		clearTimeout(this.saving)
		this.saving = null
		if (!this.folder)
			return
		const file = join(this.folder, `${this.name}.json`)
		mkdirSync(this.folder, { recursive: true })
		writeFileSync(`${file}.new`, JSON.stringify(this.state), { mode: 0o600 })
		renameSync(`${file}.new`, file)
	}

	writeSettings() {
		if (!this.folder)
			return
		mkdirSync(this.folder, { recursive: true })
		writeFileSync(join(this.folder, `${this.name}.env`), Object.entries(this.settings)
			.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 })
	}

	/** A call, a click or a timer is over: its webhooks go, the state is kept. */
	done() {
		this.deliveries.flush()
		if (this.folder)
			this.saving ??= setTimeout(() => this.save(), 200).unref()
	}

	// --- the wire --------------------------------------------------------------------
	async serve(request, response) {
		const call = await this.readCall(request)
		if (call.tooLong)
			return this.send(response, this.refusal(413))
		if (call.path.startsWith('/_control'))
			return this.send(response, await this.serveControl(call))
		if (call.path === '/favicon.ico')
			return this.send(response, { status: 204 })
		const shown = await this.page(call)
		if (shown) {
			this.done()
			return this.send(response, shown)
		}
		return this.serveApi(call, request, response)
	}

	async readCall(request) {
		const parts = []
		let size = 0
		for await (const part of request) {
			size += part.length
			if (size <= LONGEST_BODY)
				parts.push(part)
		}
		const url = new URL(request.url, 'http://emulator')
		return { method: request.method, path: url.pathname, search: url.search,
			query: url.searchParams, headers: request.headers, raw: Buffer.concat(parts)
				.toString(), tooLong: size > LONGEST_BODY, at: this.clock.now() }
	}

	async serveApi(call, request, response) {
		this.note(call)
		const fault = this.faults.take(call)
		call.fault = fault?.how ?? null
		if (call.fault === 'reset')
			return request.socket.resetAndDestroy()
		const answer = REFUSED_AT_ONCE.includes(call.fault)
			? this.refusal(Number(call.fault), fault) : await this.api(call)
		call.status = answer.status
		this.done()
		if (call.fault === 'lost')
			return request.socket.resetAndDestroy()
		if (call.fault === 'timeout')
			return undefined
		if (call.fault === 'hold_answer')
			await this.faults.wait()
		if (this.deliveries.settings.early)
			await this.deliveries.settled()
		return this.send(response, answer)
	}

	note(call) {
		this.calls.push(call)
		if (this.calls.length > CALLS_KEPT)
			this.calls.shift()
		if (this.folder)
			appendFileSync(join(this.folder, `${this.name}.log`), `${JSON.stringify({
				at: this.clock.text(), method: call.method, path: call.path })}\n`)
	}

	send(response, { status, headers = {}, body = '' }) {
		const text = typeof body === 'string' ? body : `${JSON.stringify(body, null, 2)}\n`
		response.writeHead(status, { ...(typeof body !== 'string' &&
			{ 'content-type': 'application/json' }),
		'content-length': Buffer.byteLength(text), ...headers })
		response.end(text)
	}

	broke(error, response) {
		if (error.code === 'ECONNRESET')
			return   // the caller has gone away
		this.mistakes.push(error.stack)
		if (!response.headersSent)
			this.send(response, { status: 500, body: { emulator: error.stack } })
	}

	// --- control ---------------------------------------------------------------------
	async serveControl(call) {
		const name = call.path.slice('/_control'.length).replace(/^\//, '')
		const isForm = /urlencoded/.test(call.headers['content-type'] ?? '')
		if (!name && /text\/html/.test(call.headers.accept ?? ''))
			return controlPage(this)
		if (!name)
			return { status: 200, body: { now: this.clock.text(),
				control: Object.keys(this.control).sort() } }
		if (!Object.hasOwn(this.control, name))
			return { status: 404, body: { error: `there is no control ${name}` } }
		try {
			const result = await this.control[name](isForm ? Object.fromEntries(
				new URLSearchParams(call.raw)) : call.raw ? JSON.parse(call.raw)
				: Object.fromEntries(call.query))
			return isForm ? redirect('/_control') : { status: 200, body: result ?? null }
		} catch (error) {
			return { status: 400, body: { error: error.message } }
		}
	}

	/** What a person might want to happen now: see control_page.mjs. */
	choices() {
		return []
	}
}

/** As a program: node NAME.mjs PORT FOLDER [WEBHOOK_URL], until a signal comes. */
export async function runEmulator(make) {
	const [port = '0', folder, webhook] = process.argv.slice(2)
	const emulator = make({ folder })
	await emulator.start(Number(port))
	if (webhook)
		emulator.deliverTo(webhook)
	console.log(`ready ${emulator.url}`)
	const stop = () => emulator.stop().then(() => process.exit(0))
	process.on('SIGTERM', stop)
	process.on('SIGINT', stop)
}
