"""A small project with a design, derived questions and every kind of number, for
what the sample publication does not use. The answers are drawn by a fixed rule."""

import pathlib
import shutil

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

MANIFEST = """\
[publication]
name = "proef"
title = "Proef"
language = "nl"
date = 2026-11-23

[workbook]
file = "inputs/survey.xlsx"
data = "data"
id = "nummer"
frame = "populatie"

[design]
{design}
[main]
template = "templates/publication.typ.hbs"
chapters = ["alles"]

[privacy]
smallest-base = {smallest}

[nets.q3]
licht = ["rood", "wit"]

[derived.grof]
band = "fte"
cuts = [4, 8.5]

[derived.kant]
recode = "q1"
options = [{{ code = "voor", from = ["ja"] }}, {{ code = "anders", from = ["nee"] }}]

[derived.cijfer]
index = ["s1", "s2", "s3"]
answered = 2

[derived.kleine]
copy = "s1"
where = "grootte=klein"

[theme]
file = "templates/theme.typ"
fonts = "fonts"
serif = "Source Serif 4"
sans = "Source Sans 3"
ink = "#1b2733"
muted = "#5a6875"
rule = "#c5ced6"
paper = "#ffffff"
tint = "#eef3f5"
accent = "#0b5d78"
categorical = ["#0b5d78", "#d9822b", "#6a9f58"]
sequential = ["#d7e8ee", "#5b9db4", "#0b4a61"]
diverging = ["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78"]
missing = "#b9c0c7"
"""

CHAPTER = """\
= Alles

{{share "q1" "ja"}} {{share "q1" "ja" weighted=false}} {{count "q1" "nee"}} {{base "q1"}} {{missing "q1"}}
{{share "q3" "rood" "wit"}} {{share "q1" "ja" where="grootte!=klein"}} {{mean "s1"}} {{median "fte"}}
{{mean "fte" where="fte>=3"}} {{quantile "fte" 0.25}} {{total "fte"}} {{nps "tien"}} {{index "cijfer"}} {{alpha "cijfer"}}
{{top-box "s1" 2}} {{bottom-box "s2" 1}} {{mean "kleine"}} {{share "kant" "voor"}} {{share "grof" "2"}}
{{respondents}} {{respondents where="grootte=klein"}} {{population}} {{population where="grootte=groot"}} {{response-rate}} {{response-rate where="grootte=klein"}}
{{margin}} {{number (difference (share "q1" "ja" where="ronde=2") (share "q1" "ja" where="ronde=1")) digits=2}}
{{ratio (count "q1" "ja") (base "q1")}} {{sum (share "q1" "ja") (share "q1" "nee")}} {{rest (share "q1" "ja")}}
{{change "q1" "ja" from="ronde=1" to="ronde=2"}} {{change "s1" from="ronde=1" to="ronde=2"}}
{precision}
{{cell "tabel!B2"}} {{share "q1" "ja" where="grootte=groot & ronde=1 & s1=1"}}

{{methods units="gemeenten"}}

{{table "q1" weighted-base=true}}
{{table "q1" by="grootte" name="tab-b"}}
{{table "q1" by="grootte" percent="row" name="tab-c"}}
{{table "q1" by="grootte" percent="total" name="tab-d"}}
{{table "q3" of="answers" nets="after" name="tab-e"}}
{{table "q3" by="grootte" name="tab-f"}}
{{table "q1" by="grootte" tests="plain" name="tab-k"}}
{{table "s1" by="grootte, ronde" tests="bonferroni" name="tab-l"}}
{{table "q3" by="ronde" tests="fdr" name="tab-m"}}
{{table "s1" "s2" kind="statements"}}
{{table "fte" by="grootte"}}
{{table "open"}}
{{table "later"}}
{{table cells="tabel!A1:B3" caption="Klaar" name="tab-g"}}
{{response-table by="grootte"}}
{{figure "s1" "s2" kind="likert"}}
{{figure "fte" by="grootte" kind="dots" name="fig-h"}}
{{figure "tien" name="fig-i"}}
{{figure "q1" by="grootte" kind="grouped" name="fig-j"}}
"""

PRECISION = """\
{{margin (share "q1" "ja")}} {{interval-low (share "q1" "ja")}} {{interval-high (mean "fte")}} {{standard-error (mean "s1")}}
"""

SURVEY = """\
type|name|label|relevant|order|reverse
select_one grootte|grootte|Grootte|||
select_one ronde|ronde|Ronde|||
select_one janee|q1|Bent u voor?|||
select_multiple kleur|q3|Welke kleuren?|||
select_one schaal|s1|Het gaat goed.||scale|
select_one schaal|s2|Het kan beter.||scale|yes
select_one schaal|s3|Het wordt wat.||scale|
integer|tien|Cijfer van nul tot tien|||
decimal|fte|Hoeveel fte?|||
select_one janee|later|En later?|${q1} = 'nee'||
text|open|Toelichting|||
decimal|gewicht|Gewicht|||
"""

CHOICES = """\
list_name|name|label|missing
grootte|klein|Klein|
grootte|groot|Groot|
ronde|1|Eerste|
ronde|2|Tweede|
janee|ja|Ja|
janee|nee|Nee|
janee|wn|Weet niet|dont-know
kleur|rood|Rood|
kleur|wit|Wit|
kleur|geen|Geen antwoord|refused
kleur|weet|Weet niet|dont-know
schaal|1|Oneens|
schaal|2|Neutraal|
schaal|3|Eens|
schaal|9|Weet niet|dont-know
"""

