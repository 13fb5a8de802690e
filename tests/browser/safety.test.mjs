// The whole life of a report in a browser: a member reports by links and forms, a
// moderator decides with the keyboard alone, the author appeals, another moderator
// decides; and without script the same forms do it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, People, violations } from '../support/browser.mjs'
import { PASSWORD, startStack } from '../support/stack.mjs'

let stack, browser, people, eve

const add = async (name, roles = []) => ({ password: PASSWORD,
	...await stack.addMember({ name, roles, email: `${name.toLowerCase()}@test.belay.test` }) })

before(async () => {
	stack = await startStack({ env: { BELAY_DEMO: '1' } })
	const accounts = { mia: await add('Mia'), mona: await add('Mona', ['moderator']),
		jun: await add('Jun', ['moderator']), eve: await add('Eve') }
	eve = accounts.eve
	await stack.sql(`UPDATE profile SET is_public = true, about = 'I know where your office is'
		WHERE user_id = $1`, eve.id)
	browser = await openBrowser()
	people = new People(browser, stack.url, accounts)
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

test('reported by a link and a form, by keyboard', async () => {
	const tab = await people.tab('mia')
	await tab.goto(`/u/${eve.handle}`)
	await tab.locator('main a[href^="/safety/report?"]').press('Enter')
	await tab.waitForURL(/\/safety\/report\?/)
	await tab.locator('input[value="violence"]').press('Space')
	await tab.locator('textarea[name="words"]').fill('This frightens me')
	await tab.locator('main form.form button').press('Enter')
	await tab.waitForURL(/\/sent/)
	assert.match(await tab.locator('h1').innerText(), /Thank you/)
	assert.deepEqual(await violations(tab), [])
})

test('claimed and decided with the keyboard alone', async () => {
	const tab = await people.tab('mona')
	await tab.goto('/safety/admin')
	await tab.keyboard.press('j')
	assert.match(await tab.evaluate(() => document.activeElement.textContent), /Threat/)
	await tab.keyboard.press('c')
	await tab.waitForURL(/\/safety\/admin\/reports\/\d+$/)
	assert.match(await tab.locator('main').innerText(), /You hold this case until/)
	await tab.keyboard.press('a')
	assert.equal(await tab.locator('input[value="action_taken"]').isChecked(), true)
	await tab.locator('input[name="act"][value="hide"]').press('Space')
	await tab.locator('textarea[name="words"]').focus()
	await tab.keyboard.type('sca') // letters in a field are letters
	assert.match(await tab.locator('textarea[name="words"]').inputValue(), /sca/)
	await tab.locator('input[name="act"][value="hide"]').focus()
	await tab.keyboard.press('s')
	await tab.waitForSelector('text=Take it back')
	assert.match(await tab.locator('main').innerText(), /Action taken/)
	assert.deepEqual(await violations(tab), [])
})

test('the author reads the rule and appeals; another moderator takes it back', async () => {
	const gone = await people.tab('mia')
	assert.equal((await gone.goto(`/u/${eve.handle}`)).status(), 404)
	const tab = await people.tab('eve')
	await tab.goto('/safety/appeals')
	await tab.locator('main a.title').first().click()
	assert.match(await tab.locator('main').innerText(), /1\.1 No threats/)
	await tab.locator('textarea[name="words"]').fill('A line of a song')
	await tab.locator('main form button').click()
	await tab.waitForSelector('text=Your appeal is being looked at')
	const own = await people.tab('mona')
	await own.goto('/safety/admin/appeals')
	await own.locator('a.title').first().click()
	assert.equal(await own.locator('text=Decide the appeal').count(), 0, 'not by who decided')
	const other = await people.tab('jun')
	await other.goto('/safety/admin/appeals')
	await other.keyboard.press('j')
	await other.keyboard.press('o')
	await other.locator('input[value="no_violation"]').press('Space')
	await other.locator('main aside form button').first().press('Enter')
	await other.waitForSelector('text=Appeal decided')
	assert.equal((await gone.goto(`/u/${eve.handle}`)).status(), 200)
})

test('it is the same without script', async () => {
	await stack.sql("UPDATE profile SET about = 'Other words' WHERE user_id = $1", eve.id)
	const mia = await stack.signIn((await stack.sql(
		"SELECT id, email FROM users WHERE email LIKE 'mia@%'"))[0])
	await mia.get(`/safety/report?kind=profile&id=${eve.id}`)
	assert.equal((await mia.post('/safety/report', { kind: 'profile', id: eve.id,
		category: 'spam' })).status, 303)
	const mona = await stack.signIn((await stack.sql(
		"SELECT id, email FROM users WHERE email LIKE 'mona@%'"))[0])
	const page = await mona.get('/safety/admin')
	const [link] = page.links(/^\/safety\/admin\/reports\/\d+$/)
	const shown = await mona.get(link)
	assert.equal((await mona.post(`${link}/claim`,
		{ version: shown.input('version') })).status, 303)
	const held = await mona.get(link)
	assert.equal((await mona.post(`${link}/decide`, { version: held.input('version'),
		resolution: 'no_violation' })).status, 303)
	assert.match((await mona.get(link)).body, /No violation/)
})
