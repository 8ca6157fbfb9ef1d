//! Quotations: what is quoted must have been said, and may be quoted.

use crate::chapter::Medium;
use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::diagnostics::{Diagnostic, Place, nearest_hint};
use crate::escape::{html_text, typst_string};
use crate::format;
use crate::interview::{self, Interview};

/// `{{quote "gouda" "…"}}`: the quotation with who said it, and a link to the interview.
pub(in crate::chapter) fn insert(
    session: &Session,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let slug = arguments.text(0, "the name of an interview")?;
    let text = arguments.text(1, "what was said")?;
    let interviews = session.material.interviews;
    let Some(interview) = interviews.iter().find(|interview| interview.slug == slug) else {
        let slugs: Vec<&str> = interviews.iter().map(|it| it.slug.as_str()).collect();
        return Err(Diagnostic::error("unknown-interview", format!("unknown interview `{slug}`"))
            .at(arguments.place_of(slug))
            .hints(nearest_hint(slug, slugs.iter().copied()))
            .hint(format!("interviews: {}", slugs.join(", "))));
    };
    if !interview.facts.consent {
        return Err(Diagnostic::error(
            "no-consent",
            format!("nobody of the interview `{slug}` has agreed to be quoted"),
        )
        .at(arguments.place())
        .hint(format!(
            "when they have, write `consent = true` at the head of `{}`",
            interview.file.path
        )));
    }
    check(interview, text, arguments)?;
    let people = people(session, interview, arguments)?;
    let href = (!interview.facts.anonymous).then(|| format!("interviews/{slug}.pdf"));
    let place = interview.place();
    Ok(match session.medium {
        Medium::Typst => format!(
            "\n#interview-quote(\n  [{}],\n  people: [{}],\n  place: [{}],\n  href: {},\n)\n",
            session.escape(text),
            session.escape(&people),
            session.escape(place),
            href.map_or("none".into(), |href| typst_string(&href)),
        ),
        Medium::Html => {
            let from: Vec<String> = [people.as_str(), place]
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(html_text)
                .collect();
            let from = from.join(", ");
            let footer = match (&href, from.is_empty()) {
                (_, true) => String::new(),
                (Some(href), _) => format!("<footer><a href=\"{href}\">{from}</a></footer>"),
                (None, _) => format!("<footer>{from}</footer>"),
            };
            format!("<blockquote><p>{}</p>{footer}</blockquote>", html_text(text))
        }
    })
}

/// Refuses what was not said; shows the nearest passage.
fn check(interview: &Interview, text: &str, arguments: &Arguments) -> Result<(), Diagnostic> {
    let Err(nearest) = interview::quoted(&interview.file, &interview.answers(), text) else {
        return Ok(());
    };
    let fault = Diagnostic::error(
        "quote-not-found",
        format!("this was not said in the interview `{}`", interview.slug),
    )
    .at(arguments.place_of(text));
    Err(match nearest {
        None => fault
            .hint("no passage is like it")
            .hint("questions, headings and what the front matter says cannot be quoted"),
        Some(nearest) => {
            let place = Place::Text { file: interview.file.clone(), range: nearest.place };
            fault
                .hint(format!("the nearest passage, at {place}: “{}”", nearest.passage))
                .hint(format!("said and {{+quoted+}}: {}", nearest.difference))
                .hint("what was left out is marked `[…]`")
        }
    })
}

/// Who said it: all who were interviewed, or the one of them whom `by` names.
/// Nobody when the interview is anonymous.
fn people(
    session: &Session,
    interview: &Interview,
    arguments: &Arguments,
) -> Result<String, Diagnostic> {
    let names: Vec<String> = interview.people().iter().map(|it| it.name.clone()).collect();
    let Some(by) = arguments.option("by")? else {
        return Ok(match names.is_empty() {
            true => String::new(),
            false => format::list(&names, session.language()),
        });
    };
    if names.iter().any(|name| name == by) {
        return Ok(by.to_string());
    }
    let fault = Diagnostic::error(
        "unknown-person",
        format!("`{by}` was not interviewed in `{}`", interview.slug),
    )
    .at(arguments.place_of(by));
    Err(match interview.facts.anonymous {
        true => fault.hint("the interview is anonymous: leave `by` out"),
        false => fault
            .hints(nearest_hint(by, names.iter().map(String::as_str)))
            .hint(format!("people: {}", names.join(", "))),
    })
}
