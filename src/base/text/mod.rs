//! Text in the forms in which it is compared and written: folded, as a slug, escaped, percent-encoded.

mod address;
mod composed;
mod escape;
mod fold;
mod invisible;
mod nearest;
mod slug;
mod terminal;

pub use address::{encode_path, percent_decode, with_anchor, with_slide};
pub use composed::composed;
pub use escape::{escape, escape_content, escape_with_breaks, json_for_html};
pub use fold::fold;
pub use invisible::{is_direction_control, is_invisible, without_direction_controls};
pub use nearest::{is_slip, nearest};
pub use slug::*;
pub use terminal::{for_output, json_for_output, visible, visible_line};
