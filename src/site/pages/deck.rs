//! `/<team>/<date>/deck/`: a call as slides.

use super::page_type::{About, PageType, Sitemap};
use crate::archive::{CallId, ImageTarget};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::document::{SlideOptions, THEMES};
use crate::extract::Call;
use crate::sanitise::css;
use crate::site::assets::fingerprinted;
use crate::site::render::slides::{Cut, Slides};
use crate::site::render::view::{CallLinkView, PageView};
use crate::site::render::{Printed, Renderer, direction, slides, summary};
use crate::site::{addresses, listing, reveal};
use serde::Serialize;

pub(super) const DECKS: PageType = PageType {
    name: "deck",
    list: |archive| {
        let decks = archive.ids().filter(|id| listing::has_deck(archive, *id));
        decks.map(|id| (About::Call(id), 1)).collect()
    },
    path: |archive, about, _| addresses::deck(&archive.call(about.call()).url),
    print: |renderer, about, _, root| {
        let id = about.call();
        let (view, author_css) = renderer.deck(root, id);
        let made_of = renderer.made_of_text("deck.html", &view, id, root);
        if let Some(printed) = renderer.as_before(made_of) {
            return Ok(Printed { author_css, ..printed });
        }
        let slides = slides::slides(renderer.archive, renderer.pictures, id, root);
        let findings = cut(renderer.archive.call(id), slides.cut);
        // What is said of a deck is said by every build, so that such a deck is always made.
        let made_of = made_of.filter(|_| findings.is_empty());
        Ok(Printed { author_css, findings, ..renderer.print_new("deck.html", &view.with(slides), made_of)? })
    },
    print_source: Some(|renderer, id, root| {
        let (view, author_css) = renderer.deck(root, id);
        let view = view.with(slides::only_title(renderer.archive, id));
        Ok(Printed { author_css, ..renderer.print("deck.html", &view)? })
    }),
    // It shows what the call's page shows.
    sitemap: |_, _| Sitemap::LeftOut,
    ..PageType::ONE
};

/// A deck, `/<team>/<date>/deck/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DeckView {
    /// The page.
    pub page: PageView,
    /// The call.
    pub call: CallLinkView,
    /// Relative URL of the call's page.
    pub page_url: String,
    /// Stylesheet of the reveal theme, relative to `site.assets.reveal`: `theme/white.css`.
    pub theme_css: String,
    /// The author's own styles, scoped; relative to the root; empty for none.
    pub author_css: String,
    /// Options for `Reveal.initialize`, as JSON for a `data-` attribute (tera escapes it).
    pub options: String,
    /// The slides: `<section>` elements.
    pub slides_html: String,
    /// Whether slides have speaker notes.
    pub has_notes: bool,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Whether the slides are the author's own (`type: slide`) or were cut from notes.
    pub own_slides: bool,
}

impl DeckView {
    /// The same, with its slides.
    fn with(self, slides: Slides) -> Self {
        Self { slides_html: slides.html, has_notes: slides.has_notes, ..self }
    }
}

/// The options of [`SlideOptions`] that reveal.js itself reads, by its names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RevealOptions<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    transition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transition_speed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    background_transition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    center: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    controls: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slide_number: Option<bool>,
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    looped: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rtl: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fragments: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    navigation_mode: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallax_background_size: Option<&'a str>,
}

impl<'a> RevealOptions<'a> {
    fn of(options: &'a SlideOptions) -> Self {
        Self {
            transition: options.transition.as_deref(),
            transition_speed: options.transition_speed.as_deref(),
            background_transition: options.background_transition.as_deref(),
            center: options.center,
            controls: options.controls,
            progress: options.progress,
            slide_number: options.slide_number,
            looped: options.looped,
            rtl: options.rtl,
            fragments: options.fragments,
            navigation_mode: options.navigation_mode.as_deref(),
            width: options.width,
            height: options.height,
            margin: options.margin,
            parallax_background_size: options.parallax_background_size.as_deref(),
        }
    }
}

