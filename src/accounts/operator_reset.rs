//! A lost second factor where no second person is (återställning på kommandoraden): whoever runs the program resets an administrator's, and
//! everybody concerned is told.

use anyhow::{Context as _, Result, ensure};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    known_device,
    link::{self, Purpose},
    second_factor, session,
};
use crate::{Clock, machine_time, mail, register::AccountId, text};

/// Ends the factor of an administrator, signs them out everywhere, mails them and everybody who works with the roles of their
/// municipalities, and returns the address of a link that sets a new password. The chain tells of it. `db` is the owner's.
///
/// # Errors
/// No open account of an administrator has the address, it has no second factor, or the database refuses.
pub async fn reset_by_operator(
    db: &mut PgConnection,
    email: &str,
    reason: &str,
    origin: &str,
    clock: Clock,
) -> Result<String> {
    let (legal, now) = (clock.now(), machine_time());
    let email = email.trim().to_lowercase();
    let reason = text::clean_line(reason, 500)?;
    ensure!(!reason.is_empty(), "a reason is needed: how it is known that the right person asks");
    let (account, name) = administrator(db, &email, legal.today())
        .await?
        .with_context(|| format!("no administrator signs in with {email}"))?;
    ensure!(
        second_factor::of(db, account).await?.are_some(),
        "the account has no second factor; a new password is asked for at {origin}/losenord"
    );

    sqlx::query!(
        "insert into operator_resets (id, account_id, reason, at) values ($1, $2, $3, $4)",
        Uuid::now_v7(),
        account.0,
        reason,
        legal.0
    )
    .execute(&mut *db)
    .await?;
    second_factor::end(db, account, second_factor::Which::All, "reset", now).await?;
    session::end_all(db, account, now).await?;
    known_device::forget_all(db, account).await?;
    let token = link::issue(db, account, Purpose::Password, now).await?;
    let link = format!("{origin}{}", Purpose::Password.path(&token));
    tell_person(db, &email, (&reason, &link), now).await?;
    tell_others(db, account, (&name, &reason, origin), legal.today()).await?;
    Ok(link)
}

async fn administrator(
    db: &mut PgConnection,
    email: &str,
    today: Date,
) -> Result<Option<(AccountId, String)>> {
    let row = sqlx::query!(
        "select a.id, p.name from accounts a join persons p on p.id = a.person_id
         where a.email = $1 and account_is_open(a.id)
            and exists (select from grants g where g.account_id = a.id and g.role = 'administrator' and grant_counts(g, $2))",
        email,
        today
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (AccountId(row.id), row.name)))
}

async fn tell_person(
    db: &mut PgConnection,
    email: &str,
    (reason, link): (&str, &str),
    now: OffsetDateTime,
) -> Result<()> {
    let body = format!(
        "Hej!\n\nTvåstegsinloggningen för ditt konto i Paragraf är återställd av den som sköter driften. Skälet som angavs: {reason}\n\n\
         Kontot är utloggat överallt. Välj ett nytt lösenord här och slå sedan på tvåstegsinloggningen igen:\n\n{link}\n\n\
         Länken gäller i två timmar.\n\nHar du inte bett om det? Säg till den som sköter driften genast.\n"
    );
    mail::queue(db, email, "Din inloggning till Paragraf är återställd", &body, now).await?;
    Ok(())
}

/// Everybody else who is administrator, registrar or secretary where the person is administrator.
async fn tell_others(
    db: &mut PgConnection,
    account: AccountId,
    (name, reason, origin): (&str, &str, &str),
    today: Date,
) -> Result<()> {
    let others = sqlx::query_scalar!(
        r#"
        select distinct a.email from grants g left join boards b on b.id = g.board_id join accounts a on a.id = g.account_id
        where grant_counts(g, $2) and g.role in ('administrator', 'registrar', 'secretary') and a.id <> $1 and account_is_open(a.id)
            and coalesce(g.municipality_id, b.host_id) in (select o.municipality_id from grants o
                where o.account_id = $1 and o.role = 'administrator' and grant_counts(o, $2))
        order by a.email
        "#,
        account.0,
        today
    )
    .fetch_all(&mut *db)
    .await?;
    let body = format!(
        "Hej!\n\nTvåstegsinloggningen för {name}, administratör i Paragraf, har återställts på kommandoraden av den som sköter driften.\n\
         Skälet som angavs: {reason}\n\nDet är antecknat i kedjan, och står på {origin}{}. Stämmer det inte? Tala genast med {name} och \
         med den som sköter driften.\n",
        super::reset_overview::PATH
    );
    for email in others {
        mail::queue(
            db,
            &email,
            "En administratörs inloggning är återställd",
            &body,
            machine_time(),
        )
        .await?;
    }
    Ok(())
}
