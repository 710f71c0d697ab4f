//! The form of a moment (händelse): what happened, to whom, where in the meeting.

use sqlx::PgConnection;
use time::Time;
use uuid::Uuid;

use super::{Course, Moment, State, stream::event};
use crate::{
    error::Result,
    law::{course::Event, procedure::Edge},
    meetings::{Item, Meeting, opening, typed::Typed},
    register::{ItemId, PersonId, SeatId},
    web::FieldErrors,
};

/// What can be noted, by its word, and what it is called.
pub(super) const EVENTS: [(&str, &str); 14] = [
    ("arrives", "Kommer"),
    ("leaves", "Går"),
    ("serves", "Börjar tjänstgöra"),
    ("stops", "Slutar tjänstgöra"),
    ("disqualified", "Jäv"),
    ("not_participating", "Deltar inte i beslutet"),
    ("remote_on", "Deltar på distans"),
    ("remote_off", "Deltar på plats"),
    ("link_lost", "Förbindelsen bryts"),
    ("link_back", "Förbindelsen är tillbaka"),
    ("chairs", "Leder sammanträdet"),
    ("hands_back", "Den som ledde dessförinnan leder igen"),
    ("adjourned", "Sammanträdet ajourneras"),
    ("resumed", "Sammanträdet återupptas"),
];

/// The place of what happens after the last item.
pub(super) const CLOSING: &str = "slut";

/// Where, when and why.
struct Frame {
    item: Option<ItemId>,
    edge: Edge,
    clock: Option<Time>,
    reason: String,
}

/// Reads the form; one event can make several moments: who takes a seat sends out who sits there.
pub(super) async fn parse(
    db: &mut PgConnection,
    form: &Typed,
    (meeting, course, items): (&Meeting, &Course, &[Item]),
    errors: &mut FieldErrors,
) -> Result<Option<Vec<Moment>>> {
    let kind = EVENTS.iter().map(|(word, _)| *word).find(|word| *word == form.get("handelse"));
    let kind = errors.check("handelse", kind.ok_or("Välj vad som hände."));
    let (Some(frame), Some(kind)) = (frame(form, items, errors), kind) else { return Ok(None) };
    let leads = || course.state_at(frame.item, frame.edge).and_then(State::chair);
    let who = match kind {
        "adjourned" | "resumed" => Some((None, String::new())),
        "hands_back" => Some((leads(), String::new())),
        _ => {
            let who = person(db, form, (meeting, course), errors).await?;
            who.map(|(person, title)| (Some(person), title))
        }
    };
    let Some((person, title)) = who else { return Ok(None) };
    let seat = form.id("plats").map(SeatId).filter(|seat| course.seat(*seat).is_some());
    let seat = seat.or_else(|| own_seat(course, person?)).filter(|_| kind == "serves");
    let Some(event) = event(kind, person, seat) else {
        let (field, why) = match kind {
            "serves" => ("plats", "Välj vems plats det är."),
            _ => ("handelse", "Ingen leder sammanträdet då."),
        };
        errors.add(field, why);
        return Ok(None);
    };
    Ok(Some(frame.moments(form, course, (event, &title))))
}

impl Frame {
    fn moments(
        &self,
        form: &Typed,
        course: &Course,
        (event, title): (Event<PersonId, SeatId>, &str),
    ) -> Vec<Moment> {
        let point = form.id("punkt").filter(|_| matches!(event, Event::NotParticipating(_)));
        let moment = |event| Moment {
            id: Uuid::now_v7(),
            item: self.item,
            edge: self.edge,
            clock: self.clock,
            event,
            title: title.to_owned(),
            reason: self.reason.clone(),
            point,
        };
        let mut moments = vec![];
        if let Event::Serves(_, seat) = event
            && let Some(sitting) = sits_there(course, (self.item, self.edge), seat)
        {
            moments.push(moment(Event::Stops(sitting)));
        }
        moments.push(moment(event));
        if let Event::Arrives(person) = event
            && form.ticked("distans")
        {
            moments.push(moment(Event::RemoteOn(person)));
        }
        moments
    }
}

