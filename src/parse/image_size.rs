//! The sizes of images: HedgeDoc's `![alt](url "title" =WxH)`, which CommonMark does not take for an image at all.

use crate::base::pattern::Pattern;
use crate::document::{ImageSize, Length};
use std::borrow::Cow;

static SIZED_IMAGE: Pattern = Pattern::new(
    r#"(!\[[^\]\n]*\]\([ \t]*<?[^\s<>()]+(?:\([^\s()]*\)[^\s()]*)*>?)((?:[ \t]+"[^"\n]*")?)[ \t]+=(\d*%?x\d*%?)[ \t]*\)"#,
);

/// What stands between an image's address and its size once the size has moved into the address.
const SIZE_MARK: &str = "#=";

/// Moves `=WxH` into the address of every image of a line, where [`split_size`] finds it again.
pub(super) fn move_sizes(line: &str) -> Cow<'_, str> {
    if !line.contains(" =") || !line.contains("](") {
        return Cow::Borrowed(line);
    }
    // An odd number of backticks before an image says that it is code.
    let (mut in_code, mut counted) = (false, 0);
    SIZED_IMAGE.replace_each(line, |found| {
        let start = found.get(0).map_or(0, |whole| whole.start());
        in_code ^= line[counted..start].matches('`').count() % 2 == 1;
        counted = start;
        let (address, title, size) = (&found[1], &found[2], &found[3]);
        if size == "x" || in_code {
            return found[0].to_owned();
        }
        match address.strip_suffix('>') {
            Some(address) => format!("{address}{SIZE_MARK}{size}>{title})"),
            None => format!("{address}{SIZE_MARK}{size}{title})"),
        }
    })
}

/// Splits the size that [`move_sizes`] put there off an image's address.
pub(super) fn split_size(address: &str) -> (&str, ImageSize) {
    let Some((plain, size)) = address.rsplit_once(SIZE_MARK) else {
        return (address, ImageSize::default());
    };
    let Some((width, height)) = size.split_once('x') else {
        return (address, ImageSize::default());
    };
    (plain, ImageSize { width: Length::parse(width), height: Length::parse(height) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(SIZED_IMAGE.is_valid());
    }

    #[test]
    fn moves_image_sizes_into_the_address() {
        for (source, expected) in [
            ("![a](u =5x6)", "![a](u#=5x6)"),
            ("![](https://h/x.png =560x580) b", "![](https://h/x.png#=560x580) b"),
            ("![a](u \"t\" =x6)", "![a](u#=x6 \"t\")"),
            ("![a](u =50%x)", "![a](u#=50%x)"),
            // `=200` is no size, and code is code.
            ("![a](u =200)", "![a](u =200)"),
            ("`![a](u =5x6)`", "`![a](u =5x6)`"),
            ("`a` ![a](u =5x6) `![b](u =5x6)` ![c](u =5x6)", "`a` ![a](u#=5x6) `![b](u =5x6)` ![c](u#=5x6)"),
        ] {
            assert_eq!(move_sizes(source), expected);
        }
        let size = ImageSize { width: Some(Length::Percent(50)), height: None };
        assert_eq!(split_size("u#=50%x"), ("u", size));
        assert_eq!(split_size("u#=about"), ("u#=about", ImageSize::default()));
    }
}
