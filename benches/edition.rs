//! How long printing takes, as ratios: the main PDF against bare Typst on the
//! same generated sources and figures, and the whole edition against the main PDF.
//!
//! Every run is a process of its own, so that nothing is remembered; runs of the
//! sides alternate, so that a busy machine slows all of them down alike.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise, and its result is what it prints"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use drukpers::typeset::{
    Bytes, Datetime, Fonts, PdfPlan, Sources, VirtualPath, World, compile, pdf,
};
use drukpers::{press, project};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs of each side.
const RUNS: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--bare") {
        Some(at) => bare(Path::new(&arguments[at + 1])),
        None => compare(),
    }
}

/// What the Typst compiler does without us: reads the files, sets the pages, writes the PDF.
fn bare(folder: &Path) {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    let fonts = files
        .iter()
        .filter(|(path, _)| path.starts_with("/fonts/"))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    let fonts = Arc::new(Fonts::new(fonts).unwrap());
    let date = Datetime::from_ymd(2026, 11, 23).unwrap();
    let main = VirtualPath::new("main.typ").unwrap();
    let world = World::new(Sources { main, files }, fonts, date);
    let document = compile(&world).document.unwrap();
    let plan = PdfPlan { identifier: "bare".into(), timestamp: date };
    std::fs::write(folder.join("bare.pdf"), pdf(&world, &document, &plan).unwrap()).unwrap();
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Bytes>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_none_or(|ending| ending != "pdf") {
            let name = format!("/{}", path.strip_prefix(root).unwrap().display());
            files.insert(name, Bytes::new(std::fs::read(&path).unwrap()));
        }
    }
}

fn compare() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::TempDir::new().unwrap();
    let sources = folder.path().join("sources");
    write_sources(repository, &sources);
    let name = project::load(repository).unwrap().value.manifest.publication.name.into_inner();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_drukpers"));
    let build = |output: &str, only: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["--quiet", "--project"]).arg(repository);
        command.arg("build").arg("--output").arg(folder.path().join(output)).args(only);
        command
    };
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..RUNS {
        let mut bare = Command::new(std::env::current_exe().unwrap());
        bare.arg("--bare").arg(&sources);
        for (side, mut command) in
            [bare, build("main", &["--only", &name]), build("all", &[])].into_iter().enumerate()
        {
            let start = Instant::now();
            assert!(command.status().unwrap().success());
            times[side].push(start.elapsed());
        }
    }
    let [bare, main, all] = times.map(median);
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let line = |label: &str, time: Duration, over: Duration| {
        let ratio = time.as_secs_f64() / over.as_secs_f64();
        println!("{label:<28} {:>8.0} ms  {ratio:>5.2} times bare Typst", milliseconds(time));
    };
    println!("medians of {RUNS} cold processes each");
    line("bare Typst, main PDF", bare, bare);
    line("drukpers, main PDF", main, bare);
    line("drukpers, whole edition", all, bare);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Writes what drukpers hands to Typst for the main PDF, and the fonts.
fn write_sources(repository: &Path, folder: &Path) {
    let project = project::load(repository).unwrap().value;
    let mut files = press::generated_sources(&project).unwrap();
    for (path, bytes) in &project.files {
        if path.ends_with(".ttf") {
            files.insert(format!("/{path}"), Bytes::new(bytes.to_vec()));
        }
    }
    for (path, bytes) in files {
        let path = folder.join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes.as_slice()).unwrap();
    }
}
