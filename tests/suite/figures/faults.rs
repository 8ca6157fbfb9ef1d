//! What cannot be drawn is told, with what can.

use std::fmt::Write;

use super::{message, project};
use crate::project::Project;

#[test]
fn what_makes_no_sense_is_told_with_what_does() {
    let figures = [
        r#"{{figure "kleur" kind="lines"}}"#,
        r#"{{figure "kleur" kind="slope" by="grootte"}}"#,
        r#"{{figure "kleur" kind="map"}}"#,
        r#"{{figure "kleur" kind="map" by="regio"}}"#,
        r#"{{figure "kleur" kind="map" by="grootte" answer="rood"}}"#,
        r#"{{figure "vorm" kind="stacked"}}"#,
        r#"{{figure "uren" kind="likert"}}"#,
        r#"{{figure "uren" kind="columns"}}"#,
        r#"{{figure "e1" kind="boxes"}}"#,
        r#"{{figure "vaak" "vaak" by="grootte"}}"#,
        r#"{{figure "e1" "uren"}}"#,
        r#"{{figure "kleur" answer="roze"}}"#,
        r#"{{figure "uren" answer="1"}}"#,
        r#"{{figure "e1" kind="pie"}}"#,
    ];
    let mut all = String::new();
    for figure in figures {
        let _ = writeln!(all, "{}\n", message(project(), figure));
    }
    insta::assert_snapshot!(all, @r#"
    error[chart-kind]: `lines` cannot show question `kleur`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="lines"}}
      = hint: name the question with the waves or groups: `by="…"`
      = hint: kinds that can: bars, columns, dots, pictogram, stacked, waffle


    error[chart-kind]: `slope` cannot show question `kleur` by `grootte`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="slope" by="grootte"}}
      = hint: compare two of them: `where="grootte=1,3"`
      = hint: kinds that can: grouped, multiples, heatmap, dots, stacked, waffle, lines


    error[chart-kind]: `map` cannot show question `kleur`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="map"}}
      = hint: say which answer it shows: `answer="rood"`
      = hint: compare the regions of a map: `by="regio"`
      = hint: kinds that can: bars, columns, dots, pictogram, stacked, waffle


    error[chart-kind]: `map` cannot show question `kleur` by `regio`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="map" by="regio"}}
      = hint: say which answer it shows: `answer="rood"`
      = hint: kinds that can: grouped, multiples, heatmap, dots, stacked, waffle


    error[chart-kind]: `map` cannot show question `kleur` by `grootte`
     --> templates/chapters/een.typ.hbs:3:23
    3 | {{figure "kleur" kind="map" by="grootte" answer="rood"}}
      = hint: give the map of the regions in `publication.toml`, under `[charts.maps]`: `QUESTION = "inputs/maps/…"`
      = hint: kinds that can: bars, dots, columns, pictogram, waffle, lines


    error[chart-kind]: `stacked` cannot show question `vorm`
     --> templates/chapters/een.typ.hbs:3:22
    3 | {{figure "vorm" kind="stacked"}}
      = hint: kinds that can: bars, columns, dots, pictogram, waffle


    error[chart-kind]: `likert` cannot show question `uren`
     --> templates/chapters/een.typ.hbs:3:22
    3 | {{figure "uren" kind="likert"}}
      = hint: kinds that can: boxes, strips, dots


    error[chart-kind]: `columns` cannot show question `uren`
     --> templates/chapters/een.typ.hbs:3:22
    3 | {{figure "uren" kind="columns"}}
      = hint: name the question with the waves or groups: `by="…"`
      = hint: kinds that can: boxes, strips, dots


    error[chart-kind]: `boxes` cannot show question `e1`
     --> templates/chapters/een.typ.hbs:3:20
    3 | {{figure "e1" kind="boxes"}}
      = hint: kinds that can: likert, columns, bars, stacked, likert-apart, dots, pictogram, waffle


    error[chart-kind]: questions `vaak`, `vaak` by `grootte`: the chart needs one number for each
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "vaak" "vaak" by="grootte"}}
      = hint: say which answer it shows: `answer="1"`


    error[chart-shape]: `e1` and `uren` do not go into one chart: one of them asks for a number
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "e1" "uren"}}
      = hint: draw a chart for each


    error[unknown-code]: question `kleur` has no code `roze`
     --> templates/chapters/een.typ.hbs:3:25
    3 | {{figure "kleur" answer="roze"}}
      = hint: its codes are `rood`, `wit`, `groen`, `anders`


    error[wrong-kind]: numbers have no answers to choose from
     --> templates/chapters/een.typ.hbs:3:24
    3 | {{figure "uren" answer="1"}}
      = hint: leave `answer` out: the chart shows means


    error[unknown-chart]: unknown kind of chart `pie`
     --> templates/chapters/een.typ.hbs:3:20
    3 | {{figure "e1" kind="pie"}}
      = hint: kinds: bars, grouped, stacked, likert, likert-apart, columns, lines, dots, slope, heatmap, multiples, waffle, pictogram, boxes, strips, map, bubbles
    "#);
}

