//! stub
use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::diagnostics::Diagnostic;
pub(in crate::chapter) fn insert(_: &Session, a: &Arguments, _: Option<String>) -> Result<String, Diagnostic> { Err(Diagnostic::error("x","x").at(a.place())) }
