import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addJourney, addMentor, addTaker, handIn } from './journey.mjs'

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

test('the desk is for mentors', async () => {
	for (const path of ['/mentor/dashboard', '/mentor/queue', '/mentor/templates',
		'/mentor/training', '/mentor/expertise', '/mentor/analytics']) {
		assert.equal((await noor.get(path)).status, 200, path)
		assert.equal((await mia.get(path)).status, 403, path)
	}
})

test('the queue: what is offered, filters, and what came back first', async () => {
	const first = await handIn(mia, { mentor: Number(noor.ref) })
	let queue = await noor.get('/api/mentor/queue')
	assert.deepEqual(queue.json.items.map(x => [x.id, x.is_chosen]), [[first, true]])
	assert.match((await noor.get('/mentor/queue')).body, /Asks for you/)
	assert.deepEqual((await tomas.get('/api/mentor/queue')).json.items, [])
	await write(noor, `/reviews/${first}/claim`)
	assert.match((await noor.get('/mentor/dashboard')).body, /In review/)
	await write(noor, `/reviews/${first}/release`, { words: 'Ill' })
	const ana = await addTaker(stack, journey, { name: 'Ana' })
	const second = await handIn(ana)
	await stack.sql(`UPDATE review_request SET due_at = app_now() WHERE id = $1`,
		second)
	queue = await tomas.get('/api/mentor/queue')
	assert.deepEqual(queue.json.items.map(x => x.id), [first, second])
	assert.equal((await tomas.get('/api/mentor/queue?kind=design')).json.items.length,
		0)
	const places = await tomas.get('/api/mentor/dashboard')
	assert.equal(places.json.waiting, 2)
	const [{ id }] = places.json.places
	assert.equal((await write(tomas, `/mentor/places/${id}/pause`,
		{ pause: true })).status, 204)
	assert.deepEqual((await tomas.get('/api/mentor/queue')).json.items, [])
	await write(tomas, `/mentor/places/${id}/pause`, { pause: false })
	await write(mia, `/reviews/${first}/withdraw`)
	await write(ana, `/reviews/${second}/withdraw`)
})

test('what a mentor is good at', async () => {
	assert.equal((await write(noor, '/mentor/expertise', { levels: [
		{ slug: 'relocation', level: 5 }, { slug: 'care', level: 0 }], load: 3,
	takes: true })).status, 204)
	const page = await noor.get('/api/mentor/expertise')
	assert.equal(page.json.levels.find(l => l.slug === 'relocation').level, 5)
	assert.equal(page.json.most, 3)
	assert.equal((await write(noor, '/mentor/expertise', { load: 0 })).status, 422)
})

test('templates, own and shared, with names filled in', async () => {
	await write(noor, '/mentor/templates', { name: 'Warm', shared: true,
		words: 'Dear {client}, **{section}** of {journey} … {mentor} {other}' })
	await write(noor, '/mentor/templates', { name: 'Mine', words: 'Only me' })
	const own = (await noor.get('/api/mentor/templates')).json.items
	assert.deepEqual(own.map(t => t.name).sort(), ['Mine', 'Warm'])
	const [shared] = (await tomas.get('/api/mentor/templates')).json.items
	assert.equal(shared.name, 'Warm')
	assert.equal((await tomas.get(`/mentor/templates/${shared.id}`)).status, 404)
	assert.equal((await write(tomas, `/mentor/templates/${shared.id}`,
		{ name: 'x', words: 'y' })).status, 404)
	assert.equal((await write(noor, `/mentor/templates/${shared.id}`,
		{ name: 'Warmer', shared: true, words: shared.words })).status, 204)
	const id = await handIn(mia)
	await write(tomas, `/reviews/${id}/claim`)
	const { json } = await write(tomas, `/reviews/${id}/draft`, { general: 'First.',
		revision: 0, template: Number(shared.id) })
	assert.equal(json.general,
		'First.\n\nDear Mia, **Your plan** of Moving abroad … Tomas {other}')
	const mine = own.find(t => t.name === 'Mine')
	assert.equal((await write(noor, `/mentor/templates/${mine.id}/remove`)).status,
		204)
	assert.equal((await noor.get(`/mentor/templates/${mine.id}`)).status, 404)
	await write(tomas, `/reviews/${id}/complete`, { outcome: 'approved' })
	assert.equal((await tomas.get('/api/mentor/analytics')).json.figures.done, 1)
})

