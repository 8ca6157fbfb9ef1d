//! Panics of readers of foreign files, contained.

use std::cell::Cell;
use std::panic;
use std::sync::Once;

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and returns its result, or `None` if it panicked. Nothing is
/// written to the standard error stream.
///
/// The first call puts a hook before the process's panic hook that is silent
/// for contained panics of the same thread and passes on all others.
pub fn contain<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let earlier = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !panic_is_contained() {
                earlier(info);
            }
        }));
    });
    let before = CONTAINED.replace(true);
    // The state that `work` borrows is thrown away when it panics.
    let result = panic::catch_unwind(panic::AssertUnwindSafe(work)).ok();
    CONTAINED.set(before);
    result
}

/// Whether a panic on this thread is contained now. A program that sets a panic
/// hook of its own stays silent when this is true.
pub fn panic_is_contained() -> bool {
    CONTAINED.get()
}
