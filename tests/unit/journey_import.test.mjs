// A journey's document: malformed and hostile ones are refused by path, by the
// strict reader and, as far as a schema can say it, by the published schema.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import Ajv from 'ajv'
import { ask, askOne } from '../support/journey.mjs'
import { Chance, journey } from '../support/journey_chance.mjs'
import { schema } from '../support/journey_schema.mjs'

const published = new URL('../../static/root/journey-1.schema.json', import.meta.url)
const valid = new Ajv({ allErrors: false, strictTypes: false }).compile(JSON.parse(readFileSync(published)))
const read = (text) => askOne({ op: 'read', text: typeof text === 'string' ? text : JSON.stringify(text) })

const field = (more) => ({ key: 'name', type: 'text', label: 'Name', ...more })
const options = [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }]
const select = (more) => field({ type: 'select', options, ...more })
const journeyOf = (...fields) => ({ schema: 'journey-1', name: 'Wedding',
	sections: [{ key: 'about', title: 'About you', fields }] })
const one = (more) => journeyOf(field(more))
const section = (more) => ({ schema: 'journey-1', name: 'Wedding', sections: [{ key: 'about', title: 'About', ...more }] })
const shown = (visible_if) => one({ visible_if })
const deep = (n) => (n === 0 ? { field: 'name', is: 'answered' } : { not: deep(n - 1) })
const F = 'sections[0].fields[0]'

// What is wrong, the document, the path that tells it; `true` last: no schema can
// know it.
const REFUSED = [
	['no schema', { name: 'X', sections: [] }, 'schema'],
	['another schema', { schema: 'journey-2', name: 'X', sections: [] }, 'schema'],
	['no name', { schema: 'journey-1', sections: [] }, 'name'],
	['a blank name', { schema: 'journey-1', name: ' \t ', sections: [] }, 'name'],
	['a name of 121 characters', { schema: 'journey-1', name: 'x'.repeat(121), sections: [] }, 'name'],
	['no sections', { schema: 'journey-1', name: 'X' }, 'sections'],
	['sections that are no list', { schema: 'journey-1', name: 'X', sections: {} }, 'sections'],
	['101 sections', { schema: 'journey-1', name: 'X', sections: Array.from({ length: 101 }, (_, i) =>
		({ key: `s${i}`, title: 'S' })) }, 'sections'],
	['an unknown member', { ...one(), price: 5 }, 'price'],
	['a member of the prototype', JSON.stringify(one()).replace('{', '{"__proto__":{"admin":true},'), '__proto__'],
	['null for absent', section({ description: null }), 'sections[0].description'],
	['a colour of CSS', { ...one(), theme: { primary: 'red;}' } }, 'theme.primary'],
	['an unknown colour', { ...one(), theme: { background: '#ffffff' } }, 'theme.background'],
	['minutes below 1', { ...one(), estimated_minutes: 0 }, 'estimated_minutes'],
	['21 tags', { ...one(), tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, 'tags'],
	['a section without title', section({ title: undefined }), 'sections[0].title'],
	['a key with capitals', section({ key: 'About' }), 'sections[0].key'],
	['a key of 41 characters', section({ key: 'a'.repeat(41) }), 'sections[0].key'],
	['a key with a space behind', section({ key: 'about ' }), 'sections[0].key'],
	['a kind with a space', section({ kind: 'first aid' }), 'sections[0].kind'],
	['records beyond 200', section({ is_list: true, max_records: 201 }), 'sections[0].max_records'],
	['more at least than at most', section({ is_list: true, min_records: 3, max_records: 2 }), 'sections[0].min_records', true],
	['a weight of 11', one({ weight: 11 }), `${F}.weight`],
	['a weight of 1.5', one({ weight: 1.5 }), `${F}.weight`],
	['a weight as text', one({ weight: '1' }), `${F}.weight`],
	['a label as markup object', one({ label: { html: '<b>' } }), `${F}.label`],
	['a label of 201 characters', one({ label: '😀'.repeat(201) }), `${F}.label`],
	['a label with NUL', one({ label: 'a\0b' }), '', true],
	['a label with control characters', one({ label: 'a\u0007b' }), `${F}.label`, true],
	['no type', one({ type: undefined }), `${F}.type`],
	['a sixteenth type', one({ type: 'signature' }), `${F}.type`],
	['required as text', one({ required: 'yes' }), `${F}.required`],
	['a rule of another type', one({ max_files: 2 }), `${F}.max_files`],
	['a length of 1001', one({ max_len: 1001 }), `${F}.max_len`],
	['a length of 1e400', JSON.stringify(one({ max_len: 7 })).replace(':7', ':1e400'), `${F}.max_len`, true],
	['least above most', one({ min_len: 9, max_len: 8 }), F, true],
	['a pattern that looks ahead', one({ pattern: '(?=a)' }), `${F}.pattern`, true],
	['a pattern that explodes', one({ pattern: '((((a{100}){100}){100}){100})' }), `${F}.pattern`, true],
	['a pattern of 201 characters', one({ pattern: 'a'.repeat(201) }), `${F}.pattern`],
	['no options', field({ type: 'select' }) && journeyOf(field({ type: 'select' })), `${F}.options`],
	['one option', journeyOf(select({ options: options.slice(1) })), `${F}.options`],
	['13 radio options', journeyOf(select({ type: 'radio', options: Array.from({ length: 13 }, (_, i) =>
		({ id: `o${i}`, label: 'O' })) })), `${F}.options`],
	['an option twice', journeyOf(select({ options: [...options, { id: 'a', label: 'Again' }] })), `${F}.options[2].id`, true],
	['an option named other', journeyOf(select({ options: [...options, { id: 'other', label: 'O' }] })), `${F}.options[2].id`],
	['an option id with markup', journeyOf(select({ options: [...options, { id: '"><script>', label: 'O' }] })), `${F}.options[2].id`],
	['an option as text', journeyOf(select({ options: ['a', 'b'] })), `${F}.options[0]`],
	['options of a text', one({ options }), `${F}.options`],
	['a day that is none', journeyOf(field({ type: 'date', min: '2027-02-30' })), `${F}.min`, true],
	['a day in words', journeyOf(field({ type: 'date', max: 'tomorrow' })), `${F}.max`],
	['a step of 7 minutes', journeyOf(field({ type: 'time', step: 7 })), `${F}.step`],
	['a number with a comma', journeyOf(field({ type: 'number', min: '1,5' })), `${F}.min`],
	['a step of 0', journeyOf(field({ type: 'number', step: '0' })), `${F}.step`, true],
	['an unknown currency', journeyOf(field({ type: 'currency', currencies: ['XYZ'] })), `${F}.currencies[0]`, true],
	['a currency twice', journeyOf(field({ type: 'currency', currencies: ['EUR', 'EUR'] })), `${F}.currencies[1]`],
	['an unknown country', journeyOf(field({ type: 'phone', country: 'ZZ' })), `${F}.country`, true],
	['files that run', journeyOf(field({ type: 'file', extensions: ['exe'] })), `${F}.extensions[0]`],
	['files of 101 MB', journeyOf(field({ type: 'file', max_size: 105906176 })), `${F}.max_size`],
	['a default of another type', one({ default: 5 }), `${F}.default`, true],
	['a default file', journeyOf(field({ type: 'file', default: [] })), `${F}.default`],
	['a scale of 11', journeyOf(field({ type: 'rating', scale: 11 })), `${F}.scale`],
	['a field twice', journeyOf(field(), field()), 'sections[0].fields[1].key', true],
	['a section twice', { ...one(), sections: [...one().sections, ...one().sections] }, 'sections[1].key', true],
	['an empty condition', shown({}), `${F}.visible_if`],
	['two conditions in one', shown({ all: [deep(0)], any: [deep(0)] }), `${F}.visible_if.any`],
	['an empty list of conditions', shown({ all: [] }), `${F}.visible_if.all`],
	['51 conditions', shown({ any: Array.from({ length: 51 }, () => deep(0)) }), `${F}.visible_if.any`],
	['a condition 9 deep', shown(deep(8)), `${F}.visible_if.not.not.not.not.not.not.not.not`, true],
	['a test that nobody knows', shown({ field: 'name', is: 'like', value: 'x' }), `${F}.visible_if.is`],
	['a test without value', shown({ field: 'name', is: 'equals' }), `${F}.visible_if.value`],
	['a test with too much value', shown({ field: 'name', is: 'answered', value: 'x' }), `${F}.visible_if.value`],
	['a field of a field', shown({ field: 'a.b.c', is: 'answered' }), `${F}.visible_if.field`],
	['a condition with code', shown({ eval: 'process.exit()' }), `${F}.visible_if`],
	['a value that is an object', shown({ field: 'name', is: 'equals', value: { toString: 'x' } }), `${F}.visible_if.value.minor`],
	['two members of one name', '{"schema":"journey-1","name":"A","name":"B","sections":[]}', '', true],
	['half a document', '{"schema":"journey-1","name":"A"', ''],
	['a list', '[]', ''],
	['nothing', '', ''],
	['a bomb of brackets', '['.repeat(100000), ''],
	['deep objects', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), ''],
	['words of another encoding', '{"schema":"journey-1","name":"\\ud800","sections":[]}', ''],
	['5 MB', JSON.stringify({ ...one(), description: 'x'.repeat(5 << 20) }), ''],
]

