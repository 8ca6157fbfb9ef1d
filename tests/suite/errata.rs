//! The correction page of an edition that is out.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::output::pdf_text;
use crate::project::Project;

/// A project with the PDFs of an edition that is out and of the corrected one.
fn corrected() -> (Project, [String; 2]) {
    let chapter = "= Een\n\nVan de gemeenten die hebben geantwoord is {{share \"q1\" \"ja\"}} vóór, \
                   en dat is meer dan verwacht.\n\n{{table \"q1\"}}\n";
    let project = Project::new().chapter(chapter).build_twice();
    let pdfs =
        ["old/proef.pdf", "build/proef.pdf"].map(|it| project.path(it).display().to_string());
    (project, pdfs)
}

#[test]
fn a_mail_says_which_number_on_which_page_was_and_is() {
    let (project, [old, new]) = corrected();
    let run = project.run(&["--quiet", "errata", &old, &new]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @"
    # Rectificatie

    Proef, 23 november 2026

    In deze uitgave zijn 5 getallen verbeterd. Hieronder staat per hoofdstuk wat er stond en wat er moet staan.

    ## Een

    | Bladzijde | Waar | Er stond | Lees |
    |---|---|---|---|
    | 1 | …de gemeenten die hebben geantwoord is 71% vóór, en dat is meer dan… | 71% | 86% |
    | 1 | Tabel 1 (Bent u voor?): Ja × Aantal | 5 | 6 |
    | 1 | Tabel 1 (Bent u voor?): Ja × % | 71 | 86 |
    | 1 | Tabel 1 (Bent u voor?): Nee × Aantal | 2 | 1 |
    | 1 | Tabel 1 (Bent u voor?): Nee × % | 29 | 14 |
    ");
}

#[test]
fn the_page_is_set_in_the_house_style_and_conforms() {
    let (project, [old, new]) = corrected();
    let output = project.path("errata.pdf");
    let path = output.display().to_string();
    let run = project.run(&["errata", &old, &new, "--output", &path]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, format!("wrote 5 corrections into {path}\n"));
    let text = pdf_text(&output);
    for said in
        ["Rectificatie", "Proef, 23 november 2026", "71%", "86%", "Tabel 1 (Bent u voor?): Ja"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let bytes = std::fs::read(&output).unwrap();
    for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(&bytes, &options).unwrap();
        assert!(report.failures.is_empty(), "{:?}", report.failures);
    }
    // A project may lay out its own.
    let project = project.file(
        "templates/errata.typ",
        "#let errata(data) = { set document(title: data.title)\n set text(lang: data.language)\n [Eigen vorm: #data.chapters.len()] }",
    );
    let run = project.run(&["errata", &old, &new, "--output", &path]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(pdf_text(&output).contains("Eigen vorm: 1"));
}

#[test]
fn an_english_publication_is_corrected_in_english() {
    let chapter = "= One\n\n{{share \"q1\" \"ja\"}}\n\n{{#if (lt (share \"q1\" \"ja\") 0.8)}}{{base \"q1\"}}{{/if}}\n";
    let project = Project::new()
        .replace("publication.toml", "language = \"nl\"", "language = \"en\"")
        .chapter(chapter)
        .build_twice();
    let [old, new] = ["old", "build"].map(|path| project.path(path).display().to_string());
    let run = project.run(&["--quiet", "errata", &old, &new]);
    insta::assert_snapshot!(run.stdout, @"
    # Corrections

    Proef, 23 November 2026

    2 numbers in this edition have been corrected. Below, by chapter, is what was printed and what it should be.

    ## One

    | Page | Where | Was | Should be |
    |---|---|---|---|
    | 1 | 71% 7 | 71% | 86% |
    | 1 | 71% 7 | 7 | deleted |
    ");
}

#[test]
fn without_changes_there_is_nothing_to_correct() {
    let (project, [old, _]) = corrected();
    let output = project.path("errata.pdf").display().to_string();
    let run = project.run(&["errata", &old, &old, "--output", &output]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "no corrections: every number prints the same\n")
    );
    assert!(!project.path("errata.pdf").exists());
}

#[test]
fn an_ending_says_the_format() {
    let (project, [old, new]) = corrected();
    let run = project.run(&["errata", &old, &new, "--output", "errata.docx"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("end it in .pdf, .md or .txt"), "{}", run.stderr);
}

#[test]
fn a_publication_under_another_name_is_corrected_too() {
    let (project, [old, _]) = corrected();
    let project = project.replace("publication.toml", "name = \"proef\"", "name = \"proef-2\"");
    project.build();
    let [folder, folder_2] = ["old", "build"].map(|it| project.path(it).display().to_string());
    let new = format!("{folder_2}/proef-2.pdf");
    for [old, new] in [[&old, &new], [&folder, &folder_2], [&old, &folder_2]] {
        let run = project.run(&["--quiet", "errata", old, new]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stdout.contains("In deze uitgave zijn 5 getallen verbeterd."),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn figures_and_tables_are_called_what_readers_call_them() {
    let chapter = "= One\n\n{{figure \"q1\"}}\n\n{{table \"q1\" caption=\"Who is in favour of all that \
                   was asked here\"}}\n\n#pagebreak()\n\n{{figure \"q1\" by=\"grootte\" name=\"fig-b\" \
                   caption=\"By size\"}}\n\n{{table \"q2\"}}\n";
    let project = Project::new()
        .replace("publication.toml", "language = \"nl\"", "language = \"en\"")
        .chapter(chapter)
        .build_twice();
    let [old, new] = ["old", "build"].map(|path| project.path(path).display().to_string());
    let run = project.run(&["--quiet", "errata", &old, &new]);
    for said in [
        "| 1 | Figure 1 (Bent u voor?): ",
        "| 1 | Table 1 (Who is in favour of all…): ",
        "| 2 | Figure 2 (By size): ",
    ] {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("Figure: ") && !run.stdout.contains("Table: "), "{}", run.stdout);
}

/// A reference looks like a caption: then the figure goes without a number.
#[test]
fn a_figure_of_uncertain_number_goes_without() {
    let chapter = "= Een\n\n@fig-b laat het zien.\n\n{{figure \"q1\"}}\n\n#pagebreak()\n\n\
                   {{figure \"q1\" name=\"fig-b\" caption=\"Nog eens\"}}\n";
    let project = Project::new().chapter(chapter).build_twice();
    let [old, new] = ["old", "build"].map(|path| project.path(path).display().to_string());
    let run = project.run(&["--quiet", "errata", &old, &new]);
    assert!(run.stdout.contains("| 1 | Figuur: "), "{}", run.stdout);
    assert!(run.stdout.contains("| 2 | Figuur 2 (Nog eens): "), "{}", run.stdout);
}
