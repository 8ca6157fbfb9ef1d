"""Changes one number in a workbook: cell.py WORKBOOK CELL NEW OUTPUT.

The rest of the file stays as it is, byte for byte, the stored values of formulas too.
"""

import re
import sys
import zipfile


def change(workbook, cell, new, output):
    """Writes the workbook with another number in a cell of the sheet `data`."""
    with zipfile.ZipFile(workbook) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    sheets = parts["xl/workbook.xml"].decode()
    relation = re.search(r'<sheet [^>]*name="data"[^>]*r:id="(\w+)"', sheets).group(1)
    element = next(
        it for it in re.findall(r"<Relationship [^>]*>", relations) if f'Id="{relation}"' in it
    )
    target = "xl/" + re.search(r'Target="/?(?:xl/)?([^"]+)"', element).group(1)
    text, count = re.subn(
        rf'(<c r="{cell}"[^>]*?)(?: t="\w+")?(>)<v>[^<]*</v>',
        rf"\1\2<v>{new}</v>",
        parts[target].decode(),
    )
    assert count == 1, f"{cell} was found {count} times in {target}"
    parts[target] = text.encode()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


if __name__ == "__main__":
    change(*sys.argv[1:])
