//! Figures of another wave: `wave="2024"`, and `wave=2024` for a group to compare.

use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::statistics::{self, Filter};
use crate::survey::{Answers, Question};

use super::Material;
use super::arguments::Arguments;
use super::session::Session;

/// The name by which the waves are groups of a banner.
pub(super) const WAVE: &str = "wave";

/// A wave: what its figures are made from, and who of that.
pub(super) struct Wave<'a> {
    pub(super) material: &'a Material<'a>,
    pub(super) within: Filter,
}

/// The question that tells the waves apart in a workbook that holds them all.
pub(super) fn question<'a>(session: &Session<'a>) -> Option<&'a Question> {
    let name = session.material.manifest.waves.question.as_ref()?;
    statistics::find_question(session.material.survey, name.get_ref()).ok()
}

/// Whether `wave` stands for the waves, and for no question of that name.
pub(super) fn is_declared(session: &Session) -> bool {
    !session.material.manifest.waves.is_empty()
        && !session.material.survey.questions.contains_key(WAVE)
}

/// The labels of all waves, from the first to the last.
pub(super) fn labels(session: &Session) -> Vec<String> {
    if let Some(question) = question(session) {
        let taken = |place: usize| match &*question.answers {
            Answers::Single(codes) => codes.iter().any(|code| code.index() == Some(place)),
            _ => false,
        };
        let choices = question.choices.iter().enumerate();
        return choices
            .filter(|(place, choice)| choice.missing.is_none() && taken(*place))
            .map(|(_, choice)| choice.code.to_string())
            .collect();
    }
    let earlier = session.material.waves.iter().filter_map(|wave| wave.wave);
    earlier.chain(session.material.wave).map(str::to_string).collect()
}

/// The wave of this label.
pub(super) fn find<'a>(
    session: &Session<'a>,
    label: &str,
    arguments: &Arguments,
) -> Result<Wave<'a>, Diagnostic> {
    let material: &'a Material<'a> = session.material;
    let labels = labels(session);
    let unknown = || {
        let fault = Diagnostic::error("unknown-wave", format!("there is no wave `{label}`"))
            .at(arguments.place_of(label))
            .hints(nearest_hint(label, labels.iter().map(String::as_str)));
        match labels.is_empty() {
            true => fault.hint("declare the waves in the manifest, under `[waves]`"),
            false => fault.hint(format!("waves: {}", labels.join(", "))),
        }
    };
    if !labels.iter().any(|known| known == label) {
        return Err(unknown());
    }
    if let Some(question) = question(session) {
        let within = Filter::code(question.name.clone(), label.into());
        return Ok(Wave { material, within });
    }
    let material = match material.waves.iter().find(|wave| wave.wave == Some(label)) {
        Some(earlier) => earlier,
        None => material,
    };
    Ok(Wave { material, within: Filter::everyone() })
}
