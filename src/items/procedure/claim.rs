//! The form of a claim (yrkande): who claims what.

use uuid::Uuid;

use super::{
    Claim, Mover,
    context::Context,
    field::{self, Field, Group, Widget},
};
use crate::{law::procedure::ClaimKind, meetings::Typed, web::FieldErrors};

pub(super) fn form(claim: &Claim) -> Typed {
    let mut form = Typed::default();
    form.set("slag", claim.kind.as_str());
    form.set("turordning", claim.rank.map(|rank| rank.to_string()).unwrap_or_default());
    form.set("text", claim.text.to_plain());
    form.set("villkor", claim.condition.as_str());
    form.set("handling", claim.document.as_str());
    form.set("daterad", claim.dated_on.map(|day| day.to_string()).unwrap_or_default());
    form.set("atertaget", if claim.withdrawn { "ja" } else { "" });
    field::fill_people(&mut form, claim.movers.iter().map(|mover| &mover.who));
    for (n, _) in (1..).zip(&claim.movers).filter(|(_, mover)| mover.joins) {
        form.set(format!("instammer_{n}"), "ja");
    }
    form
}

pub(super) fn groups(form: &Typed, context: &Context) -> Vec<Group> {
    let kinds = field::options(ClaimKind::ALL.iter().map(|kind| (kind.as_str(), kind.name())));
    let what = vec![
        Field::new(form, "slag", "Slag", Widget::Choose(kinds)),
        Field::new(form, "text", "Yrkandet", Widget::Area).hint(
            "Det som står efter ”yrkar”. Kan lämnas tomt vid bifall, avslag, återremiss och bordläggning.",
        ),
        Field::new(form, "handling", "Skriftligt yrkande", Widget::Line)
            .hint("Till exempel ”yrkande från L”."),
        Field::new(form, "daterad", "Daterat", Widget::Line).hint("ÅÅÅÅ-MM-DD"),
        Field::new(form, "turordning", "Hand", Widget::Line)
            .hint("1 för första hand, 2 för andra hand. Annars tomt."),
        Field::new(form, "villkor", "Villkor", Widget::Line)
            .hint("Till exempel ”om återremissen avslås”."),
        Field::new(form, "atertaget", "Yrkandet togs tillbaka", Widget::Tick),
    ];
    vec![field::people(form, context, true), Group::new("Vad", what)]
}

pub(super) fn parse(
    form: &Typed,
    context: &Context,
    id: Uuid,
    errors: &mut FieldErrors,
) -> Option<Claim> {
    let kind = field::chosen(form, ("slag", "Välj vad yrkandet går ut på."), errors);
    let movers: Vec<_> = field::read_people(form, context, errors)
        .into_iter()
        .map(|(who, joins)| Mover { who, joins })
        .collect();
    let text = field::text(form, "text", errors);
    let condition = errors.optional_line("villkor", form.get("villkor"), 300);
    let document = errors.optional_line("handling", form.get("handling"), 300);
    let dated_on = errors.optional_day("daterad", form.get("daterad"));
    let rank = field::optional_number(form, ("turordning", "Hand"), 9, errors);
    if movers.is_empty() && errors.is_empty() {
        errors.add("person_1", "Ange vem som yrkar.");
    }
    let (kind, text, document) = (kind?, text?, document?);
    let says_all = matches!(
        kind,
        ClaimKind::Approve
            | ClaimKind::Reject
            | ClaimKind::Remit
            | ClaimKind::TableItem
            | ClaimKind::Adjourn
    );
    if text.is_empty() && document.is_empty() && !says_all {
        errors.add("text", "Skriv vad som yrkas, eller vilket skriftligt yrkande det är.");
    }
    let (condition, dated_on, rank) = (condition?, dated_on?, rank?);
    errors.is_empty().then_some(Claim {
        id,
        kind,
        rank: rank.filter(|rank| *rank > 0),
        movers,
        text,
        condition,
        document,
        dated_on,
        withdrawn: form.ticked("atertaget"),
    })
}
