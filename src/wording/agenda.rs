//! The approved agenda with what was added, withdrawn and moved (godkännande av föredragningslistan).

use super::{body::Body, grammar::bare};

/// What all those present must have agreed on before an added matter could be decided (CAL-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// In a board, or of a matter that needs none.
    NotNeeded,
    /// It was not announced (5 kap. 52 § kommunallagen).
    Unannounced,
    /// It was not prepared (5 kap. 33 § kommunallagen).
    Unprepared,
    Both,
}

/// Where a moved matter is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled<'a> {
    First,
    Last,
    Before(&'a str),
    After(&'a str),
}

/// One change of the agenda, by the matter's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    Added(&'a str, Consent),
    Withdrawn(&'a str),
    Moved(&'a str, Handled<'a>),
}

impl Consent {
    fn sentence(self) -> Option<&'static str> {
        match self {
            Self::NotNeeded => None,
            Self::Unannounced => Some(
                "Samtliga närvarande ledamöter är ense om att det brådskande ärendet avgörs trots att \
                 det inte har tillkännagetts (5\u{a0}kap. 52\u{a0}§ kommunallagen).",
            ),
            Self::Unprepared => Some(
                "Samtliga närvarande ledamöter är ense om att det brådskande ärendet avgörs trots att \
                 det inte har beretts (5\u{a0}kap. 33\u{a0}§ kommunallagen).",
            ),
            Self::Both => Some(
                "Samtliga närvarande ledamöter är ense om att det brådskande ärendet avgörs trots att \
                 det varken har beretts eller tillkännagetts (5\u{a0}kap. 33 och 52\u{a0}§§ \
                 kommunallagen).",
            ),
        }
    }
}

impl Change<'_> {
    fn sentence(self) -> String {
        match self {
            Self::Added(title, consent) => {
                let agreed = consent.sentence().map(|text| format!(" {text}")).unwrap_or_default();
                format!("Ärendet ”{}” läggs till.{agreed}", bare(title))
            }
            Self::Withdrawn(title) => format!("Ärendet ”{}” utgår.", bare(title)),
            Self::Moved(title, handled) => {
                let place = match handled {
                    Handled::First => "först".to_owned(),
                    Handled::Last => "sist".to_owned(),
                    Handled::Before(other) => format!("före ”{}”", bare(other)),
                    Handled::After(other) => format!("efter ”{}”", bare(other)),
                };
                format!("Ärendet ”{}” behandlas {place}.", bare(title))
            }
        }
    }
}

/// "Kommunstyrelsen godkänner föredragningslistan.", or with the changes, a paragraph each (KND-04, NUM-06, NUM-07,
/// NUM-08, CAL-07).
pub fn approved(body: Body, changes: &[Change]) -> Vec<String> {
    let approves = format!("{} godkänner föredragningslistan", body.first());
    match changes {
        [] => vec![approves + "."],
        [_] => heads(approves + " med följande ändring:", changes),
        _ => heads(approves + " med följande ändringar:", changes),
    }
}

fn heads(lead: String, changes: &[Change]) -> Vec<String> {
    std::iter::once(lead).chain(changes.iter().map(|change| change.sentence())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::body::tests::{KF, KS};

    #[test]
    fn knd_04_an_agenda_is_approved_as_it_is_or_with_its_changes() {
        assert_eq!(approved(KS, &[]), ["Kommunstyrelsen godkänner föredragningslistan."]);
        assert_eq!(
            approved(KS, &[Change::Withdrawn("Ny bro i Norrby.")]),
            [
                "Kommunstyrelsen godkänner föredragningslistan med följande ändring:",
                "Ärendet ”Ny bro i Norrby” utgår.",
            ]
        );
    }

    #[test]
    fn num_08_added_and_moved_matters_are_listed() {
        let moved = |handled| Change::Moved("Badet", handled);
        let changes = [
            Change::Added("Inköp av pump", Consent::NotNeeded),
            moved(Handled::First),
            moved(Handled::Last),
            moved(Handled::Before("Bron")),
            moved(Handled::After("Bron")),
        ];
        assert_eq!(
            approved(KS, &changes),
            [
                "Kommunstyrelsen godkänner föredragningslistan med följande ändringar:",
                "Ärendet ”Inköp av pump” läggs till.",
                "Ärendet ”Badet” behandlas först.",
                "Ärendet ”Badet” behandlas sist.",
                "Ärendet ”Badet” behandlas före ”Bron”.",
                "Ärendet ”Badet” behandlas efter ”Bron”.",
            ]
        );
    }

    #[test]
    fn cal_07_fullmaktige_records_that_everybody_agreed() {
        let added = |consent| approved(KF, &[Change::Added("Inköp av pump", consent)])[1].clone();
        assert_eq!(
            added(Consent::Unannounced),
            "Ärendet ”Inköp av pump” läggs till. Samtliga närvarande ledamöter är ense om att det \
             brådskande ärendet avgörs trots att det inte har tillkännagetts (5\u{a0}kap. 52\u{a0}§ \
             kommunallagen)."
        );
        assert!(
            added(Consent::Unprepared)
                .ends_with("inte har beretts (5\u{a0}kap. 33\u{a0}§ kommunallagen).")
        );
        assert!(added(Consent::Both).ends_with(
            "varken har beretts eller tillkännagetts (5\u{a0}kap. 33 och 52\u{a0}§§ kommunallagen)."
        ));
    }
}
