//! The files all pages share: the site's own style sheets and scripts, the accent colour, the logo, reveal.js.
//!
//! Names carry a fingerprint of the content, so that a browser may keep them and never shows an old one.

use crate::base::text::json_for_html;
use crate::config::Config;
use crate::language::Entry;
use crate::site::output::{Content, Output};
use crate::site::render::view::AssetsView;
use crate::site::reveal::{self, RevealMissing};
use crate::site::templates;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Shared files and what they are called.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Their names, for the templates.
    pub view: AssetsView,
    /// The logo's path below the root; empty for none.
    pub logo: String,
    /// The path below the root of the picture that goes with links to the site; empty for none.
    pub picture: String,
    /// The files.
    pub outputs: Vec<Output>,
}

/// `assets/site.css` → `assets/site.1a2b3c4d.css`.
pub fn fingerprinted(path: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..8];
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{path}.{hash}"),
    }
}

/// The images that the configuration names: file names and contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnImages {
    /// The logo.
    pub logo: Option<(String, Vec<u8>)>,
    /// The picture that goes with links to the site.
    pub picture: Option<(String, Vec<u8>)>,
}

/// Collects the shared files. `reveal_folders` are searched for reveal.js when it is not built in; when it is nowhere,
/// everything but the decks works, and the error says what to do.
pub fn collect(config: &Config, images: OwnImages, reveal_folders: &[PathBuf]) -> (Assets, Option<RevealMissing>) {
    let mut assets = Assets::default();
    for (name, bytes) in templates::ASSETS {
        let path = assets.add(&format!("assets/{name}"), with_words(config, name, bytes));
        let view = &mut assets.view;
        match *name {
            "search-worker.js" => view.search_worker = path,
            "search.css" => view.search_css = path,
            "search.js" => view.search_js = path,
            "site.css" => view.site_css = path,
            "site.js" => view.site_js = path,
            "theme.js" => view.theme_js = path,
            "deck.css" => view.deck_css = path,
            "deck.js" => view.deck_js = path,
            "icon.svg" => view.icon = path,
            _ => {}
        }
    }
    assets.add_engine();
    assets.view.accent_css = assets.add("assets/accent.css", accent_css(config).into_bytes());
    assets.logo = assets.add_image("logo", images.logo);
    assets.picture = assets.add_image("picture", images.picture);
    assets.view.reveal = format!("assets/reveal-{}/", reveal::VERSION);
    match reveal::files(reveal_folders) {
        Ok(files) => {
            for file in files {
                let path = format!("{}{}", assets.view.reveal, file.path);
                assets.outputs.push(Output { path, content: Content::Bytes(file.bytes.into_owned()) });
            }
            (assets, None)
        }
        Err(missing) => (assets, Some(missing)),
    }
}

/// The scripts that say something, and the groups of words they do it with.
const SPEAKING: &[(&str, &str)] = &[("deck.js", "deck_keys"), ("search.js", "search"), ("site.js", "comforts")];

/// A script with the words of the site's language in the place that it has for them.
fn with_words(config: &Config, name: &str, bytes: &[u8]) -> Vec<u8> {
    let Some((_, group)) = SPEAKING.iter().find(|(script, _)| *script == name) else { return bytes.to_vec() };
    let words = config.words();
    let texts: BTreeMap<&str, &Entry> = words.group(group).collect();
    let words = json!({ "locale": words.locale(&config.language), "texts": texts });
    String::from_utf8_lossy(bytes).replacen("__WORDS__", &json_for_html(&words.to_string()), 1).into_bytes()
}

/// The search engine as WebAssembly, as `make wasm` left it, and packed with brotli for browsers that can inflate that
/// themselves; web servers of static files rarely do.
const ENGINE: &[u8] = include_bytes!("../../engine/web/built/engine.wasm");
const ENGINE_BROTLI: &[u8] = include_bytes!("../../engine/web/built/engine.wasm.br");

