# SPDX-License-Identifier: MIT
"""Reads what --format writes as strictly as its readers' documentation allows, and prints
a line an entry: KIND PATH:LINE TITLE. Usage: formats.py github|gitlab|junit FILE [full]
(full: the text and the identity as well). Exits with 1 and a line where a file is wrong."""
import datetime
import json
import re
import sys
import xml.etree.ElementTree as xml

KINDS = "inherited|same-seed|clock-seed|unnumbered|no-entropy|refused|escaped|incomplete"


def need(holds, what):
    if not holds:
        sys.exit("wrong: " + what)


def unescaped(text, codes, forbidden):
    """Only these codes may follow a '%', and these characters must not appear."""
    need(not re.search("[%s]" % forbidden, text), "not escaped: " + repr(text))
    need(re.fullmatch("([^%%]|%%(%s))*" % "|".join(codes), text, re.S), "a bare %: " + repr(text))
    return re.sub("%(..)", lambda code: chr(int(code[1], 16)), text)


def github(path):
    """::error NAME=VALUE,NAME=VALUE::MESSAGE, at the beginning of a line."""
    for line in open(path, encoding="utf-8", newline="\n").read().split("\n"):
        if not line.lstrip().startswith("::"):
            continue
        parts = re.fullmatch(r"::error ([^:]*(?::[^:]+)*?)::(.*)", line)
        need(parts, "no command: " + repr(line))
        given = {}
        for pair in parts[1].split(","):
            name, equals, value = pair.partition("=")
            need(name in ("file", "line", "title") and equals and value, "property " + repr(pair))
            need(name not in given, "twice: " + name)
            given[name] = unescaped(value, ["25", "0A", "0D", "3A", "2C"], "\r\n:,")
        need("title" in given and ("file" in given) == ("line" in given), "properties " + parts[1])
        need("line" not in given or int(given["line"]) > 0, "line")
        text = unescaped(parts[2], ["25", "0A", "0D"], "\r\n")
        need(text, "no message")
        yield "error", given.get("file"), given.get("line"), given["title"], text, ""


def gitlab(path):
    fingerprints = set()
    entries = json.load(open(path, encoding="utf-8"))
    need(isinstance(entries, list), "no array")
    for entry in entries:
        need(set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}, "keys")
        need(entry["severity"] in ("info", "minor", "major", "critical", "blocker"), "severity")
        need(re.fullmatch("forkseed:(%s)" % KINDS, entry["check_name"]), "check_name")
        need(entry["description"] and "\n" not in entry["description"], "description")
        place = entry["location"]
        need(set(place) == {"path", "lines"} and set(place["lines"]) == {"begin"}, "location")
        need(isinstance(place["path"], str) and place["path"], "path")
        need(type(place["lines"]["begin"]) is int and place["lines"]["begin"] > 0, "line")
        need(re.fullmatch("[0-9a-f]{16,}", entry["fingerprint"]), "fingerprint")
        need(entry["fingerprint"] not in fingerprints, "a fingerprint twice")
        fingerprints.add(entry["fingerprint"])
        yield (entry["severity"] + " " + entry["check_name"], place["path"], place["lines"]["begin"],
               entry["description"].split(": in ")[0], entry["description"], entry["fingerprint"])


def junit(path):
    """The schema is xmllint's business; here are the counts, and that tests can be told apart."""
    top = xml.parse(path).getroot()
    need(top.tag == "testsuites" and [suite.tag for suite in top] == ["testsuite"], "suites")
    suite = top[0]
    datetime.datetime.strptime(suite.get("timestamp"), "%Y-%m-%dT%H:%M:%S")
    cases = list(suite)
    need(len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases), "a test twice")
    for counted in top, suite:
        need(int(counted.get("tests")) == len(cases), "tests")
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            need(int(counted.get(attribute)) == sum(case.find(tag) is not None for case in cases), attribute)
    need(len(cases) > 0, "no test at all")
    for case in cases:
        need(len(case) <= 1, "more than one outcome")
        outcome = case[0] if len(case) else None
        title = "" if outcome is None else outcome.get("message")
        need(outcome is None or title, "no message")
        kind = "passed" if outcome is None else outcome.tag
        if kind in ("failure", "error"):
            need(outcome.get("type") in KINDS.split("|"), "type")
            need(case.get("classname") == "forkseed." + outcome.get("type"), "classname")
            need(outcome.text, "no text")
        yield kind, case.get("file"), case.get("line"), title, outcome is not None and outcome.text, case.get("name")


for kind, path, line, title, text, identity in globals()[sys.argv[1]](sys.argv[2]):
    print(kind, "%s:%s" % (path, line) if path else "-", *([title] if title else []))
    if "full" in sys.argv:
        print("  text", repr(text), *(["\n  identity", identity] if identity else []))
