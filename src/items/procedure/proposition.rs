//! The form of a proposition (proposition): what the chair puts, and how it is settled.

use uuid::Uuid;

use super::{
    Choice, Proposition,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{
    law::procedure::{SettledBy, Stage},
    meetings::Typed,
    web::FieldErrors,
};

pub(super) fn form(put: &Proposition) -> Typed {
    let mut form = Typed::default();
    form.set("skede", put.stage.as_str());
    form.set("fraga", put.question.as_str());
    form.set("avgors", put.settled_by.as_str());
    form.set("utfall", put.winner.map(|winner| (winner + 1).to_string()).unwrap_or_default());
    form.set("antal", put.supporters.map(|number| number.to_string()).unwrap_or_default());
    form.set("skal", put.reason.as_str());
    for (n, choice) in (1..).zip(&put.options) {
        match choice {
            Choice::Claim(claim) => form.set(format!("alternativ_{n}"), claim.to_string()),
            Choice::Words(words) => {
                form.set(format!("alternativ_{n}"), "");
                form.set(format!("ord_{n}"), words.as_str());
            }
        }
    }
    form
}

pub(super) fn groups(form: &Typed, context: &Context) -> Vec<Group> {
    let stages = field::options(Stage::ALL.iter().map(|stage| (stage.as_str(), stage.name())));
    // VOT-13: a board has no minority that remits.
    let minority = context.meeting.board.kind.may_remit_by_minority();
    let ways = SettledBy::ALL.iter().filter(|way| minority || **way != SettledBy::Minority);
    let ways = field::options(ways.map(|way| (way.as_str(), way.name())));
    let mut asked = vec![];
    let shown = field::rows(form, "alternativ", 2);
    for n in 1..=shown {
        asked.push(Field::new(
            form,
            format!("alternativ_{n}"),
            format!("Alternativ {n}"),
            Widget::Choose(context.claims()),
        ));
        asked.push(
            Field::new(form, format!("ord_{n}"), format!("eller med ord {n}"), Widget::Line)
                .hint("Till exempel ”arbetsutskottets förslag”."),
        );
    }
    let places = (1..=shown).map(|n| (n.to_string(), format!("Alternativ {n}")));
    let outcomes = std::iter::once((String::new(), "Inte angivet".to_owned())).chain(places);
    let mut settled = vec![
        Field::new(form, "avgors", "Avgörs genom", Widget::Choose(ways)),
        Field::new(
            form,
            "utfall",
            "Ordföranden finner att beslutet blir",
            Widget::Choose(outcomes.collect()),
        ),
    ];
    if minority {
        settled.push(
            Field::new(form, "antal", "Så många begär återremiss eller bordläggning", Widget::Line)
                .hint("Bara när en minoritet avgör."),
        );
        settled.push(Field::new(form, "skal", "Minoritetens motivering", Widget::Area));
    }
    vec![
        Group::new(
            "Frågan",
            vec![
                Field::new(form, "skede", "Skede", Widget::Choose(stages)),
                Field::new(form, "fraga", "Frågan med ord", Widget::Line)
                    .hint("Till exempel ”om ärendet ska avgöras i dag”. Behövs inte när alternativen säger den."),
            ],
        ),
        Group { legend: "Ställs mot varandra".to_owned(), fields: asked, grows: true },
        Group::new("Avgörandet", settled),
    ]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Proposition> {
    let stage = field::chosen(form, ("skede", "Välj vilket skede propositionen hör till."), errors);
    let settled_by = field::chosen(form, ("avgors", "Välj hur frågan avgjordes."), errors);
    let question = errors.optional_line("fraga", form.get("fraga"), 500);
    let options = choices(form, context, errors);
    let most = i32::try_from(options.len()).unwrap_or(i32::MAX);
    let winner = field::optional_number(form, ("utfall", "Utfallet"), most, errors)?;
    let supporters = field::optional_number(form, ("antal", "Antalet"), 200, errors);
    let reason = errors.optional_line("skal", form.get("skal"), 2000);
    let (stage, settled_by, question) = (stage?, settled_by?, question?);
    if options.is_empty() && question.is_empty() {
        errors.add("alternativ_1", "Ange vad propositionen ställs på.");
    }
    let (supporters, reason) = (supporters?, reason?);
    if settled_by == SettledBy::Minority {
        if !context.meeting.board.kind.may_remit_by_minority() {
            errors.add("avgors", "Bara i fullmäktige kan en minoritet få ett ärende återremitterat eller bordlagt (5\u{a0}kap. 50\u{a0}§ kommunallagen).");
        }
        if supporters.is_none() {
            errors.add("antal", "Skriv hur många som begärde det.");
        }
    } else if supporters.is_some() || !reason.is_empty() {
        errors.add("avgors", "Antal och motivering hör till när en minoritet avgör.");
    }
    errors.is_empty().then_some(Proposition {
        id,
        stage,
        question,
        options,
        settled_by,
        winner: winner.and_then(|winner| usize::try_from(winner - 1).ok()),
        supporters,
        reason,
    })
}

fn choices(form: &Typed, context: &Context, errors: &mut FieldErrors) -> Vec<Choice> {
    let mut choices = vec![];
    for n in 1..=form.rows("alternativ", field::MAX_PEOPLE) {
        let (field, own) = (format!("alternativ_{n}"), format!("ord_{n}"));
        let words = errors.optional_line(&own, form.get(&own), 300).unwrap_or_default();
        match (form.id(&field), words.is_empty()) {
            (Some(_), false) => {
                errors.add(&own, "Välj ett yrkande eller skriv med ord, inte båda på samma rad.");
            }
            (Some(claim), true) if context.procedure.claims.iter().any(|one| one.id == claim) => {
                choices.push(Choice::Claim(claim));
            }
            (Some(_), true) => errors.add(&field, "Yrkandet finns inte kvar. Välj igen."),
            (None, false) => choices.push(Choice::Words(words)),
            (None, true) => {}
        }
    }
    choices
}
