//! What a § is to say once its form is read (utkast): values that can be kept and printed, or every mistake at once.

use std::collections::BTreeSet;

use super::{
    Annex, Content, Decision, Document, Head, Item, Point, Recipient, Section,
    form::{ItemForm, SectionForm},
};
use crate::{
    text::Text,
    web::{FieldErrors, unprintable},
};

const MAX_TITLE: usize = 300;
const MAX_NAME: usize = 200;
const MAX_NUMBER: usize = 60;
const MAX_LEAD_IN: usize = 500;
const MAX_NUMBERS: usize = 20;
const MAX_LINES: usize = 200;

/// A § without its place in the meeting.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) head: Head,
    pub(super) content: Content,
}

impl ItemForm {
    /// The §, or what has to be corrected in every field. Parts without words are left out.
    pub(super) fn parse(&self, item: &Item) -> Result<Draft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let head = self.head(&mut errors, item);
        let content = Content {
            sections: self.sections.iter().filter_map(|s| section(&mut errors, s)).collect(),
            decisions: self.parsed_decisions(&mut errors),
            documents: rows(&mut errors, "underlag", &self.documents, MAX_NUMBER)
                .map(|(title, number)| Document { title, number })
                .collect(),
            recipients: rows(&mut errors, "skickas_till", &self.recipients, MAX_NAME)
                .map(|(name, note)| Recipient { name, note })
                .collect(),
            annexes: self.parsed_annexes(&mut errors),
        };
        if errors.is_empty() { Ok(Draft { head, content }) } else { Err(errors) }
    }

    fn head(&self, errors: &mut FieldErrors, item: &Item) -> Head {
        let title = errors.line("rubrik", &self.title, MAX_TITLE, "Skriv paragrafens rubrik.");
        if item.frozen && (self.kind == "unnumbered") != (item.kind == "unnumbered") {
            errors.add(
                "slag",
                "Numret är fastställt när sammanträdet avslutades. Välj ett slag som inte ändrar om paragrafen har ett nummer.",
            );
        }
        let rapporteur = errors.optional_line("foredragande", &self.rapporteur, MAX_NAME);
        let public_title = errors.optional_line("offentlig_rubrik", &self.public_title, MAX_TITLE);
        let mut printable = |field: &str, line: Option<String>| {
            let line = line.unwrap_or_default();
            refuse_unprintable(errors, field, "", &line);
            line
        };
        Head {
            title: printable("rubrik", title),
            rapporteur: printable("foredragande", rapporteur),
            kind: self.kind.clone(),
            public_title: printable("offentlig_rubrik", public_title),
            registry_nos: self.parsed_registry_nos(errors),
        }
    }

    /// Registry numbers parted by commas, each once, in the order typed.
    fn parsed_registry_nos(&self, errors: &mut FieldErrors) -> Vec<String> {
        let mut numbers: Vec<String> = vec![];
        for typed in self.registry_nos.split([',', ';']) {
            let number = errors.optional_line("arenden", typed, MAX_NUMBER).unwrap_or_default();
            refuse_unprintable(errors, "arenden", "", &number);
            if !number.is_empty() && !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        if numbers.len() > MAX_NUMBERS {
            errors.add("arenden", format!("Skriv högst {MAX_NUMBERS} ärendenummer."));
        }
        numbers
    }

    /// "Titel | sidor", one a line; the number is counted unless it stands before the title.
    fn parsed_annexes(&self, errors: &mut FieldErrors) -> Vec<Annex> {
        let mut annexes = vec![];
        let rows: Vec<_> = rows(errors, "bilagor", &self.annexes, MAX_NUMBER).collect();
        for (heading, pages) in rows {
            let (number, title) = Annex::numbered(&heading);
            let digits = pages.trim_end_matches("sidor").trim_end_matches("sida").trim();
            match digits.parse::<u16>() {
                Ok(count) if count > 0 => {
                    annexes.push(Annex { number, title, pages: Some(count.into()) });
                }
                _ if pages.is_empty() => annexes.push(Annex { number, title, pages: None }),
                _ => errors.add(
                    "bilagor",
                    format!("”{pages}” är inget antal sidor. Skriv titeln, ett streck och antalet, till exempel Voteringslista | 2."),
                ),
            }
        }
        annexes
    }

    fn parsed_decisions(&self, errors: &mut FieldErrors) -> Vec<Decision> {
        let mut decisions = vec![];
        for form in &self.decisions {
            let field = format!("ingress-{}", form.id);
            let lead_in =
                errors.optional_line(&field, &form.lead_in, MAX_LEAD_IN).unwrap_or_default();
            refuse_unprintable(errors, &field, "Inledningen", &lead_in);
            let mut points = vec![];
            for (n, point) in (1..).zip(&form.points) {
                let label = format!("{}, punkt {n}", form.label());
                let text = text(errors, &format!("punkttext-{}", point.id), &label, &point.text);
                if !text.is_empty() {
                    points.push(Point { id: point.id, text, appeal: point.appeal.clone() });
                }
            }
            let offered = if form.own { &self.lead_ins.own } else { &self.lead_ins.council };
            let is_led_in = !lead_in.is_empty() && lead_in != *offered;
            if is_led_in || !points.is_empty() {
                decisions.push(Decision { id: form.id, lead_in, own: form.own, points });
            }
        }
        decisions
    }
}

