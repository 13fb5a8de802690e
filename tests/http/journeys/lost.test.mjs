// Two tabs and a phone write into one journey while connections break, answers get
// lost, saves come twice, and the program is killed: no newer value is ever lost.
//   ROUNDS=20 SEED=7 make test T=http/journeys/lost
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addJourney, Device, takes } from '../../support/programme.mjs'
import { chance } from '../../support/random.mjs'
import { startStack } from '../../support/stack.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 4)
const FIELDS = ['a', 'b', 'c']
const random = chance()
let stack, journey, member
const sections = { one: { fields: Object.fromEntries(FIELDS.map(f => [f, {}])) } }

// What a page does: keeps what the server has not confirmed, sends it again, and
// asks its member when another's value is newer.
class Page extends Device {
	constructor(client, tab) {
		super(client, journey, tab)
		this.unsent = new Map()
		this.base = Object.fromEntries(FIELDS.map(f => [f, 0]))
	}

	type(field, value) {
		this.unsent.set(field, this.one(`one.${field}`, value, this.base[field]))
	}

	async sync({ loses = false, twice = false } = {}) {
		const items = [...this.unsent.values()]
		if (items.length === 0)
			return
		const answers = await Promise.all((twice ? [0, 1] : [0])
			.map(() => this.send(items, { seconds: 20 }).catch(() => null)))
		const answer = answers[0]
		if (loses || !answer || ![200, 409].includes(answer.status))
			return
		for (const [i, result] of answer.json.answers.entries()) {
			const { field, seq } = items[i]
			this.base[field] = result.revision
			if (this.unsent.get(field)?.seq === seq)
				this.unsent.delete(field)
		}
	}
}

before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'], workers: false })
	member = await stack.addMember()
	journey = await addJourney(stack, { slug: 'lost', sections })
	await takes(stack, journey, member)
})
after(() => stack.stop())

for (let round = 1; round <= ROUNDS; round++)
	test(`round ${round}`, async () => {
		const pages = []
		const last = new Map() // page and field: the newest that was typed
		for (const tab of ['tab 1', 'tab 2', 'phone']) {
			const client = await stack.signIn(member)
			await client.get('/dashboard')
			pages.push(new Page(client, `${tab} ${round}`))
		}
		for (let step = 0; step < 25; step++) {
			const page = random.of(pages), field = random.of(FIELDS)
			page.type(field, `${round}.${step}`)
			last.set(`${page.tab} ${field}`, `${round}.${step}`)
			const syncs = pages.filter(() => random() < 0.5).map(p =>
				p.sync({ loses: random() < 0.3, twice: random() < 0.3 }))
			if (random() < 0.15) {
				await stack.kill('journeys', 'SIGKILL')
				stack.launch('journeys')
				await stack.ready('journeys')
			}
			await Promise.all(syncs)
		}
		for (let n = 0; n < 3; n++)
			for (const page of pages)
				await page.sync()
		const there = (await stack.sql(`SELECT value #>> '{}' AS v FROM answer UNION
			SELECT value #>> '{}' FROM answer_kept`)).map(row => row.v)
		assert.deepEqual(pages.flatMap(p => [...p.unsent.values()]), [],
			'the server has everything')
		for (const [who, value] of last)
			assert.ok(there.includes(value), `${value} of ${who}`)
		// Each answer is the newest of somebody, and what it is not waits for a choice.
		for (const { field_key: field, value } of await stack.sql(
			`SELECT field_key, value #>> '{}' AS value FROM answer`))
			assert.ok([...last].some(([who, v]) => who.endsWith(` ${field}`) &&
				v === value) || !value.startsWith(`${round}.`), `${field}: ${value}`)
	})
