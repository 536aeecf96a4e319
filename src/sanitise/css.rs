//! Authors' CSS: what decks need to look as their authors meant them, and nothing that loads, moves, hides or covers.
//!
//! cssparser decodes escapes and drops comments before anything is compared. What comes out is written anew from the
//! parsed values, so no character of the input reaches a style sheet unless a rule below knows it.

use super::elements;
use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token, parse_important,
};

type Outcome<T> = Result<T, ParseError<()>>;

/// The longest style sheet that is read, in bytes; the rest of a longer one is ignored.
const LONGEST_SHEET: usize = 64 * 1024;
/// The most rules of one style sheet, selectors of one rule and declarations of one block.
const MOST_RULES: usize = 200;
const MOST_SELECTORS: usize = 24;
const MOST_DECLARATIONS: usize = 32;
/// The most shadows of one `text-shadow` (the white outline in the SCS decks has four) and names of one `font-family`.
const MOST_SHADOWS: usize = 8;
const MOST_FAMILIES: usize = 8;
/// The farthest a shadow falls, in pixels: it must not write over its neighbours.
const FARTHEST_SHADOW: f32 = 12.0;
/// Text that is more transparent than this may be there without being seen.
const FAINTEST_TEXT: f32 = 0.3;

/// The kinds of values that are understood.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Surface,
    Keyword(&'static [&'static str]),
    Weight,
    Families,
    Shadows,
    Length(Limits),
    Sides(Limits),
    LineHeight,
}

/// The range of a length, by unit; a unit without a range is refused. `rem` counts as `em`, and `pt` as `px`.
#[derive(Debug, Clone, Copy)]
struct Limits {
    pixels: Option<(f32, f32)>,
    ems: Option<(f32, f32)>,
    percent: Option<(f32, f32)>,
    keywords: &'static [&'static str],
}

const SPACE: Limits = Limits { pixels: Some((0.0, 64.0)), ems: Some((0.0, 2.0)), percent: None, keywords: &[] };
const MARGIN: Limits = Limits { keywords: &["auto"], ..SPACE };
const FONT_SIZE: Limits = Limits {
    pixels: Some((6.0, 96.0)),
    ems: Some((0.5, 4.0)),
    percent: Some((50.0, 400.0)),
    keywords: &[
        "large",
        "larger",
        "medium",
        "small",
        "smaller",
        "x-large",
        "x-small",
        "xx-large",
        "xx-small",
        "xxx-large",
    ],
};
const WIDTH: Limits = Limits { pixels: None, ems: None, percent: Some((5.0, 100.0)), keywords: &["auto"] };
const MAX_WIDTH: Limits =
    Limits { pixels: Some((50.0, 4000.0)), ems: Some((4.0, 200.0)), keywords: &["none"], ..WIDTH };

/// A property authors may set.
struct Property {
    name: &'static str,
    /// The name it is written under.
    output: &'static str,
    kind: Kind,
    /// A value and what it becomes; run by the tests.
    #[cfg_attr(not(test), allow(dead_code))]
    example: (&'static str, &'static str),
}

const fn property(name: &'static str, kind: Kind, example: (&'static str, &'static str)) -> Property {
    Property { name, output: name, kind, example }
}

