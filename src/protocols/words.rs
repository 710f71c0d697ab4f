//! The Swedish words (klartext) for how somebody signed; in the record these are codes.

use crate::seal::Office;

/// "ordförande", as in a sentence.
pub(crate) fn office(office: Office) -> &'static str {
    match office {
        Office::Chair => "ordförande",
        Office::Adjuster => "justerare",
        Office::Secretary => "sekreterare",
    }
}

/// "Ordförande", at the head of a line; a word that is no code stands as it is.
pub(crate) fn office_title(code: &str) -> &str {
    match code {
        "chair" => "Ordförande",
        "adjuster" => "Justerare",
        "secretary" => "Sekreterare",
        word => word,
    }
}

pub(crate) fn method(code: &str) -> &str {
    match code {
        "password" => "Lösenord",
        "passkey" => "Lösennyckel",
        "password_totp" => "Lösenord och engångskod",
        "bankid" => "BankID",
        "paper" => "På papper",
        word => word,
    }
}

pub(crate) fn level(code: &str) -> &str {
    match code {
        "simple" => "enkel elektronisk underskrift",
        "strong" => "enkel elektronisk underskrift med stark inloggning",
        "advanced" => "avancerad elektronisk underskrift",
        "qualified" => "kvalificerad elektronisk underskrift",
        word => word,
    }
}
