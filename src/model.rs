//! The plain data that passes between the stages. It imports no other room of the house.
//!
//! A file becomes a [`Document`] (what is written in it), a document becomes one or more [`Call`]s (which meeting it
//! records), and all calls together become the immutable archive of [`crate::link`].

use chrono::NaiveDate;
use serde::Serialize;

/// A place in a source file; both numbers are 1-based, the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Position {
    /// The line in the file, front matter included.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

/// A team's name in paths and URLs: lower case, `[a-z0-9-]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct TeamSlug(pub String);

impl TeamSlug {
    /// The slug as it stands in a URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TeamSlug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a call was recorded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The source is a reveal.js deck (`type: slide`).
    Deck,
    /// The source is plain minutes.
    Notes,
    /// A document without a date: published, but not a call.
    Page,
}

/// Whether a call took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// There are notes of it.
    Held,
    /// The notes say only that it was skipped or cancelled.
    Cancelled,
}

/// What is written in one file, markup and all, or in that part of it that records one call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The known keys of the front matter.
    pub front_matter: FrontMatter,
    /// The text, cut at every top-level heading and, in a deck, at every slide; in source order.
    pub sections: Vec<Section>,
    /// The slides, when the source is a deck.
    pub deck: Option<Deck>,
    /// Footnote definitions by label, in source order.
    pub footnotes: Vec<(String, Vec<Block>)>,
    /// Authors' inline styles: generated class → checked declarations. Only decks use them.
    pub styles: std::collections::BTreeMap<String, String>,
    /// What authors said about the machine's reading, with the line they said it on.
    pub corrections: Vec<(u32, Correction)>,
    /// Number of lines of the source.
    pub lines: u32,
}

impl Document {
    /// All running text, piece by piece, in source order; footnotes come last.
    pub fn inlines(&self) -> Vec<&Inline> {
        let mut found = Vec::new();
        for section in &self.sections {
            if let Some(heading) = &section.heading {
                flatten(&heading.content, &mut found);
            }
            inlines_of(&section.blocks, &mut found);
        }
        self.footnotes.iter().for_each(|(_, blocks)| inlines_of(blocks, &mut found));
        found
    }
}

/// Adds the running text of blocks, piece by piece.
pub fn inlines_of<'a>(blocks: &'a [Block], found: &mut Vec<&'a Inline>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content, .. } | Block::Html { content, .. } => {
                flatten(content, found);
            }
            Block::List { items, .. } => items.iter().for_each(|item| inlines_of(&item.blocks, found)),
            Block::Quote { blocks, .. } => inlines_of(blocks, found),
            Block::Container { title, blocks, .. } => {
                flatten(title, found);
                inlines_of(blocks, found);
            }
            Block::Table { header, rows, .. } => {
                header.iter().chain(rows.iter().flatten()).for_each(|cell| flatten(cell, found));
            }
            Block::Code { .. } | Block::Rule { .. } | Block::Contents { .. } => {}
        }
    }
}

fn flatten<'a>(inlines: &'a [Inline], found: &mut Vec<&'a Inline>) {
    for inline in inlines {
        found.push(inline);
        if let Inline::Styled(_, content) | Inline::Link { content, .. } = inline {
            flatten(content, found);
        }
    }
}

/// An author's word on what a line is: `<!-- minutebook: not a decision -->`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// It is a decision.
    Decision,
    /// It is none.
    NotADecision,
    /// It is an action.
    Action,
    /// It is none.
    NotAnAction,
    /// It is an action, and done.
    Done,
}

/// The known keys of a note's YAML header (hedgedoc.org, "YAML metadata"); everything else in it is ignored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontMatter {
    /// `title`.
    pub title: Option<String>,
    /// `date`, as it is written.
    pub date: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `tags`, from a list or a comma-separated string.
    pub tags: Vec<String>,
    /// `lang`, a BCP 47 tag.
    pub language: Option<String>,
    /// `dir: rtl`.
    pub right_to_left: bool,
    /// `breaks: false` turns single newlines back into spaces.
    pub breaks: Option<bool>,
    /// `type: slide`.
    pub is_deck: bool,
    /// `slideOptions`, those that are known and well typed.
    pub slide_options: SlideOptions,
}

