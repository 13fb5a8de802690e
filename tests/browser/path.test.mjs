// The way from signing up to feedback, with both people in their own browsers:
// once with the keyboard alone, once with a mouse and no JavaScript.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WIDTHS, openBrowser, People } from '../support/browser.mjs'
import { Keyboard, Mouse } from '../support/hands.mjs'
import { PASSWORD, startStack, until } from '../support/stack.mjs'
import { addExpert, list } from '../http/booking/experts.mjs'
import { HOUR, MINUTE, pass } from '../http/booking/sessions.mjs'

const ZONE = 'Asia/Kathmandu' // 45 minutes off the hour
const WORDS = 'four unrelated words'
let browser

before(async () => {
	browser = await openBrowser()
})
after(() => browser?.close())

async function addMentors(stack) {
	const types = [['mentoring', 60, 0], ['introduction', 15, 0]]
	const noor = await addExpert(stack, { name: 'Noor Haddad', weekly: [], types,
		timezone: 'Europe/Lisbon', headline: 'Head of growth' })
	await addExpert(stack, { name: 'Noor Costly', types: [['mentoring', 60, 9000]] })
	await stack.sql('UPDATE expert SET confirm_by_hand = true WHERE user_id = $1', noor.id)
	return noor
}

/** One run: the site, a mentor on a phone, and somebody new at a desk. */
class Path {
	constructor(stack, Hands, script) {
		Object.assign(this, { stack, Hands, script })
		this.people = new People(browser, stack.url, {})
	}

	async hands(width) {
		const tab = await this.people.tab(undefined, { script: this.script, zone: ZONE })
		await tab.setViewportSize({ width, height: 800 })
		return new this.Hands(tab)
	}

	/** The one session there is. */
	async session() {
		const [row] = await this.stack.sql(`SELECT id::text, status, version,
			starts_at, client_id::text, expert_id::text FROM session
			WHERE status NOT IN ('held', 'expired')`)
		return row
	}

	/** Let the time of the session come, and `seconds` more. */
	async reach(seconds) {
		const { starts_at: start } = await this.session()
		await pass(this.stack, (Date.parse(start) - Date.now()) / 1000 + seconds -
			this.stack.options.clockOffset)
	}

	async signUp(email) {
		const me = this.client
		await me.open('/')
		await me.follow('link', 'Join free')
		await me.fill('Your name', 'Ana Sá')
		await me.fill('E-mail', email)
		await me.fill('Password', WORDS)
		if (this.script)
			assert.match(await me.tab.inputValue('#timezone'), /^Asia\/Kat/)
		await me.fill('Time zone', ZONE)
		await me.follow('button', 'Create the account')
		await me.reads(email)
		const mail = await this.stack.readMail(email, /Confirm/)
		await me.open(mail.text.match(/https:\S+token=\S+/)[0])
		await me.follow('button', 'Confirm the address')
		await this.signIn(me, email, WORDS)
	}

	async signIn(hands, email, password) {
		if (new URL(hands.tab.url()).pathname !== '/login')
			await hands.open('/login')
		await hands.fill('E-mail', email)
		await hands.fill('Password', password)
		await hands.follow('button', 'Sign in')
		await hands.reads('Coming up')
	}

	async openHours(noor) {
		const me = this.mentor
		await this.signIn(me, noor.email, PASSWORD)
		await me.follow('link', 'Expert desk')
		await me.press('button', /^Expert desk:/)
		await me.follow('link', 'Availability')
		const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']
		if (this.script)
			await me.press('button', 'Add a window on Monday')
		for (const day of this.script ? ['Monday'] : days) {
			await me.fill(`${day}, window 1, from`, '09:00')
			await me.fill(`${day}, window 1, to`, '12:00')
		}
		if (this.script)
			await me.press('button', 'Copy Monday to Monday to Friday')
		await me.follow('button', 'Save')
		assert.equal(await me.tab.inputValue('[aria-label="Friday, window 1, to"]'), '12:00')
		await list(this.stack, noor)
	}

	async find(noor) {
		const me = this.client
		await me.follow('link', 'Mentors')
		await me.fill('Search by name, skill or company', 'Noor')
		await me.follow('button', 'Search')
		await me.reads('Noor Costly')
		await me.pick('Session type', 'Mentoring')
		await me.press('checkbox', 'Has a free session')
		await me.follow('button', 'Show people')
		await me.reads(ZONE)
		assert.equal(await me.tab.getByText('Noor Costly').count(), 0)
		await me.follow('link', noor.name)
	}

