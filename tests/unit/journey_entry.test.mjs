// Each of the fifteen types: empty, at and beyond every limit, of a wrong JSON
// type, what is stored, and how it reads in words, CSV and JSON.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, askOne } from '../support/journey.mjs'

const options = [{ id: 'train', label: 'By train' }, { id: 'car', label: 'By car' },
	{ id: 'foot', label: 'On foot', retired: true }]
const HASH = '0f'.repeat(32)
const file = (name, more) => ({ id: 'f1', name, size: 5000, sha256: HASH, type: 'application/pdf', ...more })
const money = (minor, currency = 'USD') => ({ minor, currency })
const number = (decimal) => ({ decimal, scale: (decimal.split('.')[1] ?? '').length })
const x = (n) => 'x'.repeat(n)
const host = (n) => `${'a.'.repeat((n - 7) / 2)}example`

// taken: sent → stored, answered and fit to submit.  kept: a draft keeps it, a
// submission does not take it (the sentence).  refused: not even a draft.
// cells: sent → words, CSV.
const TYPES = {
	text: {
		rules: { min_len: 2, max_len: 5, pattern: '[a-zäé😀]+' },
		taken: [['ab', 'ab'], ['abcde', 'abcde'], ['  ab  ', 'ab'], ['e\u0301e\u0301', 'éé'], ['😀😀😀😀😀', '😀😀😀😀😀'],
			['\u2003ab\ufeff', 'ab']],
		kept: [['a', /at least 2.*has 1/], ['AB', /form/]],
		refused: [['abcdef', /at most 5.*has 6/], ['😀😀😀😀😀😀', /has 6/], ['a\nb', /one line/], ['a\u0000b', /./], ['a\u0007b', /control/],
			[5, /text/], [true, /text/], [['ab'], /text/], [{ a: 1 }, /text/]],
		empty: ['', '   ', null, '\n'],
		cells: [['ab', 'ab', '"ab"']],
	},
	textarea: {
		rules: { min_len: 3, max_len: 8, max_lines: 2 },
		taken: [['abc', 'abc'], ['ab\r\ncd', 'ab\ncd'], ['a\tb', 'a\tb'], [x(8), x(8)]],
		kept: [['ab', /at least 3/], ['a\nb\nc', /at most 2 lines/]],
		refused: [[x(9), /at most 8/], ['a\u001bb', /control/], [['abc'], /text/], [12, /text/]],
		empty: ['', '\n\n', null],
		cells: [['a\r\nb', 'a\nb', '"a\nb"']],
	},
	email: {
		rules: { deny_domains: ['mail.test'] },
		taken: [['a@b.example', 'a@b.example'], ['Mia.X+y@EXAMPLE.org', 'Mia.X+y@example.org'], ['mia@bücher.example', 'mia@xn--bcher-kva.example'],
			[`${x(64)}@b.example`, `${x(64)}@b.example`], [`${x(64)}@${host(189)}`, `${x(64)}@${host(189)}`]],
		kept: [['a', /name@example/], ['a@b', /name@example/], ['a@@b.example', /name@example/], [`${x(65)}@b.example`, /name@example/],
			['a..b@c.example', /name@example/], ['.a@c.example', /name@example/], ['a@-b.example', /name@example/], ['a@b..example', /name@example/],
			['a b@c.example', /name@example/], ['a@1.2.3.4', /name@example/], ['a@mail.test', /domain/], ['a@x.mail.test', /domain/],
			[`a@${x(64)}.example`, /name@example/]],
		refused: [[x(255), /at most 254/], [5, /text/], [['a@b.example'], /text/]],
		empty: ['', ' ', null],
		cells: [['a@b.example', 'a@b.example', '"a@b.example"'], ['=1+1@b.example', '=1+1@b.example', `"'=1+1@b.example"`]],
	},
	phone: {
		rules: { country: 'PT', countries: ['PT', 'US'] },
		taken: [['912 345 678', { e164: '+351912345678', typed: '912 345 678' }], ['+351 912-345-678', { e164: '+351912345678', typed: '+351 912-345-678' }],
			['00351912345678', { e164: '+351912345678', typed: '00351912345678' }], ['+1 (415) 555-2671', { e164: '+14155552671', typed: '+1 (415) 555-2671' }]],
		kept: [['91234567', /another country/], ['9123456789', /another country/], ['abc', /another country/], ['+44 20 7946 0958', /country/],
			['+999 123 456 789', /another country/], ['+1', /another country/]],
		refused: [[x(41), /at most 40/], [912345678, /text/], [['912345678'], /text/]],
		empty: ['', ' ', null],
		cells: [['912345678', '+351912345678', `"'+351912345678"`]],
	},
	url: {
		rules: {},
		taken: [['https://example.org', 'https://example.org'], ['HTTP://Example.ORG:8080/A?b#c', 'http://example.org:8080/A?b#c'],
			['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'], [`https://example.org/${x(2028)}`, `https://example.org/${x(2028)}`]],
		kept: [['example.org', /https/], ['javascript:alert(1)', /https/], ['data:text/html,x', /https/], ['https://', /https/], ['https://user:pw@example.org', /https/],
			['https://example', /https/], ['ftp://example.org', /https/], ['https://example.org/a b', /https/], ['https://example.org:70000/', /https/],
			['https://example.org/"><script>', /https/], ['//example.org', /https/]],
		refused: [[`https://example.org/${x(2029)}`, /at most 2048/], [5, /text/], [{}, /text/]],
		empty: ['', null],
		cells: [['https://example.org', 'https://example.org', '"https://example.org"']],
	},
	number: {
		rules: { min: '-10', max: '10000.5', step: '0.25', decimals: 2, unit: 'kg' },
		taken: [['-10', number('-10')], ['10000.5', number('10000.5')], ['+1.50', number('1.50')], ['007', number('7')], [2.5, number('2.5')], [3, number('3')],
			['-0', number('0')], [number('1.25'), number('1.25')]],
		kept: [['-10.25', /between -10 and 10000.5/], ['10000.75', /between/], ['0.1', /steps of 0.25/], ['0.250', /at most 2 decimals/]],
		refused: [['1,5', /point/], ['1.250,00', /point/], ['1e3', /number/], ['0x10', /number/], ['1 000', /number/], ['١٢', /number/], ['1.', /number/], ['.5', /number/],
			['1234567890123', /number/], ['1.1234567', /number/], ['NaN', /number/], [true, /number/], [['1'], /number/]],
		empty: ['', ' ', null],
		cells: [['9999.5', '9,999.5 kg', '"9999.5"'], ['-5', '−5 kg', '"-5"']],
	},
	currency: {
		rules: { min: 100, max: 500000, currencies: ['USD', 'JPY', 'BHD'] },
		taken: [[{ amount: '1', currency: 'USD' }, money(100)], [{ amount: '5000.00', currency: 'USD' }, money(500000)], [{ amount: '500', currency: 'JPY' }, money(500, 'JPY')],
			[{ amount: '1.234', currency: 'BHD' }, money(1234, 'BHD')], [money(250), money(250)]],
		kept: [[{ amount: '0.99', currency: 'USD' }, /USD 1.00 or more/], [{ amount: '5000.01', currency: 'USD' }, /USD 5,000.00 or less/], [money(500, 'EUR'), /not taken/]],
		refused: [[{ amount: '1.234', currency: 'USD' }, /amount/], [{ amount: '1.5', currency: 'JPY' }, /amount/], [{ amount: '1,50', currency: 'USD' }, /commas/],
			[{ amount: '1,500.00', currency: 'USD' }, /commas/], ['5', /currency/], [{ amount: '5' }, /currency/], [money(1.5), /whole/], [money('5'), /whole/], [true, /currency/]],
		empty: [{ amount: '', currency: 'USD' }, null],
		cells: [[money(123450), 'USD 1,234.50', '"USD 1234.50"'], [money(500, 'JPY'), 'JPY 500', '"JPY 500"']],
	},
	date: {
		rules: { min: 'today-1d', max: 'today+30d', weekdays: ['fri', 'sat', 'mon'] },
		taken: [['2026-11-20', '2026-11-20'], ['2026-12-21', '2026-12-21'], ['2026-11-21', '2026-11-21']],
		kept: [['2026-11-19', /20 November 2026 or a later/], ['2026-12-25', /21 December 2026 or an earlier/], ['2026-11-22', /weekday/], ['1900-01-01', /later/],
			['2200-12-31', /earlier/]],
		refused: [['2026-02-29', /date/], ['2026-13-01', /date/], ['1899-12-31', /date/], ['2201-01-01', /date/], ['21.11.2026', /date/], ['2026-11-21T10:00', /date/],
			[20261121, /date/], [{ date: '2026-11-21' }, /date/]],
		empty: ['', null],
		cells: [['2026-11-21', '21 November 2026', '"2026-11-21"']],
	},
	time: {
		rules: { min: '09:00', max: '17:30', step: 15 },
		taken: [['09:00', '09:00'], ['17:30', '17:30'], ['09:15', '09:15']],
		kept: [['08:45', /09:00 or later/], ['17:45', /17:30 or earlier/], ['09:20', /steps of 15/]],
		refused: [['24:00', /time/], ['9:00', /time/], ['09:60', /time/], ['09:00:00', /time/], [900, /time/], [['09:00'], /time/]],
		empty: ['', null],
		cells: [['09:15', '09:15', '"09:15"']],
	},
	select: {
		rules: { options, other: true },
		taken: [['train', 'train'], [{ other: 'By boat' }, { other: 'By boat' }], [{ other: x(255) }, { other: x(255) }]],
		kept: [['plane', /list/]],
		refused: [['foot', /list/], ['Train', /list/], ['"><b>', /list/], [{ other: x(256) }, /at most 255/], [1, /list/], [['train'], /list/]],
		empty: ['', { other: '' }, { other: '  ' }, null],
		cells: [['train', 'By train', '"By train"'], [{ other: '@cmd' }, '@cmd', `"'@cmd"`]],
	},
	radio: {
		rules: { options },
		taken: [['train', 'train'], ['car', 'car']],
		kept: [['plane', /list/], [{ other: 'By boat' }, /list/]],
		refused: [['foot', /list/], [true, /list/], [{}, /list/]],
		empty: ['', null],
		cells: [['car', 'By car', '"By car"']],
	},
	multiselect: {
		rules: { options: [...options, { id: 'bike', label: 'By bike' }, { id: 'none', label: 'None' }], min_selected: 1, max_selected: 2, exclusive: 'none' },
		taken: [[['train'], ['train']], [['car', 'train'], ['train', 'car']], [['none'], ['none']]],
		kept: [[['train', 'car', 'bike'], /at most 2/], [['train', 'none'], /alone/], [['plane'], /no longer/]],
		refused: [[['train', 'train'], /once/], [['foot'], /list/], ['train', /list/], [[1], /list/], [{ 0: 'train' }, /list/],
			[Array.from({ length: 201 }, (_, i) => `o${i}`), /list/]],
		empty: [[], null],
		cells: [[['train', 'car'], 'By train; By car', '"By train; By car"']],
	},
	checkbox: {
		rules: { must_be_true: true },
		taken: [[true, { checked: true, at: '2026-11-21T10:00:00Z', text: '*' }],
			[{ checked: true, at: '1999-01-01T00:00:00Z', text: 'forged' }, { checked: true, at: '2026-11-21T10:00:00Z', text: '*' }]],
		kept: [],
		refused: [['true', /yes or no/], [1, /yes or no/], [[], /yes or no/], [{}, /yes or no/]],
		empty: [false, null],
		cells: [[true, 'Yes', '"Yes"']],
	},
	file: {
		rules: { max_files: 2, max_size: 5000, extensions: ['pdf', 'png'] },
		taken: [[[file('a.pdf')], [file('a.pdf')]], [[file('a.PDF'), file('b.png')], [file('a.PDF'), file('b.png')]], [[file(`${x(251)}.pdf`)], [file(`${x(251)}.pdf`)]]],
		kept: [[[file('a.pdf', { size: 5001 })], /at most 4 KB|at most 5 KB/], [[file('a.svg')], /kind/], [[file('a')], /kind/], [[file('a.pdf'), file('b.pdf'), file('c.pdf')], /at most 2/]],
		refused: [[[file('../a.pdf')], /file/], [[file('a\\b.pdf')], /file/], [[file(`${x(252)}.pdf`)], /file/], [[file('')], /file/], [[file('a.pdf', { sha256: 'x' })], /file/],
			[[file('a.pdf', { size: -1 })], /file/], ['a.pdf', /file/], [[{}], /file/], [Array.from({ length: 11 }, () => file('a.pdf')), /file/]],
		empty: [[], null],
		cells: [[[file('a.pdf'), file('b.png')], 'a.pdf, b.png', '"a.pdf, b.png"']],
	},
	rating: {
		rules: { scale: 10, na: true },
		taken: [[1, 1], [10, 10], ['7', 7], ['na', 'na']],
		kept: [[0, /scale/], [11, /scale/], [-1, /scale/]],
		refused: [[2.5, /scale/], ['x', /scale/], ['100', /scale/], [true, /scale/], [[1], /scale/]],
		empty: ['', null],
		cells: [[7, '7 of 10', '"7"'], ['na', 'Does not apply', '"na"']],
	},
}

