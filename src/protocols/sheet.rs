//! The printed sheet (utskriften): a rendition as the data of the typst template.

use serde_json::{Value, json};
use time::Date;

use super::{
    record::{Part, Record, RecordItem, RecordPerson, RecordSitting, Rendition},
    words,
};
use crate::{
    error::{Error, Result},
    items::Row,
    law::AppealTime,
    notices::Notice,
};

/// The data of the template `protokoll.typ`; `kept_at` is where the protocol is kept.
pub(super) fn sheet(
    rendition: &Rendition,
    notices: &[Notice],
    kept_at: &str,
    (adjusted_on, today): (Option<Date>, Date),
) -> Result<Value> {
    let record = &rendition.record;
    let front = &record.front;
    let first = front.sittings.first().ok_or(Error::Broken("a record without sittings"))?;
    let several = front.sittings.len() > 1;
    Ok(json!({
        "municipality": {"name": front.municipality},
        "body": {"name": front.board, "participants": (!front.participants.is_empty()).then_some(&front.participants)},
        "document": {
            "name": "Protokoll",
            "title": format!("Protokoll {} {}", front.board, front.held_on),
            "state": "adjusted",
        },
        "meeting": {
            "date": front.held_on.to_string(),
            "starts": first.starts_at,
            "ongoing": some(&front.ongoing),
            "ends": front.sittings.last().and_then(|last| last.ends_at.clone()),
            "place": front.sittings.iter().map(|sitting| sitting.place.as_str()).collect::<Vec<_>>().join(", "),
            "adjournments": (!front.pauses.is_empty()).then_some(&front.pauses),
            "sittings": several.then(|| front.sittings.iter().map(sitting).collect::<Vec<_>>()),
        },
        "paragraphs": front.paragraphs,
        "separate": some(&front.separate),
        "signers": record.front.signers.iter().map(|signer| json!({"role": words::office_title(&signer.office), "name": signer.name, "party": some(&signer.party), "span": some(&signer.at)})).collect::<Vec<_>>(),
        "adjusting": adjusting(rendition),
        "attendance": attendance(record),
        "notice": (!notices.is_empty()).then(|| notice(record, notices, kept_at, (adjusted_on, today))),
        "items": record.items.iter().map(item).collect::<Vec<_>>(),
    }))
}

/// One of several days of a meeting, each with its own times and place (CAL-09).
fn sitting(sitting: &RecordSitting) -> Value {
    json!({"date": sitting.on_day.to_string(), "starts": sitting.starts_at, "ends": sitting.ends_at, "place": sitting.place})
}

fn adjusting(rendition: &Rendition) -> Value {
    let front = &rendition.record.front;
    if rendition.imported {
        return json!({"mode": "imported", "place": some(&front.adjusting_place), "time": some(&front.adjusting_time)});
    }
    let certificate = &rendition.certificate;
    json!({
        "mode": "digital",
        "place": some(&front.adjusting_place),
        "time": some(&front.adjusting_time),
        "statement": "Undertecknarna intygar att protokollet visar vad som beslutades.",
        "root_hash": certificate.root,
        "hash_text": "Kontrollsumman är roten över protokollets delar så som de var när de godkändes.",
        "signatures": certificate.signatures.iter().map(|line| json!({
            "role": words::office_title(&line.office), "name": line.name, "party": some(&line.party),
            "method": words::method(&line.method), "level": words::level(&line.level), "time": line.signed_at,
        })).collect::<Vec<_>>(),
    })
}

fn attendance(record: &Record) -> Vec<Value> {
    let person = |person: &RecordPerson| {
        json!({
            "name": person.name, "party": some(&person.party), "role": some(&person.role), "municipality": some(&person.municipality),
            "for": some(&person.serves_for), "remote": person.remote.then_some(true), "span": some(&person.at),
        })
    };
    record
        .front
        .attendance
        .iter()
        .map(|group| json!({"heading": group.heading, "persons": group.persons.iter().map(person).collect::<Vec<_>>()}))
        .collect()
}

