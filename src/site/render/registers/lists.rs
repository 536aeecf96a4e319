//! The pages that list a whole register.

use super::paging::label;
use super::pictures::{ages, months};
use super::rows::{figures, state};
use crate::archive::CallId;
use crate::archive::registers::Named;
use crate::base::text::slug;
use crate::config::person_of;
use crate::site::listing::{self, ReferenceGroup, Year, Yearly};
use crate::site::plan::{List, Page};
use crate::site::render::Renderer;
use crate::site::render::view::{
    ActionGroupView, ActionsView, ChoiceView, DecisionYearView, DecisionsView, EntryLinkView, IndexEntryView,
    IndexView, PageView, PagingView, ReferenceGroupView, ReferencesView,
};
use chrono::Datelike;
use std::collections::BTreeMap;

impl Renderer<'_> {
    fn decision_pages(&self) -> &Yearly {
        self.decisions.get_or_init(|| listing::decisions(self.archive))
    }

    fn action_pages(&self) -> &Yearly {
        self.actions.get_or_init(|| listing::actions(self.archive))
    }

    fn reference_groups(&self) -> &[ReferenceGroup] {
        self.references.get_or_init(|| listing::reference_groups(self.archive))
    }

    /// `/decisions/`, or a part of a year.
    pub(in crate::site::render) fn decisions(&self, root: &str, at: Option<(Year, usize)>) -> DecisionsView {
        let archive = self.archive;
        let decisions = &archive.registers.decisions;
        let all: Vec<usize> = match at {
            None => (0..decisions.len()).rev().filter(|at| decisions[*at].repeats.is_none()).collect(),
            Some((year, _)) => self.decision_pages().of_year(year),
        };
        let shown = at.map_or(&self.decision_pages().front[..], |(year, part)| self.decision_pages().part(year, part));
        let year_of = |at: usize| archive.call(decisions[at].call).date.map(|date| date.year());
        let mut years: Vec<DecisionYearView> = Vec::new();
        for entries in shown.chunk_by(|a, b| year_of(*a) == year_of(*b)) {
            let year = year_of(entries[0]);
            let is_cut = at.is_none() && self.decision_pages().of_year(year).len() > entries.len();
            years.push(DecisionYearView {
                label: label(year),
                url: if is_cut { format!("{root}{}", List::Decisions(year).path(archive, 0)) } else { String::new() },
                decisions: entries.iter().map(|at| self.decision(root, &decisions[*at])).collect(),
            });
        }
        let is_missing = |year: Year| years.iter().all(|shown| shown.label != label(year));
        let pages: (Page, fn(Year) -> List) = (Page::Decisions, List::Decisions);
        let paging = self.paging_by_year(root, pages, self.decision_pages(), at, is_missing);
        let own = || all.iter().map(|at| &decisions[*at]);
        let topics = own().flat_map(|decision| &decision.topics).map(|at| {
            let topic = &archive.registers.topics[*at];
            (topic.slug.clone(), topic.name.clone())
        });
        let description = format!("What the calls of {} decided, newest first, with the reasons", archive.config.title);
        DecisionsView {
            page: self.page_by_year(root, "Decisions", &description, "decisions", List::Decisions, at),
            picture: months(
                own().filter_map(|decision| archive.call(decision.call).date),
                "Decisions a month",
                "decision",
                "decisions",
            ),
            count: all.len(),
            teams: choices(own().filter_map(|decision| self.team_choice(decision.call))),
            topics: choices(topics),
            years,
            paging,
        }
    }

    /// `/actions/`, or a part of a year.
    pub(in crate::site::render) fn actions(&self, root: &str, at: Option<(Year, usize)>) -> ActionsView {
        let archive = self.archive;
        let actions = &archive.registers.actions;
        let all: Vec<usize> = match at {
            None => (0..actions.len()).rev().collect(),
            Some((year, _)) => self.action_pages().of_year(year),
        };
        let mut shown =
            at.map_or(&self.action_pages().front[..], |(year, part)| self.action_pages().part(year, part)).to_vec();
        shown.sort_unstable_by_key(|at| std::cmp::Reverse(*at));
        let count = |wanted: &str| all.iter().filter(|at| state(&actions[**at]).0 == wanted).count();
        let groups: Vec<ActionGroupView> =
            [("open", "Open"), ("unknown", "In question"), ("stale", "No update in 90 days"), ("done", "Done")]
                .into_iter()
                .map(|(wanted, title)| ActionGroupView {
                    state: wanted.to_owned(),
                    title: title.to_owned(),
                    folded: matches!(wanted, "stale" | "done"),
                    count: count(wanted),
                    actions: shown
                        .iter()
                        .map(|at| &actions[*at])
                        .filter(|action| state(action).0 == wanted)
                        .map(|action| self.action(root, action))
                        .collect(),
                })
                // An old link may name a state of which nothing fits here.
                .filter(|group| if at.is_none() { group.count > 0 } else { !group.actions.is_empty() })
                .collect();
        let people = all.iter().flat_map(|at| &actions[*at].assignees).map(|name| {
            let link = self.person_link("", name);
            (slug(&person_of(&archive.config, name)), link.label)
        });
        let people = people.filter(|(value, _)| !value.is_empty());
        let teams = all.iter().filter_map(|at| self.team_choice(actions[*at].sightings.first()?.call));
        let description = format!("What is to be done and by whom, from the calls of {}", archive.config.title);
        let pages: (Page, fn(Year) -> List) = (Page::Actions, List::Actions);
        ActionsView {
            page: self.page_by_year(root, "Actions", &description, "actions", List::Actions, at),
            picture: ages(all.iter().map(|at| &actions[*at]).filter(|action| action.is_open())),
            open: count("open"),
            in_question: count("unknown"),
            stale: count("stale"),
            done: count("done"),
            groups,
            teams: choices(teams),
            people: choices(people),
            paging: self.paging_by_year(root, pages, self.action_pages(), at, |_| false),
        }
    }

    /// The page of a register, or of a part of one of its years.
    fn page_by_year(
        &self,
        root: &str,
        title: &str,
        description: &str,
        area: &str,
        list: fn(Year) -> List,
        at: Option<(Year, usize)>,
    ) -> PageView {
        let Some((year, part)) = at else {
            return self.page(root, &format!("{area}/"), title.to_owned(), description, area);
        };
        let list = list(year);
        let title = format!("{title}, {}", label(year));
        let mut page = self.page(root, &list.path(self.archive, 0), title, description, area);
        page.feed = self.page(root, &format!("{area}/"), String::new(), "", area).feed;
        page.part_of(Some(list), part, self.archive)
    }

    fn team_choice(&self, id: CallId) -> Option<(String, String)> {
        let slug = self.archive.call(id).team.as_ref()?;
        Some((slug.to_string(), self.archive.team_title(slug)))
    }

    /// `/refs/`, or a further page of it.
    pub(in crate::site::render) fn references(&self, root: &str, part: usize) -> ReferencesView {
        const FREQUENT: usize = 24;
        let archive = self.archive;
        let references = &archive.registers.references;
        let mut order: Vec<usize> = (0..references.len()).filter(|at| references[*at].named == Named::Issue).collect();
        let calls = |at: usize| archive.registers.of_references[at].calls.len();
        order.sort_by_key(|at| (std::cmp::Reverse(calls(*at)), *at));
        let frequent = order.into_iter().take(if part == 0 { FREQUENT } else { 0 });
        let parts = listing::reference_pages(archive, self.reference_groups());
        let groups = parts.get(part).into_iter().flatten().map(|group| {
            let is_cut = group.on_front < group.references.len();
            let path = List::ReferenceGroup(group.references[0]).path(archive, 0);
            ReferenceGroupView {
                id: group.id.clone(),
                title: group.title.clone(),
                count: group.references.len(),
                url: if is_cut { format!("{root}{path}") } else { String::new() },
                references: group
                    .references
                    .iter()
                    .take(group.on_front)
                    .map(|at| self.reference_link(root, *at))
                    .collect(),
            }
        });
        let mut paging = self.paging(root, List::References, part, parts.len());
        if part == 0 {
            // The filter of the first page finds all references.
            let groups = self.reference_groups().iter().flat_map(|group| {
                let list = List::ReferenceGroup(group.references[0]);
                (0..group.parts(archive).len()).map(move |part| format!("{root}{}", list.path(archive, part)))
            });
            let others = std::iter::once(std::mem::take(&mut paging.others)).filter(|others| !others.is_empty());
            paging.others = others.chain(groups).collect::<Vec<_>>().join(" ");
            paging.total = if paging.others.is_empty() { 0 } else { references.len() };
        }
        let description = format!("Issues, standards and other references in {}", archive.config.title);
        let page = self.page(root, "refs/", "References".to_owned(), &description, "refs");
        ReferencesView {
            page: page.part_of(Some(List::References), part, archive),
            heading: "References".to_owned(),
            count: references.len(),
            frequent: frequent.map(|at| self.reference_link(root, at)).collect(),
            groups: groups.collect(),
            paging,
        }
    }

    /// A page of the references of one kind or repository, given by the first of them.
    pub(in crate::site::render) fn reference_group(&self, root: &str, first: usize, part: usize) -> ReferencesView {
        let archive = self.archive;
        let list = List::ReferenceGroup(first);
        let Some(group) = self.reference_groups().iter().find(|group| group.references[0] == first) else {
            return ReferencesView::default();
        };
        let parts = group.parts(archive);
        let shown = parts.get(part).into_iter().flatten();
        let description = format!("{}: what {} speaks of", group.title, archive.config.title);
        let page = self.page(root, &list.path(archive, 0), group.title.clone(), &description, "refs");
        ReferencesView {
            page: page.part_of(Some(list), part, archive),
            heading: group.title.clone(),
            count: group.references.len(),
            frequent: Vec::new(),
            groups: vec![ReferenceGroupView {
                id: group.id.clone(),
                title: group.title.clone(),
                count: group.references.len(),
                url: String::new(),
                references: shown.map(|at| self.reference_link(root, *at)).collect(),
            }],
            paging: PagingView {
                total: if parts.len() > 1 { group.references.len() } else { 0 },
                ..self.paging(root, list, part, parts.len())
            },
        }
    }

    /// `/topics/`, or a further page of it.
    pub(in crate::site::render) fn topics(&self, root: &str, part: usize) -> IndexView {
        let archive = self.archive;
        let topics = &archive.registers.topics;
        let parts = listing::topics(archive);
        let lead = if archive.config.topics.is_empty() {
            "Proposed from headings that keep coming back; name your own in minutebook.yaml."
        } else {
            ""
        };
        let order = parts.get(part).into_iter().flatten().copied();
        let entries = order.map(|at| {
            let link = self.topic_link(root, at);
            let decided = archive.registers.of_topics[at].decisions.len();
            IndexEntryView {
                blurb: topics[at].blurb.clone(),
                figures: figures(&[(link.count, "call", "calls"), (decided, "decision", "decisions")]),
                link,
            }
        });
        let description = format!("What {} talks about", archive.config.title);
        IndexView {
            page: self.page(root, "topics/", "Topics".to_owned(), &description, "topics").part_of(
                Some(List::Topics),
                part,
                archive,
            ),
            paging: self.paging_of_index(root, List::Topics, part, &parts),
            heading: "Topics".to_owned(),
            lead: lead.to_owned(),
            entries: entries.collect(),
            filter_label: "Filter the topics".to_owned(),
        }
    }

    /// `/people/`, or a further page of it.
    pub(in crate::site::render) fn people(&self, root: &str, part: usize) -> IndexView {
        let archive = self.archive;
        let parts = listing::people(archive);
        let people = parts.get(part).into_iter().flatten().map(|at| &archive.registers.people[*at]);
        let actions = &archive.registers.actions;
        let entries = people.map(|person| {
            let open = person.actions.iter().filter(|at| actions[**at].is_current()).count();
            IndexEntryView {
                link: EntryLinkView { count: person.attended.len(), ..self.person_link(root, &person.handle) },
                blurb: String::new(),
                figures: figures(&[(person.attended.len(), "call", "calls"), (open, "open action", "open actions")]),
            }
        });
        let description = format!("Who took part in the calls of {}", archive.config.title);
        IndexView {
            page: self.page(root, "people/", "People".to_owned(), &description, "people").part_of(
                Some(List::People),
                part,
                archive,
            ),
            paging: self.paging_of_index(root, List::People, part, &parts),
            heading: "People".to_owned(),
            lead: String::new(),
            entries: entries.collect(),
            filter_label: "Filter the people".to_owned(),
        }
    }

    fn paging_of_index(&self, root: &str, list: List, part: usize, parts: &[Vec<usize>]) -> PagingView {
        let total = if parts.len() > 1 { parts.iter().map(Vec::len).sum() } else { 0 };
        PagingView { total, ..self.paging(root, list, part, parts.len()) }
    }
}

/// More choices than these are no help; the text field finds the others.
const MOST_CHOICES: usize = 200;

/// Values with their labels and how often each occurs, the most frequent first.
fn choices(values: impl Iterator<Item = (String, String)>) -> Vec<ChoiceView> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (value, label) in values {
        counts.entry(value).or_insert((label, 0)).1 += 1;
    }
    let mut choices: Vec<ChoiceView> =
        counts.into_iter().map(|(value, (label, count))| ChoiceView { value, label, count }).collect();
    choices.sort_by_key(|choice| (std::cmp::Reverse(choice.count), choice.label.clone()));
    choices.truncate(MOST_CHOICES);
    choices
}
