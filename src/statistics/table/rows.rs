//! Which rows a closed question has, and in what order.

use std::sync::Arc;

use super::{Net, Order, Row, RowKind, TableOptions};
use crate::diagnostics::Diagnostic;
use crate::statistics::lookup;
use crate::survey::{Choice, Question};

/// A row that is a share: the places of its options.
pub(super) struct ShareRow {
    pub(super) row: Row,
    pub(super) places: Vec<usize>,
}

/// First words of labels that stay at the end of a sorted list.
const LAST: [&str; 17] = [
    "anders",
    "ander",
    "andere",
    "anderen",
    "overig",
    "overige",
    "overigen",
    "weet niet",
    "weet ik niet",
    "geen van",
    "geen mening",
    "niet van toepassing",
    "other",
    "others",
    "none of",
    "don't know",
    "not applicable",
];

/// The options and nets of a question, in the order asked for. `share` gives
/// the share of a set of options, by which they are sorted; `None` when it is hidden.
pub(super) fn share_rows(
    question: &Question,
    options: &TableOptions,
    share: impl Fn(&[usize]) -> Result<Option<f64>, Diagnostic>,
) -> Result<Vec<ShareRow>, Diagnostic> {
    let last = last_places(question, options)?;
    let mut singles: Vec<usize> = (0..question.choices.len())
        .filter(|&place| lookup::is_valid(&question.choices[place]))
        .collect();
    let nets = options
        .nets
        .iter()
        .map(|net| Ok((net, net_places(question, net)?)))
        .collect::<Result<Vec<_>, Diagnostic>>()?;

    // A group is a net with its own options, or a single option.
    let mut groups: Vec<(Option<&Net>, Vec<usize>, Vec<usize>)> = Vec::new();
    if options.nets_inside {
        for (net, places) in &nets {
            let own: Vec<usize> =
                places.iter().copied().filter(|place| singles.contains(place)).collect();
            singles.retain(|place| !own.contains(place));
            groups.push((Some(net), places.clone(), own));
        }
    }
    groups.extend(singles.into_iter().map(|place| (None, vec![place], vec![place])));
    // A net takes the place of its first option in the codebook.
    groups.sort_by_key(|(_, places, own)| own.iter().chain(places).min().copied());
    if options.order == Order::Value {
        groups = highest_first(groups, |(_, places, _)| share(places))?;
        for (_, _, own) in &mut groups {
            *own = highest_first(std::mem::take(own), |&place| share(&[place]))?;
        }
    }
    groups.sort_by_key(|(net, places, _)| net.is_none() && last.contains(&places[0]));

    let mut rows = Vec::new();
    for (net, places, own) in groups {
        if let Some(net) = net {
            rows.push(net_row(question, net, places));
        }
        for place in own {
            let choice = &question.choices[place];
            rows.push(choice_row(question, choice, place, u8::from(net.is_some())));
        }
    }
    if !options.nets_inside {
        rows.extend(nets.into_iter().map(|(net, places)| net_row(question, net, places)));
    }
    Ok(rows)
}

/// Sorts by a value, the highest first. What has none to show comes last, in the
/// order in which it stood: its place would tell of what is hidden.
pub(super) fn highest_first<T>(
    items: Vec<T>,
    value: impl Fn(&T) -> Result<Option<f64>, Diagnostic>,
) -> Result<Vec<T>, Diagnostic> {
    let mut keyed = items
        .into_iter()
        .map(|item| Ok((value(&item)?.unwrap_or(f64::NEG_INFINITY), item)))
        .collect::<Result<Vec<_>, Diagnostic>>()?;
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

fn choice_row(question: &Question, choice: &Choice, place: usize, depth: u8) -> ShareRow {
    let row = Row {
        kind: RowKind::Choice,
        question: question.name.clone(),
        code: Some(choice.code.clone()),
        label: choice.label.clone(),
        depth,
    };
    ShareRow { row, places: vec![place] }
}

fn net_row(question: &Question, net: &Net, places: Vec<usize>) -> ShareRow {
    let row = Row {
        kind: RowKind::Net,
        question: question.name.clone(),
        code: Some(net.name.clone()),
        label: net.label.clone(),
        depth: 0,
    };
    ShareRow { row, places }
}

/// A row without options of its own.
pub(super) fn plain_row(kind: RowKind, question: &Arc<str>) -> Row {
    Row { kind, question: question.clone(), code: None, label: "".into(), depth: 0 }
}

/// The places of a net's codes; at least one.
pub(super) fn net_places(question: &Question, net: &Net) -> Result<Vec<usize>, Diagnostic> {
    if net.codes.is_empty() {
        return Err(Diagnostic::error("empty-net", format!("net `{}` has no codes", net.name))
            .hint("name its codes, or take the net out"));
    }
    let mut places = net
        .codes
        .iter()
        .map(|code| lookup::choice(question, code))
        .collect::<Result<Vec<_>, _>>()?;
    places.sort_unstable();
    places.dedup();
    if let Some(&place) = places.iter().find(|&&place| !lookup::is_valid(&question.choices[place]))
    {
        return Err(Diagnostic::error(
            "missing-in-net",
            format!(
                "code `{}` of net `{}` counts as missing in question `{}`",
                question.choices[place].code, net.name, question.name
            ),
        )
        .hint("leave the code out of the net, or let it count as an answer"));
    }
    Ok(places)
}

/// Whether a label begins with these words, and not with a longer word that
/// begins the same.
fn begins_with(label: &str, words: &str) -> bool {
    label.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn last_places(question: &Question, options: &TableOptions) -> Result<Vec<usize>, Diagnostic> {
    if options.order == Order::Given && options.last.is_none() {
        return Ok(vec![]);
    }
    match &options.last {
        Some(codes) => codes.iter().map(|code| lookup::choice(question, code)).collect(),
        None => Ok((0..question.choices.len())
            .filter(|&place| {
                let label = question.choices[place].label.to_lowercase();
                LAST.iter().any(|start| begins_with(&label, start))
            })
            .collect()),
    }
}
