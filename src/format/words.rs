//! A share in words, by a published table of bounds.

use super::Language;

/// A wording and the largest share for which it is used.
type Bound = (f64, &'static str, &'static str);

/// Upper bounds (shares), with the wording in Dutch and in English.
///
/// A wording says what the share rounds to: "ruim" (well over) and "bijna"
/// (nearly) mark the side on which the share lies of a fraction that readers
/// know. Each wording holds for shares above the bound before it, up to and
/// with its own.
const BOUNDS: [Bound; 26] = [
    (0.0, "geen enkele", "none"),
    (0.03, "vrijwel geen", "almost none"),
    (0.085, "een enkeling", "very few"),
    (0.115, "een op de tien", "one in ten"),
    (0.185, "ruim een op de tien", "over one in ten"),
    (0.215, "een op de vijf", "one in five"),
    (0.235, "ruim een op de vijf", "over one in five"),
    (0.265, "een kwart", "a quarter"),
    (0.285, "ruim een kwart", "over a quarter"),
    (0.315, "drie op de tien", "three in ten"),
    (0.325, "bijna een derde", "nearly a third"),
    (0.345, "een derde", "a third"),
    (0.385, "ruim een derde", "over a third"),
    (0.415, "vier op de tien", "four in ten"),
    (0.455, "ruim vier op de tien", "over four in ten"),
    (0.495, "bijna de helft", "nearly half"),
    (0.505, "de helft", "half"),
    (0.585, "ruim de helft", "over half"),
    (0.615, "zes op de tien", "six in ten"),
    (0.655, "bijna twee derde", "nearly two thirds"),
    (0.685, "twee derde", "two thirds"),
    (0.735, "ruim twee derde", "over two thirds"),
    (0.765, "drie kwart", "three quarters"),
    (0.855, "ruim drie kwart", "over three quarters"),
    (0.965, "negen op de tien", "nine in ten"),
    (0.9999999, "vrijwel alle", "almost all"),
];

/// A share (0 to 1) in words, such as `ruim de helft`.
pub fn words(share: f64, language: Language) -> &'static str {
    let pick = |bound: &Bound| match language {
        Language::Dutch => bound.1,
        Language::English => bound.2,
    };
    BOUNDS.iter().find(|bound| share <= bound.0 + 1e-9).map_or(
        match language {
            Language::Dutch => "alle",
            Language::English => "all",
        },
        pick,
    )
}

/// The table of bounds: the share up to which each wording holds, and the wording.
pub fn bounds(language: Language) -> impl Iterator<Item = (f64, &'static str)> {
    BOUNDS.iter().map(move |bound| match language {
        Language::Dutch => (bound.0, bound.1),
        Language::English => (bound.0, bound.2),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_hold_at_their_bounds() {
        let nl = Language::Dutch;
        assert_eq!(words(0.0, nl), "geen enkele");
        assert_eq!(words(0.25, nl), "een kwart");
        assert_eq!(words(1.0 / 3.0, nl), "een derde");
        assert_eq!(words(0.5, nl), "de helft");
        assert_eq!(words(0.53, nl), "ruim de helft");
        assert_eq!(words(1.0, nl), "alle");
        let bounds: Vec<f64> = bounds(nl).map(|(bound, _)| bound).collect();
        assert!(bounds.is_sorted());
    }
}
