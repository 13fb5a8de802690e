// A browser without JavaScript: keeps cookies and the form token, follows
// nothing by itself, speaks from any address of this machine.
import assert from 'node:assert/strict'
import { Agent, request } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { within } from './wait.mjs'

const HTML = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'

function decode(text) {
	return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'")
		.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

class Answer {
	constructor(message, body, path) {
		this.status = message.statusCode
		this.headers = message.headers
		this.bytes = body
		this.path = path
	}

	get ok() {
		return this.status >= 200 && this.status < 300
	}

	get body() {
		return this.bytes.toString()
	}

	get json() {
		return JSON.parse(this.body)
	}

	/** Where a redirect leads, without the site's own address. */
	get location() {
		return this.headers.location?.replace(/^https?:\/\/[^/]+/, '')
	}

	/** The value of a named input on the page. */
	input(name) {
		const tag = this.body.match(new RegExp(`<input[^>]*\\sname="${name}"[^>]*>`))
		return tag && decode(tag[0].match(/\svalue="([^"]*)"/)?.[1] ?? '')
	}

	/** Links whose address matches. */
	links(pattern = /./) {
		return [...this.body.matchAll(/<a\s[^>]*href="([^"]*)"/g)]
			.map((m) => decode(m[1])).filter((href) => pattern.test(href))
	}
}

export class Client {
	constructor(base, { address, headers = {}, json = false,
		insecure = false } = {}) {
		this.base = base
		this.cookies = new Map()
		this.headers = headers
		this.jsonByDefault = json
		this.csrf = null
		// an address of 127.x can't reach ::1, which localhost may be first
		this.agent = new Agent({ keepAlive: true, localAddress: address,
			family: 4, rejectUnauthorized: !insecure })
	}

	/** method, path, { body, headers, seconds } -> Answer, or an error that says
	 * what was not answered in that time. */
	send(method, path, { body, headers = {}, seconds = 60 } = {}) {
		const { hostname, port } = new URL(this.base)
		const cookies = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ')
		let call
		const answer = new Promise((done, fail) => {
			call = request({ hostname, port, path, method,
				servername: 'localhost', agent: this.agent, headers: {
				accept: this.jsonByDefault ? 'application/json' : HTML,
				...(cookies && { cookie: cookies }),
				...(body !== undefined &&
					{ 'content-length': Buffer.byteLength(body) }),
				...this.headers, ...headers } }, (message) => {
				buffer(message).then((all) => {
					this.take(message.headers['set-cookie'] ?? [])
					done(new Answer(message, all, path))
				}).catch(fail)
			})
			call.on('error', fail)
			call.end(body)
		})
		return within(`an answer to ${method} ${path}`, answer, seconds)
			.catch((error) => {
				call.destroy()
				throw error
			})
	}

	take(lines) {
		for (const line of lines) {
			const [pair, ...attributes] = line.split(/;\s*/)
			const name = pair.slice(0, pair.indexOf('='))
			const value = pair.slice(name.length + 1)
			const age = attributes.find((a) => /^max-age=/i.test(a))?.split('=')[1]
			if (value === '' || age === '0')
				this.cookies.delete(name)
			else
				this.cookies.set(name, value)
		}
	}

	async get(path, options) {
		const answer = await this.send('GET', path, options)
		const token = answer.input('csrf')
		if (token)
			this.csrf = token
		return answer
	}

	/** Post a form with the token of the page seen last. */
	post(path, fields = {}, options = {}) {
		const body = new URLSearchParams()
		for (const [name, value] of Object.entries({ csrf: this.csrf ?? '', ...fields }))
			for (const one of [value].flat())
				if (one !== undefined)
					body.append(name, one)
		return this.send('POST', path, { ...options, body: body.toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded',
				origin: this.base, ...options.headers } })
	}

	/** Open the form's page, then post it. */
	async submit(path, fields, { page = path, ...options } = {}) {
		const shown = await this.get(page)
		assert.equal(shown.status, 200, `${page}: ${shown.status}\n${shown.body}`)
		return this.post(path, fields, options)
	}

	/** Post files too: a value { filename, type, data } is a file. */
	upload(path, fields, options = {}) {
		const mark = `----belay${Math.random().toString(36).slice(2)}`
		const parts = []
		for (const [name, value] of Object.entries({ csrf: this.csrf ?? '', ...fields })) {
			const file = value?.data !== undefined
			parts.push(Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${name}"${
				file ? `; filename="${value.filename}"\r\nContent-Type: ${value.type}` : ''}\r\n\r\n`))
			parts.push(Buffer.from(file ? value.data : String(value)), Buffer.from('\r\n'))
		}
		parts.push(Buffer.from(`--${mark}--\r\n`))
		return this.send('POST', path, { ...options, body: Buffer.concat(parts),
			headers: { 'content-type': `multipart/form-data; boundary=${mark}`,
				origin: this.base, ...options.headers } })
	}

	/** A scripted call: JSON in and out, the token in a header. */
	call(method, path, value, options = {}) {
		return this.send(method, path, { ...options,
			body: value === undefined ? undefined : JSON.stringify(value),
			headers: { accept: 'application/json', origin: this.base,
				...(value !== undefined && { 'content-type': 'application/json' }),
				...(this.csrf && { 'x-csrf-token': this.csrf }), ...options.headers } })
	}

	/** Follow redirects until a page stands. */
	async follow(answer) {
		let now = answer
		for (let i = 0; now.location && i < 10; i++)
			now = await this.get(now.location)
		return now
	}

	close() {
		this.agent.destroy()
	}
}
