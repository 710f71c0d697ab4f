//! Composition (sammanställning): the record as it stands now, made from the meeting's facts and texts.

use sqlx::PgConnection;

use super::record::{
    Front, Group, Part, Record, RecordItem, RecordPerson, RecordPoint, RecordSigner, RecordSitting,
};
use crate::{
    boards::Seat,
    error::Result,
    items::{Content, Item},
    law::BoardKind,
    meetings::{Attendance, Meeting, paragraphs},
    register::PersonId,
    web::clock_text,
};

const SCHEMA: &str = "paragraf-protokoll/1";

/// Everything a protocol is made of, as it stands in the draft.
pub(crate) struct Draft {
    pub(crate) meeting: Meeting,
    pub(crate) attendance: Attendance,
    pub(crate) participants: Vec<String>,
    pub(crate) items: Vec<(Item, Content)>,
}

impl Draft {
    /// Loads the whole meeting.
    pub(crate) async fn of(db: &mut PgConnection, meeting: Meeting) -> Result<Self> {
        let attendance = Attendance::of(db, &meeting).await?;
        let participants = sqlx::query_scalar!(
            r#"select m.name from participations p join municipalities m on m.id = p.municipality_id where p.board_id = $1 and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2) order by m.name collate "sv-x-icu""#,
            meeting.board.id.0,
            meeting.held_on,
        )
        .fetch_all(&mut *db)
        .await?;
        let mut items = vec![];
        for item in Item::all(db, meeting.id).await? {
            if item.withdrawn.is_none() || item.number.is_some() {
                let content = Content::of(db, item.id).await?;
                items.push((item, content));
            }
        }
        Ok(Self { meeting, attendance, participants, items })
    }

    fn is_joint(&self) -> bool {
        self.meeting.board.kind == BoardKind::JointBoard
    }

    /// The record that would be sent now.
    pub(crate) fn record(&self) -> Record {
        Record {
            schema: SCHEMA.to_owned(),
            front: self.front(),
            items: self.items.iter().map(|(item, content)| record_item(item, content)).collect(),
        }
    }

    fn front(&self) -> Front {
        let meeting = &self.meeting;
        let numbers: Vec<_> = self
            .items
            .iter()
            .filter_map(|(item, _)| Some((item.number?, item.suffix.as_str())))
            .collect();
        Front {
            municipality: meeting.board.host_name.clone(),
            board: meeting.board.name.clone(),
            board_kind: meeting.board.kind.as_str().to_owned(),
            participants: if self.is_joint() { self.participants.clone() } else { vec![] },
            held_on: meeting.held_on,
            ordinal: meeting.ordinal,
            sittings: meeting
                .sittings
                .iter()
                .map(|sitting| RecordSitting {
                    on_day: sitting.on_day,
                    starts_at: clock_text(sitting.starts_at),
                    ends_at: sitting.ends_at.map(clock_text),
                    place: sitting.place.clone(),
                })
                .collect(),
            public: meeting.public,
            paragraphs: paragraphs(&numbers),
            adjusting_place: meeting.adjusting_place.clone(),
            adjusting_time: meeting.adjusting_time.clone(),
            attendance: self.groups(),
            signers: self.signers(),
            as_printed: vec![],
        }
    }

    fn groups(&self) -> Vec<Group> {
        let attendance = &self.attendance;
        let serving = attendance
            .serving
            .iter()
            .map(|serving| {
                let role = role(&serving.seat, attendance.chair == Some(serving.person));
                self.person(
                    serving.person,
                    &serving.seat,
                    role,
                    serving.serves_for.clone().unwrap_or_default(),
                    serving.remote,
                )
            })
            .collect();
        let present = attendance
            .present
            .iter()
            .map(|present| {
                self.person(
                    present.person,
                    &present.seat,
                    String::new(),
                    String::new(),
                    present.remote,
                )
            })
            .collect();
        let groups = [
            ("Beslutande", serving),
            ("Ej tjänstgörande ersättare", present),
            ("Övriga", self.others()),
        ];
        groups
            .into_iter()
            .filter(|(_, persons): &(&str, Vec<RecordPerson>)| !persons.is_empty())
            .map(|(heading, persons)| Group { heading: heading.to_owned(), persons })
            .collect()
    }

