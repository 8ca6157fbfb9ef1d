//! The one place that writes to the terminal.

use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostics::{Diagnostic, Form, Place, Severity, io_cause, show};
use crate::press::{Reason, Step};

use super::arguments::{Format, General};

/// Characters a line when the output is not a terminal.
const PLAIN_WIDTH: usize = 100;
/// Results are not made narrower than this.
const NARROWEST: usize = 40;

/// How many stages a build has, for the length of the bar.
const STAGES: u64 = 7;

/// Writes messages, progress and results.
pub(super) struct Console {
    form: Form,
    quiet: bool,
    timings: bool,
    deny_warnings: bool,
    bar: Option<ProgressBar>,
    /// Finished stages with the time they took.
    stages: Vec<(&'static str, Duration)>,
    running: Option<(&'static str, Instant)>,
    /// Why a result could not be written, if one could not.
    unwritten: Option<Diagnostic>,
}

impl Console {
    pub(super) fn new(general: &General) -> Self {
        let human = general.format == Format::Human;
        let terminal = stderr().is_terminal();
        let form = match general.format {
            Format::Human | Format::Csv | Format::Markdown | Format::Html => {
                let choice = anstream::AutoStream::choice(&stderr());
                Form::Human { colour: choice != anstream::ColorChoice::Never }
            }
            Format::Json => Form::Json,
            Format::Github => Form::Github,
        };
        let bar = (human && terminal && !general.quiet).then(|| {
            let style = ProgressStyle::with_template("{bar:24} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::with_draw_target(Some(STAGES), ProgressDrawTarget::stderr())
                .with_style(style)
        });
        Self {
            form,
            quiet: general.quiet || !human,
            timings: general.timings,
            deny_warnings: general.deny_warnings,
            bar,
            stages: vec![],
            running: None,
            unwritten: None,
        }
    }

    /// A stage begins, and the one before it ends.
    pub(super) fn stage(&mut self, name: &'static str) {
        self.end_stage();
        self.running = Some((name, Instant::now()));
        match &self.bar {
            Some(bar) => {
                bar.set_message(name);
                bar.inc(1);
            }
            None => self.note(name),
        }
    }

    fn end_stage(&mut self) {
        if let Some((name, start)) = self.running.take() {
            self.stages.push((name, start.elapsed()));
        }
    }

    /// All stages are over: the bar goes, and timings are written when asked for.
    pub(super) fn end(&mut self) {
        self.end_stage();
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.timings {
            let stages = std::mem::take(&mut self.stages);
            let total: Duration = stages.iter().map(|stage| stage.1).sum();
            for (name, time) in stages.iter().chain([&("total", total)]) {
                self.time(name, *time, None);
            }
        }
    }

    /// What the press made and what it had already, when timings are asked for.
    /// Pieces of work that run side by side take longer together than their stage.
    pub(super) fn steps(&self, steps: &[Step]) {
        for step in steps.iter().filter(|_| self.timings) {
            self.time(&step.work, step.time, Some(&step.reason));
        }
    }

    fn time(&self, name: &str, time: Duration, reason: Option<&Reason>) {
        let milliseconds = time.as_secs_f64() * 1000.0;
        let line = if self.form == Form::Json {
            let (reason, files) = match reason {
                None => (None, &[][..]),
                Some(Reason::Reused) => (Some("reused"), &[][..]),
                Some(Reason::First) => (Some("first"), &[][..]),
                Some(Reason::Changed(files)) => (Some("changed"), &files[..]),
            };
            let timing = serde_json::json!({
                "work": name, "milliseconds": milliseconds, "reason": reason, "files": files,
            });
            format!("{}\n", serde_json::json!({ "timing": timing }))
        } else {
            let reason = match reason {
                None => String::new(),
                Some(Reason::Reused) => ": reused".into(),
                Some(Reason::First) => ": made for the first time".into(),
                Some(Reason::Changed(files)) => format!(": {} changed", files.join(", ")),
            };
            format!("{milliseconds:>8.1} ms  {name}{reason}\n")
        };
        let _ = stderr().write_all(line.as_bytes());
    }

    /// Writes diagnostics; `true` when they stop the edition.
    pub(super) fn diagnose(&mut self, diagnostics: &[Diagnostic]) -> bool {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let mut diagnostics = diagnostics.to_vec();
        if self.deny_warnings {
            for diagnostic in &mut diagnostics {
                diagnostic.severity = Severity::Error;
            }
        }
        // A closed pipe is not a fault of the edition.
        let _ = stderr().write_all(show(&diagnostics, self.form).as_bytes());
        diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// A line for people.
    pub(super) fn note(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(stderr(), "{line}");
        }
    }

    /// What the command was asked for, on standard output.
    pub(super) fn result(&mut self, text: &str) {
        let written = stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush());
        self.unwritten = self.unwritten.take().or(unwritten(written));
    }

    /// A result for people, on standard output, unless other forms were asked for.
    pub(super) fn summary(&mut self, line: &str) {
        if !self.quiet {
            self.result(&format!("{line}\n"));
        }
    }

    /// Whether all results were written; one that was not is told.
    pub(super) fn has_written(&mut self) -> bool {
        match self.unwritten.take() {
            Some(fault) => !self.diagnose(&[fault]),
            None => true,
        }
    }
}

/// The fault of a result that could not be written. A pipe whose reader has read enough
/// is none.
pub(super) fn unwritten(written: io::Result<()>) -> Option<Diagnostic> {
    let error = written.err().filter(|error| error.kind() != ErrorKind::BrokenPipe)?;
    let message = format!("failed to write the result ({})", io_cause(&error));
    Some(
        Diagnostic::error("unwritable", message)
            .at(Place::File("standard output".into()))
            .hint("make room where it goes, or send it elsewhere"),
    )
}

/// Characters a line: what `COLUMNS` says, else the terminal's width.
pub(super) fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || {
        let terminal = stdout().is_terminal().then(|| terminal_size::terminal_size_of(stdout()));
        terminal.flatten().map(|(width, _)| usize::from(width.0))
    };
    told.or_else(measured).unwrap_or(PLAIN_WIDTH).max(NARROWEST)
}
