//! The sentences of the account, in the languages of publications. Names in
//! braces are filled in with numbers and labels.

use crate::format::Language;

/// The sentences, by what they tell.
pub(super) struct Sentences {
    // What the units of a population are called when the template does not say.
    pub(super) units: &'static str,
    pub(super) list_and: &'static str,

    // Response.
    pub(super) response_of_frame: &'static str,
    pub(super) response_of_population: &'static str,
    pub(super) response_only: &'static str,
    pub(super) representative: &'static str,
    pub(super) not_representative: &'static str,
    pub(super) few_expected: &'static str,

    // Design.
    pub(super) simple: &'static str,
    pub(super) stratified: &'static str,
    pub(super) clustered: &'static str,
    pub(super) finite: &'static str,
    pub(super) self_selected: &'static str,

    // Precision.
    pub(super) level: &'static str,
    pub(super) margin: &'static str,
    pub(super) margin_weighted: &'static str,
    pub(super) interval_t: &'static str,
    pub(super) interval_z: &'static str,
    pub(super) interval_wilson: &'static str,
    pub(super) interval_logit: &'static str,
    pub(super) interval_beta: &'static str,
    pub(super) interval_likelihood: &'static str,

    // Weighting.
    pub(super) unweighted: &'static str,
    pub(super) by_stratum: &'static str,
    pub(super) by_column: &'static str,
    pub(super) post_stratified: &'static str,
    pub(super) raked: &'static str,
    pub(super) trimmed: &'static str,
    pub(super) spread: &'static str,

    // Tests.
    pub(super) tests_in_tables: &'static str,
    pub(super) tests_in_text: &'static str,
    /// Where earlier waves are workbooks of their own.
    pub(super) tests_of_waves: &'static str,
    pub(super) claims: &'static str,

    // Missing answers and privacy.
    pub(super) missing: &'static str,
    pub(super) missing_share: &'static str,
    pub(super) none_missing: &'static str,
    pub(super) small_base: &'static str,
    pub(super) small_cell: &'static str,
    pub(super) derivable: &'static str,
}

