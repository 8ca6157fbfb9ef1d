//! The catalogue of faults: what somebody did wrong, and what the program says.
//!
//! Each file in `tests/faults/` is a fault. Above the line `---` it tells what was
//! done to the small project of `project.rs`; below it stands what the program
//! writes, exactly. To see what new or changed messages look like, run
//!
//! ```sh
//! UPDATE_FAULTS=1 cargo test --release --test suite faults
//! ```
//!
//! which writes them into the files, and read the difference before keeping it.
//!
//! The steps, each on a line, with its text indented below it:
//!
//! | step | does |
//! |---|---|
//! | `chapter:`, `file PATH:`, `latin-1 PATH:`, `utf-16 PATH:` | writes a file |
//! | `append PATH:` | adds text to the end of a file |
//! | `replace PATH: OLD => NEW` | changes a text file |
//! | `sheet NAME:`, `cell SHEET C2: VALUE` | changes the workbook |
//! | `hide sheet NAME`, `hide row SHEET 3`, `hide column SHEET D` | hides part of the workbook |
//! | `define NAME: TARGET` | gives the workbook a defined name |
//! | `without PATH`, `without sheet NAME` | removes a file or a sheet |
//! | `empty PATH`, `large PATH` | writes a file of no bytes, or of 600 MB |
//! | `edition` | prints the project as it is at this step |
//! | `do: ARGUMENTS` | runs the program, which must do it, at this step |
//! | `long PATH: OLD` | puts 100,001 characters in the place of a text |
//! | `protected PATH` | writes a workbook with a password |
//! | `uncalculated C2` | makes a formula without a value of that cell of every sheet |
//! | `attachment PDF NAME: TEXT` | puts a text in the place of what is attached to a PDF |
//! | `taken port` | takes a port of this machine; `PORT` in the arguments is its number |
//! | `folder PATH`, `link PATH => TARGET` | makes a folder or a symbolic link |
//! | `run: ARGUMENTS` | what is run; `--quiet build` without it |

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use drukpers::diagnostics::explanations;
use rayon::prelude::*;

use crate::project::{Project, Run, drukpers, repository};

/// Codes that no project can bring about, each with its cause.
const UNPROVOKED: &[(&str, &str)] = &[
    ("output-left-over", "the tests may run as a user who may remove everything"),
    ("output-unconfirmed", "needs a disk that fails: `release::publish::tests`"),
    ("watch-failed", "would need a system that cannot watch files"),
    ("output-locked", "would need a build that runs for as long as the test"),
    ("workbook-too-large", "needs a file of millions of cells: `workbook::tests` has them"),
    ("no-respondents", "a sheet without answers is told first, as `no-answers`"),
    ("bad-population", "the manifest cannot write it: for programs that use the library"),
    ("bad-total", "the same: the manifest takes totals from the frame"),
    ("margins-disagree", "the same"),
    ("few-items", "the same: an index of one item is told as `unknown-index`"),
    ("no-statements", "the same: a table without questions is told first"),
    ("zero-denominator", "the same: templates divide by `ratio`, which tells `no-value`"),
    ("chart-map", "a kind that cannot show the question is told first, as `chart-kind`"),
    ("chart-shares", "the same"),
    ("chart-label", "a choice without a label is told first"),
    ("chart-not-finite", "a fault of drukpers"),
    ("unknown-font-family", "a theme without its font is told first, as `missing-font`"),
    ("svg-text-lost", "a fault of drukpers"),
    ("svg-unreadable", "a fault of drukpers"),
    ("svg-not-finite", "a fault of drukpers"),
    ("web-chart", "a fault of drukpers"),
    ("output-without-manifest", "a fault of drukpers"),
    ("release-manifest", "a fault of drukpers"),
    ("release-archive", "needs an edition of four gigabytes"),
    ("internal", "a fault of drukpers"),
    ("chart-empty", "a chart of nobody is told first, as `empty-base`"),
    ("chart-too-tall", "the limit is set by programs"),
    ("png", "a scale that is too large is cut down"),
    ("no-figure", "what cannot be drawn is told first, as `chart-shape`"),
];

