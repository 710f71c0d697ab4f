//! What claims and propositions are about, "tilläggsyrkandet från M den 8 april 2026" (förslag och yrkanden).

use time::Date;

use super::{
    grammar::{bare, list, on_day},
    person::Mover,
};

/// A written document by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Claim,
    Addition,
    Amendment,
    Remittal,
}

/// Something that can be put to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal<'a> {
    /// By name in definite form, as it fits in a sentence: "förvaltningens förslag", "motionen".
    Named(&'a str),
    /// Handed in on paper by parties: "yrkande från L den 5 april 2026" (YRK-01).
    Written { paper: Paper, from: Vec<&'a str>, dated: Option<Date> },
    /// What somebody claimed at the meeting: "Anna Bergs yrkande".
    Of(Mover<'a>),
    /// What the one who leads claimed: "det egna yrkandet".
    Own,
}

impl Paper {
    fn indefinite(self) -> &'static str {
        match self {
            Self::Claim => "yrkande",
            Self::Addition => "tilläggsyrkande",
            Self::Amendment => "ändringsyrkande",
            Self::Remittal => "återremissyrkande",
        }
    }
}

impl Proposal<'_> {
    /// As a claim names it, with the day of a written one.
    pub fn claimed(&self) -> String {
        match self {
            Self::Written { paper, from, dated } => {
                let day = dated.map(|day| format!(" {}", on_day(day))).unwrap_or_default();
                format!("{} från {}{day}", paper.indefinite(), list(from, "och"))
            }
            Self::Named(_) | Self::Of(_) | Self::Own => self.put(),
        }
    }

    /// As a proposition, a vote or a decision names it once it is known, in definite form.
    pub fn put(&self) -> String {
        match self {
            Self::Named(name) => bare(name).to_owned(),
            Self::Written { paper, from, .. } => {
                format!("{}t från {}", paper.indefinite(), list(from, "och"))
            }
            Self::Of(mover) => mover.claim(),
            Self::Own => "det egna yrkandet".to_owned(),
        }
    }

    /// "det" where the word is known to be neuter, else what it is called once more.
    pub(super) fn again(&self) -> String {
        match self {
            Self::Named(name)
                if !["förslag", "förslaget", "yrkande", "yrkandet"]
                    .iter()
                    .any(|neuter| bare(name).ends_with(neuter)) =>
            {
                self.put()
            }
            Self::Named(_) | Self::Written { .. } | Self::Of(_) | Self::Own => "det".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::wording::person::tests::{ANNA, BO};

    #[test]
    fn yrk_01_a_written_claim_has_its_parties_and_its_day() {
        let written = Proposal::Written {
            paper: Paper::Claim,
            from: vec!["L"],
            dated: Some(date!(2026 - 04 - 05)),
        };
        assert_eq!(written.claimed(), "yrkande från L den 5\u{a0}april 2026");
        assert_eq!(written.put(), "yrkandet från L");
        let addition =
            Proposal::Written { paper: Paper::Addition, from: vec!["M", "KD"], dated: None };
        assert_eq!(addition.claimed(), "tilläggsyrkande från M och KD");
        assert_eq!(addition.put(), "tilläggsyrkandet från M och KD");
    }

    #[test]
    fn yrk_03_a_spoken_claim_is_named_by_its_movers_and_a_matter_by_its_name() {
        assert_eq!(
            Proposal::Of(Mover::Persons(vec![ANNA, BO])).put(),
            "Anna Bergs och Bo Linds yrkande"
        );
        assert_eq!(Proposal::Own.put(), "det egna yrkandet");
        assert_eq!(Proposal::Named("motionen").again(), "motionen");
        assert_eq!(Proposal::Named("förvaltningens förslag").again(), "det");
    }
}
