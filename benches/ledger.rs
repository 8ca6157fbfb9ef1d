//! What the ledger costs: the whole edition of the sample with and without it, as a
//! ratio. With it are the places of all numbers, `facts.json` and `facts.csv`, the
//! record of the edition, and setting and writing the PDF with both attached.
//!
//! Every run is a process of its own, so that nothing is remembered; runs of the
//! sides alternate, so that a busy machine slows both down alike.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark stops at the first surprise, and its result is what it prints"
)]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use drukpers::press::{self, Scope};
use drukpers::{project, release};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs of each side.
const RUNS: usize = 21;

/// What a run of one side is asked for.
const SIDES: [&str; 2] = ["--with", "--without"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| SIDES.contains(&argument.as_str())) {
        Some(at) => print(&arguments[at], Path::new(&arguments[at + 1])),
        None => compare(),
    }
}

/// Prints the sample into a folder.
fn print(side: &str, folder: &Path) {
    let project = project::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().value;
    let scope = Scope { without_ledger: side == SIDES[1], ..Scope::default() };
    let printed = press::print(&project, &scope, &mut |_| {}).unwrap().value;
    assert_eq!(printed.edition.files.contains_key("facts.json"), side == SIDES[0]);
    release::publish(&printed.edition, folder).unwrap();
}

fn compare() {
    let folder = tempfile::TempDir::new().unwrap();
    let program = std::env::current_exe().unwrap();
    let mut times: [Vec<Duration>; 2] = Default::default();
    let mut ratios = vec![];
    for _ in 0..RUNS {
        let mut pair = [Duration::ZERO; 2];
        for (index, side) in SIDES.into_iter().enumerate() {
            let start = Instant::now();
            let output = folder.path().join(side);
            let status = Command::new(&program).arg(side).arg(&output).status().unwrap();
            pair[index] = start.elapsed();
            assert!(status.success());
            times[index].push(pair[index]);
        }
        ratios.push(pair[0].as_secs_f64() / pair[1].as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let quartile = |part: usize| ratios[ratios.len() * part / 4];
    let milliseconds = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    let [with, without] = times.map(milliseconds);
    println!("medians of {RUNS} cold processes each, the whole edition");
    println!("without the ledger {without:>8.0} ms");
    println!("with the ledger    {with:>8.0} ms");
    println!(
        "the ledger takes {:.1}% of a build (middle half of the pairs: {:.1}% to {:.1}%)",
        100.0 * (with - without) / with,
        100.0 * (1.0 - 1.0 / quartile(1)),
        100.0 * (1.0 - 1.0 / quartile(3)),
    );
}
