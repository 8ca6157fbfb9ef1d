//! What all documents share: fonts, theme, publication, and the files of the template folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use serde_spanned::Spanned;

use crate::chart::{ChartTheme, FontSet, RegionMap, Sizes, Swatch, check_palette};
use crate::colour::Colour;
use crate::diagnostics::{Diagnostic, Place, TextFile, nearest_hint};
use crate::format::{Language, long_date};
use crate::manifest::{MainPlan, Publication};
use crate::project::Project;
use crate::release::Edition;
use crate::release::web::WebFont;
use crate::statistics::find_question;
use crate::survey::{Kind, Survey};
use crate::typeset::{Attachment, Bytes, Datetime, Fonts, LibraryValue, drukpers_library, faces};

/// What every generated file starts with, on one line.
const IMPORTS: &str = "#import \"/drukpers.typ\": *; #import \"/theme.typ\": *\n";
/// The same with the mark of a draft on every page.
const DRAFT_IMPORTS: &str = "#import \"/drukpers.typ\": *; #import \"/theme.typ\": *; \
                             #set page(foreground: draft-mark())\n";

/// What a generated file starts with; `marked` is for the file that holds all
/// others of a draft.
pub(super) fn prefix(marked: bool) -> &'static str {
    if marked { DRAFT_IMPORTS } else { IMPORTS }
}

/// The fault when the data that a page shows cannot be handed to it.
pub(super) fn unwritable(page: &str) -> Diagnostic {
    Diagnostic::error("internal", format!("{page} cannot be given what it shows"))
        .hint("this is a fault of drukpers: please report it")
}

/// The font files of the project, by path.
pub(super) fn font_files(project: &Project) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
    let folder = project.manifest.theme.fonts.get_ref();
    project.files.iter().map(|(path, bytes)| (path.as_str(), bytes)).filter(move |(path, _)| {
        let lower = path.to_lowercase();
        path.starts_with(&format!("{folder}/"))
            && [".ttf", ".otf", ".ttc"].iter().any(|ending| lower.ends_with(ending))
    })
}

/// The fonts that documents are set with.
pub(super) fn fonts(project: &Project) -> Result<Arc<Fonts>, Vec<Diagnostic>> {
    let theme = &project.manifest.theme;
    let files: BTreeMap<String, Bytes> = font_files(project)
        .map(|(path, bytes)| (path.to_string(), Bytes::new(SharedBytes(bytes.clone()))))
        .collect();
    if files.is_empty() {
        let folder = theme.fonts.get_ref();
        return Err(vec![
            Diagnostic::error("missing-fonts", format!("the folder `{folder}` has no fonts"))
                .at(project.place(&theme.fonts))
                .hint("put TrueType or OpenType files there: no font of the system is used"),
        ]);
    }
    Ok(Arc::new(Fonts::new(files)?))
}

/// A fault for each family of the theme that is not among the fonts.
pub(super) fn missing_families(project: &Project, fonts: &Fonts) -> Vec<Diagnostic> {
    let theme = &project.manifest.theme;
    let families = fonts.families();
    let list = families.iter().copied().collect::<Vec<_>>().join(", ");
    [&theme.serif, &theme.sans]
        .into_iter()
        .filter(|family| !families.contains(family.get_ref().as_str()))
        .map(|family| {
            let name = family.get_ref();
            Diagnostic::error("missing-font", format!("there is no font `{name}`"))
                .at(project.place(family))
                .hints(nearest_hint(name, families.iter().copied()))
                .hint(format!("`{}` has: {list}", theme.fonts.get_ref()))
        })
        .collect()
}

/// The project with another family in the place of one that is missing, so that what
/// else is wrong can be found.
pub(super) fn with_families<'p>(project: &'p Project, fonts: &Fonts) -> Cow<'p, Project> {
    let families = fonts.families();
    let missing = |family: &Spanned<String>| !families.contains(family.get_ref().as_str());
    let theme = &project.manifest.theme;
    match families.first() {
        Some(other) if missing(&theme.serif) || missing(&theme.sans) => {
            let mut fit = project.clone();
            let theme = &mut fit.manifest.theme;
            for family in [&mut theme.serif, &mut theme.sans] {
                if missing(family) {
                    *family = Spanned::new(family.span(), other.to_string());
                }
            }
            Cow::Owned(fit)
        }
        _ => Cow::Borrowed(project),
    }
}

