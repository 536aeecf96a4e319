//! `minutebook.yaml`: its keys, their defaults and what is wrong with them.
//!
//! Raw keys are a [`crate::base::yaml::YamlValue`]; [`parse`] reports everything that is wrong with them at once and returns a
//! [`Config`] with every default filled in and every pattern compiled. A list that is set replaces the built-in one.

pub mod git;
mod glob;
mod keys;
mod people;
mod read;
pub mod reference_kinds;
mod registers;
mod search;
mod teams;

use crate::base::dates::DateForms;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::text::encode_path;
use crate::document::SlideOptions;
use crate::language::{self, Words};
use chrono::NaiveDate;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

pub use glob::Glob;
pub use keys::parse;
pub use people::person_of;
pub use search::{Endpoint, Server};
pub use teams::TeamSlug;
pub(crate) use teams::team_title;

/// The name of the config file in the source folder.
pub use crate::base::file_names::CONFIGURATION as FILE_NAME;

/// Everything that can be set, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The name of the site.
    pub title: String,
    /// One line below the title; may be empty.
    pub tagline: String,
    /// The language of the minutes and of the site's words, a BCP 47 tag.
    pub language: String,
    /// What a person should look at, though all of it can be used.
    pub notices: Vec<Diagnostic>,
    /// Where the site will stand, ends in `/`; feeds and canonical links need it.
    pub base_url: Option<String>,
    /// Where the sources are kept.
    pub repository: Option<Repository>,
    /// A line at the foot of every page, plain text; may be empty.
    pub footer: String,
    /// The accent colour as `#rrggbb`, lower case.
    pub accent: Option<String>,
    /// The path of the logo below the source folder.
    pub logo: Option<String>,
    /// The path below the source folder of the picture that goes with links to the site.
    pub picture: Option<String>,
    /// Whether a card is drawn for links to the archive, its teams and its calls.
    pub social_cards: bool,
    /// Whether notes that were not written as slides have a deck, too.
    pub decks_of_notes: bool,
    /// Whether a copy of the notes as Markdown lies beside each call's page.
    pub markdown_copies: bool,
    /// The teams that are described, in the order in which they are shown.
    pub teams: Vec<TeamConfig>,
    /// Which markdown files are published.
    pub include: Vec<Glob>,
    /// Which files are not.
    pub exclude: Exclude,
    /// Which files are calls, where the layout is not `team/date.md`. The first rule that matches counts; when there are
    /// rules, a file that none of them matches is a page.
    pub calls: Vec<CallRule>,
    /// How dates are read.
    pub dates: Dates,
    /// URL prefixes, each ending in `/`, of pads whose uploads lie beside the notes under the same name.
    pub image_hosts: Vec<String>,
    /// Words that mark decisions and actions.
    pub labels: Labels,
    /// Rules of the registers, of [`RULE_NAMES`], that are switched off.
    pub rules_off: Vec<String>,
    /// When a task box is an action.
    pub tasks: Tasks,
    /// What the registers are read from.
    pub registers: Registers,
    /// Who is a person and who is shown.
    pub people: People,
    /// What is taken out of the notes before they are published.
    pub privacy: Privacy,
    /// What counts as a reference besides issues.
    pub references: References,
    /// The topics that have pages; without any, topics are proposed from what recurs.
    pub topics: Vec<TopicConfig>,
    /// How the decks made from plain minutes look and move.
    pub slides: SlideOptions,
    /// The search server that the site's search asks before its own index.
    pub endpoint: Option<Endpoint>,
}

/// The repository of the minutes on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// `https://github.com/owner/name`, without a slash at the end.
    pub url: String,
    /// The branch that links point to.
    pub branch: String,
    /// The folder of the source in the repository, ending in `/`; empty for the root.
    pub folder: String,
}

impl Repository {
    /// Where a file or folder of the source is on the web. `view` is what is shown of it: `blob`, `tree`, `commits`.
    pub fn address(&self, view: &str, path: &str) -> String {
        format!("{}/{view}/{}/{}{}", self.url, self.branch, self.folder, encode_path(path))
    }
}

/// What is said about a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamConfig {
    /// Its name in URLs.
    pub slug: TeamSlug,
    /// Its name.
    pub title: String,
    /// Other names it goes by in decks and headings.
    pub aliases: Vec<String>,
    /// One line on what it does; may be empty.
    pub blurb: String,
    /// Folders that belong to it, besides the one called as its slug.
    pub folders: Vec<String>,
    /// Its colour as `#rrggbb`, lower case; none for one that is made of its slug.
    pub color: Option<String>,
}

