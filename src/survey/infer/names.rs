//! Heads of columns taken apart: name, text of the question, part.

use std::sync::Arc;

/// What a head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadParts {
    /// The name of the question.
    pub(super) name: Arc<str>,
    /// The text of the question, else the name.
    pub(super) label: Arc<str>,
}

/// Takes `socio1. In which country?` apart into name and text. A head without
/// such a name is its own name, and so is one whose name another question has.
pub(super) fn split_head(head: &Arc<str>, is_taken: &dyn Fn(&str) -> bool) -> HeadParts {
    let is_name = |name: &str| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|symbol| symbol.is_alphanumeric() || symbol == '_')
            && name.chars().any(|symbol| symbol.is_ascii_digit())
    };
    let parts = match split_part(head) {
        Some(part) => {
            let name = format!("{}[{}]", part.name, part.code).into();
            let label = if part.label.is_empty() { part.text } else { part.label };
            Some(HeadParts { name, label: label.into() })
        }
        None => head
            .split_once(['.', ':', ')'])
            .filter(|(name, label)| is_name(name) && label.starts_with(' '))
            .map(|(name, label)| HeadParts { name: name.into(), label: label.trim().into() }),
    };
    parts
        .filter(|parts| !is_taken(&parts.name))
        .unwrap_or_else(|| HeadParts { name: head.clone(), label: head.clone() })
}

/// The name of the question that a head begins with, if its text follows.
pub(in crate::survey) fn name_in_head(head: &str) -> Option<Arc<str>> {
    let head: Arc<str> = head.into();
    Some(split_head(&head, &|_| false).name).filter(|name| *name != head)
}

/// A head with a part, as LimeSurvey writes it: `media[2]. Which media? [Web]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part<'h> {
    pub(super) name: &'h str,
    pub(super) code: &'h str,
    pub(super) text: &'h str,
    pub(super) label: &'h str,
}

/// Takes such a head apart. `None` if it has another form.
pub(super) fn split_part(head: &str) -> Option<Part<'_>> {
    let is_code = |text: &str| {
        !text.is_empty() && text.chars().all(|symbol| symbol.is_alphanumeric() || symbol == '_')
    };
    let (name, rest) = head.split_once('[')?;
    let (code, rest) = rest.split_once(']')?;
    let text = rest.strip_prefix(['.', ':'])?.trim();
    if !is_code(name) || !is_code(code) || text.is_empty() {
        return None;
    }
    let (text, label) = match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((text, label)) => (text.trim(), label.trim()),
        None => (text, ""),
    };
    Some(Part { name, code, text, label })
}
