// Two ways to use the site, for the tests that go a whole path: a keyboard
// alone, and a mouse without JavaScript.  Both say what is pressed by its role
// and its name, as a person would.
import assert from 'node:assert/strict'

const STOPS = 400 // no page has as many

/** What the focus is on, or what is wrong with it: runs in the page. */
function focusTrouble() {
	const it = document.activeElement
	if (it === document.body || it.id === 'main' || it.matches('[data-errors]'))
		return null
	const name = `${it.tagName.toLowerCase()} ${it.name ?? ''} “${
		(it.getAttribute('aria-label') ?? it.textContent).trim().slice(0, 40)}”`
	const hasRing = (node) => {
		const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node)
		return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 &&
			!/, 0\)|transparent/.test(outlineColor)
	}
	// On itself, on what is drawn for it, or on its frame.
	const frames = [it, it.nextElementSibling, it.closest('label'), it.closest('.composer, .drop')]
	if (!frames.some((node) => node && hasRing(node)))
		return `${name} shows no focus`
	const box = (it.closest('label') ?? it).getBoundingClientRect()
	if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1)
		return `${name} has the focus out of sight`
	const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1)
	const seen = [box.top + 2, box.top + box.height / 2, box.bottom - 2].some((y) => {
		const top = document.elementFromPoint(x, Math.min(Math.max(y, 0), innerHeight - 1))
		return top && (it.contains(top) || top.contains(it) ||
			it.closest('label')?.contains(top))
	})
	return seen ? null : `${name} has the focus under something else`
}

const isFocused = (it) => it === document.activeElement
const isBehind = (it) => Boolean(it.compareDocumentPosition(document.activeElement) &
	Node.DOCUMENT_POSITION_FOLLOWING)

class Hands {
	constructor(tab) {
		this.tab = tab
	}

	/** What has this role and name, in a group of fields; names may be patterns. */
	find(role, name, group) {
		const exact = typeof name === 'string'
		const within = group ? this.find('group', group) : this.tab
		return within.getByRole(role, { name, exact }).first()
	}

	/** Open an address, as by the address bar or a mail. */
	async open(path) {
		await this.tab.goto(path)
	}

	/** Press something that leads to another page. */
	async follow(role, name) {
		const shown = this.tab.waitForNavigation()
		await this.press(role, name)
		await shown
	}

	async reads(words) {
		const text = (await this.tab.locator('body').innerText()).replaceAll(/\s+/g, ' ')
		assert.ok(words instanceof RegExp ? words.test(text) : text.includes(words),
			`${this.tab.url()} does not say ${words}:\n${text}`)
	}
}

/** Tab, Shift+Tab, Enter, Space, arrows and letters; the focus is always seen. */
export class Keyboard extends Hands {
	async key(name) {
		await this.tab.keyboard.press(name)
		assert.equal(await this.tab.evaluate(focusTrouble), null, this.tab.url())
	}

	async reach(target) {
		await target.waitFor({ state: 'attached' })
		const back = await target.evaluate(isBehind)
		for (let i = 0; i < STOPS; i++) {
			if (await target.evaluate(isFocused))
				return
			await this.key(back ? 'Shift+Tab' : 'Tab')
		}
		assert.fail(`${target} is not reached on ${this.tab.url()}`)
	}

	async press(role, name) {
		await this.reach(this.find(role, name))
		await this.tab.keyboard.press(role === 'link' ? 'Enter' : 'Space')
	}

	/** The radio is one of a group: Tab goes to the group, arrows to it. */
	async choose(name, group) {
		const target = this.find('radio', name, group)
		const field = await target.evaluate((it) => it.name)
		const isIn = (it, field) => document.activeElement.name === field
		const back = await target.evaluate(isBehind)
		for (let i = 0; !await target.evaluate(isIn, field); i++) {
			assert.ok(i < STOPS, `${name} is not reached on ${this.tab.url()}`)
			await this.key(back ? 'Shift+Tab' : 'Tab')
		}
		if (await target.evaluate(isFocused))
			await this.key('Space')
		for (let i = 0; !await target.isChecked(); i++) {
			assert.ok(i < STOPS, `${name} can not be chosen`)
			await this.key('ArrowDown')
		}
	}

	async pick(label, option) {
		const target = this.find('combobox', label)
		await this.reach(target)
		for (let i = 0; i < STOPS; i++) {
			if (await target.evaluate((it) => it.selectedOptions[0].text) === option)
				return
			await this.key('ArrowDown')
		}
		assert.fail(`${label} has no ${option}`)
	}

	async fill(label, words) {
		const target = this.tab.getByLabel(label).first()
		await this.reach(target)
		// What stands there is chosen by a single line when Tab enters it.
		await this.tab.keyboard.press('Control+A')
		await this.tab.keyboard.type(words)
		assert.equal(await target.inputValue(), words)
	}
}

/** A mouse, and a browser that runs no script. */
export class Mouse extends Hands {
	async press(role, name) {
		await this.find(role, name).click()
	}

	async choose(name, group) {
		const target = this.find('radio', name, group)
		await target.locator('xpath=ancestor::label').click()
		assert.ok(await target.isChecked())
	}

	async pick(label, option) {
		await this.find('combobox', label).selectOption({ label: option })
	}

	async fill(label, words) {
		await this.tab.getByLabel(label).first().fill(words)
	}
}
