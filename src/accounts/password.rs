//! Passwords (lösenord): argon2id behind a semaphore, so that guessing cannot take the machine.

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use tokio::{sync::Semaphore, task::spawn_blocking};
use unicode_normalization::UnicodeNormalization as _;

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
    let password: String = password.nfc().collect();
    spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await?
    .map_err(|why| anyhow::anyhow!("argon2: {why}"))
}

/// Says whether the password is right. Takes as long for an account that does not exist or has no password.
pub(crate) async fn verify(password: &str, stored: Option<&str>) -> bool {
    verify_by(password, stored, is_right).await
}

/// What is evaluated where there is no password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$mzN1cD8lLQiXbsvJCMSaB4LKdkMzcCkcs+mJUdCEr/4";

/// [`verify`], whose one evaluation, known or not, is done by `evaluate`, of the password and a hash.
async fn verify_by(
    password: &str,
    stored: Option<&str>,
    evaluate: impl FnOnce(&str, &str) -> bool + Send + 'static,
) -> bool {
    let Ok(_turn) = TURNS.acquire().await else { return false };
    metrics::counter!("paragraf_passwords_evaluated_total").increment(1);
    let known = stored.is_some();
    let (password, stored) =
        (password.nfc().collect::<String>(), stored.unwrap_or(NOBODY).to_owned());
    let right = spawn_blocking(move || evaluate(&password, &stored)).await.unwrap_or(false);
    right && known
}

/// Computes one hash, with the parameters of the stored one.
fn is_right(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// What passwords are often made of.
const COMMON: [&str; 14] = [
    "1234567890",
    "0987654321",
    "123456789",
    "12345678",
    "qwertyuiop",
    "asdfghjkl",
    "qwerty",
    "password",
    "losenord",
    "lösenord",
    "paragraf",
    "protokoll",
    "sekreterare",
    "kommun",
];

/// Why a password may not be used, in Swedish: its length, or that it is made of common words or the person's own name.
pub(super) fn check(typed: &str, name: &str, email: &str) -> Result<(), &'static str> {
    let length = typed.nfc().count();
    if length < *LENGTH.start() {
        return Err("Skriv minst 12 tecken. En mening med flera ord är lätt att minnas.");
    }
    if length > *LENGTH.end() {
        return Err("Skriv högst 128 tecken.");
    }
    let mut rest = typed.nfc().collect::<String>().to_lowercase();
    let (name, email) = (name.to_lowercase(), email.to_lowercase());
    let own = [email.as_str()].into_iter().chain(name.split(' ')).chain(email.split(['@', '.']));
    for word in own.chain(COMMON).filter(|word| word.chars().count() > 2) {
        rest = rest.replace(word, "");
    }
    let different: std::collections::BTreeSet<char> = rest.chars().collect();
    if different.len() < 5 {
        return Err(
            "Lösenordet är lätt att gissa. Välj något annat än vanliga ord och ditt eget namn.",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_own_words_are_refused_and_a_sentence_is_not() {
        let check = |typed: &str| check(typed, "Sara Öberg", "sara.oberg@exempel.se");
        for bad in [
            "kort",
            "losenord1234",
            "aaaaaaaaaaaaaaa",
            "123456789012",
            "Sara Öberg 12",
            "sara.oberg@exempel.se",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(check(&"x7".repeat(65)).is_err());
        for good in ["tre gröna hästar", "839201748365", "Saras katt äter fisk"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[tokio::test]
    async fn each_try_evaluates_one_hash_of_the_same_cost_whoever_it_is() {
        let (stored, typed) = (hash("korrekt häst batteri").await.unwrap(), "korrekt häst batteri");
        let cost = |hash: &str| hash.rsplitn(3, '$').nth(2).unwrap().to_owned();
        for (typed, stored) in [(typed, Some(&*stored)), ("fel", Some(&*stored)), (typed, None)] {
            let (seen, evaluated) = std::sync::mpsc::channel();
            verify_by(typed, stored, move |password, hash| {
                seen.send(hash.to_owned()).unwrap();
                is_right(password, hash)
            })
            .await;
            let evaluated: Vec<_> = evaluated.iter().collect();
            assert_eq!(evaluated.len(), 1);
            assert_eq!(cost(&evaluated[0]), "$argon2id$v=19$m=19456,t=2,p=1");
            assert!(PasswordHash::new(&evaluated[0]).is_ok(), "it is computed, not refused");
        }
    }

    #[tokio::test]
    async fn the_right_password_is_known_again_and_no_other() {
        let stored = hash("korrekt häst batteri").await.unwrap();
        assert!(verify("korrekt häst batteri", Some(&stored)).await);
        assert!(!verify("korrekt hast batteri", Some(&stored)).await);
        assert!(!verify("korrekt häst batteri", None).await);
    }
}
