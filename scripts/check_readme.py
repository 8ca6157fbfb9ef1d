"""Checks that the documentation keeps its word: files it points at exist, and the
README's first two commands are those that `.ci/run` proves."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
COMMANDS = {"cargo run --release -- build": "print", "cargo test --release": "test"}


def faults():
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text):
            address = "".join(target).split("#")[0]
            if address and "://" not in address and not (ROOT / address).exists():
                yield f"{name}: there is no `{address}`"
        for path in re.findall(r"`([\w./-]+/[\w./-]+\.[\w.]+)`", text):
            if not path.startswith("build/") and not (ROOT / path).exists():
                yield f"{name}: there is no `{path}`"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", readme, re.DOTALL))
    commands = [line.split("#")[0].strip() for line in blocks.splitlines() if line.strip()]
    if commands[:2] != list(COMMANDS):
        yield f"README.md: the first two commands are {commands[:2]}, not {list(COMMANDS)}"
    run = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for command in COMMANDS:
        if command not in run:
            yield f".ci/run does not run `{command}`"


if __name__ == "__main__":
    found = list(faults())
    for fault in found:
        print(f"FAIL {fault}")
    print("the documentation is as it should be" if not found else f"{len(found)} faults")
    sys.exit(bool(found))
