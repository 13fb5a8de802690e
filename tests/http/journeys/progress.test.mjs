import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addJourney, Device, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

let stack, mia, journey
const sections = {
	about: { title: 'About you', fields: { name: { label: 'Your name', required: true },
		place: { required: true }, notes: {} } },
	later: { title: 'Later', fields: { a: { required: true }, b: { required: true } },
		visible_if: { field: 'about.notes', is: 'answered' } },
}
const overview = async (client = mia) =>
	(await client.get(`/api/journeys/${journey.slug}`)).json

before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia',
		timezone: 'Pacific/Kiritimati' }))
	journey = await addJourney(stack, { slug: 'care', title: 'Care', sections })
	await takes(stack, journey, mia.member)
	await mia.get('/dashboard')
})
after(() => stack.stop())

test('what one takes, and nothing of others', async () => {
	const ben = await stack.signIn(await stack.addMember())
	assert.match((await ben.get('/journeys')).body, /No journeys yet/)
	assert.deepEqual((await ben.get('/api/journeys')).json.items, [])
	assert.equal((await ben.get('/journeys/care')).status, 404)
	assert.equal((await stack.client().get('/journeys')).status, 303)
	const { items } = (await mia.get('/api/journeys')).json
	assert.deepEqual(items.map(i => [i.slug, i.progress, i.status]),
		[['care', 0, 'active']])
	await takes(stack, await addJourney(stack, { slug: 'move', title: 'Move',
		sections }), mia.member)
	assert.match((await mia.get('/journeys')).body, /Beside each other/)
})

test('progress, score and the next step come of the answers', async () => {
	const page = await mia.get('/journeys/care')
	assert.match(page.body, /complete when every required answer/)
	assert.match(page.body, /href="\/journeys\/care\/about#f.name"/)
	const tab = new Device(mia, journey, 'one')
	await tab.save('about.name', 'Mia')
	const half = await overview()
	assert.deepEqual([half.progress, half.complete, half.next_section],
		[50, false, 'about'])
	await tab.save('about.notes', 'A section more')
	assert.equal((await overview()).progress, 25, 'what is shown counts')
	await tab.save('about.notes', null, 1)
	await tab.save('about.place', 'Porto')
	const whole = await overview()
	assert.deepEqual([whole.progress, whole.complete, whole.status],
		[100, true, 'active'])
	assert.equal(whole.milestones.filter(m => m.day).length, 4)
	assert.match((await mia.get('/journeys/care')).body, /Complete the journey/)
	assert.equal((await mia.post('/journeys/care/settle')).location, '/journeys/care')
	assert.equal((await overview()).status, 'completed')
	assert.equal((await mia.post('/journeys/nowhere/settle')).status, 404)
})

test('a streak counts the days of the member\'s own calendar', async () => {
	const [{ today }] = await stack.sql(`SELECT (app_now()
		AT TIME ZONE 'Pacific/Kiritimati')::date AS today`)
	assert.deepEqual((await stack.sql(`SELECT day FROM enrolment_day`)),
		[{ day: today }])
	await stack.sql(`INSERT INTO enrolment_day SELECT d.enrolment_id, d.day - n,
		d.user_id, 4 FROM enrolment_day d, unnest(ARRAY[1, 2, 4]) n`)
	const { streak, heat } = await overview()
	assert.equal(streak, 3)
	assert.equal(heat.flatMap(r => r.cells).filter(c => c.saves > 0).length, 4)
	await stack.sql('DELETE FROM enrolment_day WHERE day = $1', today)
	assert.equal((await overview()).streak, 2, 'today is not over')
})

test('the average is told of twenty members and more', async () => {
	assert.equal((await overview()).average, null)
	for (let n = 0; n < 18; n++)
		await takes(stack, journey, await stack.addMember())
	assert.equal((await overview()).average, null)
	await takes(stack, journey, await stack.addMember())
	const { members, average } = await overview()
	assert.deepEqual([members, average], [20, 0])
	assert.match((await mia.get('/journeys/care')).body, /The 20 members/)
})

test('one is asked once at completion, and not twice in ninety days', async () => {
	assert.equal((await overview()).nps, true)
	assert.equal((await mia.post('/journeys/care/recommend', {})).status, 422)
	assert.equal((await mia.post('/journeys/care/recommend', { score: 11 })).status, 422)
	await mia.post('/journeys/care/recommend', { score: 9, why: 'It is calm' })
	assert.deepEqual(await stack.sql('SELECT score, why, at_completion FROM journey_nps'),
		[{ score: 9, why: 'It is calm', at_completion: true }])
	assert.equal((await overview()).nps, false)
	assert.equal((await mia.post('/journeys/care/recommend', { score: 1 })).status, 409)
	await stack.sql(`UPDATE enrolment SET started_at = app_now() - interval '31 days'
		WHERE user_id = $1`, mia.member.id)
	const move = async () => (await mia.get('/api/journeys/move')).json.nps
	assert.equal(await move(), false, 'asked elsewhere today')
	await stack.sql(`UPDATE journey_nps SET answered_at = app_now()
		- interval '91 days'`)
	assert.equal(await move(), true)
	assert.equal((await overview()).nps, false, 'once at completion')
	await mia.post('/journeys/move/recommend', { skip: 'yes' })
	assert.equal(await move(), false)
})

test('a journey\'s earlier name leads to it', async () => {
	await stack.sql('INSERT INTO journey_slug VALUES ($1, $2)', 'old-care', journey.id)
	assert.equal((await mia.get('/journeys/old-care')).location, '/journeys/care')
	assert.equal((await mia.get('/journeys/old-care/about')).location,
		'/journeys/care/about')
})
