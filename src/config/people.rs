//! Who a handle is: other spellings resolved.

use super::Config;
use crate::base::text::slug;

/// A handle as it is compared: lower case, aliases resolved. `ann_lee` is `ann-lee`: hosts of code allow no other marks in
/// handles, and two people of one address would be one page.
pub fn person_of(config: &Config, handle: &str) -> String {
    let low = handle.trim_start_matches('@').to_lowercase();
    let alias = config.people.aliases.iter().find(|(_, others)| others.contains(&low));
    let is_listed = |list: &[String]| list.contains(&low);
    match alias {
        Some((name, _)) => name.clone(),
        // What the configuration lists is left as it is written there.
        None if config.people.is_unlisted(&low) || is_listed(&config.people.not_people) => low,
        None => Some(slug(&low)).filter(|slug| !slug.is_empty()).unwrap_or(low),
    }
}