/// The reveal.js options an author may set; each is checked for type and range when it is parsed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlideOptions {
    /// One of the themes we ship (`white`, `black`, …).
    #[serde(skip)]
    pub theme: Option<String>,
    /// `none`, `fade`, `slide`, `convex`, `concave` or `zoom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<String>,
    /// `default`, `fast` or `slow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition_speed: Option<String>,
    /// As `transition`, for backgrounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_transition: Option<String>,
    /// Centre slides vertically.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub center: Option<bool>,
    /// Show the arrows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controls: Option<bool>,
    /// Show the progress bar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<bool>,
    /// Show the slide number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slide_number: Option<bool>,
    /// Start again after the last slide.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub looped: Option<bool>,
    /// Right-to-left order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtl: Option<bool>,
    /// Show fragments one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fragments: Option<bool>,
    /// `default`, `linear` or `grid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigation_mode: Option<String>,
    /// Slide width in pixels, 320 to 3840.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Slide height in pixels, 240 to 2160.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Share of the window left empty around a slide, 0 to 0.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<f64>,
    /// An image behind all slides, as the author wrote it; resolved to a local file when the deck is rendered.
    #[serde(skip)]
    pub parallax_background_image: Option<String>,
    /// `1920px 1080px`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallax_background_size: Option<String>,
}

/// A heading and what stands under it, down to the next heading of any level (or the next slide).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Absent before the first heading and on slides that have none.
    pub heading: Option<Heading>,
    /// The anchor on the page and in the deck, unique within the call; empty for a section without a heading that needs
    /// none (text before the first heading of notes).
    pub id: String,
    /// The line of the heading, or of the first block.
    pub line: u32,
    /// The last line that belongs to the section.
    pub end_line: u32,
    /// What stands under the heading.
    pub blocks: Vec<Block>,
}

/// A top-level heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The text with its markup.
    pub content: Vec<Inline>,
    /// The text without markup, white space folded.
    pub text: String,
    /// The id HedgeDoc gives the heading, for links that were made there.
    pub hedgedoc_id: String,
}

/// The slides of a deck source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deck {
    /// All slides in order, empty ones included, since links such as `#/3/1` count them.
    pub slides: Vec<Slide>,
    /// The author's `<style>` blocks, unfiltered.
    pub style: String,
}

/// One slide of a deck source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slide {
    /// The first line of the slide.
    pub line: u32,
    /// Whether the slide stands below the one before it (`----`).
    pub vertical: bool,
    /// What `<!-- .slide: … -->` set.
    pub attributes: SlideAttributes,
    /// Which of the document's sections stand on it.
    pub sections: std::ops::Range<usize>,
    /// Speaker notes.
    pub notes: Vec<Block>,
}

/// The attributes an author may set on a slide, checked for type.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlideAttributes {
    /// An image behind the slide: a URL or a path as the author wrote it.
    pub background_image: Option<String>,
    /// A CSS colour behind the slide.
    pub background_color: Option<String>,
    /// `cover`, `contain`, `50%`, `100px 200px`.
    pub background_size: Option<String>,
    /// `center`, `top left`, `10% 20%`.
    pub background_position: Option<String>,
    /// `repeat` or `no-repeat`.
    pub background_repeat: Option<String>,
    /// 0 to 1.
    pub background_opacity: Option<f64>,
    /// A transition of [`SlideOptions::transition`]'s values.
    pub transition: Option<String>,
    /// `default`, `fast` or `slow`.
    pub transition_speed: Option<String>,
}

