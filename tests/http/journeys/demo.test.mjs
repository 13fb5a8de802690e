// The demo's journeys are such as a creator could have made.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demo, startStack } from '../../support/stack.mjs'

let stack
before(async () => {
	stack = await startStack({ demo: true, programs: ['account', 'journeys'], workers: false })
})
after(() => stack.stop())

test('every journey opens for who is on it, and every section', async () => {
	for (const name of ['mia', 'milo', 'oona-byrne', 'harvey-lund', 'leo-brandt', 'rosalind-hay']) {
		const who = await stack.signIn(demo(name))
		for (const { slug, key } of await stack.sql(`SELECT j.slug, s.key FROM enrolment e
			JOIN journey j ON j.id = e.journey_id JOIN journey_section s
			ON s.version_id = e.version_id JOIN profile p ON p.user_id = e.user_id
			WHERE p.handle = $1`, name))
			for (const path of [`/journeys/${slug}`, `/journeys/${slug}/${key}`])
				assert.equal((await who.get(path)).status, 200, `${path} as ${name}`)
	}
})

test('nothing keeps them from being published', async () => {
	for (const name of ['cleo', 'ruth-abernathy']) {
		const who = await stack.signIn(demo(name))
		for (const { id, slug } of await stack.sql(`SELECT j.id, j.slug FROM journey j
			JOIN profile p ON p.user_id = j.creator_id
			WHERE j.status = 'published' AND p.handle = $1`, name))
			assert.equal((await who.get(`/creator/journeys/${id}/preview`)).status, 200, slug)
	}
})
