//! The chart in words, for readers who cannot see it: what kind it is, what is
//! compared, the largest and the smallest, the pattern.
//!
//! [`find`](findings::find) looks for what the picture shows, without language;
//! a module per language puts it in sentences. Figures are quoted as printed.

mod dutch;
mod english;
mod findings;

use std::collections::BTreeSet;

use super::model::{Chart, Figure, Label, State};
use super::wording::are_moments;
use crate::format::Language;

/// Describes the chart in a few sentences, in its own language; with the figures that
/// are quoted, each once.
pub(crate) fn describe(chart: &Chart) -> (String, Vec<Figure>) {
    let sentence = match chart.language {
        Language::Dutch => dutch::sentence,
        Language::English => english::sentence,
    };
    let found = findings::find(chart);
    let nets = chart.nets.iter().flat_map(|net| &net.data);
    let hides = chart.data.iter().flatten().chain(nets).any(|it| it.state == State::Hidden);
    let told = |finding: &findings::Finding| match hides && finding.compares() {
        true => of_shown(&sentence(chart, finding), chart.language),
        false => sentence(chart, finding),
    };
    let sentences: Vec<String> = found.iter().map(told).collect();
    let quoted: BTreeSet<Figure> = found.iter().flat_map(findings::Finding::figures).collect();
    (sentences.join(" "), quoted.into_iter().collect())
}

/// A comparison, said of the figures that are shown: a hidden one may lie outside it.
fn of_shown(sentence: &str, language: Language) -> String {
    let of = match language {
        Language::Dutch => "Van de getoonde cijfers",
        Language::English => "Of the figures shown",
    };
    // A name in front stands in quotes, which have no capital.
    let mut letters = sentence.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    format!("{of}: {}", first.chain(letters).collect::<String>())
}

