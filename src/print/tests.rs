//! A protocol (protokoll) typeset from the sample, and what stops one.

use std::io::Write as _;
use std::process::Command;

use serde_json::json;

use super::*;

fn sample() -> Value {
    serde_json::from_str(include_str!("../../tests/data/protokoll-sydnarkes.json")).unwrap()
}

/// The text of a PDF, in reading order, with every run of white space as one space.
fn text(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let output = Command::new("pdftotext")
        .arg("-layout")
        .arg(file.path())
        .arg("-")
        .output()
        .expect("pdftotext from poppler-utils");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[test]
fn the_sample_is_an_archive_file_and_an_accessible_one() {
    let pdf = protocol(&sample()).unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    for mark in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "sv-SE",
        "Protokoll Sydnärkes IT-nämnd 2020-09-08",
    ] {
        assert!(has(&pdf, mark), "{mark}");
    }
}

#[test]
fn the_sample_keeps_its_printed_period_and_claims_no_last_day() {
    let text = text(&protocol(&sample()).unwrap());
    assert!(text.contains("Sydnärkes IT-nämnd godkänner delårsbokslut med prognos 2"), "{text}");
    assert!(text.contains("Datum för överklagan 2020-09-08 till och med 2020-09-30"), "{text}");
    // APP-05: three of the four boards' days are not known.
    assert!(text.contains("Sista dag för överklagande Kan inte anges"), "{text}");
    assert!(!text.contains("29 september 2020"), "{text}");
}

#[test]
fn a_decision_of_one_point_is_printed_whole() {
    let mut data = sample();
    let paragraph = |words: &str| json!({"t": "p", "c": [{"s": words}]});
    let list = json!({"t": "ul", "items": [[paragraph("en server")], [paragraph("en växel")]]});
    data["items"][0]["sections"] = json!([{"kind": "decision", "heading": "Beslut", "lead": "Nämnden beslutar följande.",
        "points": [{"text": [], "blocks": [paragraph("Nämnden köper"), list]}]}]);
    let text = text(&protocol(&data).unwrap());
    let decision = "Nämnden beslutar följande. Nämnden köper – en server – en växel";
    assert!(text.replace("Beslut ", "").contains(decision), "{text}");
}

