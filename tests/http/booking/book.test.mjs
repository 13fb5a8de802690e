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

test('by JSON: 201 with the session, each refusal in its own words', async () => {
	const start = at(30, stack)
	const session = await book(mia, ines, start, { goals: 'Ask' })
	assert.deepEqual([session.kind, session.status, session.start, session.end],
		['mentor_call', 'scheduled', start,
			new Date(Date.parse(start) + 3600e3).toISOString().replace('.000', '')])
	assert.equal(session.expert.id, ines.ref)
	assert.equal(session.expert.display_name, 'Ines Okafor')
	assert.equal(session.client.display_name, 'Mia Larsen')
	assert.deepEqual([session.order_id, session.disputed, session.no_show_by],
		[null, false, null])
	assert.equal(session.join.url, `${stack.url}/sessions/${session.id}/room`)
	assert.deepEqual(session.session_type, { id: ines.types[0],
		kind: 'mentoring', minutes: 60 })

	const call = (client, body) => client.call('POST', '/api/sessions/book',
		{ expert_id: ines.ref, session_type_id: ines.types[0], pay_with: 'free',
			...body })
	const taken = await call(milo, { start })
	assert.equal(taken.status, 409)
	assert.equal(taken.headers['content-type'], 'application/problem+json')
	assert.equal(taken.json.alternatives.length, 3)
	assert.ok(taken.json.alternatives.every((one) => one.start && one.end))
	assert.match(taken.json.detail, /just taken/)
	const again = await call(mia, { start: at(30.5, stack) })
	assert.equal(again.status, 409)

	for (const [body, status, words] of [
		[{ start: at(-50, stack) }, 409, /has passed/],
		[{ start: at(24 * 400, stack) }, 409, /too far ahead/],
		[{ start: at(31.1, stack) }, 409, /does not offer that time/],
		[{ start: at(33, stack), session_type_id: '999999999' }, 422,
			/no longer offers/],
		[{ start: at(33, stack), session_type_id: ines.types[2] }, 422,
			/choose how it is paid/],
		[{ start: at(33, stack), pay_with: 'pack:1' }, 422, /You have no such pack/],
		[{ start: at(33, stack), pay_with: 'order' }, 422, /nothing to pay/],
		[{ start: at(33, stack), pay_with: 'gold' }, 422, /Choose how/],
		[{ start: 'tomorrow' }, 422, /./],
		[{ start: at(33, stack), goals: 'x'.repeat(4001) }, 422, /./],
		[{ start: at(33, stack), expert_id: '123456789' }, 404, /./],
	]) {
		const answer = await call(milo, body)
		assert.equal(answer.status, status, JSON.stringify(body) + answer.body)
		assert.match(answer.body, words)
	}
	const missing = await milo.call('POST', '/api/sessions/book', {})
	assert.equal(missing.status, 422)
	for (const field of ['expert_id', 'session_type_id', 'start'])
		assert.ok(missing.json.errors[field], field)
	// Whoever is in the way is not the same person.
	const busy = await call(milo, { start: at(34, stack) })
	assert.equal(busy.status, 201, busy.body)
	const free = await addExpert(stack)
	const clash = await milo.call('POST', '/api/sessions/book', { expert_id:
		free.ref, session_type_id: free.types[0], start: at(34, stack) })
	assert.equal(clash.status, 409)
	assert.match(clash.json.detail, /both of you are free/)
})

test('a taken slot shows the nearest free times as one click', async () => {
	const start = at(40, stack)
	await book(mia, ines, start)
	await milo.get(`/book/${ines.ref}?type=${ines.types[0]}`)
	const taken = await milo.post(`/book/${ines.ref}`,
		{ type: ines.types[0], start })
	assert.equal(taken.status, 409, taken.body)
	assert.match(taken.body, /just taken/)
	const near = [...taken.body.matchAll(
		/<button class="slot" name="start" value="([^"]+)"/g)].map((m) => m[1])
	assert.equal(near.length, 3)
	const held = await milo.post(`/book/${ines.ref}`,
		{ type: ines.types[0], start: near[1] })
	assert.equal(held.status, 303, held.body)
	const confirm = await milo.get(held.location)
	const [, form, id] = confirm.body.match(/action="(\/sessions\/(\d+))\/leave"/)
	const left = await milo.post(`/sessions/${id}/leave`)
	assert.equal(left.location, `/book/${ines.ref}`)
	assert.match((await milo.get(form)).body, /Expired/)
	const gone = await milo.get(`/book/${ines.ref}/confirm`)
	assert.equal(gone.location, `/book/${ines.ref}`)
	const late = await milo.post(`${form}/confirm`, { pay_with: 'free' })
	assert.equal(late.status, 409)
	assert.match(late.body, /ran out/)
})

