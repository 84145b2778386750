# SPDX-License-Identifier: MIT
"""glibc's own tests (sources.py has where they come from), built here against the installed glibc and run one by one, by
nobody where this is root. Left out: what glibc runs in a container (outside of one, such a test writes to /etc), static
programs, what sets the clock, leaves processes or takes minutes. What needs glibc's build tree does not build, or fails bare."""
import concurrent.futures
import glob
import os
import re
import shutil
import signal
import subprocess
import sys

import modes
import sources

LIMIT = 60  # seconds, for one program
OTHERS_FILES = re.compile(r"/etc/(hosts|nsswitch|passwd|group|resolv|ld\.so)|support_chroot|/output|ldconfig")
LEFT_OUT = re.compile(r"static|settime|adjtime|mallocfork[23]$|lockloop|localedef|syslog|setsockopt|mqueue3$|cputimer|getaddrinfo|cancelx?7$")
EXECUTE = re.compile(r"tst-(exec|execvpe5|spawn|spawn[56])$")  # itself, and want to be told how
# What glibc's own build would define.
HEADER = """
#define libc_hidden_proto(x)
#define libc_hidden_def(x)
#define attribute_hidden
#define weak_alias(name, alias) extern __typeof (name) alias __attribute__ ((weak, alias (#name)));
#define strong_alias(name, alias) extern __typeof (name) alias __attribute__ ((alias (#name)));
#define __glibc_likely(x) __builtin_expect ((x), 1)
#define _STACK_GROWS_DOWN 1
#define DEFAULT_STACK_PERMS (PF_R | PF_W)
#define TIMEOUTFACTOR 1
#ifdef SUPPORT
#include <elf.h>
#include <limits.h>
#endif
"""
EMPTY = "config stackinfo libc-symbols sysdep shlib-compat atomic".split()  # headers of that build
KEPT = "array_length libc-diag intprops scratch_buffer libc-pointer-arith".split()
BEHIND = ["include", "", "support", "nptl", "sysdeps/pthread", "sysdeps/nptl", "sysdeps/x86", "sysdeps/unix/sysv/linux", "sysdeps/generic"]
PATHS = "OBJDIR_PATH OBJDIR_ELF_LDSO_PATH INSTDIR_PATH LIBDIR_PATH BINDIR_PATH SBINDIR_PATH ROOTSBINDIR_PATH SLIBDIR_PATH " \
    "COMPLOCALEDIR_PATH SYSCONFDIR_PATH"


