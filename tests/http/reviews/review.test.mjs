import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addJourney, addMentor, addTaker, answer, handIn } from './journey.mjs'

let stack, journey, cleo, noor, tomas, mia
before(async () => {
	stack = await startStack({ programs: ['account', 'reviews'] })
	cleo = await stack.signIn(await stack.addMember({ name: 'Cleo',
		roles: ['creator'] }))
	journey = await addJourney(stack, cleo.member)
	noor = await addMentor(stack, journey, { name: 'Noor' })
	tomas = await addMentor(stack, journey, { name: 'Tomas' })
	mia = await addTaker(stack, journey, { name: 'Mia' })
})
after(() => stack.stop())

const write = (who, path, json = {}) => who.call('POST', `/api${path}`, json)

test('a review from beginning to end', async () => {
	const ask = await mia.get(`/reviews/ask?enrolment=${mia.enrolment}&section=plan`)
	assert.match(ask.body, /Included in your tier/)
	assert.match(ask.body, /Noor/)
	const id = await handIn(mia, { words: 'Is it realistic?' })
	const list = await mia.get('/api/reviews')
	assert.equal(list.json.items[0].id, id)
	assert.match((await mia.get('/reviews')).body, /Pending/)
	assert.equal((await write(mia, '/reviews', { section: 'plan',
		enrolment: mia.enrolment })).status, 409)

	// a mentor sees that it is there, not what is in it, until they look
	let page = await noor.get(`/api/reviews/${id}`)
	assert.equal(page.json.side, 'candidate')
	assert.deepEqual(page.json.answers, [])
	assert.equal((await write(noor, `/reviews/${id}/peek`)).status, 204)
	page = await noor.get(`/api/reviews/${id}`)
	assert.deepEqual(page.json.answers.map(a => [a.field, a.words]),
		[['why', 'The sea and the light of Lisbon.'], ['when', '']])
	assert.doesNotMatch((await noor.get(`/reviews/${id}`)).body, /Being alone/)
	assert.equal((await write(tomas, `/reviews/${id}/claim`)).status, 409)
	assert.equal((await write(noor, `/reviews/${id}/claim`)).status, 204)

	// comments at words; a draft; templates
	const thread = await write(noor, `/reviews/${id}/threads`, { field: 'why',
		record: 0, quote: 'the light', words: 'And the *work*?' })
	assert.equal(thread.status, 201)
	assert.equal((await write(noor, `/reviews/${id}/threads`, { field: 'why',
		record: 0, quote: 'nowhere said', words: 'x' })).status, 422)
	assert.equal((await write(noor, `/reviews/${id}/threads`, { field: 'secret',
		record: 0, words: 'x' })).status, 422)
	let draft = await write(noor, `/reviews/${id}/draft`, { general: 'So far',
		revision: 0 })
	assert.equal(draft.json.revision, 1)
	assert.equal((await write(noor, `/reviews/${id}/draft`, { general: 'Old',
		revision: 0 })).status, 409)
	assert.deepEqual((await mia.get(`/api/reviews/${id}`)).json.answers[0].threads,
		[])
	assert.equal((await mia.get(`/api/reviews/${id}`)).json.draft, null)

	// a question and its answer
	await write(noor, `/reviews/${id}/ask`, { question: 'Do you have a visa?' })
	assert.equal((await mia.get(`/api/reviews/${id}`)).json.status,
		'info_requested')
	assert.equal((await write(mia, `/reviews/${id}/answer`,
		{ answer: 'Yes, until May.' })).status, 204)

	assert.equal((await write(noor, `/reviews/${id}/complete`)).status, 422)
	assert.equal((await write(noor, `/reviews/${id}/complete`, {
		outcome: 'changes_requested', general: 'A **good** start.' })).status, 204)
	page = await mia.get(`/reviews/${id}`)
	assert.match(page.body, /<strong>good<\/strong> start/)
	assert.match(page.body, /<mark>the light<\/mark>/)

	// addressed, changed, handed in again: the comment finds its words, or says
	// that they are gone
	assert.equal((await write(mia, `/reviews/${id}/threads/${thread.json.id}/mark`,
		{ to: 'addressed' })).status, 204)
	await answer(stack, mia, 'why', 'I found a job. The sea and the sun of Lisbon.')
	assert.equal((await mia.get(`/api/reviews/${id}`)).json.answers[0].words,
		'The sea and the light of Lisbon.')
	assert.equal((await write(mia, `/reviews/${id}/resubmit`)).status, 204)
	page = await mia.get(`/api/reviews/${id}`)
	assert.equal(page.json.answers[0].words,
		'I found a job. The sea and the sun of Lisbon.')
	assert.equal(page.json.answers[0].is_changed, true)
	assert.deepEqual(page.json.answers[0].threads.map(t => [t.round, t.quote,
		t.quote_found]), [[1, 'the light', 'changed']])
	assert.match((await mia.get(`/reviews/${id}`)).body, /<mark>the sun<\/mark>/)

	assert.equal((await write(tomas, `/reviews/${id}/claim`)).status, 409)
	await write(noor, `/reviews/${id}/claim`)
	await write(noor, `/reviews/${id}/threads/${thread.json.id}/mark`,
		{ to: 'confirmed' })
	await write(noor, `/reviews/${id}/complete`, { outcome: 'approved',
		general: 'It holds.' })
	assert.equal((await write(mia, `/reviews/${id}/rate`, { stars: 5,
		words: 'Kind' })).status, 204)
	page = await mia.get(`/api/reviews/${id}`)
	assert.equal(page.json.status, 'closed')
	assert.deepEqual(page.json.rounds.map(x => x.outcome),
		['approved', 'changes_requested'])
	assert.equal((await tomas.get(`/reviews/${id}`)).status, 404)
	assert.equal((await cleo.get(`/reviews/${id}`)).status, 404)
})