const DUTCH: Sentences = Sentences {
    units: "eenheden",
    list_and: "en",
    response_of_frame: "De populatie telt {population} {units}. Van hen hebben er {respondents} de vragenlijst ingevuld, een respons van {response}.",
    response_of_population: "De populatie telt {population} {units}; {respondents} daarvan hebben de vragenlijst ingevuld.",
    response_only: "De vragenlijst is door {respondents} respondenten ingevuld.",
    representative: "De verdeling van de respondenten over de categorieën van ‘{variable}’ verschilt niet significant van die van de rest van de populatie (chi-kwadraat = {chi}, {degrees} vrijheidsgraden, p {relation} {p}).",
    not_representative: "De verdeling van de respondenten over de categorieën van ‘{variable}’ verschilt significant van die van de rest van de populatie (chi-kwadraat = {chi}, {degrees} vrijheidsgraden, p {relation} {p}).",
    few_expected: "Die toets geldt hier bij benadering: van de te verwachten aantallen is het kleinste {expected}.",
    simple: "De berekeningen behandelen de respondenten als een enkelvoudige aselecte steekproef.",
    stratified: "De berekeningen behandelen de respondenten als een steekproef die is gestratificeerd naar {strata}: in elk van de {stratum-count} strata is apart getrokken.",
    clustered: "De berekeningen houden er rekening mee dat respondenten in clusters zijn getrokken ({clusters}).",
    finite: "De populatie is eindig en het antwoord van een deel ervan is bekend; daarvoor zijn de standaardfouten gecorrigeerd.",
    self_selected: "Marges zeggen niets over selectieve respons: als wie meedeed verschilt van wie dat niet deed, blijft dat verschil in de cijfers.",
    level: "De onzekerheid staat in betrouwbaarheidsintervallen van {level}.",
    margin: "Een percentage over alle respondenten heeft daarbij een foutmarge van ten hoogste {margin}; over een deelgroep is de marge groter.",
    margin_weighted: "Een percentage over alle respondenten heeft daarbij, de weging meegerekend, een foutmarge van ten hoogste {margin}; over een deelgroep is de marge groter.",
    interval_t: "Het interval van een percentage is symmetrisch en volgt de t-verdeling.",
    interval_z: "Het interval van een percentage is symmetrisch en volgt de normale verdeling.",
    interval_wilson: "Het interval van een percentage is dat van Wilson, over het effectieve aantal antwoorden.",
    interval_logit: "Het interval van een percentage is berekend op de schaal van de log-odds, zodat het nooit onder nul of boven honderd procent komt.",
    interval_beta: "Het interval van een percentage is dat van Clopper en Pearson, over het effectieve aantal antwoorden.",
    interval_likelihood: "Het interval van een percentage volgt uit de aannemelijkheidsfunctie.",
    unweighted: "De antwoorden zijn niet gewogen: elke respondent telt één keer.",
    by_stratum: "Elke respondent telt voor evenveel {units} als er in zijn stratum op één respondent komen.",
    by_column: "De antwoorden zijn gewogen met de kolom {weight} uit het databestand.",
    post_stratified: "De antwoorden zijn gewogen naar {margins}: de verdeling daarvan is na weging gelijk aan die in de populatie.",
    raked: "De antwoorden zijn gewogen naar {margins}. De gewichten zijn om beurten aan elk van deze verdelingen in de populatie aangepast (raking) tot ze na {rounds} ronden met alle overeenkwamen.",
    trimmed: "Daarna zijn gewichten onder {lower} of boven {upper} keer het gemiddelde begrensd; dat waren er {trimmed}.",
    spread: "Het kleinste gewicht is {smallest} en het grootste {largest} keer het gemiddelde. Door de ongelijke gewichten zijn de {respondents} antwoorden zo nauwkeurig als {effective} ongewogen antwoorden (ontwerpeffect {effect}).",
    tests_in_tables: "Waar een tabel letters bij percentages of gemiddelden zet, zijn groepen paarsgewijs vergeleken: percentages met een z-toets, gemiddelden met de toets van Welch, tweezijdig op het niveau van {significance} en met de correctie van Bonferroni voor het aantal vergelijkingen.",
    tests_in_text: "Waar de tekst een verschil significant noemt, is dat getoetst met een t-toets die rekening houdt met steekproef en weging.",
    tests_of_waves: "Golven zijn met diezelfde toets vergeleken, als onafhankelijke steekproeven.",
    claims: "Zinnen met een oordeel over cijfers zijn aan een voorwaarde gebonden: klopt die niet meer, dan wordt de publicatie niet gedrukt.",
    missing: "Percentages en gemiddelden gaan over wie een inhoudelijk antwoord gaf. Wie een vraag oversloeg, niet wilde beantwoorden of er geen mening over had, telt bij die vraag niet mee, en wie een vraag niet kreeg voorgelegd ook niet.",
    missing_share: "Van de {asked} keer dat een vraag is voorgelegd, bleef zij {without} keer zonder inhoudelijk antwoord ({without-share}); het vaakst bij de vraag ‘{worst}’ ({worst-share}).",
    none_missing: "Alle {asked} keren dat een vraag is voorgelegd, kwam er een inhoudelijk antwoord.",
    small_base: "Uitkomsten over minder dan {smallest-base} antwoorden zijn niet afgedrukt.",
    small_cell: "Ook cellen van tabellen met minder dan {smallest-cell} respondenten zijn niet afgedrukt.",
    derivable: "Hetzelfde geldt voor cijfers waaruit zo’n uitkomst zou zijn af te leiden.",
};

