// Every page that can be opened, and as whom: for pictures of all of them (make
// shots) and for the checks of each (tests/browser).  A GET route of a program
// is either here or in `others`, which says why not.
//
//	path   the route; `:id` needs `from`, the path of a page with links to such
//	       addresses, or `at`, an address to open
//	query  what such a link must have, when a path shows several pages
//	name   for its picture; else made of the path
//	as     the demo account's name; undefined: a visitor
//	before what makes the page exist, in a browser that is signed in; it may
//	       give the address, or null when there is none: a failure
const page = (path, as, more = {}) => ({ path, as, ...more })

export const pages = [
	// account
	page('/'),
	page('/signup'),
	page('/login'),
	page('/account/forgot'),
	page('/login/confirm', 'mia'),
	page('/dashboard', 'mia'),
	page('/settings', 'mia'),
	page('/settings/profile', 'mia'),
	page('/u/:handle', 'milo', { before: goPublic }),
	page('/safety/blocks', 'mia'),
	page('/safety/mutes', 'mia'),
	page('/safety/reports', 'mia'),
	page('/safety/reports/:id/sent', 'mia', { before: sent }),
	page('/safety/report', 'milo', { before: onPage('/mentors',
		'main a[href^="/mentors/"]', 'a[href^="/safety/report?kind=expert"]') }),
	page('/safety/appeals', 'milo'),
	page('/safety/appeals/:id', 'milo', { from: '/safety/appeals' }),
	page('/safety/trust', 'noor'),
	page('/settings/data', 'mia'),
	page('/settings/connections', 'mia'),
	page('/settings/security', 'mia'),
	page('/settings/devices', 'mia'),
	page('/tokens', 'mia'),
	page('/settings/totp', 'milo', {
		before: (tab) => press(tab, '/settings/security',
			'form[action="/settings/totp/begin"] button') }),
	// booking
	page('/mentors'),
	page('/interviewers'),
	page('/concierges'),
	page('/mentors/:id', undefined, { from: '/mentors' }),
	page('/interviewers/:id', 'mia', { from: '/interviewers' }),
	page('/concierges/:id', undefined, { from: '/concierges' }),
	page('/mentors/:id/ratings', undefined, { from: '/mentors/:id' }),
	page('/interviewers/:id/ratings', undefined, { from: '/interviewers/:id' }),
	page('/concierges/:id/ratings', undefined, { from: '/concierges/:id' }),
	page('/book/:expert', 'mia', { from: '/mentors/:id', name: 'book_type' }),
	page('/book/:expert', 'mia', { from: '/mentors/:id', name: 'book_slot',
		query: /[?&]type=/ }),
	page('/book/:expert/confirm', 'milo', { before: hold }),
	page('/sessions', 'mia'),
	page('/sessions/:id', 'mia', { from: '/sessions' }),
	...['cancel', 'reschedule'].map((move) =>
		page(`/sessions/:id/${move}`, 'mia', { before: soonest(`/${move}`) })),
	...['propose', 'offer'].map((move) =>
		page(`/sessions/:id/${move}`, 'noor', { before: soonest(`/${move}`) })),
	page('/sessions/:id/room', 'mia', { before: soonest('/cancel', '/room') }),
	page('/sessions/:id/decline', 'noor', { from: '/instructor/dashboard' }),
	page('/sessions/:id/feedback', 'mia', { before: latest('/feedback') }),
	page('/sessions/:id/dispute', 'mia', { before: latest('/dispute') }),
	page('/calendar', 'mia'),
	...['week', 'agenda'].map((view) => page('/calendar', 'mia',
		{ name: `calendar_${view}`, at: `/calendar?view=${view}` })),
	page('/calendar/feed', 'mia'),
	page('/instructor/dashboard', 'noor'),
	page('/instructor/sessions', 'noor'),
	page('/concierge/dashboard', 'carl'),
	page('/instructor/packs', 'noor'),
	page('/instructor/packs/new', 'noor'),
	page('/instructor/packs/:id', 'noor', { from: '/instructor/packs' }),
	page('/instructor/students', 'noor'),
	page('/instructor/students/:seat', 'noor', { from: '/instructor/students' }),
	page('/mentors/:id/packs', 'noor', { from: '/instructor/packs' }),
	page('/packs', 'mia'),
	page('/session-packs/me', 'milo'),
	page('/seats/:mentor/leave', 'mia', { from: '/packs' }),
	page('/coaching'),
	page('/coaching/packages', 'mia'),
	page('/coaching/usage', 'milo'),
	page('/interviewer/availability', 'noor'),
	page('/interviewer/profile', 'ines'),
	page('/interviewer/register', 'milo'),
	page('/interviewers/match', undefined,
		{ at: '/interviewers/match?type=system_design' }),
	// admin
	page('/admin', 'adam'),
	page('/admin/search', 'adam', { at: '/admin/search?q=mia' }),
	page('/admin/people', 'adam', { at: '/admin/people?q=mia' }),
	page('/admin/people/:id', 'adam', { from: '/admin/people' }),
	...['warn', 'suspend', 'ban', 'impersonate', 'roles'].map((act) =>
		page(`/admin/people/:id/${act}`, 'adam', { from: '/admin/people/:id' })),
	...['interviewers', 'mentors', 'concierges'].flatMap((kind) => [
		page(`/admin/${kind}`, 'adam', { at: `/admin/${kind}?status=verified` }),
		page(`/admin/${kind}/:id`, 'adam', { from: `/admin/${kind}` })]),
	page('/admin/sessions', 'adam', { at: '/admin/sessions?status=scheduled' }),
	...['', '/cancel', '/move'].map((act) => page(`/admin/sessions/:id${act}`, 'adam',
		{ from: act ? '/admin/sessions/:id' : '/admin/sessions' })),
	page('/admin/people/:id/lift', 'adam', { before: onList(
		'/admin/people?status=suspended', 'table a[href^="/admin/people/"]', '/lift') }),
	page('/admin/people/:id/roles/revoke', 'adam', { before: revoke }),
	page('/admin/sessions/:id/settle', 'adam', { before: onList(
		'/admin/sessions?status=no_show', 'table a[href^="/admin/sessions/"]', '/settle') }),
	page('/admin/sessions/:id/resolve', 'adam', { before: onList(
		'/admin/sessions?disputed=1', 'table a[href^="/admin/sessions/"]', '/resolve') }),
	page('/admin/orders', 'adam'),
	page('/admin/orders/:id', 'adam', { before: onList('/admin/orders?status=disputed',
		'table a[href^="/admin/orders/"]', '') }),
	page('/admin/orders/:id/receive', 'adam', { before: onList(
		'/admin/orders?status=processing', 'table a[href^="/admin/orders/"]', '/receive') }),
	page('/admin/orders/:id/refund', 'adam', { before: onList(
		'/admin/orders?status=fulfilled', 'table a[href^="/admin/orders/"]', '/refund') }),
	page('/admin/orders/:id/hold', 'adam', { before: onList('/admin/orders',
		'table a[href^="/admin/orders/"]', '/hold') }),
	page('/admin/revenue', 'adam'),
	page('/admin/refunds', 'adam'),
	page('/admin/refunds/:id', 'adam', { before: onList('/admin/refunds?status=requested',
		'table a[href^="/admin/refunds/"]', '') }),
	page('/admin/disputes', 'adam'),
	page('/admin/disputes/:id', 'adam', { from: '/admin/disputes' }),
	page('/admin/transactions', 'adam'),
	page('/admin/mail', 'adam'),
	page('/admin/mail/:id', 'adam', { from: '/admin/mail' }),
	page('/admin/mail/suppressions', 'adam'),
	page('/admin/mail/templates', 'adam'),
	page('/admin/mail/templates/:name', 'adam', { from: '/admin/mail/templates' }),
	page('/admin/jobs', 'adam'),
	page('/admin/jobs/:id', 'adam', { from: '/admin/jobs' }),
	page('/admin/jobs/schedules', 'adam'),
	page('/admin/webhooks', 'adam'),
	page('/admin/webhooks/:id', 'adam', { from: '/admin/webhooks' }),
	page('/admin/payouts', 'adam'),
	page('/admin/payouts/:id', 'adam', { from: '/admin/payouts' }),
	page('/admin/payouts/:id/cancel', 'adam', { before: onList(
		'/admin/payouts?status=pending', 'table a[href^="/admin/payouts/"]', '/cancel') }),
	page('/admin/payouts/:id/paid', 'adam', { before: onList(
		'/admin/payouts?status=approved', 'table a[href^="/admin/payouts/"]', '/paid') }),
	page('/admin/payouts/:id/returned', 'adam', { before: onList(
		'/admin/payouts?status=completed', 'table a[href^="/admin/payouts/"]', '/returned') }),
	page('/admin/payouts/people/:id', 'adam', { from: '/admin/payouts' }),
	page('/admin/health', 'adam'),
	page('/admin/moderation', 'adam'),
	page('/admin/moderation/:id', 'adam', { from: '/admin/moderation' }),
	page('/admin/settings', 'adam'),
	page('/admin/settings/:name', 'adam', { from: '/admin/settings' }),
	page('/admin/lists', 'adam'),
	page('/admin/lists/:list', 'adam', { from: '/admin/lists' }),
	page('/admin/lists/:list/:id', 'adam', { from: '/admin/lists/:list' }),
	page('/admin/tax-rates', 'adam'),
	page('/admin/tax-rates/:country', 'adam', { from: '/admin/tax-rates' }),
	page('/admin/currencies', 'adam'),
	page('/admin/currencies/:code', 'adam', { from: '/admin/currencies' }),
	page('/admin/audit', 'adam'),
	page('/admin/promotions', 'adam'),
	page('/admin/promotions/new', 'adam'),
	page('/admin/promotions/:id', 'adam', { from: '/admin/promotions' }),
	// safety
	page('/safety/admin', 'mona'),
	page('/safety/admin/reports', 'mona', { at: '/safety/admin/reports?status=resolved' }),
	page('/safety/admin/reports/:id', 'mona', { from: '/safety/admin' }),
	page('/safety/admin/reports/:id', 'mona', { name: 'safety_case_mine',
		before: onList('/safety/admin/reports?status=mine', 'a.title', '') }),
	page('/safety/admin/appeals', 'mona'),
	page('/safety/admin/incidents', 'mona'),
	page('/safety/admin/incidents/new', 'mona'),
	page('/safety/admin/incidents/:id', 'mona', { from: '/safety/admin/incidents' }),
	page('/safety/admin/stats', 'mona'),
	// billing: being paid
	page('/payouts', 'noor'),
	page('/payouts/:id', 'noor', { from: '/payouts' }),
	page('/payouts/earnings', 'noor'),
	page('/payouts/account', 'noor'),
	page('/payouts/tax', 'noor'),
	page('/interviewer/payouts', 'ines'),
	page('/mentor/revenue', 'noor'),
	page('/concierge/revenue', 'carl'),
	page('/creator/revenue', 'cleo'),
	page('/payouts/connect', 'noor'),
	// billing
	page('/account/billing', 'mia'),
	page('/affiliate', 'noor'),
	page('/affiliate/program', 'noor'),
	page('/orders', 'mia'),
	page('/billing/invoices', 'mia'),
	page('/billing/invoices/:id', 'mia', { from: '/billing/invoices' }),
	page('/billing/credit-notes/:id', 'mia', { from: '/billing/invoices' }),
	page('/checkout/order/:ref/refund', 'mia', { before: onPage('/orders',
		'li:has([data-state=fulfilled]) a[href^="/checkout/order/"]',
		'a[href$="/refund"]') }),
	page('/checkout/order/:ref', 'mia', { from: '/orders' }),
	...['return', 'cancel'].map((end) => page(`/checkout/order/:ref/${end}`, 'mia', {
		before: onList('/orders', 'a[href^="/checkout/order/"]', `/${end}`) })),
	page('/checkout/:kind/:id', 'mia', { from: '/coaching' }),
	page('/promotions', 'noor'),
	page('/promotions/new', 'noor'),
	page('/promotions/:id', 'noor', { from: '/promotions' }),
	page('/billing/plans', 'emil'),
	page('/account/billing', 'remy', { name: 'billing_past_due' }),
	page('/subscriptions/:id', 'emil', { from: '/account/billing' }),
	...['change', 'cancel'].map((act) => page(`/subscriptions/:id/${act}`, 'emil', {
		before: onList('/account/billing', 'h3 a[href^="/subscriptions/"]', `/${act}`) })),
	// the studio of creators
	page('/creator', 'cleo'),
	page('/creator/journeys', 'cleo'),
	page('/creator/journeys/new', 'cleo'),
	page('/creator/journeys/import', 'cleo'),
	page('/creator/templates', 'cleo'),
	page('/creator/journeys/:id', 'cleo', { before: ownJourney('draft') }),
	...['about', 'look', 'pricing', 'publish', 'versions', 'preview', 'delete'].map((tab) =>
		page(`/creator/journeys/:id/${tab}`, 'cleo', { before: ownJourney('draft', `/${tab}`) })),
	page('/creator/journeys/:id/diff', 'cleo', { before: onList('/creator/journeys?status=published',
		'main .list a.title:has-text("Caring for a parent")', '/diff') }),
	page('/creator/journeys/:id/providers', 'cleo',
		{ before: ownJourney('published', '/providers') }),
	...['', '/edit', '/remove'].map((more) => page(`/creator/journeys/:id/sections/:section${more}`,
		'cleo', { before: ownJourney('draft', `/sections/where_you_are${more}`) })),
	...['', '/remove'].map((more) =>
		page(`/creator/journeys/:id/sections/:section/fields/:field${more}`, 'cleo', {
			before: ownJourney('draft',
				`/sections/where_you_are/fields/does_somebody_help_you${more}`) })),
	page('/admin/journeys', 'adam', { at: '/admin/journeys?status=waiting' }),
	page('/admin/journeys/:id', 'adam', { before: onList('/admin/journeys?status=waiting',
		'table a[href^="/admin/journeys/"]', '') }),
	// journeys
	// reviews
	page('/admin/reviews', 'adam'),
	page('/admin/reviews/:id', 'adam', { before: onList('/admin/reviews?status=submitted',
		'main a[href^="/admin/reviews/"]', '') }),
	page('/reviews', 'mia'),
	page('/reviews/ask', 'mia', { before: onList('/reviews', 'a[href^="/reviews/ask?"]', '') }),
	page('/reviews/:id', 'mia', { from: '/reviews' }),
	page('/reviews/:id', 'noor', { name: 'review-work', from: '/mentor/dashboard' }),
	page('/reviews/:id', 'noor', { name: 'review-waiting', from: '/mentor/queue' }),
	page('/reviews/preferences', 'mia'),
	page('/mentor/dashboard', 'noor'),
	page('/mentor/queue', 'noor'),
	page('/mentor/expertise', 'noor'),
	page('/mentor/analytics', 'noor'),
	page('/mentor/templates', 'noor'),
	page('/mentor/templates/:id', 'noor', { from: '/mentor/templates' }),
	page('/mentor/training', 'noor'),
	page('/mentor/training/:id', 'noor', { from: '/mentor/training' }),
	page('/mentor/apply', 'milo', { before: applyToCareer }),
	page('/journeys', 'mia'),
	page('/journeys/:slug', 'mia', { at: '/journeys/a-wedding-without-a-spreadsheet' }),
	page('/journeys/:slug/:section', 'mia', { at: '/journeys/a-wedding-without-a-spreadsheet/couple' }),
	page('/marketplace'),
	page('/marketplace/:slug', undefined, { at: '/marketplace/a-wedding-without-a-spreadsheet' }),
	page('/marketplace/:slug/review', 'milo', { at: '/marketplace/a-wedding-without-a-spreadsheet/review' }),
	page('/marketplace/:slug/reviews/:id/reply', 'ruth-abernathy', { before: onList('/marketplace/quiet-mind/reviews', 'a[href$="/reply"]', '') }),
	page('/marketplace/:slug/reviews', 'mia', { at: '/marketplace/a-wedding-without-a-spreadsheet/reviews' }),
	// inbox
	page('/notifications', 'mia'),
	page('/notifications/preferences', 'mia'),
]

