// What of an object leaves the house: the shape of the version asked for, with the
// fields asked for expanded, alone or in a page of a list.
import { invalid } from './errors.mjs'
import { shape } from './shape.mjs'

const DEEPEST = 4
// Lists that stand in an object only when somebody asks.
const ON_REQUEST = {
	'checkout.session': ['line_items'],
	charge: ['refunds'],
	customer: ['subscriptions'],
	invoice: ['payments'],
}
const NEVER = ['id', 'object', 'url', 'status', 'type', 'currency', 'client_secret']

/** An object without the emulator's own fields, as `version` has it. */
export function bare(object, version) {
	if (Array.isArray(object))
		return object.map((o) => bare(o, version))
	if (object === null || typeof object !== 'object')
		return object
	const known = object.object ? shape(object, version) : object
	return Object.fromEntries(Object.entries(known)
		.filter(([name, value]) => !name.startsWith('_') && value !== undefined)
		.map(([name, value]) => [name, name === 'metadata' ? value : bare(value, version)]))
}

function expandOne(world, owner, name, rest, version, text) {
	const refuse = () => invalid(`This property cannot be expanded (${text}).`,
		{ early: true })
	let value = owner[name]
	if (value === undefined && ON_REQUEST[owner.object]?.includes(name))
		value = owner[name] = world.emulator.listIn(owner, name, version)
	if (value === undefined || NEVER.includes(name))
		throw refuse()
	if (typeof value === 'string') {
		const found = world.any(value)
		if (!found)
			throw refuse()
		value = owner[name] = bare(found, version)
	}
	const isObject = value !== null && typeof value === 'object'
	if (value !== null && (!isObject || (rest.length === 0 && !Array.isArray(value) &&
		!value.object)))
		throw refuse()
	if (value === null || rest.length === 0)
		return
	for (const one of Array.isArray(value) ? value : [value])
		expandOne(world, one, rest[0], rest.slice(1), version, text)
}

/** The object for a caller: { version, expand: ['latest_invoice.charge'] }. */
export function answer(world, object, { version, expand = [] }) {
	const shown = bare(object, version)
	for (const text of expand) {
		const steps = text.split('.')
		if (steps.length > DEEPEST)
			throw invalid(`You cannot expand more than ${DEEPEST} levels of a property`,
				{ param: 'expand', early: true })
		expandOne(world, shown, steps[0], steps.slice(1), version, text)
	}
	return shown
}

const SIDES = { gt: (a, b) => a > b, gte: (a, b) => a >= b, lt: (a, b) => a < b,
	lte: (a, b) => a <= b }

function within(value, wanted) {
	if (wanted === undefined)
		return true
	if (typeof wanted !== 'object')
		return value === wanted
	return Object.entries(wanted).every(([side, bound]) => SIDES[side](value, bound))
}

/** A page of objects, newest first, filtered by equality and by time. */
export function page(call, objects, { url = call.path, filters = [], times = ['created'] } = {}) {
	const { limit = 10, starting_after: after, ending_before: before } = call.input
	if (limit < 1 || limit > 100)
		throw invalid('Limit must be between 1 and 100', { param: 'limit', early: true })
	const kept = objects.filter((o) => filters.every((name) => call.input[name] === undefined ||
		o[name] === call.input[name]) && times.every((name) => within(o[name], call.input[name])))
	const at = (id, param) => {
		const i = kept.findIndex((o) => o.id === id)
		if (i < 0)
			throw invalid(`No such object: '${id}'`, { code: 'resource_missing', param })
		return i
	}
	let data = kept
	let more = false
	if (before !== undefined) {
		const head = kept.slice(0, at(before, 'ending_before'))
		data = head.slice(-limit)
		more = head.length > limit
	} else {
		const tail = after === undefined ? kept : kept.slice(at(after, 'starting_after') + 1)
		data = tail.slice(0, limit)
		more = tail.length > limit
	}
	return { object: 'list', data, has_more: more, url }
}

/** A short list inside an object. */
export const inner = (data, url) => ({ object: 'list', data, has_more: false, url })
