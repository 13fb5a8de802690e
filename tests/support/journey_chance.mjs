// Journeys and answers of chance, the same for the same seed.
export class Chance {
	constructor(seed) {
		this.state = seed >>> 0
	}

	/** 0 up to n, n not included. */
	below(n) {
		// mulberry32
		this.state = (this.state + 0x6d2b79f5) >>> 0
		let t = this.state
		t = Math.imul(t ^ (t >>> 15), t | 1)
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
		return ((t ^ (t >>> 14)) >>> 0) % n
	}

	one(list) {
		return list[this.below(list.length)]
	}

	often(percent) {
		return this.below(100) < percent
	}
}

const HASH = 'ab'.repeat(32)
const file = (name, size = 1000) => ({ id: `f-${name}`, name, size, sha256: HASH, type: 'application/pdf' })
const OPTIONS = [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }, { id: 'c', label: 'C', retired: true }]

// Of each type: rules, stored values (good, bad and of a wrong type), and what
// conditions compare with.
const TYPES = {
	text: { rules: [{}, { min_len: 2, max_len: 3 }, { pattern: '[a-c]+x?' }],
		values: ['a', 'ab', 'abc', 'abcx', 'zz', '😀😀', '', 7, ['a']], asked: ['a', 'ab', 'abc', 'nobody'] },
	textarea: { rules: [{}, { max_lines: 2, max_len: 10 }], values: ['a', 'a\nb', 'a\nb\nc', 'abcdefghijk', {}],
		asked: ['a', 'b'] },
	email: { rules: [{}], values: ['a@b.example', 'a@b', 'a..b@c.example', 'x', 1], asked: ['a@b.example', '@b'] },
	phone: { rules: [{}], values: [{ e164: '+351912345678', typed: '912 345 678' }, { typed: 'abc' }, '+351912345678'],
		asked: ['+351912345678', '+1'] },
	url: { rules: [{}], values: ['https://a.example/', 'http://b.example', 'javascript:alert(1)', 'ftp://a.example', null],
		asked: ['https://a.example/', 'example'] },
	number: { rules: [{}, { min: '0', max: '10' }, { integer: true }, { step: '0.5', min: '0.25' }],
		values: ['0', '0.25', '0.75', '5', '10', '10.01', '-3', '99999', '1.125'].map((decimal) =>
			({ decimal, scale: 0 })).concat(['5', { decimal: 'x' }]),
		asked: ['0', '0.25', '5', '5.0', '10', '-3', 5] },
	currency: { rules: [{}, { currencies: ['EUR', 'USD'], min: 100, max: 1000 }],
		values: [{ minor: 0, currency: 'USD' }, { minor: 500, currency: 'EUR' }, { minor: 1000, currency: 'USD' },
			{ minor: -1, currency: 'USD' }, { minor: 1.5, currency: 'USD' }, 'USD 5'],
		asked: [{ minor: 500, currency: 'USD' }, { minor: 500, currency: 'EUR' }, { minor: 0, currency: 'USD' }] },
	date: { rules: [{}, { min: 'today', max: 'today+30d' }, { min: '2026-01-01' }, { weekdays: ['sat', 'sun'] }],
		values: ['2026-11-21', '2026-11-20', '2026-12-21', '2026-12-22', '2024-02-29', '2023-02-29', '1899-12-31', 20261121],
		asked: ['2026-11-21', 'today', 'today+30d', 'today-400d', '2024-02-29'] },
	time: { rules: [{}, { min: '09:00', max: '17:00', step: 15 }],
		values: ['00:00', '09:00', '09:15', '09:20', '17:00', '17:15', '24:00', '9:00', 900], asked: ['09:00', '17:00', '00:00'] },
	select: { rules: [{}, { other: true }], options: true,
		values: ['a', 'b', 'c', 'gone', { other: 'mine' }, { other: '' }, 5], asked: ['a', 'b', 'c', 'other'] },
	radio: { rules: [{}, { other: true }], options: true,
		values: ['a', 'b', 'gone', { other: 'mine' }, []], asked: ['a', 'b', 'other'] },
	multiselect: { rules: [{}, { min_selected: 2 }, { max_selected: 1 }, { exclusive: 'a' }], options: true,
		values: [['a'], ['b'], ['a', 'b'], ['a', 'b', 'c'], ['gone'], ['a', 'gone'], [], ['a', 'a'], 'a'],
		asked: ['a', 'b', 'c'] },
	checkbox: { rules: [{}, { must_be_true: true }],
		values: [{ checked: true, at: '2026-01-01T00:00:00Z' }, { checked: false, at: '2026-01-01T00:00:00Z' }, 'true', {}],
		asked: [true, false] },
	file: { rules: [{}, { max_files: 2, extensions: ['pdf'] }, { max_size: 500 }],
		values: [[file('a.pdf')], [file('a.pdf'), file('b.png')], [file('x.exe')], [file('../a.pdf')], [], 'a.pdf'], asked: [] },
	rating: { rules: [{}, { scale: 10, na: true }, { nps: true }], values: [0, 1, 3, 5, 6, 10, 11, 'na', '3', 2.5],
		asked: [1, 3, 5, 0, 'na'] },
}
const WORDS = {
	text: ['equals', 'not_equals', 'in', 'contains'], multiselect: ['contains', 'in'], file: [],
	checkbox: ['checked', 'equals', 'not_equals', 'in'], select: ['equals', 'not_equals', 'in'],
	number: ['equals', 'not_equals', 'in', 'less', 'more', 'at_least', 'at_most'],
}
Object.assign(WORDS, { textarea: WORDS.text, email: WORDS.text, url: WORDS.text, phone: WORDS.select,
	radio: WORDS.select, currency: WORDS.number, date: WORDS.number, time: WORDS.number, rating: WORDS.number })

