//! The first administrator of a municipality (första administratören), invited from the command line.

use anyhow::{Result, ensure};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    invitation,
    link::{self, Purpose},
};
use crate::{
    Clock, machine_time,
    register::{AccountId, MunicipalityId, PersonId},
    text,
    web::FieldErrors,
};

/// Makes what is missing of municipality, person, account and role, and returns the address of a one-time link
/// that sets the password.
///
/// # Errors
/// The address or a name cannot be kept, or the database refuses.
pub async fn first_administrator(
    db: &mut PgConnection,
    email: &str,
    name: &str,
    municipality: &str,
    origin: &str,
    clock: Clock,
) -> Result<String> {
    let now = machine_time();
    let mut errors = FieldErrors::default();
    let email = invitation::address(&mut errors, email);
    let Some(email) = email else { anyhow::bail!("the mail address must be like namn@exempel.se") };
    let (name, municipality) = (text::clean_line(name, 200)?, text::clean_line(municipality, 200)?);
    ensure!(!name.is_empty(), "a name is needed");

    let municipality = find_or_make_municipality(db, &municipality).await?;
    let account = find_or_make_account(db, &email, &name, municipality, now).await?;
    sqlx::query!(
        r#"
        insert into grants (id, account_id, role, municipality_id, given_at)
        select $1, $2, 'administrator', $3, $4 where not exists (
            select from grants g where g.account_id = $2 and g.municipality_id = $3 and g.role = 'administrator' and g.ended_at is null)
        "#,
        Uuid::now_v7(),
        account.0,
        municipality.0,
        clock.now().0,
    )
    .execute(&mut *db)
    .await?;
    let token = link::issue(db, account, Purpose::Invitation, now).await?;
    Ok(format!("{origin}{}", Purpose::Invitation.path(&token)))
}

/// The court and the place are set afterwards in the register; until then the words are true of every municipality.
async fn find_or_make_municipality(db: &mut PgConnection, name: &str) -> Result<MunicipalityId> {
    let known = sqlx::query_scalar!("select id from municipalities where name = $1", name)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(id) = known {
        return Ok(MunicipalityId(id));
    }
    let id = MunicipalityId::new();
    let short = short_name(name);
    let slug = text::slug(&short, 60);
    ensure!(slug.len() >= 2, "the name of the municipality needs at least two letters");
    let kind = match name.to_lowercase() {
        lower if lower.starts_with("region ") => "region",
        lower if lower.contains("förbund") => "federation",
        _ => "municipality",
    };
    sqlx::query!(
        r#"
        insert into municipalities (id, slug, name, short_name, kind, court, kept_at)
        values ($1, $2, $3, $4, $5, 'Förvaltningsrätten', $3)
        "#,
        id.0,
        slug,
        name,
        short,
        kind,
    )
    .execute(db)
    .await?;
    Ok(id)
}

async fn find_or_make_account(
    db: &mut PgConnection,
    email: &str,
    name: &str,
    home: MunicipalityId,
    now: OffsetDateTime,
) -> Result<AccountId> {
    let known = sqlx::query_scalar!("select id from accounts where email = $1", email)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(id) = known {
        return Ok(AccountId(id));
    }
    let (person, account) = (PersonId::new(), AccountId::new());
    sqlx::query!(
        "insert into persons (id, name, home_id) values ($1, $2, $3)",
        person.0,
        name,
        home.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into accounts (id, person_id, email, created_at) values ($1, $2, $3, $4)",
        account.0,
        person.0,
        email,
        now
    )
    .execute(db)
    .await?;
    Ok(account)
}

/// "Lekeberg" of "Lekebergs kommun"; a name that itself ends in s keeps it.
fn short_name(name: &str) -> String {
    const OWN: [&str; 6] = ["ås", "äs", "fors", "grums", "os", "is"];
    let Some(place) = name.strip_suffix(" kommun").or_else(|| name.strip_suffix(" stad")) else {
        return name.to_owned();
    };
    let lower = place.to_lowercase();
    if OWN.iter().any(|ending| lower.ends_with(ending)) {
        return place.to_owned();
    }
    place.strip_suffix('s').unwrap_or(place).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_name_of_a_municipality_follows_from_its_name() {
        for (name, short) in [
            ("Lekebergs kommun", "Lekeberg"),
            ("Borås stad", "Borås"),
            ("Degerfors kommun", "Degerfors"),
            ("Laxå kommun", "Laxå"),
            ("Upplands Väsby kommun", "Upplands Väsby"),
            ("Region Örebro län", "Region Örebro län"),
        ] {
            assert_eq!(short_name(name), short);
        }
    }
}
