//! Attendance (närvaro): who serves, remotely or not and for whom, who is present, derived from the stream of moments.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;

use crate::{
    boards::{Board, Seat},
    error::Result,
    register::{MeetingId, PersonId},
};

use super::Meeting;

/// Who takes part in a whole meeting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attendance {
    pub(crate) serving: Vec<Serving>,
    /// Elected persons who are present without serving.
    pub(crate) present: Vec<Present>,
    pub(crate) others: Vec<Other>,
    pub(crate) chair: Option<PersonId>,
    /// Elected to adjust, in order.
    pub(crate) adjusters: Vec<PersonId>,
    /// Who adjusts in the place of one who cannot.
    pub(crate) spare: Option<PersonId>,
}

/// One who decides.
#[derive(Clone, Debug)]
pub(crate) struct Serving {
    pub(crate) person: PersonId,
    pub(crate) seat: Seat,
    pub(crate) remote: bool,
    /// The name of the member, or the vacancy, that a substitute serves for.
    pub(crate) serves_for: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Present {
    pub(crate) person: PersonId,
    pub(crate) seat: Seat,
    pub(crate) remote: bool,
}

/// An official or a guest, in what capacity.
#[derive(Clone, Debug)]
pub(crate) struct Other {
    pub(crate) name: String,
    pub(crate) title: String,
}

/// One thing that happened to a person's attendance.
struct Event {
    person: PersonId,
    name: String,
    kind: String,
    for_seat: Option<uuid::Uuid>,
    title: String,
}

impl Attendance {
    /// Loads the stream of a meeting and sums it up.
    pub(crate) async fn of(db: &mut PgConnection, meeting: &Meeting) -> Result<Self> {
        let seats = Board::seats_on(db, meeting.board.id, meeting.held_on).await?;
        let events = events(db, meeting.id).await?;
        let adjusters = sqlx::query!(
            r#"select person_id as "person: PersonId", substitute from adjusters where meeting_id = $1 order by pos"#,
            meeting.id.0
        )
        .fetch_all(db)
        .await?;
        let (spare, adjusters): (Vec<_>, Vec<_>) =
            adjusters.into_iter().partition(|one| one.substitute);
        Ok(Self {
            adjusters: adjusters.into_iter().map(|one| one.person).collect(),
            spare: spare.first().map(|one| one.person),
            ..Self::from_events(&seats, &events)
        })
    }

    fn from_events(seats: &[Seat], events: &[Event]) -> Self {
        let with = |kind: &str| {
            events
                .iter()
                .filter(|event| event.kind == kind)
                .map(|event| event.person)
                .collect::<BTreeSet<_>>()
        };
        let (arrived, remote) = (with("arrives"), with("remote_on"));
        let serves: BTreeMap<PersonId, uuid::Uuid> = events
            .iter()
            .filter(|event| event.kind == "serves")
            .filter_map(|event| Some((event.person, event.for_seat?)))
            .collect();

        let mut sum = Self {
            chair: events
                .iter()
                .rev()
                .find(|event| event.kind == "chairs")
                .map(|event| event.person),
            ..Self::default()
        };
        for seat in seats {
            let Some(person) = seat.person.filter(|person| arrived.contains(person)) else {
                continue;
            };
            let remote = remote.contains(&person);
            match serves.get(&person) {
                Some(place) => {
                    let held =
                        seats.iter().find(|other| other.id.0 == *place && other.id != seat.id);
                    let serves_for = held.map(|held| {
                        if held.person.is_some() { held.name.clone() } else { vacancy(held) }
                    });
                    sum.serving.push(Serving { person, seat: seat.clone(), remote, serves_for });
                }
                None => sum.present.push(Present { person, seat: seat.clone(), remote }),
            }
        }
        let seated: BTreeSet<_> = seats.iter().filter_map(|seat| seat.person).collect();
        sum.others = events
            .iter()
            .filter(|event| event.kind == "arrives" && !seated.contains(&event.person))
            .map(|event| Other { name: event.name.clone(), title: event.title.clone() })
            .collect();
        sum
    }
}

fn vacancy(seat: &Seat) -> String {
    if seat.party.is_empty() {
        "vakant plats".to_owned()
    } else {
        format!("vakant plats ({})", seat.party)
    }
}

async fn events(db: &mut PgConnection, meeting: MeetingId) -> Result<Vec<Event>> {
    Ok(sqlx::query_as!(
        Event,
        r#"
        select e.person_id as "person!: PersonId", p.name, e.kind, e.for_seat, e.title
        from moments m join attendance_events e on e.moment_id = m.id join persons p on p.id = e.person_id
        where m.meeting_id = $1 and m.item_id is null and m.edge = 'before'
        order by m.pos
        "#,
        meeting.0,
    )
    .fetch_all(db)
    .await?)
}
