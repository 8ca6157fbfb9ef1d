//! `drukpers watch` on the command line; what it shows is tested in a browser.

use std::net::TcpListener;

use crate::project::Project;

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = Project::new().run(&["watch", "--no-open", "--port", &port.to_string()]);
    assert_eq!(run.code, 1);
    let said = run.stderr.replace(&port.to_string(), "PORT");
    let (first, rest) = said.split_once(" (").unwrap();
    assert_eq!(first, "error[port-taken]: failed to serve on port PORT");
    assert!(rest.contains("= hint: leave out `--port`, and a free port is taken"), "{rest}");
}

#[test]
fn an_editor_that_a_browser_would_run() {
    let run = Project::new().run(&["watch", "--no-open", "--editor", "javascript:{file}"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("it must be an address with `{file}` in it"), "{}", run.stderr);
}
