//! Passkeys (lösennycklar): a key of the person's own as a second factor, by `WebAuthn`, and never without the person's PIN or finger.

pub(super) mod enrolment;
pub(super) mod proof;

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, types::Json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use webauthn_rs::prelude::{
    CreationChallengeResponse, CredentialID, Passkey as Credential, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    RequestChallengeResponse, Url, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::Viewer;
use crate::{
    error::{Error, Result},
    register::AccountId,
    seal::Hash,
    web::instant_text,
};

/// How long a challenge waits for its answer.
const LASTS: Duration = Duration::minutes(5);

/// A passkey of an account, as its page shows it.
pub(super) struct Passkey {
    pub(super) id: Uuid,
    pub(super) name: String,
    added_at: OffsetDateTime,
    used_at: Option<OffsetDateTime>,
}

impl Passkey {
    pub(super) fn added(&self) -> String {
        instant_text(self.added_at)
    }

    pub(super) fn used(&self) -> Option<String> {
        self.used_at.map(instant_text)
    }
}

/// What a challenge asks for.
#[derive(Clone, Copy)]
enum Purpose {
    Enrolment,
    Proof,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::Proof => "proof",
        }
    }
}

/// The site as authenticators know it: the host of `PARAGRAF_ORIGIN` (decisions 14).
fn relying_party(origin: &str) -> Result<Webauthn, WebauthnError> {
    let url = Url::parse(origin).map_err(|_| WebauthnError::Configuration)?;
    let host = url.domain().ok_or(WebauthnError::Configuration)?.to_owned();
    WebauthnBuilder::new(&host, &url)?.rp_name("Paragraf").build()
}

/// Says whether the site has an address for which a browser makes passkeys: a name, not a number.
pub(super) fn are_possible(origin: &str) -> bool {
    relying_party(origin).is_ok()
}

fn site(origin: &str) -> Result<Webauthn> {
    relying_party(origin).map_err(|_| Error::NotFound)
}

/// The passkeys that count, the oldest first.
pub(super) async fn list(db: &mut PgConnection, account: AccountId) -> Result<Vec<Passkey>> {
    Ok(sqlx::query_as!(
        Passkey,
        r#"
        select f.id, p.name, f.begun_at as added_at, p.used_at
        from second_factors f join passkeys p on p.factor_id = f.id
        where f.account_id = $1 and f.ended_at is null order by f.begun_at, f.id
        "#,
        account.0
    )
    .fetch_all(db)
    .await?)
}

/// What a browser needs to make a passkey for the viewer, on a device that has none of theirs.
async fn begin_enrolment(
    db: &mut PgConnection,
    origin: &str,
    viewer: &Viewer,
    now: OffsetDateTime,
) -> Result<CreationChallengeResponse> {
    let others: Vec<CredentialID> = credentials(db, viewer.account)
        .await?
        .iter()
        .map(|(_, one)| one.cred_id().clone())
        .collect();
    let (challenge, state) = site(origin)?
        .start_passkey_registration(viewer.account.0, &viewer.email, &viewer.name, Some(others))
        .map_err(|_| Error::Broken("a challenge for a new passkey"))?;
    keep(db, viewer.session, Purpose::Enrolment, &state, now).await?;
    Ok(challenge)
}

/// Lets the passkey that the browser made count. Nothing when it is not an answer to the session's challenge, or is registered already.
async fn enrol(
    db: &mut PgConnection,
    origin: &str,
    viewer: &Viewer,
    (name, made): (&str, &str),
    now: OffsetDateTime,
) -> Result<Option<Uuid>> {
    let state = take::<PasskeyRegistration>(db, viewer.session, Purpose::Enrolment, now).await?;
    let made = serde_json::from_str::<RegisterPublicKeyCredential>(made).ok();
    let (Some(state), Some(made)) = (state, made) else { return Ok(None) };
    let credential = match site(origin)?.finish_passkey_registration(&made, &state) {
        Ok(credential) => credential,
        Err(why) => {
            tracing::warn!(account = %viewer.account, %why, "a new passkey was not accepted");
            return Ok(None);
        }
    };
    let factor = Uuid::now_v7();
    sqlx::query!(
        "insert into second_factors (id, account_id, kind, sealed, begun_at, confirmed_at) values ($1, $2, 'passkey', '', $3, $3)",
        factor,
        viewer.account.0,
        now,
    )
    .execute(&mut *db)
    .await?;
    let added = sqlx::query!(
        "insert into passkeys (factor_id, credential_id, name, credential) values ($1, $2, $3, $4) on conflict (credential_id) do nothing",
        factor,
        credential.cred_id().as_slice(),
        name,
        Json(&credential) as _,
    )
    .execute(db)
    .await?;
    Ok((added.rows_affected() == 1).then_some(factor))
}

