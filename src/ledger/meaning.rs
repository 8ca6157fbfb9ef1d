//! What a number means, in a sentence's part: "share of the valid answers to
//! ‘Main reason’ that are ‘Law’".

use super::computation::{Computation, Condition, Requirement};
use super::legend::{DesignLegend, DrawnFrom, Legend, Variable, VariableKind};
use crate::format::{self, Language};
use crate::statistics::Statistic;

/// What was computed, without the respondents that it is about.
pub fn meaning(computation: &Computation, legend: &Legend, language: Language) -> String {
    let words = Words { legend, language };
    words.meaning(computation)
}

/// The respondents that a computation is about, such as "Size: Small or Middle";
/// `None` for everyone.
pub fn about(computation: &Computation, legend: &Legend, language: Language) -> Option<String> {
    let words = Words { legend, language };
    words.about(computation)
}

/// What the sum of numbers by the weights of a design is.
enum Sum {
    /// An estimate for the population: the design makes the weights add up to it.
    OfPopulation,
    /// A sum by weights, of which the design does not know what they add up to.
    Weighted,
    /// The sum of the answers themselves.
    Plain,
}

fn total(computation: &Computation, design: &DesignLegend) -> Sum {
    let endless = design.drawn_from == DrawnFrom::Endless;
    let adjusted = design.post_stratify.is_some() || !design.rake.is_empty();
    match adjusted {
        true if computation.weighted || !endless => Sum::OfPopulation,
        // The manifest states how many clusters there are, and not how many respondents.
        false if design.weight.is_some() || !design.clusters.is_empty() => Sum::Weighted,
        _ if endless => Sum::Plain,
        _ => Sum::OfPopulation,
    }
}

struct Words<'l> {
    legend: &'l Legend,
    language: Language,
}

