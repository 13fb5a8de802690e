// Events, and the endpoints they are sent to.
import { createHmac } from 'node:crypto'
import { letters } from '../shared/ids.mjs'
import { bare } from './answer.mjs'
import { invalid } from './errors.mjs'
import { BASIL } from './shape.mjs'
import { PLATFORM, mergeMetadata } from './world.mjs'

const KEPT_SECONDS = 30 * 86400
const NEWER = /^invoice_payment\./   // what older versions know nothing of

/** Of `before`, what is different now; null where there was nothing. */
function changed(before, after) {
	const old = {}
	for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const a = before[name]
		const b = after[name]
		if (JSON.stringify(a) === JSON.stringify(b))
			continue
		const both = [a, b].every((x) => x !== null && typeof x === 'object' &&
			!Array.isArray(x))
		old[name] = both ? changed(a, b) : a ?? null
	}
	return old
}

/** The event as an endpoint of this version gets it. */
export function eventText(world, event, version) {
	const object = bare(event._object, version)
	return { id: event.id, object: 'event', ...(event.account && { account: event.account }),
		api_version: version, created: event.created, data: { object,
			...(event._before && { previous_attributes:
				changed(bare(event._before, version), object) }) },
		livemode: false, pending_webhooks: event.pending_webhooks, request: event.request,
		type: event.type }
}

/** Something happened to an object; `before` is how it was. */
export function makeEvent(world, type, object, { before } = {}) {
	const account = object._account
	const event = world.make(account, 'event', { type, pending_webhooks: 0,
		request: world.emulator.cause(), _object: structuredClone(object),
		...(before && { _before: before }), ...(account !== PLATFORM && { account }) })
	for (const endpoint of world.all(PLATFORM, 'webhook_endpoint')) {
		if (endpoint.status !== 'enabled' || endpoint._connect !== (account !== PLATFORM) ||
			!endpoint.enabled_events.some((e) => e === '*' || e === type) ||
			(NEWER.test(type) && (endpoint.api_version ?? world.state.api_version) < BASIL))
			continue
		event.pending_webhooks++
		world.emulator.deliveries.push(event.id, endpoint.id, type)
	}
	return event
}

/** Another event that tells the same; gives its id. */
export function twinEvent(world, id) {
	const { id: own, ...event } = world.any(id)
	return world.make(event._account, 'event', event).id
}

/** What goes over the wire in one try, or null when either is gone. */
export function writeWebhook(world, eventId, endpointId) {
	const event = world.any(eventId)
	const endpoint = world.any(endpointId)
	if (!event || endpoint?.status !== 'enabled')
		return null
	const body = JSON.stringify(eventText(world, event,
		endpoint.api_version ?? world.state.api_version), null, 2)
	const t = world.now()
	const secrets = endpoint._secrets.filter((s) => s.until === null || s.until > t)
	const signatures = secrets.map(({ secret }) => `v1=${createHmac('sha256', secret)
		.update(`${t}.${body}`).digest('hex')}`)
	return { url: endpoint.url, ca: endpoint._ca, body, headers: {
		'content-type': 'application/json; charset=utf-8', accept: '*/*; q=0.5, application/xml',
		'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
		'cache-control': 'no-cache', 'stripe-signature':
			[`t=${t}`, ...signatures].join(',') } }
}

export function makeEndpoint(world, { url, enabled_events: events = ['*'], api_version: version
= null, connect = false, description = null, metadata, secret, ca }) {
	if (!URL.canParse(url))
		throw invalid('Invalid URL', { code: 'url_invalid', param: 'url', early: true })
	const endpoint = world.make(PLATFORM, 'webhook_endpoint', { api_version: version,
		application: null, description, enabled_events: events,
		metadata: mergeMetadata({}, metadata), status: 'enabled', url, _connect: connect,
		_ca: ca, _secrets: [{ secret: secret ?? `whsec_${letters(world.emulator.random, 32)}`,
			until: null }] })
	return endpoint
}

/** A new secret; the old one signs beside it for a while. */
export function rollSecret(world, endpoint, { secret, seconds = 86400 }) {
	const fresh = secret ?? `whsec_${letters(world.emulator.random, 32)}`
	for (const old of endpoint._secrets)
		old.until ??= world.now() + seconds
	endpoint._secrets = [{ secret: fresh, until: null }, ...endpoint._secrets
		.filter((s) => s.until > world.now())]
	return { secret: fresh }
}

const readEvent = (world, call, event) => eventText(world, event, call.version)

export const eventRoutes = {
	'GET /v1/events': (world, call) => {
		const { type, types, delivery_success: through } = call.input
		const kept = world.all(call.account, 'event').filter((e) =>
			e.created > world.now() - KEPT_SECONDS && (!type || pattern(type).test(e.type)) &&
			(!types || types.some((t) => pattern(t).test(e.type))) &&
			(through === undefined || (e.pending_webhooks === 0) === through))
		const shown = call.page(kept)
		return { ...shown, data: shown.data.map((e) => readEvent(world, call, e)) }
	},
	'GET /v1/events/{id}': (world, call) => {
		const event = world.get(call.account, 'event', call.params.id, 'id', 404)
		return readEvent(world, call, event)
	},
	'POST /v1/webhook_endpoints': (world, call) => {
		const endpoint = makeEndpoint(world, call.input)
		return { ...endpoint, secret: endpoint._secrets[0].secret }
	},
	'GET /v1/webhook_endpoints': (world, call) =>
		call.page(world.all(PLATFORM, 'webhook_endpoint')),
	'GET /v1/webhook_endpoints/{webhook_endpoint}': (world, call) => world.get(PLATFORM,
		'webhook_endpoint', call.params.webhook_endpoint, 'webhook_endpoint', 404),
	'POST /v1/webhook_endpoints/{webhook_endpoint}': (world, call) => {
		const endpoint = world.get(PLATFORM, 'webhook_endpoint',
			call.params.webhook_endpoint, 'webhook_endpoint', 404)
		const { disabled, metadata, expand, ...fields } = call.input
		return world.change(endpoint, { ...fields, metadata:
			mergeMetadata(endpoint.metadata, metadata), ...(disabled !== undefined &&
				{ status: disabled ? 'disabled' : 'enabled' }) })
	},
	'DELETE /v1/webhook_endpoints/{webhook_endpoint}': (world, call) => {
		const endpoint = world.get(PLATFORM, 'webhook_endpoint',
			call.params.webhook_endpoint, 'webhook_endpoint', 404)
		world.remove(endpoint)
		return { id: endpoint.id, object: 'webhook_endpoint', deleted: true }
	},
}

const pattern = (text) => new RegExp(`^${text.replaceAll('.', '\\.')
	.replaceAll('*', '.*')}$`)
