use super::drawing::png;
use super::*;
use crate::base::fs;
use crate::config;
use crate::project::{Kept, Project};

/// The font; nothing where the program is built without it.
fn typeface() -> Option<Typeface> {
    Typeface::load()
}

fn archive_of(config: &str, notes: &[(&str, &str)]) -> Project {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in notes {
        fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
    }
    let config = config::parse(config, "minutebook.yaml").expect("read");
    let sources = crate::scan::scan(folder.path(), &config).expect("scanned");
    Project::of_sources(folder.path(), sources, config, "2026-06-10".parse().expect("a date"), Kept::Nothing)
}

/// The colours of a card's pixels, row by row.
fn pixels(file: &[u8]) -> Vec<Rgb> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a picture");
    let mut bytes = vec![0; reader.output_buffer_size().expect("it fits")];
    let info = reader.next_frame(&mut bytes).expect("whole");
    assert_eq!((info.width, info.height), (WIDTH, HEIGHT));
    bytes.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

const TEAM: Rgb = [0x8a, 0x2f, 0x6b];

fn card() -> Card {
    let text = str::to_owned;
    Card {
        colors: vec![TEAM],
        kicker: text("SIG Standardisation"),
        headline: text("24 September 2025"),
        aside: String::new(),
        lead: String::new(),
        items: ["Flavours", "Volume encryption", "Road to R7"].map(text).to_vec(),
        foot: text("Minutes of the community"),
        decisions: text("3 decisions"),
    }
}

#[test]
fn a_card_shows_the_colours_and_texts_it_was_given() {
    let Some(typeface) = typeface() else { return };
    let drawn = |card: &Card| png(card, &mut Setting::new(&typeface));
    let file = drawn(&card());
    assert_eq!(file, drawn(&card()), "the same bytes each time");
    let pixels = pixels(&file);
    assert_eq!(pixels[0], TEAM);
    assert_eq!(pixels[1199], colors::LIGHT);
    for color in [colors::INK, colors::INK_SOFT, colors::DECISION, colors::LINE, TEAM] {
        assert!(pixels.contains(&color), "{color:?}");
    }
    let without = Card { decisions: String::new(), ..card() };
    assert!(!self::pixels(&drawn(&without)).contains(&colors::DECISION));
    for other in [
        Card { headline: "25 September 2025".to_owned(), ..card() },
        Card { kicker: String::new(), ..card() },
        Card { items: card().items[..2].to_vec(), ..card() },
        Card { aside: "workshop".to_owned(), ..card() },
        Card { lead: "What it is for".to_owned(), ..card() },
        Card { foot: "Minutes".to_owned(), ..card() },
    ] {
        assert_ne!(file, drawn(&other), "{other:?}");
    }
}

#[test]
fn texts_stay_within_the_margins() {
    let Some(typeface) = typeface() else { return };
    let long = "Certification of flavour names and everything else that nobody has an answer to yet ".repeat(2);
    let full = Card {
        kicker: long.clone(),
        headline: long.trim().to_owned(),
        aside: long.clone(),
        lead: long.clone(),
        items: vec![long.clone(); 9],
        foot: long.clone(),
        ..card()
    };
    for card in [
        full.clone(),
        Card { headline: "24 September 2025".to_owned(), lead: String::new(), ..full.clone() },
        Card { headline: "W".repeat(160), items: vec!["W".repeat(160)], ..full },
    ] {
        let pixels = pixels(&png(&card, &mut Setting::new(&typeface)));
        for (y, row) in pixels.chunks_exact(WIDTH as usize).enumerate() {
            let is_blank = |part: &[Rgb]| part.iter().all(|pixel| *pixel == colors::LIGHT);
            assert!(is_blank(&row[20..68]) && is_blank(&row[1132..]), "row {y}");
            assert!((30..600).contains(&y) || is_blank(&row[20..]), "row {y}");
        }
    }
}

#[test]
fn the_fullest_card_is_no_larger_than_networks_should_fetch() {
    let Some(typeface) = typeface() else { return };
    // Letters as different as they come, and as small as cards have them.
    let mixed = "Zügige Prüfung: ÄÖ&Œß@ €149 (§7) — fjord’s quiz? Gwyn, Vex; kloß/JWT#35 Yak%Qix 8×6 “Ðéf” ñåæ Łódź";
    let full = Card {
        colors: vec![TEAM],
        kicker: mixed.to_owned(),
        headline: "24 September 2025".to_owned(),
        aside: String::new(),
        lead: String::new(),
        items: vec![mixed.to_owned(), mixed.chars().rev().collect(), mixed.to_uppercase(), mixed.to_lowercase()],
        foot: mixed.to_owned(),
        decisions: "128 decisions".to_owned(),
    };
    let all_teams = Card { colors: (0..60).map(|team| [team, 90, 200 - team]).collect(), ..full.clone() };
    let many_lines = Card { headline: [mixed, mixed].join(" "), aside: mixed.to_owned(), ..full.clone() };
    for card in [full, all_teams, many_lines] {
        let file = png(&card, &mut Setting::new(&typeface));
        assert!(file.len() <= LARGEST, "{} bytes", file.len());
    }
}

