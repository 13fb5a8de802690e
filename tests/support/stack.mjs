// A whole private Belay for a test file: a database cloned from the migrated
// one, every program, the worker and nginx, on free ports, below one temporary
// folder.  make test provides the PostgreSQL server and the build.
//
//	const stack = await startStack()
//	after(() => stack.stop())
//	const mia = await stack.signIn(await stack.addMember({ roles: ['mentor'] }))
//	const page = await mia.get('/dashboard')
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { simpleParser } from 'mailparser'
import { Client } from './client.mjs'
import { Sessions, psql } from './psql.mjs'
import { heard, until, within } from './wait.mjs'

export { until }

const run = promisify(execFile)
const LIMIT = { timeout: 120_000, killSignal: 'SIGKILL' }
const TREE = resolve(dirname(new URL(import.meta.url).pathname), '../..')
const TMP = process.env.BELAY_TEST_TMP
const SERVER = process.env.BELAY_TEST_SERVER
const MODE = process.env.MODE ?? 'dev'
const BUILD = join(TREE, '.build', MODE)

export const PASSWORD = 'belay-demo-2026'
// Of PASSWORD, with libsodium's interactive limits.
const PASSWORD_HASH =
	'$argon2id$v=19$m=65536,t=2,p=1$KCxaSEX6FFR+1WaYa7J3Ig$9UM0/u++NAGxCxsPb2Wd5XOcJVsneGbphXaVsBr+t/4'

/** One of the demo's people, to sign in as: demo('mia'). */
export function demo(name) {
	return { name, email: `${name}@demo.belay.test`, password: PASSWORD }
}

let stacks = 0
let members = 0

// Below those that the system gives to connections: one of these may take a
// port between our looking and nginx's binding.
const PORTS = { from: 20000, to: 32000 }

async function isFree(port) {
	const server = createServer()
	server.listen(port, '127.0.0.1')
	try {
		await heard('a port', server, 'listening')
	} catch {
		return false
	}
	server.close()
	await heard('a port to be free', server, 'close')
	return true
}

/** Ports nobody listens on at the moment, and no other test of this run gets. */
export async function freePorts(count) {
	const ports = []
	while (ports.length < count) {
		const port = randomInt(PORTS.from, PORTS.to)
		try {
			await writeFile(join(TMP, `port-${port}`), '', { flag: 'wx' })
		} catch (error) {
			if (error.code !== 'EEXIST')
				throw error
			continue
		}
		if (await isFree(port))
			ports.push(port)
	}
	return ports
}

function literal(value) {
	if (value === null || value === undefined)
		return 'NULL'
	if (Array.isArray(value))
		return value.length ? `ARRAY[${value.map(literal).join(', ')}]` : "'{}'"
	if (typeof value === 'number' || typeof value === 'bigint')
		return String(value)
	if (typeof value === 'boolean')
		return value ? 'true' : 'false'
	if (value instanceof Date)
		return literal(value.toISOString())
	if (typeof value === 'object')
		return literal(JSON.stringify(value))
	return `'${String(value).replaceAll("'", "''")}'`
}

export class Stack {
	/** Options: env (settings), processes, clockOffset (seconds), rateFactor
	 * (1 to test the limits), programs (names; all), workers (true), demo (true:
	 * the demo's people, who sign in by demo(name), and their pictures). */
	constructor(options) {
		this.options = { env: {}, processes: 1, clockOffset: 0, rateFactor: 1000,
			programs: null, workers: true, demo: false, ...options }
		this.children = new Map()
		this.database = `t_${process.pid}_${++stacks}`
		this.sessions = new Sessions(() => this.conninfo())
	}

	/** Where a database is: the stack's own, or another of the same server. */
	conninfo(database = this.database) {
		return `${SERVER} dbname=${database}`
	}

	async start() {
		assert.ok(TMP && SERVER, 'run this by: make test T=http/…')
		this.folder = await mkdtemp(join(TMP, 's-'))
		const [https, http, bench] = await freePorts(3)
		this.port = https
		this.httpPort = http
		this.benchPort = bench
		this.url = `https://localhost:${https}`
		for (const name of ['run', 'log', 'media', 'mail', 'tmp', 'nginx'])
			await mkdir(join(this.folder, name))
		await this.chooseRoutes()
		this.env = this.environment()
		await Promise.all([
			psql(this.conninfo('postgres'),
				`CREATE DATABASE ${this.database} TEMPLATE ${
					this.options.demo ? 'app_demo' : 'app_test'}`),
			this.drawDemo(),
			run(join(TREE, 'cgi-bin/tool/site.sh'), [join(this.folder, 'nginx')],
				{ env: this.env, ...LIMIT }),
		])
		for (const name of this.names)
			this.launch(name)
		this.launch('nginx')
		await Promise.all(this.served.map((name) => this.ready(name)))
		return this
	}

