// Google's consent, tokens and calendars, as far as Belay uses them: stateful,
// and strict.  Every call is checked against Google's own description.
//
//	const google = await startGoogle()
//	google.addAccount('ines@gmail.test', { timeZone: 'Europe/Lisbon' })
//	google.put('ines@gmail.test', { id: 'x', start: …, end: … })
//	google.fail({ method: 'POST', path: /events$/, how: '429', times: 1 })
//	google.calls, google.mistakes, google.events('ines@gmail.test')
//	await google.stop()
//
// By itself: node google.mjs PORT; then POST /-/control {"call": "fail",
// "arguments": […]} does the same from outside (patterns as text).
//
// Ways to fail: 401, 403 (rateLimitExceeded), forbidden, 429, 500, 503, invalid_grant; reset
// (before the work), lost (the work is done, its answer never comes: the
// connection is cut), hold (the work is done, the answer waits for release()).
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { heard } from '../wait.mjs'
import { readSpec } from './openapi.mjs'

const API = '/calendar/v3'
const CLIENT = { id: 'lab-client.apps.test', secret: 'lab-secret' }
const token = (kind) => `${kind}.${randomBytes(24).toString('base64url')}`

class Refusal extends Error {
	constructor(status, reason, message = reason) {
		super(message)
		this.status = status
		this.reason = reason
	}
}

function merge(into, from) {
	for (const [name, value] of Object.entries(from))
		if (value === null)
			delete into[name]
		else if (typeof value === 'object' && !Array.isArray(value))
			into[name] = merge({ ...into[name] }, value)
		else
			into[name] = value
	return into
}

// Instants, for windows; an all-day or floating time counts as UTC, a day off at most.
const at = (time) => Date.parse(time?.dateTime
	? time.dateTime.replace(/(:\d\d(\.\d+)?)$/, (x) => (/T.*:.*:/.test(time.dateTime) &&
		!/[+-]\d\d:\d\d$/.test(time.dateTime) ? `${x}Z` : x))
	: `${time?.date}T00:00:00Z`)

class Calendar {
	constructor(id, timeZone) {
		this.id = id
		this.timeZone = timeZone
		this.all = new Map()
		this.version = 1
		this.forgotten = 0
		this.pageSize = Infinity
	}

	store(event) {
		event.version = ++this.version
		event.etag = `"${event.version}"`
		this.all.set(event.id, event)
		return event
	}

	shown({ version, ...event }) {
		return { kind: 'calendar#event', ...event }
	}

	insert(body) {
		if (!body.start || !body.end)
			throw new Refusal(400, 'required', 'Missing end time.')
		if (body.id !== undefined && !/^[a-v0-9]{5,1024}$/.test(body.id))
			throw new Refusal(400, 'invalid', 'Invalid resource id value.')
		if (this.all.has(body.id))
			throw new Refusal(409, 'duplicate',
				'The requested identifier already exists.')
		return this.store({ status: 'confirmed', sequence: 0, ...structuredClone(body),
			id: body.id ?? randomBytes(13).toString('hex') })
	}

	change(id, body, match, whole) {
		const event = this.all.get(id)
		if (!event)
			throw new Refusal(404, 'notFound', 'Not Found')
		if (match && match !== event.etag)
			throw new Refusal(412, 'conditionNotMet', 'Precondition Failed')
		if ((body.sequence ?? event.sequence) < event.sequence)
			throw new Refusal(400, 'invalid', 'Invalid sequence value. The specified ' +
				'sequence number is below the current sequence number of the resource.')
		return this.store(whole ? { ...structuredClone(body), id,
			sequence: body.sequence ?? event.sequence, status: body.status ?? 'confirmed' }
			: merge(event, body))
	}

	remove(id) {
		const event = this.all.get(id)
		if (!event)
			throw new Refusal(404, 'notFound', 'Not Found')
		if (event.status === 'cancelled')
			throw new Refusal(410, 'deleted', 'Resource has been deleted')
		this.store({ ...event, status: 'cancelled' })
	}

