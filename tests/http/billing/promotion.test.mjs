// Promotion codes: a seller's and the platform's, and the link that applies one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addExpert, enter } from '../booking/sessions.mjs'

let stack, noor, mentor, mia, adam, product

before(async () => {
	stack = await startStack({ programs: ['account', 'booking', 'billing', 'admin'],
		env: { BELAY_DEMO: '1' } })
	noor = await addExpert(stack, { name: 'Noor Haddad', types: [{ price: 5000 }] })
	mentor = await enter(stack, noor)
	mia = await enter(stack, await stack.addMember({ name: 'Mia Larsen' }))
	adam = await enter(stack, await stack.addMember({ name: 'Adam', roles: ['admin'] }))
	const made = await mentor.call('POST', '/api/instructor/packs', { name: 'Starter',
		session_type_id: noor.types[0], sessions: 4, valid_days: 30, amount: 18000,
		currency: 'USD' })
	assert.equal(made.status, 201, made.body)
	product = made.json.id
})
after(() => stack.stop())

const SPRING = { code: 'SPRING', kind: 'percent', value: '25', product: 'pack',
	max_uses: '10', activate: 'true' }

test('a seller makes a code, whose link applies it', async () => {
	assert.equal((await mia.get('/promotions')).status, 403)
	const form = await mentor.get('/promotions/new')
	assert.match(form.body, /Packs: Starter/)
	const odd = await mentor.post('/promotions', { ...SPRING, value: 'a lot' })
	assert.equal(odd.status, 422)
	assert.match(odd.body, /Write a whole percent, or an amount/)
	assert.match(odd.body, /value="SPRING"/)
	const much = await mentor.post('/promotions', { ...SPRING, value: '101' })
	assert.match(much.body, /1 to 100 percent/)
	const made = await mentor.post('/promotions', SPRING)
	assert.equal(made.status, 303, made.body)
	const [code] = (await mentor.get('/api/promotions')).json.items
	assert.equal(code.link, `/mentors/${noor.ref}/packs?code=SPRING`)
	const page = await mentor.get(`/promotions/${code.id}`)
	assert.match(page.body, /packs\?code&#x?[0-9a-fA-F]+;SPRING|packs\?code=SPRING/)
	const offers = await mia.get(code.link)
	assert.match(offers.body, /USD 135\.00/)
	assert.match(offers.body, /With the code SPRING/)
	const [href] = offers.links(/^\/checkout\/pack\/\d+\?code=SPRING$/)
	assert.ok(href, offers.body)
	const checkout = await mia.get(href)
	assert.match(checkout.body, /USD 135\.00/)
	assert.match((await mia.get(`/mentors/${noor.ref}/packs?code=NOPE`)).body,
		/There is no such code/)
})

test('what people saw stays; it ends when the seller says so', async () => {
	const [code] = (await mentor.get('/api/promotions')).json.items
	const changed = await mentor.post(`/promotions/${code.id}`, { ...SPRING,
		value: '90', max_uses: '5' })
	assert.equal(changed.status, 303, changed.body)
	const [now] = (await mentor.get('/api/promotions')).json.items
	assert.deepEqual([now.percent, now.max_uses], [25, 5])
	const ended = await mentor.post(`/promotions/${code.id}/end`, {})
	assert.equal(ended.status, 303, ended.body)
	assert.equal((await mentor.post(`/promotions/${code.id}/end`, {})).status, 409)
	assert.match((await mia.get(code.link)).body, /This code has ended/)
	assert.equal((await mentor.get('/promotions/999999')).status, 404)
})

test('admins give the platform’s, and can end any', async () => {
	const made = await adam.post('/admin/promotions', { code: 'WELCOME',
		kind: 'amount', value: '10.00', currency: 'USD', max_per_buyer: '1',
		ends_on: '2199-12-31', activate: 'true' })
	assert.equal(made.status, 303, made.body)
	const list = await adam.get('/admin/promotions')
	assert.match(list.body, /WELCOME/)
	assert.match(list.body, /Noor Haddad/)
	const [code] = (await adam.get('/api/admin/promotions')).json.items
	assert.equal((await mentor.post(`/promotions/${code.id}/end`, {})).status, 404)
	const price = await mia.get(`/checkout/pack/${product}?code=welcome`)
	assert.match(price.body, /USD 170\.00/)
	assert.equal((await adam.get(`/admin/promotions/${code.id}`)).status, 200)
	assert.equal((await adam.post(`/admin/promotions/${code.id}/end`, {})).status, 303)
	assert.equal((await mia.get('/admin/promotions')).status, 403)
	const [audit] = await stack.sql(`SELECT count(*)::int AS n FROM audit
		WHERE action LIKE 'promotion.%'`)
	assert.equal(audit.n, 2)
})
