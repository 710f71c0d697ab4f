//! Mails to registrars (registratorer) whose municipality has not announced yet.

use sqlx::PgConnection;

use crate::{
    error::Result,
    law::{announce_deadline, weekday_date},
    machine_time, mail,
    register::BatchId,
};

/// Asks the registrars of every municipality where the notice of a batch does not stand to announce it; for a
/// municipality outside the system, the host's registrars, who are told its day.
pub(crate) async fn ask_registrars(
    db: &mut PgConnection,
    origin: &str,
    batch: BatchId,
) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select n.id, m.name as municipality, m.inside, board_name_on(b.id, me.held_on) as "board!", me.held_on, a.adjusted_on as "adjusted_on!", ac.email, p.name
        from notices n
            join municipalities m on m.id = n.municipality_id
            join adjustments a on a.batch_id = n.batch_id
            join batches ba on ba.id = n.batch_id
            join meetings me on me.id = ba.meeting_id
            join boards b on b.id = me.board_id
            join grants g on g.role = 'registrar' and grant_counts(g, a.adjusted_on)
                and g.municipality_id = case when m.inside then m.id else b.host_id end
            join accounts ac on ac.id = g.account_id
            join persons p on p.id = ac.person_id
        where n.batch_id = $1 and a.adjusted_on is not null
            and not exists (select from standing_announcements s where s.notice_id = n.id and s.counts)
        order by n.id, ac.email
        "#,
        batch.0,
    )
    .fetch_all(&mut *db)
    .await?;
    for row in rows {
        let what = if row.inside {
            "ska anslås på er anslagstavla"
        } else {
            "ska anslås på kommunens anslagstavla, och dagen bekräftas i Paragraf"
        };
        let body = format!(
            "Hej {}!\n\nProtokollet från {} den {} är justerat. Justeringen {what} ({}), senast {}:\n\n\
             {origin}/arbete/anslag/{}\n\nTiden för överklagande börjar när alla deltagande kommuner har anslagit.\n",
            row.name,
            row.board,
            weekday_date(row.held_on),
            row.municipality,
            weekday_date(announce_deadline(row.adjusted_on).plain),
            row.id,
        );
        let subject = format!("Justering att anslå: {} {}", row.board, row.held_on);
        mail::queue(db, &row.email, &subject, &body, machine_time()).await?;
    }
    Ok(())
}
