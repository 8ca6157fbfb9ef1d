//! The proofs of the last round, cut into sheets.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value as Json, json};
use tokio::sync::watch;

use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::inspection::inspect;
use crate::ledger::Fact;
use crate::manifest::Editor;
use crate::press::{Found, Proof, Reason, Round, Step, SurveySheets};
use crate::typeset::{Point, SvgPage, lines, text_at};

use super::search::search;
use super::sheet::{Sheet, Shown, area, look_name};

/// How long browsers may take to ask for what has changed.
const PAUSE: Duration = Duration::from_millis(50);

/// The longest that other work waits for browsers.
const LONGEST: Duration = Duration::from_millis(400);

/// What browsers can ask for. Shared between the press and the server.
pub(super) struct Shelf {
    root: PathBuf,
    /// Tells this run of the program from others.
    session: String,
    editor: Mutex<Editor>,
    state: Mutex<State>,
    /// Told whenever something is new: the state as JSON.
    news: watch::Sender<Arc<str>>,
    /// Sheets that are being drawn, and that were drawn so far.
    drawing: AtomicUsize,
    drawn: AtomicUsize,
}

#[derive(Default)]
struct State {
    round: u64,
    working: bool,
    /// Path and title of every document, in order.
    documents: Vec<(String, String)>,
    proofs: BTreeMap<String, Arc<Shown>>,
    faults: Vec<Json>,
    steps: Vec<Step>,
    web: Option<Arc<BTreeMap<String, Arc<[u8]>>>>,
    /// Changes whenever the web page does.
    web_version: u64,
    survey: Option<SurveySheets>,
    /// Changes whenever the workbook does.
    survey_version: u64,
    viewed: Option<String>,
}

