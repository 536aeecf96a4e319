//! A document → the call it records: what its sections are for, who was there, whether it took place.
//!
//! All of it reads the tree; the text is never searched for markup again.

mod actions;
mod decisions;
mod labels;
mod pattern;
mod people;
mod reading;
mod references;
mod roles;
pub mod statements;
mod topics;

pub(crate) use pattern::ascii_bounds;
pub use people::{handles, reporter_line, says_more};
pub(crate) use roles::{fold, has_text};

use crate::config::Config;
use crate::dates::Beside;
use crate::model::{Block, Call, Document, Inline, Kind, Notes, Role, State, TeamSlug};
use crate::plain;
use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;

/// Which meeting a document records: what the path, the front matter and the headings say together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recorded {
    /// The source file.
    pub file: String,
    /// The team.
    pub team: Option<TeamSlug>,
    /// Whether it is a call rather than a page.
    pub is_call: bool,
    /// The day; absent for a page.
    pub date: Option<NaiveDate>,
    /// `2022-09` or `2022`, where no day is known.
    pub period: Option<String>,
    /// What distinguishes it from the team's other calls of that day.
    pub suffix: Option<String>,
    /// Where it is published.
    pub url: String,
    /// The file whose bytes this one repeats.
    pub same_as: Option<String>,
}

/// The call that a document records.
pub fn extract(recorded: Recorded, document: Document, config: &Config) -> Call {
    let mut roles: Vec<Role> = document.sections.iter().map(roles::role).collect();
    mark_titles(&document, &recorded, config, &mut roles);
    let unlisted = config.people.unlisted();
    let participants = people::participants(&document, &roles, &unlisted);
    let presenters = people::presenters(&document, &unlisted);
    let kind = match (recorded.is_call, &document.deck) {
        (false, _) => Kind::Page,
        (true, Some(_)) => Kind::Deck,
        (true, None) => Kind::Notes,
    };
    let state = if kind != Kind::Page && is_cancelled(&document, &roles, participants.is_empty()) {
        State::Cancelled
    } else {
        State::Held
    };
    let title = title(&recorded, &document, &roles);
    Call {
        file: recorded.file,
        team: recorded.team,
        date: recorded.date,
        period: recorded.period,
        suffix: recorded.suffix,
        kind,
        url: recorded.url,
        title,
        state,
        same_as: recorded.same_as,
        participants,
        presenters,
        document,
        notes: Notes::default(),
        roles,
        outline: Vec::new(),
    }
}

/// What is found in the notes of all calls: decisions, actions, references, people, topics. A second step, since what is
/// boilerplate shows only when the calls are compared.
pub fn take_notes(calls: &mut [Call], config: &Config) {
    let labels = labels::Labels::new(&config.labels);
    let topics = topics::Topics::new(&config.topics);
    let unlisted = config.people.unlisted();
    calls.par_iter_mut().for_each(|call| {
        let reading = reading::read(call);
        call.notes = Notes {
            decisions: decisions::find(&reading, &labels),
            actions: actions::find(&reading, &labels),
            references: references::find(&reading, &config.references.kinds),
            people: topics::people(&reading, &unlisted),
            topics: topics::find(&reading, &topics),
        };
    });
}

/// The first heading is the title when it says nothing but a date, the team, and words such as "minutes"; so is every
/// later heading that is only a date.
fn mark_titles(document: &Document, recorded: &Recorded, config: &Config, roles: &mut [Role]) {
    if document.deck.is_some() {
        return;
    }
    let mut first = true;
    for (section, role) in document.sections.iter().zip(roles) {
        let Some(heading) = &section.heading else { continue };
        let found = config.dates.forms.first_day(&heading.text);
        let year = recorded.date.map(|date| date.year());
        let only_date = config.dates.forms.alone(&heading.text, Beside::MeetingWords, year).is_some();
        let undated_page_title = first && recorded.date.is_none();
        let names_call = first && found.is_some() && heading.text.chars().count() < 60;
        let names_team = first && recorded.date.is_some() && is_team_name(&heading.text, recorded, config);
        if *role == Role::Topic && (only_date || names_call || undated_page_title || names_team) {
            *role = Role::Title;
        }
        first = false;
    }
}

fn is_team_name(text: &str, recorded: &Recorded, config: &Config) -> bool {
    let folded = fold(text);
    let Some(slug) = &recorded.team else { return false };
    let team = config.teams.iter().find(|team| team.slug == *slug);
    let names = team.iter().flat_map(|team| std::iter::once(&team.title).chain(&team.aliases));
    fold(slug.as_str()) == folded || names.map(|name| fold(name)).any(|name| name == folded)
}

