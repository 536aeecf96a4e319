//! What pages show of the registers: rows, pictures, and the links between the pages of a list.

pub(in crate::site) mod charts;
pub(in crate::site) mod paging;
mod records;
pub(in crate::site) mod rows;
