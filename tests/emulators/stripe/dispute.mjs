// Disputes: a bank takes the money back, and perhaps returns it.
import { book } from './balance.mjs'
import { invalid } from './errors.mjs'
import { mergeMetadata } from './world.mjs'

const FEE = 1500
const ANSWER_SECONDS = 7 * 86400

/** The buyer's bank takes an amount of a charge. */
export function openDispute(world, charge, { amount = charge.amount, reason = 'fraudulent' }) {
	if (charge.status !== 'succeeded' || charge.disputed)
		throw invalid(`Charge ${charge.id} cannot be disputed`)
	const dispute = world.make(charge._account, 'dispute', { amount, balance_transactions: [],
		charge: charge.id, currency: charge.currency, enhanced_eligibility_types: [],
		evidence: {}, evidence_details: { due_by: world.now() + ANSWER_SECONDS,
			has_evidence: false, past_due: false, submission_count: 0,
			enhanced_eligibility: {} }, is_charge_refundable: false, metadata: {},
		payment_intent: charge.payment_intent, reason, status: 'needs_response',
		payment_method_details: { type: 'card', card: { brand: 'visa', case_type: 'chargeback',
			network_reason_code: '10.4' } } })
	dispute.balance_transactions.push(book(world, charge._account, { type: 'adjustment',
		amount: -amount, fee: FEE, currency: charge.currency, source: dispute.id,
		category: 'dispute', description: `Chargeback withdrawal for ${charge.id}` }))
	charge.disputed = true
	world.emulator.emit('charge.dispute.created', dispute)
	world.emulator.emit('charge.dispute.funds_withdrawn', dispute)
	return dispute
}

/** The bank has decided: won or lost. */
export function closeDispute(world, dispute, status) {
	if (['won', 'lost'].includes(dispute.status))
		throw invalid('This dispute is already closed')
	const before = structuredClone(dispute)
	dispute.status = status
	const tell = (type) => world.emulator.emit(type, dispute, { before })
	if (status === 'won') {
		dispute.balance_transactions.push(book(world, dispute._account, { type: 'adjustment',
			amount: dispute.amount, currency: dispute.currency, source: dispute.id,
			category: 'dispute_reversal' }))
		world.any(dispute.charge).disputed = false
		tell('charge.dispute.funds_reinstated')
	}
	tell('charge.dispute.closed')
	return dispute
}

const find = (world, call) => world.get(call.account, 'dispute', call.params.dispute,
	'dispute', 404)

export const disputeRoutes = {
	'GET /v1/disputes': (world, call) => call.page(world.all(call.account, 'dispute'),
		{ filters: ['charge', 'payment_intent'] }),
	'GET /v1/disputes/{dispute}': find,
	'POST /v1/disputes/{dispute}': (world, call) => {
		const dispute = find(world, call)
		const { evidence, metadata, submit = true } = call.input
		if (evidence && dispute.status !== 'needs_response')
			throw invalid(`This dispute is ${dispute.status}: evidence is no longer taken.`)
		return world.change(dispute, { metadata: mergeMetadata(dispute.metadata, metadata),
			...(evidence && { evidence: { ...dispute.evidence, ...evidence },
				evidence_details: { ...dispute.evidence_details, has_evidence: true,
					submission_count: dispute.evidence_details.submission_count + (submit ? 1 : 0) },
				status: submit ? 'under_review' : dispute.status }) }, 'charge.dispute.updated')
	},
	'POST /v1/disputes/{dispute}/close': (world, call) =>
		closeDispute(world, find(world, call), 'lost'),
}
