//! A fact in words: what it means, how it was computed, from which cells.

use serde::Serialize;

use super::account::exactly;
use super::computation::{Computation, Part};
use super::find::printed_number;
use super::legend::{Legend, MissingReason};
use super::meaning::{about, meaning};
use super::{Carrier, Fact, Significance, Source};
use crate::format::{self, Language, Percent};
use crate::statistics::Statistic;

/// A fact in words. They are English; labels and printed texts are the publication's.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Explanation<'l> {
    /// What it means.
    pub meaning: String,
    /// The respondents that it is about.
    pub about: String,
    /// The questions as they were put, with the options that count.
    pub questions: Vec<String>,
    /// How it was computed, step by step, with the figures filled in.
    pub computed: Vec<String>,
    /// Who was left out, and why it may be hidden.
    pub remarks: Vec<String>,
    /// Its standard error and interval.
    pub precision: Option<String>,
    /// How it lies to the same number of other groups.
    pub significance: Vec<String>,
    /// The fact.
    pub fact: &'l Fact,
}

/// Explains a fact.
pub fn explain<'l>(fact: &'l Fact, legend: &Legend) -> Explanation<'l> {
    let computation = &fact.computation;
    Explanation {
        meaning: meaning(computation, legend, Language::English),
        about: whom(fact, legend),
        questions: questions(computation, legend),
        computed: computed(fact, legend),
        remarks: remarks(fact, legend),
        precision: precision(fact, legend),
        significance: fact.significance.iter().flat_map(Significance::said).collect(),
        fact,
    }
}

/// Where a fact stands, in one line.
pub fn place(fact: &Fact) -> String {
    let mut place = fact.document.clone();
    match (fact.page, &fact.page_label) {
        (Some(page), Some(label)) if *label != page.to_string() => {
            place.push_str(&format!(", page {label} (sheet {page})"));
        }
        (Some(page), _) => place.push_str(&format!(", page {page}")),
        (None, _) => {}
    }
    match (&fact.within, fact.carrier) {
        (Some(within), Carrier::Alternative) => {
            place.push_str(&format!(", in the alternative text of {within}"));
        }
        (Some(within), _) => place.push_str(&format!(", in {within}")),
        (None, _) => {}
    }
    place
}

/// A cell range with what it is to the number.
pub fn cells(source: &Source) -> String {
    match &source.question {
        Some(question) => format!("{} ({} of {question})", source.cells, source.role.name()),
        None => format!("{} ({})", source.cells, source.role.name()),
    }
}

fn whom(fact: &Fact, legend: &Legend) -> String {
    match (about(&fact.computation, legend, Language::English), &fact.filter) {
        (Some(about), Some(filter)) => format!("respondents with {about} ({filter})"),
        (None, Some(filter)) => format!("different respondents in each part ({filter})"),
        _ => match fact.computation.statistic {
            Statistic::Cell | Statistic::Setting => "as it stands".into(),
            Statistic::Population | Statistic::PopulationShare | Statistic::ResponseRate => {
                "the whole population".into()
            }
            _ => {
                let wave = fact.computation.wave.as_deref();
                format!("all {} respondents", legend.of_wave(wave).respondents)
            }
        },
    }
}