fn frame(form: &Typed, items: &[Item], errors: &mut FieldErrors) -> Option<Frame> {
    let clock = errors.optional_clock("klockslag", form.get("klockslag"));
    let reason = errors.optional_line("skal", form.get("skal"), 300);
    let (item, edge) = place(form, items, errors)?;
    Some(Frame { item, edge, clock: clock?, reason: reason? })
}

/// One of those who are known, or somebody by name, there and then noted in the register if new.
async fn person(
    db: &mut PgConnection,
    form: &Typed,
    (meeting, course): (&Meeting, &Course),
    errors: &mut FieldErrors,
) -> Result<Option<(PersonId, String)>> {
    let name = errors.optional_line("namn", form.get("namn"), 100);
    let title = errors.optional_line("titel", form.get("titel"), 100);
    let (Some(name), Some(title)) = (name, title) else { return Ok(None) };
    let chosen = form.id("person").map(PersonId).filter(|id| course.named(*id).is_some());
    Ok(match (chosen, name.is_empty()) {
        (Some(_), false) => {
            errors.add("namn", "Välj en person eller skriv ett namn, inte båda.");
            None
        }
        (Some(person), true) => Some((person, title)),
        (None, true) => {
            errors.add("person", "Välj vem det gäller.");
            None
        }
        (None, false) => Some(opening::other(db, meeting, &name, &title).await?),
    })
}

/// The item and the edge; none for what is before the first item is offered: that is the roll call.
fn place(form: &Typed, items: &[Item], errors: &mut FieldErrors) -> Option<(Option<ItemId>, Edge)> {
    if form.get("paragraf") == CLOSING {
        return Some((None, Edge::After));
    }
    let item = form.id("paragraf").map(ItemId);
    let item = item.filter(|id| items.iter().any(|item| item.id == *id));
    let item = errors.check("paragraf", item.ok_or("Välj vid vilken paragraf det hände."));
    let edge = errors.check(
        "lage",
        form.get("lage").parse::<Edge>().map_err(|_| "Välj om det var före, under eller efter."),
    );
    Some((Some(item?), edge?))
}

/// A member's own seat.
fn own_seat(course: &Course, person: PersonId) -> Option<SeatId> {
    let own = course
        .seats
        .iter()
        .find(|seat| seat.person == Some(person) && !crate::meetings::seating::is_substitute(seat));
    own.map(|seat| seat.id)
}

/// Who serves in the seat after what is noted so far at the place.
fn sits_there(
    course: &Course,
    (item, edge): (Option<ItemId>, Edge),
    seat: SeatId,
) -> Option<PersonId> {
    course.state_at(item, edge)?.serving().get(&seat).copied()
}

/// "Anna Berg (S) börjar tjänstgöra för Bo Al (M) kl. 13.12".
pub(super) fn words(course: &Course, moment: &Moment) -> String {
    let (kind, person, seat) = super::stream::words(moment.event);
    let verb = match kind {
        None if moment.event == Event::Voted => "Omröstning",
        None => "Klubbslag",
        Some("arrives") => "kommer",
        Some("leaves") => "går",
        Some("serves") => "börjar tjänstgöra",
        Some("stops") => "slutar tjänstgöra",
        Some("disqualified") => "är jävig",
        Some("not_participating") => "deltar inte i beslutet",
        Some("remote_on") => "deltar på distans",
        Some("remote_off") => "deltar på plats",
        Some("link_lost") => "tappar förbindelsen",
        Some("link_back") => "har förbindelse igen",
        Some("chairs") => "leder sammanträdet",
        Some("hands_back") => "lämnar tillbaka ordförandeskapet",
        Some("adjourned") => "Sammanträdet ajourneras",
        Some(_) => "Sammanträdet återupptas",
    };
    let mut words = person.map(|person| course.name(person)).unwrap_or_default();
    if !moment.title.is_empty() {
        words.extend([", ", &moment.title, ","]);
    }
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(verb);
    if let (Some(seat), Some(person)) = (seat, person)
        && course.seat(seat).is_some_and(|held| held.person != Some(person))
    {
        words.extend([" för ", &course.seat_name(seat)]);
    }
    if let Some(clock) = moment.clock {
        words.extend([" kl.\u{a0}", &crate::web::clock_text(clock)]);
    }
    if !moment.reason.is_empty() {
        words.extend([" (", &moment.reason, ")"]);
    }
    words
}
