//! The proofs of the last round, cut into sheets.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use tokio::sync::watch;

use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::inspection::inspect;
use crate::ledger::Fact;
use crate::manifest::Editor;
use crate::press::{Found, Proof, Reason, Round, Step, SurveySheets};
use crate::typeset::{
    Area, Mark, Page, Point, SvgPage, lines, marks, outline, page_look, page_numbers,
};

/// The most areas that are marked on a sheet; beyond that the sheet is marked as a whole.
const MOST_AREAS: usize = 60;

/// How long browsers may take to ask for what has changed.
const PAUSE: Duration = Duration::from_millis(50);

/// The longest that other work waits for browsers.
const LONGEST: Duration = Duration::from_millis(400);

/// What browsers can ask for. Shared between the press and the server.
pub(super) struct Shelf {
    root: PathBuf,
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
    proofs: BTreeMap<String, Shown>,
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

/// A document and its sheets.
struct Shown {
    proof: Arc<Proof>,
    sheets: Vec<Sheet>,
    /// The headings, as browsers get them.
    outline: Json,
}

#[derive(Clone)]
struct Sheet {
    /// Name of how it looks: the same for sheets that look the same.
    name: String,
    width: f64,
    height: f64,
    /// What the page calls itself.
    label: String,
    /// The round in which it came to look so.
    since: u64,
    /// What changed then. Empty for the sheet as a whole.
    areas: Vec<Area>,
}

impl Shelf {
    pub(super) fn new(root: PathBuf, editor: Editor) -> Self {
        let shelf = Self {
            root,
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
        let mut state = self.lock();
        let before = state.proofs.get(&proof.path);
        if before.is_some_and(|before| Arc::ptr_eq(&before.proof, &proof)) {
            return false;
        }
        let shown = Shown::new(proof, before, state.round);
        if !state.documents.iter().any(|(path, _)| *path == shown.proof.path) {
            state.documents.push((shown.proof.path.clone(), shown.proof.title.clone()));
        }
        state.proofs.insert(shown.proof.path.clone(), shown);
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
        let (proof, index) = {
            let state = self.lock();
            state.proofs.values().find_map(|shown| {
                let index = shown.sheets.iter().position(|sheet| sheet.name == name)?;
                Some((shown.proof.clone(), index))
            })?
        };
        self.drawing.fetch_add(1, Ordering::Relaxed);
        let svg = proof.pages.pages().get(index).map(|page| SvgPage::new(page, known));
        self.drawn.fetch_add(1, Ordering::Relaxed);
        self.drawing.fetch_sub(1, Ordering::Relaxed);
        svg
    }

    fn proof(&self, document: &str) -> Option<Arc<Proof>> {
        Some(self.lock().proofs.get(document)?.proof.clone())
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

    /// What stands at a point, as JSON.
    pub(super) fn at(&self, document: &str, page: usize, x: f64, y: f64) -> Option<Json> {
        let proof = self.proof(document)?;
        let point = Point::new(crate::typeset::Abs::pt(x), crate::typeset::Abs::pt(y));
        let Found { place, facts } = proof.at(page, point);
        Some(json!({
            "place": place.map(|place| self.place(&place)),
            "facts": facts.iter().map(|fact| self.fact(fact)).collect::<Vec<_>>(),
        }))
    }

    /// The numbers of a page, in reading order, as JSON.
    pub(super) fn facts(&self, document: &str, page: usize) -> Option<Json> {
        let proof = self.proof(document)?;
        let mut facts: Vec<&Fact> =
            proof.facts().iter().filter(|fact| fact.page == Some(page + 1)).collect();
        facts.sort_by(|one, other| {
            let place = |fact: &Fact| (fact.y.unwrap_or(0.0), fact.x.unwrap_or(0.0));
            place(one).partial_cmp(&place(other)).unwrap_or(std::cmp::Ordering::Equal)
        });
        Some(json!({ "facts": facts.into_iter().map(|it| self.fact(it)).collect::<Vec<_>>() }))
    }

    /// The text of a page, for those who cannot see it.
    pub(super) fn text(&self, document: &str, page: usize) -> Option<String> {
        let proof = self.proof(document)?;
        let lines = lines(proof.pages.pages().get(page)?);
        Some(lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n"))
    }

    /// The lines that hold a text, whatever its capitals, as JSON.
    pub(super) fn search(&self, document: &str, query: &str) -> Option<Json> {
        const MOST: usize = 200;
        let proof = self.proof(document)?;
        let query = query.to_lowercase();
        let pages = proof.pages.pages().iter().enumerate();
        let hits: Vec<Json> = pages
            .flat_map(|(page, content)| lines(content).into_iter().map(move |line| (page, line)))
            .filter(|(_, line)| !query.is_empty() && line.text.to_lowercase().contains(&query))
            .take(MOST)
            .map(
                |(page, line)| json!({ "page": page, "text": line.text, "area": area(&line.area) }),
            )
            .collect();
        Some(json!({ "hits": hits, "cut": hits.len() == MOST }))
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
                    "sheets": shown.sheets.iter().map(|sheet| json!({
                        "name": sheet.name,
                        "width": sheet.width,
                        "height": sheet.height,
                        "label": sheet.label,
                        "since": sheet.since,
                        "areas": sheet.areas.iter().map(area).collect::<Vec<_>>(),
                    })).collect::<Vec<_>>(),
                    "outline": shown.outline,
                }))
            })
            .collect();
        json!({
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

    fn fact(&self, fact: &Fact) -> Json {
        let mut said = serde_json::to_value(fact).unwrap_or_default();
        let link = self.link(&fact.template, fact.line, fact.column);
        said["link"] = link.into();
        said
    }
}

impl Shown {
    fn new(proof: Arc<Proof>, before: Option<&Shown>, round: u64) -> Self {
        let labels = page_numbers(&proof.pages);
        let pages = proof.pages.pages().iter().zip(labels).enumerate();
        let sheets = pages
            .map(|(index, (page, number))| {
                let name = look_name(page_look(page));
                let label = number.printed.unwrap_or_else(|| number.physical.to_string());
                let known = before.and_then(|before| {
                    let same = |sheet: &&Sheet| sheet.name == name;
                    let here = before.sheets.get(index).filter(same);
                    here.or_else(|| before.sheets.iter().find(same))
                });
                if let Some(known) = known {
                    return Sheet { label, ..known.clone() };
                }
                let size = page.frame.size();
                let old = before.and_then(|before| before.proof.pages.pages().get(index));
                let mut areas = old.map_or(vec![], |old| changed(old, page));
                // What was shown early in the same round is as new.
                let early = before.and_then(|before| before.sheets.get(index));
                if let Some(early) = early.filter(|early| early.since == round) {
                    match early.areas.is_empty() {
                        true => areas.clear(),
                        false => areas.extend_from_slice(&early.areas),
                    }
                }
                Sheet {
                    name,
                    width: size.x.to_pt(),
                    height: size.y.to_pt(),
                    label,
                    since: if before.is_some() { round } else { 0 },
                    areas,
                }
            })
            .collect();
        let headings = outline(&proof.pages).into_iter().map(|heading| {
            json!({
                "level": heading.level,
                "title": heading.title,
                "page": heading.page.physical - 1,
            })
        });
        let outline = headings.collect();
        Self { proof, sheets, outline }
    }
}

/// What browsers call a look.
fn look_name(look: u128) -> String {
    format!("{look:032x}")
}

/// What a page has that it had not: in looks, else in place.
fn changed(old: &Page, new: &Page) -> Vec<Area> {
    let (old, new) = (marks(old), marks(new));
    let new_looks = added(&old, &new, |mark| (mark.look, [0; 2]));
    let areas = match new_looks.is_empty() {
        false => new_looks,
        true => added(&old, &new, |mark| {
            (mark.look, [mark.area.x, mark.area.y].map(|at| (at * 10.0).round() as i64))
        }),
    };
    if areas.len() > MOST_AREAS { vec![] } else { areas }
}

fn added<K: Ord>(old: &[Mark], new: &[Mark], key: impl Fn(&Mark) -> K) -> Vec<Area> {
    let mut left: BTreeMap<K, usize> = BTreeMap::new();
    for mark in old {
        *left.entry(key(mark)).or_default() += 1;
    }
    new.iter()
        .filter(|mark| match left.get_mut(&key(mark)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .map(|mark| mark.area)
        .collect()
}

fn area(area: &Area) -> Json {
    let rounded = |points: f64| crate::format::round_half_away(points, 1);
    json!([rounded(area.x), rounded(area.y), rounded(area.width), rounded(area.height)])
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
