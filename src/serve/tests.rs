use super::site::Counts;
use super::*;
use crate::base::fs;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// The whole answer to a request, head and body.
fn ask(port: u16, request: &str) -> String {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("connected");
    connection.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(port: u16, path: &str) -> String {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"))
}

/// A page that listens.
struct Listener(BufReader<TcpStream>);

impl Listener {
    fn join(port: u16) -> Self {
        let mut events = TcpStream::connect(("127.0.0.1", port)).expect("connected");
        events.set_read_timeout(Some(Duration::from_mins(10))).expect("set");
        events
            .write_all(format!("GET /minutes/.minutebook/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes())
            .expect("sent");
        Self(BufReader::new(events))
    }

    fn next(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event") > 0, "the events ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }

    /// The first event that is as wanted.
    fn until(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        std::iter::repeat_with(|| self.next()).find(is_wanted).expect("without an end")
    }

    /// The first event after a version has been built and looked through.
    fn checked(&mut self, after: &Value) -> Value {
        let newer = |state: &Value| state["version"].as_u64() > after["version"].as_u64();
        self.until(|state| newer(state) && state["checked"] == state["version"])
    }
}

/// A folder that is served.
struct Bench {
    folder: tempfile::TempDir,
    options: Options,
}

impl Bench {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let day = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
        let options = Options { source: folder.path().join("minutes"), today: day, ..Options::default() };
        let bench = Self { folder, options };
        files.iter().for_each(|(path, text)| bench.write(path, text));
        bench
    }

    /// At once, as editors do: whoever watches never reads half of it.
    fn write(&self, path: &str, text: &str) {
        fs::replace(&self.options.source.join(path), text.as_bytes()).expect("written");
    }

    /// Serves the folder while `use_it` runs, which is told the port. Returns what was told.
    fn serve(&self, use_it: impl FnOnce(u16)) -> Vec<Event> {
        let listener = listen(0).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Server::start(self.options.clone(), "/minutes/", listener).expect("started");
        let stopper = server.stopper();
        let mut told = Vec::new();
        std::thread::scope(|scope| {
            scope.spawn(|| server.run(&mut |event| told.push(event)));
            // A failed assertion must not leave the server running, and the test with it.
            let _stop = StopAtEnd(stopper);
            use_it(port);
        });
        told
    }
}

/// Ends a server when a test does, however it does.
struct StopAtEnd(Stopper);
impl Drop for StopAtEnd {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[test]
fn a_site_is_shown_and_follows_its_minutes() {
    let bench =
        Bench::new(&[("ops/20240110.md", "# 2024-01-10\n\n## Disks\n\nfirst words\n\n![](a.jpg)\n![](b.svg)\n")]);
    let jpeg = b"\xff\xd8\xff\xfe\0\x08SECRET\xff\xc0\0\x0b\x08\0\x04\0\x04\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0x\xff\xd9";
    fs::write(&bench.options.source.join("ops/a.jpg"), jpeg).expect("written");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><script>SECRET</script><path d=\"M0 0\"/></svg>";
    bench.write("ops/b.svg", svg);
    fs::write(&bench.folder.path().join("secret.txt"), b"secret").expect("written");
    let told = bench.serve(|port| {
        let page = get(port, "/minutes/ops/2024-01-10/");
        assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("first words"), "{page}");
        assert!(page.contains("<script src=\"/minutes/.minutebook/live.js\" defer></script>"), "{page}");
        for picture in ["/minutes/ops/a.jpg", "/minutes/ops/b.svg"] {
            let picture = get(port, picture);
            assert!(picture.starts_with("HTTP/1.1 200 OK") && !picture.contains("SECRET"), "{picture}");
        }
        for (path, status) in [
            ("/minutes/", "200"),
            ("/minutes/calls.ics", "200"),
            ("/minutes/search/entry.json", "200"),
            ("/minutes/.minutebook/live.js", "200"),
            ("/minutes/.minutebook/live.css", "200"),
            ("/minutes/ops", "301"),
            ("/minutes/nothing/", "404"),
            ("/minutes/assets/nothing.css", "404"),
            ("/minutes/../secret.txt", "400"),
            ("/minutes/%2e%2e/secret.txt", "400"),
            ("/minutes/..%5csecret.txt", "400"),
            ("/minutes//etc/passwd", "404"),
            ("/etc/passwd", "404"),
        ] {
            let answer = get(port, path);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")) && !answer.contains("root:x"),
                "{path}: {answer}"
            );
        }
        assert!(ask(port, "GET /minutes/ HTTP/1.1\r\nHost: evil.example\r\n\r\n").starts_with("HTTP/1.1 403"));
        assert!(ask(port, "POST /minutes/ HTTP/1.1\r\nHost: localhost\r\n\r\n").starts_with("HTTP/1.1 405"));

        let mut events = Listener::join(port);
        let first = events.next();
        assert_eq!((&first["version"], &first["failure"]), (&1.into(), &"".into()));

        bench.write("ops/20240110.md", "# 2024-01-10\n\n## Disks\n\nother words\n");
        let second = events.until(|state| state["version"] == 2);
        assert_eq!(second["failure"], "");
        assert!(get(port, "/minutes/ops/2024-01-10/").contains("other words"));

        bench.write("minutebook.yaml", "titel: x\n");
        let failed = events.until(|state| state["version"] == 3);
        assert!(failed["failure"].as_str().is_some_and(|text| text.contains("did you mean `title`?")));
        let page = get(port, "/minutes/");
        assert!(page.starts_with("HTTP/1.1 500") && page.contains("titel") && page.contains("live.js"), "{page}");

        bench.write("minutebook.yaml", "title: Harbour\n");
        assert_eq!(events.until(|state| state["version"] == 4)["failure"], "");
        assert!(get(port, "/minutes/").contains("Harbour"));

        bench.write("ops/20240117.md", "---\ntitle: [broken\n---\n# 2024-01-17\n");
        let broken = events.checked(&failed);
        let broken = if broken["version"] == 4 { events.checked(&broken) } else { broken };
        assert_eq!(broken["failure"], "");
        let found = broken["findings"].as_array().expect("a list");
        assert!(
            found.iter().any(|finding| finding["path"] == "ops/20240117.md" && finding["severity"] == "error"),
            "{found:?}"
        );
        assert!(get(port, "/minutes/ops/2024-01-17/").starts_with("HTTP/1.1 200"));
    });
    assert!(
        matches!(told.as_slice(), [Event::Built { .. }, Event::Built { .. }, Event::Failed(_), Event::Built { .. }, Event::Built { errors, .. }] if errors.len() == 1),
        "{told:?}"
    );
}

#[test]
fn private_data_in_an_edited_note_comes_first_and_goes_when_it_is_mended() {
    let mail = "write to ann.lee@company.com\n";
    let bench =
        Bench::new(&[("ops/20240110.md", "# 2024-01-10\n"), ("ops/20240117.md", &format!("# 2024-01-17\n\n{mail}"))]);
    bench.serve(|port| {
        let mut events = Listener::join(port);
        let first = events.until(|state| state["checked"] == 1);
        assert_eq!(first["findings"], Value::Array(Vec::new()), "nothing has been edited");

        bench.write(
            "ops/20240110.md",
            &format!("# 2024-01-10\n\n<b>unclosed\n\n{mail}\ncall bob.lee@company.com, password: hunter2Zq9x\n"),
        );
        let second = events.checked(&first);
        let found = second["findings"].as_array().expect("a list");
        let codes: Vec<&str> = found.iter().filter_map(|finding| finding["code"].as_str()).collect();
        assert_eq!(codes, ["secret", "private-mail", "private-mail", "unclosed-tag"], "{found:?}");
        assert!(found.iter().all(|finding| finding["path"] == "ops/20240110.md"), "{found:?}");
        let private: Vec<bool> = found.iter().filter_map(|finding| finding["private"].as_bool()).collect();
        assert_eq!(private, [true, true, true, false]);
        assert_eq!(
            (&found[0]["line"], &found[0]["source"]),
            (&7.into(), &"call bob.lee@company.com, password: ●●●".into())
        );
        assert!(found.iter().all(|finding| finding["hints"].as_array().is_some_and(|hints| !hints.is_empty())));
        assert!(!second.to_string().contains("hunter2Zq9x"), "a secret is never repeated");

        let mut late = Listener::join(port);
        assert_eq!(late.next()["findings"], second["findings"], "a page that comes later is told, too");

        bench.write("ops/20240110.md", "# 2024-01-10\n\nall well\n");
        let third = events.checked(&second);
        assert_eq!(third["findings"], Value::Array(Vec::new()));
    });
}

#[test]
fn pages_that_listen_leave_room_for_requests() {
    let bench = Bench::new(&[("ops/20240110.md", "# 2024-01-10\n")]);
    bench.serve(|port| {
        let listeners: Vec<Listener> = (0..100)
            .map(|_| {
                let mut listener = Listener::join(port);
                listener.next();
                listener
            })
            .collect();
        assert!(get(port, "/minutes/").starts_with("HTTP/1.1 200 OK"));
        bench.write("ops/20240110.md", "# 2024-01-10\n\nmore\n");
        for mut listener in listeners.into_iter().rev().take(50) {
            listener.until(|state| state["version"] == 2);
        }
    });
}

#[test]
fn a_change_makes_anew_what_it_touches_and_nothing_else() {
    let bench = Bench::new(&[
        ("minutebook.yaml", "title: One\n"),
        ("ops/20240110.md", "# 2024-01-10\n\none\n"),
        ("ops/20240117.md", "# 2024-01-17\n\ntwo\n"),
        ("ops/20240124.md", "# 2024-01-24\n\nthree\n"),
    ]);
    let templates = bench.folder.path().join("templates");
    fs::write(&templates.join("404.html"), b"not here").expect("written");
    let options = Options { templates: Some(templates.clone()), ..bench.options.clone() };
    let mut cache = SiteCache::default();
    let mut load = || {
        let mut site = site::load(&options, &mut cache).expect("a site");
        let pages = ["ops/2024-01-10/", "ops/2024-01-17/", "ops/2024-01-24/", "nothing/"].map(|path| {
            let answer = site.answer(path);
            String::from_utf8_lossy(&answer.body).into_owned()
        });
        let Counts { notes_parsed, templates_loaded, assets_collected } = cache.counts;
        ((notes_parsed, templates_loaded, assets_collected), pages)
    };
    let (counts, first) = load();
    assert_eq!(counts, (3, 1, 1));
    let (counts, again) = load();
    assert_eq!(counts, (0, 1, 1), "nothing has changed");
    assert_eq!(again, first);
    bench.write("ops/20240117.md", "# 2024-01-17\n\nanother text\n");
    let (counts, pages) = load();
    assert_eq!(counts, (1, 1, 1), "one note");
    assert!(pages[1].contains("another text") && pages[0] == first[0]);
    fs::write(&templates.join("404.html"), b"nowhere").expect("written");
    let (counts, pages) = load();
    assert_eq!(counts, (0, 2, 1), "a template");
    assert_eq!(pages[3], "nowhere");
    bench.write("minutebook.yaml", "title: Two\n");
    let (counts, pages) = load();
    assert_eq!(counts, (3, 2, 2), "what the configuration says of a note may be in it");
    assert!(pages[0].contains("Two"));
    fs::remove_file(&options.source.join("ops/20240124.md")).expect("removed");
    let (counts, pages) = load();
    assert_eq!((counts, pages[2].as_str()), ((0, 2, 2), "nowhere"));
    bench.write("ops/20240124-workshop.md", "# 2024-01-24\n\nnew\n");
    bench.write("ops/20240124.md", "# 2024-01-24\n\nback again\n");
    let (counts, pages) = load();
    assert_eq!(counts, (2, 2, 2), "two more notes");
    assert!(pages[2].contains("back again"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = listen(0).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let error = listen(port).expect_err("taken");
    let text = error.to_string();
    assert!(text.contains(&format!("port {port} is in use")) && text.contains("--port 0"), "{text}");
}

/// A request that writes, as the page sends it but for what is given.
struct Sent<'a> {
    host: String,
    origin: String,
    token: &'a str,
    kind: &'a str,
    path: &'a str,
    body: &'a str,
}

impl Sent<'_> {
    fn send(&self, port: u16) -> String {
        let Self { host, origin, token, kind, path, body } = self;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: {kind}\r\nX-Minutebook-Token: {token}\r\n"
        );
        ask(port, &format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()))
    }
}