/// Which files are left out.
#[derive(Debug, Clone)]
pub enum Exclude {
    /// The built-in patterns ([`LEFT_OUT`]), which spare files that have a date in their name and the README of a dated
    /// folder (the index of an event).
    BuiltIn(Vec<Glob>),
    /// Those of the config file, and nothing else.
    Set(Vec<Glob>),
}

/// The files that are published where a configuration does not say; any case.
pub const INCLUDED: &[&str] = &["*.md", "*.markdown"];

/// The files that are no minutes in any repository we know; any case.
pub const LEFT_OUT: &[&str] = &[
    "readme*",
    "template.md",
    "template[-_ ]*.md",
    "*[-_ ]template.md",
    "license*",
    "licence*",
    "contributing.md",
    "code_of_conduct.md",
    "code-of-conduct.md",
    "changelog.md",
    "security.md",
    "governance.md",
    "pull_request_template*",
    "node_modules/",
];

/// A rule that says which files are calls and where their team and date stand.
#[derive(Debug, Clone)]
pub struct CallRule {
    /// A regular expression over the path, with the groups `team`, `date` or `year`, `month`, `day`, and `suffix`; what
    /// is not captured is found as if there were no rule.
    pub path: Regex,
    /// The team of all files that match.
    pub team: Option<TeamSlug>,
    /// What is put before a captured team: `wg-`.
    pub prefix: String,
    /// Captured teams that have another name here.
    pub rename: Vec<(String, TeamSlug)>,
    /// What the files that match are; absent: as their names say.
    pub kind: Option<NoteKind>,
}

/// What a file with a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    /// What was said.
    #[default]
    Minutes,
    /// What was to be spoken of.
    Agenda,
    /// When and where it was to be.
    Invitation,
    /// What it came to.
    Summary,
    /// A list of what stands in other files.
    Contents,
    /// A document, whatever date it has.
    Page,
}

/// The kinds as a rule names them.
pub const NOTE_KINDS: &[(&str, NoteKind)] = &[
    ("minutes", NoteKind::Minutes),
    ("agenda", NoteKind::Agenda),
    ("invitation", NoteKind::Invitation),
    ("summary", NoteKind::Summary),
    ("contents", NoteKind::Contents),
    ("page", NoteKind::Page),
];

impl NoteKind {
    /// Whether such a file goes with the minutes of its day rather than being a call beside them.
    pub fn is_companion(self) -> bool {
        !matches!(self, Self::Minutes | Self::Page)
    }

    /// The name in a rule.
    pub fn name(self) -> &'static str {
        NOTE_KINDS.iter().find(|(_, kind)| *kind == self).map_or("minutes", |(name, _)| name)
    }
}

/// The groups a [`CallRule::path`] may have.
pub const GROUPS: &[&str] = &["team", "date", "year", "month", "day", "suffix"];

/// Where a date can come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// The path of the file.
    Path,
    /// `date:` in the front matter.
    FrontMatter,
    /// The first heading, or headings that are only a date.
    Heading,
    /// A line such as `Date: 2023-01-11` near the start.
    Text,
}

/// How dates are read.
#[derive(Debug, Clone)]
pub struct Dates {
    /// The written forms.
    pub forms: DateForms,
    /// Where to look, first choice first.
    pub sources: Vec<DateSource>,
    /// Headings that begin another call in the same file; absent: those that are only a date.
    pub call_heading: Option<Regex>,
    /// The days of single files, by path.
    pub files: BTreeMap<String, NaiveDate>,
    /// What stands around a date in the text: the group `date`, else all of it.
    pub text: Option<Regex>,
}

/// Words that mark decisions and actions at the start of a line, as in `Decision: …`, and as a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// "Decision", …
    pub decisions: Vec<String>,
    /// "TODO", …
    pub actions: Vec<String>,
    /// Whether they stand in the place of the built-in ones rather than beside them.
    pub replace: bool,
}

/// When a task box (`- [ ] …`) is an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tasks {
    /// Wherever it is not plainly something else.
    #[default]
    Always,
    /// Below headings that announce actions.
    BelowHeadings,
    /// Never by itself.
    Never,
}

