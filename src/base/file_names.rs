//! The names of the files that minutebook itself reads and writes, for all who must know one of them.

/// The configuration, in the source folder.
pub const CONFIGURATION: &str = "minutebook.yaml";

/// The list of addresses once published, in the source folder.
pub const ADDRESSES: &str = "minutebook-addresses.tsv";

/// What reviewers said of decisions and actions, in the source folder.
pub const REVIEW: &str = "minutebook-review.yaml";

/// The list of what a build made, in the output folder: a folder that holds it is a site, whatever it is called.
pub const MANIFEST: &str = ".minutebook-manifest";
