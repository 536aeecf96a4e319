//! Output for people and programs. A reader that has gone away (`| head`) is no error.

use minutebook::Error;
use minutebook::base::diagnostic::{Diagnostic, Severity};
use minutebook::base::text::{for_output, json_for_output, visible};
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

/// Prints text to standard output. What strangers wrote is in most of it: nothing a terminal would act on is sent, and no
/// line that a job's log would take for a command.
pub(crate) fn out(text: &str) {
    out_bytes(for_output(text).as_bytes());
}

/// Prints JSON to standard output, likewise.
pub(crate) fn json(text: &str) {
    out_bytes(json_for_output(text).as_bytes());
}

/// Prints commands for GitHub's runner, each of them a line of ours.
pub(crate) fn commands(text: &str) {
    out_bytes(visible(text).as_bytes());
}

/// Prints bytes to standard output.
pub(crate) fn out_bytes(bytes: &[u8]) {
    let _ = std::io::stdout().lock().write_all(bytes);
}

/// Prints a line to standard error, which is for everything that is not the result.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", for_output(text));
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