/// What authors may set; everything else is dropped.
const PROPERTIES: &[Property] = &[
    property("color", Kind::Text, ("RED", "#f00")),
    property("background-color", Kind::Surface, ("rgb(0 128 255 / 50%)", "#0080ff80")),
    Property { name: "background", output: "background-color", kind: Kind::Surface, example: ("#FFF", "#fff") },
    property("font-size", Kind::Length(FONT_SIZE), ("26px", "26px")),
    property("font-weight", Kind::Weight, ("600", "600")),
    property("font-style", Kind::Keyword(&["normal", "italic", "oblique"]), ("italic", "italic")),
    property("font-family", Kind::Families, ("lato, Sans-Serif", "\"lato\",sans-serif")),
    property(
        "text-align",
        Kind::Keyword(&["left", "right", "center", "justify", "start", "end"]),
        ("center !important", "center"),
    ),
    property("text-shadow", Kind::Shadows, ("-1px 1px 0 #FFF, 1px 1px 2px black", "-1px 1px 0 #fff,1px 1px 2px #000")),
    property("line-height", Kind::LineHeight, ("1.5", "1.5")),
    property("margin", Kind::Sides(MARGIN), ("0 auto", "0 auto")),
    property("margin-top", Kind::Length(MARGIN), ("1em", "1em")),
    property("margin-right", Kind::Length(MARGIN), ("auto", "auto")),
    property("margin-bottom", Kind::Length(MARGIN), ("10px", "10px")),
    property("margin-left", Kind::Length(MARGIN), ("0", "0")),
    property("padding", Kind::Sides(SPACE), ("1px 2px 3px 4px", "1px 2px 3px 4px")),
    property("padding-top", Kind::Length(SPACE), ("0.5em", "0.5em")),
    property("padding-right", Kind::Length(SPACE), ("2em", "2em")),
    property("padding-bottom", Kind::Length(SPACE), ("0", "0")),
    property("padding-left", Kind::Length(SPACE), ("64px", "64px")),
    property("display", Kind::Keyword(&["block", "inline"]), ("block!important", "block")),
    property("max-width", Kind::Length(MAX_WIDTH), ("600px", "600px")),
    property("width", Kind::Length(WIDTH), ("50%", "50%")),
];

/// An author's `<style>` blocks (without the tags), cut down to what a deck may have and made to apply inside
/// `.reveal` only.
///
/// Every selector gets the prefix `:where(.reveal)`, which adds no specificity: after the theme, `.slides h1` still wins
/// over it and a bare `h1` still loses, as it does in `HedgeDoc`. The result is minified and depends on the input alone;
/// it is empty when nothing is left.
pub fn scope_deck_style(css: &str) -> String {
    let mut input = Parser::new(shorten(css, LONGEST_SHEET));
    let mut sheet = DeckSheet;
    StyleSheetParser::new(&mut input, &mut sheet).filter_map(Result::ok).take(MOST_RULES).collect()
}

/// The declarations of a `style` attribute, cut down in the same way: `color:#f00;font-size:26px`, or nothing.
pub fn inline_declarations(style: &str) -> String {
    declarations(&mut Parser::new(shorten(style, LONGEST_SHEET)))
}

/// A CSS colour in its shortest hexadecimal form, or nothing when the text is no plain colour.
pub fn color(text: &str) -> Option<String> {
    let mut input = Parser::new(shorten(text, 100));
    input.parse_entirely(rgba).ok().map(Rgba::write)
}

/// The value of a property as `style` sheets would get it, or nothing when it is refused; for attributes such as
/// `<font face>` that have a property of the same meaning.
pub fn property_value(name: &str, value: &str) -> Option<String> {
    let property = PROPERTIES.iter().find(|property| property.name == name)?;
    Parser::new(shorten(value, 1000)).parse_entirely(|input| read(property.kind, input)).ok()
}

fn shorten(text: &str, longest: usize) -> &str {
    &text[..text.floor_char_boundary(longest)]
}

fn refused<T>() -> Outcome<T> {
    Err(ParseError::unexpected_token())
}

fn declarations(input: &mut Parser<'_>) -> String {
    let mut block = Declarations;
    let list: Vec<String> =
        RuleBodyParser::new(input, &mut block).filter_map(Result::ok).take(MOST_DECLARATIONS).collect();
    list.join(";")
}

/// The style sheet of a deck: rules with allowed selectors, no at-rules.
struct DeckSheet;

impl<'i> QualifiedRuleParser<'i> for DeckSheet {
    type Prelude = Vec<String>;
    type QualifiedRule = String;
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Outcome<Vec<String>> {
        let mut selectors = input.parse_comma_separated_ignoring_errors(selector);
        selectors.truncate(MOST_SELECTORS);
        if selectors.is_empty() { refused() } else { Ok(selectors) }
    }

    fn parse_block(&mut self, selectors: Vec<String>, _: &ParserState, input: &mut Parser<'i>) -> Outcome<String> {
        let declarations = declarations(input);
        if declarations.is_empty() { refused() } else { Ok(format!("{}{{{declarations}}}", selectors.join(","))) }
    }
}

