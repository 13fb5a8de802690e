"""Belay as contestants of the kit: what it serves, and the kit's own page."""

import base64
import hashlib
import pathlib
import subprocess
import time
import urllib.parse

from machine import log
from peers import Contestant, behind

HERE = pathlib.Path(__file__).resolve().parent
KEY = hashlib.sha256(b"bench").digest()


def csrf_of(token):
    """The form token of a session: lib/auth/secret.c."""
    sealed = hashlib.blake2b(
        b"csrf\0" + token.encode(), key=KEY, digest_size=32
    )
    return base64.urlsafe_b64encode(sealed.digest()).decode().rstrip("=")


class House:
    """The tree, the database and the visitors that all of Belay's rows share."""

    def __init__(self, machine):
        self.machine = machine
        self.tree = machine.build / "belay"
        self.var = machine.run / "belay"
        self.is_ready = False

    def prepare(self):
        if self.is_ready:
            return
        log("build belay")
        subprocess.run([HERE / "prepare.sh", "stage", self.tree], check=True)
        began = time.time()
        server = f"host={self.machine.run} user=bench"
        self.script("seed", server)
        log(f"seeded belay in {time.time() - began:.0f} s")
        self.folders()
        self.visitors()
        self.is_ready = True

    def script(self, *words, env=None):
        subprocess.run(
            self.machine.user + [self.tree / "tests/bench/prepare.sh", *words],
            env={**self.machine.env, **(env or {})},
            check=True,
        )

    def folders(self):
        for name in ("", "log", "run", "media", "mail", "tmp", "cache"):
            subprocess.run(
                self.machine.user + ["mkdir", "-p", self.var / name], check=True
            )

    def visitors(self):
        rows = self.machine.psql(
            "-F",
            " ",
            "-c",
            "SELECT token, session_id, skill FROM bench_visitor ORDER BY n",
            database="belay",
        )
        rows = [line.split(" ") for line in rows.splitlines()]
        skills = sorted({urllib.parse.quote(skill) for _, _, skill in rows})
        words = "Hello from the benchmark, see you Tuesday & bring the notes."
        self.lists = {
            "cookies": [f"__Host-belay={token}" for token, _, _ in rows],
            "bodies": [
                urllib.parse.urlencode(
                    {"csrf": csrf_of(t), "session": s, "words": words}
                )
                for t, s, _ in rows
            ],
            "mentors": [f"/mentors?skill={s}&sort=rating" for s in skills],
            "people": [f"/people?tag={s}" for s in skills],
            "home": ["/home"],
        }
        for name in ("mentors", "people"):
            self.lists["api-" + name] = ["/api" + p for p in self.lists[name]]
        for name, lines in self.lists.items():
            self.path(name).write_text("\n".join(lines) + "\n")

    def path(self, name):
        return self.machine.run / f"belay.{name}"

    def environment(self, port):
        static = self.tree / ".build/static"
        return {
            "BELAY_VAR": str(self.var),
            "BELAY_RUN": str(self.machine.run),
            "BELAY_LOG": str(self.var / "log"),
            "BELAY_STATIC": str(static),
            "BELAY_STATIC_MANIFEST": str(static / "manifest.txt"),
            "BELAY_ROUTES": str(self.tree / ".build/release/routes.tsv"),
            "BELAY_TEMPLATES": str(self.tree / "templates"),
            "BELAY_DATABASE": f"host={self.machine.run} dbname=belay",
            "BELAY_SECRET_KEY": KEY.hex(),
            "BELAY_PUBLIC_URL": f"https://127.0.0.1:{port}",
            "BELAY_HTTPS_PORT": str(port),
            "BELAY_RATE_FACTOR": "10000",
            "BELAY_DEMO": "0",
        }


