# SPDX-License-Identifier: MIT
"""The tests of Perl, PHP and Ruby themselves, by their own runners, with the installed interpreter
(sources.py has where they come from). Perl's want its modules where its build has them. A result is
passed, skipped, failed or error."""
import os
import re
import shutil
import subprocess

import cases
import modes
import sources


class Interpreter:
    """Of one interpreter: files, by their names below its source tree."""

    modes = ("bare", "shim", "audit")

    def __init__(self, name, files):
        self.name, self.files = name, files.split()

    def is_there(self):
        return bool(shutil.which(self.program)) and sources.unpacked(self.of) is not None

    def run(self, mode, folder):
        status = modes.run(mode, self.words(sources.unpacked(self.of), folder), folder)
        tests = self.results(folder)
        tests["exit status"] = str(status)
        return {"tests": tests}


class Perl(Interpreter):
    package, of, program = "perl", "perl-base", "prove"

    def words(self, tree, folder):
        place = os.path.join(folder, "perl")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(os.path.join(tree, "t"), os.path.join(place, "t"), symlinks=True)
        os.mkdir(os.path.join(place, "lib"))
        path = sources.output("perl", "-e", r'print join "\n", reverse grep { m{^/usr/(lib|share)} && -d } @INC')
        for directory in path.split():
            subprocess.run(["cp", "-rsf", directory + "/.", os.path.join(place, "lib")], stderr=subprocess.DEVNULL)
        os.symlink(shutil.which("perl"), os.path.join(place, "t", "perl"))
        files = sorted(os.path.join(part, name) for part in self.files for name in
                       os.listdir(os.path.join(place, "t", part)) if name.endswith(".t"))
        return modes.in_folder(os.path.join(place, "t"), "prove", "-v", *files)

    def results(self, folder):
        """Names may hold what differs from run to run: numbers are enough."""
        found, file = {}, ""
        for line in modes.log(folder).splitlines():
            head = re.match(r"(\S+\.t) \.+ ?$", line)
            test = re.match(r"(not )?ok (\d+)\b(.*)", line)
            if head:
                file = head[1]
            elif test:
                note = re.search(r"# *(skip|todo)", test[3], re.I)
                found["%s %s" % (file, test[2])] = ("skipped" if note and note[1].lower() == "skip" else
                                                    "failed" if test[1] and not note else "passed")
        return found


class PHP(Interpreter):
    package, program = "php-cli", "php"

    @property
    def of(self):
        return sources.output("php", "-r", 'echo "php", PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION, "-cli";')

    def words(self, tree, folder):
        report = os.path.join(folder, "junit.xml")
        if os.path.exists(report):
            os.unlink(report)
        return modes.in_folder(tree, "env", "NO_INTERACTION=1", "SKIP_ONLINE_TESTS=1", "TEST_PHP_JUNIT=" + report,
                         "php", "run-tests.php", "-p", shutil.which("php"), "-q", *self.files)

    def results(self, folder):
        report = os.path.join(folder, "junit.xml")
        return cases.results(report) if os.path.exists(report) else {}


class Ruby(Interpreter):
    package, program = "ruby", "ruby"

    @property
    def of(self):
        return sources.output("ruby", "-e", 'print "ruby", RUBY_VERSION[/\\d+\\.\\d+/]')

    def words(self, tree, folder):
        """One is left out: it asks that a Random.new that nobody seeded repeats in children."""
        return modes.in_folder(tree, "ruby", "-Itool/lib", "test/runner.rb", "-v", "--show-skip", "--test-order=alpha", "--seed=1",
                         "--name=!/test_rand_reseed_on_fork/", "--color=never", "--tty=no", *self.files)

    def results(self, folder):
        text = modes.log(folder)
        found = {name: "passed" for name in re.findall(r"^\[ *\d+/\d+\] (\S+) = ", text, re.M)}
        for kind, name in re.findall(r"^ *\d+\) (Failure|Error|Skipped):\n(\S+?)[: ]*(?:\[|$)", text, re.M):
            found[name] = {"Failure": "failed", "Error": "error", "Skipped": "skipped"}[kind]
        return found


SUITES = [
    Perl("Perl op, io", "op io"),
    PHP("PHP random, math", "ext/random ext/standard/tests/math"),
    PHP("PHP processes, sessions", "ext/pcntl ext/posix ext/session ext/sysvsem ext/sysvshm ext/sysvmsg ext/shmop"),
    PHP("PHP arrays, streams, sockets", "ext/standard/tests/array ext/standard/tests/streams ext/sockets"),
    Ruby("Ruby random, processes", "test/ruby/test_rand.rb test/ruby/test_process.rb test/test_securerandom.rb "
         "test/ruby/test_signal.rb test/ruby/test_thread.rb"),
]
