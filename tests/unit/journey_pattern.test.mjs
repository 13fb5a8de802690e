// Patterns: what is one means the same in JavaScript, and takes linear time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, askOne } from '../support/journey.mjs'
import { Chance } from '../support/journey_chance.mjs'

const fits = (pattern, text) => askOne({ op: 'pattern', pattern, text })

test('examples', () => {
	for (const [pattern, yes, no] of [
		['[A-Z]{2}[0-9]{6}', ['AB123456'], ['AB12345', 'ab123456', 'AB1234567', ' AB123456']],
		['(ab|c)*d?', ['', 'd', 'ababcd'], ['dd', 'aab']],
		['a{2,}', ['aa', 'aaaaa'], ['a']],
		['\\d+\\.\\d{2}', ['1.50'], ['1.5', '1x50']],
		['[^a-c\\]]', ['d', '😀'], ['a', ']', '']],
		['.', ['😀', 'a'], ['\n', '\u2028', 'ab']],
		['\\p{Lu}\\p{Ll}+', ['Ärger', 'Ada', 'Ωμέγα'], ['ada', 'A1']],
		['(?:x|)y', ['xy', 'y'], ['x']],
		['\\w\\W\\s\\S', ['a- b'], ['a-bb']],
	]) {
		for (const text of yes)
			assert.equal(fits(pattern, text).fits, true, `${pattern} ${text}`)
		for (const text of no)
			assert.equal(fits(pattern, text).fits, false, `${pattern} ${text}`)
	}
})

test('what is refused', () => {
	for (const pattern of ['^a', 'a$', '(a', 'a)', 'a**', 'a{1', 'a{2,1}', 'a{101}', '*', '[', '[]', '[z-a]', '[a-\\d]', '\\1', '\\b',
		'(?=a)', '(?<n>a)', 'a*?', 'a+?', 'a{2}?', '[[a]]', '[a&&b]', '[(]', '\\', '\\u0041', '\\p{Script=Greek}', '{', '}', ']', '\\-', 'a|*',
		'('.repeat(21) + 'a' + ')'.repeat(21), '(((a{50}){50}){50})', '((((((){100}){100}){100}){100}){100})'])
		assert.notEqual(fits(pattern, '').problem, null, pattern)
})

test('only what a browser finds the same is given to it', () => {
	assert.equal(fits('[a-z]+\\s', '').for_browser, true)
	assert.equal(fits('\\p{L}+', '').for_browser, false)
})

// Going back and forth would not end in years.
test('time is linear where other matchers try again', () => {
	const said = ask(['(a+)+b', '(a|a)*b', '(a?){100}a{100}', '((a*)*)*b', '(.*)(.*)(.*)(.*)x'].map((pattern) =>
		({ op: 'pattern', pattern, text: 'a'.repeat(1000) })))
	assert.deepEqual(said.map(({ problem, fits }) => [problem, fits]),
		[[null, false], [null, false], [null, false], [null, false], [null, false]])
})

// --- patterns of chance ---------------------------------------------------------
const ATOMS = ['a', 'b', '😀', '.', '\\d', '\\w', '\\s', '\\D', '\\.', '\\/', '/', '[a-c]', '[^b]', '[\\d_]', '[\\-x]', '[^\\s😀]', 'é', '-', ' ', '[\\^a]', '[!#]']
const REPEATS = ['', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,}', '{3,4}']
const LETTERS = ['a', 'b', 'c', '1', '_', '.', '/', ' ', '😀', 'é', '-', '\u00a0', '^', 'x', '!']

function pattern(chance, depth = 0) {
	const parts = Array.from({ length: chance.below(4) }, () => {
		const inner = depth < 3 && chance.often(25)
			? `(${chance.often(50) ? '?:' : ''}${pattern(chance, depth + 1)})` : chance.one(ATOMS)
		return inner + chance.one(REPEATS)
	}).join('')
	return chance.often(25) ? `${parts}|${pattern(chance, depth + 1)}` : parts
}

test('5,000 patterns of chance mean what they mean in JavaScript', () => {
	const chance = new Chance(5)
	const questions = Array.from({ length: 5000 }, () => ({ op: 'pattern', pattern: pattern(chance) || 'a',
		text: Array.from({ length: chance.below(7) }, () => chance.one(LETTERS)).join('') }))
	let matched = 0
	ask(questions).forEach((said, i) => {
		const { pattern, text } = questions[i]
		assert.equal(said.problem, null, pattern)
		assert.equal(said.fits, new RegExp(`^(?:${pattern})$`, 'v').test(text), JSON.stringify(questions[i]))
		matched += said.fits
	})
	assert.ok(matched > 500)
})

test('a pattern of mere chance is refused, or is one in JavaScript too', () => {
	const chance = new Chance(6)
	const signs = [...'ab01()[]{}|*+?.\\^$-,/&!dwspLu:=<>']
	const questions = Array.from({ length: 5000 }, () => ({ op: 'pattern',
		pattern: Array.from({ length: 1 + chance.below(7) }, () => chance.one(signs)).join(''), text: 'ab' }))
	let good = 0
	ask(questions).forEach((said, i) => {
		const { pattern, text } = questions[i]
		if (said.problem !== null)
			return
		good++
		assert.equal(said.fits, new RegExp(`^(?:${pattern})$`, 'v').test(text), pattern)
	})
	assert.ok(good > 100)
})
