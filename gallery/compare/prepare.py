"""Writes what the other programs need beside the CSV files of drukpers: the sizes of
its pictures (sizes.csv), and single answers (answers.csv).

Use: python3 prepare.py WORKBOOK FOLDER
"""

import csv
import pathlib
import re
import sys

import openpyxl

workbook, folder = map(pathlib.Path, sys.argv[1:])

with open(folder / "sizes.csv", "w", newline="") as file:
    sizes = csv.writer(file)
    sizes.writerow(["name", "width", "height"])
    for picture in sorted(folder.glob("*.svg")):
        width, height = re.search(r'viewBox="0 0 (\S+) (\S+)"', picture.read_text()).groups()
        sizes.writerow([picture.stem, width, height])

book = openpyxl.load_workbook(workbook, read_only=True)
choices = book["choices"].iter_rows(min_row=2, max_col=3, values_only=True)
branches = {code: label for name, code, label in choices if name == "branch"}
head, *rows = book["data"].iter_rows(values_only=True)
wave, branch, minutes = (head.index(name) for name in ("wave", "branch", "minutes"))
with open(folder / "answers.csv", "w", newline="") as file:
    answers = csv.writer(file)
    answers.writerow(["branch", "minutes"])
    for code, label in branches.items():
        of_branch = (row for row in rows if row[wave] == 2026 and row[branch] == code)
        answers.writerows([label, row[minutes]] for row in of_branch)
