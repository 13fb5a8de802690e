// Each of the fifteen types over HTTP: at and beyond every limit, of a wrong JSON
// type, empty, on the page, hidden and required.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TYPES, options } from '../../support/journey_types.mjs'
import { addJourney, Device, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

// The table's days, whatever is today.
const RULES = { ...Object.fromEntries(Object.entries(TYPES).map(([type, { rules }]) => [type, rules])),
	date: { ...TYPES.date.rules, min: '2026-11-20', max: '2026-12-21' } }
const SCRIPTED = Object.keys(TYPES).filter((type) => type !== 'file')

let stack, mia, journey
const at = (rest) => `/journeys/${journey.slug}${rest}`
const fieldsOf = (more) => Object.fromEntries(Object.keys(TYPES).map((type) =>
	[type, { type, label: `The ${type}`, ...RULES[type], ...more }]))

before(async () => {
	stack = await startStack()
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	journey = await addJourney(stack, { slug: 'every-type', sections: {
		all: { fields: fieldsOf({}) },
		hidden: { fields: { more: { type: 'checkbox', label: 'More' },
			...fieldsOf({ required: true, visible_if: { field: 'more', is: 'checked' } }) } },
		last: { fields: { fine: { label: 'Fine?' } } },
	} })
	await takes(stack, journey, mia.member)
	await mia.get('/dashboard')
})
after(() => stack.stop())

// One tab for all: who saves from another would be asked which answer holds.
const tabs = {}
const tabOf = (name) => tabs[name] ??= new Device(mia, journey, name)
const plain = (value) => (value?.at && value.checked !== undefined
	? { checked: value.checked, at: '*', ...(value.text ? { text: '*' } : {}) } : value)

for (const type of SCRIPTED) {
	const { taken, kept, empty } = TYPES[type]
	// NUL is refused before anything is looked at
	const refused = TYPES[type].refused.filter(([value]) => !JSON.stringify(value).includes('u0000'))

	test(`${type}: taken is stored in its form, empty is no answer`, async () => {
		const tab = tabOf(type)
		const sent = [...taken.map(([value]) => value), ...empty]
		const said = await tab.send(sent.map((value) => tab.one(`all.${type}`, value)))
		assert.equal(said.status, 200, said.body)
		taken.forEach(([, stored], i) => assert.deepEqual(plain(said.json.answers[i].value), plain(stored)))
		for (const answer of said.json.answers.slice(taken.length))
			assert.equal(answer.value, null)
	})

	test(`${type}: what is of no such type is refused by its place`, async () => {
		const tab = tabOf(type)
		const said = await tab.send(refused.map(([value]) => tab.one(`all.${type}`, value)))
		assert.equal(said.status, 422, said.body)
		refused.forEach(([value], i) =>
			assert.ok(said.json.errors[`saves.${i}.value`], JSON.stringify([value, said.json.errors])))
		const { json } = await mia.get(`/api${at('/all')}`)
		assert.equal(json.answers.find((a) => a.field === type).value, null, 'nothing was written')
	})

	test(`${type}: a draft keeps what a submission refuses, and the page says why`, async () => {
		const tab = tabOf(type)
		for (const [value, sentence] of kept) {
			assert.equal((await tab.save(`all.${type}`, value)).outcome, 'saved', JSON.stringify(value))
			const page = await mia.get(at('/all?check=true'))
			const [, said] = page.body.match(new RegExp(`id="f.${type}-error">(.*)</p>`)) ?? []
			assert.match(said ?? '', sentence, JSON.stringify(value))
		}
		assert.equal((await tab.save(`all.${type}`, taken[0][0])).outcome, 'saved')
		assert.doesNotMatch((await mia.get(at('/all?check=true'))).body, new RegExp(`id="f.${type}-error"`))
	})
}

test('NUL is no text', async () => {
	assert.equal((await tabOf('nul').send([tabOf('nul').one('all.text', 'a\0b')])).status, 400)
})

test('a file is no script\'s to make', async () => {
	const tab = new Device(mia, journey, 'file')
	for (const [value] of TYPES.file.taken)
		assert.equal((await tab.send([tab.one('all.file', value)])).status, 422)
})

test('a retired option is not chosen anew, and words of options are inert', async () => {
	const page = await mia.get(at('/all'))
	assert.doesNotMatch(page.body, new RegExp(options.find((o) => o.retired).label))
	assert.match(page.body, /data-entry="select"/)
})

test('hidden and required stands in nobody\'s way', async () => {
	const page = await mia.get(at('/hidden'))
	assert.equal((page.body.match(/<fieldset class="entry"[^>]* disabled hidden>/g) ?? []).length, 15)
	const tab = new Device(mia, journey, 'hidden')
	await tab.save('hidden.more', false)
	const open = (await mia.get(at('/hidden?check=true'))).body
	assert.doesNotMatch(open, /is missing here|are missing here/)
	await tab.save('hidden.more', true)
	const shown = (await mia.get(at('/hidden?check=true'))).body
	assert.equal((shown.match(/<fieldset class="entry"[^>]* disabled hidden>/g) ?? []).length, 0)
	assert.match(shown, /15 answers are missing here/)
})
