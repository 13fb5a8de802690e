// Journeys of chance: the evaluator agrees with one written from the specification
// alone, nothing hidden is ever needed, and what the static check says holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask } from '../support/journey.mjs'
import { Chance, filled, journey } from '../support/journey_chance.mjs'
import { Oracle } from '../support/journey_oracle.mjs'

const JOURNEYS = 1750, FILLED = 6, BATCH = 250

const near = (a, b) => a === b || (a !== null && b !== null && Math.abs(a - b) < 1e-6)
const fields = (sections) => sections.flatMap((s) => s.records.flatMap((r) =>
	r.fields.map((f) => ({ place: `${s.key}/${r.record}/${f.key}`, ...f }))))

function compare(said, expected, question) {
	const words = () => JSON.stringify(question)
	const mine = fields(expected.sections), theirs = fields(said.sections)
	assert.equal(theirs.length, mine.length, words())
	theirs.forEach((f, i) => {
		for (const name of ['place', 'visible', 'required', 'answered', 'valid'])
			assert.equal(f[name], mine[i][name], `${f.place}: ${name}, ${words()}`)
	})
	said.sections.forEach((s, i) => {
		for (const name of ['visible', 'complete', 'progress', 'missing', 'required', 'answered'])
			assert.equal(s[name], expected.sections[i][name], `${s.key}: ${name}, ${words()}`)
		assert.ok(near(s.score, expected.sections[i].score), `${s.key}: score ${s.score}, ${words()}`)
	})
	for (const name of ['complete', 'progress', 'missing', 'next'])
		assert.equal(said[name], expected[name], `${name}, ${words()}`)
	assert.ok(near(said.score, expected.score), `score ${said.score}, ${words()}`)
}

// Whatever was answered: a hidden field is not required, not invalid, not next.
function nothingHiddenIsNeeded(said) {
	for (const f of fields(said.sections))
		if (!f.visible) {
			assert.ok(!f.required && !f.answered && f.valid, f.place)
			assert.notEqual(said.next, f.place)
		}
	if (said.next === null)
		assert.ok(said.complete || said.sections.every((s) => !s.visible || s.records.length === 0 ||
			s.missing === 0))
}

// One section by itself, with the foreign answers it names and no others.
function alone(question, needs, section) {
	const wanted = new Set(needs)
	const keep = (a) => a.section === section || wanted.has(`${a.section}.${a.field}`)
	return { ...question, op: 'section', section, answers: question.answers.filter(keep),
		records: question.records.filter((r) => r.section === section || wanted.has(r.section)) }
}

test(`${JOURNEYS * FILLED} states of ${JOURNEYS} journeys`, () => {
	let seen = 0, never = 0
	for (let first = 0; first < JOURNEYS; first += BATCH) {
		const chance = new Chance(first + 1)
		const journeys = Array.from({ length: BATCH }, () => journey(chance))
		const problems = ask(journeys.map((definition) => ({ op: 'problems', definition })))
		const questions = journeys.flatMap((definition) => Array.from({ length: FILLED }, () =>
			({ op: 'evaluate', definition, ...filled(chance, definition) })))
		const answers = ask(questions)
		answers.forEach((said, i) => {
			const { definition, answers: given, records } = questions[i]
			assert.ok(said.sections, JSON.stringify([said, definition]))
			compare(said, new Oracle(definition, given, records).state(), questions[i])
			nothingHiddenIsNeeded(said)
			// more records than there may be are of no journey as it is now
			const many = definition.sections.some((s) => s.is_list &&
				records.filter((r) => r.section === s.key).length > s.max_records)
			for (const p of many ? [] : problems[Math.floor(i / FILLED)].problems) {
				assert.notEqual(p.code, 'circle', JSON.stringify(definition))
				if (!['unreachable', 'hidden_required'].includes(p.code))
					continue
				never++
				for (const f of fields(said.sections))
					if (f.place.startsWith(`${p.section}/`) && (p.field === null || f.key === p.field))
						assert.ok(!f.visible, `${p.section}.${p.field} is shown: ${JSON.stringify(questions[i])}`)
			}
			seen++
		})
	}
	assert.equal(seen, JOURNEYS * FILLED)
	assert.ok(never > 0)
})

test('a section by itself is what it is within the whole', () => {
	const chance = new Chance(77)
	const questions = Array.from({ length: 300 }, () => {
		const definition = journey(chance)
		return { definition, ...filled(chance, definition) }
	})
	const whole = ask(questions.map((q) => ({ op: 'evaluate', ...q })))
	const asked = questions.flatMap((q, i) => q.definition.sections.map((s, k) => ({ q, s, expected: whole[i].sections[k] })))
	const needs = ask(asked.map(({ q, s }) => ({ op: 'needs', definition: q.definition, section: s.key })))
	const said = ask(asked.map(({ q, s }, i) => alone(q, needs[i].needs, s.key)))
	const plain = (state) => JSON.parse(JSON.stringify(state, (name, value) =>
		['visible_if', 'required_if'].includes(name) ? undefined : value))
	said.forEach((state, i) => assert.deepEqual(plain(state), plain(asked[i].expected),
		JSON.stringify(asked[i].q)))
})
