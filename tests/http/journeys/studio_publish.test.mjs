// From a draft to the marketplace and back: checks, approval, versions, prices,
// look, preview, who helps.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { startStack } from '../../support/stack.mjs'
import { addCreator, addJourney } from './studio.mjs'

let stack, cleo, mia, noor
before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'] })
	cleo = await addCreator(stack)
	mia = await stack.signIn(await stack.addMember({ name: 'Mia' }))
	noor = await stack.signIn(await stack.addMember({ name: 'Noor', roles: ['mentor'] }))
})
after(() => { if (process.env.DUMP) console.log(stack.log('journeys')); return stack.stop() })

let adam
const approve = async (id) => {
	adam ??= await stack.addMember({ name: 'Adam', roles: ['admin'] })
	await stack.sql(`DO $$ BEGIN PERFORM set_config('app.user_id', (SELECT u.id::text
		FROM users u JOIN user_role r ON r.user_id = u.id AND r.role = 'admin' LIMIT 1),
		false); PERFORM journey_approve(${Number(id)}); END $$`)
}

async function ready(id) {
	const base = `/creator/journeys/${id}`
	await cleo.get(`${base}/about`)
	const about = (await cleo.get(`/api${base}/about`)).json
	void about
	await cleo.post(`${base}/about`, { title: `Journey ${id}`, slug: `journey-${id}`,
		description: 'All about it', categories: [1] })
	const tier = await cleo.post(`${base}/pricing/essentials`, { is_on: 'true', month: '0',
		session_minutes: 45 })
	assert.equal(tier.status, 303, tier.body)
	return base
}

test('what is missing is said with the way there; then it waits, then it is public',
	async () => {
		const id = await addJourney(cleo)
		const base = `/creator/journeys/${id}`
		const page = await cleo.get(`${base}/publish`)
		assert.equal(page.status, 200, page.body)
		for (const href of ['about', 'pricing'])
			assert.ok(page.links().includes(`${base}/${href}`), href)
		const early = await cleo.post(`${base}/publish`, { words: 'First' })
		assert.equal(early.status, 409)
		assert.match(early.body, /Some things must be done before/)
		await ready(id)
		const fine = await cleo.get(`${base}/publish`)
		assert.doesNotMatch(fine.body, />To do</)
		const sent = await cleo.post(`${base}/publish`, { words: 'First version',
			seen: fine.input('seen') })
		assert.equal(sent.status, 303, sent.body)
		assert.match((await cleo.get(`${base}/publish`)).body, /In review/)
		const locked = await cleo.post(`${base}/sections`, { title: 'More' })
		assert.equal(locked.status, 409)
		assert.match(locked.body, /waits for approval/)
		assert.equal((await cleo.post(`${base}/withdraw`)).status, 303)
		assert.equal((await cleo.post(`${base}/withdraw`)).status, 409)
		await cleo.post(`${base}/publish`, { words: 'First version' })
		await approve(id)
		assert.match((await cleo.get(`${base}/publish`)).body, /Members find it/)
		// a small change is public at once, with a version
		await cleo.post(`${base}/sections/at_home/fields/who_lives_there`,
			{ label: 'Who is there?' })
		const diff = await cleo.get(`${base}/diff`)
		assert.equal(diff.status, 200, diff.body)
		assert.match(diff.body, /<del>Who lives there\?<\/del>/)
		const again = await cleo.get(`${base}/publish`)
		assert.match(again.body, /Publish now/)
		assert.equal((await cleo.post(`${base}/publish`, { words: 'Shorter',
			offers: 'true', seen: again.input('seen') })).status, 303)
		const versions = (await cleo.get(`/api${base}/versions`)).json.items
		assert.deepEqual(versions.map((v) => [v.number, v.status]),
			[[2, 'published'], [1, 'superseded']])
		assert.equal((await cleo.get(`${base}/versions`)).status, 200)
		// restored, it is the draft
		assert.equal((await cleo.post(`${base}/versions/1/restore`)).status, 303)
		assert.match((await cleo.get(`${base}/sections/at_home`)).body, /Who lives there/)
		assert.equal((await cleo.post(`${base}/versions/9/restore`)).status, 404)
		assert.equal((await cleo.get(`${base}/diff?from=1&to=2`)).status, 200)
		assert.equal((await cleo.get(`${base}/diff?from=8&to=9`)).status, 404)
		assert.equal((await cleo.get(`${base}/diff?from=x`)).status, 422)
		assert.equal((await cleo.post(`${base}/offer`)).status, 303)
		// off, and on again after a review of what changed
		assert.equal((await cleo.post(`${base}/unpublish`)).status, 303)
		assert.equal((await cleo.post(`${base}/unpublish`)).status, 409)
		assert.equal((await cleo.post(`${base}/publish`, {})).status, 303)
		assert.match((await cleo.get(`${base}/publish`)).body, /Members find it/)
		const gone = await cleo.post(`${base}/delete`)
		assert.equal(gone.status, 409)
		assert.equal((await cleo.post(`${base}/archive`)).status, 409)
	})

