//! The published protocol as the frozen PDF (protokollet som fil).

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use sqlx::PgConnection;

use super::{
    frame::fresh,
    place::{self, MeetingDay},
};
use crate::{
    PublicDb,
    error::{Error, Result},
    web::Path,
};

pub(super) async fn show(
    State(PublicDb(pool)): State<PublicDb>,
    headers: HeaderMap,
    Path((slug, board, day)): Path<(String, String, String)>,
) -> Result<Response> {
    let file = find(&mut *pool.acquire().await?, (&slug, &board), day.parse()?, None).await?;
    Ok(answer(&headers, file))
}

pub(super) async fn show_part(
    State(PublicDb(pool)): State<PublicDb>,
    headers: HeaderMap,
    Path((slug, board, day, part)): Path<(String, String, String, String)>,
) -> Result<Response> {
    let part = Some(place::part(&part)?);
    let file = find(&mut *pool.acquire().await?, (&slug, &board), day.parse()?, part).await?;
    Ok(answer(&headers, file))
}

/// A file with the name it gets when it is saved, and its checksum as its mark.
struct File {
    bytes: Vec<u8>,
    media_type: String,
    mark: String,
    name: String,
}

fn answer(headers: &HeaderMap, file: File) -> Response {
    let mark = format!("\"{}\"", file.mark);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let marks =
        |known: &str| known.split(',').any(|one| one.trim().trim_start_matches("W/") == mark);
    if known.is_some_and(marks) {
        return fresh((StatusCode::NOT_MODIFIED, [(header::ETAG, mark)]));
    }
    let headers = [
        (header::CONTENT_TYPE, file.media_type),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{}\"", file.name)),
        (header::ETAG, mark),
    ];
    fresh((headers, file.bytes).into_response())
}

/// Slugs are `[a-z0-9-]`, so the name needs no quoting.
async fn find(
    db: &mut PgConnection,
    (host, board): (&str, &str),
    day: MeetingDay,
    part: Option<i32>,
) -> Result<File> {
    let row = sqlx::query!(
        r#"
        select f.bytes as "bytes!", f.media_type as "media_type!", encode(f.sha256, 'hex') as "mark!", p.board_slug as "board_slug!", p.part as "part!"
        from public_protocols p join public_files f on f.sha256 = p.pdf join public_municipalities m on m.slug = p.host_slug and m.inside
        where p.host_slug = $1 and p.board_slug = $2 and p.held_on = $3 and p.ordinal = $4 and ($5::int is null or p.part = $5)
        order by p.part limit 1
        "#,
        host,
        board,
        day.held_on,
        day.ordinal,
        part,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let part = if row.part == 1 { String::new() } else { format!("-del-{}", row.part) };
    let name = format!("protokoll-{}-{day}{part}.pdf", row.board_slug);
    Ok(File { bytes: row.bytes, media_type: row.media_type, mark: row.mark, name })
}
