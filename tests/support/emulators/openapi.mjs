// Requests checked against an OpenAPI 3 description: path, query, body.
//
//	const spec = readSpec('google-calendar-v3.openapi.json')
//	const call = spec.match('PATCH', '/calendars/primary/events/x')
//	call.mistakes(url.searchParams, body)  // [] or words
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const Ajv = require('ajv/dist/2020').default
const addFormats = require('ajv-formats').default
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

function validator(components, coerceTypes) {
	const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes, logger: false })
	addFormats(ajv)
	ajv.addSchema({ $id: 'spec', components }, 'spec')
	return ajv
}

const rooted = (schema) => JSON.parse(JSON.stringify(schema)
	.replaceAll('"#/components/', '"spec#/components/'))

export function readSpec(name) {
	const spec = JSON.parse(readFileSync(new URL(`../specs/${name}`, import.meta.url)))
	const components = rooted(spec.components)
	const strict = validator(components, false)
	const coercing = validator(components, 'array')
	const compiled = new Map()
	const compile = (ajv, schema) => {
		if (!compiled.has(schema))
			compiled.set(schema, ajv.compile(rooted(schema)))
		return compiled.get(schema)
	}
	const resolve = (o) => (o?.$ref ? o.$ref.slice(2).split('/')
		.reduce((at, key) => at[key], spec) : o)
	const base = spec.servers?.[0]?.url ?? ''
	const operations = Object.entries(spec.paths).flatMap(([path, item]) => METHODS
		.filter((method) => item[method]).map((method) => ({ method, path,
			wrapped: new Map(),
			pattern: new RegExp(`^${base}${path.replaceAll('.', '\\.')
				.replaceAll(/\{([^}]+)\}/g, '(?<$1>[^/]+)')}$`),
			operation: item[method],
			parameters: [...item.parameters ?? [], ...item[method].parameters ?? []]
				.map(resolve) })))
		.sort((a, b) => a.path.split('{').length - b.path.split('{').length)

	function queryMistakes(found, query) {
		const mistakes = []
		for (const name of new Set(query.keys())) {
			const parameter = found.parameters.find((p) => p.in === 'query' && p.name === name)
			if (!parameter) {
				mistakes.push(`unknown query parameter ${name}`)
				continue
			}
			if (!found.wrapped.has(name))
				found.wrapped.set(name, { type: 'object', properties: { v: parameter.schema } })
			const check = compile(coercing, found.wrapped.get(name))
			const all = query.getAll(name)
			if (!check({ v: all.length > 1 ? all : all[0] }))
				mistakes.push(`${name}: ${check.errors[0].message}`)
		}
		for (const p of found.parameters)
			if (p.in === 'query' && p.required && !query.has(p.name))
				mistakes.push(`missing query parameter ${p.name}`)
		return mistakes
	}

	function bodyMistakes(found, body) {
		const described = resolve(found.operation.requestBody)
		if (body === undefined)
			return described?.required ? ['a body is required'] : []
		if (!described)
			return ['a body where none belongs']
		const { schema } = described.content['application/json']
		const check = compile(strict, schema)
		const mistakes = check(body) ? [] : check.errors.map((e) =>
			`${e.instancePath} ${e.message}`)
		const named = resolve(schema)?.properties ??
			resolve(schema?.allOf?.[0])?.properties
		for (const name of Object.keys(body))
			if (named && !(name in named))
				mistakes.push(`unknown member ${name}`)
		return mistakes
	}

	return {
		match(method, path) {
			for (const found of operations) {
				const m = found.method === method.toLowerCase() && found.pattern.exec(path)
				if (m)
					return { path: found.path, params: Object.fromEntries(Object.entries(
						m.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)])),
					mistakes: (query, body) => [...queryMistakes(found, query),
						...bodyMistakes(found, body)] }
			}
			return null
		},
	}
}
