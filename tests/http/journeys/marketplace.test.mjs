import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

let stack
before(async () => { stack = await startStack() })
after(() => stack.stop())

test('the marketplace has its categories in order', async () => {
	const visitor = stack.client()
	const { json } = await visitor.get('/api/marketplace')
	assert.deepEqual(json.categories.slice(0, 2).map(c => c.slug),
		['care', 'wedding'])
	assert.match((await visitor.get('/marketplace')).body, /<h1>Journeys<\/h1>/)
})
