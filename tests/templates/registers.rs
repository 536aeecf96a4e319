//! Made-up views of the registers: long texts, a decision with every tie, an action with a history, a busy trail.

use super::samples::{call, date, page, value};
use minutebook::site::pages::{
    ActionGroupView, ActionsView, CallMentionsView, DecisionYearView, DecisionsView, IndexEntryView, IndexView,
    MentionView, PersonCallView, PersonMonthView, PersonTeamView, PersonView, ReferenceGroupView, ReferenceRowView,
    ReferencesView, TeamCallsView, TrailMonthView, TrailView,
};
use minutebook::site::render::view::{
    ActionView, BarView, ChartGroupView, ChartView, ChoiceView, DecisionView, EntryLinkView, PageLinkView, PagingView,
    PlaceView, RecordView, RelatedView, SightingView, TeamRecordView,
};
use serde_json::Value;

pub(super) fn link(root: &str, label: &str, path: &str, count: usize) -> EntryLinkView {
    let key = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    EntryLinkView { label: label.to_owned(), url: format!("{root}{path}"), key, count }
}

pub(super) fn person(root: &str, name: &str, count: usize) -> EntryLinkView {
    link(root, &format!("@{name}"), &format!("people/{name}/"), count)
}

fn place(root: &str, year: i32, month: usize, day: usize) -> PlaceView {
    let date = date(year, month, day);
    PlaceView {
        url: format!("{root}iaas/{}/#volume-encryption", date.iso),
        heading: "Volume encryption, and what the very long heading of this section goes on to say about it".to_owned(),
        team_title: "Team IaaS".to_owned(),
        team: "iaas".to_owned(),
        date: Some(date),
        language: "de".to_owned(),
    }
}

fn decision(root: &str) -> DecisionView {
    DecisionView {
        more_references: 2,
        subject: "Should the names of flavours stay as they are?".to_owned(),
        tier: "explicit".to_owned(),
        reviewed: true,
        evidence: "Should the names of flavours stay as they are?\nDecision: they do".to_owned(),
        text: "Should encrypted volumes be mandatory? → No objections, we recommend them for now".to_owned(),
        rule: "answer".to_owned(),
        place: place(root, 2024, 7, 3),
        references: vec![link(root, "standards#594", "refs/sovereigncloudstack/standards/594/", 12)],
        topics: vec![link(root, "Volume encryption", "topics/volume-encryption/", 17)],
        reported_in: vec![place(root, 2024, 7, 4)],
        repeats: None,
        revisited_on: vec![place(root, 2024, 10, 2), place(root, 2024, 11, 6)],
        earlier: vec![place(root, 2023, 10, 4)],
        more_reports: false,
        more_revisits: true,
        more_earlier: false,
    }
}

fn action(root: &str, state: &str) -> ActionView {
    ActionView {
        more_references: 0,
        subject: "Names of flavours".to_owned(),
        tier: "inferred".to_owned(),
        reviewed: false,
        rule: "label".to_owned(),
        evidence: "AI @ann: write them down".to_owned(),
        text: "write to the list about `os_purpose` and ask everybody who has not answered yet".to_owned(),
        assignees: vec![
            person(root, "garloff", 0),
            EntryLinkView { label: "Kurt".to_owned(), ..EntryLinkView::default() },
        ],
        state: state.to_owned(),
        state_words: if state == "stale" { "open, no update in 90 days".to_owned() } else { state.to_owned() },
        place: place(root, 2024, 7, 3),
        history: vec![
            SightingView { place: place(root, 2024, 7, 10), status: "open".to_owned() },
            SightingView { place: place(root, 2024, 7, 17), status: "unknown".to_owned() },
        ],
        age: "3 weeks, 2 calls".to_owned(),
        references: vec![link(root, "scs-0102", "refs/standards/scs-0102/", 17)],
        topics: vec![link(root, "Image metadata", "topics/image-metadata/", 52)],
    }
}

