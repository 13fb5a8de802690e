"""The private folder, the processes started in it and what they cost."""

import os
import pathlib
import pwd
import re
import signal
import subprocess
import sys
import tempfile

TICK = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
PG_BIN = "/usr/lib/postgresql/15/bin/"


def log(*words):
    print(*words, file=sys.stderr, flush=True)


class Machine:
    """Starts processes as an unprivileged user and stops what it started."""

    def __init__(self, work, user):
        self.work = pathlib.Path(work or tempfile.mkdtemp(prefix="bench."))
        self.run = self.work / "run"
        self.build = self.work / "build"
        self.data = self.work / "pg"
        self.processes = []
        self.user = []
        owner = pwd.getpwnam(user)
        if os.geteuid() == 0:
            self.user = [
                "setpriv",
                f"--reuid={owner.pw_uid}",
                f"--regid={owner.pw_gid}",
                "--clear-groups",
            ]
        self.work.mkdir(parents=True, exist_ok=True)
        self.work.chmod(0o755)
        self.build.mkdir(exist_ok=True)
        for folder in (self.run, self.data, self.run / "static"):
            folder.mkdir(exist_ok=True)
            if self.user:
                os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.env = {
            "PATH": os.environ["PATH"] + ":/usr/sbin",
            "LANG": "C.UTF-8",
            "HOME": str(self.run),
            "PGHOST": str(self.run),
            "PGUSER": "bench",
            "PGDATABASE": "bench",
            "BENCH_DSN": f"host={self.run} dbname=bench user=bench",
            "NODE_ENV": "production",
            "NEXT_TELEMETRY_DISABLED": "1",
        }

    def spawn(self, command, name, env=None, cwd=None):
        with open(self.run / f"{name}.log", "ab") as out:
            process = subprocess.Popen(
                self.user + [str(c) for c in command],
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                env={**self.env, **(env or {})},
                cwd=cwd or self.run,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def stop(self, process):
        """End a process and its group, which spawn() made."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, how)
                process.wait(5)
                break
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                break
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        if process in self.processes:
            self.processes.remove(process)

    def stop_all(self):
        for process in list(self.processes)[::-1]:
            self.stop(process)

    def psql(self, *words, database="bench"):
        """Run psql as the cluster's superuser; what it printed."""
        return subprocess.run(
            self.user
            + [PG_BIN + "psql", "-XqAt", "-v", "ON_ERROR_STOP=1"]
            + ["-d", database, *map(str, words)],
            env=self.env,
            cwd=self.run,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.strip()

    def start_cluster(self):
        """The one PostgreSQL of all contestants; made when it is missing."""
        data = self.data / "data"
        if not (data / "PG_VERSION").exists():
            subprocess.run(
                self.user
                + [PG_BIN + "initdb", "-D", data, "-A", "trust", "-E", "UTF8"]
                + ["--locale=C.UTF-8", "-U", "bench"],
                check=True,
                stdout=subprocess.DEVNULL,
                cwd=self.run,
                env=self.env,
            )
            with open(data / "postgresql.conf", "a") as conf:
                conf.write(CLUSTER.format(run=self.run))
        server = self.spawn([PG_BIN + "postgres", "-D", data], "postgres")
        ready = [PG_BIN + "pg_isready", "-q", "-d", "postgres"]
        while subprocess.run(ready, env=self.env).returncode:
            if server.poll() is not None:
                raise RuntimeError(f"no PostgreSQL: {self.run}/postgres.log")
        return server


CLUSTER = """
listen_addresses = ''
unix_socket_directories = '{run}'
max_connections = 400
shared_buffers = 512MB
effective_cache_size = 8GB
synchronous_commit = on
fsync = on
jit = off
autovacuum = off
max_wal_size = 4GB
checkpoint_timeout = 30min
random_page_cost = 1.1
timezone = 'UTC'
"""


def stat_of(pid):
    """The fields of /proc/PID/stat behind the name; None when it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()


def tree_of(roots):
    """The processes and all their children."""
    children = {}
    for name in os.listdir("/proc"):
        stat = stat_of(name) if name.isdigit() else None
        if stat:
            children.setdefault(int(stat[1]), []).append(int(name))
    found, left = [], list(roots)
    while left:
        pid = left.pop()
        found.append(pid)
        left += children.get(pid, [])
    return found


def cpu_of(roots):
    """CPU seconds per process; those of reaped children count at the root."""
    seconds = {}
    for pid in tree_of(roots):
        stat = stat_of(pid)
        if stat:
            last = 15 if pid in roots else 13
            seconds[pid] = sum(int(t) for t in stat[11:last]) / TICK
    return seconds


def cpu_between(before, after):
    return sum(t - before.get(pid, 0) for pid, t in after.items())


def cpu_of_all():
    """CPU seconds of everybody on the machine."""
    with open("/proc/stat") as stat:
        ticks = [int(x) for x in stat.readline().split()[1:]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICK


def pss_of(roots):
    """Memory in MiB, shared pages by their share."""
    total = 0
    for pid in tree_of(roots):
        try:
            text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.M).group(1))
        except (OSError, AttributeError):
            pass
    return total / 1024