test('conditions in a circle stop it, with links to the fields', async () => {
	const id = await addJourney(cleo, 'Circle')
	const base = await ready(id)
	await cleo.post(`${base}/sections/at_home/fields`, { type: 'text', label: 'Other' })
	for (const [one, two] of [['who_lives_there', 'other'], ['other', 'who_lives_there']])
		assert.equal((await cleo.post(`${base}/sections/at_home/fields/${one}`, {
			label: one, 'visible_if.mode': 'all', 'visible_if.0.source': two,
			'visible_if.0.is': 'answered' })).status, 303)
	const page = await cleo.get(`${base}/publish`)
	assert.ok(page.links(/at_home\/fields\/(other|who_lives_there)$/).length > 0)
	assert.match(page.body, />To do</)
	assert.equal((await cleo.post(`${base}/publish`, {})).status, 409)
})

test('duplicate, archive, delete', async () => {
	const id = await addJourney(cleo, 'Copied')
	const base = `/creator/journeys/${id}`
	const copy = await cleo.post(`${base}/duplicate`)
	assert.equal(copy.status, 303, copy.body)
	assert.match((await cleo.get(copy.location)).body, /Copied \(copy\)/)
	assert.equal((await cleo.post(`${base}/archive`)).status, 303)
	assert.equal((await cleo.post(`${base}/sections`, { title: 'x' })).status, 409)
	assert.match((await cleo.get(`${base}/delete`)).body, /Delete “Copied”/)
	assert.equal((await cleo.post(`${base}/delete`)).status, 303)
	assert.equal((await cleo.get(base)).status, 404)
})

test('prices, and what is left of them', async () => {
	const id = await addJourney(cleo, 'Priced')
	const base = `/creator/journeys/${id}`
	assert.equal((await cleo.get(`${base}/pricing`)).status, 200)
	const rates = { review: '20.00', session: '30', commission: '10', affiliate: '10',
		currency: 'USD', review_due_hours: 48, shows_split: 'true' }
	assert.equal((await cleo.post(`${base}/rates`, rates)).status, 303)
	const tier = { is_on: 'true', month: '100.00', year: '1000', reviews: 1,
		sessions: 0, session_minutes: 45 }
	assert.equal((await cleo.post(`${base}/pricing/guided`, tier)).status, 303)
	const page = await cleo.get(`${base}/pricing`)
	assert.match(page.body, /USD 65\.00/, 'without an affiliate')
	assert.match(page.body, /USD 55\.00/, 'with one')
	const now = (await cleo.get(`/api${base}/pricing`)).json.tiers[1].splits[0]
	assert.equal(now.fee + now.reserve + now.affiliate + now.seller, now.price)
	for (const [path, bad] of [['pricing/guided', { ...tier, month: '10,5' }],
		['pricing/guided', { ...tier, month: '0.50', year: '' }],
		['pricing/guided', { ...tier, month: '20.00', year: '' }],
		['pricing/guided', { ...tier, session_minutes: 5 }],
		['rates', { ...rates, review: '90' }],
		['rates', { ...rates, commission: '101' }], ['rates', { ...rates, affiliate: '51' }],
		['rates', { ...rates, currency: 'XXX' }], ['rates', { ...rates, currency: 'EUR' }]]) {
		const answer = await cleo.post(`${base}/${path}`, bad)
		assert.ok([409, 422].includes(answer.status),
			`${path} ${JSON.stringify(bad)} ${answer.status}`)
	}
	assert.match((await cleo.get(`${base}/pricing`)).body, /USD 65\.00/)
})

