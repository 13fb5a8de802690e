// A real OpenID Connect provider (npm oidc-provider), whose people are whoever
// says so: the account name at its own pages becomes the subject.
//
//	const provider = await startProvider({ redirect })
//	const back = await provider.walk(address, 'zoe')   // a browser at its pages
//	await provider.rotate()                            // new keys
import { createServer } from 'node:http'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Provider } from 'oidc-provider'
import { heard } from './wait.mjs'

export const CLIENT_ID = 'belay test'
export const CLIENT_SECRET = 'a secret/with:odd+signs&more%20'

function key(kind) {
	const { privateKey } = kind === 'ES256'
		? generateKeyPairSync('ec', { namedCurve: 'P-256' })
		: generateKeyPairSync('rsa', { modulusLength: 2048 })
	return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(4).toString('hex'),
		use: 'sig', alg: kind }
}

class Lab {
	/** Options: redirect, alg (RS256), auth (client_secret_basic), port. */
	constructor(options) {
		this.options = { alg: 'RS256', auth: 'client_secret_basic', port: 0, ...options }
		this.asked = []    // the paths that were called
		this.change = null // (path, body) => body: what a liar answers
	}

	async start() {
		this.server = createServer((request, response) => this.answer(request, response))
		this.server.listen(this.options.port, '127.0.0.1')
		await heard('the provider to listen', this.server, 'listening')
		this.issuer = `http://127.0.0.1:${this.server.address().port}`
		this.rotate()
		return this
	}

	/** New keys; who is signed in there is forgotten. */
	rotate() {
		const { redirect, alg, auth } = this.options
		this.provider = new Provider(this.issuer, {
			clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET,
				redirect_uris: [redirect], grant_types: ['authorization_code'],
				response_types: ['code'], token_endpoint_auth_method: auth,
				id_token_signed_response_alg: alg }],
			jwks: { keys: [key(alg)] },
			pkce: { required: () => true },
			claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
			conformIdTokenClaims: false,
			features: { devInteractions: { enabled: true } },
			clientAuthMethods: [auth],
			enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
			cookies: { keys: ['lab'] },
			findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id,
				email: id === 'mute' ? undefined : id.includes('@') ? id : `${id}@people.test`,
				email_verified: !id.startsWith('unverified'), name: `Lab ${id}` }) }),
		})
		this.handler = this.provider.callback()
	}

	async answer(request, response) {
		const path = request.url.split('?')[0]
		this.asked.push(path)
		if (!this.change)
			return this.handler(request, response)
		const parts = []
		const { write, end } = response
		response.write = (data) => (parts.push(Buffer.from(data)), true)
		response.end = (data) => {
			if (data)
				parts.push(Buffer.from(data))
			const body = this.change(path, Buffer.concat(parts).toString())
			response.removeHeader('content-length')
			response.write = write
			return end.call(response, body)
		}
		return this.handler(request, response)
	}

	/** A person goes through its pages; gives the address they are sent back to. */
	async walk(address, login) {
		const jar = new Map()
		const go = async (url, options = {}) => {
			const answer = await fetch(url, { redirect: 'manual',
				signal: AbortSignal.timeout(60_000), ...options, headers: {
				...options.headers, cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } })
			for (const line of answer.headers.getSetCookie()) {
				const [, name, value] = line.split(';')[0].match(/^([^=]+)=(.*)$/)
				jar.set(name, value)
			}
			return answer
		}
		let answer = await go(address)
		for (let i = 0; i < 12; i++) {
			const to = answer.headers.get('location')
			if (to && !new URL(to, this.issuer).href.startsWith(this.issuer))
				return to
			if (to) {
				answer = await go(new URL(to, this.issuer))
				continue
			}
			const page = await answer.text()
			const action = page.match(/action="([^"]+)"/)?.[1]
			const prompt = page.match(/name="prompt" value="([^"]+)"/)?.[1]
			if (!action)
				throw new Error(`${answer.status} ${page.slice(0, 500)}`)
			answer = await go(new URL(action, this.issuer), { method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ prompt, login, password: 'x' }) })
		}
		throw new Error('no way back')
	}

	async stop() {
		this.server.closeAllConnections()
		this.server.close()
		await heard('the provider to close', this.server, 'close')
	}
}

export const startProvider = (options) => new Lab(options).start()
