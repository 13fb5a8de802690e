// The front page, on an empty platform and in the demo; the demo's people.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demo, startStack } from '../../support/stack.mjs'

let stack, empty

before(async () => {
	[stack, empty] = await Promise.all([
		startStack({ demo: true, workers: false }),
		startStack({ programs: ['account'], workers: false }),
	])
})
after(() => Promise.all([stack?.stop(), empty?.stop()]))

test('an empty platform promises nobody', async () => {
	const page = await empty.client().get('/')
	assert.equal(page.status, 200)
	assert.doesNotMatch(page.body, /People members go back to|\d+ mentors/)
	const { json } = await empty.client({ json: true }).get('/')
	assert.deepEqual(json.experts, [])
	assert.equal(json.mentors ?? null, null)
})

test('it says how many there are', async () => {
	const page = await stack.client().get('/')
	for (const kind of ['mentor', 'interviewer', 'concierge']) {
		const [{ n }] = await stack.sql(
			'SELECT count(*) AS n FROM expert_listing WHERE kind = $1', kind)
		assert.match(page.body, new RegExp(`>${n} ${kind}s<`))
	}
})

test('it shows the best rated of each kind, whose pages and pictures open', async () => {
	const { json } = await stack.client({ json: true }).get('/')
	assert.equal(json.experts.length, 3)
	for (const [i, kind] of ['mentor', 'interviewer', 'concierge'].entries()) {
		const [best] = await stack.sql(`SELECT display_name, rating_mean::float8 AS mean,
			rating_count FROM expert_listing WHERE kind = $1
			ORDER BY rating_order DESC, expert_id LIMIT 1`, kind)
		const shown = json.experts[i]
		assert.equal(shown.display_name, best.display_name)
		assert.equal(shown.rating, best.mean.toFixed(1))
		assert.equal(shown.rating_count, String(best.rating_count))
		assert.match(shown.href, new RegExp(`^/${kind}s/\\d+$`))
	}
	const page = await stack.client().get('/')
	const pictures = [...page.body.matchAll(/src="(\/media\/avatars\/[^"]+)"/g)]
	assert.ok(pictures.length > 0)
	for (const [, path] of pictures) {
		const answer = await stack.client().get(path)
		assert.equal(answer.status, 200)
		assert.equal(answer.headers['content-type'], 'image/webp')
		assert.match(answer.headers['content-security-policy'], /sandbox/)
	}
})

test('every demo account signs in and has a start page', async () => {
	for (const name of ['mia', 'milo', 'noor', 'ines', 'carl', 'cleo', 'remy', 'emil',
		'mona', 'adam']) {
		const person = await stack.signIn(demo(name))
		const page = await person.get('/dashboard')
		assert.equal(page.status, 200, name)
		const [{ display_name }] = await stack.sql(
			'SELECT display_name FROM profile WHERE handle = $1', name)
		assert.match(page.body, new RegExp(`, ${display_name}<`), name)
	}
})

test('the directories have more than one page of mentors', async () => {
	const { json } = await stack.client({ json: true }).get('/mentors')
	assert.equal(json.items.length, 20)
	assert.ok(json.next)
	assert.ok(json.items.every((e) => e.next_slots.length > 0))
})
