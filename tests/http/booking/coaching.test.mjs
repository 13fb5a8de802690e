// Coaching packages: sold by an interviewer under an alias, bought, used up.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, assertHidden, at, enter } from './sessions.mjs'
import { assertBooks, pay } from '../billing/orders.mjs'

let stack, ines, desk, mia, milo, adam, pack

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'inbox'] })
	ines = await addExpert(stack, { kind: 'interviewer', anonymous: true,
		name: 'Ines Okafor', types: [{ kind: 'system_design', minutes: 45, price: 9900 },
			{ kind: 'introduction', minutes: 15 }] })
	desk = await enter(stack, ines)
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo Arendt' }))
	adam = await enter(stack, await stack.addMember({ name: 'Adam', roles: ['admin'] }))
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

test('an interviewer ticks what is sold, in the profile', async () => {
	const page = await desk.get('/interviewer/profile')
	assert.match(page.body, /Coaching packages/)
	assert.match(page.body, /3 for USD 282\.15/)
	assert.match(page.body, /10 for USD 841\.50/)
	const saved = await desk.post('/interviewer/profile/packages',
		{ packages: [`${ines.types[0]}:3`, `${ines.types[0]}:5`] })
	assert.equal(saved.status, 303, saved.body)
	const again = await desk.get('/interviewer/profile')
	assert.match(again.body, new RegExp(`value="${ines.types[0]}:3" checked`))
	assert.doesNotMatch(again.body, new RegExp(`value="${ines.types[0]}:10" checked`))
	const free = await desk.call('POST', '/api/interviewer/profile/packages',
		{ packages: [`${ines.types[1]}:3`] })
	assert.equal(free.status, 422, free.body)
	assert.equal((await mia.call('POST', '/api/interviewer/profile/packages',
		{ packages: [] })).status, 403)
})

test('they are listed under the alias', async () => {
	const page = await milo.get('/coaching')
	assert.match(page.body, new RegExp(ines.alias))
	assertHidden(page.body, 'Ines', 'Okafor')
	const list = (await milo.get('/api/coaching/packages')).json
	assert.equal(list.items.length, 1)
	assert.equal(list.items[0].expert.id, ines.ref)
	assert.deepEqual(list.items[0].session_type, { kind: 'system_design', minutes: 45 })
	assert.deepEqual(list.items[0].packages.map((p) => [p.sessions, p.price.amount]),
		[[3, 28215], [5, 44550]])
	pack = list.items[0].packages[0].id
	assert.equal((await milo.get('/api/coaching/packages?type=resume')).json.items.length,
		0)
	const own = await milo.get(`/interviewers/${ines.ref}`)
	assert.match(own.body, /Several sessions at once/)
})

test('one buys, books with it, and sees what is used', async () => {
	const order = await mia.call('POST', '/api/coaching/packages',
		{ package_id: pack })
	assert.equal(order.status, 201, order.body)
	assert.equal(order.json.url, `/checkout/package/${pack}`)
	const checkout = await mia.get(order.json.url)
	assert.match(checkout.body, /USD 282\.15/)
	assertHidden(checkout.body, 'Ines', 'Okafor')
	assert.equal(await pay(stack, order.json.order_id), 'fulfilled')
	const usage = async () => (await mia.get('/api/coaching/usage')).json.items
	const [bought] = await usage()
	assert.equal(bought.status, 'active')
	assert.equal(bought.remaining, 3)
	const booked = await mia.call('POST', '/api/sessions/book', {
		expert_id: ines.ref, session_type_id: ines.types[0], start: at(48, stack),
		pay_with: `package:${bought.id}` })
	assert.equal(booked.status, 201, booked.body)
	assert.equal(booked.json.kind, 'interview')
	const [used] = await usage()
	assert.equal(used.held, 1)
	assert.equal(used.sessions[0].id, booked.json.id)
	const page = await mia.get('/coaching/usage')
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /2 of 3 sessions left/)
	assertHidden(page.body, 'Ines', 'Okafor')
	const sold = await desk.get('/notifications')
	assert.match(sold.body, /Somebody bought Coaching package/)
	assertHidden(sold.body, 'Mia', 'Larsen')
	await mia.call('PATCH', `/api/sessions/${booked.json.id}/cancel`,
		{ reason: 'schedule' })
	assert.equal((await usage())[0].remaining, 3)
	assert.deepEqual((await milo.get('/api/coaching/usage')).json.items, [])
	assert.deepEqual((await mia.get('/api/session-packs/me')).json.items, [])
	const internal = { package_id: bought.id }
	assert.equal((await mia.call('POST', '/api/coaching/usage', internal)).status, 403)
	const recounted = await adam.call('POST', '/api/coaching/usage', internal)
	assert.equal(recounted.status, 200, recounted.body)
	assert.equal(recounted.json.remaining, 3)
})
