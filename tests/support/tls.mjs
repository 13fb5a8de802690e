// A certificate of its own for a test server: TLS clients must be told of it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Makes DIR/NAME.pem and DIR/NAME.key for these names and returns both. */
export function certificate(dir, name, alternatives) {
	const key = `${dir}/${name}.key`;
	const cert = `${dir}/${name}.pem`;
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
		'-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`,
		'-addext', `subjectAltName=${alternatives}`], { stdio: 'ignore' });
	return { key: readFileSync(key), cert: readFileSync(cert) };
}
