//! The archive's own colours as custom properties: its accent, and one colour a team.
//!
//! A style sheet, since the pages' policy allows no style in an element. Whatever is written in the configuration can be
//! read on the grounds of both schemes: WCAG 2.2 asks for a contrast of 4.5 to 1.

use crate::config::{Config, TeamSlug};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Red, green and blue.
pub(super) type Rgb = [u8; 3];

/// The accent where the archive names none: a blue-green that suits either ground.
const DEFAULT_ACCENT: Rgb = [0x0b, 0x6b, 0x85];

/// The grounds of pages, as the style sheet has them.
pub(super) const LIGHT: Rgb = [0xfc, 0xfb, 0xf8];
const DARK: Rgb = [0x14, 0x17, 0x1b];

/// Text, quieter text, thin lines and the mark of a decision on the light ground, as the style sheet has them.
pub(super) const INK: Rgb = [0x14, 0x17, 0x1b];
pub(super) const INK_SOFT: Rgb = [0x5a, 0x5d, 0x5c];
pub(super) const LINE: Rgb = [0xe5, 0xe2, 0xda];
pub(super) const DECISION: Rgb = [0x1d, 0x6b, 0x40];

/// `:root{--accent-light:…;--accent-dark:…}` and, for each team, `[data-team="iaas"]{--team-light:…;--team-dark:…}`.
pub(super) fn style_sheet(config: &Config, teams: &[TeamSlug]) -> String {
    let own = own_accent(config);
    let mut css = format!(":root{{--accent-light:{};--accent-dark:{}}}\n", hex(on_light(own)), hex(on_dark(own)));
    for (team, (light, dark)) in teams.iter().zip(of_teams(config, teams)) {
        // A slug has only `[a-z0-9-]`, so that nothing of it has a meaning in a selector.
        let _ = writeln!(css, "[data-team=\"{team}\"]{{--team-light:{};--team-dark:{}}}", hex(light), hex(dark));
    }
    css
}

fn own_accent(config: &Config) -> Rgb {
    config.accent.as_deref().and_then(rgb).unwrap_or(DEFAULT_ACCENT)
}

/// The accent on the light ground.
pub(super) fn accent(config: &Config) -> Rgb {
    on_light(own_accent(config))
}

/// The colours of the teams on the light ground, in their order.
pub(super) fn on_paper(config: &Config, teams: &[TeamSlug]) -> Vec<Rgb> {
    of_teams(config, teams).into_iter().map(|(light, _)| light).collect()
}

/// The colours of the teams on either ground, in their order.
fn of_teams(config: &Config, teams: &[TeamSlug]) -> Vec<(Rgb, Rgb)> {
    let hues = hues(config, teams);
    let colors = teams.iter().map(|team| {
        let (light, dark) = match (color_of(config, team), hues.get(team)) {
            (Some(color), _) => (color, color),
            (None, Some(hue)) => (oklch(0.5, 0.14, *hue), oklch(0.78, 0.11, *hue)),
            (None, None) => (DEFAULT_ACCENT, DEFAULT_ACCENT),
        };
        (on_light(light), on_dark(dark))
    });
    colors.collect()
}

fn color_of(config: &Config, team: &TeamSlug) -> Option<Rgb> {
    let team = config.teams.iter().find(|configured| configured.slug == *team)?;
    team.color.as_deref().and_then(rgb)
}

/// How many hues there are to choose from, and how many degrees lie between two. Fewer than fifteen degrees are not told apart.
const HUES: usize = 24;
const STEP: f64 = 15.0;

/// How far away the next choice lies where a hue is taken. It has no divisor in common with [`HUES`], so that all are tried.
const STRIDE: usize = 7;

/// The greens of the mark at a decision, which no team should seem to have made: 135 to 165 degrees.
const OF_DECISIONS: std::ops::RangeInclusive<usize> = 9..=11;

/// A hue in degrees for each team without a colour of its own. It is a matter of the slug, so that a team keeps it when
/// others come and go; only of two teams that would have the same one, the later one takes another that is free.
fn hues<'a>(config: &Config, teams: &'a [TeamSlug]) -> BTreeMap<&'a TeamSlug, f64> {
    let mut taken = BTreeSet::new();
    let mut hues = BTreeMap::new();
    for team in teams.iter().filter(|team| color_of(config, team).is_none()) {
        let first = usize::from(blake3::hash(team.as_str().as_bytes()).as_bytes()[0]);
        let mut choices =
            (0..HUES).map(|step| (first + step * STRIDE) % HUES).filter(|hue| !OF_DECISIONS.contains(hue));
        let preferred = choices.clone().next().unwrap_or_default();
        let hue = choices.find(|hue| !taken.contains(hue)).unwrap_or(preferred);
        taken.insert(hue);
        #[expect(clippy::cast_precision_loss, reason = "below twenty-four")]
        hues.insert(team, hue as f64 * STEP);
    }
    hues
}

