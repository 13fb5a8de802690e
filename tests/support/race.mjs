// Many connections at once, for the races of the SQL tests: a database of their
// own, a copy of the one that PGDATABASE names.
import { execFile, execFileSync } from 'node:child_process'
import { until } from './wait.mjs'

export const tally = list => Object.fromEntries(list.reduce((m, x) =>
	m.set(x, (m.get(x) ?? 0) + 1), new Map()))
// Deals the scripts out to so many connections, in turn.
export const deal = (scripts, connections) => Array.from({ length: connections },
	(_, i) => scripts.filter((_, j) => j % connections === i).join(''))
// What a program does for somebody, in a transaction; answers begin with "ok".
export const as = (who, call, role) => `BEGIN;
	SELECT set_config('app.user_id', '${who ?? ''}', true) \\g /dev/null
	SET LOCAL ROLE ${role}; SELECT 'ok', ${call}; COMMIT;\n`

// Nothing takes longer than the limit, in milliseconds: a hang is a failure.
export function racecourse(name, timeout = 120_000) {
	const source = process.env.PGDATABASE ?? 'app_test'
	const database = `${name}_${process.pid}`

	function sql(statements) {
		return execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', database],
			{ input: statements, encoding: 'utf8', maxBuffer: 1e8, timeout }).trim()
	}
	// Runs the statements in a connection of its own; what it said.
	function connect(statements) {
		return new Promise(resolve => {
			const child = execFile('psql', ['-XqAt', '-v', 'VERBOSITY=verbose',
				database], { maxBuffer: 1e8, timeout },
			(error, stdout, stderr) => resolve({ error, stdout, stderr }))
			child.stdin.end(statements)
		})
	}
	// Of this database: other files race beside this one.
	const atTheLock = isGranted => sql(`SELECT count(*) FROM pg_locks l
		JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
		WHERE l.locktype = 'advisory' AND l.objid = 7
			AND l.granted = ${isGranted}`)
	// Everybody waits at a lock until all are there, so that they really race.
	async function race(scripts) {
		const starter = execFile('psql', ['-XqAt', database], { timeout })
		starter.stdin.write('SELECT pg_advisory_lock(7);\n')
		await until('the lock', async () => atTheLock(true) === '1')
		const runs = scripts.map(s =>
			connect(`SELECT pg_advisory_lock_shared(7) \\g /dev/null\n${s}`))
		await until('all connections',
			async () => atTheLock(false) === String(scripts.length))
		starter.stdin.end('SELECT pg_advisory_unlock(7);\n')
		const done = await Promise.all(runs)
		const errors = done.flatMap(d => [...d.stderr.matchAll(
			/ERROR: +(\w{5}): (.*)/g)].map(m => `${m[1]} ${m[2]}`))
		const details = done.flatMap(d => [...d.stderr.matchAll(
			/DETAIL: +(\{.*\})/g)].map(m => JSON.parse(m[1])))
		return { errors, details, ok: done.flatMap(d =>
			d.stdout.split('\n').filter(line => /^ok/.test(line))) }
	}
	const open = () => execFileSync('createdb',
		['-O', 'belay_owner', '-T', source, database])
	const close = () => execFileSync('dropdb', ['-f', database])
	return { database, sql, connect, race, open, close }
}