RESPONDENTS = 60


WAVES = """
[waves]
label = "nu"
earlier = [{ label = "eerder", file = "inputs/eerder.xlsx", design = { weight = "gewicht" } }]
"""

# What is told of an earlier wave, and of both.
BOTH = """
{{share "q1" "ja" wave="eerder"}} {{share "q1" "ja" wave="eerder" weighted=false}} {{count "q1" "nee" "wn" wave="eerder"}}
{{mean "fte" wave="eerder" where="grootte=klein"}} {{median "fte" wave="eerder"}} {{total "fte" wave="eerder"}}
{{index "cijfer" wave="eerder"}} {{alpha "cijfer" wave="eerder"}} {{mean "kleine" wave="eerder"}} {{share "kant" "voor" wave="eerder"}}
{{respondents wave="eerder"}} {{population wave="eerder"}} {{response-rate wave="eerder"}} {{missing "q1" wave="eerder"}}
{{margin (share "q1" "ja" wave="eerder")}} {{number (difference (share "q1" "ja") (share "q1" "ja" wave="eerder")) digits=2}}
{{change "q1" "ja"}} {{change "s1"}} {{change "q1" "ja" from="wave=eerder" to="grootte=klein"}}

{{table "q1" by="wave" tests="plain" name="tab-n"}}
{{table "s1" by="wave" tests="plain" name="tab-o"}}
{{table "q3" by="wave" name="tab-p"}}
{{table "q1" by="grootte" wave="eerder" tests="plain" name="tab-q"}}
{{table "fte" by="wave" tests="plain" name="tab-r"}}
{{figure "s1" by="wave" kind="lines" name="fig-s"}}
"""


def data(respondents=RESPONDENTS, start=104729):
    """Answers that follow from the number of the respondent, with gaps of every kind."""
    head = ["nummer", "grootte", "ronde", "q1", "q3/rood", "q3/wit", "q3/geen", "q3/weet", "s1", "s2", "s3"]
    head += ["tien", "fte", "later", "open", "gewicht"]
    yield head
    for at in range(respondents):
        mixed = (at * 7919 + start) % 997
        pick = lambda *options, of=1: options[(mixed // of) % len(options)]
        q1 = pick("ja", "ja", "nee", "wn", None, "ja", "nee")
        geen = mixed % 11 == 0
        blank = mixed % 13 == 0
        yield [
            f"R{at + 1}",
            pick("klein", "klein", "groot", of=3),
            pick(1, 2, of=5),
            q1,
            None if blank else int(not geen and mixed % 2 == 0),
            None if blank else int(not geen and mixed % 3 == 0),
            None if blank else int(geen),
            None if blank else int(not geen and mixed % 17 == 0 and mixed % 6 not in (0, 2, 3, 4)),
            pick(1, 2, 3, 3, 9, None, of=7),
            pick(3, 2, 1, 1, None, of=11),
            pick(1, 3, 3, 2, of=13),
            pick(*range(11), None, of=2),
            pick(1.5, 2, 3, 4, 8.5, 12, None, of=17),
            pick("ja", "nee", None, of=19) if q1 == "nee" else None,
            pick("goed", None, "slecht", of=23),
            pick(0.5, 1, 1.25, 2, of=29),
        ]


def frame(units=240):
    yield ["nummer", "grootte", "ronde"]
    for at in range(units):
        yield [f"G{at}", "klein" if at % 5 < 3 else "groot", 1 + at % 2]


def write(folder, design, smallest=0, precision=True, waves=False):
    """Writes the project into a folder; with an earlier wave, when there are waves."""
    folder = pathlib.Path(folder)
    (folder / "templates/chapters").mkdir(parents=True)
    (folder / "inputs").mkdir()
    shutil.copytree(ROOT / "fonts", folder / "fonts")
    for path in (ROOT / "templates").glob("theme*.typ"):
        shutil.copy(path, folder / "templates")
    manifest = MANIFEST.format(design=design, smallest=smallest)
    manifest += WAVES if waves else ""
    (folder / "publication.toml").write_text(manifest, encoding="utf-8")
    main = '#import "/theme.typ": *\n#show: publication-layout\n{{#each chapters}}\n#include "/chapters/{{{this}}}.typ"\n{{/each}}\n'
    (folder / "templates/publication.typ.hbs").write_text(main, encoding="utf-8")
    chapter = CHAPTER.replace("{precision}\n", PRECISION if precision else "")
    chapter += BOTH if waves else ""
    (folder / "templates/chapters/alles.typ.hbs").write_text(chapter, encoding="utf-8")
    write_workbook(folder / "inputs/survey.xlsx", data(), frame())
    if waves:
        write_workbook(folder / "inputs/eerder.xlsx", data(45, 15485863), frame(200))


def write_workbook(path, answers, population):
    book = openpyxl.Workbook()
    book.remove(book.active)
    split = lambda text: [line.split("|") for line in text.splitlines()]
    table = [["Soort", "Aantal"], ["Klein", 12.75], ["Groot", 30]]
    sheets = {
        "survey": split(SURVEY),
        "choices": split(CHOICES),
        "data": answers,
        "populatie": population,
        "tabel": table,
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
    book.save(path)
