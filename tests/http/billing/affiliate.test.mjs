// Affiliates: joining a seller's programme, the short link, whose it is after
// sign-up and sign-in, and what both sides see of it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShop } from '../../support/shop.mjs'
import { startStack } from '../../support/stack.mjs'

const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0' }

let stack, shop, ines, noor, mia, seller, sender, item, code

/** A verified expert; gives the member. */
async function addExpert(name, kind = 'mentor') {
	const member = await stack.addMember({ name, roles: [kind] })
	await stack.sql(`INSERT INTO expert (user_id, alias, alias_seed, timezone)
		VALUES ($1, $2, 'x', 'UTC')`, member.id, `Alias of ${name}`)
	await stack.sql(`INSERT INTO expert_kind (user_id, kind, status)
		VALUES ($1, $2, 'verified')`, member.id, kind)
	const [{ ref }] = await stack.sql('SELECT ref::text FROM expert WHERE user_id = $1', member.id)
	return { ...member, ref }
}
const open = async (client) => (await client.call('GET', '/api/affiliate')).json
const linkOf = async (which) => (await stack.sql(`SELECT * FROM affiliate_link
	WHERE code = $1`, which))[0]
/** Whose part there is in the price for a buyer. */
const earner = async (buyer) => (await shop.as(buyer.id, `coalesce((SELECT p ->> 'user_id'
	FROM price_of('company', $1, $2, NULL) x, jsonb_array_elements((x.quote).parts) p), '')`,
item, buyer.id))

before(async () => {
	stack = await startStack({ programs: ['account', 'billing'] })
	shop = await openShop(stack)
	ines = await addExpert('Ines & Co')
	noor = await addExpert('Noor', 'concierge')
	mia = await stack.addMember({ name: 'Mia' })
	await stack.sql("UPDATE users SET created_at = app_now() - interval '1 year'")
	item = await shop.add({ seller: ines.id, price: 10000 })
	seller = await stack.signIn(ines, { headers: FIREFOX })
	sender = await stack.signIn(noor, { headers: FIREFOX })
})
after(async () => {
	assert.deepEqual(await shop.wrong(), [])
	await stack.stop()
})

test('a seller opens a programme, an expert asks, the seller agrees', async () => {
	assert.deepEqual((await open(sender)).offers, [])
	for (const percent of ['', '0', '51', 'x', '1.5'])
		assert.equal((await seller.submit('/affiliate/program', { percent, open: 'true' }))
			.status, 422, percent)
	const saved = await seller.submit('/affiliate/program',
		{ percent: '10', open: 'true', terms: 'Be <b>kind</b>' })
	assert.equal(saved.location, '/affiliate/program')
	assert.match((await seller.get('/affiliate/program')).body, /Be &lt;b&gt;kind/)

	const { offers: [offer] } = await open(sender)
	assert.deepEqual([offer.seller, offer.percent, offer.ref], ['Ines & Co', 10, ines.ref])
	assert.deepEqual((await open(seller)).offers, [], 'not of oneself')
	const plain = await stack.signIn(mia)
	assert.deepEqual((await open(plain)).offers, [], 'for experts only')
	const asked = await plain.submit('/affiliate/join', { seller: ines.ref },
		{ page: '/affiliate' })
	assert.equal(asked.status, 403)
	const page = await sender.get('/affiliate')
	assert.match(page.body, /Ines &amp; Co/)
	assert.equal((await sender.post('/affiliate/join', { seller: '999' })).status, 404)
	assert.equal((await sender.post('/affiliate/join', {})).status, 422)
	assert.equal((await sender.post('/affiliate/join', { seller: ines.ref })).location,
		'/affiliate')
	assert.equal((await sender.post('/affiliate/join', { seller: ines.ref })).status, 409)

	const { partners: [one] } = (await seller.call('GET', '/api/affiliate/program')).json
	assert.deepEqual([one.name, one.status, one.percent], ['Noor', 'requested', 10])
	await sender.get('/affiliate')
	assert.equal((await sender.post(`/affiliate/program/${one.id}`, { status: 'active' }))
		.status, 404, 'the seller decides')
	await seller.get('/affiliate/program')
	assert.equal((await seller.post(`/affiliate/program/${one.id}`, { status: 'odd' })).status,
		422)
	assert.equal((await seller.post(`/affiliate/program/${one.id}`,
		{ status: 'active', share: '90' })).status, 422)
	assert.equal((await seller.post(`/affiliate/program/${one.id}`, { status: 'paused' }))
		.status, 409)
	assert.equal((await seller.post(`/affiliate/program/${one.id}`,
		{ status: 'active', share: '12' })).location, '/affiliate/program')
	const { partners: [mine] } = await open(sender)
	assert.deepEqual([mine.status, mine.percent, mine.links.length], ['active', 12, 1])
	code = mine.links[0].code
	assert.equal(mine.links[0].url, `${stack.url}/r/${code}`)
	assert.ok((await sender.get('/affiliate')).links(/linkedin/).length === 1)
})

