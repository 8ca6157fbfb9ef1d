//! What figures and tables have in common: the questions, the groups, the
//! selection, the caption and the note.

use serde_spanned::Spanned;

use crate::chapter::arguments::Arguments;
use crate::chapter::helpers::estimate::{scale_nets, selection};
use crate::chapter::session::{Session, Spot, at};
use crate::chapter::value::{Measured, Unit};
use crate::chapter::waves::{self, WAVE};
use crate::chapter::words::{Words, words};
use crate::diagnostics::Diagnostic;
use crate::format::{self, Percent};
use crate::ledger::{Carrier, Cell};
use crate::statistics::{
    self, Measure, MeasureKind, Net, Order, Selection, Statistic, Table, TableOptions,
};
use crate::survey::{Kind, Question};

/// The arguments of a figure or table, read and checked.
pub(in crate::chapter) struct Plan<'a> {
    pub(in crate::chapter) session: &'a Session<'a>,
    pub(in crate::chapter) arguments: &'a Arguments,
    /// At least one.
    pub(in crate::chapter) questions: Vec<&'a Question>,
    /// The questions whose options are the groups, side by side; each entry is a
    /// question, or questions nested from the outermost.
    pub(in crate::chapter) banner: Vec<Vec<&'a Question>>,
    /// Whether the groups are the waves, each in a workbook of its own.
    pub(in crate::chapter) by_waves: bool,
    pub(in crate::chapter) selection: Selection,
    pub(in crate::chapter) order: Option<Order>,
    pub(in crate::chapter) words: &'static Words,
    /// Name with its prefix, such as `fig-u01`.
    pub(in crate::chapter) name: String,
}

impl<'a> Plan<'a> {
    /// Reads the arguments; `prefix` is `fig` or `tab`.
    pub(in crate::chapter) fn read(
        session: &'a Session<'a>,
        arguments: &'a Arguments,
        prefix: &str,
    ) -> Result<Self, Diagnostic> {
        arguments.get(0, "a question")?;
        let questions = (0..arguments.positional.len())
            .map(|index| session.question(arguments, index))
            .collect::<Result<Vec<_>, _>>()?;
        let over_waves = arguments.option("by")?.is_some_and(|by| by.trim() == WAVE)
            && waves::is_declared(session);
        let banner = match arguments.option("by")? {
            None => vec![],
            Some(_) if over_waves => {
                waves::question(session).map(|it| vec![it]).into_iter().collect()
            }
            Some(text) => statistics::parse_banner(text)
                .and_then(|nests| {
                    let find =
                        |name: &String| statistics::find_question(session.material.survey, name);
                    nests.iter().map(|nest| nest.iter().map(find).collect()).collect()
                })
                .map_err(|fault: Diagnostic| at(fault, arguments.place_of(text)))?,
        };
        let order = arguments.choice("order", &["value", "given"])?.map(|order| match order {
            "value" => Order::Value,
            _ => Order::Given,
        });
        let name = match arguments.option("name")? {
            Some(name) => name.to_string(),
            None => format!("{prefix}-{}", questions[0].name),
        };
        session.claim_name(&name, arguments)?;
        Ok(Self {
            session,
            arguments,
            questions,
            by_waves: over_waves && banner.is_empty(),
            banner,
            selection: selection(session, arguments)?,
            order,
            words: words(session.language()),
            name,
        })
    }

    /// The fault at the call.
    pub(in crate::chapter) fn at(&self, fault: Diagnostic) -> Diagnostic {
        at(fault, self.arguments.place())
    }

    /// A fault of this call.
    pub(in crate::chapter) fn fault(&self, code: &'static str, message: String) -> Diagnostic {
        Diagnostic::error(code, message).at(self.arguments.place())
    }

