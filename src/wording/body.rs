//! The deciding body's name at the start and in the middle of a sentence (organets namn).

use super::grammar::{capital, genitive};

/// What the names of bodies end in when they are common nouns in definite form.
const DEFINITE: [&str; 11] = [
    "nämnden",
    "styrelsen",
    "fullmäktige",
    "utskottet",
    "beredningen",
    "kommittén",
    "delegationen",
    "direktionen",
    "rådet",
    "gruppen",
    "presidiet",
];

/// A body by its name as it stands alone, "Barn- och utbildningsnämnden".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body<'a>(pub &'a str);

impl Body<'_> {
    /// As a sentence begins.
    pub fn first(&self) -> String {
        capital(self.0)
    }

    /// In the middle of a sentence (SEC-23): a common noun has a small letter, "barn- och utbildningsnämnden"; a name
    /// and an abbreviation keep theirs, "Norrbo kommuns IT-nämnd", "IT-nämnden".
    pub fn inside(&self) -> String {
        let mut letters = self.0.chars();
        let Some(first) = letters.next() else { return String::new() };
        let rest = letters.as_str();
        let abbreviation =
            rest.chars().next().is_some_and(|next| next.is_uppercase() || next == '-');
        if abbreviation || self.is_name() {
            return self.0.to_owned();
        }
        first.to_lowercase().collect::<String>() + rest
    }

    /// "kommunstyrelsens", in the middle of a sentence.
    pub fn genitive(&self) -> String {
        genitive(&self.inside())
    }

    /// Whether it begins with a proper noun: "Norrbo kommuns IT-nämnd" has no definite noun, "Norrbos kommunstyrelse" an
    /// owner that is no body.
    fn is_name(&self) -> bool {
        let words: Vec<_> = self.0.split_whitespace().map(str::to_lowercase).collect();
        let ends_in = |word: &str| DEFINITE.iter().any(|end| word.ends_with(end));
        let Some(first) = words.first() else { return true };
        match first.strip_suffix('s') {
            Some(owner) if words.len() > 1 => !ends_in(owner),
            _ => !words.iter().any(|word| ends_in(word)),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) const KS: Body = Body("Kommunstyrelsen");
    pub(crate) const KF: Body = Body("Kommunfullmäktige");
    pub(crate) const BOARD: Body = Body("Barn- och utbildningsnämnden");

    #[test]
    fn sec_23_a_common_noun_gets_a_small_letter_and_a_name_keeps_its_own() {
        let inside = |name: &'static str| Body(name).inside();
        assert_eq!(inside("Kommunstyrelsen"), "kommunstyrelsen");
        assert_eq!(inside("Barn- och utbildningsnämnden"), "barn- och utbildningsnämnden");
        assert_eq!(inside("Nämnden för funktionsstöd"), "nämnden för funktionsstöd");
        assert_eq!(inside("Kommunstyrelsens arbetsutskott"), "kommunstyrelsens arbetsutskott");
        assert_eq!(inside("Norrbo kommuns IT-nämnd"), "Norrbo kommuns IT-nämnd");
        assert_eq!(inside("Norrbos kommunstyrelsen"), "Norrbos kommunstyrelsen");
        assert_eq!(inside("IT-nämnden"), "IT-nämnden");
        assert_eq!(inside("V-nämnden"), "V-nämnden");
        assert_eq!(inside("Räddningstjänsten Väst"), "Räddningstjänsten Väst");
        assert_eq!(inside(""), "");
    }

    #[test]
    fn sec_23_what_belongs_to_the_body_is_in_the_genitive() {
        assert_eq!(KS.genitive(), "kommunstyrelsens");
        assert_eq!(KF.genitive(), "kommunfullmäktiges");
        assert_eq!(BOARD.first(), "Barn- och utbildningsnämnden");
    }
}