/// The questions as they were put, each with the options that it counts.
fn questions(computation: &Computation, legend: &Legend) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    // A number made from others asks nothing itself: its parts do.
    for computation in computation.all().into_iter().filter(|it| it.parts.is_empty()) {
        for name in &computation.questions {
            let Some(variable) = legend.variables.get(name) else { continue };
            let mut line = format!("{name}: {}", variable.label);
            let chosen: Vec<String> = variable
                .options
                .iter()
                .filter(|option| computation.codes.contains(&option.code))
                .map(|option| format!("{} ({})", option.label, option.code))
                .collect();
            if !chosen.is_empty() && chosen.len() < variable.options.len() {
                line.push_str(&format!(" — counts: {}", chosen.join(", ")));
            }
            if let Some(derived) = &variable.derived {
                line.push_str(&format!(" — {} of {}", derived.rule, derived.from.join(", ")));
            }
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn computed(fact: &Fact, legend: &Legend) -> Vec<String> {
    let Some(value) = fact.value else {
        return match &fact.hidden {
            Some(_) => vec![],
            None => vec!["it cannot be computed: nobody has a valid answer".into()],
        };
    };
    let mut steps = vec![];
    let exact = exactly(value, &fact.kind, Language::English);
    let n = fact.n.unwrap_or_default();
    let base = fact.base.unwrap_or_default();
    let how = formula(&fact.computation, n, base, legend);
    steps.push(match how {
        Some(how) if how != exact => format!("{how} = {exact}"),
        _ => exact,
    });
    for part in &fact.computation.parts {
        steps.push(format!("where {}", part_line(part, legend)));
    }
    if fact.weighted {
        steps.push(format!(
            "each respondent counts by a weight: {}",
            weights(legend.of_wave(fact.computation.wave.as_deref()))
        ));
    }
    let language = Language::parse(&legend.language).unwrap_or(Language::English);
    steps.push(format!("printed as “{}”{}", fact.text, rounding(fact, language)));
    steps
}

/// A part of a derived number, with its figures.
fn part_line(part: &Part, legend: &Legend) -> String {
    let computation = &part.computation;
    let mut line = meaning(computation, legend, Language::English);
    if let Some(about) = about(computation, legend, Language::English) {
        line.push_str(&format!(" ({about})"));
    }
    let kind = match computation.statistic {
        Statistic::Share | Statistic::ResponseRate | Statistic::Rest => "share",
        Statistic::Count | Statistic::Answers | Statistic::Respondents => "count",
        _ => "number",
    };
    let (n, base) = (part.n.unwrap_or_default(), part.base.unwrap_or_default());
    if let Some(value) = part.value {
        let exact = exactly(value, kind, Language::English);
        match formula(computation, n, base, legend) {
            Some(how) if how != exact => line.push_str(&format!(": {how} = {exact}")),
            _ => line.push_str(&format!(": {exact}")),
        }
    }
    line
}

/// The formula with its figures; `None` when the number speaks for itself.
fn formula(computation: &Computation, n: u64, base: u64, legend: &Legend) -> Option<String> {
    let parts: Vec<String> = computation
        .parts
        .iter()
        .map(|part| match (part.value, part.computation.statistic) {
            (Some(value), Statistic::Share | Statistic::ResponseRate | Statistic::Rest) => {
                exactly(value, "share", Language::English)
            }
            (Some(value), _) => exactly(value, "count", Language::English),
            (None, _) => "?".into(),
        })
        .collect();
    let interval = || interval(legend);
    Some(match computation.statistic {
        Statistic::Share
        | Statistic::ShareOfRow
        | Statistic::ShareOfAll
        | Statistic::ShareOfTicks
            if computation.weighted =>
        {
            format!("{n} of {base}, weighted")
        }
        Statistic::Share
        | Statistic::PopulationShare
        | Statistic::ResponseRate
        | Statistic::AnsweredShare
        | Statistic::MissingShare
        | Statistic::ShareOfRow
        | Statistic::ShareOfAll
        | Statistic::ShareOfTicks
        | Statistic::UnansweredShare => format!("{n} of {base}"),
        Statistic::Mean if computation.weighted => {
            format!("the weighted sum of {base} numbers divided by their weights")
        }
        Statistic::Mean => format!("the sum of {base} numbers divided by {base}"),
        Statistic::Quantile => format!("of {base} numbers in order"),
        Statistic::NetPromoterScore => {
            format!("of {base} scores, 100 × (share of 9 and 10 less share of 0 to 6)")
        }
        Statistic::Alpha => format!("from {base} respondents who answered all items"),
        Statistic::LargestMargin => {
            let weighted = if computation.weighted { ", weighted" } else { "" };
            format!("half the {} of a share of 50% on {base} answers{weighted}", interval())
        }
        Statistic::Difference => parts.join(" − "),
        Statistic::Change => parts.into_iter().rev().collect::<Vec<_>>().join(" − "),
        Statistic::Quotient => parts.join(" ÷ "),
        Statistic::Sum => parts.join(" + "),
        Statistic::Rest => format!("100% − {}", parts.join("")),
        Statistic::Margin => format!("half the width of the {}", interval()),
        _ => return None,
    })
}

/// What an interval is called: by its level.
fn interval(legend: &Legend) -> String {
    format!("{} interval", format::level(legend.level, Percent::Sign, Language::English))
}

/// What the weights rest on.
fn weights(legend: &Legend) -> String {
    let design = &legend.design;
    match (&design.weight, &design.post_stratify, design.rake.as_slice(), &design.strata) {
        (_, Some(question), _, _) => format!("post-stratified by {question}"),
        (_, _, [_, ..], _) => format!("raked by {}", design.rake.join(", ")),
        (Some(column), ..) => format!("column {column}"),
        (_, _, _, Some(strata)) => format!("units to a respondent in each stratum of {strata}"),
        _ => "by the design".into(),
    }
}

/// How the value became the text.
fn rounding(fact: &Fact, language: Language) -> &'static str {
    let Some((printed, decimals)) = printed_number(&fact.text, language) else {
        return ", in words";
    };
    let scale = if matches!(&*fact.kind, "share" | "percentage-points") { 100.0 } else { 1.0 };
    let rounded = fact.value.map(|value| format::round_half_away(scale * value, decimals));
    match rounded {
        Some(rounded) if (rounded - printed).abs() > 1e-9 => {
            ", rounded so that the answers add up to a hundred"
        }
        _ if fact.kind == "count" => "",
        _ => ", rounded half away from zero",
    }
}

fn remarks(fact: &Fact, legend: &Legend) -> Vec<String> {
    let mut remarks = vec![];
    if let Some(reason) = &fact.hidden {
        remarks.push(format!(
            "hidden: {reason} (fewer than {} answers, or {} respondents in a cell)",
            legend.smallest_base, legend.smallest_cell
        ));
    }
    let questions: Vec<&String> =
        fact.computation.all().into_iter().flat_map(|it| &it.questions).collect();
    match (fact.missing, fact.computation.statistic) {
        (Some(missing @ 1..), Statistic::ResponseRate) => {
            remarks.push(format!("{missing} of the population did not respond"));
        }
        (Some(missing @ 1..), _) => {
            let mut remark = format!("{missing} left out, without a valid answer");
            let mut reasons: Vec<String> = vec![];
            for variable in questions.iter().filter_map(|name| legend.variables.get(*name)) {
                let words = variable.options.iter().filter_map(|option| {
                    let reason = match option.missing? {
                        MissingReason::NotAsked => "not asked",
                        MissingReason::DontKnow => "does not know",
                        MissingReason::Refused => "declined",
                        MissingReason::Empty => "empty",
                    };
                    Some(format!("{} ({}: {reason})", option.label, option.code))
                });
                reasons.extend(words.filter(|word| !reasons.contains(word)).collect::<Vec<_>>());
            }
            if !reasons.is_empty() {
                remark.push_str(&format!("; not valid: empty, {}", reasons.join(", ")));
            }
            remarks.push(remark);
        }
        _ => {}
    }
    remarks
}

fn precision(fact: &Fact, legend: &Legend) -> Option<String> {
    let spread = match fact.kind.as_str() {
        "share" => "percentage-points",
        other => other,
    };
    let error = exactly(
        fact.standard_error?,
        if spread == "count" { "number" } else { spread },
        Language::English,
    );
    let mut text = format!("standard error {error}");
    if let Some([low, high]) = fact.interval {
        let bound = |value| exactly(value, &fact.kind, Language::English);
        text.push_str(&format!(", {} {} to {}", interval(legend), bound(low), bound(high)));
    }
    Some(text)
}
