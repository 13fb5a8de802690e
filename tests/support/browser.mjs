// Chromium with the site open in it: signs in by the form, chooses a theme,
// finds pages, asks axe.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { pages } from './pages.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
export const COLOURS = ['color-contrast', 'link-in-text-block']

export const WIDTHS = { phone: 390, desk: 1280 }
export const THEMES = ['light', 'dark', 'contrast']

/** Start it; close() ends it. */
export async function openBrowser() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		chromiumSandbox: process.getuid() !== 0,
		// a service worker comes over a certificate of the tests' own
		args: ['--ignore-certificate-errors'],
	})
}

/** Keep what the browser complains of in tab.complaints; that a page itself
 * answered 422 is no complaint. */
function listen(tab) {
	const documents = new Set()
	tab.complaints = []
	tab.on('response', (answer) => {
		if (answer.request().isNavigationRequest())
			documents.add(answer.url())
	})
	tab.on('pageerror', (error) => tab.complaints.push(error.message))
	tab.on('console', (message) => {
		if (message.type() === 'error' && !documents.has(message.location().url))
			tab.complaints.push(message.text())
	})
}

/** A context for each person, signed in once. */
export class People {
	constructor(browser, base, accounts) {
		this.browser = browser
		this.base = base
		this.accounts = accounts // name -> { email, password }
		this.states = new Map()
		this.kept = new Map()
	}

	/** One tab for all pages of this person, as new: what a page puts into the
	 * document goes with it, and a context of its own costs as much as the page. */
	async sameTab(name) {
		if (!this.kept.has(name))
			this.kept.set(name, await this.tab(name))
		const tab = this.kept.get(name)
		await tab.goto('about:blank')
		await tab.setViewportSize({ width: WIDTHS.desk, height: 900 })
		await tab.emulateMedia({ colorScheme: null })
		tab.complaints.length = 0
		return tab
	}

	/** A tab of this person (undefined: a visitor). */
	async tab(name, { script = true, zone, permissions, worker = false } = {}) {
		if (name !== undefined && !this.states.has(name))
			this.states.set(name, await this.signIn(this.accounts[name]))
		const context = await this.browser.newContext({
			baseURL: this.base,
			ignoreHTTPSErrors: true,
			serviceWorkers: worker ? 'allow' : 'block',
			javaScriptEnabled: script,
			timezoneId: zone,
			permissions,
			reducedMotion: 'reduce',
			viewport: { width: WIDTHS.desk, height: 900 },
			storageState: this.states.get(name),
		})
		const tab = await context.newPage()
		listen(tab)
		return tab
	}

	async signIn({ email, password }) {
		const context = await this.browser.newContext(
			{ baseURL: this.base, ignoreHTTPSErrors: true })
		const tab = await context.newPage()
		await tab.goto('/login')
		await tab.fill('[name=email]', email)
		await tab.fill('[name=password]', password)
		await Promise.all([tab.waitForNavigation(),
			tab.click('main form .btn[data-kind=primary]')])
		if (new URL(tab.url()).pathname === '/login')
			throw new Error(`${email} can not sign in`)
		const state = await context.storageState()
		await context.close()
		return state
	}
}

/** The address of an entry of pages.mjs for this tab; null: there is none. */
export async function addressOf(tab, { path, at, from, query, before }) {
	const made = await before?.(tab)
	if (made !== undefined)
		return made
	if (at)
		return at
	if (!path.includes(':'))
		return path
	const pattern = new RegExp(`^${path.replaceAll(':id', '[0-9]+').replaceAll(/:[a-z_]+/g, '[^/?#]+')}$`)
	const page = await addressOf(tab, pages.find((entry) => entry.path === from))
	if (page === null)
		return null
	await tab.goto(page)
	const links = await tab.locator('a[href^="/"]').evaluateAll(
		(all) => all.map((link) => [link.pathname, link.search]))
	const found = links.find(([path, search]) => pattern.test(path) &&
		(!query || query.test(search)))
	return found ? found[0] + (query ? found[1] : '') : null
}

/** Change the width and the theme of the page that is open, and make the tab as
 * tall as it, so that nothing covers anything. */
export async function look(tab, width, theme) {
	await tab.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' })
	await tab.evaluate((name) => { document.documentElement.dataset.theme = name }, theme)
	await tab.evaluate(() => document.fonts.ready)
	// A page that fills the window grows with it: twice is enough.
	await tab.setViewportSize({ width, height: 900 })
	for (let i = 0; i < 2; i++) {
		const height = await tab.evaluate(() => document.documentElement.scrollHeight)
		await tab.setViewportSize({ width, height: Math.max(900, height) })
	}
}

/** How far the page can be scrolled sideways, in pixels. */
export function overflow(tab) {
	return tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** What axe finds, one line each; with COLOURS by the rules that colours alone
 * can break.  Over the debugger: the policy forbids eval. */
export async function violations(tab, rules = RULES) {
	const debug = await tab.context().newCDPSession(tab)
	const { result: { value: there } } = await debug.send('Runtime.evaluate',
		{ expression: 'typeof axe' })
	if (there === 'undefined')
		await debug.send('Runtime.evaluate', { expression: AXE })
	const options = { runOnly: rules, resultTypes: ['violations'] }
	const { result, exceptionDetails } = await debug.send('Runtime.evaluate', {
		expression: `axe.run(document, ${JSON.stringify(options)})
			.then((found) => JSON.stringify(found.violations))`,
		awaitPromise: true, returnByValue: true })
	await debug.detach()
	if (exceptionDetails)
		throw new Error(exceptionDetails.exception?.description ?? 'axe failed')
	return JSON.parse(result.value).map(({ id, help, nodes }) =>
		`${id}: ${help}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | ')}`)
}

/** Icons the page names that are not in the sprite. */
export function missingIcons(tab) {
	return tab.evaluate(async () => {
		const missing = new Set()
		const sprites = new Map()
		for (const use of document.querySelectorAll('svg use')) {
			const [sprite, name] = use.getAttribute('href').split('#')
			if (!sprites.has(sprite))
				sprites.set(sprite, await (await fetch(sprite, { cache: 'force-cache' })).text())
			if (!sprites.get(sprite).includes(`id="${name}"`))
				missing.add(name)
		}
		return [...missing]
	})
}
