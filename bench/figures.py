# SPDX-License-Identifier: MIT
# From runs to figures: medians, ratios of runs of the same round, and how far to believe them
# (95 % bootstrap interval over rounds, from a fixed seed). A run that something else on the
# machine disturbed moves the interval, hardly the median.
import random
from collections import namedtuple
from statistics import median

RESAMPLES = 400

Estimate = namedtuple("Estimate", "value low high")
Verdict = namedtuple("Verdict", "text met")


def ratio(rounds, subject, of):
    return median(r[subject] / r[of] for r in rounds)


def added_ratio(rounds, subject, of):
    base = median(r["bare"] for r in rounds)
    dear = median(r[of] for r in rounds) - base
    return (median(r[subject] for r in rounds) - base) / dear if dear else float("inf")


def estimate(rounds, statistic, *names):
    """The statistic with its interval. Whole rounds are resampled: their runs belong together."""
    dice = random.Random(1)
    values = sorted(
        statistic(dice.choices(rounds, k=len(rounds)), *names) for _ in range(RESAMPLES)
    )
    edge = RESAMPLES // 40
    return Estimate(statistic(rounds, *names), values[edge], values[-edge - 1])


def ratios_to_bare(rounds):
    """variant -> estimate, for each variant but bare."""
    return {name: estimate(rounds, ratio, name, "bare") for name in rounds[0] if name != "bare"}


def ratios_to_twins(rounds, twin):
    """variant -> estimate of what it takes of its twin's, `twin` + its name."""
    pairs = [(name, twin + name) for name in rounds[0] if twin + name in rounds[0]]
    return {name: estimate(rounds, ratio, name, other) for name, other in pairs}


def judge(rounds, promise):
    """Whether a promise was met, as far as these rounds can tell; None when not measured."""
    if promise.subject not in rounds[0] or promise.of not in rounds[0]:
        return None
    statistic = added_ratio if promise.added else ratio
    found = estimate(rounds, statistic, promise.subject, promise.of)
    what = f"{'added ' if promise.added else ''}{promise.subject}/{promise.of}"
    if found.value <= promise.target:
        word = "met"
    elif found.low <= promise.target:
        word = "not told from it"
    else:
        word = "MISSED"
    kind = "aim" if promise.aim else "target"
    return Verdict(
        f"{what} {found.value:.3f} ({found.low:.3f} to {found.high:.3f}),"
        f" {kind} {promise.target:.2f}: {word}",
        word,
    )


def judge_count(values, target, of):
    """The difference to `of` against a target, or with no target the ratio; None when there is
    nothing to compare."""
    if "shim" not in values or of not in values:
        return None
    if target is None:
        return Verdict(f"shim/{of} {values['shim'] / values[of]:.3f}", None)
    extra = round(values["shim"] - values[of], 2)
    word = "met" if extra <= target else "MISSED"
    return Verdict(f"{extra:+g} to {of}, target {target:+g}: {word}", word)
