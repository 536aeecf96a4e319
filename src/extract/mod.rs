//! A document → the call it records, complete: what its sections are for, who was there, whether it took place, where each
//! section stands on the page, and what was decided, is to be done and is spoken of.
//!
//! What is extracted from a note depends on that note and the configuration alone, so that it can be kept as long as both
//! stay as they are. All of it reads the tree; the text is never searched for markup again. What only a comparison with
//! other notes can tell (repeated slides, the repository of a short reference) is decided in [`crate::archive`].

mod actions;
mod call;
mod decisions;
mod labels;
mod names;
mod nature;
mod outline;
mod owners;
mod people;
pub mod ranker;
mod reading;
mod records;
mod references;
mod roles;
mod rulings;
pub mod statements;
mod subject;
mod tables;
mod topics;
mod votes;
mod words;

pub use call::{Call, HeadingVisibility, Kind, OutlineEntry, State};
pub(crate) use outline::close_gaps;
pub use people::{handles, reporter_line, says_more};
pub use records::{
    ActionNote, Decision, FoldedSection, PersonNote, Records, ReferenceNote, RowKind, Status, Target, Tier,
    TopicCandidate, TopicNote,
};
pub(crate) use references::MOST_IN_STATEMENT;
pub use roles::Role;
pub use rulings::{Place, Ruling, Word};

use crate::base::dates::Beside;
use crate::base::panics;
use crate::base::text::fold;
use crate::config::{Config, TeamSlug};
use crate::document::{Block, Document, Inline, plain};
use crate::identify::CallDraft;
use crate::language;
use chrono::{Datelike, NaiveDate};
use statements::Statement;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the configuration asks to look for, made ready once for all notes.
#[derive(Debug)]
pub struct Rules {
    config: Arc<Config>,
    labels: Arc<labels::Labels>,
    topics: topics::Topics,
    unlisted: Vec<String>,
}

impl Rules {
    /// The rules of a configuration.
    pub fn new(config: Arc<Config>) -> Self {
        Self {
            labels: labels::Labels::new(&config.labels),
            topics: topics::Topics::new(&config.topics),
            unlisted: config.people.unlisted(),
            config,
        }
    }
}

/// The call that a document records. `file` is the path of the note, `draft` says which of its calls this is; `document`
/// holds the sections of this call alone. `rulings` are what reviewers said of the note, of this call or of another.
pub fn extract(
    file: &str,
    team: Option<TeamSlug>,
    draft: CallDraft,
    document: Document,
    rules: &Rules,
    rulings: &[Ruling],
) -> Call {
    panics::planted("extract", || {
        document.sections.first().and_then(|section| section.heading.as_ref()).map_or("", |heading| &heading.text)
    });
    let config = &*rules.config;
    let mut roles: Vec<Role> = document.sections.iter().map(roles::role).collect();
    mark_titles(&document, team.as_ref(), draft.date, config, &mut roles);
    let statements = statements::statements(&document);
    let participants = people::participants(&document, &roles, &statements, &rules.unlisted);
    let presenters = people::presenters(&document, &rules.unlisted);
    let kind = match (draft.is_call, &document.deck) {
        (false, _) => Kind::Page,
        (true, Some(_)) => Kind::Deck,
        (true, None) => Kind::Notes,
    };
    let state = if kind != Kind::Page && is_cancelled(&document, &roles, participants.is_empty()) {
        State::Cancelled
    } else {
        State::Held
    };
    let is_deck = kind == Kind::Deck;
    let fingerprints = document.sections.iter().filter(|_| is_deck).map(outline::fingerprint).collect();
    let mut call = Call {
        file: file.to_owned(),
        team,
        date: draft.date,
        period: draft.period.map(|period| period.to_string()),
        suffix: draft.suffix,
        kind,
        note_kind: draft.note_kind,
        goes_with: None,
        url: draft.url,
        other_urls: draft.other_urls,
        has_file_url: draft.has_file_url,
        title: title(file, draft.date, &document, &roles),
        state,
        same_as: None,
        participants,
        presenters,
        language: language_of(&document),
        document: Arc::new(document),
        records: Arc::default(),
        roles,
        outline: Vec::new(),
        fingerprints,
    };
    call.outline = outline::outline(&call);
    call.records = Arc::new(records(&call, statements, rules, rulings));
    call
}

