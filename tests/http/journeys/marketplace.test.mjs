import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addJourney, takes } from '../../support/programme.mjs'
import { startStack } from '../../support/stack.mjs'

let stack, visitor, cleo
before(async () => {
	stack = await startStack()
	visitor = stack.client()
	cleo = await stack.addMember({ name: 'Cleo', roles: ['creator'] })
	await journey('wedding', 'A quiet wedding', 'wedding',
		[['essentials', 0], ['guided', 8900]])
	await journey('move', 'Moving abroad', 'moving', [['essentials', 1200]])
	await journey('draft', 'Not ready', 'care', [['essentials', 0]], 'draft')
})
after(() => stack.stop())

async function journey(slug, title, category, tiers, status = 'published') {
	const [{ id }] = await stack.sql(`INSERT INTO journey (creator_id, title, slug,
		summary, description, estimate_minutes, created_at) VALUES ($1, $2, $3,
		$4, 'All of **it**. <script>alert(1)</script>', 360, app_now())
		RETURNING id`, cleo.id, title, slug, `${title} & </script> step by step`)
	await stack.sql(`INSERT INTO journey_in_category SELECT $1, id
		FROM journey_category WHERE slug = $2`, id, category)
	for (const [tier, price] of tiers)
		await stack.sql(`INSERT INTO journey_tier (journey_id, tier, month_amount,
			year_amount, reviews, sessions) VALUES ($1, $2, $3, $4, $5, 0)`,
		id, tier, price, 10 * price, tier === 'guided' ? 2 : 0)
	const [{ version }] = await stack.sql(
		`WITH v AS (SELECT version_draft($1) AS version) SELECT version FROM v`, id)
	await stack.sql(`INSERT INTO journey_section (version_id, key, position, title)
		VALUES ($1, 'day', 1, 'The day')`, version)
	await stack.sql('SELECT version_publish($1, $2)', version, 'First')
	await stack.sql(`UPDATE journey SET status = $2, published_at = app_now()
		WHERE id = $1`, id, status)
	return id
}

test('what is published is there for everybody, and nothing else', async () => {
	const { json } = await visitor.get('/api/marketplace')
	assert.deepEqual(json.items.map(j => j.slug).sort(), ['move', 'wedding'])
	assert.equal(json.next, null)
	assert.deepEqual(json.categories.slice(0, 2).map(c => c.slug),
		['care', 'wedding'])
	const move = json.items.find(j => j.slug === 'move')
	assert.deepEqual(move.price_from, { amount: 1200, currency: 'USD' })
	assert.equal(move.rating_mean, null)
	const page = await visitor.get('/marketplace')
	assert.match(page.body, /A quiet wedding/)
	assert.doesNotMatch(page.body, /Not ready/)
	assert.equal((await visitor.get('/marketplace/draft')).status, 404)
	const own = await stack.signIn(cleo)
	assert.match((await own.get('/marketplace/draft')).body,
		/not on the marketplace at present/)
})

test('found by words, likeness, category, help and price', async () => {
	const found = async query => (await visitor.get(`/api/marketplace?${query}`))
		.json.items.map(j => j.slug)
	assert.deepEqual(await found('q=wedding'), ['wedding'])
	assert.deepEqual(await found('q=weding'), ['wedding'])
	assert.deepEqual(await found('q=zebra'), [])
	assert.deepEqual(await found('category=moving'), ['move'])
	assert.deepEqual(await found('help=reviews'), ['wedding'])
	assert.deepEqual(await found('help=free'), ['wedding'])
	assert.deepEqual(await found('price_max=0'), ['wedding'])
	assert.deepEqual(await found('sort=price'), ['wedding', 'move'])
	assert.match((await visitor.get('/marketplace?q=zebra')).body,
		/No journey fits all of that/)
	for (const wrong of ['sort=worst', 'help=magic', 'price_max=ten', 'rating=9'])
		assert.equal((await visitor.get(`/api/marketplace?${wrong}`)).status, 422, wrong)
	assert.equal((await visitor.get('/api/marketplace?after=rubbish')).status, 200)
})

test('a page of a journey says what it is and costs, safely', async () => {
	const page = await visitor.get('/marketplace/wedding')
	assert.match(page.body, /<h1>A quiet wedding<\/h1>/)
	assert.match(page.body, /or USD 890.00 a year, save 16 %/)
	assert.match(page.body, /2 written reviews a month/)
	assert.match(page.body, /href="\/login\?next=\/marketplace\/wedding"/)
	assert.doesNotMatch(page.body, /<script>alert/)
	const data = page.body.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)[1]
	assert.equal(JSON.parse(data).description, 'A quiet wedding & </script> step by step')
	assert.equal(JSON.parse(data).offers[1].price, '89.00')
	const { json } = await visitor.get('/api/marketplace/wedding')
	assert.deepEqual(json.tiers.map(t => [t.tier, t.month.amount, t.reviews]),
		[['essentials', 0, 0], ['guided', 8900, 2]])
	assert.deepEqual(json.sections.map(s => s.title), ['The day'])
	assert.equal((await visitor.get('/marketplace/nowhere')).status, 404)
})

