//! A matter that a third of those present have remitted or tabled (minoritetsåterremiss, minoritetsbordläggning).

use super::{
    grammar::{bare, sentence},
    person::Mover,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Remit,
    Table,
}

/// How the third was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Requested,
    /// In a vote that the majority won.
    InVote,
}

/// The request of a minority in fullmäktige. `by` where the ones who ask are named; the reason is theirs (VOT-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minority<'a> {
    pub wish: Wish,
    pub shown: Shown,
    pub supporters: u32,
    pub present: u32,
    pub by: Option<Mover<'a>>,
    pub reason: &'a str,
}

impl Wish {
    fn verb(self) -> &'static str {
        match self {
            Self::Remit => "återremitteras",
            Self::Table => "bordläggs",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Remit => "återremiss",
            Self::Table => "bordläggning",
        }
    }
}

/// "11 av 31 närvarande ledamöter begär att ärendet återremitteras. Ärendet återremitteras därmed med stöd av 5 kap. 50 §
/// kommunallagen." and, where there is one, the reason as a paragraph of its own (VOT-11, VOT-12).
pub fn minority(minority: &Minority) -> Vec<String> {
    let Minority { wish, shown, supporters, present, by, reason } = minority;
    let (verb, noun) = (wish.verb(), wish.noun());
    let count = format!("{supporters} av {present} närvarande ledamöter");
    let request = match (shown, by) {
        (Shown::Requested, None) => format!("{count} begär att ärendet {verb}."),
        (Shown::Requested, Some(by)) => {
            let subject = by.subject();
            format!("{subject} begär att ärendet {verb}. Begäran stöds av {count}.")
        }
        (Shown::InVote, _) => {
            format!("{count} röstar för {noun}, vilket är minst en tredjedel av de närvarande.")
        }
    };
    let act = "5\u{a0}kap. 50\u{a0}§ kommunallagen";
    let mut told = vec![format!("{request} Ärendet {verb} därmed med stöd av {act}.")];
    if !bare(reason).is_empty() {
        told.push(format!("Motivering: {}", sentence(reason)));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: Minority = Minority {
        wish: Wish::Remit,
        shown: Shown::Requested,
        supporters: 11,
        present: 31,
        by: None,
        reason: "",
    };

    #[test]
    fn vot_11_a_third_of_those_present_remits_the_matter() {
        assert_eq!(
            minority(&REQUEST),
            [
                "11 av 31 närvarande ledamöter begär att ärendet återremitteras. Ärendet återremitteras \
              därmed med stöd av 5\u{a0}kap. 50\u{a0}§ kommunallagen."
            ]
        );
        let by = Some(Mover::Members(vec!["M", "L"]));
        let tabled = Minority { wish: Wish::Table, by, ..REQUEST };
        assert_eq!(
            minority(&tabled),
            ["Ledamöterna från M och L begär att ärendet bordläggs. Begäran stöds av 11 av 31 \
              närvarande ledamöter. Ärendet bordläggs därmed med stöd av 5\u{a0}kap. 50\u{a0}§ \
              kommunallagen."]
        );
    }

    #[test]
    fn vot_12_those_who_asked_give_the_reason() {
        let told = minority(&Minority {
            shown: Shown::InVote,
            reason: "kostnaden för bron ska belysas",
            ..REQUEST
        });
        assert!(told[0].starts_with(
            "11 av 31 närvarande ledamöter röstar för återremiss, vilket är minst en tredjedel av de \
             närvarande. Ärendet återremitteras"
        ));
        assert_eq!(told[1], "Motivering: Kostnaden för bron ska belysas.");
    }
}