/// What no message may hold: paths of generated text, and words of the program's own.
const FOREIGN: [&str; 13] = [
    "/main.typ",
    "/drukpers.typ",
    " /chapters/",
    " /theme.typ",
    "panicked",
    "Diagnostic {",
    "Some(",
    "Err(",
    "Ok(",
    "::",
    "@at",
    "@print",
    "internal error",
];

/// A fault of the catalogue.
struct Case {
    path: PathBuf,
    /// Everything above the line `---`.
    given: String,
    /// The exit code and the messages.
    expected: String,
}

/// What the program did: `exit 1` and, below it, its messages.
struct Outcome {
    code: i32,
    messages: String,
}

impl Outcome {
    fn text(&self) -> String {
        format!("exit {}\n\n{}", self.code, self.messages)
    }

    /// The messages one by one.
    fn blocks(&self) -> Vec<&str> {
        let starts: Vec<usize> = self
            .messages
            .match_indices(['e', 'w'])
            .map(|(at, _)| at)
            .filter(|&at| at == 0 || self.messages[..at].ends_with('\n'))
            .filter(|&at| {
                ["error[", "warning["].iter().any(|head| self.messages[at..].starts_with(head))
            })
            .collect();
        let ends = starts.iter().skip(1).copied().chain([self.messages.len()]);
        starts.iter().zip(ends).map(|(&start, end)| &self.messages[start..end]).collect()
    }
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = repository().join("tests/faults").join(folder);
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> Case {
    let text = std::fs::read_to_string(&path).unwrap();
    let (given, expected) = text.split_once("\n---\n").unwrap_or((text.trim_end(), ""));
    Case { given: given.to_string(), expected: expected.to_string(), path }
}

/// What a case is run with.
struct Prepared {
    /// The project after the steps.
    project: Project,
    arguments: Vec<String>,
    /// The port that is taken as long as the program runs.
    port: Option<TcpListener>,
}

fn prepare(given: &str) -> Prepared {
    let mut port = None;
    let mut project = Project::new();
    let mut arguments: Vec<String> = ["--quiet", "build"].map(str::to_string).into();
    let mut lines = given.lines().skip(1).peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let mut body = String::new();
        while let Some(next) = lines.next_if(|it| it.is_empty() || it.starts_with("    ")) {
            body.push_str(next.strip_prefix("    ").unwrap_or(next));
            body.push('\n');
        }
        let body = format!("{}\n", body.trim_end());
        let (head, value) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
        let words: Vec<&str> = head.split(' ').collect();
        let pair = |text: &str| -> (String, String) {
            let (old, new) = text.split_once(" => ").expect("OLD => NEW");
            (old.replace("\\n", "\n"), new.replace("\\n", "\n"))
        };
        project = match words[..] {
            ["chapter"] => project.chapter(&body),
            ["file", path] => project.file(path, &body),
            ["latin-1", path] => {
                let bytes: Vec<u8> = body.chars().map(|c| c as u8).collect();
                let project = project.file(path, "");
                std::fs::write(project.path(path), bytes).unwrap();
                project
            }
            ["utf-16", path] => {
                let units = "\u{feff}".encode_utf16().chain(body.encode_utf16());
                let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
                let project = project.file(path, "");
                std::fs::write(project.path(path), bytes).unwrap();
                project
            }
            ["append", path] => {
                let text = std::fs::read_to_string(project.path(path)).unwrap();
                project.file(path, &format!("{text}{body}"))
            }
            ["replace", path] => {
                let (old, new) = pair(value);
                project.replace(path, &old, &new)
            }
            ["sheet", name] => project.sheet(name, &body),
            ["cell", sheet, cell] => project.cell(sheet, cell, value),
            ["hide", "sheet", name] => {
                let name = name.to_string();
                project.finish(move |workbook| {
                    workbook.worksheet_from_name(&name).unwrap().set_hidden(true);
                })
            }
            ["hide", "row", name, row] => {
                let (name, row) = (name.to_string(), row.parse::<u32>().unwrap());
                project.finish(move |workbook| {
                    let sheet = workbook.worksheet_from_name(&name).unwrap();
                    sheet.set_row_hidden(row - 1).unwrap();
                })
            }
            ["hide", "column", name, letter] => {
                let (name, column) = (name.to_string(), u16::from(letter.as_bytes()[0] - b'A'));
                project.finish(move |workbook| {
                    let sheet = workbook.worksheet_from_name(&name).unwrap();
                    sheet.set_column_hidden(column).unwrap();
                })
            }
            ["merge", name, area] => {
                let corners: Vec<(u32, u16)> = area
                    .split(':')
                    .map(|cell| {
                        let row: u32 = cell[1..].parse().unwrap();
                        (row - 1, u16::from(cell.as_bytes()[0] - b'A'))
                    })
                    .collect();
                let (name, value) = (name.to_string(), value.to_string());
                project.finish(move |workbook| {
                    let sheet = workbook.worksheet_from_name(&name).unwrap();
                    let [(top, left), (bottom, right)] = corners[..] else { panic!("two corners") };
                    sheet
                        .merge_range(
                            top,
                            left,
                            bottom,
                            right,
                            &value,
                            &rust_xlsxwriter::Format::new(),
                        )
                        .unwrap();
                })
            }
            ["define", name] => {
                let (name, value) = (name.to_string(), value.to_string());
                project.finish(move |workbook| {
                    workbook.define_name(&name, &value).unwrap();
                })
            }
            ["empty", path] => {
                std::fs::write(project.path(path), "").unwrap();
                project
            }
            ["large", path] => {
                let file = std::fs::File::create(project.path(path)).unwrap();
                file.set_len(600 << 20).unwrap();
                project
            }
            ["long", path] => project.replace(path, value, &"x".repeat(100_001)),
            ["protected", path] => {
                std::fs::write(project.path(path), protected()).unwrap();
                project
            }
            ["uncalculated", cell] => {
                uncalculated(&project.path("inputs/survey.xlsx"), cell);
                project
            }
            ["attachment", pdf, name] => {
                attach(&project.path(pdf), name, value);
                project
            }
            ["taken", "port"] => {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
                port = Some(listener);
                project
            }
            ["edition"] => {
                project.build();
                project
            }
            ["without", "sheet", name] => project.without_sheet(name),
            ["without", path] => project.without(path),
            ["folder", path] => {
                std::fs::create_dir_all(project.path(path)).unwrap();
                project
            }
            ["link", ..] => {
                let (path, target) = pair(head.trim_start_matches("link "));
                std::os::unix::fs::symlink(target, project.path(&path)).unwrap();
                project
            }
            ["do"] => {
                let here = project.path("").display().to_string();
                let words: Vec<String> =
                    value.split(' ').map(|it| it.replace("PROJECT/", &here)).collect();
                let run = project.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
                assert_eq!(run.code, 0, "{}", run.stderr);
                project
            }
            ["run"] => {
                let here = project.path("").display().to_string();
                arguments = value
                    .split(' ')
                    .map(|it| it.replace("PROJECT/", &here).replace("PROJECT", &here))
                    .collect();
                project
            }
            _ => panic!("no such step: {line}"),
        };
    }
    Prepared { project, arguments, port }
}

