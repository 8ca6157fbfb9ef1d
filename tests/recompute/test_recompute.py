"""Printed numbers are what the cells that the ledger names give, and the check can fail.

Run by `.ci/run` after `drukpers build`, or by hand:

    python3 tests/recompute/test_recompute.py target/release/drukpers
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import openpyxl

import project
import recompute

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(ROOT / "target/release/drukpers")

DESIGNS = {
    "simple": "",
    "stratified": 'strata = "grootte"\n',
    "a column of weights": 'weight = "gewicht"\n',
    "post-stratified": 'post-stratify = "grootte"\n',
    "raked": 'rake = ["grootte", "ronde"]\ntrim = [0.6, 1.6]\n',
    "stated": "population = 300\nshare-interval = \"t\"\n",
}


class Sample(unittest.TestCase):
    """The sample publication, as it was built."""

    def test_draws_of_200_agree(self):
        self.assertEqual(recompute.check(ROOT / "build", ROOT, recompute.SEEDS, False), [])

    def test_every_fact_agrees(self):
        self.assertEqual(recompute.check(ROOT / "build", ROOT, [], True), [])

    def test_the_ledger_follows_its_schema(self):
        schema = json.loads((ROOT / "docs/facts.schema.json").read_text(encoding="utf-8"))
        ledger = json.loads((ROOT / "build/facts.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        # The name is no address: references within the schema are resolved without it.
        del schema["$id"]
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(ledger))
        self.assertEqual([error.message[:200] for error in errors[:3]], [])

    def test_a_changed_cell_is_seen(self):
        """One cell that facts rest on gets another code: they disagree, and others do not."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "inputs", pathlib.Path(folder) / "inputs")
            path = pathlib.Path(folder) / "inputs/survey.xlsx"
            book = openpyxl.load_workbook(path, data_only=True)
            cell = book["data"]["K2"]
            cell.value = 1 if cell.value != 1 else 5
            book.save(path)
            faults = recompute.check(ROOT / "build", folder, [], True)
        self.assertGreater(len(faults), 0)
        ledger = json.loads((ROOT / "build/facts.json").read_text(encoding="utf-8"))
        resting = {
            fact["id"]
            for fact in ledger["facts"]
            if any(source["cells"].endswith("!data!K2:K127") for source in fact["sources"])
        }
        self.assertLessEqual({fault.split(" ")[0] for fault in faults}, resting)

    def test_a_changed_number_is_seen(self):
        """A value, a base or a text of the ledger that is not the cells' is told of."""
        ledger = json.loads((ROOT / "build/facts.json").read_text(encoding="utf-8"))
        shares = [at for at, fact in enumerate(ledger["facts"]) if fact["kind"] == "share"]
        for key, change in [("value", 0.02), ("base", 1), ("n", 1), ("standard-error", 0.01)]:
            at = random.Random(key).choice([at for at in shares if key in ledger["facts"][at]])
            ledger["facts"][at][key] += change
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "facts.json"
            path.write_text(json.dumps(ledger), encoding="utf-8")
            faults = recompute.check(folder, ROOT, [], True)
        self.assertEqual(len(faults), 4, faults)


class Designs(unittest.TestCase):
    """Every kind of number, under every kind of design."""

    def test_every_fact_agrees(self):
        kinds = set()
        for name, design in DESIGNS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                # The precision of adjusted weights is for another test: R's, in tests/reference.
                project.write(folder, design, smallest=3, precision="rake" not in design and "post" not in design)
                subprocess.run([PROGRAM, "build", "--quiet", "--project", folder], check=True)
                print(f"\n{name}")
                self.assertEqual(recompute.check(f"{folder}/build", folder, [], True), [])
                ledger = json.loads(pathlib.Path(folder, "build/facts.json").read_text())
                kinds |= {fact["computation"]["statistic"] for fact in ledger["facts"]}
                if not design:
                    self.changed_tests_are_seen(folder, ledger)
        schema = json.loads((ROOT / "docs/facts.schema.json").read_text(encoding="utf-8"))
        known = {kind["const"] for kind in schema["$defs"]["Statistic"]["oneOf"]}
        print("\nkinds that no test prints:", ", ".join(sorted(known - kinds)))

    def changed_tests_are_seen(self, folder, ledger):
        """A p or an outcome that is not the cells' is told of."""
        tested = [fact for fact in ledger["facts"] if "significance" in fact]
        self.assertGreater(len(tested), 20)
        tested[0]["significance"]["groups"][0]["p"] *= 1.001
        tested[5]["significance"]["groups"][0]["outcome"] = "higher"
        tested[-1]["significance"]["groups"][0]["corrected"] = 1e-9
        with tempfile.TemporaryDirectory() as edition:
            path = pathlib.Path(edition) / "facts.json"
            path.write_text(json.dumps(ledger), encoding="utf-8")
            faults = recompute.check(edition, folder, [], True)
        wrong = {fault.split(" ")[0] for fault in faults}
        self.assertEqual(wrong, {tested[at]["id"] for at in (0, 5, -1)})


class Waves(unittest.TestCase):
    """Numbers of an earlier wave, which has a workbook and a design of its own."""

    def test_every_fact_agrees_until_a_cell_changes(self):
        with tempfile.TemporaryDirectory() as folder:
            project.write(folder, "", waves=True)
            subprocess.run([PROGRAM, "build", "--quiet", "--project", folder], check=True)
            print("\nwaves")
            self.assertEqual(recompute.check(f"{folder}/build", folder, [], True), [])
            ledger = json.loads(pathlib.Path(folder, "build/facts.json").read_text())
            earlier = {fact["id"] for fact in ledger["facts"] if self.is_earlier(fact["computation"])}
            tested = [fact for fact in ledger["facts"] if "significance" in fact]
            between = [
                fact for fact in tested if any("wave" in it for it in fact["significance"]["groups"])
            ]
            self.assertGreater(len(earlier), 50)
            self.assertGreater(len(between), 10)
            path = pathlib.Path(folder, "inputs/eerder.xlsx")
            book = openpyxl.load_workbook(path)
            cell = book["data"]["D2"]
            cell.value = "nee" if cell.value != "nee" else "ja"
            book.save(path)
            faults = recompute.check(f"{folder}/build", folder, [], True)
            wrong = {fault.split(" ")[0] for fault in faults}
            self.assertGreater(len(wrong), 10)
            told_between = {fact["id"] for fact in between}
            self.assertLessEqual(wrong, earlier | told_between)

    def is_earlier(self, computation):
        """Whether it, or a part of it, is of the earlier wave."""
        return "wave" in computation or any(map(self.is_earlier, computation.get("parts", [])))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