impl Renderer<'_> {
    /// The deck of a call without its slides, and the author's styles.
    fn deck(&self, root: &str, id: CallId) -> (DeckView, Option<(String, String)>) {
        let call = self.archive.call(id);
        let link = self.link(root, id);
        let when = link.date.as_ref().map(|date| format!(", {}", date.long)).unwrap_or_default();
        let name = self.archive.team_or_title(call);
        let title = self.words().with("deck.title", &[("call", &format!("{name}{when}"))]);
        let path = addresses::deck(&call.url);
        let mut page = self.page(root, &path, title, &summary(self.archive, id, 200), "deck");
        page.team.clone_from(&link.team);
        self.put_picture_of_call(&mut page, id);
        page.policy.push_str("; frame-src 'self'");
        for (directive, hashes) in [
            ("script-src", reveal::SPEAKER_SCRIPT),
            ("style-src", reveal::SPEAKER_STYLE),
            ("style-src", reveal::PRINT_STYLES),
        ] {
            let from = format!("{directive} 'self'");
            page.policy = page.policy.replace(&from, &format!("{from} {hashes}"));
        }
        let theme = self.slide_options(call).theme.as_deref().filter(|theme| THEMES.contains(theme)).unwrap_or("white");
        let author_css = author_css(call);
        let view = DeckView {
            page_url: link.url.clone(),
            theme_css: format!("theme/{theme}.css"),
            author_css: author_css.as_ref().map(|(file, _)| file.clone()).unwrap_or_default(),
            options: self.deck_options(root, id),
            direction: direction(call),
            own_slides: call.document.deck.is_some(),
            call: link,
            page,
            ..DeckView::default()
        };
        (view, author_css)
    }

    /// The author's options of a deck, the archive's for one cut from notes.
    fn slide_options<'c>(&'c self, call: &'c Call) -> &'c SlideOptions {
        if call.document.deck.is_some() {
            &call.document.front_matter.slide_options
        } else {
            &self.archive.config.slides
        }
    }

    /// reveal.js' options for a deck, as JSON.
    fn deck_options(&self, root: &str, id: CallId) -> String {
        let call = self.archive.call(id);
        let front_matter = &call.document.front_matter;
        let mut options = match serde_json::to_value(RevealOptions::of(self.slide_options(call))) {
            Ok(serde_json::Value::Object(options)) => options,
            _ => serde_json::Map::new(),
        };
        if let Some(source) = &front_matter.slide_options.parallax_background_image
            && let ImageTarget::Local(file) = self.archive.image_target(id, source)
        {
            let url = self.pictures.full(file);
            options.insert("parallaxBackgroundImage".to_owned(), format!("{root}{url}").into());
        }
        if front_matter.right_to_left {
            options.insert("rtl".to_owned(), true.into());
        }
        if call.document.deck.is_none() {
            options.entry("center").or_insert(false.into());
        }
        serde_json::Value::Object(options).to_string()
    }
}

/// What is said of a deck that is cut.
fn cut(call: &Call, cut: Cut) -> Vec<Diagnostic> {
    let message = match cut {
        Cut::Nothing => return Vec::new(),
        Cut::Slides(1) => "a slide is too long for a deck".to_owned(),
        Cut::Slides(number) => format!("{number} slides are too long for a deck"),
        Cut::End(number) => format!("the deck ends after {number} slides"),
    };
    let finding = Diagnostic::new(Severity::Warning, "deck-cut", &call.file, message);
    vec![finding.hint("the page has all of it; part it with lines of `---`, or cut the note into several")]
}

/// The author's style sheet of a deck: their `<style>` blocks and the classes of their inline styles, checked and scoped.
fn author_css(call: &Call) -> Option<(String, String)> {
    let deck = call.document.deck.as_ref();
    let mut sheet = deck.map(|deck| css::scope_deck_style(&deck.style)).unwrap_or_default();
    for (class, declarations) in &call.document.styles {
        sheet.push_str(&format!(".reveal .{class}{{{declarations}}}"));
    }
    (!sheet.is_empty()).then(|| (fingerprinted("assets/author/deck.css", sheet.as_bytes()), sheet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reveal_is_told_what_an_author_has_set_and_nothing_else() {
        let options = SlideOptions {
            theme: Some("white".to_owned()),
            transition: Some("slide".to_owned()),
            looped: Some(true),
            parallax_background_image: Some("x.png".to_owned()),
            parallax_background_size: Some("1920px 1080px".to_owned()),
            ..SlideOptions::default()
        };
        let json = serde_json::to_string(&RevealOptions::of(&options)).expect("plain data");
        assert_eq!(json, r#"{"transition":"slide","loop":true,"parallaxBackgroundSize":"1920px 1080px"}"#);
    }
}
