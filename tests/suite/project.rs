//! A small project in a temporary folder, to be printed by the real program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};
use serde_json::Value as Json;
use tempfile::TempDir;

/// The program under test.
pub(crate) fn drukpers() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drukpers"));
    command.env_remove("CLICOLOR_FORCE");
    command
}

/// The repository: itself a project.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A project to be printed.
pub(crate) struct Project {
    folder: TempDir,
    sheets: Vec<(String, Vec<Vec<String>>)>,
    /// What is done to the workbook after its cells are written.
    finish: Vec<Finish>,
}

/// A change of the workbook that is not one of its cells.
type Finish = Box<dyn Fn(&mut Workbook) + Send + Sync>;

/// What the program did.
pub(crate) struct Run {
    /// Exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error, without colours.
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Project {
    /// A project with a workbook of eight respondents, one chapter and a plain
    /// theme; it prints as it stands.
    pub(crate) fn new() -> Self {
        let project = Self { folder: TempDir::new().unwrap(), sheets: vec![], finish: vec![] };
        project
            .file("publication.toml", MANIFEST)
            .file("templates/publication.typ.hbs", MAIN)
            .file("templates/theme.typ", THEME)
            .file("templates/chapters/een.typ.hbs", CHAPTER)
            .fonts()
            .sheet("survey", SURVEY)
            .sheet("choices", CHOICES)
            .sheet("data", DATA)
            .sheet("populatie", FRAME)
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Replaces text in a file; it must be there.
    pub(crate) fn replace(self, path: &str, old: &str, new: &str) -> Self {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(old), "`{old}` is not in {path}");
        self.file(path, &text.replace(old, new))
    }

    /// The only chapter.
    pub(crate) fn chapter(self, text: &str) -> Self {
        self.file("templates/chapters/een.typ.hbs", text)
    }

    /// Removes a file.
    pub(crate) fn without(self, path: &str) -> Self {
        std::fs::remove_file(self.path(path)).unwrap();
        self
    }

    fn fonts(self) -> Self {
        let fonts = self.path("fonts");
        std::fs::create_dir_all(&fonts).unwrap();
        for name in [
            "source-sans-3/SourceSans3_400Regular.ttf",
            "source-sans-3/SourceSans3_600SemiBold.ttf",
            "source-serif-4/SourceSerif4_400Regular.ttf",
        ] {
            let from = repository().join("fonts").join(name);
            std::fs::copy(&from, fonts.join(from.file_name().unwrap())).unwrap();
        }
        self
    }

    /// Adds a sheet, or replaces it: a line per row, cells parted by `|`.
    pub(crate) fn sheet(mut self, name: &str, table: &str) -> Self {
        let rows = table
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.split('|').map(|cell| cell.trim().to_string()).collect())
            .collect();
        self.sheets.retain(|(sheet, _)| sheet != name);
        self.sheets.push((name.to_string(), rows));
        self.write_workbook();
        self
    }

    /// Changes a cell of a sheet, such as `C2`.
    pub(crate) fn cell(mut self, name: &str, cell: &str, value: &str) -> Self {
        let (letter, row) = cell.split_at(1);
        let column = usize::from(letter.as_bytes()[0] - b'A');
        let row = row.parse::<usize>().unwrap() - 1;
        let (_, rows) = self.sheets.iter_mut().find(|(sheet, _)| sheet == name).unwrap();
        rows.resize(rows.len().max(row + 1), vec![]);
        let width = rows[row].len().max(column + 1);
        rows[row].resize(width, String::new());
        rows[row][column] = value.to_string();
        self.write_workbook();
        self
    }

    /// Changes the workbook after its cells are written.
    pub(crate) fn finish(mut self, change: impl Fn(&mut Workbook) + Send + Sync + 'static) -> Self {
        self.finish.push(Box::new(change));
        self.write_workbook();
        self
    }

    /// Replaces text in a sheet as it was given; it must be there.
    pub(crate) fn replace_in_sheet(self, name: &str, old: &str, new: &str) -> Self {
        let (_, rows) = self.sheets.iter().find(|(sheet, _)| sheet == name).unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.join(" | ").trim_end().into()).collect();
        let table = lines.join("\n");
        assert!(table.contains(old), "`{old}` is not in {name}:\n{table}");
        self.sheet(name, &table.replace(old, new))
    }

    /// Removes a sheet.
    pub(crate) fn without_sheet(mut self, name: &str) -> Self {
        self.sheets.retain(|(sheet, _)| sheet != name);
        self.write_workbook();
        self
    }

    fn write_workbook(&self) {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2026, 1, 1).unwrap();
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        for (name, rows) in &self.sheets {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).unwrap();
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let (row, column) = (row as u32, column as u16);
                    if let Ok(number) = cell.parse::<f64>() {
                        sheet.write_number(row, column, number).unwrap();
                    } else if let Some(day) = cell.strip_prefix("day ") {
                        let day = ExcelDateTime::parse_from_str(day).unwrap();
                        let format = Format::new().set_num_format("d-m-yyyy");
                        sheet.write_datetime_with_format(row, column, &day, &format).unwrap();
                    } else if cell.starts_with(['#', '=']) && !cell.contains(' ') {
                        // An error of a formula, or a formula that was never calculated.
                        let value = if cell.starts_with('#') { cell } else { "" };
                        let formula = Formula::new("=1/0").set_result(value);
                        sheet.write_formula(row, column, formula).unwrap();
                    } else if !cell.is_empty() {
                        sheet.write_string(row, column, cell).unwrap();
                    }
                }
            }
        }
        for change in &self.finish {
            change(&mut workbook);
        }
        let path = self.path("inputs/survey.xlsx");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        workbook.save(path).unwrap();
    }

    /// A path in the project.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program on the project.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        drukpers().arg("--project").arg(self.folder.path()).args(arguments).output().unwrap().into()
    }

    /// Prints the edition, which must succeed.
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        let run = self.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }

    /// Prints the edition, and again after the third respondent changed sides; the first
    /// edition is in `old`.
    #[track_caller]
    pub(crate) fn build_twice(self) -> Self {
        self.build();
        std::fs::rename(self.path("build"), self.path("old")).unwrap();
        let changed = self.sheet("data", &DATA.replace("R3 | klein | nee", "R3 | klein | ja"));
        changed.build();
        changed
    }

    /// The facts of the edition that was printed.
    pub(crate) fn facts(&self) -> Vec<Json> {
        let ledger = std::fs::read_to_string(self.path("build/facts.json")).unwrap();
        let ledger: Json = serde_json::from_str(&ledger).unwrap();
        ledger["facts"].as_array().unwrap().clone()
    }

    /// Prints the edition, which must fail with exit code 1 and leave no output; gives the messages.
    #[track_caller]
    pub(crate) fn must_fail(&self) -> String {
        let run = self.run(&["--quiet", "build"]);
        assert_eq!(run.code, 1, "stdout: {}\nstderr: {}", run.stdout, run.stderr);
        assert!(!self.path("build").exists(), "a failed build left output");
        assert_eq!(run.stdout, "");
        run.stderr
    }
}

