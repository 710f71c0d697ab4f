//! The stories (berättelserna) of the demo's meetings: one in every stage, on days that follow from the day it is started.

use time::{Date, Duration, OffsetDateTime, Time, Weekday, macros::time};

use super::{
    calendar::{at, weekday_before, working_day_after, working_day_until},
    text::{Paragraph, building, executive, joint, schools},
};

const EXECUTIVE: &str = "kommunstyrelsen";
const SCHOOLS: &str = "barn-och-utbildningsnamnden";
const BUILDING: &str = "samhallsbyggnadsnamnden";
const JOINT: &str = "sjobygdens-it-namnd";

const SECRETARY: &str = super::ground::SECRETARY;

/// A meeting and what is done about it, each act at its instant.
pub(super) struct Story {
    pub(super) board: &'static str,
    pub(super) held_on: Date,
    pub(super) starts: &'static str,
    pub(super) ends: &'static str,
    pub(super) place: &'static str,
    pub(super) opening: Opening,
    pub(super) paragraphs: &'static [Paragraph],
    pub(super) acts: Vec<(OffsetDateTime, Act)>,
}

/// Who is there; every member who is not named is present.
#[derive(Default)]
pub(super) struct Opening {
    /// A substitute and the absent member served for.
    pub(super) serve: &'static [(&'static str, &'static str)],
    /// Substitutes who do not serve.
    pub(super) present: &'static [&'static str],
    pub(super) remote: &'static [&'static str],
    /// Officials and guests with their titles.
    pub(super) others: &'static [(&'static str, &'static str)],
    pub(super) adjuster: &'static str,
}

