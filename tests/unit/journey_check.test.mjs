// What is said before a version is published, what changed between two, and that
// nothing people write becomes markup.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, askOne, definition } from '../support/journey.mjs'

const options = [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }]
const text = (key, more) => ({ key, type: 'text', label: key, help: 'h', ...more })
const select = (key, more) => ({ key, type: 'select', label: key, help: 'h', options, ...more })
const shown = (...all) => ({ visible_if: all.length === 1 ? all[0] : { all } })
const is = (field, word, value) => ({ field, is: word, ...(value === undefined ? {} : { value }) })
const journeyOf = (...sections) => ({ schema: 'journey-1', name: 'T', sections })
const section = (key, fields, more) => ({ key, title: key, fields, ...more })
const stops = (d) => askOne({ op: 'problems', definition: d }).problems.filter((p) => p.stops)
	.map((p) => [p.code, p.section, p.field].filter((part) => part !== null).join(' '))

for (const [name, document, expected] of [
	['nothing', journeyOf(), ['no_sections']],
	['a section without fields', journeyOf(section('s', [])), ['no_fields s']],
	['a good one', definition(text('a', { required: true }), text('b', shown(is('a', 'answered')))), []],
	['a field of itself', definition(text('a', shown(is('a', 'answered')))), ['circle s a']],
	['two of each other', definition(text('a', shown(is('b', 'answered'))), text('b', shown(is('a', 'answered')))), ['circle s a']],
	['a section of its own field', journeyOf(section('s', [text('a')], shown(is('a', 'answered')))), ['circle s']],
	['sections of each other', journeyOf(section('s', [text('a')], shown(is('t.b', 'answered'))), section('t', [text('b')], shown(is('s.a', 'answered')))), ['circle s']],
	['records of what they show', journeyOf(section('s', [text('a')], shown({ records: 't', is: 'more', value: 0 })),
		section('t', [text('b')], { is_list: true, ...shown(is('s.a', 'answered')) })), ['circle s']],
	['an unknown field', definition(text('a', shown(is('z', 'answered')))), ['unknown_field s a']],
	['an unknown section', definition(text('a', shown(is('x.z', 'answered')))), ['unknown_field s a']],
	['unknown records', definition(text('a', shown({ records: 'x', is: 'more', value: 1 }))), ['unknown_section s a']],
	['records of no list', journeyOf(section('s', [text('a')]), section('t', [text('b', shown({ records: 's', is: 'equals', value: 0 }))])), ['not_a_list t b']],
	['a list seen from outside', journeyOf(section('s', [text('a')], { is_list: true }), section('t', [text('b', shown(is('s.a', 'answered')))])), ['list_field t b']],
	['a list seen by its record', journeyOf(section('s', [text('a'), text('b', shown(is('a', 'answered')))], { is_list: true })), []],
	['a sensitive answer', definition(text('a', { sensitive: true }), text('b', shown(is('a', 'equals', 'x')))), ['sensitive_field s b']],
	['a sensitive one that is there', definition(text('a', { sensitive: true }), text('b', shown(is('a', 'answered')))), []],
	['less than a text', definition(text('a'), text('b', shown(is('a', 'less', 'x')))), ['wrong_test s b']],
	['an option that is none', definition(select('a'), text('b', shown(is('a', 'equals', 'z')))), ['wrong_value s b', 'unreachable s b']],
	['a number in words', definition({ key: 'n', type: 'number', label: 'n' }, text('b', shown(is('n', 'more', 'ten')))), ['wrong_value s b', 'unreachable s b']],
	['both of two options', definition(select('a'), text('b', shown(is('a', 'equals', 'a'), is('a', 'equals', 'b')))), ['unreachable s b']],
	['both, and required', definition(select('a'), text('b', { required: true, ...shown(is('a', 'equals', 'a'), is('a', 'equals', 'b')) })), ['hidden_required s b']],
	['empty and answered', definition(text('a'), text('b', shown(is('a', 'empty'), is('a', 'answered')))), ['unreachable s b']],
	['an option and not it', definition(select('a'), text('b', shown(is('a', 'in', ['a', 'b']), { not: { any: [is('a', 'equals', 'a'), is('a', 'equals', 'b')] } }))), ['unreachable s b']],
	['beyond the largest', definition({ key: 'n', type: 'number', label: 'n', max: '5' }, text('b', shown(is('n', 'more', '5')))), ['unreachable s b']],
	['at the largest', definition({ key: 'n', type: 'number', label: 'n', max: '5' }, text('b', shown(is('n', 'at_least', '5')))), []],
	['between two numbers that cross', definition({ key: 'n', type: 'number', label: 'n' }, text('b', shown(is('n', 'more', '9'), is('n', 'less', '9')))), ['unreachable s b']],
	['below the least of not that', definition({ key: 'n', type: 'number', label: 'n', min: '10', max: '20' }, text('b', shown(is('n', 'answered'), is('n', 'not_equals', '5')))), []],
	['behind one that never is', definition(select('a'), text('b', shown(is('a', 'equals', 'a'), is('a', 'equals', 'b'))), text('c', shown(is('b', 'answered')))), ['unreachable s b', 'unreachable s c']],
	['a rating above its scale', definition({ key: 'r', type: 'rating', label: 'r', help: 'h' }, text('b', shown(is('r', 'more', 5)))), ['unreachable s b']],
	['ticked and not', definition({ key: 'k', type: 'checkbox', label: 'k' }, text('b', shown(is('k', 'checked'), is('k', 'equals', false)))), ['unreachable s b']],
	['more records than may be', journeyOf(section('s', [text('a')], { is_list: true, max_records: 2 }), section('t', [text('b', shown({ records: 's', is: 'more', value: 2 }))])), ['unreachable t b']],
	['today or later, and before', definition({ key: 'd', type: 'date', label: 'd', min: 'today' }, text('b', shown(is('d', 'less', '2020-01-01')))), []],
	['required by itself', definition(text('a', { required_if: is('a', 'answered') })), ['asks_itself s a']],
	['one option left', definition(select('a', { options: [options[0], { ...options[1], retired: true }] })), ['options s a']],
	['more than there are', definition({ key: 'm', type: 'multiselect', label: 'm', options, min_selected: 3 }), ['options s m']],
	['a chain too long', definition(...Array.from({ length: 120 }, (_, i) => text(`f${119 - i}`, i === 119 ? {} : shown(is(`f${118 - i}`, 'answered'))))), ['too_deep s f19']],
])
	test(`before publishing: ${name}`, () => assert.deepEqual(stops(document).sort(), [...expected].sort()))

