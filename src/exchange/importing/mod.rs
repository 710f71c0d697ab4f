//! A file of the format brought into the database (hämtning): the whole of it or nothing.

mod adjusting;
mod course;
mod ground;
mod ids;
mod item;
mod presence;
mod procedure;
mod register;
mod rows;
mod series;

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::{OffsetDateTime, Time, macros::time};
use uuid::Uuid;

use self::{ids::Ids, rows::Rows};
use super::{Fault, Meeting, differences, exporting, fault::place, residue::residue};
use crate::{
    Now,
    error::{Error, Result},
    meetings::{self, Course},
    register::{BoardId, MeetingId, MunicipalityId},
    seal::{Hash, canonical},
    web,
};

/// How a file is to be brought in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    /// The boards into which; none: any, and one that is new is laid down.
    pub(crate) boards: Option<&'a [Uuid]>,
    /// Facts only, beside another system.
    pub(crate) shadow: bool,
    /// Only tried: what would be adjusted is not.
    pub(crate) trial: bool,
}

/// What became of a file.
#[derive(Debug)]
pub(crate) enum Outcome {
    Brought(Summary),
    /// It is here already, the same.
    Same(MeetingId),
    Refused(Vec<Fault>),
}

/// What came with a file.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) meeting: MeetingId,
    /// "Kommunstyrelsen 8 september 2020".
    pub(crate) title: String,
    pub(crate) items: usize,
    /// Of persons who are new in the register.
    pub(crate) persons: Vec<String>,
    pub(crate) seats: usize,
    /// Printed days that are not those of the law, a sentence each.
    pub(crate) differences: Vec<String>,
}

/// Brings a file in; the caller's transaction is to be rolled back unless it was brought.
pub(crate) async fn import(
    db: &mut PgConnection,
    file: &Meeting,
    wish: Wish<'_>,
    now: Now,
) -> Result<Outcome> {
    let value = serde_json::to_value(file)?;
    let mark = Hash::of(&canonical(file)?);
    let ground = match ground::find(db, file, wish).await? {
        Ok(ground) => ground,
        Err((pointer, sentence)) => {
            return Ok(Outcome::Refused(vec![fault(&value, pointer, sentence)]));
        }
    };
    if let Some(known) = known(db, (file, &value), (ground.board, mark)).await? {
        return Ok(known);
    }
    let ids = Ids::of(db, &value).await?;
    let (moments, faults) = (vec![], vec![]);
    let mut import = Import { file, value: &value, wish, now, ground, ids, moments, faults };
    let done = import.lay(db, mark).await;
    match done {
        Ok(Some(summary)) => Ok(Outcome::Brought(summary)),
        Ok(None) => Ok(Outcome::Refused(import.faults)),
        Err(Error::Database(sqlx::Error::Database(why))) if why.constraint().is_some() => {
            let name = why.constraint().unwrap_or_default();
            let (pointer, sentence) = clash(name);
            tracing::info!(constraint = name, "a file is refused");
            Ok(Outcome::Refused(vec![fault(&value, pointer.to_owned(), sentence.to_owned())]))
        }
        Err(why) => Err(why),
    }
}

/// What the database refuses, in words.
fn clash(constraint: &str) -> (&'static str, &'static str) {
    match constraint {
        "seats_one_chair" | "seats_one_first_vice_chair" | "seats_one_second_vice_chair" => (
            "/seats",
            "Registret har en annan person i presidiet den dagen. Rätta registret eller filen.",
        ),
        "seats_one_per_person" => (
            "/seats",
            "En person har enligt registret en annan plats i organet under de dagar som filen anger.",
        ),
        "meetings_until_ending" => ("/held_on", "Organet hade upphört den dagen."),
        "announcements_not_before_adjusting" => {
            ("/notices", "Justeringen är tillkännagiven före dagen då protokollet justerades.")
        }
        _ => ("", "Uppgifterna går inte ihop med det som redan finns."),
    }
}

fn fault(file: &Value, pointer: String, sentence: String) -> Fault {
    Fault { place: place(file, &pointer), pointer, sentence }
}

/// The same file, or another of the same meeting.
async fn known(
    db: &mut PgConnection,
    (file, value): (&Meeting, &Value),
    (board, mark): (BoardId, Hash),
) -> Result<Option<Outcome>> {
    let row = sqlx::query!(
        r#"
        select m.id, i.mark as "mark?" from meetings m left join imports i on i.meeting_id = m.id
        where i.mark = $1 or (m.board_id, m.held_on, m.ordinal) = ($2, $3, $4)
        order by (i.mark is not distinct from $1) desc limit 1
        "#,
        mark.as_ref(),
        board.0,
        file.held_on.0,
        ordinal(file),
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id = MeetingId(row.id);
    if row.mark.as_deref() == Some(mark.as_ref())
        || exporting::file(db, id).await? == canonical(file)?
    {
        return Ok(Some(Outcome::Same(id)));
    }
    let sentence = "Sammanträdet finns redan, med andra uppgifter än filens. Ändra dem på sammanträdets sida, eller ta tillbaka sammanträdet och hämta filen igen.";
    let fault = fault(value, "/held_on".to_owned(), sentence.to_owned());
    Ok(Some(Outcome::Refused(vec![fault])))
}

fn ordinal(file: &Meeting) -> i32 {
    file.ordinal.and_then(|n| i32::try_from(n).ok()).unwrap_or(1)
}

/// A file on its way in.
struct Import<'a> {
    file: &'a Meeting,
    value: &'a Value,
    wish: Wish<'a>,
    now: Now,
    ground: Ground,
    ids: Ids,
    /// One for each of the stream.
    moments: Vec<Uuid>,
    faults: Vec<Fault>,
}