const ENGLISH: Sentences = Sentences {
    units: "units",
    list_and: "and",
    response_of_frame: "The population consists of {population} {units}. Of these, {respondents} completed the questionnaire, a response rate of {response}.",
    response_of_population: "The population consists of {population} {units}, of which {respondents} completed the questionnaire.",
    response_only: "The questionnaire was completed by {respondents} respondents.",
    representative: "The distribution of the respondents over the categories of ‘{variable}’ does not differ significantly from that of the rest of the population (chi-square = {chi}, {degrees} degrees of freedom, p {relation} {p}).",
    not_representative: "The distribution of the respondents over the categories of ‘{variable}’ differs significantly from that of the rest of the population (chi-square = {chi}, {degrees} degrees of freedom, p {relation} {p}).",
    few_expected: "The test is approximate here: the smallest of the numbers to expect is {expected}.",
    simple: "The calculations treat the respondents as a simple random sample.",
    stratified: "The calculations treat the respondents as a sample stratified by {strata}, drawn separately in each of the {stratum-count} strata.",
    clustered: "The calculations allow for respondents having been drawn in clusters ({clusters}).",
    finite: "Standard errors include the finite population correction, because the answers of part of the population are known.",
    self_selected: "Margins of error say nothing about selective response: if those who took part differ from those who did not, that difference remains in the numbers.",
    level: "Uncertainty is expressed in confidence intervals of {level}.",
    margin: "A percentage of all respondents then has a margin of error of at most {margin}; for a subgroup the margin is larger.",
    margin_weighted: "A percentage of all respondents then has a margin of error of at most {margin}, weighting included; for a subgroup the margin is larger.",
    interval_t: "The interval of a percentage is symmetric and follows the t distribution.",
    interval_z: "The interval of a percentage is symmetric and follows the normal distribution.",
    interval_wilson: "The interval of a percentage is Wilson’s, on the effective number of answers.",
    interval_logit: "The interval of a percentage is computed on the log-odds scale, so that it never passes zero or one hundred per cent.",
    interval_beta: "The interval of a percentage is that of Clopper and Pearson, on the effective number of answers.",
    interval_likelihood: "The interval of a percentage follows from the likelihood function.",
    unweighted: "The answers are not weighted: every respondent counts once.",
    by_stratum: "Every respondent counts for as many {units} as there are to one respondent in his or her stratum.",
    by_column: "The answers are weighted by the column {weight} of the data file.",
    post_stratified: "The answers are weighted by {margins}: after weighting, its distribution equals that in the population.",
    raked: "The answers are weighted by {margins}. The weights were fitted in turn to each of these distributions in the population (raking) until, after {rounds} rounds, they agreed with all of them.",
    trimmed: "Weights below {lower} or above {upper} times the mean were then cut to these bounds; there were {trimmed} of them.",
    spread: "The smallest weight is {smallest} and the largest {largest} times the mean. Because the weights differ, the {respondents} answers are as precise as {effective} unweighted ones (design effect {effect}).",
    tests_in_tables: "Where a table puts letters beside percentages or means, groups were compared in pairs: percentages with a z test, means with Welch’s test, two-sided at a level of {significance} and with Bonferroni’s correction for the number of comparisons.",
    tests_in_text: "Where the text calls a difference significant, this was tested with a t test that allows for the sample design and the weighting.",
    tests_of_waves: "Waves were compared by that same test, as independent samples.",
    claims: "Sentences that judge numbers are tied to a condition: when it no longer holds, the publication is not printed.",
    missing: "Percentages and means are about those who gave a substantive answer. Whoever skipped a question, declined to answer or had no opinion is left out of that question, and so is whoever was not asked it.",
    missing_share: "Of the {asked} times that a question was put, it remained without a substantive answer {without} times ({without-share}), most often for the question ‘{worst}’ ({worst-share}).",
    none_missing: "All {asked} times that a question was put, it received a substantive answer.",
    small_base: "Results based on fewer than {smallest-base} answers are not printed.",
    small_cell: "Nor are cells of tables with fewer than {smallest-cell} respondents.",
    derivable: "The same holds for numbers from which such a result could be derived.",
};

/// The sentences of a language.
pub(super) fn sentences(language: Language) -> &'static Sentences {
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}
