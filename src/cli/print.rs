//! Output for people and programs. A reader that has gone away (`| head`) is no error.

use minutebook::Error;
use minutebook::base::diagnostic::{Diagnostic, Severity};
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// Prints to standard output.
pub(crate) fn out(text: &str) {
    out_bytes(text.as_bytes());
}

/// Prints bytes to standard output.
pub(crate) fn out_bytes(bytes: &[u8]) {
    let _ = std::io::stdout().lock().write_all(bytes);
}

/// Prints a line to standard error, which is for everything that is not the result.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints why a command cannot go on. The exit code is that of all such errors.
pub(crate) fn error(error: &Error) -> ExitCode {
    note(&error.to_string());
    ExitCode::from(2)
}

/// Prints the time that each stage took.
pub(crate) fn stages(stages: &[(&str, Duration)]) {
    for (stage, time) in stages {
        note(&format!("{:>7.1} ms  {stage}", time.as_secs_f64() * 1000.0));
    }
}

/// The exit code of a command that ended well, as `--strict` has it.
pub(crate) fn exit_code(strict: bool, findings: &[Diagnostic]) -> ExitCode {
    let serious = findings.iter().any(|finding| finding.severity != Severity::Note);
    if strict && serious { ExitCode::from(1) } else { ExitCode::SUCCESS }
}
