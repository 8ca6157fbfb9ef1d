// The preview in a real browser, on the sample publication.

import assert from "node:assert/strict";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Watched, afterRound, differences, looks, startBrowser } from "./watch.mjs";

const URGENTIE = "templates/chapters/urgentie.typ.hbs";

let watched, browser, page;
const requests = [];

before(async () => {
  watched = await Watched.start();
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(watched.address);
  const isUp = () => Number(document.documentElement.dataset.round) > 0 && document.documentElement.dataset.working === "false";
  await page.waitForFunction(isUp, null, {
    timeout: 120000,
  });
  await page.waitForSelector(".sheet[data-shown]");
});

after(async () => {
  await browser?.close();
  watched?.stop();
});

/** The index of the first sheet that says this. */
const sheetWith = (text) =>
  page.evaluate(async (text) => {
    const path = document.querySelector("#document").value;
    const answer = await fetch(`/search?${new URLSearchParams({ document: path, query: text })}`);
    return (await answer.json()).hits[0]?.page ?? -1;
  }, text);

/** The first number of a kind, with the index of its sheet. */
async function firstFact(isWanted) {
  for (const [index, name] of (await looks(page)).entries()) {
    const { facts } = await page.evaluate(async (name) => (await fetch(`/facts/${name}`)).json(), name);
    const fact = facts.find(isWanted);
    if (fact) return [index, fact];
  }
  return assert.fail("there is no such number");
}

/** Marks all sheets, so that a sheet that was made anew can be told. */
const tag = () =>
  page.$$eval(".sheet", (sheets) => sheets.forEach((sheet, index) => (sheet.tag = index)));
const tags = () => page.$$eval(".sheet", (sheets) => sheets.map((sheet) => sheet.tag));

/** What is drawn on a sheet, once it is up to date. */
async function drawn(page, index) {
  const sheet = page.locator(".sheet").nth(index);
  await sheet.scrollIntoViewIfNeeded();
  await page.waitForFunction((index) => {
    const { name, shown } = document.querySelectorAll(".sheet")[index].dataset;
    return name === shown;
  }, index);
  return sheet.locator(":scope > svg").evaluate((svg) => svg.outerHTML);
}

test("a line of a template changes its page and no other", async () => {
  const old = await looks(page);
  await tag();
  const line = watched.read(URGENTIE).split("\n").find((it) => /^[A-Z][a-z]+ .*[a-z]\.?$/.test(it));
  const words = line.split(" ").slice(0, 2).join(" ");
  const now = await afterRound(page, () => watched.replace(URGENTIE, line, line.replace(words, "Zeker hier")));
  const changed = differences(old, now);
  assert.deepEqual(changed, [await sheetWith("Zeker hier")]);
  assert.deepEqual(await tags(), old.map((_, index) => index));
  const box = page.locator(".sheet").nth(changed[0]);
  await page.waitForFunction((index) => document.querySelectorAll(".sheet")[index].matches(".changed"), changed[0]);
  const back = await afterRound(page, () => watched.replace(URGENTIE, "Zeker hier", words));
  assert.deepEqual(back, old);
});