    /// The names of the questions.
    pub(in crate::chapter) fn names(&self) -> Vec<&'a str> {
        self.questions.iter().map(|question| &*question.name).collect()
    }

    /// The question whose options are the groups, when there is just one.
    pub(in crate::chapter) fn by(&self) -> Option<&'a Question> {
        match &self.banner[..] {
            [nest] if nest.len() == 1 => nest.first().copied(),
            _ => None,
        }
    }

    /// A table with the options of each question below each other, and a column
    /// per group if there are any.
    pub(in crate::chapter) fn options_table(
        &self,
        questions: &[&str],
        options: &TableOptions,
    ) -> Result<Table, Diagnostic> {
        if self.by_waves {
            return self.waves_table(questions, options);
        }
        let names: Vec<Vec<&str>> =
            self.banner.iter().map(|nest| nest.iter().map(|by| &*by.name).collect()).collect();
        let banner: Vec<&[&str]> = names.iter().map(|nest| &nest[..]).collect();
        statistics::banner_table(
            self.session.material.analysis,
            questions,
            &banner,
            &self.selection,
            options,
        )
        .map_err(|fault| self.at(fault))
    }

    /// The same with a column for each wave. A wave that lacks a question has none.
    fn waves_table(&self, questions: &[&str], options: &TableOptions) -> Result<Table, Diagnostic> {
        let current = self.session.material;
        let significance = options.significance;
        let options = TableOptions { significance: None, total: true, ..options.clone() };
        let mut tables = vec![];
        for material in current.waves.iter().chain([current]) {
            let lacks = |name: &str| !material.survey.questions.contains_key(name);
            let needed = questions.iter().copied().chain(options.means.iter().map(|name| &**name));
            if material.is_earlier && needed.into_iter().any(lacks) {
                continue;
            }
            let table = statistics::banner_table(
                material.analysis,
                questions,
                &[],
                &self.selection,
                &options,
            )
            .map_err(|fault| self.at(fault))?;
            tables.push((material.wave.unwrap_or_default(), material.is_earlier, table));
        }
        Ok(statistics::side_by_side(WAVE, tables, significance.as_ref()))
    }

    /// Whether there are groups.
    pub(in crate::chapter) fn is_grouped(&self) -> bool {
        self.by_waves || !self.banner.is_empty()
    }

    /// A table with a row per statement.
    pub(in crate::chapter) fn statements_table(
        &self,
        options: &TableOptions,
    ) -> Result<Table, Diagnostic> {
        statistics::statements_table(
            self.session.material.analysis,
            &self.names(),
            &self.selection,
            options,
        )
        .map_err(|fault| self.at(fault))
    }

    /// The nets that the manifest declares for a question.
    pub(in crate::chapter) fn nets(&self, question: &Question) -> Vec<Net> {
        let declared = self.session.material.manifest.nets.get(&*question.name);
        let codes = |(name, of): (&String, &Vec<Spanned<String>>)| {
            Net::of(name, of.iter().map(|code| code.get_ref().as_str()))
        };
        declared.into_iter().flatten().map(codes).collect()
    }

    /// The two ends of a scale as nets, for tables of statements.
    pub(in crate::chapter) fn end_nets(&self) -> Vec<Net> {
        scale_nets(self.questions[0])
            .into_iter()
            .filter(|(name, _)| *name != "neutral")
            .map(|(name, codes)| Net {
                name: name.into(),
                label: self.net_label(self.questions[0], name).into(),
                codes,
            })
            .collect()
    }

    /// What a net of a scale is called: by its pole (`eens`), or by its end (`hoogste 2`).
    pub(in crate::chapter) fn net_label(&self, question: &Question, name: &str) -> String {
        match (scale_poles(question), name) {
            (Some((_, positive)), "positive") => positive,
            (Some((negative, _)), "negative") => negative,
            (None, "positive") => self.end_label(question, self.words.highest),
            (None, "negative") => self.end_label(question, self.words.lowest),
            _ => self.words.neutral.to_string(),
        }
    }

    fn end_label(&self, question: &Question, end: &str) -> String {
        end.replace("{count}", &(labels(question).len() / 2).to_string())
    }

    /// A measure of this call, for the ledger.
    pub(in crate::chapter) fn measured(&self, measure: &Measure) -> Measured {
        let unit = Unit::of(measure.kind);
        let mut measure = measure.clone();
        self.session.wave_of(&mut measure);
        Measured::new(measure, unit, self.arguments.expression())
    }

    /// A number of a chart as the publication prints it. What cannot be drawn is told.
    pub(in crate::chapter) fn drawn_text(&self, measure: &Measure) -> String {
        let measured = self.measured(measure);
        self.session.demand_finite(&measured, &self.arguments.origin);
        self.session.house_style(&measured)
    }

    /// The respondents behind the share of an option or a net of all respondents, as a
    /// count of its own.
    pub(in crate::chapter) fn count_of(&self, measure: &Measure) -> Result<Measured, Diagnostic> {
        if measure.statistic == Statistic::ShareOfTicks && measure.hidden.is_none() {
            // Its base is the number of answers, of which one respondent gives several.
            let analysis = self.session.material.analysis;
            let codes: Vec<&str> = measure.codes.iter().map(|code| &**code).collect();
            let count = statistics::count(analysis, &measure.questions[0], &codes, &self.selection);
            return count.map(|count| self.measured(&count)).map_err(|fault| self.at(fault));
        }
        Ok(self.measured(&Measure {
            value: if measure.hidden.is_some() { f64::NAN } else { measure.n as f64 },
            kind: MeasureKind::Count,
            statistic: Statistic::Count,
            standard_error: None,
            interval: None,
            degrees: None,
            weighted: false,
            ..measure.clone()
        }))
    }

    /// Prints the confidence level of the publication in per cent: a setting, which
    /// rests on all respondents.
    fn print_level(&self) -> String {
        let analysis = self.session.material.analysis;
        let respondents = analysis.survey().respondents();
        let level = analysis.settings().level;
        let measured = self.measured(&Measure {
            value: level,
            statistic: Statistic::Setting,
            n: respondents,
            base: respondents,
            ..Measure::blank(MeasureKind::Share, std::sync::Arc::from([]))
        });
        let text = format::level(level, Percent::Bare, self.session.language());
        let spot = Spot { carrier: Carrier::Text, within: &self.name, cell: Cell::row("level") };
        self.print(&measured, &text, &spot)
    }

    /// The base of a measure, as a count of its own.
    pub(in crate::chapter) fn base_of(&self, measure: &Measure) -> Measured {
        let value = if measure.hidden_base.is_some() { f64::NAN } else { measure.base as f64 };
        self.measured(&Measure {
            value,
            n: measure.base,
            kind: MeasureKind::Count,
            statistic: Statistic::Answers,
            codes: std::sync::Arc::from([]),
            fraction: None,
            standard_error: None,
            interval: None,
            degrees: None,
            weighted: false,
            hidden: measure.hidden_base,
            ..measure.clone()
        })
    }

    /// Prints a number in a place of the figure or table.
    pub(in crate::chapter) fn print(&self, measured: &Measured, text: &str, spot: &Spot) -> String {
        self.session.print_fact(measured, text, &self.arguments.origin, Some(spot))
    }

    /// Text that is data, as source.
    pub(in crate::chapter) fn text(&self, text: &str) -> String {
        self.session.escape(text)
    }

    /// The caption as source: what the template says, else the question in short.
    pub(in crate::chapter) fn caption(&self) -> Result<String, Diagnostic> {
        Ok(match self.arguments.option("caption")? {
            Some(caption) => self.text(caption),
            None => self.text(&self.plain_caption()?),
        })
    }

    /// The caption as plain text.
    pub(in crate::chapter) fn plain_caption(&self) -> Result<String, Diagnostic> {
        if let Some(caption) = self.arguments.option("caption")? {
            return Ok(caption.to_string());
        }
        let question = self.questions[0];
        let caption = match (self.questions.len(), question.section) {
            (2.., Some(section)) => {
                self.session.material.survey.sections[section].label.to_string()
            }
            _ => question.short.to_string(),
        };
        let mut by: Vec<String> = vec![];
        if self.by_waves {
            by.push(lower_first(self.words.wave));
        }
        for question in self.banner.iter().flatten() {
            let name = match question.short.ends_with('?') {
                true => format!("‘{}’", question.short),
                false => lower_first(question.short.trim_end_matches('.')),
            };
            if !by.contains(&name) {
                by.push(name);
            }
        }
        if by.is_empty() {
            return Ok(caption);
        }
        let by = crate::format::list(&by, self.session.language());
        Ok(format!("{}, {} {by}", caption.trim_end_matches(['.', '?']), self.words.by))
    }

    /// The note under a figure or table: the question as it was put and the
    /// number of valid answers, smallest to largest where they differ; one that is
    /// hidden is smaller than all that are not. `{level}` in
    /// `extra` stands for the confidence level in per cent.
    pub(in crate::chapter) fn note(&self, bases: &[&Measure], extra: &[&str]) -> String {
        let mut parts: Vec<String> = vec![];
        if let [question] = self.questions.as_slice() {
            parts.push(format!("{}: {}", self.words.question, question.label));
            if question.kind == Kind::Multiple {
                parts.push(self.words.several.to_string());
            }
        }
        parts.extend(extra.iter().map(|part| part.to_string()));
        let mut note = String::new();
        for part in parts {
            let end = if part.ends_with(['.', '?', '!']) { " " } else { ". " };
            match part.split_once("{level}") {
                Some((head, tail)) => {
                    note.push_str(&self.text(head));
                    note.push_str(&self.print_level());
                    note.push_str(&self.text(&format!("{tail}{end}")));
                }
                None => note.push_str(&self.text(&format!("{part}{end}"))),
            }
        }
        let shown = || bases.iter().filter(|measure| measure.hidden_base.is_none());
        let hidden = bases.iter().find(|measure| measure.hidden_base.is_some());
        let smallest = hidden.or(shown().min_by_key(|measure| measure.base));
        if let Some(smallest) = smallest {
            let largest = shown().max_by_key(|measure| measure.base);
            let differs = |it: &&&Measure| hidden.is_some() || it.base != smallest.base;
            let spot = Spot { carrier: Carrier::Text, within: &self.name, cell: Cell::row("n") };
            let print = |measure: &Measure| {
                let measured = self.base_of(measure);
                let text = self.session.house_style(&measured);
                self.print(&measured, &text, &spot)
            };
            note.push_str(&self.text("n = "));
            note.push_str(&print(smallest));
            if let Some(largest) = largest.filter(differs) {
                note.push_str(&self.text(&format!(" {} ", self.words.to)));
                note.push_str(&print(largest));
            }
            note.push_str(&self.text("."));
        }
        note
    }
}

