//! What Ja and Nej stand for in a vote (voteringsproposition).

use super::{grammar::led_by, proposal::Proposal};

/// What a Ja or a Nej stands for (VOT-17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning<'a> {
    Approve(Proposal<'a>),
    Reject(Proposal<'a>),
    /// In words of its own: "att ärendet avgörs i dag", "avslag".
    Free(&'a str),
}

/// "Godkänd voteringsproposition: ”Ja för avslag och Nej för bifall till yrkandet från M.”" (VOT-17, YRK-03).
pub fn voting_proposition(yes: &Meaning, no: &Meaning) -> String {
    format!("Godkänd voteringsproposition: ”{}.”", meanings(yes, no))
}

/// What stands between the quotation marks. Both name the same proposal only once, after the last.
fn meanings(yes: &Meaning, no: &Meaning) -> String {
    let yes_means = match (yes, no) {
        (Meaning::Approve(one), Meaning::Reject(other)) if one == other => "bifall".to_owned(),
        (Meaning::Reject(one), Meaning::Approve(other)) if one == other => "avslag".to_owned(),
        _ => yes.phrase(),
    };
    format!("Ja för {yes_means} och Nej för {}", no.phrase())
}

impl Meaning<'_> {
    fn phrase(&self) -> String {
        match self {
            Self::Approve(proposal) => format!("bifall till {}", proposal.put()),
            Self::Reject(proposal) => format!("avslag på {}", proposal.put()),
            Self::Free(text) => led_by(text, &["att ", "avslag", "bifall"], "att"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::{
        person::{
            Mover,
            tests::{ANNA, BO, JONAS, NINA},
        },
        proposal::Paper,
    };

    #[test]
    fn vot_17_the_voting_proposition_says_what_ja_and_nej_stand_for() {
        let written = Proposal::Written { paper: Paper::Claim, from: vec!["M"], dated: None };
        let (no, yes) = (Meaning::Approve(written.clone()), Meaning::Reject(written));
        assert_eq!(
            voting_proposition(&yes, &no),
            "Godkänd voteringsproposition: ”Ja för avslag och Nej för bifall till yrkandet från M.”"
        );
        assert_eq!(
            voting_proposition(&no, &yes),
            "Godkänd voteringsproposition: ”Ja för bifall och Nej för avslag på yrkandet från M.”"
        );
        let own = Meaning::Approve(Proposal::Of(Mover::one(JONAS)));
        let other = Meaning::Approve(Proposal::Of(Mover::Persons(vec![ANNA, BO, NINA])));
        assert_eq!(
            voting_proposition(&own, &other),
            "Godkänd voteringsproposition: ”Ja för bifall till Jonas Eks yrkande och Nej för bifall \
             till Anna Bergs m.fl. yrkande.”"
        );
        let plain = [Meaning::Free("avslag"), Meaning::Free("ärendet avgörs i dag")];
        assert_eq!(
            voting_proposition(&plain[0], &plain[1]),
            "Godkänd voteringsproposition: ”Ja för avslag och Nej för att ärendet avgörs i dag.”"
        );
        let today = Meaning::Free("att ärendet avgörs i dag");
        assert_eq!(
            voting_proposition(&today, &Meaning::Free("ärendet återremitteras.")),
            "Godkänd voteringsproposition: ”Ja för att ärendet avgörs i dag och Nej för att ärendet \
             återremitteras.”"
        );
    }
}
