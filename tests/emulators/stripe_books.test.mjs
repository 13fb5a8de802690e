// Whatever happens in whatever order: each line of money has its cause, all of them add
// up, nobody gets more than there was.  The model here knows nothing of the emulator's.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { seeded } from './shared/ids.mjs'
import { OLD, purchase, stripeLab } from './lab.mjs'

const STEPS = 600
let lab
let sdk
before(async () => {
	lab = await stripeLab({ seed: 29 })
	lab.control.deliveries({ hold: true })
	sdk = lab.sdk(OLD)
})
after(() => lab.stop())

const random = seeded(4242)
const below = (n) => Math.floor(random() * n)
const pick = (list) => list[below(list.length)]
const feeOf = (amount) => Math.min(amount, Math.round(amount * 2.9 / 100) + 30)

const model = { charges: [], transfers: [], payouts: [], disputes: [], balance: 0 }
// Some calls are refused: then nothing may have changed.
const may = (promise) => promise.catch((error) => {
	assert.ok(error.statusCode >= 400 && error.statusCode < 500, error.stack)
	return null
})

const acts = {
	async buy() {
		const amount = 50 + below(20000)
		const session = await sdk.checkout.sessions.create(purchase(amount))
		const card = pick(['visa', 'visa', 'visa', 'declined'])
		const { result } = lab.control.pay({ session: session.id, card })
		if (result !== 'complete')
			return
		const { payment_intent: intent } = await sdk.checkout.sessions.retrieve(session.id)
		model.charges.push({ intent, amount, refunded: 0, disputed: false })
		model.balance += amount - feeOf(amount)
	},
	async refund() {
		const charge = pick(model.charges)
		const amount = 1 + below(charge?.amount ?? 1)
		const made = charge && await may(sdk.refunds.create({ payment_intent: charge.intent,
			amount }))
		const isRight = charge && !charge.disputed && charge.refunded + amount <= charge.amount
		assert.equal(Boolean(made), Boolean(isRight))
		if (made) {
			charge.refunded += amount
			model.balance -= amount
		}
	},
	async dispute() {
		const charge = pick(model.charges.filter((c) => !c.disputed))
		if (!charge)
			return
		const { id } = lab.control.dispute({ payment_intent: charge.intent })
		charge.disputed = true
		model.disputes.push({ id, charge })
		model.balance -= charge.amount + 1500
	},
	async decide() {
		const dispute = model.disputes.pop()
		if (!dispute)
			return
		const how = pick(['won', 'lost'])
		lab.control.close_dispute({ dispute: dispute.id, how })
		if (how === 'won') {
			dispute.charge.disputed = false
			model.balance += dispute.charge.amount
		}
	},
	async transfer() {
		const { available: [{ amount: there }] } = await sdk.balance.retrieve()
		const amount = 1 + below(15000)
		const made = await may(sdk.transfers.create({ amount, currency: 'usd',
			destination: model.account }))
		assert.equal(Boolean(made), amount <= there)
		if (made) {
			model.transfers.push({ id: made.id, amount, reversed: 0 })
			model.balance -= amount
		}
	},
	async reverse() {
		const transfer = pick(model.transfers)
		const amount = 1 + below(transfer?.amount ?? 1)
		const made = transfer && await may(sdk.transfers.createReversal(transfer.id, { amount }))
		assert.equal(Boolean(made), Boolean(transfer &&
			transfer.reversed + amount <= transfer.amount))
		if (made) {
			transfer.reversed += amount
			model.balance += amount
		}
	},
	async payout() {
		const made = await may(sdk.payouts.create({ amount: 1 + below(9000), currency: 'usd' }))
		if (made) {
			model.payouts.push(made)
			model.balance -= made.amount
		}
	},
	async bounce() {
		const payout = model.payouts.pop()
		if (!payout)
			return
		lab.control.settle_payout({ payout: payout.id, how: 'failed' })
		model.balance += payout.amount
	},
	async wait() {
		lab.control.advance({ seconds: below(3) * 86400 })
	},
}

test(`${STEPS} random steps: the books are what happened`, async () => {
	const { id } = await sdk.accounts.create({ type: 'express', country: 'US',
		capabilities: { transfers: { requested: true } },
		settings: { payouts: { schedule: { interval: 'manual' } } } })
	lab.control.complete_account({ account: id })
	model.account = id
	const names = Object.keys(acts)
	for (let i = 0; i < STEPS; i++) {
		const name = i < 10 ? 'buy' : pick([...names, 'buy', 'buy'])
		await acts[name]()
		assert.equal(lab.control.books().usd.balance, model.balance, `${i} ${name}`)
	}
	lab.control.advance({ seconds: 5 * 86400 })
	const { usd } = lab.control.books()
	const sum = (list, name) => list.reduce((all, one) => all + one[name], 0)
	assert.equal(usd.charge, sum(model.charges, 'amount'))
	assert.equal(-usd.refund, sum(model.charges, 'refunded'))
	assert.equal(-usd.transfer, sum(model.transfers, 'amount'))
	assert.equal(usd.transfer_reversal, sum(model.transfers, 'reversed'))
	assert.equal(usd.available, model.balance)
	const theirs = lab.control.books({ account: id }).usd
	assert.equal(theirs.balance, sum(model.transfers, 'amount') - sum(model.transfers, 'reversed'))
})

test('reset forgets the objects, not the keys', async () => {
	lab.control.reset()
	assert.deepEqual(lab.control.books(), {})
	assert.equal((await sdk.customers.list()).data.length, 0)
	assert.equal((await sdk.webhookEndpoints.list()).data.length, 2)
})