fn picture() -> ChartView {
    let groups = [2022, 2023, 2024].map(|year| ChartGroupView {
        label: year.to_string(),
        count: 12,
        url: format!("#y{year}"),
        bars: (0..12)
            .map(|month| BarView { x: month * 4, width: 3, y: 46 - month * 3, title: format!("{month} in {year}") })
            .collect(),
    });
    ChartView {
        title: "Calls a month".to_owned(),
        description: "Calls a month; calls a year: 2022: 12, 2023: 12, 2024: 12".to_owned(),
        groups: groups.to_vec(),
    }
}

/// The other pages of a list with parts, and of a register by year.
pub(super) fn paging(root: &str, path: &str, by_year: bool) -> PagingView {
    let link = |label: &str, url: String| PageLinkView { label: label.to_owned(), url, ..PageLinkView::default() };
    let years = [2024, 2023, 2022].map(|year| PageLinkView {
        id: if year < 2024 { format!("y{year}") } else { String::new() },
        count: 300,
        ..link(&year.to_string(), format!("{root}{path}{year}/"))
    });
    let parts =
        [PageLinkView { current: true, ..link("1", format!("{root}{path}")) }, link("2", format!("{root}{path}2/"))];
    PagingView {
        year: String::new(),
        years: if by_year { years.to_vec() } else { Vec::new() },
        parts: if by_year { Vec::new() } else { parts.to_vec() },
        others: format!("{root}{path}2/ {root}{path}3/"),
        total: 900,
    }
}

fn choices() -> Vec<ChoiceView> {
    [("iaas", "Team IaaS", 40), ("ops", "Team Ops", 12)]
        .map(|(value, label, count)| ChoiceView { value: value.to_owned(), label: label.to_owned(), count })
        .to_vec()
}

pub(super) fn record(root: &str) -> RecordView {
    RecordView {
        reports: vec![link(root, "Team Ops", "ops/", 0)],
        decisions: vec![decision(root)],
        actions: vec![action(root, "open"), action(root, "done")],
        references: vec![link(root, "standards#594", "refs/sovereigncloudstack/standards/594/", 12)],
        topics: vec![link(root, "Zuul", "topics/zuul/", 209)],
        more_topics: vec![link(root, "Ceph", "topics/ceph/", 40)],
        related: vec![RelatedView {
            call: call(root, "ops", "Team Ops", date(2023, 1, 12)),
            shared: vec![link(root, "standards#594", "refs/sovereigncloudstack/standards/594/", 12)],
        }],
    }
}

pub(super) fn team_record(root: &str) -> TeamRecordView {
    TeamRecordView {
        decisions: vec![decision(root)],
        decision_count: 40,
        decisions_url: format!("{root}decisions/?team=iaas"),
        actions: vec![action(root, "open"), action(root, "stale")],
        action_count: 12,
        actions_url: format!("{root}actions/?team=iaas"),
        topics: vec![link(root, "Ceph", "topics/ceph/", 50)],
        people: vec![
            person(root, "garloff", 88),
            EntryLinkView { label: "berendt".to_owned(), count: 71, ..EntryLinkView::default() },
        ],
        picture: Some(picture()),
    }
}

