// A journey of 60 sections and 1,200 fields, all answered.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addJourney, Device, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

let stack, mia, journey
const TYPES = ['text', 'textarea', 'number', 'date', 'email', 'checkbox', 'url',
	'time', 'rating', 'phone']
const sections = Object.fromEntries(Array.from({ length: 60 }, (_, s) => [`s${s}`, {
	title: `Section number ${s}`, fields: Object.fromEntries(
		Array.from({ length: 20 }, (_, f) => [`f${f}`, { type: TYPES[f % 10],
			label: `Question ${f} of section ${s}`, help: 'A line that helps.',
			required: f % 3 === 0,
			...(f === 1 && s > 0 && { visible_if:
				{ field: `s${s - 1}.f0`, is: 'answered' } }) }])) }]))

before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	journey = await addJourney(stack, { slug: 'large', sections })
	const id = await takes(stack, journey, mia.member)
	await mia.get('/dashboard')
	await stack.sql(`INSERT INTO answer (enrolment_id, section_key, record_id,
		field_key, user_id, value, revision, saved_at, saved_by, first_at)
		SELECT $1, 's' || s, 0, 'f' || f, $2, to_jsonb('An answer of some length'
		|| f), 1, app_now(), $2, app_now()
		FROM generate_series(0, 59) s, unnest(ARRAY[0, 1, 10, 11]) f`,
	id, mia.member.id)
})
after(() => stack.stop())

test('the page of a section is under 60 KB', async () => {
	const page = await mia.get('/journeys/large/s30')
	assert.equal(page.status, 200)
	assert.ok(page.bytes.length < 60 * 1024, `${page.bytes.length} bytes`)
	console.log(`section: ${page.bytes.length} bytes`)
	const whole = await mia.get('/journeys/large')
	assert.equal(whole.status, 200)
	assert.equal((await mia.get('/api/journeys/large')).json.sections.length, 60)
})

test('it is saved answer by answer; how long that takes is told, not judged', async () => {
	const tab = new Device(mia, journey, 'one')
	const times = async (n, call) => {
		const all = []
		for (let i = 0; i < n; i++) {
			const from = performance.now()
			await call(i)
			all.push(performance.now() - from)
		}
		return all.sort((a, b) => a - b)[n >> 1].toFixed(1)
	}
	const section = await times(15, () => mia.get('/journeys/large/s30'))
	let base = 1
	const save = await times(15, async i => {
		({ revision: base } = await tab.save('s30.f0', `Answer ${i}`, base))
	})
	console.log(`median ms, browser's side: section ${section}, save ${save}`)
	assert.equal(base, 16)
})
