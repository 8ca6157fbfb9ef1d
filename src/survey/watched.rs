//! Values that know whether they were looked at.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A value that knows whether anybody has looked at it, so that who remembers a
/// piece of work can tell what it rests on.
///
/// A copy shares the value, and nobody has looked at the copy yet.
#[derive(Debug)]
pub struct Watched<T> {
    value: Arc<T>,
    seen: AtomicBool,
}

impl<T> Watched<T> {
    /// Whether anybody has looked at this copy.
    pub fn was_seen(&self) -> bool {
        self.seen.load(Ordering::Relaxed)
    }

    /// Counts as a look.
    pub fn look(&self) {
        self.seen.store(true, Ordering::Relaxed);
    }

    /// Whether two hold the same; this is no look.
    pub fn is_same(&self, other: &Self) -> bool
    where
        T: PartialEq,
    {
        Arc::ptr_eq(&self.value, &other.value) || self.value == other.value
    }
}

impl<T> From<T> for Watched<T> {
    fn from(value: T) -> Self {
        Self { value: Arc::new(value), seen: AtomicBool::new(false) }
    }
}

impl<T> Clone for Watched<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), seen: AtomicBool::new(false) }
    }
}

impl<T> Deref for Watched<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.look();
        &self.value
    }
}

impl<T: Clone> DerefMut for Watched<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.look();
        Arc::make_mut(&mut self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_known_of_the_copy_that_was_looked_at() {
        let value = Watched::from(vec![1, 2]);
        let copy = value.clone();
        assert!(value.is_same(&copy) && !value.was_seen() && !copy.was_seen());
        assert_eq!(copy.len(), 2);
        assert!(copy.was_seen() && !value.was_seen() && !copy.clone().was_seen());
    }
}
