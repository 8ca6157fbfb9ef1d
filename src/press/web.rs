//! The web page that offers the downloads.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::chapter::{Figure, Medium, Template};
use crate::chart::style_sheet;
use crate::diagnostics::Diagnostic;
use crate::format::{list, long_date};
use crate::interview::Interview;
use crate::ledger::Fact;
use crate::release::Edition;
use crate::release::web::{Download, WebFigure, WebFont, WebInterview, WebPage, WebPublication};

use super::{Desk, interviews, sources};

/// Path of the page in the edition.
const PAGE: &str = "index.html";

/// What the page holds beside its text.
#[derive(Default)]
pub(super) struct Page {
    /// The facts that it prints.
    pub(super) facts: Vec<Fact>,
    /// Its claims that do not hold.
    pub(super) failed_claims: Vec<Diagnostic>,
}

/// Makes the page and what it needs beside it.
pub(super) fn make(
    desk: &Desk,
    interviews: &[Interview],
    pages: &BTreeMap<String, usize>,
    figures: &[Figure],
    edition: &mut Edition,
) -> Result<Page, Vec<Diagnostic>> {
    let project = desk.project;
    let Some(plan) = &project.manifest.web else { return Ok(Page::default()) };
    let style = project.text(plan.style.get_ref(), &project.place(&plan.style));
    let page = project.text(plan.template.get_ref(), &project.place(&plan.template));
    let page = page.map_err(|fault| vec![fault]);
    let fonts = sources::web_fonts(project, edition);
    let data = page_data(desk, interviews, pages, figures, edition, fonts)?;
    let data =
        serde_json::to_value(&data).map_err(|_| vec![sources::unwritable("the web page")])?;
    let mut shared = sources::data(project, desk.material.survey, desk.material.language);
    if let (Json::Object(shared), Json::Object(own)) = (&mut shared, data) {
        shared.extend(own);
    }
    let partials = sources::partials(project).0;
    let rendered = page.and_then(|page| {
        let template = Template::parse(&page, &partials)?;
        template.render(&desk.material, Medium::Html, "web", PAGE, "", &shared)
    });
    let (style, rendered) = match (style, rendered) {
        (Ok(style), Ok(rendered)) => (style, rendered),
        (style, rendered) => {
            return Err(rendered.err().into_iter().flatten().chain(style.err()).collect());
        }
    };
    // Charts are inline, so that the page's style sheet can give them the colours of a dark page.
    let pictures = figures.iter().chain(&rendered.figures).map(|figure| figure.svg.as_str());
    let of_charts = style_sheet(desk.material.chart_theme, pictures);
    edition.insert("style.css", format!("{of_charts}\n{}", style.text).into_bytes());
    edition.insert(PAGE, rendered.source.into_bytes());
    if let (Some((path, name)), Some(value)) =
        (sources::logo(project), &project.manifest.theme.logo)
    {
        let logo = project.bytes(path, &project.place(value)).map_err(|it| vec![it])?;
        edition.insert(name, logo);
    }
    Ok(Page { facts: rendered.facts, failed_claims: rendered.failed_claims })
}

fn page_data(
    desk: &Desk,
    interviews: &[Interview],
    pages: &BTreeMap<String, usize>,
    figures: &[Figure],
    edition: &Edition,
    fonts: Vec<WebFont>,
) -> Result<WebPage, Vec<Diagnostic>> {
    let language = desk.material.language;
    let publication = &desk.project.manifest.publication;
    let download = |path: &str, label: &str| {
        let bytes = edition.files.get(path).map_or(&[][..], |bytes| bytes);
        Download::new(path, label, bytes, pages.get(path).copied(), language)
    };
    let mut web_figures = IndexMap::new();
    let mut faults = vec![];
    for figure in figures {
        match WebFigure::new(&figure.key, &figure.svg, &figure.alt, &figure.caption) {
            Ok(web) => drop(web_figures.insert(figure.key.clone(), web)),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let day = publication.date.get_ref().date;
    Ok(WebPage {
        publication: WebPublication {
            name: publication.name.get_ref().clone(),
            title: publication.title.clone(),
            subtitle: publication.subtitle.clone(),
            notice: publication.notice.clone(),
            language: language.tag().into(),
            edition: publication.edition.clone(),
            date: day.map(|day| day.to_string()).unwrap_or_default(),
            long_date: day.map_or(String::new(), |day| {
                long_date(i32::from(day.year), day.month, day.day, language)
            }),
            publisher: publication.publisher.clone(),
            authors: list(&publication.authors, language),
        },
        theme: desk.project.manifest.theme.clone(),
        fonts,
        text_size: desk.project.manifest.theme.sizes.text.to_string(),
        logos: sources::logo(desk.project).into_iter().map(|(_, name)| name).collect(),
        style: "style.css".into(),
        download: download(&format!("{}.pdf", publication.name.get_ref()), &publication.title),
        interviews: interviews
            .iter()
            .map(|interview| {
                let people = interview.people();
                let names: Vec<String> = people.iter().map(|person| person.name.clone()).collect();
                let functions: Vec<String> =
                    people.iter().map(|person| person.function.clone()).collect();
                WebInterview {
                    names: list(&names, language),
                    functions: list(&functions, language),
                    place: interview.place().to_string(),
                    download: download(&interviews::pdf_path(interview), &interview.facts.title),
                }
            })
            .collect(),
        figures: web_figures,
        generator: concat!("drukpers ", env!("CARGO_PKG_VERSION")).into(),
    })
}