impl AtRuleParser<'_> for DeckSheet {
    type Prelude = ();
    type AtRule = String;
    type Error = ();
}

/// A selector made of elements, below `.reveal` or `.slides` or not, ending in an element that [may be styled](elements::may_be_styled).
fn selector(input: &mut Parser<'_>) -> Outcome<String> {
    let mut written = String::new();
    // `None` inside a compound: after an element or class only a combinator may follow.
    let mut combinator = Some(' ');
    let mut ends_in_element = false;
    let mut parts = 0;
    while let Ok(token) = input.next_including_whitespace().cloned() {
        match token {
            Token::WhiteSpace(_) => combinator = combinator.or(Some(' ')),
            Token::Delim('>') if parts > 0 && combinator != Some('>') => combinator = Some('>'),
            Token::Ident(name) => {
                let name = name.to_ascii_lowercase();
                ends_in_element = elements::may_be_styled(&name);
                if !ends_in_element && name != "section" {
                    return refused();
                }
                let Some(joint) = combinator.take() else { return refused() };
                written.push(joint);
                written.push_str(&name);
                parts += 1;
            }
            Token::Delim('.') => {
                let class = input.expect_ident()?.to_string();
                let Some(joint) = combinator.take() else { return refused() };
                // The scope and `.reveal` are one element.
                if !(class == "reveal" && parts == 0) {
                    written.push(joint);
                }
                if !matches!((class.as_str(), parts), ("reveal", 0) | ("slides", 0 | 1)) || ends_in_element {
                    return refused();
                }
                written.push('.');
                written.push_str(&class);
                parts += 1;
            }
            _ => return refused(),
        }
        if parts > 6 {
            return refused();
        }
    }
    if ends_in_element && combinator != Some('>') { Ok(format!(":where(.reveal){written}")) } else { refused() }
}

/// A list of declarations; each parsed one is `name:value`.
struct Declarations;

impl<'i> DeclarationParser<'i> for Declarations {
    type Declaration = String;
    type Error = ();

    fn parse_value(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>, _: &ParserState) -> Outcome<String> {
        let Some(property) = PROPERTIES.iter().find(|property| property.name.eq_ignore_ascii_case(&name)) else {
            return refused();
        };
        let value = read(property.kind, input)?;
        // The deck's order of styles decides, so an author's emphasis on it is dropped.
        let _ = input.try_parse(parse_important);
        input.expect_exhausted()?;
        Ok(format!("{}:{value}", property.output))
    }
}

impl AtRuleParser<'_> for Declarations {
    type Prelude = ();
    type AtRule = String;
    type Error = ();
}

impl QualifiedRuleParser<'_> for Declarations {
    type Prelude = ();
    type QualifiedRule = String;
    type Error = ();
}

impl RuleBodyItemParser<'_, String, ()> for Declarations {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}

fn read(kind: Kind, input: &mut Parser<'_>) -> Outcome<String> {
    match kind {
        Kind::Text => {
            let color = rgba(input)?;
            if color.alpha < FAINTEST_TEXT { refused() } else { Ok(color.write()) }
        }
        Kind::Surface => Ok(rgba(input)?.write()),
        Kind::Keyword(keywords) => keyword(keywords, input).map(str::to_owned),
        Kind::Weight => weight(input),
        Kind::Families => families(input),
        Kind::Shadows => comma_separated(input, MOST_SHADOWS, shadow),
        Kind::Length(limits) => length(limits, input),
        Kind::Sides(limits) => {
            let mut sides = vec![length(limits, input)?];
            while sides.len() < 4
                && let Ok(side) = input.try_parse(|input| length(limits, input))
            {
                sides.push(side);
            }
            Ok(sides.join(" "))
        }
        Kind::LineHeight => line_height(input),
    }
}

