"""The contestants that the kit brings along."""

import os
import shutil

from machine import CORES


class Contestant:
    """One server of work W.  `servers` is its part of nginx.conf, with @PORT@
    where it listens; `start` returns its processes."""

    build = None  # what build.sh makes of peers/, if anything
    first = "/mentors?tag=topic-05"  # answered 200 once it has started
    scheme = "http"
    servers = ""
    loads = ("w1", "w2", "w4", "w3")

    def __init__(self, name):
        self.name = name
        self.port = None
        self.processes = []
        self.results, self.cold_ms = {}, []
        self.sizes, self.pss_idle, self.pss = {}, 0, 0

    def start(self, machine):
        raise NotImplementedError

    def wrk_env(self, load):
        """What wrk/w.lua asks, where it is not the kit's own addresses."""
        return {}

    def prepare(self, machine):
        """Once, when the cluster runs."""

    def check(self, ask, reference):
        """Does it answer as it should?  None: as the kit's own check says."""
        return None

    def reset(self, machine):
        """Take away what W3 wrote."""
        machine.psql("-f", machine.run / "reset.sql")

    @property
    def roots(self):
        return [p.pid for p in self.processes]

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"


def behind(name, passing, servers, keep=True):
    """An nginx server in front of an upstream."""
    upstream = " ".join(f"server {s} max_fails=0;" for s in servers)
    kept = "keepalive 64;" if keep else ""
    return f"""
  upstream {name} {{ {upstream} {kept} }}
  server {{ listen 127.0.0.1:@PORT@; location / {{ {passing}{name}; }} }}
"""


class Peer(Contestant):
    """A contestant built from the folder of its name."""

    needs = ()

    def __init__(self, machine):
        super().__init__(self.name)
        self.folder = machine.build / self.build
        self.socket = machine.run / f"{self.name}.sock"
        self.servers = behind(
            self.name, self.passing, self.upstreams(machine), self.keep
        )

    passing, keep = "proxy_pass http://", True

    def upstreams(self, machine):
        return [f"unix:{self.socket}"]

    @classmethod
    def is_installed(cls):
        return all(shutil.which(n) or os.path.exists(n) for n in cls.needs)


class CLibfcgi(Peer):
    name, build, passing, keep = "c-libfcgi", "c", "fastcgi_pass ", False

    def start(self, machine):
        command = [self.folder / "fcgi_app", self.socket, 4 * CORES, 1, "pipe"]
        return [machine.spawn(command, self.name)]


class Fastify(Peer):
    name, build, needs = "fastify", "fastify", ("node", "npm")

    def start(self, machine):
        env = {"SOCK": str(self.socket), "WORKERS": str(CORES)}
        command = ["node", "server.js"]
        return [machine.spawn(command, self.name, env, self.folder)]


class SvelteKit(Peer):
    name, build, needs = "sveltekit", "sveltekit", ("node", "npm")

    def upstreams(self, machine):
        return [f"unix:{machine.run}/svelte{i}.sock" for i in range(CORES)]

    def start(self, machine):
        started = []
        for i in range(CORES):
            env = {
                "SOCKET_PATH": f"{machine.run}/svelte{i}.sock",
                "ORIGIN": self.url,
            }
            command = ["node", "build/index.js"]
            started.append(machine.spawn(command, self.name, env, self.folder))
        return started


class Next(Peer):
    name, build, needs = "next", "next", ("node", "npm")
    ports = []

    def upstreams(self, machine):
        return [f"127.0.0.1:{port}" for port in self.ports]

    def start(self, machine):
        started = []
        for port in self.ports:
            env = {"PORT": str(port), "HOSTNAME": "127.0.0.1"}
            folder = self.folder / ".next/standalone"
            command = ["node", "server.js"]
            started.append(machine.spawn(command, self.name, env, folder))
        return started


class Django(Peer):
    name, build, keep = "django", "django", False
    needs = ("/usr/bin/gunicorn",)

    def start(self, machine):
        command = ["/usr/bin/python3", "-m", "gunicorn", "-w", 2 * CORES + 1]
        command += ["-b", f"unix:{self.socket}", "--backlog", 1024]
        command += ["app:application"]
        return [machine.spawn(command, self.name, None, self.folder)]


PEERS = [CLibfcgi, Fastify, SvelteKit, Next, Django]