/// `#rrggbb`.
fn rgb(hex: &str) -> Option<Rgb> {
    let number = u32::from_str_radix(hex.strip_prefix('#')?, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn on_light(color: Rgb) -> Rgb {
    until_readable(color, LIGHT, 0.0)
}

fn on_dark(color: Rgb) -> Rgb {
    until_readable(color, DARK, 255.0)
}

/// Mixes a colour with black (0) or white (255) until its contrast with the ground is at least 5 to 1; the little more than
/// is asked for leaves room for shades of the ground.
fn until_readable(color: Rgb, ground: Rgb, towards: f64) -> Rgb {
    let mut mixed = color;
    for step in 1..=20 {
        if contrast(mixed, ground) >= 5.0 {
            break;
        }
        let share = f64::from(step) / 20.0;
        mixed = color.map(|channel| byte(f64::from(channel) * (1.0 - share) + towards * share));
    }
    mixed
}

/// The contrast ratio of WCAG 2.2.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Rgb) -> f64 {
    let [r, g, b] = color.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Björn Ottosson's OKLCH in sRGB; what lies outside of sRGB is cut off at its border. `hue` is in degrees.
/// <https://bottosson.github.io/posts/oklab/>
fn oklch(lightness: f64, chroma: f64, hue: f64) -> Rgb {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (green_red, blue_yellow) = (chroma * cos, chroma * sin);
    let cones = [
        lightness + 0.396_337_777_4 * green_red + 0.215_803_757_3 * blue_yellow,
        lightness - 0.105_561_345_8 * green_red - 0.063_854_172_8 * blue_yellow,
        lightness - 0.089_484_177_5 * green_red - 1.291_485_548 * blue_yellow,
    ];
    let [long, medium, short] = cones.map(|response| response.powi(3));
    let linear = [
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short,
    ];
    linear.map(|share| {
        let share = share.clamp(0.0, 1.0);
        let encoded = if share <= 0.003_130_8 { share * 12.92 } else { 1.055 * share.powf(1.0 / 2.4) - 0.055 };
        byte(encoded * 255.0)
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept within a byte")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn slugs(names: &[&str]) -> Vec<TeamSlug> {
        names.iter().map(|name| TeamSlug((*name).to_owned())).collect()
    }

    #[test]
    fn every_color_can_be_read_on_both_grounds() {
        for color in [[255, 255, 0], [0, 0, 0], [255, 255, 255], [80, 195, 165], [15, 95, 225], [128, 128, 128]] {
            assert!(contrast(on_light(color), LIGHT) >= 4.5, "{color:?}");
            assert!(contrast(on_dark(color), DARK) >= 4.5, "{color:?}");
        }
        let css = include_str!("../../templates/assets/css/site.css");
        let ground = css.lines().find(|line| line.trim_start().starts_with("--paper:")).expect("pages have a ground");
        assert!(ground.contains(&hex(DARK)) && ground.contains(&hex(LIGHT)), "{ground}");
        for (name, color) in [("ink", INK), ("ink-soft", INK_SOFT), ("line", LINE), ("decision", DECISION)] {
            assert!(css.contains(&format!("--{name}: light-dark({},", hex(color))), "{name} is {color:?}");
        }
    }

    #[test]
    fn oklch_is_what_browsers_make_of_it() {
        // Red, green and white of sRGB, as CSS Color 4 has them in OKLCH.
        for (color, expected) in [
            (oklch(0.627_955, 0.257_683, 29.234), [255, 0, 0]),
            (oklch(0.866_44, 0.294_827, 142.495), [0, 255, 0]),
            (oklch(1.0, 0.0, 0.0), [255, 255, 255]),
        ] {
            let distance = color.iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max().unwrap_or_default();
            assert!(distance <= 1, "{color:?} {expected:?}");
        }
    }

    #[test]
    fn teams_keep_their_hue_and_differ() {
        let config = parse("title: x\n", "minutebook.yaml").expect("read");
        let names = ["iaas", "container", "ops", "iam", "community", "board"];
        let teams = slugs(&names);
        let all = hues(&config, &teams);
        let different: BTreeSet<String> = all.values().map(ToString::to_string).collect();
        assert_eq!(different.len(), names.len(), "{all:?}");
        let alone = slugs(&["iaas"]);
        assert_eq!(hues(&config, &alone).get(&alone[0]), all.get(&teams[0]));
        let many: Vec<TeamSlug> = (0..60).map(|number| TeamSlug(format!("team-{number}"))).collect();
        assert_eq!(hues(&config, &many).len(), 60, "more teams than hues");
    }

    #[test]
    fn a_color_of_the_configuration_counts() {
        let text = "title: x\nteams:\n  - slug: iaas\n    color: \"#700\"\n";
        let config = parse(text, "minutebook.yaml").expect("read");
        let css = style_sheet(&config, &slugs(&["iaas"]));
        assert!(css.contains("[data-team=\"iaas\"]{--team-light:#770000;"), "{css}");
        assert!(!css.contains("--team-dark:#770000"), "too dark for a dark ground: {css}");
    }
}