test('a link leads to the seller, counts people once, and no robots', async () => {
	const visitor = stack.client({ headers: FIREFOX })
	const there = await visitor.get(`/r/${code}`)
	assert.equal(there.status, 303)
	assert.equal(there.location, `/mentors/${ines.ref}`)
	assert.equal(there.headers['x-robots-tag'], 'noindex')
	assert.match(visitor.cookies.get('__Host-ref'), new RegExp(`^${code}\\.\\d+$`))
	await visitor.get(`/r/${code.toUpperCase()}`)
	await stack.client({ headers: FIREFOX }).get(`/r/${code}`)
	assert.equal((await linkOf(code)).clicks, 1, 'one browser, one day')
	await stack.client({ headers: { 'user-agent': 'Firefox/129' } }).get(`/r/${code}`)
	assert.equal((await linkOf(code)).clicks, 2)
	for (const headers of [{}, { 'user-agent': 'Googlebot/2.1' },
		{ 'user-agent': 'facebookexternalhit/1.1' },
		{ ...FIREFOX, 'sec-purpose': 'prefetch;prerender' }]) {
		const robot = stack.client({ headers, address: '127.0.0.9' })
		assert.equal((await robot.get(`/r/${code}`)).location, `/mentors/${ines.ref}`)
		assert.equal(robot.cookies.has('__Host-ref'), false)
	}
	await stack.client({ headers: FIREFOX, address: '127.0.0.9' }).send('HEAD', `/r/${code}`)
	assert.equal((await linkOf(code)).clicks, 2)
	assert.equal((await sender.get(`/r/${code}`)).status, 303)
	assert.equal((await linkOf(code)).clicks, 2, 'nor oneself')
})

test('an address that is no link of ours leads nowhere', async () => {
	const visitor = stack.client({ headers: FIREFOX })
	for (const odd of ['nothere', '%2f%2fevil.example', 'https:%2f%2fevil.example',
		'x'.repeat(60), '%00', "';--"]) {
		const there = await visitor.get(`/r/${odd}`)
		assert.ok([400, 404].includes(there.status), `${odd} ${there.status}`)
		assert.equal(there.location, undefined)
	}
	assert.equal(visitor.cookies.has('__Host-ref'), false)
})

test('who signs up after the click is kept, who signs in too', async () => {
	const visitor = stack.client({ headers: { 'user-agent': 'Firefox/130' } })
	await visitor.get(`/r/${code}`)
	const address = 'new@test.belay.test'
	await visitor.submit('/signup', { display_name: 'New', email: address,
		password: 'a long sentence of mine' })
	const [kept] = await stack.sql(`SELECT r.* FROM affiliate_referral r
		JOIN users u ON u.id = r.user_id WHERE u.email = $1`, address)
	assert.equal(kept.signed_up, true)
	assert.equal((await linkOf(code)).signups, 1)

	assert.equal(await earner(mia), '')
	const browser = stack.client({ headers: { 'user-agent': 'Firefox/131' } })
	await browser.get(`/r/${code}`)
	await browser.submit('/login', { email: mia.email, password: 'belay-demo-2026' })
	const [known] = await stack.sql('SELECT * FROM affiliate_referral WHERE user_id = $1', mia.id)
	assert.equal(known.signed_up, false)
	assert.equal(await earner(mia), String(noor.id))
	// What nobody can have followed is dropped.
	for (const value of ['x', `${code}`, `${code}.`, `${code}.-1`, `${code}.99999999999999999999`,
		`${code}.${Math.floor(Date.now() / 1000) + 9999}`, `nothere.1`, `${'y'.repeat(80)}.5`]) {
		const other = await stack.addMember()
		const forger = stack.client({ headers: FIREFOX })
		forger.cookies.set('__Host-ref', value)
		const answer = await forger.submit('/login', { email: other.email,
			password: 'belay-demo-2026' })
		assert.equal(answer.status, 303, value)
		assert.deepEqual(await stack.sql('SELECT * FROM affiliate_referral WHERE user_id = $1',
			other.id), [], value)
	}
})

