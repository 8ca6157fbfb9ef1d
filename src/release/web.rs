//! What the template of the web page can say beside the helpers: everything of
//! the edition that is not a number of the survey.
//!
//! Words belong to the template; this is what only the finished edition knows,
//! such as sizes and checksums.

use indexmap::IndexMap;
use serde::Serialize;

use super::inline_svg::svg_element;
use super::sha256;
use crate::diagnostics::{Diagnostic, Place};
use crate::format::{Language, number};
use crate::manifest::Theme;

/// The data of `templates/web/index.html.hbs`. Each field is a name in that template.
#[derive(Clone, Debug, Serialize)]
pub struct WebPage {
    /// What the publication is called and by whom.
    pub publication: WebPublication,
    /// Fonts and colours of the manifest, by their names there.
    pub theme: Theme,
    /// Size of the text in points as CSS writes it: `10.2`.
    pub text_size: String,
    /// Fonts to load, so that the page looks like the print.
    pub fonts: Vec<WebFont>,
    /// Addresses of logos: that of the theme, if it has one.
    pub logos: Vec<String>,
    /// Address of the style sheet.
    pub style: String,
    /// The main PDF.
    pub download: Download,
    /// The interviews, in the order in which the publication has them.
    pub interviews: Vec<WebInterview>,
    /// Charts of the main PDF by the name of their file without its ending.
    pub figures: IndexMap<String, WebFigure>,
    /// The program that made the page, such as `drukpers 0.1.0`.
    pub generator: String,
}

/// What the publication is called and by whom.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct WebPublication {
    /// File name of the main PDF, without its ending.
    pub name: String,
    /// Title.
    pub title: String,
    /// Subtitle; may be empty.
    pub subtitle: String,
    /// What every reader must know, such as that the answers are fictitious; may be empty.
    pub notice: String,
    /// Language tag: `nl` or `en`.
    pub language: String,
    /// Which edition this is; may be empty.
    pub edition: String,
    /// Date of the edition for machines: `2026-11-23`.
    pub date: String,
    /// Date of the edition for readers: `23 november 2026`.
    pub long_date: String,
    /// Who publishes it; may be empty.
    pub publisher: String,
    /// Authors as a list in words; may be empty.
    pub authors: String,
}

/// A font to load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WebFont {
    /// Address of the font file.
    pub href: String,
    /// Family, such as `Source Serif 4`.
    pub family: String,
    /// Weight from 100 to 900.
    pub weight: u16,
    /// `normal` or `italic`.
    pub style: String,
}

/// A file that readers can download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Download {
    /// Address, relative to the page.
    pub href: String,
    /// File name without folders.
    pub file: String,
    /// What it is, in the language of the publication; may be empty.
    pub label: String,
    /// Size for readers, such as `1,2 MB`.
    pub size: String,
    /// Size in bytes.
    pub bytes: usize,
    /// Number of pages of a PDF, 0 for all else.
    pub pages: usize,
    /// Number of pages for readers, such as `48 pagina's`; empty for all but a PDF.
    pub page_count: String,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Download {
    /// The download of the file at `path` in the edition.
    pub fn new(
        path: &str,
        label: impl Into<String>,
        bytes: &[u8],
        pages: Option<usize>,
        language: Language,
    ) -> Self {
        Self {
            href: href(path),
            file: path.rsplit('/').next().unwrap_or(path).into(),
            label: label.into(),
            size: size_text(bytes.len(), language),
            bytes: bytes.len(),
            pages: pages.unwrap_or(0),
            page_count: pages.map(|pages| page_count(pages, language)).unwrap_or_default(),
            sha256: sha256(bytes),
        }
    }
}

/// An interview that readers can download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WebInterview {
    /// Names of those interviewed, as a list in words.
    pub names: String,
    /// Their functions, as the interview's own page has them; may be empty.
    pub functions: String,
    /// Municipality or organisation.
    pub place: String,
    /// The PDF.
    pub download: Download,
}

/// A chart on the web page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WebFigure {
    /// The chart as an element that can stand in the page, unescaped: the page's
    /// fonts reach it there, which they do not in an `img`.
    pub svg: String,
    /// What the chart shows, for those who do not see it.
    pub alt: String,
    /// Caption as text.
    pub caption: String,
    /// The chart as a file.
    pub href: String,
    /// The numbers behind the chart as a file.
    pub data: String,
}