fn comma_separated(
    input: &mut Parser<'_>,
    most: usize,
    one: fn(&mut Parser<'_>) -> Outcome<String>,
) -> Outcome<String> {
    let mut list = vec![one(input)?];
    while input.try_parse(Parser::expect_comma).is_ok() {
        list.push(one(input)?);
        if list.len() > most {
            return refused();
        }
    }
    Ok(list.join(","))
}

fn keyword(keywords: &[&'static str], input: &mut Parser<'_>) -> Outcome<&'static str> {
    let name = input.expect_ident()?;
    match keywords.iter().find(|keyword| keyword.eq_ignore_ascii_case(name)) {
        Some(keyword) => Ok(keyword),
        None => refused(),
    }
}

fn weight(input: &mut Parser<'_>) -> Outcome<String> {
    if let Ok(name) = input.try_parse(|input| keyword(&["normal", "bold", "bolder", "lighter"], input)) {
        return Ok(name.to_owned());
    }
    let weight = input.expect_integer()?;
    if (100..=900).contains(&weight) { Ok(weight.to_string()) } else { refused() }
}

fn line_height(input: &mut Parser<'_>) -> Outcome<String> {
    const LIMITS: Limits = Limits {
        pixels: Some((8.0, 160.0)),
        ems: Some((0.8, 3.0)),
        percent: Some((80.0, 300.0)),
        keywords: &["normal"],
    };
    if let Ok(factor) = input.try_parse(Parser::expect_number) {
        return if (0.8..=3.0).contains(&factor) { Ok(number(factor)) } else { refused() };
    }
    length(LIMITS, input)
}

fn length(limits: Limits, input: &mut Parser<'_>) -> Outcome<String> {
    let within = |value: f32, range: Option<(f32, f32)>| range.is_some_and(|(low, high)| (low..=high).contains(&value));
    let (written, fits) = match input.next()?.clone() {
        Token::Dimension { value, unit, .. } => {
            let unit = unit.to_ascii_lowercase();
            let range = match unit.as_str() {
                "px" | "pt" => limits.pixels,
                "em" | "rem" => limits.ems,
                _ => None,
            };
            (if value == 0.0 { "0".to_owned() } else { number(value) + &unit }, within(value, range))
        }
        Token::Percentage { unit_value, .. } => {
            (number(unit_value * 100.0) + "%", within(unit_value * 100.0, limits.percent))
        }
        Token::Number { value, .. } => ("0".to_owned(), value == 0.0 && within(value, limits.pixels)),
        Token::Ident(name) => {
            let known = limits.keywords.iter().find(|keyword| keyword.eq_ignore_ascii_case(&name));
            (known.copied().unwrap_or_default().to_owned(), known.is_some())
        }
        _ => return refused(),
    };
    if fits { Ok(written) } else { refused() }
}

/// A number with at most three decimals and no needless zeros.
fn number(value: f32) -> String {
    let written = format!("{value:.3}");
    let written = written.trim_end_matches('0').trim_end_matches('.');
    if written == "-0" { "0".to_owned() } else { written.to_owned() }
}

/// The font families every browser knows by themselves; any other name is quoted.
const GENERIC_FAMILIES: &[&str] = &["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"];

/// A list of families that ends in a generic one: where an author's own are not installed, slides stay without serifs.
fn families(input: &mut Parser<'_>) -> Outcome<String> {
    let mut list = comma_separated(input, MOST_FAMILIES, family)?;
    if !list.split(',').any(|family| GENERIC_FAMILIES.contains(&family)) {
        list.push_str(",var(--deck-face,sans-serif)");
    }
    Ok(list)
}

fn family(input: &mut Parser<'_>) -> Outcome<String> {
    let mut name = String::new();
    match input.next()?.clone() {
        Token::QuotedString(text) => name.push_str(&text),
        Token::Ident(word) => {
            if let Some(generic) = GENERIC_FAMILIES.iter().find(|generic| generic.eq_ignore_ascii_case(&word)) {
                return Ok((*generic).to_owned());
            }
            name.push_str(&word);
            while let Ok(word) = input.try_parse(Parser::expect_ident_cloned) {
                name.push(' ');
                name.push_str(&word);
            }
        }
        _ => return refused(),
    }
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    if plain && !name.is_empty() && name.len() <= 40 { Ok(format!("\"{name}\"")) } else { refused() }
}

fn shadow(input: &mut Parser<'_>) -> Outcome<String> {
    const OFFSET: Limits = Limits {
        pixels: Some((-FARTHEST_SHADOW, FARTHEST_SHADOW)),
        ems: Some((-0.2, 0.2)),
        percent: None,
        keywords: &[],
    };
    const BLUR: Limits = Limits { pixels: Some((0.0, FARTHEST_SHADOW)), ems: Some((0.0, 0.2)), ..OFFSET };
    if input.try_parse(|input| keyword(&["none"], input)).is_ok() {
        return Ok("none".to_owned());
    }
    let before = input.try_parse(rgba).ok();
    let mut written = length(OFFSET, input)? + " " + &length(OFFSET, input)?;
    if let Ok(blur) = input.try_parse(|input| length(BLUR, input)) {
        written = written + " " + &blur;
    }
    let color = if before.is_some() { before } else { input.try_parse(rgba).ok() };
    Ok(color.map_or(written.clone(), |color| written + " " + &color.write()))
}

/// A colour of the sRGB space.
#[derive(Clone, Copy)]
struct Rgba {
    channels: [u8; 3],
    alpha: f32,
}

impl Rgba {
    fn write(self) -> String {
        let [red, green, blue] = self.channels;
        let mut bytes = vec![red, green, blue];
        if self.alpha < 1.0 {
            bytes.push(cssparser::color::clamp_unit_f32(self.alpha));
        }
        let short = bytes.iter().all(|byte| byte / 16 == byte % 16);
        let digits = bytes.iter().map(|byte| if short { format!("{:x}", byte % 16) } else { format!("{byte:02x}") });
        format!("#{}", digits.collect::<String>())
    }
}

/// `#hex`, a colour's name, `transparent`, `rgb()`, `rgba()`, `hsl()` or `hsla()` in any of their syntaxes.
fn rgba(input: &mut Parser<'_>) -> Outcome<Rgba> {
    match input.next()?.clone() {
        Token::Hash(digits) | Token::IDHash(digits) => match cssparser::color::parse_hash_color(digits.as_bytes()) {
            Ok((red, green, blue, alpha)) => Ok(Rgba { channels: [red, green, blue], alpha }),
            Err(()) => refused(),
        },
        Token::Ident(name) if name.eq_ignore_ascii_case("transparent") => Ok(Rgba { channels: [0; 3], alpha: 0.0 }),
        Token::Ident(name) => match cssparser::color::parse_named_color(&name) {
            Ok((red, green, blue)) => Ok(Rgba { channels: [red, green, blue], alpha: 1.0 }),
            Err(()) => refused(),
        },
        Token::Function(name) if name.eq_ignore_ascii_case("rgb") || name.eq_ignore_ascii_case("rgba") => input
            .parse_nested_block(|input| {
                let (parts, alpha) = components(input)?;
                let channel = |part: Component| match part {
                    Component::Number(value) => cssparser::color::clamp_floor_256_f32(value),
                    Component::Share(value) => cssparser::color::clamp_unit_f32(value),
                };
                Ok(Rgba { channels: parts.map(channel), alpha })
            }),
        Token::Function(name) if name.eq_ignore_ascii_case("hsl") || name.eq_ignore_ascii_case("hsla") => input
            .parse_nested_block(|input| {
                let (parts, alpha) = components(input)?;
                match parts {
                    [Component::Number(hue), Component::Share(saturation), Component::Share(lightness)] => {
                        Ok(Rgba { channels: from_hsl(hue, saturation, lightness), alpha })
                    }
                    _ => refused(),
                }
            }),
        _ => refused(),
    }
}

#[derive(Clone, Copy)]
enum Component {
    Number(f32),
    Share(f32),
}

fn component(input: &mut Parser<'_>) -> Outcome<Component> {
    match *input.next()? {
        Token::Number { value, .. } if value.is_finite() => Ok(Component::Number(value)),
        Token::Percentage { unit_value, .. } if unit_value.is_finite() => Ok(Component::Share(unit_value)),
        Token::Dimension { value, ref unit, .. } if value.is_finite() && unit.eq_ignore_ascii_case("deg") => {
            Ok(Component::Number(value))
        }
        _ => refused(),
    }
}

/// Three components and the alpha, separated by commas or by spaces and a slash.
fn components(input: &mut Parser<'_>) -> Outcome<([Component; 3], f32)> {
    let first = component(input)?;
    let commas = input.try_parse(Parser::expect_comma).is_ok();
    let second = component(input)?;
    if commas {
        input.expect_comma()?;
    }
    let third = component(input)?;
    let more =
        if commas { input.try_parse(Parser::expect_comma) } else { input.try_parse(|input| input.expect_delim('/')) };
    let alpha = if more.is_ok() {
        match component(input)? {
            Component::Number(value) | Component::Share(value) => value.clamp(0.0, 1.0),
        }
    } else {
        1.0
    };
    Ok(([first, second, third], alpha))
}

/// CSS Color Module Level 4, "Converting HSL Colors to sRGB".
fn from_hsl(hue: f32, saturation: f32, lightness: f32) -> [u8; 3] {
    let hue = hue.rem_euclid(360.0);
    let (saturation, lightness) = (saturation.clamp(0.0, 1.0), lightness.clamp(0.0, 1.0));
    [0.0_f32, 8.0, 4.0].map(|offset| {
        let position = (offset + hue / 30.0) % 12.0;
        let reach = saturation * lightness.min(1.0 - lightness);
        cssparser::color::clamp_unit_f32(lightness - reach * (position - 3.0).min(9.0 - position).clamp(-1.0, 1.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_does_what_its_example_says() {
        for property in PROPERTIES {
            let (value, expected) = property.example;
            let declared = inline_declarations(&format!("{}: {value}", property.name));
            assert_eq!(declared, format!("{}:{expected}", property.output));
        }
    }

    #[test]
    fn keeps_what_the_real_decks_set() {
        let style = "
            .slides h1 { font-size: 36px; font-family: lato; color: \"#50c3a5\"; }
            .slides h3, .slides h4 { # font-size: 26px;
                font-family: lato; }
            .slides ul { display: block!important; }
            h1,h2 { color: #0f5fe1 }";
        assert_eq!(
            scope_deck_style(style),
            ":where(.reveal) .slides h1{font-size:36px;font-family:\"lato\",var(--deck-face,sans-serif)}\
             :where(.reveal) .slides h3,:where(.reveal) .slides h4{font-family:\"lato\",var(--deck-face,sans-serif)}\
             :where(.reveal) .slides ul{display:block}\
             :where(.reveal) h1,:where(.reveal) h2{color:#0f5fe1}"
        );
    }

    #[test]
    fn scopes_selectors() {
        let scoped = |selector: &str| scope_deck_style(&format!("{selector}{{color:red}}")).replace("{color:#f00}", "");
        assert_eq!(scoped(".reveal .slides section > H1"), ":where(.reveal).reveal .slides section>h1");
        assert_eq!(scoped("/**/p/**/"), ":where(.reveal) p");
        assert_eq!(scoped("p, body > *, td"), ":where(.reveal) p,:where(.reveal) td");
        let refused = [
            "*",
            "body",
            "html",
            "div",
            ".slides",
            ".reveal",
            "section",
            "header",
            "nav",
            ":root",
            "p:hover",
            "a:visited",
            "p::before",
            "p:has(a)",
            "#x",
            "[href]",
            "a[href^=x]",
            "p.x",
            ".x p",
            "> p",
            "p >",
            "p > > b",
            "p + b",
            "p ~ b",
            "p.slides",
            "p .slides b",
            "&p",
            "p|b",
            "",
            "p\\,b",
            ".slides .reveal p",
            "html p",
            "x-y",
        ];
        for selector in refused {
            assert_eq!(scoped(selector), "", "{selector}");
        }
    }

    #[test]
    fn refuses_what_loads_moves_or_hides() {
        let refused = [
            "background:url(x.png)",
            "background:u\\72l(x.png)",
            "background-image:image-set('x' 1x)",
            "color:var(--x)",
            "--x:1",
            "color:attr(x color)",
            "width:expression(1)",
            "position:fixed",
            "z-index:1",
            "transform:scale(9)",
            "content:'x'",
            "filter:blur(1px)",
            "opacity:0",
            "pointer-events:none",
            "display:none",
            "display:flex",
            "margin:-1px",
            "margin:3em",
            "padding:999px",
            "font-size:99999px",
            "font-size:1px",
            "font-size:0",
            "font-size:calc(1px*9)",
            "width:100vw",
            "width:500%",
            "width:10px",
            "text-shadow:0 0 9999px red",
            "text-shadow:-500px 0 red",
            "text-shadow:0 0 url(x)",
            "text-shadow:0 0 -1px red",
            "color:transparent",
            "color:rgba(0,0,0,.1)",
            "color:\"#50c3a5\"",
            "color:currentcolor",
            "color:red blue",
            "line-height:0",
            "line-height:99",
            "font-weight:1e9",
            "font-family:url(x)",
            "font-family:\"a;b\"",
            "behavior:url(#x)",
            "-moz-binding:url(x)",
            "cursor:none",
            "float:left",
            "height:1px",
            "visibility:hidden",
            "all:unset",
            "font-size:1e39px",
            "margin:1px 1px 1px 1px 1px",
            "text-align:center;;x",
            "colo\\r\\:red:red",
        ];
        for style in refused {
            let kept = inline_declarations(style);
            assert!(kept.is_empty() || kept == "text-align:center", "{style} became {kept}");
        }
    }

    #[test]
    fn bad_declarations_do_not_take_good_ones_with_them() {
        assert_eq!(inline_declarations("x:url(a;b);color:red;@import 'x';}{;font-style:italic"), "color:#f00");
        assert_eq!(inline_declarations("color:red}body{display:block"), "");
        assert_eq!(inline_declarations("COLOR : Blue ; color:/**/#abcdef80"), "color:#00f;color:#abcdef80");
    }

    #[test]
    fn refuses_every_at_rule_and_goes_on() {
        let style = "@import url(x);@import'y';@charset 'x';@font-face{src:url(x)}@media all{p{color:red}}\
                     @layer x{p{color:red}}<!-- p{color:red} -->b{color:red;&:hover{color:blue}}";
        assert_eq!(scope_deck_style(style), ":where(.reveal) p{color:#f00}:where(.reveal) b{color:#f00}");
        assert_eq!(scope_deck_style("@import x"), "");
        assert_eq!(scope_deck_style("p{color:red"), ":where(.reveal) p{color:#f00}");
    }

    #[test]
    fn colours_have_one_spelling() {
        let known = [
            ("#50C3A5", "#50c3a5"),
            ("#ffffff", "#fff"),
            ("aliceblue", "#f0f8ff"),
            ("rgb(255, 0, 0)", "#f00"),
            ("rgba(0,0,0,.5)", "#00000080"),
            ("rgb(100% 0% 0%)", "#f00"),
            ("hsl(120 100% 50%)", "#0f0"),
            ("hsl(240deg, 100%, 25%)", "#000080"),
            ("transparent", "#0000"),
            (" red ", "#f00"),
        ];
        for (written, expected) in known {
            assert_eq!(color(written).as_deref(), Some(expected), "{written}");
        }
        for refused in [
            "",
            "url(x)",
            "red;x",
            "red red",
            "#12345",
            "rgb(1,2)",
            "javascript:x",
            "\"red\"",
            "linear-gradient(red,blue)",
        ] {
            assert_eq!(color(refused), None, "{refused}");
        }
    }

    #[test]
    fn the_output_is_a_fixed_point() {
        let once = scope_deck_style(".slides h1{color:rgb(1 2 3/.5);margin:0 1em;text-shadow:red 1px 1px}");
        assert_eq!(scope_deck_style(&once.replace(":where(.reveal) ", "")), once);
    }

    #[test]
    fn big_sheets_stay_quick_and_small() {
        let css = "p{color:red}".repeat(100_000);
        assert!(scope_deck_style(&css).len() < 10_000);
        assert_eq!(scope_deck_style(&"p{(".repeat(20_000)), "");
        assert_eq!(inline_declarations(&"color:rgb((".repeat(20_000)), "");
    }
}