test('an address it had leads to it', async () => {
	await stack.sql(`INSERT INTO journey_slug SELECT 'wedding-old', id FROM journey
		WHERE slug = 'wedding'`)
	const answer = await visitor.get('/marketplace/wedding-old')
	assert.equal(answer.status, 303)
	assert.equal(answer.location, '/marketplace/wedding')
})

test('a free tier is begun by a button, a paid one at the checkout', async () => {
	const mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	const begun = await mia.submit('/marketplace/wedding/start', { tier: 'essentials' },
		{ page: '/marketplace/wedding' })
	assert.equal(begun.location, '/journeys/wedding')
	const paid = await mia.call('POST', '/api/marketplace/wedding/start',
		{ tier: 'guided' })
	assert.equal(paid.status, 409)
	assert.match(paid.json.type, /tier_is_paid/)
	const { json } = await mia.call('POST', '/api/subscriptions/v2/checkout',
		{ journey_id: (await visitor.get('/api/marketplace/wedding')).json.id,
			plan: 'guided', every: 'month' })
	assert.match(json.url, /checkout\/subscription/)
	assert.match((await mia.get('/marketplace/wedding')).body, /Continue/)
	assert.equal((await mia.get('/api/marketplace/wedding')).json.members, 1)
	assert.equal((await visitor.call('POST', '/api/marketplace/wedding/start',
		{ tier: 'essentials' })).status, 401)
})

test('members\' words are read in pages', async () => {
	const [{ id: journeyId }] = await stack.sql(
		`SELECT id FROM journey WHERE slug = 'move'`)
	for (let n = 0; n < 22; n++) {
		const member = await stack.addMember({ name: `Walker ${n}` })
		await stack.sql(`INSERT INTO journey_review (journey_id, user_id, stars, words,
			created_at, changed_at) VALUES ($1, $2, $3, $4, app_now(), app_now())`,
		journeyId, member.id, 1 + n % 5, `<b>Word ${n}</b>`)
	}
	const page = await visitor.get('/marketplace/move')
	assert.match(page.body, /&lt;b&gt;Word 21&lt;\/b&gt;/)
	assert.match(page.body, /All reviews/)
	const first = (await visitor.get('/api/marketplace/move/reviews')).json
	assert.equal(first.items.length, 20)
	const rest = (await visitor.get(first.next)).json
	assert.deepEqual(rest.items.map(i => i.words), ['<b>Word 1</b>', '<b>Word 0</b>'])
	const { json } = await visitor.get('/api/marketplace/move')
	assert.equal(json.rating_count, 22)
	assert.ok(json.rating_mean > 2 && json.rating_mean < 4)
})

test('who takes it says how it is; its creator answers once', async () => {
	const journey = await addJourney(stack, { creator: cleo, slug: 'said',
		sections: { one: { fields: { name: { required: true }, wish: { required: true } } } } })
	const mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	await mia.get('/marketplace')
	const say = fields => mia.submit('/marketplace/said/review', fields)
	assert.equal((await mia.call('POST', '/api/marketplace/said/review', { stars: 5 })).status, 403)
	const id = await takes(stack, journey, mia.member)
	assert.equal((await mia.call('POST', '/api/marketplace/said/review', { stars: 5 })).status, 409)
	await stack.sql(`UPDATE enrolment SET started_at = app_now() - interval '8 days'
		WHERE id = $1`, id)
	const early = await say({ stars: '5', words: 'Good' })
	assert.equal(early.status, 409)
	assert.match(early.body, /Answer a quarter of it first/)
	assert.match(early.body, />\s*Good<\/textarea>/, 'what was typed is kept')
	await stack.sql(`INSERT INTO answer (enrolment_id, section_key, field_key, user_id, value,
		saved_at, saved_by) VALUES ($1, 'one', 'name', $2, '"Mia"', app_now(), $2)`,
	id, mia.member.id)
	assert.equal((await say({ stars: '6' })).status, 422)
	assert.equal((await say({ words: 'No stars' })).status, 422)
	assert.equal((await say({ stars: '4', words: 'Good & short' })).status, 303)
	assert.equal((await say({ stars: '3', words: 'Good & short' })).status, 303)
	const { json: { items: [said] } } = await mia.get('/api/marketplace/said/reviews')
	assert.deepEqual([said.stars, said.words, said.is_mine], [3, 'Good & short', true])
	const own = await stack.signIn(cleo)
	const answer = `/marketplace/said/reviews/${said.id}/reply`
	assert.equal((await mia.get(answer)).status, 404)
	assert.equal((await own.submit(answer, { reply: 'Thank you' })).status, 303)
	assert.equal((await own.call('POST', `/api${answer}`, { reply: 'Again' })).status, 409)
	assert.match((await own.get('/marketplace/said')).body, /Thank you/)
})
