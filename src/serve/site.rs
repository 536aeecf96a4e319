//! The site in memory: every file by its path, pages rendered when they are asked for.

use super::answer::Answer;
use super::findings::Edited;
use super::live;
use super::review;
use crate::base::diagnostic::Severity;
use crate::base::error::Error;
use crate::base::fs;
use crate::base::panics;
use crate::build::{self, Options, report::Stopwatch};
use crate::config::{Config, TeamSlug};
use crate::language::Words;
use crate::media::{self, Format, metadata};
use crate::project::{Kept, Project, ProjectCache};
use crate::sanitise::svg;
use crate::scan;
use crate::site::assets::{self, Assets, OwnImages};
use crate::site::media::{Pictures, used};
use crate::site::output::{Content, Made, Output};
use crate::site::pages::{self, Page};
use crate::site::redirects::{self, Redirect};
use crate::site::render::view::RegisterLinkView;
use crate::site::render::{self, Rendered, Renderer};
use crate::site::templates::{self, TemplateError, Templates};
use crate::site::{api, feeds, search_index};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A site in memory.
pub(super) struct LiveSite {
    pub(super) project: Arc<Project>,
    templates: Arc<Templates>,
    assets: Arc<Assets>,
    /// Nobody waits for pictures to be made smaller here: they come from this machine.
    pictures: Pictures,
    pages: BTreeMap<String, Page>,
    menu: Vec<RegisterLinkView>,
    redirects: BTreeMap<String, Redirect>,
    /// Files that are there as soon as the site is, or that were made when the first of them was asked for.
    files: BTreeMap<String, Content>,
    has_feeds: bool,
    has_index: bool,
    /// The errors in the minutes, each ready to print.
    pub(super) errors: Vec<String>,
    /// The time each stage took.
    pub(super) stages: Vec<(&'static str, Duration)>,
}

/// What one site leaves for the next, each part kept for as long as what it was made of stays as it is.
#[derive(Default)]
pub(super) struct SiteCache {
    project: ProjectCache,
    templates: Option<KeptTemplates>,
    assets: Option<KeptAssets>,
    edited: Edited,
    pub(super) counts: Counts,
}

/// How often things were made that are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Notes that were parsed for the last site.
    pub(super) notes_parsed: usize,
    /// How often templates were loaded since the server began.
    pub(super) templates_loaded: usize,
    /// How often the shared files were put together since then.
    pub(super) assets_collected: usize,
}

struct KeptTemplates {
    /// The user's own ones: name and text.
    overrides: Vec<(String, String)>,
    /// What they say.
    words: &'static Words,
    templates: Arc<Templates>,
}

struct KeptAssets {
    config: Arc<Config>,
    teams: Vec<TeamSlug>,
    images: OwnImages,
    assets: Arc<Assets>,
}

impl SiteCache {
    /// The files that have been edited since the first site.
    pub(super) fn edited(&mut self, project: &Project) -> BTreeSet<String> {
        self.edited.update(&project.sources);
        self.edited.paths().clone()
    }

    fn templates(&mut self, options: &Options, words: &'static Words) -> Result<Arc<Templates>, Error> {
        let overrides = build::read_templates(options.templates.as_deref())?;
        if let Some(kept) =
            self.templates.as_ref().filter(|kept| kept.overrides == overrides && std::ptr::eq(kept.words, words))
        {
            return Ok(Arc::clone(&kept.templates));
        }
        self.counts.templates_loaded += 1;
        let templates = Arc::new(templates::load(&overrides, words)?);
        self.templates = Some(KeptTemplates { overrides, words, templates: Arc::clone(&templates) });
        Ok(templates)
    }

    fn assets(
        &mut self,
        config: &Arc<Config>,
        teams: Vec<TeamSlug>,
        images: OwnImages,
        options: &Options,
    ) -> Arc<Assets> {
        let is_same =
            |kept: &&KeptAssets| Arc::ptr_eq(&kept.config, config) && kept.teams == teams && kept.images == images;
        if let Some(kept) = self.assets.as_ref().filter(is_same) {
            return Arc::clone(&kept.assets);
        }
        self.counts.assets_collected += 1;
        let (assets, _) = assets::collect(config, &teams, images.clone(), &options.reveal);
        let assets = Arc::new(assets);
        self.assets = Some(KeptAssets { config: Arc::clone(config), teams, images, assets: Arc::clone(&assets) });
        assets
    }
}

