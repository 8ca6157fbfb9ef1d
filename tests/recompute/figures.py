"""The statistics of the ledger, computed from answers: value, n, base, missing,
and where the design is simple enough the standard error and the interval."""

import functools
import math
from dataclasses import dataclass, field
from statistics import NormalDist


@dataclass
class Number:
    """A number as it was computed again; None is what is not told of this kind."""

    value: float
    n: int = None
    base: int = None
    missing: int = None
    error: float = None
    interval: tuple = None
    # Per respondent who is in the base: his or her influence on the value.
    influence: dict = field(default=None, repr=False)


class NotCovered(Exception):
    """A kind of number that this script does not compute, with the reason."""


class Statistics:
    """Computes what a `computation` of the ledger says."""

    def __init__(self, answers, waves=None):
        self.answers = answers
        self.legend = answers.workbook.legend
        # The statistics of each earlier wave, by its label.
        self.waves = waves or {}
        self.design = self.legend["design"]
        self.raked = 0
        self.trimmed = 0
        self.weights = self.weigh()

    # Weights.

    def frame(self, name):
        """Units of the population by code."""
        workbook = self.answers.workbook
        cells = self.legend["population"]["variables"][name]
        column = workbook.column(cells, workbook.units)
        variable = self.answers.variables[name]
        counts = {}
        for value in column:
            found = self.answers.choice(variable, None if value is None else str(value).strip())
            counts[found] = counts.get(found, 0) + 1
        return counts

    def population(self):
        if self.design["drawn-from"] == "frame":
            return len(self.answers.workbook.units)
        return self.design.get("population")

    @functools.cached_property
    def strata(self):
        """Per respondent the stratum, and per stratum the units that it was drawn from."""
        name = self.design.get("strata")
        if name is None:
            return [""] * self.answers.size, {"": self.population()}
        of = self.answers.of(name)
        if self.design["drawn-from"] == "frame":
            return of, self.frame(name)
        sizes = self.design.get("strata-sizes") or {}
        return of, {stratum: sizes.get(stratum) for stratum in set(of)}

    def weigh(self):
        size = self.answers.size
        of, sizes = self.strata
        if self.design.get("weight"):
            weights = list(self.answers.of(self.design["weight"]))
        else:
            drawn = {stratum: of.count(stratum) for stratum in set(of)}
            weights = [
                1.0 if sizes[stratum] is None else sizes[stratum] / drawn[stratum] for stratum in of
            ]
        margins = [self.design["post-stratify"]] if self.design.get("post-stratify") else []
        margins = margins or self.design["rake"]
        rounds = 1 if self.design.get("post-stratify") else 500
        for self.raked in range(1, rounds + 1) if margins else []:
            for name in margins:
                targets, answers = self.frame(name), self.answers.of(name)
                sums = {key: 0.0 for key in targets}
                for answer, weight in zip(answers, weights):
                    sums[answer] += weight
                weights = [
                    weight * targets[answer] / sums[answer]
                    for answer, weight in zip(answers, weights)
                ]
            off = 0.0
            for name in margins:
                targets, answers = self.frame(name), self.answers.of(name)
                for key, target in targets.items():
                    sum_ = sum(w for answer, w in zip(answers, weights) if answer == key)
                    off = max(off, abs(sum_ - target) / sum(targets.values()))
            if off <= 1e-13:
                break
        if self.design.get("trim"):
            weights = self.trim(weights, *self.design["trim"])
        assert len(weights) == size
        return weights

    def trim(self, weights, lower, upper):
        mean = sum(weights) / len(weights)
        low, high = lower * mean, upper * mean
        cut = set()
        while any(not low <= weight <= high for weight in weights):
            outside = {at for at, weight in enumerate(weights) if not low <= weight <= high}
            bounded = [min(max(weight, low), high) for weight in weights]
            share = (sum(weights) - sum(bounded)) / (len(weights) - len(outside))
            weights = [
                weight if at in outside else weight + share for at, weight in enumerate(bounded)
            ]
            cut |= outside
            if abs(share) < 1e-12 * mean:
                break
        self.trimmed = len(cut)
        return weights

    @functools.cached_property
    def unweighted(self):
        """Everyone counts the same: for as many units as there are to a respondent."""
        of_each = [size for size in self.strata[1].values()]
        total = None if None in of_each else sum(of_each)
        return [1.0 if total is None else total / self.answers.size] * self.answers.size

    # Precision.

    def variance(self, influence, weights):
        """Of a statistic with this influence, by linearisation; None when the design is not simple."""
        design = self.design
        if design["clusters"] or design["rake"] or design.get("post-stratify"):
            return None
        weighted = weights is self.weights
        of, sizes = self.strata
        if not weighted:
            known = None if None in sizes.values() else sum(sizes.values())
            of, sizes = [""] * self.answers.size, {"": known}
        total = 0.0
        for stratum in set(of):
            z = [
                weights[at] * influence.get(at, 0.0)
                for at in range(self.answers.size)
                if of[at] == stratum
            ]
            n, size = len(z), sizes[stratum]
            if n < 2:
                return None
            correction = 1.0 if size is None else max(0.0, (size - n) / size)
            mean = sum(z) / n
            total += correction * n / (n - 1) * sum((x - mean) ** 2 for x in z)
        return total

    def degrees(self, inside, weighted):
        of = self.strata[0] if weighted else [""] * self.answers.size
        return len(inside) - len({of[at] for at in inside})

    def with_precision(self, number, weights, share=False, degrees=None):
        variance = self.variance(number.influence, weights)
        if degrees is None:
            degrees = self.degrees(number.influence, weights is self.weights)
        if variance is None:
            return number
        number.error = math.sqrt(max(variance, 0.0))
        if degrees < 1:
            return number
        tail = 0.5 + self.legend["level"] / 2
        t, z = t_quantile(tail, degrees), NormalDist().inv_cdf(tail)
        value = number.value
        if not share:
            number.interval = (value - t * number.error, value + t * number.error)
            return number
        spread = value * (1 - value)
        kind = self.design["share-interval"]
        if kind in ("t", "z"):
            half = (t if kind == "t" else z) * number.error
            number.interval = (value - half, value + half)
        elif kind == "logit" and spread > 0:
            odds = math.log(value / (1 - value))
            half = t * number.error / spread
            number.interval = tuple(1 / (1 + math.exp(-x)) for x in (odds - half, odds + half))
        return number

    # Statistics.

    def compute(self, computation):
        """The number that a computation says."""
        method = getattr(self.of_wave(computation), "compute_" + computation["statistic"].replace("-", "_"), None)
        if method is None:
            raise NotCovered(computation["statistic"])
        return method(computation)

    def selection(self, computation):
        return self.answers.inside(computation.get("filter") or [])

    def weights_of(self, computation):
        return self.weights if computation.get("weighted") else self.unweighted_or_equal

    @functools.cached_property
    def unweighted_or_equal(self):
        """Weights that are all the same give what no weights give, but for their design."""
        first = self.weights[0]
        same = all(abs(weight - first) <= 1e-9 * first for weight in self.weights)
        return self.weights if same else self.unweighted

    def has(self, name, codes):
        """Per respondent: whether he or she gave any of the codes."""
        wanted = set(codes)
        if self.answers.variables[name]["kind"] == "number":
            # The columns of a chart of numbers: the code is the number.
            return [answer is not None and str(answer).removesuffix(".0") in wanted for answer in self.answers.of(name)]
        return [
            bool(answer & wanted) if isinstance(answer, set) else answer in wanted
            for answer in self.answers.of(name)
        ]

    def mean_of(self, values, computation, share=False, scale=1.0):
        """The weighted mean of values per respondent, None for who is not in the base."""
        keep = self.selection(computation)
        values = {at: value for at, value in enumerate(values) if keep[at] and value is not None}
        weights = self.weights_of(computation)
        if not values:
            raise NotCovered("an empty base")
        total = sum(weights[at] for at in values)
        mean = sum(weights[at] * value for at, value in values.items()) / total
        number = Number(
            scale * mean,
            n=len(values),
            base=len(values),
            missing=sum(keep) - len(values),
            influence={at: scale * (value - mean) / total for at, value in values.items()},
        )
        return self.with_precision(number, weights, share)

    def compute_share(self, computation):
        (name,) = computation["questions"]
        valid, has = self.answers.valid(name), self.has(name, computation["codes"])
        # What the population knows of its units has no missing answers.
        values = [float(has[at]) if valid[at] else None for at in range(self.answers.size)]
        number = self.mean_of(values, computation, share=True)
        keep = self.selection(computation)
        number.n = sum(keep[at] and valid[at] and has[at] for at in range(self.answers.size))
        return number

    def among_groups(self, computation, among):
        """The share of a group: the last conditions of the filter are the group's."""
        name, *groups = computation["questions"]
        conditions = computation.get("filter", [])
        outside = conditions[: len(conditions) - len(groups)]
        has = self.has(name, computation["codes"])
        keep = self.selection(computation)
        base = self.answers.inside(outside)
        for group in groups:
            base = [a and b for a, b in zip(base, self.answers.valid(group))]
        base = [a and b for a, b in zip(base, among)]
        values = [float(keep[at] and has[at]) if base[at] else None for at in range(self.answers.size)]
        number = self.mean_of(values, {**computation, "filter": []}, share=True)
        number.n = sum(value == 1.0 for value in values)
        number.missing = None
        return number

    def compute_share_of_row(self, computation):
        name = computation["questions"][0]
        valid, has = self.answers.valid(name), self.has(name, computation["codes"])
        return self.among_groups(computation, [a and b for a, b in zip(valid, has)])

    def compute_share_of_all(self, computation):
        return self.among_groups(computation, self.answers.valid(computation["questions"][0]))

    def ticks(self, computation, codes=None):
        """Per respondent: how many of the codes were ticked; 0 without a valid answer."""
        (name,) = computation["questions"]
        keep, valid = self.selection(computation), self.answers.valid(name)
        options = {option["code"] for option in self.answers.variables[name]["options"]}
        wanted = options if codes is None else set(codes)
        return [
            len(answer & wanted) if keep[at] and valid[at] else 0
            for at, answer in enumerate(self.answers.of(name))
        ]

    def compute_ticks(self, computation):
        return Number(sum(self.ticks(computation)))

    def compute_share_of_ticks(self, computation):
        named, all_ = self.ticks(computation, computation["codes"]), self.ticks(computation)
        weights = self.weights_of(computation)
        total = sum(weight * ticks for weight, ticks in zip(weights, all_))
        share = sum(weight * ticks for weight, ticks in zip(weights, named)) / total
        return Number(share, n=sum(named), base=sum(all_))

    def compute_count(self, computation):
        (name,) = computation["questions"]
        keep, valid = self.selection(computation), self.answers.valid(name)
        has = self.has(name, computation["codes"])
        missing = set(self.answers.missing_codes(name))
        base = [at for at in range(self.answers.size) if keep[at]]
        # An answer that does not count is one of those of all respondents.
        if not set(computation["codes"]) & missing:
            base = [at for at in base if valid[at]]
        counted = [at for at in base if has[at]]
        return Number(len(counted), n=len(counted), base=len(base))

    def compute_answers(self, computation):
        (name,) = computation["questions"]
        keep, valid = self.selection(computation), self.answers.valid(name)
        count = sum(a and b for a, b in zip(keep, valid))
        return Number(count, n=count, base=count, missing=sum(keep) - count)

    def compute_missing(self, computation):
        number = self.compute_answers(computation)
        return Number(number.missing, n=number.missing, base=number.n + number.missing)

    def compute_answered_share(self, computation):
        number = self.compute_answers(computation)
        base = number.n + number.missing
        return Number(number.n / base, n=number.n, base=base)

    def compute_missing_share(self, computation):
        number = self.compute_answers(computation)
        base = number.n + number.missing
        return Number(number.missing / base, n=number.missing, base=base)

    def compute_weighted_answers(self, computation):
        (name,) = computation["questions"]
        keep, valid = self.selection(computation), self.answers.valid(name)
        weights = self.weights_of(computation)
        return Number(sum(weights[at] for at in range(self.answers.size) if keep[at] and valid[at]))

    def reason(self, computation, reasons, asked):
        """Respondents who gave no answer for a reason, by a code or by an empty cell."""
        (name,) = computation["questions"]
        keep, valid = self.selection(computation), self.answers.valid(name)
        put = self.answers.asked(name)
        count = 0
        for at, answer in enumerate(self.answers.of(name)):
            if not keep[at] or valid[at]:
                continue
            if answer is None:
                count += asked is not None and put[at] == asked
            elif isinstance(answer, set):
                found = [self.answers.missing_codes(name)[key] for key in sorted(answer)]
                count += found[0] in reasons
        return Number(count, n=count, base=sum(keep))

    def compute_missing_empty(self, computation):
        return self.reason(computation, {"empty"}, True)

    def compute_not_asked(self, computation):
        return self.reason(computation, {"not-asked"}, False)

    def compute_missing_dont_know(self, computation):
        return self.reason(computation, {"dont-know"}, None)

    def compute_missing_refused(self, computation):
        return self.reason(computation, {"refused"}, None)

    def compute_mean(self, computation):
        (name,) = computation["questions"]
        return self.mean_of(self.answers.scores(name), computation)

    def compute_quantile(self, computation):
        (name,) = computation["questions"]
        keep, scores = self.selection(computation), self.answers.scores(name)
        weights = self.weights_of(computation)
        inside = [at for at in range(self.answers.size) if keep[at] and scores[at] is not None]
        pairs = sorted((scores[at], weights[at]) for at in inside)

        def at_fraction(fraction):
            total = sum(weight for _, weight in pairs)
            reached = 0.0
            for place, (value, weight) in enumerate(pairs):
                reached += weight
                if abs(reached - fraction * total) <= 1e-12 * total:
                    following = pairs[place + 1][0] if place + 1 < len(pairs) else value
                    return (value + following) / 2
                if reached > fraction * total:
                    return value
            return pairs[-1][0]

        value = at_fraction(computation["fraction"])
        number = Number(value, n=len(pairs), base=len(pairs), missing=sum(keep) - len(pairs))
        total = sum(weights[at] for at in inside)
        share = sum(weights[at] for at in inside if scores[at] <= value) / total
        influence = {at: ((scores[at] <= value) - share) / total for at in inside}
        variance = self.variance(influence, weights)
        degrees = self.degrees(influence, weights is self.weights)
        if variance is not None and degrees >= 1:
            t = t_quantile(0.5 + self.legend["level"] / 2, degrees)
            low, high = share - t * math.sqrt(variance), share + t * math.sqrt(variance)
            if low > 0 and high < 1:
                number.interval = (at_fraction(low), at_fraction(high))
                number.error = (number.interval[1] - number.interval[0]) / (2 * t)
        return number

    def compute_total(self, computation):
        (name,) = computation["questions"]
        keep, scores = self.selection(computation), self.answers.scores(name)
        weights = self.weights_of(computation)
        inside = [at for at in range(self.answers.size) if keep[at] and scores[at] is not None]
        number = Number(
            sum(weights[at] * scores[at] for at in inside),
            n=len(inside),
            base=len(inside),
            missing=sum(keep) - len(inside),
            influence={at: scores[at] for at in inside},
        )
        return self.with_precision(number, weights)

    def compute_net_promoter_score(self, computation):
        (name,) = computation["questions"]
        values = [
            None if score is None else float(score >= 9) - float(score <= 6)
            for score in self.answers.scores(name)
        ]
        return self.mean_of(values, computation, scale=100.0)

    def compute_alpha(self, computation):
        keep, weights = self.selection(computation), self.weights_of(computation)
        items = [self.answers.items(name) for name in computation["questions"]]
        whole = [
            at for at in range(self.answers.size) if keep[at] and all(item[at] is not None for item in items)
        ]

        def variance(value):
            total = sum(weights[at] for at in whole)
            mean = sum(weights[at] * value(at) for at in whole) / total
            return sum(weights[at] * (value(at) - mean) ** 2 for at in whole) / total

        parts = sum(variance(lambda at, item=item: item[at]) for item in items)
        together = variance(lambda at: sum(item[at] for item in items))
        k = len(items)
        return Number(k / (k - 1) * (1 - parts / together), n=len(whole), base=len(whole))

    # Respondents and units.

    def compute_respondents(self, computation):
        count = sum(self.selection(computation))
        return Number(count, n=count, base=count, missing=0)

    def units(self, conditions):
        workbook = self.answers.workbook
        keep = [True] * len(workbook.units)
        for condition in conditions:
            name = condition["question"]
            cells = self.legend["population"]["variables"][name]
            variable = self.answers.variables[name]
            for at, value in enumerate(workbook.column(cells, workbook.units)):
                found = self.answers.choice(variable, None if value is None else str(value).strip())
                if "one-of" in condition:
                    keep[at] = keep[at] and found in condition["one-of"]
                else:
                    keep[at] = keep[at] and found is not None and found not in condition["none-of"]
        return sum(keep)

    def compute_population(self, computation):
        return Number(self.units(computation.get("filter", [])))

    def categories(self, name):
        """The codes of a variable that count as answers."""
        missing = self.answers.missing_codes(name)
        codes = [option["code"] for option in self.answers.variables[name]["options"]]
        return [code for code in codes if code not in missing]

    def compute_population_share(self, computation):
        (name,) = computation["questions"]
        filter_ = computation.get("filter", [])
        all_codes = self.categories(name)
        n = self.units(filter_ + [{"question": name, "one-of": computation["codes"]}])
        base = self.units(filter_ + [{"question": name, "one-of": all_codes}])
        return Number(n / base, n=n, base=base)

    def compute_response_rate(self, computation):
        n = sum(self.selection(computation))
        framed = self.answers.workbook.units
        base = self.units(computation.get("filter", [])) if framed else self.population()
        return Number(n / base, n=n, base=base)

    def against_population(self, computation):
        """Numbers of respondents, and of the rest of the frame, with those to expect, by category."""
        (name,) = computation["questions"]
        filter_ = computation.get("filter", [])
        codes = self.categories(name)
        units = [self.units(filter_ + [{"question": name, "one-of": [code]}]) for code in codes]
        inside = self.selection(computation)
        answers = [a for a, keep in zip(self.answers.of(name), inside) if keep]
        counts = [sum(answer == code for answer in answers) for code in codes]
        rest = [of_frame - n for of_frame, n in zip(units, counts)]
        pairs = []
        for row in (counts, rest):
            expected = [sum(row) * share / sum(units) for share in units]
            pairs += [(n, e) for n, e in zip(row, expected) if e > 0]
        return pairs

    def compute_chi_square(self, computation):
        return Number(sum((n - e) ** 2 / e for n, e in self.against_population(computation)))

    def compute_chi_square_degrees(self, computation):
        return Number(len(self.against_population(computation)) / 2 - 1)

    def compute_smallest_expected(self, computation):
        return Number(min(e for _, e in self.against_population(computation)))

    def compute_chi_square_probability(self, computation):
        """One less the regularised lower incomplete gamma function, by its power series."""
        half = self.compute_chi_square_degrees(computation).value / 2
        x = self.compute_chi_square(computation).value / 2
        term = total = 1 / half
        for step in range(1, 1000):
            term *= x / (half + step)
            total += term
        return Number(1 - total * math.exp(half * math.log(x) - x - math.lgamma(half)))

    def compute_largest_margin(self, computation):
        filter_ = computation.get("filter", [])
        inside = self.selection(computation)
        n = sum(inside)
        if computation.get("weighted"):
            weights = [weight for weight, keep in zip(self.weights, inside) if keep]
            n = sum(weights) ** 2 / sum(weight * weight for weight in weights)
        size = None
        if self.design["drawn-from"] != "endless":
            framed = self.answers.workbook.units
            size = self.units(filter_) if framed else None if filter_ else self.population()
        correction = 1.0 if size is None else (size - n) / (size - 1)
        z = NormalDist().inv_cdf(0.5 + self.legend["level"] / 2)
        return Number(z * math.sqrt(0.25 / n * correction))

    # The account of the method.

    def compute_options_in_use(self, computation):
        (name,) = computation["questions"]
        return Number(len({answer for answer in self.answers.of(name) if answer is not None}))

    def asked_and_unanswered(self, computation):
        asked = unanswered = 0
        for name in computation["questions"]:
            put, valid = self.answers.asked(name), self.answers.valid(name)
            asked += sum(put)
            unanswered += sum(a and not b for a, b in zip(put, valid))
        return asked, unanswered

    def compute_times_asked(self, computation):
        return Number(self.asked_and_unanswered(computation)[0])

    def compute_times_unanswered(self, computation):
        return Number(self.asked_and_unanswered(computation)[1])

    def compute_unanswered_share(self, computation):
        asked, unanswered = self.asked_and_unanswered(computation)
        return Number(unanswered / asked, n=unanswered, base=asked)

    def relative_weights(self):
        mean = sum(self.weights) / len(self.weights)
        return [weight / mean for weight in self.weights]

    def compute_smallest_weight(self, _):
        return Number(min(self.relative_weights()))

    def compute_largest_weight(self, _):
        return Number(max(self.relative_weights()))

    def compute_design_effect(self, computation):
        return Number(len(self.weights) / self.compute_effective_base(computation).value)

    def compute_effective_base(self, _):
        return Number(sum(self.weights) ** 2 / sum(weight * weight for weight in self.weights))

    def compute_raking_rounds(self, _):
        return Number(self.raked)

    def compute_trimmed_weights(self, _):
        return Number(self.trimmed)

    # The workbook itself.

    def compute_cell(self, computation):
        return Number(float(self.answers.workbook.cell(computation["cell"])))

    # Numbers made from other numbers.

    def parts(self, computation):
        return [self.compute(part) for part in computation["parts"]]

    def compute_difference(self, computation):
        left, right = self.parts(computation)
        return Number(left.value - right.value)

    def compute_quotient(self, computation):
        left, right = self.parts(computation)
        return Number(left.value / right.value)

    def compute_sum(self, computation):
        return Number(sum(part.value for part in self.parts(computation)))

    def compute_rest(self, computation):
        (part,) = self.parts(computation)
        return Number(1 - part.value, n=part.n, base=part.base)

    def of_wave(self, computation):
        """The statistics of the wave that a computation is about."""
        return self.waves.get(computation.get("wave"), self)

    def waves_of_parts(self, computation):
        """The statistics of each part; once, when all are of one wave."""
        found = [self.of_wave(part) for part in computation["parts"]]
        return found if any(of is not found[0] for of in found) else found[:1]

    def compute_change(self, computation):
        of, *others = self.waves_of_parts(computation)
        if others:
            return self.change_between(computation)
        if of is not self:
            return of.compute_change(computation)
        before, after = self.parts(computation)
        influence = dict(after.influence)
        for at, value in before.influence.items():
            influence[at] = influence.get(at, 0.0) - value
        number = Number(after.value - before.value, influence=influence)
        weights = self.weights_of(computation)
        degrees = self.degrees(influence, weights is self.weights) - 1
        return self.with_precision(number, weights, degrees=degrees)

    def change_between(self, computation):
        """The change between waves with samples of their own: their variances add up."""
        before, after = self.parts(computation)
        number = Number(after.value - before.value)
        if before.error is None or after.error is None:
            return number
        number.error = math.hypot(before.error, after.error)
        degrees = self.degrees_together(computation["parts"])
        if degrees >= 1 and number.error:
            half = t_quantile(0.5 + self.legend["level"] / 2, degrees) * number.error
            number.interval = (number.value - half, number.value + half)
        return number

    def degrees_together(self, parts):
        """The degrees of freedom of samples that were drawn by themselves."""
        found = 0
        for part in parts:
            of = self.of_wave(part)
            found += of.degrees(of.compute(part).influence, of.weights_of(part) is of.weights)
        return found

    # Tests between groups.

    def sample(self, computation):
        """Value, effective base and variance of the answers themselves, in a group."""
        number = self.compute(computation)
        weights = self.weights_of(computation)
        inside = list(number.influence)
        total = sum(weights[at] for at in inside)
        base = total * total / sum(weights[at] ** 2 for at in inside)
        # The influence of an answer is its distance to the mean, by the sum of the weights.
        squares = sum(weights[at] * (number.influence[at] * total) ** 2 for at in inside) / total
        return number.value, base, squares * len(inside) / max(1, len(inside) - 1)

    def compare(self, computation, group):
        """The statistic and the two-sided p of a number against that of a group."""
        of = self.of_wave(computation)
        if self.of_wave(group) is not of:
            return self.compare_waves(computation, group)
        if of is not self:
            return of.compare(computation, group)
        a, base_a, spread_a = self.sample(computation)
        b, base_b, spread_b = self.sample({**computation, "filter": group.get("filter", [])})
        if computation["statistic"] == "share":
            pooled = (a * base_a + b * base_b) / (base_a + base_b)
            z = (a - b) / math.sqrt(pooled * (1 - pooled) * (1 / base_a + 1 / base_b))
            return z, 2 * NormalDist().cdf(-abs(z))
        own, other = spread_a / base_a, spread_b / base_b
        t = (a - b) / math.sqrt(own + other)
        degrees = (own + other) ** 2 / (own**2 / (base_a - 1) + other**2 / (base_b - 1))
        return t, 2 * (1 - t_below(abs(t), degrees))

    def compare_waves(self, computation, group):
        """The same for a group of another wave, by the errors of both."""
        other = {**computation, **{key: group.get(key) for key in ("filter", "wave", "weighted")}}
        a, b = self.compute(computation), self.compute(other)
        if not a.error or not b.error:
            raise NotCovered("the precision of this design")
        t = (a.value - b.value) / math.hypot(a.error, b.error)
        degrees = self.degrees_together([computation, other])
        return t, 2 * (1 - t_below(abs(t), degrees))

    def tests(self, computation):
        """The test of a change against the group before, or of a number against a group."""
        if computation["statistic"] != "change":
            return lambda group: self.compare(computation, group)
        change = self.compute(computation)
        if not change.error:
            raise NotCovered("the precision of this design")
        of, *others = self.waves_of_parts(computation)
        if others:
            degrees = self.degrees_together(computation["parts"])
        else:
            weights = of.weights_of(computation)
            degrees = of.degrees(change.influence, weights is of.weights) - 1
        t = change.value / change.error
        return lambda _: (t, 2 * (1 - t_below(abs(t), degrees)))

    def precise(self, computation):
        (part,) = self.parts(computation)
        if part.interval is None:
            raise NotCovered("the precision of this design")
        return part

    def compute_margin(self, computation):
        low, high = self.precise(computation).interval
        return Number((high - low) / 2)

    def compute_interval_low(self, computation):
        return Number(self.precise(computation).interval[0])

    def compute_interval_high(self, computation):
        return Number(self.precise(computation).interval[1])

    def compute_standard_error(self, computation):
        return Number(self.precise(computation).error)


@functools.cache
def t_quantile(probability, degrees):
    """The quantile of Student's t, by bisection of its distribution."""
    low, high = 0.0, 1e6
    for _ in range(200):
        middle = (low + high) / 2
        if t_below(middle, degrees) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_below(t, degrees):
    """The probability of a value below `t`, which is not negative."""
    return 1 - 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


def incomplete_beta(a, b, x):
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # Evaluated from the end: 300 terms are enough for any survey.
    fraction = 1.0
    for m in range(300, 0, -1):
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        fraction = 1 + even / (1 + odd / fraction)
    first = -(a + b) * x / (a + 1)
    return front / a / (1 + first / fraction)
