// POST /moderation/check: what automated moderation says of a text.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'

let stack, mia
before(async () => {
	stack = await startStack({ programs: ['account', 'safety'] })
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	await mia.get('/settings') // the form token
})
after(() => stack.stop())

test('a harmless text is allowed as it is', async () => {
	const answer = await mia.call('POST', '/moderation/check',
		{ text: 'Thank you for the session.', context: 'message' })
	assert.equal(answer.status, 200, answer.body)
	assert.equal(answer.json.decision, 'allow')
	assert.equal(answer.json.sanitized, 'Thank you for the session.')
})

test('a contact in an anonymous context is blocked, with its place', async () => {
	const text = '\u00a0Zoë 🎉: jane.doe@gmail.com'
	const answer = await mia.call('POST', '/moderation/check',
		{ text, context: 'anonymous' })
	assert.equal(answer.status, 200, answer.body)
	const { decision, reasons, sanitized } = answer.json
	assert.equal(decision, 'block')
	const points = [...text]
	const start = points.indexOf('j')
	assert.deepEqual(reasons, [{ rule: 'contact_email', category: 'contact',
		span: [start, points.length], score: 0.98 }])
	assert.equal(sanitized, '\u00a0Zoë 🎉: ******************')
})
