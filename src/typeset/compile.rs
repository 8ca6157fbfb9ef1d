//! From sources to pages.

use comemo::{Constraint, Track};
use typst::World as _;
use typst::diag::Warned;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Output, StyleChain, Target, TargetElem};
use typst::utils::Protected;
use typst_layout::PagedDocument;

use super::fault::{Fault, faults};
use super::world::World;

/// What came of a compilation.
#[derive(Debug)]
pub struct Compilation {
    /// The pages, or what stops them: no more than the first fault of a file that
    /// is evaluated.
    pub document: Result<PagedDocument, Vec<Fault>>,
    /// Messages that stop nothing.
    pub warnings: Vec<Fault>,
    /// Whether it began with nothing known of the document, as a press does that
    /// starts cold.
    pub from_scratch: bool,
}

/// The most times that a document is set again from what the last time told of it.
const MOST_TIMES: usize = 3;

/// Sets the document of this world.
pub fn compile(world: &World) -> Compilation {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    Compilation {
        document: output.map_err(|messages| faults(world, messages)),
        warnings: faults(world, warnings),
        from_scratch: true,
    }
}

/// Sets the document of this world, which was `last` before it changed.
///
/// Typst sets a document again and again until what it told of itself (where its
/// headings stand, how many pages it has) is what it comes to. It begins with
/// nothing; this begins with what was true of the last one, which is often true
/// still, and saves setting everything for what is known. What comes of it agrees
/// with itself, as that of [`compile`] does: where a document could come out in
/// more than one way, or fails unless it knows itself, only [`compile`] says what
/// is printed. What does not work out is left to it too.
///
/// `early` is given the pages as they are set first when more times are needed: all
/// is on them, and no more than what a document tells of itself may be of before.
pub fn compile_after(
    world: &World,
    last: &PagedDocument,
    early: &mut dyn FnMut(&PagedDocument),
) -> Compilation {
    settle(world, last, early).unwrap_or_else(|| compile(world))
}

fn settle(
    world: &World,
    last: &PagedDocument,
    early: &mut dyn FnMut(&PagedDocument),
) -> Option<Compilation> {
    let tracked = (world as &dyn typst::World).track();
    let library = tracked.library();
    let traced = Traced::default();
    let mut sink = Sink::new();
    let main = tracked.source(tracked.main()).ok()?;
    let module = typst_eval::eval(
        tracked,
        library,
        traced.track(),
        sink.track_mut(),
        Route::default().track(),
        &main,
    );
    let content = module.ok()?.content();
    let base = StyleChain::new(&library.styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);
    let mut last = last.clone();
    for time in 0..MOST_TIMES {
        let constraint = Constraint::new();
        let mut messages = Sink::new();
        let mut engine = Engine {
            library,
            world: tracked,
            introspector: Protected::new(Output::introspector(&last).track_with(&constraint)),
            traced: traced.track(),
            sink: messages.track_mut(),
            route: Route::default(),
        };
        let document = PagedDocument::create(&mut engine, &content, styles).ok()?;
        if constraint.validate(Output::introspector(&document)) {
            sink.extend_from_sink(messages);
            return sink.delayed().is_empty().then(|| Compilation {
                document: Ok(document),
                warnings: faults(world, sink.warnings()),
                from_scratch: false,
            });
        }
        // What it refers to may be new.
        if time == 0 && sink.delayed().is_empty() && messages.delayed().is_empty() {
            early(&document);
        }
        last = document;
    }
    None
}
