//! Every digit on the pages of the sample is accounted for: it belongs to a fact
//! that stands at that very place, to the numbering of the book, to a date or a
//! name, to a text of the workbook, or to a phrase that its editor allowed.
//!
//! Nothing of the program is used here but what it printed: words and their places
//! come from pdftotext, facts from the ledger, allowances from the templates.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use drukpers::format::{Language, word_bounds};

use crate::output::{facts, files};
use crate::project::{Run, drukpers, repository};
use crate::sample::{copied_sample, print, sample};

/// A word on a page.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// A page as lines of words.
struct Page {
    number: usize,
    height: f64,
    lines: Vec<Vec<Word>>,
}

/// The pages of a PDF, as poppler reads them.
fn pages(path: &Path) -> Vec<Page> {
    let output = Command::new("pdftotext")
        .args(["-bbox-layout", "-enc", "UTF-8"])
        .arg(path)
        .arg("-")
        .output()
        .expect("pdftotext is part of Debian's poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut pages: Vec<Page> = vec![];
    for line in text.lines().map(str::trim) {
        let number = |name: &str| -> f64 {
            let from = line.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
            line[from..].split('"').next().unwrap().parse().unwrap()
        };
        if line.starts_with("<page ") {
            let page = pages.len() + 1;
            pages.push(Page { number: page, height: number("height"), lines: vec![] });
        } else if line.starts_with("<line ") {
            pages.last_mut().unwrap().lines.push(vec![]);
        } else if line.starts_with("<word ") {
            let text = line.split_once('>').unwrap().1.trim_end_matches("</word>");
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            pages.last_mut().unwrap().lines.last_mut().unwrap().push(Word {
                text: text.replace("&apos;", "'").replace("&amp;", "&"),
                left: number("xMin"),
                top: number("yMin"),
                right: number("xMax"),
                bottom: number("yMax"),
            });
        }
    }
    pages
}

/// The numbers in a text: runs of digits with the marks within them.
fn numbers(text: &str) -> Vec<String> {
    let mut found = vec![];
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = &rest[start..];
        let end =
            run.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(run.len());
        found.push(run[..end].trim_end_matches(['.', ',']).to_string());
        rest = &run[end..];
    }
    found
}

fn bare(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase()
}

/// A printed number of the ledger.
struct Printed {
    page: usize,
    x: f64,
    y: f64,
    text: String,
    figure: Option<String>,
    used: bool,
}

/// What may stand on a page without being a fact.
struct Allowed {
    /// Texts of the workbook and of the manifest, allowed phrases: each as bare words.
    phrases: Vec<Vec<String>>,
    pages: usize,
}

/// The words of a text; a dash parts them too, for a line may end there.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || c == '–')
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect()
}

impl Allowed {
    fn of(project: &Path, pages: usize) -> Self {
        let mut phrases = vec![];
        let mut add = |text: &str| {
            if text.contains(|c: char| c.is_ascii_digit()) {
                phrases.push(words(text));
            }
        };
        let loaded = drukpers::project::load(project).unwrap().value;
        let workbook = drukpers::press::read_workbook(&loaded).unwrap().value;
        for sheet in &workbook.sheets {
            for cell in sheet.cells.rows().flat_map(|row| row.cells()) {
                if let drukpers::workbook::Value::Text(text) = &cell.value {
                    add(text);
                }
            }
        }
        let manifest = &loaded.manifest;
        for phrase in manifest.loose_numbers.allowed.keys() {
            add(phrase.get_ref());
        }
        add(&manifest.publication.notice);
        add(concat!("drukpers ", env!("CARGO_PKG_VERSION")));
        add(manifest.theme.serif.get_ref());
        add(manifest.theme.sans.get_ref());
        for (path, _) in loaded.files.iter().filter(|(path, _)| path.ends_with(".hbs")) {
            let text = std::fs::read_to_string(project.join(path)).unwrap();
            for block in text.split("{{#loose ").skip(1) {
                let body = block.split_once("}}").unwrap().1.split("{{/loose}}").next().unwrap();
                add(body);
            }
        }
        for bound in word_bounds(Language::Dutch) {
            let range = if bound.from == bound.to {
                bound.to.to_string()
            } else {
                format!("{}–{}", bound.from, bound.to)
            };
            add(&format!("{range} {}", bound.words));
        }
        Self { phrases, pages }
    }

