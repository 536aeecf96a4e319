//! minutebook turns a repository of meeting minutes into a site.
//!
//! ```text
//! folder ─> scan ─> parse ─> identify ─> extract ─> archive ─> site ─> publish ─> public/
//!           SourceFile  Document  CallDraft  Call       Archive    Output
//!           └──────────── for each note alone ────┘  └ all notes ┘
//! ```
//!
//! | stage | from → to |
//! |---|---|
//! | [`scan`] | a folder → its files; the only reader of the minutes |
//! | [`parse`] | text → a document tree; never fails |
//! | [`identify`] | path, front matter and headings → which calls a note holds, of which team and day |
//! | [`extract`] | one document → one complete call: statements, decisions, actions, references, people, topics |
//! | [`archive`] | all calls → order, neighbours, copies, links, registers; made once and never changed |
//! | [`site`] | the archive → every file of the site |
//! | [`publish`] | files → the output folder, swapped in when complete; the only writer of the output |
//!
//! [`Project::load`] runs the first five; every command begins with it. [`build()`] runs all of them. The library neither
//! prints nor reads the environment: the command line is the program's (`src/cli/`). ARCHITECTURE.md is the map.

pub mod archive;
pub mod base;
pub mod build;
pub mod check;
pub mod config;
pub mod document;
pub mod draft;
pub mod dump;
pub mod extract;
pub mod fetch;
pub mod identify;
pub mod init;
pub mod language;
pub mod media;
pub mod parse;
pub mod privacy;
pub mod project;
pub mod publish;
pub mod review;
pub mod sanitise;
pub mod scan;
pub mod search;
pub mod serve;
pub mod site;
pub mod verdicts;

pub use base::error::Error;
pub use base::progress::{Progress, ProgressEvent};
pub use build::{Options, build, build_with_progress};
pub use project::Project;
