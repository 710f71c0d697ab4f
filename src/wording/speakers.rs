//! Who joins a claim, speaks and presents without claiming (instämmanden, inlägg, föredragning).

use super::{grammar::bare, person::Mover, proposal::Proposal};

/// "Bo Lind (M) instämmer i yrkandet.", or in the named one (YRK-01).
pub fn joins(who: &Mover, claim: Option<&Proposal>) -> String {
    let claim = claim.map_or_else(|| "yrkandet".to_owned(), Proposal::put);
    format!("{} instämmer i {claim}.", who.subject())
}

/// "Per Åberg (C) yttrar sig.", or about something: what one who may not claim has said, too (YRK-02, SEC-07).
pub fn contribution(who: &Mover, about: &str) -> String {
    let about = bare(about);
    if about.is_empty() {
        return format!("{} yttrar sig.", who.subject());
    }
    format!("{} yttrar sig om {about}.", who.subject())
}

/// "Förvaltningschefen Eva Dahl föredrar ärendet.", or informs about something (SEC-07, KND-02).
pub fn presents(who: &Mover, about: &str) -> String {
    let about = bare(about);
    if about.is_empty() {
        return format!("{} föredrar ärendet.", who.subject());
    }
    format!("{} informerar om {about}.", who.subject())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::person::{
        Office,
        tests::{ANNA, BO, NINA, PER, person},
    };

    #[test]
    fn yrk_01_joining_names_the_claim_where_there_are_several() {
        assert_eq!(joins(&Mover::one(BO), None), "Bo Lind (M) instämmer i yrkandet.");
        let claim = Proposal::Of(Mover::one(ANNA));
        let two = Mover::Persons(vec![BO, NINA]);
        assert_eq!(
            joins(&two, Some(&claim)),
            "Bo Lind (M) och tjänstgörande ersättaren Nina Alm (M) instämmer i Anna Bergs yrkande."
        );
    }

    #[test]
    fn yrk_02_one_who_may_not_claim_has_spoken() {
        assert_eq!(contribution(&Mover::one(PER), ""), "Ersättaren Per Åberg (C) yttrar sig.");
        assert_eq!(
            contribution(&Mover::one(PER), "skolans läge."),
            "Ersättaren Per Åberg (C) yttrar sig om skolans läge."
        );
    }

    #[test]
    fn sec_07_an_official_presents_the_matter_or_informs() {
        let chief = Mover::one(person("Eva Dahl", "", Office::Titled("förvaltningschefen")));
        assert_eq!(presents(&chief, ""), "Förvaltningschefen Eva Dahl föredrar ärendet.");
        assert_eq!(
            presents(&chief, "läget i skolan."),
            "Förvaltningschefen Eva Dahl informerar om läget i skolan."
        );
    }
}