    fn person(
        &self,
        id: PersonId,
        seat: &Seat,
        role: String,
        serves_for: String,
        remote: bool,
    ) -> RecordPerson {
        let municipality = if self.is_joint() {
            seat.municipality.clone().unwrap_or_default()
        } else {
            String::new()
        };
        RecordPerson {
            id: id.0,
            name: seat.name.clone(),
            party: seat.party.clone(),
            role,
            municipality,
            serves_for,
            remote,
        }
    }

    fn others(&self) -> Vec<RecordPerson> {
        let other = |id: PersonId, name: &str, title: &str| RecordPerson {
            id: id.0,
            name: name.to_owned(),
            party: String::new(),
            role: title.to_owned(),
            municipality: String::new(),
            serves_for: String::new(),
            remote: false,
        };
        let mut others: Vec<_> = self
            .attendance
            .others
            .iter()
            .map(|person| other(person.person, &person.name, &person.title))
            .collect();
        if others.iter().all(|person| person.id != self.meeting.secretary.0) {
            others.push(other(self.meeting.secretary, &self.meeting.secretary_name, "sekreterare"));
        }
        others
    }

    /// Secretary, chair and adjusters, in the order in which they are asked.
    fn signers(&self) -> Vec<RecordSigner> {
        let seat = |person: PersonId| {
            self.attendance
                .serving
                .iter()
                .find(|serving| serving.person == person)
                .map(|serving| &serving.seat)
        };
        let elected = |person: PersonId, office: &str| {
            let seat = seat(person)?;
            Some(RecordSigner {
                person: person.0,
                name: seat.name.clone(),
                party: seat.party.clone(),
                office: office.to_owned(),
            })
        };
        let secretary = RecordSigner {
            person: self.meeting.secretary.0,
            name: self.meeting.secretary_name.clone(),
            party: String::new(),
            office: "secretary".to_owned(),
        };
        std::iter::once(secretary)
            .chain(self.attendance.chair.and_then(|chair| elected(chair, "chair")))
            .chain(
                self.attendance
                    .adjusters
                    .iter()
                    .filter_map(|adjuster| elected(*adjuster, "adjuster")),
            )
            .collect()
    }
}

fn role(seat: &Seat, chairs: bool) -> String {
    match (seat.role.as_str(), chairs) {
        ("chair", true) => "ordförande",
        ("first_vice_chair", true) => "vice ordförande, tjänstgörande ordförande",
        ("first_vice_chair", false) => "vice ordförande",
        ("second_vice_chair", true) => "andre vice ordförande, tjänstgörande ordförande",
        ("second_vice_chair", false) => "andre vice ordförande",
        (_, true) => "tjänstgörande ordförande",
        ("substitute", false) => "tjänstgörande ersättare",
        _ => "",
    }
    .to_owned()
}

fn record_item(item: &Item, content: &Content) -> RecordItem {
    let sections =
        content.sections.iter().filter(|section| !section.text.is_empty()).map(|section| {
            let (id, heading, text) = (section.id, section.heading.clone(), section.text.clone());
            if section.key == "proposal" {
                Part::Proposal { id, heading, text }
            } else {
                Part::Text { id, heading, text }
            }
        });
    let decisions =
        content.decisions.iter().filter(|decision| !decision.points.is_empty()).map(|decision| {
            Part::Decision {
                id: decision.id,
                heading: if decision.own { "Beslut" } else { "Förslag till fullmäktige" }
                    .to_owned(),
                lead_in: decision.lead_in.clone(),
                points: decision
                    .points
                    .iter()
                    .map(|point| RecordPoint {
                        id: point.id,
                        text: point.text.clone(),
                        appeal: point.appeal.clone(),
                    })
                    .collect(),
            }
        });
    let withdrawn = item.withdrawn.clone();
    RecordItem {
        id: item.id.0,
        series: item.instance.clone(),
        number: item.number,
        suffix: item.suffix.clone(),
        kind: item.kind.clone(),
        title: item.title.clone(),
        registry_nos: item.registry_nos.clone(),
        rapporteur: item.rapporteur.clone(),
        documents: if withdrawn.is_some() { vec![] } else { content.documents.clone() },
        recipients: if withdrawn.is_some() { vec![] } else { content.recipients.clone() },
        parts: if withdrawn.is_some() { vec![] } else { sections.chain(decisions).collect() },
        withdrawn,
        withheld: None,
    }
}
