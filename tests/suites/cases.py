# SPDX-License-Identifier: MIT
"""Suites whose tests are told of one by one, in JUnit XML: CPython's own, and those that pytest
runs. A result is passed, skipped, failed or error."""
import os
import sys
import xml.etree.ElementTree as xml

import modes

PYTHON = "/usr/bin/python3"
PACKAGES = "/usr/lib/python3/dist-packages/"


def results(path):
    """{test: result} of a JUnit XML file; a test that is there twice is numbered."""
    found = {}
    for case in xml.parse(path).iter("testcase"):
        name = base = " ".join("{}.{}".format(case.get("classname") or "", case.get("name")).replace("|", "!").split())
        number = 1
        while name in found:
            number += 1
            name = "%s #%d" % (base, number)
        kinds = {child.tag for child in case}
        found[name] = ("error" if "error" in kinds else "failed" if "failure" in kinds else
                       "skipped" if "skipped" in kinds or case.get("result") == "skipped" else "passed")
    return found


class Cases:
    """A suite that writes JUnit XML to the file whose name its words get for FILE."""

    modes = ("bare", "shim", "audit")

    def __init__(self, name, package, words, needs):
        self.name, self.package, self.words, self.needs = name, package, words, needs

    def is_there(self):
        return all(os.path.exists(path) for path in self.needs)

    def run(self, mode, folder):
        path = os.path.join(folder, "junit.xml")
        if os.path.exists(path):
            os.unlink(path)
        status = modes.run(mode, [path if word == "FILE" else word for word in self.words], folder)
        tests = results(path) if os.path.exists(path) else {}
        tests["exit status"] = str(status)
        return {"tests": tests}


def of_cpython(module):
    version = "%d.%d" % sys.version_info[:2]
    return Cases("CPython " + module, "libpython%s-testsuite" % version,
                 # Where a machine has vsock and nobody to talk to, its test waits for ever, bare.
                 [PYTHON, "-m", "test", "--junit-xml", "FILE", "--ignore", "*VSOCK*", module],
                 [PYTHON, "/usr/lib/python%s/test/%s.py" % (version, module)])


def of_pytest(name, package, files, *options):
    paths = [PACKAGES + file for file in files]
    return Cases(name, package, [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider",
                                 "--junitxml", "FILE", *options, *paths], paths)


MODULES = ("random os fork1 subprocess multiprocessing_fork multiprocessing_forkserver "
           "multiprocessing_spawn concurrent_futures threading signal logging socket ssl ctypes "
           "gc weakref uuid tempfile secrets pty posix wait3 wait4 threadsignals").split()

SUITES = [of_cpython("test_" + module) for module in MODULES] + [
    of_pytest("NumPy random", "python3-numpy", ["numpy/random/tests"]),
    of_pytest("SciPy qmc, sampling", "python3-scipy",
              ["scipy/stats/tests/test_qmc.py", "scipy/stats/tests/test_sampling.py"]),
    of_pytest("SciPy resampling, multivariate", "python3-scipy",
              ["scipy/stats/tests/test_resampling.py", "scipy/stats/tests/test_multivariate.py"]),
    of_pytest("scikit-learn random, forests", "python3-sklearn",
              ["sklearn/utils/tests/test_random.py", "sklearn/ensemble/tests/test_forest.py",
               "sklearn/ensemble/tests/test_bagging.py"]),
    of_pytest("joblib parallel", "python3-joblib", ["joblib/test/test_parallel.py"]),
    of_pytest("joblib memory, hashing", "python3-joblib",
              ["joblib/test/test_hashing.py", "joblib/test/test_memory.py"]),
    of_pytest("Trio processes, threads, signals", "python3-trio",
              ["trio/tests/test_%s.py" % part for part in "subprocess threads signals socket unix_pipes".split()] +
              ["trio/_core/tests/test_%s.py" % part for part in "thread_cache ki io run".split()]),
]
