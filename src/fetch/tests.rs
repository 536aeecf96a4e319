use super::*;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\xc8\x08\x06\0\0\0";

/// An upload that the pad never answers for.
const SILENT: &str = "silent.png";

/// What a pad answers, by the name of the upload.
fn answer(name: &str, stream: &mut impl Write) -> std::io::Result<()> {
    let head = |status: &str, more: &str| format!("HTTP/1.1 {status}\r\nConnection: close\r\n{more}\r\n");
    let image =
        |bytes: &[u8]| [head("200 OK", &format!("Content-Length: {}\r\n", bytes.len())).as_bytes(), bytes].concat();
    match name {
        "good.png" | "background.png" | "kept.png" | "photo.gif" => stream.write_all(&image(PNG)),
        "page.png" => stream.write_all(&image(b"<html>please log in</html>")),
        "moved.png" => stream.write_all(head("302 Found", "Location: http://127.0.0.1:1/x.png\r\n").as_bytes()),
        "broken.png" => stream.write_all(head("500 No", "Content-Length: 0\r\n").as_bytes()),
        "cut.png" => stream.write_all(&image(PNG)[..60]),
        "endless.png" => {
            stream.write_all(head("200 OK", "").as_bytes())?;
            (0..1000).try_for_each(|_| stream.write_all(&[7; 1000]))
        }
        _ => stream.write_all(head("404 Not Found", "Content-Length: 0\r\n").as_bytes()),
    }
}

/// Runs a pad on this machine while `work` is done, which gets the address of its uploads.
fn with_pad<T>(work: impl FnOnce(&str) -> T) -> T {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let over = AtomicBool::new(false);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            for stream in listener.incoming().map_while(|stream| stream.ok().filter(|_| !over.load(Ordering::SeqCst))) {
                threads.spawn(move || {
                    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                    let line = lines.next().unwrap_or_default();
                    // All of the request, so that closing the connection does not break it.
                    lines.take_while(|line| !line.is_empty()).for_each(drop);
                    let name =
                        line.split(' ').nth(1).and_then(|path| path.strip_prefix("/uploads/")).unwrap_or_default();
                    if name == SILENT {
                        // Nothing is said until the client has gone.
                        let _ = std::io::copy(&mut &stream, &mut std::io::sink());
                        return;
                    }
                    // Clients that have read enough go away.
                    let _ = answer(name, &mut &stream);
                });
            }
        });
        let result = work(&format!("http://{address}/uploads/"));
        over.store(true, Ordering::SeqCst);
        // The listener looks up when somebody comes.
        drop(std::net::TcpStream::connect(address));
        result
    })
}

fn fetched(note: &str, files: &[(&str, &[u8])]) -> (tempfile::TempDir, Vec<Outcome>) {
    with_pad(|uploads| {
        let folder = tempfile::tempdir().expect("a folder");
        let note = note.replace("PAD/", uploads);
        fs::write(&folder.path().join("ops/20240110.md"), note.as_bytes()).expect("written");
        files.iter().for_each(|(path, bytes)| fs::write(&folder.path().join(path), bytes).expect("written"));
        let config = format!("image_hosts: [{uploads}]\n");
        fs::write(&folder.path().join("minutebook.yaml"), config.as_bytes()).expect("written");
        let day = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
        // Nobody waits for the patience of a busy machine but for the one upload that never comes.
        let time = if note.contains(SILENT) { Duration::from_millis(100) } else { Duration::from_mins(10) };
        let limits = Limits { bytes: 50_000, time };
        let outcomes = {
            let config = crate::config::load(folder.path(), None).expect("a configuration");
            let project = Project::load(folder.path(), config, day, None).expect("read");
            fetch_missing(&project, limits, &|_| {}).expect("fetched")
        };
        (folder, outcomes)
    })
}

#[test]
fn images_come_to_lie_beside_their_notes() {
    let note = "---\ntype: slide\n---\n<!-- .slide: data-background=\"PAD/background.png\" -->\n# Ops\n\n![](PAD/good.png =40x) ![again](PAD/good.png)\n\n\
                ![](https://elsewhere.example/uploads/other.png)\n";
    let (folder, outcomes) = fetched(note, &[]);
    let paths: Vec<(&str, bool)> =
        outcomes.iter().map(|(image, outcome)| (image.path.as_str(), outcome.is_ok())).collect();
    assert_eq!(paths, [("ops/background.png", true), ("ops/good.png", true)]);
    assert_eq!(fs::read(&folder.path().join("ops/good.png")).expect("saved"), PNG);
    assert_eq!(fs::entries(&folder.path().join("ops")).expect("listed").len(), 3, "nothing else is left");
}

#[test]
fn what_is_no_image_is_not_saved() {
    for (name, why) in [
        ("page.png", "content"),
        ("photo.gif", "content"),
        ("moved.png", "sends us to http://127.0.0.1:1/x.png"),
        ("broken.png", "status 500"),
        ("cut.png", ""),
        ("endless.png", "larger than 50.0 kB"),
        (SILENT, "timeout"),
        ("gone.png", "no longer has"),
        ("note.html", "name"),
    ] {
        let (folder, outcomes) = fetched(&format!("# Ops\n\n![](PAD/{name})\n"), &[]);
        let [(_, Err(found))] = &outcomes[..] else { panic!("{name}: {outcomes:?}") };
        assert!(found.contains(why), "{name}: {found}");
        assert_eq!(fs::entries(&folder.path().join("ops")).expect("listed").len(), 1, "{name} left something");
    }
}

#[test]
fn a_file_that_is_there_stays() {
    let (folder, outcomes) = fetched("# Ops\n\n![](PAD/kept.png)\n", &[("ops/kept.png", b"not an image")]);
    assert!(matches!(&outcomes[..], [(_, Err(why))] if why.contains("exists already")), "{outcomes:?}");
    assert_eq!(fs::read(&folder.path().join("ops/kept.png")).expect("there"), b"not an image");
}

#[test]
fn only_hosts_that_are_configured_and_encrypt() {
    let refused = |hosts: &[&str]| {
        let image_hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        refusal(&Config { image_hosts, ..Config::default() })
    };
    assert!(refused(&[]).is_some_and(|why| why.to_string().contains("no pad is configured")));
    assert!(refused(&["https://pad.example.org/uploads/"]).is_none());
    assert!(refused(&["http://127.0.0.1:8000/uploads/", "http://localhost/"]).is_none());
    for open in ["http://pad.example.org/uploads/", "http://127.0.0.1.example.org/", "http://localhost.example.org/"] {
        assert!(
            refused(&["https://pad.example.org/uploads/", open]).is_some_and(|why| why.to_string().contains(open)),
            "{open}"
        );
    }
}
