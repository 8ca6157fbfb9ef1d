//! What a template asks a chart for, and the kind of chart that answers it.

use std::sync::Arc;

use crate::chapter::helpers::estimate::scale_nets;
use crate::chapter::helpers::plan::{Plan, labels, scale_poles, scale_remedy};
use crate::chapter::session::at;
use crate::chart::{
    self, Answering, ChartKind, Form, Groups, OneNumber, RegionMap, are_moments, fitting,
};
use crate::diagnostics::{Diagnostic, nearest_hint};
use crate::statistics;
use crate::survey::{Answers, Kind, Question};

use super::numbers::columns_of;

/// The figure of a template, understood.
pub(super) struct Ask<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) kind: ChartKind,
    /// The kinds that suit the questions too, when the template asks for none.
    pub(super) others: Vec<ChartKind>,
    /// The answer whose share each row can show, of each question.
    pub(super) shown: Option<Shown>,
    /// Whether the template itself asks for that answer.
    asked: bool,
    /// The map of the regions that are compared.
    pub(super) map: Option<Arc<RegionMap>>,
}

/// The answers whose share stands for a whole question.
pub(super) struct Shown {
    /// What they are called.
    names: Vec<String>,
    /// Stands between the names.
    or: &'static str,
    /// Their codes, by question.
    pub(super) codes: Vec<Vec<Arc<str>>>,
}

impl Shown {
    /// What the answers are called: `Ja of Misschien`.
    pub(super) fn plain(&self) -> String {
        self.names.join(&format!(" {} ", self.or))
    }

    /// The same with quotation marks: `‘Ja’ of ‘Misschien’`.
    pub(super) fn quoted(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("‘{name}’")).collect();
        names.join(&format!(" {} ", self.or))
    }
}

/// The way to the numbers of a chart.
pub(super) enum Path<'a> {
    /// The options of one question.
    Options,
    /// The options of one question, by groups.
    Groups(&'a Question),
    /// The options of several questions.
    Statements,
    /// The options of a question that are regions.
    Regions,
    /// One number for each group or question.
    OneNumber,
    /// Whole numbers and how often they were given.
    Values,
    /// All numbers of each group or question.
    Distributions,
    /// A point for each wave.
    Waves,
}

impl<'a> Ask<'a> {
    /// Reads the options of the call that decide about the kind. Fails when the
    /// kind that it names cannot show these questions.
    pub(super) fn read(plan: &'a Plan<'a>) -> Result<Self, Diagnostic> {
        let asked = asked_kind(plan)?;
        if !plan.banner.is_empty() && plan.by().is_none() {
            return Err(plan
                .fault("chart-shape", "a chart has groups of one question".into())
                .hint("draw a chart for each, or print a table, which can have several"));
        }
        let answering = answering(plan)?;
        let explicit = asked_answer(plan, answering)?;
        if plan.by_waves {
            let kind = asked.unwrap_or(ChartKind::Lines);
            let is_asked = explicit.is_some();
            let others = vec![];
            return Ok(Self { plan, kind, others, shown: explicit, asked: is_asked, map: None });
        }
        let map = regions(plan)
            .and_then(|question| plan.session.material.maps.get(&*question.name).map(Arc::clone));
        let is_asked = explicit.is_some();
        let shown = match explicit {
            Some(shown) => Some(shown),
            None => implied_answer(plan, answering),
        };
        let question = plan.questions[0];
        let form = Form {
            answering,
            questions: plan.questions.len(),
            options: match answering {
                Answering::Numbers if plan.questions.len() > 1 || plan.by().is_some() => 0,
                Answering::Numbers => columns_of(plan, question)?,
                _ => labels(question).len(),
            },
            groups: plan.by().map(|by| groups(plan, by)).transpose()?,
            regions: map.is_some(),
            one: match (answering, &shown) {
                (Answering::Numbers, _) => OneNumber::Implied,
                (_, Some(_)) if is_asked => OneNumber::Asked,
                (_, Some(_)) => OneNumber::Implied,
                (_, None) => OneNumber::Unknown,
            },
        };
        let Some(kind) = asked.or_else(|| chart::choose(&form)) else {
            return Err(unfit(plan, &form, None));
        };
        let mut others = fitting(&form);
        if !others.contains(&kind) {
            return Err(unfit(plan, &form, Some(kind)));
        }
        others.retain(|other| asked.is_none() && *other != kind);
        Ok(Self { plan, kind, others, shown, asked: is_asked, map })
    }

