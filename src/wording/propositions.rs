//! In which order the chair puts what to a decision, and what comes of it (propositionsordning, beslutsgång).

use super::{
    body::Body,
    grammar::{bare, capital, led_by, list, that},
    person::Person,
    proposal::Proposal,
};

/// A formal question, decided before the matter itself (VOT-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formal {
    Remit,
    Table,
    Adjourn,
}

/// What the chair finds, before a vote that may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Approved,
    Rejected,
}

/// What is put, and what the chair finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question<'a> {
    /// Whether the matter is remitted, tabled or adjourned; approved when it is.
    Formal(Formal, Found),
    /// One proposal without another against it: yes or no.
    Alone(Proposal<'a>, Found),
    /// Nobody is against it.
    Unopposed(Proposal<'a>),
    /// Proposals against each other, and the one that is approved.
    Between(Vec<Proposal<'a>>, Proposal<'a>),
    /// The main proposal is set; the others compete to stand against it, and one is adopted (VOT-16).
    Counter { main: Proposal<'a>, among: Vec<Proposal<'a>>, adopted: Proposal<'a> },
    /// A question in words of its own, with what the chair finds: "om punkten ska delas", "punkten delas".
    Free { on: &'a str, finds: &'a str },
    /// An addition, after the main question (VOT-15): yes or no.
    Addition(Proposal<'a>, Found),
    /// The chair refuses to put it (VOT-14).
    Refused { proposal: Proposal<'a>, reason: &'a str, council_overrules: bool },
}

/// One step of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed<'a> {
    pub question: Question<'a>,
    /// A vote is asked for, and follows.
    pub vote_requested: bool,
}

impl Formal {
    pub(super) fn alternative(self) -> &'static str {
        match self {
            Self::Remit => "om ärendet ska återremitteras eller avgöras i dag",
            Self::Table => "om ärendet ska bordläggas eller avgöras i dag",
            Self::Adjourn => "om sammanträdet ska ajourneras eller fortsätta",
        }
    }

    fn finding(self, found: Found) -> &'static str {
        match (self, found) {
            (Self::Remit, Found::Approved) => "ärendet ska återremitteras",
            (Self::Table, Found::Approved) => "ärendet ska bordläggas",
            (Self::Adjourn, Found::Approved) => "sammanträdet ska ajourneras",
            (Self::Remit | Self::Table, Found::Rejected) => "ärendet ska avgöras i dag",
            (Self::Adjourn, Found::Rejected) => "sammanträdet ska fortsätta",
        }
    }
}

impl Found {
    fn participle(self) -> &'static str {
        match self {
            Self::Approved => "bifallits",
            Self::Rejected => "avslagits",
        }
    }
}

/// The propositions in their order, one paragraph each (SEC-10, YRK-03, PRO-03). The first names the chair in full, and
/// of several, each begins with its place in the order.
pub fn propositions(body: Body, chair: &Person, steps: &[Proposed]) -> Vec<String> {
    let mut named = false;
    let mut told = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let adverb = match index {
            _ if steps.len() == 1 => "",
            0 => " först",
            1 => " härefter",
            _ => " därefter",
        };
        let who = if named { "Ordföranden".to_owned() } else { capital(&chair.titled()) };
        named |= !matches!(step.question, Question::Unopposed(_));
        let mut text = put(body, &who, adverb, &step.question);
        if step.vote_requested {
            text += " Omröstning begärs.";
        }
        told.push(text);
    }
    told
}

fn put(body: Body, chair: &str, adverb: &str, question: &Question) -> String {
    match question {
        Question::Formal(formal, found) => {
            let (on, finding) = (formal.alternative(), formal.finding(*found));
            format!("{chair} ställer{adverb} proposition på {on} och finner att {finding}.")
        }
        Question::Alone(proposal, found) | Question::Addition(proposal, found) => format!(
            "{chair} ställer{adverb} proposition på bifall respektive avslag på {} och finner att \
             {} {}.",
            proposal.put(),
            proposal.again(),
            found.participle()
        ),
        Question::Unopposed(proposal) => {
            format!("{} beslutar{adverb} att bifalla {}.", body.first(), proposal.put())
        }
        Question::Between(proposals, approved) => format!(
            "{chair} ställer{adverb} propositioner på {} och finner att {} bifallits.",
            listed(proposals),
            approved.put()
        ),
        Question::Counter { main, among, adopted } => format!(
            "{chair} antecknar{adverb} {} som huvudförslag. För att utse motförslag i \
             huvudvoteringen ställs propositioner på {}. Ordföranden finner att {} har antagits som \
             motförslag.",
            main.put(),
            listed(among),
            adopted.put()
        ),
        Question::Free { on, finds } => {
            format!(
                "{chair} ställer{adverb} proposition på {} och finner {}.",
                bare(on),
                that(finds)
            )
        }
        Question::Refused { proposal, reason, council_overrules } => {
            let but = if *council_overrules {
                format!(" {} beslutar att proposition ändå ska ställas.", body.first())
            } else {
                String::new()
            };
            let proposal = proposal.put();
            format!("{chair} vägrar{adverb} proposition på {proposal}, {}.{but}", because(reason))
        }
    }
}

pub(super) fn listed(proposals: &[Proposal]) -> String {
    list(&proposals.iter().map(Proposal::put).collect::<Vec<_>>(), "och")
}

fn because(reason: &str) -> String {
    led_by(reason, &["eftersom ", "då ", "på grund av ", "med "], "eftersom")
}

