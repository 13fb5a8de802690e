// From the price to the payment, as a page and without script.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, at, enter } from '../booking/sessions.mjs'
import { assertBooks, orderOf, pay, sessionToPay } from './orders.mjs'

let stack, ines, mia, milo

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'inbox'] })
	ines = await addExpert(stack, { name: 'Ines Okafor', types: [{ price: 9000 }] })
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	milo = await enter(stack, await stack.addMember({ name: 'Milo' }))
	await stack.sql(`UPDATE setting SET value = '"IBAN PT50 0002 0123"'
		WHERE name = 'manual_payment_words'`)
})
after(async () => {
	await assertBooks(stack)
	await stack.stop()
})

const promote = (code, more = {}) => {
	const row = { code, kind: 'percent', value: 20, status: 'active', ...more }
	const names = Object.keys(row)
	return stack.sql(`INSERT INTO promotion (${names.join(', ')}, created_at)
		VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')}, app_now())`,
	...Object.values(row))
}

test('a paid session from the slot to the room, by bank transfer', async () => {
	await mia.get(`/book/${ines.ref}`)
	const held = await mia.post(`/book/${ines.ref}`,
		{ type: ines.types[0], start: at(30, stack) })
	const confirm = await mia.get(held.location)
	assert.match(confirm.body, /Continue to payment/)
	assert.match(confirm.body, /later, 0 %|later, \d+ %/)
	const [, id] = confirm.body.match(/action="\/sessions\/(\d+)\/confirm"/)
	const gone = await mia.post(`/sessions/${id}/confirm`,
		{ pay_with: 'order', seen: confirm.input('seen') })
	assert.equal(gone.status, 303, gone.body)
	assert.equal(gone.location, `/checkout/session/${id}`)

	const page = await mia.get(gone.location)
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /Mentoring with Ines Okafor/)
	assert.match(page.body, /Pay USD 90\.00/)
	assert.match(page.body, /If you cancel until .*, all of it comes back; later, nothing/)
	assert.match(page.body, /You have 3\d minutes left/)
	assert.match(page.body, /value="stripe" disabled/)
	assert.equal(page.input('shown'), '9000')
	const waiting = await mia.get(`/sessions/${id}`)
	assert.match(waiting.body, /It is to be paid until/)
	assert.ok(waiting.links(new RegExp(`^/checkout/session/${id}$`)).length)

	await mia.get(gone.location)
	const made = await mia.post(gone.location, { shown: '9000', currency: 'USD',
		provider: 'manual' })
	assert.equal(made.status, 303, made.body)
	const order = await mia.get(made.location)
	assert.equal(order.status, 200, order.body)
	assert.match(order.body, /IBAN PT50 0002 0123/)
	const [, number] = order.body.match(/>(P-\d{6})</)
	assert.equal(order.headers.refresh, undefined) // it may take days

	const [{ id: orderId }] = await stack.sql(
		`SELECT id::text FROM orders WHERE order_number(id) = $1`, number)
	assert.equal(await pay(stack, orderId), 'fulfilled')
	const paid = await mia.get(made.location.replace('?go=1', ''))
	assert.match(paid.body, /Your payment is here/)
	assert.match(paid.body, /USD 90\.00 received/)
	assert.ok(paid.links(new RegExp(`^/sessions/${id}$`)).length, paid.body)
	assert.equal(paid.headers.refresh, undefined)
	const session = await mia.get(`/sessions/${id}`)
	assert.match(session.body, /Scheduled/)
	assert.match(session.body, new RegExp(`Order ${number}`))
	// The checkout of what is bought leads to what was bought.
	assert.equal((await mia.get(`/checkout/session/${id}`)).location,
		paid.path)
	const cancel = await mia.get(`/sessions/${id}/cancel`)
	assert.match(cancel.body, /100 % of the price comes back: USD 90\.00/)
	const done = await mia.post(`/sessions/${id}/cancel`,
		{ reason: 'schedule', seen: cancel.input('seen') })
	assert.equal(done.status, 303, done.body)
	const back = await mia.get(paid.path)
	assert.match(back.body, /Money back/)
	assert.match(back.body, /The session was cancelled/)
})

