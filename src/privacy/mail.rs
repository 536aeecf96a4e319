//! The e-mail addresses of persons.

use super::{Kind, Private};
use crate::base::pattern::Pattern;
use linkify::{LinkFinder, LinkKind};

/// Local parts that are offices or programs, not persons; a part of the name separated by `-`, `.` or `_` will do.
const OFFICES: &[&str] = &[
    "abuse",
    "accounting",
    "admin",
    "announce",
    "billing",
    "board",
    "bot",
    "coc",
    "community",
    "conduct",
    "contact",
    "council",
    "dev",
    "discuss",
    "events",
    "feedback",
    "foundation",
    "git",
    "hello",
    "help",
    "hostmaster",
    "info",
    "jobs",
    "kontakt",
    "legal",
    "list",
    "lists",
    "mail",
    "mailman",
    "marketing",
    "media",
    "member",
    "members",
    "mods",
    "news",
    "newsletter",
    "noreply",
    "office",
    "ops",
    "owner",
    "postmaster",
    "presse",
    "press",
    "privacy",
    "registry",
    "reply",
    "root",
    "sales",
    "secretary",
    "security",
    "service",
    "social",
    "support",
    "team",
    "twitter",
    "user",
    "users",
    "vorstand",
    "webmaster",
];

/// An address that is written so that machines do not find it: `ann [at] company [dot] com`.
static DISGUISED: Pattern = Pattern::new(
    r"(?i)\b([a-z0-9][a-z0-9._+-]{0,63} ?[\[({] ?at ?[\])}] ?[a-z0-9-]+(?:(?: ?[\[({] ?(?:dot|punkt) ?[\])}] ?|\.)[a-z0-9-]+)+)",
);

/// Whether a line may hold an address without an `@`.
pub(super) fn may_be_disguised(line: &str) -> bool {
    DISGUISED.is_match(line)
}

/// Adds the addresses of persons in a line. Lists, offices, examples and `git@host:path` are public by nature.
pub(super) fn find(line: &str, found: &mut Vec<Private>) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Email]);
    for link in finder.links(line) {
        // Marks of Markdown are letters of an address, by the standard.
        let written = link.as_str().trim_start_matches(|c: char| !c.is_alphanumeric());
        let start = link.end() - written.len();
        if is_personal(written) && !is_login(&line[..start], &line[link.end()..]) {
            found.push(Private { range: start..link.end(), kind: Kind::Mail, what: "the e-mail address of a person" });
        }
    }
    for address in DISGUISED.find_all(line) {
        let plain = address.as_str().replace(['[', '(', '{'], "<").replace([']', ')', '}'], ">").replace(' ', "");
        let plain = plain.to_lowercase().replace("<at>", "@").replace("<dot>", ".").replace("<punkt>", ".");
        if is_personal(&plain) {
            found.push(Private { range: address.range(), kind: Kind::Mail, what: "the e-mail address of a person" });
        }
    }
}

fn is_personal(address: &str) -> bool {
    let lower = address.to_lowercase();
    let Some((local, host)) = lower.split_once('@').filter(|(local, _)| !local.is_empty()) else { return false };
    let top = host.rsplit('.').next().unwrap_or_default();
    let is_host = host.contains('.') && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_list = host.split('.').any(|part| part.starts_with("list") || part.contains("groups"));
    let is_example = host.split('.').any(|part| part.starts_with("example") || part == "invalid" || part == "test");
    let is_office = local.split(['-', '.', '_', '+']).any(|part| OFFICES.contains(&part));
    is_host && !is_list && !is_example && !is_office && !host.ends_with("noreply.github.com")
}

/// `user@host:path` is where git and ssh go; `https://user@host/` is an address of a page.
fn is_login(before: &str, after: &str) -> bool {
    let names_mail = before.len().checked_sub("mailto:".len()).and_then(|at| before.get(at..));
    let is_mail = names_mail.is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    after.starts_with(['/'])
        || after.starts_with(':') && !after.starts_with(": ") && after.len() > 1
        || before.ends_with(['/', ':']) && !is_mail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(DISGUISED.is_valid());
    }

    #[test]
    fn persons_have_addresses_that_are_private() {
        for (line, private) in [
            ("- write to ann.lee@company.com", true),
            ("[mail](mailto:ann@company.de)", true),
            ("ann (at) company.com", true),
            ("ann[at]company[dot]com", true),
            ("ann@company.com: will look", true),
            ("info [at] company [dot] com", false),
            ("meet (at) noon", false),
            ("security@company.com, openstack-discuss@lists.openstack.org", false),
            ("git clone git@github.com:a/b.git", false),
            ("ssh ann@host.company.com:/srv", false),
            ("npm i asar@1.0.0", false),
            ("user.name@example.org", false),
            ("an account of the `@company.com` domain", false),
        ] {
            assert_eq!(super::super::find(line).iter().any(|found| found.kind == Kind::Mail), private, "{line}");
        }
    }
}
