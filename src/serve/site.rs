//! The site in memory: every file by its path, pages rendered when they are asked for.

use super::http::Answer;
use super::live;
use crate::images::Pictures;
use crate::notes::NoteCache;
use crate::plan::{self, Page};
use crate::render::Renderer;
use crate::report::Stopwatch;
use crate::scan::Scan;
use crate::write::{Content, Output};
use crate::{Error, Options, assets, attachments, feeds, fs, images, link, render, scan, search};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// Builds a site and lends it to `use_it`, with the errors in the minutes and the time each stage took.
pub(super) fn with_site(
    options: &Options,
    cache: &mut NoteCache,
    use_it: impl FnOnce(&mut Site<'_>, Vec<String>, Vec<(&'static str, Duration)>),
) -> Result<(), Error> {
    let mut watch = Stopwatch::default();
    let config = crate::configured(options)?;
    let templates = crate::load_templates(options.templates.as_deref())?;
    let scan = scan::scan(&options.source, &config).map_err(Error::Input)?;
    watch.lap("scan");
    let (mut archive, mut diagnostics) = crate::archive_of(&config, &scan, options.today, Some(cache), &mut watch);
    diagnostics.extend(crate::find_moved(&mut archive, &scan, &options.source)?);
    watch.lap("link");
    let pages = plan::plan(&archive);
    let own_images = crate::read_own_images(&options.source, &config, &mut diagnostics);
    let (assets, _) = assets::collect(&config, own_images, &options.reveal);
    crate::finish_diagnostics(&mut diagnostics, &scan);
    let errors = diagnostics.iter().filter(|found| found.severity == crate::diagnostic::Severity::Error);
    let errors = errors.map(ToString::to_string).collect();
    // Nobody waits for pictures to be made smaller here: they come from this machine.
    let pictures = Pictures::default();
    let used = attachments::used(&archive, &scan.inputs);
    let mut site = Site {
        renderer: render::renderer(&archive, &templates, &assets, &pictures),
        pages: pages.iter().map(|page| (page.file(&archive), *page)).collect(),
        files: BTreeMap::new(),
        archive: &archive,
        scan: &scan,
        has_feeds: false,
        has_index: false,
    };
    site.add(assets.outputs.clone());
    for used in &used {
        site.add(attachments::as_it_is(used)?.into_iter().collect());
    }
    watch.lap("shared files");
    use_it(&mut site, errors, watch.stages);
    Ok(())
}

/// A site in memory.
pub(super) struct Site<'a> {
    renderer: Renderer<'a>,
    pages: BTreeMap<String, Page>,
    files: BTreeMap<String, Content>,
    archive: &'a link::Archive<'a>,
    scan: &'a Scan,
    has_feeds: bool,
    has_index: bool,
}

impl Site<'_> {
    fn add(&mut self, outputs: Vec<Output>) {
        self.files.extend(outputs.into_iter().map(|output| (output.path, output.content)));
    }

    /// The answer to a path below the base, decoded and without its first slash. Nothing is looked up on the disk: what is
    /// not a file of the site is not there.
    pub(super) fn answer(&mut self, path: &str) -> Answer {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(page) = self.pages.get(&file).copied() {
            return self.page(page);
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
        match self.renderer.render(page) {
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
            match search::index(self.archive, self.scan) {
                Ok(outputs) => self.add(outputs),
                Err(error) => return Some(super::failure("", &error.to_string())),
            }
        }
        if !self.files.contains_key(path) && !self.has_feeds {
            self.has_feeds = true;
            let pages: Vec<Page> = self.pages.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
            self.add(feeds::outputs(self.archive, &pages, &crate::texts_of(self.scan)));
            self.add(crate::export::files(self.archive));
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
    let format = images::format_of_name(path)?;
    Some(images::metadata::stripped(format, &file).bytes)
}