impl Shelf {
    pub(super) fn new(root: PathBuf, editor: Editor) -> Self {
        let shelf = Self {
            root,
            session: session(),
            editor: Mutex::new(editor),
            state: Mutex::default(),
            news: watch::Sender::new("".into()),
            drawing: AtomicUsize::new(0),
            drawn: AtomicUsize::new(0),
        };
        shelf.tell(&shelf.lock());
        shelf
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on, links open this editor.
    pub(super) fn link_to(&self, editor: Editor) {
        *self.editor.lock().unwrap_or_else(PoisonError::into_inner) = editor;
    }

    /// The address that opens a file of the project in the editor.
    fn link(&self, path: &str, line: usize, column: usize) -> String {
        let editor = self.editor.lock().unwrap_or_else(PoisonError::into_inner);
        editor.link(&self.root, path, line, column)
    }

    /// A round begins.
    pub(super) fn begin(&self) {
        let mut state = self.lock();
        state.round += 1;
        state.working = true;
        self.tell(&state);
    }

    /// Shows a proof in the place of the one before it; whether it is another one.
    pub(super) fn put(&self, proof: Arc<Proof>) -> bool {
        let (before, round) = {
            let state = self.lock();
            (state.proofs.get(&proof.path).cloned(), state.round)
        };
        if before.as_ref().is_some_and(|before| Arc::ptr_eq(&before.proof, &proof)) {
            return false;
        }
        let (path, title) = (proof.path.clone(), proof.title.clone());
        let shown = Arc::new(Shown::new(proof, before.as_deref(), round));
        let mut state = self.lock();
        if !state.documents.iter().any(|(known, _)| *known == path) {
            state.documents.push((path.clone(), title));
        }
        state.proofs.insert(path, shown);
        self.tell(&state);
        true
    }

    /// Leaves the processors to the browsers until they have the sheets that they
    /// look at, or `LONGEST` is over.
    pub(super) fn let_browsers_look(&self) {
        if self.news.receiver_count() == 0 {
            return;
        }
        let until = Instant::now() + LONGEST;
        let mut before = self.drawn.load(Ordering::Relaxed);
        while Instant::now() < until {
            std::thread::sleep(PAUSE);
            let now = self.drawn.load(Ordering::Relaxed);
            if now == before && self.drawing.load(Ordering::Relaxed) == 0 {
                return;
            }
            before = now;
        }
    }

    /// A round ends; gives the number of sheets that look different.
    pub(super) fn end(&self, round: Option<Round>, faults: &[Diagnostic], steps: &[Step]) -> usize {
        let mut state = self.lock();
        state.working = false;
        state.steps = steps.to_vec();
        state.faults = faults.iter().map(|fault| self.fault(fault)).collect();
        if let Some(round) = round {
            if round.complete {
                state.proofs.retain(|path, _| round.documents.iter().any(|(it, _)| it == path));
            }
            state.documents = round.documents;
            if let Some(web) = round.web
                && !state.web.as_ref().is_some_and(|before| Arc::ptr_eq(before, &web))
            {
                state.web = Some(web);
                state.web_version = state.round;
            }
            if !state.survey.as_ref().is_some_and(|before| before.is_same(&round.survey)) {
                state.survey = Some(round.survey);
                state.survey_version = state.round;
            }
        }
        self.tell(&state);
        let sheets = state.proofs.values().flat_map(|shown| &shown.sheets);
        sheets.filter(|sheet| sheet.since == state.round).count()
    }

    fn tell(&self, state: &State) {
        self.news.send_replace(self.describe(state).to_string().into());
    }

    /// Everything that is new from now on, beginning with what there is.
    pub(super) fn news(&self) -> watch::Receiver<Arc<str>> {
        self.news.subscribe()
    }

    /// The document that somebody looks at, for which the others wait.
    pub(super) fn viewed(&self) -> Option<String> {
        self.lock().viewed.clone()
    }

    pub(super) fn view(&self, document: &str) {
        self.lock().viewed = Some(document.to_string());
    }

    /// A sheet in its elements, as JSON, without the drawings of those whose looks are
    /// `known`.
    pub(super) fn sheet<'a>(
        &self,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Option<Json> {
        let known = known.filter_map(|look| u128::from_str_radix(look, 16).ok()).collect();
        let SvgPage { width, height, elements, drawings } = self.svg(name, &known)?;
        let elements: Vec<Json> =
            elements.iter().map(|it| json!([look_name(it.look), it.x, it.y])).collect();
        let drawings: BTreeMap<String, String> =
            drawings.into_iter().map(|(look, drawing)| (look_name(look), drawing)).collect();
        Some(json!({
            "width": width,
            "height": height,
            "elements": elements,
            "drawings": drawings,
        }))
    }

    /// A sheet as one picture.
    pub(super) fn picture(&self, name: &str) -> Option<String> {
        Some(self.svg(name, &BTreeSet::new())?.to_string())
    }

    fn svg(&self, name: &str, known: &BTreeSet<u128>) -> Option<SvgPage> {
        let (proof, page) = self.find(name)?;
        self.drawing.fetch_add(1, Ordering::Relaxed);
        let svg = proof.pages.pages().get(page).map(|page| SvgPage::new(page, known));
        self.drawn.fetch_add(1, Ordering::Relaxed);
        self.drawing.fetch_sub(1, Ordering::Relaxed);
        svg
    }

    /// The document and the page of a sheet, if it is still shown.
    fn find(&self, sheet: &str) -> Option<(Arc<Proof>, usize)> {
        self.lock().proofs.values().find_map(|shown| {
            let page = shown.sheets.iter().position(|it| it.name == sheet)?;
            Some((shown.proof.clone(), page))
        })
    }

    /// A file of the web page.
    pub(super) fn web(&self, path: &str) -> Option<Arc<[u8]>> {
        self.lock().web.as_ref()?.get(path).cloned()
    }

    /// What the workbook holds, as JSON.
    pub(super) fn inspection(&self) -> Option<Json> {
        let sheets = self.lock().survey.clone()?;
        serde_json::to_value(inspect(&sheets.read().ok()?.value)).ok()
    }

    /// What stands at a point of a sheet, as JSON.
    pub(super) fn at(&self, sheet: &str, x: f64, y: f64) -> Option<Json> {
        let (proof, page) = self.find(sheet)?;
        let point = Point::new(crate::typeset::Abs::pt(x), crate::typeset::Abs::pt(y));
        let Found { place, facts } = proof.at(page, point);
        Some(json!({
            "place": place.map(|place| self.place(&place)),
            "facts": facts.iter().map(|fact| self.fact(&proof, fact)).collect::<Vec<_>>(),
        }))
    }

    /// The numbers of a sheet, in reading order, as JSON.
    pub(super) fn facts(&self, sheet: &str) -> Option<Json> {
        let (proof, page) = self.find(sheet)?;
        let mut facts: Vec<&Fact> =
            proof.facts().iter().filter(|fact| fact.page == Some(page + 1)).collect();
        facts.sort_by(|one, other| {
            let place = |fact: &Fact| (fact.y.unwrap_or(0.0), fact.x.unwrap_or(0.0));
            place(one).partial_cmp(&place(other)).unwrap_or(std::cmp::Ordering::Equal)
        });
        let facts = facts.into_iter().map(|fact| self.fact(&proof, fact));
        Some(json!({ "facts": facts.collect::<Vec<_>>() }))
    }

    /// A number of a document, by its name, as JSON.
    pub(super) fn fact_of(&self, document: &str, id: &str) -> Option<Json> {
        let proof = self.lock().proofs.get(document)?.proof.clone();
        let fact = proof.facts().iter().find(|fact| fact.id == id)?;
        Some(self.fact(&proof, fact))
    }

    /// The text of a sheet, for those who cannot see it.
    pub(super) fn text(&self, sheet: &str) -> Option<String> {
        let (proof, page) = self.find(sheet)?;
        let lines = lines(proof.pages.pages().get(page)?);
        Some(lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n"))
    }

    /// The places in a document that hold a text, as JSON.
    pub(super) fn search(&self, document: &str, query: &str) -> Option<Json> {
        let proof = self.lock().proofs.get(document)?.proof.clone();
        Some(search(&proof.pages, query))
    }

    fn describe(&self, state: &State) -> Json {
        let documents: Vec<Json> = state
            .documents
            .iter()
            .filter_map(|(path, title)| {
                let shown = state.proofs.get(path)?;
                Some(json!({
                    "path": path,
                    "title": title,
                    "stale": shown.proof.stale,
                    "sheets": shown.sheets.iter().map(Sheet::describe).collect::<Vec<_>>(),
                    "outline": shown.outline,
                }))
            })
            .collect();
        json!({
            "session": self.session,
            "round": state.round,
            "working": state.working,
            "documents": documents,
            "web": state.web.is_some().then_some(state.web_version),
            "workbook": state.survey.is_some().then_some(state.survey_version),
            "faults": state.faults,
            "steps": state.steps.iter().map(step).collect::<Vec<_>>(),
        })
    }

    fn fault(&self, fault: &Diagnostic) -> Json {
        json!({
            "severity": match fault.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "code": fault.code,
            "message": fault.message,
            "hints": fault.hints,
            "place": self.place(&fault.place),
        })
    }

    fn place(&self, place: &Place) -> Json {
        let mut said = json!({ "text": place.to_string() });
        match place {
            Place::Text { file, range } => {
                let (line, column) = file.line_column(range.start);
                said["link"] = self.link(&file.path, line, column).into();
                said["line"] = file.text.lines().nth(line - 1).unwrap_or("").trim().into();
            }
            Place::File(path) => said["link"] = self.link(path, 1, 1).into(),
            _ => {}
        }
        said
    }

    fn fact(&self, proof: &Proof, fact: &Fact) -> Json {
        let page = fact.page.and_then(|page| proof.pages.pages().get(page - 1));
        let place = page.zip(fact.x.zip(fact.y));
        let mut said = serde_json::to_value(fact).unwrap_or_default();
        let link = self.link(&fact.template, fact.line, fact.column);
        said["link"] = link.into();
        said["area"] = place
            .and_then(|(page, (x, y))| text_at(page, x, y, &fact.text))
            .as_ref()
            .map(area)
            .into();
        said
    }
}

fn session() -> String {
    let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{}-{}", std::process::id(), started.as_nanos())
}

fn step(step: &Step) -> Json {
    let (reason, files) = match &step.reason {
        Reason::Reused => ("reused", &[][..]),
        Reason::First => ("first", &[][..]),
        Reason::Changed(files) => ("changed", &files[..]),
    };
    json!({
        "work": step.work,
        "milliseconds": crate::format::round_half_away(step.time.as_secs_f64() * 1000.0, 1),
        "reason": reason,
        "files": files,
    })
}
