//! What somebody should look at again. None of it is a fault: an edition is printed
//! all the same.

use std::collections::BTreeMap;

use crate::diagnostics::CellRef;
use crate::survey::{Answers, Survey};

use super::InspectedQuestion;

/// Fewer respondents than this in a code are worth a look.
const FEW: usize = 3;
/// A number this many times the middle half away from it is worth a look (Tukey's outer fence).
const FENCE: f64 = 3.0;

pub(super) fn of_question(
    question: &InspectedQuestion,
    numbers: &[f64],
    defined: bool,
) -> Vec<String> {
    let mut oddities = vec![];
    if question.base == 0 {
        oddities.push("nobody has a valid answer".to_string());
        return oddities;
    }
    let chosen: Vec<_> =
        question.options.iter().filter(|option| !option.missing && option.n > 0).collect();
    if question.kind == "single"
        && let [only] = chosen[..]
        && question.base > 1
    {
        oddities.push(format!("everybody has the same answer: `{}`", only.code));
    }
    let few: Vec<String> = question
        .options
        .iter()
        .filter(|option| !option.missing && (1..FEW).contains(&option.n) && question.base > 20)
        .map(|option| format!("`{}` ({})", option.code, option.n))
        .collect();
    if !few.is_empty() {
        oddities.push(format!("nearly nobody chose {}", few.join(", ")));
    }
    let none: Vec<String> = question
        .options
        .iter()
        .filter(|option| !option.missing && option.n == 0)
        .map(|option| format!("`{}`", option.code))
        .collect();
    if !none.is_empty() {
        oddities.push(format!("nobody chose {}", none.join(", ")));
    }
    if question.kind == "number" {
        if numbers.len() > 1 && numbers.first() == numbers.last() {
            oddities.push("everybody has the same number".into());
        }
        oddities.extend(far_out(numbers));
    }
    if !defined && question.kind == "single" && question.options.len() > 12 {
        oddities.push(format!(
            "{} different answers were taken for options: is it an open question?",
            question.options.len()
        ));
    }
    oddities
}

/// Numbers beyond the outer fences, when there are enough to tell.
fn far_out(sorted: &[f64]) -> Option<String> {
    if sorted.len() < 8 {
        return None;
    }
    let quarter = |part: usize| sorted[(sorted.len() - 1) * part / 4];
    let reach = FENCE * (quarter(3) - quarter(1));
    let far = |number: &&f64| **number < quarter(1) - reach || **number > quarter(3) + reach;
    let found: Vec<String> = sorted.iter().filter(far).map(f64::to_string).collect();
    (reach > 0.0 && !found.is_empty()).then(|| {
        let shown: Vec<&str> = found.iter().take(5).map(String::as_str).collect();
        let more = if found.len() > 5 { ", …" } else { "" };
        format!("far from the others: {}{more}", shown.join(", "))
    })
}

/// Rows that are the same in every question but for the id.
pub(super) fn of_survey(survey: &Survey) -> Vec<String> {
    let mut rows: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (respondent, &row) in survey.rows.iter().enumerate() {
        let mut answers = String::new();
        for question in survey.questions.values() {
            let distinct = match &*question.answers {
                Answers::Text(texts) => all_differ(texts),
                _ => false,
            };
            // A column in which everybody differs numbers the respondents.
            if !distinct {
                answers.push_str(&answer(&question.answers, respondent));
                answers.push('\u{1f}');
            }
        }
        rows.entry(answers).or_default().push(row);
    }
    rows.values()
        .filter(|same| same.len() > 1 && survey.questions.len() > 3)
        .map(|same| {
            let cells: Vec<String> =
                same.iter().take(5).map(|&row| CellRef { row, column: 0 }.to_string()).collect();
            let more = if same.len() > 5 { ", …" } else { "" };
            format!("{} rows have the same answers: {}{more}", same.len(), cells.join(", "))
        })
        .take(5)
        .collect()
}

fn all_differ(texts: &[Option<std::sync::Arc<str>>]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    texts.iter().all(|text| text.as_ref().is_some_and(|text| seen.insert(text)))
}

fn answer(answers: &Answers, respondent: usize) -> String {
    match answers {
        Answers::Single(codes) => codes[respondent].0.to_string(),
        Answers::Multiple { ticked, .. } => {
            ticked.iter().map(|ticks| if ticks[respondent] { '1' } else { '0' }).collect()
        }
        Answers::Number(numbers) => format!("{:?}", numbers[respondent]),
        Answers::Text(texts) | Answers::Date(texts) => {
            texts[respondent].as_deref().unwrap_or_default().to_string()
        }
    }
}
