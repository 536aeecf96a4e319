//! Texts that are part of the program, such as the names of rules and findings, read again from where they were kept.

use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

/// A text that is part of the program. The alias keeps serde from borrowing such a field from what it reads, as it does with
/// every field that is written as a reference.
pub type Constant = &'static str;

/// The texts that were read again. They are never freed: there are no more of them than the program has.
static READ: RwLock<BTreeSet<Constant>> = RwLock::new(BTreeSet::new());

/// For `#[serde(deserialize_with)]` at a field of type [`Constant`].
pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Constant, D::Error> {
    let text = Cow::<'de, str>::deserialize(from)?;
    if let Some(known) = READ.read().unwrap_or_else(PoisonError::into_inner).get(&*text) {
        return Ok(known);
    }
    let mut all = READ.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(&*text) {
        return Ok(known);
    }
    let new: Constant = Box::leak(text.into_owned().into_boxed_str());
    all.insert(new);
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Named {
        #[serde(deserialize_with = "read")]
        name: Constant,
    }

    #[test]
    fn a_text_is_kept_once() {
        let read = || serde_json::from_str::<Named>(r#"{"name": "date-conflict"}"#).expect("a name").name;
        assert_eq!(read(), "date-conflict");
        assert!(std::ptr::eq(read(), read()));
    }
}