test('nothing is charged that was not shown', async () => {
	const { id, order_id } = await sessionToPay(stack, mia, ines, 34)
	const path = `/checkout/session/${id}`
	await mia.get(path)
	await stack.sql('UPDATE session SET price_amount = 12000 WHERE id = $1', id)
	const changed = await mia.post(path, { shown: '9000', currency: 'USD',
		provider: 'manual' })
	assert.equal(changed.status, 409)
	assert.match(changed.body, /it is USD 120\.00 now/)
	assert.match(changed.body, /Pay USD 120\.00/)
	assert.equal(changed.input('shown'), '12000')
	assert.equal((await orderOf(stack, order_id)).total_amount, 9000)
	const yes = await mia.post(path, { shown: '12000', currency: 'USD',
		provider: 'manual' })
	assert.equal(yes.status, 303)
	assert.equal((await orderOf(stack, order_id)).total_amount, 12000)
	for (const fields of [{}, { shown: '' }, { shown: '120.00' }, { shown: '-1' },
		{ shown: '1e4' }, { shown: '99999999999999999999' },
		{ shown: '12000', provider: 'gold' }, { shown: '12000', provider: 'stripe' },
		{ shown: '12000', code: 'x'.repeat(41) }]) {
		const answer = await mia.post(path, { provider: 'manual', ...fields })
		assert.equal(answer.status, 422, JSON.stringify(fields))
		assert.match(answer.body, /Pay USD 120\.00/)
	}
	const euros = await mia.post(path, { shown: '12000', currency: 'EUR',
		provider: 'manual' })
	assert.equal(euros.status, 409)
	for (const shown of ['0', '1', '11999', '12001', '9223372036854775807'])
		assert.equal((await mia.post(path, { shown, provider: 'manual' })).status,
			409, shown)
	assert.equal((await orderOf(stack, order_id)).status, 'processing')
})

test('a code, without script', async () => {
	await promote('AUTUMN20')
	await promote('OVER', { ends_at: '2020-01-01T00:00:00Z' })
	await promote('MILOS', { for_user_id: milo.member.id })
	await promote('ALLOFIT', { value: 100 })
	const { id, order_id } = await sessionToPay(stack, mia, ines, 38)
	const path = `/checkout/session/${id}`
	const page = await mia.get(`${path}?code=autumn20`)
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /Code AUTUMN20/)
	assert.match(page.body, /Pay USD 72\.00/)
	assert.equal(page.input('shown'), '7200')
	for (const [code, words] of [['NONE', /There is no such code/],
		['OVER', /This code has ended/], ['MILOS', /for somebody else/]]) {
		const bad = await mia.get(`${path}?code=${code}`)
		assert.equal(bad.status, 422, bad.body)
		assert.match(bad.body, words)
		assert.match(bad.body, /Pay USD 90\.00/)
		const paid = await mia.post(path, { shown: '7200', code, provider: 'manual' })
		assert.equal(paid.status, 422)
		assert.match(paid.body, words)
	}
	const made = await mia.post(path, { shown: '7200', code: 'AUTUMN20',
		provider: 'manual' })
	assert.equal(made.status, 303, made.body)
	assert.deepEqual(await orderOf(stack, order_id).then((o) =>
		[o.total_amount, o.discount_code]), [7200, 'AUTUMN20'])
	// It is kept on the page, and can be taken off.
	assert.match((await mia.get(path)).body, /Code AUTUMN20/)
	assert.match((await mia.get(`${path}?code=`)).body, /Pay USD 90\.00/)
	// Nothing to pay: done at once.
	const free = await sessionToPay(stack, mia, ines, 42)
	const gift = await mia.get(`/checkout/session/${free.id}?code=ALLOFIT`)
	assert.match(gift.body, /Confirm/)
	assert.doesNotMatch(gift.body, /name="provider"/)
	const done = await mia.post(`/checkout/session/${free.id}`,
		{ shown: '0', code: 'ALLOFIT' })
	assert.equal(done.status, 303, done.body)
	assert.match((await mia.get(done.location)).body, /It cost you nothing/)
	assert.equal((await mia.call('GET', `/api/sessions/${free.id}`)).json.status,
		'scheduled')
})