test('a required module comes before the first claim', async () => {
	const [{ id: module }] = await stack.sql(`INSERT INTO training_module (title,
		words, is_required, changed_at) VALUES ('Kindness', 'Be **kind**.', true,
		app_now()) RETURNING id::text`)
	const ana = await addTaker(stack, journey, { name: 'Rita' })
	const id = await handIn(ana)
	assert.match((await noor.get('/mentor/training')).body, /required modules/)
	assert.match((await write(noor, `/reviews/${id}/claim`)).body,
		/required training/)
	assert.match((await noor.get(`/mentor/training/${module}`)).body,
		/<strong>kind<\/strong>/)
	assert.equal((await write(noor, `/mentor/training/${module}/done`)).status, 204)
	assert.equal((await write(noor, `/reviews/${id}/claim`)).status, 204)
	await stack.sql('UPDATE training_module SET retired_at = app_now()')
})

test('whom a member prefers, and never', async () => {
	const page = await mia.get('/reviews/preferences')
	assert.match(page.body, /Tomas/)
	assert.equal((await write(mia, '/reviews/preferences', {
		journey: Number(journey.id), preferred: Number(noor.ref),
		blocked: [Number(tomas.ref)], kinds: ['care'] })).status, 204)
	assert.equal((await write(mia, '/reviews/preferences', {
		journey: Number(journey.id), preferred: Number(noor.ref),
		blocked: [Number(noor.ref)] })).status, 422)
	const ask = await mia.get(`/reviews/ask?enrolment=${mia.enrolment}&section=plan`)
	assert.doesNotMatch(ask.body, /Tomas/)
	const id = await handIn(mia)
	assert.equal((await write(tomas, `/reviews/${id}/claim`)).status, 404)
	assert.equal((await tomas.get(`/reviews/${id}`)).status, 404)
	await write(mia, `/reviews/${id}/withdraw`)
})

test('applying to a journey, and what its creator says', async () => {
	const zoe = await stack.signIn(await stack.addMember({ name: 'Zoe' }))
	await zoe.get('/reviews')
	const at = `/mentor/apply?journey=${journey.id}&kind=mentor`
	assert.match((await zoe.get(at)).body, /A sample review/)
	const form = { journey: Number(journey.id), kind: 'mentor',
		motivation: 'I care', expertise: 'I moved', rate: '15.00' }
	assert.equal((await write(zoe, '/mentor/apply', { ...form, draft: true })).status,
		201)
	assert.match((await zoe.get(at)).body, /15\.00/)
	assert.equal((await write(zoe, '/mentor/apply', form)).status, 422)
	const { json } = await write(zoe, '/mentor/apply', { ...form,
		sample: 'Dear you' })
	assert.equal((await write(zoe, '/mentor/apply', { ...form,
		sample: 'Again' })).status, 409)
	await cleo.get('/reviews')
	assert.equal((await write(cleo, '/mentor/apply', { ...form,
		sample: 'Mine' })).status, 409)
	const [{ status, proposed_rate }] = await stack.sql(`SELECT status,
		proposed_rate::int FROM journey_provider WHERE id = $1`, json.id)
	assert.deepEqual([status, proposed_rate], ['submitted', 1500])
	const [{ n }] = await stack.sql(`SELECT count(*)::int AS n FROM notification
		WHERE user_id = $1 AND type = 'application_received'`, cleo.member.id)
	assert.equal(n, 1)
	assert.equal((await zoe.get(
		`/mentor/apply?journey=999999&kind=mentor`)).status, 404)
})
