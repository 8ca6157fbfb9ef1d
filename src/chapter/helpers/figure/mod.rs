//! Charts: from questions and groups to a drawing in the generated source.
//!
//! 1. `ask`: what the template asks for, and the kind of chart that answers it.
//! 2. `options`, `measures`, `numbers`: the statistics, in the shape of that kind.
//! 3. `data`: what was gathered, as a chart, as facts and as CSV.

mod ask;
mod data;
mod measures;
mod numbers;
mod options;
mod waves;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::plan::{Plan, scale_remedy};
use crate::chapter::session::{Session, at};
use crate::chapter::{Figure, Medium};
use crate::chart::{self, Chart, ChartFault, ChartTheme, Drawing, FontSet};
use crate::diagnostics::Diagnostic;
use crate::escape::typst_string;
use crate::statistics::{self, Measure};

use ask::{Ask, Path};
use data::Data;

/// The fault of a chart that the theme has too few colours for.
const TOO_MANY_SERIES: &str = "chart-too-many-series";

/// A fault of the chart, with the cells of the text that no font can show.
fn told(session: &Session, arguments: &Arguments, fault: ChartFault) -> Diagnostic {
    let fault = at(fault.into_diagnostic(), arguments.place());
    let text = fault.message.rsplit('`').nth(1).filter(|_| fault.code == "character-without-glyph");
    let cells = text.into_iter().flat_map(|text| session.material.workbook.holding(text));
    let cells: Vec<String> = cells.take(3).map(|cell| cell.to_string()).collect();
    match cells.is_empty() {
        true => fault,
        false => fault.hint(format!("the text stands in {}", cells.join(", "))),
    }
}

/// `{{figure …}}`, whose body, if it has one, is the caption.
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
    body: Option<String>,
) -> Result<String, Diagnostic> {
    let plan = Plan::read(session, arguments, "fig")?;
    let key = plan.name.trim_start_matches("fig-").to_string();
    let width = arguments.choice("width", &["column", "wide"])?.unwrap_or("column");
    let mut ask = Ask::read(&plan)?;
    let Drawn { data, chart, drawing } = drawn(&mut ask, width)?;
    let alt = arguments.option("alt")?.unwrap_or(&drawing.alt).to_string();
    let caption = match body {
        Some(body) => body.trim().to_string(),
        None => plan.caption()?,
    };
    let bases: Vec<&Measure> = data.cells.iter().flatten().flatten().collect();
    let extra = data.remarks(&ask);
    let extra: Vec<&str> = extra.iter().map(String::as_str).collect();
    let note = plan.note(&bases, &extra);
    let own_alt = arguments.option("alt")?.is_some();
    let numbers = data.enter(&plan, &drawing, own_alt);
    let source = match session.medium {
        Medium::Typst => format!(
            "\n#survey-figure(\n  name: {},\n  image: {},\n  data: {},\n  alt: {},\n  \
             caption: [{caption}],\n  note: [{note}],\n  width: {},\n)\n",
            typst_string(&plan.name),
            typst_string(&format!("/figures/{key}.svg")),
            typst_string(&format!("/figures/{key}.csv")),
            typst_string(&alt),
            typst_string(width),
        ),
        Medium::Html => format!(
            "<figure id=\"{}\">{}<figcaption>{caption} <small>{note}</small></figcaption></figure>",
            plan.name, drawing.svg
        ),
    };
    session.add_figure(Figure {
        key,
        numbers,
        width: drawing.width.get(),
        svg: drawing.svg,
        csv: data.csv(&chart),
        alt,
        caption: plan.plain_caption()?,
        place: arguments.place(),
    });
    Ok(source)
}

/// A chart, with what it was made from.
struct Drawn {
    data: Data,
    chart: Chart,
    drawing: Drawing,
}

/// Gathers the numbers and draws them. Where the theme has too few colours for the kind
/// that suits best and the template asks for none, it is the first other kind that
/// suits and can be drawn.
fn drawn(ask: &mut Ask, width: &str) -> Result<Drawn, Diagnostic> {
    let Plan { session, arguments, .. } = ask.plan;
    let mut faults = match attempt(ask, width)? {
        Ok(drawn) => return Ok(drawn),
        Err(faults) => faults,
    };
    if faults.iter().any(|fault| fault.code == TOO_MANY_SERIES) {
        for kind in std::mem::take(&mut ask.others) {
            ask.kind = kind;
            if let Ok(Ok(drawn)) = attempt(ask, width) {
                return Ok(drawn);
            }
        }
    }
    let first = faults.remove(0);
    for fault in faults {
        session.report(told(session, arguments, fault));
    }
    let remedy = match first.code {
        TOO_MANY_SERIES => scale_remedy(ask.plan.questions[0]),
        _ => None,
    };
    Err(told(session, arguments, first).hints(remedy))
}

/// Gathers and draws the kind at hand. Fails inside with the faults of the drawing.
fn attempt(ask: &Ask, width: &str) -> Result<Result<Drawn, Vec<ChartFault>>, Diagnostic> {
    let data = gather(ask)?;
    let chart = data.chart(ask, width)?;
    let material = ask.plan.session.material;
    Ok(draw(&chart, material.chart_theme, material.fonts).map(|drawing| Drawn {
        data,
        chart,
        drawing,
    }))
}

/// Draws and checks a chart. The same numbers are drawn once: a preview that
/// prints again draws only what has changed. Fails with one fault or more.
#[comemo::memoize]
fn draw(chart: &Chart, theme: &ChartTheme, fonts: &FontSet) -> Result<Drawing, Vec<ChartFault>> {
    let drawing = chart::draw(chart, theme, fonts).map_err(|fault| vec![fault])?;
    chart::check(&drawing.svg, fonts).map(|()| drawing)
}

/// Collects the numbers in the shape that fits the kind.
fn gather(ask: &Ask) -> Result<Data, Diagnostic> {
    answered(ask.plan)?;
    match ask.path() {
        Path::Options => options::of_one(ask),
        Path::Groups(by) => options::by_groups(ask, by),
        Path::Statements => options::of_statements(ask),
        Path::Regions => options::of_regions(ask),
        Path::OneNumber => measures::gather(ask),
        Path::Values => numbers::values(ask),
        Path::Distributions => numbers::distributions(ask),
        Path::Waves => waves::gather(ask),
    }
}

/// A chart of nobody would show that everything is zero.
fn answered(plan: &Plan) -> Result<(), Diagnostic> {
    let analysis = plan.session.material.analysis;
    for question in &plan.questions {
        let base = statistics::base(analysis, &question.name, &plan.selection)
            .map_err(|fault| plan.at(fault))?;
        if base.base > 0 {
            return Ok(());
        }
    }
    Err(plan.at(statistics::empty_base(&plan.questions[0].name, &plan.selection)))
}
