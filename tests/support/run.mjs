// make run as people start it: its own database, the real supervisor.  Made for
// tests of what happens when something dies; the rest is as in stack.mjs.
//
//	const run = await startRun({ env: server.settings })
//	after(() => run.stop())
//	process.kill(run.family('booking')[0], 'SIGKILL')
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from './client.mjs'
import { Stack, freePorts } from './stack.mjs'
import { until, within } from './wait.mjs'

const TREE = resolve(import.meta.dirname, '../..')
let runs = 0

// Every process that is not a zombie.
function everybody() {
	const found = []
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		const read = (name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')
		try {
			const stat = read('stat')
			const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
			if (state !== 'Z')
				found.push({ pid: Number(pid), parent: Number(parent),
					command: read('cmdline').replaceAll('\0', ' ').trim(),
					environment: read('environ'), output: readlinkSync(`/proc/${pid}/fd/1`) })
		} catch {
			// gone meanwhile, or not ours to look at
		}
	}
	return found
}

export class Run extends Stack {
	/** Options: env (settings), processes (of each program), folder (of a run
	 * that ended, to go on with its data). */
	constructor(options) {
		super({ processes: 1, ...options })
		this.folder = options.folder ?? join(process.env.BELAY_TEST_TMP,
			`run-${process.pid}-${++runs}`)
		this.output = ''
		this.database = 'belay'
		this.served = [...new Set(readFileSync(join(TREE, '.build',
			process.env.MODE ?? 'dev', 'routes.tsv'), 'utf8').split('\n')
			.filter((line) => line).map((line) => line.split('\t')[0]))]
	}

	conninfo(database = this.database) {
		return `host=${this.folder}/run user=postgres dbname=${database}`
	}

	async start() {
		const [https, http] = await freePorts(2)
		this.port = https
		this.url = `https://localhost:${https}`
		this.env = { ...process.env, BELAY_VAR: this.folder,
			BELAY_HTTPS_PORT: https, BELAY_HTTP_PORT: http, BELAY_DEMO: 0,
			BELAY_PROCESSES: this.options.processes, BELAY_RATE_FACTOR: 1000,
			MODE: process.env.MODE ?? 'dev', ...this.options.env }
		delete this.env.BELAY_CERTIFICATE
		delete this.env.BELAY_CERTIFICATE_KEY
		this.make = spawn('make', ['run'], { cwd: TREE, env: this.env,
			detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
		this.gone = new Promise((done) => this.make.once('close', done))
		for (const stream of [this.make.stdout, this.make.stderr])
			stream.on('data', (data) => { this.output += data })
		await until('the ready line', () => {
			assert.equal(this.make.exitCode, null, this.output)
			return /^Belay is ready at https:\/\/localhost:\d+\n$/m.test(this.output)
		}, 120)
		return this
	}

	client(options = {}) {
		return new Client(this.url, { insecure: true, ...options })
	}

	/** What runs for this copy: { pid, parent, command }, found by its folder:
	 * in the environment, on the command line, as the log it writes to. */
	processes() {
		const mark = `BELAY_VAR=${this.folder}\0`
		return everybody().filter((p) => p.environment.includes(mark) ||
			`${p.command} ${p.output}`.includes(`${this.folder}/`))
			.map(({ pid, parent, command }) => ({ pid, parent, command }))
	}

	/** Process ids of a program, nginx or postgres: the one that the supervisor
	 * started, then its children. */
	family(name) {
		const shape = { nginx: /^nginx: /, postgres: /^\S*postgres[: ]/ }[name] ??
			new RegExp(`^\\S*/bin/${name}( |$)`)
		const all = this.processes()
		// its forks are called as it is until they become something else
		const shells = all.filter((p) => /\/serve\.sh$/.test(p.command))
		const supervisor = shells.find((p) =>
			!shells.some((other) => other.pid === p.parent))?.pid
		const head = all.find((p) => p.parent === supervisor && shape.test(p.command))
		return !head ? [] : [head, ...all.filter((p) => p.parent === head.pid)]
			.map((p) => p.pid)
	}

	/** Ctrl-C: the whole foreground group hears of it. */
	async interrupt() {
		this.sessions.end()
		process.kill(-this.make.pid, 'SIGINT')
		await within(`make run to end\n${this.output}`, this.gone, 60)
	}

	/** Leave nothing, whatever happened. */
	destroy() {
		if (this.make.exitCode === null && this.make.signalCode === null)
			process.kill(-this.make.pid, 'SIGKILL')
	}

	/** End it, and fail when a sanitizer had complaints. */
	async stop() {
		if (this.make.exitCode === null && this.make.signalCode === null)
			await this.interrupt()
		for (const name of readdirSync(join(this.folder, 'log')))
			assert.doesNotMatch(readFileSync(join(this.folder, 'log', name), 'utf8'),
				/Sanitizer|runtime error:/, name)
	}
}

export function startRun(options = {}) {
	return new Run(options).start()
}
