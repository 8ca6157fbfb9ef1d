//! Tests of whole charts: every kind, and input that is hard to draw.

use sha2::{Digest, Sha256};

use super::samples::{fonts, sample, share};
use super::*;
use crate::format::Language;

fn drawn(chart: &Chart) -> Drawing {
    let drawing = draw(chart, &ChartTheme::default(), fonts())
        .unwrap_or_else(|fault| panic!("{:?}: {fault}", chart.kind));
    assert_eq!(check(&drawing.svg, fonts()), Ok(()), "{:?}", chart.kind);
    drawing
}

fn fault(chart: &Chart) -> String {
    let fault = draw(chart, &ChartTheme::default(), fonts()).unwrap_err();
    format!("{}: {}\n{}", fault.code, fault.message, fault.hints.join("\n"))
}

/// Writes a picture to the folder in `CHART_PICTURES`, to look at.
fn write_picture(drawing: &Drawing, name: &str) {
    let Some(folder) = std::env::var_os("CHART_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    let png = to_png(&drawing.svg, 2.5, &ChartTheme::default(), fonts()).unwrap();
    std::fs::write(folder.join(name).with_extension("png"), png).unwrap();
    std::fs::write(folder.join(name).with_extension("svg"), &drawing.svg).unwrap();
}

#[test]
fn samples_are_the_same_bytes_on_every_run() {
    let mut lines = vec![];
    for kind in ChartKind::ALL {
        let drawing = drawn(&sample(kind));
        write_picture(&drawing, kind.name());
        let hash: String =
            Sha256::digest(&drawing.svg).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let (width, height) = (drawing.width.get(), drawing.height.get());
        let printed = drawing.printed.len();
        lines.push(format!("{} {width} x {height} pt, {printed} figures, {hash}", kind.name()));
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    bars 425 x 147 pt, 8 figures, a2373402a58d
    grouped 425 x 172 pt, 12 figures, e75c7d082749
    stacked 425 x 125 pt, 23 figures, eab0f6438bb1
    likert 425 x 222 pt, 49 figures, 91c2b4252237
    likert-apart 425 x 222 pt, 44 figures, dd4216ac5f11
    columns 425 x 156 pt, 7 figures, cd98a707b984
    lines 425 x 191 pt, 4 figures, afca201005cb
    dots 425 x 141 pt, 10 figures, 1e933bdd9d3c
    slope 425 x 171 pt, 10 figures, 354bbfccd536
    heatmap 425 x 156 pt, 18 figures, 579af405fc74
    multiples 425 x 93 pt, 20 figures, b0199cf863d7
    waffle 425 x 76 pt, 1 figures, 17032781f1ec
    pictogram 425 x 68 pt, 3 figures, 54ef45191bd9
    boxes 425 x 80 pt, 6 figures, 7ce247592345
    strips 425 x 176 pt, 6 figures, 4e2f344a07b0
    map 425 x 282 pt, 12 figures, 857784e0b12d
    bubbles 425 x 282 pt, 12 figures, 9c378ec6be45
    "#);
}

#[test]
fn a_small_chart_in_full() {
    let mut chart = sample(ChartKind::Bars);
    chart.categories.truncate(2);
    chart.data.truncate(2);
    chart.data[1][0].state = State::Uncertain;
    insta::assert_snapshot!(drawn(&chart).svg.replace("><", ">\n<"), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" class="chart" width="425pt" height="48pt" viewBox="0 0 425 48" role="img" aria-label="Staafdiagram met twee staven: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? Het hoogst is ‘Te weinig capaciteit in de organisatie’ (62%), het laagst is ‘Te weinig geld’ (48%). Eén cijfer is indicatief: weinig antwoorden." lang="nl" font-family="'Source Sans 3', sans-serif" font-size="8.5">
    <text class="f-ink" fill="#1b2733" x="0" y="8.7">Te weinig capaciteit in de organisatie</text>
    <text class="f-ink" fill="#1b2733" x="0" y="26.2">Te weinig geld</text>
    <rect x="140.2" y="0.4" width="265.34" height="11" class="f-c1" fill="#0b5d78"/>
    <text class="f-ink" fill="#1b2733" x="409.55" y="8.7">62%</text>
    <rect x="140.55" y="18.25" width="204.73" height="10.3" class="f-tint-c1 s-c1" fill="#b0c3ce" stroke="#0b5d78" stroke-width="0.7"/>
    <text class="f-ink" fill="#1b2733" x="349.63" y="26.2">48%</text>
    <line x1="140.2" y1="0" x2="140.2" y2="30.4" class="s-ink" fill="none" stroke="#1b2733" stroke-width="0.6"/>
    <rect x="0" y="38.53" width="7.5" height="7.5" class="f-tint-c1 s-c1" fill="#b0c3ce" stroke="#0b5d78" stroke-width="0.7"/>
    <text class="f-muted" fill="#5a6875" font-size="7.75" x="11.5" y="44.84">weinig antwoorden: cijfer is indicatief</text>
    </svg>
    "##);
}

#[test]
fn samples_fit_half_a_column() {
    for kind in ChartKind::ALL {
        let drawing = drawn(&Chart { width: Real::from(206.0), ..sample(kind) });
        write_picture(&drawing, &format!("half-{}", kind.name()));
    }
}

#[test]
fn labels_of_two_hundred_characters_are_wrapped() {
    let long = "In hoeverre bent u het ermee eens dat de gemeenteraad, het college van \
                burgemeester en wethouders en het managementteam samen verantwoordelijk zijn voor \
                de uitvoering van alle onderdelen van het realisatieplan?";
    assert!(long.chars().count() >= 200);
    for kind in ChartKind::ALL {
        let mut chart = sample(kind);
        if !matches!(kind, ChartKind::Map | ChartKind::Bubbles) {
            chart.categories[0].text = long.to_owned();
        }
        let last = chart.series.len() - 1;
        chart.series[last].text = long.to_owned();
        drawn(&chart);
    }
}

#[test]
fn a_word_without_breaks_is_broken_between_characters() {
    let mut chart = sample(ChartKind::Bars);
    chart.categories[0].text = "x".repeat(200);
    let drawing = drawn(&chart);
    assert!(drawing.height > sample_height(ChartKind::Bars));
}

fn sample_height(kind: ChartKind) -> Real {
    drawn(&sample(kind)).height
}

impl PartialOrd for Real {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.get().partial_cmp(&other.get())
    }
}

#[test]
fn forty_categories_fit_a_page() {
    let mut chart = sample(ChartKind::Bars);
    chart.categories = (1..=40).map(|number| Label::new(format!("Antwoord {number}"))).collect();
    chart.data = (1..=40).map(|number| vec![share(f64::from(number) / 50.0)]).collect();
    chart.height_limit = Some(Real::from(640.0));
    let drawing = drawn(&chart);
    write_picture(&drawing, "forty");
    assert_eq!(drawing.printed.len(), 40);
    chart.height_limit = Some(Real::from(300.0));
    insta::assert_snapshot!(fault(&chart), @r"
    chart-too-tall: the chart is 564 points tall; the page has room for 300
    show fewer categories, or spread them over several charts
    ");
}

#[test]
fn zero_and_missing_values_are_drawn() {
    for kind in ChartKind::ALL {
        let mut zero = sample(kind);
        for datum in zero.data.iter_mut().flatten() {
            *datum = Datum::shown(0.0, "0%");
        }
        for numbers in &mut zero.distributions {
            *numbers =
                Distribution { summary: [Real::from(0.0); 5], values: vec![Real::from(0.0)] };
        }
        drawn(&zero);
        let mut missing = sample(kind);
        for datum in missing.data.iter_mut().flatten() {
            *datum = Datum::missing();
        }
        for net in &mut missing.nets {
            net.data.fill(Datum::missing());
        }
        let drawing = drawn(&missing);
        // The bases of labels are there all the same.
        let figure =
            |printed: &Printed| matches!(printed.figure, Figure::Datum { .. } | Figure::Net { .. });
        assert!(!drawing.printed.iter().any(figure), "{kind:?}");
        assert!(drawing.alt.contains("geen cijfers"), "{}", drawing.alt);
    }
}

#[test]
fn hidden_figures_leave_no_trace() {
    for kind in ChartKind::ALL {
        let mut chart = sample(kind);
        for datum in chart.data.iter_mut().flatten() {
            // A value that slipped through must not be drawn to scale or told.
            *datum = Datum { state: State::Hidden, text: "–".into(), ..datum.clone() };
        }
        chart.nets.clear();
        let mut bare = chart.clone();
        for datum in bare.data.iter_mut().flatten() {
            *datum = Datum::hidden("–");
        }
        bare.distributions.fill(Distribution::default());
        let drawing = drawn(&chart);
        assert_eq!(drawing, drawn(&bare), "{kind:?}");
        assert!(drawing.alt.contains("niet getoond"), "{}", drawing.alt);
    }
}

#[test]
fn a_single_category_and_a_single_respondent_are_drawn() {
    for kind in ChartKind::ALL {
        let mut chart = sample(kind);
        if kind == ChartKind::Slope {
            continue;
        }
        chart.categories.truncate(1);
        chart.categories[0].base = Some("1".into());
        chart.data.truncate(1);
        chart.distributions.truncate(1);
        for numbers in &mut chart.distributions {
            *numbers =
                Distribution { summary: [Real::from(3.0); 5], values: vec![Real::from(3.0)] };
        }
        chart.nets.iter_mut().for_each(|net| net.data.truncate(1));
        drawn(&chart);
    }
}

#[test]
fn negative_means_run_to_the_left() {
    let mut chart = sample(ChartKind::Bars);
    chart.unit = Unit::Number;
    for (datum, value) in chart.data.iter_mut().flatten().zip([1.5, -0.8, 0.2, -2.0]) {
        *datum = Datum::shown(value, crate::format::number(value, 1, Language::Dutch));
    }
    for kind in [ChartKind::Bars, ChartKind::Columns, ChartKind::Dots, ChartKind::HeatMap] {
        let drawing = drawn(&Chart { kind, scheme: Scheme::Diverging, ..chart.clone() });
        write_picture(&drawing, &format!("negative-{}", kind.name()));
        assert_eq!(drawing.printed.len(), 8, "{kind:?}");
    }
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let sound = || sample(ChartKind::Grouped);
    let mut faults = vec![];
    let mut tell = |change: &dyn Fn(&mut Chart)| {
        let mut chart = sound();
        change(&mut chart);
        faults.push(fault(&chart));
    };
    tell(&|chart| chart.categories.clear());
    tell(&|chart| chart.data.truncate(2));
    tell(&|chart| chart.data[1].truncate(2));
    tell(&|chart| chart.data[1][1].value = Some(Real::from(f64::NAN)));
    tell(&|chart| chart.width = Real::from(30.0));
    tell(&|chart| {
        chart.kind = ChartKind::HeatMap;
        chart.width = Real::from(80.0);
    });
    tell(&|chart| {
        chart.kind = ChartKind::Lines;
        chart.width = Real::from(80.0);
    });
    tell(&|chart| chart.kind = ChartKind::Bars);
    tell(&|chart| chart.kind = ChartKind::Slope);
    tell(&|chart| chart.kind = ChartKind::Stacked);
    tell(&|chart| {
        chart.kind = ChartKind::Stacked;
        chart.unit = Unit::Number;
    });
    tell(&|chart| chart.categories[0].text = "שלום עולם".into());
    tell(&|chart| chart.data[0][0].text = "71% 👍".into());
    tell(&|chart| {
        for row in &mut chart.data {
            row.resize(9, row[0].clone());
        }
        chart.series.resize(9, Label::new("nog een"));
    });
    insta::assert_snapshot!(faults.join("\n\n"), @r#"
    chart-empty: the chart has nothing to show
    check the question and the filter: no category or no series is left

    chart-shape: 4 categories, but 2 rows of figures
    this is a fault of drukpers: please report it

    chart-shape: 3 series, but 2 figures for `Betere dienstverlening aan burgers en on…`
    this is a fault of drukpers: please report it

    chart-value: a figure of `Betere dienstverlening aan burgers en on…` is not a number that can be drawn
    look at the answers behind it: a number may be far too large

    chart-too-narrow: the chart is too narrow to draw
    make it at least 60 points wide

    chart-too-narrow: the labels leave no room for the data
    make the chart wider, or shorten its labels

    chart-too-narrow: the labels leave no room for the data
    make the chart wider, or shorten its labels

    chart-kind: `bars` shows one series; there are 3
    use `kind="grouped"`, or `kind="stacked"` for parts of a whole

    chart-kind: `slope` shows two moments; there are 4
    use `kind="lines"` for more moments, `kind="bars"` for one

    chart-shares: the shares of `Voldoen aan wettelijke verplichtingen` are not parts of one whole
    use `kind="grouped"` for answers that respondents could combine

    chart-kind: `stacked` shows shares of a whole, not numbers
    use `kind="bars"` or `kind="grouped"`

    character-without-glyph: no font has the character `ם` (U+05DD) of `שלום עולם`
    write it without this character, or add a font that has it to `fonts/`

    character-without-glyph: no font has the character `👍` (U+1F44D) of `71% 👍`
    write it without this character, or add a font that has it to `fonts/`

    chart-too-many-series: 9 series, but the theme has 6 colours to tell them apart
    use `kind="heatmap"` or `kind="multiples"`, or add colours to `categorical`
    "#);
}

#[test]
fn other_theme_values_are_followed() {
    let theme = ChartTheme {
        sans: "Source Serif 4".into(),
        sizes: Sizes { label: Real::from(11.0), small: Real::from(9.0), bar: Real::from(14.0) },
        ..ChartTheme::default()
    };
    for kind in ChartKind::ALL {
        let drawing = draw(&sample(kind), &theme, fonts()).unwrap();
        assert_eq!(check(&drawing.svg, fonts()), Ok(()), "{kind:?}");
        assert!(drawing.svg.contains("font-family=\"'Source Serif 4', sans-serif\""));
    }
    let theme = ChartTheme { sans: "Source Sans".into(), ..theme };
    let fault = draw(&sample(ChartKind::Bars), &theme, fonts()).unwrap_err();
    assert_eq!(fault.into_diagnostic().hints, ["did you mean `Source Sans 3`?"]);
}

#[test]
fn png_has_the_size_of_the_drawing() {
    let drawing = drawn(&sample(ChartKind::Bars));
    let png = to_png(&drawing.svg, 1.0, &ChartTheme::default(), fonts()).unwrap();
    let size = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!(size(16), drawing.width.get().ceil() as u32);
    assert_eq!(size(20), drawing.height.get().ceil() as u32);
}

#[test]
fn samples_keep_their_shape_on_a_dark_page_and_at_page_width() {
    let dark = ChartTheme::default().dark();
    for kind in ChartKind::ALL {
        let chart = Chart { width: Real::from(459.2), ..sample(kind) };
        let (light, dark) = (drawn(&chart), draw(&chart, &dark, fonts()).unwrap());
        let shape = |drawing: &Drawing| {
            let parts = drawing.svg.split('#').map(|part| part.get(6..).unwrap_or(part));
            parts.collect::<Vec<_>>().join("#")
        };
        assert_eq!(shape(&light)[60..], shape(&dark)[60..], "{kind:?}");
        if let Some(folder) = std::env::var_os("CHART_PICTURES").map(std::path::PathBuf::from) {
            let theme = ChartTheme::default().dark();
            let png = to_png(&dark.svg, 2.0, &theme, fonts()).unwrap();
            std::fs::write(folder.join(format!("dark-{}.png", kind.name())), png).unwrap();
        }
    }
}

#[test]
fn a_slope_may_have_its_moments_as_series() {
    let slope = sample(ChartKind::Slope);
    let turned = turned(&slope);
    assert_eq!((turned.categories.len(), turned.series.len()), (5, 2));
    let (one, two) = (drawn(&slope), drawn(&turned));
    assert_eq!(one.svg, two.svg);
    let swapped = |figure| match figure {
        Figure::Datum { category, series } => Figure::Datum { category: series, series: category },
        net => net,
    };
    assert!(
        one.printed
            .iter()
            .zip(&two.printed)
            .all(|(one, two)| { one.figure == swapped(two.figure) && one.text == two.text })
    );
}

/// Each colour is one ink at full strength: nothing that a printer would have
/// to screen or flatten.
#[test]
fn no_kind_uses_opacity_or_gradients() {
    for kind in ChartKind::ALL {
        let mut chart = sample(kind);
        for (index, datum) in chart.data.iter_mut().flatten().enumerate() {
            datum.state = if index % 3 == 0 { State::Uncertain } else { datum.state };
        }
        let svg = drawn(&chart).svg;
        for trick in ["opacity", "radient", "filter", "mask", "pattern", "url(", "rgba", "<image"] {
            assert!(!svg.contains(trick), "{kind:?} has {trick}");
        }
    }
}

/// The grey of a pixel of a picture with a pixel to the point, by the weights of Rec. 709.
fn grey_at(image: &resvg::tiny_skia::Pixmap, x: f64, y: f64) -> f64 {
    let pixel = image.pixel(x as u32, y as u32).unwrap();
    let parts = [(0.2126, pixel.red()), (0.7152, pixel.green()), (0.0722, pixel.blue())];
    parts.into_iter().map(|(weight, channel)| weight * f64::from(channel)).sum()
}

/// Rectangles of a class: left, top, width, height.
fn rectangles(svg: &str, class: &str) -> Vec<[f64; 4]> {
    let found = svg.split("<rect ").filter(|rest| rest.contains(&format!("class=\"{class}\"")));
    let side = |rest: &str, name: &str| -> f64 {
        let value = rest.split(&format!("{name}=\"")).nth(1).unwrap();
        value.split('"').next().unwrap().parse().unwrap()
    };
    found.map(|rest| ["x", "y", "width", "height"].map(|name| side(rest, name))).collect()
}

#[test]
fn steps_of_a_scale_are_told_apart_in_grey() {
    let theme = ChartTheme::default();
    for steps in 2..=7 {
        let mut chart = sample(ChartKind::Stacked);
        chart.scheme = Scheme::Sequential;
        chart.categories.truncate(1);
        chart.series = (0..steps).map(|step| Label::new(format!("Stap {step}"))).collect();
        chart.data = vec![vec![Datum::shown(1.0 / f64::from(steps), ""); steps as usize]];
        let svg = drawn(&chart).svg;
        let png = to_png(&svg, 1.0, &theme, fonts()).unwrap();
        let image = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        let greys: Vec<f64> = (1..=steps)
            .map(|step| {
                let bars = rectangles(&svg, &format!("f-s{step}-{steps}"));
                let [x, y, width, height] = *bars.last().unwrap();
                grey_at(&image, x + width / 2.0, y + height / 2.0)
            })
            .collect();
        assert!(greys.windows(2).all(|pair| pair[0] - pair[1] > 12.0), "{steps}: {greys:?}");
    }
}

/// The mark of a figure on few answers differs from an ordinary one in every kind.
#[test]
fn uncertain_figures_look_otherwise_in_every_kind() {
    for kind in ChartKind::ALL {
        let mut chart = sample(kind);
        for datum in chart.data.iter_mut().flatten() {
            datum.state = State::Shown;
        }
        let sure = drawn(&chart).svg;
        let last = chart.data.iter().position(|row| row[0].value.is_some()).unwrap();
        chart.data[last][0].state = State::Uncertain;
        let drawing = drawn(&chart);
        write_picture(&drawing, &format!("uncertain-{}", kind.name()));
        assert!(drawing.svg.contains("indicatief"), "{kind:?}");
        // Beside the key there is a mark at the figure itself.
        let shapes = |svg: &str| {
            let shapes = svg.split('<').filter(|part| !part.starts_with("text"));
            shapes.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
        };
        let new = shapes(&drawing.svg).difference(&shapes(&sure)).count();
        assert!(new > 1, "{kind:?}: {new}");
    }
}

/// The mark of a hidden figure is explained wherever one stands.
#[test]
fn hidden_figures_are_explained_in_every_kind() {
    for kind in ChartKind::ALL {
        let mut chart = sample(kind);
        chart.data[0][0] = Datum::hidden("·");
        if let Some(numbers) = chart.distributions.first_mut() {
            *numbers = Distribution::default();
        }
        let drawing = drawn(&chart);
        write_picture(&drawing, &format!("hidden-{}", kind.name()));
        assert!(drawing.svg.contains("te weinig antwoorden om te tonen"), "{kind:?}");
        assert!(drawing.svg.contains(">·<"), "{kind:?}");
    }
}

/// Figures on data are legible on a dark page as well: 4.5:1 for text (WCAG 2.2, 1.4.3).
#[test]
fn figures_on_data_are_legible_on_a_dark_page() {
    let dark = ChartTheme::default().dark();
    let categorical = (0..6).map(Tone::Categorical);
    let steps = (2..=7).flat_map(|steps| {
        (0..steps)
            .flat_map(move |step| [Tone::Sequential(step, steps), Tone::Diverging(step, steps)])
    });
    for tone in categorical.chain(steps).chain([Tone::Missing]) {
        for (paint, text) in
            [(Paint::Data(tone), Paint::On(tone)), (Paint::Tint(tone), Paint::OnTint(tone))]
        {
            let contrast = dark.colour(paint).contrast(dark.colour(text));
            assert!(contrast >= 4.5, "{paint:?} {}: {contrast:.2}", dark.colour(paint));
        }
    }
}