    /// The way to the numbers.
    pub(super) fn path(&self) -> Path<'a> {
        use ChartKind::{
            Bars, Boxes, Bubbles, Columns, Dots, Lines, Map, Pictogram, Slope, Strips,
        };
        let plan = self.plan;
        if plan.by_waves {
            return Path::Waves;
        }
        let several = plan.questions.len() > 1;
        if plan.questions[0].kind == Kind::Number {
            return match self.kind {
                Boxes | Strips => Path::Distributions,
                Columns | Bars if !several && plan.by().is_none() => Path::Values,
                _ => Path::OneNumber,
            };
        }
        let joined = matches!(self.kind, Bars | Columns | Pictogram | Map | Bubbles);
        let compared = joined || matches!(self.kind, Dots | Lines | Slope);
        match plan.by() {
            _ if self.asked => Path::OneNumber,
            Some(_) if several || compared && self.shown.is_some() => Path::OneNumber,
            Some(by) => Path::Groups(by),
            None if matches!(self.kind, Map | Bubbles) => Path::Regions,
            None if several && joined => Path::OneNumber,
            None if several => Path::Statements,
            None => Path::Options,
        }
    }

    /// What is asked of the respondents.
    pub(super) fn is_scale(&self) -> bool {
        self.plan.questions[0].ordered
    }
}

/// The kind that the template asks for, if it does.
fn asked_kind(plan: &Plan) -> Result<Option<ChartKind>, Diagnostic> {
    let Some(name) = plan.arguments.option("kind")? else { return Ok(None) };
    let names: Vec<&str> = ChartKind::ALL.iter().map(|kind| kind.name()).collect();
    ChartKind::from_name(name).map(Some).ok_or_else(|| {
        Diagnostic::error("unknown-chart", format!("unknown kind of chart `{name}`"))
            .at(plan.arguments.place_of(name))
            .hints(nearest_hint(name, names.iter().copied()))
            .hint(format!("kinds: {}", names.join(", ")))
    })
}

/// The question whose options may be regions: that of the groups, or the only one.
fn regions<'a>(plan: &Plan<'a>) -> Option<&'a Question> {
    plan.by().or(plan.questions.first().copied())
}

/// The groups that the selection has respondents in.
fn groups(plan: &Plan, by: &Question) -> Result<Groups, Diagnostic> {
    let survey = plan.session.material.survey;
    let mask = plan.selection.filter.mask(survey).map_err(|fault| plan.at(fault))?;
    let selected = |respondent: usize| mask.as_ref().is_none_or(|mask| mask[respondent]);
    let occurs = |place: usize| match &*by.answers {
        Answers::Single(codes) => codes
            .iter()
            .enumerate()
            .any(|(respondent, code)| code.index() == Some(place) && selected(respondent)),
        _ => true,
    };
    let choices = by.choices.iter().enumerate().filter(|(_, choice)| choice.missing.is_none());
    Ok(Groups {
        count: choices.filter(|(place, _)| occurs(*place)).count(),
        ordered: by.ordered,
        moments: are_moments(&by.name, &labels(by)),
    })
}

fn answering(plan: &Plan) -> Result<Answering, Diagnostic> {
    let one = |question: &Question| match question.kind {
        Kind::Number => Ok(Answering::Numbers),
        Kind::Multiple => Ok(Answering::Several),
        Kind::Single if question.ordered => {
            Ok(Answering::Scale { poles: scale_poles(question).is_some() })
        }
        Kind::Single => Ok(Answering::Choice),
        Kind::Text | Kind::Date => Err(plan
            .fault("chart-shape", format!("question `{}` has no numbers to draw", question.name))
            .hint("draw closed questions and numbers")),
    };
    let first = one(plan.questions[0])?;
    for question in &plan.questions[1..] {
        let other = one(question)?;
        if (other == Answering::Numbers) != (first == Answering::Numbers) {
            return Err(plan
                .fault(
                    "chart-shape",
                    format!(
                        "`{}` and `{}` do not go into one chart: one of them asks for a number",
                        plan.questions[0].name, question.name
                    ),
                )
                .hint("draw a chart for each"));
        }
    }
    Ok(first)
}

/// The answer that the option `answer` names: codes parted by commas, or a net.
fn asked_answer(plan: &Plan, answering: Answering) -> Result<Option<Shown>, Diagnostic> {
    let Some(text) = plan.arguments.option("answer")? else { return Ok(None) };
    if answering == Answering::Numbers {
        return Err(Diagnostic::error("wrong-kind", "numbers have no answers to choose from")
            .at(plan.arguments.place_of(text))
            .hint("leave `answer` out: the chart shows means"));
    }
    let mut shown = Shown { names: vec![], or: plan.words.or, codes: vec![] };
    for question in &plan.questions {
        let (names, codes) = answer_of(plan, question, text)
            .map_err(|fault| at(fault, plan.arguments.place_of(text)))?;
        if shown.codes.is_empty() {
            shown.names = names;
        }
        shown.codes.push(codes);
    }
    Ok(Some(shown))
}

fn answer_of(
    plan: &Plan,
    question: &Question,
    text: &str,
) -> Result<(Vec<String>, Vec<Arc<str>>), Diagnostic> {
    let find =
        |code: &str| statistics::find_choice(question, code).map(|index| &question.choices[index]);
    let manifest = &plan.session.material.manifest.nets;
    if let Some(codes) = manifest.get(&*question.name).and_then(|nets| nets.get(text)) {
        let codes = codes.iter().map(|code| find(code.get_ref()).map(|choice| choice.code.clone()));
        return Ok((vec![text.to_string()], codes.collect::<Result<_, _>>()?));
    }
    if find(text).is_err()
        && let Some((name, codes)) = scale_nets(question).into_iter().find(|net| net.0 == text)
    {
        return Ok((vec![plan.net_label(question, name)], codes));
    }
    let choices = text.split(',').map(|code| find(code.trim())).collect::<Result<Vec<_>, _>>()?;
    let names = choices.iter().map(|choice| choice.label.to_string()).collect();
    Ok((names, choices.iter().map(|choice| choice.code.clone()).collect()))
}