class Belay(Contestant):
    """W1 and W4 are its own directory; W2 and W3 the benchmark's pages."""

    name = "belay"
    directory = "mentors"
    programs = {"booking": 4, "bench": 4}

    def __init__(self, house):
        super().__init__(self.name)
        self.house = house
        self.first = "/people?tag=go"

    @property
    def servers(self):
        """The kit's plain server, calling the programs as in production."""
        conf = self.house.tree / "nginx/fastcgi.conf"
        run = self.house.machine.run
        return f"""
  upstream plain-{self.name}-booking {{ server unix:{run}/{self.name}-booking.sock; }}
  upstream plain-{self.name}-bench {{ server unix:{run}/{self.name}-bench.sock; }}
  server {{
    listen 127.0.0.1:@PORT@;
    include {conf};
    location / {{ fastcgi_pass plain-{self.name}-bench; }}
    location /mentors {{ fastcgi_pass plain-{self.name}-booking; }}
    location /api/mentors {{ fastcgi_pass plain-{self.name}-booking; }}
  }}
"""

    def prepare(self, machine):
        self.house.prepare()

    def start(self, machine):
        env = self.house.environment(self.port)
        started = []
        for program, processes in self.programs.items():
            socket = machine.run / f"{self.name}-{program}.sock"
            command = [self.house.tree / ".build/release/bin" / program]
            if processes:
                command += ["--socket", socket, "--processes", processes]
            started.append(
                machine.spawn(command, f"belay-{program}", env, self.house.tree)
            )
        return started

    def wrk_env(self, load):
        path = self.house.path
        env = {"BENCH_COOKIES": "", "BENCH_PATHS": ""}
        if load == "w1":
            env["BENCH_PATHS"] = str(path(self.directory))
        elif load == "w4":
            env["BENCH_PATHS"] = str(path("api-" + self.directory))
        else:
            env["BENCH_COOKIES"] = str(path("cookies"))
        if load == "w2":
            env["BENCH_PATHS"] = str(path("home"))
        if load == "w3":
            env["BENCH_BODIES"] = str(path("bodies"))
            env["BENCH_POST_PATH"] = "/notes"
        return {k: v for k, v in env.items() if v}

    def check(self, ask, reference):
        """Right answers, and refusals where there must be some."""
        lists = self.house.lists
        cookie = {"Cookie": lists["cookies"][6]}
        form = {
            **cookie,
            "Origin": self.url,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        s1, w1 = ask(self, "GET", lists[self.directory][5])
        s4, w4 = ask(self, "GET", lists["api-" + self.directory][5])
        s2, w2 = ask(self, "GET", "/home", cookie)
        s3, _ = ask(self, "POST", "/notes", form, lists["bodies"][6])
        wrong, _ = ask(self, "POST", "/notes", form, lists["bodies"][7])
        other = lists["bodies"][6].replace(
            *[lists["bodies"][i].split("&")[1] for i in (6, 7)]
        )
        unknown, _ = ask(self, "POST", "/notes", form, other)
        nobody, _ = ask(self, "GET", "/home")
        found = (s1, s2, s4, s3, wrong, unknown, nobody)
        assert found == (200, 200, 200, 303, 403, 404, 303), found
        rows = (
            w2.count(b'class="row booking"'),
            w2.count(b'class="row pack"'),
            w2.count(b'class="row message"'),
        )
        assert rows == (5, 3, 5) and b"<strong>3</strong> unread" in w2, rows
        return {"w1": len(w1), "w2": len(w2), "w4": len(w4)}

    def reset(self, machine):
        machine.psql(
            "-f", self.house.tree / "tests/bench/reset.sql", database="belay"
        )


class BelayKit(Belay):
    """The directory's rows in the kit's page: bytes like everybody's."""

    name = "belay-kit"
    directory = "people"
    loads = ("w1", "w4")
    programs = {"bench": 4}


class BelayAll(Belay):
    """Every program as `make run` starts it: idle memory, connections and the
    time to the first page.  No load: the worker would do the jobs of W3."""

    name = "belay-all"
    loads = ()
    programs = {"account": 4, "booking": 4, "inbox": 4, "admin": 2, "worker": 0}

    @property
    def servers(self):
        return behind(
            "belay-all",
            "fastcgi_pass ",
            [f"unix:{self.house.machine.run}/belay-all-account.sock"],
            keep=False,
        ).replace(
            "location /",
            f"include {self.house.tree}/nginx/fastcgi.conf; location /",
        )

    def start(self, machine):
        self.first = "/"
        return super().start(machine)

    def check(self, ask, reference):
        time.sleep(2)
        n = self.house.machine.psql(
            "-c",
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE usename LIKE 'belay%'",
            database="belay",
        )
        return {"connections": int(n)}


class BelaySite(Belay):
    """Everything on: TLS, gzip, security headers, rate limits, the JSON log."""

    name = "belay-site"
    scheme = "https"

    @property
    def servers(self):
        return f"include {self.house.var}/nginx/site.conf;"

    def prepare(self, machine):
        super().prepare(machine)
        env = self.house.environment(self.port)
        # No page is kept for the port of the benchmark.
        env.update(
            BELAY_BENCH_PORT=str(self.port), BELAY_HTTP_PORT=str(self.port + 50)
        )
        self.house.script("site", self.house.var, env=env)

    def start(self, machine):
        # Its site.conf names the sockets by program.
        env = self.house.environment(self.port)
        return [
            machine.spawn(
                [
                    self.house.tree / ".build/release/bin" / program,
                    "--socket",
                    machine.run / f"{program}.sock",
                    "--processes",
                    n,
                ],
                f"belay-site-{program}",
                env,
                self.house.tree,
            )
            for program, n in self.programs.items()
        ]

    def wrk_env(self, load):
        return {**super().wrk_env(load), "BENCH_GZIP": "1"}


def contestants(machine):
    house = House(machine)
    return [BelayAll(house), Belay(house), BelayKit(house), BelaySite(house)]
