//! The preview: what is being made, in a browser, while it is being made.
//!
//! 1. `shelf`: the proofs of the last round, cut into sheets (`sheet`) that know whether
//!    they look different from before; `search` looks for a text in them.
//! 2. `watcher`: tells when files of the project change.
//! 3. `server`: hands the sheets to browsers on this machine, and to nobody else.
//!
//! [`Preview`] puts them together; the page itself is in the files under `page/`.

mod search;
mod server;
mod sheet;
mod shelf;
mod watcher;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostics::{Diagnostic, Severity};
use crate::manifest::Editor;
use crate::press::{Press, Round, Step};
use crate::project;

use server::Server;
use shelf::Shelf;
use watcher::Watcher;

/// How long a file that is missing or broken may stay so before it counts as a fault.
const PATIENCE: Duration = Duration::from_millis(400);

/// Faults that a file has while it is being saved.
const PASSING: [&str; 5] =
    ["missing-file", "missing-manifest", "unreadable", "workbook-damaged", "workbook-format"];

/// A project under watch.
pub struct Preview {
    root: PathBuf,
    /// The editor that was asked for, before the one that the manifest names.
    editor: Option<Editor>,
    press: Press,
    shelf: Arc<Shelf>,
    watcher: Watcher,
    server: Server,
}

/// What a round came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// What is wrong now.
    pub faults: Vec<Diagnostic>,
    /// Sheets that look different from before, over all documents.
    pub changed: usize,
    /// What was done and why.
    pub steps: Vec<Step>,
}

impl Preview {
    /// Starts to watch the project in `root` and to serve it on a port of this
    /// machine; 0 takes any that is free. Fails when the port is taken, or when
    /// the system cannot watch files.
    pub fn start(root: &Path, port: u16, editor: Option<Editor>) -> Result<Self, Diagnostic> {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
        let watcher = Watcher::new(&root)?;
        let shelf = Arc::new(Shelf::new(root.clone(), editor.clone().unwrap_or_default()));
        let server = Server::start(shelf.clone(), port)?;
        Ok(Self { root, editor, press: Press::default(), shelf, watcher, server })
    }

    /// Where the preview is.
    pub fn address(&self) -> String {
        self.server.address()
    }

    /// Makes what has changed and shows it. What fails keeps its last good pages.
    pub fn round(&mut self) -> Report {
        self.shelf.begin();
        let until = Instant::now() + PATIENCE;
        loop {
            let (round, faults) = self.attempt();
            // Programs save by writing beside and renaming, or in several pieces.
            let passing = |fault: &Diagnostic| {
                fault.severity == Severity::Error && PASSING.contains(&fault.code)
            };
            if faults.iter().any(passing) && self.watcher.wait_until(until) {
                continue;
            }
            let steps = self.press.steps().to_vec();
            let changed = self.shelf.end(round, &faults, &steps);
            // What was shown quickly must be what is printed.
            let watcher = &mut self.watcher;
            if self.press.confirm(&mut || watcher.has_news()) {
                return Report { faults, changed, steps };
            }
        }
    }

    fn attempt(&mut self) -> (Option<Round>, Vec<Diagnostic>) {
        self.watcher.read();
        let project = match project::open(&self.root) {
            Ok(project) => project,
            Err(faults) => return (None, faults),
        };
        self.watcher.follow(&project.manifest);
        let named = project.manifest.preview.editor.as_ref();
        let named = named.and_then(|editor| Editor::new(editor.get_ref()));
        self.shelf.link_to(self.editor.clone().or(named).unwrap_or_default());
        let viewed = self.shelf.viewed();
        let (shelf, watcher) = (&self.shelf, &mut self.watcher);
        let mut first = true;
        let result = self.press.prove(&project, viewed.as_deref(), &mut |proof| {
            // What is looked at comes before what is made for the other documents.
            if shelf.put(proof) && std::mem::take(&mut first) {
                shelf.let_browsers_look();
            }
            // What is made now is out of date when something has changed again.
            !watcher.has_news()
        });
        match result {
            Ok(round) => {
                let faults = round.faults.clone();
                (Some(round), faults)
            }
            Err(faults) => (None, faults),
        }
    }

    /// Waits for a change of a file that matters.
    pub fn wait(&mut self) {
        self.watcher.wait();
    }
}
