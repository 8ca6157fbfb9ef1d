//! The account of the method.

use super::with;

/// The account of the method, as it stands on a web page.
fn account(tables: &str, language: &str) -> String {
    let project = with(&format!(
        "[web]\ntemplate = \"templates/web.html.hbs\"\nstyle = \"templates/web.css\"\n{tables}"
    ))
    .replace("publication.toml", "language = \"nl\"", &format!("language = \"{language}\""))
    .file("templates/web.css", "")
    .file(
        "templates/web.html.hbs",
        "<!doctype html><title>x</title><main>{{methods units=\"gemeenten\"}}</main>",
    );
    project.build();
    let page = std::fs::read_to_string(project.path("build/index.html")).unwrap();
    let main = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    let mut text = String::new();
    let mut inside = false;
    for character in main.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            character if !inside => text.push(character),
            _ => {}
        }
    }
    text
}

#[test]
fn the_method_of_a_simple_sample() {
    insta::assert_snapshot!(account("", "nl"), @r#"
    De populatie telt 10 gemeenten. Van hen hebben er 8 de vragenlijst ingevuld, een respons van 80%. De berekeningen behandelen de respondenten als een enkelvoudige aselecte steekproef. De populatie is eindig en het antwoord van een deel ervan is bekend; daarvoor zijn de standaardfouten gecorrigeerd. Marges zeggen niets over selectieve respons: als wie meedeed verschilt van wie dat niet deed, blijft dat verschil in de cijfers.
    De onzekerheid staat in betrouwbaarheidsintervallen van 95 procent. Een percentage over alle respondenten heeft daarbij een foutmarge van ten hoogste 16 procentpunten; over een deelgroep is de marge groter. Het interval van een percentage is berekend op de schaal van de log-odds, zodat het nooit onder nul of boven honderd procent komt.
    De antwoorden zijn niet gewogen: elke respondent telt één keer.
    Waar een tabel letters bij percentages of gemiddelden zet, zijn groepen paarsgewijs vergeleken: percentages met een z-toets, gemiddelden met de toets van Welch, tweezijdig op het niveau van 5 procent en met de correctie van Bonferroni voor het aantal vergelijkingen. Waar de tekst een verschil significant noemt, is dat getoetst met een t-toets die rekening houdt met steekproef en weging. Zinnen met een oordeel over cijfers zijn aan een voorwaarde gebonden: klopt die niet meer, dan wordt de publicatie niet gedrukt.
    Percentages en gemiddelden gaan over wie een inhoudelijk antwoord gaf. Wie een vraag oversloeg, niet wilde beantwoorden of er geen mening over had, telt bij die vraag niet mee, en wie een vraag niet kreeg voorgelegd ook niet. Van de 32 keer dat een vraag is voorgelegd, bleef zij 2 keer zonder inhoudelijk antwoord (6%); het vaakst bij de vraag ‘Bent u voor’ (13%).
    "#);
}

#[test]
fn the_method_of_a_weighted_sample() {
    let tables = "[design]\nstrata = \"grootte\"\npost-stratify = \"grootte\"\nlevel = 0.9\nshare-interval = \"wilson\"\n[privacy]\nsmallest-base = 3\nsmallest-cell = 2\n";
    insta::assert_snapshot!(account(tables, "en"), @r#"
    The population consists of 10 gemeenten. Of these, 8 completed the questionnaire, a response rate of 80%. The calculations treat the respondents as a sample stratified by grootte, drawn separately in each of the 2 strata. Standard errors include the finite population correction, because the answers of part of the population are known. Margins of error say nothing about selective response: if those who took part differ from those who did not, that difference remains in the numbers.
    Uncertainty is expressed in confidence intervals of 90 per cent. A percentage of all respondents then has a margin of error of at most 15 percentage points, weighting included; for a subgroup the margin is larger. The interval of a percentage is Wilson’s, on the effective number of answers.
    The answers are weighted by grootte: after weighting, its distribution equals that in the population. The smallest weight is 0.80 and the largest 1.20 times the mean. Because the weights differ, the 8 answers are as precise as 8 unweighted ones (design effect 1.04).
    Where a table puts letters beside percentages or means, groups were compared in pairs: percentages with a z test, means with Welch’s test, two-sided at a level of 10 per cent and with Bonferroni’s correction for the number of comparisons. Where the text calls a difference significant, this was tested with a t test that allows for the sample design and the weighting. Sentences that judge numbers are tied to a condition: when it no longer holds, the publication is not printed.
    Percentages and means are about those who gave a substantive answer. Whoever skipped a question, declined to answer or had no opinion is left out of that question, and so is whoever was not asked it. Of the 32 times that a question was put, it remained without a substantive answer 2 times (6%), most often for the question ‘Bent u voor’ (13%).
    Results based on fewer than 3 answers are not printed. Nor are cells of tables with fewer than 2 respondents. The same holds for numbers from which such a result could be derived.
    "#);
}

#[test]
fn the_method_says_how_waves_are_compared() {
    let waves = "[waves]\nlabel = \"2026\"\nearlier = [{ label = \"2024\", file = \"inputs/survey.xlsx\" }]\n";
    let said = "Golven zijn met diezelfde toets vergeleken, als onafhankelijke steekproeven.";
    assert!(account(waves, "nl").contains(said));
    assert!(!account("", "nl").contains(said));
}