class Build:
    """The programs of some folders, in build/suites/glibc: a folder each, with the objects that it opens."""

    def __init__(self, tree):
        self.tree = tree
        self.folder = os.path.join(modes.BUILD, "suites", "glibc", os.path.basename(os.path.dirname(tree)))

    def compile(self, *words):
        behind = [word for name in [os.path.join(self.folder, "include")] + [os.path.join(self.tree, name) for name in BEHIND]
                  for word in ("-idirafter", name)]
        return subprocess.run(["gcc", "-w", "-std=gnu11", "-O1", "-D_GNU_SOURCE", "-include",
                               os.path.join(self.folder, "include", "glibc-build.h"), *behind, *words],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def headers(self):
        place = os.path.join(self.folder, "include")
        os.makedirs(place)
        with open(os.path.join(place, "glibc-build.h"), "w") as file:
            file.write(HEADER)
        for name in EMPTY:
            open(os.path.join(place, name + ".h"), "w").close()
        for name in KEPT:
            os.symlink(os.path.join(self.tree, "include", name + ".h"), os.path.join(place, name + ".h"))

    def support(self):
        """libsupport.a, of all that compiles."""
        if os.path.exists(os.path.join(self.folder, "libsupport.a")):
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.headers()
        objects = os.path.join(self.folder, "support")
        os.mkdir(objects)
        defined = ["-DSUPPORT", '-DSRCDIR_PATH="%s"' % self.tree, *('-D%s="/nowhere"' % name for name in PATHS.split())]
        for path in sorted(glob.glob(os.path.join(self.tree, "support", "*.c"))):
            name = os.path.basename(path)[:-2]
            if not re.match(r"(tst-|README|links-|test-)|.*-container$", name):
                self.compile(*defined, "-c", path, "-o", os.path.join(objects, name + ".o"))
        subprocess.run(["ar", "rc", os.path.join(self.folder, "libsupport.a"), *glob.glob(objects + "/*.o")], check=True)

    def program(self, path):
        """Its name, once it is built, else None."""
        name = os.path.relpath(path, self.tree)[:-2]
        place = os.path.join(self.folder, "programs", name.replace("/", "+"))
        out = os.path.join(place, os.path.basename(name))
        if not os.path.isdir(place):
            os.makedirs(place)
            here = os.path.dirname(path)
            words = ["-iquote", here, "-idirafter", here]
            libraries = ["-L" + self.folder, "-Wl,--as-needed", "-lsupport", "-lm", "-lresolv", "-lcrypt", "-lanl"]
            with open(path, errors="replace") as file:
                opened = set(re.findall(r'"(?:\$ORIGIN/|\./)?([\w+.-]+)\.so"', file.read()))
            for module in sorted(opened):
                if os.path.exists(os.path.join(here, module + ".c")):
                    self.compile(*words, "-fPIC", "-shared", os.path.join(here, module + ".c"), "-o",
                                 os.path.join(place, module + ".so"), *libraries)
            self.compile(*words, path, "-o", out, "-rdynamic", "-Wl,-rpath,$ORIGIN", *libraries)
        return out if os.path.exists(out) else None

    def in_container(self):
        names = set()
        for path in glob.glob(os.path.join(self.tree, "**", "Makefile"), recursive=True):
            with open(path, errors="replace") as file:
                text = file.read().replace("\\\n", " ")
            for line in re.findall(r"^tests-container *\+?= *(.*)", text, re.M):
                names.update(line.split())
        return names | {os.path.basename(path)[:-len(".root")] for path in glob.glob(self.tree + "/**/*.root", recursive=True)}

    def programs(self, folders, pattern):
        self.support()
        left = self.in_container()
        found = []
        for path in sorted(path for folder in folders for path in glob.glob(os.path.join(self.tree, folder, "*.c"))):
            name = os.path.basename(path)[:-2]
            if re.match(pattern, name) and name not in left and not LEFT_OUT.search(name) and not re.search(r"mod\d*\w?$", name):
                with open(path, errors="replace") as file:
                    if not OTHERS_FILES.search(file.read()):
                        found.append(path)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            return [out for out in pool.map(self.program, found) if out]


class Glibc:
    package, modes = "libc6-dev", ("bare", "shim", "audit", "heal")

    def __init__(self, name, folders, pattern="tst-|bug-|test-"):
        self.name, self.folders, self.pattern = name, folders.split(), pattern

    def is_there(self):
        return bool(shutil.which("gcc")) and sources.unpacked("libc6") is not None

    def run(self, mode, folder):
        more = {}
        if os.getuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
            more = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        programs = Build(sources.unpacked("libc6")).programs(self.folders, self.pattern)
        with open(os.path.join(folder, "programs"), "w") as file:
            file.write("\n".join(programs))
        status = modes.run(mode, [sys.executable, os.path.abspath(__file__), os.path.join(folder, "programs")], folder, **more)
        tests = dict(re.findall(r"^result: (\S+) (\w+)$", modes.log(folder), re.M))
        tests["exit status"] = str(status)
        return {"tests": tests}


def result(program, place):
    """Of a run in a folder and a session of its own, without an answer."""
    os.makedirs(place)
    words = [program, "--", program] if EXECUTE.search(program) else [program]
    process = subprocess.Popen(words, cwd=place, env=dict(os.environ, TMPDIR=place), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return {0: "passed", 77: "skipped"}.get(process.wait(LIMIT), "failed")
    except subprocess.TimeoutExpired:
        return "error"
    finally:
        modes.end(process)
        shutil.rmtree(place, ignore_errors=True)


def main(path):
    """Eight at a time: most of them sleep."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with open(path) as file:
        programs = file.read().split("\n")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        places = [os.path.join(os.getcwd(), "run-%d" % number) for number in range(len(programs))]
        for program, how in zip(programs, pool.map(result, programs, places)):
            print("result: %s %s" % (os.path.basename(os.path.dirname(program)), how), flush=True)


SUITES = [
    Glibc("glibc threads", "nptl sysdeps/pthread"),
    Glibc("glibc processes, signals", "posix signal setjmp socket misc sysvipc login sysdeps/unix/sysv/linux",
          "tst-(?!fnmatch|rxspencer|pcre|boost|getopt|regcomp|truncate)"),
    Glibc("glibc stdlib, time, malloc", "stdlib time rt malloc", "tst-(?!strto|qsort|limits)"),
    Glibc("glibc loader", "elf dlfcn"),
]

if __name__ == "__main__":
    main(sys.argv[1])
