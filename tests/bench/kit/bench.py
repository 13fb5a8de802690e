#!/usr/bin/env python3
"""Work W by every contestant on one machine, in one run: see README.md."""

import argparse
import html
import http.client
import importlib
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import time

import report
from machine import CORES, PG_BIN, Machine, log
from machine import cpu_between, cpu_of, cpu_of_all, pss_of
from peers import PEERS, Contestant, Next

HERE = pathlib.Path(__file__).resolve().parent
PGBENCH = {
    "w1": ["w1"],
    "w2": ["w2_pipe", "w2_seq"],
    "w3": ["w3_cte", "w3_seq"],
}
STATIC = {"w1": "w1.html", "w2": "w2.html", "w4": "w4.json"}
ANY_CERTIFICATE = ssl._create_unverified_context()


def read_options():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--only", help="contestants, comma-separated")
    p.add_argument(
        "--with",
        dest="extra",
        action="append",
        default=[],
        metavar="MODULE",
        help="a module with contestants(machine)",
    )
    p.add_argument("--loads", default="w1,w2,w4,w3")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--secs", type=int, default=4)
    p.add_argument("--conns", type=int, default=32)
    p.add_argument("--cold", type=int, default=3, help="starts per contestant")
    p.add_argument("--work", help="keep builds and the cluster there")
    p.add_argument("--out", help="the figures as JSON")
    p.add_argument("--port", type=int, default=22000, help="first of 120")
    p.add_argument("--user", default=os.environ.get("BENCH_USER", "postgres"))
    p.add_argument("--ceilings", type=int, default=1, help="0: no pgbench")
    options = p.parse_args()
    options.loads = options.loads.split(",")
    return options


