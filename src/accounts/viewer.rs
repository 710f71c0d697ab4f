//! The person behind a request (den inloggade), and what has been granted.

use axum::{
    extract::{FromRef as _, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::session;
use crate::{
    App, Now, SiteDb,
    error::{Error, Result},
    machine_time,
    register::{AccountId, BoardId, MunicipalityId, PersonId},
    seal::Hash,
};

/// What an account may do; chair and adjuster follow from the meeting and are never granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Keeps the register of one municipality.
    Administrator(MunicipalityId),
    /// Announces and registers for one municipality.
    Registrar(MunicipalityId),
    /// Keeps the protocols of one board.
    Secretary(BoardId),
    /// Reads, and changes nothing: what, is `readable_boards` in the database.
    Reader,
}

/// A role that an account has now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grant {
    pub(crate) role: Role,
}

/// The person behind the request. Taking one as an argument requires signing in.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) account: AccountId,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) authenticated_at: OffsetDateTime,
    /// The account has one-time codes, which are asked for beside the password.
    pub(crate) codes: bool,
    /// The account has passkeys.
    pub(crate) passkeys: bool,
    /// The legal instant of the request, at which the roles count.
    pub(crate) now: Now,
    pub(crate) grants: Vec<Grant>,
    pub(super) session: Hash,
}

impl Viewer {
    /// The boards whose protocols the viewer keeps.
    pub(crate) fn boards(&self) -> Vec<uuid::Uuid> {
        self.grants
            .iter()
            .filter_map(
                |grant| if let Role::Secretary(board) = grant.role { Some(board.0) } else { None },
            )
            .collect()
    }

    /// The municipalities whose register the viewer keeps.
    pub(crate) fn administers(&self) -> Vec<uuid::Uuid> {
        self.grants
            .iter()
            .filter_map(
                |grant| if let Role::Administrator(id) = grant.role { Some(id.0) } else { None },
            )
            .collect()
    }

    /// The municipalities for which the viewer announces.
    pub(crate) fn registers(&self) -> Vec<uuid::Uuid> {
        self.grants
            .iter()
            .filter_map(
                |grant| if let Role::Registrar(id) = grant.role { Some(id.0) } else { None },
            )
            .collect()
    }

    /// Says whether a password alone is not enough.
    pub(crate) fn second_factor(&self) -> bool {
        self.codes || self.passkeys
    }

    /// Says whether the password was given within the last ten minutes.
    pub(crate) fn is_fresh(&self) -> bool {
        machine_time() - self.authenticated_at <= Duration::minutes(10)
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let back = || Error::SignedOut {
            back: parts.uri.path_and_query().map_or("/arbete", |path| path.as_str()).to_owned(),
        };
        let token = session::token_hash(&parts.headers, &app.origin).ok_or_else(back)?;
        let mut db = SiteDb::from_ref(app).0.acquire().await?;
        let now = machine_time();

        let row = sqlx::query!(
            r#"
            update sessions s set seen_at = greatest(seen_at, $2), agent = $5
            from accounts a join persons p on p.id = a.person_id
            where s.token_hash = $1 and a.id = s.account_id and not s.waits_for_code and account_is_open(a.id) and s.ended_at is null and s.seen_at > $3 and s.created_at between $4 and $2::timestamptz + interval '1 minute'
            returning a.id, a.person_id, p.name, a.email, s.authenticated_at, exists (select from second_factors f
                where f.account_id = a.id and f.kind = 'codes' and f.confirmed_at is not null and f.ended_at is null) as "codes!",
                exists (select from second_factors f where f.account_id = a.id and f.kind = 'passkey' and f.ended_at is null) as "passkeys!"
            "#,
            token.as_ref(),
            now,
            now - session::IDLE,
            now - session::WHOLE,
            agent(&parts.headers),
        )
        .fetch_optional(&mut *db)
        .await?
        .ok_or_else(back)?;
        let account = AccountId(row.id);
        let legal = app.clock.now();
        let grants = grants(&mut db, account, legal.today()).await?;

        Ok(Self {
            account,
            person: PersonId(row.person_id),
            name: row.name,
            email: row.email,
            authenticated_at: row.authenticated_at,
            codes: row.codes,
            passkeys: row.passkeys,
            now: legal,
            grants,
            session: token,
        })
    }
}

/// The browser's name for itself.
fn agent(headers: &HeaderMap) -> String {
    let name = headers.get(header::USER_AGENT).and_then(|name| name.to_str().ok());
    name.unwrap_or_default().chars().take(300).collect()
}

async fn grants(db: &mut PgConnection, account: AccountId, today: Date) -> Result<Vec<Grant>> {
    let rows = sqlx::query!(
        "select role, municipality_id, board_id from grants g where account_id = $1 and grant_counts(g, $2) order by given_at, id",
        account.0,
        today,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let role = match (row.role.as_str(), row.municipality_id, row.board_id) {
                ("administrator", Some(id), None) => Role::Administrator(MunicipalityId(id)),
                ("registrar", Some(id), None) => Role::Registrar(MunicipalityId(id)),
                ("secretary", None, Some(id)) => Role::Secretary(BoardId(id)),
                ("jurist" | "auditor", Some(_), None)
                | ("group_leader" | "official", None, Some(_)) => Role::Reader,
                _ => return None,
            };
            Some(Grant { role })
        })
        .collect())
}
