# SPDX-License-Identifier: MIT
"""Databases under clients; each also with --connections=warn."""
import glob
import os
import signal
import threading
import time

from daemons import NOBODY, Daemon, many, number, tool


class Postgres(Daemon):
    """A backend is forked for each of pgbench's transactions (-C)."""
    name, package, program = "PostgreSQL, a backend each", "postgresql", "setpriv"
    modes = ("bare", "shim", "audit", "warn")
    stop = signal.SIGINT

    def programs(self, name):
        return (sorted(glob.glob("/usr/lib/postgresql/*/bin/" + name)) or [""])[-1]

    def is_there(self):
        return bool(self.programs("postgres") and self.programs("pgbench"))

    def prepare(self):
        os.chmod(self.folder, 0o777)
        status, text = tool([*NOBODY, self.programs("initdb"), "-N", "-A", "trust", "-U", "root", "-D", self.folder + "/data"])
        if status:
            raise RuntimeError(text[-300:])

    def words(self):
        return [*NOBODY, self.programs("postgres"), "-D", self.folder + "/data", "-p", str(self.port), "-c", "fsync=off",
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + self.folder]

    def is_ready(self):
        return tool([self.programs("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)])[0] == 0

    def bench(self, *options):
        return tool([self.programs("pgbench"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "root", *options, "postgres"])

    def drive(self):
        self.bench("-i", "-q")
        status, text = self.bench("-C", "-c", "4", "-t", "250")
        done = number(r"transactions actually processed: (\d+)", text) or 0
        failed = number(r"failed transactions: (\d+)", text) or 0
        return int(done), int(1000 - done + failed) + bool(status), number(r"tps = ([\d.]+)", text)


class Redis(Daemon):
    """A child that saves (BGSAVE), again and again, while clients write."""
    name, package, program = "redis with BGSAVE", "redis-server redis-tools", "redis-server"
    modes = ("bare", "shim", "audit", "warn")

    def words(self):
        return ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", ""]

    def ask(self, *words):
        return tool(["redis-cli", "-p", str(self.port), *words])[1]

    def save(self):
        for _ in range(10):
            self.ask("BGSAVE")
            while "rdb_bgsave_in_progress:1" in self.ask("INFO", "persistence"):
                time.sleep(0.02)
            self.good += "rdb_last_bgsave_status:ok" in self.ask("INFO", "persistence")

    def drive(self):
        self.good = 0
        saver = threading.Thread(target=self.save)
        saver.start()
        status, text = tool(["redis-benchmark", "-p", str(self.port), "-n", "40000", "-r", "10000", "-t", "set", "--csv"])
        saver.join()
        size = int(self.ask("DBSIZE").split()[-1])
        return 40010, 10 - self.good + bool(status) + (size < 1000), number(r'"SET","([\d.]+)"', text)


class Mariadb(Daemon):
    name, package, program = "MariaDB, connections and queries", "mariadb-server-core mariadb-client-core", "mariadbd"
    modes = ("bare", "shim", "audit", "warn")
    small = ["--innodb-log-file-size=4M", "--innodb-buffer-pool-size=8M", "--innodb-flush-method=nosync"]
    requests = 200

    def prepare(self):
        os.chmod(self.folder, 0o777)
        status, text = tool([*NOBODY, "mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal",
                             "--skip-test-db", "--datadir=" + self.folder + "/data", *self.small])
        if status:
            raise RuntimeError(text[-300:])

    def words(self):
        return [*NOBODY, "mariadbd", "--no-defaults", "--datadir=" + self.folder + "/data", *self.small, "--skip-name-resolve",
                "--bind-address=127.0.0.1", "--port=%d" % self.port, "--socket=%s/socket" % self.folder]

    def query(self, i):
        status, text = tool(["mariadb", "--no-defaults", "-h", "127.0.0.1", "-P", str(self.port), "-u", "root", "-N", "-e",
                             "SELECT %d * 7 + FLOOR(RAND() * 0), LENGTH(UUID())" % i])
        return status == 0 and text.split() == [str(7 * i), "36"]

    def drive(self):
        return (self.requests, *many(self.query, self.requests))


SUITES = [Postgres(), Redis(), Mariadb()]
