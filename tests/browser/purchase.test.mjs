// A session is bought by a person at a screen: by hand, at Stripe's page and at
// PayPal's, with a keyboard, and with a mouse and no JavaScript.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { People, openBrowser, violations } from '../support/browser.mjs'
import { Keyboard, Mouse } from '../support/hands.mjs'
import { PASSWORD, until } from '../support/stack.mjs'
import { startShop } from '../http/provider/shop.mjs'

let shop, browser, people

before(async () => {
	shop = await startShop({ programs: ['account', 'booking', 'inbox', 'billing',
		'webhooks'] })
	browser = await openBrowser()
	const mia = await shop.stack.addMember({ name: 'Mia' })
	people = new People(browser, shop.stack.url,
		{ mia: { email: mia.email, password: PASSWORD } })
	shop.mia = await shop.stack.signIn(mia)
	await shop.mia.get('/sessions')
	shop.mia.id = mia.id
})
after(async () => {
	await browser?.close()
	await shop?.stop()
})

/** A buyer before the page where a way to pay is chosen. */
async function atCheckout(Hands, script) {
	const order = await shop.order(shop.mia)
	const tab = await people.tab('mia', { script })
	const hands = new Hands(tab)
	await hands.open(`/checkout/session/${order.session}`)
	return { order, tab, hands, script }
}

/** Until the page says so, which looks again by itself. */
const shows = (tab, words) => tab.getByText(words).first().waitFor({ timeout: 60000 })

async function fulfilled({ order, tab, script }) {
	await shows(tab, 'See the session')
	assert.equal((await shop.state(order)).status, 'fulfilled')
	if (script)     // axe is one
		assert.deepEqual(await violations(tab), [])
	await tab.context().close()
}

for (const [Hands, script] of [[Keyboard, true], [Mouse, false]]) {
	const way = script ? 'by keyboard' : 'without JavaScript'

	test(`${way}: at Stripe`, async () => {
		const at = await atCheckout(Hands, script)
		await at.hands.choose(/^Card/)
		await at.hands.follow('button', /^Pay /)
		await at.tab.waitForURL(`${shop.stripe.url}/c/pay/**`, { timeout: 60000 })
		// changed their mind, and back again
		await at.tab.getByRole('button', { name: 'Back without paying' }).click()
		await shows(at.tab, 'You left the payment page')
		await at.hands.follow('link', /^Go on with/)
		await at.tab.getByRole('button', { name: /^Pay/ }).click()
		await at.tab.waitForURL('**/return*')
		await fulfilled(at)
	})

	test(`${way}: at PayPal`, async () => {
		const at = await atCheckout(Hands, script)
		await at.hands.choose(/^PayPal/)
		await at.hands.follow('button', /^Pay /)
		await at.tab.waitForURL(`${shop.paypal.url}/checkoutnow**`, { timeout: 60000 })
		await at.tab.getByRole('button', { name: 'Approve' }).click()
		await at.tab.waitForURL('**/return*')
		await fulfilled(at)
	})

	test(`${way}: by hand`, async () => {
		const at = await atCheckout(Hands, script)
		await at.hands.choose(/^Bank transfer/)
		await at.hands.follow('button', /^Pay |^Order/)
		await shows(at.tab, 'How to pay')
		await shop.as(shop.admin, `SELECT order_receive(${at.order.id}, 9000, 'USD',
			'transfer of today')`)
		await shop.becomes(at.order, 'fulfilled')
		await at.tab.reload()
		await fulfilled(at)
	})
}

test('a card that is declined, then one that is not', async () => {
	const at = await atCheckout(Mouse, true)
	await at.hands.choose(/^Card/)
	await at.hands.follow('button', /^Pay /)
	await at.tab.waitForURL(`${shop.stripe.url}/c/pay/**`, { timeout: 60000 })
	await at.tab.locator('input[name=card][value=declined]').check()
	await at.tab.getByRole('button', { name: /^Pay/ }).click()
	await at.tab.getByRole('alert').waitFor()
	await at.tab.locator('input[name=card][value=visa]').check()
	await at.tab.getByRole('button', { name: /^Pay/ }).click()
	await at.tab.waitForURL('**/return*')
	await fulfilled(at)
	await until('the books to agree', async () => {
		await shop.balanced()
		return true
	})
})
