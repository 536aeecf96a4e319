//! The arguments as plain data; the only file that knows clap.

use chrono::NaiveDate;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use minutebook::base::{file_names, fs};
use std::path::{Path, PathBuf};

/// The version, and the commit the program was built from where that is known: `0.1.0 (1a2b3c4d5)`.
pub(crate) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("MINUTEBOOK_COMMIT"));

/// Turn a repository of meeting minutes into a site: every call as a page and as slides, with search.
#[derive(Debug, Parser)]
#[command(name = "minutebook", version = VERSION, max_term_width = 100)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site.
    Build(Build),
    /// Say what is wrong in the minutes.
    Check(Check),
    /// Search the minutes on the terminal.
    Search(Search),
    /// Print what was found in the minutes as data.
    Export(Export),
    /// Show what every stage makes of one file.
    Dump(Dump),
    /// Write a first minutebook.yaml and a GitHub Pages workflow.
    Init(Init),
    /// Show the site on this machine, and follow every change of the minutes.
    Serve(Serve),
    /// Go through decisions and actions, and what is nearly one: accept, reject, mend.
    Review(Review),
    /// Draft the pad of a team's next call: its layout, open actions, unfinished topics.
    New(New),
    /// Write down every address of the site, so that a page that moves leaves a redirect behind.
    Addresses(Source),
    /// Print a script that completes commands in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Manual,
}

/// Where the minutes are and how they are read.
#[derive(Debug, Clone, Args)]
pub(crate) struct Source {
    /// The folder with the minutes [default: this folder, where it holds a minutebook.yaml, else `content`].
    #[arg(default_value_os_t = default_source(), hide_default_value = true, value_name = "SOURCE")]
    pub(crate) folder: PathBuf,
    /// The configuration, instead of SOURCE/minutebook.yaml.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The day to take for today (calls after it are upcoming), as YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) today: Option<NaiveDate>,
}

/// A day as files are called, with or without hyphens.
fn day(text: &str) -> Result<NaiveDate, String> {
    let found = ["%Y-%m-%d", "%Y%m%d"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    found.ok_or_else(|| "this is not a date; write it as 2026-01-31".to_owned())
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(crate) struct Build {
    /// Where the minutes are.
    #[command(flatten)]
    pub(crate) source: Source,
    /// Where the site goes. The folder must be empty or made by an earlier build.
    #[arg(short, long, default_value = "public", value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// The address the site will have, for links that cannot be relative; overrides `base_url`.
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Exit with 1 when the minutes have errors or warnings.
    #[arg(long)]
    pub(crate) strict: bool,
    /// A folder of templates that replace the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// The folder of the npm package reveal.js, when it is not built in.
    #[arg(long, value_name = "DIR")]
    pub(crate) reveal: Option<PathBuf>,
    /// Where pictures, and what came of each note, are kept between builds [default: MINUTEBOOK_CACHE, else the user's cache].
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Keep nothing between builds.
    #[arg(long, conflicts_with = "cache")]
    pub(crate) no_cache: bool,
    /// Print errors only.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Print the milliseconds each stage took.
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Where the minutes are.
    #[command(flatten)]
    pub(crate) source: Source,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,
    /// Exit with 1 when there is an error or a warning.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Mend what can be mended without changing what the minutes say, then check.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Save images that are still on the pads under `image_hosts` beside their notes, then check.
    #[arg(long)]
    pub(crate) fetch_images: bool,
    /// Explain a code, such as `dead-link`, instead of checking; `all` lists them.
    #[arg(long, value_name = "CODE")]
    pub(crate) explain: Option<String>,
}

/// How `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
    /// GitHub workflow commands, which become annotations.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for: words, "an exact phrase", +must, -not, team:iaas, @handle, after:2024-03, year:2024.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: String,
    /// The folder with the minutes.
    #[arg(long, default_value_os_t = default_source(), hide_default_value = true, value_name = "DIR")]
    pub(crate) source: PathBuf,
    /// The configuration, instead of the one in the source folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The site whose index to ask when it is up to date.
    #[arg(short, long, default_value = "public", value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// Keep nothing in the user's cache for the next question, and use nothing that was kept there.
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// The most results to print.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
    /// Print one JSON array.
    #[arg(long)]
    pub(crate) json: bool,
    /// The day to take for today, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) today: Option<NaiveDate>,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to print.
    #[arg(value_enum, required_unless_present = "server")]
    pub(crate) what: Option<ExportKind>,
    /// Where the minutes are.
    #[command(flatten)]
    pub(crate) source: Source,
    /// One JSON object a line, or comma-separated values.
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(crate) format: ExportFormat,
    /// Write the documents of the search for a search server: the description of its index, and what to send it.
    #[arg(long = "for", value_enum, value_name = "SERVER", conflicts_with = "format")]
    pub(crate) server: Option<ExportServer>,
    /// The folder that the files for the server go to.
    #[arg(short, long, value_name = "DIR", default_value = "search-server", requires = "server")]
    pub(crate) output: PathBuf,
    /// The name of the server's index.
    #[arg(long, value_name = "NAME", default_value = "minutes", requires = "server")]
    pub(crate) index: String,
    /// Write everything, not only what has changed since the last export to the same folder.
    #[arg(long, requires = "server")]
    pub(crate) all: bool,
}

/// A search server that `export` writes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportServer {
    /// Quickwit.
    Quickwit,
    /// OpenSearch or Elasticsearch.
    #[value(alias = "elasticsearch")]
    Opensearch,
}

