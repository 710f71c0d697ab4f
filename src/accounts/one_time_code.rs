//! One-time codes (engångskoder) by RFC 6238: six digits every thirty seconds, from a secret that the person's app holds.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};
use rand::Rng as _;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};

use crate::error::encode;

/// What the app calls the place.
const ISSUER: &str = "Paragraf";

/// A secret shared with the person's app: 160 bits.
pub(super) struct Codes([u8; 20]);

/// The address that the app reads, drawn as a square: the side in modules, and the path of the dark ones.
pub(super) struct Square {
    pub(super) side: usize,
    pub(super) path: String,
}

impl Codes {
    pub(super) fn new() -> Self {
        let mut secret = [0; 20];
        rand::rng().fill_bytes(&mut secret);
        Self(secret)
    }

    pub(super) fn read(secret: &[u8]) -> Option<Self> {
        secret.try_into().ok().map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step of thirty seconds whose code was typed, one to either side of `now` included; white space does not count.
    pub(super) fn step(&self, typed: &str, now: OffsetDateTime) -> Option<i64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if typed.len() != 6 || !typed.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let step = self.totp().check(&typed, now.unix_timestamp().try_into().ok()?)?;
        step.try_into().ok()
    }

    /// The secret to type where a picture cannot be read: groups of four letters.
    pub(super) fn text(&self) -> String {
        let text: Vec<char> = Secret::new_stack(self.0).to_base32().chars().collect();
        text.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }

    /// The address that an app reads.
    fn address(&self, email: &str) -> String {
        let secret = Secret::new_stack(self.0).to_base32();
        format!("otpauth://totp/{ISSUER}:{}?secret={secret}&issuer={ISSUER}", encode(email))
    }

    /// The address as a picture; nothing when it is too long for one.
    pub(super) fn square(&self, email: &str) -> Option<Square> {
        /// The light edge that a reader needs.
        const EDGE: usize = 4;
        let code = QrCode::new(self.address(email)).ok()?;
        let (width, mut path) = (code.width(), String::new());
        for (n, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                _ = write!(path, "M{} {}h1v1h-1z", n % width + EDGE, n / width + EDGE);
            }
        }
        Some(Square { side: width + 2 * EDGE, path })
    }

    fn totp(&self) -> Totp {
        Builder::new().with_secret(Secret::new_stack(self.0)).build_noncompliant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 6238, appendix B, of whose eight digits an app shows the last six.
    #[test]
    fn a_code_is_that_of_the_standard_and_of_its_minute_only() {
        let codes = Codes(*b"12345678901234567890");
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
        {
            assert_eq!(codes.step(code, at(seconds)), Some(seconds / 30), "{code}");
        }
        assert_eq!(
            codes.step(" 287 082", at(59 + 30)),
            Some(1),
            "the clock of a phone may be behind"
        );
        assert_eq!(codes.step("287082", at(59)), codes.step("287082", at(59 - 30)));
        for typed in ["287082", "", "28708", "2870820", "28708a", "٢٨٧٠٨٢"] {
            assert_eq!(codes.step(typed, at(59 + 90)), None, "{typed}");
        }
    }

    #[test]
    fn the_secret_is_shown_as_text_and_as_a_square() {
        let codes = Codes(*b"12345678901234567890");
        assert_eq!(codes.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            codes.address("anna+x@exempel.se"),
            "otpauth://totp/Paragraf:anna%2Bx%40exempel.se?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Paragraf"
        );
        let square = codes.square("anna@exempel.se").unwrap();
        assert!(
            square.side > 21 + 8 && square.path.starts_with("M4 4h1v1h-1z"),
            "the corner is dark"
        );
        assert_ne!(Codes::new().bytes(), Codes::new().bytes());
    }
}
