// Chance that is the same in every run: SEED=7 is another.
export function chance(seed = Number(process.env.SEED ?? 1)) {
	let state = seed >>> 0
	const next = () => { // mulberry32
		state = (state + 0x6d2b79f5) >>> 0
		let t = Math.imul(state ^ (state >>> 15), state | 1)
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296
	}
	next.below = n => Math.floor(next() * n)
	next.of = list => list[next.below(list.length)]
	return next
}
