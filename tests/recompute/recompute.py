"""Computes printed numbers again from the workbook, and compares.

Reads `facts.json` of an edition, and the workbook with its codebook sheets, of each
wave; nothing else. A fact agrees when its value, its number of answers, its base, the
missing answers, the standard error, the interval and the tests against other
groups are those that the named cells give, and when its text is that value, rounded.

    python3 tests/recompute/recompute.py build .             # 200 facts for each of five seeds
    python3 tests/recompute/recompute.py build . --seed 7    # 200 other facts
    python3 tests/recompute/recompute.py build . --all
"""

import argparse
import collections
import json
import math
import random
import re
import sys

from figures import NotCovered, Statistics
from workbook import Answers, Workbook

SEEDS = [1, 2, 3, 4, 5]
DRAW = 200

# Kinds that no cell can confirm, with the reason.
NOT_COVERED = {
    "setting": "the number stands in publication.toml",
    "ratio-of-totals": "no template can ask for it",
}


def close(ours, theirs):
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-11)


def identity(fact, computation):
    """What tells a number of a table from the others in it."""
    keys = ("statistic", "questions", "codes", "filter", "wave")
    return json.dumps([fact.get("within")] + [computation.get(key) or None for key in keys])


def disagreements(fact, statistics, weighted):
    """What is not as the cells say, and whether the standard error was compared."""
    computation = {**fact["computation"]}
    if fact["weighted"]:
        computation["weighted"] = True
    if "hidden" in fact:
        told = {"value", "n", "base", "missing", "interval", "standard-error"} & set(fact)
        return [f"it is hidden, but tells {sorted(told)}"] if told else [], False
    if "value" not in fact:
        raise NotCovered("an empty base")
    again = statistics.compute(computation)
    found = []
    pairs = [
        ("value", again.value),
        ("n", again.n),
        ("base", again.base),
        ("missing", again.missing),
        ("standard-error", again.error),
    ]
    for key, ours in pairs:
        if ours is not None and key in fact and not close(ours, fact[key]):
            found.append(f"{key} is {fact[key]}, and the cells give {ours}")
    if again.interval and "interval" in fact:
        for ours, theirs in zip(again.interval, fact["interval"]):
            if not math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-8):
                found.append(f"interval is {fact['interval']}, and the cells give {again.interval}")
                break
    if "significance" in fact:
        # Whether the number of another wave is weighted, its own fact says.
        groups = []
        for group in fact["significance"]["groups"]:
            other = {**computation, "filter": group.get("filter"), "wave": group.get("wave")}
            groups.append({**group, "weighted": identity(fact, other) in weighted})
        found += wrong_tests({**fact["significance"], "groups": groups}, computation, statistics)
    if not is_rounded(fact, again.value, statistics.legend["language"]):
        found.append(f"`{fact['text']}` is not {again.value} rounded")
    return found, again.error is not None and "standard-error" in fact


def wrong_tests(significance, computation, statistics):
    """What the ledger says of other groups, and the cells do not."""
    try:
        test = statistics.tests(computation)
    except NotCovered:
        return
    groups, level = significance["groups"], significance["level"]
    for group in groups:
        if "p" not in group:
            continue
        statistic, p = test(group)
        if not math.isclose(p, group["p"], rel_tol=1e-6, abs_tol=1e-9):
            yield f"p against {group['label']} is {group['p']}, and the cells give {p}"
        least, most = {
            "none": (p, p),
            "bonferroni": (min(1, p * significance["comparisons"]),) * 2,
            # The rest of the row has a say in it.
            "benjamini-hochberg": (p, min(1, p * significance["comparisons"])),
        }[significance["correction"]]
        if not least - 1e-9 <= group["corrected"] <= most + 1e-9:
            yield f"corrected p against {group['label']} is {group['corrected']}"
        outcome = "no-difference"
        if group["corrected"] < level:
            outcome = "higher" if statistic > 0 else "lower"
        if outcome != group["outcome"]:
            yield f"it lies {group['outcome']} to {group['label']}, and the cells give {outcome}"


def is_rounded(fact, value, language):
    """Whether the digits of the text are the value, rounded to as many decimals."""
    match = re.search(r"[\u2212-]?\d[\d.,]*", fact["text"])
    if not match:
        return True  # In words.
    thousands, decimal = (".", ",") if language == "nl" else (",", ".")
    digits = match.group().rstrip(".,").replace(thousands, "").replace(decimal, ".")
    digits = digits.replace("\u2212", "-")
    decimals = len(digits.partition(".")[2])
    scale = 100 if fact["kind"] in ("share", "percentage-points") else 1
    return abs(float(digits) - scale * value) <= 0.5 * 10**-decimals + 1e-9


def codebook_faults(workbook):
    """Options of the legend that the codebook's sheets do not have."""
    for name, variable in workbook.legend["variables"].items():
        if "derived" in variable or "defined-at" not in variable or not variable.get("options"):
            continue
        ours = [(option["code"], option["label"], option.get("missing")) for option in variable["options"]]
        theirs = workbook.codebook(name)
        for our, their in zip(ours, theirs or []):
            known = {"dont-know": "dont-know", "refused": "refused"}.get(their[2], their[2])
            if our[:2] != their[:2] or bool(our[2]) != bool(known):
                yield f"{name}: the ledger has {our}, the codebook {their}"


def check(edition, project, seeds, everything):
    with open(f"{edition}/facts.json", encoding="utf-8") as file:
        ledger = json.load(file)
    faults = []

    def read(legend, waves=None):
        workbook = Workbook(project, legend)
        faults.extend(codebook_faults(workbook))
        if len(workbook.rows) != legend["respondents"]:
            faults.append("the rows of the respondents are not as many as the ledger says")
        return Statistics(Answers(workbook), waves)

    legend = ledger["legend"]
    waves = {label: read(wave) for label, wave in legend.get("waves", {}).items()}
    statistics = read(legend, waves)
    facts = ledger["facts"]
    weighted = {identity(fact, fact["computation"]) for fact in facts if fact["weighted"]}
    if everything:
        chosen = facts
    else:
        chosen = []
        for seed in seeds:
            chosen += random.Random(seed).sample(facts, min(DRAW, len(facts)))
    agree, uncovered = collections.Counter(), collections.Counter()
    precise = 0
    for fact in chosen:
        kind = fact["computation"]["statistic"]
        if kind in NOT_COVERED:
            uncovered[f"{kind}: {NOT_COVERED[kind]}"] += 1
            continue
        try:
            found, compared = disagreements(fact, statistics, weighted)
        except NotCovered as reason:
            uncovered[f"{kind}: {reason}"] += 1
            continue
        agree[kind] += not found
        precise += compared
        faults += [f"{fact['id']} ({fact['document']}): {fault}" for fault in found]
    for kind, count in sorted(agree.items()):
        print(f"{count:6}  {kind}")
    for kind, count in sorted(uncovered.items()):
        print(f"{count:6}  not covered: {kind}")
    print(f"{sum(agree.values())} of {len(chosen)} facts agree, {precise} with their precision")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("edition", help="folder with facts.json")
    parser.add_argument("project", help="folder that paths in the ledger start from")
    parser.add_argument("--seed", type=int, action="append", help="draw 200 facts by this seed")
    parser.add_argument("--all", action="store_true", help="take every fact")
    arguments = parser.parse_args()
    faults = check(arguments.edition, arguments.project, arguments.seed or SEEDS, arguments.all)
    for fault in faults:
        print(f"FAIL {fault}", file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
