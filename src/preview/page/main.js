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
let seen = 0;

// --------------------------------------------------------------- what is new

const source = new EventSource("/events");
source.onmessage = (event) => {
  if (event.data === "") return;
  state = JSON.parse(event.data);
  show();
};
source.onerror = () => say("not connected: is drukpers still running?");

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
  panel.update("faults", () => faultsContent());
  panel.update("round", () => roundContent());
}

/** Whether what is shown is a page of its own, without sheets. */
const isPage = (path) => path === WEB || path === WORKBOOK;

function remembered(paths) {
  const wanted = decodeURIComponent(location.hash.slice(1));
  return paths.includes(wanted) ? wanted : (paths[0] ?? null);
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
async function showWorkbook() {
  document.title = "Workbook – drukpers";
  if (workbookShown === state.workbook) return;
  workbookShown = state.workbook;
  const answer = await fetch("/inspection");
  if (answer.ok) byId("workbook").replaceChildren(...workbookContent(await answer.json()));
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
    it.sheets.flatMap((sheet, index) => (sheet.since === state.round ? [[it, sheet, index]] : [])),
  );
  const labels = changed.filter(([it]) => it.path === current).map(([, sheet]) => sheet.label);
  const others = changed.length - labels.length;
  let text = "up to date";
  if (labels.length) text = `changed: page ${shorten(labels)}`;
  if (others) text += labels.length ? ` and ${others} elsewhere` : `: ${count(others, "page")} changed elsewhere`;
  if (errors) text = `${count(errors, "fault")}: last good pages${labels.length ? `; ${text}` : ""}`;
  say(text);
}

function shorten(labels) {
  return labels.length > 6 ? `${labels.slice(0, 5).join(", ")} and ${labels.length - 5} more` : labels.join(", ");
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
  panel.close("numbers");
  show();
  seen = state.round;
}
byId("document").onchange = (event) => choose(event.target.value);
window.onhashchange = () => {
  const path = decodeURIComponent(location.hash.slice(1));
  if (path !== current) choose(path);
};

function showPage(index, label) {
  byId("page-now").textContent = label;
}

// ------------------------------------------------------- facts and places

async function ask(path, query) {
  const answer = await fetch(`${path}?${new URLSearchParams({ document: current, ...query })}`);
  return answer.ok ? (await answer.json()) : null;
}

async function lookUp(page, x, y) {
  const found = await ask("/at", { page, x, y });
  if (!found || (!found.place && found.facts.length === 0)) {
    panel.close();
    return;
  }
  sheets.point(page, found.facts.length === 1 ? found.facts[0] : null);
  panel.open("found", foundContent(found));
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
    parts.push(element("h2", {}, `${facts.length} numbers`), factList(facts));
  } else parts.push(element("h2", {}, "Text"));
  if (place) {
    parts.push(element("h3", {}, place.text.includes(".md:") ? "Interview" : "Template"), element("p", {}, placeContent(place)));
    if (place.line) parts.push(element("span", { class: "code" }, place.line));
  }
  return parts;
}

function factList(facts) {
  const rows = facts.map((fact) =>
    element(
      "li",
      {},
      element(
        "button",
        {
          onclick: () => {
            if (fact.page) sheets.point(fact.page - 1, fact);
            panel.open("found", factContent(fact, true));
          },
        },
        element("strong", {}, fact.text),
        " ",
        element("span", { class: "quiet" }, fact.expression),
      ),
    ),
  );
  return element("ol", { class: "list" }, ...rows);
}

const exact = (number) => (number === null || number === undefined ? null : String(Number(number.toPrecision(6))));

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
  if (isPage(current)) return;
  const page = sheets.page;
  const found = await ask("/facts", { page });
  const facts = found?.facts ?? [];
  panel.open("numbers", [
    element("h2", {}, facts.length ? `Numbers on page ${sheets.label(page)}` : `No numbers on page ${sheets.label(page)}`),
    factList(facts),
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

let searching = 0;
async function search() {
  const query = isPage(current) ? "" : byId("query").value.trim();
  const mine = ++searching;
  if (!query) {
    sheets.hits([]);
    panel.close("search");
    return;
  }
  const found = await ask("/search", { query });
  if (mine !== searching || !found) return;
  sheets.hits(found.hits);
  const rows = found.hits.map((hit, index) =>
    element(
      "li",
      {},
      element(
        "button",
        { onclick: () => sheets.goTo(hit.page, hit.area[1]) },
        element("span", { class: "quiet" }, `${sheets.label(hit.page)}  `),
        ...marked(hit.text, query),
      ),
    ),
  );
  const title = found.hits.length === 1 ? "1 line" : `${found.hits.length}${found.cut ? " or more" : ""} lines`;
  panel.open("search", [element("h2", {}, `${title} with “${query}”`), element("ol", { class: "list" }, ...rows)], false);
}

function marked(text, query) {
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return [text];
  return [text.slice(0, at), element("mark", {}, text.slice(at, at + query.length)), text.slice(at + query.length)];
}

byId("query").oninput = search;
byId("search").onsubmit = (event) => {
  event.preventDefault();
  document.querySelector("#panel .list button")?.click();
};

// ------------------------------------------------------------ bar and keys

function tab(name) {
  for (const it of ["thumbs", "outline"]) {
    byId(it).hidden = it !== name;
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
  faults: () => panel.open("faults", faultsContent()),
  round: () => panel.open("round", roundContent()),
  search: () => byId("query").select(),
  documents: () => byId("document").focus(),
  workbook: () => state?.workbook !== null && choose(current === WORKBOOK ? (state.documents[0]?.path ?? WORKBOOK) : WORKBOOK),
  side: () => side(byId("side").hidden),
  larger: () => sheets.zoom(1.2),
  smaller: () => sheets.zoom(1 / 1.2),
  fit: () => sheets.zoom(null),
  help: () => byId("keys").showModal(),
  close: () => {
    if (document.activeElement === byId("query")) byId("query").value = "";
    search();
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
panel.onchange = () => sheets.fit();
