//! The file to begin from (mall): today's seats of every board of the municipality, as rows of a sheet.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use sqlx::PgConnection;
use time::Date;

use super::sheet::{self, Column};
use crate::{
    SiteDb,
    accounts::Viewer,
    boards::role_name,
    error::{Error, Result},
    municipalities::Municipality,
    register::MunicipalityId,
    web::{Now, Path},
};

const COLUMNS: [Column; 9] = [
    Column::Board,
    Column::Role,
    Column::Name,
    Column::Party,
    Column::Order,
    Column::Municipality,
    Column::From,
    Column::Until,
    Column::Apart,
];

pub(super) async fn show(
    State(SiteDb(db)): State<SiteDb>,
    viewer: Viewer,
    now: Now,
    Path(id): Path<MunicipalityId>,
) -> Result<Response> {
    let mut db = db.acquire().await?;
    Municipality::administered(&mut db, &viewer, id).await?;
    let rows = rows(&mut db, id, now.today()).await?;

    let file = sheet::write(&COLUMNS, &rows).map_err(|_| Error::Broken("a sheet of seats"))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"platser.csv\""),
    ];
    Ok((headers, file).into_response())
}

/// One row a seat; the days are left out, for the new term's are others.
async fn rows(db: &mut PgConnection, host: MunicipalityId, day: Date) -> Result<Vec<Vec<String>>> {
    let rows = sqlx::query!(
        r#"
        select b.name as board, s.role, coalesce(p.name, 'Vakant') as "name!", s.party, s.call_order,
            case when b.kind = 'joint_board' then m.short_name end as municipality
        from boards b join seats s on s.board_id = b.id left join persons p on p.id = s.person_id
            left join municipalities m on m.id = s.municipality_id
        where b.host_id = $1 and s.starts_on <= $2 and (s.ends_on is null or s.ends_on >= $2)
        order by b.name collate "sv-x-icu", b.id,
            array_position(array['chair', 'first_vice_chair', 'second_vice_chair', 'member', 'substitute'], s.role),
            s.call_order, p.name collate "sv-x-icu", s.id
        "#,
        host.0,
        day,
    )
    .fetch_all(db)
    .await?;
    let empty = String::new;
    Ok(rows
        .into_iter()
        .map(|row| {
            let order = if row.call_order > 0 { row.call_order.to_string() } else { empty() };
            let (role, place) =
                (role_name(&row.role).to_owned(), row.municipality.unwrap_or_default());
            vec![row.board, role, row.name, row.party, order, place, empty(), empty(), empty()]
        })
        .collect())
}