/// What `export` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportKind {
    /// One row a call.
    Calls,
    /// One row a section.
    Sections,
    /// One row a decision.
    Decisions,
    /// One row an action, with its history.
    Actions,
    /// One row an issue, standard or the like, with its mentions.
    #[value(alias = "refs")]
    References,
    /// One row a person.
    People,
    /// One row a topic, with its mentions.
    Topics,
    /// The documents of the search, for a search server: needs `--for`.
    Documents,
}

/// How `export` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a line.
    Jsonl,
    /// RFC 4180.
    Csv,
}

/// Arguments of `dump`.
#[derive(Debug, Args)]
pub(crate) struct Dump {
    /// The note.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The configuration; without it, the one found in the file's folder or those above.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder with the minutes [default: `content`, where there is one, else this folder].
    #[arg(value_name = "SOURCE")]
    pub(crate) source: Option<PathBuf>,
    /// Replace files that are there already.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where the minutes are.
    #[command(flatten)]
    pub(crate) source: Source,
    /// The port on 127.0.0.1; 0 takes any free one.
    #[arg(short, long, default_value_t = 8000, value_name = "PORT")]
    pub(crate) port: u16,
    /// The folder of the address the site stands in, as it will on the web: `/minutes/`.
    #[arg(long, default_value = "/", value_name = "PATH")]
    pub(crate) base: String,
    /// Open the site in the browser.
    #[arg(long)]
    pub(crate) open: bool,
    /// A folder of templates that replace the built-in ones of the same name.
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// The folder of the npm package reveal.js, when it is not built in.
    #[arg(long, value_name = "DIR")]
    pub(crate) reveal: Option<PathBuf>,
    /// Print the milliseconds each stage took.
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Arguments of `review`.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Where the minutes are.
    #[command(flatten)]
    pub(crate) source: Source,
    /// Only one team: its folder, title or another name it has.
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,
    /// Only calls from this day on, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<NaiveDate>,
    /// What was reviewed before, too.
    #[arg(long)]
    pub(crate) all: bool,
    /// Print what there is to review, and end.
    #[arg(long)]
    pub(crate) list: bool,
    /// Print it as one JSON array, and end.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write comments into the notes instead of minutebook-review.yaml.
    #[arg(long, conflicts_with_all = ["list", "json"])]
    pub(crate) in_notes: bool,
    /// Who reviews, to be written beside each verdict.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The team: its folder, title or another name it has; `-` for calls without a team.
    #[arg(allow_hyphen_values = true)]
    pub(crate) team: String,
    /// The day of the call, as YYYY-MM-DD.
    #[arg(value_parser = day)]
    pub(crate) date: NaiveDate,
    /// The folder with the minutes.
    #[arg(long, default_value_os_t = default_source(), hide_default_value = true, value_name = "DIR")]
    pub(crate) source: PathBuf,
    /// The configuration, instead of the one in the source folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write the file where it belongs instead of printing it.
    #[arg(long)]
    pub(crate) write: bool,
}

/// Where a user's programs keep what they can make again; `variable` reads the environment.
pub(crate) fn cache_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).filter(|path| path.is_absolute());
    let own = variable("MINUTEBOOK_CACHE").filter(|path| !path.as_os_str().is_empty());
    let of_platform = || {
        if cfg!(windows) {
            absolute("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            absolute("HOME").map(|home| home.join("Library/Caches"))
        } else {
            absolute("HOME").map(|home| home.join(".cache"))
        }
    };
    own.or_else(|| Some(absolute("XDG_CACHE_HOME").or_else(of_platform)?.join("minutebook")))
}

/// The script that completes commands in a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "minutebook", &mut script);
    script
}

/// The manual page, in roff.
pub(crate) fn manual() -> Vec<u8> {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(Arguments::command()).render(&mut page);
    page
}

/// Where the minutes are when nobody says.
fn default_source() -> PathBuf {
    let here = fs::exists(Path::new(file_names::CONFIGURATION));
    PathBuf::from(if here { "." } else { "content" })
}

/// Reads the command line; on a mistake prints what is wrong and ends the program with 2.
pub(crate) fn arguments() -> Arguments {
    Arguments::parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_where_the_platform_keeps_such_things() {
        let folder = |set: &[(&str, &str)]| {
            let found =
                |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| PathBuf::from(value));
            cache_folder(found).map(|path| path.display().to_string())
        };
        let set = [("HOME", "/home/a"), ("XDG_CACHE_HOME", "/x"), ("MINUTEBOOK_CACHE", "here")];
        assert_eq!(folder(&set).as_deref(), Some("here"));
        assert_eq!(folder(&[set[0], set[1], ("MINUTEBOOK_CACHE", "")]).as_deref(), Some("/x/minutebook"));
        assert_eq!(folder(&[("XDG_CACHE_HOME", "relative")]), None);
        if cfg!(target_os = "linux") {
            assert_eq!(folder(&set[..1]).as_deref(), Some("/home/a/.cache/minutebook"));
        }
    }
}