/// The language of the notes: what their header says, else what their words tell.
fn language_of(document: &Document) -> Option<String> {
    if let Some(language) = &document.front_matter.language {
        return Some(language.clone());
    }
    let mut text = String::new();
    for section in &document.sections {
        text.extend(section.heading.iter().flat_map(|heading| [heading.text.as_str(), "\n"]));
        text.push_str(&plain::lines(&section.blocks));
    }
    language::guess(&text).map(str::to_owned)
}

/// What is found in the notes of a call: decisions, actions, references, people, topics.
fn records(call: &Call, statements: Vec<Statement>, rules: &Rules, rulings: &[Ruling]) -> Records {
    let reading = reading::read(call, statements);
    let wanted = nature::wanted(&reading, &rules.config);
    let (mut decisions, taken) = decisions::find(&reading, &rules.labels, &wanted);
    if wanted.asks_for(ranker::RULE, Tier::Inferred) {
        decisions = ranker::rows(&reading, &rules.labels, &wanted, decisions, taken);
        decisions.sort_by_key(|decision| (decision.line, decision.end_line));
    }
    // What is marked is a row whatever it says.
    let stays = |row: &Decision| row.tier == Tier::Explicit || subject::says_something(&row.subject, row.outcome());
    decisions.retain(stays);
    let mut actions = actions::find(&reading, &rules.labels, &wanted);
    rulings::add_rows(&reading, &rules.labels, rulings, &mut decisions, &mut actions);
    anchor("decision", decisions.iter_mut().map(|row| (row.text.as_str(), &mut row.anchor)));
    anchor("action", actions.iter_mut().map(|row| (row.text.as_str(), &mut row.anchor)));
    rulings::apply(rulings, &mut decisions, &mut actions);
    let (references, cut_references) = references::find(&reading, &rules.config.references.kinds);
    Records {
        decisions: decisions.into_iter().map(Arc::new).collect(),
        actions: actions.into_iter().map(Arc::new).collect(),
        references,
        cut_references,
        people: topics::people(&reading, &rules.unlisted),
        topics: topics::find(&reading, &rules.topics),
        folded: if rules.config.topics.is_empty() { topics::folded(call) } else { Vec::new() },
    }
}

/// Gives each row its anchor on the page. It is made of the text, so that it stays when other lines of the notes change.
fn anchor<'r>(kind: &str, rows: impl Iterator<Item = (&'r str, &'r mut String)>) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (text, anchor) in rows {
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let name = format!("{kind}-{}", &hash[..8]);
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        *anchor = if *count == 1 { name } else { format!("{name}-{count}") };
    }
}

/// The first heading is the title when it says nothing but a date, the team, and words such as "minutes"; so is every
/// later heading that is only a date.
fn mark_titles(
    document: &Document,
    team: Option<&TeamSlug>,
    date: Option<NaiveDate>,
    config: &Config,
    roles: &mut [Role],
) {
    if document.deck.is_some() {
        return;
    }
    let mut first = true;
    for (section, role) in document.sections.iter().zip(roles) {
        let Some(heading) = &section.heading else { continue };
        let found = config.dates.forms.first_day(&heading.text);
        let year = date.map(|date| date.year());
        let only_date = config.dates.forms.alone(&heading.text, Beside::MeetingWords, year).is_some();
        let undated_page_title = first && date.is_none();
        let names_call = first && found.is_some() && heading.text.chars().count() < 60;
        let names_team = first && date.is_some() && is_team_name(&heading.text, team, config);
        if *role == Role::Topic && (only_date || names_call || undated_page_title || names_team) {
            *role = Role::Title;
        }
        first = false;
    }
}

