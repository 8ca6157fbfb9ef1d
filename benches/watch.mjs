// How long it takes from a file's save to the changed page in the browser, and what
// the program's memory does meanwhile. `scripts/bench-watch` runs it.
//
// No two saves of a kind have the same content: what was made for an earlier round
// cannot be taken out of memory again.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Watched, startBrowser } from "../tests/browser/watch.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: { rounds: { type: "string" }, memory: { type: "boolean", default: false } },
});
const rounds = Number(options.rounds ?? (options.memory ? 1000 : 30));
const workbookCount = Math.min(rounds + 1, 40);

const CHAPTER = "templates/chapters/urgentie.typ.hbs";
const THEME = "publication.toml";

const watched = await Watched.start();
const spare = mkdtempSync(join(tmpdir(), "drukpers-workbooks-"));
const python = spawnSync("python3", [
  join(here, "workbooks.py"),
  watched.path("inputs/survey.xlsx"),
  String(workbookCount),
  spare,
]);
if (python.status !== 0) throw new Error(String(python.stderr));

const browser = await startBrowser();
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await page.goto(watched.address);
await settled(0);

/** Waits until the round after this one is over; gives its number. */
async function settled(round) {
  const over = (round) => {
    const { round: now, working } = document.documentElement.dataset;
    return Number(now) > round && working === "false" && Number(now);
  };
  return (await page.waitForFunction(over, round, { timeout: 120000 })).jsonValue();
}

const roundNow = () => page.evaluate(() => Number(document.documentElement.dataset.round));

// ------------------------------------------------------------------- what is saved

const chapter = watched.read(CHAPTER);
const line = chapter.split("\n").find((it) => /^[A-Z][a-z]+ .*[a-z]\.?$/.test(it));
const word = line.split(" ")[0];
const theme = watched.read(THEME);
const accent = theme.match(/accent = "(#\w+)"/)[1];

/** Saves a file in the manner of programs that must not lose it: beside it, then renamed. */
function renameTo(name, save) {
  const beside = watched.path(`${name}.tmp`);
  save(beside);
  renameSync(beside, watched.path(name));
}

const kinds = [
  {
    name: "template line",
    shows: () => line.split(" ").slice(1, 5).join(" "),
    save: (number) =>
      writeFileSync(watched.path(CHAPTER), chapter.replace(line, line.replace(word, `${word} ${letters(number)}`))),
  },
  {
    name: "cell",
    shows: () => "Stellingen over verplichting",
    save: (number) =>
      renameTo("inputs/survey.xlsx", (path) => copyFileSync(join(spare, `${number % workbookCount}.xlsx`), path)),
  },
  {
    name: "theme",
    shows: () => "Stellingen over verplichting",
    save: (number) => writeFileSync(watched.path(THEME), theme.replaceAll(accent, colour(number))),
  },
];

/** A word of its own for every number, without digits, which the loose numbers would tell of. */
function letters(number) {
  return String(number + 1000).replace(/\d/g, (digit) => "bcdfghklmn"[digit]);
}

/** A dark colour of its own for every number. */
function colour(number) {
  return `#${(0x0b4060 + number).toString(16).padStart(6, "0")}`;
}

// ------------------------------------------------------------------------ measuring

/** Saves, and waits until the page that is looked at shows what changed; milliseconds. */
async function timed(save) {
  const shown = page.evaluate(
    () =>
      new Promise((resolve) => {
        const sheets = [...document.querySelectorAll(".sheet")];
        const middle = window.innerHeight / 2;
        const fail = setTimeout(() => resolve(NaN), 60000);
        const box = sheets.find((sheet) => sheet.getBoundingClientRect().bottom > middle);
        const before = box.dataset.shown;
        const observer = new MutationObserver(() => {
          if (box.dataset.shown === before) return;
          observer.disconnect();
          clearTimeout(fail);
          // The task after the frame's callbacks comes when the frame has been painted.
          requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
        });
        observer.observe(box, { attributes: true });
      }),
  );
  // The observer is in place once the browser has answered something that was asked later.
  await page.evaluate(() => 0);
  const start = Date.now();
  save();
  const time = (await shown) - start;
  if (Number.isNaN(time)) throw new Error("the page that is looked at did not change");
  return time;
}

/** Shows the sheet that holds a text and has just changed. */
async function lookAt(text) {
  const found = await page.evaluate(async (query) => {
    const path = document.querySelector("#document").value;
    const answer = await fetch(`/search?${new URLSearchParams({ document: path, query })}`);
    const sheets = document.querySelectorAll(".sheet");
    return (await answer.json()).hits.map((hit) => hit.page).find((page) => sheets[page].classList.contains("changed"));
  }, text);
  if (found === undefined) throw new Error(`no page with \`${text}\` has changed`);
  await page.evaluate((index) => document.querySelectorAll("#thumbs button")[index].click(), found);
  await page.waitForTimeout(1000);
}

async function measure({ name, save, shows }) {
  const before = await roundNow();
  save(0);
  await settled(before);
  await lookAt(shows());
  const times = [];
  for (let number = 1; number <= rounds; number++) {
    const before = await roundNow();
    times.push(await timed(() => save(number)));
    await settled(before);
    // People look at what they did before they go on.
    await page.waitForTimeout(400);
  }
  times.sort((one, other) => one - other);
  const at = (share) => String(times[Math.round((times.length - 1) * share)]).padStart(6);
  console.log(`${name.padEnd(14)}${at(0.5)} ms   ${at(0.25)} to ${at(0.75)} ms   ${at(0)} to ${at(1)} ms`);
}

/** Megabytes that the program holds. */
function memory() {
  const answer = spawnSync("ps", ["-o", "rss=", "-p", String(watched.process.pid)]);
  return Math.round(Number(answer.stdout) / 1024);
}

/** Megabytes that the page in the browser holds: its own objects, once what is let go is gone. */
async function memoryOfPage() {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const value = (name) => metrics.find((it) => it.name === name).value;
  return [Math.round(value("JSHeapUsedSize") / 2 ** 20), value("Nodes")];
}

if (options.memory) {
  console.log("rounds  program  page");
  for (let number = 0; number <= rounds; number++) {
    if (number % 100 === 0) {
      const [heap, nodes] = await memoryOfPage();
      console.log(`${String(number).padStart(6)}  ${String(memory()).padStart(4)} MB  ${heap} MB, ${nodes} nodes`);
    }
    const before = await roundNow();
    kinds[number % kinds.length].save(Math.floor(number / kinds.length));
    await settled(before);
  }
} else {
  console.log(`from the save to the page in the browser, ${rounds} rounds, load of the machine ${loadavg()[0].toFixed(1)}`);
  console.log(`${"".padEnd(14)}   median     middle half          all`);
  for (const kind of kinds) await measure(kind);
  console.log(`memory of the program: ${memory()} MB, load of the machine ${loadavg()[0].toFixed(1)}`);
}

await browser.close();
watched.stop();
rmSync(spare, { recursive: true, force: true });
