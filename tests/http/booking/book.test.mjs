// Booking in three steps, as a page and by JSON.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, at, book, enter } from './sessions.mjs'

let stack, ines, priced, mia, milo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking'] })
	ines = await addExpert(stack, { name: 'Ines Okafor',
		types: [{}, { kind: 'introduction', minutes: 30 },
			{ kind: 'resume', minutes: 45, price: 5000 }] })
	priced = await addExpert(stack, { types: [{ price: 9000 }] })
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen',
		timezone: 'Asia/Kathmandu' }))
	milo = await enter(stack, await stack.addMember())
})
after(() => stack.stop())

test('from the type to the confirmation without JavaScript', async () => {
	const types = await mia.get(`/book/${ines.ref}`)
	assert.equal(types.status, 200, types.body)
	assert.match(types.body, /Ines Okafor/)
	assert.match(types.body, /60 minutes/)
	assert.match(types.body, /USD 50\.00/)

	const times = await mia.get(`/book/${ines.ref}?type=${ines.types[0]}`)
	assert.equal(times.status, 200, times.body)
	assert.match(times.body, /Asia\/Kathmandu \(UTC\+5:45\)/)
	const start = times.input('start')
	assert.match(start, /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/)
	const days = times.links(/[?&]day=/)
	assert.ok(days.length > 0, times.body)
	assert.equal((await mia.get(days.at(-1))).status, 200)
	assert.equal((await mia.get(times.links(/[?&]month=/)[0])).status, 200)

	await mia.get(`/book/${ines.ref}?type=${ines.types[0]}`)
	const held = await mia.post(`/book/${ines.ref}`,
		{ type: ines.types[0], start })
	assert.equal(held.status, 303, held.body)
	assert.equal(held.location, `/book/${ines.ref}/confirm`)
	const confirm = await mia.get(held.location)
	assert.equal(confirm.status, 200, confirm.body)
	assert.match(confirm.body, /Held for you until/)
	assert.match(confirm.body, /Free/)

	const form = confirm.body.match(/action="(\/sessions\/\d+)\/confirm"/)[1]
	const done = await mia.post(`${form}/confirm`,
		{ goals: 'Learn <to> grow', pay_with: 'free', seen: confirm.input('seen') })
	assert.equal(done.status, 303, done.body)
	assert.equal(done.location, form)
	const session = await mia.get(form)
	assert.equal(session.status, 200, session.body)
	assert.match(session.body, /Learn &lt;to&gt; grow/)
	assert.match(session.body, /Scheduled/)
	const api = (await mia.call('GET', `/api${form}`)).json
	assert.equal(api.start, start)
	assert.equal(api.status, 'scheduled')
	assert.equal(api.expert.id, ines.ref)
	assert.equal(api.session_type.minutes, 60)

	// The second tab of the same form.
	const twice = await mia.post(`${form}/confirm`, { pay_with: 'free' })
	assert.equal(twice.status, 409)
	assert.match(twice.body, /This session is booked/)
})