/// Which tiers of evidence give rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tiers {
    /// Only what the minutes mark.
    Explicit,
    /// Whatever is found, in any kind of note.
    All,
}

/// Which inferred decisions there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Inferred {
    /// Those that the ranker thinks likely.
    #[default]
    Likely,
    /// All that rules find, and what the ranker finds from the threshold of its table on.
    All,
}

/// What the registers are read from.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    /// Whether documents that are no calls give rows, too.
    pub from_all: bool,
    /// The tiers everywhere; absent: as the kind of the note says.
    pub tiers: Option<Tiers>,
    /// Which inferred decisions there are; actions do not go by it.
    pub inferred: Inferred,
    /// Places with tiers of their own, the first one that matches counts.
    pub places: Vec<RegisterPlace>,
}

/// Notes with tiers of their own.
#[derive(Debug, Clone)]
pub struct RegisterPlace {
    /// Those of a team; absent for any.
    pub team: Option<TeamSlug>,
    /// Those whose path matches; absent for any.
    pub path: Option<Regex>,
    /// The tiers there.
    pub tiers: Tiers,
}

impl Registers {
    /// The tiers that are asked for in a note; absent: as the kind of the note says.
    pub fn tiers_of(&self, file: &str, team: Option<&TeamSlug>) -> Option<Tiers> {
        let fits = |place: &&RegisterPlace| {
            place.team.as_ref().is_none_or(|slug| team == Some(slug))
                && place.path.as_ref().is_none_or(|path| path.is_match(file))
        };
        self.places.iter().find(fits).map(|place| place.tiers).or(self.tiers)
    }
}

/// Who is a person and who is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Whether there are pages about people.
    pub pages: bool,
    /// Handles, lower case and without `@`, that are groups, companies or words.
    pub not_people: Vec<String>,
    /// Handles that must not be named anywhere: they are replaced in the text itself.
    pub hidden: Vec<String>,
    /// Handles that have no page and are in no list, but stay in the text.
    pub unlisted: Vec<String>,
    /// Handles and their other spellings, all lower case.
    pub aliases: Vec<(String, Vec<String>)>,
}

impl People {
    /// Whether somebody (a handle as [`person_of`] gives it) has no page and stands in no list.
    pub fn is_unlisted(&self, person: &String) -> bool {
        self.hidden.contains(person) || self.unlisted.contains(person)
    }

    /// Whoever is nobody: groups and words that look like handles, and those who opted out, in all their spellings.
    pub fn unlisted(&self) -> Vec<String> {
        let listed = self.not_people.iter().chain(&self.hidden).chain(&self.unlisted);
        let spellings = |name: &String| {
            let aliases = self.aliases.iter().filter(|(handle, _)| handle == name).flat_map(|(_, others)| others);
            std::iter::once(name.clone()).chain(aliases.cloned()).collect::<Vec<_>>()
        };
        listed.flat_map(spellings).collect()
    }
}

/// What is taken out of the notes before they are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privacy {
    /// The kinds of private data that are replaced.
    pub redact: Vec<PrivateKind>,
    /// What stands in their place: "[removed]".
    pub removed: String,
    /// What stands in the place of people who opted out: "[name removed]".
    pub name_removed: String,
}

impl Default for Privacy {
    fn default() -> Self {
        let (removed, name_removed) = ("[removed]".to_owned(), "[name removed]".to_owned());
        Self { redact: vec![PrivateKind::Secret], removed, name_removed }
    }
}

/// A kind of private data. Secrets come first: where two kinds are found in one place, the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrivateKind {
    /// A password, key, token or account number.
    Secret,
    /// What lets a stranger into a conference.
    WayIn,
    /// The e-mail address of a person.
    Mail,
    /// A telephone number.
    Phone,
}

/// What counts as a reference besides issues, and how their short forms are read.
#[derive(Debug, Clone)]
pub struct References {
    /// The owner that `standards#594` means where several have a repository of that name.
    pub owner: Option<String>,
    /// Short names of repositories and what they stand for: `k8s-capi` → `k8s-cluster-api-provider`; lower case.
    pub repositories: Vec<(String, String)>,
    /// The kinds; those of the configuration first.
    pub kinds: Vec<ReferenceKind>,
}

