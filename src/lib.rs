//! minutebook turns a repository of meeting minutes into a site.
//!
//! ```text
//! SOURCE ─> scan ──────> parse ────> extract ──> link ────> plan ─────> render ──────> write ─> public/
//!           Vec<Input>   Document    Call        Archive    Vec<Page>   Vec<Output>
//! ```
//!
//! [`build()`] is the table of contents; ARCHITECTURE.md is the map. The library neither prints nor reads the environment.

pub mod addresses;
pub mod assets;
pub mod attachments;
pub mod check;
pub mod cli;
pub mod config;
pub mod dates;
pub mod diagnostic;
pub mod draft;
pub mod dump;
pub mod export;
pub mod extract;
pub mod feeds;
pub mod fetch;
pub mod fs;
pub mod highlight;
pub mod identity;
pub mod images;
pub mod init;
pub mod link;
pub mod model;
mod notes;
pub mod parse;
pub mod plain;
pub mod plan;
pub mod render;
pub mod report;
pub mod reveal;
pub mod sanitise;
pub mod scan;
pub mod search;
pub mod serve;
pub mod slug;
pub mod step;
pub mod templates;
pub mod write;
pub mod yaml;

use assets::OwnImages;
use chrono::NaiveDate;
use config::Config;
use diagnostic::Diagnostic;
use images::{Cache, Pictures};
use link::Archive;
use notes::NoteCache;
use rayon::prelude::*;
use report::{Counts, Report, Stopwatch};
use scan::Scan;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use step::Step;
use write::{Content, Output};

/// What [`build()`] is told.
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
    /// The folder in which pictures that were made smaller are kept between builds; none to make them each time.
    pub cache: Option<PathBuf>,
    /// The day of the build.
    pub today: NaiveDate,
}

/// Why there is no site.
#[derive(Debug)]
pub enum Error {
    /// The source cannot be read, or the configuration is wrong.
    Input(Vec<Diagnostic>),
    /// A template is wrong.
    Template(templates::TemplateError),
    /// A file of the user's templates or a file of the source could not be read.
    File(fs::FileError),
    /// The index could not be made.
    Search(search::SearchError),
    /// Images cannot be fetched.
    Fetch(String),
    /// The site could not be written.
    Write(write::WriteError),
}

/// Builds the site of a folder of minutes.
pub fn build(options: &Options) -> Result<Report, Error> {
    build_and_tell(options, &|_| {})
}

/// As [`build()`], and says what it is at.
pub fn build_and_tell(options: &Options, tell: step::Tell<'_>) -> Result<Report, Error> {
    let mut watch = Stopwatch::default();
    tell(Step::Stage("reading the notes", 0));
    let config = configured(options)?;
    let templates = load_templates(options.templates.as_deref())?;

    let scan = scan::scan(&options.source, &config).map_err(Error::Input)?;
    let site = write::begin(&options.output, &options.source).map_err(Error::Write)?;
    watch.lap("scan");
    let (mut archive, mut diagnostics) = archive_of(&config, &scan, options.today, None, &mut watch);
    diagnostics.extend(find_moved(&mut archive, &scan, &options.source)?);
    diagnostics.extend(check::check(&archive, &scan));
    watch.lap("link and check");
    let pages = plan::plan(&archive);
    let own_images = read_own_images(&options.source, &config, &mut diagnostics);
    let (assets, missing) = assets::collect(&config, own_images, &options.reveal);

    // Pictures are made beside everything that does not wait for them: the pages that show one need to know its files.
    tell(Step::Stage("rendering the pages", pages.len()));
    let used = attachments::used(&archive, &scan.inputs);
    let (with_files, without): (Vec<plan::Page>, Vec<plan::Page>) =
        pages.iter().partition(|page| page.has_files(&archive));
    let render = |pages: &[plan::Page], pictures: &Pictures| {
        write_pages(&site, &render::renderer(&archive, &templates, &assets, pictures), pages, tell)
    };
    let ((rendered, indexed), published) = rayon::join(
        || {
            rayon::join(
                || render(&without, &Pictures::default()),
                || site.put_all(&search::index(&archive, &scan).map_err(Error::Search)?).map_err(Error::Write),
            )
        },
        || images::publish(&used, &Cache::new(options.cache.clone())),
    );
    let images::Published { outputs: attachments, pictures, diagnostics: more } = published?;
    diagnostics.extend(more);
    site.put_all(&attachments).map_err(Error::Write)?;
    let image_bytes = report::made(&attachments);
    drop(attachments);
    indexed?;
    let mut styles = rendered?;
    styles.extend(render(&with_files, &pictures)?);
    for outputs in [
        style_outputs(styles),
        export::files(&archive),
        feeds::outputs(&archive, &pages, &texts_of(&scan)),
        assets.outputs,
    ] {
        site.put_all(&outputs).map_err(Error::Write)?;
    }
    watch.lap("render, index, images and write");
    let files = site.finish().map_err(Error::Write)?;
    watch.lap("put in place");

    let counts = report::count(&archive, &scan.inputs, &files, image_bytes);
    diagnostics.extend(report::over_limits(&counts));
    finish_diagnostics(&mut diagnostics, &scan);
    Ok(Report { counts, diagnostics, reveal: missing.map(|missing| missing.to_string()), stages: watch.stages })
}

