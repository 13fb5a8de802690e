// The model that may look at texts besides the rules: asked by the worker, behind a
// switch; when it fails, the rules are what counts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startOpenai } from '../../emulators/openai.mjs'
import { startStack, until } from '../../support/stack.mjs'

let stack, model, mia

before(async () => {
	model = await startOpenai()
	stack = await startStack({ programs: ['account'], env: model.settings })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
})
after(async () => {
	await stack.stop()
	model.stop()
})

const save = async (about) => {
	const answer = await mia.submit('/settings/profile', { display_name: 'Mia',
		handle: mia.member.handle, timezone: 'UTC', about })
	assert.equal(answer.status, 303, answer.body)
}
const hits = () => stack.sql(`SELECT kind, ref::text, decision, reasons, body
	FROM moderation_hit ORDER BY id`)
const jobs = (state) => stack.sql(`SELECT state FROM job WHERE kind = 'moderation.model'
	AND state = $1`, state)
const turn = (on) => stack.sql(`UPDATE setting SET value = $1 WHERE name = 'moderation_model'`,
	on ? 'true' : 'false')

test('it is not asked while it is off', async () => {
	model.finds('gloop', { hate: 0.97 })
	await save('All the gloop of the world')
	assert.deepEqual(await jobs('waiting'), [])
	assert.deepEqual(model.calls, [])
})

test('what it is sure of is held, of less somebody looks', async () => {
	await turn(true)
	await save('All the gloop of the world, again')
	await until('the first answer', async () => (await hits()).length === 1)
	const text = 'All the gloop of the world, again'
	assert.ok(model.calls.some(({ model: name, input }) =>
		name === 'omni-moderation-latest' && input === text))
	assert.deepEqual((await hits())[0], { kind: 'profile', ref: String(mia.member.id),
		decision: 'hold', body: text, reasons: [{ rule: 'model', category: 'hate',
			span: [0, text.length], score: 0.97 }] })
	model.finds('mumble', { harassment: 0.6, violence: 0.2 })
	await save('A mumble here')
	await until('the second answer', async () => (await hits()).length === 2)
	const { decision, reasons } = (await hits())[1]
	assert.equal(decision, 'flag')
	assert.deepEqual(reasons.map((r) => r.category), ['abuse'])
})

// Texts that are not alike: near copies are for the rules.
const ABOUT = { 500: 'I grow 500 tomatoes on a balcony', junk: 'Old radios, all junk, I mend them',
	429: 'Trains in the north and their 429 bridges', 401: 'Road 401 leads home past a lake' }
for (const how of ['500', '429', 'junk', '401'])
	test(`${how}: the text stays, by the rules alone`, async () => {
		await stack.sql('DELETE FROM moderation_text')  // nor is this about speed
		const before = (await hits()).length
		const asked = model.calls.length
		model.fail(how)
		await save(ABOUT[how])
		await until('it to be asked', () => model.calls.length > asked)
		assert.deepEqual((await hits()).slice(before), [])
		const [{ about }] = await stack.sql('SELECT about FROM profile WHERE user_id = $1',
			mia.member.id)
		assert.match(about, new RegExp(how))
		model.fail(null)
	})
