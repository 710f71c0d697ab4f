//! Passwords (lösenord): argon2id behind a semaphore, so that guessing cannot take the machine.

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// As many as may be computed at once; each takes 19 MiB.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Shortest and longest password, in characters.
pub(crate) const LENGTH: std::ops::RangeInclusive<usize> = 12..=128;

/// The argon2id hash of a password, with a salt of its own.
///
/// # Errors
/// The hash cannot be computed.
pub async fn hash(password: &str) -> anyhow::Result<String> {
    let _turn = TURNS.acquire().await?;
    let password = password.to_owned();
    spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await?
    .map_err(|why| anyhow::anyhow!("argon2: {why}"))
}

/// Says whether the password is right. Takes as long for an account that does not exist or has no password.
pub(crate) async fn verify(password: &str, stored: Option<&str>) -> bool {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$mzN1cD8lLQiXbsvJCMSaB4LKdkMzcCkcs+mJUdCEr/4";
    let Ok(_turn) = TURNS.acquire().await else { return false };
    let known = stored.is_some();
    let (password, stored) = (password.to_owned(), stored.unwrap_or(NOBODY).to_owned());
    let right = spawn_blocking(move || {
        PasswordHash::new(&stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .unwrap_or(false);
    right && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_is_known_again_and_no_other() {
        let stored = hash("korrekt häst batteri").await.unwrap();
        assert!(verify("korrekt häst batteri", Some(&stored)).await);
        assert!(!verify("korrekt hast batteri", Some(&stored)).await);
        assert!(!verify("korrekt häst batteri", None).await);
    }
}
