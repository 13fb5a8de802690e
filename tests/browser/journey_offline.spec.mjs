// A journey that is open stays usable when the server is away, in Chromium.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser } from '../support/browser.mjs'
import { addJourney, Device, takes } from '../support/programme.mjs'
import { PASSWORD, startStack, until } from '../support/stack.mjs'

let stack, browser, mia, journey, tab
const sections = {
	about: { title: 'About you', fields: { name: { label: 'Name', required: true },
		notes: { type: 'textarea', label: 'Notes' },
		invited: { type: 'checkbox', label: 'Invited' },
		diet: { label: 'Diet', visible_if: { field: 'invited', is: 'checked' } } } },
	people: { title: 'People', is_list: true, fields: { name: { label: 'Name' } } },
}
const saved = field => stack.sql(`SELECT value #>> '{}' AS v, revision FROM answer
	WHERE field_key = $1 AND user_id = $2 ORDER BY record_id DESC`, field, mia.id)
	.then(rows => rows[0]?.v)
const state = tab => tab.locator('[data-journey-state]').getAttribute('data-state')

async function enter(member) {
	const context = await browser.newContext({ baseURL: stack.url, ignoreHTTPSErrors: true })
	const tab = await context.newPage()
	await tab.goto('/login')
	await tab.fill('[name=email]', member.email)
	await tab.fill('[name=password]', PASSWORD)
	await tab.click('main form .btn[data-kind=primary]')
	await tab.waitForURL(url => url.pathname !== '/login')
	return tab
}
// The pages of the journey are kept.
const kept = (tab, path) => tab.waitForFunction(async wanted => {
	for (const name of await caches.keys())
		if (name.startsWith('journeys-') && await (await caches.open(name)).match(wanted))
			return Boolean(await caches.has('static-1')
				&& (await (await caches.open('static-1')).keys())
					.some(r => r.url.includes('journey_store')))
	return false
}, path)
const away = () => stack.kill('nginx')
async function back() {
	stack.launch('nginx')
	await until('nginx', () => stack.client().get('/login').then(a => a.ok, () => false))
}

before(async () => {
	stack = await startStack({ programs: ['account', 'journeys'], workers: false })
	browser = await openBrowser()
	mia = await stack.addMember({ name: 'Mia' })
	journey = await addJourney(stack, { slug: 'wedding', sections })
	await takes(stack, journey, mia)
	tab = await enter(mia)
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

test('what is typed is saved by itself, and shown after a reload', async () => {
	await tab.goto('/journeys/wedding/about')
	await tab.fill('[name="f.name"]', 'Mia')
	await until('it is saved', async () => await saved('name') === 'Mia')
	await tab.check('[name="f.invited"]')
	await tab.fill('[name="f.diet"]', 'None')
	await until('it is saved', async () => await saved('diet') === 'None')
	await tab.reload()
	assert.equal(await tab.inputValue('[name="f.diet"]'), 'None')
})

test('two tabs: the later one is asked, and the choice holds', async () => {
	const other = await tab.context().newPage()
	await other.goto('/journeys/wedding/about')
	await other.fill('[name="f.notes"]', 'From the other')
	await until('it is saved', async () => await saved('notes') === 'From the other')
	await tab.fill('[name="f.notes"]', 'From this one')
	await tab.locator('[data-journey-choices] section').waitFor()
	assert.equal(await state(tab), 'conflict')
	assert.match(await tab.locator('[data-journey-choices]').innerText(),
		/From this one[\s\S]*From the other/)
	await tab.click('[data-journey-choices] button:first-of-type')
	await until('mine holds', async () => await saved('notes') === 'From this one')
	await other.close()
})

test('the server is away for an hour: the page opens, is filled in, and tells later',
	async () => {
		await tab.goto('/journeys/wedding')
		await kept(tab, '/journeys/wedding/about')
		await away()
		await tab.goto('/journeys/wedding/about')
		assert.equal(await tab.locator('h1').innerText(), 'About you')
		await tab.fill('[name="f.name"]', 'Mia, at sea')
		await until('it is kept here', async () => await state(tab) === 'offline')
		await tab.reload()
		await until('it is shown again', async () =>
			await tab.inputValue('[name="f.name"]') === 'Mia, at sea')
		assert.notEqual(await saved('name').catch(() => 'Mia'), 'Mia, at sea')
		await back()
		await until('it is saved', async () => await saved('name') === 'Mia, at sea', 30)
	})

test('an hour away, while another device writes: both are shown', async () => {
	await tab.goto('/journeys/wedding/about')
	await kept(tab, '/journeys/wedding/about')
	const client = await stack.signIn(mia)
	const phone = new Device(client, journey, 'phone')
	await client.get('/dashboard')
	await away()
	await tab.goto('/journeys/wedding/about')
	await tab.fill('[name="f.notes"]', 'Written at sea')
	await until('it is kept here', async () => await state(tab) === 'offline')
	await tab.context().setOffline(true)
	await back()
	const [{ revision }] = await stack.sql(`SELECT revision FROM answer
		WHERE field_key = 'notes'`)
	assert.equal((await phone.save('about.notes', 'Written ashore', revision)).outcome,
		'saved')
	await tab.context().setOffline(false)
	await tab.locator('[data-journey-choices] section').waitFor()
	const [{ n }] = await stack.sql(`SELECT count(*)::int AS n FROM answer_kept
		WHERE value #>> '{}' = 'Written at sea' AND settled_at IS NULL`)
	assert.equal(n, 1, 'the server keeps what lost, too')
	await tab.reload()
	await tab.click('[data-journey-kept] button[value=mine]')
	await tab.waitForLoadState()
	assert.equal(await saved('notes'), 'Written at sea')
})

test('who signs out takes the pages along', async () => {
	await tab.goto('/journeys/wedding/about')
	await kept(tab, '/journeys/wedding/about')
	await tab.click('.menu > summary')
	await tab.click('form[action="/logout"] button')
	await tab.waitForURL('**/')
	assert.deepEqual(await tab.evaluate(async () => (await caches.keys())
		.filter(name => name.startsWith('journeys-'))), [])
	await away()
	await tab.goto('/journeys/wedding/about')
	assert.doesNotMatch(await tab.content(), /About you/)
	await back()
})