test("what looks as it did is not drawn again, and what is drawn is right", async () => {
  const index = await sheetWith(watched.read(URGENTIE).split("\n").find((it) => /^[A-Z][a-z]+ .*[a-z]\.?$/.test(it)).slice(0, 30));
  const first = await drawn(page, index);
  await page.$$eval(".sheet", (sheets, index) => [...sheets[index].querySelector("svg").children].forEach((it) => (it.old = true)), index);
  const kept = () =>
    page.$$eval(".sheet", (sheets, index) => {
      const all = [...sheets[index].querySelector("svg").children];
      return [all.filter((it) => it.old).length, all.length];
    }, index);
  const [, before] = await kept();
  const original = watched.read(URGENTIE);
  const edits = [
    (text) => text.replace("\n\n", "\n\nEen alinea, een alinea en nog een alinea.\n\n"),
    (text) => text.replace("\n\n", "\n\nEen alinea en nog een alinea, #rotate(9deg)[scheef] en #text(fill: gradient.linear(red, blue))[bont].\n\n"),
    (text) => text.replace("\n\n", "\n\n#table(columns: 2, [a], [b], [a], [b])\n\n"),
  ];
  for (const edit of edits) {
    await afterRound(page, () => watched.write(URGENTIE, edit(original)));
    const now = await drawn(page, index);
    const other = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await other.goto(watched.address);
    await other.waitForSelector(".sheet[data-shown]");
    assert.equal(now, await drawn(other, index));
    await other.close();
    const [same, all] = await kept();
    assert.ok(same > 0.6 * before && same < all, `${same} of ${all}, ${before} before`);
  }
  await afterRound(page, () => watched.write(URGENTIE, original));
  assert.equal(await drawn(page, index), first);
});

test("a cell changes the pages of its question, saved as Excel saves", async () => {
  const old = await looks(page);
  const original = readFileSync(watched.path("inputs/survey.xlsx"));
  const changed = watched.workbookWith("K2", "2");
  const now = await afterRound(page, () => watched.saveAsExcel(changed));
  const pages = differences(old, now);
  assert.ok(pages.length > 0 && pages.length < old.length / 3, `${pages}`);
  assert.equal(await page.textContent("#show-faults"), "No faults");
  const back = await afterRound(page, () => writeFileSync(watched.path("inputs/survey.xlsx"), original));
  assert.deepEqual(back, old);
});

test("a workbook that is written in pieces keeps the last good pages", async () => {
  const old = await looks(page);
  const path = watched.path("inputs/survey.xlsx");
  const original = readFileSync(path);
  const halved = await afterRound(page, () => writeFileSync(path, original.subarray(0, original.length / 2)));
  assert.deepEqual(halved, old);
  await page.waitForFunction(() => document.querySelector("#show-faults").className === "fault");
  const back = await afterRound(page, () => writeFileSync(path, original));
  assert.deepEqual(back, old);
  assert.equal(await page.textContent("#show-faults"), "No faults");
});

