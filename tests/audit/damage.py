# SPDX-License-Identifier: MIT
"""Damages a recording in many ways, each chosen by a seed, and runs forkseed-audit on each.
Usage: damage.py PROGRAM RECORDING DIRECTORY COUNT [FIRST]. Prints how many ended with which
status, and a line for each that crashed, hung, or wrote a report that can't be read."""
import collections
import json
import os
import random
import re
import signal
import struct
import subprocess
import sys
import xml.etree.ElementTree as xml

MARK, HEADER, UNIT = 32, 131200, 64  # shim/recorder/recording.h: the size is at 24, `next` at 40
program, recording, directory, count = sys.argv[1:5]
first = int(sys.argv[5]) if len(sys.argv) > 5 else 0
with open(recording, "rb") as file:
    whole = os.fstat(file.fileno()).st_size
    end = struct.unpack_from("=Q", file.read(MARK + 16), 40)[0]
    file.seek(0)
    original = file.read(end)


def records(data):
    """Where records begin: kind and size fit."""
    at, found = HEADER, []
    while at + 24 <= len(data):
        kind, size = struct.unpack_from("=II", data, at + 4)
        if 1 <= kind <= 11 and 24 <= size <= len(data) - at and size % UNIT == 0:
            found.append((at, size))
            at += size
        else:
            at += UNIT
    return found


places = records(original)


def flip(dice, data, size):
    for _ in range(dice.choice((1, 4, 64))):
        at = dice.randrange(len(data))
        data[at] ^= 1 << dice.randrange(8)
    return size


def word(dice, data, size):
    """A field of a record gets a number that is far off."""
    for _ in range(dice.choice((1, 8))):
        at, length = dice.choice(places)
        at += 4 * dice.randrange(min(length, 128) // 4)
        value = dice.choice((0, 1, 2**31 - 1, 2**32 - 1, 2**31, whole, dice.getrandbits(32)))
        struct.pack_into("=I", data, at, value)
    return size


def reference(dice, data, size):
    """References lead to other records."""
    for _ in range(16):
        at, length = dice.choice(places)
        at += 4 * dice.randrange(min(length, 128) // 4)
        struct.pack_into("=I", data, at, dice.choice(places)[0] // UNIT)
    return size


def noise(dice, data, size):
    at, length = dice.choice(places)
    data[at + 24:at + length] = dice.randbytes(length - 24)
    return size


def hole(dice, data, size):
    at = dice.randrange(HEADER, len(data))
    del data[at:]
    return size


def swap(dice, data, size):
    (one, length), (other, room) = dice.choice(places), dice.choice(places)
    length = min(length, room)
    data[one:one + length] = data[other:other + length]
    return size


def cut(dice, data, size):
    """The file is shorter, and the mark says so or does not."""
    size = dice.randrange(len(data))
    if size >= MARK and dice.random() < 0.7:
        struct.pack_into("=Q", data, 24, size)
    return size


def header(dice, data, size):
    for _ in range(4):
        data[dice.randrange(MARK + 32)] = dice.getrandbits(8)
    return size


WAYS = (flip, word, reference, noise, hole, swap, cut, header)


def damage(seed, path):
    dice, data = random.Random(seed), bytearray(original)
    way = WAYS[seed % len(WAYS)]
    size = way(dice, data, whole)
    with open(path, "wb") as file:
        file.write(data[:size])
        file.truncate(size)
    return way.__name__


def readable(report, page, quality, junit):
    with open(report) as file:
        lines = file.read().splitlines()
    with open(page) as file:
        data = re.search('<script[^>]* id="data">\n?(.*?)</script>', file.read(), re.S)[1]
    for line in lines + data.strip().splitlines():
        json.loads(line)
    with open(quality, encoding="utf-8") as file:
        prints = [entry["fingerprint"] for entry in json.load(file)]
    if len(set(prints)) != len(prints):
        return "a fingerprint twice"
    xml.parse(junit)
    return None


def run(seed):
    report = os.path.join(directory, "damaged")
    page, quality, junit = report + ".html", report + ".quality", report + ".xml"
    way = damage(seed, report + ".raw")
    words = [program, "--report=" + page, "--format=github", "--format=gitlab:" + quality,
             "--format=junit:" + junit, report]
    try:
        ended = subprocess.run(words, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return way, "hung", ""
    status, said = ended.returncode, ended.stderr.decode(errors="replace")
    if status < 0:
        return way, "crashed", signal.Signals(-status).name
    if status == 125:
        if "a crash" in said: # of ours: there is memory enough here
            return way, "crashed", said
        return way, 125, "" if said.count("\n") == 1 and not ended.stdout else said
    if status not in (0, 1):
        return way, "status %d" % status, said[-2000:]
    try:
        return way, status, readable(report, page, quality, junit)
    except ValueError as error:
        return way, "unreadable", repr(error)
    except xml.ParseError as error:
        return way, "unreadable", repr(error)


outcomes = collections.Counter()
for seed in range(first, first + int(count)):
    way, outcome, said = run(seed)
    bad = bool(said) or outcome not in (0, 1, 125)
    outcomes["bad" if bad else outcome] += 1
    if bad:
        print("seed %d, %s: %s %s" % (seed, way, outcome, said))
print(*("%s:%d" % pair for pair in sorted(outcomes.items(), key=str)))