/// A title for lists: the front matter's, or what the first heading says beyond the date; for a page its first heading
/// or its file's name.
fn title(recorded: &Recorded, document: &Document, roles: &[Role]) -> String {
    if let Some(title) = &document.front_matter.title {
        return title.clone();
    }
    let heading = document
        .sections
        .iter()
        .zip(roles)
        .find_map(|(section, role)| section.heading.as_ref().filter(|_| *role == Role::Title))
        .map(|heading| heading.text.as_str());
    if recorded.date.is_some() {
        return String::new();
    }
    match heading.filter(|heading| !heading.is_empty()) {
        Some(heading) => heading.to_owned(),
        None => {
            let name = recorded.file.rsplit('/').next().unwrap_or(&recorded.file);
            name.trim_end_matches(".md").replace(['-', '_'], " ")
        }
    }
}

/// Words that say a call did not take place.
const CANCELLED: &[&str] = &[
    "cancelled",
    "canceled",
    "skipped",
    "no meeting",
    "no call",
    "no sig",
    "postponed",
    "abgesagt",
    "entfallen",
    "ausgefallen",
    "entfällt",
    "fällt aus",
    "did not take place",
    "meeting moved to",
    "rescheduled",
];

/// More words than this are minutes, whatever they say.
const LONGEST_STUB: usize = 30;

/// A stub that says so, or notes with nothing in them at all.
fn is_cancelled(document: &Document, roles: &[Role], nobody_there: bool) -> bool {
    if !nobody_there {
        return false;
    }
    let mut words = String::new();
    for (section, role) in document.sections.iter().zip(roles) {
        if let Some(heading) = section.heading.as_ref().filter(|_| *role == Role::Topic) {
            words.push_str(&heading.text);
            words.push('\n');
        }
        if *role != Role::Participants {
            words.push_str(&plain::lines(&section.blocks));
        }
        if section.blocks.iter().any(shows_something) {
            return false;
        }
    }
    let count = words.split_whitespace().count();
    let folded = format!(" {} ", fold(&words));
    count == 0 || (count <= LONGEST_STUB && CANCELLED.iter().any(|phrase| folded.contains(&format!(" {phrase} "))))
}

fn shows_something(block: &Block) -> bool {
    let image = |inline: &Inline| matches!(inline, Inline::Image { .. });
    match block {
        Block::Paragraph { content, .. } | Block::Html { content, .. } => content.iter().any(image),
        Block::Code { .. } | Block::Table { .. } => true,
        _ => false,
    }
}

impl Document {
    /// The part of a document that holds the sections of one call; footnotes go with every part.
    #[must_use]
    pub fn part(&self, sections: std::ops::Range<usize>) -> Self {
        Self {
            front_matter: self.front_matter.clone(),
            sections: self.sections[sections].to_vec(),
            deck: None,
            footnotes: self.footnotes.clone(),
            styles: self.styles.clone(),
            corrections: self.corrections.clone(),
            lines: self.lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    pub(super) fn call(source: &str) -> Call {
        let recorded = Recorded {
            file: "iaas/20240603.md".into(),
            is_call: true,
            date: NaiveDate::from_ymd_opt(2024, 6, 3),
            team: Some(TeamSlug("iaas".into())),
            ..Recorded::default()
        };
        extract(recorded, parse("a.md", source).0, &Config::default())
    }

    #[test]
    fn knows_stubs_from_minutes() {
        for (source, state) in [
            ("# 2024-06-03\nMeeting canceled", State::Cancelled),
            ("- skipped\n", State::Cancelled),
            ("# 2024-01-19\n\nNo SIG today.\n", State::Cancelled),
            ("# 2024-06-03\n\n## Participants\n\n## Agenda\n", State::Cancelled),
            ("# 2024-06-03\n\n## Participants\n- @a\n\n## Agenda\n", State::Held),
            ("# 2024-06-03\n\n## Agenda\n\n### Fix the build\n", State::Held),
            ("# 2024-06-03\n- The summit was cancelled\n\n## Participants\n- @a\n", State::Held),
        ] {
            assert_eq!(call(source).state, state, "{source}");
        }
    }

    #[test]
    fn marks_titles() {
        let call = call("# Minutes SCS IaaS 2024-06-03\n\n## R5 ahead - 2023-09-20\n\n## 2024-06-17\n");
        assert_eq!(call.roles, [Role::Title, Role::Topic, Role::Title]);
    }
}
