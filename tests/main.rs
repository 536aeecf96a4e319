//! All integration tests are one binary.

mod scan;
mod templates;
