// Waiting, but never for ever: what does not come fails by its name.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** What `promise` gives; fails when that takes longer. */
export async function within(what, promise, seconds = 60) {
	const limit = new AbortController()
	try {
		return await Promise.race([promise,
			pause(seconds * 1000, null, { signal: limit.signal })
				.then(() => assert.fail(`waited ${seconds} s for ${what}`))])
	} finally {
		limit.abort()
	}
}

/** Wait until `probe` gives something true; one that does not answer ends it
 * too. */
export async function until(what, probe, seconds = 60) {
	const end = Date.now() + seconds * 1000
	for (;;) {
		const left = (end - Date.now()) / 1000
		const value = await within(what, probe(), Math.max(left, 1))
		if (value)
			return value
		if (left < 0)
			assert.fail(`waited ${seconds} s for ${what}`)
		await pause(20)
	}
}

/** An event's arguments. */
export function heard(what, emitter, event, seconds = 60) {
	return within(what, once(emitter, event), seconds)
}
