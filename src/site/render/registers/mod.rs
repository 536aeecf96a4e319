//! The pages of the registers, and what other pages show of them.

mod lists;
mod paging;
mod pictures;
mod records;
mod rows;
mod trails;

use super::view::RegisterLinkView;
use crate::archive::Archive;

/// The registers that have pages, for the navigation.
pub(super) fn links(archive: &Archive) -> Vec<RegisterLinkView> {
    let registers = &archive.registers;
    let people = archive.config.people.pages && !registers.people.is_empty();
    let all = [
        ("Decisions", "decisions", true, !registers.decisions.is_empty()),
        ("Actions", "actions", true, !registers.actions.is_empty()),
        ("Topics", "topics", true, !registers.topics.is_empty()),
        ("References", "refs", false, !registers.references.is_empty()),
        ("People", "people", false, people),
    ];
    let shown = all.into_iter().filter(|(_, _, _, any)| *any);
    shown
        .map(|(title, area, in_bar, _)| RegisterLinkView {
            title: title.to_owned(),
            path: format!("{area}/"),
            area: area.to_owned(),
            in_bar,
        })
        .collect()
}