impl WebFigure {
    /// The chart `name` of the edition, whose files are `figures/NAME.svg` and `.csv`.
    ///
    /// Fails on a chart that brings its own script, style sheet or outside
    /// address: those would act on the whole page.
    pub fn new(name: &str, svg: &str, alt: &str, caption: &str) -> Result<Self, Diagnostic> {
        let path = format!("figures/{name}.svg");
        let svg = svg_element(svg, name).map_err(|reason| {
            Diagnostic::error(
                "web-chart",
                format!("the chart cannot stand in a web page: {reason}"),
            )
            .at(Place::File(path.clone()))
        })?;
        Ok(Self {
            svg,
            alt: alt.into(),
            caption: caption.into(),
            href: href(&path),
            data: href(&format!("figures/{name}.csv")),
        })
    }
}

/// A size as readers write it: `340 kB`, `1,2 MB`. A kilobyte is 1000 bytes, as
/// in the International System of Units; sizes are never rounded down to nothing.
pub fn size_text(bytes: usize, language: Language) -> String {
    let bytes = bytes as f64;
    if bytes < 999_500.0 {
        let kilobytes = (bytes / 1e3).max(if bytes > 0.0 { 1.0 } else { 0.0 });
        return format!("{}\u{a0}kB", number(kilobytes, 0, language));
    }
    let digits = if bytes < 99_950_000.0 { 1 } else { 0 };
    format!("{}\u{a0}MB", number(bytes / 1e6, digits, language))
}

/// A number of pages as readers write it: `1 pagina`, `48 pagina's`.
pub fn page_count(pages: usize, language: Language) -> String {
    let word = match (pages, language) {
        (1, Language::Dutch) => "pagina",
        (_, Language::Dutch) => "pagina's",
        (1, Language::English) => "page",
        (_, Language::English) => "pages",
    };
    format!("{} {word}", number(pages as f64, 0, language))
}

/// A path in the edition as a relative address: all but letters, digits, `-._~`
/// and `/` is percent-encoded (RFC 3986, section 2.3).
pub fn href(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for &byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(byte as char);
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_for_readers() {
        let nl = |bytes| size_text(bytes, Language::Dutch).replace('\u{a0}', " ");
        assert_eq!(nl(0), "0 kB");
        assert_eq!(nl(1), "1 kB");
        assert_eq!(nl(1_499), "1 kB");
        assert_eq!(nl(340_000), "340 kB");
        assert_eq!(nl(999_499), "999 kB");
        assert_eq!(nl(999_500), "1,0 MB");
        assert_eq!(nl(1_249_999), "1,2 MB");
        assert_eq!(nl(99_949_999), "99,9 MB");
        assert_eq!(nl(123_456_789), "123 MB");
        assert_eq!(size_text(1_250_000, Language::English), "1.3\u{a0}MB");
    }

    #[test]
    fn page_counts_for_readers() {
        assert_eq!(page_count(1, Language::Dutch), "1 pagina");
        assert_eq!(page_count(1_200, Language::Dutch), "1.200 pagina's");
        assert_eq!(page_count(1, Language::English), "1 page");
        assert_eq!(page_count(2, Language::English), "2 pages");
    }

    #[test]
    fn addresses() {
        assert_eq!(href("interviews/sittard-geleen.pdf"), "interviews/sittard-geleen.pdf");
        assert_eq!(href("a b/é?#%.pdf"), "a%20b/%C3%A9%3F%23%25.pdf");
    }

    #[test]
    fn download_knows_its_file() {
        let download = Download::new("a/b c.pdf", "Rapport", b"abc", Some(2), Language::Dutch);
        assert_eq!(download.href, "a/b%20c.pdf");
        assert_eq!(download.file, "b c.pdf");
        assert_eq!((download.bytes, download.pages), (3, 2));
        assert_eq!(download.page_count, "2 pagina's");
        assert!(download.sha256.starts_with("ba7816bf"));
    }

    #[test]
    fn chart_knows_its_files() {
        let figure = WebFigure::new("u 01", "<svg/>", "alt", "caption").unwrap();
        assert_eq!(figure.href, "figures/u%2001.svg");
        assert_eq!(figure.data, "figures/u%2001.csv");
        let fault = WebFigure::new("u01", "<svg><script/></svg>", "", "").unwrap_err();
        assert_eq!(
            fault.message,
            "the chart cannot stand in a web page: it has a `script` element"
        );
    }
}