/// The answer that stands for a question when the template names none: the
/// positive net of a scale with poles, the first of two options.
fn implied_answer(plan: &Plan, answering: Answering) -> Option<Shown> {
    let question = plan.questions[0];
    let name = match answering {
        Answering::Scale { poles: true } => plan.net_label(question, "positive"),
        Answering::Choice | Answering::Scale { .. } if labels(question).len() == 2 => {
            labels(question)[0].to_string()
        }
        _ => return None,
    };
    let codes_of = |question: &&Question| match answering {
        Answering::Scale { poles: true } => {
            scale_poles(question)?;
            let net = scale_nets(question).into_iter().find(|net| net.0 == "positive")?;
            Some(net.1)
        }
        _ => {
            let first = |question: &Question| {
                question.choices.iter().find(|choice| choice.missing.is_none())?.code.clone().into()
            };
            let code: Option<Arc<str>> = first(question);
            code.filter(|code| first(plan.questions[0]).as_ref() == Some(code)).map(|it| vec![it])
        }
    };
    let codes = plan.questions.iter().map(codes_of).collect::<Option<Vec<_>>>()?;
    Some(Shown { names: vec![name], or: plan.words.or, codes })
}

/// The fault of a kind that cannot show the questions, or of questions that no
/// kind can show as they are asked.
fn unfit(plan: &Plan, form: &Form, kind: Option<ChartKind>) -> Diagnostic {
    let names: Vec<String> =
        plan.questions.iter().map(|question| format!("`{}`", question.name)).collect();
    let mut subject = match names.as_slice() {
        [one] => format!("question {one}"),
        several => format!("questions {}", several.join(", ")),
    };
    if let Some(by) = plan.by() {
        subject.push_str(&format!(" by `{}`", by.name));
    }
    let (message, place) = match kind {
        Some(kind) => (
            format!("`{}` cannot show {subject}", kind.name()),
            plan.arguments.place_of(kind.name()),
        ),
        None => (format!("{subject}: the chart needs one number for each"), plan.arguments.place()),
    };
    let mut fault = Diagnostic::error("chart-kind", message).at(place);
    let would_fit = |form: Form| match kind {
        Some(kind) => fitting(&form).contains(&kind),
        None => chart::choose(&form).is_some(),
    };
    let asked = Form { one: OneNumber::Asked, ..*form };
    let over_waves = Groups { count: 3, ordered: true, moments: true };
    let two_waves = Groups { count: 2, ..over_waves };
    if form.one == OneNumber::Unknown
        && (would_fit(asked) || would_fit(Form { regions: true, ..asked }))
    {
        let code = plan.questions[0].choices.first().map_or("1", |choice| &*choice.code);
        fault = fault.hint(format!("say which answer it shows: `answer=\"{code}\"`"));
    }
    if form.groups.is_none()
        && [over_waves, two_waves]
            .into_iter()
            .any(|groups| would_fit(Form { groups: Some(groups), ..*form }))
    {
        fault = fault.hint("name the question with the waves or groups: `by=\"…\"`");
    }
    if matches!(kind, Some(ChartKind::Map | ChartKind::Bubbles)) && !form.regions {
        let mapped: Vec<&str> = plan.session.material.maps.keys().map(String::as_str).collect();
        fault = fault.hint(match mapped.as_slice() {
            [first, ..] if plan.by().is_none() => {
                format!("compare the regions of a map: `by=\"{first}\"`")
            }
            _ => "give the map of the regions in `publication.toml`, under `[charts.maps]`: \
                  `QUESTION = \"inputs/maps/…\"`"
                .into(),
        });
    }
    if let (Some(ChartKind::Slope), Some(by)) = (kind, plan.by())
        && form.groups.is_some_and(|groups| groups.count > 2)
    {
        let mut codes = by.choices.iter().filter(|choice| choice.missing.is_none());
        if let (Some(first), Some(last)) = (codes.next(), codes.next_back()) {
            let pair = format!("{}={},{}", by.name, first.code, last.code);
            fault = fault.hint(format!("compare two of them: `where=\"{pair}\"`"));
        }
    }
    let scale = Form { answering: Answering::Scale { poles: true }, ..*form };
    if form.answering == Answering::Choice && would_fit(scale) {
        fault = fault.hints(scale_remedy(plan.questions[0]));
    }
    let kinds: Vec<&str> = fitting(form).into_iter().map(ChartKind::name).collect();
    match kinds.as_slice() {
        [] => fault,
        kinds => fault.hint(format!("kinds that can: {}", kinds.join(", "))),
    }
}