fn section(errors: &mut FieldErrors, form: &SectionForm) -> Option<Section> {
    let (heading_field, text_field) =
        (format!("avsnittsrubrik-{}", form.id), format!("text-{}", form.id));
    let heading = errors.optional_line(&heading_field, &form.heading, MAX_NAME).unwrap_or_default();
    refuse_unprintable(errors, &heading_field, "Rubriken", &heading);
    let text = text(errors, &text_field, form.label(), &form.text);
    if heading.is_empty() && !form.text.trim().is_empty() {
        errors.add(&heading_field, "Skriv en rubrik till avsnittet.");
    }
    if form.is_free() && !heading.is_empty() && form.text.trim().is_empty() {
        errors
            .add(&text_field, format!("Skriv en text under ”{heading}”, eller ta bort avsnittet."));
    }
    (!text.is_empty()).then(|| Section { id: form.id, key: form.key.clone(), heading, text })
}

/// A text of the closed model; its mistakes become one sentence with the number of each line.
fn text(errors: &mut FieldErrors, field: &str, label: &str, typed: &str) -> Text {
    match Text::from_plain(typed) {
        Ok(text) => {
            refuse_unprintable(errors, field, label, &text.to_words());
            text
        }
        Err(mistakes) => {
            let all: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            errors.add(field, format!("{label}. {}", all.join(" ")));
            Text::default()
        }
    }
}

/// "Titel | nummer", one a line; empty lines are nothing.
fn rows(
    errors: &mut FieldErrors,
    field: &str,
    typed: &str,
    max_second: usize,
) -> impl Iterator<Item = (String, String)> {
    let mut rows = vec![];
    let mut mistakes = BTreeSet::new();
    for (n, line) in (1..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let (first, second) = line.rsplit_once('|').unwrap_or((line, ""));
        let mut part = |typed: &str, max| {
            let clean = crate::text::clean_line(typed, max);
            clean.map_err(|why| mistakes.insert((n, why.to_string()))).unwrap_or_default()
        };
        let row = (part(first, MAX_TITLE), part(second, max_second));
        if first.trim().is_empty() {
            mistakes.insert((n, "Skriv något före strecket.".to_owned()));
        }
        rows.push(row);
    }
    let sentences: Vec<String> =
        mistakes.iter().map(|(n, sentence)| format!("Rad {n}: {sentence}")).collect();
    if !sentences.is_empty() {
        errors.add(field, sentences.join(" "));
    }
    if rows.len() > MAX_LINES {
        errors.add(field, format!("Skriv högst {MAX_LINES} rader."));
    }
    let words: Vec<_> = rows.iter().flat_map(|(first, second)| [&**first, &**second]).collect();
    refuse_unprintable(errors, field, "", &words.join(" "));
    rows.into_iter()
}

fn refuse_unprintable(errors: &mut FieldErrors, field: &str, label: &str, words: &str) {
    if let Some(sentence) = unprintable(words) {
        let stop = if label.is_empty() { "" } else { ". " };
        errors.add(field, format!("{label}{stop}{sentence}"));
    }
}
