import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addJourney, addVersion, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

let stack, mia, journey, second
before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'], workers: false })
	journey = await addJourney(stack, { slug: 'walk', sections: { one: { fields: {
		name: { required: true }, old: {} } } } })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	const id = await takes(stack, journey, mia.member)
	for (const field of ['name', 'old'])
		await stack.sql(`INSERT INTO answer (enrolment_id, section_key, field_key, user_id,
			value, saved_at, saved_by) VALUES ($1, 'one', $2, $3, '"Said"', app_now(), $3)`,
		id, field, mia.member.id)
	await mia.get('/journeys')
})
after(() => stack.stop())
const mine = async () => (await stack.sql(`SELECT version_id FROM enrolment
	WHERE user_id = $1`, mia.member.id))[0].version_id

test('nothing is offered before there is something newer', async () => {
	assert.equal((await mia.get('/journeys/walk/version')).status, 404)
})

test('what changes is shown, and is taken or not', async () => {
	second = await addVersion(stack, journey.id, { one: { fields: {
		name: { required: true }, fresh: { required: true } } } })
	assert.equal((await mia.get('/journeys/walk/version')).status, 404, 'not offered yet')
	await stack.sql('UPDATE journey_version SET offered_at = app_now() WHERE id = $1', second)
	assert.match((await mia.get('/journeys/walk')).body, /href="\/journeys\/walk\/version"/)
	const page = await mia.get('/journeys/walk/version')
	assert.match(page.body, /old/)
	assert.match(page.body, /fresh/)
	const send = fields => mia.submit('/journeys/walk/version', fields)
	assert.equal((await send({ version: second, decision: 'perhaps' })).status, 422)
	assert.equal((await send({ version: journey.version, decision: 'decline' })).status, 409)
	assert.equal((await send({ version: second, decision: 'accept' })).location,
		'/journeys/walk')
	assert.equal(await mine(), second)
	const [{ kept }] = await stack.sql(`SELECT count(*)::int AS kept FROM answer
		WHERE user_id = $1 AND value IS NOT NULL`, mia.member.id)
	assert.equal(kept, 2, 'no answer is lost')
	assert.equal((await mia.get('/journeys/walk/version')).status, 404)
})

test('who stays is not asked again, and another member sees nothing', async () => {
	const third = await addVersion(stack, journey.id, { one: { fields: {
		name: { required: true } } } })
	await stack.sql('UPDATE journey_version SET offered_at = app_now() WHERE id = $1', third)
	const other = await stack.signIn(await stack.addMember())
	assert.equal((await other.get('/journeys/walk/version')).status, 404)
	const answer = await mia.submit('/journeys/walk/version',
		{ version: third, decision: 'decline' })
	assert.equal(answer.status, 303)
	assert.equal(await mine(), second)
	assert.equal((await mia.get('/journeys/walk/version')).status, 404)
	assert.doesNotMatch((await mia.get('/journeys/walk')).body, /walk\/version/)
})
