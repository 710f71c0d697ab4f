//! The form of a planned meeting (planering): its sittings, its openness, where and when it is adjusted.

use sqlx::PgConnection;
use time::{Date, Time};
use uuid::Uuid;

use super::{Meeting, Sitting, typed::Typed};
use crate::{
    boards::Board,
    error::Result,
    register::{BoardId, PersonId},
    web::{FieldErrors, clock_text},
};

/// As many sittings as one meeting may have.
const MAX_SITTINGS: usize = 10;

/// What is planned.
#[derive(PartialEq)]
pub(super) struct Plan {
    /// Who keeps the minutes, and signs them.
    pub(super) secretary: Uuid,
    pub(super) sittings: Vec<Sitting>,
    pub(super) remote: bool,
    pub(super) public: bool,
    pub(super) adjusting_place: String,
    pub(super) adjusting_time: String,
}

/// The names and values of one sitting's fields.
pub(super) struct SittingRow {
    pub(super) n: usize,
    pub(super) day: Field,
    pub(super) starts: Field,
    pub(super) ends: Field,
    pub(super) place: Field,
}

/// A field's name and what stands in it.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: String,
}

impl Field {
    pub(super) fn of(form: &Typed, stem: &str, row: impl std::fmt::Display) -> Self {
        let name = format!("{stem}_{row}");
        let value = form.get(&name).to_owned();
        Self { name, value }
    }
}

/// The rows of the sittings, one more if it was asked for.
pub(super) fn rows(form: &Typed) -> Vec<SittingRow> {
    let sent = form.rows("dag", MAX_SITTINGS);
    let shown = (sent + usize::from(form.wants_row())).min(MAX_SITTINGS);
    (1..=shown)
        .map(|n| SittingRow {
            n,
            day: Field::of(form, "dag", n),
            starts: Field::of(form, "borjar", n),
            ends: Field::of(form, "slutar", n),
            place: Field::of(form, "plats", n),
        })
        .collect()
}

/// The form of a new meeting, filled in with what is usual for the board.
pub(super) fn blank(board: &Board, secretary: PersonId) -> Typed {
    let mut form = Typed::default();
    form.set("sekreterare", secretary.to_string());
    form.set("nyckel", Uuid::now_v7().to_string());
    form.set("organ", board.id.to_string());
    form.set("offentligt", if board.kind.closed_meeting_by_default() { "nej" } else { "ja" });
    form.set("justeringsplats", "Digital justering");
    form
}

/// The form of a meeting as it is kept.
pub(super) fn filled(meeting: &Meeting) -> Typed {
    let mut form = Typed::default();
    form.set("version", meeting.version.to_string());
    form.set("sekreterare", meeting.secretary.to_string());
    for sitting in &meeting.sittings {
        let n = sitting.n;
        form.set(format!("dag_{n}"), sitting.on_day.to_string());
        form.set(format!("borjar_{n}"), clock_text(sitting.starts_at));
        form.set(format!("slutar_{n}"), sitting.ends_at.map(clock_text).unwrap_or_default());
        form.set(format!("plats_{n}"), sitting.place.as_str());
    }
    form.set("distans", if meeting.remote { "ja" } else { "" });
    form.set("offentligt", if meeting.public { "ja" } else { "nej" });
    form.set("justeringsplats", meeting.adjusting_place.as_str());
    form.set("justeringstid", meeting.adjusting_time.as_str());
    form.set("installt", meeting.cancelled.as_deref().unwrap_or_default());
    form
}

/// Reads the form; every mistake at once. Where no secretary is chosen it is the usual one.
pub(super) fn parse(
    form: &Typed,
    (secretaries, usual): (&[(String, String)], PersonId),
    errors: &mut FieldErrors,
) -> Option<Plan> {
    let known = secretaries.iter().any(|(id, _)| id == form.get("sekreterare"));
    let secretary = match form.get("sekreterare") {
        "" => Some(usual.0),
        _ => form.id("sekreterare").filter(|_| known),
    };
    let secretary = errors.check("sekreterare", secretary.ok_or("Välj vem som är sekreterare."));
    let mut sittings = Vec::new();
    let mut first = None;
    for row in rows(form) {
        let blank = [&row.day, &row.starts, &row.ends, &row.place]
            .iter()
            .all(|field| field.value.trim().is_empty());
        if row.n == 1 || !blank {
            sittings.extend(sitting(&row, first, errors));
        }
        if row.n == 1 {
            first = FieldErrors::default().day(&row.day.name, &row.day.value);
        }
    }
    let place = errors.optional_line("justeringsplats", form.get("justeringsplats"), 200);
    let time = errors.optional_line("justeringstid", form.get("justeringstid"), 100);
    no_overlap(&sittings, form, errors);
    if !errors.is_empty() {
        return None;
    }
    sittings.sort_by_key(|sitting| (sitting.on_day, sitting.starts_at));
    for (n, sitting) in (1..).zip(&mut sittings) {
        sitting.n = n;
    }
    Some(Plan {
        secretary: secretary?,
        sittings,
        remote: form.ticked("distans"),
        public: form.ticked("offentligt"),
        adjusting_place: place?,
        adjusting_time: time?,
    })
}