test("a file that goes and comes back", async () => {
  const old = await looks(page);
  const [path, away] = [watched.path(URGENTIE), watched.path("away")];
  const without = await afterRound(page, () => renameSync(path, away));
  assert.deepEqual(without, old);
  await page.click("#show-faults");
  assert.match(await page.textContent("#panel"), /there is no file `templates\/chapters\/urgentie/);
  const back = await afterRound(page, () => renameSync(away, path));
  assert.deepEqual(back, old);
  await page.keyboard.press("Escape");
});

test("a folder that goes and comes back", async () => {
  const old = await looks(page);
  const [path, away] = [watched.path("templates"), watched.path("away")];
  await afterRound(page, () => renameSync(path, away));
  const back = await afterRound(page, () => renameSync(away, path));
  assert.deepEqual(back, old);
  const now = await afterRound(page, () => watched.replace(URGENTIE, "\n\n", "\n\nEen nieuwe alinea.\n\n"));
  assert.notDeepEqual(now, old);
  const mended = await afterRound(page, () => watched.replace(URGENTIE, "Een nieuwe alinea.\n\n", ""));
  assert.deepEqual(mended, old);
});

test("a file behind a link, and another folder in the place of the project's", async () => {
  const old = await looks(page);
  const path = watched.path("inputs/survey.xlsx");
  const elsewhere = mkdtempSync(join(tmpdir(), "drukpers-elsewhere-"));
  const target = join(elsewhere, "answers.xlsx");
  const changed = watched.workbookWith("K2", "2");
  await afterRound(page, () => {
    renameSync(path, target);
    symlinkSync(target, path);
  });
  const original = readFileSync(target);
  assert.notDeepEqual(await afterRound(page, () => copyFileSync(changed, target)), old);
  assert.deepEqual(await afterRound(page, () => writeFileSync(target, original)), old);
  await afterRound(page, () => renameSync(target, path));

  const copy = `${watched.folder}-copy`;
  cpSync(watched.folder, copy, { recursive: true });
  renameSync(watched.folder, join(elsewhere, "before"));
  renameSync(copy, watched.folder);
  await page.waitForTimeout(3000);
  const now = await afterRound(page, () => watched.replace(URGENTIE, "\n\n", "\n\nEen nieuwe alinea.\n\n"));
  assert.notDeepEqual(now, old);
  assert.deepEqual(await afterRound(page, () => watched.replace(URGENTIE, "Een nieuwe alinea.\n\n", "")), old);
  rmSync(elsewhere, { recursive: true });
});

test("a fault shows with its place, the other chapters go on, and it goes when mended", async () => {
  const old = await looks(page);
  const broken = await afterRound(page, () => watched.replace(URGENTIE, "\n\n", "\n\n{{share \"u999\" \"ja\"}}\n\n"));
  assert.deepEqual(broken, old);
  await page.click("#show-faults");
  const panel = await page.textContent("#panel");
  assert.match(panel, /unknown question `u999`/);
  assert.match(panel, /templates\/chapters\/urgentie\.typ\.hbs:\d+:\d+/);
  const link = await page.getAttribute("#panel .fault-item a", "href");
  assert.match(link, /^vscode:\/\/file\/.*urgentie\.typ\.hbs:\d+:\d+$/);

  // Another chapter goes on while this one is broken.
  const other = "templates/chapters/ambitie.typ.hbs";
  const more = await afterRound(page, () => watched.replace(other, "\n\n", "\n\nNog een alinea erbij.\n\n"));
  assert.ok(differences(broken, more).includes(await sheetWith("Nog een alinea erbij")));
  assert.match(await page.textContent("#panel"), /u999/);
  await afterRound(page, () => watched.replace(other, "Nog een alinea erbij.\n\n", ""));

  // So it does when Typst finds the fault.
  const typst = await afterRound(page, () => watched.replace(URGENTIE, "{{share \"u999\" \"ja\"}}", "#nergens"));
  assert.deepEqual(typst, old);
  assert.match(await page.textContent("#panel"), /unknown name `nergens`/);
  const besides = await afterRound(page, () => watched.replace(other, "\n\n", "\n\nEn nog een alinea.\n\n"));
  assert.ok(differences(typst, besides).includes(await sheetWith("En nog een alinea")));
  await afterRound(page, () => watched.replace(other, "En nog een alinea.\n\n", ""));
  const mended = await afterRound(page, () => watched.replace(URGENTIE, "#nergens\n\n", ""));
  assert.deepEqual(mended, old);
  assert.equal(await page.textContent("#show-faults"), "No faults");
  await page.keyboard.press("Escape");
});

test("the theme changes every page", async () => {
  const old = await looks(page);
  const now = await afterRound(page, () =>
    watched.replace("publication.toml", 'accent = "#0b5d78"', 'accent = "#7a1f3d"'),
  );
  assert.ok(differences(old, now).length > old.length / 2);
  const back = await afterRound(page, () =>
    watched.replace("publication.toml", 'accent = "#7a1f3d"', 'accent = "#0b5d78"'),
  );
  assert.deepEqual(back, old);
});

test("position and size stay when pages change", async () => {
  await page.keyboard.press("+");
  await page.evaluate(() => (document.querySelector("#sheets").scrollTop = 9000));
  const position = () =>
    page.evaluate(() => {
      const sheet = document.querySelector(".sheet");
      return [document.querySelector("#sheets").scrollTop, sheet.style.width];
    });
  const old = await position();
  await afterRound(page, () => watched.replace(URGENTIE, "\n\n", "\n\nEen nieuwe alinea.\n\n"));
  assert.deepEqual(await position(), old);
  await afterRound(page, () => watched.replace(URGENTIE, "Een nieuwe alinea.\n\n", ""));
  assert.deepEqual(await position(), old);
  await page.keyboard.press("0");
});

test("a click on a number shows its cells, a click on text its line", async () => {
  const [index, fact] = await firstFact((it) => it.carrier === "text" && it.sources.length);
  const sheet = page.locator(".sheet").nth(index);
  await sheet.scrollIntoViewIfNeeded();
  const perPoint = await sheet.evaluate((box) => box.clientWidth / box.dataset.width);
  await sheet.click({ position: { x: (fact.x + 2) * perPoint, y: (fact.y - 2) * perPoint } });
  await page.waitForSelector("#panel .cells");
  const panel = await page.textContent("#panel");
  assert.ok(panel.includes(fact.sources[0].cells), panel);
  assert.ok(panel.includes(`${fact.template}:${fact.line}`), panel);
  await page.keyboard.press("Escape");

  const [line] = await page.evaluate(async () => {
    const found = await fetch("/search?document=nup-in-uitvoering.pdf&query=gemeenten");
    return (await found.json()).hits.filter((hit) => hit.page > 3);
  });
  const text = page.locator(".sheet").nth(line.page);
  await text.scrollIntoViewIfNeeded();
  const [x, y, , height] = line.areas[0];
  await text.click({ position: { x: (x + 4) * perPoint, y: (y + height * 0.7) * perPoint } });
  await page.waitForSelector("#panel a.place");
  assert.match(await page.getAttribute("#panel a.place", "href"), /^vscode:\/\/file\/.*\.hbs:\d+:\d+$/);
  await page.keyboard.press("Escape");
});

test("an open number follows the workbook, and what changed is marked where it stands", async () => {
  const [index, fact] = await firstFact((it) => it.id.startsWith("urgentie:share:u05:4,5"));
  const sheet = page.locator(".sheet").nth(index);
  await sheet.scrollIntoViewIfNeeded();
  const perPoint = await sheet.evaluate((box) => box.clientWidth / box.dataset.width);
  await sheet.click({ position: { x: (fact.x + 2) * perPoint, y: (fact.y - 2) * perPoint } });
  await page.waitForSelector("#panel .number");
  assert.equal(await page.textContent("#panel .number"), "63%");
  const [x, y, width, height] = fact.area;
  assert.ok(Math.abs(x - fact.x) < 1 && y < fact.y && y + height > fact.y && width > 5, `${fact.area}`);

  const original = readFileSync(watched.path("inputs/survey.xlsx"));
  const table = await sheetWith("Hoog op agenda van college");
  await page.locator(".sheet").nth(table).scrollIntoViewIfNeeded();
  const changed = watched.workbookWith("O5", "1");
  await afterRound(page, () => watched.saveAsExcel(changed));
  await page.waitForFunction(() => document.querySelector("#panel .number").textContent === "62%");
  // Three figures of one row are others now, and a sentence below.
  await page.waitForFunction((index) => document.querySelectorAll(".sheet")[index].querySelectorAll(".mark.new").length === 4, table);
  const rows = await page.$$eval(".sheet", (sheets, index) => [...sheets[index].querySelectorAll(".mark.new")].map((it) => it.style.top), table);
  assert.equal(new Set(rows.slice(0, 3)).size, 1, `${rows}`);
  assert.ok(parseFloat(rows[3]) > parseFloat(rows[0]) + 20, `${rows}`);
  await afterRound(page, () => writeFileSync(watched.path("inputs/survey.xlsx"), original));
  await page.waitForFunction(() => document.querySelector("#panel .number").textContent === "63%");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".mark.fact").count(), 0);
});

test("the numbers of a page are listed, those in running text and those of a table", async () => {
  const index = await sheetWith("Hoog op agenda van college");
  for (const at of [index, (await firstFact((it) => it.carrier === "text"))[0]]) {
    await page.evaluate((index) => document.querySelectorAll("#thumbs button")[index].click(), at);
    const name = (await looks(page))[at];
    const { facts } = await page.evaluate(async (name) => (await fetch(`/facts/${name}`)).json(), name);
    await page.keyboard.press("n");
    await page.waitForFunction((label) => document.querySelector("#panel h2")?.textContent.endsWith(`page ${label}`), await page.textContent("#page-now"));
    assert.deepEqual(await page.$$eval("#panel .list strong", (all) => all.map((it) => it.textContent)), facts.map((it) => it.text));
    await page.keyboard.press("Escape");
  }
});

test("words are found wherever lines end, and the search can be closed", async () => {
  await page.keyboard.press("Home");
  await page.keyboard.press("/");
  await page.keyboard.type("basisadministratie");
  await page.waitForFunction(() => document.querySelector("#panel h2")?.textContent === "1 place with “basisadministratie”");
  assert.equal(await page.locator(".mark.hit.now").count(), 2);
  await page.click("#close-panel");
  assert.equal(await page.isVisible("#panel"), false);
  assert.equal(await page.locator(".mark.hit").count(), 0);
  assert.equal(await page.inputValue("#query"), "");
});

test("the place is kept when the page is loaded again", async () => {
  for (let step = 0; step < 5; step++) await page.keyboard.press("j");
  const place = () => page.evaluate(() => document.querySelector("#sheets").scrollTop);
  const before = await place();
  assert.ok(before > 1000);
  await page.reload();
  await page.waitForSelector(".sheet[data-shown]");
  await page.waitForFunction((before) => Math.abs(document.querySelector("#sheets").scrollTop - before) < 3, before);
  await page.keyboard.press("Home");
});

test("a click on a number in a chart shows that number", async () => {
  const [index, fact] = await firstFact((it) => it.carrier === "figure" && it.x && it.sources.length);
  const sheet = page.locator(".sheet").nth(index);
  await sheet.scrollIntoViewIfNeeded();
  const perPoint = await sheet.evaluate((box) => box.clientWidth / box.dataset.width);
  await sheet.click({ position: { x: (fact.x + 3) * perPoint, y: (fact.y - 3) * perPoint } });
  await page.waitForSelector("#panel .number");
  assert.equal(await page.textContent("#panel .number"), fact.text);
  assert.ok((await page.textContent("#panel")).includes(fact.id));
  await page.keyboard.press("Escape");
});

test("the workbook has a page that says what it holds", async () => {
  await page.keyboard.press("w");
  await page.waitForSelector("#workbook section");
  const said = await page.textContent("#workbook");
  const told = watched.inspect();
  assert.ok(said.includes(`${told.respondents} respondents`), said.slice(0, 200));
  const names = await page.$$eval("#workbook h3 code", (all) => all.map((it) => it.textContent));
  assert.deepEqual(names, told.questions.map((it) => it.name));
  const rows = await page.$$eval("#workbook section:has(table)", (all) => all[0].querySelectorAll("tbody tr").length);
  assert.equal(rows, told.questions.find((it) => it.options.length).options.length);
  await page.keyboard.press("w");
  await page.waitForSelector(".sheet[data-shown]");
});

test("text of an interview leads to its own file", async () => {
  await page.selectOption("#document", "interviews/gouda.pdf");
  await page.waitForFunction(() => document.querySelectorAll(".sheet").length < 20);
  await page.waitForSelector(".sheet[data-shown]");
  const written = watched.read("inputs/interviews/gouda.md").split("\n");
  const question = written.findIndex((line, index) => index > 12 && /^[A-Z*].{30}/.test(line));
  const words = written[question].replace(/[*_]/g, "").split(" ").slice(0, 3).join(" ");
  const { page: at, areas: [[x, y, , height]] } = await page.evaluate(async (query) => {
    const answer = await fetch(`/search?${new URLSearchParams({ document: "interviews/gouda.pdf", query })}`);
    return (await answer.json()).hits[0];
  }, words);
  const ask = async () => {
    const name = (await looks(page))[at];
    return page.evaluate(
      async ([name, x, y]) => (await fetch(`/at/${name}?${new URLSearchParams({ x, y })}`)).json(),
      [name, x + 4, y + height * 0.7],
    );
  };
  const found = await ask();
  assert.ok(found.place.text.startsWith(`inputs/interviews/gouda.md:${question + 1}:`), found.place.text);

  // The manifest says which editor links open.
  await afterRound(page, () => watched.write("publication.toml", `${watched.read("publication.toml")}\n[preview]\neditor = "zed"\n`));
  const { link } = (await ask()).place;
  assert.match(link, /^zed:\/\/file\/.*gouda\.md:\d+:\d+$/);
  await afterRound(page, () => watched.replace("publication.toml", '\n[preview]\neditor = "zed"\n', ""));
  await page.selectOption("#document", "nup-in-uitvoering.pdf");
  await page.waitForFunction(() => document.querySelectorAll(".sheet").length > 20);
});

test("it can be used with the keyboard alone", async () => {
  const now = () => page.textContent("#page-now");
  await page.keyboard.press("Home");
  const first = await now();
  await page.keyboard.press("j");
  assert.notEqual(await now(), first);
  await page.keyboard.press("k");
  assert.equal(await now(), first);
  await page.keyboard.press("End");
  assert.notEqual(await now(), first);
  await page.keyboard.press("/");
  await page.keyboard.type("gemeenten");
  await page.waitForSelector("#panel .list button");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#panel"), false);
  await page.keyboard.press("n");
  await page.waitForSelector("#panel h2");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.equal(await page.isVisible("#keys"), true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
});

test("everything has a name, and rounds are announced", async () => {
  const nameless = await page.$$eval("button, select, input, iframe, [role]", (all) =>
    all
      .filter((it) => !it.closest("[hidden]"))
      .filter(
        (it) =>
          !(it.textContent.trim() || it.getAttribute("aria-label") || it.title || it.labels?.length),
      )
      .map((it) => it.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(nameless, []);
  assert.equal(await page.getAttribute("#status", "aria-live"), "polite");
  const said = await page.locator(".sheet").first().getAttribute("aria-label");
  assert.match(said, /^Page /);
});

test("other documents can be chosen, and the web page", async () => {
  const options = await page.$$eval("#document option", (all) => all.map((it) => it.value));
  assert.equal(options.length, 18);
  await page.selectOption("#document", "interviews/gouda.pdf");
  await page.waitForFunction(() => document.querySelectorAll(".sheet").length < 20);
  await page.waitForSelector(".sheet[data-shown]");
  await page.selectOption("#document", "web page");
  await page.waitForFunction(() => document.querySelector("#web").contentDocument?.querySelector("h1"));
  await page.selectOption("#document", options[0]);
  await page.waitForSelector(".sheet[data-shown]");
});

test("nothing is asked of any other machine", () => {
  const strangers = requests.filter((url) => !url.startsWith(watched.address) && !url.startsWith("data:"));
  assert.deepEqual(strangers, []);
});

test("who comes under another name is refused", async () => {
  const { port } = new URL(watched.address);
  const ask = (headers) =>
    new Promise((resolve) =>
      http.get({ host: "127.0.0.1", port, path: "/", headers }, (answer) => resolve(answer.statusCode)),
    );
  assert.equal(await ask({ host: `localhost:${port}` }), 200);
  assert.equal(await ask({ host: "elsewhere.example" }), 403);
  assert.equal(await ask({ host: `elsewhere.example:${port}` }), 403);
  assert.equal(await ask({ host: `localhost:${port}`, origin: "http://elsewhere.example" }), 403);
});