/// Reads the minutes and makes a site of them; what the cache knows is not made again.
pub(super) fn load(options: &Options, cache: &mut SiteCache) -> Result<LiveSite, Error> {
    let mut watch = Stopwatch::default();
    let config = cache.project.config(&options.source, options.config.as_deref(), options.base_url.as_deref())?;
    panics::planted("load", || config.title.as_str());
    let templates = cache.templates(options, config.words())?;
    let sources = scan::scan_again(&options.source, &config, &mut cache.project.files)?;
    watch.lap("scan");
    let notes = Kept::InMemory(&mut cache.project.notes);
    let project = Project::of_sources(&options.source, sources, Arc::clone(&config), options.today, notes);
    cache.counts.notes_parsed = cache.project.notes.notes_parsed();
    watch.lap("notes and archive");
    let mut diagnostics = project.diagnostics.clone();
    let (redirects, found) = redirects::find(&options.source, &project.archive, &project.sources)?;
    diagnostics.extend(found);
    let own_images = build::read_own_images(&options.source, &config, &mut diagnostics);
    let assets = cache.assets(&config, project.archive.team_slugs(), own_images, options);
    diagnostics.retain(|finding| finding.severity == Severity::Error);
    let errors = project.in_order(diagnostics).iter().map(ToString::to_string).collect();
    // A picture is read when it is asked for, an SVG is cleaned then.
    let media = used(&project.archive, &project.sources.files);
    let media = media.into_iter().map(|used| (used.file.url.clone(), Content::Copy(used.source.to_owned())));
    let files = media.collect();
    let pages = pages::plan(&project.archive);
    let mut site = LiveSite {
        errors,
        menu: pages::menu(&project.archive, &pages),
        pages: pages.into_iter().map(|page| (page.file(&project.archive), page)).collect(),
        redirects: redirects
            .into_iter()
            .map(|redirect| (format!("{}index.html", redirect.address), redirect))
            .collect(),
        files,
        pictures: Pictures::default(),
        has_feeds: false,
        has_index: false,
        stages: Vec::new(),
        templates,
        project: Arc::new(project),
        assets,
    };
    watch.lap("pages and shared files");
    site.stages = watch.stages;
    Ok(site)
}

impl LiveSite {
    fn add(&mut self, outputs: Vec<Output>) {
        self.files.extend(outputs.into_iter().map(|output| (output.path, output.content)));
    }

    fn renderer(&self) -> Result<Renderer<'_>, TemplateError> {
        let archive = &self.project.archive;
        let renderer = render::renderer(archive, &self.templates, &self.assets, &self.pictures, self.menu.clone())?;
        Ok(renderer.with_texts(self.project.published_texts()))
    }

    /// The answer to a path below the base, decoded and without its first slash. Nothing is looked up on the disk: what is
    /// not a file of the site is not there.
    pub(super) fn answer(&mut self, path: &str) -> Answer {
        panics::planted("answer", || path);
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(page) = self.pages.get(&file).copied() {
            return self.page(page);
        }
        if let Some(answer) = review::answer(&self.project, path) {
            return answer;
        }
        if let Some(redirect) = self.redirects.get(&file) {
            let rendered =
                self.renderer().and_then(|renderer| redirects::page::render(&renderer, redirect)).map_err(Error::from);
            return self.rendered(rendered);
        }
        if let Some(found) = self.file(&file) {
            return found;
        }
        if self.pages.contains_key(&format!("{path}/index.html")) {
            return Answer::moved(path);
        }
        match self.pages.get("404.html").copied().map(|page| self.page(page)) {
            Some(Answer { status: 200, body, .. }) => Answer::missing(body),
            Some(failed) => failed,
            None => Answer::missing(Vec::new()),
        }
    }

    fn page(&mut self, page: Page) -> Answer {
        let rendered = self.renderer().and_then(|renderer| pages::render(&renderer, page)).map_err(Error::from);
        self.rendered(rendered)
    }

    fn rendered(&mut self, rendered: Result<Rendered, Error>) -> Answer {
        match rendered {
            Ok(rendered) => {
                if let Some((path, css)) = rendered.author_css {
                    self.files.insert(path, Content::Bytes(css.into_bytes()));
                }
                Answer::found("index.html", live::listening(&rendered.html).into_bytes())
            }
            Err(error) => super::failure("", &error.to_string()),
        }
    }

    /// A file; what takes longer to make than a page is made when the first of it is asked for.
    fn file(&mut self, path: &str) -> Option<Answer> {
        if !self.files.contains_key(path) && !self.has_index && path.starts_with("search/") {
            self.has_index = true;
            let Project { archive, sources, verdicts, .. } = &*self.project;
            match Made::all(|put| search_index::index(archive, sources, verdicts, put)) {
                Ok(made) => self.add(made.outputs),
                Err(error) => return Some(super::failure("", &error.to_string())),
            }
        }
        let is_known = self.files.contains_key(path) || path.starts_with("assets/");
        if !is_known && !self.has_feeds {
            self.has_feeds = true;
            let mut pages: Vec<Page> = self.pages.values().copied().collect();
            pages.sort();
            let (archive, texts) = (&self.project.archive, self.project.published_texts());
            let made = Made::all(|put| {
                feeds::outputs(archive, &pages, &texts, put)?;
                api::files(archive, put)
            });
            match made {
                Ok(made) => self.add(made.outputs),
                Err(error) => return Some(super::failure("", &error.to_string())),
            }
        }
        let shared = || self.assets.outputs.iter().find(|output| output.path == path).map(|output| &output.content);
        let body = match self.files.get(path).or_else(shared)? {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Copy(source) => read(path, source)?,
        };
        Some(Answer::found(path, body))
    }
}

/// A file of the minutes, as it will be published: without what cameras write into it, and an SVG without what is no
/// drawing; nothing when it is none after all.
fn read(path: &str, source: &Path) -> Option<Vec<u8>> {
    let file = fs::read(source).ok()?;
    match media::format_of_name(path)? {
        Format::Svg => svg::svg(&file).ok(),
        format => Some(metadata::stripped(format, &file).bytes),
    }
}