/// What somebody does; it is signed by the owner of an account.
#[derive(Clone, Copy)]
pub(super) enum Act {
    Plan,
    CallOver,
    Write,
    Close,
    Send,
    Sign(&'static str),
    Publish,
}

/// Every meeting of the demo, seen on a day.
pub(super) fn stories(today: Date) -> Vec<Story> {
    vec![
        planned(today),
        held(today),
        closed(today),
        waiting_for_a_signature(today),
        waiting_for_a_participant(today),
        running(today),
        over(today),
    ]
}

fn planned(today: Date) -> Story {
    let held_on = weekday_before(today + Duration::days(18), Weekday::Tuesday, 0);
    let planned_on = working_day_until(today - Duration::days(6));
    Story {
        board: EXECUTIVE,
        held_on,
        starts: "13.00",
        ends: "16.00",
        place: "Sjösalen, kommunhuset i Björkvik",
        opening: Opening::default(),
        paragraphs: executive::COMING,
        acts: vec![
            (at(planned_on, time!(09:20)), Act::Plan),
            (at(working_day_after(planned_on), time!(10:05)), Act::Write),
        ],
    }
}

/// Called over, and not closed yet.
fn held(today: Date) -> Story {
    let held_on = working_day_until(today - Duration::days(1));
    Story {
        board: SCHOOLS,
        held_on,
        starts: "13.00",
        ends: "15.30",
        place: "Strandskolans bibliotek, Björkvik",
        opening: Opening {
            serve: &[("Oskar Räntzow", "Lovisa Grankvist")],
            present: &["Ebba Myrén"],
            others: &[("Pernilla Gerdhem", ""), ("Ylva Sandqvist", "")],
            adjuster: "Mats Holmerin",
            ..Opening::default()
        },
        paragraphs: schools::NOT_CLOSED,
        acts: vec![
            plan(held_on),
            (at(held_on, time!(13:04)), Act::CallOver),
            (at(held_on, time!(13:50)), Act::Write),
        ],
    }
}

/// Numbered and written, not sent.
fn closed(today: Date) -> Story {
    let held_on = weekday_before(today, Weekday::Wednesday, 2);
    Story {
        board: BUILDING,
        held_on,
        starts: "08.30",
        ends: "11.45",
        place: "Plansalen, kommunhuset i Björkvik",
        opening: Opening {
            serve: &[("Jan-Olov Myrlund", "Rikard Vikdal")],
            present: &["Kajsa-Lena Broström"],
            remote: &["Alvar Stjärnkvist"],
            others: &[("Jonatan Brunnby", "")],
            adjuster: "Siv Almlund",
        },
        paragraphs: building::MEETING,
        acts: vec![
            plan(held_on),
            (at(held_on, time!(08:33)), Act::CallOver),
            (at(held_on, time!(11:46)), Act::Close),
            (at(held_on, time!(13:10)), Act::Write),
        ],
    }
}

/// The secretary and the chair have signed, the adjuster not.
fn waiting_for_a_signature(today: Date) -> Story {
    let held_on = weekday_before(today, Weekday::Tuesday, 3);
    let next = working_day_after(held_on);
    let sent_on = if next < today { next } else { held_on };
    Story {
        board: EXECUTIVE,
        held_on,
        starts: "13.00",
        ends: "15.40",
        place: "Sjösalen, kommunhuset i Björkvik",
        opening: Opening {
            serve: &[("Elof Tillander", "Ingvar Stenhammar")],
            present: &["Samir Åkerstedt", "Gun-Britt Rosvall"],
            remote: &["Petra Lilliehöök"],
            others: &[("Håkan Lönnerstad", ""), ("Ylva Sandqvist", "")],
            adjuster: "Torsten Vallgren",
        },
        paragraphs: executive::SENT,
        acts: vec![
            plan(held_on),
            (at(held_on, time!(13:03)), Act::CallOver),
            (at(held_on, time!(15:41)), Act::Close),
            (at(held_on, time!(16:05)), Act::Write),
            (at(sent_on, time!(16:40)), Act::Send),
            (at(sent_on, time!(16:44)), Act::Sign(SECRETARY)),
            (at(sent_on, time!(20:12)), Act::Sign("ordforande@bjorkvik.example")),
        ],
    }
}

/// Adjusted yesterday evening and announced by two of three: Tallmo has not confirmed.
fn waiting_for_a_participant(today: Date) -> Story {
    let held_on = weekday_before(today, Weekday::Friday, 5);
    let sent_on = working_day_after(held_on).min(today - Duration::days(1));
    let adjusted_on = today - Duration::days(1);
    Story {
        board: JOINT,
        held_on,
        starts: "09.00",
        ends: "10.50",
        place: "Kommunkansliet, Granås",
        opening: Opening {
            present: &["Gösta Pärlemo", "Soraya Lindhag"],
            remote: &["Nils-Erik Bodlund", "Soraya Lindhag"],
            others: &[("Therese Ahlfors", "")],
            adjuster: "Katarina Älvstrand",
            ..Opening::default()
        },
        paragraphs: joint::MEETING,
        acts: vec![
            plan(held_on),
            (at(held_on, time!(09:02)), Act::CallOver),
            (at(held_on, time!(10:51)), Act::Close),
            (at(held_on, time!(11:20)), Act::Write),
            (at(sent_on, time!(10:30)), Act::Send),
            (at(sent_on, time!(10:34)), Act::Sign(SECRETARY)),
            (at(sent_on, time!(12:17)), Act::Sign("roland.silvervik@bjorkvik.example")),
            (at(adjusted_on, time!(18:52)), Act::Sign("katarina.alvstrand@granas.example")),
        ],
    }
}

/// Published with a § withheld, while the appeal time runs.
fn running(today: Date) -> Story {
    let held_on = weekday_before(today, Weekday::Thursday, 14);
    let adjusted_on = working_day_until(held_on + Duration::days(7));
    Story {
        board: SCHOOLS,
        held_on,
        starts: "13.00",
        ends: "16.10",
        place: "Strandskolans bibliotek, Björkvik",
        opening: Opening {
            serve: &[("Ebba Myrén", "Birgitta Uddenäs")],
            remote: &["Lovisa Grankvist"],
            others: &[("Pernilla Gerdhem", ""), ("Rasmus Hedlund", "rektor, Strandskolan")],
            adjuster: "Hassan Friberger",
            ..Opening::default()
        },
        paragraphs: schools::PUBLISHED,
        acts: [
            finished(held_on, [time!(13:02), time!(16:11)]),
            vec![
                (at(adjusted_on, time!(10:15)), Act::Send),
                (at(adjusted_on, time!(10:20)), Act::Sign(SECRETARY)),
                (at(adjusted_on, time!(12:48)), Act::Sign("anneli.kvarnstrom@bjorkvik.example")),
                (at(adjusted_on, time!(17:31)), Act::Sign("hassan.friberger@bjorkvik.example")),
                (at(working_day_after(adjusted_on), time!(09:10)), Act::Publish),
            ],
        ]
        .concat(),
    }
}

/// Published, and the appeal time is over.
fn over(today: Date) -> Story {
    let held_on = weekday_before(today, Weekday::Tuesday, 56);
    let adjusted_on = working_day_until(held_on + Duration::days(9));
    Story {
        board: EXECUTIVE,
        held_on,
        starts: "13.00",
        ends: "15.55",
        place: "Sjösalen, kommunhuset i Björkvik",
        opening: Opening {
            serve: &[("Maja Brännfors", "Yasmin Berglöf")],
            present: &["Gun-Britt Rosvall", "Henning Solbacke"],
            others: &[("Håkan Lönnerstad", ""), ("Ylva Sandqvist", "")],
            adjuster: "Torsten Vallgren",
            ..Opening::default()
        },
        paragraphs: executive::OVER,
        acts: [
            finished(held_on, [time!(13:01), time!(15:56)]),
            vec![
                (at(adjusted_on, time!(08:40)), Act::Send),
                (at(adjusted_on, time!(08:44)), Act::Sign(SECRETARY)),
                (at(adjusted_on, time!(11:25)), Act::Sign("ordforande@bjorkvik.example")),
                (at(adjusted_on, time!(15:02)), Act::Sign("justerare@bjorkvik.example")),
                (at(working_day_after(adjusted_on), time!(13:30)), Act::Publish),
            ],
        ]
        .concat(),
    }
}

/// The summons (kallelse) goes out a good two weeks before.
fn plan(held_on: Date) -> (OffsetDateTime, Act) {
    (at(working_day_until(held_on - Duration::days(17)), time!(09:20)), Act::Plan)
}

/// From the plan to a meeting closed and written.
fn finished(held_on: Date, [opened, closed]: [Time; 2]) -> Vec<(OffsetDateTime, Act)> {
    vec![
        plan(held_on),
        (at(held_on, opened), Act::CallOver),
        (at(held_on, closed), Act::Close),
        (at(working_day_after(held_on), time!(09:00)), Act::Write),
    ]
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::law;

    // ADJ-01, NOT-05: whichever day it is, no act lies in the future, and every step is in time.
    #[test]
    fn every_day_gives_lawful_days() {
        for n in 0..800 {
            let today = date!(2026 - 01 - 01) + Duration::days(n);
            let now = at(today, time!(00:01));
            for story in stories(today) {
                assert!(law::day_off(story.held_on).is_none(), "{today}");
                assert!(story.acts.is_sorted_by_key(|(at, _)| *at), "{today}");
                assert!(story.acts.iter().all(|(at, _)| *at < now), "{today}");
                let signed = story.acts.iter().filter(|(_, act)| matches!(act, Act::Sign(_)));
                let deadline = law::adjust_deadline(story.held_on).shifted;
                assert!(signed.clone().all(|(at, _)| crate::web::local(*at).0 <= deadline));
                let is_out = signed.clone().count() == 2;
                assert!(!is_out || today <= deadline, "{today}: waits past its deadline");
            }
            let last_day = |story: &Story| {
                let (at, _) =
                    story.acts.iter().rev().find(|(_, act)| matches!(act, Act::Sign(_)))?;
                Some(law::last_appeal_day(crate::web::local(*at).0))
            };
            assert!(last_day(&running(today)) >= Some(today), "{today}");
            assert!(last_day(&over(today)) < Some(today), "{today}");
        }
    }
}
