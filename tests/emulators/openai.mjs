// The moderation call of OpenAI's API, emulated: POST /v1/moderations.  It finds what
// it is told to find, and can fail in the ways that the real one does.
//
//	const model = await startOpenai()
//	model.settings                 // for the site's environment
//	model.finds('gloop', { hate: 0.97 })
//	model.fail('500')              // 429, slow, junk; null: as it should
//	model.calls                    // what it was asked
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { heard } from '../support/wait.mjs'

const CATEGORIES = ['harassment', 'harassment/threatening', 'hate', 'hate/threatening',
	'illicit', 'illicit/violent', 'self-harm', 'self-harm/intent', 'self-harm/instructions',
	'sexual', 'sexual/minors', 'violence', 'violence/graphic']

const error = (message, type) => ({ error: { message, type, param: null, code: null } })

export class Openai {
	constructor({ key = 'sk-test-moderation', model = 'omni-moderation-latest' } = {}) {
		Object.assign(this, { key, model, calls: [], words: new Map(), failure: null })
		this.server = createServer((call, answer) => this.serve(call, answer))
	}

	async start() {
		this.server.listen(0, '127.0.0.1')
		await heard('the model', this.server, 'listening')
		this.url = `http://127.0.0.1:${this.server.address().port}/v1`
		this.settings = { OPENAI_API_KEY: this.key, OPENAI_BASE_URL: this.url,
			OPENAI_MODEL: this.model }
		return this
	}

	finds(word, scores) {
		this.words.set(word, scores)
	}

	fail(how) {
		this.failure = how
	}

	async serve(call, answer) {
		const send = (status, value, headers = {}) => answer.writeHead(status,
			{ 'content-type': 'application/json', ...headers })
			.end(typeof value === 'string' ? value : JSON.stringify(value))
		if (call.url !== '/v1/moderations' || call.method !== 'POST')
			return send(404, error(`Invalid URL (${call.method} ${call.url})`,
				'invalid_request_error'))
		if (call.headers.authorization !== `Bearer ${this.key}`)
			return send(401, error('Incorrect API key provided.', 'invalid_request_error'))
		const asked = await json(call)
		this.calls.push(asked)
		if (this.failure === 'slow')
			return this.held = answer
		if (this.failure === 'junk')
			return send(200, '<html>gateway</html>')
		if (this.failure)
			return send(Number(this.failure), error('The server had an error.', 'server_error'),
				this.failure === '429' ? { 'retry-after': '1' } : {})
		if (asked.model !== this.model || typeof asked.input !== 'string')
			return send(400, error('Invalid model or input.', 'invalid_request_error'))
		return send(200, this.result(asked.input))
	}

	result(input) {
		const scores = Object.fromEntries(CATEGORIES.map((name) => [name, 0.0001]))
		for (const [word, found] of this.words)
			if (input.includes(word))
				Object.assign(scores, found)
		const categories = Object.fromEntries(CATEGORIES.map((name) =>
			[name, scores[name] > 0.5]))
		return { id: 'modr-970d409ef3bef3b70c73d8232df86e7d', model: this.model, results: [{
			flagged: Object.values(categories).includes(true), categories,
			category_scores: scores, category_applied_input_types: Object.fromEntries(
				CATEGORIES.map((name) => [name, ['text']])) }] }
	}

	stop() {
		this.server.closeAllConnections()
		this.server.close()
	}
}

export const startOpenai = (options) => new Openai(options).start()
