//! The whole site, from a folder of minutes to the output folder.

pub mod report;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::fs;
use crate::base::panics;
use crate::base::pattern;
use crate::base::progress::{Progress, ProgressEvent};
use crate::check;
use crate::config::{self, Config};
use crate::project::{Kept, KeptNotes, Project};
use crate::publish;
use crate::scan;
use crate::site::assets::{self, OwnImages};
use crate::site::cards::{self, Cards};
use crate::site::media::{self, Cache, Pictures};
use crate::site::output::{Content, Made, MadeOf, Output};
use crate::site::pages::{self, Page};
use crate::site::render::{self, Rendered, Renderer};
use crate::site::templates;
use crate::site::{api, feeds, redirects, search_index};
use chrono::NaiveDate;
use rayon::prelude::*;
use report::{Report, Stopwatch};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What to build, and where.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder with the minutes.
    pub source: PathBuf,
    /// The configuration file, when it is not the source's own.
    pub config: Option<PathBuf>,
    /// The output folder.
    pub output: PathBuf,
    /// Overrides the configured `base_url`.
    pub base_url: Option<String>,
    /// A folder of templates that replace the built-in ones.
    pub templates: Option<PathBuf>,
    /// Folders to search for reveal.js when it is not built in.
    pub reveal: Vec<PathBuf>,
    /// The user's folder for what can be made again: smaller pictures, what came of notes, what the last build wrote. None to
    /// keep nothing between builds.
    pub cache: Option<PathBuf>,
    /// The day of the build.
    pub today: NaiveDate,
}

/// Builds the site of a folder of minutes.
pub fn build(options: &Options) -> Result<Report, Error> {
    build_with_progress(options, &|_| {})
}

/// As [`build()`], and reports how far it has come.
pub fn build_with_progress(options: &Options, progress: Progress<'_>) -> Result<Report, Error> {
    let mut watch = Stopwatch::default();
    progress(ProgressEvent::Stage("reading the notes", 0));
    let config = configured(options)?;
    let overrides = read_templates(options.templates.as_deref())?;
    let (templates, sources) =
        rayon::join(|| templates::load(&overrides, config.words()), || scan::scan(&options.source, &config));
    let (templates, sources) = (templates?, sources?);
    let site = publish::begin(&options.output, &options.source)?.recorded(options.cache.as_deref());
    watch.lap("scan");
    let kept = KeptNotes::new(options.cache.as_deref(), &options.source, options.config.as_deref());
    let project = Project::of_sources(&options.source, sources, config, options.today, Kept::OnDisk(&kept));
    let archive = &project.archive;
    watch.lap("parse, extract and archive");
    let (redirects, found) = redirects::find(&options.source, archive, &project.sources)?;
    let mut diagnostics = project.diagnostics.clone();
    diagnostics.extend(found);
    diagnostics.extend(check::check(archive, &project.sources));
    pattern::free_caches();
    watch.lap("check");
    let pages = pages::plan(archive);
    let menu = pages::menu(archive, &pages);
    let own_images = read_own_images(&options.source, &archive.config, &mut diagnostics);
    let (assets, missing) = assets::collect(&archive.config, &archive.team_slugs(), own_images, &options.reveal);
    let (cards, no_cards) = match cards::plan(archive, !assets.picture.is_empty()) {
        Ok(cards) => (cards, None),
        Err(no_font) => (Cards::default(), Some(no_font)),
    };

    // Pictures are made beside everything that does not wait for them: the pages that show one need to know its files.
    progress(ProgressEvent::Stage("rendering the pages", pages.len()));
    let used = media::used(archive, &project.sources.files);
    let (with_files, without): (Vec<Page>, Vec<Page>) = pages.iter().partition(|page| page.has_files(archive));
    let no_pictures = Pictures::default();
    let is_as_before = |made_of: &MadeOf| site.is_as_before(made_of);
    let renderer = render::renderer(archive, &templates, &assets, &no_pictures, menu.clone())?
        .with_texts(project.published_texts())
        .with_cards(&cards)
        .but_those(&is_as_before);
    let found_in_files = Mutex::new(Vec::new());
    let put_made = |made: Made| {
        found_in_files.lock().unwrap_or_else(PoisonError::into_inner).extend(made.findings);
        site.put_all(&made.outputs)
    };
    let ((rendered, indexed), made) = rayon::join(
        || {
            rayon::join(
                || write_pages(&site, &renderer, &without, progress),
                || search_index::index(archive, &project.sources, &project.verdicts, &put_made),
            )
        },
        || {
            let pictures = media::publish(&used, &Cache::new(options.cache.clone()), |file| site.put(file));
            (pictures, cards.draw(options.cache.as_deref(), |card| site.put(card)))
        },
    );
    let (published, drawn) = made;
    drawn?;
    let media::Published { bytes: image_bytes, pictures, diagnostics: found } = published?;
    diagnostics.extend(found);
    indexed?;
    let (mut styles, found_on_pages) = rendered?;
    let with_pictures = render::renderer(archive, &templates, &assets, &pictures, menu)?
        .with_texts(project.published_texts())
        .with_cards(&cards)
        .but_those(&is_as_before);
    let (more, found_with_files) = write_pages(&site, &with_pictures, &with_files, progress)?;
    styles.extend(more);
    diagnostics.extend(found_on_pages.into_iter().chain(found_with_files));
    for redirect in &redirects {
        let message = "minutebook has failed on this redirect: the address leads nowhere";
        match panics::reported(&redirect.address, message, || redirects::page::render(&renderer, redirect)) {
            Ok(page) => drop(put_page(&site, page?)?),
            Err(failed) => diagnostics.push(failed),
        }
    }
    let styles = styles.into_iter().map(|(path, css)| Output { path, content: Content::Bytes(css.into_bytes()) });
    site.put_all(&styles.collect::<Vec<_>>())?;
    site.put_all(&assets.outputs)?;
    api::files(archive, &put_made)?;
    feeds::outputs(archive, &pages, &project.published_texts(), &put_made)?;
    diagnostics.extend(found_in_files.into_inner().unwrap_or_else(PoisonError::into_inner));
    watch.lap("render, index, images and write");
    let files = site.finish()?;
    kept.tidy();
    watch.lap("put in place");

    let counts = report::count(archive, &project.sources.files, &files, image_bytes);
    diagnostics.extend(report::over_limits(&counts));
    let diagnostics = project.in_order(diagnostics);
    let (reveal, no_cards) = (missing.map(|missing| missing.to_string()), no_cards.map(|missing| missing.to_string()));
    Ok(Report { counts, diagnostics, reveal, no_cards, stages: watch.stages })
}

