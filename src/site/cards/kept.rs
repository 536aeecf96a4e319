//! Cards are kept between builds, as pictures are: see [`crate::base::keeping`].

use super::{HEIGHT, LARGEST, WIDTH};
use crate::base::keeping::Keeping;
use crate::media::{Format, metadata};
use std::path::Path;

/// The first line of an entry.
const HEAD: &[u8] = b"minutebook card 1\n";

/// Where cards are kept.
pub(super) struct KeptCards(Keeping);

impl KeptCards {
    pub(super) fn new(cache: Option<&Path>) -> Self {
        Self(Keeping::new(cache.map(|folder| folder.join("cards")), HEAD))
    }

    /// The card of this key: the one that is kept, or a new one.
    pub(super) fn card(&self, key: &str, draw: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
        if let Some(card) = self.0.get(key).filter(|card| is_sound(card)) {
            return card;
        }
        let card = draw();
        self.0.put(key, &card);
        card
    }

    pub(super) fn tidy(&self) {
        self.0.tidy();
    }
}

/// Whether it is a picture of a card's size, and nothing besides.
fn is_sound(card: &[u8]) -> bool {
    card.len() <= LARGEST * 2 && metadata::is_just(Format::Png, (WIDTH, HEIGHT), card)
}
