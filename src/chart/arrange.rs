//! The order of categories, and the kind of chart that suits a question.

use super::model::{Chart, ChartKind, Label, Real, Role, Scheme};

/// How categories are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// As they are given: by code, by scale, by time.
    Given,
    /// The highest value first.
    Value,
}

/// The same chart with its categories in order: totals first, then the others,
/// then "anders", then missing answers. Equal values keep the given order.
///
/// The value of a category is its positive net in a Likert chart, its first
/// series in the others; categories without a value come after those with one.
#[must_use]
pub fn arrange(chart: &Chart, order: Order) -> Chart {
    let mut rows: Vec<usize> = (0..chart.categories.len()).collect();
    let group = |row: usize| match chart.categories[row].role {
        Role::Total => 0,
        Role::Ordinary | Role::Neutral => 1,
        Role::Other => 2,
        Role::Missing => 3,
    };
    let key = |row: usize| match order {
        Order::Given => f64::INFINITY,
        Order::Value => value_of(chart, row).unwrap_or(f64::NEG_INFINITY),
    };
    rows.sort_by(|&one, &two| {
        group(one).cmp(&group(two)).then_with(|| key(two).total_cmp(&key(one)))
    });
    let mut arranged = chart.clone();
    arranged.categories = pick(&chart.categories, &rows);
    arranged.data = pick(&chart.data, &rows);
    arranged.distributions = pick(&chart.distributions, &rows);
    for net in &mut arranged.nets {
        net.data = pick(&net.data, &rows);
    }
    arranged
}

fn pick<T: Clone>(list: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().filter_map(|&row| list.get(row).cloned()).collect()
}

fn value_of(chart: &Chart, row: usize) -> Option<f64> {
    if matches!(chart.kind, ChartKind::Likert | ChartKind::LikertApart) {
        let net = chart.nets.iter().find(|net| net.side == super::model::Side::Right);
        if let Some(net) = net {
            return net.data.get(row)?.value.map(Real::get);
        }
    }
    chart.data.get(row)?.first()?.value.map(Real::get)
}

/// What is known of the questions before a chart is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// How many questions share the chart.
    pub questions: usize,
    /// Whether their answers are an ordered scale.
    pub ordered: bool,
    /// Whether respondents could tick several answers.
    pub multiple: bool,
    /// Whether the answers are numbers.
    pub numbers: bool,
    /// How many answers there are to choose from.
    pub options: usize,
    /// How many groups of respondents are compared; 0 or 1 for none.
    pub groups: usize,
    /// Whether the groups are waves, in order of time.
    pub waves: bool,
}

/// A kind of chart with the palette and the order that go with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The kind.
    pub kind: ChartKind,
    /// The palette.
    pub scheme: Scheme,
    /// The order of the categories.
    pub order: Order,
}

/// The kind of chart that suits a question, when the author asks for none.
///
/// Several statements on one scale make one Likert chart; answers without order
/// are bars by value; a scale keeps its order; numbers are dots with intervals;
/// waves are lines; more groups than the eye can tell apart are a grid.
pub fn choose(subject: &Subject) -> Choice {
    use ChartKind::{
        Bars, Columns, Dots, Grouped, HeatMap, Likert, Lines, Multiples, Slope, Stacked,
    };
    let choice = |kind, order| Choice { kind, scheme: Scheme::Automatic, order };
    let &Subject { questions, ordered, multiple, numbers, options, groups, waves } = subject;
    let compares = groups > 1;
    if waves && compares {
        let kind = if groups == 2 && options <= 6 { Slope } else { Lines };
        return choice(kind, Order::Given);
    }
    if numbers {
        let order = if compares { Order::Given } else { Order::Value };
        return choice(Dots, order);
    }
    if questions > 1 {
        return if ordered { choice(Likert, Order::Value) } else { choice(HeatMap, Order::Value) };
    }
    match (ordered && !multiple, compares) {
        // A scale by group: one divided bar per group. Without a middle there is
        // nothing to centre on.
        (true, true) if options % 2 == 1 && options >= 3 => choice(Likert, Order::Given),
        (true, true) => Choice { scheme: Scheme::Sequential, ..choice(Stacked, Order::Given) },
        (true, false) if options <= 7 => choice(Columns, Order::Given),
        (true, false) => choice(Bars, Order::Given),
        (false, false) => choice(Bars, Order::Value),
        (false, true) if groups <= 3 => choice(Grouped, Order::Value),
        (false, true) if groups <= 5 && options <= 12 => choice(Multiples, Order::Value),
        (false, true) => choice(HeatMap, Order::Value),
    }
}

