use super::*;
use crate::document::THEMES;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What `files` would read from this checkout's own package; nothing when it is not installed.
#[allow(clippy::print_stderr, reason = "a skipped test says so")]
fn package() -> Option<PathBuf> {
    let package = Path::new(ROOT).join("node_modules/reveal.js");
    if fs::exists(&package.join("package.json")) {
        return Some(package);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "node_modules/reveal.js is missing: run `npm ci`");
    eprintln!("skipped: node_modules/reveal.js is not installed");
    None
}

#[test]
fn installed_files_have_the_published_checksums() {
    let Some(package) = package() else { return };
    let wrong: Vec<String> = CONTENTS
        .iter()
        .filter_map(|content| {
            let bytes = contents::shipped(content, fs::read(&package.join(content.source)).unwrap());
            let found = blake3::hash(&bytes).to_hex().to_string();
            (found != content.checksum).then(|| format!("{} {found}", content.path))
        })
        .collect();
    assert!(wrong.is_empty(), "checksums that differ from the table:\n{}", wrong.join("\n"));
}

#[test]
fn built_in_files_are_the_installed_ones() {
    let Some(_) = package() else { return };
    let installed = installed(&[PathBuf::from(ROOT)]).unwrap();
    assert_eq!(installed.len(), CONTENTS.len());
    if !EMBEDDED.is_empty() {
        assert!(files(&[]).unwrap() == installed);
    }
}

#[test]
fn themes_load_nothing_and_keep_their_colours() {
    let Some(_) = package() else { return };
    let files = installed(&[PathBuf::from(ROOT)]).unwrap();
    for theme in THEMES {
        let path = format!("theme/{theme}.css");
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
        let css = std::str::from_utf8(&file.bytes).unwrap();
        for loading in ["@font-face", "@import", "url(", "http:", "https:"] {
            assert!(!css.contains(loading), "{path} has {loading}");
        }
        assert!(css.starts_with(":root{--r-background:"), "{path} starts with {}", &css[..40]);
        assert!(css.len() < 8_000, "{path} has {} bytes", css.len());
    }
    assert_eq!(THEMES.len(), files.iter().filter(|file| file.path.starts_with("theme/")).count());
}

#[test]
fn speaker_window_has_no_inline_styles() {
    let Some(package) = package() else { return };
    let content = CONTENTS.iter().find(|content| content.path == "plugin/notes.js").unwrap();
    let published = fs::read(&package.join(content.source)).unwrap();
    let shipped = String::from_utf8(contents::shipped(content, published.clone())).unwrap();
    assert!(!shipped.contains(" style="), "an inline style is left");
    assert_eq!(shipped.matches(" hidden>").count(), 2);
    assert_eq!(shipped.replace(" hidden>", " style=\"display: none\">").as_bytes(), published);
    assert_eq!(contents::shipped(content, vec![0xff]), [0xff]);
}

#[test]
fn font_rules_go_and_everything_else_stays() {
    for (css, kept) in [
        ("a{b:c}", "a{b:c}"),
        ("@font-face{src:url(x)}a{}", "a{}"),
        ("a{}@import \"x;y\";b{}", "a{}b{}"),
        ("@import url(https://h/c?a;b,c)screen;b{}", "b{}"),
        ("@import url( 'a)b;c' ) ;b{}", " b{}".trim_start()),
        ("@IMPORT 'x'; @Font-Face { a: '}' } b{}", "  b{}"),
        ("@font-face{a:url(data:x;base64,a}b)format(\"w\")}b{}", "b{}"),
        ("@font-face{a:\"\\\"}\";/*}*/}b{}", "b{}"),
        ("@media x{@font-face{a:b}c{d:e}@import 'x'}f{}", "@media x{c{d:e}}f{}"),
        ("/*@import 'a';*/a{}", "/*@import 'a';*/a{}"),
        ("a{content:\"@import 'x';\"}", "a{content:\"@import 'x';\"}"),
        ("a{background:url(@import;x)}", "a{background:url(@import;x)}"),
        ("@font-face-like{a:b}@importance x;", "@font-face-like{a:b}@importance x;"),
        ("@font-feature-values x{@swash{a:1}}", "@font-feature-values x{@swash{a:1}}"),
        ("\\@import 'x';", "\\@import 'x';"),
        ("ä{}@import 'ö';ü{}", "ä{}ü{}"),
        ("@import", ""),
        ("@font-face{", ""),
        ("a{}/* open", "a{}/* open"),
        ("a{b:\"open", "a{b:\"open"),
        ("a{b:url(open", "a{b:url(open"),
        ("a\\", "a\\"),
        ("", ""),
    ] {
        let found = contents::without_fonts(css.as_bytes());
        assert_eq!(String::from_utf8(found).unwrap(), kept, "of {css}");
    }
}

#[test]
fn missing_package_is_said_with_the_places_and_the_command() {
    let empty = tempfile::tempdir().unwrap();
    let error = installed(&[empty.path().to_owned()]).unwrap_err();
    assert!(error.to_string().contains(&empty.path().join("node_modules/reveal.js").display().to_string()), "{error}");
    assert!(error.hint().contains("npm install reveal.js@6.0.2"), "{}", error.hint());
    assert_eq!(installed(&[]).unwrap_err().to_string(), "reveal.js 6.0.2 is not built into this program");
}

#[test]
fn another_release_is_refused_by_name_and_a_later_folder_counts() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("node_modules/reveal.js");
    fs::write(&package.join("package.json"), br#"{"version": "5.1.0"}"#).unwrap();
    let error = installed(&[folder.path().to_owned()]).unwrap_err();
    assert!(error.to_string().contains("is reveal.js 5.1.0, and decks need 6.0.2"), "{error}");
    fs::write(&package.join("package.json"), b"not a description").unwrap();
    let error = installed(&[folder.path().to_owned()]).unwrap_err();
    assert!(error.to_string().contains("is not a package of reveal.js"), "{error}");
    if self::package().is_some() {
        assert!(installed(&[folder.path().to_owned(), PathBuf::from(ROOT)]).is_ok());
    }
}

#[test]
fn altered_and_missing_files_are_refused_by_name() {
    let Some(original) = package() else { return };
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("node_modules/reveal.js");
    let places = [folder.path().to_owned()];
    fs::copy(&original.join("package.json"), &package.join("package.json")).unwrap();
    for content in CONTENTS {
        fs::copy(&original.join(content.source), &package.join(content.source)).unwrap();
    }
    assert!(installed(&places).is_ok());
    for content in CONTENTS {
        let file = package.join(content.source);
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &[&bytes[..], b"\n"].concat()).unwrap();
        let error = installed(&places).unwrap_err().to_string();
        assert!(error.contains(content.source) && error.contains("checksum"), "{error}");
        fs::remove_file(&file).unwrap();
        let error = installed(&places).unwrap_err().to_string();
        assert!(error.contains("cannot read") && error.contains(content.source), "{error}");
        fs::write(&file, &bytes).unwrap();
    }
}