/// A block of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading inside a list or a quotation; top-level headings open a [`Section`] instead.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The anchor.
        id: String,
        /// The text.
        content: Vec<Inline>,
        /// Its line.
        line: u32,
    },
    /// A paragraph. `line` is its first line; every [`Inline::Break`] in it is the next line.
    Paragraph {
        /// The text.
        content: Vec<Inline>,
        /// The first line.
        line: u32,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// The items.
        items: Vec<Item>,
        /// The first line.
        line: u32,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
        /// The first line.
        line: u32,
    },
    /// Preformatted text.
    Code {
        /// The language after the fence, lower case, without options; empty for none.
        language: String,
        /// The text.
        text: String,
        /// The number of the first line where the author asked for line numbers (`js=10`).
        numbered_from: Option<u32>,
        /// The first line, that of the fence.
        line: u32,
    },
    /// A table.
    Table {
        /// One entry a column.
        alignments: Vec<Alignment>,
        /// The cells of the head.
        header: Vec<Vec<Inline>>,
        /// The cells of the body, row by row.
        rows: Vec<Vec<Vec<Inline>>>,
        /// The first line.
        line: u32,
    },
    /// A thematic break.
    Rule {
        /// Its line.
        line: u32,
    },
    /// A `:::info` container.
    Container {
        /// What it is for.
        kind: ContainerKind,
        /// The title of a `:::spoiler`.
        title: Vec<Inline>,
        /// What stands in it.
        blocks: Vec<Block>,
        /// The first line.
        line: u32,
    },
    /// Raw HTML between blocks: allowed tags as [`Inline::Html`], everything else as text. Comments are gone.
    Html {
        /// The pieces.
        content: Vec<Inline>,
        /// The first line.
        line: u32,
    },
    /// `[TOC]` on a line of its own.
    Contents {
        /// Its line.
        line: u32,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The box of a task list.
    pub task: Option<bool>,
    /// Whether the item's paragraphs are set apart (a loose list); tight items print their text bare.
    pub loose: bool,
    /// What stands in the item.
    pub blocks: Vec<Block>,
    /// The line of the bullet.
    pub line: u32,
    /// The last line of the item.
    pub end_line: u32,
}

/// The kinds of `:::` containers HedgeDoc knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// `:::info`.
    Info,
    /// `:::success`.
    Success,
    /// `:::warning`.
    Warning,
    /// `:::danger`.
    Danger,
    /// `:::spoiler Title` (CodiMD).
    Spoiler,
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the language has it.
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text, entities decoded, typography applied; never markup.
    Text(String),
    /// Code, as written.
    Code(String),
    /// A newline of the source that shows as a line break.
    Break,
    /// A newline of the source that shows as a space (`breaks: false`).
    SoftBreak,
    /// An emoji from its shortcode or a `©` from `(c)`: the character and, for emoji, its name.
    Emoji {
        /// The Unicode character or sequence.
        character: &'static str,
        /// The CLDR name, read out by screen readers.
        name: &'static str,
        /// The shortcode as written, without colons.
        shortcode: String,
    },
    /// Marked-up text.
    Styled(Style, Vec<Inline>),
    /// A link.
    Link {
        /// The destination as written (entities decoded); resolved when the archive is linked.
        destination: String,
        /// The tool tip.
        title: String,
        /// The text.
        content: Vec<Inline>,
        /// Whether the text was a bare URL or e-mail address.
        bare: bool,
        /// Where it stands.
        at: Position,
    },
    /// An image.
    Image {
        /// The source as written.
        source: String,
        /// The alternative text.
        alternative: String,
        /// The title.
        title: String,
        /// The size the author asked for.
        size: ImageSize,
        /// Where it stands.
        at: Position,
    },
    /// One allowed HTML tag, verbatim; the sanitiser has the last word on it.
    Html(String),
    /// `[^label]`.
    FootnoteReference(String),
    /// `<!-- .element: class="fragment" -->`: what stands before it on the slide appears step by step.
    Fragment {
        /// One of reveal's effects (`fade-up`, `highlight-red`, …); empty for the plain one.
        effect: String,
        /// The step it appears at, 0 to 99.
        index: Option<u32>,
    },
}

