//! Sentences that stop the edition when they are no longer true.

use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::diagnostics::Diagnostic;

/// Whether the claim's test holds. The fault tells what the expressions in the test are now.
pub(in crate::chapter) fn check(
    session: &Session,
    arguments: &Arguments,
) -> Result<(), Diagnostic> {
    if arguments.truth(0)? {
        return Ok(());
    }
    Err(Diagnostic::error("claim-failed", "this claim does not hold")
        .at(arguments.place())
        .hints(session.comparisons_within(&arguments.origin))
        .hint("change the sentence, or its test, so that it is true of the data"))
}