test('a comment is changed, taken away, and replied to', async () => {
	const taker = await addTaker(stack, journey, { name: 'Ana' })
	const id = await handIn(taker)
	await write(noor, `/reviews/${id}/claim`)
	const { json } = await write(noor, `/reviews/${id}/threads`, { words: 'Hm' })
	const find = async who => (await who.get(`/api/reviews/${id}`)).json.general
	const [thread] = await find(noor)
	assert.equal(thread.id, json.id)
	await write(noor, `/reviews/${id}/comments/${thread.comments[0].id}`,
		{ words: 'Hello' })
	assert.equal((await find(noor))[0].comments[0].words, 'Hello')
	assert.deepEqual(await find(taker), [])
	await write(noor, `/reviews/${id}/comments/${thread.comments[0].id}/remove`)
	assert.deepEqual(await find(noor), [])
	await write(noor, `/reviews/${id}/threads`, { words: 'What about tax?' })
	await write(noor, `/reviews/${id}/complete`, { outcome: 'approved',
		general: 'Good' })
	const [shown] = await find(taker)
	await write(taker, `/reviews/${id}/threads/${shown.id}`, { words: 'Asked.' })
	assert.deepEqual((await find(noor))[0].comments.map(c => c.side),
		['mentor', 'client'])
	assert.equal((await write(taker, `/reviews/${id}/close`)).status, 409)
})

test('taken back, released, taken up again', async () => {
	const taker = await addTaker(stack, journey, { name: 'Leo' })
	const id = await handIn(taker)
	assert.equal((await write(taker, `/reviews/${id}/withdraw`)).status, 204)
	assert.equal((await write(taker, `/reviews/${id}/withdraw`)).status, 409)
	const again = await handIn(taker)
	await write(noor, `/reviews/${again}/claim`)
	assert.equal((await write(noor, `/reviews/${again}/release`,
		{ words: 'Too much to do' })).status, 204)
	assert.equal((await taker.get(`/api/reviews/${again}`)).json.status,
		'submitted')
	assert.equal((await write(taker, `/reviews/${again}/reopen`)).status, 409)
})

test('two mentors claim at once: one has it', async () => {
	const taker = await addTaker(stack, journey, { name: 'Rui' })
	for (let i = 0; i < 5; i++) {
		const id = await handIn(taker)
		const answers = await Promise.all([noor, tomas, noor, tomas].map(
			mentor => write(mentor, `/reviews/${id}/claim`)))
		assert.deepEqual(answers.map(a => a.status).sort(), [204, 409, 409, 409])
		const [{ n }] = await stack.sql(`SELECT count(*) AS n FROM review_history
			WHERE review_id = $1 AND event = 'claim'`, id)
		assert.equal(Number(n), 1)
		await stack.sql(`DO $$ BEGIN PERFORM review_lose(mentor_id, NULL, 'test')
			FROM review_request WHERE id = ${id}; END $$`)
		await write(taker, `/reviews/${id}/withdraw`)
	}
})

test('without a complete section, or mentors, or a tier', async () => {
	const taker = await addTaker(stack, journey, { name: 'Eva',
		tier: 'essentials' })
	const page = await taker.get(
		`/reviews/ask?enrolment=${taker.enrolment}&section=plan`)
	assert.match(page.body, /USD 23\.53/)
	const bought = await write(taker, '/reviews', { section: 'plan', pay: true,
		enrolment: taker.enrolment })
	assert.match(bought.json.url, /^\/checkout\/review\/\d+$/)
	assert.equal((await write(taker, '/reviews', { section: 'plan',
		enrolment: taker.enrolment })).status, 409)
	await stack.sql('DELETE FROM answer WHERE enrolment_id = $1', taker.enrolment)
	assert.equal((await write(taker, '/reviews', { section: 'plan', pay: true,
		enrolment: taker.enrolment })).status, 409)
	assert.equal((await mia.get(
		`/reviews/ask?enrolment=${taker.enrolment}&section=plan`)).status, 404)
})
