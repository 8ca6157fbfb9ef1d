//! How fast charts are drawn: warm (texts have been shaped before) and cold.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use drukpers::chart::{
    Chart, ChartKind, ChartTheme, Datum, FontSet, Label, Net, Side, check, draw,
};
use drukpers::format::Language;

fn font_files() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/source-sans-3");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the fonts stand in the repository")
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "ttf"))
        .collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

fn share(value: f64) -> Datum {
    Datum::shown(value, format!("{:.0}%", value * 100.0))
}

/// A Likert chart of eight statements; `number` makes its labels and values its own.
fn likert(number: usize) -> Chart {
    let rows: Vec<[f64; 5]> = (0..8)
        .map(|row| {
            let tilt = ((row * 7 + number * 3) % 10) as f64 / 100.0;
            [0.10 - tilt, 0.20 + tilt, 0.20, 0.30 - tilt, 0.20 + tilt]
        })
        .collect();
    let net = |label: &str, side, columns: [usize; 2]| Net {
        label: label.into(),
        side,
        data: rows.iter().map(|row| share(row[columns[0]] + row[columns[1]])).collect(),
    };
    let statement = |row| {
        Label::new(format!(
            "De gemeente heeft voldoende mensen vrijgemaakt voor onderdeel {row} van plan {number}"
        ))
    };
    Chart {
        subject: "Stellingen over de uitvoering".into(),
        categories: (0..8).map(statement).collect(),
        series: ["Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"]
            .map(Label::new)
            .to_vec(),
        data: rows.iter().map(|row| row.iter().map(|&value| share(value)).collect()).collect(),
        nets: vec![net("oneens", Side::Left, [0, 1]), net("eens", Side::Right, [3, 4])],
        ..Chart::new(ChartKind::Likert, Language::Dutch)
    }
}

fn bars(number: usize) -> Chart {
    let category = |row| {
        Label::new(format!("Te weinig capaciteit voor werkpakket {row} in gemeente {number}"))
    };
    Chart {
        subject: "Knelpunten".into(),
        categories: (0..10).map(category).collect(),
        series: vec![Label::new("Alle gemeenten")],
        data: (0..10).map(|row| vec![share(((row * 13 + number) % 90) as f64 / 100.0)]).collect(),
        ..Chart::new(ChartKind::Bars, Language::Dutch)
    }
}

fn charts(criterion: &mut Criterion) {
    let theme = ChartTheme::default();
    let fonts = FontSet::new(font_files()).expect("the fonts can be read");
    let chart = likert(0);
    criterion.bench_function("likert of 8 statements, warm", |bencher| {
        bencher.iter(|| black_box(draw(black_box(&chart), &theme, &fonts)));
    });
    criterion.bench_function("likert of 8 statements, cold", |bencher| {
        bencher.iter_batched(
            || FontSet::new(font_files()).expect("the fonts can be read"),
            |fonts| black_box(draw(&chart, &theme, &fonts)),
            criterion::BatchSize::PerIteration,
        );
    });
    let drawing = draw(&chart, &theme, &fonts).expect("the sample can be drawn");
    criterion.bench_function("check of a likert chart", |bencher| {
        bencher.iter(|| black_box(check(&drawing.svg, &fonts)));
    });

    let thousand: Vec<Chart> = (0..500).flat_map(|number| [likert(number), bars(number)]).collect();
    let mut group = criterion.benchmark_group("1000 charts with texts of their own");
    group.sample_size(10);
    group.bench_function("cold", |bencher| {
        bencher.iter_batched(
            || FontSet::new(font_files()).expect("the fonts can be read"),
            |fonts| {
                for chart in &thousand {
                    black_box(draw(chart, &theme, &fonts)).expect("the sample can be drawn");
                }
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.bench_function("warm", |bencher| {
        bencher.iter(|| {
            for chart in &thousand {
                black_box(draw(chart, &theme, &fonts)).expect("the sample can be drawn");
            }
        });
    });
    group.finish();
}

criterion_group!(benches, charts);
criterion_main!(benches);
