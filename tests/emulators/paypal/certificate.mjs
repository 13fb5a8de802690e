// A certificate authority of our own, in the shape of PayPal's: a root that the site
// is told to trust, an intermediate, the leaf that signs webhooks, and one for the
// server that hands the chain out.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const NAME = 'messageverificationcerts.paypal.com'
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
const RSA = ['-newkey', 'rsa:2048']

function openssl(folder, ...args) {
	execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
}

function sign(folder, name, subject, issuer, key, extensions) {
	openssl(folder, 'req', ...key, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`,
		'-subj', subject)
	writeFileSync(join(folder, `${name}.ext`), extensions)
	openssl(folder, 'x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey',
		`${issuer}.key`, '-CAcreateserial', '-out', `${name}.pem`, '-days', '3650', '-sha256',
		'-extfile', `${name}.ext`)
}

// Whoever trusts the root for our server goes on trusting everybody else.
const SYSTEM = '/etc/ssl/certs/ca-certificates.crt'

/** Makes the files once in a folder; gives { root, bundle (paths), chain, leaf, key,
 * server }. */
export function makeCertificates(folder) {
	const file = (name) => readFileSync(join(folder, name), 'utf8')
	if (!existsSync(join(folder, 'bundle.pem'))) {
		mkdirSync(folder, { recursive: true, mode: 0o700 })
		openssl(folder, 'req', '-x509', ...EC, '-nodes', '-keyout', 'root.key', '-out',
			'root.pem', '-days', '3650', '-subj', '/O=Lab CA/CN=Lab Root', '-addext',
			'basicConstraints=critical,CA:TRUE')
		sign(folder, 'inter', '/O=Lab CA/CN=Lab Intermediate', 'root', EC,
			'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=keyCertSign\n')
		sign(folder, 'leaf', `/O=PayPal, Inc./CN=${NAME}`, 'inter', RSA,
			`basicConstraints=CA:FALSE\nsubjectAltName=DNS:${NAME}\nkeyUsage=digitalSignature\n`)
		sign(folder, 'server', '/CN=localhost', 'inter', EC,
			'basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n')
		writeFileSync(join(folder, 'bundle.pem'), file('root.pem') + (existsSync(SYSTEM)
			? readFileSync(SYSTEM, 'utf8') : ''))
	}
	return { root: join(folder, 'root.pem'), bundle: join(folder, 'bundle.pem'),
		chain: file('leaf.pem') + file('inter.pem'),
		leaf: file('leaf.pem'), key: file('leaf.key'),
		server: { key: file('server.key'), cert: file('server.pem') + file('inter.pem') } }
}
