//! What stood of a meeting before it was changed (tidigare lydelser): its days and times, and who served.

use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    accounts::Viewer,
    error::Result,
    register::MeetingId,
    web::{Now, instant_text},
};

/// The part of a meeting that is about to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Plan,
    Attendance,
}

impl Part {
    fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Attendance => "attendance",
        }
    }
}

/// How a part stands before a change; kept once it is made.
pub(super) struct Before {
    meeting: MeetingId,
    part: Part,
    state: Value,
}

impl Before {
    pub(super) async fn of(db: &mut PgConnection, meeting: MeetingId, part: Part) -> Result<Self> {
        let state = state(db, meeting, part).await?;
        Ok(Self { meeting, part, state })
    }

    /// Keeps what stood, if it stands no more. Of an empty roll call there is nothing to keep.
    pub(super) async fn keep(self, db: &mut PgConnection, viewer: &Viewer, now: Now) -> Result<()> {
        let is_empty =
            self.part == Part::Attendance && words(self.part.as_str(), &self.state)?.is_empty();
        if is_empty || state(db, self.meeting, self.part).await? == self.state {
            return Ok(());
        }
        sqlx::query!(
            "insert into former_states (id, meeting_id, what, state, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6)",
            Uuid::now_v7(),
            self.meeting.0,
            self.part.as_str(),
            self.state,
            now.0,
            viewer.account.0,
        )
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Keeps a moment that was taken out of the course, as it read.
pub(super) async fn keep_line(
    db: &mut PgConnection,
    (viewer, now): (&Viewer, Now),
    meeting: MeetingId,
    line: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into former_states (id, meeting_id, what, state, changed_at, changed_by) values ($1, $2, 'course', $3, $4, $5)",
        Uuid::now_v7(),
        meeting.0,
        serde_json::json!([line]),
        now.0,
        viewer.account.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn state(db: &mut PgConnection, meeting: MeetingId, part: Part) -> Result<Value> {
    Ok(sqlx::query_scalar!(r#"select meeting_state($1, $2) as "state!""#, meeting.0, part.as_str())
        .fetch_one(db)
        .await?)
}

/// A change, with what stood before it.
pub(super) struct Former {
    what: String,
    by: String,
    at: OffsetDateTime,
    /// What stood, a line each.
    pub(super) lines: Vec<String>,
}

impl Former {
    /// The newest first.
    pub(super) async fn all(db: &mut PgConnection, meeting: MeetingId) -> Result<Vec<Self>> {
        let rows = sqlx::query!(
            r#"
            select f.what, f.state as "state: Json<Value>", f.changed_at, p.name
            from former_states f join accounts a on a.id = f.changed_by join persons p on p.id = a.person_id
            where f.meeting_id = $1 order by f.changed_at desc, f.id desc limit 100
            "#,
            meeting.0,
        )
        .fetch_all(db)
        .await?;
        rows.into_iter()
            .map(|row| {
                let lines = words(&row.what, &row.state.0)?;
                Ok(Self { what: row.what, by: row.name, at: row.changed_at, lines })
            })
            .collect()
    }

    /// "Närvaron ändrades 2 mars 2026 kl. 13.05 av Sara Sekreterare".
    pub(super) fn heading(&self) -> String {
        let what = match self.what.as_str() {
            "plan" => "Dagar och tider ändrades",
            "course" => "En händelse togs bort",
            _ => "Närvaron ändrades",
        };
        format!("{what} {} av {}", instant_text(self.at), self.by)
    }
}

#[derive(Deserialize)]
struct Plan {
    secretary: String,
    remote: bool,
    public: bool,
    adjusting_place: String,
    adjusting_time: String,
    cancelled: Option<String>,
    sittings: Vec<Sitting>,
}

#[derive(Deserialize)]
struct Sitting {
    day: String,
    starts: String,
    ends: Option<String>,
    place: String,
}

#[derive(Deserialize)]
struct Attended {
    people: Vec<Attendee>,
    adjusters: Vec<String>,
}

#[derive(Deserialize)]
struct Attendee {
    name: String,
    kinds: Vec<String>,
    title: String,
    /// Whose seat a substitute served in.
    place: Option<String>,
}

fn words(what: &str, state: &Value) -> Result<Vec<String>> {
    if what == "plan" {
        Ok(plan_words(&Plan::deserialize(state)?))
    } else if what == "course" {
        Ok(Vec::deserialize(state)?)
    } else {
        let attended = Attended::deserialize(state)?;
        let people = attended.people.iter().map(attendee_words);
        let adjusters = attended.adjusters.iter().map(|name| format!("{name} justerar"));
        Ok(people.chain(adjusters).collect())
    }
}

fn plan_words(plan: &Plan) -> Vec<String> {
    let mut lines: Vec<_> = plan
        .sittings
        .iter()
        .map(|one| {
            let ends = one.ends.as_ref().map(|ends| format!("–{ends}")).unwrap_or_default();
            format!("{} kl. {}{ends}, {}", one.day, one.starts, one.place)
        })
        .collect();
    lines.push(format!("Sekreterare: {}", plan.secretary));
    let adjusting = [plan.adjusting_place.as_str(), plan.adjusting_time.as_str()];
    let adjusting: Vec<_> = adjusting.into_iter().filter(|words| !words.is_empty()).collect();
    if !adjusting.is_empty() {
        lines.push(format!("Justering: {}", adjusting.join(", ")));
    }
    if plan.remote {
        lines.push("Deltagande på distans".to_owned());
    }
    if plan.public {
        lines.push("Offentligt sammanträde".to_owned());
    }
    lines.extend(plan.cancelled.as_ref().map(|why| format!("Inställt: {why}")));
    lines
}

fn attendee_words(one: &Attendee) -> String {
    let has = |kind: &str| one.kinds.iter().any(|other| other == kind);
    let mut words = one.name.clone();
    if !one.title.is_empty() {
        words.extend([", ", &one.title]);
    }
    words.push_str(match (has("serves"), has("arrives")) {
        (true, _) => " tjänstgör",
        (false, true) => " närvarar",
        (false, false) => "",
    });
    if let Some(place) = &one.place {
        words.extend([" för ", place]);
    }
    if has("remote_on") {
        words.push_str(" på distans");
    }
    if has("chairs") {
        words.push_str(", ordförande");
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_stood_is_told_in_words() {
        let plan = json!({"secretary": "Sara", "remote": true, "public": false, "adjusting_place": "Kansliet", "adjusting_time": "",
            "cancelled": null, "sittings": [{"day": "2026-03-02", "starts": "13.00", "ends": "16.00", "place": "Salen"}]});
        let told = words("plan", &plan).unwrap();
        assert_eq!(
            told,
            [
                "2026-03-02 kl. 13.00–16.00, Salen",
                "Sekreterare: Sara",
                "Justering: Kansliet",
                "Deltagande på distans"
            ]
        );
        let attended = json!({"people": [
            {"name": "Eva Ek", "kinds": ["arrives", "remote_on", "serves", "chairs"], "title": "", "place": null},
            {"name": "Bo Al", "kinds": ["arrives", "serves"], "title": "", "place": "Ulf Ulv"},
            {"name": "Jan", "kinds": ["arrives"], "title": "jurist", "place": null}], "adjusters": ["Bo Al"]});
        assert_eq!(
            words("attendance", &attended).unwrap(),
            [
                "Eva Ek tjänstgör på distans, ordförande",
                "Bo Al tjänstgör för Ulf Ulv",
                "Jan, jurist närvarar",
                "Bo Al justerar"
            ]
        );
        assert!(words("attendance", &json!({"people": [], "adjusters": []})).unwrap().is_empty());
    }
}
