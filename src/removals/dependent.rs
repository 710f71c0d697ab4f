//! What depends on a thing (det som hör till den), in words, with where it is found.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::{Kind, meeting_dependents, register_dependents};
use crate::{accounts::Viewer, error::Result, law::long_date};

/// As many of one sort as are named.
const NAMED: usize = 10;

/// One thing that depends on another; a list ends with how many more there are.
pub(super) struct Dependent {
    pub(super) words: String,
    pub(super) path: Option<String>,
}

/// A row of what was found, before it is put in words.
pub(super) struct Found {
    /// What it is, such as `seat`.
    pub(super) what: String,
    pub(super) name: String,
    pub(super) on_day: Option<Date>,
    pub(super) id: Uuid,
    /// The municipality or board by whose keepers it is seen.
    pub(super) keeper: Option<Uuid>,
}

impl Dependent {
    /// Everything that depends on a thing, sort by sort, with links to what the viewer may see.
    pub(super) async fn all(
        db: &mut PgConnection,
        viewer: &Viewer,
        kind: Kind,
        id: Uuid,
    ) -> Result<Vec<Self>> {
        let found = match kind {
            Kind::Municipality => register_dependents::of_municipality(db, viewer, id).await?,
            Kind::Board => register_dependents::of_board(db, id).await?,
            Kind::Person => register_dependents::of_person(db, id).await?,
            Kind::Official => register_dependents::of_official(db, id).await?,
            Kind::Seat => register_dependents::of_seat(db, id).await?,
            Kind::Meeting => meeting_dependents::of_meeting(db, id).await?,
            Kind::Item => meeting_dependents::of_item(db, id).await?,
            Kind::Term => register_dependents::of_term(db, id).await?,
        };
        let keeps = [viewer.administers(), viewer.boards()].concat();
        Ok(in_words(&found, &keeps))
    }
}

fn in_words(found: &[Found], keeps: &[Uuid]) -> Vec<Dependent> {
    let mut all = Vec::new();
    for sort in found.chunk_by(|one, other| one.what == other.what) {
        all.extend(sort.iter().take(NAMED).map(|one| Dependent {
            words: words(one),
            path: one.keeper.filter(|keeper| keeps.contains(keeper)).and_then(|_| path(one)),
        }));
        if sort.len() > NAMED {
            let words = format!("och {} till av samma slag", sort.len() - NAMED);
            all.push(Dependent { words, path: None });
        }
    }
    all
}

fn words(found: &Found) -> String {
    let name = &found.name;
    let day = found.on_day.map(long_date).unwrap_or_default();
    match found.what.as_str() {
        "meeting" => format!("sammanträdet {day}"),
        "seat" => format!("plats i {name} från {day}"),
        "holder" => format!("plats för {name} från {day}"),
        "role" => format!("roll som {name} har"),
        "office" => format!("tjänsten som {name} från {day}"),
        "official" => format!("tjänstepersonen {name}"),
        "account" => format!("konto med adressen {name}"),
        "attended" => format!("närvaro vid sammanträdet {day}, {name}"),
        "served" => format!("tjänstgöring vid sammanträdet {day}"),
        "adjuster" => format!("uppdrag som justerare vid sammanträdet {day}, {name}"),
        "chaired" => format!("ordförandeskap vid en paragraf på sammanträdet {day}, {name}"),
        "secretary" => format!("uppdrag som sekreterare vid sammanträdet {day}, {name}"),
        "signature" => format!("underskrift på protokollet {day}, {name}"),
        "signer" => format!("justering av protokollet {day}, {name}"),
        "board" => format!("organet {name}"),
        "participation" => format!("deltagande i {name}"),
        "person" => format!("personen {name} i kommunens register"),
        "case" => format!("ärende {name}"),
        "notice" => format!("anslag för sammanträdet {day}"),
        "item" => format!("punkten {name} på föredragningslistan"),
        "roll_call" => "närvaron, som är antecknad".to_owned(),
        "numbers" => {
            format!("fasta paragrafnummer, för sammanträdet {day} är avslutat")
        }
        "number" => format!("det fasta numret {name}"),
        "sent" => format!("protokollet {day}, som är skickat för justering"),
        "import" => format!("filen som sammanträdet {day} hämtades ur"),
        "moment" => "närvaro som ändras vid paragrafen".to_owned(),
        "answered" => format!("svaret ”{name}” på sammanträdet {day}"),
        "ending" => format!("ett beslut att ett organ upphör {day}, {name}"),
        "former_name" => format!("namnet {name}, som organet hade till och med {day}"),
        _ => name.clone(),
    }
}

fn path(found: &Found) -> Option<String> {
    let id = found.id;
    Some(match found.what.as_str() {
        "meeting" | "chaired" | "secretary" | "numbers" | "number" => Kind::Meeting.page(id),
        "attended" | "served" | "adjuster" | "roll_call" | "moment" => {
            format!("{}/narvaro", Kind::Meeting.page(id))
        }
        "signature" | "signer" | "sent" | "notice" => {
            format!("{}/justering", Kind::Meeting.page(id))
        }
        "seat" | "holder" => Kind::Seat.page(id),
        "office" | "official" => Kind::Official.page(id),
        "account" | "role" => format!("/arbete/konton/{id}"),
        "board" | "participation" | "ending" => Kind::Board.page(id),
        "person" => Kind::Person.page(id),
        "item" | "answered" => Kind::Item.page(id),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn only_what_the_viewer_keeps_is_linked_and_long_lists_say_how_many_more() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let found: Vec<_> = (0..12)
            .map(|n| Found {
                what: "meeting".to_owned(),
                name: String::new(),
                on_day: Some(date!(2026 - 03 - 02)),
                id: Uuid::from_u128(10 + n),
                keeper: Some(if n == 0 { mine } else { other }),
            })
            .collect();
        let all = in_words(&found, &[mine]);
        assert_eq!(all.len(), 11);
        assert_eq!(all[0].words, "sammanträdet 2\u{a0}mars 2026");
        assert!(
            all[0].path.as_deref().is_some_and(|path| path.starts_with("/arbete/sammantraden/"))
        );
        assert!(all[1].path.is_none());
        assert_eq!(all[10].words, "och 2 till av samma slag");
    }
}