const entries = (type, rules, list) => ask(list.map((sent) => ({ op: 'entry', type, field: { label: 'Field', ...rules }, sent })))
const same = (value, expected) => assert.deepEqual(value?.text !== undefined && expected.text === '*'
	? { ...value, text: '*' } : value, expected)

assert.equal(Object.keys(TYPES).length, 15)
for (const [type, { rules, taken, kept, refused, empty, cells }] of Object.entries(TYPES)) {
	test(`${type}: what is stored, and fit to submit`, () => {
		entries(type, rules, taken.map(([sent]) => sent)).forEach((said, i) => {
			assert.equal(said.error ?? said.submit, null, JSON.stringify([taken[i], said]))
			same(said.value, taken[i][1])
			assert.equal(said.answered, true, JSON.stringify(taken[i]))
		})
	})
	test(`${type}: a draft keeps what a submission refuses`, () => {
		entries(type, rules, kept.map(([sent]) => sent).concat(null)).slice(0, -1).forEach((said, i) => {
			assert.equal(said.error ?? said.draft, null, JSON.stringify(kept[i]))
			assert.notEqual(said.value, null, JSON.stringify(kept[i]))
			assert.match(said.submit ?? '', kept[i][1], JSON.stringify([kept[i], said]))
		})
	})
	test(`${type}: what is of no such type is not stored`, () => {
		entries(type, rules, refused.map(([sent]) => sent)).forEach((said, i) => {
			assert.match(said.error ?? '', refused[i][1], JSON.stringify([refused[i], said]))
			assert.equal(said.value, null)
		})
	})
	test(`${type}: stored, it stands any JSON`, () => {
		const stored = refused.map(([sent]) => sent).concat([[[]], { a: { b: [] } }, -1e300, '\u0001', [null], { checked: 1 }])
		for (const said of ask(stored.map((value) => ({ op: 'entry', type, field: { label: 'Field', ...rules }, stored: value }))))
			assert.equal(typeof said.words, 'string')
	})
	test(`${type}: empty is no answer`, () => {
		for (const said of entries(type, rules, empty)) {
			assert.equal(said.error, null, JSON.stringify(said))
			assert.equal(said.value, null)
			assert.equal(said.answered, false)
			assert.equal(said.words, '')
		}
	})
	test(`${type}: words, CSV and JSON`, () => {
		entries(type, rules, cells.map(([sent]) => sent)).forEach((said, i) => {
			assert.equal(said.words, cells[i][1])
			assert.equal(said.csv, `${cells[i][2]}\r\n`)
			assert.deepEqual(said.json, { value: said.value, words: said.words })
		})
	})
	test(`${type}: the creator's own words for a mistake`, () => {
		if (kept.length === 0)
			return
		const [said] = entries(type, { ...rules, error: 'Not so, dear.' }, [kept[0][0]])
		assert.equal(said.submit, 'Not so, dear.')
	})
	test(`${type}: hidden and required is not needed`, () => {
		const definition = { schema: 'journey-1', name: 'T', sections: [{ key: 's', title: 'S', fields: [
			{ key: 'more', type: 'checkbox', label: 'More' },
			{ key: 'f', type, label: 'F', required: true, visible_if: { field: 'more', is: 'checked' }, ...rules }] }] }
		const value = taken[0][1]
		const answers = [{ section: 's', field: 'more', value: { checked: false } }, { section: 's', field: 'f', value }]
		const state = (list) => askOne({ op: 'evaluate', definition, answers: list })
		const hidden = state(answers), [, f] = hidden.sections[0].records[0].fields
		assert.deepEqual([f.visible, f.required, f.answered, f.valid], [false, false, false, true])
		assert.equal(hidden.complete, true)
		const shown = state([{ section: 's', field: 'more', value: { checked: true } }])
		assert.deepEqual([shown.complete, shown.missing, shown.next], [false, 1, 's/0/f'])
		const filled = state([{ section: 's', field: 'more', value: { checked: true } }, answers[1]])
		assert.deepEqual([filled.complete, filled.progress, filled.score], [true, 100, 100])
	})
}