test('what is somebody else’s, over, or nothing at all', async () => {
	const { id, order_id } = await sessionToPay(stack, mia, ines, 46)
	const { ref } = await orderOf(stack, order_id)
	for (const path of [`/checkout/session/${id}`, `/checkout/order/${ref}`,
		`/checkout/order/${ref}/return`, `/checkout/order/${ref}/cancel`,
		'/checkout/session/999999999', '/checkout/gold/1', '/checkout/session/x',
		'/checkout/order/0123456789abcdef', `/checkout/order/${order_id}`])
		assert.equal((await milo.get(path)).status, 404, path)
	await milo.get('/sessions')
	for (const [path, fields] of [[`/checkout/session/${id}`, { shown: '9000' }],
		[`/checkout/order/${ref}/pay`, { provider: 'manual' }],
		[`/checkout/order/${ref}/cancel`, {}]])
		assert.equal((await milo.post(path, fields)).status, 404, path)
	assert.equal((await orderOf(stack, order_id)).status, 'pending')
	// Called off: the time is free again.
	await mia.get(`/checkout/order/${ref}`)
	const off = await mia.post(`/checkout/order/${ref}/cancel`)
	assert.equal(off.status, 303, off.body)
	assert.match((await mia.get(off.location)).body, /This order is cancelled/)
	assert.equal((await mia.call('GET', `/api/sessions/${id}`)).json.status, 'expired')
	const late = await mia.post(`/checkout/order/${ref}/pay`, { provider: 'manual' })
	assert.equal(late.status, 409)
	assert.match(late.body, /This order is cancelled/)
	assert.equal((await mia.post(`/checkout/order/${ref}/cancel`)).status, 409)
	// Money that arrives all the same goes back.
	assert.equal(await pay(stack, order_id), 'refunding')
	// A time that is only held is not to be paid for yet.
	const hold = await mia.call('POST', `/api/book/${ines.ref}`,
		{ type: ines.types[0], start: at(50, stack) })
	const early = await mia.get(`/checkout/session/${hold.json.id}`)
	assert.equal(early.status, 409)
	assert.match(early.body, /finish the booking first/)
	await mia.call('POST', `/api/sessions/${hold.json.id}/leave`, {})
})

test('each state in its own words', async () => {
	const { id, order_id } = await sessionToPay(stack, mia, ines, 54)
	const { ref } = await orderOf(stack, order_id)
	const path = `/checkout/order/${ref}`
	const see = async (pattern) => {
		const page = await mia.get(path)
		assert.equal(page.status, 200)
		assert.match(page.body, pattern)
		return page
	}
	await see(/Not paid yet/)
	await mia.post(`${path}/pay`, { provider: 'manual' })
	assert.equal(await pay(stack, order_id, { amount: 4000 }), 'part')
	await see(/USD 40\.00 of USD 90\.00 has arrived/)
	await stack.sql(`UPDATE orders SET expires_at = app_now() WHERE id = $1`, order_id)
	const stale = await mia.post(`${path}/pay`, { provider: 'manual' })
	assert.equal(stale.status, 409)
	await stack.sql('SELECT order_expire($1)', order_id)
	await see(/We are looking at your payment/)

	const two = await sessionToPay(stack, mia, ines, 58)
	const second = await orderOf(stack, two.order_id)
	await stack.sql(`UPDATE orders SET expires_at = app_now() WHERE id = $1`, second.id)
	await stack.sql('SELECT order_expire($1)', second.id)
	const expired = await mia.get(`/checkout/order/${second.ref}`)
	assert.match(expired.body, /This order ran out/)
	assert.ok(expired.links(new RegExp(`^/sessions/${two.id}$`)).length)
	// Late, and the time is taken: all of it comes back.
	await sessionToPay(stack, milo, ines, 58)
	assert.equal(await pay(stack, second.id), 'refunding')
	const back = await mia.get(`/checkout/order/${second.ref}`)
	assert.match(back.body, /Your payment came too late/)
	assert.match(back.body, /All of USD 90\.00 comes back/)
	assert.match(back.body, /The payment came too late/)
	assert.equal((await mia.call('GET', `/api/sessions/${id}`)).json.status, 'expired')

	const list = await mia.get('/orders')
	assert.match(list.body, new RegExp(second.number))
	const { json } = await mia.call('GET', '/api/orders')
	assert.ok(json.items.length >= 6)
	assert.ok(json.items.every((o) => o.total.currency === 'USD'))
	assert.deepEqual((await milo.call('GET', '/api/orders')).json.items.length, 1)
})
