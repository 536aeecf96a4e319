use super::*;
use crate::base::fs::{canonicalize, create_folder, write};

/// An image of 16 × 32 pixels.
const GIF: &str = "GIF89a\x10\0\x20\0\0\0\0";

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&folder.path().join(path), text.as_bytes()).unwrap();
    }
    folder
}

fn scan_with(folder: &Path, config: &str) -> Sources {
    let config = crate::config::parse(config, crate::config::FILE_NAME).unwrap();
    scan(folder, &config).unwrap()
}

/// One word for every row.
fn rows(scan: &Sources) -> Vec<String> {
    let word = |class: &Class| match class {
        Class::Note(NoteFile { alias_of: Some(target), .. }) => format!("= {target}"),
        Class::Note(_) => "minutes".to_owned(),
        Class::Asset(Some(facts)) => format!("{:?}", facts.format),
        Class::Asset(None) => "refused".to_owned(),
        Class::Excluded(reason) => reason.to_string(),
    };
    scan.files.iter().map(|input| format!("{}: {}", input.path, word(&input.class))).collect()
}

fn codes(scan: &Sources) -> Vec<String> {
    scan.diagnostics.iter().map(|finding| format!("{} {}", finding.path, finding.code)).collect()
}

#[test]
fn every_entry_has_a_row() {
    let folder = tree(&[
        ("README.md", "x"),
        ("minutebook.yaml", ""),
        ("iaas/20230111.md", "x"),
        ("iaas/20230118.MD", "x"),
        ("iaas/20230125.markdown", "x"),
        ("iaas/a.GIF", GIF),
        ("iaas/README.md", "x"),
        ("iaas/template.md", "x"),
        ("iaas/20230201-license.md", "x"),
        ("iaas/Template_2.md", "x"),
        ("iaas/notes.txt", "x"),
        ("hackathons/2024-04-16-x/Readme.md", "x"),
        (".git/config", "[core]"),
        ("iaas/.20230111.md.swp", "x"),
        ("node_modules/a/20230111.md", "x"),
        ("tools/check.sh", "x"),
        ("LICENSE", "x"),
    ]);
    let scan = scan_with(folder.path(), "");
    assert_eq!(
        rows(&scan),
        [
            ".git/: hidden",
            "LICENSE: left out by `license*`",
            "README.md: left out by `readme*`",
            "hackathons/2024-04-16-x/Readme.md: minutes",
            "iaas/.20230111.md.swp: hidden",
            "iaas/20230111.md: minutes",
            "iaas/20230118.MD: minutes",
            "iaas/20230125.markdown: minutes",
            "iaas/20230201-license.md: minutes",
            "iaas/README.md: left out by `readme*`",
            "iaas/Template_2.md: left out by `template[-_ ]*.md`",
            "iaas/a.GIF: Gif",
            "iaas/notes.txt: no markdown, image or PDF",
            "iaas/template.md: left out by `template.md`",
            "minutebook.yaml: the config file",
            "node_modules/: left out by `node_modules/`",
            "tools/check.sh: no markdown, image or PDF",
        ]
    );
    assert_eq!(codes(&scan), Vec::<String>::new());
}

#[test]
fn include_and_exclude_replace_what_is_built_in() {
    let folder = tree(&[
        ("README.md", "x"),
        ("a/20230111.md", "x"),
        ("a/draft.md", "x"),
        ("b/20230111.md", "x"),
        ("b/i.png", "x"),
    ]);
    let scan = scan_with(folder.path(), "include: ['a/*', README.md]\nexclude: ['draft*', b/]\n");
    assert_eq!(
        rows(&scan),
        ["README.md: minutes", "a/20230111.md: minutes", "a/draft.md: left out by `draft*`", "b/: left out by `b/`"]
    );
}

