// Objects hold what the provider says they hold: in the version of the description (each
// answer is checked, see lab.mjs) and in the newest, by the names of its members.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { bare } from './stripe/answer.mjs'
import { DAY, OLD, monthly, purchase, stripeLab, subscribed } from './lab.mjs'

const MEMBERS = JSON.parse(readFileSync(new URL('specs/stripe-2026-08.members.json',
	import.meta.url)))
const NEWEST = '2026-10-28.endive'
// What is there only sometimes, and so in no example.
const SOMETIMES = ['charge.transfer']
// What was added since, which every version shows.
const ADDED = ['dispute.enhanced_eligibility_types', 'invoice.issuer', 'payout.application_fee',
	'payout.application_fee_amount', 'refund.destination_details',
	'subscription.invoice_settings']
let lab
before(async () => {
	lab = await stripeLab({ seed: 19 })
	const sdk = lab.sdk(OLD)
	const [small, large] = await monthly(sdk, 2000, 5000)
	const subscription = await subscribed(lab, small)
	lab.control.advance({ seconds: DAY })
	await sdk.subscriptions.update(subscription.id, { items: [{ price: large.id,
		id: subscription.items.data[0].id }] })
	const coupon = await sdk.coupons.create({ percent_off: 10, duration: 'forever' })
	await sdk.promotionCodes.create({ coupon: coupon.id })
	const account = await sdk.accounts.create({ type: 'express', country: 'US',
		capabilities: { transfers: { requested: true } } })
	lab.control.complete_account({ account: account.id })
	const session = await sdk.checkout.sessions.create(purchase(9000, { payment_intent_data: {
		application_fee_amount: 500, transfer_data: { destination: account.id } },
	discounts: [{ coupon: coupon.id }] }))
	lab.control.pay({ session: session.id })
	const { payment_intent: id } = await sdk.checkout.sessions.retrieve(session.id)
	await sdk.refunds.create({ payment_intent: id, amount: 1000, reverse_transfer: true,
		refund_application_fee: true })
	lab.control.save_portal({})
	await sdk.billingPortal.sessions.create({ customer: subscription.customer,
		return_url: 'https://x.test' })
	lab.control.advance({ seconds: 3 * DAY })
	await sdk.payouts.create({ amount: 100, currency: 'usd' })
	lab.control.dispute({ payment_intent: id })
	await sdk.balance.retrieve()
})
after(() => lab.stop())

test('every kind of object is there, in its old shape by the description', () => {
	const { spec, world } = lab.stripe
	const wrong = []
	let checked = 0
	for (const [kind] of Object.entries(MEMBERS)) {
		const schema = spec.document.components.schemas[kind]
		for (const object of schema && kind !== 'event' ? world.everywhere(kind) : []) {
			const shown = bare(object, OLD)
			checked++
			for (const name of Object.keys(shown).filter((n) => !schema.properties[n] &&
				!ADDED.includes(`${kind}.${n}`)))
				wrong.push(`${kind} has no ${name}`)
			for (const e of spec.operations[0].check(schema, shown))
				wrong.push(`${kind} ${e.path.join('.')} ${e.name ?? ''} ${e.words}`)
		}
	}
	assert.deepEqual([...new Set(wrong)], [])
	assert.ok(checked > 40, String(checked))
})

test('in the newest version they have no member it does not know', () => {
	const { world } = lab.stripe
	const wrong = []
	const kinds = new Set()
	const look = (object, top) => {
		if (object === null || typeof object !== 'object')
			return
		const known = !Array.isArray(object) && MEMBERS[object.object]
		if (known) {
			kinds.add(object.object)
			for (const name of Object.keys(object))
				if (!known.includes(name) && !SOMETIMES.includes(`${object.object}.${name}`))
					wrong.push(`${object.object}.${name}`)
		}
		for (const [name, value] of Object.entries(object))
			if (name !== 'metadata')
				look(value, top)
	}
	for (const kind of Object.keys(MEMBERS))
		for (const object of kind === 'event' ? [] : world.everywhere(kind))
			look(bare(object, NEWEST), kind)
	assert.deepEqual([...new Set(wrong)].sort(), [])
	const missing = Object.keys(MEMBERS).filter((k) => !kinds.has(k))
	assert.deepEqual(missing.sort(), ['balance', 'discount', 'event', 'item'])
})