/// The labels of the options that count as answers.
pub(in crate::chapter) fn labels(question: &Question) -> Vec<&str> {
    let valid = question.choices.iter().filter(|choice| choice.missing.is_none());
    valid.map(|choice| &*choice.label).collect()
}

/// What to do about a question that would be a scale if the codebook said so: one with
/// at least three numbered options.
pub(in crate::chapter) fn scale_remedy(question: &Question) -> Option<String> {
    let mut valid = question.choices.iter().filter(|choice| choice.missing.is_none());
    let is_numbered = valid.clone().count() > 2 && valid.all(|choice| choice.score.is_some());
    let is_marked = question.ordered || question.defined_at.is_none();
    (question.kind == Kind::Single && is_numbered && !is_marked).then(|| {
        format!(
            "if the options of `{}` are a scale, write `scale` in the codebook’s column `order`",
            question.name
        )
    })
}

/// The names of the poles of a scale, negative first, if it has any.
pub(in crate::chapter) fn scale_poles(question: &Question) -> Option<(String, String)> {
    if question.ordered { crate::chart::poles(&labels(question)) } else { None }
}

/// The text with a small first letter, unless it is an abbreviation.
pub(in crate::chapter) fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            let rest: &str = &text[first.len_utf8()..];
            first.to_lowercase().collect::<String>() + rest
        }
        _ => text.to_string(),
    }
}
