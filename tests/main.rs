//! All integration tests are one binary.

mod addresses;
mod architecture;
mod bounded;
mod calls;
mod cases;
mod cli;
mod corpus;
#[cfg(unix)]
mod growth;
mod images;
mod input;
#[cfg(target_os = "linux")]
mod instructions;
#[cfg(unix)]
mod interrupted;
mod privacy;
mod registers;
mod second_build;

mod shared;
mod stages;
mod templates;
mod terminal;
mod vectors;
