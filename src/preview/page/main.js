// The preview's page: takes what the press has made, and shows what is new of it.

import { Sheets } from "./sheets.js";
import { Panel } from "./panel.js";
import { listen } from "./keys.js";
import { element } from "./element.js";
import { workbookContent } from "./workbook.js";

const WEB = "web page";
const WORKBOOK = "workbook";
const byId = (id) => document.getElementById(id);

const panel = new Panel(byId("panel"), byId("panel-content"));
const sheets = new Sheets({
  root: byId("sheets"),
  thumbs: byId("thumbs"),
  outline: byId("outline"),
  onPage: showPage,
  onPoint: lookUp,
});

let state = null;
let current = null;
let seen = -1;

// --------------------------------------------------------------- what is new

const source = new EventSource("/events");
source.onmessage = (event) => {
  if (event.data === "") return;
  const before = state;
  state = JSON.parse(event.data);
  // Another run of the program counts its rounds anew.
  if (before?.session !== state.session) webShown = workbookShown = null;
  show();
};
source.onerror = () => {
  seen = -1;
  say("not connected: is drukpers still running?");
};

/** Gives only the answer to what was asked last. */
function latest() {
  let count = 0;
  return async (question) => {
    const mine = ++count;
    const answer = await question.catch(() => null);
    return mine === count ? answer : undefined;
  };
}

function show() {
  const paths = state.documents.map((it) => it.path);
  if (state.web !== null) paths.push(WEB);
  if (state.workbook !== null) paths.push(WORKBOOK);
  if (!paths.includes(current)) current = remembered(paths);
  fillChooser();
  byId("web").hidden = current !== WEB;
  byId("workbook").hidden = current !== WORKBOOK;
  byId("sheets").hidden = isPage(current);
  document.body.classList.toggle("without-sheets", isPage(current));
  if (current === WEB) {
    showWeb();
  } else if (current === WORKBOOK) {
    showWorkbook();
  } else {
    const shown = state.documents.find((it) => it.path === current);
    if (shown) {
      document.title = `${shown.title} – drukpers`;
      byId("page-count").textContent = shown.sheets.length;
      sheets.show(shown, state.round);
    }
  }
  showStatus();
  panel.update("faults", [state.faults, current], () => faultsContent());
  panel.update("round", state.steps, () => roundContent());
  if (!state.working) factAgain();
}

/** Whether what is shown is a page of its own, without sheets. */
const isPage = (path) => path === WEB || path === WORKBOOK;

function remembered(paths) {
  const wanted = inHash();
  return paths.includes(wanted) ? wanted : (paths[0] ?? null);
}

/** The document that the address names. */
function inHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function fillChooser() {
  const chooser = byId("document");
  const options = state.documents.map((it) => [it.path, it.title]);
  if (state.web !== null) options.push([WEB, "Web page"]);
  if (state.workbook !== null) options.push([WORKBOOK, "Workbook"]);
  const wanted = JSON.stringify(options);
  if (chooser.dataset.options !== wanted) {
    chooser.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    chooser.dataset.options = wanted;
  }
  chooser.value = current ?? "";
}

let webShown = null;
function showWeb() {
  const frame = byId("web");
  if (webShown !== state.web) {
    webShown = state.web;
    frame.src = "/web/index.html";
  }
}

let workbookShown = null;
const latestInspection = latest();
async function showWorkbook() {
  document.title = "Workbook – drukpers";
  const version = state.workbook;
  if (workbookShown === version) return;
  const inspection = await latestInspection(fetch("/inspection").then((it) => (it.ok ? it.json() : null)));
  if (!inspection) return;
  workbookShown = version;
  byId("workbook").replaceChildren(...workbookContent(inspection));
}

