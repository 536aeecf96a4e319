use super::*;

/// Compiled once: a property test asks for it hundreds of times.
fn forms() -> &'static DateForms {
    static FORMS: LazyLock<DateForms> = LazyLock::new(DateForms::default);
    &FORMS
}

fn first(text: &str) -> Option<String> {
    forms().first_day(text).map(|found| found.value.to_string())
}

#[test]
fn every_form_compiles_and_finds_its_example() {
    let forms = forms();
    assert!(YEAR.is_valid());
    assert_eq!(forms.days.len(), FORMS.len());
    assert_eq!(forms.days_in_a_year.len(), FORMS_IN_A_YEAR.len());
    assert_eq!(forms.months.len(), FORMS_OF_A_MONTH.len());
    for (index, form) in FORMS.iter().enumerate() {
        let (text, date) = form.example;
        let found = forms.search(&forms.days[index..=index], text, None, true);
        assert_eq!(found.first().map(|found| found.value.to_string()).as_deref(), Some(date), "{text}");
    }
    for (index, form) in FORMS_IN_A_YEAR.iter().enumerate() {
        let (text, date) = form.example;
        let found = forms.search(&forms.days_in_a_year[index..=index], text, Some(2023), true);
        assert_eq!(found.first().map(|found| found.value.to_string()).as_deref(), Some(date), "{text}");
    }
    for form in FORMS_OF_A_MONTH {
        let (text, month) = form.example;
        assert_eq!(forms.month(text).map(|found| found.value.to_string()).as_deref(), Some(month), "{text}");
    }
}

#[test]
fn every_language_reads_its_example() {
    for language in MONTHS {
        let (text, date) = language.example;
        assert_eq!(first(text).as_deref(), Some(date), "{}: {text}", language.language);
    }
}

#[test]
fn no_name_means_two_months() {
    let names: Vec<_> = names::months().collect();
    for (name, month) in &names {
        assert!(names.iter().all(|(other, number)| other != name || number == month), "{name}");
        assert_eq!(*name, name.to_lowercase());
    }
}

