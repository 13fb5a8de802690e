"""Medians, the tables people read and the JSON."""

import json
import statistics
import time

from machine import CORES

MOST_FOREIGN = 0.15
COLUMNS = ("rps", "p50", "p99", "bytes", "app", "nginx", "pg", "foreign")


def quiet(runs):
    """The rounds in which neighbours took little; all, where none was."""
    return [r for r in runs if r.get("foreign", 0) <= MOST_FOREIGN] or runs


def median(runs, column):
    return statistics.median(r[column] for r in quiet(runs))


def capacity(runs):
    """Requests a second that all cores could serve if the load generator and
    the neighbours cost nothing."""
    cost = sum(median(runs, c) for c in ("app", "nginx", "pg"))
    return CORES * 1000 / max(cost, 1e-9)


def rows_of(contestants, load):
    """(name, runs) of a load; pgbench has one row per script of it."""
    for c in contestants:
        for key, runs in c.results.items():
            if key == load:
                yield c.name, runs
            elif c.name == "pgbench" and key.startswith(load):
                yield f"pgbench {key}", runs


def print_load(contestants, load, options):
    rows = list(rows_of(contestants, load))
    if not rows:
        return
    base = [runs for name, runs in rows if name == "c-libfcgi"]
    base = capacity(base[0] if base else rows[0][1])
    lonely = {c.name: c.results.get(load + "_c1") for c in contestants}
    print(
        f"\n{load.upper()}  (median of the quiet ones of {options.rounds} "
        f"rounds, {options.conns} connections; CPU in ms per request; cap/s = "
        f"{CORES} cores / CPU per request)\n"
        f"{'contestant':18}{'cap/s':>8}{'ratio':>7}{'app':>8}{'nginx':>8}"
        f"{'pg':>8}{'req/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'c1 p50':>8}"
        f"{'bytes':>8}{'bad':>5}{'foreign':>9}{'quiet':>7}"
    )
    for name, runs in sorted(rows, key=lambda row: -capacity(row[1])):
        n = sum(r.get("foreign", 0) <= MOST_FOREIGN for r in runs)
        alone = median(lonely[name], "p50") if lonely.get(name) else 0
        bad = sum(r["bad"] + r["err"] for r in runs)
        print(
            f"{name:18}{capacity(runs):8.0f}{capacity(runs) / base:7.2f}"
            f"{median(runs, 'app'):8.4f}{median(runs, 'nginx'):8.4f}"
            f"{median(runs, 'pg'):8.4f}{median(runs, 'rps'):9.0f}"
            f"{median(runs, 'p50'):8.2f}{median(runs, 'p99'):8.2f}"
            f"{alone:8.2f}{median(runs, 'bytes'):8.0f}{bad:5}"
            f"{median(runs, 'foreign'):9.0%}{n:>5}/{len(runs)}"
        )


def print_all(contestants, options):
    for load in options.loads:
        print_load(contestants, load, options)
    print(f"\n{'contestant':18}{'cold ms':>9}{'PSS idle':>10}{'PSS load':>10}")
    for c in contestants:
        if c.cold_ms:
            print(
                f"{c.name:18}{statistics.median(c.cold_ms):9.0f}"
                f"{c.pss_idle:10.1f}{c.pss:10.1f}"
            )


def as_json(contestants, options):
    found = {
        "when": time.strftime("%FT%TZ", time.gmtime()),
        "cores": CORES,
        "rounds": options.rounds,
        "seconds": options.secs,
        "connections": options.conns,
        "contestants": {},
    }
    for c in contestants:
        one = found["contestants"][c.name] = {
            "cold_ms": c.cold_ms,
            "pss_idle_mib": round(c.pss_idle, 1),
            "pss_load_mib": round(c.pss, 1),
            "sizes": c.sizes,
        }
        for load, runs in c.results.items():
            one[load] = {
                k: round(median(runs, k), 4) for k in COLUMNS if k in runs[0]
            }
            if "app" in runs[0]:
                one[load]["cap"] = round(capacity(runs))
            one[load]["runs"] = [
                {k: round(r[k], 4) for k in COLUMNS if k in r} for r in runs
            ]
    return json.dumps(found, indent=1)
