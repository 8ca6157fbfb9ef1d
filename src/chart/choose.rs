//! The kinds of charts that can show a table truthfully, and the one to take
//! when the author asks for none.
//!
//! | questions | alone | by groups | over waves |
//! |---|---|---|---|
//! | answers without order | bars by value | two answers: stacked; else grouped, multiples or a heat map, by the number of groups | lines; two waves: slope |
//! | a scale with poles (`oneens` to `eens`) | Likert | Likert | lines, slope |
//! | another scale | columns, or bars when there are many | stacked, light to dark | lines, slope |
//! | several answers | bars by value | as answers without order | lines, slope |
//! | numbers | columns of whole numbers, else boxes | dots with intervals | lines, slope |
//! | several statements on one scale | one Likert or stacked chart | dots of the positive net | lines, slope |
//! | several numbers | dots with intervals | dots | lines, slope |
//! | one answer of a question | waffle | bars | lines, slope |

use super::model::ChartKind;

/// What the questions of a chart ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answering {
    /// One answer, without order.
    Choice,
    /// One step of a scale.
    Scale {
        /// Whether it runs from one pole over neutral to the other.
        poles: bool,
    },
    /// Any number of answers.
    Several,
    /// A number.
    Numbers,
}

/// Whether the table can be one number for each row: a mean, or the share of
/// one answer or net.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OneNumber {
    /// The author says which.
    Asked,
    /// There is one that stands for the whole question: its mean, its positive
    /// net, the first of two answers.
    Implied,
    /// There is none.
    Unknown,
}

/// The groups of respondents that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Groups {
    /// How many.
    pub count: usize,
    /// Whether they are in order: size classes, ages.
    pub ordered: bool,
    /// Whether they are moments in time.
    pub moments: bool,
}

/// What is known of a table before it becomes a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// What is asked.
    pub answering: Answering,
    /// How many questions share the chart.
    pub questions: usize,
    /// How many answers there are to choose from; of numbers, how many whole
    /// numbers lie between the lowest and the highest, or 0 when they are not whole.
    pub options: usize,
    /// The groups of respondents, if any are compared.
    pub groups: Option<Groups>,
    /// Whether the groups, or without groups the options, are regions of a map.
    pub regions: bool,
    /// Whether each row can be one number.
    pub one: OneNumber,
}

/// More whole numbers than these do not get a column each.
pub const MOST_COLUMNS: usize = 16;
/// More options than these are bars rather than columns.
const MOST_STEPS: usize = 7;

/// The kind that suits a table when the author asks for none; `None` when only
/// one number for each row could be shown and it is not known which.
pub fn choose(form: &Form) -> Option<ChartKind> {
    fitting(form).first().copied()
}

/// All kinds that can show a table truthfully, the most suitable first.
pub fn fitting(form: &Form) -> Vec<ChartKind> {
    use ChartKind::{Bubbles, Lines, Map, Slope};
    let mut kinds = match (form.answering, form.one) {
        (Answering::Numbers, _) => numbers(form),
        (_, OneNumber::Asked) => one_number(form),
        (_, OneNumber::Implied) => {
            let mut kinds = answers(form);
            kinds.extend(one_number(form));
            kinds
        }
        (_, OneNumber::Unknown) => answers(form),
    };
    if let Some(groups) = form.groups {
        // Lines join moments, or steps of an order; a slope joins any two.
        let mut joined = vec![];
        // Two questions, such as before and after, are two moments of each group.
        if groups.count == 2 || form.questions == 2 && !groups.moments {
            joined.push(Slope);
        }
        if groups.count > 1 && (groups.moments || groups.ordered) {
            joined.push(Lines);
        }
        let shows = !kinds.is_empty();
        let first = if groups.moments { 0 } else { kinds.len() };
        if shows || form.one != OneNumber::Unknown {
            kinds.splice(first..first, joined);
        }
    }
    if form.regions {
        let known = form.groups.is_none() || form.one != OneNumber::Unknown;
        if known && form.questions == 1 {
            kinds.push(Map);
            if form.answering != Answering::Numbers {
                kinds.push(Bubbles);
            }
        }
    }
    let mut seen = vec![];
    kinds.retain(|kind| {
        let new = !seen.contains(kind);
        seen.push(*kind);
        new
    });
    kinds
}