test('what is missing in the form is said beside it', async () => {
	await milo.get(`/book/${ines.ref}?type=${ines.types[0]}`)
	const none = await milo.post(`/book/${ines.ref}`, { type: ines.types[0] })
	assert.equal(none.status, 422)
	assert.match(none.body, /Choose a time\./)
	const typeless = await milo.post(`/book/${ines.ref}`, { start: at(45, stack) })
	assert.equal(typeless.status, 422)
	assert.match(typeless.body, /Choose what kind of session\./)
	assert.equal((await milo.post(`/book/${ines.ref}`,
		{ type: ines.types[0], start: 'noon' })).status, 422)
	assert.equal((await milo.get('/book/77')).status, 404)
	assert.equal((await milo.get('/book/x')).status, 404)
	assert.equal((await milo.get(`/book/${ines.ref}?day=2027-02-30`)).status, 422)
})

test('one hold per member and expert: the newest wish counts', async () => {
	const hold = (start) => mia.call('POST', `/api/book/${ines.ref}`,
		{ type: ines.types[0], start })
	const first = await hold(at(52, stack))
	assert.equal(first.status, 201, first.body)
	assert.equal(first.json.status, 'held')
	assert.equal((await hold(at(52, stack))).json.id, first.json.id)
	const second = await hold(at(54, stack))
	assert.equal(second.status, 201)
	assert.notEqual(second.json.id, first.json.id)
	const old = await mia.call('GET', `/api/sessions/${first.json.id}`)
	assert.equal(old.json.status, 'expired')
	// The expert does not see what is only held.
	const desk = await enter(stack, ines)
	const seen = (await desk.call('GET', '/api/sessions?side=expert')).json.items
	assert.ok(!seen.some((one) => one.status === 'held'))
	await mia.call('POST', `/api/sessions/${second.json.id}/leave`, {})
})

test('an expert with one kind of session leads straight to the times', async () => {
	const one = await addExpert(stack)
	const page = await milo.get(`/book/${one.ref}`)
	assert.ok(page.input('start'), page.body)
	assert.equal(page.input('type'), one.types[0])
	const carried = await milo.get(`/book/${ines.ref}?start=${at(20, stack)}`)
	assert.equal(carried.input('start'), at(20, stack))
	// As the cards of the directory link, in seconds.
	const seconds = Date.parse(at(20, stack)) / 1000
	const card = await milo.get(`/book/${ines.ref}?start=${seconds}`)
	assert.equal(card.input('start'), at(20, stack))
	const chosen = await milo.get(`/book/${ines.ref}?type=${ines.types[0]}&start=${seconds}`)
	assert.match(chosen.body, new RegExp(`value="${at(20, stack)}" required checked`))
	for (const odd of ['999999999999999999', 'soon', '-5'])
		assert.equal((await milo.get(`/book/${ines.ref}?start=${odd}`)).status, 200)
})

