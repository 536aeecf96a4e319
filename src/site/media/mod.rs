//! Images and PDFs of the minutes as files of the site: which are used, without metadata, in several sizes.

mod cache;
mod files;
mod published;
pub mod renditions;

pub use cache::Cache;
pub use files::{Used, as_it_is, read_image, used};
pub use published::{Picture, Pictures, Published, publish};
