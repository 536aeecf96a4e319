//! Calls as a calendar (RFC 5545): a day each, since minutes seldom say the hour.

use crate::archive::{Archive, CallId};
use crate::extract::{Kind, State};

pub(super) fn calendar(archive: &Archive, title: &str, calls: impl Iterator<Item = CallId>) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        format!(
            "PRODID:-//minutebook//minutebook {}//{}",
            env!("CARGO_PKG_VERSION"),
            archive.config.words().tag().to_uppercase()
        ),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("NAME:{}", text(title)),
        format!("X-WR-CALNAME:{}", text(title)),
    ];
    let base = archive.config.base_url.as_deref();
    let host = base.and_then(|base| base.split('/').nth(2)).unwrap_or("minutebook.invalid");
    for id in calls {
        let call = archive.call(id);
        let Some(day) = call.date.filter(|_| call.kind != Kind::Page && call.same_as.is_none()) else { continue };
        let next = day.succ_opt().unwrap_or(day);
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{}@{host}", call.url.trim_matches('/').replace('/', "-")));
        // When the entry was made: the day itself, so that the same minutes give the same bytes.
        lines.push(format!("DTSTAMP:{}T000000Z", day.format("%Y%m%d")));
        lines.push(format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
        lines.push(format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        lines.push(format!("SUMMARY:{}", text(&summary(archive, id))));
        lines.push(format!("STATUS:{}", if call.state == State::Cancelled { "CANCELLED" } else { "CONFIRMED" }));
        lines.push("TRANSP:TRANSPARENT".to_owned());
        if let Some(base) = &base {
            lines.push(format!("URL:{base}{}", call.url));
        }
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| fold(line)).collect()
}

/// The team, and what distinguishes the call; the calendar shows the day itself.
fn summary(archive: &Archive, id: CallId) -> String {
    let call = archive.call(id);
    let name = archive.team_or_title(call);
    match call.suffix_text() {
        Some(suffix) => format!("{name} ({suffix})"),
        None => name,
    }
}

/// A text value: commas, semicolons, backslashes and newlines are escaped, control characters dropped.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line of at most 75 bytes, continued on others that begin with a space; ends with CRLF.
fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 4);
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let folded = fold(&"ü".repeat(80));
        assert!(folded.ends_with("\r\n") && folded.lines().all(|line| line.len() <= 75), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), "ü".repeat(80));
        assert_eq!(text("a, b; c\\d\ne\r"), "a\\, b\\; c\\\\d\\ne");
    }
}