test('a price leads to the checkout', async () => {
	const page = await milo.get(`/book/${priced.ref}`)
	assert.equal(page.status, 200)
	assert.match(page.body, /USD 90\.00/)
	assert.match(page.body, /Hold this time/)
	const hold = await milo.call('POST', `/api/book/${priced.ref}`,
		{ type: priced.types[0], start: at(20, stack) })
	assert.equal(hold.status, 201)
	const confirm = await milo.get(`/book/${priced.ref}/confirm`)
	assert.match(confirm.body, /You choose how on the next page/)
	assert.match(confirm.body, /Continue to payment/)
	for (const [pay_with, words] of [['pack:1', /You have no such pack/],
		['free', /This session has a price/]]) {
		const asked = await milo.post(`/sessions/${hold.json.id}/confirm`, { pay_with })
		assert.equal(asked.status, 422)
		assert.match(asked.body, words)
		assert.match(asked.body, /Your booking/)
	}
	const done = await milo.post(`/sessions/${hold.json.id}/confirm`,
		{ pay_with: 'order' })
	assert.equal(done.location, `/checkout/session/${hold.json.id}`)
	const shown = await milo.get(`/sessions/${hold.json.id}`)
	assert.match(shown.body, /It is to be paid until \d\d:\d\d/)
	assert.match((await milo.get('/sessions')).body, /To be paid until \d\d:\d\d/)
	const desk = await enter(stack, priced)
	assert.match((await desk.get(`/sessions/${hold.json.id}`)).body,
		/It waits for its payment until/)
})

test('a price is paid by an order, which the answer names', async () => {
	const { status, json } = await milo.call('POST', '/api/sessions/book', {
		expert_id: priced.ref, session_type_id: priced.types[0],
		start: at(44, stack), pay_with: 'order' })
	assert.equal(status, 201)
	assert.equal(json.status, 'awaiting_payment')
	assert.match(json.order_id, /^\d+$/)
	assert.deepEqual(await stack.sql(`SELECT kind, item_id::text AS item, status,
		total_amount, expires_at - created_at = interval '35 minutes' AS waits
		FROM orders WHERE id = $1`, json.order_id), [{ kind: 'session',
		item: json.id, status: 'pending', total_amount: 9000, waits: true }])
	const taken = await mia.call('POST', '/api/sessions/book', {
		expert_id: priced.ref, session_type_id: priced.types[0],
		start: at(44, stack), pay_with: 'order' })
	assert.equal(taken.status, 409)
	await stack.sql(`SELECT order_paid($1, 'stripe', 'pi_test', 9000, 'USD')`,
		json.order_id)
	const paid = await milo.call('GET', `/api/sessions/${json.id}`)
	assert.equal(paid.json.status, 'scheduled')
	assert.equal(paid.json.order_id, json.order_id)
})

test('who may book', async () => {
	const visitor = stack.client()
	const page = await visitor.get(`/book/${ines.ref}?type=${ines.types[1]}`)
	assert.equal(page.status, 200)
	assert.ok(page.links(/^\/login\?next=%2Fbook%2F/).length > 0, page.body)
	assert.equal((await visitor.call('POST', '/api/sessions/book', {})).status, 401)
	const fresh = await enter(stack, await stack.addMember({ verified: false }))
	const refused = await fresh.call('POST', '/api/sessions/book', { expert_id:
		ines.ref, session_type_id: ines.types[0], start: at(60, stack) })
	assert.equal(refused.status, 403)
	assert.match(refused.json.detail, /Verify your e-mail/)
	const self = await enter(stack, ines)
	const own = await self.get(`/book/${ines.ref}?type=${ines.types[0]}`)
	assert.match(own.body, /what members see/)
	const mine = await self.call('POST', '/api/sessions/book', { expert_id:
		ines.ref, session_type_id: ines.types[0], start: at(60, stack) })
	assert.equal(mine.status, 409)
	assert.match(mine.json.detail, /with yourself/)
	await stack.sql('INSERT INTO block (blocker_id, blocked_id, created_at) VALUES ($1, $2, app_now())',
		ines.id, mia.member.id)
	const blocked = await mia.call('POST', '/api/sessions/book', { expert_id:
		ines.ref, session_type_id: ines.types[0], start: at(60, stack) })
	assert.equal(blocked.status, 403)
	assert.match(blocked.json.detail, /can't book sessions with each other/)
	assert.equal((await mia.get(`/book/${ines.ref}`)).status, 404)
	await stack.sql('DELETE FROM block')
	const nobody = await milo.post(`/book/${ines.ref}`,
		{ csrf: 'forged', type: ines.types[0], start: at(60, stack) })
	assert.equal(nobody.status, 403)
})
