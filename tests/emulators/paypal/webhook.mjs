// Events and their signatures: RSA-SHA256 over id|time|webhook|CRC32 of the body.
import { X509Certificate, createSign, createVerify, randomUUID } from 'node:crypto'
import { capitals } from '../shared/ids.mjs'
import { Refusal, notFound } from './errors.mjs'

const SIMULATED = 'WEBHOOK_ID'   // what the simulator signs with
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n
	for (let k = 0; k < 8; k++)
		c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
	return c
})

/** CRC-32 (IEEE) of a text's bytes. */
export function crc32(text) {
	let c = 0xffffffff
	for (const byte of Buffer.from(text))
		c = TABLE[(c ^ byte) & 255] ^ (c >>> 8)
	return (c ^ 0xffffffff) >>> 0
}

const message = (id, time, webhook, body) => `${id}|${time}|${webhook}|${crc32(body)}`

/** What goes over the wire in one try, or null when either is gone. */
export function writeWebhook(paypal, eventId, webhookId) {
	const event = paypal.state.events[eventId]
	const webhook = paypal.state.webhooks[webhookId] ?? paypal.simulated.get(webhookId)
	if (!event || !webhook)
		return null
	const body = JSON.stringify(shownEvent(paypal, event))
	const id = randomUUID()
	const time = paypal.clock.text()
	const signed = createSign('RSA-SHA256').update(message(id, time, webhook.id, body))
		.sign(paypal.certificates.key, 'base64')
	return { url: webhook.url, ca: webhook._ca, body, headers: {
		'content-type': 'application/json', 'user-agent': 'PayPal/AUHD-214.0-58681280',
		'paypal-transmission-id': id, 'paypal-transmission-time': time,
		'paypal-transmission-sig': signed, 'paypal-cert-url': paypal.certificateUrl,
		'paypal-auth-algo': 'SHA256withRSA', 'paypal-auth-version': 'v2',
		'correlation-id': capitals(paypal.random, 13).toLowerCase() } }
}

function shownEvent(paypal, { id, _status, ...event }) {
	const at = `${paypal.url}/v1/notifications/webhooks-events/${id}`
	return { id, ...event, links: [{ href: at, rel: 'self', method: 'GET' },
		{ href: `${at}/resend`, rel: 'resend', method: 'POST' }] }
}

const newEventId = (paypal) => `WH-${capitals(paypal.random)}-${capitals(paypal.random)}`

/** Something happened; told to every webhook that wants it, or to `only` one. */
export function makeEvent(paypal, type, kind, version, summary, resource, only = null) {
	const now = new Date(paypal.clock.exact() * 1000).toISOString()
	const event = { id: newEventId(paypal),
		event_version: '1.0', create_time: now, resource_type: kind,
		resource_version: version, event_type: type, summary,
		resource: structuredClone(resource) }
	paypal.state.events[event.id] = event
	for (const webhook of only ? [only] : Object.values(paypal.state.webhooks))
		if (webhook.event_types.some(({ name }) => name === '*' || name === type))
			paypal.deliveries.push(event.id, webhook.id, type)
	return event
}

/** Another event that tells the same; gives its id. */
export function twinEvent(paypal, id) {
	const twin = { ...paypal.state.events[id], id: newEventId(paypal) }
	paypal.state.events[twin.id] = twin
	return twin.id
}

export function makeWebhook(paypal, { url, event_types: types = [{ name: '*' }],
	id = capitals(paypal.random), ca }) {
	paypal.state.webhooks[id] = { id, url, event_types: types, ...(ca && { _ca: ca }) }
	return paypal.state.webhooks[id]
}

/** Of a JSON object's text, the exact text of one member's value. */
export function memberText(text, name) {
	let depth = 0
	for (let i = 0; i < text.length; i++) {
		const c = text[i]
		if (c === '"') {
			const end = stringEnd(text, i)
			if (depth === 1 && text.slice(i, end) === `"${name}"`) {
				const colon = /^\s*:\s*/.exec(text.slice(end))
				if (colon)
					return valueText(text, end + colon[0].length)
			}
			i = end - 1
		} else if ('{['.includes(c))
			depth++
		else if ('}]'.includes(c))
			depth--
	}
	return null
}

function stringEnd(text, start) {
	let i = start + 1
	while (i < text.length && text[i] !== '"')
		i += text[i] === '\\' ? 2 : 1
	return i + 1
}

function valueText(text, start) {
	let depth = 0
	for (let i = start; i < text.length; i++) {
		if (text[i] === '"')
			i = stringEnd(text, i) - 1
		else if ('{['.includes(text[i]))
			depth++
		else if ('}]'.includes(text[i]) && --depth <= 0)
			return text.slice(start, depth < 0 ? i : i + 1)
		else if (depth === 0 && text[i] === ',')
			return text.slice(start, i)
	}
	return text.slice(start)
}

