//! The column `type` of the codebook.

use super::DefinitionKind;

/// What a row of the sheet `survey` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A question, with its list of choices if it is closed.
    Question { kind: DefinitionKind, list: Option<String>, or_other: bool },
    /// Opens a group.
    BeginGroup,
    /// Closes a group.
    EndGroup,
    /// Opens a repeat: questions that have several answers per respondent.
    BeginRepeat,
    /// Closes a repeat.
    EndRepeat,
    /// No question of the survey: note, metadata, place, picture, sound.
    Other,
}

/// Types without a list, lower case with underscores.
const PLAIN: [(&str, DefinitionKind); 16] = [
    ("integer", DefinitionKind::Integer),
    ("int", DefinitionKind::Integer),
    ("add_integer_prompt", DefinitionKind::Integer),
    ("q_integer", DefinitionKind::Integer),
    ("decimal", DefinitionKind::Decimal),
    ("add_decimal_prompt", DefinitionKind::Decimal),
    ("range", DefinitionKind::Decimal),
    ("percentage", DefinitionKind::Decimal),
    ("text", DefinitionKind::Text),
    ("string", DefinitionKind::Text),
    ("add_text_prompt", DefinitionKind::Text),
    ("time", DefinitionKind::Text),
    ("date", DefinitionKind::Date),
    ("datetime", DefinitionKind::Date),
    ("calculate", DefinitionKind::Calculated),
    ("hidden", DefinitionKind::Calculated),
];

/// Types that are known and hold no answer that can be counted.
const OTHERS: [&str; 51] = [
    "note",
    "start",
    "end",
    "today",
    "deviceid",
    "device_id",
    "subscriberid",
    "subscriber_id",
    "simserial",
    "sim_serial",
    "sim_id",
    "imei",
    "phonenumber",
    "phone_number",
    "username",
    "email",
    "audit",
    "start_geopoint",
    "background_audio",
    "background_geopoint",
    "geopoint",
    "geotrace",
    "geoshape",
    "location",
    "gps",
    "image",
    "photo",
    "picture",
    "audio",
    "video",
    "file",
    "barcode",
    "acknowledge",
    "trigger",
    "calculation",
    "xml_external",
    "csv_external",
    "start_time",
    "end_time",
    "get_start_time",
    "get_end_time",
    "get_device_id",
    "get_today",
    "text_audit",
    "comments",
    "caseid",
    "instancename",
    "osm",
    "entity",
    "uuid",
    "include",
];

/// Ways to write a closed question, the longest first.
const CLOSED: [(&str, DefinitionKind); 14] = [
    ("select_all_that_apply_from", DefinitionKind::Multiple),
    ("select_all_that_apply", DefinitionKind::Multiple),
    ("add_select_multiple_prompt_using", DefinitionKind::Multiple),
    ("select_multiple_from", DefinitionKind::Multiple),
    ("select_multiple", DefinitionKind::Multiple),
    ("selectmultiple", DefinitionKind::Multiple),
    ("select_many", DefinitionKind::Multiple),
    ("add_select_one_prompt_using", DefinitionKind::Single),
    ("select_one_external", DefinitionKind::Single),
    ("select_one_from", DefinitionKind::Single),
    ("select_one", DefinitionKind::Single),
    ("selectone", DefinitionKind::Single),
    ("select1", DefinitionKind::Single),
    ("select", DefinitionKind::Multiple),
];

/// Reads a type. `Err` gives the known types, for the nearest name.
pub(super) fn parse_type(text: &str) -> Result<RowKind, Vec<&'static str>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join("_");
    let lower = joined.to_lowercase().replace('-', "_");
    // Old forms write metadata as `uri:deviceid`.
    let lower = lower.strip_prefix("uri:").unwrap_or(&lower);
    match lower {
        "begin_group" | "begin_lgroup" => return Ok(RowKind::BeginGroup),
        "end_group" | "end_lgroup" => return Ok(RowKind::EndGroup),
        "begin_repeat" | "begin_looped_group" => return Ok(RowKind::BeginRepeat),
        "end_repeat" | "end_looped_group" => return Ok(RowKind::EndRepeat),
        _ => {}
    }
    if lower.starts_with("begin_loop") {
        return Ok(RowKind::BeginRepeat);
    }
    if lower.starts_with("end_loop") {
        return Ok(RowKind::EndRepeat);
    }
    if let Some(&(_, kind)) = PLAIN.iter().find(|(name, _)| *name == lower) {
        return Ok(RowKind::Question { kind, list: None, or_other: false });
    }
    if OTHERS.contains(&lower) || lower.starts_with("rank_") || lower.starts_with("osm_") {
        return Ok(RowKind::Other);
    }
    // Choices in a file beside the form cannot be looked up.
    if lower.starts_with("select_one_from_file") || lower.starts_with("select_multiple_from_file") {
        let kind = DefinitionKind::Text;
        return Ok(RowKind::Question { kind, list: None, or_other: false });
    }
    for (name, kind) in CLOSED {
        let Some(rest) = lower.strip_prefix(name) else { continue };
        if rest.is_empty() {
            return Ok(RowKind::Question { kind, list: None, or_other: false });
        }
        if !rest.starts_with('_') {
            continue;
        }
        // The list keeps its case, and its own underscores and hyphens.
        let skipped = name.split('_').count();
        let Some(list) = list_after(&words, name, skipped) else { continue };
        let tail = words.last().map(|word| word.to_lowercase());
        let or_other = matches!(tail.as_deref(), Some("or_other" | "other"))
            && (tail.as_deref() == Some("or_other") || words.iter().rev().nth(1) == Some(&"or"));
        return Ok(RowKind::Question { kind, list: Some(list), or_other });
    }
    Err(PLAIN
        .iter()
        .map(|&(name, _)| name)
        .chain(OTHERS)
        .chain([
            "select_one",
            "select_multiple",
            "begin_group",
            "end_group",
            "begin_repeat",
            "end_repeat",
        ])
        .collect())
}

/// The list's name: the word after the `type` words. `select_one LIST` and
/// `select one LIST` have one and two words before it.
fn list_after(words: &[&str], name: &str, parts: usize) -> Option<String> {
    (1..=parts).find_map(|count| {
        let before = words.get(..count)?.join("_").to_lowercase().replace('-', "_");
        (before == name).then(|| words.get(count).map(|list| list.to_string()))?
    })
}