/// The configuration of a build.
fn configured(options: &Options) -> Result<Config, Error> {
    let mut config = config::load(&options.source, options.config.as_deref()).map_err(Error::Input)?;
    if let Some(url) = &options.base_url {
        config.base_url = Some(config::with_slash(url));
    }
    Ok(config)
}

/// Reads the archive of a folder without building a site: for `check`, `search`, `export`. The callback gets the archive
/// and everything that is wrong with the minutes.
pub fn with_archive<T>(
    source: &Path,
    config: Option<&Path>,
    today: NaiveDate,
    then: impl FnOnce(&Archive<'_>, &[Diagnostic]) -> T,
) -> Result<T, Error> {
    let config = config::load(source, config).map_err(Error::Input)?;
    with_archive_of(&config, source, today, then)
}

/// As [`with_archive`], with a configuration at hand.
pub fn with_archive_of<T>(
    config: &Config,
    source: &Path,
    today: NaiveDate,
    then: impl FnOnce(&Archive<'_>, &[Diagnostic]) -> T,
) -> Result<T, Error> {
    let scan = scan::scan(source, config).map_err(Error::Input)?;
    let (mut archive, mut diagnostics) = archive_of(config, &scan, today, None, &mut Stopwatch::default());
    diagnostics.extend(find_moved(&mut archive, &scan, source)?);
    diagnostics.extend(check::check(&archive, &scan));
    finish_diagnostics(&mut diagnostics, &scan);
    Ok(then(&archive, &diagnostics))
}

/// The configuration of a folder of minutes, and its files.
pub(crate) fn scanned(source: &Path, config: Option<&Path>) -> Result<(Config, Scan), Error> {
    let config = config::load(source, config).map_err(Error::Input)?;
    let scan = scan::scan(source, &config).map_err(Error::Input)?;
    Ok((config, scan))
}

/// The archive of what was scanned, and what is wrong with it but for what [`check`] finds. With a cache, notes that have
/// not changed are not read again.
pub(crate) fn archive_of<'a>(
    config: &'a Config,
    scan: &Scan,
    today: NaiveDate,
    mut cache: Option<&mut NoteCache>,
    watch: &mut Stopwatch,
) -> (Archive<'a>, Vec<Diagnostic>) {
    let (calls, mut diagnostics) = notes::calls(scan, config, cache.as_deref_mut());
    watch.lap("parse and extract");
    let (files, more) = attachments::look_into(&scan.inputs);
    diagnostics.extend(more);
    watch.lap("images");
    let (archive, more) = link::link(config, today, &scan.teams, calls, files, |calls| match cache {
        Some(cache) => cache.take_notes(calls, config),
        None => extract::take_notes(calls, config),
    });
    diagnostics.extend(more);
    (archive, diagnostics)
}

/// As [`archive_of`], for those who only look into it.
pub(crate) fn archive_alone<'a>(config: &'a Config, scan: &Scan, today: NaiveDate) -> Archive<'a> {
    archive_of(config, scan, today, None, &mut Stopwatch::default()).0
}

/// Finds where the addresses lead that were published once and have no page any more.
fn find_moved(archive: &mut Archive<'_>, scan: &Scan, source: &Path) -> Result<Vec<Diagnostic>, Error> {
    let (ledger, mut diagnostics) = read_ledger(source)?;
    let (moved, more) = addresses::moved(&ledger, archive, scan);
    archive.moved = moved;
    diagnostics.extend(more);
    Ok(diagnostics)
}

/// The list of addresses in the source folder; an empty one where there is none.
fn read_ledger(source: &Path) -> Result<(addresses::Ledger, Vec<Diagnostic>), Error> {
    let path = source.join(addresses::FILE_NAME);
    if !fs::exists(&path) {
        return Ok((addresses::Ledger::default(), Vec::new()));
    }
    Ok(addresses::parse(&fs::read_to_string(&path)?))
}

/// Fetches the images that are still on the configured pads and saves them beside their notes.
pub fn fetch_images(
    source: &Path,
    config: Option<&Path>,
    today: NaiveDate,
    limits: fetch::Limits,
    tell: step::Tell<'_>,
) -> Result<Vec<fetch::Outcome>, Error> {
    let config = config::load(source, config).map_err(Error::Input)?;
    if let Some(why) = fetch::refusal(&config) {
        return Err(Error::Fetch(why));
    }
    let scan = scan::scan(source, &config).map_err(Error::Input)?;
    let images = fetch::missing(&archive_alone(&config, &scan, today));
    Ok(fetch::fetch(source, images, limits, tell))
}

