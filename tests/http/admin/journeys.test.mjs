// Journeys at the admin's desk: what waits, what it changes, every decision.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addCreator, addJourney } from '../journeys/studio.mjs'
import { addStaff, logOf } from './staff.mjs'

let stack, cleo, adam, mia
before(async () => {
	stack = await startStack({ programs: ['account', 'journeys', 'admin', 'inbox'] })
	cleo = await addCreator(stack)
	adam = await addStaff(stack, { name: 'Adam' })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
})
after(() => { if (process.env.DUMP) console.log(stack.log('admin')); return stack.stop() })

const told = async () => (await stack.sql(`SELECT data ->> 'decision' AS decision
	FROM notification WHERE user_id = $1 AND type = 'journey_status' ORDER BY id`,
cleo.member.id)).map((n) => n.decision).join(' ')

async function sent(title) {
	const id = await addJourney(cleo, title)
	const base = `/creator/journeys/${id}`
	await cleo.post(`${base}/about`, { title, slug: title.toLowerCase(),
		description: 'All about it', categories: [1] })
	await cleo.post(`${base}/pricing/essentials`, { is_on: 'true', month: '10.00',
		session_minutes: 45 })
	assert.equal((await cleo.post(`${base}/publish`, { words: 'First' })).status, 303)
	return id
}

test('asked for changes, approved, featured, off and on again', async () => {
	const id = await sent('Approvals')
	const path = `/admin/journeys/${id}`
	assert.equal((await mia.get('/admin/journeys')).status, 403)
	assert.match((await adam.get('/admin/journeys?status=waiting')).body, /Approvals/)
	const page = await adam.get(path)
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /Who lives there\?/)
	assert.equal((await adam.post(`${path}/changes`, { reason: ' ' })).status, 422)
	assert.equal((await adam.post(`${path}/changes`, { reason: 'Say more' })).status, 303)
	assert.match((await cleo.get(`/creator/journeys/${id}/publish`)).body, /Say more/)
	assert.equal((await adam.post(`${path}/approve`)).status, 409, 'it is not asked for')
	await cleo.post(`/creator/journeys/${id}/publish`, { words: 'First' })
	assert.equal((await adam.post(`${path}/approve`)).status, 303)
	assert.equal((await adam.post(`${path}/feature`, { is_on: 'true' })).status, 303)
	assert.match((await adam.get('/admin/journeys')).body, /Featured/)
	assert.equal((await adam.post(`${path}/decide`, { target: 'suspended' })).status, 422)
	assert.equal((await adam.post(`${path}/decide`,
		{ target: 'suspended', reason: 'Reported' })).status, 303)
	assert.match((await cleo.get(`/creator/journeys/${id}/publish`)).body, /Reported/)
	assert.equal((await adam.post(`${path}/feature`, { is_on: 'true' })).status, 409)
	assert.equal((await adam.post(`${path}/decide`, { target: 'published' })).status, 303)
	assert.equal((await adam.post(`${path}/decide`, { target: 'draft' })).status, 422)
	assert.equal(await told(), 'changes approved featured suspended published')
	assert.equal((await logOf(stack, 'journey.approve', id)).length, 1)
	assert.equal((await logOf(stack, 'journey.suspended', id)).length, 1)
	assert.equal((await adam.get('/admin/journeys/99999')).status, 404)
	assert.equal((await adam.get('/admin/journeys?status=gone')).status, 422)
})

test('a new version waits with what it changes; a safety fix moves members', async () => {
	const id = await sent('Versions')
	const path = `/admin/journeys/${id}`
	await adam.get(path)
	await adam.post(`${path}/approve`)
	const [{ version }] = await stack.sql(`SELECT id AS version FROM journey_version
		WHERE journey_id = $1`, id)
	await stack.sql(`INSERT INTO enrolment (journey_id, user_id, version_id, tier,
		started_at, last_at) VALUES ($1, $2, $3, 'essentials', app_now(), app_now())`,
	id, mia.member.id, version)
	await cleo.post(`/creator/journeys/${id}/sections`, { title: 'Papers' })
	await cleo.post(`/creator/journeys/${id}/sections/papers/fields`,
		{ type: 'text', label: 'Where is the will?' })
	await cleo.post(`/creator/journeys/${id}/publish`, { words: 'Papers' })
	const page = await adam.get(path)
	assert.match(page.body, /New version waits/)
	assert.match(page.body, /Against what is public/)
	assert.match(page.body, /Papers/)
	assert.equal((await adam.post(`${path}/approve`, { safety: 'true' })).status, 303)
	const [{ now }] = await stack.sql(`SELECT version_id AS now FROM enrolment
		WHERE journey_id = $1`, id)
	assert.notEqual(now, version, 'at once')
	assert.equal((await stack.sql(`SELECT 1 FROM notification WHERE user_id = $1
		AND type = 'journey_version' AND data ? 'fixed'`, mia.member.id)).length, 1)
	assert.match((await mia.get('/notifications')).body, /changed for safety/)
	assert.equal((await adam.post(`${path}/safety-fix`)).status, 303, 'nobody is left')
	assert.equal((await adam.post(`${path}/decide`,
		{ target: 'archived', reason: 'x' })).status, 409)
})

test('a fee of its own', async () => {
	const id = await sent('Fees')
	const path = `/admin/journeys/${id}`
	await adam.get(path)
	assert.equal((await adam.post(`${path}/fee`, { fee: '12.5' })).status, 303)
	assert.match((await adam.get(path)).body, /value="12\.50"/)
	assert.equal((await adam.post(`${path}/fee`, { fee: '101' })).status, 422)
	assert.equal((await adam.post(`${path}/fee`, { fee: '' })).status, 303)
})