/// The ways reveal.js lets something appear ("Fragments" in its manual).
pub const FRAGMENT_EFFECTS: &[&str] = &[
    "current-visible",
    "fade-down",
    "fade-in-then-out",
    "fade-in-then-semi-out",
    "fade-left",
    "fade-out",
    "fade-right",
    "fade-up",
    "grow",
    "highlight-blue",
    "highlight-current-blue",
    "highlight-current-green",
    "highlight-current-red",
    "highlight-green",
    "highlight-red",
    "semi-fade-out",
    "shrink",
    "strike",
];

/// What [`Inline::Styled`] does to its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `*x*`.
    Emphasis,
    /// `**x**`.
    Strong,
    /// `~~x~~`.
    Strikethrough,
    /// `^x^`.
    Superscript,
    /// `~x~`.
    Subscript,
    /// `==x==`.
    Mark,
    /// `++x++`.
    Insert,
}

/// The size an author asked for, `=WxH` or HTML attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImageSize {
    /// The width.
    pub width: Option<Length>,
    /// The height.
    pub height: Option<Length>,
}

/// A length of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Pixels, 1 to 10 000.
    Pixels(u32),
    /// Per cent of the text's width, 1 to 100.
    Percent(u32),
}

/// One dated meeting of a team, or an undated page.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The source file, relative to the source folder, with `/`.
    pub file: String,
    /// The folder's team; absent for a page at the root.
    pub team: Option<TeamSlug>,
    /// The day it took place.
    pub date: Option<NaiveDate>,
    /// `2022-09` or `2022`, where no day is known.
    pub period: Option<String>,
    /// What distinguishes it from another call of the team on that day: `overflow`, `workshop`.
    pub suffix: Option<String>,
    /// Deck, notes or page.
    pub kind: Kind,
    /// The canonical URL relative to the site's root: `iaas/2023-01-11/`.
    pub url: String,
    /// A title for lists, without team and date: "SCS Community Call"; empty when there is nothing but team and date.
    pub title: String,
    /// Held or cancelled.
    pub state: State,
    /// The file whose bytes this one repeats.
    pub same_as: Option<String>,
    /// Handles of those who took part, as written, in order, each once (case folded).
    pub participants: Vec<String>,
    /// Handles of those who presented or reported.
    pub presenters: Vec<String>,
    /// What is written.
    pub document: Document,
    /// What was found in it; filled when the archive is linked.
    pub notes: Notes,
    /// Section by section, what the section is for; as long as `document.sections`.
    pub roles: Vec<Role>,
    /// Section by section, where it stands on the page; as long as `document.sections`. Filled when the archive is
    /// linked, since what is boilerplate shows only in comparison.
    pub outline: Vec<Place>,
}

impl Call {
    /// The suffix as it is read: `follow up` of `follow-up`.
    pub fn suffix_text(&self) -> Option<String> {
        self.suffix.as_deref().map(|suffix| suffix.replace('-', " "))
    }
}

/// An address that no page has any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The address below the site's root.
    pub address: String,
    /// The page to go to instead, below the site's root.
    pub to: String,
    /// What is known about it.
    pub how: How,
}

/// How sure it is that a page is the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The same content, or somebody wrote it down.
    Same,
    /// The page was removed on purpose; the other one is the nearest index.
    Removed,
    /// Nobody knows; the other one is the nearest index.
    Lost,
}

/// Where a section stands on the call's page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// How the heading is shown.
    pub shown: Shown,
    /// The heading's level on the page, 2 to 6; that of the heading above where it is folded.
    pub level: u8,
    /// The heading on the page, as text: the author's without what the heading above says already.
    pub title: String,
    /// The section that opens the level-2 part of the page this one belongs to.
    pub part: usize,
    /// The slide it stands on, in a deck.
    pub slide: Option<usize>,
}

