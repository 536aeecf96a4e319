//! What a long piece of work is at, told while it goes on.

/// Something that happens in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A stage begins; it has so many things to do, or 0 when they are not counted.
    Stage(&'static str, usize),
    /// One of them is done.
    Done,
}

/// Whoever wants to know; called from several threads.
pub type Tell<'a> = &'a (dyn Fn(Step) + Sync);
