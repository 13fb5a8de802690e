// The fields of a journey in a browser: by keyboard, with conditions as one
// types, with the server's checks, and without script.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WIDTHS, look, openBrowser, overflow, violations } from '../support/browser.mjs'
import { NOW, ask, askOne, definition } from '../support/journey.mjs'
import { Chance, TYPES, journey } from '../support/journey_chance.mjs'
import { showSection } from '../support/journey_page.mjs'

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

/** A test with a tab of its own, which must not complain. */
function tabTest(name, run, options = {}) {
	test(name, async () => {
		const context = await browser.newContext({ timezoneId: 'Europe/Lisbon', reducedMotion: 'reduce', ...options })
		const tab = await context.newPage(), complaints = []
		tab.on('pageerror', (error) => complaints.push(error.message))
		tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
		try {
			await run(tab)
			assert.deepEqual(complaints, [])
		} finally {
			await context.close()
		}
	})
}

const options = [{ id: 'a', label: 'By train' }, { id: 'b', label: 'By car' }, { id: 'c', label: 'None' }]
const field = (key, type, more) => ({ key, type, label: `The ${key}`, help: 'Some help.', ...more })
const every = definition(
	field('text', 'text', { required: true, max_len: 20 }), field('textarea', 'textarea', { max_len: 100 }), field('email', 'email'),
	field('phone', 'phone', { country: 'PT' }), field('url', 'url'), field('number', 'number', { unit: 'kg', min: '0' }),
	field('currency', 'currency'), field('date', 'date'), field('time', 'time', { step: 15 }), field('select', 'select', { options, other: true }),
	field('radio', 'radio', { options }), field('multiselect', 'multiselect', { options, exclusive: 'c' }),
	field('checkbox', 'checkbox', { must_be_true: true, required: true }), field('file', 'file'), field('rating', 'rating', { na: true, low: 'Bad', high: 'Good' }))

tabTest('all fifteen, on a phone and a desk, in all themes', async (tab) => {
	await showSection(tab, { definition: every, show: 'errors' })
	for (const width of Object.values(WIDTHS))
		for (const theme of ['light', 'dark', 'contrast']) {
			await look(tab, width, theme)
			assert.deepEqual(await violations(tab), [], `${width} ${theme}`)
			assert.equal(await overflow(tab), 0)
		}
})

tabTest('by keyboard alone, and what is sent is what is stored', async (tab) => {
	await showSection(tab, { definition: every })
	const to = async (name) => {
		for (let i = 0; i < 24; i++) {
			await tab.keyboard.press('Tab')
			if (await tab.evaluate(() => document.activeElement.name) === name)
				return
		}
		assert.fail(`no way to ${name} by Tab`)
	}
	for (const [name, keys] of [['text', 'Ada'], ['textarea', 'One'], ['email', 'a@b.example'], ['phone', '912345678'],
		['url', 'https://a.example'], ['number', '1.5'], ['currency', '12.50'], ['date', '03082027'], ['time', '0915AM'], ['select', 'By car']]) {
		await to(`f.${name}`)
		await tab.keyboard.type(keys)
	}
	await to('f.radio')
	await tab.keyboard.press('ArrowDown')
	await to('f.multiselect')
	await tab.keyboard.press('Space')
	await to('f.checkbox')
	await tab.keyboard.press('Space')
	await to('f.file')
	await to('f.rating')
	await tab.keyboard.press('ArrowRight')
	await tab.keyboard.press('Enter')
	await tab.waitForURL('**/save')
	const form = tab.sent[0]
	const expected = { text: 'Ada', textarea: 'One', email: 'a@b.example', phone: { e164: '+351912345678', typed: '912345678' },
		url: 'https://a.example', number: { decimal: '1.5', scale: 1 }, currency: { minor: 1250, currency: 'USD' }, date: '2027-03-08',
		time: '09:15', select: 'b', radio: 'b', multiselect: ['a'], rating: 2 }
	const fields = every.sections[0].fields.filter(({ key }) => key in expected)
	ask(fields.map(({ key, type, ...rules }) => ({ op: 'entry', key: `f.${key}`.slice(2), type, field: rules,
		form: form.map(([name, value]) => [name.replace(/^f\./, ''), value]) }))).forEach((said, i) =>
		assert.deepEqual(said.value, expected[fields[i].key], fields[i].key))
})

const hides = definition(field('more', 'checkbox'), field('n', 'number', { max: '10' }),
	field('why', 'text', { required: true, visible_if: { field: 'more', is: 'checked' } }),
	field('deep', 'text', { visible_if: { field: 'why', is: 'answered' } }),
	field('many', 'text', { required_if: { field: 'n', is: 'at_least', value: '5' } }))