#[test]
fn finds_dates_in_names_and_headings() {
    for (text, date) in [
        ("20230111", "2023-01-11"),
        ("20240830-iam-workshop", "2024-08-30"),
        ("2019.04.18", "2019-04-18"),
        ("2019-12-9", "2019-12-09"),
        ("2023_01_11", "2023-01-11"),
        ("2026-02-17-18-6-hackathon", "2026-02-17"),
        ("meeting-2023-01-11-notes", "2023-01-11"),
        ("Jan-11-2023", "2023-01-11"),
        ("11-Jan-2023", "2023-01-11"),
        ("January_11_2023", "2023-01-11"),
        ("11-01-2023", "2023-01-11"),
        ("01-13-2023", "2023-01-13"),
        ("2023-09-4", "2023-09-04"),
        ("11. Januar 2023", "2023-01-11"),
        ("11.1.2023", "2023-01-11"),
        ("Minutes SCS Team IaaS 2022-08-03", "2022-08-03"),
        ("Meeting Date/Time: Friday, September 4th, 2020 at 14:00 UTC", "2020-09-04"),
        ("2023-07-27 ## Participants", "2023-07-27"),
        ("Notes20230111T1400", "2023-01-11"),
        ("2202-12-05, really 2022-12-05", "2022-12-05"),
    ] {
        assert_eq!(first(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "2023-02-31",
        "2202-12-05",
        "Minutes 1023-01-01",
        "2023-13-01",
        "120230111",
        "202301111",
        "2023-01-112",
        "2023.1",
        "OpenStack 2023.1/2023.2",
        "8f53702a-4aef-43c6-8d3d-168c2a5c43d4",
        "v1.2.24",
        "marching 5 2023",
        "2022-09-pco-cloudmon-hackathon",
        "standards#594",
        "",
        "2023",
        "11/2023",
        "dismay 5 2023",
        "2023-01/02",
    ] {
        assert_eq!(first(text), None, "{text}");
    }
}

#[test]
fn the_order_of_day_and_month_is_configurable() {
    let american = DateForms::new(Rules { day_first: Some(false), ..Rules::default() });
    let american = |text: &str| american.first_day(text).map(|found| found.value.to_string());
    assert_eq!(first("1/2/2024").as_deref(), Some("2024-02-01"));
    assert_eq!(american("1/2/2024").as_deref(), Some("2024-01-02"));
    assert_eq!(american("13/2/2024").as_deref(), Some("2024-02-13"));
    assert_eq!(american("1.2.2024").as_deref(), Some("2024-02-01"));
    assert_eq!(first("2/13/2024").as_deref(), Some("2024-02-13"));
}

#[test]
fn years_and_names_are_configurable() {
    let rules = Rules { years: 1970..=1980, months: vec![("Ĝanuaro".into(), 1)], ..Rules::default() };
    let forms = DateForms::new(rules);
    assert_eq!(forms.first_day("5 ĝanuaro 1975").map(|found| found.value.to_string()).as_deref(), Some("1975-01-05"));
    assert!(forms.first_day("2023-01-11").is_none());
}

#[test]
fn all_days_in_order_without_overlap() {
    let days = forms().days("from 2023-01-11 to 12 January 2023 (2023-01-13)");
    let days: Vec<_> = days.iter().map(|found| found.value.to_string()).collect();
    assert_eq!(days, ["2023-01-11", "2023-01-12", "2023-01-13"]);
}

#[test]
fn a_heading_that_is_only_a_date() {
    let forms = forms();
    for text in [
        "2023-02-15",
        "Wed, 2023-02-15, 14:05 CET",
        "15.02.23",
        "Mittwoch, 15. Februar 2023",
        "2023-02-15 (15:00 UTC+1)",
    ] {
        assert_eq!(forms.alone(text, Beside::DayAndTime, None), NaiveDate::from_ymd_opt(2023, 2, 15), "{text}");
    }
    for text in
        ["Meeting notes 2023-02-15", "2023-02-15 (recording)", "Weekly #12 - 2023-02-15", "15 Feb 2023 canceled"]
    {
        assert_eq!(forms.alone(text, Beside::DayAndTime, None), None, "{text}");
        assert_eq!(forms.alone(text, Beside::MeetingWords, None), NaiveDate::from_ymd_opt(2023, 2, 15), "{text}");
    }
    for text in
        ["R5 ahead - 2023-09-20", "R7 (2024-09-04) RCs", "Agenda", "v1.2.24", "", "2023-02-15 Volume encryption"]
    {
        assert_eq!(forms.alone(text, Beside::MeetingWords, Some(2023)), None, "{text}");
    }
    for text in ["March 4", "4. März", "Thursday, March 4th", "03-04", "4.3."] {
        assert_eq!(forms.alone(text, Beside::DayAndTime, Some(2021)), NaiveDate::from_ymd_opt(2021, 3, 4), "{text}");
        assert_eq!(forms.alone(text, Beside::DayAndTime, None), None, "{text}");
    }
}

#[test]
fn months_and_years() {
    let forms = forms();
    assert_eq!(forms.month_alone("01"), Some(1));
    assert_eq!(forms.month_alone("01-Jan"), Some(1));
    assert_eq!(forms.month_alone("January"), Some(1));
    assert_eq!(forms.month_alone("01-Feb"), None);
    assert_eq!(forms.month_alone("13"), None);
    assert_eq!(forms.month_alone("January-notes"), None);
    assert_eq!(forms.year("meeting-notes-2018").map(|found| found.value), Some(2018));
    assert_eq!(forms.year("20181"), None);
    assert_eq!(forms.period_alone("March 2021").map(|period| period.to_string()).as_deref(), Some("2021-03"));
    assert_eq!(forms.period_alone("2021 meetings").map(|period| period.to_string()).as_deref(), Some("2021"));
    assert_eq!(forms.period_alone("Roadmap 2021"), None);
    assert_eq!(forms.month("2021-02-31"), None);
}

#[test]
fn impossible_days() {
    let forms = forms();
    assert_eq!(forms.impossible_day("notes-2023-02-31-x"), Some("2023-02-31"));
    assert_eq!(forms.impossible_day("20231301"), Some("20231301"));
    for fine in ["2023-02-28", "20230228", "12345678", "2202-13-01", "2023-02"] {
        assert_eq!(forms.impossible_day(fine), None, "{fine}");
    }
}

proptest::proptest! {
    #[test]
    fn what_is_found_is_in_the_text(text in "[0-9 a-jJ./年–-]{0,40}") {
        let forms = forms();
        for found in forms.days(&text) {
            proptest::prop_assert!(text.get(found.range.clone()).is_some());
            proptest::prop_assert!((1990..=2100).contains(&found.value.year()));
        }
        let _ = forms.alone(&text, Beside::MeetingWords, Some(2023));
        let _ = forms.period_alone(&text);
    }
}