    /// Whether the word at `at` of a line is allowed by what it is or by what stands around it.
    fn allows(&self, page: &Page, line: &[Word], at: usize, above: &[Word]) -> bool {
        let word = &line[at];
        let text = bare(&word.text);
        // The word before it, which may have begun at the end of a line above.
        let previous: Vec<String> = match at {
            0 => above.last().map(|word| bare(&word.text)).into_iter().collect(),
            1 => {
                let heads = above.iter().filter_map(|word| word.text.strip_suffix('\u{ad}'));
                heads.chain([""]).map(|head| bare(&format!("{head}{}", line[0].text))).collect()
            }
            _ => vec![bare(&line[at - 1].text)],
        };
        let next = line.get(at + 1).map_or(String::new(), |word| bare(&word.text));
        let whole = text.parse::<u32>().ok();
        // The column beside the text, where sections, figures and pages have their numbers.
        let aside = word.left < 170.0;
        let is_page =
            whole == Some(page.number as u32) && aside && word.bottom > page.height - 90.0;
        let is_section = aside
            && text.split('.').all(|part| part.len() <= 2 && part.parse::<u8>().is_ok())
            && text.split('.').count() <= 2;
        let is_chapter = word.bottom - word.top > 60.0 && text.len() == 1;
        let is_after = |words: &[&str]| previous.iter().any(|word| words.contains(&word.as_str()));
        let is_caption = is_after(&["figuur", "tabel", "figuren", "tabellen"])
            || (is_after(&["en", "of"]) && whole.is_some_and(|number| number < 100));
        // The contents and the lists end their lines with the number of a page.
        let is_contents = whole.is_some_and(|number| number as usize <= self.pages)
            && at + 1 == line.len()
            && word.right > page_right(page) - 3.0;
        let is_item = text.len() == 1
            && at == 0
            && word.left < 180.0
            && line.get(1).is_some_and(|next| next.left - word.right > 4.0);
        const MONTHS: [&str; 12] = [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ];
        let is_day = whole.is_some_and(|day| day <= 31) && MONTHS.contains(&&*next);
        let is_year = text.len() == 4 && whole.is_some_and(|year| (1900..2100).contains(&year));
        let is_name = text.find(|c: char| c.is_ascii_digit()).is_some_and(|digit| {
            text[..digit].trim_end_matches(['-', '/']).ends_with(char::is_alphabetic)
        });
        is_page
            || is_section
            || is_chapter
            || is_caption
            || is_contents
            || is_item
            || is_day
            || is_year
            || is_name
            || self.phrase(line, at, &previous)
    }

    /// Whether the word is part of an allowed phrase, together with what stands beside
    /// it on the line: a gap, as between two columns, parts words that do not belong together.
    fn phrase(&self, line: &[Word], at: usize, previous: &[String]) -> bool {
        const GAP: f64 = 4.0;
        let parts = words(&line[at].text);
        let beside = |left: usize, right: usize| {
            line.get(right).is_some_and(|word| word.left - line[left].right < GAP)
        };
        let before: Vec<String> = match at > 0 && beside(at - 1, at) {
            true => previous.iter().filter_map(|word| words(word).pop()).collect(),
            false => vec![],
        };
        let after = beside(at, at + 1).then(|| words(&line[at + 1].text).into_iter().next());
        let after = after.flatten();
        let last = parts.len();
        self.phrases.iter().any(|phrase| {
            phrase.windows(last).enumerate().any(|(index, window)| {
                let left = index.checked_sub(1).map(|index| &phrase[index]);
                let right = phrase.get(index + last);
                // At the end of a phrase, or of a line within it, anything may stand beside it.
                window == parts
                    && (before.is_empty() || left.is_none_or(|left| before.contains(left)))
                    && (right.is_none() || after.is_none() || right == after.as_ref())
            })
        })
    }
}

fn page_right(page: &Page) -> f64 {
    page.lines.iter().flatten().map(|word| word.right).fold(0.0, f64::max)
}

/// The texts of a chart, each with the number of times it stands there.
fn chart_words(svg: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for part in svg.split("<text").skip(1) {
        let inner = part.split_once('>').unwrap().1.split("</text>").next().unwrap();
        // Text within `tspan`.
        let plain: String = inner
            .split('<')
            .enumerate()
            .map(|(index, piece)| match index {
                0 => piece.to_string(),
                _ => format!(" {}", piece.split_once('>').map_or("", |it| it.1)),
            })
            .collect();
        for word in plain.replace("&amp;", "&").replace("&lt;", "<").split_whitespace() {
            *found.entry(bare(word)).or_insert(0) += 1;
        }
    }
    found
}

