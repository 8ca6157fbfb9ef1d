//! The web server of the preview: this machine only, and its own page only.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value as Json;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use crate::diagnostics::{Diagnostic, io_cause};

use super::shelf::Shelf;

/// The files of the page: path, kind, content.
const PAGE: [(&str, &str, &str); 10] = [
    ("index.html", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
    ("main.js", "text/javascript; charset=utf-8", include_str!("page/main.js")),
    ("sheets.js", "text/javascript; charset=utf-8", include_str!("page/sheets.js")),
    ("draw.js", "text/javascript; charset=utf-8", include_str!("page/draw.js")),
    ("panel.js", "text/javascript; charset=utf-8", include_str!("page/panel.js")),
    ("element.js", "text/javascript; charset=utf-8", include_str!("page/element.js")),
    ("workbook.js", "text/javascript; charset=utf-8", include_str!("page/workbook.js")),
    ("keys.js", "text/javascript; charset=utf-8", include_str!("page/keys.js")),
    ("icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
];

/// What the preview's own page may load: nothing from outside. Drawings may say in an
/// attribute how their parts blend.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What the publication's web page may load, in its frame.
const WEB_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'";

/// A running server.
pub(super) struct Server {
    address: SocketAddr,
}

#[derive(Clone)]
struct Shared {
    shelf: Arc<Shelf>,
    port: u16,
}

impl Server {
    /// Serves on a port of this machine, on a thread of its own.
    pub(super) fn start(shelf: Arc<Shelf>, port: u16) -> Result<Self, Diagnostic> {
        let failed = |error: std::io::Error| {
            Diagnostic::error(
                "port-taken",
                format!("failed to serve on port {port} ({})", io_cause(&error)),
            )
            .hint("leave out `--port`, and a free port is taken")
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let routes = routes(Shared { shelf, port: address.port() });
        std::thread::spawn(move || {
            runtime.block_on(async move {
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    // Only a failing listener ends this, and then there is nobody to tell.
                    let _ = axum::serve(listener, routes).await;
                }
            });
        });
        Ok(Self { address })
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}/", self.address)
    }
}

fn routes(shared: Shared) -> Router {
    Router::new()
        .route("/", get(|| async { file("index.html") }))
        .route("/page/{name}", get(|Path(name): Path<String>| async move { file(&name) }))
        .route("/events", get(events))
        .route("/sheet/{name}", post(sheet))
        .route("/picture/{name}", get(picture))
        .route("/at/{sheet}", get(at))
        .route("/facts/{sheet}", get(facts))
        .route("/text/{sheet}", get(text))
        .route("/fact", get(fact))
        .route("/search", get(search))
        .route("/inspection", get(inspection))
        .route("/web/{*path}", get(web))
        .layer(from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Lets in only who names this machine by its own name: a page elsewhere whose
/// name has been pointed here would name that.
async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let own = [format!("127.0.0.1:{}", shared.port), format!("localhost:{}", shared.port)];
    let named = |name: &str| own.iter().any(|own| own == name);
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let origin = request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok());
    let stranger = origin.is_some_and(|origin| !named(origin.trim_start_matches("http://")));
    if !host.is_some_and(named) || stranger {
        return (StatusCode::FORBIDDEN, "the preview is for this machine only\n").into_response();
    }
    let web = request.uri().path().starts_with("/web/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = if web { WEB_POLICY } else { POLICY };
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn file(name: &str) -> Response {
    match PAGE.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, content)) => ([(CONTENT_TYPE, *kind)], *content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The state, and again whenever it changes.
async fn events(
    State(shared): State<Shared>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = WatchStream::new(shared.shelf.news());
    Sse::new(news.map(|state| Ok(Event::default().data(&*state)))).keep_alive(KeepAlive::default())
}

/// Waits for work that takes the processor, while the server goes on.
async fn work<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce(&Shelf) -> Option<T> + Send + 'static,
) -> Option<T> {
    let shelf = shared.shelf.clone();
    tokio::task::spawn_blocking(move || work(&shelf)).await.ok().flatten()
}

/// `known`: the looks that the browser has drawn already, one on a line.
async fn sheet(State(shared): State<Shared>, Path(name): Path<String>, known: String) -> Response {
    json(work(&shared, move |shelf| shelf.sheet(&name, known.lines())).await)
}

async fn picture(State(shared): State<Shared>, Path(name): Path<String>) -> Response {
    let made = work(&shared, move |shelf| shelf.picture(name.strip_suffix(".svg")?)).await;
    match made {
        // Its name says how it looks: it never changes.
        Some(svg) => {
            ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "max-age=31536000, immutable")], svg)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn at(State(shared): State<Shared>, Path(sheet): Path<String>, uri: Uri) -> Response {
    let query = Query::of(&uri);
    let point = query.number("x").zip(query.number("y"));
    json(work(&shared, move |shelf| point.and_then(|(x, y)| shelf.at(&sheet, x, y))).await)
}

async fn facts(State(shared): State<Shared>, Path(sheet): Path<String>) -> Response {
    json(work(&shared, move |shelf| shelf.facts(&sheet)).await)
}

async fn fact(State(shared): State<Shared>, uri: Uri) -> Response {
    let query = Query::of(&uri);
    json(
        work(&shared, move |shelf| shelf.fact_of(query.text("document")?, query.text("id")?)).await,
    )
}

/// The document is the one that somebody looks at.
async fn text(State(shared): State<Shared>, Path(sheet): Path<String>, uri: Uri) -> Response {
    match work(&shared, move |shelf| shelf.text(&sheet)).await {
        Some(text) => {
            shared.shelf.view(Query::of(&uri).text("document").unwrap_or_default());
            ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn search(State(shared): State<Shared>, uri: Uri) -> Response {
    let query = Query::of(&uri);
    let found = work(&shared, move |shelf| {
        shelf.search(query.text("document")?, query.text("query").unwrap_or_default())
    });
    json(found.await)
}

async fn inspection(State(shared): State<Shared>) -> Response {
    json(work(&shared, Shelf::inspection).await)
}

async fn web(State(shared): State<Shared>, Path(path): Path<String>) -> Response {
    let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    };
    match shared.shelf.web(&path) {
        Some(bytes) => ([(CONTENT_TYPE, kind)], Body::from(bytes.to_vec())).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn json(value: Option<Json>) -> Response {
    match value {
        Some(value) => ([(CONTENT_TYPE, "application/json")], value.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What stands behind the question mark.
struct Query(BTreeMap<String, String>);

impl Query {
    fn of(uri: &Uri) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes());
        Self(pairs.into_owned().collect())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.0.get(name)?.parse().ok().filter(|number: &f64| number.is_finite())
    }
}
