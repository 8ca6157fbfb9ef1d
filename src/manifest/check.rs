//! What a manifest must hold beyond its form.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use toml::de::DeTable;

use crate::diagnostics::{Diagnostic, Place, TextFile, nearest_hint};
use crate::format::Language;

use super::{DerivedTable, DesignTable, Editor, Manifest, PopulationPlan};

/// All faults of a manifest that has the right form.
pub(super) fn check(manifest: &Manifest, file: &Arc<TextFile>) -> Vec<Diagnostic> {
    let mut faults = vec![];
    let place =
        |range: Range<usize>| Place::Text { file: file.clone(), range: range.start..range.end };
    let publication = &manifest.publication;

    let name = publication.name.get_ref();
    let plain = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !text.starts_with('.')
    };
    if !plain(name) {
        faults.push(
            Diagnostic::error("invalid-name", format!("`{name}` cannot be a file name"))
                .at(place(publication.name.span()))
                .hint("use letters, digits, `-` and `_`"),
        );
    }
    if publication.title.trim().is_empty() {
        faults.push(
            Diagnostic::error("empty-title", "the publication has no title")
                .at(key_place(file, &["publication", "title"]))
                .hint("write what stands on the cover: readers and screen readers look for it"),
        );
    }
    let language = publication.language.get_ref();
    if Language::parse(language).is_none() {
        faults.push(
            Diagnostic::error("unknown-language", format!("unknown language `{language}`"))
                .at(place(publication.language.span()))
                .hint("languages: nl, en"),
        );
    }
    if publication.date.get_ref().date.is_none() {
        faults.push(
            Diagnostic::error("invalid-date", "the date of the edition has no day")
                .at(place(publication.date.span()))
                .hint("write it as `2026-11-23`"),
        );
    }

    let mut chapters = BTreeSet::new();
    for chapter in &manifest.main.chapters {
        let name = chapter.get_ref();
        if !plain(name) {
            faults.push(
                Diagnostic::error("invalid-name", format!("`{name}` cannot be a file name"))
                    .at(place(chapter.span()))
                    .hint("a chapter `x` stands in `templates/chapters/x.typ.hbs`"),
            );
        }
        if !chapters.insert(name) {
            faults.push(
                Diagnostic::error("duplicate-chapter", format!("chapter `{name}` stands twice"))
                    .at(place(chapter.span()))
                    .hint("remove one of the two"),
            );
        }
    }

    for path in manifest.files().chain(manifest.folders()) {
        let text = path.get_ref();
        let leaves = text.starts_with('/')
            || text.contains(['\\', ':'])
            || text.split('/').any(|part| part.is_empty() || part == "." || part == "..");
        if leaves {
            faults.push(
                Diagnostic::error("invalid-path", format!("`{text}` is not a path in the project"))
                    .at(place(path.span()))
                    .hint("write it relative to the folder of `publication.toml`, with `/`"),
            );
        }
    }

    if let Some(editor) = &manifest.preview.editor
        && Editor::new(editor.get_ref()).is_none()
    {
        let names: Vec<&str> = Editor::names().collect();
        faults.push(
            Diagnostic::error("invalid-editor", format!("unknown editor `{}`", editor.get_ref()))
                .at(place(editor.span()))
                .hints(nearest_hint(editor.get_ref(), names.iter().copied()))
                .hint(format!(
                    "editors: {}; or an address such as `vscode://file{{file}}:{{line}}:{{column}}`",
                    names.join(", ")
                )),
        );
    }
    measures(manifest, file, &mut faults);
    design(&manifest.design, &place, &mut faults);
    for own in manifest.waves.earlier.iter().filter_map(|wave| wave.design.as_ref()) {
        design(own, &place, &mut faults);
    }
    waves(manifest, &place, &mut faults);
    derived(manifest, &place, &mut faults);

    if manifest.theme.diverging.len().is_multiple_of(2) {
        faults.push(
            Diagnostic::error(
                "invalid-palette",
                format!(
                    "`diverging` has {} colours, and a neutral one in the middle needs an odd number",
                    manifest.theme.diverging.len()
                ),
            )
            .at(key_place(file, &["theme", "diverging"]))
            .hint("add a colour, or remove one"),
        );
    }
    for (palette, colours) in
        [("categorical", &manifest.theme.categorical), ("sequential", &manifest.theme.sequential)]
    {
        if colours.len() < 2 {
            faults.push(
                Diagnostic::error(
                    "invalid-palette",
                    format!("`{palette}` needs two colours or more"),
                )
                .at(key_place(file, &["theme", palette]))
                .hint(format!("write them as `{palette} = [\"#0b5d78\", \"#d9822b\"]`")),
            );
        }
    }
    faults.sort_by_key(Diagnostic::offset);
    faults
}