// Routes that no browser is shown a page of just by opening them.  The pages
// among them are in tests/browser/pages_linked.test.mjs.
export const others = {
	'/reviews/:id/paper.pdf': 'a PDF',
	'/admin/people/:id/verify': 'only for whose address is not confirmed',
	'/login/oidc/:provider': 'goes to the provider',
	'/login/oidc/:provider/callback': 'comes from the provider',
	'/settings/connections/:provider/connect': 'goes to the provider',
	'/calendar/google': 'goes to Google',
	'/calendar/google/callback': 'comes from Google',
	'/admin/sessions/:id/emergency': 'only while a session is going on',
	'/admin/mail/:id/html': 'a mail, not a page of ours',
	'/admin/mail/:id/file': 'a file',
	'/admin/mail/templates/:name/html': 'a mail, not a page of ours',
	'/admin/audit.csv': 'a file',
	'/admin/transactions.csv': 'a file',
	'/creator/journeys/:id/export': 'a file',
	'/admin/revenue.csv': 'a file',
	'/admin/revenue.pdf': 'a file',
	'/r/:code': 'leads to a seller',
	'/login/second': 'only between the two steps of a sign-in',
	'/settings/totp/qr.svg': 'a picture',
	'/account/verify': 'needs the link of a mail',
	'/account/email/change': 'needs the link of a mail',
	'/account/email/undo': 'needs the link of a mail',
	'/account/reset': 'needs the link of a mail',
	'/settings/profile/resume': 'a download',
	'/journeys/:slug/:section/files/:file': 'a download',
	'/journeys/:slug/version': 'only while a newer version is offered',
	'/settings/data/exports/:id': 'a download',
	'/account/keep': 'needs the link of a mail',
	'/sessions/:id/calendar.ics': 'for calendars',
	'/mentors/:id/ratings/:rating/reply': 'only for the one who was rated',
	'/interviewers/:id/ratings/:rating/reply': 'only for the one who was rated',
	'/concierges/:id/ratings/:rating/reply': 'only for the one who was rated',
	'/sessions/:id/emergency': 'only while a session is going on',
	'/calendar/feed/:token': 'a file, by a secret address',
	'/payouts/earnings.csv': 'a file',
	'/payouts/tax.csv': 'a file',
	'/payouts/tax.pdf': 'a file',
	'/payouts/:id/statement': 'a file',
	'/payouts/connect/return': 'leads back from Stripe',
	'/admin/payouts.csv': 'a file',
	'/admin/payouts/tax.csv': 'a file',
	'/billing/invoices/:id/pdf': 'a file',
	'/billing/credit-notes/:id/pdf': 'a file',
	'/billing/portal/:id': 'only while Stripe is asked for a page of its own',
	'/notifications/:id/open': 'moves on to what the notice is about',
	'/notifications/unsubscribe': 'needs the link of a mail',
}

