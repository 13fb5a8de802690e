// Random that can be repeated, and the identifiers made of it.
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXY0123456789'

/** Numbers from 0 to 1, the same ones for the same seed. */
export function seeded(seed) {
	let a = seed >>> 0
	return () => {
		a = (a + 0x6d2b79f5) >>> 0
		let t = Math.imul(a ^ (a >>> 15), a | 1)
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296
	}
}

const ACCOUNT = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const draw = (random, letters, length) => Array.from({ length },
	() => letters[Math.floor(random() * letters.length)]).join('')

export const letters = (random, length = 24) => draw(random, LETTERS, length)
export const capitals = (random, length = 17) => draw(random, CAPITALS, length)
/** As PayPal names an account. */
export const accountId = (random) => draw(random, ACCOUNT, 13)
export const hex = (random, length) => draw(random, '0123456789abcdef', length)