/// A kind of reference that is known by how it is written.
#[derive(Debug, Clone)]
pub struct ReferenceKind {
    /// Its folder below `/refs/`: `standards`.
    pub slug: String,
    /// Its name: "Standards".
    pub title: String,
    /// How it is written.
    pub pattern: Regex,
    /// The id, with `$1` for the pattern's groups: `scs-$1`.
    pub id: String,
    /// Where it is on the web, with `{id}` for the id; empty for nowhere.
    pub url: String,
}

/// A topic of the configuration.
#[derive(Debug, Clone)]
pub struct TopicConfig {
    /// Its name.
    pub name: String,
    /// Its name in URLs.
    pub slug: String,
    /// How it is written, its name and aliases included.
    pub pattern: Regex,
    /// One line on what it is; may be empty.
    pub blurb: String,
}

/// The rules of the registers that [`Config::rules_off`] may name; a test holds them against the tables.
pub const RULE_NAMES: &[&str] = &[
    "answer",
    "arrow",
    "assigned",
    "by",
    "carried",
    "choice",
    "consensus",
    "course",
    "elected",
    "for now",
    "handle",
    "heading",
    "label",
    "let's",
    "list",
    "name",
    "no objection",
    "norm",
    "outcome",
    "promise",
    "ranker",
    "resolves",
    "scope",
    "scribe",
    "speaker",
    "stated",
    "table",
    "task",
    "trailing",
    "verdict",
    "vote",
    "who",
];

/// Handles that are no person in any archive.
pub const NOT_PEOPLE: &[&str] =
    &["all", "here", "channel", "everyone", "everybody", "todo", "context", "type", "id", "value"];

/// Names at the top of the site that no team can have: those of its pages and files, and those that pages may get one day,
/// since a team that had such a name would have to move then.
pub const RESERVED: &[&str] = &[
    "404",
    "about",
    "actions",
    "api",
    "assets",
    "calls",
    "decisions",
    "feed-xml",
    "index",
    "opensearch",
    "people",
    "refs",
    "review",
    "robots",
    "search",
    "since",
    "sitemap",
    "statistics",
    "tags",
    "topics",
];

impl Default for Config {
    /// Made once: to compile its patterns takes longer than to read a dozen notes.
    fn default() -> Self {
        static DEFAULT: LazyLock<Config> = LazyLock::new(Config::built_in);
        DEFAULT.clone()
    }
}

impl Config {
    /// Everything in it that says how notes are read and found, as a text to be hashed: not where the site will be, since addresses are
    /// below the site, and no notices, which name the file as the user did.
    pub(crate) fn reading(&self) -> String {
        format!("{:?}", Self { base_url: None, notices: Vec::new(), ..self.clone() })
    }

    fn built_in() -> Self {
        let texts = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            title: "Minutes".to_owned(),
            tagline: String::new(),
            language: "en".to_owned(),
            notices: Vec::new(),
            base_url: None,
            repository: None,
            footer: String::new(),
            accent: None,
            logo: None,
            picture: None,
            social_cards: true,
            decks_of_notes: true,
            markdown_copies: true,
            teams: Vec::new(),
            include: built_in_globs(INCLUDED),
            exclude: Exclude::BuiltIn(built_in_globs(LEFT_OUT)),
            calls: Vec::new(),
            dates: Dates {
                forms: DateForms::default(),
                sources: vec![DateSource::Path, DateSource::FrontMatter, DateSource::Heading, DateSource::Text],
                call_heading: None,
                files: BTreeMap::new(),
                text: None,
            },
            image_hosts: Vec::new(),
            labels: Labels::default(),
            rules_off: Vec::new(),
            tasks: Tasks::default(),
            registers: Registers::default(),
            people: People {
                pages: true,
                not_people: texts(NOT_PEOPLE),
                hidden: Vec::new(),
                unlisted: Vec::new(),
                aliases: Vec::new(),
            },
            privacy: Privacy::default(),
            references: References { owner: None, repositories: Vec::new(), kinds: reference_kinds::built_in() },
            topics: Vec::new(),
            slides: SlideOptions::default(),
            endpoint: None,
        }
    }
}

/// Built-in patterns of paths, compiled; a test holds that none is lost.
fn built_in_globs(patterns: &[&str]) -> Vec<Glob> {
    patterns.iter().filter_map(|pattern| Glob::any_case(pattern).ok()).collect()
}

