//! The account of numbers that closes the main PDF where the manifest asks for it.

use lopdf::{Document, Object, ObjectId};
use serde_json::Value as Json;

use crate::output::{facts, files, pdf_text};
use crate::project::Project;

const CHAPTER: &str = "= Een\n\nVan de {{respondents}} is {{share \"q1\" \"ja\"}} vóór, \
    dat is {{words (share \"q1\" \"ja\")}}.\n\n{{table \"q1\" by=\"grootte\" name=\"tab-b\"}}\n\n\
    #pagebreak()\n\nNog eens: {{share \"q1\" \"ja\"}}.\n\n{{figure \"q1\"}}\n";

/// A project whose PDF closes with the account of its numbers.
fn project() -> Project {
    Project::new().chapter(CHAPTER).replace(
        "publication.toml",
        "chapters = [\"een\"]",
        "chapters = [\"een\"]\naccount-of-numbers = true",
    )
}

/// A link within a PDF: page and rectangle, and the page and the point that it leads to.
#[derive(Debug)]
struct Link {
    page: usize,
    rectangle: [f64; 4],
    to_page: usize,
    to: (f64, f64),
}

fn links(path: &std::path::Path) -> Vec<Link> {
    let pdf = Document::load(path).unwrap();
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let number = |id: ObjectId| 1 + pages.iter().position(|page| *page == id).unwrap();
    let float = |object: &Object| f64::from(object.as_float().unwrap());
    let mut links = vec![];
    for page in &pages {
        for annotation in pdf.get_page_annotations(*page).unwrap() {
            let resolved = |object: &Object| -> Vec<Object> {
                pdf.dereference(object).unwrap().1.as_array().unwrap().clone()
            };
            let Ok(target) = annotation.get(b"Dest") else { continue };
            let target = match pdf.dereference(target).unwrap().1 {
                Object::Dictionary(named) => resolved(named.get(b"D").unwrap()),
                array => array.as_array().unwrap().clone(),
            };
            let rectangle: Vec<f64> =
                resolved(annotation.get(b"Rect").unwrap()).iter().map(float).collect();
            links.push(Link {
                page: number(*page),
                rectangle: rectangle.try_into().unwrap(),
                to_page: number(target[0].as_reference().unwrap()),
                to: (float(&target[2]), float(&target[3])),
            });
        }
    }
    links
}

/// A page of A4, in points.
const HEIGHT: f64 = 841.89;

impl Link {
    /// Whether it lies over the start of a fact's text.
    fn covers(&self, fact: &Json) -> bool {
        let [left, bottom, right, top] = self.rectangle;
        let (x, y) = (fact["x"].as_f64().unwrap(), HEIGHT - fact["y"].as_f64().unwrap());
        self.page as u64 == fact["page"].as_u64().unwrap()
            && (left - 1.0..right).contains(&x)
            && (bottom - 1.0..top).contains(&y)
    }
}

#[test]
fn every_number_leads_to_its_line_and_back() {
    let project = project();
    project.build();
    let pdf = project.path("build/proef.pdf");
    let (links, facts) = (links(&pdf), facts(&project.path("build")));
    let (mut there, mut linked) = (0, vec![]);
    // The theme prints no notes under figures: a number there stands nowhere.
    for fact in facts.iter().filter(|fact| fact["page"].is_u64()) {
        let found: Vec<&Link> = links.iter().filter(|link| link.covers(fact)).collect();
        if fact["carrier"] == "figure" {
            assert!(found.is_empty(), "{fact}");
            continue;
        }
        let [link] = found[..] else { panic!("{} links: {fact}", found.len()) };
        there += 1;
        // From its line, a page leads back to where the number stands.
        let back: Vec<&Link> = links
            .iter()
            .filter(|back| back.page == link.to_page)
            .filter(|back| (back.rectangle[3] - link.to.1).abs() < 14.0)
            .collect();
        let page = fact["page"].as_u64().unwrap() as usize;
        assert!(back.iter().any(|back| back.to_page == page), "{fact} {link:?} {back:?}");
        linked.push(link.to_page);
    }
    assert!(there > 15, "{there}");
    // Nothing of the account stands before the last number.
    let last = facts.iter().filter_map(|fact| fact["page"].as_u64()).max().unwrap() as usize;
    assert!(linked.iter().all(|&page| page > last));
    assert!(links.iter().all(|link| (link.page > last) != (link.to_page > last)));
    let run = project.run(&["verify", pdf.to_str().unwrap()]);
    assert!(run.stdout.contains("holds  bytes"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_line_says_what_a_number_is_and_where_it_stands() {
    let project = project();
    project.build();
    let text = pdf_text(&project.path("build/proef.pdf"));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Verantwoording per getal Elk getal in deze uitgave"), "{text}");
    assert!(text.contains("De cellen staan in inputs/survey.xlsx."), "{text}");
    // In the text, in words, in the table and in the chart it is one number.
    assert!(text.contains("1, 2 71% / "), "{text}");
    assert!(text.contains("71,429% 5 7 "), "{text}");
    assert!(text.contains("data!C2:C9"), "{text}");
    let english = project
        .replace("publication.toml", "language = \"nl\"", "language = \"en\"")
        .replace("publication.toml", "fictief", "fictitious");
    english.build();
    let text = pdf_text(&english.path("build/proef.pdf"));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Account of every number Every number in this edition"), "{text}");
    assert!(text.contains("71.429% 5 7 "), "{text}");
}

/// A number in a heading shows in the contents and in the running header too, and in
/// these places no link of its own may be.
#[test]
fn numbers_that_show_again_are_no_links() {
    let project = project()
        .chapter(
            "= Een van {{respondents}}\n\nHet is {{share \"q1\" \"ja\"}}.\n#pagebreak()\nMeer.\n",
        )
        .replace(
            "templates/theme.typ",
            "  body\n",
            "  set page(header: context {\n    let headings = query(heading.where(level: 1))\n    \
             if headings != () { headings.first().body }\n  })\n  outline()\n  body\n",
        );
    project.build();
    let facts = facts(&project.path("build"));
    let links = links(&project.path("build/proef.pdf"));
    let linked = |at: usize| links.iter().filter(|link| link.covers(&facts[at])).count();
    assert_eq!((facts[0]["text"].as_str(), linked(0)), (Some("8"), 0));
    assert_eq!((facts[1]["text"].as_str(), linked(1)), (Some("71%"), 1));
}

#[test]
fn it_is_printed_where_it_is_asked_for_only() {
    let project = Project::new().chapter(CHAPTER);
    project.build();
    assert!(links(&project.path("build/proef.pdf")).is_empty());
    assert!(!pdf_text(&project.path("build/proef.pdf")).contains("Verantwoording per getal"));
}

#[test]
fn it_is_the_same_every_time() {
    let project = project();
    project.build();
    let first = files(&project.path("build"));
    project.build();
    assert!(first == files(&project.path("build")));
}

#[test]
fn a_theme_can_print_it_in_its_own_way() {
    let project = project();
    let theme = std::fs::read_to_string(project.path("templates/theme.typ")).unwrap();
    let project = project.file(
        "templates/theme.typ",
        &format!(
            "{theme}\n#let number-account(account) = {{\n  for group in account.groups {{\n    \
             for row in group.rows [#row.number: #row.printed, #row.pages\\ ]\n  }}\n}}\n"
        ),
    );
    project.build();
    let text = pdf_text(&project.path("build/proef.pdf"));
    assert!(text.contains("1: 8, 1"), "{text}");
}
