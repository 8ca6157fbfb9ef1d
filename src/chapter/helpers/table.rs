//! stub
use crate::chapter::arguments::Arguments;
use crate::chapter::session::Session;
use crate::chapter::value::Value;
use crate::diagnostics::Diagnostic;
pub(in crate::chapter) fn insert(_: &Session, a: &Arguments) -> Result<String, Diagnostic> { Err(Diagnostic::error("x","x").at(a.place())) }
pub(in crate::chapter) fn response(_: &Session, a: &Arguments) -> Result<String, Diagnostic> { Err(Diagnostic::error("x","x").at(a.place())) }
pub(in crate::chapter) fn section(_: &Session, a: &Arguments) -> Result<String, Diagnostic> { Err(Diagnostic::error("x","x").at(a.place())) }
