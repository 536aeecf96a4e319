//! The pages' templates and the site's own static files; the only module that knows tera.
//!
//! The built-in templates are compiled into the program. A user's template of the same name replaces one of them, a
//! component file or a whole page; a template of a new name can be included or extended by the user's own.

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::error::Error;
use crate::base::text::escape_with_breaks;
use crate::document::plain;
use crate::language::{Piece, Words};
use crate::site::output::MadeOf;
use serde::Serialize;
use tera::{Context, ErrorKind, Filter, Function, Kwargs, State, Tera, TeraResult, Value};

/// The built-in templates by name: pages, the frame they extend, and components; all `.html` files in `templates/`.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Two files as one, so that neither is waited for alone.
macro_rules! joined {
    ($first:literal, $second:literal) => {
        concat!(include_str!($first), "\n", include_str!($second)).as_bytes()
    };
}

/// A style sheet with that of code before it: pages and decks load one file each.
macro_rules! with_code {
    ($file:literal) => {
        joined!("../../templates/assets/css/code.css", $file)
    };
}

/// The site's own static files, by the name they have before they are fingerprinted.
pub const ASSETS: &[(&str, &[u8])] = &[
    ("deck.css", with_code!("../../templates/assets/css/deck.css")),
    ("deck.js", include_bytes!("../../templates/assets/js/deck.js")),
    ("icon.svg", include_bytes!("../../templates/assets/icon.svg")),
    ("lists.css", include_bytes!("../../templates/assets/css/lists.css")),
    ("lists.js", include_bytes!("../../templates/assets/js/lists.js")),
    ("qr.js", include_bytes!("../../templates/assets/js/qr.js")),
    ("search-link.css", include_bytes!("../../templates/assets/css/search-link.css")),
    ("search-link.js", include_bytes!("../../templates/assets/js/search-link.js")),
    ("search-server.js", include_bytes!("../../templates/assets/js/search-server.js")),
    ("search-worker.js", joined!("../../templates/assets/js/lzma.js", "../../templates/assets/js/search-worker.js")),
    ("search.css", include_bytes!("../../templates/assets/css/search.css")),
    ("search.js", include_bytes!("../../templates/assets/js/search.js")),
    ("since.js", include_bytes!("../../templates/assets/js/since.js")),
    ("site.css", with_code!("../../templates/assets/css/site.css")),
    ("site.js", include_bytes!("../../templates/assets/js/site.js")),
    ("theme.js", include_bytes!("../../templates/assets/js/theme.js")),
];

/// The templates, parsed and checked against each other.
pub struct Templates {
    tera: Tera,
    /// A hash of this program and of what the user replaced or added.
    hash: blake3::Hash,
    /// Names the user replaced or added, so that an error can say whose template it is in.
    overridden: Vec<String>,
}

/// What is wrong with a template, or with filling it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// The template it is in; empty when the error is about how several fit together.
    pub template: String,
    /// The line in it, 1-based; absent when the error has no place.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl From<TemplateError> for Error {
    fn from(error: TemplateError) -> Self {
        let TemplateError { template, line, message, hint } = error;
        let place = match (template.as_str(), line) {
            ("", _) => "templates".to_owned(),
            (_, Some(line)) => format!("{template}:{line}"),
            (_, None) => template,
        };
        Self::new("template", place, message).hint(hint)
    }
}

/// Names of the built-in templates, in order: what a user can replace.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// Parses the built-in templates with `overrides` (name such as `call.html` or `components/calls.html`, source) in their
/// place, and checks that every block, component, filter and include they use exists. `words` is what their function `t` says.
///
/// Only names that end in `.html` are accepted, because only those are escaped.
pub fn load(overrides: &[(String, String)], words: &'static Words) -> Result<Templates, TemplateError> {
    let mut sources: BTreeMap<&str, &str> = BUILT_IN.iter().copied().collect();
    for (name, source) in overrides {
        if Path::new(name).extension().is_none_or(|extension| extension != "html") {
            return Err(TemplateError {
                template: name.clone(),
                line: None,
                message: "the name of a template must end in `.html`".to_owned(),
                hint: "rename it; what ends otherwise would be printed without escaping".to_owned(),
            });
        }
        sources.insert(name, source);
    }
    let overridden: Vec<String> = overrides.iter().map(|(name, _)| name.clone()).collect();
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.register_function("t", Say(words));
    tera.register_filter::<_, &str, _>("breakable", Breakable);
    tera.register_filter::<_, &str, _>("shortened", Shortened);
    tera.add_raw_templates(sources).map_err(|error| describe(&error, "", &overridden))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("MINUTEBOOK_SOURCES").as_bytes());
    for text in overrides.iter().flat_map(|(name, source)| [name, source]) {
        hasher.update(&text.len().to_le_bytes()).update(text.as_bytes());
    }
    Ok(Templates { tera, hash: hasher.finalize(), overridden })
}