test('hints do not stop', () => {
	const { problems } = askOne({ op: 'problems', definition: definition({ key: 'a', type: 'text', label: 'A', unique_in_list: true }) })
	assert.deepEqual(problems.map((p) => [p.code, p.stops]), [['not_a_list', false], ['nothing_required', false]])
	assert.ok(problems.every((p) => p.text.length > 10))
})

test('a section names what it needs of others', () => {
	const d = journeyOf(section('s', [text('a'), text('b', shown(is('a', 'answered')))]), section('l', [text('x')], { is_list: true }),
		section('t', [text('c', shown(is('s.b', 'answered'))), text('d', { required_if: { records: 'l', is: 'more', value: 1 } })]))
	assert.deepEqual(askOne({ op: 'needs', definition: d, section: 't' }).needs, ['s.b', 'l', 's.a'])
	assert.deepEqual(askOne({ op: 'needs', definition: d, section: 's' }).needs, [])
})

test('what changed between two versions', () => {
	const before = journeyOf(section('s', [text('a', { max_len: 20 }), select('b'), text('gone')]), section('old', [text('x')]))
	const after = journeyOf(section('s', [text('a', { label: 'Name', max_len: 30, required: true }),
		select('b', { options: [options[0], { ...options[1], retired: true }, { id: 'c', label: 'C' }] }), text('new', { required: true })], { title: 'Start' }))
	const d = askOne({ op: 'difference', before, after })
	assert.deepEqual(d.items.map((i) => [i.kind, i.section, i.field, i.keeps_answer, i.needs_answer]), [
		['changed', 's', null, false, false], ['changed', 's', 'a', false, true], ['changed', 's', 'b', false, false],
		['added', 's', 'new', false, true], ['removed', 's', 'gone', true, false], ['removed', 'old', null, true, false], ['removed', 'old', 'x', true, false]])
	assert.deepEqual(d.items[1].changes, [{ what: 'Label', before: 'a', after: 'Name' }, { what: 'Required', before: 'No', after: 'Yes' },
		{ what: 'Longest length', before: '20', after: '30' }])
	assert.deepEqual(d.items[2].changes, [{ what: 'Option', before: 'B', after: null }, { what: 'Option', before: null, after: 'C' }])
	assert.deepEqual([d.added, d.removed, d.changed, d.is_empty], [1, 3, 3, false])
	assert.equal(askOne({ op: 'difference', before, after: before }).is_empty, true)
})

