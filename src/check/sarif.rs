//! Findings for programs: SARIF 2.1.0, which code scanning of GitHub, GitLab and editors read.

use super::kinds;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::encode_path;
use serde_json::{Value, json};
use std::path::{Component, Path};

/// The findings with paths as they are called from the current folder, where the source folder is a relative one: that is
/// what a repository's annotations need.
pub fn from_here(findings: &[Diagnostic], source: &Path) -> Vec<Diagnostic> {
    let parts: Vec<String> = source
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if source.is_absolute() || parts.is_empty() {
        return findings.to_vec();
    }
    let prefix = parts.join("/");
    let moved = |finding: &Diagnostic| Diagnostic { path: format!("{prefix}/{}", finding.path), ..finding.clone() };
    findings.iter().map(moved).collect()
}

/// The findings as one SARIF log, with a rule for every code that occurs.
pub fn sarif(findings: &[Diagnostic]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            let kind = kinds::kind(code);
            json!({
                "id": code,
                "shortDescription": { "text": kind.map_or(*code, |kind| kind.title) },
                "fullDescription": { "text": kind.map_or(*code, |kind| kind.explanation) },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let mut place = json!({ "artifactLocation": { "uri": encode_path(&finding.path) } });
            if let Some(position) = finding.position {
                place["region"] = json!({ "startLine": position.line, "startColumn": position.column });
            }
            json!({
                "ruleId": finding.code,
                "ruleIndex": codes.iter().position(|code| *code == finding.code),
                "level": match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "note",
                },
                "message": { "text": std::iter::once(&finding.message).chain(&finding.hints).cloned().collect::<Vec<_>>().join("\n") },
                "locations": [{ "physicalLocation": place }],
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "minutebook",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Position;

    #[test]
    fn a_log_has_what_code_scanning_asks_for() {
        let finding = Diagnostic::new(Severity::Error, "secret", "a b/ü.md", "x").hint("y");
        let finding = finding.at(Position { line: 2, column: 3 }, "a\nb\n");
        let log: Value = serde_json::from_str(&sarif(&from_here(&[finding], Path::new("./minutes")))).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!((&log["version"], &run["tool"]["driver"]["rules"][0]["id"]), (&json!("2.1.0"), &json!("secret")));
        let result = &run["results"][0];
        assert_eq!((&result["level"], &result["message"]["text"]), (&json!("error"), &json!("x\ny")));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "minutes/a%20b/%C3%BC.md");
        assert_eq!(place["region"], json!({ "startLine": 2, "startColumn": 3 }));
    }
}
