//! Keeping the procedure of a § (lagring): the whole of each list that changed.

use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    Actor, Appointment, Choice, Claim, Dissent, Earlier, Matter, Procedure, Proposition, Speaker,
    Wording, ballots,
};
use crate::{
    error::{Error, OnConstraint as _, Result},
    register::ItemId,
    text::Text,
};

impl Procedure {
    /// Writes what differs from `before`, which the database has.
    pub(crate) async fn replace(
        &self,
        db: &mut PgConnection,
        item: ItemId,
        before: &Self,
    ) -> Result<()> {
        if self.matter != before.matter {
            write_matter(db, item, &self.matter).await?;
        }
        // What refers to another list is checked when the transaction commits.
        if self.claims != before.claims {
            write_claims(db, item, &self.claims).await?;
        }
        if self.propositions != before.propositions {
            write_propositions(db, item, &self.propositions).await?;
        }
        if self.votes != before.votes {
            ballots::write(db, item, &self.votes).await?;
        }
        if self.appointments != before.appointments {
            write_appointments(db, item, &self.appointments).await?;
        }
        if self.dissents != before.dissents {
            write_dissents(db, item, &self.dissents).await?;
        }
        if self.speakers != before.speakers {
            write_speakers(db, item, &self.speakers).await?;
        }
        if self.earlier != before.earlier {
            write_earlier(db, item, &self.earlier).await?;
        }
        if self.wordings != before.wordings {
            write_wordings(db, item, &self.wordings).await?;
        }
        Ok(())
    }
}

/// Places from 1.
pub(super) fn place(n: usize) -> Result<i32> {
    i32::try_from(n + 1).map_err(|_| Error::Broken("too many parts of a §"))
}

fn actor(who: &Actor) -> (Option<Uuid>, &str) {
    match who {
        Actor::Person(person) => (Some(person.0), ""),
        Actor::Group(group) => (None, group),
    }
}

async fn write_matter(db: &mut PgConnection, item: ItemId, matter: &Matter) -> Result<()> {
    sqlx::query!(
        r#"
        update items set agenda_label = $2, matter_no = $3, put_on = $4, sitting = $5, begins_at = $6, ends_at = $7, authority = $8,
            closed_doors = $9, extra_agreed = $10, unprepared_agreed = $11, order_approved = $12, answers_id = $13
        where id = $1
        "#,
        item.0,
        matter.agenda_label,
        matter.series_no,
        matter.put_on,
        matter.sitting.max(1),
        matter.begins_at,
        matter.ends_at,
        matter.authority,
        matter.closed_doors,
        matter.extra_agreed,
        matter.unprepared_agreed,
        matter.order_approved,
        matter.answers.map(|item| item.0),
    )
    .execute(db)
    .await
    .on_constraint("items_matter_key", || {
        Error::refused("Numret är redan använt i serien. Välj ett annat.")
    })?;
    Ok(())
}

