// A project under `drukpers watch`, with a browser that looks at it.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = dirname(dirname(here));
// Where `playwright-core` was installed, and what is to be tested.
const { chromium } = createRequire(join(process.env.PLAYWRIGHT, "/"))("playwright-core");
const program = process.env.DRUKPERS;

export const MAIN = "nup-in-uitvoering.pdf";

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A copy of the sample publication, under watch. */
export class Watched {
  static async start() {
    const watched = new Watched();
    watched.folder = mkdtempSync(join(tmpdir(), "drukpers-watch-"));
    for (const part of ["publication.toml", "templates", "inputs", "fonts"]) {
      cpSync(join(repository, part), watched.path(part), { recursive: true });
    }
    watched.process = spawn(program, ["--project", watched.folder, "watch", "--no-open"]);
    watched.output = "";
    watched.process.stderr.on("data", (data) => (watched.output += data));
    watched.address = await new Promise((resolve, reject) => {
      let said = "";
      watched.process.stdout.on("data", (data) => {
        said += data;
        const found = said.match(/http:\/\/\S+/);
        if (found) resolve(found[0]);
      });
      watched.process.on("exit", () => reject(new Error(watched.output)));
    });
    return watched;
  }

  path(name) {
    return join(this.folder, name);
  }

  read(name) {
    return readFileSync(this.path(name), "utf8");
  }

  write(name, text) {
    writeFileSync(this.path(name), text);
  }

  replace(name, old, text) {
    const before = this.read(name);
    if (!before.includes(old)) throw new Error(`\`${old}\` is not in ${name}`);
    this.write(name, before.replace(old, text));
  }

  /** What `drukpers inspect` says of the workbook. */
  inspect() {
    const said = spawnSync(program, ["--project", this.folder, "--format", "json", "inspect"]);
    if (said.status !== 0) throw new Error(String(said.stderr));
    return JSON.parse(said.stdout);
  }

  /** Makes a workbook with one other cell, beside the real one. */
  workbookWith(cell, value) {
    const output = this.path("changed.xlsx");
    const made = spawnSync("python3", [join(here, "cell.py"), this.path("inputs/survey.xlsx"), cell, value, output]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    return output;
  }

  /** Saves as Excel does: a lock file, a file of a passing name, two renamings. */
  saveAsExcel(workbook) {
    const content = readFileSync(workbook);
    const inputs = (name) => this.path(`inputs/${name}`);
    writeFileSync(inputs("~$survey.xlsx"), "lock");
    writeFileSync(inputs("7A3F9C10"), content);
    renameSync(inputs("survey.xlsx"), inputs("8B21D4E2.tmp"));
    renameSync(inputs("7A3F9C10"), inputs("survey.xlsx"));
    rmSync(inputs("8B21D4E2.tmp"));
    rmSync(inputs("~$survey.xlsx"));
  }

  stop() {
    this.process.removeAllListeners("exit");
    this.process.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The looks of all sheets on the page, in order. */
export const looks = (page) =>
  page.$$eval(".sheet", (sheets) => sheets.map((sheet) => sheet.dataset.name));

/** Waits until the round after this one has been shown; gives the looks then. */
export async function afterRound(page, change) {
  const round = Number(await page.getAttribute("html", "data-round"));
  await change();
  await page.waitForFunction(
    (round) => {
      const { round: now, working } = document.documentElement.dataset;
      return Number(now) > round && working === "false";
    },
    round,
    { timeout: 60000 },
  );
  return looks(page);
}

/** The indices at which two lists differ. */
export const differences = (one, other) =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, index) => index).filter(
    (index) => one[index] !== other[index],
  );
