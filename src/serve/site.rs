//! The site in memory: every file by its path, pages rendered when they are asked for.

use super::http::Answer;
use super::live;
use crate::base::diagnostic::Severity;
use crate::base::error::Error;
use crate::base::fs;
use crate::build::{self, Options, report::Stopwatch};
use crate::media::{self, metadata};
use crate::project::{Project, ProjectCache};
use crate::site::assets::{self, Assets};
use crate::site::media::{Pictures, as_it_is, used};
use crate::site::output::{Content, Output};
use crate::site::plan::{self, Page};
use crate::site::redirects::{self, Redirect};
use crate::site::render::{self, Rendered, Renderer};
use crate::site::templates::Templates;
use crate::site::{api, feeds, search_index};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// A site in memory.
pub(super) struct LiveSite {
    project: Project,
    templates: Templates,
    assets: Assets,
    /// Nobody waits for pictures to be made smaller here: they come from this machine.
    pictures: Pictures,
    pages: BTreeMap<String, Page>,
    redirects: BTreeMap<String, Redirect>,
    files: BTreeMap<String, Content>,
    has_feeds: bool,
    has_index: bool,
    /// The errors in the minutes, each ready to print.
    pub(super) errors: Vec<String>,
    /// The time each stage took.
    pub(super) stages: Vec<(&'static str, Duration)>,
}

/// Reads the minutes and makes a site of them; notes that the cache knows are not parsed again.
pub(super) fn load(options: &Options, cache: &mut ProjectCache) -> Result<LiveSite, Error> {
    let mut watch = Stopwatch::default();
    let config = cache.config(&options.source, options.config.as_deref(), options.base_url.as_deref())?;
    let templates = build::load_templates(options.templates.as_deref())?;
    let project = Project::load(&options.source, config, options.today, Some(cache))?;
    watch.lap("read the notes");
    let mut diagnostics = project.diagnostics.clone();
    let (redirects, found) = redirects::find(&options.source, &project.archive, &project.sources)?;
    diagnostics.extend(found);
    let own_images = build::read_own_images(&options.source, &project.archive.config, &mut diagnostics);
    let (mut assets, _) = assets::collect(&project.archive.config, own_images, &options.reveal);
    let errors = project.in_order(diagnostics);
    let errors = errors.iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string);
    let mut site = LiveSite {
        errors: errors.collect(),
        pages: plan::plan(&project.archive).into_iter().map(|page| (page.file(&project.archive), page)).collect(),
        redirects: redirects
            .into_iter()
            .map(|redirect| (format!("{}index.html", redirect.address), redirect))
            .collect(),
        files: BTreeMap::new(),
        pictures: Pictures::default(),
        has_feeds: false,
        has_index: false,
        stages: Vec::new(),
        templates,
        project,
        assets: Assets::default(),
    };
    site.add(std::mem::take(&mut assets.outputs));
    let mut media = Vec::new();
    for used in used(&site.project.archive, &site.project.sources.files) {
        media.extend(as_it_is(&used)?);
    }
    site.add(media);
    site.assets = assets;
    watch.lap("shared files");
    site.stages = watch.stages;
    Ok(site)
}

impl LiveSite {
    fn add(&mut self, outputs: Vec<Output>) {
        self.files.extend(outputs.into_iter().map(|output| (output.path, output.content)));
    }

    fn renderer(&self) -> Renderer<'_> {
        render::renderer(&self.project.archive, &self.templates, &self.assets, &self.pictures)
    }

    /// The answer to a path below the base, decoded and without its first slash. Nothing is looked up on the disk: what is
    /// not a file of the site is not there.
    pub(super) fn answer(&mut self, path: &str) -> Answer {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(page) = self.pages.get(&file).copied() {
            return self.page(page);
        }
        if let Some(redirect) = self.redirects.get(&file) {
            let rendered = self.renderer().redirect(redirect).map_err(Error::from);
            return self.rendered(rendered);
        }
        if let Some(found) = self.file(&file) {
            return found;
        }
        if self.pages.contains_key(&format!("{path}/index.html")) {
            return Answer::moved(path);
        }
        match self.page(Page::NotFound) {
            Answer { status: 200, body, .. } => Answer::missing(body),
            failed => failed,
        }
    }

    fn page(&mut self, page: Page) -> Answer {
        let rendered = self.renderer().render(page).map_err(Error::from);
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
            match search_index::index(&self.project.archive, &self.project.sources) {
                Ok(outputs) => self.add(outputs),
                Err(error) => return Some(super::failure("", &error.to_string())),
            }
        }
        if !self.files.contains_key(path) && !self.has_feeds {
            self.has_feeds = true;
            let mut pages: Vec<Page> = self.pages.values().copied().collect();
            pages.sort();
            self.add(feeds::outputs(&self.project.archive, &pages, &self.project.texts()));
            self.add(api::files(&self.project.archive));
        }
        let body = match self.files.get(path)? {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Copy(source) => read(path, source)?,
        };
        Some(Answer::found(path, body))
    }
}

/// A file of the minutes, as it will be published: without what cameras write into it.
fn read(path: &str, source: &Path) -> Option<Vec<u8>> {
    let file = fs::read(source).ok()?;
    let format = media::format_of_name(path)?;
    Some(metadata::stripped(format, &file).bytes)
}