async function press(tab, path, button) {
	await tab.goto(path)
	const there = tab.locator(button)
	if (await there.count()) {
		await there.first().click()
		await tab.waitForLoadState()
	}
}

// The page to apply on is linked from the journey's.
async function applyToCareer(tab) {
	await tab.goto('/marketplace/changing-career')
	const answer = await tab.context().request.get(
		new URL('/api/marketplace/changing-career', tab.url()).href)
	return `/mentor/apply?journey=${(await answer.json()).id}&kind=mentor`
}

// Switch one's public page on.
async function goPublic(tab) {
	await tab.goto('/settings')
	const form = tab.locator('form:has([name=is_public])')
	if (await form.count() === 0)
		return null
	await form.locator('[name=is_public]').check()
	await form.locator('button').last().click()
	await tab.waitForLoadState()
	return tab.locator('main a[href^="/u/"]').first().getAttribute('href')
}

// Hold the first free time of a mentor who has a session that costs nothing.
async function hold(tab) {
	await tab.goto('/mentors?free=1')
	const mentor = tab.locator('article h2 a').first()
	if (await mentor.count() === 0)
		return null
	await tab.goto((await mentor.getAttribute('href')).replace('/mentors', '/book'))
	if (await tab.locator('input[name=start]').count() === 0)
		await tab.locator('main form .btn[data-kind=primary]').click()
	await tab.locator('input[name=start]:enabled').first().check({ force: true })
	await tab.locator('button[form=start-form]').click()
	await tab.waitForURL('**/confirm')
	return new URL(tab.url()).pathname
}

