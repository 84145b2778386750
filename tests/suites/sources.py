# SPDX-License-Identifier: MIT
"""Tests that Debian's source packages have and its binary ones do not, unpacked below build/suites/sources
and kept there. By apt-get, from this system's own archives, with lists and a folder of its own. What is run of
them is in interpreters.py, built.py and libcs.py."""
import os
import shutil
import subprocess

import modes

FOLDER = os.path.join(modes.BUILD, "suites", "sources")


def output(*words):
    """What the command prints; nothing where it fails or is not there."""
    try:
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def lines_of_archives():
    """For apt's list of sources: the release's first, as of a version that both have the updates' may have none."""
    found = output("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)",
                   "Origin: Debian", "Created-By: Packages")
    return "".join("deb-src %s\n" % line for line in
                   sorted(set(found.splitlines()), key=lambda line: ("-security" in line, line)))


def apt(folder, command, *words):
    """apt-get or apt-cache, with lists of its own: the words to run."""
    options = ("Dir::Etc::sourcelist=" + os.path.join(folder, "sources.list"), "Dir::Etc::sourceparts=-",
               "Dir::State::lists=" + os.path.join(folder, "lists"), "Dir::Cache=" + folder, "APT::Sandbox::User=root")
    return [command, "-q", *(word for option in options for word in ("-o", option)), *words]


def ran(words, folder):
    with open(os.path.join(folder, "log"), "a") as log:
        return subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log).returncode == 0


def fetch(name, version, folder):
    """Of that version, or, as an archive of updates may have no sources, of another one of the release."""
    os.makedirs(os.path.join(folder, "lists", "partial"))
    with open(os.path.join(folder, "sources.list"), "w") as file:
        file.write(lines_of_archives())
    if not ran(apt(folder, "apt-get", "update"), folder):
        return False
    known = output(*apt(folder, "apt-cache", "showsrc", "--only-source", name))
    versions = [version] + [line[len("Version: "):] for line in known.splitlines() if line.startswith("Version: ")]
    return any(ran(apt(folder, "apt-get", "source", "%s=%s" % (name, each)), folder) for each in dict.fromkeys(versions))


def unpacked(package):
    """The folder that has the sources of an installed package, or None."""
    source = output("dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package).split()
    if len(source) != 2:
        return None
    folder = os.path.join(FOLDER, "_".join(source).replace(":", "%"))
    if not os.path.exists(os.path.join(folder, "whole")):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        if not fetch(*source, folder):
            return None
        open(os.path.join(folder, "whole"), "w").close()
    trees = [entry.path for entry in os.scandir(folder) if os.path.isdir(os.path.join(entry.path, "debian"))]
    return trees[0] if trees else None
