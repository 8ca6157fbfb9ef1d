//! Sentences that stop the edition when they are no longer true.

use crate::chapter::arguments::Arguments;
use crate::chapter::finding::{Culprit, Finding, culprits};
use crate::diagnostics::Diagnostic;

/// Whether the claim's test holds. If not, gives the fault: which tests are to
/// blame, with their values, their bounds and what would be true.
pub(in crate::chapter) fn check(
    arguments: &Arguments,
    findings: Vec<Finding>,
) -> Result<Option<Diagnostic>, Diagnostic> {
    if arguments.truth(0)? {
        return Ok(None);
    }
    let culprits = culprits(findings);
    let said: Vec<&str> = culprits.iter().map(|culprit| culprit.said.as_str()).collect();
    let message = match said.as_slice() {
        [] => "this claim does not hold".to_string(),
        said => format!("this claim does not hold: {}", said.join("; ")),
    };
    let several = culprits.len() > 1;
    Ok(Some(
        Diagnostic::error("claim-failed", message)
            .at(arguments.place())
            .hints(culprits.iter().flat_map(|culprit| hints(culprit, several)))
            .hint("change the sentence, or its test, so that it is true of the data"),
    ))
}

fn hints(culprit: &Culprit, several: bool) -> Vec<String> {
    let whose = match several {
        true => format!(", instead of `{}`", culprit.expression),
        false => String::new(),
    };
    let mut hints = culprit.asides.clone();
    if !culprit.wordings.is_empty() {
        hints.push(format!("true of the data{whose}: {}", culprit.wordings.join("; ")));
    }
    hints
}
