// A steady stream of bookings, and the book-keeping of what was promised.
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { bookAt, expertSpeaker, members } from '../booking/racers.mjs'
import { at } from '../booking/sessions.mjs'

const PAUSE_MS = 100
// What a site that is not all there may say instead of yes or no.
const AWAY = [503, 'ECONNRESET', 'ECONNREFUSED', 'EPIPE']
let hour = 30

export class Load {
	/** A few members who book a few experts, one hour after the other; each wish
	 * is for a slot that nobody else wants. */
	constructor(run) {
		this.run = run
		this.acknowledged = [] // { id, start, expert }: answered 201
		this.uncertain = []    // the slot was ours, but the 201 never came
		this.unknown = []      // no answer, and nobody asked again
		this.outages = new Map() // what was answered instead, how often
		this.slowest = 0
	}

	async prepare({ lanes = 3, experts = 3 } = {}) {
		this.experts = []
		for (let i = 0; i < experts; i++)
			this.experts.push(await expertSpeaker(this.run))
		this.members = await members(this.run, lanes)
		return this
	}

	start() {
		this.going = true
		this.lanes = Promise.all(this.members.map((one) => this.lane(one.client)))
		this.lanes.catch((error) => { this.broken = error })
	}

	/** A question: have `n` more been acknowledged since it was made? */
	more(n) {
		const before = this.acknowledged.length
		return () => {
			if (this.broken)
				throw this.broken
			return this.acknowledged.length >= before + n
		}
	}

	/** Let what is under way come to its end. */
	async stop() {
		this.going = false
		await this.lanes
	}

	/** The site is gone for good: nobody asks again. */
	async giveUp() {
		this.isOver = true
		await this.stop()
	}

	async lane(client) {
		while (this.going) {
			await this.wish(client, this.experts[hour % this.experts.length],
				at(hour++, this.run))
			await pause(PAUSE_MS)
		}
	}

	/** Ask for a slot until there is a yes or a no. */
	async wish(client, expert, start) {
		const began = performance.now()
		const { answer, tries } = await insist(() => bookAt(client, expert, start,
			{ seconds: 30 }), (why) => {
			this.outages.set(why, (this.outages.get(why) ?? 0) + 1)
			return !this.isOver
		})
		if (answer.status === 201) {
			if (tries === 1)
				this.slowest = Math.max(this.slowest, performance.now() - began)
			this.acknowledged.push({ id: answer.json.id, start, expert })
		} else if (AWAY.includes(answer.status)) {
			this.unknown.push({ start, expert })
		} else {
			assert.equal(answer.status, 409, answer.body)
			assert.ok(tries > 1, `nobody else wanted it: ${answer.body}`)
			this.uncertain.push({ start, expert })
		}
	}

	/** No acknowledged booking is lost, none is there twice. */
	async check() {
		const rows = await this.run.sql(`SELECT id::text, expert_id, starts_at, status,
			uid FROM session WHERE expert_id = ANY ($1::bigint[]) ORDER BY id`,
		this.experts.map((one) => one.id))
		const slot = (expert, start) => `${expert} ${Date.parse(start)}`
		const stored = new Map(rows.map((row) => [row.id, row]))
		for (const { id, start, expert } of this.acknowledged) {
			const row = stored.get(id)
			assert.ok(row, `session ${id} was acknowledged and is lost`)
			assert.equal(row.status, 'scheduled')
			assert.equal(slot(row.expert_id, row.starts_at), slot(expert.id, start))
		}
		const slots = rows.map((row) => slot(row.expert_id, row.starts_at))
		assert.equal(new Set(slots).size, slots.length, 'a booking is there twice')
		const known = new Set(this.acknowledged.map((one) => one.id))
		const unanswered = new Set([...this.uncertain, ...this.unknown].map((one) =>
			slot(one.expert.id, one.start)))
		for (const row of rows)
			assert.ok(known.has(row.id) ||
				unanswered.has(slot(row.expert_id, row.starts_at)),
			`session ${row.id} is nobody's`)
		for (const { start, expert } of this.uncertain)
			assert.ok(slots.includes(slot(expert.id, start)),
				`${start} was said to be taken, and is not`)
		return rows
	}
}

/** Call until the answer is one of a site that is there, or `goesOn` (which hears
 * why not) is false; gives the answer, and at which try it came. */
export async function insist(call, goesOn = () => true) {
	for (let tries = 1;; tries++) {
		const answer = await call().catch((error) =>
			({ status: error.code, body: error.message }))
		if (!AWAY.includes(answer.status) || !goesOn(answer.status))
			return { answer, tries }
		await pause(50)
	}
}
