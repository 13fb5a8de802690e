// Style sheets hold what pages use, and pages use what they hold.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'

test('no class is unknown, none is unused', () => {
	let found = ''
	try {
		found = execFileSync(process.execPath, ['cgi-bin/tool/classes.mjs'], { encoding: 'utf8' })
	} catch (error) {
		found = error.stdout
	}
	assert.equal(found, '')
})
