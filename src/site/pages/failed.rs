//! What stands in the place of a page that could not be made.

use crate::site::render::Renderer;
use crate::site::render::view::PageView;
use serde::Serialize;

/// A page that could not be made. It is no type of its own: any page may be one.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FailedView {
    /// The page.
    pub page: PageView,
}

impl Renderer<'_> {
    pub(super) fn failed(&self, root: &str, path: &str) -> FailedView {
        FailedView { page: self.page(root, path, self.words().text("failed.title").to_owned(), "", "") }
    }
}
