// Buying in a browser: by a card at the provider's page and back, with script and
// without; the site's policy must let the browser go there.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, People } from '../support/browser.mjs'
import { startShop } from '../http/provider/shop.mjs'

let shop, browser, people

before(async () => {
	shop = await startShop({ programs: ['account', 'booking', 'billing', 'inbox',
		'webhooks'] })
	browser = await openBrowser()
	people = new People(browser, shop.stack.url, {})
})
after(async () => {
	await browser.close()
	await shop.stop()
})

for (const script of [true, false])
	test(`a card, ${script ? 'with' : 'without'} script`, async () => {
		const client = await shop.buyer({ name: `Buyer ${script}` })
		people.accounts[client.id] = { email: client.member.email,
			password: 'belay-demo-2026' }
		const { session } = await shop.order(client)
		const tab = await people.tab(client.id, { script })
		await tab.goto(`/checkout/session/${session}`)
		await tab.fill('#code', 'NONE')
		await tab.getByRole('button', { name: 'Apply the code' }).click()
		await tab.getByText('There is no such code.').first().waitFor()
		await tab.getByLabel('Card').check()
		await tab.getByRole('button', { name: 'Pay USD 90.00' }).click()
		// A wrong code that is still typed is not what is paid with.
		const pay = tab.locator('button[name=do][value=pay]')
		await pay.waitFor({ timeout: 60_000 })
		assert.notEqual(new URL(tab.url()).origin, shop.stack.url)
		await pay.click()
		await tab.getByText('Your payment is here').waitFor({ timeout: 60_000 })
		assert.match(new URL(tab.url()).pathname, /^\/checkout\/order\/[0-9a-f]{32}/)
		await tab.getByRole('link', { name: 'See the session' }).click()
		await tab.getByText('Scheduled').first().waitFor()
		assert.deepEqual(tab.complaints, [])
		await tab.context().close()
	})