/// The head of a compound file whose only stream is what Excel calls an encrypted workbook.
fn protected() -> Vec<u8> {
    const SECTOR: usize = 512;
    let end = (u32::MAX - 1).to_le_bytes();
    let mut bytes = vec![0; 11 * SECTOR];
    let mut put = |at: usize, part: &[u8]| bytes[at..at + part.len()].copy_from_slice(part);
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(30, &[9, 0]);
    put(48, &[1]);
    put(60, &[0xFF; SECTOR - 60]);
    put(64, &[0; 4]);
    put(72, &[0; 8]);
    // The table of sectors: itself, the folder, and a stream of eight.
    put(SECTOR, &[0xFF; SECTOR]);
    put(SECTOR, &(u32::MAX - 2).to_le_bytes());
    put(SECTOR + 4, &end);
    for sector in 2..10_u32 {
        let next = if sector == 9 { end } else { (sector + 1).to_le_bytes() };
        put(SECTOR + 4 * sector as usize, &next);
    }
    for (entry, name, kind, start) in
        [(0, "Root Entry", 5, end), (1, "EncryptedPackage", 2, [2, 0, 0, 0])]
    {
        let at = 2 * SECTOR + 128 * entry;
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &units);
        put(at + 64, &[units.len() as u8 + 2, 0, kind]);
        put(at + 116, &start);
        put(at + 120, &(entry as u32 * 4096).to_le_bytes());
    }
    bytes
}

