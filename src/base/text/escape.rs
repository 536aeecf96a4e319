//! Text that is safe where markup or JSON in markup is read.

/// Escapes text for HTML and XML: as the content of an element and as an attribute in double quotes.
pub fn escape(out: &mut String, text: &str) {
    escape_bytes(out, text, true);
}

/// Escapes text for the content of an element alone: quotes stay.
pub fn escape_content(out: &mut String, text: &str) {
    escape_bytes(out, text, false);
}

/// A word of so many characters may be broken after its slashes.
const LONG: usize = 14;

/// Escapes text for HTML, with places where lines may break after the slashes of long words, such as paths and
/// "Standardization/Certification": browsers would break them anywhere.
pub fn escape_with_breaks(out: &mut String, text: &str) {
    for word in text.split_inclusive(char::is_whitespace) {
        if !word.contains('/') || word.trim_end().chars().count() < LONG {
            escape(out, word);
            continue;
        }
        let mut rest = 0;
        for (at, _) in word.match_indices('/') {
            let (before, after) = (word[..at].chars().next_back(), word[at + 1..].chars().next());
            let stands_between = |c: Option<char>| c.is_some_and(|c| c != '/' && !c.is_whitespace());
            if stands_between(before) && stands_between(after) {
                escape(out, &word[rest..=at]);
                out.push_str("<wbr>");
                rest = at + 1;
            }
        }
        escape(out, &word[rest..]);
    }
}

fn escape_bytes(out: &mut String, text: &str, quotes: bool) {
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            _ => continue,
        };
        out.push_str(&text[rest..at]);
        out.push_str(entity);
        rest = at + 1;
    }
    out.push_str(&text[rest..]);
}

/// JSON in which no character ends the element of a page that it is part of: `<`, `>` and `&` occur in strings only, and there
/// they can be written as numbers; U+2028 and U+2029 end a line of JavaScript.
pub fn json_for_html(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        let (mut all, mut content) = (String::new(), String::new());
        escape(&mut all, "a<b> & \"ü\"");
        escape_content(&mut content, "a<b> & \"ü\"");
        assert_eq!((all.as_str(), content.as_str()), ("a&lt;b&gt; &amp; &quot;ü&quot;", "a&lt;b&gt; &amp; \"ü\""));
    }

    #[test]
    fn json_stays_in_its_element() {
        let text = serde_json::json!({ "a": "</script><!-- & \u{2028}" }).to_string();
        let safe = json_for_html(&text);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).ok(), serde_json::from_str(&text).ok());
    }

    #[test]
    fn long_words_may_break_after_their_slashes() {
        for (text, expected) in [
            ("SIG Standardization/Certification", "SIG Standardization/<wbr>Certification"),
            ("CI/CD and/or x", "CI/CD and/or x"),
            ("https://host.example/a/b/ <c>", "https://host.example/<wbr>a/<wbr>b/ &lt;c&gt;"),
            ("(see hedge/beds/issues)", "(see hedge/<wbr>beds/<wbr>issues)"),
            ("ein/sehr\u{a0}langes/Wort", "ein/sehr\u{a0}langes/Wort"),
        ] {
            let mut out = String::new();
            escape_with_breaks(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