/// Where the file belongs.
struct Ground {
    host: MunicipalityId,
    board: BoardId,
}

impl Import<'_> {
    fn say(&mut self, pointer: impl Into<String>, sentence: impl Into<String>) {
        self.faults.push(fault(self.value, pointer.into(), sentence.into()));
    }

    async fn lay(&mut self, db: &mut PgConnection, mark: Hash) -> Result<Option<Summary>> {
        let people = self.people(db).await?;
        let meeting = MeetingId::new();
        let series = self.series(db).await?;
        self.check_numbers(db, &series).await?;
        if !self.faults.is_empty() {
            return Ok(None);
        }
        self.insert_meeting(db, meeting, people.secretary).await?;
        let rows = self.rows(meeting, &series);
        rows.insert(db).await?;
        series::freeze(db, meeting).await?;
        let kept = meetings::Meeting::find(db, meeting).await?;
        for sentence in Course::impossible(db, &kept).await? {
            self.say("/moments", format!("{sentence}."));
        }
        if !self.faults.is_empty() {
            return Ok(None);
        }
        sqlx::query!("set constraints all immediate").execute(&mut *db).await?;
        if !self.wish.trial {
            self.adjust(db, &kept).await?;
            let mut brought = self.ids.brought();
            let plain = exporting::plain(db, meeting, &brought).await?;
            brought.residue = residue(&plain, self.value);
            brought.keep(db, meeting, (mark, self.now)).await?;
        }
        Ok(Some(Summary {
            meeting,
            title: kept.title(),
            items: self.file.items.len(),
            persons: people.new,
            seats: people.new_seats,
            differences: self.differences(),
        }))
    }

    fn differences(&self) -> Vec<String> {
        let notices = self.file.notices.iter();
        let found = notices.flat_map(|notice| differences(self.file, notice));
        found.map(super::Difference::sentence).collect()
    }

    /// Whether it was held and its numbers stand: a draft stays open.
    fn is_closed(&self) -> bool {
        self.wish.shadow || !self.file.batches.is_empty()
    }

    /// When it ended, as far as the file tells.
    fn ended_at(&self) -> OffsetDateTime {
        let last = self.file.sittings.last();
        let day = last.map_or(self.file.held_on, |one| one.ends_on.unwrap_or(one.on_day));
        let clock = last.and_then(|one| one.ends_at).map_or(time!(23:59), |clock| clock.0);
        web::instant(day.0, clock)
    }

    async fn insert_meeting(
        &self,
        db: &mut PgConnection,
        id: MeetingId,
        secretary: Uuid,
    ) -> Result<()> {
        let file = self.file;
        sqlx::query!(
            r#"
            insert into meetings (id, board_id, held_on, ordinal, secretary_id, remote, public, adjusting_time, closed_at, cancelled, origin, shadow)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'imported', $11)
            "#,
            id.0,
            self.ground.board.0,
            file.held_on.0,
            ordinal(file),
            secretary,
            file.remote,
            file.public,
            file.adjusting_planned.as_ref().map_or("", |line| line.0.as_str()),
            self.is_closed().then(|| self.ended_at()),
            self.not_held().map(|reason| reason.0.as_str()),
            self.wish.shadow,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    fn rows(&mut self, meeting: MeetingId, series: &series::Instances) -> Rows {
        let mut rows = Rows::default();
        for (n, sitting) in (1..).zip(&self.file.sittings) {
            let starts = sitting.starts_at.map_or(Time::MIDNIGHT, |clock| clock.0);
            let same_day = sitting.ends_on.is_none_or(|day| day == sitting.on_day);
            let ends = sitting.ends_at.filter(|ends| same_day && ends.0 > starts);
            let row = json!({
                "meeting_id": meeting, "n": n, "on_day": sitting.on_day,
                "starts_at": super::values::Clock(starts), "ends_at": ends,
                "place": sitting.place.as_ref().map_or("", |line| line.0.as_str()),
            });
            rows.push("sittings", row);
        }
        self.name_moments();
        self.items(&mut rows, meeting, series);
        self.stream(&mut rows, meeting);
        rows
    }
}