/// Makes a formula without a value of a cell of every sheet that has it.
fn uncalculated(workbook: &Path, cell: &str) {
    let mut old = zip::ZipArchive::new(std::fs::File::open(workbook).unwrap()).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let mut bytes = vec![];
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.contains("worksheets/sheet") {
            let text = String::from_utf8(bytes).unwrap();
            let start = text.find(&format!("<c r=\"{cell}\"")).unwrap_or(text.len());
            let end = text[start..].find("</c>").map_or(text.len(), |end| start + end + 4);
            let formula = format!("<c r=\"{cell}\"><f>1+1</f></c>");
            let formula = if start == text.len() { "" } else { &formula };
            bytes = [&text[..start], formula, &text[end..]].concat().into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    std::fs::write(workbook, new.finish().unwrap().into_inner()).unwrap();
}

/// Puts a text in the place of what is attached to a PDF under this name.
fn attach(pdf: &Path, name: &str, text: &str) {
    let mut document = lopdf::Document::load(pdf).unwrap();
    let is_named = |object: &lopdf::Object| {
        let file = object.as_dict().ok()?;
        let named = file.get(b"F").ok()?.as_str().ok()? == name.as_bytes();
        named.then(|| file.get(b"EF").ok()?.as_dict().ok()?.get(b"F").ok()?.as_reference().ok())?
    };
    let stream = document.objects.values().find_map(is_named).unwrap();
    let stream = document.get_object_mut(stream).unwrap().as_stream_mut().unwrap();
    stream.set_plain_content(text.into());
    document.save(pdf).unwrap();
}

fn run(case: &Case) -> Outcome {
    let Prepared { project, mut arguments, port } = prepare(&case.given);
    let port = port.as_ref().map(|it| it.local_addr().unwrap().port().to_string());
    if let Some(port) = &port {
        arguments.iter_mut().filter(|it| *it == "PORT").for_each(|it| it.clone_from(port));
    }
    let before = listing(&project.path("build"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run: Run = match arguments.first() {
        // The case names a project of its own.
        Some(&"--project") => {
            drukpers().current_dir(project.path("")).args(&arguments).output().unwrap().into()
        }
        _ => project.run(&arguments),
    };
    assert!(
        run.code == 0 || listing(&project.path("build")) == before,
        "{}: a failed run changed `build`",
        case.path.display()
    );
    let here = project.path("").display().to_string();
    let messages = run
        .stderr
        .replace(&here, "PROJECT/")
        .replace(here.trim_end_matches('/'), "PROJECT")
        .replace(port.as_deref().unwrap_or("PORT"), "PORT")
        .lines()
        .map(|line| line.trim_end().to_string() + "\n")
        .collect();
    Outcome { code: run.code, messages }
}

fn listing(folder: &Path) -> Option<BTreeSet<PathBuf>> {
    let entries = std::fs::read_dir(folder).ok()?;
    Some(entries.map(|entry| entry.unwrap().path()).collect())
}

/// What every message owes its reader.
fn laws(case: &Case, outcome: &Outcome, broken: &mut Vec<String>) {
    let mut law = |holds: bool, what: String| {
        if !holds {
            broken.push(format!("{}: {what}", case.path.display()));
        }
    };
    for foreign in FOREIGN {
        law(!outcome.messages.contains(foreign), format!("`{foreign}` is in a message"));
    }
    let blocks = outcome.blocks();
    let errors = blocks.iter().any(|block| block.starts_with("error["));
    match outcome.code {
        0 => law(!errors && !blocks.is_empty(), "exit 0 is for warnings".into()),
        1 => law(errors, "exit 1 is for faults".into()),
        2 => law(outcome.messages.starts_with("error: "), "exit 2 is for wrong use".into()),
        code => law(false, format!("exit {code}")),
    }
    for block in blocks {
        law(block.contains("= hint: "), format!("no remedy in:\n{block}"));
        // A name on the command line stands in no file.
        let typed = [
            "figure",
            "tabulate",
            "explain",
            "explain-error",
            "inspect",
            "new",
            "diff",
            "--only",
            "watch",
        ];
        let typed = typed.iter().any(|word| case.given.contains(&format!(" {word} ")));
        law(block.contains("--> ") || typed, format!("no place in:\n{block}"));
    }
}

#[track_caller]
fn catalogue(folder: &str) {
    let update = std::env::var_os("UPDATE_FAULTS").is_some();
    let broken: Vec<String> = cases(folder)
        .par_iter()
        .flat_map_iter(|case| {
            let outcome = run(case);
            let mut broken = vec![];
            laws(case, &outcome, &mut broken);
            if outcome.text() != case.expected {
                if update {
                    let text = format!("{}\n---\n{}", case.given, outcome.text());
                    std::fs::write(&case.path, text).unwrap();
                } else {
                    broken.push(format!(
                        "{}: expected\n{}\nfound\n{}",
                        case.path.display(),
                        case.expected,
                        outcome.text()
                    ));
                }
            }
            broken
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn project() {
    catalogue("project");
}

#[test]
fn workbook() {
    catalogue("workbook");
}

#[test]
fn codebook() {
    catalogue("codebook");
}

#[test]
fn answers() {
    catalogue("answers");
}

#[test]
fn design() {
    catalogue("design");
}

#[test]
fn templates() {
    catalogue("templates");
}

#[test]
fn figures() {
    catalogue("figures");
}

#[test]
fn typesetting() {
    catalogue("typesetting");
}

#[test]
fn output() {
    catalogue("output");
}

/// The folders of the catalogue: those of the tests above, and no others.
fn folders() -> Vec<String> {
    let entries = std::fs::read_dir(repository().join("tests/faults")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_code_is_in_the_catalogue() {
    let folders = folders();
    assert_eq!(
        folders,
        [
            "answers",
            "codebook",
            "design",
            "figures",
            "output",
            "project",
            "templates",
            "typesetting",
            "workbook"
        ]
    );
    let mut provoked = BTreeSet::new();
    let mut count = 0;
    for case in folders.iter().flat_map(|folder| cases(folder)) {
        count += 1;
        for (at, _) in
            case.expected.match_indices("error[").chain(case.expected.match_indices("warning["))
        {
            let rest = &case.expected[at..];
            let code = rest.split(['[', ']']).nth(1).unwrap();
            provoked.insert(code.to_string());
        }
    }
    assert!(count >= 120, "{count} faults");
    let mut wrong = vec![];
    for explanation in explanations() {
        let known = UNPROVOKED.iter().any(|(code, _)| *code == explanation.code);
        if provoked.contains(explanation.code) == known {
            wrong.push(explanation.code);
        }
    }
    assert!(wrong.is_empty(), "neither provoked nor listed, or both: {wrong:?}");
}

#[test]
fn the_small_project_prints() {
    let project = Project::new();
    let run = project.build();
    assert!(run.stdout.contains("printed 1 document, 1 page"), "{}", run.stdout);
    assert!(project.path("build/proef.pdf").exists());
}

#[test]
fn a_failed_build_leaves_the_last_edition() {
    let project = Project::new();
    project.build();
    let before = std::fs::read(project.path("build/manifest.json")).unwrap();
    let project = project.chapter("= Een\n\n{{share \"q99\" \"ja\"}}\n");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("nothing was printed"), "{}", run.stderr);
    assert_eq!(std::fs::read(project.path("build/manifest.json")).unwrap(), before);
}

#[test]
fn messages_as_json_and_as_annotations() {
    let project = Project::new().chapter("= Een\n\n{{share \"q11\" \"ja\"}}\n");
    let json = project.run(&["--format", "json", "build"]).stderr;
    let line: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(line["code"], "unknown-question");
    assert_eq!(line["file"], "templates/chapters/een.typ.hbs");
    assert_eq!((line["line"].as_u64(), line["column"].as_u64()), (Some(3), Some(9)));
    let github = project.run(&["--format", "github", "build"]).stderr;
    assert!(
        github.starts_with("::error file=templates/chapters/een.typ.hbs,line=3,col=9,title="),
        "{github}"
    );
}

/// A project whose chapter says something that rests on each table of its manifest.
fn resting_on_everything() -> Project {
    let project = Project::new().chapter(
        "= {{publication.title}}\n\n\
         {{respondents}} {{share \"q1\" \"ja\"}} {{net \"q2\" \"hoog\"}} {{mean \"score\"}} \
         {{share \"stem\" \"voor\"}} {{share \"stemmen\" \"voor\"}} {{response-rate}}\n\n\
         {{#claim (gt (share \"q1\" \"ja\") 0.6)}}De meesten zijn vóór.{{/claim}}\n\n\
         {{figure \"q1\"}} {{table \"stem\" by=\"grootte\"}}\n\n\
         {{#if (gt (mean \"fte\") 1)}}Zie @fig-q1.{{/if}}\n",
    );
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let tables = r#"
[design]
post-stratify = "grootte"
level = 0.9

[rounding]
share = 1

[nets.q2]
hoog = ["4", "5"]

[derived.stem]
net = "q1"
options = [{ code = "voor", label = "Voor", from = ["ja"] }, { code = "tegen", label = "Tegen", from = ["nee"] }]

[derived.stemmen]
copy = "stem"
label = "Stemmen"

[derived.score]
index = ["q2", "q2b"]

[derived.q2b]
copy = "q2"
"#;
    let project = project.file("publication.toml", &format!("{manifest}{tables}"));
    let run = project.run(&["--quiet", "check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

/// The errors of a project, each on a line: code, place and message.
fn errors(project: &Project) -> Vec<(String, String)> {
    let run = project.run(&["--quiet", "--format", "json", "check"]);
    let lines = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter(|line: &serde_json::Value| line["severity"] == "error")
        .map(|line| (line["place"].as_str().unwrap().to_string(), line.to_string()))
        .collect()
}

#[test]
fn no_fault_of_the_manifest_leads_to_one_elsewhere() {
    let project = resting_on_everything();
    let manifest = std::fs::read_to_string(project.path("publication.toml")).unwrap();
    let lines: Vec<&str> = manifest.lines().collect();
    let mut project = project;
    for (number, line) in lines.iter().enumerate() {
        let slips = match line.split_once(" = ") {
            // A net may have any name.
            Some(("hoog", _)) | None if !line.starts_with('[') => continue,
            Some((key, value)) => {
                let open = value.strip_suffix(']').map(|open| format!("{key} = {open}"));
                [format!("{key}x = {value}"), format!("{key} = "), format!("{key} = 1e999")]
                    .into_iter()
                    .chain(open)
                    .collect()
            }
            None => {
                let end = line.find(['.', ']']).unwrap();
                vec![format!("{}x{}", &line[..end], &line[end..]), line[1..].to_string()]
            }
        };
        for slip in slips {
            let mut changed = lines.clone();
            changed[number] = &slip;
            project = project.file("publication.toml", &(changed.join("\n") + "\n"));
            let errors = errors(&project);
            let elsewhere: Vec<_> =
                errors.iter().filter(|(place, _)| !place.starts_with("publication.toml")).collect();
            assert!(!errors.is_empty(), "`{slip}` is told by nobody");
            assert!(elsewhere.is_empty(), "`{slip}` leads to {elsewhere:#?}");
        }
    }
}

#[test]
fn no_fault_of_a_cell_leads_to_one_elsewhere() {
    let mut project = resting_on_everything();
    for column in ["B", "C", "D", "E", "G"] {
        for value in ["#N/A", "onzin"] {
            let cell = format!("{column}4");
            let workbook = std::fs::read(project.path("inputs/survey.xlsx")).unwrap();
            project = project.cell("data", &cell, value);
            let errors = errors(&project);
            let expected = format!("inputs/survey.xlsx!data!{cell}");
            let places: Vec<&str> = errors.iter().map(|(place, _)| place.as_str()).collect();
            assert_eq!(places, [expected], "{value}: {errors:#?}");
            std::fs::write(project.path("inputs/survey.xlsx"), workbook).unwrap();
            project = resting_on_everything();
        }
    }
}
