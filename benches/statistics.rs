//! Speed and memory of the tables: a real sample's size, and a hundred thousand respondents.
//!
//! The memory is that of one process on Linux (`VmHWM`); elsewhere it is not measured.

#[path = "../tests/reference/made.rs"]
mod made;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use drukpers::statistics as st;
use drukpers::statistics::{
    Adjustment, Analysis, DesignPlan, Margin, Population, Privacy, Selection, Settings,
    Significance, TableOptions,
};
use drukpers::survey::Survey;

const QUESTIONS: usize = 60;
const OPTIONS: u16 = 5;

/// A fixed sequence of numbers that look random (Knuth, MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u16) -> u16 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(bound)) as u16
    }
}

/// Scales of five options, one answer in twenty missing, with a size of four
/// classes, a region of twelve and a weight.
fn survey(respondents: usize) -> Survey {
    let mut numbers = Numbers(20_100_301);
    let mut column =
        |bound: u16| (0..respondents).map(|_| numbers.below(bound)).collect::<Vec<u16>>();
    let mut survey = made::blank(respondents);
    for question in 0..QUESTIONS {
        // 100 to 104 lie beyond the options: empty cells.
        let answers: Vec<u16> =
            column(100).iter().map(|&at| if at < 95 { at % OPTIONS } else { 100 }).collect();
        made::add_scale(&mut survey, &format!("v{question}"), OPTIONS, &answers);
    }
    let weights: Vec<f64> = column(100).iter().map(|&at| 0.5 + f64::from(at) / 50.0).collect();
    made::add_scale(&mut survey, "grootte", 4, &column(4));
    made::add_scale(&mut survey, "regio", 12, &column(12));
    made::add_numbers(&mut survey, "gewicht", &weights);
    survey
}

fn weighted() -> DesignPlan {
    DesignPlan { weights: Some("gewicht".into()), ..DesignPlan::default() }
}

/// Weights of a hundred thousand respondents, raked to two margins of twice that.
fn raked(respondents: usize) -> DesignPlan {
    let margin = |name: &str, count: usize| Margin {
        questions: vec![name.into()],
        totals: Some(
            (1..=count)
                .map(|code| {
                    (vec![code.to_string().into()], 2.0 * respondents as f64 / count as f64)
                })
                .collect(),
        ),
    };
    DesignPlan {
        population: vec![Population::Size(2.0 * respondents as f64)],
        adjustment: Adjustment::rake([margin("grootte", 4), margin("regio", 12)]),
        ..DesignPlan::default()
    }
}

fn prepare(survey: &Arc<Survey>, plan: &DesignPlan, privacy: Privacy) -> Analysis {
    let settings = Settings { privacy, ..Settings::default() };
    match Analysis::new(survey.clone(), plan, settings) {
        Ok(analysis) => analysis,
        Err(faults) => panic!("{faults:?}"),
    }
}

/// Every frequency table and every banner table by size, with tests between columns.
fn all_tables(analysis: &Analysis) {
    let everyone = Selection::default();
    let plain = TableOptions::default();
    let tested = TableOptions { significance: Some(Significance::default()), ..plain.clone() };
    for question in 0..QUESTIONS {
        let name = format!("v{question}");
        let table = st::frequency_table(analysis, &name, &everyone, &plain);
        black_box(table.is_ok());
        let table = st::banner_table(analysis, &[&name], &[&["grootte"]], &everyone, &tested);
        black_box(table.is_ok());
    }
}

/// The most memory that the process has had, in bytes.
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn tables(criterion: &mut Criterion) {
    let large = Arc::new(survey(100_000));
    let columns = large.questions.len() * large.respondents() * 2;
    let before = peak_memory();
    all_tables(&prepare(&large, &weighted(), Privacy::default()));
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        let extra = (after - before) as f64 / 1e6;
        #[expect(clippy::print_stdout, reason = "a benchmark reports to whoever runs it")]
        {
            println!("coded columns {:.1} MB, all tables {extra:.1} MB more", columns as f64 / 1e6);
        }
    }

    let small = Arc::new(survey(126));
    let mut group = criterion.benchmark_group("statistics");
    let analysis = prepare(&small, &weighted(), Privacy::default());
    group.bench_function("120 tables of 126 respondents", |bench| {
        bench.iter(|| all_tables(&analysis))
    });
    let privacy = Privacy { smallest_base: 5, smallest_cell: 3 };
    let analysis = prepare(&small, &weighted(), privacy);
    group.bench_function("the same with small cells hidden", |bench| {
        bench.iter(|| all_tables(&analysis));
    });
    group.sample_size(10);
    for (name, plan) in [("weighted", weighted()), ("raked", raked(100_000))] {
        let analysis = prepare(&large, &plan, Privacy::default());
        group.bench_function(format!("120 {name} tables of 100,000 respondents"), |bench| {
            bench.iter(|| all_tables(&analysis));
        });
    }
    group.bench_function("raking 100,000 respondents", |bench| {
        bench.iter(|| prepare(&large, &raked(100_000), Privacy::default()));
    });
    group.finish();
}

criterion_group!(benches, tables);
criterion_main!(benches);
