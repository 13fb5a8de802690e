// Many tabs and devices of one member write at once.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { as, deal, racecourse, tally } from '../support/race.mjs'
import { chance } from '../support/random.mjs'

const { database, sql, race, open, close } = racecourse('taking_race')
const ME = 950102
const upTo = n => Array.from({ length: n }, (_, i) => i)
let version

const save = (tab, seq, base, value, more = {}) => as(ME, `s.outcome, s.revision
	FROM answers_save('taken', ${version}, '${tab}', '${JSON.stringify([{
	section: 'about', field: 'name', value, base, seq, ...more }])}') s`,
'belay_journeys')
const outcomes = ok => tally(ok.map(line => line.split('|')[1]))
const clean = () => sql('DELETE FROM answer_kept; DELETE FROM answer')

before(() => {
	open()
	execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', database], { input: `
		\\ir tests/sql/fixture/taking.psql
		SELECT pg_temp.person(n) FROM generate_series(950101, 950103) n;
		SELECT pg_temp.takes(pg_temp.journey('taken', 950101), ${ME})`,
	cwd: process.cwd() })
	version = sql(`SELECT version_id FROM enrolment WHERE user_id = ${ME}`)
})
after(close)

test('forty tabs write one answer: one holds, all others are kept', async () => {
	const { ok, errors } = await race(deal(upTo(40).map(n =>
		save(`t${n}`, 1, 0, `by ${n}`)), 20))
	assert.deepEqual(errors, [])
	assert.deepEqual(outcomes(ok), { saved: 1, conflict: 39 })
	assert.equal(sql(`SELECT count(DISTINCT value) FROM (SELECT value FROM answer
		UNION SELECT value FROM answer_kept) x`), '40')
})

test('one save, sent ten times at once, is one save', async () => {
	clean()
	const { ok } = await race(upTo(10).map(() => save('t', 1, 0, 'once')))
	assert.deepEqual(outcomes(ok), { saved: 1, behind: 9 })
})

test('a tab\'s saves that arrive in any order end with its last', async () => {
	for (const round of upTo(3)) {
		clean()
		const { ok } = await race(upTo(12).map(n => save('t', n + 1, 0, `v${n}`)))
		assert.equal(Object.keys(outcomes(ok)).filter(o => !/saved|behind/.test(o))
			.length, 0, `round ${round}`)
		assert.equal(sql(`SELECT value #>> '{}' FROM answer`), 'v11')
	}
})

test('a record of one name is made once, and a full list stays full', async () => {
	const made = await race(upTo(12).map(() => as(ME,
		`record_add('taken', 'kids', 'same')`, 'belay_journeys')))
	assert.equal(new Set(made.ok).size, 1)
	const many = await race(upTo(12).map(n => as(ME,
		`record_add('taken', 'kids', 'r${n}')`, 'belay_journeys')))
	assert.equal(many.ok.length, 2)
	assert.deepEqual(tally(many.errors), { 'BL409 records_are_full': 10 })
	const ids = sql('SELECT id FROM enrolment_record').split('\n')
	const moved = await race([...ids, ...ids, ...ids].map((id, n) => as(ME,
		`record_move('taken', 'kids', ${id}, ${n % 3 + 1})`, 'belay_journeys')))
	assert.deepEqual(moved.errors, [])
	assert.equal(sql('SELECT count(DISTINCT position) FROM enrolment_record'), '3')
})

// Every value that somebody typed is the answer or is kept, unless the same tab
// wrote a later one.
test('random histories of tabs lose nothing', async () => {
	const random = chance()
	for (const round of upTo(6)) {
		clean()
		const seen = new Map()
		for (const step of upTo(4)) {
			const top = Number(sql('SELECT coalesce(max(revision), 0) FROM answer'))
			const saves = upTo(8).map(n => ({ tab: `t${n % 4}`, seq: step * 8 + n + 1,
				base: top - random.below(2), value: `${round}.${step}.${n}` }))
			const sent = saves.filter(() => random() < 0.8)
			const { errors } = await race(sent.map(s =>
				save(s.tab, s.seq, s.base, s.value)))
			assert.deepEqual(errors, [])
			for (const s of sent)
				if (s.seq > (seen.get(s.tab)?.seq ?? 0))
					seen.set(s.tab, s)
		}
		const there = sql(`SELECT value #>> '{}' FROM answer UNION
			SELECT value #>> '{}' FROM answer_kept`).split('\n')
		for (const s of seen.values())
			assert.ok(there.includes(s.value), `${s.value} of ${s.tab} in ${there}`)
	}
})
