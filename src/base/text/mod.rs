//! Text in the forms in which it is compared and written: folded, as a slug.

mod fold;
mod nearest;
mod slug;

pub use fold::fold;
pub use nearest::nearest;
pub use slug::*;