	list(query) {
		const wanted = this.wanted(query)
		const start = wanted.offset ?? 0
		const found = [...this.all.values()].filter((e) => e.version > wanted.since &&
			e.version <= wanted.until && (e.status !== 'cancelled' || wanted.since > 0 ||
				query.get('showDeleted') === 'true') && (e.status === 'cancelled' ||
				((!wanted.min || at(e.end) > wanted.min) &&
					(!wanted.max || at(e.start) < wanted.max))))
			.sort((a, b) => a.version - b.version)
		const size = Math.min(Number(query.get('maxResults') ?? 250), this.pageSize)
		const items = found.slice(start, start + size).map((e) => (wanted.since > 0 &&
			e.status === 'cancelled' ? { kind: 'calendar#event', id: e.id, etag: e.etag,
				status: 'cancelled' } : this.shown(e)))
		const rest = start + size < found.length
		const seal = (o) => Buffer.from(JSON.stringify(o)).toString('base64url')
		return { kind: 'calendar#events', summary: this.id, timeZone: this.timeZone, items,
			...(rest ? { nextPageToken: seal({ ...wanted, offset: start + size }) }
				: { nextSyncToken: seal({ since: wanted.until, min: wanted.min,
					max: wanted.max }) }) }
	}

	wanted(query) {
		const open = (text) => JSON.parse(Buffer.from(text, 'base64url'))
		const sync = query.get('syncToken')
		if (sync !== null) {
			for (const name of ['timeMin', 'timeMax', 'orderBy', 'q', 'iCalUID', 'updatedMin'])
				if (query.has(name))
					throw new Refusal(400, 'invalid', `${name} together with syncToken`)
			const { since, min, max } = open(sync)
			if (since < this.forgotten)
				throw new Refusal(410, 'fullSyncRequired',
					'Sync token is no longer valid, a full sync is required.')
			if (!query.has('pageToken'))
				return { since, min, max, until: this.version }
		}
		if (query.has('pageToken'))
			return open(query.get('pageToken'))
		return { since: 0, until: this.version,
			min: query.has('timeMin') ? Date.parse(query.get('timeMin')) : undefined,
			max: query.has('timeMax') ? Date.parse(query.get('timeMax')) : undefined }
	}
}

class Google {
	constructor() {
		this.client = CLIENT
		this.accounts = new Map()
		this.codes = new Map()
		this.grants = new Map()     // refresh token -> grant
		this.access = new Map()     // access token -> grant
		this.calls = []
		this.mistakes = []          // against the description
		this.faults = []
		this.held = []
		this.consent = { account: null, deny: false, scopes: null }
		this.lifetime = 3600
		this.spec = readSpec('google-calendar-v3.openapi.json')
	}

	async start(port = 0) {
		this.server = createServer((request, response) => this.serve(request, response))
		this.server.listen(port, '127.0.0.1')
		await heard('Google to listen', this.server, 'listening')
		this.url = `http://127.0.0.1:${this.server.address().port}`
		return this
	}

	async stop() {
		this.release()
		this.server.closeAllConnections()
		this.server.close()
		await heard('Google to close', this.server, 'close')
	}

	/** The settings of a site that uses this. */
	get settings() {
		return { GOOGLE_CLIENT_ID: this.client.id, GOOGLE_CLIENT_SECRET: this.client.secret,
			GOOGLE_BASE_URL: this.url }
	}

	// --- what a person or a test does ---------------------------------------------
	addAccount(email, { timeZone = 'UTC' } = {}) {
		this.accounts.set(email, new Calendar(email, timeZone))
		this.consent.account = email
		return this.accounts.get(email)
	}

	/** An event as its owner makes or changes it. */
	put(email, event) {
		const calendar = this.accounts.get(email)
		const before = calendar.all.get(event.id)
		return calendar.store({ status: 'confirmed', sequence: 0, ...before,
			...structuredClone(event) })
	}

	delete(email, id) {
		this.accounts.get(email).remove(id)
	}

	events(email) {
		return [...this.accounts.get(email).all.values()]
	}

	/** Sync tokens given so far are too old. */
	forgetTokens(email) {
		const calendar = this.accounts.get(email)
		calendar.forgotten = ++calendar.version
	}

	/** The person takes the consent back in their Google account. */
	revoke(email) {
		for (const map of [this.grants, this.access])
			for (const [name, grant] of map)
				if (grant.email === email)
					map.delete(name)
	}

	expireAccess() {
		this.access.clear()
	}

	fail({ method, path, how, times = 1, retryAfter }) {
		this.faults.push({ method, path: path && new RegExp(path), how: String(how), times,
			retryAfter })
	}

	release() {
		for (const go of this.held.splice(0))
			go()
	}

