// A backup taken while people work, brought back elsewhere, is the same platform.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { startStack } from '../../support/stack.mjs'

const run = promisify(execFile)
const TREE = resolve(import.meta.dirname, '../../..')
const BIN = join(TREE, '.build', process.env.MODE ?? 'dev', 'bin')
const SERVER = process.env.BELAY_TEST_SERVER
const PG = '/usr/lib/postgresql/15/bin'
const folder = mkdtempSync(join(process.env.BELAY_TEST_TMP, 'backup-'))
const file = join(folder, 'belay.tar')
const elsewhere = `restored_${process.pid}`

let stack

before(async () => {
	stack = await startStack({ demo: true, programs: ['account'], workers: false })
	mkdirSync(join(stack.folder, 'secrets'))
	writeFileSync(join(stack.folder, 'secrets/key'), 'ab'.repeat(32))
	await psql('postgres', `CREATE DATABASE ${elsewhere}`)
})
after(async () => {
	await stack.stop()
	await psql('postgres', `DROP DATABASE ${elsewhere}`)
})

async function psql(database, query) {
	const { stdout } = await run(join(PG, 'psql'),
		['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', `${SERVER} dbname=${database}`, '-c', query])
	return stdout
}

function tool(name, where, ...args) {
	return run(join(TREE, 'cgi-bin/tool', name), args,
		{ cwd: TREE, env: { ...process.env, BELAY_VAR: where } })
}

// Every table's rows as a number and a digest; sequences too.
async function contents(database) {
	return psql(database, `SELECT t.relname, (xpath('/row/x/text()', query_to_xml(
		format(CASE t.relkind WHEN 'S' THEN 'SELECT last_value AS x FROM %I'
			ELSE 'SELECT count(*) || '':'' || coalesce(sum(hashtextextended(r::text, 0)), 0)
				AS x FROM %I r' END, t.relname),
		false, true, '')))[1]
		FROM pg_class t WHERE t.relnamespace = 'public'::regnamespace
		AND t.relkind IN ('r', 'S')
		AND t.relname NOT LIKE 'audit%' -- says that the backup was taken
		ORDER BY 1`)
}

test('a backup has all of it and is private', async () => {
	await tool('backup.sh', stack.folder, file, `${SERVER} dbname=${stack.database}`)
	assert.equal(statSync(file).mode & 0o777, 0o600)
	const { stdout } = await run('tar', ['-tf', file])
	assert.match(stdout, /^database\.dump$/m)
	assert.match(stdout, /^secrets\/key$/m)
	assert.match(stdout, /^media\/avatars\/\w/m)
})

test('restored, it is the same: rows, rights, files', async () => {
	const where = join(folder, 'var')
	mkdirSync(where)
	await tool('restore.sh', where, file, `${SERVER} dbname=${elsewhere}`)
	assert.equal(await contents(elsewhere), await contents(stack.database))
	assert.match(await contents(elsewhere), /^users\|\d{2,}:/m)
	await run('diff', ['-r', join(stack.folder, 'media'), join(where, 'media')])
	assert.equal(readFileSync(join(where, 'secrets/key'), 'utf8'), 'ab'.repeat(32))
	const schema = async (name) => (await run(join(PG, 'pg_dump'),
		['-s', '-d', `${SERVER} dbname=${name}`], { maxBuffer: 1 << 26 })).stdout
			.replaceAll(/^\\(un)?restrict .*$/gm, '')
	assert.equal(await schema(elsewhere), await schema(stack.database))
	for (const program of ['account', 'booking', 'worker'])
		await run(join(BIN, program), ['--contract'], { env: { ...process.env,
			BELAY_VAR: where,
			BELAY_DATABASE: `${SERVER.replace(/user=\S+/, '')} dbname=${elsewhere}` } })
	// The migrations are noted too: none runs again.
	const { stdout } = await run(join(BIN, '../tool/migrate'),
		['--status', `${SERVER} dbname=${elsewhere}`, join(TREE, 'sql/migrations')])
	assert.doesNotMatch(stdout, /waits/)
})

test('nothing is restored over something', async () => {
	const rows = await contents(elsewhere)
	await assert.rejects(
		tool('restore.sh', join(folder, 'var'), file, `${SERVER} dbname=${elsewhere}`),
		/there are tables in the database already/)
	assert.equal(await contents(elsewhere), rows)
})

test('what is no backup is refused', async () => {
	await assert.rejects(tool('restore.sh', folder, '/nonexistent.tar'), /cannot read|realpath/)
	await assert.rejects(tool('backup.sh', folder, join(folder, 'x.tar'),
		`${SERVER} dbname=nonexistent`), /cannot be dumped/)
	assert.throws(() => statSync(join(folder, 'x.tar')))
})
