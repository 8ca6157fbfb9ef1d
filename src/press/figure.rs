//! One chart by itself, for slides and articles.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chapter::{Figure, Medium, Rendered, Template};
use crate::diagnostics::{Diagnostic, Outcome, TextFile};
use crate::escape::typst_string;
use crate::project::Project;
use crate::typeset::{Bytes, PdfPlan, Sources, VirtualPath, World, compile, pdf};

use super::sources;

/// Draws the chart that `call` asks for: a template that holds one `{{figure …}}`.
pub fn draw(
    project: &Project,
    call: &Arc<TextFile>,
    partials: &BTreeMap<String, Arc<TextFile>>,
) -> Outcome<Figure> {
    super::with_desk(project, |desk, _| {
        let template = Template::parse(call, partials)?;
        let data = serde_json::Value::Object(Default::default());
        let rendered = template.render(&desk.material, Medium::Typst, "figure", "", "", &data)?;
        rendered.figures.into_iter().next().ok_or_else(|| {
            vec![
                Diagnostic::error("no-figure", "there is no figure to draw")
                    .hint("name a closed question or a number"),
            ]
        })
    })
}

/// Fills each of these templates by itself, as parts of one project: what it gives,
/// or its faults.
pub fn fill_each(
    project: &Project,
    files: &[Arc<TextFile>],
    medium: Medium,
) -> Outcome<Vec<Result<Rendered, Vec<Diagnostic>>>> {
    super::with_desk(project, |desk, messages| {
        let (interviews, faults) = super::interviews::read(project);
        messages.extend(faults);
        let desk = desk.with(&interviews);
        let data = sources::data(project, desk.material.survey, desk.material.language);
        let fill = |file: &Arc<TextFile>| {
            let template = Template::parse(file, &BTreeMap::new())?;
            template.render(&desk.material, medium, "example", "", "", &data)
        };
        Ok(files.iter().map(fill).collect())
    })
}

/// The chart as PNG, `scale` pixels a point.
pub fn figure_png(
    project: &Project,
    figure: &Figure,
    scale: f32,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let fonts = sources::chart_fonts(project)?;
    let theme = sources::chart_theme(project);
    crate::chart::to_png(&figure.svg, scale, &theme, &fonts)
        .map_err(|fault| vec![fault.into_diagnostic()])
}

/// The chart as a PDF of its own size, as conforming as the publication.
pub fn figure_pdf(project: &Project, figure: &Figure) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let alt = typst_string(&figure.alt);
    let title = typst_string(&figure.caption);
    let language = typst_string(super::language(project).tag());
    let main = format!(
        "#set document(title: {title})\n#set text(lang: {language})\n\
         #set page(width: auto, height: auto, margin: 0pt)\n#image(\"/figure.svg\", alt: {alt})\n"
    );
    let files = BTreeMap::from([
        ("/main.typ".to_string(), Bytes::from_string(main)),
        ("/figure.svg".to_string(), Bytes::from_string(figure.svg.clone())),
    ]);
    let date = sources::edition_date(project);
    let main = VirtualPath::new("main.typ").expect("a plain name is a path");
    let world = World::new(Sources { main, files }, sources::fonts(project)?, date);
    let faults = |faults: Vec<crate::typeset::Fault>| -> Vec<Diagnostic> {
        faults
            .into_iter()
            .map(|fault| Diagnostic::error("typst", fault.message).hints(fault.hints))
            .collect()
    };
    let document = compile(&world).document.map_err(faults)?;
    let plan = PdfPlan { identifier: format!("figure/{}", figure.key), timestamp: date };
    pdf(&world, &document, &plan).map_err(faults)
}
