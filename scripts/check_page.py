"""Checks the addresses of the web page in a printed edition: `check_page.py FOLDER`."""

import pathlib
import re
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

# Attributes that hold an address which a browser follows or loads.
ADDRESSES = {"href", "src", "srcset", "poster", "action", "data", "xlink:href"}


class Page(HTMLParser):
    """Collects what a page refers to."""

    def __init__(self, text):
        super().__init__()
        self.names = []
        self.addresses = []
        self.scripts = 0
        self.pictures_without_text = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script" or any(name.startswith("on") for name, _ in attributes)
        values = dict(attributes)
        self.pictures_without_text += tag == "img" and "alt" not in values
        if "id" in values:
            self.names.append(values["id"])
        for name, value in attributes:
            if name in ADDRESSES and not (tag == "data" and name == "value"):
                self.addresses.append(value or "")


def faults(folder):
    text = (folder / "index.html").read_text(encoding="utf-8")
    page = Page(text)
    styles = text + "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.css")))
    addresses = page.addresses + re.findall(r"url\([\"']?([^\"')]+)", styles)
    for address in sorted(set(addresses)):
        parts = urlsplit(address)
        if parts.scheme == "data":
            continue
        if parts.scheme or parts.netloc:
            yield f"leads elsewhere: {address}"
        elif not parts.path:
            if unquote(parts.fragment) not in page.names:
                yield f"no such place in the page: {address}"
        elif not (folder / unquote(parts.path)).is_file():
            yield f"no such file: {address}"
    for name in sorted({name for name in page.names if page.names.count(name) > 1}):
        yield f"two elements are named {name}"
    if "@import" in styles:
        yield "a style sheet imports another"
    if page.scripts:
        yield f"{page.scripts} scripts"
    if page.pictures_without_text:
        yield f"{page.pictures_without_text} pictures without a text"
    if "{{" in text:
        yield "an expression of the template was left as it is"


if __name__ == "__main__":
    found = list(faults(pathlib.Path(sys.argv[1])))
    for fault in found:
        print(f"FAIL {fault}")
    print("the web page is as it should be" if not found else f"{len(found)} faults in the web page")
    sys.exit(bool(found))
