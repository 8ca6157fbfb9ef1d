"""Cells of the workbook and answers to questions, as the ledger names them.

Nothing here knows how drukpers computes: only openpyxl, the ranges that
`facts.json` names, and the codebook sheets.
"""

import re

import openpyxl
from openpyxl.utils import column_index_from_string

TICKED = {"1", "true", "waar", "yes", "ja", "y", "j", "x"}


def code(value):
    """The text of a cell as a code; None when it is empty."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text) or None


class Workbook:
    """The workbook of a ledger."""

    def __init__(self, folder, legend):
        self.legend = legend
        self.book = openpyxl.load_workbook(f"{folder}/{legend['workbook']}", data_only=True)
        self.columns = {}
        self.rows = self.filled(legend["answers"])
        population = legend.get("population")
        self.units = self.filled(population["cells"]) if population else []

    def parse(self, cells):
        file, sheet, area = cells.split("!")
        assert file == self.legend["workbook"], cells
        return self.book[sheet], area

    def filled(self, cells):
        """The numbers of the rows in `file!sheet!2:127` that hold anything."""
        sheet, area = self.parse(cells)
        first, last = map(int, area.split(":"))
        rows = sheet.iter_rows(min_row=first, max_row=last, values_only=True)
        return [
            first + at for at, row in enumerate(rows) if any(code(cell) is not None for cell in row)
        ]

    def cell(self, cells):
        sheet, area = self.parse(cells)
        return sheet[area].value

    def column(self, cells, rows):
        """The values of one column in these rows."""
        if (cells, id(rows)) not in self.columns:
            sheet, area = self.parse(cells)
            start, end = (re.match(r"([A-Z]+)(\d+)", part).groups() for part in area.split(":"))
            assert start[0] == end[0], f"{cells} is more than one column"
            number = column_index_from_string(start[0])
            low, high = int(start[1]), int(end[1])
            assert all(low <= row <= high for row in rows), f"{cells} leaves out rows"
            self.columns[cells, id(rows)] = [sheet.cell(row, number).value for row in rows]
        return self.columns[cells, id(rows)]

    def codebook(self, name):
        """The options of a question in the codebook's own sheets: code, label, missing."""
        survey = self.table("survey")
        choices = self.table("choices")
        for row in survey:
            if row.get("name") == name and str(row.get("type", "")).startswith("select"):
                wanted = row["type"].split()[1]
                label = next(key for key in choices[0] if key.startswith("label"))
                return [
                    (code(choice["name"]), str(choice[label]), choice.get("missing"))
                    for choice in choices
                    if choice["list_name"] == wanted
                ]
        return None

    def relevant(self, name):
        """The condition under which a question is put, and those of its groups."""
        conditions, found = [], None
        for row in self.table("survey"):
            kind = str(row.get("type") or "")
            if kind.startswith("begin"):
                conditions.append(row.get("relevant"))
            elif kind.startswith("end"):
                conditions.pop()
            elif row.get("name") == name:
                found = conditions + [row.get("relevant")]
        return [condition for condition in found or [] if condition]

    def table(self, sheet):
        rows = self.book[sheet].iter_rows(values_only=True)
        head = [str(cell) for cell in next(rows)]
        return [dict(zip(head, row)) for row in rows if any(cell is not None for cell in row)]