/// The narrowest column of text that a line fits in, in millimetres.
const NARROWEST_COLUMN: f64 = 50.0;

/// Lengths of the theme on which no page could be printed.
fn measures(manifest: &Manifest, file: &Arc<TextFile>, faults: &mut Vec<Diagnostic>) {
    let (page, sizes) = (&manifest.theme.page, &manifest.theme.sizes);
    let lengths = page.lengths().map(|(key, length)| ("page", key, length));
    let lengths = lengths.into_iter().chain(sizes.lengths().map(|(key, it)| ("sizes", key, it)));
    for (table, key, length) in lengths {
        if !(length.is_finite() && length > 0.0) {
            faults.push(
                Diagnostic::error("invalid-measure", format!("`{key}` is not a positive length"))
                    .at(key_place(file, &["theme", table, key]))
                    .hint("write millimetres in `[theme.page]`, points in `[theme.sizes]`"),
            );
        }
    }
    if page.column() < NARROWEST_COLUMN || page.height - page.top - page.bottom < NARROWEST_COLUMN {
        faults.push(
            Diagnostic::error("invalid-page", "the margins leave too little room for text")
                .at(key_place(file, &["theme", "page"]))
                .hint(
                    "leave 50 mm or more between `left` and `right`, and between `top` and `bottom`",
                ),
        );
    }
    if page.number_column + page.number_gap > page.left {
        faults.push(
            Diagnostic::error("invalid-page", "the number column does not fit in the left margin")
                .at(key_place(file, &["theme", "page", "number-column"]))
                .hint("make `left` as wide as `number-column` and `number-gap` together"),
        );
    }
}

/// Numbers of the design that no survey could make right.
fn design(
    design: &DesignTable,
    place: &dyn Fn(Range<usize>) -> Place,
    faults: &mut Vec<Diagnostic>,
) {
    if let Some(level) = &design.level
        && !(*level.get_ref() > 0.0 && *level.get_ref() < 1.0)
    {
        faults.push(
            Diagnostic::error("invalid-level", "the confidence level is not between 0 and 1")
                .at(place(level.span()))
                .hint("write 95 per cent as `0.95`"),
        );
    }
    if let Some(population) = &design.population {
        let positive = |size: &f64| size.is_finite() && *size > 0.0;
        let good = match population.get_ref() {
            PopulationPlan::Size(size) => positive(size),
            PopulationPlan::Strata(sizes) => !sizes.is_empty() && sizes.values().all(positive),
            PopulationPlan::Word(_) => true,
        };
        if !good {
            faults.push(
                Diagnostic::error("invalid-population", "the population needs a positive number")
                    .at(place(population.span()))
                    .hint("give the number of units, or `\"endless\"` when it is very large"),
            );
        }
        if matches!(population.get_ref(), PopulationPlan::Strata(_)) && design.strata.is_none() {
            faults.push(
                Diagnostic::error(
                    "invalid-population",
                    "a number for each stratum needs `strata`, the question with the strata",
                )
                .at(place(population.span()))
                .hint("add `strata = \"…\"` under `[design]`"),
            );
        }
    }
    if let (Some(question), [margin, ..]) = (&design.post_stratify, &design.rake[..]) {
        faults.push(
            Diagnostic::error("two-adjustments", "weights are post-stratified or raked, not both")
                .at(place(margin.span()))
                .hint(format!(
                    "`rake` can hold `{}` as well: leave `post-stratify` out",
                    question.get_ref()
                )),
        );
    }
    if let Some(trim) = &design.trim
        && design.rake.is_empty()
    {
        faults.push(
            Diagnostic::error("trim-without-rake", "`trim` is for raked weights")
                .at(place(trim.span()))
                .hint("name the questions with `rake`, or leave `trim` out"),
        );
    }
}