fn is_team_name(text: &str, team: Option<&TeamSlug>, config: &Config) -> bool {
    let folded = fold(text);
    let Some(slug) = team else { return false };
    let team = config.teams.iter().find(|team| team.slug == *slug);
    let names = team.iter().flat_map(|team| std::iter::once(&team.title).chain(&team.aliases));
    fold(slug.as_str()) == folded || names.map(|name| fold(name)).any(|name| name == folded)
}

/// A title for lists: the front matter's, or what the first heading says beyond the date; for a page its first heading
/// or its file's name.
fn title(file: &str, date: Option<NaiveDate>, document: &Document, roles: &[Role]) -> String {
    if let Some(title) = &document.front_matter.title {
        return title.clone();
    }
    let heading = document
        .sections
        .iter()
        .zip(roles)
        .find_map(|(section, role)| section.heading.as_ref().filter(|_| *role == Role::Title))
        .map(|heading| heading.text.as_str());
    if date.is_some() {
        return String::new();
    }
    match heading.filter(|heading| !heading.is_empty()) {
        Some(heading) => heading.to_owned(),
        None => {
            let name = file.rsplit('/').next().unwrap_or(file);
            name.trim_end_matches(".md").replace(['-', '_'], " ")
        }
    }
}

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
    let says_so = || words::words().cancelled.iter().any(|phrase| folded.contains(&format!(" {phrase} ")));
    count == 0 || (count <= LONGEST_STUB && says_so())
}

fn shows_something(block: &Block) -> bool {
    let image = |inline: &Inline| matches!(inline, Inline::Image(_));
    match block {
        Block::Paragraph { content, .. } | Block::Html { content, .. } => content.iter().any(image),
        Block::Code { .. } | Block::Table(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    /// What rules see of a call.
    pub(super) fn read(call: &Call) -> reading::Reading<'_> {
        reading::read(call, statements::statements(&call.document))
    }

    pub(super) fn call(source: &str) -> Call {
        reviewed(source, &[])
    }

    pub(super) fn reviewed(source: &str, rulings: &[Ruling]) -> Call {
        with_rules(source, &Rules::new(Arc::default()), rulings)
    }

    pub(super) fn with_rules(source: &str, rules: &Rules, rulings: &[Ruling]) -> Call {
        let draft = CallDraft { is_call: true, date: NaiveDate::from_ymd_opt(2024, 6, 3), ..CallDraft::default() };
        let team = Some(TeamSlug("iaas".into()));
        extract("iaas/20240603.md", team, draft, parse("a.md", source).0, rules, rulings)
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
    fn every_rule_can_be_switched_off() {
        let decisions = decisions::RULES.iter().map(|rule| rule.name);
        let actions = actions::RULES.iter().map(|rule| rule.name);
        let others = ["carried", "heading", "list", ranker::RULE];
        let names: std::collections::BTreeSet<&str> = decisions.chain(actions).chain(others).collect();
        assert!(names.iter().eq(crate::config::RULE_NAMES), "{names:?}");
        let source = "# 2024-06-03\n\n## Storage\n\n- Let's use the second one\n- @ann to mend it\n- Decision: x\n";
        let rows = |config: Config| {
            let team = Some(TeamSlug("iaas".into()));
            let draft = CallDraft { is_call: true, date: NaiveDate::from_ymd_opt(2024, 6, 3), ..CallDraft::default() };
            let records =
                extract("a.md", team, draft, parse("a.md", source).0, &Rules::new(Arc::new(config)), &[]).records;
            (records.decisions.len(), records.actions.len())
        };
        assert_eq!(rows(Config::default()), (2, 1));
        let off = vec!["let's".to_owned(), "handle".to_owned()];
        assert_eq!(rows(Config { rules_off: off, ..Config::default() }), (1, 0));
    }

    #[test]
    fn marks_titles() {
        let call = call("# Minutes SCS IaaS 2024-06-03\n\n## R5 ahead - 2023-09-20\n\n## 2024-06-17\n");
        assert_eq!(call.roles, [Role::Title, Role::Topic, Role::Title]);
    }
}
