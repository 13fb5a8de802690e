// A language for tests, "de": every English sentence of the catalogue in ⟦ ⟧, so
// that what did not come from the catalogue is seen on a page.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const TREE = resolve(import.meta.dirname, '../..')
export const POT = join(TREE, 'templates/_words/belay.pot')

/** Compile it below folder; gives the folder, for BELAY_CATALOGUES. */
export function makePseudo(folder) {
	const to = join(folder, 'de/LC_MESSAGES')
	const pot = readFileSync(POT, 'utf8')
	mkdirSync(to, { recursive: true })
	// gettext wants a line's end in both or in neither
	writeFileSync(join(to, 'belay.po'), pot.replaceAll(/^msgid "(.+?)(\\n)?"\nmsgstr ""$/gm,
		(_, text, end = '') => `msgid "${text}${end}"\nmsgstr "⟦${text}⟧${end}"`))
	execFileSync('msgfmt', ['--check-format', '-o', join(to, 'belay.mo'),
		join(to, 'belay.po')])
	return folder
}

function withoutPseudo(text) {
	for (let was = ''; was !== text;) {
		was = text
		text = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '')
	}
	return text
}

/** What a page says in these elements that the catalogue did not give. */
export function foreign(html, elements) {
	const bare = html.replaceAll(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, '')
	const found = []
	for (const element of elements)
		for (const [, inner] of bare.matchAll(
			new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`, 'g'))) {
			const text = withoutPseudo(inner.replaceAll(/<[^>]*>/g, ' '))
				.replaceAll(/\s+/g, ' ').trim()
			if (/\p{L}{2}/u.test(text.replaceAll(/&\w+;/g, '')))
				found.push(`${element}: ${text}`)
		}
	return found
}