	async drawDemo() {
		const folder = join(this.folder, 'media/avatars')
		if (!this.options.demo)
			return
		await mkdir(folder)
		await run(join(BUILD, 'tool/portrait'),
			[join(TREE, 'sql/demo/portraits.tsv'), folder], LIMIT)
	}

	async chooseRoutes() {
		const wanted = this.options.programs
		const lines = readFileSync(join(BUILD, 'routes.tsv'), 'utf8')
			.split('\n').filter((line) => line && (!wanted ||
				wanted.includes(line.split('\t')[0])))
		this.routes = join(this.folder, 'routes.tsv')
		await writeFile(this.routes, `${lines.join('\n')}\n`)
		this.served = [...new Set(lines.map((line) => line.split('\t')[0]))]
		const routed = new Set(readFileSync(join(BUILD, 'routes.tsv'), 'utf8')
			.split('\n').map((line) => line.split('\t')[0]))
		const daemons = readdirSync(join(BUILD, 'bin'))
			.filter((name) => !routed.has(name) && this.options.workers)
		this.names = [...this.served, ...daemons]
	}

	environment() {
		return {
			...process.env,
			BELAY_VAR: this.folder,
			BELAY_RUN: join(this.folder, 'run'),
			BELAY_LOG: join(this.folder, 'log'),
			BELAY_ROUTES: this.routes,
			BELAY_STATIC: join(TREE, '.build/static'),
			BELAY_STATIC_MANIFEST: join(TREE, '.build/static/manifest.txt'),
			BELAY_TEMPLATES: join(TREE, 'templates'),
			BELAY_DATABASE: `${SERVER.replace(/user=\S+/, '')} dbname=${this.database}`,
			BELAY_SECRET_KEY: createHash('sha256').update('tests').digest('hex'),
			BELAY_PUBLIC_URL: this.url,
			BELAY_HTTPS_PORT: this.port,
			BELAY_HTTP_PORT: this.httpPort,
			BELAY_BENCH_PORT: this.benchPort,
			BELAY_NGINX_WORKERS: 1,
			BELAY_RATE_FACTOR: this.options.rateFactor,
			BELAY_CLOCK_OFFSET: this.options.clockOffset,
			BELAY_PROCESSES: this.options.processes,
			BELAY_DEMO: this.options.demo ? 1 : 0,
			...this.options.env,
		}
	}