const MANIFEST: &str = r##"[publication]
name = "proef"
title = "Proef"
language = "nl"
date = 2026-11-23
notice = "De antwoorden zijn fictief."

[workbook]
file = "inputs/survey.xlsx"
data = "data"
id = "nummer"
frame = "populatie"

[main]
template = "templates/publication.typ.hbs"
chapters = ["een"]

[theme]
file = "templates/theme.typ"
fonts = "fonts"
serif = "Source Serif 4"
sans = "Source Sans 3"
ink = "#1b2733"
muted = "#5a6875"
rule = "#c5ced6"
paper = "#ffffff"
tint = "#eef3f5"
accent = "#0b5d78"
categorical = ["#0b5d78", "#d18135", "#637d5c"]
sequential = ["#d7e8ee", "#5b9db4", "#0b4a61"]
diverging = ["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#0b5d78"]
missing = "#b9c0c7"
"##;

const MAIN: &str = r#"#show: layout
{{#each chapters}}
#include "/chapters/{{{this}}}.typ"
{{/each}}
"#;

const THEME: &str = r#"#import "/drukpers.typ": *
#let layout(body) = {
  set document(title: publication.title)
  set text(font: theme.serif, lang: publication.language)
  body
  for (path, description, mime) in attachments {
    pdf.attach(path, description: description, mime-type: mime, relationship: "supplement")
  }
}
#let survey-figure(name: "", image: "", data: "", alt: "", caption: [], note: [], width: "column") = [
  #figure(std.image(image), alt: alt, caption: caption) #label(name)
  #pdf.attach(data, description: name, mime-type: "text/csv", relationship: "data")
]
#let survey-table(name: "", caption: [], note: [], alignments: (), header: (), rows: (), width: "column") = [
  #figure(table(
    columns: alignments.len(),
    align: alignments,
    table.header(..header.map(row => row.cells.map(cell => table.cell(colspan: cell.at("colspan", default: 1), cell.body))).flatten()),
    ..rows.map(row => if row.kind == "heading" { (table.cell(colspan: alignments.len(), row.cells.first()),) } else { row.cells }).flatten(),
  ), caption: caption, kind: table) #label(name)
  #note
]
#let claim(body) = body
"#;

const CHAPTER: &str = "= Een\n\nVan de {{respondents}} is {{share \"q1\" \"ja\"}} vóór.\n";

const SURVEY: &str = "
type | name | label | order
select_one grootte | grootte | Grootte |
select_one janee | q1 | Bent u voor? |
select_one schaal | q2 | Het gaat goed. | scale
select_multiple kleur | q3 | Welke kleuren? |
integer | fte | Hoeveel fte? |
text | open | Toelichting |
";

const CHOICES: &str = "
list_name | name | label | missing
grootte | klein | Klein |
grootte | groot | Groot |
janee | ja | Ja |
janee | nee | Nee |
janee | wn | Weet niet | dont-know
schaal | 1 | Helemaal oneens |
schaal | 2 | Oneens |
schaal | 3 | Neutraal |
schaal | 4 | Eens |
schaal | 5 | Helemaal eens |
kleur | rood | Rood |
kleur | wit | Wit |
";

/// The answers: what `Project::new` starts with.
pub(crate) const DATA: &str = "
nummer | grootte | q1 | q2 | q3/rood | q3/wit | fte | open
R1 | klein | ja | 5 | 1 | 0 | 2 | goed
R2 | klein | ja | 4 | 1 | 1 | 3 |
R3 | klein | nee | 2 | 0 | 1 | 4 |
R4 | groot | ja | 4 | 1 | 0 | 10 | #1 [x] $y$
R5 | groot | ja | 3 | 0 | 0 | 12 |
R6 | groot | wn | 1 | 1 | 0 | 9 |
R7 | groot | nee | 2 | 0 | 1 | 11 |
R8 | klein | ja | 5 | 1 | 1 |  |
";

const FRAME: &str = "
code | grootte
G1 | klein
G2 | klein
G3 | klein
G4 | klein
G5 | klein
G6 | klein
G7 | groot
G8 | groot
G9 | groot
G10 | groot
";
