//! What Typst found wrong, at byte ranges of the virtual files.

use std::ops::Range;

use typst::WorldExt;
use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::syntax::DiagSpan;

use super::World;
use crate::diagnostics::Severity;

/// A place in a virtual file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// Absolute virtual path, such as `/chapters/urgentie.typ`.
    pub file: String,
    /// Byte range in the file, without a byte order mark.
    pub range: Range<usize>,
}

/// One step of the way to a fault: a call, a show rule, an import.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TraceStep {
    /// What happened, such as ``while calling `survey-table` ``.
    pub what: String,
    /// Where; `None` if Typst does not know.
    pub at: Option<Spot>,
}

/// A fault or a warning of Typst.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Whether it stops the document.
    pub severity: Severity,
    /// Where; `None` if Typst does not know.
    pub at: Option<Spot>,
    /// What is wrong, as Typst words it.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// How it came to this, innermost step first.
    pub trace: Vec<TraceStep>,
}

impl Fault {
    /// All places of the fault, innermost first. The caller can take the first
    /// that lies in a file which the author wrote.
    pub fn spots(&self) -> impl Iterator<Item = &Spot> {
        self.at.iter().chain(self.trace.iter().filter_map(|step| step.at.as_ref()))
    }
}

/// Typst's messages with their places resolved.
pub(super) fn faults(
    world: &World,
    diagnostics: impl IntoIterator<Item = SourceDiagnostic>,
) -> Vec<Fault> {
    diagnostics.into_iter().map(|diagnostic| fault(world, diagnostic)).collect()
}

fn fault(world: &World, diagnostic: SourceDiagnostic) -> Fault {
    let steps = diagnostic
        .trace
        .iter()
        .map(|step| TraceStep { what: step.v.to_string(), at: spot(world, step.span.into()) });
    Fault {
        severity: match diagnostic.severity {
            TypstSeverity::Error => Severity::Error,
            TypstSeverity::Warning => Severity::Warning,
        },
        at: spot(world, diagnostic.span),
        message: diagnostic.message.to_string(),
        hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
        trace: steps.collect(),
    }
}

fn spot(world: &World, span: DiagSpan) -> Option<Spot> {
    let file = span.id()?.vpath().get_with_slash().to_owned();
    Some(Spot { file, range: world.range(span)? })
}