fn trail(path: &str, area: &str) -> TrailView {
    let root = "../".repeat(path.matches('/').count());
    let root = root.as_str();
    let mention = |month: usize, has_rows: bool| CallMentionsView {
        call: call(root, "iaas", "Team IaaS", date(2024, month, 3)),
        decisions: if has_rows { vec![decision(root)] } else { Vec::new() },
        actions: if has_rows { vec![action(root, "open"), action(root, "done")] } else { Vec::new() },
        places: vec![
            MentionView {
                url: format!("{root}iaas/2024-{month:02}-03/#a"),
                heading: "Zuul".to_owned(),
                context: String::new(),
                text: String::new(),
            },
            MentionView {
                url: format!("{root}iaas/2024-{month:02}-03/#b"),
                heading: String::new(),
                context: "The old runners".to_owned(),
                text: "Ein_sehr_langes_Wort_ohne_Trennstelle_das_in_keine_schmale_Spalte_passt_aber_vorkommt"
                    .to_owned(),
            },
        ],
        more: month,
        again: vec![call(root, "iaas", "Team IaaS", date(2024, month, 10))],
    };
    TrailView {
        page: page("standards#594", path, area),
        heading: "standards#594".to_owned(),
        kicker: "SovereignCloudStack/standards".to_owned(),
        kicker_url: format!("{root}refs/#in-sovereigncloudstack-standards"),
        blurb: "What runs the tests".to_owned(),
        web_url: "https://github.com/SovereignCloudStack/standards/issues/594".to_owned(),
        picture: Some(picture()),
        calls: 12,
        first: Some(date(2023, 10, 4)),
        last: Some(date(2024, 11, 6)),
        newest_decisions: vec![decision(root)],
        months: vec![TrailMonthView {
            title: "March 2024".to_owned(),
            id: "m2024-03".to_owned(),
            year_id: "y2024".to_owned(),
            calls: vec![mention(3, false), mention(2, true), mention(1, false)],
        }],
        has_actions: true,
        newest_url: format!("{root}{path}"),
        oldest_url: format!("{root}{path}2/?order=oldest"),
        search_url: format!("{root}search/?q=volume%20encryption&kind=decision"),
        related: vec![link(root, "standards#587", "refs/sovereigncloudstack/standards/587/", 4)],
        related_title: "Mentioned together".to_owned(),
        teams: vec![link(root, "Team IaaS", "iaas/", 12)],
        decision_count: 1,
        paging: paging(root, path, false),
    }
}

/// A page's file, template and view.
type Sample = (&'static str, &'static str, Value);

/// Each page kind with much in it and with nothing.
pub(super) fn pages() -> Vec<Sample> {
    let mut pages = full();
    pages.extend(empty());
    pages
}

