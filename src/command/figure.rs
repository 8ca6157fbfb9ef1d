//! `drukpers figure`: one chart, for slides and articles.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, TextFile, Warned};
use crate::{press, project};

use super::arguments::{Figure, General};
use super::console::Console;
use super::{DONE, FAULT, output};

pub(super) fn run(general: &General, figure: &Figure, console: &mut Console) -> u8 {
    match draw(general, figure, console) {
        Ok(code) => code,
        Err(faults) => {
            console.diagnose(&faults);
            FAULT
        }
    }
}

fn draw(general: &General, figure: &Figure, console: &mut Console) -> Result<u8, Vec<Diagnostic>> {
    let Warned { value: project, mut warnings } = project::load(&general.project)?;
    let call = Arc::new(TextFile { path: "command line".into(), text: call(figure) });
    let formats: Vec<Format> =
        figure.output.iter().map(|path| format_of(path)).collect::<Result<_, _>>()?;
    let drawn = press::draw(&project, &call, &BTreeMap::new())?;
    warnings.extend(drawn.warnings);
    let drawn = drawn.value;
    if !warnings.is_empty() && console.diagnose(&warnings) {
        return Ok(FAULT);
    }
    for (path, format) in figure.output.iter().zip(formats) {
        let bytes = match format {
            Format::Svg => drawn.svg.clone().into_bytes(),
            Format::Csv => drawn.csv.clone().into_bytes(),
            Format::Png => press::figure_png(&project, &drawn, figure.scale)?,
            Format::Pdf => press::figure_pdf(&project, &drawn)?,
        };
        output::write(path, "chart", &bytes)?;
    }
    console.end();
    let files: Vec<String> = figure.output.iter().map(|path| path.display().to_string()).collect();
    console.summary(&format!("drew {}: {}", files.join(", "), drawn.alt));
    Ok(DONE)
}

/// What a chart is written as.
enum Format {
    Svg,
    Csv,
    Png,
    Pdf,
}

fn format_of(path: &Path) -> Result<Format, Vec<Diagnostic>> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => Ok(Format::Svg),
        Some("csv") => Ok(Format::Csv),
        Some("png") => Ok(Format::Png),
        Some("pdf") => Ok(Format::Pdf),
        _ => Err(vec![
            Diagnostic::error("unknown-format", "the ending of the file says no format")
                .at(Place::File(path.display().to_string()))
                .hint("end it in .svg, .png, .pdf or .csv"),
        ]),
    }
}

/// The call that a template would make, so that both draw the same chart.
fn call(figure: &Figure) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut call = String::from("{{figure");
    for question in &figure.questions {
        let _ = write!(call, " {}", quoted(question));
    }
    let options = [
        ("kind", &figure.kind),
        ("answer", &figure.answer),
        ("by", &figure.by),
        ("where", &figure.filter),
        ("order", &figure.order),
        ("width", &figure.width),
    ];
    for (name, value) in options {
        if let Some(value) = value {
            let _ = write!(call, " {name}={}", quoted(value));
        }
    }
    call.push_str("}}");
    call
}
