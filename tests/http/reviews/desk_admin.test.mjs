import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addJourney, addMentor, addTaker, handIn } from './journey.mjs'

let stack, journey, adam, noor, tomas, mia
before(async () => {
	stack = await startStack({ programs: ['account', 'admin', 'reviews'] })
	const cleo = await stack.addMember({ name: 'Cleo', roles: ['creator'] })
	journey = await addJourney(stack, cleo)
	noor = await addMentor(stack, journey, { name: 'Noor' })
	tomas = await addMentor(stack, journey, { name: 'Tomas' })
	mia = await addTaker(stack, journey, { name: 'Mia' })
	adam = await stack.signIn(await stack.addMember({ name: 'Adam',
		roles: ['admin'] }))
	await stack.sql(`UPDATE user_session SET second_factor = true,
		sudo_until = app_now() + interval '1 hour' WHERE user_id = $1`,
	adam.member.id)
})
after(() => stack.stop())

test('an admin sees why a mentor was chosen, and gives it to another', async () => {
	await stack.sql(`INSERT INTO mentor_specialisation VALUES
		($1, 'relocation', 5)`, noor.member.id)
	const id = await handIn(mia)
	const list = await adam.get('/admin/reviews?status=submitted')
	assert.match(list.body, /Your plan/)
	const page = await adam.get(`/api/admin/reviews/${id}`)
	assert.deepEqual(page.json.matches.map(m => [m.name, m.specialisation]),
		[['Noor', '1.00'], ['Tomas', '0.00']])
	const html = await adam.get(`/admin/reviews/${id}`)
	assert.match(html.body, /Why this mentor/)
	assert.doesNotMatch(html.body, /light of Lisbon/)
	const assign = (mentor, reason) => adam.call('POST',
		`/api/admin/reviews/${id}/assign`, { mentor: Number(mentor), reason })
	assert.equal((await assign(tomas.member.id, '')).status, 422)
	assert.equal((await assign(tomas.member.id, 'Noor is ill')).status, 204)
	assert.equal((await assign(noor.member.id, 'Again')).status, 409)
	assert.equal((await tomas.get(`/api/reviews/${id}`)).json.side, 'mentor')
	const [{ n }] = await stack.sql(`SELECT count(*)::int AS n FROM audit
		WHERE action = 'review.assign' AND target_id = $1`, id)
	assert.equal(n, 1)
	assert.equal((await mia.get('/admin/reviews')).status, 403)
})

test('a mentor who is suspended loses the work, which is first again', async () => {
	const ana = await addTaker(stack, journey, { name: 'Ana' })
	const id = await handIn(ana)
	await noor.call('POST', `/api/reviews/${id}/claim`, {})
	const answer = await adam.call('POST',
		`/api/admin/people/${noor.member.id}/suspend`, { days: 7,
			reason: 'Rude', words: 'Rude' })
	assert.ok(answer.status < 300, answer.body)
	const [row] = await stack.sql(`SELECT status, priority, mentor_id
		FROM review_request WHERE id = $1`, id)
	assert.deepEqual(row, { status: 'submitted', priority: 1, mentor_id: null })
	const { json } = await tomas.get('/api/mentor/queue')
	assert.equal(json.items[0].id, id)
})

test('a finished review as a PDF', async () => {
	const rui = await addTaker(stack, journey, { name: 'Rui' })
	const id = await handIn(rui)
	await tomas.call('POST', `/api/reviews/${id}/claim`, {})
	assert.equal((await rui.get(`/reviews/${id}/paper.pdf`)).status, 404)
	await tomas.call('POST', `/api/reviews/${id}/complete`, { outcome: 'approved',
		general: 'शाबाश, 好' })
	const file = await rui.get(`/reviews/${id}/paper.pdf`)
	assert.equal(file.status, 200)
	assert.match(file.headers.get?.('content-type') ?? file.headers['content-type'],
		/application\/pdf/)
	assert.match(file.body, /^%PDF/)
})