/// The role that the wording of an answer suggests: `anders` and `overig` come
/// last, `weet niet` and `geen mening` after them.
pub fn role_of(label: &str) -> Role {
    const OTHER: [&str; 4] = ["anders", "overig", "other", "een andere"];
    const MISSING: [&str; 9] = [
        "weet niet",
        "weet ik niet",
        "geen mening",
        "geen antwoord",
        "niet van toepassing",
        "don't know",
        "don’t know",
        "no opinion",
        "no answer",
    ];
    let label = label.trim().to_lowercase();
    let starts = |list: &[&str]| list.iter().any(|start| label.starts_with(start));
    if starts(&MISSING) {
        Role::Missing
    } else if starts(&OTHER) {
        Role::Other
    } else {
        Role::Ordinary
    }
}

impl Label {
    /// The same label with the role that its wording suggests.
    #[must_use]
    pub fn with_suggested_role(self) -> Self {
        let role = role_of(&self.text);
        self.role(role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::samples::{sample, share};

    #[test]
    fn categories_are_put_in_order() {
        let mut chart = sample(ChartKind::Bars);
        chart.categories.reverse();
        chart.data.reverse();
        chart.data[3][0] = share(0.48);
        let names = |chart: &Chart| -> Vec<String> {
            let words = chart.categories.iter().map(|label| label.text.split(' ').take(3));
            words.map(|words| words.collect::<Vec<_>>().join(" ")).collect()
        };
        assert_eq!(
            names(&arrange(&chart, Order::Value)),
            [
                "Te weinig capaciteit",
                "Onvoldoende bestuurlijk draagvlak",
                "Te weinig geld",
                "Leveranciers kunnen de",
                "Onduidelijkheid over landelijke",
                "Weerstand bij medewerkers",
                "Anders",
                "Weet niet /",
            ]
        );
        let given = arrange(&chart, Order::Given);
        assert_eq!(names(&given)[0], "Weerstand bij medewerkers");
        assert_eq!(names(&given)[6..], ["Anders", "Weet niet /"]);
        assert_eq!(arrange(&given, Order::Given), given);
    }

    #[test]
    fn nets_move_with_their_statements() {
        let mut chart = sample(ChartKind::Likert);
        chart.categories.reverse();
        chart.data.reverse();
        chart.nets.iter_mut().for_each(|net| net.data.reverse());
        assert_eq!(arrange(&chart, Order::Value), sample(ChartKind::Likert));
    }

    #[test]
    fn the_kind_follows_the_question() {
        let one = Subject {
            questions: 1,
            ordered: false,
            multiple: false,
            numbers: false,
            options: 6,
            groups: 0,
            waves: false,
        };
        let kind = |subject: Subject| choose(&subject).kind;
        assert_eq!(kind(one), ChartKind::Bars);
        assert_eq!(kind(Subject { multiple: true, ..one }), ChartKind::Bars);
        assert_eq!(kind(Subject { ordered: true, ..one }), ChartKind::Columns);
        assert_eq!(kind(Subject { questions: 8, ordered: true, ..one }), ChartKind::Likert);
        assert_eq!(kind(Subject { questions: 8, ..one }), ChartKind::HeatMap);
        assert_eq!(kind(Subject { groups: 3, ..one }), ChartKind::Grouped);
        assert_eq!(kind(Subject { groups: 5, ..one }), ChartKind::Multiples);
        assert_eq!(kind(Subject { groups: 12, ..one }), ChartKind::HeatMap);
        let scale = Subject { ordered: true, options: 5, groups: 4, ..one };
        assert_eq!(kind(scale), ChartKind::Likert);
        assert_eq!(kind(Subject { options: 4, ..scale }), ChartKind::Stacked);
        assert_eq!(kind(Subject { numbers: true, groups: 4, ..one }), ChartKind::Dots);
        assert_eq!(kind(Subject { waves: true, groups: 4, ..one }), ChartKind::Lines);
        assert_eq!(kind(Subject { waves: true, groups: 2, ..one }), ChartKind::Slope);
    }

    #[test]
    fn wording_suggests_a_role() {
        for (label, role) in [
            ("Anders, namelijk:", Role::Other),
            ("Overige redenen", Role::Other),
            ("Weet niet / geen mening", Role::Missing),
            ("Geen antwoord", Role::Missing),
            ("Geen geld", Role::Ordinary),
            ("Don’t know", Role::Missing),
        ] {
            assert_eq!(role_of(label), role, "{label}");
        }
    }
}
