// Each of the fifteen types: empty, at and beyond every limit, of a wrong JSON
// type, what is stored, and how it reads in words, CSV and JSON.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, askOne } from '../support/journey.mjs'
import { TYPES, file, money, options } from '../support/journey_types.mjs'

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