/// A sentence's end: a full stop, unless the text brings its own.
fn ended(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Whether the labels are moments in time, as far as their wording tells.
fn moments(labels: &[Label]) -> bool {
    let labels: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
    are_moments("", &labels)
}

/// The sentence with a capital.
fn capital(text: &str) -> String {
    // In Dutch the accents of `één` are left out on its capital.
    if let Some(rest) = text.strip_prefix("één") {
        return format!("Eén{rest}");
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::sample;
    use super::*;
    use crate::chart::model::{ChartKind, Datum, Role};

    fn both(chart: &Chart) -> String {
        let english = Chart { language: Language::English, ..chart.clone() };
        format!("{}\n{}", describe(chart).0, describe(&english).0)
    }

    #[test]
    fn every_kind_is_described() {
        let texts: Vec<String> =
            ChartKind::ALL.into_iter().map(|kind| both(&sample(kind))).collect();
        insta::assert_snapshot!(texts.join("\n\n"), @r#"
        Staafdiagram met acht staven: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? Het hoogst is ‘Te weinig capaciteit in de organisatie’ (62%), gevolgd door ‘Te weinig geld’ (48%); het laagst is ‘Anders’ (8%).
        Bar chart with eight bars: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? The highest is ‘Te weinig capaciteit in de organisatie’ (62%), followed by ‘Te weinig geld’ (48%); the lowest is ‘Anders’ (8%).

        Staafdiagram met vier groepen van drie staven: Redenen om een realisatieplan op te stellen, naar gemeentegrootte. Vergeleken worden ‘Minder dan 20.000 inwoners’, ‘20.000 tot 50.000’ en ‘50.000 of meer’. Het hoogst is ‘Betere dienstverlening aan burgers en ondernemers, 50.000 of meer’ (74%), het laagst is ‘Afspraken met andere gemeenten in de regio, 50.000 of meer’ (6%). Het verschil is het grootst bij ‘Afspraken met andere gemeenten in de regio’: van 6% (‘50.000 of meer’) tot 33% (‘Minder dan 20.000 inwoners’).
        Bar chart with four groups of three bars: Redenen om een realisatieplan op te stellen, naar gemeentegrootte. It compares ‘Minder dan 20.000 inwoners’, ‘20.000 tot 50.000’, and ‘50.000 of meer’. The highest is ‘Betere dienstverlening aan burgers en ondernemers, 50.000 of meer’ (74%), the lowest is ‘Afspraken met andere gemeenten in de regio, 50.000 of meer’ (6%). The difference is largest for ‘Afspraken met andere gemeenten in de regio’: from 6% (‘50.000 of meer’) to 33% (‘Minder dan 20.000 inwoners’).

        Gestapeld staafdiagram met vier staven: Hoever is uw gemeente met de uitvoering van het realisatieplan? Elke staaf is verdeeld in vijf antwoorden, van ‘Nog niet begonnen’ tot ‘Grotendeels klaar’. Bij ‘Alle gemeenten’ is ‘Begonnen’ het grootste deel (34%). Het aandeel ‘Nog niet begonnen’ is het hoogst bij ‘Minder dan 20.000 inwoners’ (33%) en het laagst bij ‘50.000 inwoners of meer’ (8%). Vijf cijfers zijn indicatief: weinig antwoorden.
        Stacked bar chart with four bars: Hoever is uw gemeente met de uitvoering van het realisatieplan? Each bar is divided into five answers, from ‘Nog niet begonnen’ to ‘Grotendeels klaar’. In ‘Alle gemeenten’ the largest part is ‘Begonnen’ (34%). The share ‘Nog niet begonnen’ is highest for ‘Minder dan 20.000 inwoners’ (33%) and lowest for ‘50.000 inwoners of meer’ (8%). Five figures are indicative: few answers.

        Gestapeld staafdiagram met acht staven: Stellingen over urgentie. Elke staaf is verdeeld in vijf antwoorden, van ‘Helemaal mee oneens’ tot ‘Helemaal mee eens’. Het aandeel ‘eens’ is het hoogst bij ‘Betere dienstverlening is voor ons college een belangrijk onderwerp’ (78%) en het laagst bij ‘De landelijke voorzieningen zijn op tijd beschikbaar’ (16%). In vijf van de acht staven is ‘eens’ groter dan ‘oneens’.
        Stacked bar chart with eight bars: Stellingen over urgentie. Each bar is divided into five answers, from ‘Helemaal mee oneens’ to ‘Helemaal mee eens’. The share ‘eens’ is highest for ‘Betere dienstverlening is voor ons college een belangrijk onderwerp’ (78%) and lowest for ‘De landelijke voorzieningen zijn op tijd beschikbaar’ (16%). In five of the eight bars ‘eens’ is larger than ‘oneens’.

        Gestapeld staafdiagram met acht staven: Stellingen over urgentie. Elke staaf is verdeeld in vijf antwoorden, van ‘Helemaal mee oneens’ tot ‘Helemaal mee eens’. Het aandeel ‘eens’ is het hoogst bij ‘Betere dienstverlening is voor ons college een belangrijk onderwerp’ (78%) en het laagst bij ‘De landelijke voorzieningen zijn op tijd beschikbaar’ (16%). In vijf van de acht staven is ‘eens’ groter dan ‘oneens’.
        Stacked bar chart with eight bars: Stellingen over urgentie. Each bar is divided into five answers, from ‘Helemaal mee oneens’ to ‘Helemaal mee eens’. The share ‘eens’ is highest for ‘Betere dienstverlening is voor ons college een belangrijk onderwerp’ (78%) and lowest for ‘De landelijke voorzieningen zijn op tijd beschikbaar’ (16%). In five of the eight bars ‘eens’ is larger than ‘oneens’.

        Kolommendiagram met zeven kolommen: In welk jaar verwacht uw gemeente het plan te hebben uitgevoerd? Het hoogst is ‘2012’ (29%), gevolgd door ‘2013’ (22%); het laagst is ‘2010’ (6%).
        Column chart with seven columns: In welk jaar verwacht uw gemeente het plan te hebben uitgevoerd? The highest is ‘2012’ (29%), followed by ‘2013’ (22%); the lowest is ‘2010’ (6%).

        Lijndiagram met vier lijnen: Aandeel gemeenten dat het (helemaal) eens is met de stelling. Vijf metingen, van ‘2006’ tot en met ‘2010’. ‘Dienstverlening is bestuurlijk belangrijk’ stijgt van 58% naar 78%. ‘Er is voldoende capaciteit’ daalt van 44% naar 27%. ‘Het budget is toereikend’ daalt van 40% naar 23%. ‘De raad vraagt naar de voortgang’ stijgt van 21% naar 39%.
        Line chart with four lines: Aandeel gemeenten dat het (helemaal) eens is met de stelling. Five waves, from ‘2006’ to ‘2010’. ‘Dienstverlening is bestuurlijk belangrijk’ rises from 58% to 78%. ‘Er is voldoende capaciteit’ falls from 44% to 27%. ‘Het budget is toereikend’ falls from 40% to 23%. ‘De raad vraagt naar de voortgang’ rises from 21% to 39%.

        Puntdiagram met vijf rijen, met betrouwbaarheidsintervallen: Rapportcijfer voor de voortgang van het realisatieplan. Het hoogst is ‘100.000 inwoners of meer (G32 en de vier grote steden)’ (7,1), gevolgd door ‘50.000 tot 100.000 inwoners’ (6,9); het laagst is ‘Minder dan 20.000 inwoners’ (5,8). Eén cijfer is indicatief: weinig antwoorden.
        Dot plot with five rows, with confidence intervals: Rapportcijfer voor de voortgang van het realisatieplan. The highest is ‘100.000 inwoners of meer (G32 en de vier grote steden)’ (7,1), followed by ‘50.000 tot 100.000 inwoners’ (6,9); the lowest is ‘Minder dan 20.000 inwoners’ (5,8). One figure is indicative: few answers.

        Lijndiagram met vijf lijnen tussen twee momenten: Belangrijkste drijfveer voor het realisatieplan, bij de start en nu. Vergeleken worden ‘Bij de start van het plan’ en ‘Nu’. ‘Betere dienstverlening’ stijgt van 24% naar 41%. ‘Wettelijke verplichting’ daalt van 52% naar 31%.
        Line chart with five lines between two moments: Belangrijkste drijfveer voor het realisatieplan, bij de start en nu. It compares ‘Bij de start van het plan’ and ‘Nu’. ‘Betere dienstverlening’ rises from 24% to 41%. ‘Wettelijke verplichting’ falls from 52% to 31%.

        Rooster met vijf rijen en vier kolommen, donkerder waar de waarde hoger is: Ingevoerde bouwstenen naar gemeentegrootte. De kolommen zijn ‘Alle gemeenten’, ‘Minder dan 20.000’, ‘20.000 tot 50.000’ en ‘50.000 of meer’. Van de getoonde cijfers: de hoogste waarde staat bij ‘DigiD, 20.000 tot 50.000’ en ‘DigiD, 50.000 of meer’ (beide 96%), de laagste bij ‘Landelijk 14+netnummer, Minder dan 20.000’ (8%). Van de getoonde cijfers: het verschil is het grootst bij ‘Landelijk 14+netnummer’: van 8% (‘Minder dan 20.000’) tot 38% (‘50.000 of meer’). Twee cijfers zijn niet getoond: te weinig antwoorden.
        Grid with five rows and four columns, darker where the value is higher: Ingevoerde bouwstenen naar gemeentegrootte. The columns are ‘Alle gemeenten’, ‘Minder dan 20.000’, ‘20.000 tot 50.000’, and ‘50.000 of meer’. Of the figures shown: the highest value is that of ‘DigiD, 20.000 tot 50.000’ and ‘DigiD, 50.000 of meer’ (both 96%), the lowest that of ‘Landelijk 14+netnummer, Minder dan 20.000’ (8%). Of the figures shown: the difference is largest for ‘Landelijk 14+netnummer’: from 8% (‘Minder dan 20.000’) to 38% (‘50.000 of meer’). Two figures are not shown: too few answers.

        Vier kleine staafdiagrammen op dezelfde schaal: Belangrijkste knelpunten, naar gemeentegrootte. Vergeleken worden ‘Alle gemeenten’, ‘Klein’, ‘Middelgroot’ en ‘Groot’. Het hoogst is ‘Te weinig capaciteit, Klein’ (75%), het laagst is ‘Onduidelijkheid over landelijke voorzieningen, Groot’ (21%). Het verschil is het grootst bij ‘Te weinig capaciteit’: van 46% (‘Groot’) tot 75% (‘Klein’).
        Four small bar charts on one scale: Belangrijkste knelpunten, naar gemeentegrootte. It compares ‘Alle gemeenten’, ‘Klein’, ‘Middelgroot’, and ‘Groot’. The highest is ‘Te weinig capaciteit, Klein’ (75%), the lowest is ‘Onduidelijkheid over landelijke voorzieningen, Groot’ (21%). The difference is largest for ‘Te weinig capaciteit’: from 46% (‘Groot’) to 75% (‘Klein’).

        Vierkant van honderd vakjes: Respons. ‘van de aangeschreven gemeenten heeft de vragenlijst ingevuld’: 29%.
        Square of a hundred cells: Respons. ‘van de aangeschreven gemeenten heeft de vragenlijst ingevuld’: 29%.

        Beelddiagram met drie rijen van tien poppetjes: Wie is de trekker van de uitvoering? ‘Het college van burgemeester en wethouders’: 23%; ‘De gemeentesecretaris of het managementteam’: 68%; ‘Een projectleider zonder lijnverantwoordelijkheid’: 41%.
        Pictogram with three rows of ten people: Wie is de trekker van de uitvoering? ‘Het college van burgemeester en wethouders’: 23%; ‘De gemeentesecretaris of het managementteam’: 68%; ‘Een projectleider zonder lijnverantwoordelijkheid’: 41%.

        Boxplot met drie groepen: Aantal voltijdbanen voor de uitvoering van het plan. De mediaan is het hoogst bij ‘50.000 inwoners of meer’ (8,0) en het laagst bij ‘Minder dan 20.000 inwoners’ (1,5).
        Box plot with three groups: Aantal voltijdbanen voor de uitvoering van het plan. The median is highest for ‘50.000 inwoners of meer’ (8,0) and lowest for ‘Minder dan 20.000 inwoners’ (1,5).

        Stippendiagram met drie groepen, een stip voor elk antwoord: Aantal voltijdbanen voor de uitvoering van het plan. De mediaan is het hoogst bij ‘50.000 inwoners of meer’ (8,0) en het laagst bij ‘Minder dan 20.000 inwoners’ (1,5).
        Strip plot with three groups, a dot for every answer: Aantal voltijdbanen voor de uitvoering van het plan. The median is highest for ‘50.000 inwoners of meer’ (8,0) and lowest for ‘Minder dan 20.000 inwoners’ (1,5).

        Kaart met twaalf gebieden, donkerder waar de waarde hoger is: Respons per provincie. Het hoogst is ‘Drenthe’ (42%), het laagst is ‘Noord-Holland’ (25%).
        Map with twelve regions, darker where the value is higher: Respons per provincie. The highest is ‘Drenthe’ (42%), the lowest is ‘Noord-Holland’ (25%).

        Kaart met twaalf gebieden en een grotere cirkel waar de waarde hoger is: Respons per provincie. Het hoogst is ‘Noord-Brabant’ (21), gevolgd door ‘Zuid-Holland’ (20); het laagst is ‘Flevoland’ (2).
        Map with twelve regions and a larger disc where the value is higher: Respons per provincie. The highest is ‘Noord-Brabant’ (21), followed by ‘Zuid-Holland’ (20); the lowest is ‘Flevoland’ (2).
        "#);
    }

    #[test]
    fn hidden_uncertain_and_missing_are_told() {
        let mut chart = sample(ChartKind::Bars);
        chart.data[2][0] = Datum::hidden("");
        chart.data[3][0] = Datum::missing();
        chart.data[4][0] = Datum::uncertain(0.14, "14%");
        insta::assert_snapshot!(both(&chart), @r#"
        Staafdiagram met acht staven: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? Van de getoonde cijfers: het hoogst is ‘Te weinig capaciteit in de organisatie’ (62%), gevolgd door ‘Te weinig geld’ (48%); het laagst is ‘Anders’ (8%). Eén cijfer is niet getoond: te weinig antwoorden. Eén cijfer is indicatief: weinig antwoorden.
        Bar chart with eight bars: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? Of the figures shown: the highest is ‘Te weinig capaciteit in de organisatie’ (62%), followed by ‘Te weinig geld’ (48%); the lowest is ‘Anders’ (8%). One figure is not shown: too few answers. One figure is indicative: few answers.
        "#);
        let row = vec![Datum::missing()];
        chart.data = vec![row; chart.categories.len()];
        insta::assert_snapshot!(both(&chart), @r#"
        Staafdiagram met acht staven: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? Er zijn geen cijfers om te tonen.
        Bar chart with eight bars: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? There are no figures to show.
        "#);
    }

    #[test]
    fn ties_and_equal_values_are_told() {
        let mut chart = sample(ChartKind::Bars);
        chart.data[1][0] = chart.data[0][0].clone();
        chart.data[5][0] = chart.data[4][0].clone();
        chart.data[6][0] = chart.data[4][0].clone();
        insta::assert_snapshot!(both(&chart), @r#"
        Staafdiagram met acht staven: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? De hoogste waarde staat bij ‘Te weinig capaciteit in de organisatie’ en ‘Te weinig geld’ (beide 62%), de laagste bij ‘Onvoldoende bestuurlijk draagvlak’, ‘Weerstand bij medewerkers’ en ‘Anders’ (alle drie 14%).
        Bar chart with eight bars: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? The highest value is that of ‘Te weinig capaciteit in de organisatie’ and ‘Te weinig geld’ (both 62%), the lowest that of ‘Onvoldoende bestuurlijk draagvlak’, ‘Weerstand bij medewerkers’, and ‘Anders’ (all three 14%).
        "#);
        chart.data = vec![vec![Datum::shown(0.2, "20%")]; chart.categories.len()];
        insta::assert_snapshot!(both(&chart), @r#"
        Staafdiagram met acht staven: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? Alle waarden zijn gelijk: 20%.
        Bar chart with eight bars: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? All values are equal: 20%.
        "#);
        chart.categories = vec![Label::new("Ja").role(Role::Ordinary)];
        chart.data.truncate(1);
        insta::assert_snapshot!(both(&chart), @r#"
        Staafdiagram met één staaf: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? ‘Ja’: 20%.
        Bar chart with one bar: Wat zijn de belangrijkste knelpunten bij de uitvoering van het realisatieplan? ‘Ja’: 20%.
        "#);
    }
}