#[test]
fn an_asset_is_not_bound_to_include() {
    let folder = tree(&[
        ("a/20230111.md", "x"),
        ("a/i.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("b/20230111.md", "x"),
    ]);
    let scan = scan_with(folder.path(), "include: 'a/*.md'\n");
    assert_eq!(
        rows(&scan),
        ["a/20230111.md: minutes", "a/i.svg: Svg", "b/20230111.md: no pattern of `include` matches"]
    );
}

#[test]
fn a_missing_source_is_an_error_with_advice() {
    let folder = tree(&[("file.md", "x")]);
    for source in ["nowhere", "file.md"] {
        let errors = scan(&folder.path().join(source), &Config::default()).unwrap_err();
        let [error] = errors.findings.as_slice() else { panic!("{errors:#?}") };
        assert_eq!((error.code, error.hints.len()), ("no-source", 1), "{error}");
    }
}

#[test]
fn copies_have_the_same_hash() {
    let folder = tree(&[("a/20230111.md", "same"), ("a/20230118.md", "same"), ("a/20230125.md", "other")]);
    let scan = scan_with(folder.path(), "");
    let hashes: Vec<&str> = scan
        .files
        .iter()
        .map(|input| if let Class::Note(file) = &input.class { file.hash.as_str() } else { "" })
        .collect();
    assert_eq!(hashes[0], hashes[1]);
    assert_ne!(hashes[0], hashes[2]);
    assert_eq!(hashes[0].len(), 64);
}

#[test]
fn defects_are_reported_with_the_path() {
    let folder = tree(&[("a/20230111.md", ""), ("a/20230118.md", "# x\0"), ("a/20230125.md", "\u{feff}# x")]);
    write(&folder.path().join("a/20230201.md"), b"# x\n\xff").unwrap();
    let scan = scan_with(folder.path(), "");
    assert_eq!(codes(&scan), ["a/20230111.md empty", "a/20230118.md nul", "a/20230201.md encoding"]);
    assert_eq!(rows(&scan).len(), 4);
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_inside_are_aliases_and_links_outside_are_left_out() {
        let folder = tree(&[
            ("source/hackathons/2022-11-22-x/table.md", "x"),
            ("source/hackathons/2022-11-22-x/i.gif", GIF),
            ("source/README.md", "x"),
            ("source/.git/config", "[core]"),
            ("source/docs/note.md", "x"),
            ("secret.md", "root:x:0:0"),
            ("secrets/20230111.md", "root:x:0:0"),
        ]);
        let source = folder.path().join("source");
        create_folder(&source.join("sig")).unwrap();
        symlink("../hackathons/2022-11-22-x/table.md", source.join("sig/20221122.md")).unwrap();
        symlink("../hackathons/2022-11-22-x/i.gif", source.join("sig/i.gif")).unwrap();
        symlink("../README.md", source.join("sig/20221123.md")).unwrap();
        symlink("../../secret.md", source.join("sig/20221124.md")).unwrap();
        symlink("../.git/config", source.join("sig/20221125.md")).unwrap();
        symlink("20221126.md", source.join("sig/20221126.md")).unwrap();
        symlink("missing.md", source.join("sig/20221127.md")).unwrap();
        symlink("../../secrets", source.join("sig/out")).unwrap();
        symlink("..", source.join("sig/up")).unwrap();
        symlink("../docs", source.join("sig/docs")).unwrap();
        symlink("/etc/passwd", source.join("sig/passwd.png")).unwrap();
        let scan = scan_with(&source, "");
        let sig: Vec<String> = rows(&scan).into_iter().filter(|row| row.starts_with("sig/")).collect();
        assert_eq!(
            sig,
            [
                "sig/20221122.md: = hackathons/2022-11-22-x/table.md",
                "sig/20221123.md: minutes",
                "sig/20221124.md: a link that leaves the source folder",
                "sig/20221125.md: a link that leaves the source folder",
                "sig/20221126.md: a link that leads nowhere",
                "sig/20221127.md: a link that leads nowhere",
                "sig/docs/note.md: = docs/note.md",
                "sig/i.gif: Gif",
                "sig/out: a link that leaves the source folder",
                "sig/passwd.png: a link that leaves the source folder",
                "sig/up: a link that leads nowhere",
            ]
        );
        assert_eq!(codes(&scan).len(), 7, "{:?}", codes(&scan));
        for input in &scan.files {
            if let Class::Note(file) = &input.class {
                assert_eq!(&*file.text, "x", "{}", input.path);
            }
            if matches!(input.class, Class::Note(_) | Class::Asset(_)) {
                assert!(input.absolute.starts_with(canonicalize(&source).unwrap()), "{}", input.path);
            }
        }
    }

    #[test]
    fn a_pipe_is_not_read() {
        let folder = tree(&[("a/20230111.md", "x")]);
        let pipe = folder.path().join("a/20230118.md");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let scan = scan_with(folder.path(), "");
        assert_eq!(rows(&scan), ["a/20230111.md: minutes", "a/20230118.md: no regular file"]);
    }

    #[test]
    fn a_name_that_is_no_utf8_is_still_published() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tree(&[]);
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        write(&folder.path().join(name), b"x").unwrap();
        let scan = scan_with(folder.path(), "");
        assert_eq!(rows(&scan), ["caf\u{fffd}.md: minutes"]);
    }
}
