//! The fields of the index and the numbers kept for each document.

use tantivy::schema::{Field, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};

use crate::document::{Kind, Role, SearchDocument};

/// Name of the tokenizer of headings and bodies, as registered with tantivy.
pub(crate) const PROSE: &str = "minutebook";
/// Name of the tokenizer of links, as registered with tantivy.
pub(crate) const LINKS: &str = "minutebook-links";

/// The key of German calls.
pub(crate) const GERMAN: &str = "language:german";

/// The fields of the index. The module documentation of the crate says what each is for.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) heading: Field,
    pub(crate) body: Field,
    pub(crate) context: Field,
    pub(crate) links: Field,
    pub(crate) keys: Field,
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = SchemaBuilder::new();
    let prose = |record, lengths| text_options(PROSE, record, lengths);
    let fields = Fields {
        heading: builder.add_text_field("heading", prose(IndexRecordOption::WithFreqsAndPositions, true)),
        body: builder.add_text_field("body", prose(IndexRecordOption::WithFreqsAndPositions, true)),
        context: builder.add_text_field("context", prose(IndexRecordOption::WithFreqs, false)),
        links: builder.add_text_field("links", text_options(LINKS, IndexRecordOption::Basic, false)),
        keys: builder.add_text_field("keys", text_options("raw", IndexRecordOption::Basic, false)),
    };
    (builder.build(), fields)
}

fn text_options(tokenizer: &str, record: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// What the ranking and the filters need to know of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) community: bool,
    pub(crate) is_open: bool,
    /// Place in the list of teams.
    pub(crate) team: u32,
}

impl Traits {
    pub(crate) fn of(document: &SearchDocument, team: u32) -> Self {
        let SearchDocument { kind, role, community, is_open, .. } = *document;
        Self { kind, role, community, is_open, team }
    }

    /// All but the team in the bits of a byte.
    pub(crate) fn code(self) -> u8 {
        let code = |found: Option<usize>| found.and_then(|place| u8::try_from(place).ok()).unwrap_or_default();
        code(Kind::ALL.iter().position(|kind| *kind == self.kind))
            | code(Role::ALL.iter().position(|role| *role == self.role)) << 2
            | u8::from(self.community) << 5
            | u8::from(self.is_open) << 6
    }

    /// The reverse of [`Self::code`]; bits that no version wrote are read as the default.
    pub(crate) fn of_code(code: u8, team: u32) -> Self {
        let low = |shift: u32, mask: u8| usize::from(code >> shift & mask);
        Self {
            kind: Kind::ALL.get(low(0, 3)).copied().unwrap_or_default(),
            role: Role::ALL.get(low(2, 7)).copied().unwrap_or_default(),
            community: code >> 5 & 1 == 1,
            is_open: code >> 6 & 1 == 1,
            team,
        }
    }
}

/// A name as filters compare it: folded, everything but letters and digits made one hyphen. `Volume Encryption` → `volume-encryption`.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for word in name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&crate::fold::fold(word).main);
    }
    slug
}

/// The key of a person: the handle in lower case without the `@`.
pub(crate) fn person_key(handle: &str) -> String {
    format!("person:{}", handle.trim().trim_start_matches('@').to_lowercase())
}

/// The key of a topic.
pub(crate) fn topic_key(topic: &str) -> String {
    format!("topic:{}", slug(topic))
}

/// The keys of a reference: as it is, without the owner, and the bare number. `SovereignCloudStack/standards#594` is found by
/// `ref:sovereigncloudstack/standards#594`, `ref:standards#594` and `ref:#594`; `scs-0104-v1` by itself and by `ref:scs-0104`.
pub(crate) fn reference_keys(reference: &str) -> Vec<String> {
    let reference = reference.trim().to_lowercase().replace("/#", "#");
    let mut names = vec![reference.clone()];
    if let Some((path, number)) = reference.split_once('#') {
        names.extend(path.rsplit_once('/').map(|(_, repository)| format!("{repository}#{number}")));
        names.push(format!("#{number}"));
    } else if let Some((standard, version)) = reference.rsplit_once('-')
        && version.starts_with(['v', 'w'])
        && version.len() > 1
        && version[1..].bytes().all(|byte| byte.is_ascii_digit())
    {
        names.push(standard.to_owned());
    }
    names.into_iter().map(|name| format!("ref:{name}")).collect()
}

/// The forms that a reference may be written in, lower case: `sovereigncloudstack/standards#594`, `standards#594`, `#594`.
pub fn reference_forms(reference: &str) -> Vec<String> {
    reference_keys(reference).into_iter().map(|key| key.trim_start_matches("ref:").to_owned()).collect()
}

/// The forms that a topic is found by: its name, and the name as filters compare it.
pub fn topic_forms(topic: &str) -> Vec<String> {
    vec![topic.to_owned(), slug(topic)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_survive_packing() {
        for kind in Kind::ALL {
            for role in Role::ALL {
                for (community, is_open, team) in [(true, false, 0), (false, true, 1), (true, true, 70_000)] {
                    let traits = Traits { kind, role, community, is_open, team };
                    assert_eq!(Traits::of_code(traits.code(), team), traits);
                }
            }
        }
        assert_eq!(Traits::of_code(u8::MAX, 0).role, Role::Topic);
    }

    #[test]
    fn keys_are_normal_forms() {
        assert_eq!(topic_key("Volume  Encryption"), "topic:volume-encryption");
        assert_eq!(person_key("@JosephineSei"), "person:josephinesei");
        for (reference, keys) in [
            (
                "SovereignCloudStack/standards#594",
                vec!["ref:sovereigncloudstack/standards#594", "ref:standards#594", "ref:#594"],
            ),
            ("standards/#594", vec!["ref:standards#594", "ref:#594"]),
            ("SCS-0104-v1", vec!["ref:scs-0104-v1", "ref:scs-0104"]),
            ("CVE-2024-32498", vec!["ref:cve-2024-32498"]),
        ] {
            assert_eq!(reference_keys(reference), keys, "{reference}");
        }
    }
}
