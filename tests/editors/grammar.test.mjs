// The grammar for templates, read by the library that Visual Studio Code reads it with.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const extension = join(repository, "editors/vscode");
const require = createRequire(join(process.env.TEXTMATE, "/"));
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

let grammar;

before(async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const { contributes } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  const [{ path, scopeName }] = contributes.grammars;
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(readFileSync(join(extension, path), "utf8"), path),
  });
  grammar = await registry.loadGrammar(scopeName);
  assert.ok(grammar);
});

/** The tokens of a text, each with its scopes but the first, and the state after it. */
function tokens(text) {
  const found = [];
  let state = INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of tokens) {
      found.push([line.slice(startIndex, endIndex), scopes.slice(1).join(" ")]);
    }
    state = ruleStack;
  }
  return { found, state };
}

/** The innermost scope of the first token that is this text. */
function scope(text, token, nth = 0) {
  const all = tokens(text).found.filter(([it]) => it === token);
  assert.ok(all[nth], `no token \`${token}\` in ${JSON.stringify(tokens(text).found)}`);
  return all[nth][1].split(" ").at(-1);
}

test("expressions in running text", () => {
  const text = 'Van {{percent (share "u08" where="grootte=klein") digits=1}} en {{publication.title}}.';
  assert.equal(scope(text, "{{"), "punctuation.definition.tag.begin.handlebars");
  assert.equal(scope(text, "percent"), "entity.name.function.handlebars");
  assert.equal(scope(text, "share"), "entity.name.function.handlebars");
  assert.equal(scope("{{percent value digits=1}}", "value"), "variable.other.handlebars");
  assert.equal(scope("{{~ percent value ~}}", "percent"), "entity.name.function.handlebars");
  assert.equal(scope("{{else if (gt x 1)}}", "else if"), "keyword.control.handlebars");
  assert.equal(scope(text, "u08"), "string.quoted.double.handlebars");
  assert.equal(scope(text, "where"), "entity.other.attribute-name.handlebars");
  assert.equal(scope(text, "1"), "constant.numeric.handlebars");
  assert.equal(scope(text, "publication.title"), "variable.other.handlebars");
  assert.equal(scope(text, "."), "");
});

test("blocks, partials and comments", () => {
  assert.equal(scope("{{#if (gt x 1)}}a{{else}}b{{/if}}", "if"), "keyword.control.handlebars");
  assert.equal(scope("{{#if (gt x 1)}}a{{else}}b{{/if}}", "else"), "keyword.control.handlebars");
  assert.equal(scope("{{#if (gt x 1)}}a{{else}}b{{/if}}", "a"), "");
  assert.equal(scope("{{#claim (highest \"q\" \"a\")}}Ja.{{/claim}}", "claim"), "entity.name.function.handlebars");
  assert.equal(scope("{{#each chapters as |c|}}{{c}}{{/each}}", "c"), "variable.parameter.handlebars");
  assert.equal(scope("{{> kop}}", "kop"), "entity.name.tag.partial.handlebars");
  assert.equal(scope("{{!-- {{share}} --}}", " {{share}} "), "comment.block.handlebars");
});

test("Typst, with expressions in it", () => {
  const text = '#key-figures(\n  (value: [{{net "u05" "positive"}}], label: [zie @fig-u08], width: 12pt),\n) <hier>';
  assert.equal(scope(text, "key-figures"), "entity.name.function.typst");
  assert.equal(scope(text, "value"), "variable.parameter.typst");
  assert.equal(scope(text, "net"), "entity.name.function.handlebars");
  assert.equal(scope(text, "@fig-u08"), "entity.name.reference.typst");
  assert.equal(scope(text, "12pt"), "constant.numeric.typst");
  assert.equal(scope(text, "<hier>"), "entity.name.label.typst");
  assert.equal(scope("#include \"/chapters/{{{this}}}.typ\"", "this"), "variable.other.handlebars");
  assert.match(tokens("== De {{label \"q1\"}} kop").found.find(([it]) => it === "label")[1], /^markup\.heading\.typst .*handlebars$/);
  assert.equal(scope("*vet* en _schuin_ en $x^2$ en `ruw`", "vet"), "markup.bold.typst");
  assert.equal(scope("// {{share}}", "// {{share}}"), "comment.line.double-slash.typst");
  assert.equal(scope("#let x = 1\nTekst", "Tekst"), "");
});

test("every template of the repository ends as it began", () => {
  const folders = ["templates", "gallery/templates", "src/starter"];
  const files = folders.flatMap((it) => readdirSync(join(repository, it), { recursive: true }).map((file) => join(it, file)));
  const templates = files.filter((it) => it.endsWith(".typ.hbs"));
  assert.ok(templates.length > 10, `${templates.length}`);
  for (const path of templates) {
    const { found, state } = tokens(readFileSync(join(repository, path), "utf8"));
    assert.equal(state.depth, 1, `${path} ends within ${JSON.stringify(found.at(-1))}`);
    const plain = found.filter(([text, scopes]) => scopes === "" && /\{\{|\}\}/.test(text));
    assert.deepEqual(plain, [], path);
  }
});
