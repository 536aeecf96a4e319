//! What every stage makes of one file: for authors who wonder, and for whoever works on minutebook.

use crate::archive::{Archive, CallId};
use crate::document::plain;
use crate::extract::ranker::{Explanation, explain};
use crate::extract::{Call, Rules};
use std::fmt::Write as _;
use std::sync::Arc;

/// Describes the calls of a file; empty when the archive does not know it.
pub fn dump(archive: &Archive, file: &str) -> String {
    let mut out = String::new();
    let rules = Rules::new(Arc::clone(&archive.config));
    for id in archive.ids().filter(|id| archive.call(*id).file == file) {
        let (call, ties) = (archive.call(id), archive.relations(id));
        describe(&mut out, call);
        notes(&mut out, archive, id, &rules);
        for (name, ids) in [("backlinks", &ties.backlinks), ("copies", &ties.copies)] {
            for id in ids {
                let _ = writeln!(out, "{name}: {}", archive.call(*id).file);
            }
        }
    }
    out
}

/// What was found in the notes, each with the rule that found it, and what the ranker found with its five strongest reasons.
fn notes(out: &mut String, archive: &Archive, id: CallId, rules: &Rules) {
    let (call, record, registers) = (archive.call(id), archive.record(id), &archive.registers);
    for decision in &call.records.decisions {
        let _ = writeln!(
            out,
            "decision {}-{} by rule \"{}\"{}: {}",
            decision.line,
            decision.end_line,
            decision.rule,
            decision.percent.map(|percent| format!(" ({percent} %)")).unwrap_or_default(),
            plain::shorten(&decision.text, 110)
        );
        let reasons = decision.percent.and_then(|_| explain(call, rules, (decision.line, decision.end_line)));
        for reason in reasons.iter().flat_map(Explanation::strongest) {
            let _ = writeln!(out, "    {:+.2} {}", reason.share, reason.name);
        }
    }
    for action in &call.records.actions {
        let carried = if action.carried { ", carried" } else { "" };
        let _ = writeln!(
            out,
            "action {}-{} by rule \"{}\" [{:?}{carried}] {}: {}",
            action.line,
            action.end_line,
            action.rule,
            action.status,
            action.assignees.join(" "),
            plain::shorten(&action.text, 110)
        );
    }
    for index in &record.references {
        let _ = writeln!(out, "reference: {}", registers.references[*index].id);
    }
    for index in &record.topics {
        let _ = writeln!(out, "topic: {}", registers.topics[*index].name);
    }
}

fn describe(out: &mut String, call: &Call) {
    let _ = writeln!(out, "file: {}", call.file);
    let _ = writeln!(out, "url: /{}", call.url);
    let team = call.team.as_ref().map_or("none", |team| team.as_str());
    let date = call.date.map_or_else(|| call.period.clone().unwrap_or_default(), |date| date.to_string());
    let _ = writeln!(out, "team: {team}  date: {date}  kind: {:?}  state: {:?}", call.kind, call.state);
    let _ = writeln!(out, "participants: {}", call.participants.join(" "));
    let _ = writeln!(out, "presenters: {}", call.presenters.join(" "));
    if let Some(deck) = &call.document.deck {
        let _ = writeln!(out, "slides: {}", deck.slides.len());
    }
    for ((section, role), place) in call.document.sections.iter().zip(&call.roles).zip(&call.outline) {
        let heading = section.heading.as_ref().map_or("(no heading)", |heading| heading.text.as_str());
        let slide = place.slide.map(|slide| format!(" slide {}", slide + 1)).unwrap_or_default();
        let _ = writeln!(
            out,
            "{}-{} #{} {role:?} {:?} h{}{slide}: {heading}",
            section.line, section.end_line, section.id, place.shown, place.level
        );
        for line in plain::lines(&section.blocks).lines() {
            let _ = writeln!(out, "    {}", plain::shorten(line, 110));
        }
    }
}
