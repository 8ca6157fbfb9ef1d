//! What a press remembers: pieces of work, each with what it was made from.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostics::Diagnostic;
use crate::typeset::Bytes;

/// One piece of work of a round: what it was, why it was done, how long it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was made, such as `chapter urgentie`.
    pub work: String,
    /// Why it was made, or that it was not.
    pub reason: Reason,
    /// Time on one thread; next to none when nothing was made.
    pub time: Duration,
}

/// Why a piece of work was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was not: what was made before still holds.
    Reused,
    /// It had not been made before.
    First,
    /// What it is made from has changed: files by their path in the project.
    Changed(Vec<String>),
}

/// What a piece of work is made from, by the name that authors know it by: the
/// path of a file, or the name of other work. Two pieces of work that are made
/// from the same are the same.
#[derive(Clone, Default)]
pub(super) struct Ingredients(BTreeMap<String, Ingredient>);

#[derive(Clone)]
enum Ingredient {
    /// The content of a file of the project.
    File(Arc<[u8]>),
    /// The content of a file that Typst gets, and the files for which it was made last.
    Source(Bytes, Arc<Vec<String>>),
    /// What is said of it, word by word.
    Text(String),
    /// Other work, known by the list of files for whose sake it was made last.
    Work(Arc<Vec<String>>),
}

impl Ingredients {
    pub(super) fn file(mut self, path: &str, content: Option<&Arc<[u8]>>) -> Self {
        if let Some(content) = content {
            self.0.insert(path.to_string(), Ingredient::File(content.clone()));
        }
        self
    }

    /// A file that Typst gets; two of the same content are the same, whatever they were made for.
    pub(super) fn source(mut self, path: &str, content: &Bytes, causes: &Arc<Vec<String>>) -> Self {
        let source = Ingredient::Source(content.clone(), causes.clone());
        self.0.insert(path.to_string(), source);
        self
    }

    pub(super) fn text(mut self, name: &str, text: String) -> Self {
        self.0.insert(name.to_string(), Ingredient::Text(text));
        self
    }

    pub(super) fn work<T>(mut self, name: &str, piece: &Piece<T>) -> Self {
        self.0.insert(name.to_string(), Ingredient::Work(piece.causes.clone()));
        self
    }

    /// These and those.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The files that differ from those of before, in order. Empty when all is the same.
    fn changes(&self, before: &Self) -> Vec<String> {
        let names = self.0.keys().chain(before.0.keys());
        let mut changes = vec![];
        for name in names {
            let (now, before) = (self.0.get(name), before.0.get(name));
            if let (Some(now), Some(before)) = (now, before)
                && now.is_same(before)
            {
                continue;
            }
            match now.or(before) {
                Some(Ingredient::Work(causes) | Ingredient::Source(_, causes))
                    if !causes.is_empty() =>
                {
                    changes.extend(causes.iter().cloned());
                }
                _ => changes.push(name.clone()),
            }
        }
        changes.sort();
        changes.dedup();
        changes
    }
}

impl Ingredient {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(other)) => Arc::ptr_eq(one, other) || one == other,
            (Self::Source(one, _), Self::Source(other, _)) => one == other,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Work(one), Self::Work(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// A finished piece of work.
pub(super) struct Piece<T> {
    value: Arc<T>,
    /// The files for whose sake it was made again; none the first time. The list
    /// is made anew with each piece, and tells one from the other.
    causes: Arc<Vec<String>>,
}

impl<T> Clone for Piece<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), causes: self.causes.clone() }
    }
}

impl<T> Deref for Piece<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Piece<T> {
    /// A piece that is made now and not remembered, for the sake of these files.
    pub(super) fn new(value: T, causes: Vec<String>) -> Self {
        Self { value: Arc::new(value), causes: Arc::new(causes) }
    }

    /// Whether two are the same piece, and not only made from the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.causes, &other.causes)
    }

    /// The value, to be kept beyond the round.
    pub(super) fn shared(&self) -> Arc<T> {
        self.value.clone()
    }

    /// The files for whose sake it was made again; none the first time.
    pub(super) fn causes(&self) -> &Arc<Vec<String>> {
        &self.causes
    }
}

/// The last piece of work of its kind.
pub(super) struct Memory<T> {
    last: Option<(Ingredients, Piece<T>)>,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self { last: None }
    }
}

impl<T> Memory<T> {
    /// Gives the last piece if it was made from the same; makes it otherwise. What
    /// fails is not remembered, so that its faults come up in every round; the
    /// last piece that did not fail stays.
    pub(super) fn make(
        &mut self,
        work: impl Into<String>,
        ingredients: Ingredients,
        make: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
    ) -> (Result<Piece<T>, Vec<Diagnostic>>, Step) {
        self.make_from(work, |_| ingredients.clone(), make)
    }

    /// The same for work of which only the outcome tells what it was made from.
    pub(super) fn make_from(
        &mut self,
        work: impl Into<String>,
        ingredients: impl Fn(&T) -> Ingredients,
        make: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
    ) -> (Result<Piece<T>, Vec<Diagnostic>>, Step) {
        let start = Instant::now();
        let mut step = Step { work: work.into(), reason: Reason::First, time: Duration::ZERO };
        if let Some((before, piece)) = &self.last {
            let changes = ingredients(piece).changes(before);
            if changes.is_empty() {
                step.reason = Reason::Reused;
                return (Ok(piece.clone()), step);
            }
            step.reason = Reason::Changed(changes);
        }
        let made = make();
        step.time = start.elapsed();
        let result = made.map(|value| {
            let causes = match &step.reason {
                Reason::Changed(causes) => causes.clone(),
                _ => vec![],
            };
            let piece = Piece::new(value, causes);
            self.last = Some((ingredients(&piece), piece.clone()));
            piece
        });
        (result, step)
    }

    /// The last piece that was made, whatever it was made from.
    pub(super) fn last(&self) -> Option<&Piece<T>> {
        self.last.as_ref().map(|(_, piece)| piece)
    }
}