/// A file's bytes, shared with Typst without copying.
struct SharedBytes(Arc<[u8]>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Copies the fonts into the edition, so that the web page looks like the print;
/// gives what the page needs to load them.
pub(super) fn web_fonts(project: &Project, edition: &mut Edition) -> Vec<WebFont> {
    let mut fonts = vec![];
    for (path, bytes) in font_files(project) {
        let href = format!("fonts/{}", path.rsplit('/').next().unwrap_or(path));
        for face in faces(Bytes::new(SharedBytes(bytes.clone()))) {
            fonts.push(WebFont {
                href: crate::release::web::href(&href),
                family: face.family,
                weight: face.weight,
                style: if face.italic { "italic" } else { "normal" }.into(),
            });
        }
        edition.insert(href, bytes.clone());
    }
    fonts
}

/// The same fonts for charts.
pub(super) fn chart_fonts(project: &Project) -> Result<FontSet, Vec<Diagnostic>> {
    FontSet::new(font_files(project).map(|(_, bytes)| bytes.to_vec())).map_err(|fault| {
        vec![fault.into_diagnostic().at(project.place(&project.manifest.theme.fonts))]
    })
}

/// Colours and type of charts.
pub(super) fn chart_theme(project: &Project) -> ChartTheme {
    let theme = &project.manifest.theme;
    let palette =
        |colours: &[Spanned<Colour>]| colours.iter().map(|colour| *colour.get_ref()).collect();
    ChartTheme {
        sans: theme.sans.get_ref().clone(),
        ink: *theme.ink.get_ref(),
        muted: *theme.muted.get_ref(),
        rule: *theme.rule.get_ref(),
        paper: *theme.paper.get_ref(),
        categorical: palette(&theme.categorical),
        sequential: palette(&theme.sequential),
        diverging: palette(&theme.diverging),
        missing: *theme.missing.get_ref(),
        sizes: Sizes {
            label: theme.sizes.chart.into(),
            small: theme.sizes.chart_small.into(),
            bar: theme.sizes.bar.into(),
        },
    }
}

/// The maps of the manifest, by the question whose options are their regions.
pub(super) fn maps(project: &Project) -> Result<BTreeMap<String, Arc<RegionMap>>, Vec<Diagnostic>> {
    let mut maps = BTreeMap::new();
    let mut faults = vec![];
    for (question, path) in &project.manifest.charts.maps {
        let text = match project.text(path.get_ref(), &project.place(path)) {
            Ok(file) => file,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let map = match text.text.trim_start().starts_with('{') {
            true => RegionMap::from_geojson(&text.text),
            false => RegionMap::from_svg(&text.text),
        };
        match map {
            Ok(map) => drop(maps.insert(question.get_ref().clone(), Arc::new(map))),
            Err(fault) => faults.push(fault.into_diagnostic().at(Place::File(text.path.clone()))),
        }
    }
    if faults.is_empty() { Ok(maps) } else { Err(faults) }
}

/// Looks whether the questions that have maps are there.
pub(super) fn map_questions(project: &Project, survey: &Survey) -> Result<(), Vec<Diagnostic>> {
    let questions = project.manifest.charts.maps.keys();
    let faults: Vec<Diagnostic> = questions
        .filter_map(|question| {
            let fault = find_question(survey, question.get_ref()).err()?;
            Some(fault.at(project.place(question)))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Warns of colours of the theme that cannot be told apart or read, each at the
/// colour itself.
pub(super) fn palette_warnings(project: &Project, theme: &ChartTheme) -> Vec<Diagnostic> {
    let colours = &project.manifest.theme;
    let placed = |swatch| match swatch {
        Swatch::Ink => Some(&colours.ink),
        Swatch::Muted => Some(&colours.muted),
        Swatch::Categorical(at) => colours.categorical.get(at),
        Swatch::Sequential(at) => colours.sequential.get(at),
        Swatch::Diverging(at) => colours.diverging.get(at),
    };
    check_palette(theme)
        .into_iter()
        .map(|fault| match placed(fault.swatch) {
            Some(colour) => fault.warning.at(project.place(colour)),
            None => fault.warning,
        })
        .collect()
}

/// The day of the edition: the only date there is.
pub(super) fn edition_date(project: &Project) -> Datetime {
    project
        .manifest
        .publication
        .date
        .get_ref()
        .date
        .and_then(|date| Datetime::from_ymd(i32::from(date.year), date.month, date.day))
        .or_else(|| Datetime::from_ymd(1970, 1, 1))
        .expect("the first day of 1970 is a day")
}

/// The day of the edition in words.
fn date_text(publication: &Publication, language: Language) -> String {
    publication.date.get_ref().date.map_or(String::new(), |date| {
        long_date(i32::from(date.year), date.month, date.day, language)
    })
}

/// Files that every document can see: `/drukpers.typ`, `/theme.typ`, and what
/// lies beside the templates.
#[derive(Clone, Default)]
pub(super) struct Common {
    pub(super) files: BTreeMap<String, Bytes>,
    pub(super) authored: BTreeMap<String, Arc<TextFile>>,
}

/// The common files of a document; `attachments` are attached to the whole of it, and
/// `account` says whether an account of its numbers closes it.
pub(super) fn common(
    project: &Project,
    language: Language,
    attachments: &[Attachment],
    account: bool,
) -> Result<Common, Vec<Diagnostic>> {
    let mut files = BTreeMap::new();
    let mut authored = BTreeMap::new();
    files.insert(
        "/drukpers.typ".to_string(),
        Bytes::from_string(library(project, language, attachments, account)),
    );
    let theme = &project.manifest.theme.file;
    let mut add = |path: &str, virtual_path: String, place: &Place| -> Result<(), Diagnostic> {
        if path.ends_with(".typ") {
            let text = project.text(path, place)?;
            files.insert(virtual_path.clone(), Bytes::from_string(text.text.clone()));
            authored.insert(virtual_path, text);
        } else {
            files.insert(virtual_path, Bytes::new(SharedBytes(project.bytes(path, place)?)));
        }
        Ok(())
    };
    let mut faults = vec![];
    let endings = [".typ", ".svg", ".png", ".jpg", ".json", ".csv", ".toml"];
    for path in project.paths("templates", "") {
        if endings.iter().any(|ending| path.ends_with(ending)) {
            let virtual_path = path.strip_prefix("templates").unwrap_or(path).to_string();
            faults.extend(add(path, virtual_path, &Place::File(path.to_string())).err());
        }
    }
    faults.extend(add(theme.get_ref(), "/theme.typ".into(), &project.place(theme)).err());
    if let (Some(logo), Some((path, name))) = (&project.manifest.theme.logo, logo(project)) {
        faults.extend(add(path, format!("/{name}"), &project.place(logo)).err());
    }
    if faults.is_empty() { Ok(Common { files, authored }) } else { Err(faults) }
}

/// The path of the theme's logo in the project, and its name in what is printed.
pub(super) fn logo(project: &Project) -> Option<(&str, String)> {
    let path = project.manifest.theme.logo.as_ref()?.get_ref().as_str();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    Some((path, format!("logo.{ending}")))
}

/// The source of `/drukpers.typ`.
fn library(
    project: &Project,
    language: Language,
    attachments: &[Attachment],
    account: bool,
) -> String {
    let theme = &project.manifest.theme;
    let publication = &project.manifest.publication;
    let colour = |colour: &Spanned<Colour>| LibraryValue::Colour(colour.get_ref().to_string());
    let palette =
        |colours: &[Spanned<Colour>]| LibraryValue::List(colours.iter().map(colour).collect());
    let text = |text: &str| LibraryValue::Text(text.to_string());
    let lengths = |lengths: &[(&'static str, f64)], unit: &str| {
        let entries = lengths
            .iter()
            .map(|(name, length)| (*name, LibraryValue::Length(format!("{length}{unit}"))));
        LibraryValue::Dictionary(entries.collect())
    };
    let logo = match logo(project) {
        Some((_, name)) => text(&format!("/{name}")),
        None => LibraryValue::Nothing,
    };
    let short_notice = publication.short_notice.as_deref().unwrap_or(&publication.notice);
    drukpers_library(
        [
            ("serif", text(theme.serif.get_ref())),
            ("sans", text(theme.sans.get_ref())),
            ("ink", colour(&theme.ink)),
            ("muted", colour(&theme.muted)),
            ("rule", colour(&theme.rule)),
            ("paper", colour(&theme.paper)),
            ("tint", colour(&theme.tint)),
            ("accent", colour(&theme.accent)),
            ("missing", colour(&theme.missing)),
            ("categorical", palette(&theme.categorical)),
            ("sequential", palette(&theme.sequential)),
            ("diverging", palette(&theme.diverging)),
            ("logo", logo),
            ("page", lengths(&theme.page.lengths(), "mm")),
            ("sizes", lengths(&theme.sizes.lengths(), "pt")),
        ],
        [
            ("name", text(publication.name.get_ref())),
            ("title", text(&publication.title)),
            ("subtitle", text(&publication.subtitle)),
            (
                "authors",
                LibraryValue::List(publication.authors.iter().map(|it| text(it)).collect()),
            ),
            ("publisher", text(&publication.publisher)),
            ("language", text(language.tag())),
            ("edition", text(&publication.edition)),
            ("notice", text(&publication.notice)),
            ("short-notice", text(short_notice)),
            ("date", text(&date_text(publication, language))),
        ],
        attachments,
        account,
    )
}

/// What templates can name: the publication, the chapters, the sections with their questions.
pub(super) fn data(project: &Project, survey: &Survey, language: Language) -> Json {
    let publication = &project.manifest.publication;
    let theme = &project.manifest.theme;
    let questions = |section: usize| -> Vec<Json> {
        survey
            .questions
            .values()
            .filter(|question| question.section == Some(section))
            .map(|question| {
                json!({
                    "name": &*question.name,
                    "label": &*question.label,
                    "kind": match question.kind {
                        Kind::Single => "single",
                        Kind::Multiple => "multiple",
                        Kind::Number => "number",
                        Kind::Text => "text",
                        Kind::Date => "date",
                    },
                })
            })
            .collect()
    };
    let sections: Vec<Json> = survey
        .sections
        .iter()
        .enumerate()
        .map(|(index, section)| {
            json!({
                "name": &*section.name,
                "label": &*section.label,
                "questions": questions(index),
            })
        })
        .collect();
    let chapters: Vec<&str> =
        project.manifest.main.chapters.iter().map(|name| name.get_ref().as_str()).collect();
    json!({
        "publication": {
            "name": publication.name.get_ref(),
            "title": publication.title,
            "subtitle": publication.subtitle,
            "authors": publication.authors,
            "publisher": publication.publisher,
            "language": language.tag(),
            "edition": publication.edition,
            "notice": publication.notice,
            "short-notice":
                publication.short_notice.as_deref().unwrap_or(&publication.notice),
            "date": date_text(publication, language),
        },
        "theme": theme,
        "chapters": chapters,
        "sections": sections,
    })
}

/// The partials: `templates/partials/NAME.hbs`, by name. One that cannot be read is
/// empty, and its fault is given back.
pub(super) fn partials(project: &Project) -> (BTreeMap<String, Arc<TextFile>>, Vec<Diagnostic>) {
    let mut partials = BTreeMap::new();
    let mut faults = vec![];
    for path in project.paths("templates/partials", ".hbs") {
        let file = project.text(path, &Place::File(path.to_string())).unwrap_or_else(|fault| {
            faults.push(fault);
            Arc::new(TextFile { path: path.to_string(), text: String::new() })
        });
        let name = path.trim_start_matches("templates/partials/").trim_end_matches(".hbs");
        partials.insert(name.to_string(), file);
    }
    (partials, faults)
}

/// The chapters' templates, by name.
pub(super) fn chapter_files(
    project: &Project,
) -> impl Iterator<Item = (String, Result<Arc<TextFile>, Diagnostic>)> {
    project.manifest.main.chapters.iter().map(|chapter| {
        let path = MainPlan::chapter_path(chapter.get_ref());
        (chapter.get_ref().clone(), project.text(&path, &project.place(chapter)))
    })
}
