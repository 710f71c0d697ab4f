//! The procedures of a meeting's §§ as they are kept (läsning): a query for each table, whatever the number of §§.

use std::collections::BTreeMap;

use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    Actor, Appointment, Ballot, Candidate, Choice, Claim, Dissent, Earlier, Matter, Mover,
    Procedure, Proposition, Speaker, Tally, Vote, Wording,
};
use crate::{
    error::{Error, Result},
    register::{ItemId, PersonId, SeatId},
    text::Text,
};

type All = BTreeMap<Uuid, Procedure>;

impl Procedure {
    pub(crate) async fn of(db: &mut PgConnection, item: ItemId) -> Result<Self> {
        Ok(Self::all(db, &[item.0]).await?.remove(&item.0).unwrap_or_default())
    }

    /// By §.
    pub(crate) async fn all(db: &mut PgConnection, items: &[Uuid]) -> Result<All> {
        let mut all = matters(db, items).await?;
        claims(db, items, &mut all).await?;
        propositions(db, items, &mut all).await?;
        votes(db, items, &mut all).await?;
        ballots(db, items, &mut all).await?;
        appointments(db, items, &mut all).await?;
        dissents(db, items, &mut all).await?;
        spoken(db, items, &mut all).await?;
        Ok(all)
    }
}

async fn matters(db: &mut PgConnection, items: &[Uuid]) -> Result<All> {
    let rows = sqlx::query!(
        r#"
        select id, agenda_label, matter_no, put_on, answers_id, sitting, begins_at, ends_at, authority, closed_doors, extra_agreed, unprepared_agreed, order_approved
        from items where id = any($1)
        "#,
        items,
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows
        .map(|row| {
            let matter = Matter {
                agenda_label: row.agenda_label,
                series_no: row.matter_no,
                put_on: row.put_on,
                answers: row.answers_id.map(ItemId),
                sitting: row.sitting,
                begins_at: row.begins_at,
                ends_at: row.ends_at,
                authority: row.authority,
                closed_doors: row.closed_doors,
                extra_agreed: row.extra_agreed,
                unprepared_agreed: row.unprepared_agreed,
                order_approved: row.order_approved,
            };
            (row.id, Procedure { matter, ..Procedure::default() })
        })
        .collect())
}

/// A word that the database keeps, as a value of the law's.
fn word<T: std::str::FromStr>(word: &str) -> Result<T> {
    word.parse().map_err(|_| Error::Broken("a word of the procedure"))
}

fn actor(person: Option<Uuid>, group: String) -> Actor {
    person.map_or(Actor::Group(group), |person| Actor::Person(PersonId(person)))
}

async fn claims(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select id, item_id, kind, rank, text as "text: Json<Text>", condition, document, dated_on, withdrawn
        from claims where item_id = any($1) order by item_id, pos
        "#,
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        all.entry(row.item_id).or_default().claims.push(Claim {
            id: row.id,
            kind: word(&row.kind)?,
            rank: row.rank,
            movers: vec![],
            text: row.text.0,
            condition: row.condition,
            document: row.document,
            dated_on: row.dated_on,
            withdrawn: row.withdrawn,
        });
    }
    let rows = sqlx::query!(
        "select claim_id, item_id, person_id, party_group, joins from claim_movers where item_id = any($1) order by claim_id, pos",
        items,
    );
    for row in rows.fetch_all(db).await? {
        let claims = &mut all.entry(row.item_id).or_default().claims;
        if let Some(claim) = claims.iter_mut().find(|claim| claim.id == row.claim_id) {
            let who = actor(row.person_id, row.party_group);
            claim.movers.push(Mover { who, joins: row.joins });
        }
    }
    Ok(())
}

async fn propositions(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select id, item_id, stage, question, settled_by, winner, supporters, reason
        from propositions where item_id = any($1) order by item_id, pos
        "#,
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        all.entry(row.item_id).or_default().propositions.push(Proposition {
            id: row.id,
            stage: word(&row.stage)?,
            question: row.question,
            options: vec![],
            settled_by: word(&row.settled_by)?,
            winner: row.winner.and_then(|winner| usize::try_from(winner).ok()),
            supporters: row.supporters,
            reason: row.reason,
        });
    }
    let rows = sqlx::query!(
        "select proposition_id, item_id, claim_id, words from proposition_options where item_id = any($1) order by proposition_id, pos",
        items,
    );
    for row in rows.fetch_all(db).await? {
        let propositions = &mut all.entry(row.item_id).or_default().propositions;
        if let Some(put) = propositions.iter_mut().find(|one| one.id == row.proposition_id) {
            put.options.push(row.claim_id.map_or(Choice::Words(row.words), Choice::Claim));
        }
    }
    Ok(())
}

