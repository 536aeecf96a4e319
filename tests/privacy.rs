//! What is taken out of the minutes is nowhere on the site, whatever it stands in and however it is written.

use crate::shared;
use minutebook::base::fs;
use minutebook::{Options, build};
use std::path::Path;

/// The files of a site that hold a text, however its letters are written; addresses are decoded.
fn holding<'a>(files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>, wanted: &str) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let encoded = minutebook::base::text::encode_path(&wanted).to_lowercase();
    let mut found = Vec::new();
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        if text.contains(&wanted) || text.contains(&encoded) || name.to_lowercase().contains(&wanted) {
            found.push(name.clone());
        }
    }
    found
}

fn site(notes: &[(&str, &str)], config: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    for (name, text) in notes {
        let path = source.join(name);
        fs::create_folder(path.parent().expect("a parent")).expect("made");
        fs::write(&path, text.as_bytes()).expect("written");
    }
    fs::write(&source.join("minutebook.yaml"), config.as_bytes()).expect("written");
    let output = folder.path().join("public");
    let options = Options {
        source,
        output: output.clone(),
        today: chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"),
        reveal: vec![Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()],
        ..Options::default()
    };
    build(&options).expect("builds");
    let files = minutebook::scan::files_below(&output).expect("listed").into_iter();
    files.map(|(name, path)| (name, fs::read(&path).expect("read"))).collect()
}

/// Each thing that is private stands in text, in a list of actions, in code, in a link and in a table.
const PRIVATE: [&str; 8] = [
    "Tr0ub4dor&3",
    "ann.lee@company.com",
    "bob@company.com",
    "+49 221 2927 72611",
    "482913",
    "pwd=abcd1234",
    "DE89 3704 0044 0532 0130 00",
    "MIIEpAIBAAKCAQEA",
];

const NOTE: &str = "\
# 2024-02-07

Present: @garlow, @ann

## Door {data-x=1}

- Password: Tr0ub4dor&3
- Decision: write to ann.lee@company.com when the door is open
- AI @garlow: call +49 221 2927 72611
- [@garlow](https://github.com/garlow) and [the plan](https://github.com/garlow/plan/issues/3), ![Garlow](garlow.png)
- [mail Bob](mailto:bob@company.com), <bob@company.com>
- [Join](https://zoom.us/j/1?pwd=abcd1234), PIN: 482913

| Password | `Tr0ub4dor&3` |
|---|---|
| account | DE89 3704 0044 0532 0130 00 |

```
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA
-----END RSA PRIVATE KEY-----
@Garlow: bob@company.com
```

garlow: @garlwo left early.
";

#[test]
fn what_is_redacted_is_nowhere() {
    let deck =
        format!("---\ntype: slide\ntitle: Plans of garlow\n---\n{NOTE}\n---\n\n## Garlow\n\nNote: PIN: 482913\n");
    let notes = [("ops/2024-02-07.md", NOTE), ("ops/2024-02-14.md", &deck), ("about.md", NOTE)];
    let all = "privacy: {redact: [secret, dial-in, mail, phone]}\npeople: {hidden: [Garlow]}\n";
    let files = site(&notes, all);
    assert!(files.len() > 20, "{}", files.len());
    for private in PRIVATE.into_iter().chain(["garlow", "garlwo"]) {
        assert_eq!(holding(&files, private), [] as [&str; 0], "{private}");
    }
    let page = String::from_utf8_lossy(&files["ops/2024-02-07/index.html"]).into_owned();
    assert!(page.contains("[removed]") && page.contains("[name removed]"), "what is gone is said");
    assert!(page.contains("the plan") && page.contains("left early"), "what is around it stays");

    // The other way round: the test finds what is there.
    let files = site(&notes, "privacy: {redact: []}\n");
    for private in ["Tr0ub4dor", "482913", "garlow", "MIIEpAIBAAKCAQEA"] {
        assert!(!holding(&files, private).is_empty(), "{private}");
    }
}

#[test]
fn secrets_are_redacted_unless_told_otherwise() {
    let files = site(&[("ops/2024-02-07.md", NOTE)], "title: x\n");
    for secret in ["Tr0ub4dor&3", "DE89 3704 0044 0532 0130 00", "MIIEpAIBAAKCAQEA"] {
        assert_eq!(holding(&files, secret), [] as [&str; 0], "{secret}");
    }
    assert!(!holding(&files, "482913").is_empty());
}

#[test]
fn who_opted_out_of_the_real_minutes_is_nowhere() {
    let Some(shared) = shared::folder() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = shared::options(shared.join("corpus/scs-minutes"), "scs", folder.path().join("public"));
    let example = fs::read_to_string(&options.config.expect("a configuration")).expect("read");
    let hidden =
        example.replacen("\npeople:\n", "\npeople:\n  hidden: [garloff, O-Otte, artificial-intelligence]\n", 1);
    assert_ne!(hidden, example);
    let config = folder.path().join("minutebook.yaml");
    fs::write(&config, hidden.as_bytes()).expect("written");
    options.config = Some(config);
    build(&options).expect("builds");
    let files = minutebook::scan::files_below(&folder.path().join("public")).expect("listed").into_iter();
    let files: Vec<(String, Vec<u8>)> = files.map(|(name, path)| (name, fs::read(&path).expect("read"))).collect();
    for name in ["garloff", "o-otte", "artificial-intelligence", "artifical-intelligence", "artificial-inteligence"] {
        let files = files.iter().map(|(name, bytes)| (name, bytes));
        assert_eq!(holding(files, name), [] as [&str; 0], "{name}");
    }
}
