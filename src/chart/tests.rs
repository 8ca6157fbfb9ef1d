//! Tests of whole charts.

use super::samples::{fonts, sample};
use super::*;

/// Writes every sample as a picture to the folder in `CHART_PICTURES`, to look at.
#[test]
fn samples_are_drawn_and_survive_the_check() {
    let theme = ChartTheme::default();
    let folder = std::env::var_os("CHART_PICTURES").map(std::path::PathBuf::from);
    for kind in ChartKind::ALL {
        let chart = sample(kind);
        let drawing =
            draw(&chart, &theme, fonts()).unwrap_or_else(|fault| panic!("{kind:?}: {fault:?}"));
        if let Some(folder) = &folder {
            let png = to_png(&drawing.svg, 2.0, &theme, fonts()).unwrap();
            std::fs::write(folder.join(kind.name()).with_extension("png"), png).unwrap();
            std::fs::write(folder.join(kind.name()).with_extension("svg"), &drawing.svg).unwrap();
        }
        assert_eq!(check(&drawing.svg, fonts()), Ok(()), "{kind:?}");
    }
}

/// The same at other widths, to look at.
#[test]
fn samples_are_drawn_in_half_a_column() {
    let theme = ChartTheme::default();
    for kind in ChartKind::ALL {
        let chart = Chart { width: Real::from(206.0), ..sample(kind) };
        match draw(&chart, &theme, fonts()) {
            Ok(drawing) => write_picture(&drawing, &format!("half-{}", kind.name())),
            // Too narrow for some kinds, which must then say so.
            Err(fault) => assert_eq!(fault.code, "chart-too-narrow", "{kind:?}: {fault}"),
        }
    }
}

fn write_picture(drawing: &Drawing, name: &str) {
    let Some(folder) = std::env::var_os("CHART_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    let png = to_png(&drawing.svg, 2.0, &ChartTheme::default(), fonts()).unwrap();
    std::fs::write(folder.join(name).with_extension("png"), png).unwrap();
    std::fs::write(folder.join(name).with_extension("svg"), &drawing.svg).unwrap();
}
