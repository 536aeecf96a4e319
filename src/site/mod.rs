//! The archive → every file of the site: pages planned as data, redirects, media, HTML, feeds, data files, search index.

pub mod addresses;
pub mod api;
pub mod assets;
pub mod cards;
mod colors;
mod compact;
pub mod feeds;
mod fonts;
pub mod highlight;
pub mod listing;
pub mod media;
pub mod output;
pub mod pages;
pub mod redirects;
pub mod render;
pub mod reveal;
pub mod search_index;
pub mod search_server;
pub mod templates;
#[cfg(test)]
mod words_tests;
