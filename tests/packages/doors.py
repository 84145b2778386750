# SPDX-License-Identifier: MIT
"""Takes packaging/ci/ apart, as the systems do. Usage: doors.py FILE DIRECTORY [NAME=VALUE]...
The inputs of a composite action, or the variables of GitLab's job, are given; DIRECTORY gets
1.sh, 2.sh, ..., to be run in order, and `artifacts`, a line each."""
import os
import re
import shlex
import sys

import yaml

path, directory = sys.argv[1:3]
given = dict(word.split("=", 1) for word in sys.argv[3:])
with open(path) as file:
    recipe = yaml.safe_load(file)


def write(name, lines):
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, name), "w") as file:
        file.write("\n".join(lines) + "\n")


def exports(variables):
    return ["export %s=%s" % (name, shlex.quote(str(value))) for name, value in variables.items()]


def action():
    """Steps are run by `bash -e`, with their own environment; `run` has no expressions."""
    assert recipe["runs"]["using"] == "composite" and recipe["name"] and recipe["description"]
    inputs = {}
    for name, about in recipe["inputs"].items():
        assert about["description"] and ("default" in about or name in given), name
        inputs[name] = given.get(name, about.get("default"))
    assert not set(given) - set(inputs), "no such input"
    for number, step in enumerate(recipe["runs"]["steps"], 1):
        assert step["shell"] == "bash" and "${{" not in step["run"], step["name"]
        env = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], value)
               for name, value in step.get("env", {}).items()}
        write("%d.sh" % number, ["set -e", *exports(env), step["run"]])
    write("artifacts", [inputs["report"]])


def gitlab():
    """All lines are one script, which ends with the first that fails."""
    (job,) = recipe.values()
    assert not set(given) - set(job["variables"]), "no such variable"
    reports = job["artifacts"]["reports"]
    assert job["artifacts"]["when"] == "always"
    write("1.sh", ["set -eo pipefail", *exports({**job["variables"], **given}), *job["before_script"], *job["script"]])
    write("artifacts", sorted({*job["artifacts"]["paths"], *reports.values()}))


action() if "runs" in recipe else gitlab()