test('a purchase earns; nobody sees who bought', async () => {
	const order = await shop.buy(mia.id, item)
	await shop.pay(order)
	const view = await open(sender)
	assert.deepEqual(view.conversions.map((c) => [c.seller, c.kind, c.sale.amount,
		c.commission.amount, c.status]), [['Ines & Co', 'company', 10000, 1200, 'pending']])
	assert.deepEqual(view.totals.map((t) => [t.revenue.amount, t.pending.amount, t.matured.amount]),
		[[10000, 1200, 0]])
	const page = await sender.get('/affiliate')
	assert.match(page.body, /USD 12\.00/)
	assert.doesNotMatch(page.body, /Mia/)
	const { partners: [one] } = (await seller.call('GET', '/api/affiliate/program')).json
	assert.equal(one.conversions, 1)
	const [notice] = await stack.sql(`SELECT * FROM notification WHERE user_id = $1
		AND type = 'affiliate_earned'`, noor.id)
	assert.ok(notice)
})

test('links of one kind, ended; pausing, leaving', async () => {
	const { partners: [mine] } = await open(sender)
	await sender.get('/affiliate')
	assert.equal((await sender.post(`/affiliate/${mine.id}/links`, { kind: 'credits' })).status,
		422)
	await sender.post(`/affiliate/${mine.id}/links`, { kind: 'pack' })
	const [, packs] = (await open(sender)).partners[0].links
	assert.equal(packs.kind, 'pack')
	await seller.get('/affiliate')
	assert.equal((await seller.post(`/affiliate/links/${packs.id}/end`)).status, 404)
	assert.equal((await sender.post(`/affiliate/links/${packs.id}/end`)).location, '/affiliate')
	assert.equal((await sender.post(`/affiliate/links/${packs.id}/end`)).status, 404)
	const late = await stack.client({ headers: FIREFOX, address: '127.0.0.8' })
		.get(`/r/${packs.code}`)
	assert.equal(late.location, `/mentors/${ines.ref}`, 'it still leads there')
	assert.equal((await linkOf(packs.code)).clicks, 0)

	await seller.get('/affiliate/program')
	await seller.post(`/affiliate/program/${mine.id}`, { status: 'paused' })
	assert.equal(await earner(mia), '')
	assert.equal((await sender.post(`/affiliate/${mine.id}/links`, { kind: 'pack' })).status, 409)
	await seller.post(`/affiliate/program/${mine.id}`, { status: 'active', share: '20' })
	assert.equal((await open(sender)).partners[0].percent, 20)
	await sender.get('/affiliate')
	assert.equal((await seller.post(`/affiliate/${mine.id}/leave`)).status, 404)
	assert.equal((await sender.post(`/affiliate/${mine.id}/leave`)).location, '/affiliate')
	assert.equal((await open(sender)).partners[0].status, 'ended')
	assert.equal((await open(sender)).conversions.length, 1)
	assert.equal((await sender.post(`/affiliate/${mine.id}/leave`)).status, 409)
})

test('conversions go on by key', async () => {
	const [{ id }] = await stack.sql('SELECT id FROM affiliate')
	await stack.sql("UPDATE affiliate SET status = 'active' WHERE id = $1", id)
	for (let i = 0; i < 22; i++) {
		const each = await shop.add({ seller: ines.id, price: 1000 + i })
		await shop.pay(await shop.buy(mia.id, each))
	}
	const seen = []
	for (let next = '/api/affiliate'; next;) {
		const { json } = await sender.call('GET', next)
		seen.push(...json.conversions.map((c) => c.sale.amount))
		next = json.next
	}
	assert.equal(seen.length, 23)
	assert.equal(new Set(seen).size, 23)
	assert.equal((await sender.get('/affiliate?after=x')).status, 422)
})