/// What a browser needs to show that it has one of the account's passkeys.
async fn begin_proof(
    db: &mut PgConnection,
    origin: &str,
    (account, session): (AccountId, Hash),
    now: OffsetDateTime,
) -> Result<RequestChallengeResponse> {
    let mine: Vec<Credential> =
        credentials(db, account).await?.into_iter().map(|(_, one)| one).collect();
    if mine.is_empty() {
        return Err(Error::NotFound);
    }
    let (challenge, state) = site(origin)?
        .start_passkey_authentication(&mine)
        .map_err(|_| Error::Broken("a challenge for a passkey"))?;
    keep(db, session, Purpose::Proof, &state, now).await?;
    Ok(challenge)
}

/// Says whether the browser's answer to the session's challenge is by a passkey that the account still has. An answer counts once.
async fn prove(
    db: &mut PgConnection,
    origin: &str,
    (account, session): (AccountId, Hash),
    answer: &str,
    now: OffsetDateTime,
) -> Result<bool> {
    let state = take::<PasskeyAuthentication>(db, session, Purpose::Proof, now).await?;
    let answer = serde_json::from_str::<PublicKeyCredential>(answer).ok();
    let (Some(state), Some(answer)) = (state, answer) else { return Ok(false) };
    let proof = match site(origin)?.finish_passkey_authentication(&answer, &state) {
        Ok(proof) => proof,
        Err(why) => {
            tracing::warn!(%account, %why, "the answer of a passkey was not accepted");
            return Ok(false);
        }
    };
    let mine = credentials(db, account).await?;
    let used = mine.into_iter().find(|(_, one)| one.cred_id() == proof.cred_id());
    let Some((factor, mut credential)) = used else { return Ok(false) };
    credential.update_credential(&proof);
    sqlx::query!(
        "update passkeys set credential = $2, used_at = $3 where factor_id = $1",
        factor,
        Json(&credential) as _,
        now
    )
    .execute(db)
    .await?;
    Ok(true)
}

async fn credentials(db: &mut PgConnection, account: AccountId) -> Result<Vec<(Uuid, Credential)>> {
    let rows = sqlx::query!(
        r#"
        select p.factor_id, p.credential as "credential: Json<Credential>"
        from passkeys p join second_factors f on f.id = p.factor_id
        where f.account_id = $1 and f.ended_at is null order by f.begun_at, f.id
        "#,
        account.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.factor_id, row.credential.0)).collect())
}

/// Keeps what the answer is compared with; an older challenge of the session is given up.
async fn keep(
    db: &mut PgConnection,
    session: Hash,
    purpose: Purpose,
    state: &impl Serialize,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into passkey_challenges (session, purpose, state, made_at) values ($1, $2, $3, $4)
         on conflict (session) do update set purpose = excluded.purpose, state = excluded.state, made_at = excluded.made_at",
        session.as_ref(),
        purpose.key(),
        serde_json::to_value(state)?,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the challenge away, so that nothing answers it twice.
async fn take<T: DeserializeOwned>(
    db: &mut PgConnection,
    session: Hash,
    purpose: Purpose,
    now: OffsetDateTime,
) -> Result<Option<T>> {
    let state = sqlx::query_scalar!(
        "delete from passkey_challenges where session = $1 and purpose = $2 and made_at > $3 returning state",
        session.as_ref(),
        purpose.key(),
        now - LASTS,
    )
    .fetch_optional(db)
    .await?;
    Ok(state.map(serde_json::from_value).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Decisions 14: browsers make passkeys for names, over https or on localhost.
    #[test]
    fn passkeys_are_for_a_site_with_a_name() {
        for origin in ["https://protokoll.bjorkvik.se", "http://localhost:8080"] {
            assert!(are_possible(origin), "{origin}");
        }
        for origin in ["http://127.0.0.1:8080", "https://[::1]", "bjorkvik"] {
            assert!(!are_possible(origin), "{origin}");
        }
    }
}
