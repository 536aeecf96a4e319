//! All that the text of a call is written with, as a hash: while that is the same, so are its HTML, its contents and its slides, and
//! nobody needs to write them to know.
//!
//! What `html.rs`, `page.rs`, `slides.rs`, `marks.rs` and `mentions.rs` take from the archive belongs here: the call itself, where its
//! links and images lead, which statements are in registers, and whom and what its words name.

use super::Renderer;
use super::marks::Marks;
use super::mentions::Mentions;
use crate::archive::{Archive, CallId, Destination, ImageTarget, LinkTarget, LocalFile};
use crate::site::media::Pictures;
use crate::site::output::MadeOf;
use serde::Serialize;

/// What the texts of all calls are written with: the configuration, and the people who have a page.
pub(super) fn of_archive(archive: &Archive) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    put(&mut hasher, format!("{:?}", archive.config).as_bytes());
    for person in &archive.registers.people {
        put(&mut hasher, person.handle.as_bytes());
    }
    hasher
}

impl Renderer<'_> {
    /// As [`Renderer::made_of`], for a view that has everything but the text of a call, which is not written for it.
    pub(in crate::site) fn made_of_text<V: Serialize>(
        &self,
        template: &str,
        view: &V,
        id: CallId,
        root: &str,
    ) -> Option<MadeOf> {
        self.made_of(template, &(view, self.text_inputs(id, root)?))
    }

    /// What the text of a call is written with on a page or in a deck; `root` leads from there to the site's root. None where nobody
    /// asks for what is as it was, and for a call that cannot be written as bytes.
    fn text_inputs(&self, id: CallId, root: &str) -> Option<blake3::Hash> {
        self.is_as_before?;
        let (archive, call) = (self.archive, self.archive.call(id));
        let mut hasher = self.inputs_of_archive.get_or_init(|| of_archive(archive)).clone();
        put(&mut hasher, &postcard::to_extend(call, Vec::with_capacity(16 << 10)).ok()?);
        put(&mut hasher, root.as_bytes());
        put(&mut hasher, call.team.as_ref().map(|team| archive.team_title(team)).unwrap_or_default().as_bytes());
        put(&mut hasher, &[u8::from(archive.relations(id).original.is_some())]);
        for destination in archive.destinations(id) {
            put(&mut hasher, self.led_to(&destination).as_bytes());
        }
        put(&mut hasher, Mentions::of(archive, id).inputs().as_bytes());
        put(&mut hasher, Marks::of(archive, id).inputs().as_bytes());
        Some(hasher.finalize())
    }

    /// Where a link or an image leads, as far as a page shows it.
    fn led_to(&self, destination: &Destination<'_>) -> String {
        match destination {
            // A call's place in the archive changes with every call before it.
            Destination::Link(LinkTarget::Call { id, anchor, .. }) => {
                format!("{} {anchor}", self.archive.call(*id).url)
            }
            Destination::Link(LinkTarget::File(file)) | Destination::Image(ImageTarget::Local(file)) => {
                file_inputs(self.pictures, file)
            }
            other => format!("{other:?}"),
        }
    }
}

fn file_inputs(pictures: &Pictures, file: &LocalFile) -> String {
    format!("{file:?} {} {:?}", pictures.full(file), pictures.reduced(file))
}

/// Adds a part to a hash, so that it is known where it ends.
fn put(hasher: &mut blake3::Hasher, part: &[u8]) {
    hasher.update(&part.len().to_le_bytes()).update(part);
}