/// The configuration of a build.
fn configured(options: &Options) -> Result<Config, Error> {
    let mut config = config::load(&options.source, options.config.as_deref())?;
    if let Some(url) = &options.base_url {
        config.base_url = Some(config::with_slash(url));
    }
    Ok(config)
}

/// Authors' styles: the path of the file and what is in it. Decks with the same styles share a file.
type Styles = BTreeMap<String, String>;

/// Renders pages into the site; their styles come back, and what is wrong with them.
fn write_pages(
    site: &publish::Site,
    renderer: &Renderer<'_>,
    pages: &[Page],
    progress: Progress<'_>,
) -> Result<(Styles, Vec<Diagnostic>), Error> {
    let written = pages.par_iter().map(|page| {
        let mut page = pages::render(renderer, *page)?;
        let findings = std::mem::take(&mut page.findings);
        let author_css = put_page(site, page)?;
        progress(ProgressEvent::Done);
        Ok((author_css, findings))
    });
    let written: Vec<_> = written.collect::<Result<_, Error>>()?;
    let (mut styles, mut found) = (Styles::new(), Vec::new());
    for (style, findings) in written {
        styles.extend(style);
        found.extend(findings);
    }
    Ok((styles, found))
}

fn put_page(site: &publish::Site, page: Rendered) -> Result<Option<(String, String)>, Error> {
    let Rendered { file, html, made_of, is_as_before, author_css, .. } = page;
    match made_of.filter(|_| is_as_before) {
        Some(made_of) => site.keep_page(&file, &made_of)?,
        None => site.put_page(&file, html.as_bytes(), made_of)?,
    }
    Ok(author_css)
}

/// The templates of the user's folder: names and texts.
pub(crate) fn read_templates(folder: Option<&Path>) -> Result<Vec<(String, String)>, Error> {
    let mut overrides = Vec::new();
    if let Some(folder) = folder {
        for (name, path) in scan::files_below(folder)? {
            if Path::new(&name).extension().is_some_and(|extension| extension == "html") {
                overrides.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    Ok(overrides)
}

/// The images that the configuration names, when they can be published.
pub(crate) fn read_own_images(source: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> OwnImages {
    let mut read = |key: &str, name: Option<&String>, for_networks: bool| {
        let name = name?;
        match media::read_image(name, &source.join(name), for_networks) {
            Ok(bytes) => Some((name.clone(), bytes)),
            Err(diagnostic) => {
                let hint = format!("the site is built without it; see `{key}` in the configuration");
                diagnostics.push(diagnostic.hint(hint));
                None
            }
        }
    };
    OwnImages {
        logo: read("logo", config.logo.as_ref(), false),
        picture: read("picture", config.picture.as_ref(), true),
    }
}

#[cfg(test)]
mod tests;