test('an option that was retired or is gone stays readable, and a retired one may stay', () => {
	for (const type of ['select', 'radio']) {
		const field = { label: 'F', options }
		const retired = askOne({ op: 'entry', type, field, stored: 'foot' })
		assert.deepEqual([retired.words, retired.answered, retired.submit], ['On foot', true, null])
		const gone = askOne({ op: 'entry', type, field, stored: 'plane' })
		assert.deepEqual([gone.words, gone.answered], ['plane', false])
		assert.equal(askOne({ op: 'entry', type, field, sent: 'foot', before: 'foot' }).value, 'foot')
		assert.equal(askOne({ op: 'entry', type, field, sent: 'foot', before: 'car' }).value, null)
	}
})

test('a type that changed in a new version takes the old answer for none, and keeps it', () => {
	for (const type of Object.keys(TYPES).filter((name) => !['text', 'textarea', 'email', 'url'].includes(name))) {
		const said = askOne({ op: 'entry', type, field: { label: 'F', ...TYPES[type].rules }, stored: 'some old text' })
		assert.equal(said.answered, false, type)
		assert.notEqual(said.submit, null, type)
		assert.equal(said.value, 'some old text')
	}
})

test('a date with a time is an instant, in summer and winter time', () => {
	const field = { label: 'F', with_time: true }
	const stored = (date, time, zone) => askOne({ op: 'entry', type: 'date', field, zone: 'Europe/Lisbon', sent: { date, time, zone } })
	assert.deepEqual(stored('2027-07-01', '09:00').value, { at: '2027-07-01T08:00:00Z', zone: 'Europe/Lisbon' })
	assert.deepEqual(stored('2027-01-01', '09:00').value, { at: '2027-01-01T09:00:00Z', zone: 'Europe/Lisbon' })
	assert.deepEqual(stored('2027-07-01', '09:00', 'Asia/Kathmandu').value, { at: '2027-07-01T03:15:00Z', zone: 'Asia/Kathmandu' })
	assert.match(stored('2027-07-01', '09:00', 'Mars/Olympus').error, /zone/)
	assert.match(stored('2027-07-01', '').error, /day and a time/)
	assert.equal(stored('', '').value, null)
	assert.equal(stored('2027-07-01', '09:00').words, '1 July 2027, 09:00, Lisbon')
})

