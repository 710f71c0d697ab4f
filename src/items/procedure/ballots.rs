//! Keeping the votes of a § (röster): a secret one has no place for who voted what (VOT-07).

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Vote, store::place};
use crate::{error::Result, law::tally::Side, register::ItemId};

/// The votes of a §, each with its list or its sums.
pub(super) async fn write(db: &mut PgConnection, item: ItemId, votes: &[Vote]) -> Result<()> {
    sqlx::query!("delete from votes where item_id = $1", item.0).execute(&mut *db).await?;
    for (n, vote) in votes.iter().enumerate() {
        sqlx::query!(
            r#"
            insert into votes (id, item_id, pos, moment_id, proposition_id, kind, open, yes_means, no_means, casting, lot, stated, as_printed,
                to_elect, proportional)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            "#,
            vote.id,
            item.0,
            place(n)?,
            vote.moment,
            vote.proposition,
            vote.kind.as_str(),
            vote.open,
            vote.yes_means,
            vote.no_means,
            vote.casting.map(Side::as_str),
            vote.lot,
            vote.stated.map(Side::as_str),
            vote.as_printed,
            vote.to_elect,
            vote.proportional,
        )
        .execute(&mut *db)
        .await?;
        write_ballots(db, item, vote).await?;
        write_sums(db, item, vote).await?;
    }
    Ok(())
}

async fn write_ballots(db: &mut PgConnection, item: ItemId, vote: &Vote) -> Result<()> {
    let seats: Vec<_> = vote.ballots.iter().map(|ballot| ballot.seat.0).collect();
    let persons: Vec<_> =
        vote.ballots.iter().map(|ballot| ballot.person.map(|one| one.0)).collect();
    let answers: Vec<_> =
        vote.ballots.iter().map(|ballot| ballot.answer.as_str().to_owned()).collect();
    sqlx::query!(
        r#"
        insert into ballots (vote_id, item_id, pos, seat_id, person_id, answer)
        select $1, $2, pos::int, seat, person, answer
        from unnest($3::uuid[], $4::uuid[], $5::text[]) with ordinality b (seat, person, answer, pos)
        "#,
        vote.id,
        item.0,
        &seats,
        &persons as &[Option<Uuid>],
        &answers,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn write_sums(db: &mut PgConnection, item: ItemId, vote: &Vote) -> Result<()> {
    let answers: Vec<_> = vote.tallies.iter().map(|tally| tally.answer.clone()).collect();
    let sums: Vec<_> = vote.tallies.iter().map(|tally| tally.votes).collect();
    sqlx::query!(
        r#"
        insert into tallies (vote_id, item_id, answer, votes)
        select $1, $2, answer, votes from unnest($3::text[], $4::int[]) t (answer, votes)
        "#,
        vote.id,
        item.0,
        &answers,
        &sums,
    )
    .execute(&mut *db)
    .await?;
    let persons: Vec<_> = vote.candidates.iter().map(|one| one.person.map(|one| one.0)).collect();
    let names: Vec<_> = vote.candidates.iter().map(|one| one.name.clone()).collect();
    let given: Vec<_> = vote.candidates.iter().map(|one| one.votes).collect();
    let elected: Vec<_> = vote.candidates.iter().map(|one| one.elected).collect();
    let by_lot: Vec<_> = vote.candidates.iter().map(|one| one.by_lot).collect();
    sqlx::query!(
        r#"
        insert into candidates (vote_id, item_id, pos, person_id, name, votes, elected, by_lot)
        select $1, $2, pos::int, person, name, votes, elected, by_lot
        from unnest($3::uuid[], $4::text[], $5::int[], $6::bool[], $7::bool[]) with ordinality c (person, name, votes, elected, by_lot, pos)
        "#,
        vote.id,
        item.0,
        &persons as &[Option<Uuid>],
        &names,
        &given,
        &elected,
        &by_lot,
    )
    .execute(db)
    .await?;
    Ok(())
}