/// The token of a run, as its page knows it.
fn token_of(port: u16) -> String {
    let page = get(port, "/minutes/review/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("x-frame-options: SAMEORIGIN"), "{page}");
    let (_, rest) = page.split_once("name=\"minutebook-token\" content=\"").expect("a token");
    rest.split('"').next().expect("its end").to_owned()
}

/// The rows that the page shows.
fn rows(port: u16, path: &str) -> Vec<Value> {
    let answer = get(port, path);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a body");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    serde_json::from_str(body).expect("JSON")
}

#[test]
fn only_the_page_of_this_run_may_write() {
    let bench = Bench::new(&[("ops/20240110.md", "# Ops\n\n- Decision: keep it\n")]);
    let file = bench.options.source.join("minutebook-review.yaml");
    let body = r#"{"file":"ops/20240110.md","quote":"Decision: keep it","occurrence":1,"kind":"decision","key":"r"}"#;
    let mut other_token = String::new();
    bench.serve(|port| other_token = token_of(port));
    bench.serve(|port| {
        let token = token_of(port);
        assert!(token.len() == 32 && token != other_token, "each run has its own");
        let good = || Sent {
            host: format!("127.0.0.1:{port}"),
            origin: format!("http://127.0.0.1:{port}"),
            token: &token,
            kind: "application/json",
            path: "/minutes/review/verdicts",
            body,
        };
        let large = format!("{{\"words\":\"{}\"}}", "x".repeat(70_000));
        for (why, write, status) in [
            ("no token", Sent { token: "", ..good() }, 403),
            ("the token of another run", Sent { token: &other_token, ..good() }, 403),
            ("part of the token", Sent { token: &token[..31], ..good() }, 403),
            ("a foreign origin", Sent { origin: "https://evil.example".to_owned(), ..good() }, 403),
            ("another port's origin", Sent { origin: "http://127.0.0.1:1".to_owned(), ..good() }, 403),
            ("no origin", Sent { origin: String::new(), ..good() }, 403),
            ("a page without one", Sent { origin: "null".to_owned(), ..good() }, 403),
            (
                "a foreign host",
                Sent { host: "evil.example".to_owned(), origin: "http://evil.example".to_owned(), ..good() },
                403,
            ),
            ("a form", Sent { kind: "text/plain", ..good() }, 415),
            ("another path", Sent { path: "/minutes/", ..good() }, 405),
            ("outside the site", Sent { path: "/review/verdicts", ..good() }, 405),
            ("no JSON", Sent { body: "x", ..good() }, 400),
            ("an unknown key", Sent { body: "{\"a\":1}", ..good() }, 400),
        ] {
            let answer = write.send(port);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{why}: {answer}");
            assert!(answer.split("\r\n\r\n").nth(1).is_some_and(|text| text.trim().len() > 8), "{why}: {answer}");
        }
        let head = format!(
            "POST /minutes/review/verdicts HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
             Content-Type: application/json\r\nX-Minutebook-Token: {token}\r\n"
        );
        assert!(ask(port, &format!("{head}\r\n")).starts_with("HTTP/1.1 411"));
        assert!(
            ask(port, &format!("{head}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"))
                .starts_with("HTTP/1.1 411")
        );
        assert!(ask(port, &format!("{head}Content-Length: {}\r\n\r\n", large.len())).starts_with("HTTP/1.1 413"));
        assert!(
            ask(port, "OPTIONS /minutes/review/verdicts HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .starts_with("HTTP/1.1 405")
        );
        assert!(!fs::exists(&file), "nothing of it was written");
        assert!(good().send(port).starts_with("HTTP/1.1 200"));
        assert!(fs::read_to_string(&file).expect("written").contains("verdict: reject"));
    });
}

#[test]
fn what_is_said_on_the_page_changes_the_site() {
    let bench = Bench::new(&[("ops/20240110.md", "# Ops\n\n- Decision: keep it\n- @ann to mend the gate\n")]);
    let file = bench.options.source.join("minutebook-review.yaml");
    bench.serve(|port| {
        let token = token_of(port);
        let say = |quote: &str, kind: &str, more: &str| {
            let body =
                format!(r#"{{"file":"ops/20240110.md","quote":"{quote}","occurrence":1,"kind":"{kind}",{more}}}"#);
            Sent {
                host: format!("localhost:{port}"),
                origin: format!("http://localhost:{port}"),
                token: &token,
                kind: "application/json",
                path: "/minutes/review/verdicts",
                body: &body,
            }
            .send(port)
        };
        assert_eq!(rows(port, "/minutes/review/items.json").len(), 2);
        let mut events = Listener::join(port);
        let first = events.next();
        assert!(get(port, "/minutes/decisions/").contains("keep it"));
        let answer = say("Decision: keep it", "decision", r#""key":"t","words":"it is kept""#);
        assert!(answer.contains(r#""text":"it is kept""#), "{answer}");
        events.until(|state| state["version"].as_u64() > first["version"].as_u64());
        let page = get(port, "/minutes/decisions/");
        assert!(page.contains("it is kept") && page.contains("Reviewed: "), "{page}");
        assert_eq!(rows(port, "/minutes/review/items.json").len(), 1);
        assert_eq!(rows(port, "/minutes/review/all.json").len(), 2);
        // What was there before is put back.
        let before =
            r#""key":"u","before":{"verdict":"reject","subject":null,"text":null,"same_as":null,"by":null,"on":null}"#;
        assert!(say("Decision: keep it", "decision", before).starts_with("HTTP/1.1 200"));
        assert!(fs::read_to_string(&file).expect("read").contains("verdict: reject"));
        assert!(say("Decision: keep it", "decision", r#""key":"u""#).starts_with("HTTP/1.1 200"));
        assert!(!fs::exists(&file));
        for (quote, kind, more, why) in [
            ("gone", "decision", r#""key":"a""#, "no longer say this"),
            ("Decision: keep it", "decision", r#""key":"d""#, "only an action can be done"),
            ("Decision: keep it", "decision", r#""key":"s""#, "there are no words"),
            ("Decision: keep it", "decision", r#""key":"x""#, "there is no key `x`"),
        ] {
            let answer = say(quote, kind, more);
            assert!(answer.starts_with("HTTP/1.1 409") && answer.contains(why), "{answer}");
        }
        bench.write("minutebook-review.yaml", "- file: [\n");
        let answer = say("Decision: keep it", "decision", r#""key":"a""#);
        assert!(answer.starts_with("HTTP/1.1 409") && answer.contains("is not written over"), "{answer}");
    });
    assert_eq!(fs::read_to_string(&file).expect("read"), "- file: [\n");
}

#[test]
fn a_row_is_known_whose_rejection_was_just_taken_back() {
    let rejected = "- file: ops/20240110.md\n  quote: \"Decision: keep it\"\n  kind: decision\n  verdict: reject\n";
    let bench =
        Bench::new(&[("ops/20240110.md", "# Ops\n\n- Decision: keep it\n"), ("minutebook-review.yaml", rejected)]);
    let project = crate::project::Project::open(&bench.options.source, None, bench.options.today).expect("read");
    assert!(project.archive.registers.decisions.is_empty(), "rejected");
    fs::remove_file(&bench.options.source.join("minutebook-review.yaml")).expect("removed");
    let body = r#"{"file":"ops/20240110.md","quote":"Decision: keep it","occurrence":1,"kind":"decision","key":"a"}"#;
    let answer = review::write(&project, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
}

#[test]
fn a_panic_is_an_answer_and_the_next_one_is_as_ever() {
    let bench = Bench::new(&[("ops/20240110.md", "# Ops\n"), ("minutebook.yaml", "title: zq-panic-in-load\n")]);
    bench.serve(|port| {
        let answer = get(port, "/minutes/");
        assert!(answer.contains(" 500 ") && answer.contains("please report it"), "{answer}");
        bench.write("minutebook.yaml", "title: Harbour\n");
        let begin = Instant::now();
        while !get(port, "/minutes/").contains(" 200 ") {
            assert!(begin.elapsed() < Duration::from_mins(2), "the change was not seen");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(get(port, "/minutes/zq-panic-in-answer/").contains(" 500 "));
        assert!(get(port, "/minutes/").contains("Harbour"));
    });
}