impl Words<'_> {
    /// The text in the language: Dutch or English.
    fn say(&self, dutch: String, english: String) -> String {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    fn variable(&self, name: &str) -> Option<&Variable> {
        self.legend.variables.get(name)
    }

    /// A question by its short label.
    fn question(&self, name: &str) -> String {
        let label = self.variable(name).map(|found| found.short.as_ref().unwrap_or(&found.label));
        format!("‘{}’", label.map_or(name, String::as_str))
    }

    fn questions(&self, names: &[String]) -> String {
        match names.len() {
            0..=3 => {
                let names: Vec<String> = names.iter().map(|name| self.question(name)).collect();
                format::list(&names, self.language)
            }
            count => self.say(format!("{count} vragen"), format!("{count} questions")),
        }
    }

    /// The labels of codes: one of them, two, or several.
    fn options(&self, question: &str, codes: &[String]) -> String {
        let label = |code: &String| {
            let options = self.variable(question).map_or(&[][..], |found| &found.options);
            let option = options.iter().find(|option| option.code == *code);
            format!("‘{}’", option.map_or(code, |option| &option.label))
        };
        let labels: Vec<String> = codes.iter().map(label).collect();
        let or = self.say(" of ".into(), " or ".into());
        match labels.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{or}{last}", first.join(", ")),
        }
    }

    fn meaning(&self, computation: &Computation) -> String {
        let empty = String::new();
        let first = computation.questions.first().unwrap_or(&empty);
        let q = self.question(first);
        let all = self.questions(&computation.questions);
        let o = self.options(first, &computation.codes);
        let multiple =
            self.variable(first).is_some_and(|found| found.kind == VariableKind::Multiple);
        let parts: Vec<String> = computation
            .parts
            .iter()
            .map(|part| {
                let meaning = self.meaning(&part.computation);
                match self.about(&part.computation) {
                    Some(about) if computation.filter.is_empty() => format!("{meaning} ({about})"),
                    _ => meaning,
                }
            })
            .collect();
        let part = |index: usize| parts.get(index).map_or("", String::as_str);
        let (a, b) = (part(0), part(1));
        let (dutch, english) = match computation.statistic {
            Statistic::Respondents => {
                ("aantal respondenten".into(), "number of respondents".into())
            }
            Statistic::Population => (
                "aantal eenheden in de populatie".into(),
                "number of units in the population".into(),
            ),
            Statistic::PopulationShare => (
                format!("aandeel van de populatie met {o} bij {q}"),
                format!("share of the population with {o} for {q}"),
            ),
            Statistic::ResponseRate => (
                "respons: respondenten als aandeel van de populatie".into(),
                "response: respondents as a share of the population".into(),
            ),
            Statistic::Count => (
                format!("aantal respondenten met {o} bij {q}"),
                format!("number of respondents with {o} for {q}"),
            ),
            Statistic::Share if multiple => (
                format!("aandeel van wie {q} beantwoordde dat {o} noemt"),
                format!("share of those who answered {q} who named {o}"),
            ),
            Statistic::Share => (
                format!("aandeel van de geldige antwoorden op {q} dat {o} is"),
                format!("share of the valid answers to {q} that are {o}"),
            ),
            Statistic::ShareOfRow => (
                format!("aandeel van deze groep in de respondenten met {o} bij {q}"),
                format!("share of this group in the respondents with {o} for {q}"),
            ),
            Statistic::ShareOfAll => (
                format!("aandeel van alle geldige antwoorden op {q} dat {o} is en uit deze groep"),
                format!("share of all valid answers to {q} that are {o} and from this group"),
            ),
            Statistic::Rank => (
                format!("plaats van {o} in de volgorde van de antwoorden op {q}"),
                format!("rank of {o} among the answers to {q}"),
            ),
            Statistic::ShareOfTicks => (
                format!("aandeel van alle gegeven antwoorden op {q} dat {o} is"),
                format!("share of all answers given to {q} that are {o}"),
            ),
            Statistic::Ticks => (
                format!("aantal gegeven antwoorden op {q}"),
                format!("number of answers given to {q}"),
            ),
            Statistic::Answers => (
                format!("aantal geldige antwoorden op {q}"),
                format!("number of valid answers to {q}"),
            ),
            Statistic::WeightedAnswers => (
                format!("gewogen aantal geldige antwoorden op {q}"),
                format!("weighted number of valid answers to {q}"),
            ),
            Statistic::AnsweredShare => (
                format!("aandeel van de respondenten dat {q} beantwoordde"),
                format!("share of the respondents who answered {q}"),
            ),
            Statistic::Missing => (
                format!("aantal respondenten zonder geldig antwoord op {q}"),
                format!("number of respondents without a valid answer to {q}"),
            ),
            Statistic::MissingShare => (
                format!("aandeel van de respondenten zonder geldig antwoord op {q}"),
                format!("share of the respondents without a valid answer to {q}"),
            ),
            Statistic::MissingEmpty => (
                format!("aantal respondenten dat {q} openliet"),
                format!("number of respondents who left {q} open"),
            ),
            Statistic::MissingDontKnow => (
                format!("aantal respondenten dat het antwoord op {q} niet weet"),
                format!("number of respondents who do not know the answer to {q}"),
            ),
            Statistic::MissingRefused => (
                format!("aantal respondenten dat {q} niet wil beantwoorden"),
                format!("number of respondents who declined to answer {q}"),
            ),
            Statistic::NotAsked => (
                format!("aantal respondenten aan wie {q} niet is voorgelegd"),
                format!("number of respondents to whom {q} was not put"),
            ),
            Statistic::Mean => (format!("gemiddelde van {q}"), format!("mean of {q}")),
            Statistic::Quantile => match computation.fraction {
                Some(fraction) if (fraction - 0.5).abs() > f64::EPSILON => {
                    let percent = self.percent(fraction);
                    (
                        format!("waarde van {q} waar {percent} van de antwoorden op of onder ligt"),
                        format!("value of {q} at or below which {percent} of the answers lie"),
                    )
                }
                _ => (format!("mediaan van {q}"), format!("median of {q}")),
            },
            Statistic::Total => match total(computation, &self.legend.design) {
                Sum::OfPopulation => (
                    format!("totaal van {q}, opgehoogd naar de populatie"),
                    format!("total of {q}, weighted up to the population"),
                ),
                Sum::Weighted => (format!("gewogen som van {q}"), format!("weighted sum of {q}")),
                Sum::Plain => (format!("som van {q}"), format!("sum of {q}")),
            },
            Statistic::RatioOfTotals => (
                format!("verhouding van de totalen van {all}"),
                format!("ratio of the totals of {all}"),
            ),
            Statistic::NetPromoterScore => {
                (format!("net promoter score van {q}"), format!("net promoter score of {q}"))
            }
            Statistic::ChiSquare => (
                format!(
                    "chi-kwadraat van de respondenten tegenover de rest van de populatie naar {q}"
                ),
                format!("chi-square of the respondents against the rest of the population by {q}"),
            ),
            Statistic::ChiSquareProbability => (
                format!("kans op een grotere chi-kwadraat naar {q}"),
                format!("probability of a larger chi-square by {q}"),
            ),
            Statistic::ChiSquareDegrees => (
                format!("vrijheidsgraden van de chi-kwadraat naar {q}"),
                format!("degrees of freedom of the chi-square by {q}"),
            ),
            Statistic::SmallestExpected => (
                format!("kleinste te verwachten aantal respondenten of anderen naar {q}"),
                format!("smallest number of respondents or others to expect by {q}"),
            ),
            Statistic::Alpha => {
                (format!("Cronbachs alfa van {all}"), format!("Cronbach’s alpha of {all}"))
            }
            Statistic::OptionsInUse => (
                format!("aantal antwoorden dat bij {q} voorkomt"),
                format!("number of options of {q} that occur"),
            ),
            Statistic::TimesAsked => (
                format!("aantal keren dat een van {all} is voorgelegd"),
                format!("number of times that one of {all} was put"),
            ),
            Statistic::TimesUnanswered => (
                format!("aantal keren dat een van {all} geen geldig antwoord kreeg"),
                format!("number of times that one of {all} got no valid answer"),
            ),
            Statistic::UnansweredShare => (
                format!("aandeel van de keren dat {all} geen geldig antwoord kreeg"),
                format!("share of the times that {all} got no valid answer"),
            ),
            Statistic::LargestMargin => (
                "grootste foutmarge van een percentage over deze respondenten".into(),
                "largest margin of error of a percentage of these respondents".into(),
            ),
            Statistic::SmallestWeight => (
                "kleinste gewicht, als deel van het gemiddelde gewicht".into(),
                "smallest weight, relative to the mean weight".into(),
            ),
            Statistic::LargestWeight => (
                "grootste gewicht, als veelvoud van het gemiddelde gewicht".into(),
                "largest weight, relative to the mean weight".into(),
            ),
            Statistic::DesignEffect => {
                ("ontwerpeffect van de weging".into(), "design effect of the weights".into())
            }
            Statistic::EffectiveBase => (
                "aantal ongewogen antwoorden dat even nauwkeurig zou zijn".into(),
                "number of unweighted answers that would be as precise".into(),
            ),
            Statistic::RakingRounds => {
                (format!("ronden van de weging naar {all}"), format!("rounds of raking by {all}"))
            }
            Statistic::TrimmedWeights => {
                ("aantal begrensde gewichten".into(), "number of weights that were cut".into())
            }
            Statistic::Difference => (format!("{a} min {b}"), format!("{a} less {b}")),
            Statistic::Change => (format!("{b} min {a}"), format!("{b} less {a}")),
            Statistic::Quotient => (format!("{a} gedeeld door {b}"), format!("{a} divided by {b}")),
            Statistic::Sum => (parts.join(" plus "), parts.join(" plus ")),
            Statistic::Rest => (format!("alles behalve {a}"), format!("all but the {a}")),
            Statistic::Margin => (format!("foutmarge van {a}"), format!("margin of error of {a}")),
            Statistic::IntervalLow => (
                format!("ondergrens van het interval van {a}"),
                format!("lower bound of the interval of {a}"),
            ),
            Statistic::IntervalHigh => (
                format!("bovengrens van het interval van {a}"),
                format!("upper bound of the interval of {a}"),
            ),
            Statistic::StandardError => {
                (format!("standaardfout van {a}"), format!("standard error of {a}"))
            }
            Statistic::Setting => (
                "getal uit de instellingen van de publicatie".into(),
                "number that the manifest states".into(),
            ),
            Statistic::Cell => {
                let place = computation.cell.as_deref().unwrap_or("").rsplit_once('!');
                let (rest, cell) = place.unwrap_or(("", ""));
                let sheet = rest.rsplit_once('!').map_or(rest, |(_, sheet)| sheet);
                (format!("cel {cell} van blad {sheet}"), format!("cell {cell} of sheet {sheet}"))
            }
        };
        self.say(dutch, english)
    }

    fn about(&self, computation: &Computation) -> Option<String> {
        if computation.filter.is_empty() {
            return None;
        }
        let conditions: Vec<String> =
            computation.filter.iter().map(|condition| self.condition(condition)).collect();
        Some(conditions.join("; "))
    }

    fn condition(&self, condition: &Condition) -> String {
        let name = &condition.question;
        let label = self.variable(name).map(|found| found.short.as_ref().unwrap_or(&found.label));
        let label = label.map_or(name.as_str(), String::as_str);
        let number = |dutch: &str, english: &str, bound: f64| {
            let word = self.say(dutch.into(), english.into());
            let digits = u8::from(bound.fract() != 0.0);
            format!("{word} {}", format::number(bound, digits, self.language))
        };
        let test = match &condition.test {
            Requirement::OneOf(codes) => self.options(name, codes).replace(['‘', '’'], ""),
            Requirement::NoneOf(codes) => {
                let options = self.options(name, codes).replace(['‘', '’'], "");
                self.say(format!("niet {options}"), format!("not {options}"))
            }
            Requirement::Less(bound) => number("minder dan", "less than", *bound),
            Requirement::AtMost(bound) => number("hoogstens", "at most", *bound),
            Requirement::Equal(bound) => number("precies", "exactly", *bound),
            Requirement::Unequal(bound) => number("niet", "not", *bound),
            Requirement::AtLeast(bound) => number("minstens", "at least", *bound),
            Requirement::More(bound) => number("meer dan", "more than", *bound),
        };
        format!("{label}: {test}")
    }

    fn percent(&self, fraction: f64) -> String {
        let digits = u8::from((fraction * 100.0).fract().abs() > 1e-9);
        format::percent(fraction, digits, format::Percent::Sign, self.language)
    }
}
