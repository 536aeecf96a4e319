//! The page at an address that no page of the archive has any more.

use super::{Redirect, RedirectCertainty};
use crate::site::render::view::PageView;
use crate::site::render::{Printed, Rendered, Renderer};
use crate::site::templates::TemplateError;
use serde::Serialize;

/// Where a page was once.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MovedView {
    /// The page.
    pub page: PageView,
    /// Where to go, relative to this page.
    pub target_url: String,
    /// Where to go, below the site's root, to be read.
    pub target: String,
    /// Whether that is the same page, and readers are taken there; else it is the nearest index.
    pub found: bool,
    /// Whether the page was removed on purpose.
    pub removed: bool,
}

/// Renders the page at an address that no page of the archive has any more.
pub fn render(renderer: &Renderer<'_>, redirect: &Redirect) -> Result<Rendered, TemplateError> {
    let Redirect { address, to, certainty } = redirect;
    let root = "../".repeat(address.matches('/').count());
    let removed = *certainty == RedirectCertainty::Removed;
    let title = renderer.words().text(if removed { "moved.removed" } else { "moved.moved" });
    // The canonical address is that of the page to go to.
    let mut page = renderer.page(&root, to, title.to_owned(), "", "");
    page.path.clone_from(address);
    let target = if to.is_empty() { "./" } else { to };
    let view = MovedView {
        page,
        target_url: format!("{root}{target}"),
        target: format!("/{to}"),
        found: *certainty == RedirectCertainty::Same,
        removed,
    };
    let Printed { html, made_of, is_as_before, author_css, findings } = renderer.print("moved.html", &view)?;
    Ok(Rendered { file: format!("{address}index.html"), html, made_of, is_as_before, author_css, findings })
}