class Answers:
    """The answers of all respondents to all questions."""

    def __init__(self, workbook):
        self.workbook = workbook
        self.variables = workbook.legend["variables"]
        self.size = len(workbook.rows)
        self.known = {}

    def missing_codes(self, name):
        options = self.variables[name].get("options", [])
        return {option["code"]: option["missing"] for option in options if "missing" in option}

    def of(self, name):
        """Per respondent: a code, a set of codes, a number or a text; None when there is none."""
        if name not in self.known:
            variable = self.variables[name]
            made = self.derived(name) if "derived" in variable else self.read(name, variable)
            self.known[name] = made
        return self.known[name]

    def read(self, name, variable):
        rows = self.workbook.rows
        kind = variable["kind"]
        if kind == "multiple":
            return self.multiple(variable)
        values = self.workbook.column(variable["cells"][0], rows)
        if kind == "number":
            return [None if code(value) is None else float(value) for value in values]
        if kind in ("text", "date"):
            return [code(value) for value in values]
        return [self.choice(variable, code(value)) for value in values]

    def choice(self, variable, text):
        """The code that a cell names, by itself or by its label."""
        codes = [option["code"] for option in variable["options"]]
        if text is None or text in codes:
            return text
        (found,) = [option["code"] for option in variable["options"] if option["label"] == text]
        return found

    def multiple(self, variable):
        rows, options = self.workbook.rows, variable["options"]
        if all("cells" in option for option in options):
            columns = {
                option["code"]: self.workbook.column(option["cells"], rows) for option in options
            }
            answers = []
            for at in range(self.size):
                cells = {key: code(column[at]) for key, column in columns.items()}
                if all(cell is None for cell in cells.values()):
                    answers.append(None)
                else:
                    answers.append({key for key, cell in cells.items() if (cell or "").lower() in TICKED})
            return answers
        values = self.workbook.column(variable["cells"][0], rows)
        return [None if code(value) is None else set(code(value).split()) for value in values]

    def derived(self, name):
        """A question made from others, by the rule that the ledger tells."""
        variable = self.variables[name]
        rule = variable["derived"]
        first = rule["from"][0]
        source = self.of(first)
        kind = rule["rule"]
        if kind in ("net", "recode"):
            into = {old: option["code"] for option in rule["options"] for old in option["from"]}
            if self.variables[first]["kind"] == "multiple":
                made = [
                    None if answer is None else {into.get(old, old) for old in answer}
                    for answer in source
                ]
            else:
                made = [None if answer is None else into.get(answer, answer) for answer in source]
        elif kind == "band":
            made = [
                None if number is None else str(1 + sum(cut <= number for cut in rule["cuts"]))
                for number in source
            ]
        elif kind == "index":
            least = rule.get("answered", len(rule["from"]))
            items = [self.items(item) for item in rule["from"]]
            made = []
            for scores in zip(*items):
                given = [score for score in scores if score is not None]
                made.append(sum(given) / len(given) if len(given) >= least else None)
        else:
            assert kind in ("copy", "reverse"), kind
            made = list(source)
        if "filter" in rule:
            inside = self.written_filter(rule["filter"])
            made = [answer if keep else None for answer, keep in zip(made, inside)]
        return made

    def written_filter(self, text):
        """A filter as templates write it, for codes: `grootte=klein,middel & q1!=ja`."""
        conditions = []
        for part in text.split("&"):
            question, sign, codes = re.match(r"\s*(\w+)\s*(!?=)\s*(.+?)\s*$", part).groups()
            test = "one-of" if sign == "=" else "none-of"
            conditions.append(
                {"question": question, test: [text.strip() for text in codes.split(",")]}
            )
        return self.inside(conditions)

    def valid(self, name):
        """Per respondent: whether there is an answer that counts."""
        missing = self.missing_codes(name)
        kind = self.variables[name]["kind"]
        if kind == "multiple":
            # Who ticked nothing but a reason for having no answer has none.
            return [
                answer is not None and not (answer and answer <= set(missing))
                for answer in self.of(name)
            ]
        return [answer is not None and answer not in missing for answer in self.of(name)]

    def scores(self, name):
        """Per respondent: the number of a numeric question, or the score of a scale."""
        variable = self.variables[name]
        if variable["kind"] == "number":
            return self.of(name)
        valid = [option for option in variable["options"] if "missing" not in option]
        numbered = all("score" in option for option in valid)
        scores = {
            option["code"]: option["score"] if numbered else float(place)
            for place, option in enumerate(valid, 1)
        }
        return [scores.get(answer) for answer in self.of(name)]

    def items(self, name):
        """The scores of an item of an index: those of a reversed one turned round."""
        scores = self.scores(name)
        if not self.variables[name].get("reverse"):
            return scores
        options = self.variables[name]["options"]
        valid = [option["score"] for option in options if "missing" not in option]
        ends = min(valid) + max(valid)
        return [None if score is None else ends - score for score in scores]

    def inside(self, conditions):
        """Per respondent: whether he or she meets all conditions."""
        keep = [True] * self.size
        for condition in conditions:
            name = condition["question"]
            (test,) = set(condition) - {"question"}
            wanted = condition[test]
            valid = self.valid(name)
            for at, answer in enumerate(self.of(name)):
                keep[at] = keep[at] and meets(test, wanted, answer, valid[at])
        return keep

    def asked(self, name):
        """Per respondent: whether the question was put, or was answered all the same."""
        put = [True] * self.size
        for condition in self.workbook.relevant(name):
            holds = self.condition(condition)
            put = [before and now for before, now in zip(put, holds)]
        options = self.variables[name].get("options", [])
        skipped = {option["code"] for option in options if option.get("missing") == "not-asked"}
        return [
            answer not in skipped if isinstance(answer, str) else now or answer is not None
            for now, answer in zip(put, self.of(name))
        ]

    def condition(self, text):
        """An XLSForm condition, for the signs that a codebook uses here."""
        names = re.findall(r"\$\{(\w+)\}", text)
        program = re.sub(r"\$\{(\w+)\}", r"\1", text)
        program = re.sub(r"(?<![<>!=])=(?!=)", "==", program)
        columns = {name: self.of(name) for name in names}
        return [
            bool(
                eval(  # noqa: S307: the codebook of the project itself
                    program,
                    {"__builtins__": {}, "selected": lambda answer, wanted: wanted in (answer or ())},
                    {name: column[at] for name, column in columns.items()},
                )
            )
            for at in range(self.size)
        ]


def meets(test, wanted, answer, valid):
    """Whether one answer meets one condition."""
    if test == "one-of":
        return bool(answer & set(wanted)) and valid if isinstance(answer, set) else answer in wanted
    if test == "none-of":
        given = answer if isinstance(answer, set) else {answer}
        return valid and not given & set(wanted)
    if answer is None:
        return False
    return {
        "less": answer < wanted,
        "at-most": answer <= wanted,
        "equal": answer == wanted,
        "unequal": answer != wanted,
        "at-least": answer >= wanted,
        "more": answer > wanted,
    }[test]
