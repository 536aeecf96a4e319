//! `/search/`: the form; results are found in the browser.

use super::page_type::PageType;
use crate::site::addresses;
use crate::site::render::Renderer;
use crate::site::render::view::PageView;
use serde::Serialize;

pub(super) const SEARCH: PageType = PageType {
    name: "search",
    path: |_, _, _| addresses::SEARCH.to_owned(),
    print: |renderer, _, _, root| renderer.print("search.html", &renderer.search(root)),
    ..PageType::ONE
};

/// `/search/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SearchView {
    /// The page.
    pub page: PageView,
}

impl Renderer<'_> {
    fn search(&self, root: &str) -> SearchView {
        let words = self.words();
        let (title, about) = (words.text("frame.search"), words.text("search_page.description"));
        SearchView { page: self.page(root, addresses::SEARCH, title.to_owned(), about, "search") }
    }
}
