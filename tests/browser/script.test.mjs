// What the scripts add, and that nothing needs them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { People, openBrowser, violations } from '../support/browser.mjs'
import { PASSWORD, startStack } from '../support/stack.mjs'
import { addExpert } from '../http/booking/experts.mjs'

let stack, browser, people, mia, noor

before(async () => {
	stack = await startStack({ workers: false })
	browser = await openBrowser()
	mia = await stack.addMember({ name: 'Mia' })
	const weekly = [{ day: 1, start: 540, end: 720 }]
	noor = await addExpert(stack, { weekly })
	const carl = await addExpert(stack, { weekly, kind: 'concierge' })
	people = new People(browser, stack.url, Object.fromEntries(
		Object.entries({ mia, noor, carl }).map(([name, { email }]) =>
			[name, { email, password: PASSWORD }])))
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

/** A test with a tab of its own: `as`, then the options of People.tab. */
function tabTest(name, as, options, run) {
	test(name, async () => {
		const tab = await people.tab(as, options)
		try {
			await run(tab)
			assert.deepEqual(tab.complaints, [])
		} finally {
			await tab.context().close()
		}
	})
}

const focused = (tab) => tab.evaluate(() => document.activeElement.id)

tabTest('signing in and out needs no script', undefined, { script: false }, async (tab) => {
	await tab.goto('/login?next=/settings/devices')
	await tab.fill('#email', mia.email)
	await tab.fill('#password', PASSWORD)
	await tab.click('main form [data-kind=primary]')
	assert.equal(new URL(tab.url()).pathname, '/settings/devices')
	await tab.click('details.menu summary')
	await tab.click('form[action="/logout"] button')
	await tab.goto('/settings/devices')
	assert.equal(new URL(tab.url()).pathname, '/login')
})

tabTest('a refused form says so first, and links to its fields', undefined, {}, async (tab) => {
	await tab.goto('/signup')
	await tab.evaluate(() => { document.querySelector('main form').noValidate = true })
	await tab.fill('#display_name', 'Mia & Co <b>')
	await tab.fill('#email', 'nobody')
	await tab.click('main form [data-kind=primary]')
	assert.match(await tab.title(), /^Error: /)
	const summary = tab.locator('[data-errors]')
	assert.ok(await summary.evaluate((it) => it === document.activeElement))
	await summary.locator('a[href="#email"]').click()
	assert.equal(await focused(tab), 'email')
	assert.equal(await tab.getAttribute('#email', 'aria-invalid'), 'true')
	assert.match(await tab.getAttribute('#email', 'aria-describedby'), /email-error/)
	assert.equal(await tab.inputValue('#display_name'), 'Mia & Co <b>')
	assert.equal(await tab.inputValue('#password'), '')
})

tabTest('the time zone is guessed where none was chosen', undefined,
	{ zone: 'Asia/Kathmandu' }, async (tab) => {
		await tab.goto('/signup')
		assert.match(await tab.inputValue('#timezone'), /^Asia\/Kat/)
		await tab.focus('#timezone')
		assert.ok(await tab.locator('#zones option').count() > 300)
	})

tabTest('a visitor sees times in the zone of the browser', undefined,
	{ zone: 'Asia/Kathmandu' }, async (tab) => {
		const shown = tab.getByText(/Times are shown in Asia\/Kat/)
		let asked = 0
		tab.on('request', (one) => { asked += one.isNavigationRequest() })
		await tab.goto('/mentors')
		await shown.waitFor()
		assert.equal(asked, 2)
		await tab.goto('/mentors?sort=price')
		await shown.waitFor()
		assert.equal(asked, 3, 'told once')
	})

tabTest('without a script times are in UTC, and say so', undefined,
	{ script: false, zone: 'Asia/Kathmandu' }, async (tab) => {
		await tab.goto('/mentors')
		await tab.getByText('Times are shown in UTC.').waitFor()
	})

tabTest('shortcuts are listed, go places, and can be switched off', 'mia', {}, async (tab) => {
	const list = tab.locator('#shortcuts')
	await tab.goto('/settings/security')
	await tab.focus('#email')
	await tab.keyboard.type('?')
	assert.equal(await list.isVisible(), false, 'never while typing')
	assert.equal(await tab.inputValue('#email'), '?')
	await tab.locator('main').focus()
	await tab.keyboard.press('?')
	assert.ok(await list.isVisible())
	await tab.keyboard.press('Escape')
	await tab.keyboard.press('Control+g')
	await tab.keyboard.press('s')
	assert.equal(new URL(tab.url()).pathname, '/settings/security')
	const gone = tab.waitForURL('**/sessions')
	await tab.locator('main').focus()
	await tab.keyboard.press('g')
	await tab.keyboard.press('s')
	await gone
	await tab.goto('/settings/security')
	await tab.click('[data-opens=shortcuts]')
	await tab.click('[data-shortcuts]')
	await tab.keyboard.press('Escape')
	await tab.reload()
	await tab.locator('main').focus()
	await tab.keyboard.press('?')
	assert.equal(await list.isVisible(), false, 'switched off')
})

tabTest('the menu closes by Escape and gives the focus back', 'mia', {}, async (tab) => {
	await tab.goto('/settings/security')
	await tab.click('details.menu summary')
	await tab.locator('.menu-body a').first().focus()
	await tab.keyboard.press('Escape')
	assert.equal(await tab.locator('details.menu').getAttribute('open'), null)
	assert.equal(await tab.evaluate(() => document.activeElement.tagName), 'SUMMARY')
	await tab.click('details.menu summary')
	await tab.mouse.click(5, 400)
	assert.equal(await tab.locator('details.menu').getAttribute('open'), null)
})

tabTest('the bell opens the last ten, and closes', 'mia', {}, async (tab) => {
	for (let i = 1; i <= 12; i++)
		await stack.sql(`SELECT notify($1, 'system', '/mentors', jsonb_build_object(
			'title', 'Notice ' || $2, 'words', '<i>Words</i>'), NULL)`, mia.id, i)
	await tab.goto('/settings/security')
	const bell = tab.locator('[data-unread-link]'), items = tab.locator('[data-bell] a')
	await bell.click()
	await items.first().waitFor()
	assert.equal(await items.count(), 11)
	assert.match(await items.first().textContent(), /^Notice 12\s*<i>Words<\/i>$/)
	assert.deepEqual(await violations(tab), [])
	await tab.keyboard.press('Escape')
	assert.equal(await items.count(), 0)
	assert.ok(await bell.evaluate((it) => it === document.activeElement))
	await tab.keyboard.press('Enter')
	await items.first().waitFor()
	await tab.mouse.click(5, 400)
	assert.equal(await items.count(), 0)
	await bell.click()
	await items.first().click()
	await tab.waitForURL('**/mentors')
	await tab.locator('[data-unread-link]').click()
	await items.last().click()
	await tab.waitForURL('**/notifications')
	await stack.sql('UPDATE notification SET read_at = app_now() WHERE user_id = $1', mia.id)
})

tabTest('the bell is a link without a script', 'mia', { script: false }, async (tab) => {
	await tab.goto('/settings/security')
	await tab.click('[data-unread-link]')
	assert.equal(new URL(tab.url()).pathname, '/notifications')
})

tabTest('a form is sent once', undefined, {}, async (tab) => {
	let sent = 0
	await tab.route('**/account/forgot', (route) => {
		if (route.request().method() !== 'POST')
			return route.continue()
		sent++
		return route.fulfill({ status: 204 })
	})
	await tab.goto('/account/forgot')
	await tab.fill('#email', mia.email)
	const answered = tab.waitForResponse((r) => r.request().method() === 'POST')
	assert.equal(await tab.evaluate(() => {
		const button = document.querySelector('main form button')
		button.click()
		button.click()
		return button.getAttribute('aria-busy')
	}), 'true')
	await answered
	assert.equal(sent, 1)
})

tabTest('the badge counts what comes meanwhile', 'mia', {}, async (tab) => {
	const counts = [3, 120, 0]
	await tab.clock.install()
	await tab.route('**/api/notifications?count=1', (route) =>
		route.fulfill({ json: { unread: counts.shift() } }))
	await tab.goto('/settings/security')
	const badge = tab.locator('[data-unread-link] .count')
	assert.equal(await badge.isVisible(), false)
	for (const words of ['3', '99+', null]) {
		await tab.clock.runFor(61000)
		if (words)
			await badge.getByText(words, { exact: true }).waitFor()
		else
			await badge.waitFor({ state: 'hidden' })
	}
})

tabTest('what is shown once can be copied', 'mia',
	{ permissions: ['clipboard-read', 'clipboard-write'] }, async (tab) => {
		await tab.goto('/tokens')
		await tab.fill('#name', 'Script')
		await tab.check('input[value="account:read"]')
		await tab.click('form[action="/tokens"] [data-kind=primary]')
		const made = await tab.locator('.note .mono').textContent()
		await tab.click('[data-copy]')
		await tab.locator('.toast').waitFor()
		assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), made)
	})

