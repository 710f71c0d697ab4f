//! The lists that are written as a whole: speakers (talarlista) and earlier handling (tidigare behandling).

use super::{
    Earlier, Speaker,
    context::Context,
    field::{Field, Group, Widget},
};
use crate::{law::procedure::Effect, meetings::Typed, web::FieldErrors};

const MAX_LINES: usize = 300;
const REPLY: &str = "replik:";

/// A line each; "replik: Bo Al" is a reply to the one before.
pub(super) fn speakers_form(speakers: &[Speaker]) -> Typed {
    let lines = speakers
        .iter()
        .map(|one| if one.reply { format!("{REPLY} {}", one.name) } else { one.name.clone() });
    let mut form = Typed::default();
    form.set("rader", lines.collect::<Vec<_>>().join("\n"));
    form
}

pub(super) fn speakers_groups(form: &Typed) -> Vec<Group> {
    let lines = Field::new(form, "rader", "Talare, en på varje rad", Widget::Area)
        .hint("I den ordning de talade. Skriv ”replik: Bo Al” för en replik.");
    vec![Group::new("Talare", vec![lines])]
}

pub(super) fn speakers(
    form: &Typed,
    context: &Context,
    errors: &mut FieldErrors,
) -> Option<Vec<Speaker>> {
    let lines = lines(form, errors)?;
    let speakers = lines.into_iter().map(|line| {
        let (reply, name) = match line.get(..REPLY.len()) {
            Some(start) if start.eq_ignore_ascii_case(REPLY) => {
                (true, line[REPLY.len()..].trim().to_owned())
            }
            _ => (false, line),
        };
        Speaker { person: context.called(&name), name, reply }
    });
    Some(speakers.collect())
}

/// "Organ | dag | § | vad", a line each.
pub(super) fn earlier_form(earlier: &[Earlier]) -> Typed {
    let lines = earlier.iter().map(|one| {
        let day = one.on_day.map(|day| day.to_string()).unwrap_or_default();
        let effect = match one.effect {
            Effect::Continues => "",
            effect => effect.name(),
        };
        let words = [one.body.as_str(), &day, &one.number, effect, &one.words].join(" | ");
        words.trim_end_matches([' ', '|']).to_owned()
    });
    let mut form = Typed::default();
    form.set("rader", lines.collect::<Vec<_>>().join("\n"));
    form
}

pub(super) fn earlier_groups(form: &Typed) -> Vec<Group> {
    let lines = Field::new(form, "rader", "Tidigare beslut i ärendet, ett på varje rad", Widget::Area)
        .hint("Organ | dag (ÅÅÅÅ-MM-DD) | § | Rättar, Upphäver eller Ersätter, om paragrafen gör det | ord. Bara organet måste vara med.");
    vec![Group::new("Tidigare behandling", vec![lines])]
}

pub(super) fn earlier(form: &Typed, errors: &mut FieldErrors) -> Option<Vec<Earlier>> {
    let lines = lines(form, errors)?;
    let mut all = vec![];
    let mut wrong = vec![];
    for (n, line) in (1..).zip(&lines) {
        let parts: Vec<_> = line.splitn(5, '|').map(str::trim).collect();
        let part = |n: usize| parts.get(n).copied().unwrap_or_default();
        let day = FieldErrors::default().optional_day("rader", part(1));
        let effect = Effect::ALL.iter().copied().find(|effect| effect.name() == part(3));
        let effect = effect.or_else(|| part(3).is_empty().then_some(Effect::Continues));
        match (part(0).is_empty(), day, effect) {
            (true, ..) => wrong.push(format!("Rad {n}: skriv vilket organ det var.")),
            (_, None, _) => {
                wrong.push(format!("Rad {n}: skriv dagen som ÅÅÅÅ-MM-DD, eller lämna den tom."));
            }
            (.., None) => wrong.push(format!(
                "Rad {n}: skriv Rättar, Upphäver eller Ersätter, eller lämna det tomt."
            )),
            (_, Some(on_day), Some(effect)) => all.push(Earlier {
                body: part(0).to_owned(),
                on_day,
                number: part(2).to_owned(),
                item: None,
                effect,
                words: part(4).to_owned(),
            }),
        }
    }
    if wrong.is_empty() {
        return Some(all);
    }
    errors.add("rader", wrong.join(" "));
    None
}

/// The lines with words on them, each clean and not too long.
fn lines(form: &Typed, errors: &mut FieldErrors) -> Option<Vec<String>> {
    let typed: Vec<_> = form.get("rader").lines().filter(|line| !line.trim().is_empty()).collect();
    if typed.len() > MAX_LINES {
        errors.add("rader", format!("Skriv högst {MAX_LINES} rader."));
        return None;
    }
    typed.into_iter().map(|line| errors.optional_line("rader", line, 500)).collect()
}