/// Waves are told apart by a question or by workbooks, and each has a label of its own.
fn waves(manifest: &Manifest, place: &dyn Fn(Range<usize>) -> Place, faults: &mut Vec<Diagnostic>) {
    let waves = &manifest.waves;
    if let (Some(question), [_, ..]) = (&waves.question, &waves.earlier[..]) {
        faults.push(
            Diagnostic::error(
                "invalid-waves",
                "waves are told apart by a question or by workbooks, not both",
            )
            .at(place(question.span()))
            .hint("leave out `question` or `earlier`"),
        );
    }
    let Some(first) = waves.earlier.first() else { return };
    let Some(label) = &waves.label else {
        faults.push(
            Diagnostic::error("invalid-waves", "the wave of `[workbook]` has no label")
                .at(place(first.label.span()))
                .hint("add `label = \"…\"` under `[waves]`"),
        );
        return;
    };
    let mut labels = vec![label.get_ref()];
    for earlier in &waves.earlier {
        if labels.contains(&earlier.label.get_ref()) {
            faults.push(
                Diagnostic::error(
                    "invalid-waves",
                    format!("there are two waves `{}`", earlier.label.get_ref()),
                )
                .at(place(earlier.label.span()))
                .hint("give each wave a label of its own"),
            );
        }
        labels.push(earlier.label.get_ref());
    }
}

fn derived(
    manifest: &Manifest,
    place: &dyn Fn(Range<usize>) -> Place,
    faults: &mut Vec<Diagnostic>,
) {
    for (name, table) in &manifest.derived {
        let found = derivation_faults(name.get_ref(), table);
        faults.extend(found.into_iter().map(|fault| fault.at(place(name.span()))));
    }
}

/// Each derived question has one rule, and the keys of that rule only. The
/// faults have no place yet.
pub fn derivation_faults(name: &str, table: &DerivedTable) -> Vec<Diagnostic> {
    let sources = table.sources();
    let mut faults = vec![];
    let mut fault = |message: String, hint: &str| {
        faults.push(Diagnostic::error("invalid-derivation", message).hint(hint));
    };
    let [(rule, _)] = sources[..] else {
        let hint = "give one of `copy`, `net`, `recode`, `band`, `index` and `reverse`";
        match sources.len() {
            0 => fault(format!("`{name}` does not say what it is made from"), hint),
            _ => {
                fault(format!("`{name}` has both `{}` and `{}`", sources[0].0, sources[1].0), hint)
            }
        }
        return faults;
    };
    let joins = matches!(rule, "net" | "recode");
    if joins && table.options.is_empty() {
        fault(
            format!("`{name}` has no `options`"),
            "write them as `options = [{ code = \"…\", label = \"…\", from = [\"…\"] }]`",
        );
    }
    if rule == "band" && table.cuts.is_empty() {
        fault(format!("`{name}` has no `cuts`"), "write them as `cuts = [10, 20]`");
    }
    let keys = [
        ("options", !table.options.is_empty(), joins),
        ("ordered", table.ordered, joins),
        ("cuts", !table.cuts.is_empty(), rule == "band"),
        ("labels", !table.labels.is_empty(), rule == "band"),
        ("answered", table.answered.is_some(), rule == "index"),
    ];
    for (key, given, fits) in keys {
        if given && !fits {
            fault(format!("`{key}` has no meaning beside `{rule}`"), "leave it out");
        }
    }
    faults
}

/// The place of a key that carries no span of its own, or of the table that it would stand in.
fn key_place(file: &Arc<TextFile>, path: &[&str]) -> Place {
    let (root, _) = DeTable::parse_recoverable(&file.text);
    let mut table = Some(root.get_ref());
    let mut place = Place::File(file.path.clone());
    for name in path {
        let found = table.and_then(|table| table.iter().find(|(key, _)| key.get_ref() == name));
        let Some((key, value)) = found else { break };
        place = Place::Text { file: file.clone(), range: key.span() };
        table = value.get_ref().as_table();
    }
    place
}
