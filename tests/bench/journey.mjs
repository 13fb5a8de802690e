// How long lib/journey takes over a journey of 60 sections and 1,200 fields:
// make MODE=release .build/release/tool/journey && MODE=release node tests/bench/journey.mjs
import { ask } from '../support/journey.mjs'

const options = Array.from({ length: 8 }, (_, i) => ({ id: `o${i}`, label: `Option ${i}` }))
const types = ['text', 'textarea', 'email', 'phone', 'url', 'number', 'currency', 'date', 'time', 'select', 'radio', 'multiselect',
	'checkbox', 'file', 'rating']
const values = { text: 'Ada', textarea: 'A long story', email: 'a@b.example', phone: { e164: '+351912345678', typed: '912' }, url: 'https://a.example',
	number: { decimal: '5', scale: 0 }, currency: { minor: 5, currency: 'USD' }, date: '2027-03-08', time: '09:00', select: 'o1', radio: 'o2',
	multiselect: ['o1'], checkbox: { checked: true, at: '2026-01-01T00:00:00Z' }, rating: 3 }

function fieldOf(s, i) {
	const type = types[(s + i) % types.length]
	return { key: `f${i}`, type, label: `Question ${i} of section ${s}: über allem`, help: 'A sentence that says what is meant here.', required: i % 2 === 0,
		...(['select', 'radio', 'multiselect'].includes(type) ? { options } : {}), ...(type === 'text' ? { pattern: '[A-Za-z ]{1,40}' } : {}),
		...(i > 0 && i % 3 === 0 ? { visible_if: { any: [{ field: `f${i - 1}`, is: 'answered' }, { field: s > 0 ? `s${s - 1}.f1` : 'f0', is: 'empty' }] } } : {}) }
}

const sections = Array.from({ length: 60 }, (_, s) => ({ key: `s${s}`, title: `Section ${s}`, fields: Array.from({ length: 20 }, (_, i) => fieldOf(s, i)) }))
const definition = { schema: 'journey-1', name: 'Large', sections }
const answers = sections.flatMap((s) => s.fields.filter((f) => values[f.type] !== undefined).map((f) =>
	({ section: s.key, field: f.key, value: values[f.type] })))
const times = ask(Array.from({ length: 21 }, () => ({ op: 'time', definition, answers, section: 's30' })))
for (const name of ['read', 'evaluate', 'section', 'widgets', 'problems']) {
	const all = times.map((t) => t[name]).sort((a, b) => a - b)
	console.log(`${name.padEnd(9)} ${all[10].toFixed(2)} ms median, ${all[20].toFixed(2)} ms worst of 21`)
}