tabTest('what is shown and required follows what is typed', async (tab) => {
	await showSection(tab, { definition: hides })
	const seen = async () => (await Promise.all(['why', 'deep'].map((key) => tab.isVisible(`[name="f.${key}"]`)))).join()
	assert.equal(await seen(), 'false,false')
	await tab.check('[name="f.more"]')
	assert.equal(await seen(), 'true,false')
	await tab.fill('[name="f.why"]', 'Because')
	assert.equal(await seen(), 'true,true')
	await tab.uncheck('[name="f.more"]')
	assert.equal(await seen(), 'false,false')
	await tab.fill('[name="f.n"]', '5')
	assert.equal(await tab.getAttribute('[name="f.many"]', 'required') !== null, true)
	await tab.fill('[name="f.n"]', '11')
	assert.equal(await tab.getAttribute('[name="f.many"]', 'required'), null)
	await tab.fill('[name="f.n"]', '4')
	await tab.click('[data-kind=primary]')
	await tab.waitForURL('**/save')
	assert.ok(!tab.sent[0].some(([name]) => name.startsWith('f.why')), 'what is hidden is not sent')
})

tabTest('a submission says what is wrong; a draft is sent as it is', async (tab) => {
	await showSection(tab, { definition: every })
	await tab.click('[data-kind=primary]')
	assert.deepEqual(tab.sent, [])
	assert.equal(await tab.evaluate(() => document.activeElement.name), 'f.text')
	assert.match(await tab.innerText('[id="f.text-error"]'), /needed/)
	assert.match(await tab.innerText('[id="f.checkbox-error"]'), /needed/)
	assert.deepEqual(await violations(tab), [])
	await tab.click('[name=draft]')
	await tab.waitForURL('**/save')
	assert.equal(tab.sent.length, 1)
})

const RULES = {
	text: { min_len: 2, max_len: 4, pattern: '[a-z😀]+' }, textarea: { max_len: 5, max_lines: 2 }, email: { deny_domains: ['bad.example'] },
	url: { hosts: ['good.example'] }, number: { min: '-1', max: '100', step: '0.5', decimals: 1 }, date: { min: '2027-01-01', weekdays: ['mon'] },
	time: { min: '09:00', step: 15 },
}
const SAMPLES = {
	text: ['ab', 'a', 'abcd', 'abcde', ' ab ', 'AB', '😀😀😀😀', '😀😀😀😀😀', '1a'], textarea: ['a', 'abcde', 'abcdef', '1\n2', '1\n2\n3', '😀😀😀😀😀'],
	email: ['a@b.example', 'a', 'a@b', 'a@bad.example', 'a@x.bad.example', 'a@notbad.example', 'x y@b.example'],
	url: ['https://good.example/', 'http://a.good.example', 'https://bad.example', 'javascript:alert(1)', 'good.example', 'https://u:p@good.example/', 'https://notgood.example'],
	number: ['1', '-1', '-1.5', '100', '100.5', '0.5', '0.3', '0.50'], date: ['2027-03-08', '2027-03-09', '2026-12-28'], time: ['09:00', '09:15', '09:20', '08:45'],
}

tabTest('the browser finds what the server finds', async (tab) => {
	await showSection(tab, { definition: definition(...Object.keys(RULES).map((type) => field(type, type, RULES[type]))) })
	const cases = Object.keys(SAMPLES).flatMap((type) => SAMPLES[type].map((sent) => ({ type, sent })))
	const server = ask(cases.map(({ type, sent }) => ({ op: 'entry', type, field: { label: 'L', ...RULES[type] }, sent })))
	for (const [i, { type, sent }] of cases.entries()) {
		await tab.fill(`[name="f.${type}"]`, sent)
		const fine = await tab.evaluate(async (key) => {
			const { check } = await import('/js/journey_field.js')
			return check(document.querySelector(`[data-entry="${key}"]`), true)
		}, type)
		assert.equal(fine, (server[i].error ?? server[i].submit) === null, JSON.stringify([type, sent, server[i]]))
	}
})

// Of chance: what can be put into controls, and conditions within one section.
const PUT = ['text', 'textarea', 'number', 'date', 'time', 'select', 'radio', 'multiselect', 'checkbox', 'rating']
function* sections(chance) {
	for (;;) {
		const [section] = journey(chance).sections
		if (!section.is_list && section.fields.length > 2 && section.fields.every(({ type }) => PUT.includes(type)) &&
			section.fields.some((f) => f.visible_if) && section.fields.some((f) => f.type !== 'checkbox'))
			yield section
	}
}

/** What a person could have put in; null: nothing. */
function putIn(chance, f) {
	const value = chance.one(TYPES[f.type].values)
	const offered = f.options?.filter((o) => !o.retired).map((o) => o.id)
	if (chance.often(25))
		return null
	switch (f.type) {
	case 'number': return typeof value.decimal === 'string' && /\d/.test(value.decimal) ? value.decimal : null
	case 'checkbox': return true
	case 'multiselect': return offered.filter(() => chance.often(50))
	case 'select':
	case 'radio': return chance.one(offered)
	case 'rating': return chance.below(f.nps ? 11 : f.scale ?? 5) + (f.nps ? 0 : 1)
	}
	return typeof value === 'string' && (!['date', 'time'].includes(f.type) || /^(20\d\d-(?!02-29)|[01]\d:)/.test(value)) ? value : null
}

