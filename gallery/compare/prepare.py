"""Writes what the other programs need beside the CSV files of drukpers: the sizes of
its pictures (sizes.csv), single answers (answers.csv), and the outlines of the map
(outlines.csv).

Use: python3 prepare.py WORKBOOK MAP FOLDER
"""

import csv
import pathlib
import re
import sys
from xml.etree import ElementTree

import openpyxl

workbook, picture_of_regions, folder = map(pathlib.Path, sys.argv[1:])

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


def rings(path):
    """The rings of a path that is made of relative moves and lines, as this map's are."""
    x = y = 0.0
    for ring in re.findall(r"m([^mz]*)z", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", ring)]
        points = []
        for across, down in zip(numbers[::2], numbers[1::2]):
            x, y = x + across, y + down
            points.append((x, y))
        x, y = points[0]
        yield points


with open(folder / "outlines.csv", "w", newline="") as file:
    outlines = csv.writer(file)
    outlines.writerow(["region", "ring", "x", "y"])
    for path in ElementTree.parse(picture_of_regions).iter("{http://www.w3.org/2000/svg}path"):
        for number, ring in enumerate(rings(path.get("d"))):
            name = path.get("name")
            outlines.writerows([name, f"{name} {number}", x, y] for x, y in ring)