function testOf(chance, { section, field }, here) {
	const name = section === here ? field.key : `${section}.${field.key}`
	const words = ['answered', 'empty', ...WORDS[field.type], ...WORDS[field.type]]
	const test = { field: name, is: chance.one(words) }
	const { asked } = TYPES[field.type]
	if (test.is === 'in')
		test.value = [chance.one(asked), chance.one(asked)]
	else if (!['answered', 'empty', 'checked'].includes(test.is))
		test.value = chance.one(asked)
	if (test.is.match(/less|more|at_/) && test.value === 'na')
		test.value = 3
	return test
}

/** seen: what may be asked for; lists: what may be counted. */
function condition(chance, seen, lists, here, depth = 0) {
	const kind = chance.below(depth < 3 ? 10 : 5)
	const inner = () => condition(chance, seen, lists, here, depth + 1)
	if (kind >= 8)
		return { [kind === 8 ? 'all' : 'any']: Array.from({ length: 1 + chance.below(3) }, inner) }
	if (kind === 7)
		return { not: inner() }
	if (lists.length > 0 && (seen.length === 0 || kind === 6))
		return { records: chance.one(lists), is: chance.one(['equals', 'not_equals', 'less', 'more', 'at_least', 'at_most']),
			value: chance.below(4) }
	return testOf(chance, chance.one(seen), here)
}

export function journey(chance) {
	const sections = [], outside = [], lists = []
	for (let i = 0; i < 1 + chance.below(5); i++) {
		const section = { key: `s${i}`, title: `Section ${i}`, fields: [] }
		if (chance.often(30))
			Object.assign(section, { is_list: true, min_records: chance.below(3), max_records: 2 + chance.below(2) })
		if (chance.often(30))
			section.weight = chance.below(11)
		if (outside.length + lists.length > 0 && chance.often(40))
			section.visible_if = condition(chance, outside, lists, section.key)
		fill(chance, section, outside, lists)
		if (section.is_list)
			lists.push(section.key)
		else
			outside.push(...section.fields.map((field) => ({ section: section.key, field })))
		sections.push(section)
	}
	return { schema: 'journey-1', name: 'Of chance', sections }
}

function fill(chance, section, outside, lists) {
	const own = []
	for (let i = 0; i < 1 + chance.below(6); i++) {
		const type = chance.one(Object.keys(TYPES))
		const field = { key: `f${i}`, type, label: `Field ${i}`, ...chance.one(TYPES[type].rules) }
		const seen = [...outside, ...own]
		if (TYPES[type].options)
			field.options = OPTIONS
		if (chance.often(40))
			field.required = true
		if (chance.often(20))
			field.weight = chance.below(11)
		if (chance.often(15))
			field.unique_in_list = true
		if (seen.length > 0 && chance.often(50))
			field.visible_if = condition(chance, seen, lists, section.key)
		if (seen.length > 0 && chance.often(30))
			field.required_if = condition(chance, seen, lists, section.key)
		section.fields.push(field)
		own.push({ section: section.key, field })
	}
}

export function filled(chance, definition) {
	const records = [], answers = []
	for (const section of definition.sections) {
		const ids = section.is_list ? Array.from({ length: chance.below(5) }, (_, i) => 10 * i + 7) : [0]
		for (const record of ids) {
			if (section.is_list)
				records.push({ section: section.key, record })
			for (const field of section.fields)
				if (chance.often(75))
					answers.push({ section: section.key, record, field: field.key,
						value: chance.one(TYPES[field.type].values) })
		}
	}
	return { records, answers }
}

export { TYPES }
