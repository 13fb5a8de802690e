// Pages that only a mail, a moment or a mistake leads to.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { People, openBrowser } from '../support/browser.mjs'
import { checkPage } from '../support/page_tests.mjs'
import { PASSWORD, startStack, until } from '../support/stack.mjs'
import { totp } from '../support/totp.mjs'
import { addExpert, addRating } from '../http/booking/experts.mjs'
import { at, book } from '../http/booking/sessions.mjs'

let stack, browser, people, noor, mia, session

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '1' } })
	browser = await openBrowser()
	noor = await addExpert(stack, { name: 'Noor Haddad', types: [['mentoring', 60, 0]],
		weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, start: 0, end: 1440 })) })
	mia = await stack.addMember({ name: 'Mia Larsen' })
	const adam = await stack.addMember({ name: 'Adam Whitlock', roles: ['admin'] })
	people = new People(browser, stack.url, Object.fromEntries(
		Object.entries({ noor, mia, adam }).map(([name, { email }]) =>
			[name, { email, password: PASSWORD }])))
	session = await book(await enter(mia), { ref: noor.ref, types: [String(noor.types[0].id)] }, at(30, stack))
	await stack.sql(`UPDATE session SET starts_at = app_now() - interval '5 minutes',
		ends_at = app_now() + interval '55 minutes' WHERE id = $1`, session.id)
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

async function enter(member) {
	const client = await stack.signIn(member)
	await client.get('/settings')
	return client
}

/** A page of its own: `as`, what gives its address, its status. */
function pageTest(name, as, address, status = 200) {
	test(name, async () => {
		const tab = await people.tab(as)
		try {
			const answer = await tab.goto(await address(tab))
			assert.equal(answer.status(), status)
			await checkPage(tab)
		} finally {
			await tab.context().close()
		}
	})
}

/** The link in a mail to somebody. */
async function linkIn(email, subject) {
	const mail = await stack.readMail(email, subject)
	return mail.text.match(/https:\S+token=\S+/)[0]
}

pageTest('confirm an address', undefined, async () => {
	const member = await stack.addMember({ verified: false })
	await (await enter(member)).post('/account/verify/resend')
	return linkIn(member.email, /Confirm/)
})

pageTest('choose a new password', undefined, async () => {
	const member = await stack.addMember()
	await stack.client().submit('/account/forgot', { email: member.email })
	return linkIn(member.email, /password/i)
})

pageTest('confirm a new address', undefined, async () => {
	const client = await enter(await stack.addMember())
	await client.submit('/settings/email', { email: 'new@linked.test' },
		{ page: '/settings/security' })
	return linkIn('new@linked.test', /Confirm your new/)
})

pageTest('take an address back', undefined, async () => {
	const member = await stack.addMember()
	await (await enter(member)).submit('/settings/email', { email: 'next@linked.test' },
		{ page: '/settings/security' })
	const link = await linkIn('next@linked.test', /Confirm your new/)
	const visitor = stack.client()
	await visitor.get(link.slice(stack.url.length))
	await visitor.post('/account/email/change', { token: new URL(link).searchParams.get('token') })
	return linkIn(member.email, /was changed/)
})

pageTest('keep an account', undefined, async () => {
	const member = await stack.addMember()
	await (await enter(member)).submit('/settings/data/delete', {}, { page: '/settings/data' })
	return linkIn(member.email, /will be deleted/)
})

pageTest('no more mails of a kind', undefined, async () => {
	const member = await stack.addMember()
	await stack.sql(`SELECT notify($1, 'session_reminder', '/sessions/7', $2, NULL)`, member.id,
		{ session_id: '7', start: '2031-03-04T18:00:00Z', end: '2031-03-04T18:45:00Z',
			type: 'mentoring', side: 'client', other: 'Noor', what: 'hour' })
	const mail = await stack.readMail(member.email)
	return mail.headers.get('list').unsubscribe.url
})