test('colours are read by everybody, pictures are made anew', async () => {
	const id = await addJourney(cleo, 'Looks')
	const base = `/creator/journeys/${id}`
	assert.equal((await cleo.get(`${base}/look`)).status, 200)
	assert.equal((await cleo.post(`${base}/look`, { primary: '#0b6650',
		secondary: '#7a1f4a', accent: '#b45309', font: 'serif' })).status, 303)
	assert.match((await cleo.get(`${base}/look`)).body, /value="#7a1f4a"/)
	for (const bad of [{ primary: '#ffee88' }, { accent: '#eeeeee' }, { primary: 'red' },
		{ font: 'Comic Sans' }]) {
		const answer = await cleo.post(`${base}/look`, bad)
		assert.equal(answer.status, 422, JSON.stringify(bad))
	}
	const png = await readFile(new URL('../../support/files/turned.jpg',
		import.meta.url)).catch(() => null)
	if (png) {
		const up = await cleo.upload(`${base}/look/cover`,
			{ picture: { filename: 'c.jpg', type: 'image/jpeg', data: png } })
		assert.equal(up.status, 303, up.body)
		const src = (await cleo.get(`/api${base}/look`)).json.cover
		const picture = await mia.get(src)
		assert.equal(picture.headers['content-type'], 'image/webp')
		assert.equal((await cleo.upload(`${base}/look/logo`,
			{ picture: { filename: 'c.jpg', type: 'image/jpeg', data: png } })).status, 303)
		assert.equal((await cleo.post(`${base}/look/cover/remove`)).status, 303)
		assert.equal((await cleo.post(`${base}/look/logo/remove`)).status, 303)
	}
	const text = await cleo.upload(`${base}/look/cover`,
		{ picture: { filename: 'c.png', type: 'image/png', data: 'no picture' } })
	assert.equal(text.status, 422)
})

test('a preview of each section, tier and width', async () => {
	const id = await addJourney(cleo, 'Preview')
	const base = `/creator/journeys/${id}`
	const page = await cleo.get(`${base}/preview`)
	assert.equal(page.status, 200, page.body)
	assert.match(page.body, /Who lives there\?/)
	assert.match(page.body, /Section 1 of 1/)
	const phone = await cleo.get(`${base}/preview?section=at_home&tier=premium&width=phone`)
	assert.match(phone.body, /class="device"/)
	assert.match(phone.body, /switched off/)
	assert.equal((await cleo.get(`${base}/preview?section=nowhere`)).status, 404)
	assert.equal((await cleo.get(`${base}/preview?tier=gold`)).status, 422)
})

test('who helps is appointed, paid and removed', async () => {
	const id = await addJourney(cleo, 'Helpers')
	const base = await ready(id)
	await cleo.post(`${base}/publish`, { words: 'First' })
	await approve(id)
	assert.match((await cleo.get(`${base}/providers`)).body, /Nobody helps yet/)
	const [{ handle }] = await stack.sql('SELECT handle FROM profile WHERE user_id = $1',
		noor.member.id)
	const bad = await cleo.post(`${base}/providers`, { handle: 'nobody-at-all', kind: 'mentor' })
	assert.ok([404, 422].includes(bad.status), `${bad.status}`)
	const made = await cleo.post(`${base}/providers`, { handle, kind: 'mentor', rate: '25' })
	assert.equal(made.status, 303, made.body)
	const item = (await cleo.get(`/api${base}/providers`)).json.items[0]
	assert.equal(item.rate, '25.00')
	assert.equal((await cleo.post(`${base}/providers/${item.id}/rate`, { rate: '30' })).status,
		303)
	assert.equal((await cleo.post(`${base}/providers/${item.id}/rate`, { rate: 'x' })).status,
		422)
	const why = await cleo.post(`${base}/providers/${item.id}`, { decision: 'removed' })
	assert.equal(why.status, 422)
	assert.equal((await cleo.post(`${base}/providers/${item.id}`,
		{ decision: 'removed', words: 'No time left' })).status, 303)
	assert.match((await cleo.get(`${base}/providers`)).body, /Removed/)
})
