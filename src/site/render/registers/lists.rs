//! The pages that list a whole register.

use super::pictures::{ages, months};
use super::rows::{figures, state};
use crate::archive::CallId;
use crate::archive::registers::{Decision, Named, Person, Reference};
use crate::base::text::fold;
use crate::base::text::slug;
use crate::config::person_of;
use crate::site::render::Renderer;
use crate::site::render::view::{
    ActionGroupView, ActionsView, ChoiceView, DecisionYearView, DecisionsView, EntryLinkView, IndexEntryView,
    IndexView, ReferenceGroupView, ReferencesView,
};
use chrono::Datelike;
use std::collections::BTreeMap;

impl Renderer<'_> {
    /// `/decisions/`.
    pub(in crate::site::render) fn decisions(&self, root: &str) -> DecisionsView {
        let archive = self.archive;
        let own: Vec<&Decision> =
            archive.registers.decisions.iter().rev().filter(|decision| decision.repeats.is_none()).collect();
        let mut years: Vec<DecisionYearView> = Vec::new();
        for decision in &own {
            let date = archive.call(decision.call).date;
            let label = date.map_or_else(|| "undated".to_owned(), |date| date.year().to_string());
            if years.last().is_none_or(|last| last.label != label) {
                years.push(DecisionYearView { label, decisions: Vec::new() });
            }
            if let Some(last) = years.last_mut() {
                last.decisions.push(self.decision(root, decision));
            }
        }
        let description = format!("What the calls of {} decided, newest first, with the reasons", archive.config.title);
        let topics = own.iter().flat_map(|decision| &decision.topics).map(|at| {
            let topic = &archive.registers.topics[*at];
            (topic.slug.clone(), topic.name.clone())
        });
        DecisionsView {
            site: self.site.clone(),
            page: self.page(root, "decisions/", "Decisions".to_owned(), &description, "decisions"),
            picture: months(
                own.iter().filter_map(|decision| archive.call(decision.call).date),
                "Decisions a month",
                "decision",
                "decisions",
            ),
            count: own.len(),
            teams: choices(own.iter().filter_map(|decision| self.team_choice(decision.call))),
            topics: choices(topics),
            years,
        }
    }

    /// `/actions/`.
    pub(in crate::site::render) fn actions(&self, root: &str) -> ActionsView {
        let archive = self.archive;
        let actions = &archive.registers.actions;
        let groups: Vec<ActionGroupView> =
            [("open", "Open"), ("unknown", "In question"), ("stale", "No update in 90 days"), ("done", "Done")]
                .into_iter()
                .map(|(wanted, title)| ActionGroupView {
                    state: wanted.to_owned(),
                    title: title.to_owned(),
                    folded: matches!(wanted, "stale" | "done"),
                    actions: actions
                        .iter()
                        .rev()
                        .filter(|action| state(action).0 == wanted)
                        .map(|action| self.action(root, action))
                        .collect(),
                })
                .filter(|group| !group.actions.is_empty())
                .collect();
        let count = |wanted: &str| actions.iter().filter(|action| state(action).0 == wanted).count();
        let people = actions.iter().flat_map(|action| &action.assignees).map(|name| {
            let link = self.person_link("", name);
            (slug(&person_of(&archive.config, name)), link.label)
        });
        let people = people.filter(|(value, _)| !value.is_empty());
        let description = format!("What is to be done and by whom, from the calls of {}", archive.config.title);
        ActionsView {
            site: self.site.clone(),
            page: self.page(root, "actions/", "Actions".to_owned(), &description, "actions"),
            picture: ages(actions.iter().filter(|action| action.is_open())),
            open: count("open"),
            in_question: count("unknown"),
            stale: count("stale"),
            done: count("done"),
            groups,
            teams: choices(actions.iter().filter_map(|action| self.team_choice(action.sightings.first()?.call))),
            people: choices(people),
        }
    }

    fn team_choice(&self, id: CallId) -> Option<(String, String)> {
        let slug = self.archive.call(id).team.as_ref()?;
        Some((slug.to_string(), self.archive.team_title(slug)))
    }

    /// `/refs/`.
    pub(in crate::site::render) fn references(&self, root: &str) -> ReferencesView {
        const FREQUENT: usize = 24;
        let archive = self.archive;
        let references = &archive.registers.references;
        let mut order: Vec<usize> = (0..references.len()).filter(|at| references[*at].named == Named::Issue).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(references[*at].calls), *at));
        let mut groups: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (at, reference) in references.iter().enumerate() {
            let group = match reference.named {
                Named::Kind(kind) => (kind, archive.config.references.kinds[kind].title.clone()),
                Named::Issue => (usize::MAX, reference.repository().to_owned()),
            };
            groups.entry(group).or_default().push(at);
        }
        let mut groups: Vec<((usize, String), Vec<usize>)> = groups.into_iter().collect();
        groups.sort_by_key(|((kind, title), list)| (*kind, std::cmp::Reverse(list.len()), title.clone()));
        let description = format!("Issues, standards and other references in {}", archive.config.title);
        ReferencesView {
            site: self.site.clone(),
            page: self.page(root, "refs/", "References".to_owned(), &description, "refs"),
            count: references.len(),
            frequent: order.into_iter().take(FREQUENT).map(|at| self.reference_link(root, at)).collect(),
            groups: groups
                .into_iter()
                .map(|((_, title), mut list)| {
                    list.sort_by_key(|at| by_number(&references[*at]));
                    ReferenceGroupView {
                        id: format!("in-{}", slug(&title)),
                        title,
                        references: list.into_iter().map(|at| self.reference_link(root, at)).collect(),
                    }
                })
                .collect(),
        }
    }

    /// `/topics/`.
    pub(in crate::site::render) fn topics(&self, root: &str) -> IndexView {
        let archive = self.archive;
        let topics = &archive.registers.topics;
        let mut order: Vec<usize> = (0..topics.len()).collect();
        order.sort_by_key(|at| fold(&topics[*at].name));
        let lead = if archive.config.topics.is_empty() {
            "Proposed from headings that keep coming back; name your own in minutebook.yaml."
        } else {
            ""
        };
        let entries = order.into_iter().map(|at| {
            let link = self.topic_link(root, at);
            let decisions = archive.registers.by_topic[at].decisions.iter();
            let decided = decisions.filter(|at| archive.registers.decisions[**at].repeats.is_none()).count();
            IndexEntryView {
                blurb: topics[at].blurb.clone(),
                figures: figures(&[(link.count, "call", "calls"), (decided, "decision", "decisions")]),
                link,
            }
        });
        let description = format!("What {} talks about", archive.config.title);
        IndexView {
            site: self.site.clone(),
            page: self.page(root, "topics/", "Topics".to_owned(), &description, "topics"),
            heading: "Topics".to_owned(),
            lead: lead.to_owned(),
            entries: entries.collect(),
            filter_label: "Filter the topics".to_owned(),
        }
    }

    /// `/people/`.
    pub(in crate::site::render) fn people(&self, root: &str) -> IndexView {
        let archive = self.archive;
        let mut people: Vec<&Person> = archive.registers.people.iter().collect();
        people.sort_by_key(|person| (std::cmp::Reverse(person.attended.len()), person.handle.clone()));
        let actions = &archive.registers.actions;
        let entries = people.into_iter().map(|person| {
            let open = person.actions.iter().filter(|at| actions[**at].is_current()).count();
            IndexEntryView {
                link: EntryLinkView { count: person.attended.len(), ..self.person_link(root, &person.handle) },
                blurb: String::new(),
                figures: figures(&[(person.attended.len(), "call", "calls"), (open, "open action", "open actions")]),
            }
        });
        let description = format!("Who took part in the calls of {}", archive.config.title);
        IndexView {
            site: self.site.clone(),
            page: self.page(root, "people/", "People".to_owned(), &description, "people"),
            heading: "People".to_owned(),
            lead: String::new(),
            entries: entries.collect(),
            filter_label: "Filter the people".to_owned(),
        }
    }
}

/// Newest issues first within a repository, other ids by what stands before their number and then by that: R2 before R10.
fn by_number(reference: &Reference) -> (std::cmp::Reverse<u32>, String, u32) {
    let id = reference.id.as_str();
    let issue = id.rsplit_once(['#', '!']).and_then(|(_, number)| number.parse().ok());
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (std::cmp::Reverse(issue.unwrap_or(0)), word.to_owned(), id[word.len()..].parse().unwrap_or(0))
}

/// Values with their labels and how often each occurs, the most frequent first.
fn choices(values: impl Iterator<Item = (String, String)>) -> Vec<ChoiceView> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (value, label) in values {
        counts.entry(value).or_insert((label, 0)).1 += 1;
    }
    let mut choices: Vec<ChoiceView> =
        counts.into_iter().map(|(value, (label, count))| ChoiceView { value, label, count }).collect();
    choices.sort_by_key(|choice| (std::cmp::Reverse(choice.count), choice.label.clone()));
    choices
}