test('a link that is too old', async () => {
	const tab = await people.tab()
	const answer = await tab.goto('/account/verify?token=nothing')
	assert.ok([404, 410].includes(answer.status()))
	await checkPage(tab)
	await tab.context().close()
})

pageTest('no such page', 'mia', () => '/nowhere', 404)
pageTest('a search with a mistake', undefined, () => '/mentors?price_max=much', 422)

test('a form with mistakes', async () => {
	const tab = await people.tab()
	await tab.goto('/signup')
	await tab.evaluate(() => { document.querySelector('main form').noValidate = true })
	await tab.fill('#email', 'nobody')
	await tab.click('main form [data-kind=primary]')
	await tab.locator('[data-errors]').waitFor()
	await checkPage(tab)
	await tab.context().close()
})

test('a code is asked for, and codes for the day the phone is lost', async () => {
	await stack.kill('account')
	const demo = stack.env.BELAY_DEMO
	stack.env.BELAY_DEMO = '0'
	stack.launch('account')
	await stack.ready('account')
	const member = await stack.addMember()
	const tab = await new People(browser, stack.url,
		{ somebody: { email: member.email, password: PASSWORD } }).tab('somebody')
	await tab.goto('/settings/security')
	await tab.click('form[action="/settings/totp/begin"] button')
	const secret = (await tab.content()).match(/\b[A-Z2-7]{32}\b/)[0]
	await tab.fill('#code', totp(secret))
	await tab.click('main form .btn[data-kind=primary]')
	await tab.locator('.codes').waitFor()
	await checkPage(tab)
	await tab.context().clearCookies()
	await tab.goto('/login')
	await tab.fill('#email', member.email)
	await tab.fill('#password', PASSWORD)
	await tab.click('main form .btn[data-kind=primary]')
	await tab.waitForURL('**/login/second')
	await checkPage(tab)
	await tab.context().close()
	await stack.kill('account')
	stack.env.BELAY_DEMO = demo
	stack.launch('account')
	await stack.ready('account')
})

pageTest('confirm somebody\'s address', 'adam', async () => {
	const { id } = await stack.addMember({ verified: false })
	return `/admin/people/${id}/verify`
})

pageTest('answer a rating', 'noor', async (tab) => {
	await addRating(stack, noor, { stars: 4, words: 'Clear and kind.' })
	await tab.goto(`/mentors/${noor.ref}/ratings`)
	return tab.locator('a[href$="/reply"]').first().getAttribute('href')
})

test('a session that is going on, and its end in an emergency', async () => {
	await until('the worker to start it', async () => (await stack.sql(
		'SELECT status FROM session WHERE id = $1', session.id))[0].status === 'in_progress', 60)
	for (const [as, path] of [['mia', `/sessions/${session.id}`], ['noor', `/sessions/${session.id}`],
		['noor', '/instructor/dashboard'], ['mia', '/sessions'], ['mia', '/dashboard'],
		['mia', `/sessions/${session.id}/emergency`],
		['adam', `/admin/sessions/${session.id}/emergency`]]) {
		const tab = await people.tab(as)
		assert.equal((await tab.goto(path)).status(), 200, path)
		await checkPage(tab)
		await tab.context().close()
	}
})

test('what one sees while looking as another', async () => {
	const tab = await people.tab('adam')
	await tab.goto(`/admin/people/${mia.id}/impersonate`)
	await tab.fill('main textarea, main [name=reason]', 'Ticket 12')
	await tab.click('main form .btn[data-kind=primary], main form .btn[data-kind=danger]')
	await tab.locator('.acting').waitFor()
	await checkPage(tab)
	await tab.context().close()
})

test('what nginx says while a program is down', async () => {
	await stack.kill('booking')
	const tab = await people.tab()
	assert.ok((await tab.goto('/mentors')).status() >= 502)
	tab.complaints.length = 0 // that it was 502 or 503
	await checkPage(tab)
	await tab.context().close()
})
