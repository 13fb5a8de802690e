// Statements to a database by psql, as a superuser.  Processes are kept and used
// again: what is asked in a loop must not cost a process and a connection each.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { heard, within } from './wait.mjs'

const PSQL = '/usr/lib/postgresql/15/bin/psql'
const END = 'the end of the answer'
// What a database says that went away while nobody asked it.
const GONE = /server closed the connection|terminating connection|connection to server was lost|could not (send|receive)/

// Who is busy in the database, and who waits for whom.
const ACTIVITY = `SELECT datname, pid, pg_blocking_pids(pid) AS waits_for, usename,
	state, wait_event, left(query, 200) AS query FROM pg_stat_activity
	WHERE state <> 'idle' AND pid <> pg_backend_pid()`

function start(conninfo) {
	const child = spawn(PSQL, ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, '-f', '-'])
	child.stdin.on('error', () => {}) // it has gone, and says why
	return child
}

/** One script in a process of its own; gives what it printed. */
export async function psql(conninfo, script, seconds = 60) {
	const child = start(conninfo)
	let out = ''
	let err = ''
	child.stdout.on('data', (data) => { out += data })
	child.stderr.on('data', (data) => { err += data })
	child.stdin.end(script)
	try {
		const [code] = await heard(`psql: ${script}`, child, 'close', seconds)
		assert.equal(code, 0, `${err}\n${script}`)
	} catch (error) {
		if (child.exitCode === null && script !== ACTIVITY)
			error.message += `\n${await psql(conninfo, ACTIVITY, 5).catch(String)}`
		throw error
	} finally {
		child.kill('SIGKILL')
	}
	return out
}

/** A process that answers one script after the other. */
class Session {
	constructor(conninfo) {
		this.child = start(conninfo)
		this.out = ''
		this.err = ''
		this.uses = 0
		this.child.stdout.on('data', (data) => {
			this.out += data
			if (this.out.endsWith(`${END}\n`))
				this.answer?.done(this.out.slice(0, -END.length - 1))
		})
		this.child.stderr.on('data', (data) => { this.err += data })
		this.child.once('close', () => this.answer?.fail(new Error(this.err)))
		for (const part of [this.child, this.child.stdin, this.child.stdout, this.child.stderr])
			part.unref()
	}

	get isOpen() {
		return this.child.exitCode === null && this.child.signalCode === null
	}

	/** What a script prints; a mistake in it ends the process. */
	ask(script) {
		this.out = this.err = ''
		this.uses++
		const answer = new Promise((done, fail) => { this.answer = { done, fail } })
		this.child.stdin.write(`${script}\nDISCARD ALL;\nSELECT '${END}';\n`)
		return answer
	}
}

/** Sessions of one database: as many as are asked at the same time. */
export class Sessions {
	constructor(conninfo) {
		this.conninfo = conninfo
		this.idle = []
	}

	take() {
		while (this.idle.length) {
			const session = this.idle.pop()
			if (session.isOpen)
				return session
		}
		return new Session(this.conninfo())
	}

	/** What a script prints, in a session as new. */
	async ask(script, seconds = 60) {
		const session = this.take()
		try {
			const out = await within(`psql: ${script}`, session.ask(script), seconds)
			this.idle.push(session)
			return out
		} catch (error) {
			const late = session.isOpen
			session.child.kill('SIGKILL')
			if (session.uses > 1 && GONE.test(session.err))
				return this.ask(script, seconds)
			error.message += late ? `\n${await psql(this.conninfo(), ACTIVITY, 5).catch(String)}`
				: `\n${script}`
			throw error
		}
	}

	end() {
		for (const { child } of this.idle.splice(0))
			child.kill('SIGKILL')
	}
}