/// An address with one slash at its end, as `base_url` is kept.
pub fn with_slash(url: &str) -> String {
    format!("{}/", url.trim_end_matches('/'))
}

impl Config {
    /// The words of the site's language; English where there are none.
    pub fn words(&self) -> &'static Words {
        language::words(&self.language)
    }

    /// The name of the file beside the note that a URL of a pad's upload means. Without [`Config::image_hosts`] that is
    /// any `https://host/uploads/name`, the address that pads give to uploads; whether the file is there is for
    /// the caller to see.
    pub fn uploaded_name<'a>(&self, url: &'a str) -> Option<&'a str> {
        let rest = url.split(['?', '#']).next().unwrap_or(url);
        let name = if self.image_hosts.is_empty() {
            let rest = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
            rest.split_once('/')?.1.strip_prefix("uploads/")?
        } else {
            self.image_hosts.iter().find_map(|host| rest.strip_prefix(host.as_str()))?
        };
        let safe = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '%', '\0']);
        safe.then_some(name)
    }

    /// The team a folder or captured name stands for: one of the configured ones by slug or folder, or its own slug.
    /// Absent when nothing of the name can stand in a URL.
    pub fn team_of(&self, name: &str) -> Option<TeamSlug> {
        // `C#` and `C++` are not `c`.
        let spelt = name.replace('#', " sharp ").replace('+', " plus ");
        let slug = crate::base::text::slug(&spelt);
        let configured = self.teams.iter().find(|team| team.folders.iter().any(|folder| folder == name));
        let configured = configured.or_else(|| self.teams.iter().find(|team| team.slug.as_str() == slug));
        match configured {
            Some(team) => Some(team.slug.clone()),
            // A name in another script is a name, one of signs alone is none.
            None if slug.is_empty() && !name.chars().any(char::is_alphanumeric) => None,
            None if slug.is_empty() => Some(TeamSlug(crate::base::text::slug_or_hash(name))),
            None => Some(TeamSlug(unreserved(slug))),
        }
    }
}

/// A slug that may stand at the top of the site: `search` becomes `search-team`.
pub fn unreserved(slug: String) -> String {
    if RESERVED.contains(&slug.as_str()) { format!("{slug}-team") } else { slug }
}

/// Reads the config: the file given, or `minutebook.yaml` in the source folder when there is one, or the defaults with what
/// git knows.
pub fn load(source: &Path, given: Option<&Path>) -> Result<Config, Error> {
    match read_text(source, given)? {
        Some(ConfigText { text, name }) => parse(&text, &name),
        None => Ok(of_git(source)),
    }
}

/// All that [`load`] makes a configuration of: while it is the same, so is the configuration.
pub(crate) fn origin(source: &Path, given: Option<&Path>) -> Result<String, Error> {
    Ok(match read_text(source, given)? {
        Some(text) => format!("{text:?}"),
        None => format!("{:?}", git::working_tree(source)),
    })
}

/// The defaults, with the title and the repository that git knows.
pub fn of_git(source: &Path) -> Config {
    let tree = git::working_tree(source);
    let config = Config::default();
    Config { title: tree.title().unwrap_or(config.title), repository: tree.repository(), ..config }
}

/// What stands in a config file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigText {
    /// Its text.
    pub text: String,
    /// What messages call the file.
    pub name: String,
}

/// The text that [`load`] makes a configuration of; none where there is no file and the defaults hold.
pub fn read_text(source: &Path, given: Option<&Path>) -> Result<Option<ConfigText>, Error> {
    let path = given.map_or_else(|| source.join(FILE_NAME), Path::to_owned);
    if given.is_none() && crate::base::fs::size(&path).is_err() {
        let misnamed = FILE_NAME.replace(".yaml", ".yml");
        if crate::base::fs::exists(&source.join(&misnamed)) {
            let message = format!("the configuration is called `{FILE_NAME}`, not `{misnamed}`");
            return Err(Error::new("config-file", misnamed, message).hint("rename it"));
        }
        return Ok(None);
    }
    let name = if given.is_some() { path.display().to_string() } else { FILE_NAME.to_owned() };
    match crate::base::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(ConfigText { text, name })),
        Err(error) => Err(Error::new("config-file", name, error.to_string())
            .hint("`minutebook init` writes one; without `--config` that of the minutes is taken")),
    }
}

#[cfg(test)]
mod tests;