fn numbers(form: &Form) -> Vec<ChartKind> {
    use ChartKind::{Bars, Boxes, Columns, Dots, Grouped, HeatMap, Multiples, Strips};
    match (form.questions, form.groups) {
        (1, None) if (1..=MOST_COLUMNS).contains(&form.options) => {
            vec![Columns, Bars, Boxes, Strips, Dots]
        }
        (1, None) => vec![Boxes, Strips, Dots],
        (_, None) => vec![Dots, Boxes, Strips, Bars, Columns],
        (1, Some(_)) => vec![Dots, Boxes, Strips, Bars, Columns],
        (_, Some(_)) => vec![Dots, Grouped, HeatMap, Multiples],
    }
}

/// One share for each row.
fn one_number(form: &Form) -> Vec<ChartKind> {
    use ChartKind::{Bars, Columns, Dots, Grouped, HeatMap, Multiples, Pictogram, Waffle};
    match (form.questions, form.groups) {
        (1, None) => vec![Waffle, Pictogram, Bars, Columns, Dots],
        (_, None) | (1, Some(_)) => vec![Bars, Dots, Columns, Pictogram, Waffle],
        (_, Some(_)) => vec![Dots, Grouped, HeatMap, Multiples],
    }
}

/// All answers of each row.
fn answers(form: &Form) -> Vec<ChartKind> {
    use Answering::{Choice, Numbers, Scale, Several};
    use ChartKind::{
        Bars, Columns, Dots, Grouped, HeatMap, Likert, LikertApart, Multiples, Pictogram, Stacked,
        Waffle,
    };
    let groups = form.groups.map_or(0, |groups| groups.count);
    let compared = match groups {
        0..=3 => vec![Grouped, Multiples, HeatMap, Dots],
        4..=5 if form.options <= 12 => vec![Multiples, Grouped, HeatMap, Dots],
        _ => vec![HeatMap, Multiples, Grouped, Dots],
    };
    let with = |first: &[ChartKind], more: Vec<ChartKind>| [first, &more].concat();
    match (form.answering, form.questions, form.groups) {
        (Choice, 1, None) => vec![Bars, Columns, Dots, Pictogram, Stacked, Waffle],
        (Several, 1, None) => vec![Bars, Columns, Dots, Pictogram, Waffle],
        (Scale { poles }, 1, None) => {
            let steps = match form.options <= MOST_STEPS {
                true => [Columns, Bars],
                false => [Bars, Columns],
            };
            let more = vec![Stacked, Likert, LikertApart, Dots, Pictogram, Waffle];
            if poles { with(&[Likert], with(&steps, more)) } else { with(&steps, more) }
        }
        (Choice, 1, Some(_)) if form.options == 2 => {
            with(&[Stacked], with(&compared, vec![Waffle]))
        }
        (Choice, 1, Some(_)) => with(&compared, vec![Stacked, Waffle]),
        (Several, 1, Some(_)) => compared,
        (Scale { poles: true }, _, None) | (Scale { poles: true }, 1, Some(_)) => {
            with(&[Likert, LikertApart, Stacked], with(&compared, vec![Waffle]))
        }
        (Scale { poles: false }, _, None) | (Scale { poles: false }, 1, Some(_)) => {
            with(&[Stacked, Likert, LikertApart], with(&compared, vec![Waffle]))
        }
        (Choice, _, None) => vec![Stacked, HeatMap, Multiples, Grouped, Waffle],
        (Several, _, None) | (Numbers, ..) | (_, _, Some(_)) => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Form = Form {
        answering: Answering::Choice,
        questions: 1,
        options: 6,
        groups: None,
        regions: false,
        one: OneNumber::Unknown,
    };

    fn groups(count: usize) -> Option<Groups> {
        Some(Groups { count, ordered: false, moments: false })
    }

    fn waves(count: usize) -> Option<Groups> {
        Some(Groups { count, ordered: true, moments: true })
    }

    fn name(form: Form) -> &'static str {
        choose(&form).map_or("none", ChartKind::name)
    }

    #[test]
    fn answers_without_order() {
        assert_eq!(name(PLAIN), "bars");
        assert_eq!(name(Form { answering: Answering::Several, ..PLAIN }), "bars");
        assert_eq!(name(Form { groups: groups(3), ..PLAIN }), "grouped");
        assert_eq!(name(Form { groups: groups(5), ..PLAIN }), "multiples");
        assert_eq!(name(Form { groups: groups(12), ..PLAIN }), "heatmap");
        assert_eq!(name(Form { groups: groups(4), options: 2, ..PLAIN }), "stacked");
        assert_eq!(name(Form { groups: waves(4), ..PLAIN }), "lines");
        assert_eq!(name(Form { groups: waves(2), ..PLAIN }), "slope");
        assert_eq!(name(Form { questions: 4, ..PLAIN }), "stacked");
    }

    #[test]
    fn scales() {
        let scale = |poles| Form { answering: Answering::Scale { poles }, options: 5, ..PLAIN };
        assert_eq!(name(scale(true)), "likert");
        assert_eq!(name(scale(false)), "columns");
        assert_eq!(name(Form { options: 11, ..scale(false) }), "bars");
        for questions in [1, 8] {
            let groups = if questions == 1 { groups(4) } else { None };
            assert_eq!(name(Form { questions, groups, ..scale(true) }), "likert");
            assert_eq!(name(Form { questions, groups, ..scale(false) }), "stacked");
        }
        assert_eq!(name(Form { groups: waves(3), ..scale(true) }), "lines");
        let several = Form { questions: 3, groups: groups(3), ..scale(true) };
        assert_eq!(name(several), "none");
        assert_eq!(name(Form { one: OneNumber::Implied, ..several }), "dots");
        let over_waves = Form { groups: waves(3), one: OneNumber::Implied, ..several };
        assert_eq!(name(over_waves), "lines");
    }

    #[test]
    fn numbers() {
        let number = Form { answering: Answering::Numbers, options: 11, ..PLAIN };
        assert_eq!(name(number), "columns");
        assert_eq!(name(Form { options: 0, ..number }), "boxes");
        assert_eq!(name(Form { options: 40, ..number }), "boxes");
        assert_eq!(name(Form { groups: groups(4), ..number }), "dots");
        assert_eq!(name(Form { groups: waves(4), ..number }), "lines");
        assert_eq!(name(Form { questions: 3, ..number }), "dots");
    }

    #[test]
    fn one_answer() {
        let asked = Form { one: OneNumber::Asked, ..PLAIN };
        assert_eq!(name(asked), "waffle");
        assert_eq!(name(Form { groups: groups(4), ..asked }), "bars");
        assert_eq!(name(Form { groups: waves(2), ..asked }), "slope");
        assert_eq!(name(Form { questions: 5, ..asked }), "bars");
    }

    #[test]
    fn a_map_is_drawn_only_when_asked_for() {
        for answering in [Answering::Choice, Answering::Numbers] {
            let form = Form {
                answering,
                groups: groups(12),
                regions: true,
                one: OneNumber::Asked,
                ..PLAIN
            };
            assert!(fitting(&form).contains(&ChartKind::Map));
            assert_ne!(choose(&form), Some(ChartKind::Map));
            let no_map = Form { regions: false, ..form };
            assert!(!fitting(&no_map).contains(&ChartKind::Map));
        }
        let unknown = Form { groups: groups(12), regions: true, ..PLAIN };
        assert!(!fitting(&unknown).contains(&ChartKind::Map));
    }

    #[test]
    fn no_kind_stands_twice() {
        for one in [OneNumber::Asked, OneNumber::Implied, OneNumber::Unknown] {
            for groups in [None, groups(2), waves(2), waves(9)] {
                let answering = Answering::Scale { poles: true };
                let kinds = fitting(&Form { answering, groups, one, regions: true, ..PLAIN });
                let mut once = kinds.clone();
                once.sort();
                once.dedup();
                assert_eq!(once.len(), kinds.len(), "{kinds:?}");
            }
        }
    }
}