test('what a form sends is what a script sends', () => {
	const form = (type, rules, pairs, more) => askOne({ op: 'entry', type, field: { label: 'F', ...rules }, form: pairs, ...more })
	const value = (...given) => form(...given).value
	assert.equal(value('text', {}, [['f', ' Ada ']]), 'Ada')
	assert.deepEqual(value('currency', {}, [['f', '5.50'], ['f.currency', 'USD']]), money(550))
	assert.equal(value('currency', {}, [['f', ''], ['f.currency', 'USD']]), null)
	assert.deepEqual(value('date', { with_time: true }, [['f', '2027-07-01'], ['f.time', '09:00'], ['f.zone', 'Europe/Lisbon']]),
		{ at: '2027-07-01T08:00:00Z', zone: 'Europe/Lisbon' })
	assert.deepEqual(value('time', { zone: true }, [['f', '09:00'], ['f.zone', 'Europe/Lisbon']]), { time: '09:00', zone: 'Europe/Lisbon' })
	assert.deepEqual(value('select', { options, other: true }, [['f', 'other'], ['f.other', 'Boat']]), { other: 'Boat' })
	assert.equal(value('select', { options, other: true }, [['f', 'car'], ['f.other', 'Boat']]), 'car')
	assert.deepEqual(value('multiselect', { options }, [['f', 'car'], ['f', 'train']]), ['train', 'car'])
	assert.equal(value('multiselect', { options }, [['f.revision', '3']]), null)
	assert.equal(value('checkbox', {}, [['f.revision', '0']]).checked, false)
	assert.equal(value('checkbox', {}, [['f', 'true']]).checked, true)
	assert.equal(value('rating', {}, [['f', '4']]), 4)
	assert.deepEqual(value('file', { max_files: 2 }, [['f.remove', 'f2']], { before: [file('a.pdf'), file('b.pdf', { id: 'f2' })] }), [file('a.pdf')])
	assert.equal(form('number', {}, [['f', '1,5']]).value, null)
})

test('light markup is safe HTML, other answers are escaped', () => {
	const html = (type, rules, stored) => askOne({ op: 'entry', type, field: { label: 'F', ...rules }, stored }).html
	assert.match(html('textarea', { markup: 'light' }, '**Bold** <script>'), /<strong>Bold<\/strong> &lt;script&gt;/)
	assert.equal(html('textarea', {}, '<b>\nnext'), '&lt;b&gt;<br>next')
	assert.equal(html('text', {}, `"'<&>`), '&quot;&#39;&lt;&amp;&gt;')
})

test('cells begin with no formula', () => {
	for (const evil of ['=1+1', '+1', '-1+1|cmd', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")']) {
		const { csv } = askOne({ op: 'entry', type: 'textarea', field: { label: 'F' }, stored: evil })
		assert.match(csv, /^"'/, evil)
	}
})
