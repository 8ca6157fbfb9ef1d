"""Puts the pictures into `pictures/`, in as few colours as flat charts need, and the
lines of code that each chart took into docs/charts.md.

Use: python3 finish.py FOLDER HERE
"""

import pathlib
import re
import sys

from PIL import Image

folder, here = map(pathlib.Path, sys.argv[1:])


def lines_of_code(path):
    counts, name = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# begin "):
            name = line.removeprefix("# begin ")
            counts[name] = 0
        elif line == "# end":
            name = None
        elif name and line.strip():
            counts[name] += 1
    return counts


for picture in sorted(folder.glob("*.png")):
    colours = Image.open(picture).convert("RGB").quantize(48)
    colours.save(here / "pictures" / picture.name, optimize=True)
of_r, of_python = (lines_of_code(here / name) for name in ("charts.R", "charts.py"))
document = here.parent.parent / "docs/charts.md"
text = document.read_text(encoding="utf-8")
for name in of_r:
    row = re.compile(rf"(/{name}-matplotlib\.png.*\n\| one call) \| \d+ lines \| \d+ lines \|")
    text, found = row.subn(rf"\1 | {of_r[name]} lines | {of_python[name]} lines |", text)
    if found != 1:
        sys.exit(f"{document} has no row for {name}")
document.write_text(text, encoding="utf-8")
