//! How a decision is led in, and decisions that always read alike (beslut, återremiss, bordläggning).

use time::Date;

use super::{
    body::Body,
    claims::purpose,
    grammar::{bare, capital, genitive, on_day, sentence, that},
    person::Mover,
    proposal::Proposal,
    propositions::Found,
};

/// What stands before the points of a block (SEC-23, KND-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeadIn<'a> {
    /// "Kommunstyrelsen beslutar"
    Decides(Body<'a>),
    /// "Kommunstyrelsen beslutar för egen del:", beside a proposal to fullmäktige.
    OnOwnBehalf(Body<'a>),
    /// "Enligt förvaltningens förslag:", by whose it is, without genitive.
    According(&'a str),
    /// "På förslag av Anna Berg (S):"
    OnProposalOf(Mover<'a>),
    /// "Kommunstyrelsen föreslår att kommunfullmäktige beslutar:"
    Proposes { body: Body<'a>, to: Body<'a> },
    /// "Kommunstyrelsen tillstyrker förvaltningens förslag och föreslår att kommunfullmäktige beslutar:"
    Endorses { body: Body<'a>, proposal: &'a str, to: Body<'a> },
}

/// The line before a block of points (SEC-23, KND-15).
pub fn lead_in(lead_in: &LeadIn) -> String {
    match lead_in {
        LeadIn::Decides(body) => format!("{} beslutar", body.first()),
        LeadIn::OnOwnBehalf(body) => format!("{} beslutar för egen del:", body.first()),
        LeadIn::According(whose) => format!("Enligt {} förslag:", genitive(bare(whose))),
        LeadIn::OnProposalOf(mover) => format!("På förslag av {}:", mover.named()),
        LeadIn::Proposes { body, to } => {
            format!("{} föreslår att {} beslutar:", body.first(), to.inside())
        }
        LeadIn::Endorses { body, proposal, to } => format!(
            "{} tillstyrker {} och föreslår att {} beslutar:",
            body.first(),
            bare(proposal),
            to.inside()
        ),
    }
}

/// The points as sentences, numbered from 1 where there are several (SEC-12).
pub fn points(points: &[&str]) -> Vec<String> {
    match points {
        [only] => vec![sentence(only)],
        several => {
            several.iter().zip(1..).map(|(point, n)| format!("{n}. {}", sentence(point))).collect()
        }
    }
}

/// The points as clauses after "beslutar": "att godkänna budgeten, samt", "att ge förvaltningen i uppdrag …" (SEC-12).
pub fn clauses(points: &[&str]) -> Vec<String> {
    let end = |index: usize| match points.len() - index {
        1 => ".",
        2 => ", samt",
        _ => ",",
    };
    points.iter().enumerate().map(|(index, point)| that(point) + end(index)).collect()
}

/// "Motionen avslås.", "Tilläggsyrkandet från M bifalls." (SEC-12).
pub fn settled(proposal: &Proposal, found: Found) -> String {
    let verb = match found {
        Found::Approved => "bifalls",
        Found::Rejected => "avslås",
    };
    format!("{} {verb}.", capital(&proposal.put()))
}

/// "Ärendet återremitteras till förvaltningen för att belysa kostnaden." (KND-14); both are empty where not said.
pub fn remitted(to: &str, reason: &str) -> String {
    let (to, reason) = (bare(to), bare(reason));
    let to = if to.is_empty() { String::new() } else { format!(" till {to}") };
    let reason = if reason.is_empty() { String::new() } else { format!(" {}", purpose(reason)) };
    format!("Ärendet återremitteras{to}{reason}.")
}

/// "Ärendet bordläggs till sammanträdet den 8 december 2026." (KND-14).
pub fn tabled(to: Option<Date>) -> String {
    let to = to.map(|day| format!(" till sammanträdet {}", on_day(day))).unwrap_or_default();
    format!("Ärendet bordläggs{to}.")
}

/// "Informationen antecknas." (KND-02); `what` in definite form.
pub fn noted(what: &str) -> String {
    format!("{} antecknas.", capital(bare(what)))
}

/// A matter that keeps its number though it was withdrawn (NUM-06).
pub fn withdrawn() -> &'static str {
    "Ärendet utgår."
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wording::{
        body::tests::{KF, KS},
        person::tests::{ANNA, BO, JONAS},
    };

    #[test]
    fn sec_23_a_block_is_led_in_by_body_or_proposer() {
        assert_eq!(lead_in(&LeadIn::Decides(KS)), "Kommunstyrelsen beslutar");
        let according = |whose| lead_in(&LeadIn::According(whose));
        assert_eq!(according("förvaltningen"), "Enligt förvaltningens förslag:");
        assert_eq!(according("Anna Berg"), "Enligt Anna Bergs förslag:");
        let of = |persons| lead_in(&LeadIn::OnProposalOf(Mover::Persons(persons)));
        assert_eq!(of(vec![ANNA]), "På förslag av Anna Berg (S):");
        assert_eq!(of(vec![BO, JONAS]), "På förslag av Bo Lind (M) och ordföranden Jonas Ek (S):");
    }

    #[test]
    fn knd_15_own_decisions_and_proposals_to_fullmaktige_are_told_apart() {
        assert_eq!(lead_in(&LeadIn::OnOwnBehalf(KS)), "Kommunstyrelsen beslutar för egen del:");
        assert_eq!(
            lead_in(&LeadIn::Proposes { body: KS, to: KF }),
            "Kommunstyrelsen föreslår att kommunfullmäktige beslutar:"
        );
        let proposal = "förvaltningens förslag";
        assert_eq!(
            lead_in(&LeadIn::Endorses { body: KS, proposal, to: KF }),
            "Kommunstyrelsen tillstyrker förvaltningens förslag och föreslår att kommunfullmäktige \
             beslutar:"
        );
    }

    #[test]
    fn sec_12_several_points_are_numbered_or_follow_each_other() {
        assert_eq!(points(&["budgeten godkänns"]), ["Budgeten godkänns."]);
        assert_eq!(
            points(&["Budgeten godkänns.", "Bron målas"]),
            ["1. Budgeten godkänns.", "2. Bron målas."]
        );
        assert_eq!(
            clauses(&["att godkänna budgeten", "måla bron.", "att tacka"]),
            ["att godkänna budgeten,", "att måla bron, samt", "att tacka."]
        );
        assert!(clauses(&[]).is_empty() && points(&[]).is_empty());
    }

    #[test]
    fn knd_14_remitting_and_tabling_name_receiver_reason_and_day() {
        assert_eq!(remitted("", ""), "Ärendet återremitteras.");
        assert_eq!(
            remitted("tekniska förvaltningen", "att belysa kostnaden."),
            "Ärendet återremitteras till tekniska förvaltningen för att belysa kostnaden."
        );
        assert_eq!(
            remitted("", "För att belysa kostnaden"),
            "Ärendet återremitteras för att belysa kostnaden."
        );
        assert_eq!(
            remitted("", "med motiveringen att bron saknas"),
            "Ärendet återremitteras med motiveringen att bron saknas."
        );
        assert_eq!(
            tabled(Some(date!(2026 - 12 - 08))),
            "Ärendet bordläggs till sammanträdet den 8\u{a0}december 2026."
        );
        assert_eq!(tabled(None), "Ärendet bordläggs.");
    }

    #[test]
    fn sec_12_what_was_put_is_approved_or_rejected() {
        assert_eq!(settled(&Proposal::Named("motionen"), Found::Rejected), "Motionen avslås.");
        let own = Proposal::Of(Mover::one(ANNA));
        assert_eq!(settled(&own, Found::Approved), "Anna Bergs yrkande bifalls.");
        assert_eq!(noted("informationen."), "Informationen antecknas.");
    }
}
