//! The server's word (serverns intyg) that it checked how a person signed: what is attested, not proved by a key of the signer's own.

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use super::{
    canonical::{CanonicalError, canonical},
    checkpoint::Signature,
    hash::Hash,
    office::Method,
};

const ATTESTATION: &str = "paragraf-attestation/1";

/// The server's word over the digest of a statement and the method by which it was signed.
///
/// # Errors
/// None in practice; the canonical form of a hash and a word always exists.
pub fn attest(
    key: &SigningKey,
    statement: Hash,
    method: Method,
) -> Result<Signature, CanonicalError> {
    Ok(Signature(key.sign(&attested(statement, method)?).to_bytes()))
}

/// Says whether the key has given that word.
pub fn is_attested(key: &VerifyingKey, statement: Hash, method: Method, word: Signature) -> bool {
    attested(statement, method).is_ok_and(|bytes| word.is_of(key, &bytes))
}

fn attested(statement: Hash, method: Method) -> Result<Vec<u8>, CanonicalError> {
    canonical(&(ATTESTATION, statement, method))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_is_for_one_statement_one_method_and_by_one_key() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let word = attest(&key, Hash([2; 32]), Method::PasswordTotp).unwrap();
        let holds = |seed: u8, statement: u8, method| {
            let key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
            is_attested(&key, Hash([statement; 32]), method, word)
        };
        assert!(holds(1, 2, Method::PasswordTotp));
        assert!(!holds(3, 2, Method::PasswordTotp));
        assert!(!holds(1, 3, Method::PasswordTotp));
        assert!(!holds(1, 2, Method::BankId));
    }
}
