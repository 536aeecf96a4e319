//! `minutebook review`.

use super::args::Review;
use super::print;
use console::{Key as Pressed, Term};
use minutebook::Error;
use minutebook::review::{self, Item, Key, Selection, Session, Target};
use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

/// What the keys do, in one line.
const HELP: &str = "a accept · r reject · s subject · t text · m merge with the row before · d done · u undo · n next · p previous · q quit\n";

/// What somebody typed.
enum Input {
    Key(Key),
    /// The subject or the text is to be mended, and has to be asked for.
    Ask(fn(String) -> Key, String),
    Quit,
    Unknown,
}

/// Goes through what there is to review, or lists it.
pub(super) fn run(arguments: &Review) -> Result<ExitCode, Error> {
    let source = &arguments.source;
    let project = super::load(source)?;
    let selection = Selection { team: arguments.team.clone(), since: arguments.since, file: None, all: arguments.all };
    let items = review::items(&project, &project.verdicts, &selection)?;
    if arguments.json {
        print::json(&review::json(&items));
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.list {
        print::out(&review::list(&items));
        return Ok(ExitCode::SUCCESS);
    }
    if items.is_empty() {
        print::out("there is nothing to review\n");
        return Ok(ExitCode::SUCCESS);
    }
    let target = if arguments.in_notes { Target::Notes } else { Target::File };
    let mut session = Session::new(&project, items, target, arguments.by.clone(), super::today(source.today));
    let texts = project.texts();
    let text_of = |file: &str| texts.get(file).map(|text| (*text).to_owned()).unwrap_or_default();
    let terminal = Term::stdout();
    let is_interactive = std::io::stdin().is_terminal() && terminal.is_term();
    print::out(HELP);
    print::out(&format!("\n{}", session.screen(&text_of)));
    let mut lines = std::io::stdin().lock().lines();
    loop {
        let input = if is_interactive {
            asked(&terminal, &session)
        } else {
            match lines.next() {
                Some(Ok(line)) => typed(&line),
                _ => Input::Quit,
            }
        };
        let key = match input {
            Input::Key(key) => key,
            Input::Quit => break,
            Input::Ask(..) => {
                print::out("write the words behind the key\n");
                continue;
            }
            Input::Unknown => {
                print::out(HELP);
                continue;
            }
        };
        match session.press(key) {
            Ok(None) => print::out(&format!("\n{}", session.screen(&text_of))),
            Ok(Some(why)) => print::out(&format!("{why}\n")),
            Err(error) => print::note(&error.to_string()),
        }
    }
    let verdicts = if session.given() == 1 { "verdict" } else { "verdicts" };
    print::out(&format!("{} {verdicts} written\n", session.given()));
    Ok(ExitCode::SUCCESS)
}

/// The key that is pressed, with the words it asks for.
fn asked(terminal: &Term, session: &Session) -> Input {
    // Somebody who ends the program with Ctrl+C has said all that was to be said: every verdict is written already.
    let Ok(pressed) = terminal.read_key() else { return Input::Quit };
    let input = match pressed {
        Pressed::Char(key) => of_key(key, session.current().map(|(_, item)| item)),
        Pressed::ArrowRight | Pressed::ArrowDown | Pressed::Enter => Input::Key(Key::Next),
        Pressed::ArrowLeft | Pressed::ArrowUp => Input::Key(Key::Previous),
        Pressed::Escape => Input::Quit,
        _ => Input::Unknown,
    };
    let Input::Ask(make, now) = input else { return input };
    match edited(terminal, now) {
        Some(words) if !words.trim().is_empty() => Input::Key(make(words)),
        // Nothing is said of it; the screen is shown again.
        _ => Input::Unknown,
    }
}

/// A line that is typed: Enter ends it, Escape leaves everything as it was, Ctrl+U empties it, Ctrl+W takes a word away.
fn edited(terminal: &Term, mut words: String) -> Option<String> {
    loop {
        // Of a long line the end is shown: that is where it is edited.
        let room = usize::from(terminal.size().1).saturating_sub(5).max(10);
        let skipped = words.chars().count().saturating_sub(room);
        let shown: String = words.chars().skip(skipped).collect();
        terminal.clear_line().ok()?;
        terminal.write_str(&format!("> {}{shown}", if skipped > 0 { "…" } else { "" })).ok()?;
        match terminal.read_key().ok()? {
            Pressed::Enter => {
                terminal.write_line("").ok()?;
                return Some(words);
            }
            Pressed::Escape => {
                terminal.write_line("").ok()?;
                return None;
            }
            Pressed::Backspace => drop(words.pop()),
            Pressed::Char('\u{15}') => words.clear(),
            Pressed::Char('\u{17}') => {
                let end = words.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
                words.truncate(end);
            }
            Pressed::Char(letter) if !letter.is_control() => words.push(letter),
            _ => {}
        }
    }
}

/// A line of one key and the words it needs: `a`, `s The disk`.
fn typed(line: &str) -> Input {
    // Nothing, or a space, is the key for the next item.
    let line = line.trim();
    let Some(key) = line.chars().next() else { return Input::Key(Key::Next) };
    let words = line[key.len_utf8()..].trim();
    match of_key(key, None) {
        Input::Ask(make, _) if !words.is_empty() => Input::Key(make(words.to_owned())),
        Input::Key(_) | Input::Quit if !words.is_empty() => Input::Unknown,
        input => input,
    }
}

fn of_key(key: char, item: Option<&Item>) -> Input {
    let mended = |now: fn(&Item) -> &str| item.map(|item| now(item).to_owned()).unwrap_or_default();
    match key.to_ascii_lowercase() {
        'a' => Input::Key(Key::Accept),
        'r' => Input::Key(Key::Reject),
        's' => Input::Ask(Key::Subject, mended(Item::subject_now)),
        't' => Input::Ask(Key::Text, mended(Item::text_now)),
        'm' => Input::Key(Key::Merge),
        'd' => Input::Key(Key::Done),
        'u' => Input::Key(Key::Undo),
        'n' | ' ' => Input::Key(Key::Next),
        'p' => Input::Key(Key::Previous),
        'q' => Input::Quit,
        _ => Input::Unknown,
    }
}