// The first link of a list, with something at its end.
function onList(list, link, end) {
	return async (tab) => {
		await tab.goto(list)
		const first = tab.locator(link).first()
		return await first.count() ? await first.getAttribute('href') + end : null
	}
}

// A page of the first journey of cleo's own in a state.
function ownJourney(status, end = '') {
	return onList(`/creator/journeys?status=${status}`, 'main .list a.title', end)
}

// What the page that a list's first link leads to links to.
function onPage(list, link, next) {
	return async (tab) => {
		await tab.goto(await onList(list, link, '')(tab))
		const first = tab.locator(next).first()
		return await first.count() ? await first.getAttribute('href') : null
	}
}

// What follows on a report that was sent.
async function sent(tab) {
	await tab.goto('/safety/reports')
	const first = tab.locator('li[id^="report-"]').first()
	return await first.count()
		? `/safety/reports/${(await first.getAttribute('id')).slice(7)}/sent` : null
}

// A role that somebody has.
async function revoke(tab) {
	await tab.goto(await onList('/admin/people?role=mentor',
		'table a[href^="/admin/people/"]', '/roles')(tab))
	return tab.locator('main a[href*="/roles/revoke"]').first().getAttribute('href')
}

// The first session of a list whose page has a link that ends so; gives that
// address, or the session's with another end.
function sessionWith(list, end, other) {
	return async (tab) => {
		await tab.goto(list)
		const all = await tab.locator('.session-row h2 a').evaluateAll(
			(links) => links.map((link) => link.pathname))
		for (const path of all) {
			await tab.goto(path)
			if (await tab.locator(`a[href="${path}${end}"]`).count())
				return path + (other ?? end)
		}
		return null
	}
}

function soonest(end, other) {
	return sessionWith('/sessions', end, other)
}

function latest(end) {
	return sessionWith('/sessions?show=past', end)
}

/** A name for files: "session_id", "home". */
export function nameOf({ path, name = path }) {
	return name.replaceAll(/[^a-z0-9]+/gi, '_').replaceAll(/^_|_$/g, '') || 'home'
}
