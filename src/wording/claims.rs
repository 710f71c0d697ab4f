//! What is claimed and said in a § (yrkanden och inlägg).

use time::Date;

use super::{
    grammar::{led_by, list, on_day, that},
    person::Mover,
    proposal::Proposal,
};

/// What a mover asks for (YRK-01). Texts are clauses, with or without "att".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked<'a> {
    Approve(Proposal<'a>),
    Reject(Proposal<'a>),
    Amend(&'a str),
    Add(&'a str),
    Own(&'a str),
    /// With the reason, where one was given.
    Remit(Option<&'a str>),
    /// To the meeting of a day, where one was named.
    Table(Option<Date>),
    Adjourn,
}

/// In which hand something is asked for: the first is wanted most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hand {
    First,
    Second,
    Third,
}

/// Who claims, and what: one sentence. `in_hand` is none for a claim that is not ranked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed<'a> {
    pub movers: Mover<'a>,
    pub asks: Vec<(Option<Hand>, Asked<'a>)>,
    /// A clause after "under förutsättning att"; empty for none.
    pub condition: &'a str,
    pub withdrawn: bool,
}

/// Whether claims that were taken back are told (PRO-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    Omitted,
    Told,
}

impl Asked<'_> {
    /// After "yrkar".
    fn phrase(&self) -> String {
        match self {
            Self::Approve(proposal) => format!("bifall till {}", proposal.claimed()),
            Self::Reject(proposal) => format!("avslag på {}", proposal.claimed()),
            Self::Amend(text) => format!("som ändring {}", that(text)),
            Self::Add(text) => format!("som tillägg {}", that(text)),
            Self::Own(text) => that(text),
            Self::Remit(reason) => {
                let reason = reason.map(|reason| format!(" {}", purpose(reason)));
                format!("att ärendet återremitteras{}", reason.unwrap_or_default())
            }
            Self::Table(day) => {
                let day = day.map(|day| format!(" till sammanträdet {}", on_day(day)));
                format!("att ärendet bordläggs{}", day.unwrap_or_default())
            }
            Self::Adjourn => "att sammanträdet ajourneras".to_owned(),
        }
    }
}

impl Hand {
    fn phrase(self) -> &'static str {
        match self {
            Self::First => "i första hand ",
            Self::Second => "i andra hand ",
            Self::Third => "i tredje hand ",
        }
    }
}

/// A reason as a remittal has it: "för att belysa kostnaden", however it was typed.
pub(super) fn purpose(reason: &str) -> String {
    let fits = ["att ", "för ", "med ", "i syfte ", "så att ", "då ", "eftersom "];
    let reason = led_by(reason, &fits, "för att");
    if reason.starts_with("att ") { format!("för {reason}") } else { reason }
}

/// "Anna Berg (S) yrkar bifall till förvaltningens förslag och avslag på Bo Linds yrkande." (SEC-09, YRK-01).
pub fn claim(claimed: &Claimed) -> String {
    let mut asks: Vec<_> = claimed.asks.iter().collect();
    asks.sort_by_key(|(hand, _)| *hand);
    let phrases: Vec<_> = asks
        .into_iter()
        .map(|(hand, asked)| hand.map_or("", Hand::phrase).to_owned() + &asked.phrase())
        .collect();
    let mut text = format!("{} yrkar {}", claimed.movers.subject(), list(&phrases, "och"));
    if !claimed.condition.is_empty() {
        let condition = that(claimed.condition);
        text = format!("{text}, under förutsättning {condition}");
    }
    if claimed.withdrawn {
        return format!("{text}. Yrkandet återtas.");
    }
    text + "."
}

/// Every claim as a paragraph, in the order put; what one mover claims in a row becomes one sentence. Those taken back
/// are left out unless asked for (PRO-04).
pub fn claims(claimed: &[Claimed], withdrawn: Withdrawn) -> Vec<String> {
    let mut told: Vec<Claimed> = Vec::new();
    for one in claimed {
        let omitted = one.withdrawn && withdrawn == Withdrawn::Omitted;
        if omitted || one.asks.is_empty() {
            continue;
        }
        match told.last_mut() {
            Some(last) if is_one_sentence(last, one) => last.asks.extend(one.asks.iter().cloned()),
            _ => told.push(one.clone()),
        }
    }
    told.iter().map(claim).collect()
}

fn is_one_sentence(one: &Claimed, next: &Claimed) -> bool {
    let free = |claimed: &Claimed| !claimed.withdrawn && claimed.condition.is_empty();
    one.movers == next.movers && free(one) && free(next)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wording::{
        person::tests::{ANNA, BO, JONAS, NINA},
        proposal::Paper,
    };

    fn asks<'a>(movers: Mover<'a>, asks: Vec<Asked<'a>>) -> Claimed<'a> {
        let asks = asks.into_iter().map(|asked| (None, asked)).collect();
        Claimed { movers, asks, condition: "", withdrawn: false }
    }

    fn says(asked: Asked) -> String {
        claim(&asks(Mover::one(ANNA), vec![asked]))
    }

    const DRAFT: Proposal = Proposal::Named("förvaltningens förslag");

    #[test]
    fn yrk_01_each_kind_of_claim_has_its_sentence() {
        assert_eq!(
            says(Asked::Approve(DRAFT)),
            "Anna Berg (S) yrkar bifall till förvaltningens förslag."
        );
        assert_eq!(
            says(Asked::Reject(DRAFT)),
            "Anna Berg (S) yrkar avslag på förvaltningens förslag."
        );
        assert_eq!(
            says(Asked::Amend("beloppet sänks till 40 000 kronor.")),
            "Anna Berg (S) yrkar som ändring att beloppet sänks till 40 000 kronor."
        );
        assert_eq!(
            says(Asked::Add("att badet hålls öppet")),
            "Anna Berg (S) yrkar som tillägg att badet hålls öppet."
        );
        assert_eq!(says(Asked::Own("bron rivs")), "Anna Berg (S) yrkar att bron rivs.");
        assert_eq!(says(Asked::Remit(None)), "Anna Berg (S) yrkar att ärendet återremitteras.");
        assert_eq!(
            says(Asked::Remit(Some("belysa kostnaden"))),
            "Anna Berg (S) yrkar att ärendet återremitteras för att belysa kostnaden."
        );
        assert_eq!(
            says(Asked::Table(Some(date!(2026 - 12 - 08)))),
            "Anna Berg (S) yrkar att ärendet bordläggs till sammanträdet den 8\u{a0}december 2026."
        );
        assert_eq!(says(Asked::Adjourn), "Anna Berg (S) yrkar att sammanträdet ajourneras.");
    }

    #[test]
    fn yrk_01_several_movers_ask_for_several_things_in_one_sentence() {
        let written = Proposal::Written {
            paper: Paper::Addition,
            from: vec!["L", "KD"],
            dated: Some(date!(2026 - 04 - 05)),
        };
        let movers = Mover::Persons(vec![NINA, ANNA, JONAS]);
        assert_eq!(
            claim(&asks(movers, vec![Asked::Approve(DRAFT), Asked::Reject(written)])),
            "Tjänstgörande ersättaren Nina Alm (M), Anna Berg (S) och ordföranden Jonas Ek (S) yrkar \
             bifall till förvaltningens förslag och avslag på tilläggsyrkande från L och KD den \
             5\u{a0}april 2026."
        );
        let group = Mover::Group("S-gruppen");
        assert_eq!(
            claim(&asks(group, vec![Asked::Reject(DRAFT)])),
            "S-gruppen yrkar avslag på förvaltningens förslag."
        );
    }

    #[test]
    fn yrk_01_a_claim_can_be_ranked_and_conditional() {
        let ranked = Claimed {
            movers: Mover::one(BO),
            asks: vec![
                (Some(Hand::Second), Asked::Reject(DRAFT)),
                (Some(Hand::First), Asked::Remit(None)),
            ],
            condition: "",
            withdrawn: false,
        };
        assert_eq!(
            claim(&ranked),
            "Bo Lind (M) yrkar i första hand att ärendet återremitteras och i andra hand avslag på \
             förvaltningens förslag."
        );
        let mut conditional = asks(Mover::one(BO), vec![Asked::Approve(DRAFT)]);
        conditional.condition = "tilläggsyrkandet avslås.";
        assert_eq!(
            claim(&conditional),
            "Bo Lind (M) yrkar bifall till förvaltningens förslag, under förutsättning att \
             tilläggsyrkandet avslås."
        );
    }

    #[test]
    fn pro_04_a_claim_taken_back_is_not_printed_unless_asked_for() {
        let mut back = asks(Mover::one(ANNA), vec![Asked::Own("bron rivs")]);
        back.withdrawn = true;
        let stays = asks(Mover::one(BO), vec![Asked::Approve(DRAFT)]);
        let both = [back, stays];
        assert_eq!(
            claims(&both, Withdrawn::Omitted),
            ["Bo Lind (M) yrkar bifall till förvaltningens förslag."]
        );
        assert_eq!(
            claims(&both, Withdrawn::Told)[0],
            "Anna Berg (S) yrkar att bron rivs. Yrkandet återtas."
        );
    }

    #[test]
    fn yrk_01_what_one_mover_claims_in_a_row_is_one_sentence() {
        let own = Proposal::Of(Mover::one(BO));
        let three = [
            asks(Mover::one(ANNA), vec![Asked::Approve(DRAFT)]),
            asks(Mover::one(ANNA), vec![Asked::Reject(own)]),
            asks(Mover::one(BO), vec![Asked::Own("bron målas")]),
        ];
        assert_eq!(
            claims(&three, Withdrawn::Omitted),
            [
                "Anna Berg (S) yrkar bifall till förvaltningens förslag och avslag på Bo Linds yrkande.",
                "Bo Lind (M) yrkar att bron målas.",
            ]
        );
    }
}
