// A mail server in a process of its own (smtp.mjs), and what it took.
//
//	const server = await startMailServer(folder)
//	const env = server.settings          // of a site that sends by it
//	server.mails()                       // as smtp.mjs describes them
//	server.stop()
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { heard } from './wait.mjs'

const SMTP = new URL('smtp.mjs', import.meta.url).pathname

export async function startMailServer(folder, ...args) {
	const dir = mkdtempSync(join(folder, 'smtp-'))
	chmodSync(dir, 0o755) // the certificate is read by whom the site runs as
	const child = spawn(process.execPath, [SMTP, dir, ...args],
		{ stdio: ['ignore', 'pipe', 'inherit'] })
	const [line] = await heard('the mail server to be ready', child.stdout, 'data')
	const port = Number(String(line).split(' ')[1])
	const ca = join(dir, 'localhost.pem')
	return {
		dir, port, ca,
		settings: { SMTP_URL: `smtp://lab:lab-pass@localhost:${port}`,
			SMTP_CA_FILE: ca },
		mails: () => readdirSync(dir).filter((n) => n.endsWith('.json')).sort()
			.map((n) => JSON.parse(readFileSync(join(dir, n)))),
		/** Messages to hold@ that came whole and wait for an answer. */
		held: () => readdirSync(dir).filter((n) => n.endsWith('.held')).length,
		/** Answer them. */
		release: () => writeFileSync(join(dir, 'release'), ''),
		stop: () => child.kill(),
	}
}