test('the published schema is the one of the table of types', () => {
	assert.deepEqual(JSON.parse(readFileSync(published)), JSON.parse(JSON.stringify(schema())))
})

test('a whole journey is read and written back', () => {
	const whole = { ...one({ default: 'Ada', weight: 3, help: 'All\nof it' }), summary: 'In short',
		icon: 'gem', tags: ['love'], theme: { primary: '#1f6f4a', font: 'figtree' } }
	const said = read(whole)
	assert.deepEqual(said.errors, [])
	assert.ok(valid(said.canonical), JSON.stringify(valid.errors))
	assert.deepEqual(read(said.canonical).canonical, said.canonical)
	assert.equal(said.canonical.sections[0].fields[0].default, 'Ada')
})

test('journeys of chance are taken by both, and written back as they are', () => {
	const chance = new Chance(4)
	const journeys = Array.from({ length: 200 }, () => journey(chance))
	const first = ask(journeys.map((definition) => ({ op: 'read', text: JSON.stringify(definition) })))
	const second = ask(first.map(({ canonical }) => ({ op: 'read', text: JSON.stringify(canonical) })))
	journeys.forEach((definition, i) => {
		assert.ok(valid(definition), JSON.stringify([valid.errors, definition]))
		assert.deepEqual(first[i].errors, [], JSON.stringify(definition))
		assert.ok(valid(first[i].canonical), JSON.stringify(valid.errors))
		assert.deepEqual(second[i].canonical, first[i].canonical)
	})
})

assert.ok(REFUSED.length >= 50)
for (const [name, document, path, beyond] of REFUSED)
	test(`refused: ${name}`, () => {
		const { errors, canonical } = read(document)
		assert.equal(canonical, undefined)
		assert.ok(errors.some((e) => e.path === path), JSON.stringify(errors))
		assert.ok(errors.every((e) => e.text.length > 0))
		if (typeof document !== 'string')
			assert.equal(valid(JSON.parse(JSON.stringify(document))), beyond === true, JSON.stringify(valid.errors))
	})