tabTest('without a network a page of ours says so', undefined, { worker: true }, async (tab) => {
	await tab.goto('/login')
	await tab.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
	await tab.context().setOffline(true)
	await tab.goto('/account/forgot')
	assert.equal(await tab.textContent('h1'), 'You are offline')
	await tab.context().setOffline(false)
	await tab.goto('/account/forgot')
	assert.notEqual(await tab.textContent('h1'), 'You are offline')
	tab.complaints.length = 0 // that there was no network
})

tabTest('it can be installed', undefined, {}, async (tab) => {
	await tab.goto('/')
	const address = await tab.getAttribute('link[rel=manifest]', 'href')
	const manifest = await (await tab.request.get(address)).json()
	assert.ok(manifest.name && manifest.start_url && manifest.display)
	for (const { src, type, sizes } of manifest.icons) {
		const icon = await tab.request.get(src)
		assert.equal(icon.status(), 200, src)
		assert.equal(icon.headers()['content-type'].split(';')[0], type)
		if (type === 'image/png')
			assert.equal(`${(await icon.body()).readUInt32BE(16)}x${
				(await icon.body()).readUInt32BE(20)}`, sizes)
	}
})

// --- the week ------------------------------------------------------------------

/** Each day's hours, as the fields say them; Monday first. */
const hours = (tab) => tab.locator('fieldset[data-day]').evaluateAll((days) => days.map((day) =>
	[...day.querySelectorAll('.window')].map((row) => [...row.querySelectorAll('input:not([type=hidden])')]
		.map((input) => input.value).join('-')).filter((w) => w !== '-').join(' ')))