test('chains and circles of any length end', () => {
	const fieldOf = (i) => text(`f${i}`, shown({ all: [{ not: { any: [is(`s${Math.floor((i + 1) / 200) % 10}.f${(i + 1) % 2000}`, 'empty')] } }] }))
	const d = journeyOf(...Array.from({ length: 10 }, (_, s) => section(`s${s}`, Array.from({ length: 200 }, (_, i) => fieldOf(s * 200 + i)))))
	const [state, { problems }] = ask([{ op: 'evaluate', definition: d, answers: [] }, { op: 'problems', definition: d }])
	assert.equal(state.complete, false)
	assert.ok(problems.some((p) => p.code === 'too_deep' && p.stops))
})

// --- markup ---------------------------------------------------------------------
const EVIL = [
	'<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>", '</textarea><script>alert(1)</script>',
	'</select><img src=x onerror=alert(1)>', '" onfocus=alert(1) autofocus="', '" autofocus onfocus="alert(1)', '{{constructor}}', '{{&label}}',
	'${alert(1)}', 'javascript:alert(1)', '--><script>alert(1)</script><!--', '<![CDATA[<script>alert(1)</script>]]>', '&lt;script&gt;',
	'<iframe srcdoc="<script>alert(1)</script>">', '<a href="javascript:alert(1)">x</a>', '<style>*{display:none}</style>',
	'<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', '\u2028alert(1)\u2029', '<template><script>alert(1)</script></template>',
	'`><script>alert(1)</script>', '</legend></fieldset><script>alert(1)</script>', '\u202e<script>', '<%= 7*7 %>',
]

/** Tags and attribute names of a page, as a parser sees them. */
function tagsOf(html) {
	const tags = []
	for (const [, name, rest] of html.matchAll(/<([a-z]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/g))
		tags.push([name, ...[...rest.matchAll(/\s([a-z-]+)(?:="[^"]*")?/g)].map((found) => found[1])].join(' '))
	return tags
}

function everything(evil, value) {
	const common = (key, type, more) => ({ key, type, label: evil, help: evil, error: evil.slice(0, 200), ...more })
	const odd = [{ id: 'a', label: evil }, { id: 'b', label: evil }]
	return definition(
		common('t', 'text', { placeholder: evil }), common('ta', 'textarea', { placeholder: evil }), common('em', 'email'), common('ph', 'phone'),
		common('u', 'url'), common('n', 'number', { unit: evil.slice(0, 20).trim() }), common('c', 'currency'), common('d', 'date'), common('ti', 'time'),
		common('s', 'select', { options: odd, other: true }), common('r', 'radio', { options: odd, other: true }), common('m', 'multiselect', { options: odd }),
		common('ch', 'checkbox'), common('f', 'file'), common('ra', 'rating', { low: evil.slice(0, 60).trim(), high: evil.slice(0, 60).trim() }),
		common('z', 'text', { visible_if: { any: [{ field: 't', is: 'equals', value }, { field: 't', is: 'answered' }] } }))
}

test('words of people are inert in fields', () => {
	const html = (word) => {
		const answers = ['t', 'ta', 'em', 'u'].map((field) => ({ section: 's', field, value: word })).concat(
			{ section: 's', field: 'ph', value: { typed: word } }, { section: 's', field: 's', value: { other: word } },
			{ section: 's', field: 'r', value: word }, { section: 's', field: 'm', value: [word] },
			{ section: 's', field: 'f', value: [{ id: word, name: word.replace(/[/\\]/g, ''), size: 1, sha256: 'a'.repeat(64), type: 'x' }] })
		const said = askOne({ op: 'html', section: 's', show: 'errors', definition: everything(word, word), answers })
		assert.ok(said.html, JSON.stringify(said))
		return said.html
	}
	const plain = tagsOf(html('plain'))
	assert.ok(plain.length > 100)
	for (const evil of EVIL) {
		const page = html(evil)
		assert.deepEqual(tagsOf(page), plain, evil)
		assert.ok(!/<(script|img|svg\/|iframe|style|math|template)\b/.test(page.replaceAll('<svg class="icon', '')), evil)
	}
})

test('words of people are inert in HTML, CSV and JSON of answers', () => {
	for (const said of ask(EVIL.flatMap((value) => [{}, { markup: 'light' }].map((rules) =>
		({ op: 'entry', type: 'textarea', field: { label: 'F', ...rules }, stored: value }))))) {
		assert.ok(!/<(?!\/?(p|a|em|strong|code|br|del|blockquote)\b)/.test(said.html), said.html)
		assert.ok(!/javascript:[^<]*"/.test(said.html.match(/href="[^"]*"/)?.[0] ?? ''), said.html)
		assert.ok(!/^"[=+\-@\t]/.test(said.csv), said.csv)
	}
})
