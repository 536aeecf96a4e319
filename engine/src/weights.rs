//! The numbers of the ranking, all of them.

/// What counts how much. Scores have no unit; only their order and proportion matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// A word in the heading against one in the body (1.0): the heading says what a section is about.
    pub heading: f32,
    /// A word in the headings above, the call's title or the references of the section.
    pub context: f32,
    /// A word of a link's address.
    pub links: f32,
    /// BM25's `k1`: how soon further occurrences of a word stop to count.
    pub saturation: f32,
    /// BM25's `b` for headings: how much the length of a field takes away.
    pub heading_length: f32,
    /// BM25's `b` for bodies.
    pub body_length: f32,
    /// Exponent of the share of the query (by weight of its words) that a partial result has.
    pub coverage: f32,
    /// Partial results with a smaller share than this part of the best share are left out.
    pub least_coverage: f32,
    /// A call of the time that a query names (`june 2024`); a word of medium rarity has about as much.
    pub time: f32,
    /// The same time named in the text of another call, as part of `time`.
    pub time_in_text: f32,
    /// An identifier of which a result has all parts, though not as one: `SCS standard 0104`.
    pub parts: f32,
    /// An identifier of which a result has only some parts.
    pub some_parts: f32,
    /// Two words of the query written as one in the text: each of the two.
    pub joined: f32,
    /// A word of the query written as two in the text.
    pub split: f32,
    /// A word of the query that stands inside of a longer one of the text.
    pub inside: f32,
    /// The other ways to write an umlaut, and the spelling on the other side of the Atlantic.
    pub spelling: f32,
    /// A longer word that begins as the query's.
    pub prefix: f32,
    /// A word one edit away.
    pub one_edit: f32,
    /// A word two edits away.
    pub two_edits: f32,
    /// A frequent word one edit away from a typed word that is nearly never used.
    pub likely_typo: f32,
    /// A section that frames topics.
    pub structure: f32,
    /// A list of participants.
    pub participants: f32,
    /// Who takes minutes, who reports.
    pub chores: f32,
    /// Text that is the same in many calls.
    pub boilerplate: f32,
    /// An action item, which mostly stands beside the section it is a part of.
    pub action: f32,
    /// What is left of a call's score when one of its sections has more: the section says where to look.
    pub call_echo: f32,
    /// A call that repeats the reports of others.
    pub community: f32,
    /// What the newest call has over the oldest.
    pub recency: f32,
    /// The person a query filters by, named in the heading or text: the weight of that word.
    pub person: f32,
}

/// The weights in use.
///
/// They were chosen by hand in round numbers; varying each by a third moves the figures of the labelled queries by less than
/// what one query makes (see `examples/score.rs --vary`).
pub const WEIGHTS: Weights = Weights {
    heading: 3.0,
    context: 0.5,
    links: 0.3,
    saturation: 1.2,
    heading_length: 0.5,
    body_length: 0.6,
    coverage: 1.5,
    least_coverage: 0.3,
    time: 3.0,
    time_in_text: 0.6,
    parts: 0.8,
    some_parts: 0.5,
    joined: 0.6,
    split: 0.6,
    inside: 0.6,
    spelling: 0.9,
    prefix: 0.8,
    one_edit: 0.8,
    two_edits: 0.5,
    likely_typo: 0.5,
    structure: 0.8,
    participants: 0.3,
    chores: 0.5,
    boilerplate: 0.4,
    action: 0.8,
    call_echo: 0.1,
    community: 0.8,
    recency: 0.1,
    person: 0.5,
};
