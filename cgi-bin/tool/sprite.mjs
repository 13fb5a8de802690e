#!/usr/bin/env node
// The icon sprite, made of exactly the icons that pages use.
//
//   node cgi-bin/tool/sprite.mjs ICONS    writes static/icons.svg from the
//                                         folder ICONS of lucide-static
//   node cgi-bin/tool/sprite.mjs --check  fails when an icon is missing
//
// An icon is used when a template or script says `icons.svg…#name`, when C says
// `icon = "name"`, or when templates/icons.txt lists it (names that come from data).
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sprite = path.join(root, "static/icons.svg");

function* files(folder, suffix) {
	for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
		const at = path.join(folder, entry.name);
		if (entry.isDirectory())
			yield* files(at, suffix);
		else if (suffix.test(entry.name))
			yield at;
	}
}

function used() {
	const names = new Set();
	const collect = (folder, suffix, pattern) => {
		for (const file of files(path.join(root, folder), suffix))
			for (const m of fs.readFileSync(file, "utf8").matchAll(pattern))
				names.add(m[1]);
	};
	collect("templates", /\.mustache$/, /icons\.svg\}\}#([a-z0-9-]+)/g);
	collect("static/js", /\.js$/, /icons\.svg#([a-z0-9-]+)/g);
	collect("cgi-bin", /\.c$/, /\bicon = "([a-z0-9-]+)"/g);
	const list = fs.readFileSync(path.join(root, "templates/icons.txt"), "utf8");
	for (const line of list.split("\n"))
		if (line && !line.startsWith("#"))
			names.add(line);
	return [...names].sort();
}

function symbol(folder, name) {
	const svg = fs.readFileSync(path.join(folder, `${name}.svg`), "utf8");
	const inner = svg.replace(/<!--[\s\S]*?-->/g, "")
		.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "");
	return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}

const [argument] = process.argv.slice(2);
if (argument === "--check") {
	const made = fs.readFileSync(sprite, "utf8");
	const missing = used().filter((n) => !made.includes(`id="${n}"`));
	if (missing.length > 0) {
		console.error(`static/icons.svg lacks ${missing.join(", ")}`);
		process.exit(1);
	}
} else if (argument) {
	const symbols = used().map((name) => symbol(argument, name));
	fs.writeFileSync(sprite,
		`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
} else {
	console.error("usage: sprite.mjs ICONS | --check");
	process.exit(2);
}