/** Is what was posted back truly signed by us, for that webhook, over those bytes? */
function verify(paypal, call) {
	const { transmission_id: id, transmission_time: time, webhook_id: webhook,
		transmission_sig: signature, auth_algo: algorithm, cert_url: url } = call.json
	const body = memberText(call.raw, 'webhook_event')
	const isOurs = algorithm === 'SHA256withRSA' && url === paypal.certificateUrl &&
		Object.hasOwn(paypal.state.webhooks, webhook) && createVerify('RSA-SHA256')
		.update(message(id, time, webhook, body))
		.verify(new X509Certificate(paypal.certificates.leaf).publicKey, signature, 'base64')
	return { status: 200, body: { verification_status: isOurs ? 'SUCCESS' : 'FAILURE' } }
}

function simulate(paypal, call) {
	const { webhook_id: id, url, event_type: type, resource_version: version } = call.json
	const to = url ?? paypal.state.webhooks[id]?.url
	if (!to)
		throw new Refusal(400, [{ issue: 'INVALID_PARAMETER_VALUE', description:
			'either a url or a webhook_id is needed' }])
	const simulated = { id: SIMULATED, url: to, event_types: [{ name: '*' }],
		_ca: paypal.state.webhooks[id]?._ca }
	paypal.simulated.set(SIMULATED, simulated)
	const event = makeEvent(paypal, type, 'capture', version ?? '2.0', 'A simulated event',
		{ id: capitals(paypal.random), status: 'COMPLETED', amount: { currency_code: 'USD',
			value: '1.00' } }, simulated)
	return { status: 202, body: shownEvent(paypal, event) }
}

const find = (paypal, kind, id) => {
	if (!Object.hasOwn(paypal.state[kind], id))
		throw notFound()
	return paypal.state[kind][id]
}

const shownWebhook = (paypal, { _ca, ...webhook }) => ({ ...webhook, links: [{ rel: 'self',
	href: `${paypal.url}/v1/notifications/webhooks/${webhook.id}`, method: 'GET' }] })

// The newest first; where there are more, a link leads on.
function listEvents(paypal, call) {
	const asked = (name) => call.query.get(name)
	const size = Number(asked('page_size') ?? 10)
	const time = (name, usual) => (asked(name) ? Date.parse(asked(name)) : usual)
	const from = time('start_time', 0)
	const to = time('end_time', Infinity)
	const kept = Object.values(paypal.state.events).reverse().filter((e) =>
		(!asked('event_type') || e.event_type === asked('event_type')) &&
		Date.parse(e.create_time) >= from && Date.parse(e.create_time) <= to)
	const start = kept.findIndex((e) => e.id === asked('after')) + 1
	const events = kept.slice(start, start + size)
	const at = new URL(call.path, paypal.url)
	at.search = call.query
	if (start + size < kept.length)
		at.searchParams.set('after', events.at(-1).id)
	return { status: 200, body: { count: events.length,
		events: events.map((e) => shownEvent(paypal, e)), links: start + size < kept.length
			? [{ href: at.href, rel: 'next', method: 'GET' }] : [] } }
}

export const webhookRoutes = {
	'POST /v1/notifications/verify-webhook-signature': verify,
	'POST /v1/notifications/simulate-event': simulate,
	'POST /v1/notifications/webhooks': (paypal, call) => {
		if (!call.json.url.startsWith('https://'))
			throw new Refusal(400, [{ field: 'url', issue: 'Not a valid webhook URL' }])
		const webhook = makeWebhook(paypal, call.json)
		return { status: 201, object: webhook.id, body: shownWebhook(paypal, webhook) }
	},
	'GET /v1/notifications/webhooks': (paypal) => ({ status: 200, body: { webhooks:
		Object.values(paypal.state.webhooks).map((w) => shownWebhook(paypal, w)) } }),
	'GET /v1/notifications/webhooks/{webhook_id}': (paypal, call) => ({ status: 200,
		body: shownWebhook(paypal, find(paypal, 'webhooks', call.params.webhook_id)) }),
	'DELETE /v1/notifications/webhooks/{webhook_id}': (paypal, call) => {
		delete paypal.state.webhooks[find(paypal, 'webhooks', call.params.webhook_id).id]
		return { status: 204 }
	},
	'GET /v1/notifications/webhooks-events': listEvents,
	'GET /v1/notifications/webhooks-events/{event_id}': (paypal, call) => ({ status: 200,
		body: shownEvent(paypal, find(paypal, 'events', call.params.event_id)) }),
	'POST /v1/notifications/webhooks-events/{event_id}/resend': (paypal, call) => {
		const event = find(paypal, 'events', call.params.event_id)
		const to = call.json?.webhook_ids ?? Object.keys(paypal.state.webhooks)
		for (const id of to)
			paypal.deliveries.push(event.id, find(paypal, 'webhooks', id).id, event.event_type)
		return { status: 202, body: shownEvent(paypal, event) }
	},
}