#[test]
fn faults_of_maps_are_told_where_they_stand() {
    let with = |old: &str, new: &str| project().replace("publication.toml", old, new);
    let mut all = String::new();
    for project in [
        with("regio = \"inputs", "region = \"inputs"),
        with("gebieden.json", "gebied.json"),
        with("inputs/gebieden.json", "../gebieden.json"),
        project().file("inputs/gebieden.json", "{\"type\": \"FeatureCollection\"}"),
        project().replace("inputs/gebieden.json", "Midden", "Centrum"),
    ] {
        let figure = r#"{{figure "regio" kind="map"}}"#;
        let _ = writeln!(all, "{}\n", message(project, figure));
    }
    insta::assert_snapshot!(all, @r#"
    error[unknown-question]: unknown question `region`
      --> publication.toml:21:1
    21 | region = "inputs/gebieden.json"
       = hint: did you mean `regio`?
       = hint: the questions are `regio`, `grootte`, `golf`, `paar`, `kleur`, `ja`, `e1`, `e2`, `vaak`, `vorm`, `cijfer`, `uren` and 1 more


    error[missing-file]: there is no file `inputs/gebied.json`
      --> publication.toml:21:9
    21 | regio = "inputs/gebied.json"
       = hint: did you mean `inputs/gebieden.json`?
       = hint: paths are relative to the folder of `publication.toml`


    error[invalid-path]: `../gebieden.json` is not a path in the project
      --> publication.toml:21:9
    21 | regio = "../gebieden.json"
       = hint: write it relative to the folder of `publication.toml`, with `/`


    error[unreadable-map]: failed to read the map (it has no named regions)
    --> inputs/gebieden.json
     = hint: give an SVG whose paths have names, or a GeoJSON collection of polygons


    error[unknown-region]: the map has no region `Midden`
     --> templates/chapters/een.typ.hbs:3:1
    3 | {{figure "regio" kind="map"}}
      = hint: its regions: Noord, Centrum, Zuid
    "#);
}

#[test]
fn colours_that_cannot_be_told_apart_are_warned_about() {
    let project = project()
        .replace("publication.toml", "muted = \"#5a6875\"", "muted = \"#9aa5b0\"")
        .replace("publication.toml", "\"#652c50\", \"#a92a33\"]", "\"#a8512a\", \"#6b7a1e\"]")
        .replace("publication.toml", "\"#5b9db4\", \"#0b4a61\"]", "\"#d3e7ee\", \"#0b4a61\"]")
        .replace("publication.toml", "\"#7fb0c2\", \"#0b5d78\"]", "\"#7fb0c2\", \"#a33f2b\"]");
    let project = project.chapter("= Een\n\n{{figure \"kleur\"}}\n");
    let run = project.run(&["--quiet", "check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr, @r##"
    warning[palette-contrast]: text in `muted` (`#9aa5b0`) has a contrast of 2.5:1 with the page, and needs 4.5:1 (WCAG 2.2, 1.4.3)
      --> publication.toml:29:9
       |
    29 | muted = "#9aa5b0"
       |         ^^^^^^^^^
       |
       = hint: take `#6f767f` for `#9aa5b0`: the nearest colour that works

    warning[palette-grey]: `#637d5c` and `#a8512a`, neighbours in `categorical`, look alike in grey: their lightness differs by 4.8, and 8 is the least
      --> publication.toml:34:49
       |
    34 | categorical = ["#0b5d78", "#d18135", "#637d5c", "#a8512a", "#6b7a1e"]
       |                                                 ^^^^^^^^^
       |
       = hint: take `#903d18` for `#a8512a`: the nearest colour that works

    warning[palette-grey]: `#a8512a` and `#6b7a1e`, neighbours in `categorical`, look alike in grey: their lightness differs by 3.6, and 8 is the least
      --> publication.toml:34:60
       |
    34 | categorical = ["#0b5d78", "#d18135", "#637d5c", "#a8512a", "#6b7a1e"]
       |                                                            ^^^^^^^^^
       |
       = hint: take `#8b9064` for `#6b7a1e`: the nearest colour that works

    warning[palette-look-alike]: `#a8512a` and `#6b7a1e` of `categorical` look alike to readers with deuteranopia: they differ by 1.0; 8 is the least
      --> publication.toml:34:60
       |
    34 | categorical = ["#0b5d78", "#d18135", "#637d5c", "#a8512a", "#6b7a1e"]
       |                                                            ^^^^^^^^^
       |
       = hint: take `#8b9064` for `#6b7a1e`: the nearest colour that works

    warning[palette-look-alike]: `#d7e8ee` and `#d3e7ee` of `sequential` look alike to all readers: they differ by 1.0; 5 is the least
      --> publication.toml:35:26
       |
    35 | sequential = ["#d7e8ee", "#d3e7ee", "#0b4a61"]
       |                          ^^^^^^^^^
       |
       = hint: take `#bed7e2` for `#d3e7ee`: the nearest colour that works

    warning[palette-look-alike]: `#a3432f` and `#a33f2b` of `diverging` look alike to all readers: they differ by 0.9; 8 is the least
      --> publication.toml:36:58
       |
    36 | diverging = ["#a3432f", "#d99a7a", "#d9dde0", "#7fb0c2", "#a33f2b"]
       |                                                          ^^^^^^^^^
       |
       = hint: take `#862515` for `#a33f2b`: the nearest colour that works
    "##);
    let build = project.run(&["--quiet", "build"]);
    assert_eq!((build.code, &build.stderr), (0, &run.stderr));
    assert_eq!(project.run(&["--deny-warnings", "--quiet", "build"]).code, 1);
    assert!(!Project::new().run(&["build"]).stderr.contains("palette"));
}