/// The licences of what is compiled into the engine.
const ENGINE_LICENCES: &[u8] = include_bytes!("../../engine/web/built/LICENSES.txt");

impl Assets {
    fn add_engine(&mut self) {
        let name = |path: String| path.trim_start_matches("assets/").to_owned();
        self.view.engine = name(self.add("assets/engine.wasm", ENGINE.to_vec()));
        self.view.engine_brotli = name(self.add("assets/engine.wasm.br", ENGINE_BROTLI.to_vec()));
        self.view.engine_bytes = ENGINE.len();
        self.view.brotli_bytes = ENGINE_BROTLI.len();
        self.add("assets/engine-licenses.txt", ENGINE_LICENCES.to_vec());
    }

    fn add_image(&mut self, stem: &str, image: Option<(String, Vec<u8>)>) -> String {
        let Some((name, bytes)) = image else { return String::new() };
        let extension = name.rsplit('.').next().unwrap_or("svg").to_lowercase();
        self.add(&format!("assets/{stem}.{extension}"), bytes)
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) -> String {
        let path = fingerprinted(path, &bytes);
        self.outputs.push(Output { path: path.clone(), content: Content::Bytes(bytes) });
        path
    }
}

/// The accent where the archive names none: a blue that suits either ground.
const DEFAULT_ACCENT: [u8; 3] = [0x1f, 0x5f, 0xbf];

/// `#rrggbb`.
fn rgb(hex: &str) -> Option<[u8; 3]> {
    let number = u32::from_str_radix(hex.strip_prefix('#')?, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

/// The grounds of pages, as the style sheet has them.
const LIGHT: [u8; 3] = [0xff, 0xff, 0xff];
const DARK: [u8; 3] = [0x12, 0x15, 0x1a];

/// The accent colour as custom properties, darkened or lightened until it can be read on the page. WCAG 2.2 asks for 4.5
/// to 1; a little more leaves room for shades of the ground.
fn accent_css(config: &Config) -> String {
    let accent = config.accent.as_deref().and_then(rgb).unwrap_or(DEFAULT_ACCENT);
    let on_light = until_readable(accent, LIGHT, 0.0);
    let on_dark = until_readable(accent, DARK, 255.0);
    let hex = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
    format!(":root{{--accent-light:{};--accent-dark:{}}}\n", hex(on_light), hex(on_dark))
}

/// Mixes a colour with black (0) or white (255) until its contrast with the ground is at least 5 to 1.
fn until_readable(color: [u8; 3], ground: [u8; 3], towards: f64) -> [u8; 3] {
    let mut mixed = color;
    for step in 1..=20 {
        if contrast(mixed, ground) >= 5.0 {
            break;
        }
        let share = f64::from(step) / 20.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mix of two bytes is one")]
        let mix = |channel: u8| (f64::from(channel) * (1.0 - share) + towards * share).round() as u8;
        mixed = color.map(mix);
    }
    mixed
}

/// The contrast ratio of WCAG 2.2.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: [u8; 3]) -> f64 {
    let [r, g, b] = color.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accent_can_be_read_on_both_grounds() {
        for accent in [[255, 255, 0], [0, 0, 0], [255, 255, 255], [80, 195, 165], [15, 95, 225], [128, 128, 128]] {
            assert!(contrast(until_readable(accent, LIGHT, 0.0), LIGHT) >= 4.5, "{accent:?}");
            assert!(contrast(until_readable(accent, DARK, 255.0), DARK) >= 4.5, "{accent:?}");
        }
        let css = include_str!("../../templates/assets/css/site.css");
        let hex = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
        let ground = css.lines().find(|line| line.trim_start().starts_with("--paper:")).expect("pages have a ground");
        assert!(ground.contains(&hex(DARK)) && (ground.contains(&hex(LIGHT)) || ground.contains("#fff")), "{ground}");
    }
}
