// Companies that subscribe at the emulated Stripe, and two clocks that go together.
import assert from 'node:assert/strict'
import { payCheckout } from '../../support/money.mjs'
import { until } from '../../support/stack.mjs'
import { pass as passAll } from '../booking/sessions.mjs'
import { Shop } from './shop.mjs'

export const DAY = 86400

export class Publisher extends Shop {
	/** As a member, at the rules' present instant; gives the last statement's rows. */
	async asked(member, text) {
		return this.sql(`WITH a AS MATERIALIZED (SELECT set_config('app.user_id', '${
			member.id}', true), set_config('app.clock_offset', '${
			this.stack.options.clockOffset}', true)) SELECT x.* FROM a, LATERAL (${text}) x`)
	}

	/** An owner with a company; { owner, company }. */
	async company(name) {
		const owner = await this.stack.addMember({ name })
		const [{ id: company }] = await this.asked(owner,
			`SELECT company_make('${name} Ltd') AS id`)
		return { owner, company }
	}

	/** Goes to pay what is open for a subscription; the attempt's page. */
	async toPay(owner, id, code = null) {
		const [{ order }] = await this.asked(owner, `SELECT (order_create('company',
			${id}, 'stripe', ${code ? `'${code}'` : 'NULL'}, NULL)).id AS order`)
		const [{ payment }] = await this.asked(owner, `SELECT (payment_begin(
			${order}, 'stripe')).id AS payment`)
		await this.asked(owner, `SELECT enqueue('payment.begin',
			'{"payment_id": ${payment}}')`)
		return { order, url: await this.page(payment) }
	}

	/** A company that subscribes and pays; { owner, company, id, order }. */
	async subscribed(name, { plan = 'STARTER', every = 'month', card, code } = {}) {
		const { owner, company } = await this.company(name)
		const [{ id }] = await this.asked(owner, `SELECT (subscription_begin(${company},
			NULL, '${plan}', '${every}')).id`)
		const { order, url } = await this.toPay(owner, id, code)
		await payCheckout(url, { card })
		await this.sub(id, 'active')
		return { owner, company, id, order }
	}

	async row(id) {
		return (await this.sql('SELECT * FROM subscription WHERE id = $1', id))[0]
	}

	/** Until a subscription is what is said: a status, or a test of its row. */
	async sub(id, wanted) {
		const isIt = typeof wanted === 'string' ? (s) => s.status === wanted : wanted
		let row
		return until(`subscription ${id} to be ${wanted}`, async () => {
			row = await this.row(id)
			return isIt(row) && row
		}, 60).catch(async (error) => {
			error.message += `\n${JSON.stringify(row)}\n${JSON.stringify(await this.sql(
				`SELECT event, from_status, to_status, at FROM subscription_history
				WHERE subscription_id = $1 ORDER BY id`, id))}\n${JSON.stringify(
				await this.sql(`SELECT kind, status, error FROM webhook_event
					WHERE status <> 'done'`))}\n${JSON.stringify(await this.sql(
				`SELECT key, status, error FROM provider_call WHERE status <> 'done'`))}\n${
				JSON.stringify(await this.sql(`SELECT id, status, fulfil_error, held_for_admin
				FROM orders WHERE item_id = $1`, id))}`
			throw error
		})
	}

	events(id) {
		return this.sql(`SELECT string_agg(event, ' ' ORDER BY id) AS e
			FROM subscription_history WHERE subscription_id = $1`, id)
			.then(([{ e }]) => e)
	}

	/** Both clocks move; the worker does what is due by then. */
	async pass(seconds) {
		await this.quiet()
		await passAll(this.stack, seconds)
		this.stripe.control.advance({ seconds })
		await this.ticked()
	}

	/** Until the clock has nothing to do for any subscription. */
	async ticked() {
		await this.sql(`SELECT enqueue('subscription.tick', '{}', 'subscription.tick')`)
		await until('the tick', async () => (await this.sql(`SELECT FROM job WHERE state
			IN ('waiting', 'running') AND kind = 'subscription.tick'`)).length === 0, 60)
		await this.quiet()
	}

	/** Stripe's own view of it. */
	theirs({ provider_ref: id }) {
		return this.stripe.control.object({ id })
	}

	/** A call of somebody else at Stripe: its dashboard, its portal. */
	async dashboard(path, body) {
		const answer = await fetch(`${this.stripe.url}/v1/${path}`, { method: 'POST',
			headers: { authorization: `Bearer ${this.stripe.settings.STRIPE_SECRET_KEY}` },
			body: new URLSearchParams(body) })
		const said = await answer.json()
		assert.equal(answer.status, 200, JSON.stringify(said))
		return said
	}
}

export const startPublisher = (options) => new Publisher().start({
	programs: ['account', 'booking', 'billing', 'webhooks'], ...options })
