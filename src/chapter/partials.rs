//! Which partials a template takes in, and those that would take in themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, TextFile};
use crate::format::{self, Language};

/// The partials by name.
pub(super) type Partials = BTreeMap<String, Arc<TextFile>>;

/// The names of the partials that a text takes in, with their places.
fn named(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    text.match_indices("{{").filter_map(|(start, _)| {
        let tag = text[start + 2..].trim_start_matches('~').trim_start_matches('#');
        let name = tag.strip_prefix('>')?.trim_start();
        let length = name.find(|c: char| c.is_whitespace() || matches!(c, '}' | '~'))?;
        let end = text[start..].find("}}").map_or(text.len(), |at| start + at + 2);
        Some((&name[..length], start..end))
    })
}

/// The partials that a template needs, with those that they need themselves.
pub(super) fn needed<'p>(
    file: &TextFile,
    partials: &'p Partials,
) -> Vec<(&'p str, &'p Arc<TextFile>)> {
    let mut found = BTreeMap::new();
    let mut texts = vec![file.text.as_str()];
    while let Some(text) = texts.pop() {
        for (name, _) in named(text) {
            if let Some((name, file)) = partials.get_key_value(name)
                && found.insert(name.as_str(), file).is_none()
            {
                texts.push(&file.text);
            }
        }
    }
    found.into_iter().collect()
}

/// A fault for each place where a partial takes in itself, directly or by another:
/// it would never end.
pub(super) fn circular(partials: &Partials) -> Vec<Diagnostic> {
    let mut faults = vec![];
    for (outer, file) in partials {
        for (inner, range) in named(&file.text) {
            let mut seen = BTreeSet::new();
            if reaches(inner, outer, partials, &mut seen) {
                let message = match inner == outer {
                    true => format!("the partial `{outer}` takes in itself"),
                    false => format!("the partials `{outer}` and `{inner}` take in each other"),
                };
                faults.push(
                    Diagnostic::error("circular-partial", message)
                        .at(Place::Text { file: file.clone(), range })
                        .hint("take this line out"),
                );
            }
        }
    }
    faults
}

/// How deep partials may be nested: each takes room on the stack.
const DEEPEST: usize = 64;

/// How many times partials may be filled for one template. A few that take in the next
/// twice are soon more than anybody waits for.
const MOST_FILLED: usize = 100_000;

/// A fault for each partial that goes too far, with none that takes in itself among them.
pub(super) fn endless(partials: &Partials) -> Vec<Diagnostic> {
    let mut sizes = BTreeMap::new();
    let mut faults = vec![];
    for (name, file) in partials {
        let size = size(name, partials, &mut sizes);
        let inner: Vec<(Size, Range<usize>)> = named(&file.text)
            .filter_map(|(name, range)| Some((*sizes.get(name)?, range)))
            .collect();
        // The innermost of those that go too far says it for all that take it in.
        let message = if size.deep == DEEPEST + 1 {
            format!("the partials in `{name}` are nested more than {DEEPEST} deep")
        } else if size.filled > MOST_FILLED
            && inner.iter().all(|(inner, _)| inner.filled <= MOST_FILLED)
        {
            let most = format::number(MOST_FILLED as f64, 0, Language::English);
            format!("`{name}` takes in more than {most} partials")
        } else {
            continue;
        };
        let last = inner.into_iter().max_by_key(|(size, _)| (size.deep, size.filled));
        let Some((_, range)) = last else { continue };
        faults.push(
            Diagnostic::error("endless-partials", message)
                .at(Place::Text { file: file.clone(), range })
                .hint("let fewer partials take in others"),
        );
    }
    faults
}

/// How far a partial goes with those that it takes in.
#[derive(Clone, Copy)]
struct Size {
    /// How deep they are nested, itself among them.
    deep: usize,
    /// How often one is filled, itself among them.
    filled: usize,
}

/// None of the partials takes in itself.
fn size<'p>(name: &str, partials: &'p Partials, sizes: &mut BTreeMap<&'p str, Size>) -> Size {
    let Some((name, file)) = partials.get_key_value(name) else {
        return Size { deep: 0, filled: 0 };
    };
    if let Some(size) = sizes.get(name.as_str()) {
        return *size;
    }
    let mut all = Size { deep: 1, filled: 1 };
    for (inner, _) in named(&file.text) {
        let inner = size(inner, partials, sizes);
        all.deep = all.deep.max(inner.deep + 1);
        all.filled = all.filled.saturating_add(inner.filled);
    }
    sizes.insert(name, all);
    all
}

/// Whether a partial takes in another, however far away.
fn reaches<'p>(
    from: &'p str,
    to: &str,
    partials: &'p Partials,
    seen: &mut BTreeSet<&'p str>,
) -> bool {
    from == to
        || seen.insert(from)
            && partials.get(from).is_some_and(|file| {
                named(&file.text).any(|(name, _)| reaches(name, to, partials, seen))
            })
}
