//! Texts of questions and options.

use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::chapter::value::Value;
use crate::diagnostics::Diagnostic;

pub(in crate::chapter) fn label(
    session: &Session,
    arguments: &Arguments,
) -> Result<Value, Diagnostic> {
    let question = session.question(arguments, 0)?;
    let short = arguments.switch("short")?.unwrap_or(false);
    if arguments.positional.len() > 1 {
        let codes = arguments.texts(1, "the code")?;
        let choice = session.choice(arguments, question, &codes[0])?;
        return Ok(Value::Text(choice.label.to_string()));
    }
    Ok(Value::Text(if short { &question.short } else { &question.label }.to_string()))
}
