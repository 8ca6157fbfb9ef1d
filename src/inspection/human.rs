//! An inspection for people, on a terminal.

use super::{InspectedQuestion, Inspection};

/// So many options are listed.
const SHOWN: usize = 15;

/// The inspection as text.
pub fn human(inspection: &Inspection) -> String {
    let mut out = format!("{}, sheet `{}`\n", inspection.workbook, inspection.sheet);
    out.push_str(&format!("{} respondents", inspection.respondents));
    if let Some(units) = inspection.population {
        out.push_str(&format!(", a population of {units}"));
    }
    out.push_str(&format!(", {} questions", inspection.questions.len()));
    out.push_str(match inspection.codebook {
        true => " from the codebook\n",
        false => ", inferred from the answers\n",
    });
    for oddity in &inspection.oddities {
        out.push_str(&format!("! {oddity}\n"));
    }
    let mut section = &None;
    for question in &inspection.questions {
        if question.section != *section {
            section = &question.section;
            if let Some(name) = section {
                out.push_str(&format!("\n== {name}\n"));
            }
        }
        out.push('\n');
        out.push_str(&one(question));
    }
    out
}

fn one(question: &InspectedQuestion) -> String {
    let kind = if question.ordered { "scale" } else { question.kind };
    let mut out = format!("{}  {kind}", question.name);
    if let Some(cell) = &question.cell {
        out.push_str(&format!("  {cell}"));
    }
    out.push_str(&format!("\n  {}\n", question.label));
    let missing = question.missing;
    let reasons = [
        (missing.empty, "empty"),
        (missing.dont_know, "don't know"),
        (missing.refused, "refused"),
        (missing.not_asked, "not asked"),
    ];
    let reasons: Vec<String> = reasons
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, reason)| format!("{count} {reason}"))
        .collect();
    out.push_str(&format!("  n = {}", question.base));
    if !reasons.is_empty() {
        out.push_str(&format!("; {}", reasons.join(", ")));
    }
    if let Some([low, middle, high]) = question.range {
        out.push_str(&format!("; from {low} to {high}, half at or below {middle}"));
    }
    out.push('\n');
    let codes = question.options.iter().map(|it| it.code.chars().count()).max().unwrap_or(0);
    for option in question.options.iter().take(SHOWN) {
        let missing = if option.missing { "  (missing)" } else { "" };
        let pad = codes - option.code.chars().count();
        out.push_str(&format!(
            "  {:>6}  {}{}  {}{missing}\n",
            option.n,
            option.code,
            " ".repeat(pad),
            option.label
        ));
    }
    if question.options.len() > SHOWN {
        out.push_str(&format!("  and {} options more\n", question.options.len() - SHOWN));
    }
    for oddity in &question.oddities {
        out.push_str(&format!("  ! {oddity}\n"));
    }
    out
}