	// --- the wire ---------------------------------------------------------------------
	async serve(request, response) {
		const parts = []
		for await (const part of request)
			parts.push(part)
		const url = new URL(request.url, this.url)
		const call = { method: request.method, path: url.pathname,
			query: Object.fromEntries(url.searchParams), headers: request.headers,
			body: Buffer.concat(parts).toString() }
		if (url.pathname === '/-/control')
			return this.control(call, response)
		this.calls.push(call)
		const fault = this.takeFault(call)
		if (fault?.how === 'reset') {
			call.fault = 'reset'
			return request.socket.resetAndDestroy()
		}
		const answer = this.refusalOf(fault) ?? this.answer(call, url)
		call.status = answer.status
		call.fault = fault?.how
		if (fault?.how === 'lost')
			return request.socket.resetAndDestroy()
		if (fault?.how === 'hold')
			await new Promise((go) => { this.held.push(go) })
		const text = answer.body === undefined ? '' : JSON.stringify(answer.body)
		response.writeHead(answer.status, { ...(text && {
			'content-type': 'application/json; charset=UTF-8' }), ...answer.headers })
		response.end(text)
	}

	control(call, response) {
		const { call: name, arguments: list = [] } = JSON.parse(call.body)
		const result = ['addAccount', 'put', 'delete', 'events', 'forgetTokens', 'revoke',
			'expireAccess', 'fail', 'release'].includes(name) ? this[name](...list) ?? null
			: undefined
		response.writeHead(result === undefined ? 404 : 200,
			{ 'content-type': 'application/json' })
		response.end(JSON.stringify(name === 'addAccount' ? null : result ?? null))
	}

	takeFault({ method, path }) {
		const fault = this.faults.find((f) => f.times > 0 &&
			(!f.method || f.method === method) && (!f.path || f.path.test(path)))
		if (fault)
			fault.times--
		return fault
	}

	refusalOf(fault) {
		const known = { 401: ['authError', 401], 403: ['rateLimitExceeded', 403],
			forbidden: ['forbidden', 403], 429: ['rateLimitExceeded', 429],
			500: ['backendError', 500], 503: ['backendError', 503] }[fault?.how]
		if (fault?.how === 'invalid_grant')
			return { status: 400, body: { error: 'invalid_grant' } }
		return known && this.error(new Refusal(known[1], known[0]), fault.retryAfter)
	}

	error({ status, reason, message }, retryAfter) {
		return { status, headers: retryAfter ? { 'retry-after': retryAfter } : {},
			body: { error: { code: status, message, errors: [{ domain: 'global', reason,
				message }] } } }
	}

	answer(call, url) {
		try {
			if (url.pathname === '/o/oauth2/v2/auth')
				return this.approve(url.searchParams)
			if (call.method === 'POST' && url.pathname === '/token')
				return this.giveToken(new URLSearchParams(call.body))
			if (call.method === 'POST' && url.pathname === '/revoke')
				return this.takeBack(new URLSearchParams(call.body).get('token'))
			return this.api(call, url)
		} catch (error) {
			if (error instanceof Refusal)
				return this.error(error)
			this.mistakes.push(`${call.method} ${call.path}: ${error.stack}`)
			return this.error(new Refusal(500, 'backendError', error.message))
		}
	}

	// --- consent and tokens --------------------------------------------------------------
	approve(q) {
		for (const [name, value] of Object.entries({ response_type: 'code',
			client_id: this.client.id, code_challenge_method: 'S256',
			access_type: 'offline', prompt: 'consent' }))
			if (q.get(name) !== value)
				this.mistakes.push(`consent: ${name} is ${q.get(name)}`)
		const back = new URL(q.get('redirect_uri'))
		back.searchParams.set('state', q.get('state'))
		if (this.consent.deny)
			back.searchParams.set('error', 'access_denied')
		else {
			const code = token('4/code')
			const scope = this.consent.scopes ?? q.get('scope')
			this.codes.set(code, { email: this.consent.account, scope,
				challenge: q.get('code_challenge'), redirect: q.get('redirect_uri') })
			back.searchParams.set('code', code)
			back.searchParams.set('scope', scope)
		}
		return { status: 302, headers: { location: back.href } }
	}

	giveToken(form) {
		const refuse = (error, status = 400) => ({ status, body: { error } })
		if (form.get('client_id') !== this.client.id ||
			form.get('client_secret') !== this.client.secret)
			return refuse('invalid_client', 401)
		if (form.get('grant_type') === 'refresh_token') {
			const grant = this.grants.get(form.get('refresh_token'))
			return grant ? this.tokens(grant) : refuse('invalid_grant')
		}
		const code = this.codes.get(form.get('code'))
		this.codes.delete(form.get('code'))
		const proof = createHash('sha256').update(form.get('code_verifier') ?? '')
			.digest('base64url')
		if (!code || code.redirect !== form.get('redirect_uri') || proof !== code.challenge)
			return refuse('invalid_grant')
		const grant = { email: code.email, scope: code.scope }
		const refresh = token('1//refresh')
		this.grants.set(refresh, grant)
		return this.tokens(grant, { refresh_token: refresh })
	}

