//! Made-up views with realistic content: long titles, many participants, right-to-left text, and pages with nothing on them.

use super::registers;
use minutebook::site::pages::{
    CallView, CallsView, DatedLinkView, DayView, DeckView, DoingsView, FailedView, MonthLinkView, MonthPageView,
    MonthView, NotFoundView, ReportView, SearchView, SinceView, SinceYearView, StartView, TeamMonthView, TeamView,
    WeekView, YearLinkView, YearView,
};
use minutebook::site::redirects::page::MovedView;
use minutebook::site::render::view::{
    AssetsView, CallLinkView, ChoiceView, ContentsView, DateView, EntryLinkView, FeedView, PageView, RegisterLinkView,
    SiteView, TeamLinkView,
};
use serde::Serialize;
use serde_json::Value;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn date(year: i32, month: usize, day: usize) -> DateView {
    let name = MONTHS[month - 1];
    DateView {
        iso: format!("{year}-{month:02}-{day:02}"),
        long: format!("{day} {name} {year}"),
        medium: format!("{day} {} {year}", &name[..3]),
        short: format!("{day} {}", &name[..3]),
        with_weekday: format!("Wednesday, {day} {name} {year}"),
        weekday: "Wednesday".to_owned(),
        year,
        month: name.to_owned(),
        short_month: name[..3].to_owned(),
        day: u32::try_from(day).expect("a day of a month"),
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn team(slug: &str, title: &str, calls: usize) -> TeamLinkView {
    TeamLinkView {
        slug: slug.to_owned(),
        title: title.to_owned(),
        path: format!("{slug}/"),
        blurb: "Virtual machines, networks and volumes: the ground everything else stands on".to_owned(),
        calls,
        latest: Some(date(2024, 11, 20)),
        dormant: calls < 20,
    }
}

fn teams() -> Vec<TeamLinkView> {
    vec![
        team("community-call", "Community call", 97),
        team("iaas", "Team IaaS", 118),
        team("container", "Team Container", 104),
        team("ops", "Team Ops", 61),
        team("ops-iam", "Team Operations and Identity & Access Management", 22),
        team("sig-central-api", "SIG Central API", 24),
        team("sig-monitoring", "SIG Monitoring", 55),
        team("sig-markt", "SIG Markt", 4),
        team("product-board", "Product Board", 3),
    ]
}

pub(super) fn site() -> SiteView {
    SiteView {
        title: "Sovereign Cloud Stack minutes".to_owned(),
        tagline: "What was said and decided in the calls of the community".to_owned(),
        language: "en".to_owned(),
        repository: "https://github.com/SovereignCloudStack/minutes".to_owned(),
        footer: "Minutes under CC BY-ND 4.0".to_owned(),
        generator: "minutebook 0.1.0".to_owned(),
        calls: 588,
        menu_teams: teams()[..8].to_vec(),
        teams: teams(),
        years: vec![2024, 2023, 2022],
        registers: [("Decisions", "decisions", true), ("People", "people", false)]
            .map(|(title, area, in_bar)| RegisterLinkView {
                title: title.to_owned(),
                path: format!("{area}/"),
                area: area.to_owned(),
                in_bar,
            })
            .to_vec(),
        logo: String::new(),
        assets: AssetsView {
            font: "assets/source-serif-4-latin.1a2b3c4d.woff2".to_owned(),
            site_css: "assets/site.css".to_owned(),
            accent_css: "assets/accent.css".to_owned(),
            site_js: "assets/site.js".to_owned(),
            search_css: "assets/search.css".to_owned(),
            search_link_css: "assets/search-link.css".to_owned(),
            lists_css: "assets/lists.css".to_owned(),
            lists_js: "assets/lists.js".to_owned(),
            search_link_js: "assets/search-link.js".to_owned(),
            search_js: "assets/search.js".to_owned(),
            since_js: "assets/since.js".to_owned(),
            search_worker: "assets/search-worker.js".to_owned(),
            engine: "engine.lzma".to_owned(),
            engine_bytes: 300_000,
            theme_js: "assets/theme.js".to_owned(),
            deck_css: "assets/deck.css".to_owned(),
            deck_js: "assets/deck.js".to_owned(),
            qr_js: "assets/qr.js".to_owned(),
            reveal: "assets/reveal-6.0.2/".to_owned(),
            icon: "assets/icon.svg".to_owned(),
            search_server_js: String::new(),
        },
        search: None,
    }
}

pub(super) fn page(title: &str, path: &str, area: &str) -> PageView {
    PageView {
        title: title.to_owned(),
        description: format!("{title}: minutes of the community"),
        root: "../".repeat(path.matches('/').count()),
        path: path.to_owned(),
        canonical: format!("https://minutes.example/{path}"),
        policy: POLICY.to_owned(),
        language: "en".to_owned(),
        team: path.split('/').next().filter(|_| area == "team").unwrap_or_default().to_owned(),
        area: area.to_owned(),
        feed: "feed.xml".to_owned(),
        feeds: [("feed.xml", "Feed", "application/atom+xml"), ("calls.ics", "Calendar", "text/calendar")]
            .map(|(path, kind, media_type)| FeedView {
                path: path.to_owned(),
                title: "Sovereign Cloud Stack minutes".to_owned(),
                name: "All calls".to_owned(),
                contains: "The 30 newest calls and what each was about.".to_owned(),
                kind: kind.to_owned(),
                media_type: media_type.to_owned(),
            })
            .to_vec(),
        has_markdown: area == "team",
        picture: "https://minutes.example/assets/picture.png".to_owned(),
        picture_alt: title.to_owned(),
        picture_width: 1200,
        picture_height: 630,
        event_html: String::new(),
    }
}

/// A call as a page at `root` links to it.
pub(super) fn call(root: &str, slug: &str, team_title: &str, day: DateView) -> CallLinkView {
    let url = format!("{root}{slug}/{}/", day.iso);
    CallLinkView {
        deck_url: format!("{url}deck/"),
        url,
        title: team_title.to_owned(),
        team_title: team_title.to_owned(),
        team: slug.to_owned(),
        team_url: format!("{root}{slug}/"),
        date: Some(day),
        kind: "notes".to_owned(),
        topics: owned(&["Volume encryption", "Halfway towards R4", "Confidential computing", "Ubuntu 22.04"]),
        headline: owned(&["Volume encryption", "Halfway towards R4", "Confidential computing"]),
        also: owned(&["Ubuntu 22.04"]),
        decisions: 2,
        actions: 1,
        references: vec![registers::link(root, "standards#594", "refs/sovereigncloudstack/standards/594/", 12)],
        more_references: 4,
        ..CallLinkView::default()
    }
}

fn calls_of(
    root: &str,
    slug: &str,
    title: &str,
    year: i32,
    months: std::ops::RangeInclusive<usize>,
) -> Vec<CallLinkView> {
    let mut calls: Vec<CallLinkView> = months
        .rev()
        .flat_map(|month| [25, 18, 11, 4].map(|day| call(root, slug, title, date(year, month, day))))
        .collect();
    if let [first, second, third, fourth, ..] = calls.as_mut_slice() {
        "deck".clone_into(&mut first.kind);
        second.cancelled = true;
        second.topics.clear();
        second.headline = vec![title.to_owned()];
        second.also.clear();
        third.title =
            format!("{title}: workshop on the very long subject of domain management and what it means for providers");
        third.label.clone_from(&third.title);
        "workshop".clone_into(&mut third.suffix);
        fourth.topics =
            owned(&["Ein_sehr_langes_Wort_ohne_Trennstelle_das_in_keine_schmale_Spalte_passt_aber_vorkommt"]);
        fourth.headline.clone_from(&fourth.topics);
        fourth.also.clear();
        fourth.copy = true;
    }
    calls
}

fn start() -> StartView {
    let mut latest = calls_of("", "iaas", "Team IaaS", 2024, 10..=11);
    latest.extend(calls_of("", "community-call", "Community call", 2024, 10..=10));
    let weeks = |year: i32, first: usize, last: usize| {
        (first..=last).map(move |week| WeekView {
            monday: date(year, (week / 5 + 1).min(12), week % 28 + 1),
            calls: (week * 7 + week / 3) % 9,
        })
    };
    StartView {
        documents: vec![CallLinkView {
            url: "charter/".to_owned(),
            title: "Charter".to_owned(),
            kind: "page".to_owned(),
            ..CallLinkView::default()
        }],
        more_documents: 3,
        page: page("Sovereign Cloud Stack minutes", "", "start"),
        upcoming: vec![
            call("", "iaas", "Team IaaS", date(2024, 12, 4)),
            call("", "container", "Team Container", date(2024, 12, 5)),
        ],
        latest,
        newest: Some(date(2024, 11, 25)),
        days: [("2024-11-25", 2), ("2024-11-18", 1)]
            .map(|(day, calls)| DayView { day: day.to_owned(), calls, decisions: 3, actions: 4 })
            .to_vec(),
        activity: weeks(2022, 28, 52).chain(weeks(2023, 0, 51)).chain(weeks(2024, 0, 46)).collect(),
        busiest: 9,
        calls: 706,
        since: Some(date(2022, 7, 18)),
        decisions: registers::record("").decisions,
        actions: registers::record("").actions,
        topics: registers::record("").topics,
    }
}

fn team_month(id: &str, title: &str, months: std::ops::RangeInclusive<usize>) -> TeamMonthView {
    TeamMonthView {
        id: id.to_owned(),
        title: title.to_owned(),
        short_title: title.chars().take(3).collect(),
        calls: calls_of("../", "iaas", "Team IaaS", 2024, months),
    }
}

pub(super) fn team_page() -> TeamView {
    TeamView {
        page: page("Team IaaS", "iaas/", "team"),
        team: team("iaas", "Team IaaS", 118),
        latest: Some(call("../", "iaas", "Team IaaS", date(2024, 11, 27))),
        upcoming: vec![call("../", "iaas", "Team IaaS", date(2024, 12, 4))],
        years: vec![
            YearView {
                year: 2024,
                count: 11,
                months: (10..=11).rev().map(|month| team_month(&format!("y2024-{month}"), MONTHS[month - 1], month..=month)).collect(),
            },
            YearView { year: 2023, count: 12, months: vec![team_month("", "", 1..=12)] },
        ],
        reports: [date(2024, 8, 8), date(2024, 4, 4)]
            .map(|day| ReportView {
                section_url: format!("../community-call/{}/#team-iaas", day.iso),
                deck_url: format!("../community-call/{}/deck/#/team-iaas", day.iso),
                slide_url: format!("../community-call/{}/deck/#/team-iaas-2", day.iso),
                call: call("../", "community-call", "Community call", day),
                heading: "Team IaaS".to_owned(),
                summary: "SCS compliance checks turned red for some CSPs; please reach out to @fkr if there are any roadblocks …".to_owned(),
            })
            .to_vec(),
        documents: vec![CallLinkView {
            url: "agenda/".to_owned(),
            title: "Standing agenda".to_owned(),
            kind: "page".to_owned(),
            ..CallLinkView::default()
        }],
        record: registers::team_record("../"),
    }
}

pub(super) fn calls_page(year: Option<i32>) -> CallsView {
    let (path, root) = if year.is_some() { ("calls/2024/", "../../") } else { ("calls/", "../") };
    let month = |year: i32, month: usize| MonthView {
        title: format!("{} {year}", MONTHS[month - 1]),
        id: format!("{year}-{month:02}"),
        calls: calls_of(root, "community-call", "Community call", year, month..=month),
    };
    CallsView {
        page: page(&year.map_or("Calls".to_owned(), |year| format!("Calls in {year}")), path, "calls"),
        year,
        years: [(2024, 263), (2023, 288), (2022, 97)]
            .map(|(year, calls)| YearLinkView { year, url: format!("{root}calls/{year}/"), calls })
            .to_vec(),
        upcoming: if year.is_some() { vec![] } else { vec![call(root, "ops", "Team Ops", date(2024, 12, 5))] },
        months: vec![month(2024, 11), month(2024, 10), month(2024, 9)],
        paging: year.map(|_| registers::paging(root, "calls/2024/", false)).unwrap_or_default(),
        teams: [("iaas", "Team IaaS"), ("community-call", "Community call")]
            .map(|(value, label)| ChoiceView { value: value.to_owned(), label: label.to_owned(), count: 12 })
            .to_vec(),
    }
}

fn month_link(month: usize) -> MonthLinkView {
    MonthLinkView {
        month: MONTHS[month - 1].to_owned(),
        title: format!("{} 2024", MONTHS[month - 1]),
        url: format!("../../since/2024-{month:02}/"),
    }
}

fn since() -> SinceView {
    SinceView {
        page: page("What is new", "since/", "calls"),
        years: vec![SinceYearView { year: 2024, months: (1..=11).rev().map(month_link).collect() }],
        months: "2024-11:2 2024-10:1".to_owned(),
        newest: Some(date(2024, 11, 25)),
        oldest: Some(date(2022, 7, 18)),
    }
}

fn month() -> MonthPageView {
    let record = registers::record("../../");
    let of_team = |slug: &str, title: &str| DoingsView {
        title: title.to_owned(),
        slug: slug.to_owned(),
        url: if slug.is_empty() { String::new() } else { format!("../../{slug}/") },
        calls: calls_of("../../", slug, title, 2024, 10..=10),
        decisions: record.decisions.clone(),
        actions: record.actions.clone(),
        references: record
            .references
            .iter()
            .map(|link| DatedLinkView { link: link.clone(), day: "2024-10-04".to_owned() })
            .collect(),
    };
    MonthPageView {
        page: page("October 2024", "since/2024-10/", "calls"),
        title: "October 2024".to_owned(),
        calls: 8,
        teams: vec![of_team("iaas", "Team IaaS"), of_team("", "")],
        previous: Some(month_link(9)),
        next: Some(month_link(11)),
        paging: registers::paging("../../", "since/2024-10/", false),
    }
}

const BODY: &str = include_str!("body.html");
const SLIDES: &str = include_str!("slides.html");

pub(super) fn call_page() -> CallView {
    let here = call("../../", "iaas", "Team IaaS", date(2023, 1, 11));
    let contents = [
        ("recurring-items", "Recurring items", 2),
        ("agenda", "Agenda", 2),
        ("confidential-computing", "Confidential Computing", 3),
    ];
    let more = [
        ("everything-the-text-may-hold", "Everything the text may hold", 2),
        ("code", "Code and tables", 3),
        ("notes", "Notes", 3),
    ];
    CallView {
        page: page("Team IaaS, 11 January 2023", "iaas/2023-01-11/", "team"),
        heading: "11 January 2023".to_owned(),
        subjects: owned(&["Confidential Computing", "Flavors for storage", "Names of images"]),
        period: [("2023", "../../calls/2023/"), ("January", "../../calls/2023/#2023-01")]
            .map(|(label, url)| EntryLinkView {
                label: label.to_owned(),
                url: url.to_owned(),
                ..EntryLinkView::default()
            })
            .to_vec(),
        subtitle: "Kick-off of the fourth release, with guests from the container team".to_owned(),
        direction: "ltr".to_owned(),
        participants: (1..=40).map(|number| registers::person("../../", &format!("member-{number}"), 0)).collect(),
        presenters: ["matfechner", "fkr"].map(|name| registers::person("../../", name, 0)).to_vec(),
        record: registers::record("../../"),
        contents: contents
            .iter()
            .chain(&more)
            .map(|(id, title, level)| ContentsView { id: (*id).to_owned(), title: (*title).to_owned(), level: *level })
            .collect(),
        body_html: BODY.to_owned(),
        copies: vec![call("../../", "container", "Team Container", date(2023, 1, 11))],
        previous: Some(call("../../", "iaas", "Team IaaS", date(2023, 1, 4))),
        next: Some(call("../../", "iaas", "Team IaaS", date(2023, 1, 18))),
        backlinks: vec![call("../../", "community-call", "Community call", date(2023, 1, 12))],
        source_url: "https://github.com/SovereignCloudStack/minutes/blob/main/iaas/20230111.md".to_owned(),
        source_host: "GitHub".to_owned(),
        history_url: "https://github.com/SovereignCloudStack/minutes/commits/main/iaas/20230111.md".to_owned(),
        file: "iaas/20230111.md".to_owned(),
        slides: 14,
        call: here,
        ..CallView::default()
    }
}

/// A page in a right-to-left language, of a call that was cancelled, with nothing else to show.
pub(super) fn bare_call_page() -> CallView {
    let mut view = CallView {
        page: page("اجتماع الفريق", "container/2023-02-01/", "team"),
        call: call("../../", "container", "Team Container", date(2023, 2, 1)),
        heading: "1 February 2023".to_owned(),
        subtitle: "اجتماع الفريق".to_owned(),
        direction: "rtl".to_owned(),
        body_html: "<h2 id=\"x\">جدول الأعمال</h2><ul><li>لم ينعقد الاجتماع، <a href=\"#x\">التفاصيل</a></li></ul>"
            .to_owned(),
        ..CallView::default()
    };
    view.call.cancelled = true;
    view.call.deck_url.clear();
    view
}

fn deck(own_slides: bool) -> DeckView {
    DeckView {
        page: page("Team IaaS, 11 January 2023", "iaas/2023-01-11/deck/", "deck"),
        call: call("../../../", "iaas", "Team IaaS", date(2023, 1, 11)),
        page_url: "../".to_owned(),
        theme_css: "theme/white.css".to_owned(),
        options: r#"{"controls":true,"progress":true,"slideNumber":true,"center":false,"transition":"slide"}"#
            .to_owned(),
        slides_html: SLIDES.to_owned(),
        direction: "ltr".to_owned(),
        own_slides,
        ..DeckView::default()
    }
}

fn not_found() -> NotFoundView {
    let mut view = NotFoundView {
        page: page("Not found", "404.html", ""),
        latest: calls_of("/", "iaas", "Team IaaS", 2024, 11..=11),
    };
    "/".clone_into(&mut view.page.root);
    view
}

fn moved(found: bool, removed: bool) -> MovedView {
    MovedView {
        page: page("This page moved", "iaas/2024-11-06/", ""),
        target_url: if found { "../../ops/2024-11-06/" } else { "../" }.to_owned(),
        target: if found { "/ops/2024-11-06/" } else { "/iaas/" }.to_owned(),
        found,
        removed,
    }
}

pub(super) fn value<V: Serialize>(view: &V) -> Value {
    let mut view = serde_json::to_value(view).unwrap_or_else(|error| panic!("{error}"));
    view["site"] = serde_json::to_value(site()).unwrap_or_else(|error| panic!("{error}"));
    view
}

/// Every page: where it goes, its template, its view.
pub(super) fn pages() -> Vec<(&'static str, &'static str, Value)> {
    let mut pages = vec![
        ("index.html", "start.html", value(&start())),
        ("iaas/index.html", "team.html", value(&team_page())),
        ("calls/index.html", "calls.html", value(&calls_page(None))),
        ("calls/2024/index.html", "calls.html", value(&calls_page(Some(2024)))),
        ("iaas/2023-01-11/index.html", "call.html", value(&call_page())),
        ("container/2023-02-01/index.html", "call.html", value(&bare_call_page())),
        ("iaas/2023-01-11/deck/index.html", "deck.html", value(&deck(false))),
        ("community-call/2023-01-12/deck/index.html", "deck.html", value(&deck(true))),
        ("search/index.html", "search.html", value(&SearchView { page: page("Search", "search/", "search") })),
        ("404.html", "404.html", value(&not_found())),
        ("since/index.html", "since.html", value(&since())),
        ("since/2024-10/index.html", "month.html", value(&month())),
        (
            "decisions/2019/index.html",
            "failed.html",
            value(&FailedView { page: page("This page could not be made", "decisions/2019/", "decisions") }),
        ),
        ("iaas/2024-11-06/index.html", "moved.html", value(&moved(true, false))),
        ("iaas/2024-11-13/index.html", "moved.html", value(&moved(false, false))),
        ("iaas/2024-11-20/index.html", "moved.html", value(&moved(false, true))),
        // The same page kinds with nothing in them.
        (
            "empty/start/index.html",
            "start.html",
            value(&StartView { page: page("", "empty/start/", "start"), ..StartView::default() }),
        ),
        (
            "empty/team/index.html",
            "team.html",
            value(&TeamView { page: page("", "empty/team/", "team"), ..TeamView::default() }),
        ),
        (
            "empty/calls/index.html",
            "calls.html",
            value(&CallsView { page: page("", "empty/calls/", "calls"), ..CallsView::default() }),
        ),
        (
            "empty/call/index.html",
            "call.html",
            value(&CallView { page: page("", "empty/call/", "team"), ..CallView::default() }),
        ),
        (
            "empty/deck/index.html",
            "deck.html",
            value(&DeckView { page: page("", "empty/deck/", "deck"), ..DeckView::default() }),
        ),
        (
            "empty/since/index.html",
            "since.html",
            value(&SinceView { page: page("", "empty/since/", "calls"), ..SinceView::default() }),
        ),
        (
            "empty/month/index.html",
            "month.html",
            value(&MonthPageView { page: page("", "empty/month/", "calls"), ..MonthPageView::default() }),
        ),
        (
            "empty/404.html",
            "404.html",
            value(&NotFoundView { page: page("", "empty/", ""), ..NotFoundView::default() }),
        ),
    ];
    pages.extend(registers::pages());
    pages
}
