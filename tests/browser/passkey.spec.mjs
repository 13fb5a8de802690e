// Passkeys in Chromium, with its own virtual authenticator.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser } from '../support/browser.mjs'
import { PASSWORD, startStack } from '../support/stack.mjs'

let stack, browser

before(async () => {
	stack = await startStack({ programs: ['account'], workers: false })
	browser = await openBrowser()
})
after(async () => {
	await browser?.close()
	await stack?.stop()
})

const DEVICE = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true,
	hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }

/** A tab with an authenticator in it. */
async function openTab(options = {}) {
	const context = await browser.newContext({ baseURL: stack.url, ignoreHTTPSErrors: true })
	const tab = await context.newPage()
	tab.devices = await context.newCDPSession(tab)
	await tab.devices.send('WebAuthn.enable')
	const { authenticatorId } = await tab.devices.send('WebAuthn.addVirtualAuthenticator',
		{ options: { ...DEVICE, ...options } })
	tab.authenticatorId = authenticatorId
	return tab
}

async function enter(tab, member) {
	await tab.goto('/login')
	await tab.fill('[name=email]', member.email)
	await tab.fill('[name=password]', PASSWORD)
	await tab.click('main form .btn[data-kind=primary]')
	await tab.waitForURL((url) => url.pathname !== '/login')
}

async function leave(tab) {
	await tab.goto('/settings')
	await tab.click('.menu > summary')
	await tab.click('form[action="/logout"] button')
	await tab.waitForURL('**/')
}

async function add(tab, name) {
	await tab.goto('/settings/security')
	await tab.fill('[name=passkey_name]', name)
	await tab.click('[data-passkey=add]')
	await tab.locator(`li b:has-text("${name}")`).waitFor()
}

const pressKey = (tab) => tab.click('[data-passkey=sign-in]')

test('add one, sign in with it alone, then without', async () => {
	const member = await stack.addMember()
	const tab = await openTab()
	await enter(tab, member)
	await add(tab, 'My laptop')
	await leave(tab)
	await tab.goto('/login?next=%2Fsettings%2Fdevices')
	await pressKey(tab)
	await tab.waitForURL('**/settings/devices')
	assert.match(await tab.content(), /This device/)
	await tab.goto('/settings/security')
	assert.match(await tab.textContent('main'), /last used/)
	await tab.locator('li:has-text("My laptop") button:has-text("Remove")').click()
	await tab.locator('.toast:has-text("removed")').waitFor()
	assert.equal(await tab.locator('li b:has-text("My laptop")').count(), 0)
	await tab.context().close()
})

test('behind the password, as the second step', async () => {
	const member = await stack.addMember()
	const tab = await openTab()
	await enter(tab, member)
	await add(tab, 'Key')
	await leave(tab)
	await enter(tab, member)
	assert.equal(new URL(tab.url()).pathname, '/login/second')
	await pressKey(tab)
	await tab.waitForURL('**/dashboard')
	await tab.context().close()
})

test('in place of the password when we ask again', async () => {
	const member = await stack.addMember()
	const tab = await openTab()
	await enter(tab, member)
	await add(tab, 'Key')
	await stack.sql('UPDATE user_session SET sudo_until = NULL WHERE user_id = $1', member.id)
	await tab.goto('/settings/totp')
	assert.equal(new URL(tab.url()).pathname, '/login/confirm')
	await pressKey(tab)
	await tab.waitForURL('**/settings/totp')
	await tab.context().close()
})

test('adding one after 15 minutes asks first', async () => {
	const member = await stack.addMember()
	const tab = await openTab()
	await enter(tab, member)
	await tab.goto('/settings/security')
	await stack.sql('UPDATE user_session SET sudo_until = NULL WHERE user_id = $1', member.id)
	await tab.click('[data-passkey=add]')
	await tab.waitForURL('**/login/confirm?next=%2Fsettings%2Fsecurity')
	await tab.fill('[name=password]', PASSWORD)
	await tab.click('main form .btn[data-kind=primary]')
	await tab.waitForURL('**/settings/security')
	await add(tab, 'Now')
	await tab.context().close()
})

test('who is not verified does not get in alone', async () => {
	const member = await stack.addMember()
	const tab = await openTab()
	await enter(tab, member)
	await add(tab, 'Key')
	await leave(tab)
	await tab.devices.send('WebAuthn.setUserVerified',
		{ authenticatorId: tab.authenticatorId, isUserVerified: false })
	await tab.goto('/login')
	const answers = []
	tab.on('response', (answer) => answers.push(answer.url()))
	await pressKey(tab)
	await tab.locator('[data-passkey=sign-in]:not([aria-busy])').waitFor()
	assert.equal(answers.some((url) => url.endsWith('/api/login/passkey')), false)
	assert.equal(new URL(tab.url()).pathname, '/login')
	await tab.context().close()
})

for (const [name, alg] of [['ES256', -7], ['RS256', -257], ['EdDSA', -8]])
	test(`a key by ${name}`, async () => {
		const member = await stack.addMember()
		const tab = await openTab()
		await enter(tab, member)
		await tab.route('**/api/settings/passkeys/options', async (route) => {
			const answer = await route.fetch()
			const options = await answer.json()
			options.publicKey.pubKeyCredParams = [{ type: 'public-key', alg }]
			await route.fulfill({ response: answer, json: options })
		})
		await add(tab, name)
		const [row] = await stack.sql('SELECT algorithm FROM passkey WHERE user_id = $1', member.id)
		assert.equal(row.algorithm, alg)
		await leave(tab)
		await tab.goto('/login')
		await pressKey(tab)
		await tab.waitForURL('**/dashboard')
		await tab.context().close()
	})

test('a passkey that was removed here is refused', async () => {
	const member = await stack.addMember()
	const tab = await openTab()
	await enter(tab, member)
	await add(tab, 'Key')
	await leave(tab)
	await stack.sql('DELETE FROM passkey WHERE user_id = $1', member.id)
	await tab.goto('/login')
	await pressKey(tab)
	await tab.locator('[data-passkey-error]:visible').waitFor()
	assert.equal(new URL(tab.url()).pathname, '/login')
	await tab.context().close()
})