/// The first attribute of this name in a piece of SVG, as a number.
fn attribute(svg: &str, name: &str) -> f64 {
    let (_, rest) = svg.split_once(&format!(" {name}=\"")).unwrap();
    rest.split('"').next().unwrap().trim_end_matches("pt").parse().unwrap()
}

/// Where a chart begins on its page: by one of its numbers, which is drawn just once.
fn chart_top<'p>(svg: &str, facts: impl Iterator<Item = &'p Printed>) -> f64 {
    let places = |text: &str| -> Vec<f64> {
        let end = format!(">{text}</text>");
        let parts = svg.split("<text").skip(1).filter(|part| part.contains(&end));
        parts.map(|part| attribute(part, "y")).collect()
    };
    let tops = facts.map(|fact| (fact.y, places(&fact.text))).filter(|it| !it.1.is_empty());
    let (y, places) = tops.min_by_key(|(_, places)| places.len()).unwrap();
    y - places.into_iter().fold(f64::MIN, f64::max)
}

/// The words with digits that nothing accounts for, each with its page.
fn unaccounted(project: &Path, build: &Path, document: &str) -> Vec<String> {
    let pages = pages(&build.join(document));
    let allowed = Allowed::of(project, pages.len());
    let mut printed: Vec<Printed> = facts(build)
        .iter()
        .filter(|fact| fact["document"] == document && fact["x"].is_f64())
        .map(|fact| Printed {
            page: fact["page"].as_u64().unwrap() as usize,
            x: fact["x"].as_f64().unwrap(),
            y: fact["y"].as_f64().unwrap(),
            text: fact["text"].as_str().unwrap().to_string(),
            figure: (fact["carrier"] == "figure")
                .then(|| fact["within"].as_str().unwrap().to_string()),
            used: false,
        })
        .collect();
    let edition = files(build);
    let mut lost = vec![];
    for page in &pages {
        // What stands in the charts on this page beside their numbers (the marks of an
        // axis, digits in labels), each of which may be met once.
        let mut names: Vec<&String> = printed
            .iter()
            .filter(|fact| fact.page == page.number)
            .filter_map(|fact| fact.figure.as_ref())
            .collect();
        names.dedup();
        let mut charts: Vec<(f64, f64, BTreeMap<String, usize>)> = names
            .into_iter()
            .map(|name| {
                let key = name.trim_start_matches("fig-");
                let svg = &edition[&format!("figures/{key}.svg")];
                let svg = std::str::from_utf8(svg).unwrap();
                let own = printed.iter().filter(|fact| fact.figure.as_ref() == Some(name));
                let top = chart_top(svg, own.clone());
                let mut words = chart_words(svg);
                // Its numbers are accounted for at their own places, and nowhere else.
                for word in own.flat_map(|fact| fact.text.split_whitespace()) {
                    let count = words.get_mut(&bare(word)).filter(|count| **count > 0);
                    *count.unwrap_or_else(|| panic!("`{word}` is not in {key}.svg")) -= 1;
                }
                (top, top + attribute(svg, "height"), words)
            })
            .collect();
        // The last words of the lines above.
        let mut above: Vec<Word> = vec![];
        for line in &page.lines {
            for (at, word) in line.iter().enumerate() {
                let wanted = numbers(&word.text);
                if wanted.is_empty() {
                    continue;
                }
                let mut missing = wanted.len();
                for number in &wanted {
                    // Each fact accounts for one place only.
                    if let Some(fact) = printed.iter_mut().find(|fact| {
                        !fact.used
                            && fact.page == page.number
                            && (word.left - 1.5..word.right + 1.5).contains(&fact.x)
                            && (word.top - 1.0..word.bottom + 1.0).contains(&fact.y)
                            && numbers(&fact.text).contains(number)
                    }) {
                        fact.used = true;
                        missing -= 1;
                    }
                }
                if missing == 0 {
                    continue;
                }
                if allowed.allows(page, line, at, &above) {
                    continue;
                }
                let in_chart = charts.iter_mut().any(|(top, bottom, words)| {
                    let inside = word.top > *top - 2.0 && word.bottom < *bottom;
                    let count =
                        words.get_mut(&bare(&word.text)).filter(|count| inside && **count > 0);
                    count.map(|count| *count -= 1).is_some()
                });
                if !in_chart {
                    let context: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
                    lost.push(format!(
                        "{document}:{}: `{}` in `{}`",
                        page.number,
                        word.text,
                        context.join(" ")
                    ));
                }
            }
            above.extend(line.last().cloned());
            above.drain(..above.len().saturating_sub(3));
        }
    }
    lost
}

