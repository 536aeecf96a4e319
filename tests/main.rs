//! All integration tests are one binary.

mod cli;
mod corpus;
mod images;
mod input;
mod registers;
mod scan;
mod shared;
mod templates;
mod vectors;