async fn votes(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select id, item_id, moment_id, proposition_id, kind, open, yes_means, no_means, casting, lot, stated, as_printed, to_elect, proportional
        from votes where item_id = any($1) order by item_id, pos
        "#,
        items,
    );
    for row in rows.fetch_all(db).await? {
        all.entry(row.item_id).or_default().votes.push(Vote {
            id: row.id,
            moment: row.moment_id,
            proposition: row.proposition_id,
            kind: word(&row.kind)?,
            open: row.open,
            yes_means: row.yes_means,
            no_means: row.no_means,
            ballots: vec![],
            tallies: vec![],
            candidates: vec![],
            casting: row.casting.as_deref().map(word).transpose()?,
            lot: row.lot,
            stated: row.stated.as_deref().map(word).transpose()?,
            as_printed: row.as_printed,
            to_elect: row.to_elect,
            proportional: row.proportional,
        });
    }
    Ok(())
}

async fn ballots(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        "select vote_id, item_id, seat_id, person_id, answer from ballots where item_id = any($1) order by vote_id, pos",
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        let answer = word(&row.answer)?;
        let (seat, person) = (SeatId(row.seat_id), row.person_id.map(PersonId));
        if let Some(vote) = vote(all, row.item_id, row.vote_id) {
            vote.ballots.push(Ballot { seat, person, answer });
        }
    }
    let rows = sqlx::query!(
        "select vote_id, item_id, answer, votes from tallies where item_id = any($1) order by vote_id, array_position(array['yes', 'no', 'abstain', 'absent', 'blank', 'void'], answer)",
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        if let Some(vote) = vote(all, row.item_id, row.vote_id) {
            vote.tallies.push(Tally { answer: row.answer, votes: row.votes });
        }
    }
    let rows = sqlx::query!(
        "select vote_id, item_id, person_id, name, votes, elected, by_lot from candidates where item_id = any($1) order by vote_id, pos",
        items,
    );
    for row in rows.fetch_all(db).await? {
        if let Some(vote) = vote(all, row.item_id, row.vote_id) {
            vote.candidates.push(Candidate {
                person: row.person_id.map(PersonId),
                name: row.name,
                votes: row.votes,
                elected: row.elected,
                by_lot: row.by_lot,
            });
        }
    }
    Ok(())
}

fn vote(all: &mut All, item: Uuid, vote: Uuid) -> Option<&mut Vote> {
    all.get_mut(&item)?.votes.iter_mut().find(|one| one.id == vote)
}

async fn appointments(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select id, item_id, person_id, name, role, body, board_id, starts_on, ends_on, instead_of, released
        from appointments where item_id = any($1) order by item_id, pos
        "#,
        items,
    );
    for row in rows.fetch_all(db).await? {
        all.entry(row.item_id).or_default().appointments.push(Appointment {
            id: row.id,
            person: row.person_id.map(PersonId),
            name: row.name,
            role: row.role,
            body: row.body,
            board: row.board_id,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            instead_of: row.instead_of,
            released: row.released,
        });
    }
    Ok(())
}

async fn dissents(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        r#"
        select id, item_id, kind, point_id, favour_id, text as "text: Json<Text>", handed_in, annex, in_time, recorded_at
        from dissents where item_id = any($1) order by item_id, pos
        "#,
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        all.entry(row.item_id).or_default().dissents.push(Dissent {
            id: row.id,
            kind: word(&row.kind)?,
            people: vec![],
            point: row.point_id,
            favour: row.favour_id,
            text: row.text.map(|text| text.0),
            handed_in: word(&row.handed_in)?,
            annex: row.annex,
            in_time: row.in_time,
            recorded_at: row.recorded_at,
        });
    }
    let rows = sqlx::query!(
        "select dissent_id, item_id, person_id, party_group from dissent_people where item_id = any($1) order by dissent_id, pos",
        items,
    );
    for row in rows.fetch_all(db).await? {
        let dissents = &mut all.entry(row.item_id).or_default().dissents;
        if let Some(dissent) = dissents.iter_mut().find(|one| one.id == row.dissent_id) {
            dissent.people.push(actor(row.person_id, row.party_group));
        }
    }
    Ok(())
}

async fn spoken(db: &mut PgConnection, items: &[Uuid], all: &mut All) -> Result<()> {
    let rows = sqlx::query!(
        "select item_id, person_id, name, reply from speakers where item_id = any($1) order by item_id, pos",
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        all.entry(row.item_id).or_default().speakers.push(Speaker {
            person: row.person_id.map(PersonId),
            name: row.name,
            reply: row.reply,
        });
    }
    let rows = sqlx::query!(
        "select item_id, body, on_day, number, earlier_id, effect, words from earlier_handlings where item_id = any($1) order by item_id, pos",
        items,
    );
    for row in rows.fetch_all(&mut *db).await? {
        all.entry(row.item_id).or_default().earlier.push(Earlier {
            body: row.body,
            on_day: row.on_day,
            number: row.number,
            item: row.earlier_id.map(ItemId),
            effect: word(&row.effect)?,
            words: row.words,
        });
    }
    let rows = sqlx::query!(
        r#"select item_id, subject, text as "text: Json<Text>", told from wordings where item_id = any($1) order by item_id, subject"#,
        items,
    );
    for row in rows.fetch_all(db).await? {
        let (subject, text, told) = (row.subject, row.text.0, row.told);
        all.entry(row.item_id).or_default().wordings.push(Wording { subject, text, told });
    }
    Ok(())
}
