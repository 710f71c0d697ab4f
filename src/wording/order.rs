//! The order of propositions that the chair lays before the body (godkänd propositionsordning).

use super::{
    body::Body,
    grammar::{bare, capital},
    person::Person,
    propositions::{Question, listed},
};

/// The order that the chair lays before the body and that it approves: "Ordföranden föreslår att propositionerna ställs i
/// följande ordning: 1) … 2) … Kommunstyrelsen godkänner propositionsordningen." (VOT-16, PRO-03).
pub fn order_approved(body: Body, chair: &Person, steps: &[Question]) -> Vec<String> {
    let chair = capital(&chair.titled());
    let approves = format!("{} godkänner propositionsordningen.", body.first());
    match steps {
        [] => vec![approves],
        [only] => {
            vec![format!("{chair} föreslår proposition på {}. {approves}", planned(only))]
        }
        several => {
            let lead = format!("{chair} föreslår att propositionerna ställs i följande ordning:");
            let numbered = several
                .iter()
                .zip(1..)
                .map(|(step, n)| format!("{n}. {}.", capital(&planned(step))));
            std::iter::once(lead).chain(numbered).chain([approves]).collect()
        }
    }
}

/// What a step will be about, before anything is found.
fn planned(question: &Question) -> String {
    match question {
        Question::Formal(formal, _) => formal.alternative().to_owned(),
        Question::Alone(proposal, _) | Question::Addition(proposal, _) => {
            format!("bifall respektive avslag på {}", proposal.put())
        }
        Question::Unopposed(proposal) => format!("bifall till {}", proposal.put()),
        Question::Between(proposals, _) => format!("{} mot varandra", listed(proposals)),
        Question::Counter { main, among, .. } => {
            format!("motförslag till {} bland {}", main.put(), listed(among))
        }
        Question::Free { on, .. } => bare(on).to_owned(),
        Question::Refused { proposal, .. } => proposal.put(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::{
        body::tests::KS,
        person::{
            Mover, Office,
            tests::{ANNA, JONAS, NINA, person},
        },
        proposal::{Paper, Proposal},
        propositions::{Formal, Found},
    };

    const DRAFT: Proposal = Proposal::Named("förvaltningens förslag");

    fn addition() -> Proposal<'static> {
        Proposal::Written { paper: Paper::Addition, from: vec!["M", "L"], dated: None }
    }

    fn of(person: Person<'static>) -> Proposal<'static> {
        Proposal::Of(Mover::one(person))
    }

    #[test]
    fn pro_03_the_order_is_laid_before_the_body_and_approved() {
        let acting = person("Bo Lind", "M", Office::ActingChair);
        let steps = [
            Question::Formal(Formal::Table, Found::Rejected),
            Question::Counter { main: DRAFT, among: vec![of(ANNA), of(NINA)], adopted: of(NINA) },
            Question::Between(vec![DRAFT, of(NINA)], DRAFT),
            Question::Addition(addition(), Found::Approved),
        ];
        assert_eq!(
            order_approved(KS, &acting, &steps),
            [
                "Tjänstgörande ordföranden Bo Lind (M) föreslår att propositionerna ställs i följande \
                 ordning:",
                "1. Om ärendet ska bordläggas eller avgöras i dag.",
                "2. Motförslag till förvaltningens förslag bland Anna Bergs yrkande och Nina Alms \
                 yrkande.",
                "3. Förvaltningens förslag och Nina Alms yrkande mot varandra.",
                "4. Bifall respektive avslag på tilläggsyrkandet från M och L.",
                "Kommunstyrelsen godkänner propositionsordningen.",
            ]
        );
        assert_eq!(
            order_approved(KS, &JONAS, &steps[3..]),
            ["Ordföranden Jonas Ek (S) föreslår proposition på bifall respektive avslag på \
              tilläggsyrkandet från M och L. Kommunstyrelsen godkänner propositionsordningen."]
        );
        assert_eq!(
            order_approved(KS, &JONAS, &[]),
            ["Kommunstyrelsen godkänner propositionsordningen."]
        );
    }
}
