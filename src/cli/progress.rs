//! How far a long piece of work has come, on the terminal: nothing for the first moments, so that a short one does not
//! flicker, and nothing at all where nobody looks.

use indicatif::{ProgressBar, ProgressDrawTarget};
use minutebook::{Progress, ProgressEvent};
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// What is done in less time is not shown.
const PATIENCE: Duration = Duration::from_millis(300);

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProgressStyle {
    /// Not at all.
    Nothing,
    /// Without colours.
    Plain,
    /// With colours.
    Coloured,
}

/// How progress is shown here.
pub(crate) fn detect(quiet: bool) -> ProgressStyle {
    let (no_color, term) = (std::env::var_os("NO_COLOR"), std::env::var_os("TERM"));
    detect_for(quiet, std::io::stderr().is_terminal(), no_color.as_deref(), term.as_deref())
}

/// <https://no-color.org>: set and not empty means no colours. A dumb terminal cannot draw a line anew.
fn detect_for(quiet: bool, is_terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> ProgressStyle {
    if quiet || !is_terminal || term == Some(OsStr::new("dumb")) {
        return ProgressStyle::Nothing;
    }
    if no_color.is_some_and(|value| !value.is_empty()) { ProgressStyle::Plain } else { ProgressStyle::Coloured }
}

/// Does the work, and shows what it tells.
pub(crate) fn show<T>(style: ProgressStyle, work: impl FnOnce(Progress<'_>) -> T) -> T {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let tell = |step: ProgressEvent| match step {
        ProgressEvent::Stage(name, of) => {
            bar.set_style(bar_style(style, of > 0));
            bar.set_length(of as u64);
            bar.set_position(0);
            bar.set_message(name);
        }
        ProgressEvent::Done => bar.inc(1),
    };
    if style == ProgressStyle::Nothing {
        return work(&|_| {});
    }
    std::thread::scope(|threads| {
        let (done, waiting) = channel::<()>();
        let bar = &bar;
        let watcher = threads.spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(12));
                bar.enable_steady_tick(Duration::from_millis(100));
            }
        });
        let result = work(&tell);
        drop(done);
        // It cannot panic; if it did, there would be no more to clear.
        let _ = watcher.join();
        bar.finish_and_clear();
        result
    })
}

/// With colours and without; counted and not.
const TEMPLATES: [[&str; 2]; 2] = [
    ["{msg:22} {bar:24.cyan/dim} {pos}/{len}", "{msg:22} {spinner:.cyan}"],
    ["{msg:22} {bar:24} {pos}/{len}", "{msg:22} {spinner}"],
];

/// One line: what is done, and how much of it where that is counted.
fn bar_style(style: ProgressStyle, counted: bool) -> indicatif::ProgressStyle {
    let template = TEMPLATES[usize::from(style != ProgressStyle::Coloured)][usize::from(!counted)];
    // The templates are right; a test reads them all.
    let style =
        indicatif::ProgressStyle::with_template(template).unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
    style.progress_chars("━━─")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_shown_where_somebody_looks() {
        let some = |text: &'static str| Some(OsStr::new(text));
        for (quiet, is_terminal, no_color, term, look) in [
            (false, true, None, some("xterm"), ProgressStyle::Coloured),
            (false, true, some(""), None, ProgressStyle::Coloured),
            (false, true, some("1"), some("xterm"), ProgressStyle::Plain),
            (false, true, None, some("dumb"), ProgressStyle::Nothing),
            (false, false, None, some("xterm"), ProgressStyle::Nothing),
            (true, true, None, some("xterm"), ProgressStyle::Nothing),
        ] {
            assert_eq!(detect_for(quiet, is_terminal, no_color, term), look);
        }
    }

    #[test]
    fn every_template_is_right() {
        for template in TEMPLATES.iter().flatten() {
            assert!(indicatif::ProgressStyle::with_template(template).is_ok());
        }
        assert_eq!(
            show(ProgressStyle::Plain, |tell| {
                tell(ProgressEvent::Stage("counting", 2));
                tell(ProgressEvent::Done);
                7
            }),
            7
        );
    }
}