// CAL-09.
#[test]
fn each_day_of_a_meeting_is_printed_with_its_own_times_and_place() {
    let mut data = sample();
    data["meeting"]["sittings"] = json!([
        {"date": "2020-09-08", "starts": "09.00", "ends": "16.00", "place": "Rådsalen"},
        {"date": "2020-09-09", "starts": "08.30", "ends": "12.15", "place": "Biblioteket"},
    ]);
    let text = text(&protocol(&data).unwrap());
    for day in [
        "8 september 2020, kl. 09.00–16.00, Rådsalen",
        "9 september 2020, kl. 08.30–12.15, Biblioteket",
    ] {
        assert!(text.replace('\u{a0}', " ").contains(day), "{text}");
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    assert_eq!(protocol(&sample()).unwrap(), protocol(&sample()).unwrap());
}

#[test]
fn the_day_of_the_file_comes_from_the_data() {
    let mut data = sample();
    data["document"]["stamp"] = json!("2020-09-08T12:31:05Z");
    assert!(has(&protocol(&data).unwrap(), "D:20200908123105"));
    data["document"]["stamp"] = json!(null);
    assert!(has(&protocol(&data).unwrap(), "D:20200908000000"));
    data["document"]["stamp"] = json!("2020-09-08 12:31");
    assert!(matches!(protocol(&data), Err(PrintError::Stamp(_))));
}

#[test]
fn four_dates_stand_under_four_labels() {
    // DAT-15 and E35
    let mut data = sample();
    data["notice"] = json!({
        "adjusted": "2020-09-08",
        "boards": [
            { "municipality": "Lekebergs kommun", "posted": "2020-09-08" },
            { "municipality": "Laxå kommun", "posted": "2020-09-10" },
        ],
        "announced_all": "2020-09-10",
        "last_appeal_day": "2020-10-01",
        "takedown_earliest": "2020-10-02",
    });
    let text = text(&protocol(&data).unwrap());
    for line in [
        "Tillkännagivet på samtliga anslagstavlor 10 september 2020",
        "Sista dag för överklagande Torsdag 1 oktober 2020",
        "Anslaget tas ned tidigast Fredag 2 oktober 2020",
        "Anslaget",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn hostile_strings_are_printed_as_they_are() {
    let hostile = r#"#panic("x") $x$ \ <a> @b *c* _d_ `e` // /* #read("/data.json")"#;
    let mut data = sample();
    data["document"]["title"] = json!(hostile);
    data["meeting"]["place"] = json!(hostile);
    data["items"][0]["title"] = json!(hostile);
    data["items"][0]["sections"][0]["blocks"][0]["c"][0]["s"] = json!(hostile);
    let text = text(&protocol(&data).unwrap());
    assert_eq!(text.matches(r#"#panic("x") $x$ \ <a> @b *c* _d_ `e` // /*"#).count(), 3, "{text}");
}

#[test]
fn a_hard_break_and_a_list_from_four_are_kept() {
    let mut data = sample();
    data["items"][0]["sections"] = json!([{ "kind": "text", "blocks": [
        { "t": "h", "level": 1, "c": [{ "s": "Rubrik utan etikett" }] },
        { "t": "p", "c": [{ "s": "rad ett" }, { "br": true }, { "s": "rad två" }] },
        { "t": "ol", "start": 4, "items": [[{ "t": "p", "c": [{ "s": "fjärde" }] }]] },
    ] }]);
    let text = text(&protocol(&data).unwrap());
    assert!(text.contains("Rubrik utan etikett rad ett rad två 4. fjärde"), "{text}");
}

#[test]
fn nothing_of_a_decision_point_is_lost() {
    let blocks = json!([{"t": "p", "c": [{"s": "Stycke två."}]}, {"t": "ul", "items": [[{"t": "p", "c": [{"s": "Ett led."}]}]]}]);
    let long = json!({"text": [{"s": "Stycke ett."}], "blocks": blocks});
    let only_blocks = json!({"text": [], "blocks": blocks});
    for points in [json!([long]), json!([only_blocks]), json!([long, only_blocks])] {
        let mut data = sample();
        let sections = data["items"][0]["sections"].as_array_mut().unwrap();
        let decision = sections.iter_mut().find(|section| section["kind"] == "decision").unwrap();
        decision["points"] = points.clone();
        let text = text(&protocol(&data).unwrap());
        for words in ["Stycke två.", "Ett led."] {
            assert_eq!(text.matches(words).count(), points.as_array().unwrap().len(), "{text}");
        }
        assert_eq!(text.contains("Stycke ett."), points[0] == long, "{text}");
    }
}

#[test]
fn a_withheld_item_prints_its_number_a_title_and_the_sentence_only() {
    let mut data = sample();
    data["items"][0]["title"] = json!("Ärende med sekretess");
    data["items"][0]["withheld"] = json!("Paragrafen publiceras inte.");
    let pdf = protocol(&data).unwrap();
    let text = text(&pdf);
    assert!(text.contains("§ 22 Ärende med sekretess Paragrafen publiceras inte."), "{text}");
    for secret in ["Delårsbokslut", "Syd-IT 20-29", "Covid-19"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn a_kind_of_section_that_the_template_does_not_know_is_an_error_not_a_gap() {
    let mut data = sample();
    data["items"][0]["sections"][0]["kind"] = json!("kind-of-tomorrow");
    let error = protocol(&data).unwrap_err().to_string();
    assert!(error.contains("unknown kind of section: kind-of-tomorrow"), "{error}");
}

#[test]
fn characters_that_no_font_can_show_are_named() {
    assert_eq!(uncovered("Åsa 😀 och 中 och 😀 igen ☐"), ['😀', '中', '☐']);
    assert_eq!(
        uncovered("åäöÅÄÖéü §§ – − € ≤ → ŋ đ ŧ š ž ‘’ “” •\u{a0}\u{ad}\n\t"),
        [] as [char; 0]
    );
    // Bullets of Wingdings, as pasted from Word; the second has a glyph in Charis.
    assert_eq!(uncovered("\u{f0b7} \u{f1bc}"), ['\u{f0b7}', '\u{f1bc}']);
    assert_eq!(uncovered("\u{7}\r\u{0}"), ['\u{7}', '\r', '\0']);
}

#[test]
fn a_character_that_is_reported_does_stop_the_document() {
    let mut data = sample();
    data["meeting"]["place"] = json!("Rådsalen 😀");
    assert!(matches!(protocol(&data), Err(PrintError::Typeset(_))));
}

#[tokio::test]
async fn documents_asked_for_together_all_come() {
    let (first, second) =
        tokio::join!(protocol_in_background(sample()), protocol_in_background(sample()));
    assert_eq!(first.unwrap(), second.unwrap());
}
