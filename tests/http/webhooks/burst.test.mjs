// A thousand events at once through nginx with its usual limits: all acknowledged,
// each applied exactly once; and so with the program and the worker killed in
// between.  How long answers took is told, not judged.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startStack, until } from '../../support/stack.mjs'
import { PATHS, SETTINGS, post, stripeEvent, stripeHeaders } from './senders.mjs'

const EVENTS = 1000
const CONNECTIONS = 50
let stack

before(async () => {
	stack = await startStack({ programs: ['webhooks'], env: SETTINGS, processes: 2,
		rateFactor: 1 })
	// without a key: what is applied twice stands there twice
	await stack.sql('CREATE TABLE effect (event_id text)')
	await stack.sql(`CREATE FUNCTION effect_make(e webhook_event) RETURNS void LANGUAGE sql
		AS $$ INSERT INTO effect VALUES (e.event_id) $$`)
	await stack.sql('GRANT ALL ON effect TO belay_owner')
	await stack.sql('GRANT EXECUTE ON FUNCTION effect_make(webhook_event) TO belay_owner')
	await stack.sql(`INSERT INTO webhook_kind VALUES ('stripe', 'k.effect', 'effect_make')`)
})
after(() => stack.stop())

const names = (prefix) => Array.from({ length: EVENTS }, (_, i) => `${prefix}-${i}`)
const count = async (text) => Number((await stack.sql(text))[0].n)
const applied = () => count('SELECT count(*) AS n FROM effect')

/** `send` for all of the list, by so many connections; gives milliseconds each. */
async function pour(list, send) {
	const waiting = [...list]
	const took = []
	await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
		const client = stack.client()
		for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
			const began = performance.now()
			await send(client, id)
			took.push(performance.now() - began)
		}
		client.close()
	}))
	return took
}

function spread(took) {
	const sorted = [...took].sort((a, b) => a - b)
	const at = (share) => sorted[Math.min(sorted.length - 1,
		Math.floor(sorted.length * share))].toFixed(1)
	return `ms: median ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, longest ${at(1)}`
}

/** What the senders waited, and what nginx needed from the call to its answer. */
async function tell(t, took) {
	t.diagnostic(`${took.length} answers over ${CONNECTIONS} connections, ${spread(took)}`)
	const served = await until('nginx to write its log', () => {
		const lines = stack.log('requests').split('\n').slice(0, -1)
			.map((line) => JSON.parse(line)).filter((line) => line.status === 200)
		return lines.length >= took.length && lines.slice(-took.length)
	})
	t.diagnostic(`by nginx's log, ${spread(served.map((line) => line.seconds * 1000))}`)
}

async function assertOnce(prefix) {
	const expected = names(prefix).sort()
	const found = await stack.sql(`SELECT event_id FROM effect
		WHERE event_id LIKE '${prefix}-%'`)
	assert.equal(found.length, EVENTS)
	assert.deepEqual(found.map((r) => r.event_id).sort(), expected)
	assert.equal(await count(`SELECT count(*) AS n FROM webhook_event
		WHERE event_id LIKE '${prefix}-%' AND status = 'done'`), EVENTS)
}

test(`${EVENTS} events in a burst`, async (t) => {
	await tell(t, await pour(names('burst'), async (client, id) => {
		const body = stripeEvent(id, 'k.effect')
		assert.equal((await post(client, PATHS.stripe, body, stripeHeaders(body))).status, 200)
	}))
	await until('all to be applied', async () => await applied() >= EVENTS, 120)
	await assertOnce('burst')
	assert.equal(await count(`SELECT count(*) AS n FROM webhook_event
		WHERE attempts <> 1`), 0)
})

test(`${EVENTS} events, the program and the worker killed in between`, async (t) => {
	await stack.sql('TRUNCATE effect')
	let acknowledged = 0
	let repeated = 0
	let pouring = true
	// as Stripe does: until it is acknowledged, signed anew, some twice anyway
	const deliver = async (client, id) => {
		for (;;) {
			const body = stripeEvent(id, 'k.effect')
			const answer = await post(client, PATHS.stripe, body, stripeHeaders(body))
				.catch(() => ({ status: 0 }))
			if (answer.status === 200)
				break
			assert.ok([0, 502, 503, 504].includes(answer.status), answer.status)
			repeated++
		}
		acknowledged++
	}
	const killReceiver = async () => {
		for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
			await until(`${share} to be acknowledged`,
				() => acknowledged >= EVENTS * share || !pouring, 120)
			await stack.kill('webhooks', 'SIGKILL')
			stack.launch('webhooks')
		}
	}
	const killWorker = async () => {
		for (const share of [0.05, 0.2, 0.4, 0.6, 0.8]) {
			await until(`${share} to be applied`,
				async () => await applied() >= EVENTS * share, 120)
			await stack.kill('worker', 'SIGKILL')
			stack.launch('worker')
		}
	}
	const twice = names('killed').filter((_, i) => i % 7 === 0)
	const killing = Promise.all([killReceiver(), killWorker()])
	const took = await pour([...names('killed'), ...twice], deliver)
	pouring = false
	await killing
	await tell(t, took)
	t.diagnostic(`${repeated} deliveries were repeated`)
	assert.equal(acknowledged, EVENTS + twice.length)
	assert.equal(await count(`SELECT count(*) AS n FROM webhook_event
		WHERE event_id LIKE 'killed-%'`), EVENTS)
	await until('all to be applied', async () => await applied() >= EVENTS, 120)
	await until('nothing to be under way', async () => await count(`SELECT count(*) AS n
		FROM job WHERE kind = 'webhook.apply' AND state IN ('waiting', 'running')`) === 0, 120)
	await assertOnce('killed')
	t.diagnostic(`${await count(`SELECT count(*) AS n FROM webhook_event
		WHERE event_id LIKE 'killed-%' AND attempts > 1`)} were applied at a later attempt`)
})
