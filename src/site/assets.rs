//! The files all pages share: the site's own style sheets and scripts, the accent colour, the logo, reveal.js.
//!
//! Names carry a fingerprint of the content, so that a browser may keep them and never shows an old one.

use crate::base::text::json_for_html;
use crate::config::{Config, TeamSlug};
use crate::language::Entry;
use crate::site::colors;
use crate::site::compact::{Slashes, compact};
use crate::site::fonts;
use crate::site::output::{Content, Output};
use crate::site::render::view::AssetsView;
use crate::site::reveal::{self, RevealMissing};
use crate::site::templates;
use serde_json::json;
use std::borrow::Cow;
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

/// Collects the shared files; `teams` are those that have a colour. `reveal_folders` are searched for reveal.js when it is not built in; when it is nowhere,
/// everything but the decks works, and the error says what to do.
pub fn collect(
    config: &Config,
    teams: &[TeamSlug],
    images: OwnImages,
    reveal_folders: &[PathBuf],
) -> (Assets, Option<RevealMissing>) {
    let mut assets = Assets::default();
    let faces = assets.add_fonts();
    for (name, bytes) in templates::ASSETS {
        // An archive without a search server has nothing of it.
        if *name == "search-server.js" && config.endpoint.is_none() {
            continue;
        }
        let mut bytes = with_words(config, name, &compacted(name, bytes));
        if matches!(*name, "site.css" | "deck.css") {
            bytes.splice(..0, faces.bytes());
        }
        let path = assets.add(&format!("assets/{name}"), bytes);
        let view = &mut assets.view;
        match *name {
            "lists.css" => view.lists_css = path,
            "lists.js" => view.lists_js = path,
            "search-worker.js" => view.search_worker = path,
            "search-server.js" => view.search_server_js = path,
            "search.css" => view.search_css = path,
            "search-link.css" => view.search_link_css = path,
            "search-link.js" => view.search_link_js = path,
            "search.js" => view.search_js = path,
            "since.js" => view.since_js = path,
            "site.css" => view.site_css = path,
            "site.js" => view.site_js = path,
            "theme.js" => view.theme_js = path,
            "deck.css" => view.deck_css = path,
            "deck.js" => view.deck_js = path,
            "icon.svg" => view.icon = path,
            "qr.js" => view.qr_js = path,
            _ => {}
        }
    }
    assets.add_engine();
    assets.view.accent_css = assets.add("assets/accent.css", colors::style_sheet(config, teams).into_bytes());
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

/// A style sheet or script as it is published; any other file as it is.
fn compacted<'a>(name: &str, bytes: &'a [u8]) -> Cow<'a, [u8]> {
    let slashes = match name.rsplit_once('.') {
        Some((_, "css")) => Slashes::Text,
        Some((_, "js")) => Slashes::Comment,
        _ => return Cow::Borrowed(bytes),
    };
    Cow::Owned(compact(&String::from_utf8_lossy(bytes), slashes).into_bytes())
}

/// The scripts that say something, and the groups of words they do it with.
const SPEAKING: &[(&str, &str)] = &[
    ("deck.js", "deck_keys"),
    ("lists.js", "lists_script"),
    ("search-server.js", "search_server"),
    ("search.js", "search"),
    ("since.js", "since_script"),
    ("site.js", "comforts"),
];

/// A script with the words of the site's language in the place that it has for them.
fn with_words(config: &Config, name: &str, bytes: &[u8]) -> Vec<u8> {
    let Some((_, group)) = SPEAKING.iter().find(|(script, _)| *script == name) else { return bytes.to_vec() };
    let words = config.words();
    let texts: BTreeMap<&str, &Entry> = words.group(group).collect();
    // Pages have the day before the month, in English as well.
    let locale = match words.locale(&config.language) {
        "en" => "en-GB",
        other => other,
    };
    let words = json!({ "locale": locale, "texts": texts });
    String::from_utf8_lossy(bytes).replacen("__WORDS__", &json_for_html(&words.to_string()), 1).into_bytes()
}

/// The search engine as WebAssembly, as `make wasm` left it: packed with LZMA, which is a quarter smaller than what web servers of static
/// files make of it, and unpacked by `lzma.js`.
const ENGINE: &[u8] = include_bytes!("../../engine/web/built/engine.lzma");

/// The licences of what is compiled into the engine.
const ENGINE_LICENCES: &[u8] = include_bytes!("../../engine/web/built/LICENSES.txt");

impl Assets {
    fn add_engine(&mut self) {
        self.view.engine = self.add("assets/engine.lzma", ENGINE.to_vec()).replacen("assets/", "", 1);
        self.view.engine_bytes = ENGINE.len();
        self.add("assets/engine-licenses.txt", ENGINE_LICENCES.to_vec());
    }

    /// Adds the files of the font, and gives the rules that name them.
    fn add_fonts(&mut self) -> String {
        let mut faces = String::new();
        for file in fonts::files() {
            let path = self.add(&format!("assets/{}", file.name), file.bytes.to_vec());
            if file.characters.is_empty() {
                continue;
            }
            faces.push_str(&fonts::face(path.trim_start_matches("assets/"), file.characters));
            if self.view.font.is_empty() {
                self.view.font = path;
            }
        }
        faces
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
