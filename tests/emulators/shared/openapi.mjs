// Requests checked against the provider's own OpenAPI 3 description, with what is
// wrong as data, so that each emulator refuses in its provider's words:
//
//	const spec = readSpec('paypal-orders-v2.openapi.json')
//	const found = spec.match('POST', '/v2/checkout/orders')
//	found.query(values), found.body(value)   // [] or [{ path, keyword, name, words }]
//
// A form's texts become what the schema wants first: coerce(schema, value).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const Ajv = require('ajv/dist/2020').default
const addFormats = require('ajv-formats').default
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

// OpenAPI 3.0 is not quite JSON schema.
function modernise(node) {
	if (!node || typeof node !== 'object')
		return node
	for (const value of Object.values(node))
		modernise(value)
	if (node.nullable === true) {
		delete node.nullable
		if (typeof node.type === 'string')
			node.type = [node.type, 'null']
		if (Array.isArray(node.enum))
			node.enum.push(null)
		if (node.anyOf)
			node.anyOf.push({ type: 'null' })
		if (node.$ref) {
			node.anyOf = [{ $ref: node.$ref }, { type: 'null' }]
			delete node.$ref
		}
	}
	for (const side of ['minimum', 'maximum'])
		if (node[`exclusive${side[0].toUpperCase()}${side.slice(1)}`] === true)
			node[`exclusive${side[0].toUpperCase()}${side.slice(1)}`] = node[side]
	if (typeof node.pattern === 'string' && !isPattern(node.pattern))
		delete node.pattern
	if (typeof node.discriminator === 'object')
		delete node.discriminator
	return node
}

function isPattern(text) {
	try {
		return Boolean(new RegExp(text))
	} catch {
		return false
	}
}

const rooted = (schema) => JSON.parse(JSON.stringify(schema)
	.replaceAll('"#/components/', '"spec#/components/'))

class Operation {
	constructor(spec, path, method, item) {
		this.spec = spec
		this.path = path
		this.method = method.toUpperCase()
		this.name = `${this.method} ${path}`
		this.operation = item[method]
		this.parameters = [...item.parameters ?? [], ...item[method].parameters ?? []]
			.map((p) => spec.resolve(p))
		this.pattern = new RegExp(`^${path.replaceAll('.', '\\.')
			.replaceAll(/\{([^}]+)\}/g, '(?<$1>[^/]+)')}$`)
		this.compiled = new Map()
	}

	/** The schema of the query, or of the body of this type. */
	get querySchema() {
		const inQuery = this.parameters.filter((p) => p.in === 'query')
		this.queryShape ??= { type: 'object', additionalProperties: false,
			properties: Object.fromEntries(inQuery.map((p) => [p.name, p.schema])),
			required: inQuery.filter((p) => p.required).map((p) => p.name) }
		return this.queryShape
	}

	bodySchema(type) {
		return this.spec.resolve(this.operation.requestBody)?.content[type]?.schema ?? null
	}

	get needsBody() {
		return Boolean(this.spec.resolve(this.operation.requestBody)?.required)
	}

	/** What an answer of this status must be. */
	answerSchema(status) {
		return this.spec.resolve(this.operation.responses?.[status])
			?.content?.['application/json']?.schema ?? null
	}

	check(schema, value) {
		if (!this.compiled.has(schema))
			this.compiled.set(schema, this.spec.ajv.compile(rooted(schema)))
		const valid = this.compiled.get(schema)
		return valid(value) ? [] : valid.errors.map((e) => ({
			path: e.instancePath.split('/').slice(1).map((part) => part
				.replaceAll('~1', '/').replaceAll('~0', '~')),
			keyword: e.keyword, words: e.message, limit: e.params.limit,
			values: e.params.allowedValues, type: e.params.type,
			name: e.params.additionalProperty ?? e.params.missingProperty }))
	}

	query(values) {
		return this.check(this.querySchema, values)
	}

	body(value, type = 'application/json') {
		const schema = this.bodySchema(type)
		return schema ? this.check(schema, value) : []
	}

	answer(status, value) {
		const schema = this.answerSchema(status)
		return schema ? this.check(schema, value) : []
	}
}