async fn write_claims(db: &mut PgConnection, item: ItemId, claims: &[Claim]) -> Result<()> {
    sqlx::query!("delete from claims where item_id = $1", item.0).execute(&mut *db).await?;
    for (n, claim) in claims.iter().enumerate() {
        sqlx::query!(
            r#"
            insert into claims (id, item_id, pos, kind, rank, text, condition, document, dated_on, withdrawn)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            "#,
            claim.id,
            item.0,
            place(n)?,
            claim.kind.as_str(),
            claim.rank,
            Json(&claim.text) as Json<&Text>,
            claim.condition,
            claim.document,
            claim.dated_on,
            claim.withdrawn,
        )
        .execute(&mut *db)
        .await?;
        let (persons, groups): (Vec<_>, Vec<_>) =
            claim.movers.iter().map(|mover| actor(&mover.who)).unzip();
        let groups: Vec<_> = groups.into_iter().map(str::to_owned).collect();
        let joins: Vec<_> = claim.movers.iter().map(|mover| mover.joins).collect();
        sqlx::query!(
            r#"
            insert into claim_movers (claim_id, item_id, pos, person_id, party_group, joins)
            select $1, $2, pos::int, person, party_group, joins
            from unnest($3::uuid[], $4::text[], $5::bool[]) with ordinality m (person, party_group, joins, pos)
            "#,
            claim.id,
            item.0,
            &persons as &[Option<Uuid>],
            &groups,
            &joins,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_propositions(
    db: &mut PgConnection,
    item: ItemId,
    propositions: &[Proposition],
) -> Result<()> {
    sqlx::query!("delete from propositions where item_id = $1", item.0).execute(&mut *db).await?;
    for (n, put) in propositions.iter().enumerate() {
        sqlx::query!(
            r#"
            insert into propositions (id, item_id, pos, stage, question, settled_by, winner, supporters, reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            "#,
            put.id,
            item.0,
            place(n)?,
            put.stage.as_str(),
            put.question,
            put.settled_by.as_str(),
            put.winner.and_then(|winner| i32::try_from(winner).ok()),
            put.supporters,
            put.reason,
        )
        .execute(&mut *db)
        .await?;
        let (claims, words): (Vec<_>, Vec<_>) = put
            .options
            .iter()
            .map(|choice| match choice {
                Choice::Claim(claim) => (Some(*claim), String::new()),
                Choice::Words(words) => (None, words.clone()),
            })
            .unzip();
        sqlx::query!(
            r#"
            insert into proposition_options (proposition_id, item_id, pos, claim_id, words)
            select $1, $2, pos::int, claim, words from unnest($3::uuid[], $4::text[]) with ordinality o (claim, words, pos)
            "#,
            put.id,
            item.0,
            &claims as &[Option<Uuid>],
            &words,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_appointments(
    db: &mut PgConnection,
    item: ItemId,
    appointments: &[Appointment],
) -> Result<()> {
    sqlx::query!("delete from appointments where item_id = $1", item.0).execute(&mut *db).await?;
    for (n, one) in appointments.iter().enumerate() {
        sqlx::query!(
            r#"
            insert into appointments (id, item_id, pos, person_id, name, role, body, board_id, starts_on, ends_on, instead_of, released)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            "#,
            one.id,
            item.0,
            place(n)?,
            one.person.map(|person| person.0),
            one.name,
            one.role,
            one.body,
            one.board,
            one.starts_on,
            one.ends_on,
            one.instead_of,
            one.released,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_dissents(db: &mut PgConnection, item: ItemId, dissents: &[Dissent]) -> Result<()> {
    sqlx::query!("delete from dissents where item_id = $1", item.0).execute(&mut *db).await?;
    for (n, dissent) in dissents.iter().enumerate() {
        sqlx::query!(
            r#"
            insert into dissents (id, item_id, pos, kind, point_id, favour_id, text, handed_in, annex, in_time, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            "#,
            dissent.id,
            item.0,
            place(n)?,
            dissent.kind.as_str(),
            dissent.point,
            dissent.favour,
            dissent.text.as_ref().map(Json) as Option<Json<&Text>>,
            dissent.handed_in.as_str(),
            dissent.annex,
            dissent.in_time,
            dissent.recorded_at,
        )
        .execute(&mut *db)
        .await?;
        let (persons, groups): (Vec<_>, Vec<_>) = dissent.people.iter().map(actor).unzip();
        let groups: Vec<_> = groups.into_iter().map(str::to_owned).collect();
        sqlx::query!(
            r#"
            insert into dissent_people (dissent_id, item_id, pos, person_id, party_group)
            select $1, $2, pos::int, person, party_group
            from unnest($3::uuid[], $4::text[]) with ordinality p (person, party_group, pos)
            "#,
            dissent.id,
            item.0,
            &persons as &[Option<Uuid>],
            &groups,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_speakers(db: &mut PgConnection, item: ItemId, speakers: &[Speaker]) -> Result<()> {
    sqlx::query!("delete from speakers where item_id = $1", item.0).execute(&mut *db).await?;
    let persons: Vec<_> = speakers.iter().map(|one| one.person.map(|one| one.0)).collect();
    let names: Vec<_> = speakers.iter().map(|one| one.name.clone()).collect();
    let replies: Vec<_> = speakers.iter().map(|one| one.reply).collect();
    sqlx::query!(
        r#"
        insert into speakers (item_id, pos, person_id, name, reply)
        select $1, pos::int, person, name, reply
        from unnest($2::uuid[], $3::text[], $4::bool[]) with ordinality s (person, name, reply, pos)
        "#,
        item.0,
        &persons as &[Option<Uuid>],
        &names,
        &replies,
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn write_earlier(db: &mut PgConnection, item: ItemId, earlier: &[Earlier]) -> Result<()> {
    sqlx::query!("delete from earlier_handlings where item_id = $1", item.0)
        .execute(&mut *db)
        .await?;
    for (n, one) in earlier.iter().enumerate() {
        sqlx::query!(
            r#"
            insert into earlier_handlings (item_id, pos, body, on_day, number, earlier_id, effect, words)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            "#,
            item.0,
            place(n)?,
            one.body,
            one.on_day,
            one.number,
            one.item.map(|item| item.0),
            one.effect.as_str(),
            one.words,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

async fn write_wordings(db: &mut PgConnection, item: ItemId, wordings: &[Wording]) -> Result<()> {
    sqlx::query!("delete from wordings where item_id = $1", item.0).execute(&mut *db).await?;
    for one in wordings {
        sqlx::query!(
            "insert into wordings (item_id, subject, text, told) values ($1, $2, $3, $4)",
            item.0,
            one.subject,
            Json(&one.text) as Json<&Text>,
            one.told,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