fn notice(
    record: &Record,
    notices: &[Notice],
    kept_at: &str,
    (adjusted_on, today): (Option<Date>, Date),
) -> Value {
    let waits = notices.iter().any(|notice| notice.announced_on.is_none());
    let mut data = json!({
        "lead": "Protokollet är justerat. Justeringen har tillkännagivits genom anslag.",
        "adjusted": adjusted_on.map(|day| day.to_string()),
        "boards": notices.iter().map(|notice| json!({
            "municipality": notice.municipality, "posted": notice.announced_on.map(|day| day.to_string()), "by": notice.by_whom, "inferred": notice.inferred.then_some(true),
        })).collect::<Vec<_>>(),
        "kept_at": kept_at,
        "as_of": (waits && record.front.as_printed.is_empty()).then(|| today.to_string()),
        "as_printed": (!record.front.as_printed.is_empty()).then(|| record.front.as_printed.join(" ")),
    });
    if let AppealTime::Running { starts_on, last_appeal_day, takedown_earliest, .. } =
        crate::notices::appeal_time(notices)
    {
        if notices.len() > 1 {
            data["announced_all"] = starts_on.to_string().into();
        }
        data["last_appeal_day"] = last_appeal_day.to_string().into();
        data["takedown_earliest"] = takedown_earliest.to_string().into();
    }
    data
}

fn item(item: &RecordItem) -> Value {
    if let Some(sentence) = &item.withheld {
        return json!({"key": item.anchor(), "number": item.number, "title": item.title, "withheld": sentence});
    }
    let mut sections: Vec<Value> = item.parts.iter().map(part).collect();
    if let Some(reason) = &item.withdrawn {
        sections.push(json!({"kind": "text", "blocks": [{"t": "p", "c": [{"s": format!("Ärendet utgår. {reason}")}]}]}));
    }
    if !item.documents.is_empty() {
        let documents: Vec<_> = item
            .documents
            .iter()
            .map(|document| json!({"title": document.title, "no": some(&document.number)}))
            .collect();
        sections.push(json!({"kind": "documents", "documents": documents}));
    }
    if !item.recipients.is_empty() {
        let recipients: Vec<_> = item
            .recipients
            .iter()
            .map(|recipient| json!({"name": recipient.name, "note": some(&recipient.note)}))
            .collect();
        sections.push(json!({"kind": "recipients", "recipients": recipients}));
    }
    if !item.annexes.is_empty() {
        let annexes: Vec<_> =
            item.annexes.iter().map(|annex| json!({"title": annex.line()})).collect();
        sections.push(json!({"kind": "annexes", "annexes": annexes}));
    }
    let rapporteur = some(&item.rapporteur).map(|who| format!("Föredragande: {who}"));
    let chair = some(&item.chair).map(str::to_owned);
    let marks: Vec<_> = chair.into_iter().chain(rapporteur).collect();
    json!({"key": item.anchor(), "number": item.number, "title": item.title, "registry_nos": item.registry_nos, "marks": marks, "sections": sections})
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text { heading, text, .. } => {
            json!({"kind": "text", "heading": heading, "blocks": text.to_print()})
        }
        Part::Proposal { heading, text, .. } => {
            json!({"kind": "proposal", "heading": heading, "blocks": text.to_print()})
        }
        Part::Vote { heading, text, table, .. } => json!({
            "kind": "vote",
            "heading": heading,
            "blocks": text.to_print(),
            "totals": {"ja": table.yes, "nej": table.no, "avstar": table.abstain, "franvarande": table.absent},
            "rows": (1..).zip(&table.rows).map(row).collect::<Vec<_>>(),
        }),
        Part::Decision { heading, lead_in, points, .. } => json!({
            "kind": "decision",
            "heading": heading,
            "lead": some(lead_in),
            "points": points.iter().map(|each| point(&each.text.to_print())).collect::<Vec<_>>(),
        }),
    }
}

/// A row of the list of an open vote: the seat's number, whose it is, and the substitute who voted in it.
fn row((seat, row): (usize, &Row)) -> Value {
    let vote = match row.answer.as_str() {
        "yes" => "ja",
        "no" => "nej",
        "abstain" => "avstar",
        _ => "franvarande",
    };
    let own = row.seat.is_empty();
    json!({
        "seat": seat, "name": if own { &row.name } else { &row.seat }, "substitute": (!own).then_some(&row.name),
        "party": some(&row.party), "municipality": some(&row.municipality), "vote": vote,
    })
}

/// A decision point: the paragraph that runs on from its number or its lead-in, then what follows it.
fn point(blocks: &Value) -> Value {
    let blocks = blocks.as_array().map_or(&[][..], Vec::as_slice);
    match blocks {
        [first, rest @ ..] if first["t"] == "p" => json!({"text": first["c"], "blocks": rest}),
        _ => json!({"text": [], "blocks": blocks}),
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
