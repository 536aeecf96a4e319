use super::*;
use crate::base::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// The next event of a page that listens.
fn next_event(events: &mut BufReader<TcpStream>) -> serde_json::Value {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).expect("an event") > 0, "the events ended");
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).expect("JSON");
        }
    }
}

#[test]
fn a_site_is_shown_and_follows_its_minutes() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let write = |path: &str, text: &str| fs::write(&source.join(path), text.as_bytes()).expect("written");
    write("ops/20240110.md", "# 2024-01-10\n\n## Disks\n\nfirst words\n\n![](a.jpg)\n");
    let jpeg = b"\xff\xd8\xff\xfe\0\x08SECRET\xff\xc0\0\x0b\x08\0\x04\0\x04\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0x\xff\xd9";
    fs::write(&source.join("ops/a.jpg"), jpeg).expect("written");
    fs::write(&folder.path().join("secret.txt"), b"secret").expect("written");
    let day = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    let options = Options { source: source.clone(), today: day, ..Options::default() };
    let listener = listen(0).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let stop = AtomicBool::new(false);
    let mut told = Vec::new();
    std::thread::scope(|scope| {
        let server = scope.spawn(|| {
            serve(&options, "/minutes/", listener, &mut |event| told.push(event), &|| !stop.load(Ordering::Relaxed))
        });
        let page = get(port, "/minutes/ops/2024-01-10/");
        assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("first words"), "{page}");
        assert!(page.contains("<script src=\"/minutes/.minutebook/live.js\" defer></script>"), "{page}");
        let picture = get(port, "/minutes/ops/a.jpg");
        assert!(picture.starts_with("HTTP/1.1 200 OK") && !picture.contains("SECRET"), "{picture}");
        for (path, status) in [
            ("/minutes/", "200"),
            ("/minutes/calls.ics", "200"),
            ("/minutes/search/entry.json", "200"),
            ("/minutes/.minutebook/live.js", "200"),
            ("/minutes/ops", "301"),
            ("/minutes/nothing/", "404"),
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

        let mut events = TcpStream::connect(("127.0.0.1", port)).expect("connected");
        events.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        events
            .write_all(format!("GET /minutes/.minutebook/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes())
            .expect("sent");
        let mut events = BufReader::new(events);
        assert_eq!(next_event(&mut events)["trouble"], "");

        write("ops/20240110.md", "# 2024-01-10\n\n## Disks\n\nother words\n");
        let second = next_event(&mut events);
        assert_eq!((&second["edition"], &second["trouble"]), (&serde_json::json!(2), &serde_json::json!("")));
        assert!(get(port, "/minutes/ops/2024-01-10/").contains("other words"));

        write("minutebook.yaml", "titel: x\n");
        assert!(next_event(&mut events)["trouble"].as_str().is_some_and(|text| text.contains("did you mean `title`?")));
        let page = get(port, "/minutes/");
        assert!(page.starts_with("HTTP/1.1 500") && page.contains("titel") && page.contains("live.js"), "{page}");

        write("minutebook.yaml", "title: Harbour\n");
        assert_eq!(next_event(&mut events)["trouble"], "");
        assert!(get(port, "/minutes/").contains("Harbour"));

        write("ops/20240117.md", "---\ntitle: [broken\n---\n# 2024-01-17\n");
        assert!(next_event(&mut events)["trouble"].as_str().is_some_and(|text| text.contains("ops/20240117.md")));
        assert!(get(port, "/minutes/ops/2024-01-17/").starts_with("HTTP/1.1 200"));
        stop.store(true, Ordering::Relaxed);
        server.join().expect("ended").expect("served");
    });
    assert!(
        matches!(told.as_slice(), [Event::Built { .. }, Event::Built { .. }, Event::Failed(_), Event::Built { .. }, Event::Built { errors, .. }] if errors.len() == 1),
        "{told:?}"
    );
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = listen(0).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let error = listen(port).expect_err("taken");
    let text = error.to_string();
    assert!(text.contains(&format!("port {port} is in use")) && text.contains("--port 0"), "{text}");
}
