// Access tokens: by the client's id and secret, for about nine hours.
import { letters } from '../shared/ids.mjs'

const LIFE_SECONDS = 32400
const SCOPE = 'https://uri.paypal.com/services/payments/payment/authcapture ' +
	'https://uri.paypal.com/services/payments/refund https://uri.paypal.com/services/' +
	'applications/webhooks https://api.paypal.com/v1/payments/.* openid'

const refuse = (status, error, words) => ({ status, body: { error, error_description: words } })

/** POST /v1/oauth2/token. */
export function giveToken(paypal, call) {
	const { client_id: id, client_secret: secret } = paypal.state
	const given = /^Basic (.+)$/i.exec(call.headers.authorization ?? '')?.[1] ?? ''
	if (call.method !== 'POST')
		return refuse(405, 'method_not_supported', 'POST only')
	if (Buffer.from(given, 'base64').toString() !== `${id}:${secret}`)
		return refuse(401, 'invalid_client', 'Client Authentication failed')
	const form = new URLSearchParams(call.raw)
	if (!/^application\/x-www-form-urlencoded/.test(call.headers['content-type'] ?? '') ||
		form.get('grant_type') !== 'client_credentials')
		return refuse(400, 'unsupported_grant_type', 'Grant Type is NULL')
	const token = `A21AA${letters(paypal.random, 92)}`
	const now = paypal.clock.now()
	for (const [old, until] of Object.entries(paypal.state.tokens))
		if (until <= now)
			delete paypal.state.tokens[old]
	paypal.state.tokens[token] = now + LIFE_SECONDS
	return { status: 200, body: { scope: SCOPE, access_token: token, token_type: 'Bearer',
		app_id: 'APP-80W284485P519543T', expires_in: LIFE_SECONDS,
		nonce: `${paypal.clock.text()}${letters(paypal.random, 43)}` } }
}

/** The refusal of a call whose token is not good, or null. */
export function tokenRefusal(paypal, call) {
	const token = /^Bearer (.+)$/i.exec(call.headers.authorization ?? '')?.[1]
	if (!token)
		return { status: 401, body: { name: 'AUTHENTICATION_FAILURE', message:
			'Authentication failed due to missing authorization header, or invalid authentication credentials.' } }
	return paypal.state.tokens[token] > paypal.clock.now() ? null
		: refuse(401, 'invalid_token', 'The token passed in was not found in the system')
}
