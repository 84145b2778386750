# SPDX-License-Identifier: MIT
"""Takes the recipes of docs/ci.md apart. Usage: recipe.py DOCUMENT DIRECTORY. For each YAML
block DIRECTORY/{github,gitlab}/ gets a script for each step, 1.sh, 2.sh, ..., as the system
would run it, and `artifacts`: the files that it collects afterwards, a line each."""
import os
import re
import sys

import yaml

document, directory = sys.argv[1:]


def write(system, name, lines):
    os.makedirs(os.path.join(directory, system), exist_ok=True)
    with open(os.path.join(directory, system, name), "w") as file:
        file.write("\n".join(lines) + "\n")


def github(recipe):
    """Steps are run by `bash -e`; YAML 1.1 reads `on` as a truth value."""
    assert recipe.get("on", recipe.get(True)), "never runs"
    (job,) = recipe["jobs"].values()
    assert job["runs-on"]
    scripts = [step["run"] for step in job["steps"] if "run" in step]
    for step in job["steps"]:
        assert ("run" in step) != ("uses" in step), step
    for number, script in enumerate(scripts, 1):
        write("github", "%d.sh" % number, ["set -e", script])
    write("github", "artifacts", [step["with"]["path"] for step in job["steps"]
                                  if step.get("uses", "").startswith("actions/upload-artifact@")])


def gitlab(recipe):
    """All lines are one script, which ends with the first that fails."""
    (job,) = recipe.values()
    write("gitlab", "1.sh", ["set -eo pipefail", *job["before_script"], *job["script"]])
    reports = job["artifacts"]["reports"]
    assert set(reports) == {"codequality", "junit"} and job["artifacts"]["when"] == "always"
    write("gitlab", "artifacts", [*job["artifacts"]["paths"], *reports.values()])


with open(document) as file:
    blocks = re.findall("^```yaml\n(.*?)^```$", file.read(), re.S | re.M)
for block in blocks:
    recipe = yaml.safe_load(block)
    (github if "jobs" in recipe else gitlab)(recipe)
print(len(blocks))
