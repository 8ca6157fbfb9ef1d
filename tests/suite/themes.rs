//! Two themes for one publication: what stands in `[theme]` reaches the PDF, the charts
//! and the web page alike.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::output::files;
use crate::project::{Run, drukpers, repository};

/// The publication in the small theme, made once for all tests.
fn pocket() -> &'static Path {
    static POCKET: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, output) = POCKET.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let output = folder.path().join("build");
        let run: Run = drukpers()
            .arg("--project")
            .arg(repository().join("themes/pocket"))
            .args(["--deny-warnings", "build", "--output"])
            .arg(&output)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 0, "{}", run.stderr);
        (folder, output)
    });
    output
}

#[test]
fn the_other_manifest_differs_in_its_theme_and_its_account_only() {
    let table = |path: &str| -> toml::Table {
        let text = std::fs::read_to_string(repository().join(path)).unwrap();
        let mut table: toml::Table = text.parse().unwrap();
        assert!(table.remove("theme").is_some());
        table
    };
    let mut other = table("themes/pocket/publication.toml");
    let main = other["main"].as_table_mut().unwrap();
    assert_eq!(main.remove("account-of-numbers"), Some(toml::Value::Boolean(true)));
    assert_eq!(table("publication.toml"), other);
}

#[test]
fn the_small_book_closes_with_the_account_of_its_numbers() {
    let facts = crate::output::facts(pocket());
    let printed = facts.iter().filter(|fact| fact["page"].is_u64());
    let last = printed.map(|fact| fact["page"].as_u64().unwrap()).max().unwrap();
    let text = crate::output::pdf_text(&pocket().join("nup-in-uitvoering.pdf"));
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let first = pages
        .iter()
        .position(|page| {
            page.contains("Verantwoording per getal") && page.contains("Elk getal in deze uitgave")
        })
        .unwrap();
    assert_eq!(first as u64, last);
    let line = "Aandeel van de geldige antwoorden";
    assert!(pages[first..].iter().filter(|page| page.contains(line)).count() > 20);
}

#[test]
fn page_and_grid_reach_the_pdf_and_the_charts() {
    let info = Command::new("pdfinfo").arg(pocket().join("nup-in-uitvoering.pdf")).output();
    let info = String::from_utf8(info.unwrap().stdout).unwrap();
    // 170 by 240 millimetres.
    assert!(info.contains("481.89 x 680.315 pts"), "{info}");
    let widths: std::collections::BTreeSet<String> = files(pocket())
        .into_iter()
        .filter(|(path, _)| path.ends_with(".svg") && path.starts_with("figures/"))
        .map(|(_, svg)| {
            let svg = String::from_utf8(svg).unwrap();
            svg.split(" width=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
        })
        .collect();
    // All of them stand in the column of text, which is 109 millimetres wide.
    assert_eq!(widths.into_iter().collect::<Vec<_>>(), ["309pt"]);
}

#[test]
fn colours_and_sizes_reach_print_charts_and_page() {
    let page = std::fs::read_to_string(pocket().join("index.html")).unwrap();
    assert!(page.contains("--theme-accent: #7a2f1d;"));
    assert!(page.contains("--theme-size: 9.4;"));
    assert!(page.contains("<img class=\"logo\" src=\"logo.svg\""));
    assert!(pocket().join("logo.svg").exists());

    let chart = std::fs::read_to_string(pocket().join("figures/u10.svg")).unwrap();
    assert!(chart.contains("#7a2f1d") && chart.contains("font-size=\"7.8\""), "{chart}");

    // The lower left corner of the cover, and of a page of text.
    let corner = |page: &str| {
        let image = Command::new("pdftoppm")
            .args(["-r", "10", "-f", page, "-l", page])
            .arg(pocket().join("nup-in-uitvoering.pdf"))
            .output()
            .unwrap();
        // A PPM: its width stands in the second line, its pixels at the end.
        let header = String::from_utf8_lossy(&image.stdout[..20]).into_owned();
        let width: usize = header.split_whitespace().nth(1).unwrap().parse().unwrap();
        let pixel = image.stdout.len() - 3 * (3 * width - 3);
        image.stdout[pixel..pixel + 3].to_vec()
    };
    assert_eq!(corner("1"), [0x7a, 0x2f, 0x1d]);
    assert_eq!(corner("4"), [0xff, 0xfd, 0xf7]);
}
