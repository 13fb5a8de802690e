#!/usr/bin/env python3
"""Translate the reference templates (templates/*.tpl) into each contestant's own template language.
usage: gen.py ENGINE OUTDIR      ENGINE: c eta mustache django svelte jsx
Syntax: {{path}} escaped value; {{#each path as v}}..{{/each}}; {{#if path}}..{{/if}}"""
import re, sys, pathlib

here = pathlib.Path(__file__).resolve().parent / "templates"
eng, out = sys.argv[1], pathlib.Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
inc = lambda n: (here / n).read_text()
pages = {"w1": "Mentors", "w2": "Dashboard"}
tok = re.compile(r"(\{\{.*?\}\})")


def walk(src, text, val, each, endeach, iff, endif):
    o, stack = [], []
    for part in tok.split(src):
        if not part.startswith("{{"):
            o.append(text(part))
            continue
        c = part[2:-2].strip()
        if c.startswith("#each"):
            _, path, _, v = c.split()
            stack.append(v)
            o.append(each(path, v, stack[:-1]))
        elif c == "/each":
            stack.pop()
            o.append(endeach())
        elif c.startswith("#if"):
            o.append(iff(c.split()[1], stack))
        elif c == "/if":
            o.append(endif())
        else:
            o.append(val(c, stack))
    return "".join(o)


def rooted(p, stack, root):
    return p if p.split(".")[0] in stack else root + p


idt = lambda s: s
if eng == "eta":
    R = "it."
    for n, t in pages.items():
        src = (
            inc("head.inc").replace("{{title}}", t)
            + inc(n + ".tpl")
            + inc("foot.inc")
        )
        (out / f"{n}.eta").write_text(
            walk(
                src,
                idt,
                lambda p, s: f"<%= {rooted(p,s,R)} %>",
                lambda p, v, s: f"<% for (const {v} of {rooted(p,s,R)}) {{ %>",
                lambda: "<% } %>",
                lambda p, s: f"<% if ({rooted(p,s,R)}.length) {{ %>",
                lambda: "<% } %>",
            )
        )
elif eng == "mustache":

    def name_of(p, s):
        first, _, rest = p.partition(".")
        return (rest or ".") if first in s else p

    for n, t in pages.items():
        src = (
            inc("head.inc").replace("{{title}}", t)
            + inc(n + ".tpl")
            + inc("foot.inc")
        )
        opened = []
        (out / f"{n}.mustache").write_text(
            walk(
                src,
                idt,
                lambda p, s: "{{" + name_of(p, s) + "}}",
                lambda p, v, s: (
                    opened.append(name_of(p, s)) or "{{#" + name_of(p, s) + "}}"
                ),
                lambda: "{{/" + opened.pop() + "}}",
                lambda p, s: "",
                lambda: "",
            )
        )
elif eng == "django":
    (out / "base.html").write_text(
        inc("head.inc").replace("{{title}}", "{% block title %}{% endblock %}")
        + "{% block main %}{% endblock %}"
        + inc("foot.inc")
    )
    for n, t in pages.items():
        (out / f"{n}.html").write_text(
            "{% extends 'base.html' %}{% block title %}"
            + t
            + "{% endblock %}{% block main %}"
            + walk(
                inc(n + ".tpl"),
                idt,
                lambda p, s: "{{ " + p + " }}",
                lambda p, v, s: f"{{% for {v} in {p} %}}",
                lambda: "{% endfor %}",
                lambda p, s: f"{{% if {p} %}}",
                lambda: "{% endif %}",
            )
            + "{% endblock %}"
        )
elif eng == "svelte":
    head = re.sub(r"<!DOCTYPE.*?<body>\n", "", inc("head.inc"), flags=re.S)
    m = (
        re.search(r"<head>\n(.*?)</head>", inc("head.inc"), re.S)
        .group(1)
        .replace('<meta charset="utf-8"/>\n', "")
        .replace(
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n',
            "",
        )
    )
    foot = inc("foot.inc").replace("</body>\n</html>\n", "")
    for n, t in pages.items():
        body = walk(
            inc(n + ".tpl"),
            idt,
            lambda p, s: "{" + rooted(p, s, "data.") + "}",
            lambda p, v, s: f"{{#each {rooted(p,s,'data.')} as {v}}}",
            lambda: "{/each}",
            lambda p, s: f"{{#if {rooted(p,s,'data.')}.length}}",
            lambda: "{/if}",
        )
        (out / f"{n}.svelte").write_text(
            "<script>let { data } = $props();</script>\n<svelte:head>"
            + m.replace("{{title}}", t)
            + "</svelte:head>\n"
            + head
            + body.replace("inputMode", "inputmode")
            + foot
        )
elif eng == "jsx":
    fix = lambda s: s.replace(" class=", " className=").replace(
        'rows="3"', "rows={3}"
    )
    head = re.search(r"<body>\n(.*)", inc("head.inc"), re.S).group(1)
    foot = inc("foot.inc").replace("</body>\n</html>\n", "")
    m = (
        re.search(r"<head>\n(.*?)</head>", inc("head.inc"), re.S)
        .group(1)
        .replace('<meta charset="utf-8"/>\n', "")
    )
    for n, t in pages.items():
        # JSX drops line breaks next to tags; that only makes the contestant's page smaller
        body = walk(
            inc(n + ".tpl"),
            fix,
            lambda p, s: "{" + rooted(p, s, "data.") + "}",
            lambda p, v, s: "{"
            + rooted(p, s, "data.")
            + f".map(({v}) => (<Fragment key={{{v}.id ?? {v}}}>",
            lambda: "</Fragment>))}",
            lambda p, s: "{" + rooted(p, s, "data.") + ".length > 0 && (<>",
            lambda: "</>)}",
        )
        body = body.replace(
            "value={data.user.csrf}", "defaultValue={data.user.csrf}"
        )
        attr = lambda b: re.sub(
            r'"([^"<>]*\{[^"<>]*)"',
            lambda k: "{`" + k.group(1).replace("{", "${") + "`}",
            b,
        )
        # header, footer and page as one component
        (out / f"{n}.jsx").write_text(
            "import { Fragment } from 'react';\nexport default function Page({ data }) { return (<>\n"
            + fix(head)
            + attr(body).replace("`}`}", "`}")
            + fix(foot)
            + "</>); }\n"
        )
elif eng == "c":
    # literal pieces become constants with their lengths; values go through esc(); lists become loops over PGresult-like accessors
    def cstr(s):
        return (
            '"'
            + s.replace("\\", "\\\\")
            .replace('"', '\\"')
            .replace("\n", '\\n"\n  "')
            + '"'
        )

    o = ["/* generated by gen.py from templates/ -- do not edit */\n"]
    for n, t in pages.items():
        src = (
            inc("head.inc").replace("{{title}}", t)
            + inc(n + ".tpl")
            + inc("foot.inc")
        )

        def val(p, s):
            a = p.split(".")
            if a[0] in s:
                return f"  ESC_{a[0].upper()}({'_'.join(a[1:]) or 'self'});\n"
            return f"  ESC_TOP({'_'.join(a)});\n"

        o.append(
            f"static void render_{n}(buf *o, const {n}_data *d) {{\n"
            + walk(
                src,
                lambda x: f"  LIT({cstr(x)});\n" if x else "",
                val,
                lambda p, v, s: f"  EACH_{v.upper()} {{\n",
                lambda: "  }\n",
                lambda p, s: f"  IF_{p.upper()} {{\n",
                lambda: "  }\n",
            )
            + "}\n"
        )
    (out / "templates.h").write_text("".join(o))
else:
    sys.exit("unknown engine " + eng)
