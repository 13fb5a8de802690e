// How the descriptions beside this were made from those the providers publish:
//
//	node trim.mjs FULL.json SHORT.json 'PATTERN OF OPERATIONS'
//
// Kept are the operations ("POST /v1/refunds") that match, what they refer to, and the
// answer of success; texts, examples and vendor notes go.  What may be expanded into an object is
// described as its id, which is how it stands in an answer nobody asked to expand.
import { readFileSync, writeFileSync } from 'node:fs'

const [, , from, to, pattern] = process.argv
const spec = JSON.parse(readFileSync(from))
const wanted = new RegExp(pattern)

function find(reference) {
	return reference.slice(2).split('/').reduce((at, key) => at[key
		.replaceAll('~1', '/').replaceAll('~0', '~')], spec)
}

function shorten(node, inNames = false) {
	if (Array.isArray(node))
		return node.map((n) => shorten(n))
	if (!node || typeof node !== 'object')
		return node
	if (node['x-expansionResources'])
		return shorten({ type: 'string', ...node.nullable && { nullable: true } })
	const kept = {}
	for (const [name, value] of Object.entries(node)) {
		if (!inNames && (/^x-|^(description|title|example|examples|summary|tags|externalDocs)$/
			.test(name)))
			continue
		kept[name] = shorten(value, ['properties', 'schemas', 'paths'].includes(name))
	}
	return kept
}

function references(node, found) {
	for (const [name, value] of Object.entries(node ?? {}))
		if (name === '$ref' && value.startsWith('#/')) {
			if (!found.has(value)) {
				found.add(value)
				references(find(value), found)
			}
		} else if (typeof value === 'object')
			references(value, found)
	return found
}

for (const [path, item] of Object.entries(spec.paths)) {
	for (const [method, operation] of Object.entries(item))
		if (Array.isArray(operation))
			continue
		else if (!wanted.test(`${method.toUpperCase()} ${path}`))
			delete item[method]
		else
			operation.responses = Object.fromEntries(Object.entries(operation.responses)
				.filter(([status]) => /^2/.test(status)))
	if (Object.values(item).every(Array.isArray))
		delete spec.paths[path]
}
spec.paths = shorten(spec.paths, true)
spec.components = Object.fromEntries(Object.entries(spec.components)
	.map(([kind, all]) => [kind, shorten(all, true)]))
const used = references(spec.paths, new Set())
for (const [kind, all] of Object.entries(spec.components))
	for (const name of Object.keys(all))
		if (!used.has(`#/components/${kind}/${name}`))
			delete all[name]
const { openapi, info, paths, components } = spec
writeFileSync(to, `${JSON.stringify({ openapi, info: { title: info.title,
	version: info.version, license: info.license }, paths, components })}\n`)