function showStatus() {
  const errors = state.faults.filter((it) => it.severity === "error").length;
  const warnings = state.faults.length - errors;
  const button = byId("show-faults");
  const count = (n, word) => (n === 1 ? `1 ${word}` : `${n} ${word}s`);
  const parts = [];
  if (errors) parts.push(count(errors, "fault"));
  if (warnings) parts.push(count(warnings, "warning"));
  button.textContent = parts.join(", ") || "No faults";
  button.className = errors ? "fault" : warnings ? "warning" : "";
  document.documentElement.dataset.round = state.round;
  document.documentElement.dataset.working = state.working;
  if (state.working) {
    say("making …", true);
    return;
  }
  if (seen === state.round) return;
  seen = state.round;
  const changed = state.documents.flatMap((it) =>
    it.sheets.flatMap((sheet, index) => (sheet.since === state.round ? [{ here: it.path === current, sheet, index }] : [])),
  );
  const here = changed.filter((it) => it.here && !it.sheet.moved);
  const moved = changed.filter((it) => it.here && it.sheet.moved).length;
  const others = changed.filter((it) => !it.here).length;
  const told = [];
  if (here.length) told.push(`changed: page ${shorten(here)}`);
  if (moved) told.push(`${count(moved, "page")} moved`);
  if (others) told.push(`${count(others, "page")} changed elsewhere`);
  const pages = state.documents.length ? "last good pages" : "no pages yet";
  const text = told.join("; ") || "up to date";
  say(errors ? [`${count(errors, "fault")}: ${pages}`, ...told].join("; ") : text);
}

