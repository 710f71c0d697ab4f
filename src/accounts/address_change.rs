//! What has happened to the mail address of an account (adressändringar): each change with who and when, told to administrators.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    error::{Error, OnConstraint as _, Result},
    register::AccountId,
    web::instant_text,
};

/// How an address came to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By its owner.
    Own(AccountId),
    /// By an administrator, while nobody had used the account.
    Corrected(AccountId),
    /// By whoever reads the mail of the address that it had.
    TakenBack,
}

/// A change that was made; the addresses are gone once a decision has let them go.
pub(super) struct Change {
    at: OffsetDateTime,
    way: String,
    by: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl Change {
    pub(super) fn when(&self) -> String {
        instant_text(self.at)
    }

    /// "Ändrad av Anna Ek från a@exempel.se till b@exempel.se".
    pub(super) fn words(&self) -> String {
        let what = match (self.way.as_str(), &self.by) {
            ("corrected", Some(by)) => format!("Rättad av {by}"),
            ("own", Some(by)) => format!("Ändrad av {by}"),
            _ => "Tillbakatagen med länken till den tidigare adressen".to_owned(),
        };
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => format!("{what}, från {from} till {to}"),
            _ => format!("{what}; adresserna är gallrade"),
        }
    }
}

/// Gives the account another address and writes it down; `at` is legal time. Gives the one it had; nothing when the new one is another account's.
///
/// # Errors
/// Refused where another account got the address at the same moment.
pub(super) async fn make(
    db: &mut PgConnection,
    account: AccountId,
    (way, address): (Way, &str),
    at: OffsetDateTime,
) -> Result<Option<String>> {
    let from =
        sqlx::query_scalar!("select email from accounts where id = $1 for update", account.0)
            .fetch_one(&mut *db)
            .await?;
    if from == address {
        return Ok(Some(from));
    }
    let moved = sqlx::query!(
        "update accounts set email = $2
         where id = $1 and (password is null or not $3) and not exists (select from accounts where email = $2)",
        account.0,
        address,
        matches!(way, Way::Corrected(_)),
    )
    .execute(&mut *db)
    .await
    .on_constraint("accounts_email_key", || {
        Error::refused("Ett annat konto fick just adressen. Inget har ändrats.")
    })?;
    if moved.rows_affected() == 0 {
        return Ok(None);
    }
    note(db, account, way, (&from, address), at).await?;
    Ok(Some(from))
}

async fn note(
    db: &mut PgConnection,
    account: AccountId,
    way: Way,
    (from, to): (&str, &str),
    at: OffsetDateTime,
) -> Result<()> {
    let (key, by) = match way {
        Way::Own(by) => ("own", Some(by)),
        Way::Corrected(by) => ("corrected", Some(by)),
        Way::TakenBack => ("taken_back", None),
    };
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into address_changes (id, account_id, way, by_id, at) values ($1, $2, $3, $4, $5)",
        id,
        account.0,
        key,
        by.map(|by| by.0),
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into changed_addresses (change_id, from_address, to_address) values ($1, $2, $3)",
        id,
        from,
        to
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The changes of an account, the newest first, at most fifty.
pub(super) async fn all(db: &mut PgConnection, account: AccountId) -> Result<Vec<Change>> {
    Ok(sqlx::query_as!(
        Change,
        r#"
        select c.at, c.way, p.name as "by?", x.from_address as "from?", x.to_address as "to?"
        from address_changes c left join changed_addresses x on x.change_id = c.id
            left join accounts b on b.id = c.by_id left join persons p on p.id = b.person_id
        where c.account_id = $1
        order by c.at desc, c.id desc
        limit 50
        "#,
        account.0
    )
    .fetch_all(db)
    .await?)
}