	/** A day with free times, so late that it may still be moved. */
	async chooseDay(nth) {
		const me = this.client
		const free = me.tab.locator('.cal a[href]')
		if (await free.count() <= nth)
			await me.follow('link', /^[A-Z][a-z]+ 20\d\d$/)
		const name = await free.nth(Math.min(nth, await free.count() - 1)).getAttribute('aria-label')
		await me.follow('link', name)
	}

	async book() {
		const me = this.client
		await me.follow('link', 'Book a session')
		await me.choose(/^Mentoring/)
		await me.follow('button', 'Choose a time')
		await this.chooseDay(4)
		await me.reads(ZONE)
		await me.choose(/:45$/) // 09:00 in Lisbon
		await me.follow('button', 'Hold this time')
		await me.fill('What would you like to get out of it?', 'A plan for the first month.')
		await me.follow('button', 'Book this time')
		assert.equal((await this.session()).status, 'requested')
	}

	/** The start, as the client's lists must say it. */
	async clock() {
		const { starts_at: start } = await this.session()
		return new Date(start).toLocaleTimeString('en-GB',
			{ timeZone: ZONE, hour: '2-digit', minute: '2-digit' })
	}

	async answer() {
		const me = this.mentor
		await me.open('/instructor/dashboard')
		await me.reads('Requests to answer')
		await me.follow('button', /^Accept Ana Sá/)
		assert.equal((await this.session()).status, 'scheduled')
	}

	async move() {
		const me = this.client
		const before = (await this.session()).starts_at
		await me.follow('link', 'Sessions')
		await me.reads(await this.clock())
		await me.follow('link', /^Mentoring/)
		await me.follow('link', 'Reschedule')
		await this.chooseDay(5)
		await me.choose(/:15$/)
		await me.follow('button', 'Move the session')
		const { starts_at: now, status } = await this.session()
		assert.notEqual(now, before)
		assert.equal(status, 'scheduled')
		await me.follow('link', 'Calendar')
		await me.follow('link', 'Agenda')
		await me.reads(`${await this.clock()} to`)
	}

	async hold() {
		const me = this.mentor
		await this.reach(-5 * MINUTE)
		await me.open('/dashboard')
		await me.follow('link', 'Expert desk')
		await me.reads('Ana Sá')
		await me.follow('link', /^Mentoring/)
		await me.reads('A plan for the first month.')
		await me.follow('button', 'Start the session')
		assert.equal((await this.session()).status, 'in_progress')
		await me.fill('Add a private note', 'Ask about the team.')
		await me.follow('button', 'Add private note')
		await me.reads('Ask about the team.')
		await me.fill('New action item', 'Write the plan')
		await me.follow('button', 'Add the action item')
		await this.reach(HOUR)
		await me.tab.reload()
		await me.follow('button', 'It took place')
		assert.equal((await this.session()).status, 'completed')
	}

	async rate(hands, criteria) {
		await hands.open(`/sessions/${(await this.session()).id}`)
		await hands.follow('link', /feedback/i)
		await hands.choose('4 of 5')
		for (const name of criteria)
			await hands.choose('5', name)
		await hands.fill('What helped, what would help next time?', 'Clear and kind.')
		await hands.follow('button', 'Send feedback')
	}

	async walk() {
		const noor = await addMentors(this.stack)
		this.mentor = await this.hands(WIDTHS.phone)
		this.client = await this.hands(WIDTHS.desk)
		await this.openHours(noor)
		await this.signUp('ana@path.test')
		await this.find(noor)
		await this.book()
		await this.answer()
		await this.move()
		await this.hold()
		await this.client.open(`/sessions/${(await this.session()).id}`)
		await this.client.reads('Write the plan')
		assert.equal(await this.client.tab.getByText('Ask about the team.').count(), 0)
		await this.rate(this.client, ['Clarity', 'Usefulness'])
		await this.rate(this.mentor, ['Preparation'])
		await this.client.tab.reload()
		await this.client.reads('Feedback by Noor Haddad')
		assert.deepEqual(await this.stack.sql(`SELECT side, stars, rubric
			FROM session_feedback ORDER BY side`), [
			{ side: 'client', stars: 4, rubric: { clarity: 5, usefulness: 5 } },
			{ side: 'expert', stars: 4, rubric: { preparation: 5 } }])
	}
}

for (const [name, Hands, script] of [['the keyboard alone', Keyboard, true],
	['a mouse and no JavaScript', Mouse, false]])
	test(`from signing up to feedback with ${name}`, async (t) => {
		const stack = await startStack()
		t.after(() => stack.stop())
		const path = new Path(stack, Hands, script)
		await path.walk()
		for (const { tab } of [path.client, path.mentor]) {
			assert.deepEqual(tab.complaints, [])
			await tab.context().close()
		}
	})
