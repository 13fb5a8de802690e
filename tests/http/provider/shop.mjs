// A site with both providers emulated, an expert with paid sessions, and buyers.
import assert from 'node:assert/strict'
import { startPaypal, startStripe } from '../../support/money.mjs'
import { startStack, until } from '../../support/stack.mjs'
import { addExpert, at, enter } from '../booking/sessions.mjs'

export const PRICE = 9000

// What is tried again is tried a fortieth of the time later than it would be; how
// long that is, the tests of jobs and of webhooks look at.
const HURRY = `DO $do$ BEGIN
	CREATE FUNCTION hurry() RETURNS trigger LANGUAGE plpgsql AS $fn$
	BEGIN
		IF NEW.run_at - app_now() BETWEEN interval '0' AND interval '5 minutes' THEN
			NEW.run_at := app_now() + (NEW.run_at - app_now()) / 40;
		END IF;
		RETURN NEW;
	END $fn$;
	CREATE TRIGGER hurry BEFORE INSERT OR UPDATE OF run_at ON job FOR EACH ROW
		WHEN (NEW.state = 'waiting' AND NEW.kind ~ '^(webhook.apply|payment|provider)')
		EXECUTE FUNCTION hurry();
END $do$`

export class Shop {
	async start({ stripe = {}, paypal = {}, price = PRICE, ...options } = {}) {
		this.stripe = await startStripe({ checkAnswers: true, ...stripe })
		this.paypal = await startPaypal(paypal)
		this.stack = await startStack({ programs: ['account', 'booking', 'inbox',
			'webhooks'], ...options, env: { ...this.stripe.settings,
			...this.paypal.settings, ...options.env } })
		await this.stack.sql(HURRY)
		this.stripe.deliverTo(`${this.stack.url}/webhooks/stripe`)
		this.paypal.deliverTo(`${this.stack.url}/webhooks/paypal`)
		this.admin = await this.stack.addMember({ roles: ['admin'] })
		this.expert = await addExpert(this.stack, { types: [{ price }] })
		this.hour = 24
		return this
	}

	async stop() {
		await this.stack.stop()
		await this.stripe.stop()
		await this.paypal.stop()
	}

	sql(...query) {
		return this.stack.sql(...query)
	}

	/** As a member, in one transaction; gives the rows of the last statement. */
	async as(member, text) {
		await this.sql(`BEGIN; SET LOCAL app.user_id = '${member.id}'; ${text}; COMMIT`)
	}

	async buyer(more) {
		const client = await enter(this.stack, await this.stack.addMember(more))
		client.id = client.member.id
		return client
	}

	/** The order for a session an hour of its own away; { order, session }. */
	async order(client) {
		const { status, json, body } = await client.call('POST', '/api/sessions/book', {
			expert_id: this.expert.ref, session_type_id: this.expert.types[0],
			start: at(++this.hour, this.stack), pay_with: 'order' })
		assert.equal(status, 201, body)
		return { id: json.order_id, session: json.id }
	}

	/** The buyer goes to pay: the attempt's id. */
	async begin(client, order, provider) {
		await this.as(client, `SELECT enqueue('payment.begin', jsonb_build_object(
			'payment_id', (payment_begin(${order.id}, '${provider}')).id))`)
		const [{ id }] = await this.sql(`SELECT max(id) AS id FROM payment
			WHERE order_id = $1`, order.id)
		return id
	}

	payment(id) {
		return this.sql('SELECT * FROM payment WHERE id = $1', id).then(([row]) => row)
	}

	state(order) {
		return this.sql('SELECT * FROM orders WHERE id = $1', order.id).then(([row]) => row)
	}

	/** Until the attempt has a page to pay on; gives it. */
	async page(id) {
		const ready = await this.waits(`payment ${id} to be ready`, async () => {
			const payment = await this.payment(id)
			assert.notEqual(payment.status, 'failed', payment.failure)
			return payment.url && payment
		})
		return ready.url
	}

	/** What the return page does. */
	check(id) {
		return this.sql(`SELECT payment_check(${id})`)
	}

	becomes(order, status) {
		return this.waits(`order ${order.id} to be ${status}`, async () =>
			(await this.state(order)).status === status)
	}

	/** Until so; says what is under way when it does not happen. */
	async waits(what, probe) {
		try {
			return await until(what, probe)
		} catch (error) {
			error.message += `\n${JSON.stringify(await this.sql(`SELECT kind, payload, state,
				attempts, last_error FROM job WHERE state <> 'done'`))}\n${JSON.stringify(
				await this.sql('SELECT * FROM payment ORDER BY id DESC LIMIT 5'))}\n${
				this.stack.log('worker').slice(-2000)}`
			throw error
		}
	}

	/** Until no job and no event about money is under way. */
	async quiet() {
		await Promise.all([this.stripe.deliveries.settled(), this.paypal.deliveries.settled()])
		await until('the worker to be idle', async () => (await this.sql(`SELECT FROM job
			WHERE state IN ('waiting', 'running') AND kind ~ '^(webhook.apply|payment|provider)'
			`)).length === 0, 120)
	}

	/** Our books add up, and say what the providers' books say. */
	async balanced() {
		await this.quiet()
		assert.deepEqual(await this.sql('SELECT * FROM ledger_verify()'), [])
		const ours = Object.fromEntries((await this.sql(`SELECT a.kind || ' ' || a.currency
			AS name, sum(e.amount)::bigint AS amount FROM ledger_account a
			JOIN ledger_entry e ON e.account_id = a.id
			WHERE a.kind IN ('clearing_stripe', 'clearing_paypal') GROUP BY 1`))
			.map(({ name, amount }) => [name, amount]))
		const theirs = {}
		for (const [name, provider] of [['stripe', this.stripe], ['paypal', this.paypal]])
			for (const [unit, { balance }] of Object.entries(provider.control.books()))
				theirs[`clearing_${name} ${unit.toUpperCase()}`] = balance
		assert.deepEqual(ours, theirs)
		assert.deepEqual([...this.stripe.mistakes, ...this.paypal.mistakes], [])
	}
}

export const startShop = (options) => new Shop().start(options)