/// The function `t` of templates: `t(key="calls.slides_of", call=call.title)` is a text of the interface, as HTML.
///
/// Values are escaped unless they are HTML, such as what a component or a `set` block has written. `<name>` in a text is a link
/// to the value of that name. The form of a text that counts goes by `count`; with `bold=true` the number is bold.
struct Say(&'static Words);

/// Elements that texts may have; other names are those of links.
const ELEMENTS: &[&str] = &["b", "code", "strong"];

impl Function<TeraResult<Value>> for Say {
    fn call(&self, values: Kwargs, state: &State) -> TeraResult<Value> {
        let key = values.must_get::<&str>("key")?;
        if !self.0.has(key) {
            return Err(tera::Error::message(format!("`t` knows no words for `{key}`")));
        }
        let value = |name: &str| -> TeraResult<String> {
            let Some((_, value)) = values.iter().find(|(given, _)| given.as_str() == Some(name)) else {
                return Err(tera::Error::message(format!("the words of `{key}` need a value for `{name}`")));
            };
            let text = value.to_string();
            if value.is_safe() { Ok(text) } else { state.escape(&text) }
        };
        let count = values.get::<u64>("count")?;
        let is_bold = values.get::<bool>("bold")?.unwrap_or_default();
        let mut html = String::new();
        for piece in self.0.pieces(key, count) {
            match piece {
                Piece::Text(text) => html.push_str(&state.escape(text)?),
                Piece::Value("count") if is_bold => html.push_str(&format!("<b>{}</b>", value("count")?)),
                Piece::Value(name) => html.push_str(&value(name)?),
                Piece::Open(name) if ELEMENTS.contains(&name) => html.push_str(&format!("<{name}>")),
                Piece::Close(name) if ELEMENTS.contains(&name) => html.push_str(&format!("</{name}>")),
                Piece::Open(name) => html.push_str(&format!("<a href=\"{}\">", value(name)?)),
                Piece::Close(_) => html.push_str("</a>"),
            }
        }
        Ok(Value::safe_string(&html))
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// The filter `breakable` of templates: a title whose long words may be broken after their slashes.
struct Breakable;

impl Filter<&str, String> for Breakable {
    fn call(&self, text: &str, _: Kwargs, _: &State) -> String {
        let mut html = String::new();
        escape_with_breaks(&mut html, text);
        html
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// The filter `shortened` of templates: at most `length` characters, cut at a word.
struct Shortened;

impl Filter<&str, TeraResult<String>> for Shortened {
    fn call(&self, text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
        Ok(plain::shorten(text, kwargs.must_get("length")?))
    }
}

/// What the templates of all pages see beside the page's own view: converted once, and shared by all pages.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    context: Context,
    /// What they see, in bytes.
    bytes: Vec<u8>,
}

/// Makes a value ready that all templates know by this name.
pub fn share<V: Serialize>(name: &str, value: &V) -> Result<Shared, TemplateError> {
    let value = BTreeMap::from([(name, value)]);
    let context = Context::from_serialize(&value).map_err(|error| describe(&error, "", &[]))?;
    Ok(Shared { context, bytes: postcard::to_allocvec(&value).unwrap_or_default() })
}

/// What the template `name` makes of a view is the same whenever this is; none for a view that cannot be written as bytes.
pub fn made_of<V: Serialize>(templates: &Templates, name: &str, shared: &Shared, view: &V) -> Option<MadeOf> {
    // The bytes of most pages, for one allocation.
    let view = postcard::to_extend(view, Vec::with_capacity(32 << 10)).ok()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(templates.hash.as_bytes());
    for part in [name.as_bytes(), &shared.bytes, &view] {
        hasher.update(&part.len().to_le_bytes()).update(part);
    }
    let mut made_of = MadeOf([0; 16]);
    made_of.0.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Some(made_of)
}

/// Fills in the template `name` with the fields of `view`, one of the structs of [`crate::site::render::view`], and with
/// what all pages share.
pub fn render<V: Serialize>(
    templates: &Templates,
    name: &str,
    shared: &Shared,
    view: &V,
) -> Result<String, TemplateError> {
    let print = |mut context: Context| {
        context.extend(shared.context.clone());
        templates.tera.render(name, &context)
    };
    Context::from_serialize(view).and_then(print).map_err(|error| describe(&error, name, &templates.overridden))
}

/// Turns tera's error into place, message and advice. `rendered` is the page at hand; empty while loading.
fn describe(error: &tera::Error, rendered: &str, overridden: &[String]) -> TemplateError {
    let (template, line, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.filename().to_owned(), Some(report.span().start_line), report.message().to_owned())
        }
        // Errors of templates that do not fit together come as a ready report, its place in a line `--> name:line:column`.
        kind => {
            let text = kind.to_string();
            match place_in_report(&text) {
                Some((name, line, message)) => (name.to_owned(), Some(line), message.to_owned()),
                None => (rendered.to_owned(), None, text),
            }
        }
    };
    let hint = if overridden.contains(&template) {
        format!("correct your `{template}`, or remove it to have the built-in one back")
    } else if overridden.is_empty() {
        "this is a defect of minutebook's own templates; please report it".to_owned()
    } else {
        format!("one of your own templates does not fit the built-in ones; compare {}", overridden.join(", "))
    };
    TemplateError { template, line, message, hint }
}

/// Finds template, line and message in the first of tera's formatted reports: `error: message⏎ --> name:line:column⏎…`.
fn place_in_report(text: &str) -> Option<(&str, usize, &str)> {
    let message = text.strip_prefix("error: ")?.lines().next()?;
    let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let _column = parts.next()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, line, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overriding(name: &str, source: &str) -> Result<Templates, TemplateError> {
        load(&[(name.to_owned(), source.to_owned())], crate::language::words("en"))
    }

    #[test]
    fn a_long_title_may_break_after_its_slashes() {
        let templates = overriding("404.html", "{{ page.title | breakable }}").unwrap();
        let view = crate::site::pages::NotFoundView {
            page: crate::site::render::view::PageView {
                title: "Standards <b>/Certification".to_owned(),
                ..Default::default()
            },
            ..Default::default()
        };
        let html = render(&templates, "404.html", &Shared::default(), &view).unwrap();
        assert_eq!(html, "Standards &lt;b&gt;/<wbr>Certification");
    }

    #[test]
    fn the_built_in_templates_fit_together() {
        let templates = load(&[], crate::language::words("en")).unwrap();
        let known: Vec<&str> = templates.tera.get_template_names().collect();
        assert!(names().all(|name| known.contains(&name)), "{known:?}");
        assert!(names().collect::<Vec<_>>().is_sorted());
    }

    #[test]
    fn a_template_of_the_user_replaces_the_built_in_one() {
        let templates = overriding("404.html", "<p>{{ page.title }}</p>").unwrap();
        let view = crate::site::pages::NotFoundView {
            page: crate::site::render::view::PageView { title: "a < b".to_owned(), ..Default::default() },
            ..Default::default()
        };
        assert_eq!(render(&templates, "404.html", &Shared::default(), &view).unwrap(), "<p>a &lt; b</p>");
    }

    #[test]
    fn an_error_names_template_line_and_remedy() {
        let cases = [
            ("call.html", "one\n{% if x %}", "call.html", 2),
            ("call.html", "one\ntwo\n{{ x | nosuch }}", "call.html", 3),
            ("call.html", "{{ <no_such_component /> }}", "call.html", 1),
            ("call.html", "\n{% extends \"base.html\" %}{% block nowhere %}{% endblock %}", "call.html", 2),
        ];
        for (name, source, template, line) in cases {
            let error = overriding(name, source).err().unwrap();
            assert_eq!((error.template.as_str(), error.line), (template, Some(line)), "{source}: {error:?}");
            assert!(error.hint.contains("call.html"), "{error:?}");
        }
    }

    #[test]
    fn a_missing_field_is_an_error_with_a_place() {
        let templates = overriding("404.html", "\n{{ page.nothing }}").unwrap();
        let error = render(&templates, "404.html", &Shared::default(), &crate::site::pages::NotFoundView::default())
            .err()
            .unwrap();
        assert_eq!((error.template.as_str(), error.line), ("404.html", Some(2)), "{error:?}");
    }

    #[test]
    fn two_definitions_of_a_component_are_an_error_that_names_the_users_file() {
        let error = overriding("mine.html", "{% component day(date) %}{% endcomponent day %}").err().unwrap();
        assert!(error.message.contains("day") && error.hint.contains("mine.html"), "{error:?}");
    }

    #[test]
    fn a_name_that_would_not_be_escaped_is_refused() {
        assert!(overriding("call.txt", "").err().unwrap().message.contains(".html"));
    }
}
