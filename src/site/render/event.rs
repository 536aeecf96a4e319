//! A call as a schema.org `Event`, for search engines. Who was there is nobody's business but the page's.

use crate::archive::{Archive, CallId};
use crate::base::text::json_for_html;
use crate::document::plain;
use crate::extract::{Kind, State};
use serde_json::json;

/// The JSON-LD of a dated call as an element that holds data and runs nothing; empty for a page.
pub(in crate::site) fn json_ld(archive: &Archive, id: CallId) -> String {
    let call = archive.call(id);
    let Some(day) = call.date.filter(|_| call.kind != Kind::Page) else { return String::new() };
    let status = if call.state == State::Cancelled { "EventCancelled" } else { "EventScheduled" };
    let mut event = json!({
        "@context": "https://schema.org",
        "@type": "Event",
        "name": name(archive, id),
        "startDate": day.to_string(),
        "endDate": day.to_string(),
        "eventStatus": format!("https://schema.org/{status}"),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "organizer": { "@type": "Organization", "name": archive.config.title },
    });
    if let Some(base) = &archive.config.base_url {
        let address = format!("{base}{}", call.url);
        event["url"] = json!(address);
        event["location"] = json!({ "@type": "VirtualLocation", "url": address });
        event["organizer"]["url"] = json!(base);
    }
    format!("<script type=\"application/ld+json\">{}</script>", json_for_html(&event.to_string()))
}

/// "Team IaaS, 11 January 2023 (workshop)", for lists outside the site.
pub(crate) fn name(archive: &Archive, id: CallId) -> String {
    let call = archive.call(id);
    let name = archive.team_or_title(call);
    let Some(date) = call.date else {
        return if call.title.is_empty() { name } else { call.title.clone() };
    };
    let suffix = call.suffix_text().map(|suffix| format!(" ({suffix})")).unwrap_or_default();
    format!("{name}, {}{suffix}", archive.config.words().date("dates.long", date))
}

/// The longest line that says what a call is about, in characters.
const SUBJECT: usize = 70;

/// What a call is about in one short line; empty where its notes do not tell.
pub(crate) fn subject(archive: &Archive, id: CallId) -> String {
    plain::shorten(&archive.about(archive.shown_instead(id).unwrap_or(id)).join(" · "), SUBJECT)
}

/// "Team IaaS, 11 January 2023: Storage · Network".
pub(crate) fn name_and_subject(archive: &Archive, id: CallId) -> String {
    let subject = subject(archive, id);
    let colon = if subject.is_empty() { "" } else { ": " };
    format!("{}{colon}{subject}", name(archive, id))
}
