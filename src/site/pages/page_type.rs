//! What makes a type of page.

use crate::archive::{Archive, CallId};
use crate::site::listing::{Month, Year};
use crate::site::render::{Printed, Renderer};
use crate::site::templates::TemplateError;
use chrono::NaiveDate;

/// A type of page: what there is a page of, where it stands, and what it shows.
pub struct PageType {
    /// What it is called: "decisions of a year".
    pub name: &'static str,
    /// What an archive has such a page of, in order, and in how many parts.
    pub(super) list: fn(&Archive) -> Vec<(About, usize)>,
    /// The path below the site's root: `iaas/2023-01-11/`; empty for the start page.
    pub(super) path: fn(&Archive, About, usize) -> String,
    /// Fills in the template. The text is the way to the site's root: `../`.
    pub(super) print: fn(&Renderer<'_>, About, usize, &str) -> Result<Printed, TemplateError>,
    /// Shows the source of a call's note instead, where that is what the page is about.
    pub(super) print_source: Option<PrintSource>,
    /// Its place in the site's navigation.
    pub(super) menu: Option<Menu>,
    /// What the sitemap says of it.
    pub(super) sitemap: fn(&Archive, About) -> Sitemap,
    /// Whether its address is to lead somewhere for ever.
    pub(super) lasting: fn(&Archive, About) -> Lasting,
    /// Whether it is shown at any depth, so that its links cannot be relative.
    pub(super) at_any_depth: bool,
}

/// Shows the source of a call's note as its page or deck. The text is the way to the site's root: `../`.
pub(super) type PrintSource = fn(&Renderer<'_>, CallId, &str) -> Result<Printed, TemplateError>;

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The archive.
    Archive,
    /// A year; none for what has no date.
    Year(Year),
    /// A month.
    Month(Month),
    /// A call.
    Call(CallId),
    /// An entry, by its place in the list of its type: [`Archive::teams`], the registers.
    Entry(usize),
}

impl About {
    /// The place of the entry; only pages about one have it.
    pub(super) fn entry(self) -> usize {
        if let Self::Entry(at) = self { at } else { 0 }
    }

    /// The call; only pages about one have it.
    pub(super) fn call(self) -> CallId {
        if let Self::Call(id) = self { id } else { CallId(0) }
    }

    /// The month; only pages about one have it.
    pub(super) fn month(self) -> Option<Month> {
        if let Self::Month(month) = self { Some(month) } else { None }
    }

    /// The year; none as well for pages that are not about one.
    pub(super) fn year(self) -> Year {
        if let Self::Year(year) = self { year } else { None }
    }
}

/// A place in the navigation.
pub(super) struct Menu {
    /// The key of its name: `frame.decisions`.
    pub(super) title: &'static str,
    /// What [`crate::site::render::view::PageView::area`] is on its pages.
    pub(super) area: &'static str,
    /// Whether it stands in the bar at the top; the others stand at the foot.
    pub(super) in_bar: bool,
}

/// What a sitemap says of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sitemap {
    /// Nothing: it shows what another page shows.
    LeftOut,
    /// It changes with every new call.
    WithNewest,
    /// The day it last changed, as far as it is known.
    Changed(Option<NaiveDate>),
}

/// Whether an address is to lead somewhere when its page is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// Such pages come and go; their index remains.
    Passing,
    /// It is.
    Kept,
    /// It is, and the notes of the call tell where they went.
    KeptWithNotes(CallId),
}

impl PageType {
    /// What is the same for most types: one page, that changes with every call.
    pub(super) const ONE: Self = Self {
        name: "",
        list: |_| vec![(About::Archive, 1)],
        path: |_, _, _| String::new(),
        print: |_, _, _, _| Ok(Printed::default()),
        print_source: None,
        menu: None,
        sitemap: |_, _| Sitemap::WithNewest,
        lasting: |_, _| Lasting::Passing,
        at_any_depth: false,
    };
}