#[expect(clippy::too_many_lines, reason = "one sample after another")]
fn full() -> Vec<Sample> {
    let root = "../";
    let decisions = DecisionsView {
        tiers: choices(),
        page: page("Decisions", "decisions/", "decisions"),
        picture: Some(picture()),
        count: 2,
        years: ["2024", "undated"]
            .map(|label| DecisionYearView {
                label: label.to_owned(),
                id: format!("y{label}"),
                url: format!("{root}decisions/{label}/"),
                decisions: vec![decision(root)],
            })
            .to_vec(),
        paging: paging(root, "decisions/", true),
        teams: choices(),
        topics: choices(),
    };
    let actions = ActionsView {
        tiers: choices(),
        last: Some(date(2024, 11, 20)),
        page: page("Actions", "actions/", "actions"),
        open: 12,
        in_question: 1,
        stale: 3,
        done: 40,
        groups: [("open", "Open"), ("done", "Done")]
            .map(|(state, title)| ActionGroupView {
                state: state.to_owned(),
                title: title.to_owned(),
                folded: state == "done",
                count: 40,
                actions: vec![action(root, state)],
            })
            .to_vec(),
        paging: paging(root, "actions/", true),
        teams: choices(),
        people: choices(),
    };
    let references = ReferencesView {
        page: page("References", "refs/", "refs"),
        heading: "References".to_owned(),
        of_group: false,
        count: 2,
        orders: choices(),
        groups: vec![ReferenceGroupView {
            title: "SovereignCloudStack/standards".to_owned(),
            id: "in-sovereigncloudstack-standards".to_owned(),
            count: 900,
            url: format!("{root}refs/sovereigncloudstack/standards/"),
            references: vec![ReferenceRowView {
                link: link(root, "standards#594", "refs/sovereigncloudstack/standards/594/", 12),
                title: "Ein_sehr_langes_Wort_ohne_Trennstelle_das_in_keine_schmale_Spalte_passt".to_owned(),
                last: Some(date(2024, 11, 6)),
            }],
            once: vec![link(root, "standards#595", "refs/sovereigncloudstack/standards/595/", 1)],
        }],
        paging: paging(root, "refs/page-", false),
    };
    let index = IndexView {
        page: page("Topics", "topics/", "topics"),
        heading: "Topics".to_owned(),
        lead: "Proposed from headings".to_owned(),
        entries: vec![IndexEntryView {
            link: link(root, "Zuul", "topics/zuul/", 209),
            blurb: "What runs the tests".to_owned(),
            figures: "209 calls, 23 decisions".to_owned(),
            last: Some(date(2024, 11, 6)),
            sparkline: "M0 24v-12h3v12zM92 24v-22h3v22z".to_owned(),
            feed_url: "../topics/zuul/feed.xml".to_owned(),
        }],
        orders: choices(),
        filter_label: "Filter the topics".to_owned(),
        paging: paging(root, "topics/page-", false),
    };
    let person = PersonView {
        page: page("@garloff", "people/garloff/", "people"),
        name: "garloff".to_owned(),
        first: Some(date(2022, 7, 14)),
        last: Some(date(2025, 12, 16)),
        teams: vec![PersonTeamView { link: link("../../", "Team IaaS", "iaas/", 88), last: Some(date(2025, 12, 16)) }],
        open_actions: vec![action("../../", "open")],
        stale_actions: vec![action("../../", "stale")],
        months: vec![PersonMonthView {
            title: "July 2024".to_owned(),
            id: "m2024-07".to_owned(),
            year: "2024".to_owned(),
            calls: vec![PersonCallView {
                call: call("../../", "iaas", "Team IaaS", date(2024, 7, 3)),
                led: vec![place("../../", 2024, 7, 3)],
                done: vec![action("../../", "done")],
            }],
            attended: vec![TeamCallsView {
                title: "Team IaaS".to_owned(),
                slug: "iaas".to_owned(),
                calls: vec![call("../../", "iaas", "Team IaaS", date(2024, 7, 10))],
            }],
            named: vec![TeamCallsView {
                title: "Team Ops".to_owned(),
                slug: "ops".to_owned(),
                calls: vec![call("../../", "ops", "Team Ops", date(2024, 7, 4))],
            }],
        }],
        newest_url: "../../people/garloff/".to_owned(),
        oldest_url: "../../people/garloff/2/?order=oldest".to_owned(),
        paging: paging("../../", "people/garloff/", false),
    };
    let group = ReferencesView {
        page: page("Standards", "refs/standards/", "refs"),
        heading: "Standards".to_owned(),
        of_group: true,
        paging: paging("../../", "refs/standards/page-", false),
        ..references.clone()
    };
    let actions_of_year = ActionsView {
        page: page("Actions, 2024", "actions/2024/", "actions"),
        paging: PagingView { year: "2024".to_owned(), ..paging("../../", "actions/2024/", false) },
        ..actions.clone()
    };
    vec![
        ("refs/standards/index.html", "references.html", value(&group)),
        ("actions/2024/index.html", "actions.html", value(&actions_of_year)),
        ("decisions/index.html", "decisions.html", value(&decisions)),
        ("actions/index.html", "actions.html", value(&actions)),
        ("refs/index.html", "references.html", value(&references)),
        (
            "refs/sovereigncloudstack/standards/594/index.html",
            "trail.html",
            value(&trail("refs/sovereigncloudstack/standards/594/", "refs")),
        ),
        ("topics/index.html", "index.html", value(&index)),
        ("topics/zuul/index.html", "trail.html", value(&trail("topics/zuul/", "topics"))),
        ("people/garloff/index.html", "person.html", value(&person)),
    ]
}

fn empty() -> Vec<Sample> {
    vec![
        (
            "empty/decisions/index.html",
            "decisions.html",
            value(&DecisionsView { page: page("", "empty/decisions/", "decisions"), ..DecisionsView::default() }),
        ),
        (
            "empty/actions/index.html",
            "actions.html",
            value(&ActionsView { page: page("", "empty/actions/", "actions"), ..ActionsView::default() }),
        ),
        (
            "empty/refs/index.html",
            "references.html",
            value(&ReferencesView { page: page("", "empty/refs/", "refs"), ..ReferencesView::default() }),
        ),
        (
            "empty/trail/index.html",
            "trail.html",
            value(&TrailView { page: page("", "empty/trail/", "topics"), ..TrailView::default() }),
        ),
        (
            "empty/topics/index.html",
            "index.html",
            value(&IndexView { page: page("", "empty/topics/", "topics"), ..IndexView::default() }),
        ),
        (
            "empty/person/index.html",
            "person.html",
            value(&PersonView { page: page("", "empty/person/", "people"), ..PersonView::default() }),
        ),
    ]
}