/** Pages by what they call themselves: `3, 5–9 and 4 more`. */
function shorten(changed) {
  const MOST = 4;
  const runs = [];
  for (const { index, sheet } of changed) {
    const last = runs.at(-1);
    if (last && last.index + last.labels.length === index) last.labels.push(sheet.label);
    else runs.push({ index, labels: [sheet.label] });
  }
  const named = runs.slice(0, MOST).map(({ labels }) => (labels.length > 1 ? `${labels[0]}–${labels.at(-1)}` : labels[0]));
  const more = runs.slice(MOST).reduce((sum, { labels }) => sum + labels.length, 0);
  return more ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

let pending = 0;
function say(text, soon = false) {
  clearTimeout(pending);
  // Work that is over in a moment is not worth a word.
  pending = setTimeout(() => (byId("status").textContent = text), soon ? 250 : 0);
}

// ------------------------------------------------------------- documents

function choose(path) {
  current = path;
  history.replaceState(null, "", `#${encodeURIComponent(path)}`);
  sheets.reset();
  opened = null;
  panel.close("numbers");
  panel.close("found");
  show();
  seen = state.round;
}
byId("document").onchange = (event) => choose(event.target.value);
window.onhashchange = () => {
  const path = inHash();
  const known = [...byId("document").options].some((it) => it.value === path);
  if (known && path !== current) choose(path);
};
document.querySelector(".skip").onclick = (event) => {
  event.preventDefault();
  byId(current === WORKBOOK ? "workbook" : "sheets").focus();
};

function showPage(index, label) {
  byId("page-now").textContent = label;
}

// ------------------------------------------------------- facts and places

async function ask(path, query = {}) {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`);
  return answer.ok ? answer.json() : null;
}

const latestFound = latest();
/** The fact in the panel. */
let opened = null;

async function lookUp(sheet, x, y) {
  const found = await latestFound(ask(`/at/${sheet}`, { x, y }));
  if (found === undefined) return;
  if (!found || (!found.place && found.facts.length === 0)) {
    panel.close();
    return;
  }
  opened = found.facts.length === 1 ? found.facts[0] : null;
  panel.open("found", foundContent(found));
  sheets.point(opened);
}

/** Shows a fact of a list. */
function openFact(fact) {
  opened = fact;
  panel.open("found", factContent(fact, true));
  sheets.point(fact, true);
}

const latestOpened = latest();

/** Brings the fact in the panel up to date. */
async function factAgain() {
  if (!opened || !panel.shows("found") || isPage(current)) return;
  const asked = opened;
  const fact = await latestOpened(ask("/fact", { document: current, id: asked.id }));
  if (opened !== asked || fact === undefined || JSON.stringify(fact) === JSON.stringify(asked)) return;
  if (!fact) {
    panel.close("found");
    return;
  }
  opened = fact;
  panel.update("found", fact, () => factContent(fact, true));
  sheets.point(fact);
}

function placeContent(place) {
  if (!place.text) return null;
  const name = element("span", {}, place.text);
  return place.link ? element("a", { href: place.link, class: "place" }, name) : name;
}

function foundContent({ place, facts }) {
  const parts = [];
  if (facts.length === 1) parts.push(...factContent(facts[0]));
  else if (facts.length > 1) {
    parts.push(element("h2", {}, `${facts.length} numbers`), ...factList(facts));
  } else parts.push(element("h2", {}, "Text"));
  if (place) {
    parts.push(element("h3", {}, place.text.includes(".md:") ? "Interview" : "Template"), element("p", {}, placeContent(place)));
    if (place.line) parts.push(element("span", { class: "code" }, place.line));
  }
  return parts;
}

/** Numbers, those of a table or a chart together. */
function factList(facts) {
  const rows = facts.map((fact) => {
    const what = fact.cell ? [fact.cell.row, fact.cell.column].filter(Boolean).join(" × ") : fact.expression;
    return element(
      "li",
      {},
      element("button", { onclick: () => openFact(fact) }, element("strong", {}, fact.text), " ", element("span", { class: "quiet" }, what)),
    );
  });
  const parts = [];
  facts.forEach((fact, index) => {
    const { within } = fact;
    if (index === 0 || within !== facts[index - 1].within) parts.push([within, []]);
    parts.at(-1)[1].push(rows[index]);
  });
  return parts.flatMap(([within, rows]) => [within ? element("h3", {}, within) : null, element("ol", { class: "list" }, ...rows)]).filter((it) => it !== null);
}

const exact = (number) => {
  if (number === null || number === undefined) return null;
  return String(Number.isInteger(number) ? number : Number(number.toPrecision(6)));
};

function factContent(fact, withPlace = false) {
  const rows = [];
  const row = (name, value) => {
    if (value !== null && value !== undefined && value !== "") rows.push(element("dt", {}, name), element("dd", {}, value));
  };
  row("value", exact(fact.value));
  row("hidden", fact.hidden);
  row("n", exact(fact.n));
  row("base", exact(fact.base));
  row("left out", exact(fact.missing));
  row("standard error", exact(fact["standard-error"]));
  if (fact.interval) row("interval", fact.interval.map(exact).join(" to "));
  row("respondents", fact.filter);
  row("weighted", fact.weighted ? "yes" : "no");
  row("fact", fact.id);
  const cells = (fact.sources ?? []).map((source) => [source.cells, source.question ?? source.role]);
  const parts = [
    element("h2", { class: "number" }, fact.text),
    element("code", { class: "code" }, fact.expression),
    element("dl", { class: "fact" }, ...rows),
    cells.length ? element("h3", {}, "Cells") : null,
    cells.length ? element("ul", { class: "cells" }, ...cells.map(([range, what]) => element("li", {}, element("code", {}, range), " ", element("span", { class: "quiet" }, what)))) : null,
  ];
  if (withPlace) {
    parts.push(
      element("h3", {}, "Template"),
      element("p", {}, placeContent({ text: `${fact.template}:${fact.line}:${fact.column}`, link: fact.link })),
    );
  }
  return parts.filter((it) => it !== null);
}

async function numbersOfPage() {
  const { sheet } = sheets;
  if (!state || isPage(current) || !sheet) return;
  const found = await latestFound(ask(`/facts/${sheet.name}`));
  if (found === undefined) return;
  const facts = found?.facts ?? [];
  panel.open("numbers", [
    element("h2", {}, facts.length ? `Numbers on page ${sheet.label}` : `No numbers on page ${sheet.label}`),
    ...factList(facts),
  ]);
}

function faultsContent() {
  const items = state.faults.map((fault) =>
    element(
      "li",
      { class: `fault-item ${fault.severity}` },
      element("p", { class: "message" }, fault.message),
      element("p", {}, placeContent(fault.place), " ", element("span", { class: "quiet" }, fault.code)),
      fault.place.line ? element("span", { class: "code" }, fault.place.line) : null,
      ...fault.hints.map((hint) => element("p", { class: "hint" }, hint)),
    ),
  );
  const shown = state.documents.find((it) => it.path === current);
  const stale = shown?.stale ?? [];
  return [
    element("h2", {}, items.length ? "Faults and warnings" : "No faults"),
    stale.length
      ? element("p", { class: "quiet" }, `Shown as they were, or not at all: ${stale.join(", ")}`)
      : null,
    element("ol", { class: "faults" }, ...items),
  ].filter((it) => it !== null);
}

function roundContent() {
  const made = state.steps.filter((it) => it.reason !== "reused");
  const reused = state.steps.length - made.length;
  const rows = made.map((step) =>
    element(
      "tr",
      {},
      element("td", {}, `${step.milliseconds.toFixed(1)} ms`),
      element("td", {}, step.work, element("br"), element("span", { class: "quiet" }, step.reason === "first" ? "for the first time" : `${step.files.join(", ")} changed`)),
    ),
  );
  return [
    element("h2", {}, "The last round"),
    element("p", { class: "quiet" }, `${made.length} made, ${reused} reused`),
    element("table", {}, ...rows),
  ];
}

// --------------------------------------------------------------- search

const latestSearch = latest();
let hits = [];
let hitNow = -1;

async function search() {
  const query = isPage(current) ? "" : byId("query").value.trim();
  const found = await latestSearch(query ? ask("/search", { document: current, query }) : Promise.resolve({ hits: [] }));
  if (!found) return;
  ({ hits } = found);
  hitNow = hits.findIndex((hit) => hit.page >= sheets.page);
  if (hitNow < 0) hitNow = hits.length - 1;
  sheets.hits(hits, hitNow);
  if (!query) {
    panel.close("search");
    return;
  }
  const rows = hits.map((hit, index) =>
    element(
      "li",
      {},
      element(
        "button",
        { onclick: () => goToHit(index) },
        element("span", { class: "quiet" }, `${sheets.label(hit.page)}  `),
        hit.before,
        element("mark", {}, hit.found),
        hit.after,
      ),
    ),
  );
  const places = hits.length === 1 ? "1 place" : `${hits.length}${found.cut ? " or more" : ""} places`;
  panel.open("search", [element("h2", {}, `${places} with “${query}”`), element("ol", { class: "list" }, ...rows)], false);
}

function goToHit(index) {
  if (!hits.length) return;
  hitNow = (index + hits.length) % hits.length;
  sheets.hits(hits, hitNow);
}

function endSearch() {
  byId("query").value = "";
  latestSearch(Promise.resolve());
  hits = [];
  sheets.hits([]);
}

byId("query").oninput = search;
byId("query").onkeydown = (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  goToHit(hitNow + (event.shiftKey ? -1 : 1));
};
byId("search").onsubmit = (event) => event.preventDefault();

// ------------------------------------------------------------ bar and keys

function tab(name) {
  for (const it of ["thumbs", "outline"]) {
    byId(`${it}-panel`).hidden = it !== name;
    byId(`tab-${it}`).setAttribute("aria-selected", it === name);
    byId(`tab-${it}`).tabIndex = it === name ? 0 : -1;
  }
}
for (const it of ["thumbs", "outline"]) {
  byId(`tab-${it}`).onclick = () => tab(it);
  byId(`tab-${it}`).onkeydown = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = it === "thumbs" ? "outline" : "thumbs";
    tab(other);
    byId(`tab-${other}`).focus();
  };
}

function side(open) {
  byId("side").hidden = !open;
  byId("toggle-side").setAttribute("aria-expanded", open);
  sheets.fit();
}
side(window.innerWidth > 780);

const actions = {
  next: () => sheets.goTo(sheets.page + 1),
  before: () => sheets.goTo(sheets.page - 1),
  first: () => sheets.goTo(0),
  last: () => sheets.goTo(sheets.count - 1),
  change: () => sheets.goToChange(),
  numbers: numbersOfPage,
  faults: () => state && panel.open("faults", faultsContent()),
  round: () => state && panel.open("round", roundContent()),
  search: () => byId("query").select(),
  documents: () => byId("document").focus(),
  workbook: () => state && state.workbook !== null && choose(current === WORKBOOK ? (state.documents[0]?.path ?? WORKBOOK) : WORKBOOK),
  side: () => side(byId("side").hidden),
  larger: () => sheets.zoom(1.2),
  smaller: () => sheets.zoom(1 / 1.2),
  fit: () => sheets.zoom(null),
  help: () => byId("keys").showModal(),
  close: () => {
    endSearch();
    panel.close();
    byId(current === WORKBOOK ? "workbook" : "sheets").focus({ preventScroll: true });
  },
};
listen(actions);
byId("toggle-side").onclick = actions.side;
byId("zoom-in").onclick = actions.larger;
byId("zoom-out").onclick = actions.smaller;
byId("zoom-fit").onclick = actions.fit;
byId("show-faults").onclick = actions.faults;
byId("help").onclick = actions.help;
byId("close-panel").onclick = actions.close;
panel.onchange = () => {
  if (!panel.shows("found")) sheets.point(null);
  sheets.fit();
};