/// Two sittings cannot be held at the same time; one without an end lasts at least a minute.
fn no_overlap(sittings: &[Sitting], form: &Typed, errors: &mut FieldErrors) {
    for (at, later) in sittings.iter().enumerate() {
        let same_time = sittings.iter().enumerate().any(|(other, sitting)| {
            other != at
                && sitting.on_day == later.on_day
                && (sitting.starts_at, other) < (later.starts_at, at)
                && (sitting.starts_at == later.starts_at
                    || sitting.ends_at.is_some_and(|end| end > later.starts_at))
        });
        if !same_time {
            continue;
        }
        let typed = clock_text(later.starts_at);
        for row in rows(form).iter().filter(|row| {
            FieldErrors::default().clock(&row.starts.name, &row.starts.value)
                == Some(later.starts_at)
                && FieldErrors::default().day(&row.day.name, &row.day.value) == Some(later.on_day)
        }) {
            errors.add(
                &row.starts.name,
                format!("Ett annat pass samma dag pågår redan klockan {typed}."),
            );
        }
    }
}

fn sitting(row: &SittingRow, first: Option<Date>, errors: &mut FieldErrors) -> Option<Sitting> {
    let on_day = errors.day(&row.day.name, &row.day.value);
    if let (Some(day), Some(first)) = (on_day, first)
        && day < first
    {
        errors.add(&row.day.name, "Dagen kan inte vara före den första dagen.");
    }
    let starts_at = errors.clock(&row.starts.name, &row.starts.value);
    let ends_at = errors.optional_clock(&row.ends.name, &row.ends.value);
    if let (Some(start), Some(Some(end))) = (starts_at, ends_at) {
        check_end(&row.ends.name, start, end, errors);
    }
    let place =
        errors.line(&row.place.name, &row.place.value, 200, "Skriv var sammanträdet hålls.");
    Some(Sitting { n: 0, on_day: on_day?, starts_at: starts_at?, ends_at: ends_at?, place: place? })
}

/// Who may keep the minutes of a board: its secretaries, and whoever is the secretary of the meeting already.
pub(super) async fn secretaries(
    db: &mut PgConnection,
    board: BoardId,
    now: Option<PersonId>,
    today: Date,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"
        select p.id, p.name from persons p
        where p.id = $2 or exists (select from accounts a join grants g on g.account_id = a.id
            where a.person_id = p.id and g.role = 'secretary' and g.board_id = $1 and g.ended_at is null and (g.ends_on is null or g.ends_on >= $3))
        order by p.name collate "sv-x-icu", p.id
        "#,
        board.0,
        now.map(|now| now.0),
        today,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.to_string(), row.name)).collect())
}

/// ATT-14: the end is after the start.
pub(super) fn check_end(field: &str, start: Time, end: Time, errors: &mut FieldErrors) {
    if end <= start {
        errors.add(
            field,
            format!("Sluttiden ska vara efter starttiden kl.\u{a0}{}.", clock_text(start)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Typed {
        let mut form = Typed::default();
        for (name, value) in fields {
            form.set(*name, *value);
        }
        form
    }

    #[test]
    fn cal_09_two_sittings_are_not_held_at_the_same_time() {
        let two = |starts, ends, again| {
            let form = form(&[
                ("dag_1", "2020-09-08"),
                ("borjar_1", starts),
                ("slutar_1", ends),
                ("plats_1", "Rådsalen"),
                ("dag_2", "2020-09-08"),
                ("borjar_2", again),
                ("plats_2", "Rådsalen"),
            ]);
            let mut errors = FieldErrors::default();
            parse(&form, (&[], PersonId(Uuid::nil())), &mut errors);
            errors.on("borjar_2").is_some() || errors.on("borjar_1").is_some()
        };
        assert!(two("9.00", "12.00", "10.00") && two("9.00", "", "9.00"));
        assert!(!two("9.00", "12.00", "12.00") && !two("9.00", "", "13.00"));
        assert!(two("13.00", "15.00", "13.30"));
    }

    #[test]
    fn att_14_an_end_before_its_start_and_a_day_before_the_first_are_mistakes() {
        let form = form(&[
            ("dag_1", "2020-09-08"),
            ("borjar_1", "13.00"),
            ("slutar_1", "11.30"),
            ("plats_1", "Rådsalen"),
            ("dag_2", "2020-09-07"),
            ("borjar_2", "9.00"),
            ("plats_2", "Rådsalen"),
        ]);
        let mut errors = FieldErrors::default();
        assert!(parse(&form, (&[], PersonId::new()), &mut errors).is_none());
        assert_eq!(errors.all().len(), 2, "{errors:?}");
        assert!(errors.on("slutar_1").unwrap().contains("13.00"));
        assert!(errors.on("dag_2").is_some());
    }

    #[test]
    fn cal_09_an_empty_row_is_left_out_and_sittings_stand_in_order() {
        let form = form(&[
            ("dag_1", "2020-11-23"),
            ("borjar_1", "9:00"),
            ("plats_1", "A"),
            ("dag_2", "2020-11-25"),
            ("borjar_2", "9.00"),
            ("plats_2", "C"),
            ("dag_3", ""),
            ("dag_4", "2020-11-24"),
            ("borjar_4", "9.00"),
            ("plats_4", "B"),
        ]);
        let plan = parse(&form, (&[], PersonId::new()), &mut FieldErrors::default()).unwrap();
        let places: Vec<_> = plan.sittings.iter().map(|s| (s.n, s.place.as_str())).collect();
        assert_eq!(places, [(1, "A"), (2, "B"), (3, "C")]);
    }
}