#[test]
fn every_digit_in_the_pdfs_is_accounted_for() {
    let documents: Vec<String> =
        files(sample()).into_keys().filter(|path| path.ends_with(".pdf")).collect();
    assert_eq!(documents.len(), 16);
    let lost: Vec<String> = documents
        .iter()
        .flat_map(|document| unaccounted(repository(), sample(), document))
        .collect();
    assert!(lost.is_empty(), "{} digits come from nowhere:\n{}", lost.len(), lost.join("\n"));
}

/// A digit typed by hand is found, also when a fact with the same text stands on the
/// same page: each fact accounts for its own place only.
#[test]
fn a_loose_digit_does_not_hide() {
    let project = copied_sample();
    let chapter = project.path().join("templates/chapters/urgentie.typ.hbs");
    let text = std::fs::read_to_string(&chapter).unwrap();
    let fact = facts(sample())
        .into_iter()
        .find(|fact| fact["template"] == "templates/chapters/urgentie.typ.hbs" && fact["line"] == 8)
        .unwrap();
    let printed = fact["text"].as_str().unwrap();
    let typed =
        format!("{text}\n\nEr is een getal {printed} dat niemand heeft geteld, en ook 57 niet.\n");
    std::fs::write(
        &chapter,
        typed.replace("Tussen die twee cijfers", &format!("Tussen die twee cijfers, {printed},")),
    )
    .unwrap();
    let build = project.path().join("build");
    print(project.path(), &build);
    let lost = unaccounted(project.path(), &build, "nup-in-uitvoering.pdf");
    let words: Vec<&str> = lost.iter().map(|it| it.split('`').nth(1).unwrap()).collect();
    let with_comma = format!("{printed},");
    assert_eq!(words, [with_comma.as_str(), printed, "57"], "{lost:#?}");
}

/// Two labels of one chart that changed places are seen, though all texts are there.
#[test]
fn swapped_labels_of_a_chart_do_not_hide() {
    let folder = tempfile::TempDir::new().unwrap();
    let build = folder.path();
    let document = "nup-in-uitvoering.pdf";
    std::fs::copy(sample().join(document), build.join(document)).unwrap();
    std::fs::create_dir(build.join("figures")).unwrap();
    for path in files(sample()).into_keys().filter(|path| path.starts_with("figures/")) {
        std::fs::copy(sample().join(&path), build.join(&path)).unwrap();
    }
    let text = std::fs::read_to_string(sample().join("facts.json")).unwrap();
    let mut ledger: serde_json::Value = serde_json::from_str(&text).unwrap();
    let all = ledger["facts"].as_array_mut().unwrap();
    let one = all.iter().position(|fact| fact["carrier"] == "figure").unwrap();
    let other = (one + 1..all.len())
        .find(|&at| {
            all[at]["within"] == all[one]["within"]
                && all[at]["carrier"] == "figure"
                && all[at]["text"] != all[one]["text"]
        })
        .unwrap();
    let texts = [one, other].map(|at| all[at]["text"].clone());
    let said = texts.clone().map(|text| text.as_str().unwrap().to_string());
    [all[other]["text"], all[one]["text"]] = texts;
    std::fs::write(build.join("facts.json"), ledger.to_string()).unwrap();
    let lost = unaccounted(repository(), build, document);
    let mut words: Vec<&str> = lost.iter().map(|it| it.split('`').nth(1).unwrap()).collect();
    words.sort_unstable();
    let mut said: Vec<&str> = said.iter().map(String::as_str).collect();
    said.sort_unstable();
    assert_eq!(words, said, "{lost:#?}");
}