#[test]
fn what_the_font_lacks_is_left_out() {
    let Some(typeface) = typeface() else { return };
    let settable = |text: &str| typeface.settable(text);
    assert_eq!(settable("Zu\u{308}gig, Łódź, Ωμέγα, Привет").as_deref(), Some("Zügig, Łódź, Ωμέγα, Привет"));
    assert_eq!(settable("🎉 R7 \u{200b}is\u{a0}out ✅").as_deref(), Some("R7 is out"));
    for text in ["議事録", "Sync 議事録", "اجتماع", "פגישה", "🎉", "—", ""] {
        assert_eq!(settable(text), None, "{text}");
    }
}

#[test]
fn lines_are_broken_at_words_and_cut_with_an_ellipsis() {
    let Some(typeface) = typeface() else { return };
    let style = typeface::Style { weight: typeface::Weight::Text, size: 40 };
    let mut setting = Setting::new(&typeface);
    let width = setting.width("Volume encryption", style) + 1.0;
    let mut lines = |text: &str, most| setting.lines(text, style, width, most);
    assert_eq!(lines("Volume encryption", 1), ["Volume encryption"]);
    assert_eq!(lines("Volume encryption of flavours", 3), ["Volume encryption", "of flavours"]);
    assert_eq!(lines("Volume encryption of flavours", 1).concat(), "Volume encrypti…");
    let cut = lines("Volume encryption of flavours and of everything else", 2);
    assert_eq!(cut[0], "Volume encryption");
    assert!(cut[1].starts_with("of flavours") && cut[1].ends_with('…'), "{cut:?}");
    let word = lines(&"x".repeat(200), 2);
    assert!(word.iter().all(|line| line.ends_with('…')), "{word:?}");
    for line in lines("A line is never wider than there is room, whatever words it has: incomprehensibilities", 9) {
        assert!(setting.width(&line, style) <= width, "{line}");
    }
}

#[test]
fn there_is_a_card_for_archive_teams_and_calls_where_links_can_name_it() {
    const URL: &str = "base_url: https://minutes.example/\n";
    let notes = [
        ("cloud/20260316.md", "# Cloud\n\n## Storage\n\nDecision: we keep it.\n\n## Network\n\n- x\n"),
        ("tea/20260317.md", "# お茶\n\n## 議題\n\n- x\n"),
        ("about.md", "# 議事録\n\nText.\n"),
    ];
    let config = format!("title: 議事録\n{URL}teams:\n  - slug: tea\n    title: お茶\n");
    let project = archive_of(&config, &notes);
    let planned = plan(&project.archive, false);
    if typeface().is_none() {
        assert!(planned.is_err());
        return;
    }
    let Ok(cards) = planned else { panic!("the font is there") };
    assert_eq!(cards.of_archive(), None, "its title cannot be set");
    let of = |file: &str| {
        let id = project.archive.ids().find(|id| project.archive.call(*id).file == file).expect("there");
        cards.calls[id.0].as_ref().map(|planned| planned.card.clone())
    };
    let cloud = of("cloud/20260316.md").expect("a card");
    assert_eq!((cloud.kicker.as_str(), cloud.headline.as_str()), ("Cloud", "16 March 2026"));
    assert_eq!((cloud.foot.as_str(), cloud.decisions.as_str()), ("", "1 decision"));
    assert!(!cloud.items.is_empty());
    let tea = of("tea/20260317.md").expect("the date can be set");
    assert_eq!((tea.kicker.as_str(), tea.headline.as_str(), tea.items.len()), ("", "17 March 2026", 0));
    assert_ne!(tea.colors, cloud.colors);
    assert_eq!(of("about.md"), None);
    let of_team = |slug: &str| project.archive.teams.iter().position(|team| team.slug.as_str() == slug);
    assert_eq!(of_team("tea").and_then(|at| cards.of_team(at)), None);
    assert!(of_team("cloud").and_then(|at| cards.of_team(at)).is_some());
    for config in ["title: x\n".to_owned(), format!("title: x\n{URL}social_cards: false\n")] {
        let project = archive_of(&config, &notes);
        let Ok(cards) = plan(&project.archive, false) else { panic!("nothing is asked of the font") };
        assert_eq!(cards.of_archive(), None);
        assert!(cards.calls.is_empty() && cards.teams.is_empty());
    }
}

#[test]
fn a_kept_card_is_used_and_a_broken_one_drawn_anew() {
    let Some(typeface) = typeface() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let kept = kept::KeptCards::new(Some(folder.path()));
    let file = png(&card(), &mut Setting::new(&typeface));
    assert_eq!(kept.card("a", || file.clone()), file);
    assert_eq!(kept.card("a", || panic!("it is kept")), file);
    let entry = folder.path().join("cards").join("a");
    let good = fs::read(&entry).expect("kept");
    let other = crate::media::samples::png(&crate::media::samples::quarters(40, 20));
    let forged = |file: &[u8]| crate::base::keeping::sealed(b"minutebook card 1\n", file);
    for bad in [
        Vec::new(),
        good[..good.len() / 2].to_vec(),
        forged(b"<script>"),
        forged(&other),
        forged(&[&file[..], b"x"].concat()),
    ] {
        fs::write(&entry, &bad).expect("written");
        assert_eq!(kept.card("a", || file.clone()), file);
        assert_eq!(fs::read(&entry).expect("kept"), good);
    }
    kept.tidy();
    assert!(fs::exists(&entry));
    assert_eq!(kept::KeptCards::new(None).card("a", || file.clone()), file);
}
