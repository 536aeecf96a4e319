//! `/404.html`: what a server shows for an address that leads nowhere.

use super::page_type::{PageType, Sitemap};
use crate::site::listing::past;
use crate::site::render::Renderer;
use crate::site::render::view::{CallLinkView, PageView};
use serde::Serialize;

pub(super) const NOT_FOUND: PageType = PageType {
    name: "not found",
    path: |_, _, _| FILE.to_owned(),
    print: |renderer, _, _, root| renderer.print("404.html", &renderer.not_found(root)),
    sitemap: |_, _| Sitemap::LeftOut,
    at_any_depth: true,
    ..PageType::ONE
};

/// GitHub Pages looks for this name.
const FILE: &str = "404.html";

/// `/404.html`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NotFoundView {
    /// The page; `root` is absolute here, since the page is shown at any depth.
    pub page: PageView,
    /// The latest calls.
    pub latest: Vec<CallLinkView>,
}

impl Renderer<'_> {
    /// A page that leads to where another one went. Its canonical address is the other's.
    fn not_found(&self, root: &str) -> NotFoundView {
        let archive = self.archive;
        let latest = past(archive).filter(|id| archive.is_held_original(archive.call(*id))).take(6);
        NotFoundView {
            page: self.page(root, FILE, self.words().text("missing.title").to_owned(), "", ""),
            latest: self.rows(root, latest),
        }
    }
}