	tokens(grant, more = {}) {
		const access = token('ya29')
		this.access.set(access, grant)
		return { status: 200, body: { access_token: access, expires_in: this.lifetime,
			scope: grant.scope, token_type: 'Bearer', ...more } }
	}

	takeBack(name) {
		const grant = this.grants.get(name) ?? this.access.get(name)
		if (!grant)
			return { status: 400, body: { error: 'invalid_token' } }
		this.revoke(grant.email)
		return { status: 200, body: {} }
	}

	// --- the calendar -----------------------------------------------------------------------
	api(call, url) {
		const grant = this.access.get(call.headers.authorization?.replace(/^Bearer /, ''))
		if (!grant)
			throw new Refusal(401, 'authError', 'Invalid Credentials')
		const found = this.spec.match(call.method, url.pathname)
		if (!found)
			throw new Refusal(404, 'notFound')
		call.json = call.body ? JSON.parse(call.body) : undefined
		const mistakes = found.mistakes(url.searchParams, call.json)
		if (mistakes.length) {
			this.mistakes.push(`${call.method} ${call.path}: ${mistakes.join('; ')}`)
			throw new Refusal(400, 'invalid', mistakes[0])
		}
		const calendar = this.accounts.get(grant.email)
		if (found.params.calendarId && !['primary', grant.email]
			.includes(found.params.calendarId))
			throw new Refusal(404, 'notFound')
		if (call.method !== 'GET' && !/calendar\.events|calendar( |$)/.test(grant.scope))
			throw new Refusal(403, 'insufficientPermissions')
		return this.does(`${call.method} ${found.path}`, { calendar, call,
			query: url.searchParams, id: found.params.eventId })
	}

	does(what, { calendar, call, query, id }) {
		const shown = (event) => ({ status: 200, body: calendar.shown(event) })
		const match = call.headers['if-match']
		switch (what) {
		case 'GET /calendars/{calendarId}':
			return { status: 200, body: { kind: 'calendar#calendar', id: calendar.id,
				summary: calendar.id, timeZone: calendar.timeZone } }
		case 'GET /calendars/{calendarId}/events':
			return { status: 200, body: calendar.list(query) }
		case 'POST /calendars/{calendarId}/events':
			return shown(calendar.insert(call.json))
		case 'GET /calendars/{calendarId}/events/{eventId}':
			if (!calendar.all.has(id))
				throw new Refusal(404, 'notFound', 'Not Found')
			return shown(calendar.all.get(id))
		case 'PATCH /calendars/{calendarId}/events/{eventId}':
			return shown(calendar.change(id, call.json, match, false))
		case 'PUT /calendars/{calendarId}/events/{eventId}':
			return shown(calendar.change(id, call.json, match, true))
		case 'DELETE /calendars/{calendarId}/events/{eventId}':
			calendar.remove(id)
			return { status: 204 }
		case 'POST /freeBusy':
			return { status: 200, body: this.freeBusy(calendar, call.json) }
		default:
			throw new Refusal(404, 'notFound', `${what} is not emulated`)
		}
	}

	freeBusy(calendar, { timeMin, timeMax, items }) {
		const busy = [...calendar.all.values()].filter((e) => e.status !== 'cancelled' &&
			e.transparency !== 'transparent' && at(e.end) > Date.parse(timeMin) &&
			at(e.start) < Date.parse(timeMax)).map((e) => ({
			start: new Date(at(e.start)).toISOString(),
			end: new Date(at(e.end)).toISOString() }))
		return { kind: 'calendar#freeBusy', timeMin, timeMax,
			calendars: Object.fromEntries(items.map(({ id }) => [id,
				['primary', calendar.id].includes(id) ? { busy }
					: { errors: [{ domain: 'global', reason: 'notFound' }] }])) }
	}
}

export function startGoogle(port) {
	return new Google().start(port)
}

if (process.argv[1] === new URL(import.meta.url).pathname)
	console.log(`ready ${(await startGoogle(Number(process.argv[2] ?? 0))).url}`)