/** Drag in a day's column (0 is Monday), between two hours of the day. */
async function drag(tab, column, from, to) {
	const map = tab.locator('[data-weekmap] svg')
	const box = await map.boundingBox()
	const scale = box.width / (await map.getAttribute('viewBox')).split(' ')[2]
	const x = box.x + (40 + column * 44 + 20) * scale
	const y = (hour) => box.y + (18 + hour * 22) * scale
	await tab.mouse.move(x, y(from))
	await tab.mouse.down()
	await tab.mouse.move(x, y((from + to) / 2))
	await tab.mouse.move(x, y(to))
	await tab.mouse.up()
}

async function openWeek(tab) {
	await tab.setViewportSize({ width: 1280, height: 2400 })
	await tab.goto('/interviewer/availability')
	await tab.locator('[data-weekmap] rect').first().waitFor()
}

const REST = ['', '', '', '', '']

tabTest('dragging in the week adds hours, a click removes them', 'noor', {}, async (tab) => {
	await openWeek(tab)
	assert.deepEqual(await hours(tab), ['09:00-12:00', '', ...REST])
	assert.equal(await tab.locator('[data-cell=open]').count(), 1)
	await drag(tab, 1, 14, 17)
	assert.deepEqual(await hours(tab), ['09:00-12:00', '14:00-17:00', ...REST])
	await drag(tab, 1, 20, 18)
	assert.deepEqual(await hours(tab), ['09:00-12:00', '14:00-17:00 18:00-20:00', ...REST])
	await drag(tab, 1, 16, 19)
	assert.deepEqual(await hours(tab), ['09:00-12:00', '14:00-20:00', ...REST], 'joined')
	await drag(tab, 0, 23, 25)
	assert.deepEqual(await hours(tab), ['09:00-12:00 23:00-24:00', '14:00-20:00', ...REST])
	await drag(tab, 0, 10, 10)
	assert.deepEqual(await hours(tab), ['23:00-24:00', '14:00-20:00', ...REST])
	await tab.locator('header [form=availability]').click()
	await tab.waitForURL('**/interviewer/availability')
	assert.deepEqual(await hours(tab), ['23:00-24:00', '14:00-20:00', ...REST], 'kept')
	assert.deepEqual(await stack.sql(`SELECT day, start_minute, end_minute
		FROM availability_rule WHERE expert_id = $1 ORDER BY day`, noor.id),
	[{ day: 1, start_minute: 1380, end_minute: 1440 },
		{ day: 2, start_minute: 840, end_minute: 1200 }])
})

tabTest('hours are copied to the working days', 'carl', {}, async (tab) => {
	await openWeek(tab)
	await tab.locator('[data-copy-day]').first().click()
	assert.deepEqual(await hours(tab), [...Array(5).fill('09:00-12:00'), '', ''])
	await tab.locator('[data-clear]').first().click()
	assert.deepEqual(await hours(tab), ['', ...Array(4).fill('09:00-12:00'), '', ''])
	await tab.locator('[data-add]').first().click()
	assert.equal(await tab.evaluate(() => document.activeElement.name), 'weekly.0.start')
	tab.on('dialog', (dialog) => dialog.accept())
	await tab.goto('/dashboard')
	assert.equal(new URL(tab.url()).pathname, '/dashboard')
})
