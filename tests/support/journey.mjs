// Asks .build/MODE/tool/journey, which says what lib/journey says.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const TREE = resolve(import.meta.dirname, '../..')
export const NOW = '2026-11-21T10:00:00Z'

/** One answer for each question, in their order. */
export function ask(questions) {
	const tool = join(TREE, '.build', process.env.MODE ?? 'dev', 'tool/journey')
	const run = spawnSync(tool, { cwd: TREE, encoding: 'utf8', maxBuffer: 1 << 30,
		input: questions.map((one) => `${JSON.stringify({ now: NOW, ...one })}\n`).join('') })
	if (run.status !== 0)
		throw new Error(`journey ended with ${run.status ?? run.signal}: ${run.stderr.slice(0, 4000)}`)
	return run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line))
}

export const askOne = (question) => ask([question])[0]

/** A definition of one section with these fields. */
export const definition = (...fields) => ({ schema: 'journey-1', name: 'Test',
	sections: [{ key: 's', title: 'Section', fields }] })
