//! Why a chart cannot be drawn.

use crate::diagnostics::Diagnostic;

/// One reason why there is no chart, with its remedy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChartFault {
    /// A stable name of the kind of fault, such as `chart-too-narrow`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl ChartFault {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hints: vec![] }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The message for the user, still without a place.
    pub fn into_diagnostic(self) -> Diagnostic {
        Diagnostic::error(self.code, self.message).hints(self.hints)
    }
}

impl std::fmt::Display for ChartFault {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ChartFault {}
