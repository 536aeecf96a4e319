//! How far a long piece of work has come, reported while it goes on.

/// A step of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgressEvent {
    /// A stage begins; it has so many things to do, or 0 when they are not counted.
    Stage(&'static str, usize),
    /// One of them is done.
    Done,
}

/// Who is told; called from several threads.
pub type Progress<'a> = &'a (dyn Fn(ProgressEvent) + Sync);