# --- one request ----------------------------------------------------------------
def ask(c, method, path, headers=None, body=None):
    kind = http.client.HTTPConnection
    more = {}
    if c.scheme == "https":
        kind, more = http.client.HTTPSConnection, {"context": ANY_CERTIFICATE}
    connection = kind("127.0.0.1", c.port, timeout=5, **more)
    try:
        host = {"Host": f"127.0.0.1:{c.port}"}
        connection.request(method, path, body, {**host, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def words_of(page):
    """The text inside <main>, without white space."""
    page = page.decode()
    page = page[page.index("<main") : page.index("</main>")]
    page = re.sub(r"<!--.*?-->", "", page, flags=re.S)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", page)))


def check(c, reference, static):
    """The kit's own contestants answer alike."""

    def sid(k):
        return {"Cookie": "sid=t" + str(k).zfill(31)}

    form = {
        **sid(7),
        "Origin": c.url,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    csrf = "c" + "7".zfill(31)
    s1, w1 = ask(c, "GET", "/mentors?tag=topic-05")
    s2, w2 = ask(c, "GET", "/dashboard", sid(7))
    s4, w4 = ask(c, "GET", "/api/mentors?tag=topic-05")
    post = "csrf={}&to=5001&body=Hello+%26+you"
    s3, _ = ask(c, "POST", "/messages", form, post.format(csrf))
    wrong, _ = ask(c, "POST", "/messages", form, post.format("wrong"))
    nobody, _ = ask(c, "GET", "/dashboard", {"Cookie": "sid=" + "x" * 32})
    assert (s1, s2, s4, s3, wrong) == (200, 200, 200, 303, 403), (
        s1,
        s2,
        s4,
        s3,
    )
    assert nobody in (401, 302, 303, 307), nobody
    found = {
        "w1": words_of(w1),
        "w2": words_of(w2),
        "w4": json.loads(w4)["items"],
    }
    if not reference:
        reference.update(found)
        for name, body in (("w1", w1), ("w2", w2), ("w4", w4)):
            (static / STATIC[name]).write_bytes(body)
    for name, value in found.items():
        assert value == reference[name], f"{name} differs"
    return {"w1": len(w1), "w2": len(w2), "w4": len(w4)}


# --- load ---------------------------------------------------------------------
def wrk(url, env, conns, secs):
    process = subprocess.Popen(
        ["wrk", f"-t{1 if conns < 2 else 2}", f"-c{conns}", f"-d{secs}s"]
        + ["--latency", "-s", str(HERE / "wrk/w.lua"), url],
        env={"PATH": os.environ["PATH"], **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    out = process.stdout.read().decode()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    found = re.search(r"RESULT (.*)", out)
    if not found:
        raise RuntimeError(f"wrk failed on {url}: {out[-400:]}")
    n, us, size, p50, p99, _, bad, err = map(int, found.group(1).split())
    return {
        "n": max(n, 1),
        "rps": n / (us / 1e6),
        "bytes": size / max(n, 1),
        "p50": p50 / 1e3,
        "p99": p99 / 1e3,
        "bad": bad,
        "err": err,
        "own": usage.ru_utime + usage.ru_stime,
    }


def load_on(c, load, conns, secs):
    env = {"BENCH_W": load, "BENCH_HOST": f"127.0.0.1:{c.port}"}
    return wrk(c.url, {**env, **c.wrk_env(load)}, conns, secs)


def pgbench(machine, script, secs):
    process = subprocess.Popen(
        machine.user
        + [PG_BIN + "pgbench", "-n", "-M", "prepared", "-c", "16"]
        + ["-j", str(CORES), "-T", str(secs)]
        + ["-f", str(machine.run / f"pgb_{script}.sql"), "bench"],
        env=machine.env,
        cwd=machine.run,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    out = process.stdout.read().decode()
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    number = lambda pattern: float(re.search(pattern, out).group(1))
    return {
        "n": number(r"actually processed: (\d+)"),
        "rps": number(r"tps = ([\d.]+)"),
        "p50": number(r"latency average = ([\d.]+)"),
        "p99": 0,
        "bytes": 0,
        "bad": 0,
        "err": 0,
        "own": usage.ru_utime + usage.ru_stime,
    }


class Meter:
    """CPU of the three tiers while something runs."""

    def __init__(self, postgres, nginx):
        self.others = [[nginx.pid], [postgres.pid]]

    def read(self, c):
        tiers = [cpu_of(roots) for roots in [c.roots] + self.others]
        return cpu_of_all(), tiers

    def measure(self, c, load, work):
        everybody, before = self.read(c)
        run = work()
        all_now, after = self.read(c)
        tiers = [cpu_between(a, b) for a, b in zip(before, after)]
        busy = max(all_now - everybody, 0.01)
        for name, seconds in zip(("app", "nginx", "pg"), tiers):
            run[name] = seconds * 1000 / run["n"]
        run["foreign"] = max(0, busy - sum(tiers) - run["own"]) / busy
        c.results.setdefault(load, []).append(run)
        return run


# --- the run ------------------------------------------------------------------
def build(machine, contestants):
    for c in list(contestants):
        if not c.build:
            continue
        log("build", c.name)
        done = subprocess.run(
            [HERE / "peers/build.sh", c.build, machine.build / c.build],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            log(f"{c.name} does not build:", done.stdout[-800:])
            contestants.remove(c)


def seed(machine):
    if (
        machine.psql(
            "-c",
            "SELECT 1 FROM pg_database WHERE datname = 'bench'",
            database="postgres",
        )
        != "1"
    ):
        machine.psql("-c", "CREATE DATABASE bench", database="postgres")
        for name in ("schema", "seed"):
            shutil.copy(HERE / f"db/{name}.sql", machine.run)
            machine.psql("-1", "-f", machine.run / f"{name}.sql")
        machine.psql("-c", "VACUUM ANALYZE")
    shutil.copy(HERE / "db/reset.sql", machine.run)
    for script in (HERE / "db/pgbench").glob("*.sql"):
        shutil.copy(script, machine.run / f"pgb_{script.name}")


def start_nginx(machine, contestants, port):
    text = (HERE / "nginx.conf.in").read_text()
    servers = "".join(
        c.servers.replace("@PORT@", str(c.port)) for c in contestants
    )
    text = text.replace("@SERVERS@", servers).replace("@RUN@", str(machine.run))
    (machine.run / "nginx.conf").write_text(text.replace("@STATIC@", str(port)))
    nginx = machine.spawn(
        [
            "nginx",
            "-e",
            machine.run / "nginx.err",
            "-c",
            machine.run / "nginx.conf",
        ],
        "nginx",
    )
    time.sleep(0.5)
    if nginx.poll() is not None:
        raise RuntimeError(f"no nginx: {machine.run}/nginx.err")
    return nginx


def start(machine, c):
    """Start a contestant; milliseconds until its first page came."""
    for socket in re.findall(r"unix:([^\s;]+\.sock)", c.servers):
        pathlib.Path(socket).unlink(missing_ok=True)
    began = time.perf_counter()
    c.processes = c.start(machine)
    while True:
        try:
            if ask(c, "GET", c.first)[0] == 200:
                return (time.perf_counter() - began) * 1e3
        except OSError:
            pass
        if time.perf_counter() - began > 30:
            raise RuntimeError(f"did not start, see {machine.run}")
        time.sleep(0.001)


def bring_up(machine, contestants, colds):
    reference = {}
    for c in list(contestants):
        try:
            for i in range(colds):
                c.cold_ms.append(start(machine, c))
                if i < colds - 1:
                    for process in c.processes:
                        machine.stop(process)
                    time.sleep(0.2)
            time.sleep(0.5)
            c.sizes = c.check(ask, reference) or check(
                c, reference, machine.run / "static"
            )
            c.pss_idle = pss_of(c.roots)
            log("ok", c.name, [round(ms) for ms in c.cold_ms], "ms", c.sizes)
            if not c.loads:  # only to be looked at
                for process in list(c.processes):
                    machine.stop(process)
        except Exception as e:
            log("DROPPED", c.name, repr(e)[:600])
            for process in c.processes:
                machine.stop(process)
            contestants.remove(c)


def measure_ceilings(machine, meter, load, ceilings, secs):
    static, database = ceilings
    if load in STATIC:
        paths = machine.run / "static.paths"
        paths.write_text(f"/{STATIC[load]}\n")
        env = {"BENCH_W": "w1", "BENCH_PATHS": str(paths)}
        meter.measure(static, load, lambda: wrk(static.url, env, 32, secs))
    for script in PGBENCH.get(load, []):
        work = lambda: pgbench(machine, script, secs)
        run = meter.measure(database, script, work)
        run["app"] = run["own"] * 1000 / run["n"]
        if load == "w3":
            machine.psql("-f", machine.run / "reset.sql")


def measure(machine, meter, contestants, ceilings, options):
    for c in contestants:  # compilers, pools and caches get warm
        for load in options.loads:
            if load in c.loads:
                load_on(c, load, options.conns, 2)
        if c.loads:
            c.reset(machine)
    for number in range(options.rounds):
        for load in options.loads:
            in_turn = contestants if number % 2 == 0 else contestants[::-1]
            for c in [c for c in in_turn if load in c.loads]:
                work = lambda: load_on(c, load, options.conns, options.secs)
                run = meter.measure(c, load, work)
                c.pss = pss_of(c.roots)
                if load in ("w1", "w2"):
                    alone = load_on(c, load, 1, 1)
                    c.results.setdefault(load + "_c1", []).append(alone)
                if load == "w3":
                    c.reset(machine)
                log(
                    f"round {number + 1} {load} {c.name:14} "
                    f"{run['rps']:8.0f}/s app {run['app']:.4f} nginx "
                    f"{run['nginx']:.4f} pg {run['pg']:.4f} ms, bad "
                    f"{run['bad']} err {run['err']} foreign {run['foreign']:.0%}"
                )
            if options.ceilings:
                measure_ceilings(machine, meter, load, ceilings, options.secs)


def choose(machine, options):
    Next.ports = [options.port + 100 + i for i in range(CORES)]
    contestants = [p(machine) for p in PEERS if p.is_installed()]
    for path in options.extra:
        sys.path.insert(0, str(pathlib.Path(path).resolve().parent))
        module = importlib.import_module(pathlib.Path(path).stem)
        contestants += module.contestants(machine)
    wanted = options.only.split(",") if options.only else None
    contestants = [c for c in contestants if not wanted or c.name in wanted]
    for i, c in enumerate(contestants):
        c.port = options.port + 2 + i
    return contestants


def run(machine, options):
    contestants = choose(machine, options)
    build(machine, contestants)
    postgres = machine.start_cluster()
    seed(machine)
    for c in contestants:
        c.prepare(machine)
    nginx = start_nginx(machine, contestants, options.port + 1)
    bring_up(machine, contestants, options.cold)
    ceilings = [Contestant("nginx-static"), Contestant("pgbench")]
    ceilings[0].port = options.port + 1
    meter = Meter(postgres, nginx)
    measure(machine, meter, contestants, ceilings, options)
    everybody = contestants + ceilings
    report.print_all(everybody, options)
    out = options.out or machine.work / "result.json"
    pathlib.Path(out).write_text(report.as_json(everybody, options))


def main():
    options = read_options()
    machine = Machine(options.work, options.user)
    log("in", machine.work)
    try:
        run(machine, options)
    finally:
        machine.stop_all()
        if not options.work:
            shutil.rmtree(machine.work, ignore_errors=True)


if __name__ == "__main__":
    main()