class Spec {
	constructor(file, amend) {
		this.document = JSON.parse(readFileSync(file))
		amend?.(this.document)
		modernise(this.document.paths)
		modernise(this.document.components)
		this.ajv = new Ajv({ strict: false, allErrors: true, logger: false,
			unicodeRegExp: false })
		addFormats(this.ajv)
		this.ajv.addSchema({ $id: 'spec',
			components: rooted(this.document.components) }, 'spec')
		this.operations = Object.entries(this.document.paths).flatMap(([path, item]) =>
			METHODS.filter((method) => item[method])
				.map((method) => new Operation(this, path, method, item)))
			.sort((a, b) => a.path.split('{').length - b.path.split('{').length)
	}

	resolve(node) {
		let at = node
		while (at?.$ref)
			at = at.$ref.slice(2).split('/').reduce((o, key) => o[key
				.replaceAll('~1', '/').replaceAll('~0', '~')], this.document)
		return at
	}

	/** The operation and its path's parameters, or null. */
	match(method, path) {
		for (const operation of this.operations) {
			const m = operation.method === method && operation.pattern.exec(path)
			if (m)
				return { operation, params: Object.fromEntries(Object.entries(m.groups ?? {})
					.map(([k, v]) => [k, decodeURIComponent(v)])) }
		}
		return null
	}

	/** Members that the schema knows nothing of, as paths. */
	unknown(schema, value, at = '') {
		if (Array.isArray(value))
			return value.flatMap((v, i) => this.unknown(this.resolve(schema)?.items, v,
				`${at}/${i}`))
		const known = this.members(schema)
		if (value === null || typeof value !== 'object' || !known)
			return []
		return Object.entries(value).flatMap(([name, v]) => (name in known
			? this.unknown(known[name], v, `${at}/${name}`) : [`${at}/${name}`]))
	}

	/** What an object of this schema may have, with all its parts; null if anything. */
	members(schema) {
		const shape = this.resolve(schema)
		const parts = [shape, ...shape?.allOf ?? [], ...shape?.anyOf ?? [], ...shape?.oneOf ?? []]
			.map((p) => this.resolve(p))
		const inner = parts.slice(1).map((p) => this.members(p))
		const all = Object.assign({}, ...inner.filter(Boolean), shape?.properties)
		return Object.keys(all).length ? all : null
	}

	/** A form's values as the schema has them; what does not fit stays as it is. */
	coerce(schema, value) {
		const shape = this.resolve(schema) ?? {}
		if (shape.anyOf)
			return this.coerceAny(shape.anyOf, value)
		if (isObject(value))
			return takes(shape, 'array') && isList(value)
				? byNumber(value).map((v) => this.coerce(shape.items, v))
				: Object.fromEntries(Object.entries(value).map(([k, v]) =>
					[k, this.coerce(shape.properties?.[k] ?? shape.additionalProperties, v)]))
		return coerceText([shape.type].flat(), value)
	}

	coerceAny(options, value) {
		const shapes = options.map((o) => this.resolve(o))
		if (value === '' && shapes.some((s) => s.enum?.includes('')))
			return ''
		const first = (...types) => types.map((type) => shapes.find((s) => takes(s, type)))
			.find(Boolean)
		if (isObject(value))
			return this.coerce(isList(value) ? first('array', 'object')
				: first('object', 'array'), value)
		for (const type of ['integer', 'number', 'boolean']) {
			const changed = first(type) ? coerceText([type], value) : value
			if (typeof changed !== 'string')
				return changed
		}
		return value
	}
}

const isObject = (value) => value !== null && typeof value === 'object'
const isList = (value) => Object.keys(value).every((key) => /^\d{1,4}$/.test(key))
const byNumber = (value) => Object.keys(value).sort((a, b) => a - b).map((key) => value[key])
const takes = (shape, type) => [shape.type].flat().includes(type) ||
	(type === 'object' && Boolean(shape.properties))

function coerceText(types, value) {
	if (typeof value !== 'string')
		return value
	if (types.includes('integer') && /^-?\d{1,15}$/.test(value))
		return Number(value)
	if (types.includes('number') && /^-?\d+(\.\d+)?$/.test(value))
		return Number(value)
	if (types.includes('boolean') && /^(true|false)$/.test(value))
		return value === 'true'
	return value
}

/** A description of tests/emulators/specs; amend(document) may add to it. */
export function readSpec(name, amend) {
	return new Spec(new URL(`../specs/${name}`, import.meta.url), amend)
}
