//! A § that was forgotten (tillagd paragraf): added after the numbers are frozen, with the number before it and a letter (NUM-01).

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    Item, Meeting,
    agenda::{self, insert, page, parse, renumber, unsent},
    batching,
    freezing::lock_series,
    typed::Typed,
};
use crate::{
    App,
    accounts::Viewer,
    error::{Error, Result},
    register::{ItemId, MeetingId},
    web::{FieldErrors, Form, Now, Path},
};

/// The §§ that another can follow, with their numbers.
pub(super) fn places(points: &[agenda::Point]) -> Vec<(String, String)> {
    let numbered = points.iter().map(|point| &point.item).filter(|item| item.number.is_some());
    numbered.map(|item| (item.id.to_string(), format!("{} {}", item.sign(), item.title))).collect()
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MeetingId>,
    Form(form): Form<Typed>,
) -> Result<Response> {
    let mut db = app.site.begin().await?;
    let meeting = unsent(&mut db, &viewer, id).await?;
    let key = ItemId(form.id("nyckel").ok_or(Error::Malformed("nyckel".to_owned()))?);
    let done = Redirect::to(&format!("{}#foredragningslista", meeting.path()));
    if meeting.closed_at.is_none() {
        return Err(Error::refused(
            "Sammanträdet är inte avslutat. Lägg till punkten på föredragningslistan.",
        ));
    }
    lock_series(&mut db, id).await?;
    let items = Item::all(&mut db, id).await?;
    if items.iter().any(|item| item.id == key) {
        return Ok(done.into_response());
    }

    let mut errors = FieldErrors::default();
    let before = form.id("efter").and_then(|id| items.iter().position(|item| item.id.0 == id));
    let before = before.filter(|at| items[*at].number.is_some());
    let before = errors.check("efter", before.ok_or("Välj vilken paragraf den nya följer efter."));
    let point = parse(&form, &mut errors).filter(|point| {
        let numbered = point.kind != "unnumbered";
        if !numbered {
            errors.add("slag", "En punkt utan nummer kan bara läggas till före avslutandet.");
        }
        numbered
    });
    let (Some(before), Some(point)) = (before, point) else {
        let page = page(&mut db, viewer, meeting, form, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    insert(&mut db, &meeting, key, &point).await?;
    number(&mut db, (&meeting, key), &items, before, now.0).await?;
    db.commit().await?;

    Ok(done.into_response())
}

/// Gives the new § the number of the one before it and the next free letter, and its place after those.
async fn number(
    db: &mut PgConnection,
    (meeting, key): (&Meeting, ItemId),
    items: &[Item],
    before: usize,
    at: OffsetDateTime,
) -> Result<()> {
    let same = |item: &&Item| item.number == items[before].number;
    let last = items.iter().rposition(|item| same(&item)).unwrap_or(before);
    let suffix = next_letter(items.iter().filter(same).map(|item| item.suffix.as_str()));
    let suffix = suffix
        .ok_or_else(|| Error::refused("Det finns ingen bokstav kvar för det paragrafnumret."))?;
    sqlx::query!(
        r#"
        update items i set number = b.number, series_id = b.series_id, suffix = $3, frozen_at = $4
        from items b where i.id = $1 and b.id = $2
        "#,
        key.0,
        items[before].id.0,
        suffix,
        at,
    )
    .execute(&mut *db)
    .await?;
    batching::main(db, meeting.id).await?;
    let mut ordered = Item::all(db, meeting.id).await?;
    let Some(added) = ordered.iter().position(|item| item.id == key) else { return Ok(()) };
    let item = ordered.remove(added);
    ordered.insert(last + 1, item);
    renumber(db, &ordered).await
}

/// "a" after no letter, "b" after "a"; none after "z".
fn next_letter<'a>(taken: impl Iterator<Item = &'a str>) -> Option<String> {
    match taken.filter_map(|suffix| suffix.bytes().next()).max() {
        None => Some("a".to_owned()),
        Some(b'z') => None,
        Some(letter) => Some(char::from(letter + 1).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn num_01_letters_follow_each_other_and_end() {
        let next = |taken: &[&str]| next_letter(taken.iter().copied());
        assert_eq!(next(&[""]).as_deref(), Some("a"));
        assert_eq!(next(&["", "b", "a"]).as_deref(), Some("c"));
        assert_eq!(next(&["", "z"]), None);
    }
}