tabTest('of chance: the script shows what the server shows', async (tab) => {
	const chance = new Chance(11), source = sections(chance)
	const cases = Array.from({ length: 60 }, () => {
		const section = { ...source.next().value, key: 's', visible_if: undefined }
		return { section, definition: { schema: 'journey-1', name: 'T', sections: [section] },
			put: section.fields.map((f) => putIn(chance, f)) }
	})
	const stored = ask(cases.flatMap(({ section, put }) => section.fields.map(({ key, type, ...rules }, k) => ({ op: 'entry', key, type,
		field: { ...rules, visible_if: undefined, required_if: undefined }, sent: put[k] })))).map(({ value }) => value)
	const server = ask(cases.map(({ section, definition: d }) => ({ op: 'section', section: 's', definition: d,
		answers: section.fields.map(({ key }) => ({ section: 's', field: key, value: stored.shift() })) })))
	const html = ask(cases.map(({ definition: d }) => ({ op: 'html', section: 's', definition: d, answers: [] })))
	let hidden = 0, shown = 0
	await tab.clock.setFixedTime(NOW)
	await showSection(tab, { definition: every })
	for (const [i, { section, put }] of cases.entries()) {
		const seen = await tab.evaluate(shownBy, { html: html[i].html, values: put })
		const expected = server[i].records[0].fields.map((f) => f.visible)
		assert.deepEqual(seen, expected, JSON.stringify([section, put]))
		hidden += expected.filter((one) => !one).length
		shown += section.fields.filter((f, k) => f.visible_if && expected[k]).length
	}
	assert.ok(hidden > 30 && shown > 30, `${hidden} hidden, ${shown} shown`)
})

/** In the page: these fields with these values; which are shown? */
async function shownBy({ html, values }) {
	const { start } = await import('/js/journey_field.js')
	const form = document.querySelector('[data-journey]')
	form.innerHTML = html
	start(form)
	const entries = [...form.querySelectorAll('[data-entry]')]
	entries.forEach((entry, k) => {
		const picked = [values[k]].flat().map(String)
		for (const control of entry.querySelectorAll(`[name="f.${entry.dataset.entry}"]`))
			if (['radio', 'checkbox'].includes(control.type))
				control.checked = picked.includes(control.value)
			else
				control.value = values[k] ?? ''
	})
	// a box that nobody touched is not answered
	form.querySelector('[data-entry]:not([data-type=checkbox]) [name]').dispatchEvent(new Event('input', { bubbles: true }))
	return entries.map((entry) => !entry.hidden)
}

tabTest('a tick that stands alone, a choice taken back, other words', async (tab) => {
	await showSection(tab, { definition: every })
	await tab.check('[name="f.multiselect"][value=a]')
	await tab.check('[name="f.multiselect"][value=c]')
	assert.match(await tab.innerText('[id="f.multiselect-error"]'), /alone/)
	await tab.uncheck('[name="f.multiselect"][value=a]')
	assert.equal(await tab.locator('[id="f.multiselect-error"]').count(), 0)
	await tab.check('[name="f.radio"][value=a]')
	await tab.click('[data-entry=radio] [data-clear]')
	assert.equal(await tab.locator('[name="f.radio"]:checked').count(), 0)
	assert.equal(await tab.isVisible('[name="f.select.other"]'), false)
	await tab.selectOption('[name="f.select"]', 'other')
	assert.equal(await tab.isVisible('[name="f.select.other"]'), true)
})

tabTest('a signature is drawn', async (tab) => {
	await showSection(tab, { definition: definition(field('sign', 'file', { capture: 'draw', extensions: ['png'] })) })
	const { x, y } = await tab.locator('canvas').boundingBox()
	await tab.mouse.move(x + 10, y + 10)
	await tab.mouse.down()
	await tab.mouse.move(x + 90, y + 60)
	await tab.mouse.up()
	await tab.waitForFunction(() => document.querySelector('[name="f.sign"]').files.length === 1)
	assert.equal(await tab.evaluate(() => document.querySelector('[name="f.sign"]').files[0].type), 'image/png')
})

tabTest('without script everything is there, and a draft goes', async (tab) => {
	await showSection(tab, { definition: definition(...every.sections[0].fields, ...hides.sections[0].fields) })
	for (const { key } of every.sections[0].fields)
		assert.ok(await tab.locator(`[name="f.${key}"]`).count() > 0, key)
	assert.equal(await tab.isVisible('[name="f.why"]'), false)
	await tab.fill('[name="f.text"]', 'Ada')
	await tab.click('[name=draft]')
	await tab.waitForURL('**/save')
	const sent = Object.fromEntries(tab.sent[0])
	assert.equal(sent['f.text'], 'Ada')
	assert.equal(sent['f.why.revision'], undefined)
	const state = askOne({ op: 'section', section: 's', definition: hides, answers: [{ section: 's', field: 'more', value: { checked: true } }] })
	assert.equal(state.records[0].fields[2].visible, true)
}, { javaScriptEnabled: false })
