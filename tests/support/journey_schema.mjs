// The JSON Schema of a journey's document, made from the table of field types:
// node tests/support/journey_schema.mjs > static/root/journey-1.schema.json
import { fileURLToPath } from 'node:url'
import { askOne } from './journey.mjs'

const KEY = '^[a-z0-9_]{1,40}$'
const text = (most, least = 0) => ({ type: 'string', maxLength: most,
	...(least > 0 ? { minLength: least, pattern: '\\S' } : {}) })
const yes = { type: 'boolean' }
const whole = (minimum, maximum) => ({ type: 'integer', minimum, maximum })
const list = (items, minItems, maxItems) => ({ type: 'array', items, minItems, maxItems, uniqueItems: true })
const shaped = (pattern) => ({ type: 'string', pattern })
const object = (properties, required = []) => ({ type: 'object', properties, required, additionalProperties: false })
const condition = { $ref: '#/definitions/condition' }

// By enum rule_kind of lib/journey/field_type.h, in its order.
function ruleOf(rule, extensions) {
	const integer = rule.words.length > 0
		? { type: 'integer', enum: rule.words.map(Number) } : whole(rule.min, rule.max)
	return [
		integer, integer, integer, yes,
		text(rule.max, rule.min), text(rule.max, rule.min),
		{ enum: rule.words },
		shaped('^[+-]?0*[0-9]{1,12}(\\.[0-9]{1,6})?$'),
		shaped('^([0-9]{4}-[0-9]{2}-[0-9]{2}|today([+-][0-9]{1,5}d)?)$'),
		shaped('^([01][0-9]|2[0-3]):[0-5][0-9]$'),
		shaped('^[A-Z]{2}$'), shaped(KEY),
		list({ enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }, rule.min, rule.max),
		list(shaped('^[A-Z]{2}$'), rule.min, rule.max),
		list(shaped('^[A-Z]{3}$'), rule.min, rule.max),
		list(shaped('^[a-z0-9.-]{1,200}$'), rule.min, rule.max),
		list({ enum: extensions }, rule.min, rule.max),
	][rule.kind]
}

function fieldOf(type, extensions) {
	const option = object({ id: shaped('^(?!(other|na)$)[a-z0-9_]{1,40}$'), label: text(200, 1), retired: yes }, ['id', 'label'])
	return object({
		key: shaped(KEY), type: { const: type.name }, label: text(200, 1), help: text(1000),
		placeholder: text(200), error: text(200), required: yes, sensitive: yes, private: yes,
		unique_in_list: yes, weight: whole(0, 10), visible_if: condition, required_if: condition,
		...(type.name === 'file' ? {} : { default: { not: { type: 'null' } } }),
		...Object.fromEntries(type.rules.map((rule) => [rule.name, ruleOf(rule, extensions)])),
		...(type.max_options > 0 ? { options: list(option, type.min_options, type.max_options) } : {}),
	}, ['key', 'type', 'label', ...(type.max_options > 0 ? ['options'] : [])])
}

const NONE = ['answered', 'empty', 'checked']
const ORDER = ['equals', 'not_equals', 'less', 'more', 'at_least', 'at_most']
const value = { anyOf: [text(1000), yes, whole(-1e12, 1e12),
	object({ minor: whole(-1e12, 1e12), currency: { type: 'string', minLength: 3, maxLength: 3, pattern: '\\S' } },
		['minor', 'currency'])] }
const field = shaped('^[a-z0-9_]{1,40}(\\.[a-z0-9_]{1,40})?$')
const conditions = { type: 'array', items: condition, minItems: 1, maxItems: 50 }

export function schema() {
	const { types, extensions } = askOne({ op: 'types' })
	const section = object({
		key: shaped(KEY), title: text(120, 1), description: text(10000), guidance: text(10000),
		kind: shaped('^[a-z0-9-]{1,40}$'), is_list: yes, min_records: whole(0, 200), max_records: whole(1, 200),
		weight: whole(0, 10), visible_if: condition,
		fields: { type: 'array', maxItems: 200, items: { $ref: '#/definitions/field' } },
	}, ['key', 'title'])
	return {
		$schema: 'http://json-schema.org/draft-07/schema#',
		title: 'A journey: sections with fields, to import and export',
		...object({
			schema: { const: 'journey-1' }, name: text(120, 1), summary: text(200), description: text(20000),
			icon: text(40, 1), estimated_minutes: whole(1, 100000),
			categories: { type: 'array', maxItems: 20, items: text(60, 1) },
			tags: { type: 'array', maxItems: 20, items: text(60, 1) },
			theme: object({ ...Object.fromEntries(['primary', 'secondary', 'accent'].map((name) =>
				[name, shaped('^#[0-9a-fA-F]{6}$')])), font: text(40, 1) }),
			sections: { type: 'array', maxItems: 100, items: section },
		}, ['schema', 'name', 'sections']),
		definitions: {
			condition: { anyOf: [
				object({ all: conditions }, ['all']), object({ any: conditions }, ['any']),
				object({ not: condition }, ['not']),
				object({ field, is: { enum: NONE } }, ['field', 'is']),
				object({ field, is: { enum: [...ORDER, 'contains'] }, value }, ['field', 'is', 'value']),
				object({ field, is: { const: 'in' }, value: { type: 'array', items: value, minItems: 1, maxItems: 50 } },
					['field', 'is', 'value']),
				object({ records: shaped(KEY), is: { enum: ORDER }, value }, ['records', 'is', 'value']),
			] },
			field: { type: 'object', required: ['type'],
				properties: { type: { enum: types.map(({ name }) => name) } },
				allOf: types.map((type) => ({ if: { properties: { type: { const: type.name } } },
					then: { $ref: `#/definitions/${type.name}` } })) },
			...Object.fromEntries(types.map((type) => [type.name, fieldOf(type, extensions)])),
		},
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	console.log(JSON.stringify(schema(), null, '\t'))