/// The digits of an alternative text that neither a number of its chart nor a text of
/// the workbook accounts for.
fn unaccounted_in_alt(svg: &str, facts: &[&str], allowed: &Allowed) -> Vec<String> {
    let (_, alt) = svg.split_once("aria-label=\"").unwrap();
    let alt = alt.split('"').next().unwrap().replace("&amp;", "&").replace("&lt;", "<");
    let labels = chart_words(svg);
    let page = Page { number: 0, height: 0.0, lines: vec![] };
    let place = (1000.0, 0.0);
    let line: Vec<Word> = alt
        .split_whitespace()
        .map(|text| Word {
            text: text.to_string(),
            left: place.0,
            top: place.1,
            right: place.0,
            bottom: place.1,
        })
        .collect();
    (0..line.len())
        .filter(|&at| {
            let wanted = numbers(&line[at].text);
            let told = |number: &String| facts.iter().any(|fact| numbers(fact).contains(number));
            // A column of the chart may be called by a number: ‘7’.
            let text = &line[at].text;
            let named = text.starts_with('‘') && labels.contains_key(&bare(text));
            !wanted.is_empty()
                && !wanted.iter().all(told)
                && !named
                && !allowed.allows(&page, &line, at, &[])
        })
        .map(|at| line[at].text.clone())
        .collect()
}

#[test]
fn every_digit_in_an_alternative_text_is_accounted_for() {
    let facts = facts(sample());
    let allowed = Allowed::of(repository(), 0);
    let mut charts = 0;
    for (path, svg) in files(sample()) {
        let key = path.strip_prefix("figures/").and_then(|it| it.strip_suffix(".svg"));
        let Some(key) = key else { continue };
        let svg = String::from_utf8(svg).unwrap();
        let own: Vec<&str> = facts
            .iter()
            .filter(|fact| fact["within"] == format!("fig-{key}"))
            .filter(|fact| fact["carrier"] == "figure" || fact["carrier"] == "alternative")
            .map(|fact| fact["text"].as_str().unwrap())
            .collect();
        assert_eq!(unaccounted_in_alt(&svg, &own, &allowed), [""; 0], "{key}");
        let typed = svg.replacen("aria-label=\"", "aria-label=\"Het zijn er 57,3. ", 1);
        assert_eq!(unaccounted_in_alt(&typed, &own, &allowed), ["57,3."], "{key}");
        charts += 1;
    }
    assert!(charts >= 30, "{charts}");
}

/// The words of the web page that a reader sees, without those of facts: `<data>`.
fn visible(html: &str) -> Vec<String> {
    let mut text = html.to_string();
    let hidden = [
        ("<head>", "</head>"),
        ("<svg", "</svg>"),
        ("<code>", "</code>"),
        ("<data ", "</data>"),
        ("<span class=\"number\"", "</span>"),
        ("<", ">"),
        ("&NoBreak", ";"),
    ];
    for (open, close) in hidden {
        while let Some(start) = text.find(open) {
            let end = start + text[start..].find(close).unwrap() + close.len();
            let gap = if open.starts_with('&') { "" } else { " " };
            text.replace_range(start..end, gap);
        }
    }
    let text = text.replace("&#39;", "'").replace("&nbsp;", " ");
    text.split_whitespace().map(str::to_string).collect()
}

/// The words with digits on a web page that nothing accounts for.
fn unaccounted_on_page(html: &str) -> Vec<String> {
    let allowed = Allowed::of(repository(), 0);
    let page = Page { number: 0, height: 0.0, lines: vec![] };
    // All in one line, and in no column that has a meaning of its own.
    let line: Vec<Word> = visible(html)
        .into_iter()
        .map(|text| Word { text, left: 1000.0, top: 0.0, right: 1000.0, bottom: 0.0 })
        .collect();
    (0..line.len())
        .filter(|&at| !numbers(&line[at].text).is_empty())
        .filter(|&at| {
            let next = line.get(at + 1).map_or(String::new(), |word| bare(&word.text));
            let is_size = matches!(&*next, "kb" | "mb" | "pagina’s" | "pagina's");
            !is_size && !allowed.allows(&page, &line, at, &[])
        })
        .map(|at| line[at].text.clone())
        .collect()
}

#[test]
fn every_digit_on_the_web_page_is_accounted_for() {
    let html = std::fs::read_to_string(sample().join("index.html")).unwrap();
    assert_eq!(unaccounted_on_page(&html), [""; 0]);
    let typed = html.replacen("</main>", "<p>Er zijn 57 redenen.</p></main>", 1);
    assert_eq!(unaccounted_on_page(&typed), ["57"]);
}

#[test]
fn the_sample_has_no_warnings() {
    let run: Run = drukpers()
        .arg("--project")
        .arg(repository())
        .args(["check", "--deny-warnings"])
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.stderr);
}