	/** Start a program (again, after kill): worker, nginx, account, … */
	launch(name) {
		const log = openSync(join(this.folder, 'log', `${name}.log`), 'a')
		const conf = join(this.folder, 'nginx')
		const command = name === 'nginx'
			? ['nginx', '-p', `${conf}/`, '-c', `${conf}/nginx.conf`, '-e',
				join(this.folder, 'log/nginx-error.log'), '-g', 'daemon off;']
			: [join(BUILD, 'bin', name)]
		if (this.served.includes(name))
			command.push('--socket', join(this.folder, 'run', `${name}.sock`),
				'--processes', String(this.options.processes))
		const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', ...command],
			{ env: this.env, cwd: this.folder, detached: true,
				stdio: ['ignore', log, log] })
		closeSync(log)
		child.gone = new Promise((done) => child.once('exit', done))
		this.children.set(name, child)
		return child
	}

	/** Wait until a program answers that it is ready. */
	async ready(name) {
		await until(`${name} to be ready\n${this.log(name)}`, () => {
			const child = this.children.get(name)
			assert.equal(child.exitCode, null, this.log(name))
			return this.internal(name, '/readyz').then((r) => r.status === 200,
				() => false)
		}, 60)
	}

	/** GET from the internal listener: /healthz, /readyz, /metrics. */
	internal(name, path) {
		let call
		const answer = new Promise((done, fail) => {
			call = request({ socketPath: join(this.folder, 'run/internal.sock'),
				path, agent: false, headers: { host: name } }, (message) => {
				text(message).then((body) =>
					done({ status: message.statusCode, body }), fail)
			}).on('error', fail)
			call.end()
		})
		return within(`${name}${path}`, answer, 20).finally(() => call.destroy())
	}

	log(name) {
		try {
			return readFileSync(join(this.folder, 'log', `${name}.log`), 'utf8')
		} catch {
			return ''
		}
	}

	/** End one program by a signal and wait until it is gone. */
	async kill(name, signal = 'SIGTERM') {
		const child = this.children.get(name)
		const whole = signal === 'SIGKILL'
		process.kill(whole ? -child.pid : child.pid, signal)
		await within(`${name} to be gone after ${signal}`, child.gone, 30)
	}

	/** A stranger's browser.  Options: address (127.0.0.2 …), headers. */
	client(options = {}) {
		return new Client(this.url, options)
	}

	/** Rows of a query; $1 … stand for the values. */
	async sql(text, ...values) {
		const query = text.trim().replace(/;$/, '')
			.replaceAll(/\$(\d+)/g, (_, n) => literal(values[n - 1]))
		if (!/^(select|with|values|table)\b/i.test(query) &&
			!/\breturning\b/i.test(query)) {
			await this.sessions.ask(`${query};`)
			return []
		}
		const out = await this.sessions.ask(/^(insert|update|delete)\b/i.test(query)
			? `WITH q AS (${query}) SELECT coalesce(json_agg(q), '[]') FROM q;`
			: `SELECT coalesce(json_agg(q), '[]') FROM (${query}) q;`)
		return JSON.parse(out)
	}

	/** A member made in the database; gives { id, email, name, handle }. */
	async addMember({ email, name, roles = [], verified = true,
		timezone = 'UTC' } = {}) {
		const n = ++members
		const member = { email: email ?? `member${n}@test.belay.test`,
			name: name ?? `Member ${n}`, handle: `m${n}-${randomBytes(3).toString('hex')}` }
		const [{ id }] = await this.sql(`INSERT INTO users (email, verified_at,
			created_at) VALUES ($1, CASE WHEN $2 THEN app_now() END, app_now())
			RETURNING id`, member.email, verified)
		await this.sessions.ask(`
			INSERT INTO credential (user_id, password_hash, changed_at)
				VALUES (${id}, ${literal(PASSWORD_HASH)}, app_now());
			INSERT INTO profile (user_id, handle, display_name, timezone)
				VALUES (${id}, ${literal(member.handle)}, ${literal(member.name)},
				${literal(timezone)});
			INSERT INTO preference (user_id) VALUES (${id});
			INSERT INTO user_role (user_id, role, granted_at)
				SELECT ${id}, r, app_now()
				FROM unnest(${literal(['member', ...roles])}) r;`)
		return { id, ...member }
	}

	/** A signed-in client, for a member or an address. */
	async signIn(who, options = {}) {
		const client = this.client(options)
		const answer = await client.submit('/login',
			{ email: who.email ?? who, password: options.password ?? PASSWORD })
		assert.equal(answer.status, 303, answer.body)
		client.member = who
		return client
	}

	/** The newest mail to an address (whose subject matches), parsed. */
	async readMail(to, subject = /./, seconds = 60) {
		const folder = join(this.folder, 'mail')
		return until(`mail to ${to} (${subject})`, async () => {
			const found = []
			for (const name of await readdir(folder)) {
				if (name.startsWith('.') || name.endsWith('.tmp'))
					continue
				const mail = await simpleParser(await readFile(join(folder, name)))
				if (mail.to?.text.includes(to) && subject.test(mail.subject))
					found.push([(await stat(join(folder, name))).mtimeMs, mail])
			}
			return found.sort(([a], [b]) => b - a)[0]?.[1]
		}, seconds)
	}

	/** Stop all, drop the database; fails when a sanitizer had complaints. */
	async stop() {
		for (const [name, child] of this.children)
			if (child.exitCode === null && child.signalCode === null)
				child.kill(name === 'nginx' ? 'SIGQUIT' : 'SIGTERM')
		const late = pause(10000, 'late', { ref: false })
		for (const [name, child] of this.children)
			if (await Promise.race([child.gone, late]) === 'late') {
				process.kill(-child.pid, 'SIGKILL')
				await within(`${name} to be gone`, child.gone, 10)
			}
		this.sessions.end()
		await psql(this.conninfo('postgres'), `DROP DATABASE ${this.database} WITH (FORCE)`)
		for (const name of readdirSync(join(this.folder, 'log')))
			assert.doesNotMatch(this.log(basename(name, '.log')),
				/Sanitizer|runtime error:/)
	}
}

export async function startStack(options = {}) {
	const stack = new Stack(options)
	try {
		return await stack.start()
	} catch (error) {
		await stack.stop()      // else its programs keep the test alive
		throw error
	}
}
