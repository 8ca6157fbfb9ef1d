// What the workbook holds: what `drukpers inspect` writes, as a page.

import { element, inline } from "./element.js";

const REASONS = [
  ["empty", "empty"],
  ["dont_know", "don't know"],
  ["refused", "refused"],
  ["not_asked", "not asked"],
];

const odd = (oddities) =>
  oddities.length
    ? element("ul", { class: "oddities", "aria-label": "To look at again" }, ...oddities.map((it) => element("li", {}, ...inline(it))))
    : null;

/** The page for an inspection. */
export function workbookContent(inspection) {
  const { workbook, sheet, respondents, population, codebook, questions, oddities } = inspection;
  const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const facts = [
    count(respondents, "respondent"),
    population === null ? null : `a population of ${population}`,
    `${count(questions.length, "question")} ${codebook ? "from the codebook" : "inferred from the answers"}`,
  ].filter((it) => it !== null);
  const strange = questions.filter((it) => it.oddities.length);
  const parts = [
    element("h1", {}, workbook),
    element("p", { class: "quiet" }, `sheet ${sheet}: ${facts.join(", ")}`),
    odd(oddities),
    strange.length
      ? element(
          "p",
          { class: "quiet" },
          "To look at again: ",
          ...strange.flatMap((it, index) => [index ? ", " : "", element("a", { href: `#${id(it)}`, onclick: follow }, it.name)]),
        )
      : null,
  ];
  let section = null;
  for (const question of questions) {
    if (question.section !== section) {
      section = question.section;
      if (section) parts.push(element("h2", {}, section));
    }
    parts.push(questionContent(question, respondents));
  }
  return parts.filter((it) => it !== null);
}

const id = (question) => `question-${question.name}`;

/** Goes to a question without another address, which would choose a document. */
function follow(event) {
  event.preventDefault();
  document.getElementById(event.target.getAttribute("href").slice(1))?.scrollIntoView();
}

function questionContent(question, respondents) {
  const missing = REASONS.filter(([key]) => question.missing[key] > 0).map(([key, word]) => `${question.missing[key]} ${word}`);
  const [low, middle, high] = question.range ?? [];
  const base = [`n = ${question.base}`, ...missing];
  if (question.range) base.push(`from ${low} to ${high}, half at or below ${middle}`);
  const most = Math.max(1, respondents);
  return element(
    "section",
    { id: id(question), "aria-labelledby": `${id(question)}-name` },
    element(
      "h3",
      { id: `${id(question)}-name` },
      element("code", {}, question.name),
      " ",
      element("span", { class: "quiet" }, [question.ordered ? "scale" : question.kind, question.cell].filter(Boolean).join("  ")),
    ),
    element("p", {}, question.label),
    element("p", { class: "quiet" }, base.join("; ")),
    question.options.length
      ? element(
          "table",
          { "aria-label": `Options of ${question.name}` },
          element("thead", { class: "hidden" }, element("tr", {}, ...["respondents", "code", "label"].map((it) => element("th", { scope: "col" }, it)))),
          element(
            "tbody",
            {},
            ...question.options.map((option) =>
              element(
                "tr",
                { class: option.missing ? "quiet" : null },
                element("td", {}, String(option.n), meter(option.n / most)),
                element("td", {}, element("code", {}, option.code)),
                element("td", {}, option.label, option.missing ? " (missing)" : null),
              ),
            ),
          ),
        )
      : null,
    odd(question.oddities),
  );
}

function meter(share) {
  const bar = element("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", share);
  return bar;
}