/// Writes down every address of the site, and where those lead that have no page any more.
pub fn record_addresses(
    source: &Path,
    config: Option<&Path>,
    today: NaiveDate,
) -> Result<(addresses::Changes, Vec<Diagnostic>), Error> {
    let (config, scan) = scanned(source, config)?;
    let archive = archive_alone(&config, &scan, today);
    let (before, mut diagnostics) = read_ledger(source)?;
    let after = addresses::record(&before, &archive, &scan);
    let printed = addresses::print(&after);
    fs::replace(&source.join(addresses::FILE_NAME), printed.as_bytes())?;
    // What is said of a line names its number, which only the printed list has.
    let (numbered, _) = addresses::parse(&printed);
    diagnostics.extend(addresses::moved(&numbered, &archive, &scan).1);
    Ok((addresses::changes(&before, &after), diagnostics))
}

/// The safe repairs of what was scanned; [`check::fix::apply`] writes them.
pub fn fixes_of(config: &Config, scan: &Scan, today: NaiveDate) -> Vec<check::fix::Fix> {
    check::fix::fixes(&archive_alone(config, scan, today), scan)
}

/// Mends what can be mended without asking, in the files of the source.
pub fn fix(source: &Path, config: Option<&Path>, today: NaiveDate) -> Result<Vec<check::fix::Fix>, Error> {
    let (config, scan) = scanned(source, config)?;
    let fixes = fixes_of(&config, &scan, today);
    check::fix::apply(&fixes)?;
    Ok(fixes)
}

/// The pad of a team's next call.
pub fn draft(
    source: &Path,
    config: Option<&Path>,
    today: NaiveDate,
    team: &str,
    day: NaiveDate,
) -> Result<Result<draft::Draft, draft::DraftError>, Error> {
    let (config, scan) = scanned(source, config)?;
    Ok(draft::draft(&archive_alone(&config, &scan, today), &scan, team, day))
}

/// Authors' styles: the path of the file and what is in it. Decks with the same styles share a file.
type Styles = BTreeMap<String, String>;

/// Renders pages into the site; their styles come back.
fn write_pages(
    site: &write::Site,
    renderer: &render::Renderer<'_>,
    pages: &[plan::Page],
    tell: step::Tell<'_>,
) -> Result<Styles, Error> {
    let styles = pages.par_iter().map(|page| {
        let render::Rendered { file, html, author_css } = renderer.render(*page).map_err(Error::Template)?;
        site.put(&Output { path: file, content: Content::Bytes(html.into_bytes()) }).map_err(Error::Write)?;
        tell(Step::Done);
        Ok(author_css)
    });
    let styles: Vec<Option<(String, String)>> = styles.collect::<Result<_, Error>>()?;
    Ok(styles.into_iter().flatten().collect())
}

fn style_outputs(styles: Styles) -> Vec<Output> {
    styles.into_iter().map(|(path, css)| Output { path, content: Content::Bytes(css.into_bytes()) }).collect()
}

fn load_templates(folder: Option<&Path>) -> Result<templates::Templates, Error> {
    let mut overrides = Vec::new();
    if let Some(folder) = folder {
        for (name, path) in scan::files_below(folder).map_err(Error::File)? {
            if Path::new(&name).extension().is_some_and(|extension| extension == "html") {
                overrides.push((name, fs::read_to_string(&path).map_err(Error::File)?));
            }
        }
    }
    templates::load(&overrides).map_err(Error::Template)
}

/// The images that the configuration names, when they can be published.
fn read_own_images(source: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> OwnImages {
    let mut read = |key: &str, name: Option<&String>, for_networks: bool| {
        let name = name?;
        match attachments::read_image(name, &source.join(name), for_networks) {
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

/// The text of every note, by path.
fn texts_of(scan: &Scan) -> BTreeMap<&str, &str> {
    scan.notes().map(|(input, file)| (input.path.as_str(), file.text.as_str())).collect()
}

/// Findings in the order of files and lines, each with the line it is about.
fn finish_diagnostics(diagnostics: &mut Vec<Diagnostic>, scan: &Scan) {
    diagnostics.extend(scan.diagnostics.iter().cloned());
    let texts = texts_of(scan);
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.source_line.is_none()) {
        if let (Some(position), Some(text)) = (diagnostic.position, texts.get(diagnostic.path.as_str())) {
            *diagnostic = diagnostic.clone().at(position, text);
        }
    }
    diagnostics.sort();
    diagnostics.dedup();
}

impl Counts {
    /// Files of the source, each counted once.
    pub fn inputs(&self) -> usize {
        self.call_files + self.pages + self.copies + self.assets + self.excluded.values().sum::<usize>()
    }
}

impl From<fs::FileError> for Error {
    fn from(error: fs::FileError) -> Self {
        Self::File(error)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(diagnostics) => {
                for (index, diagnostic) in diagnostics.iter().enumerate() {
                    write!(f, "{}{diagnostic}", if index > 0 { "\n" } else { "" })?;
                }
                Ok(())
            }
            Self::Template(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::Search(error) => error.fmt(f),
            Self::Fetch(why) => f.write_str(why),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}
