//! Pages as data → bytes.

pub mod view;