/// "Ordföranden Jonas Ek (S) finner att kommunstyrelsen beslutar enligt förvaltningens förslag.", where there is nothing to
/// choose between (SEC-26).
pub fn by_acclamation(body: Body, chair: &Person, proposal: &Proposal) -> String {
    let chair = capital(&chair.titled());
    format!("{chair} finner att {} beslutar enligt {}.", body.inside(), proposal.put())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::{
        body::tests::{KF, KS},
        person::{
            Mover,
            tests::{ANNA, BO, JONAS, NINA},
        },
        proposal::Paper,
    };

    const DRAFT: Proposal = Proposal::Named("förvaltningens förslag");

    fn addition() -> Proposal<'static> {
        Proposal::Written { paper: Paper::Addition, from: vec!["M", "L"], dated: None }
    }

    fn of(person: Person<'static>) -> Proposal<'static> {
        Proposal::Of(Mover::one(person))
    }

    fn steps(questions: Vec<(Question<'static>, bool)>) -> Vec<String> {
        let steps: Vec<_> = questions
            .into_iter()
            .map(|(question, vote_requested)| Proposed { question, vote_requested })
            .collect();
        propositions(KS, &JONAS, &steps)
    }

    #[test]
    fn yrk_03_a_single_proposal_is_put_as_yes_or_no() {
        assert_eq!(
            steps(vec![(Question::Alone(DRAFT, Found::Approved), false)]),
            ["Ordföranden Jonas Ek (S) ställer proposition på bifall respektive avslag på \
              förvaltningens förslag och finner att det bifallits."]
        );
        assert_eq!(
            steps(vec![(Question::Alone(Proposal::Named("motionen"), Found::Rejected), true)]),
            [
                "Ordföranden Jonas Ek (S) ställer proposition på bifall respektive avslag på motionen \
              och finner att motionen avslagits. Omröstning begärs."
            ]
        );
    }

    #[test]
    fn vot_15_the_formal_question_comes_first_and_additions_last() {
        assert_eq!(
            steps(vec![
                (Question::Formal(Formal::Remit, Found::Rejected), false),
                (Question::Between(vec![of(BO), Proposal::Own], Proposal::Own), false),
                (Question::Addition(addition(), Found::Rejected), true),
            ]),
            [
                "Ordföranden Jonas Ek (S) ställer först proposition på om ärendet ska återremitteras \
                 eller avgöras i dag och finner att ärendet ska avgöras i dag.",
                "Ordföranden ställer härefter propositioner på Bo Linds yrkande och det egna yrkandet \
                 och finner att det egna yrkandet bifallits.",
                "Ordföranden ställer därefter proposition på bifall respektive avslag på \
                 tilläggsyrkandet från M och L och finner att det avslagits. Omröstning begärs.",
            ]
        );
    }

    #[test]
    fn vot_15_every_formal_question_has_both_findings() {
        let finds =
            |formal, found| steps(vec![(Question::Formal(formal, found), false)])[0].clone();
        assert!(finds(Formal::Remit, Found::Approved).ends_with("att ärendet ska återremitteras."));
        assert!(finds(Formal::Table, Found::Approved).ends_with("att ärendet ska bordläggas."));
        assert!(finds(Formal::Table, Found::Rejected).ends_with("att ärendet ska avgöras i dag."));
        assert!(
            finds(Formal::Adjourn, Found::Approved).ends_with("att sammanträdet ska ajourneras.")
        );
        assert!(
            finds(Formal::Adjourn, Found::Rejected).ends_with("att sammanträdet ska fortsätta.")
        );
    }

    #[test]
    fn vot_15_what_nobody_opposes_is_approved_before_the_rest() {
        assert_eq!(
            steps(vec![
                (Question::Unopposed(DRAFT), false),
                (Question::Addition(addition(), Found::Approved), false),
            ]),
            [
                "Kommunstyrelsen beslutar först att bifalla förvaltningens förslag.",
                "Ordföranden Jonas Ek (S) ställer härefter proposition på bifall respektive avslag på \
                 tilläggsyrkandet från M och L och finner att det bifallits.",
            ]
        );
    }

    #[test]
    fn vot_16_the_proposals_left_compete_to_stand_against_the_main_one() {
        let counter =
            Question::Counter { main: DRAFT, among: vec![of(ANNA), of(BO)], adopted: of(BO) };
        assert_eq!(
            steps(vec![(counter, false)]),
            [
                "Ordföranden Jonas Ek (S) antecknar förvaltningens förslag som huvudförslag. För att \
              utse motförslag i huvudvoteringen ställs propositioner på Anna Bergs yrkande och Bo \
              Linds yrkande. Ordföranden finner att Bo Linds yrkande har antagits som motförslag."
            ]
        );
    }

    #[test]
    fn vot_14_a_refused_proposition_is_recorded_with_its_reason() {
        let refused = |council_overrules| {
            let reason = "det väcker ett nytt ärende.";
            let question = Question::Refused { proposal: of(NINA), reason, council_overrules };
            propositions(KF, &JONAS, &[Proposed { question, vote_requested: false }])
        };
        assert_eq!(
            refused(false),
            [
                "Ordföranden Jonas Ek (S) vägrar proposition på Nina Alms yrkande, eftersom det väcker \
              ett nytt ärende."
            ]
        );
        assert!(
            refused(true)[0]
                .ends_with("ärende. Kommunfullmäktige beslutar att proposition ändå ska ställas.")
        );
    }

    #[test]
    fn sec_26_a_decision_without_claims_is_found_by_acclamation() {
        assert_eq!(
            by_acclamation(KS, &JONAS, &DRAFT),
            "Ordföranden Jonas Ek (S) finner att kommunstyrelsen beslutar enligt förvaltningens \
             förslag."
        );
    }
}
