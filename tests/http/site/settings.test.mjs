// Settings: every program knows the names of all, and refuses to start with one
// that nobody declares or with a value of another shape.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

const TREE = resolve(import.meta.dirname, '../../..')
const MODE = process.env.MODE ?? 'dev'
const BIN = join(TREE, '.build', MODE, 'bin')
const TMP = process.env.BELAY_TEST_TMP
const programs = readdirSync(BIN)

// The settings of the tests themselves stay outside.
const clean = Object.fromEntries(Object.entries(process.env)
	.filter(([name]) => !name.startsWith('BELAY_')))

function run(command, args, env = {}) {
	return new Promise((done) => {
		const child = spawn(command, args, { cwd: TREE,
			env: { ...clean, MODE, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
		let output = ''
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (data) => { output += data })
		child.once('close', (code) => done({ code, output }))
	})
}

function envFile(...lines) {
	const file = join(TMP, `settings-${process.pid}.env`)
	writeFileSync(file, `${lines.join('\n')}\n`)
	return file
}

const names = (text) => [...text.matchAll(/^#([A-Z][A-Z0-9_*]*)=/gm)].map((m) => m[1])

test('the build found the name of every setting', async () => {
	const known = new Set([...readFileSync(
		join(TREE, '.build/gen/lib/base/setting_names.h'), 'utf8')
		.matchAll(/"([A-Z0-9_*]+)"/g)].map((m) => m[1]))
	for (const program of programs) {
		const { output } = await run(join(BIN, program), ['--settings'])
		assert.ok(names(output).length > 5, program)
		for (const name of names(output))
			assert.ok(known.has(name), `${program} declares ${name}`)
	}
	const all = names((await run('cgi-bin/tool/settings.sh', [])).output)
	assert.deepEqual([...known].sort(), [...new Set(all)].sort())
	assert.equal(all.length, new Set(all).size, 'each is explained once')
})

test('no program starts with a mistake in the file, and says where', async () => {
	const file = envFile('# Mail', 'SMTP_URL=smtp://mail.example', '',
		'SMTP_FORM=us@example.org', 'BELAY_CLOCK_OFFSET=soon')
	for (const program of programs) {
		const { code, output } = await run(join(BIN, program),
			[program === 'worker' ? '--contract' : '--check'],
			{ BELAY_ENV_FILE: file })
		assert.equal(code, 78, output)
		assert.match(output, /settings-\d+\.env:4: SMTP_FORM is no setting/)
		assert.match(output, /:5: BELAY_CLOCK_OFFSET is not a whole number/)
		assert.doesNotMatch(output, /us@example\.org|soon/, 'no values in logs')
	}
})

test('a process of its own name has its own number', async () => {
	const file = envFile('BELAY_PROCESSES_WORKER=65', 'BELAY_PROCESSES=1')
	const { code, output } = await run(join(BIN, 'worker'), [], { BELAY_ENV_FILE: file,
		BELAY_SECRET_KEY: 'ab'.repeat(32), BELAY_VAR: TMP })
	assert.equal(code, 78)
	assert.match(output, /processes must be 1 to 64/)
})

// file line, environment, what it says (nothing: fine)
const checks = [
	[[], {}],
	[['BELAY_HTTPS_PORT=8443', 'SMTP_URL="smtps://a.example"', 'BELAY_DEMO=0'], {}],
	[['BELAY_PROCESSES_INBOX=3', 'OIDC_ACME_ISSUER=https://acme.example'], {}],
	[['BELAY_HTTPS_PORT=https'], {}, /:1: BELAY_HTTPS_PORT is not a whole number/],
	[['', '# x', 'BELAY_DEMO=no'], {}, /:3: BELAY_DEMO is neither 0 nor 1/],
	[['SMTP_URL=mail.example'], {}, /:1: SMTP_URL is not an address/],
	[['OIDC_acme_ISSUER=https://a'], {}, /:1: OIDC_acme_ISSUER is no setting/],
	[['SMTP_URL'], {}, /:1: not NAME=value/],
	[['BELAY_USERS=x', 'SMTP=y'], {}, /:1: BELAY_USERS is no .*\n.*:2: SMTP is no /],
	[[], { BELAY_HTTP_PORT: '80a' }, /environment: BELAY_HTTP_PORT is not a whole/],
	[[], { BELAY_PROCESSES_ADMIN: 'x' }, /environment: BELAY_PROCESSES_ADMIN is not/],
]
for (const [lines, env, says] of checks)
	test(`settings.sh --check: ${lines.join(' ')} ${JSON.stringify(env)}`, async () => {
		const { code, output } = await run('cgi-bin/tool/settings.sh',
			['--check', envFile(...lines)], env)
		if (says)
			assert.match(output, says)
		else
			assert.equal(output, '')
		assert.equal(code, says ? 1 : 0)
	})

test('a BELAY_ name of the environment that does nothing is told', async () => {
	const { code, output } = await run('cgi-bin/tool/settings.sh', ['--check'],
		{ BELAY_DEMOO: '0', SOMETHING: 'else', BELAY_RUN: '/x' })
	assert.equal(output, 'environment: BELAY_DEMOO is no setting; it does nothing\n')
	assert.equal(code, 0)
})

test('make run refuses a file with mistakes before it starts anything', async () => {
	const { code, output } = await run('make', ['run'], {
		BELAY_VAR: join(TMP, `refused-${process.pid}`),
		BELAY_ENV_FILE: envFile('BELAY_HTTPS_PORTS=1') })
	assert.notEqual(code, 0)
	assert.match(output, /:1: BELAY_HTTPS_PORTS is no setting/)
	assert.doesNotMatch(output, /Starting/)
})