/// How a section's heading is shown on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// As a heading with its text below.
    #[default]
    Heading,
    /// The heading repeats the one above or only groups others: the text goes on without it.
    Folded,
    /// It is in the page's header, or says nothing: neither heading nor text are in the body.
    Hidden,
}

/// What a section is for; decides how page, deck and search treat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Something was talked about.
    Topic,
    /// The heading only repeats team and date: it becomes the page's header.
    Title,
    /// "Agenda", "Housekeeping": a heading that only groups others.
    Structure,
    /// Who was there.
    Participants,
    /// Chores: who takes the minutes, who reports.
    Chores,
    /// A slide that stands in many decks: "Any newcomers?", a team's one-line introduction.
    Boilerplate,
}

/// What was found in the notes of a call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notes {
    /// What was decided, in the order of the minutes.
    pub decisions: Vec<Decision>,
    /// What somebody is to do, in the order of the minutes.
    pub actions: Vec<ActionNote>,
    /// Issues, standards, releases and the like, in the order of the minutes.
    pub references: Vec<ReferenceNote>,
    /// The handles that stand in the text, with their line, participants' lists left out.
    pub people: Vec<PersonNote>,
    /// The topics that are spoken of, by their place in the configuration.
    pub topics: Vec<TopicNote>,
}

/// Something that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The section it stands in.
    pub section: usize,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// What was decided, without label and arrow.
    pub text: String,
    /// The rule that found it.
    pub rule: &'static str,
    /// The statements it is nested below, nearest first: line and text.
    pub above: Vec<(u32, String)>,
}

/// An action item as it stands in one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionNote {
    /// The section it stands in.
    pub section: usize,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// What is to be done, without label and assignees.
    pub text: String,
    /// Who is to do it, as written: handles without `@`, or names.
    pub assignees: Vec<String>,
    /// How it stands.
    pub status: Status,
    /// Whether it stands in a list of earlier action items.
    pub carried: bool,
    /// The rule that found it.
    pub rule: &'static str,
    /// The statements it is nested below, nearest first: line and text.
    pub above: Vec<(u32, String)>,
}

/// How an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is still to be done.
    Open,
    /// It was done, or is no longer wanted.
    Done,
    /// The notes say something about it that is neither.
    Unknown,
}

/// A reference as it stands in one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceNote {
    /// The section it stands in.
    pub section: usize,
    /// Its line.
    pub line: u32,
    /// What it refers to.
    pub target: Target,
    /// The text it stands in.
    pub text: String,
    /// The text of the statement that one is nested below; empty for none.
    pub context: String,
    /// Whether it stands in a heading.
    pub in_heading: bool,
}

/// What a reference refers to, as far as one call tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An issue, pull request or discussion: owner and repository as written, and its number.
    Issue {
        /// The owner; absent in `standards#594`, which is resolved when all calls are known.
        owner: Option<String>,
        /// The repository.
        repository: String,
        /// The number.
        number: u32,
        /// Its address, where that is not on GitHub.
        elsewhere: Option<String>,
    },
    /// One of the kinds of the configuration, by its place there, and the id: `scs-0104`.
    Named {
        /// The place in the configuration.
        kind: usize,
        /// The id, lower case.
        id: String,
        /// The reference as written.
        written: String,
    },
}

/// A handle in the text of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonNote {
    /// The section it stands in.
    pub section: usize,
    /// Its line.
    pub line: u32,
    /// The handle as written.
    pub handle: String,
    /// Whether it stands in the heading: who leads the section.
    pub in_heading: bool,
}

/// A topic in a section of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicNote {
    /// The section.
    pub section: usize,
    /// The first line that speaks of it.
    pub line: u32,
    /// The topic's place in the configuration.
    pub topic: usize,
    /// Number of times.
    pub hits: u32,
    /// Whether it stands in the heading.
    pub in_heading: bool,
    /// The first text that speaks of it.
    pub text: String,
    /// The text of the statement that one is nested below; empty for none.
    pub context: String,
}
