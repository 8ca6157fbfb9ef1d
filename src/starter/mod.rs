//! A new project: the files that `drukpers new` writes, and the small fictitious
//! survey that the template guide computes its results on.
//!
//! Nothing here reads or writes a disk: [`start`] gives files by their paths.

mod chapter;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, TextFile};
use crate::manifest::{self, FILE_NAME};
use crate::project::Project;
use crate::survey::{self, ReadPlan};
use crate::workbook;

/// The files of a new project, by path. `publication.schema.json` is made beside them.
const FILES: [(&str, &[u8]); 12] = [
    (FILE_NAME, include_bytes!("skeleton/publication.toml")),
    ("README.md", include_bytes!("skeleton/README.md")),
    (".gitignore", include_bytes!("skeleton/gitignore")),
    (".vscode/settings.json", include_bytes!("skeleton/vscode.json")),
    (WORKBOOK, include_bytes!("skeleton/survey.xlsx")),
    ("templates/publication.typ.hbs", include_bytes!("skeleton/publication.typ.hbs")),
    ("templates/theme.typ", include_bytes!("skeleton/theme.typ")),
    (CHAPTER, include_bytes!("skeleton/results.typ.hbs")),
    (
        "fonts/SourceSans3_400Regular.ttf",
        include_bytes!("../../fonts/source-sans-3/SourceSans3_400Regular.ttf"),
    ),
    (
        "fonts/SourceSans3_600SemiBold.ttf",
        include_bytes!("../../fonts/source-sans-3/SourceSans3_600SemiBold.ttf"),
    ),
    (
        "fonts/SourceSerif4_400Regular.ttf",
        include_bytes!("../../fonts/source-serif-4/SourceSerif4_400Regular.ttf"),
    ),
    ("fonts/OFL.txt", include_bytes!("../../fonts/source-serif-4/OFL.txt")),
];

const WORKBOOK: &str = "inputs/survey.xlsx";
const CHAPTER: &str = "templates/chapters/results.typ.hbs";

/// The files of a new project by path; with `workbook`, its file name and its
/// bytes, a chapter is written about its questions.
///
/// Fails with the faults of the workbook.
pub fn start(
    workbook: Option<(&str, &[u8])>,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let mut files: BTreeMap<String, Vec<u8>> =
        FILES.iter().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect();
    files.insert("publication.schema.json".into(), manifest::schema().into_bytes());
    if let Some((name, bytes)) = workbook {
        about(&mut files, name, bytes)?;
    }
    Ok(files)
}

/// A new project as it would be read from its folder.
pub fn project(files: &BTreeMap<String, Vec<u8>>) -> Result<Project, Vec<Diagnostic>> {
    let text = files.get(FILE_NAME).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let manifest_file =
        Arc::new(TextFile { path: FILE_NAME.into(), text: text.unwrap_or_default() });
    let (Some(manifest), faults) = manifest::parse(&manifest_file) else { return Err(vec![]) };
    let files =
        files.iter().map(|(path, bytes)| (path.clone(), Arc::from(bytes.as_slice()))).collect();
    Ok(Project { manifest, manifest_file, files, faults })
}

/// Puts the workbook in the place of the fictitious one, and writes about it.
fn about(
    files: &mut BTreeMap<String, Vec<u8>>,
    name: &str,
    bytes: &[u8],
) -> Result<(), Vec<Diagnostic>> {
    // The faults of the workbook are told with the name that it was given by.
    let read = workbook::read(name, bytes)?;
    survey::read(&read.value, &ReadPlan::default())?;
    let ending = name.rsplit_once('.').map_or("xlsx", |(_, ending)| ending).to_lowercase();
    let path = format!("inputs/survey.{ending}");
    let read = workbook::read(&path, bytes)?;
    let survey = survey::read(&read.value, &ReadPlan::default())?.value;
    files.remove(WORKBOOK);
    files.insert(path.clone(), bytes.to_vec());
    let manifest = String::from_utf8_lossy(&files[FILE_NAME]).into_owned();
    let quoted = |text: &str| toml::Value::String(text.into()).to_string();
    let (head, rest) = manifest.split_once("[publication]").unwrap_or((&manifest, ""));
    let theme = rest.find("[theme]").map_or("", |at| &rest[at..]);
    let manifest = format!(
        "{head}[publication]\nname = \"report\"\ntitle = \"Report\"\nlanguage = \"en\"\n\
         # The only date there is: no clock is read.\ndate = 2026-11-23\n\n\
         [workbook]\nfile = {}\ndata = {}\n\n\
         [main]\ntemplate = \"templates/publication.typ.hbs\"\nchapters = [\"results\"]\n\n{theme}",
        quoted(&path),
        quoted(&survey.data_sheet),
    );
    files.insert(FILE_NAME.into(), manifest.into_bytes());
    let chapter = chapter::write(&project(files)?, &survey)?;
    files.insert(CHAPTER.into(), chapter.into_bytes());
    Ok(())
}
