// classes.mjs [--sizes]: every class that the style sheets know is used, every
// class that is used is known.  --sizes tells what each kind of page fetches.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

// Mails bring their own style.
const ELSEWHERE = /templates\/_mail\//

function* filesIn(folder, end) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name)
		if (entry.isDirectory())
			yield* filesIn(path, end)
		else if (end.test(entry.name) && !ELSEWHERE.test(path))
			yield path
	}
}

const read = (path) => readFileSync(path, 'utf8')
const names = (files, pattern, take = (found) => found[1].split(/\s+/)) =>
	new Set(files.flatMap((path) => [...read(path).matchAll(pattern)].flatMap(take)).filter(Boolean))

const sheets = [...filesIn('static/css', /\.css$/)]
const known = new Set(sheets.flatMap((path) =>
	[...read(path).replaceAll(/\/\*.*?\*\/|url\([^)]*\)|"[^"]*"/gs, '').matchAll(/\.(-?[a-z_][\w-]*)/gi)].map((found) => found[1])))
const pages = [...filesIn('templates', /\.mustache$/), ...filesIn('static/error', /\.html$/)]
const used = names(pages, /\bclass="([^"{}]*)"/g)
const scripts = [...filesIn('static/js', /\.js$/), ...filesIn('static/root', /\.js$/)]
for (const name of names(scripts, /className = "([^"]+)"|classList\.\w+\("([^"]+)"/g,
	(found) => (found[1] ?? found[2]).split(' ')))
	used.add(name)

let bad = 0
for (const [words, some, all] of [['in no template', known, used], ['in no style sheet', used, known]])
	for (const name of [...some].sort())
		if (!all.has(name)) {
			console.log(`.${name} is ${words}`)
			bad++
		}

if (process.argv.includes('--sizes')) {
	const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
	const size = (label, paths) => {
		const all = Buffer.concat(paths.map((path) => readFileSync(path)))
		console.log(`${label}: ${kib(all.length)}, ${kib(gzipSync(all, { level: 9 }).length)} gzip`)
	}
	size('css of every page', ['tokens', 'base', 'layout', 'components', 'utilities'].map((name) => `static/css/${name}.css`))
	for (const path of filesIn('static/js', /\.js$/))
		size(path, [path])
	size('icons', ['static/icons.svg'])
}
process.exitCode = bad > 0 ? 1 : 0
