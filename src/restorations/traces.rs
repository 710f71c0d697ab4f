//! What files outside the database tell of it (spår): mails that were sent, printed protocols, addresses in logs, checkpoints.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use time::OffsetDateTime;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use crate::seal::{Checkpoint, Hash, LossKind};

/// What can stand in an address, and what it proves when it is not in the database.
const ADDRESSES: [(&str, LossKind); 3] = [
    ("/justera/", LossKind::Version),
    ("/anslag/", LossKind::Notice),
    ("/sammantraden/", LossKind::Meeting),
];

/// Read from files, not yet compared with a database.
#[derive(Debug, Default)]
pub struct Traces {
    pub(super) mails: BTreeMap<MailKey, Mail>,
    /// PDFs by their SHA-256, with the name of a file.
    pub(super) documents: BTreeMap<Hash, String>,
    /// Rows that an address names, with the name of a file.
    pub(super) rows: BTreeMap<(LossKind, Uuid), String>,
    pub(super) checkpoints: Vec<Checkpoint>,
    /// How many files were read.
    pub files: usize,
}

/// What the outbox writes in a Message-ID: when the mail was queued, in microseconds, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MailKey {
    pub(super) queued_at: OffsetDateTime,
    pub(super) id: i64,
}

#[derive(Debug)]
pub(super) struct Mail {
    pub(super) subject: String,
    pub(super) file: String,
}

impl Traces {
    /// Reads files, and every file below a folder.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut traces = Self::default();
        let mut waiting = paths.to_vec();
        while let Some(path) = waiting.pop() {
            let told = || format!("cannot read {}", path.display());
            if path.is_dir() {
                for entry in fs::read_dir(&path).with_context(told)? {
                    waiting.push(entry.with_context(told)?.path());
                }
            } else {
                traces.read_file(&path, &fs::read(&path).with_context(told)?);
            }
        }
        Ok(traces)
    }

    fn read_file(&mut self, path: &Path, bytes: &[u8]) {
        self.files += 1;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = line(&name);
        if bytes.starts_with(b"%PDF") {
            self.documents.entry(Hash::of(bytes)).or_insert(file);
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        // An mbox holds several mails, each behind a line that begins so.
        for letter in text.split("\nFrom ") {
            self.read_letter(letter, &file);
        }
        self.read_addresses(&text, &file);
        self.read_checkpoints(&text);
    }

    fn read_letter(&mut self, letter: &str, file: &str) {
        let head = letter.replace("\r\n", "\n");
        let head = head.split("\n\n").next().unwrap_or_default().replace("\n ", " ");
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let (found, value) = line.split_once(':')?;
                found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let Some(key) = field("Message-ID").as_deref().and_then(mail_key) else { return };
        let subject = line(&decoded(&field("Subject").unwrap_or_default()));
        self.mails.entry(key).or_insert_with(|| Mail { subject, file: file.to_owned() });
    }

    fn read_addresses(&mut self, text: &str, file: &str) {
        for (before, kind) in ADDRESSES {
            for (at, found) in text.match_indices(before) {
                let id = text.get(at + found.len()..at + found.len() + 36);
                // Ours carry their instant; a scanner's guesses do not.
                let id = id.and_then(|id| id.parse::<Uuid>().ok());
                if let Some(id) = id.filter(|id| id.get_version_num() == 7) {
                    self.rows.entry((kind, id)).or_insert_with(|| file.to_owned());
                }
            }
        }
    }

    fn read_checkpoints(&mut self, text: &str) {
        for (at, _) in text.match_indices('{') {
            let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter();
            if let Some(Ok(checkpoint)) = values.next() {
                self.checkpoints.push(checkpoint);
            }
        }
    }

    /// The rows of one kind that addresses name.
    pub(super) fn ids(&self, kind: LossKind) -> BTreeSet<Uuid> {
        self.rows.keys().filter(|(one, _)| *one == kind).map(|(_, id)| *id).collect()
    }
}

/// A line that has a canonical form, and is not too long for a page.
fn line(text: &str) -> String {
    let clean = text.nfc().map(|c| if c.is_control() { ' ' } else { c });
    clean.take(200).collect::<String>().trim().to_owned()
}

/// `<1795510800000000.17@paragraf.example>`
fn mail_key(id: &str) -> Option<MailKey> {
    let (local, _) = id.trim_start_matches('<').split_once('@')?;
    let (micros, number) = local.split_once('.')?;
    let queued_at =
        OffsetDateTime::from_unix_timestamp_nanos(micros.parse::<i128>().ok()? * 1000).ok()?;
    Some(MailKey { queued_at, id: number.parse().ok()? })
}

/// RFC 2047 as mail programs write it: `=?utf-8?b?…?=`, words with a space between that is not meant.
fn decoded(subject: &str) -> String {
    let mut bytes = Vec::new();
    let mut plain = false;
    for word in subject.split(' ') {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        if let Some(encoded) = inner.and_then(base64) {
            if plain {
                bytes.push(b' ');
            }
            bytes.extend(encoded);
            plain = false;
        } else {
            if !bytes.is_empty() {
                bytes.push(b' ');
            }
            bytes.extend(word.as_bytes());
            plain = true;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        let value = DIGITS.iter().position(|&known| known == digit)?;
        held = held << 6 | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_mail_a_pdf_a_log_and_a_checkpoint_are_read() {
        let mut traces = Traces::default();
        let id = Uuid::now_v7();
        let mail = format!(
            "Message-ID: <1795510800000001.17@exempel.se>\r\nSubject: =?utf-8?b?UHJvdG9rb2xsIGF0dCBqdXN0ZXJhOiBTa29sbsOkbW5k?=\r\n =?utf-8?b?ZW4=?= 2026\r\n\r\nhttps://exempel.se/justera/{id}\r\n"
        );
        traces.read_file(Path::new("1.eml"), mail.as_bytes());
        traces.read_file(Path::new("p.pdf"), b"%PDF-1.7 x");
        let guess = Uuid::from_u128(4 << 76 | 8 << 60);
        let log = format!("GET /lekeberg/anslag/{id} 200\nGET /lekeberg/anslag/{guess} 404\n");
        traces.read_file(Path::new("access.log"), log.as_bytes());

        let (key, mail) = traces.mails.first_key_value().unwrap();
        let queued_at = datetime!(2026-11-24 09:00:00.000001 UTC);
        assert_eq!(*key, MailKey { queued_at, id: 17 });
        assert_eq!(mail.subject, "Protokoll att justera: Skolnämnden 2026");
        assert_eq!(traces.documents[&Hash::of(b"%PDF-1.7 x")], "p.pdf");
        let rows: Vec<_> = traces.rows.keys().copied().collect();
        assert_eq!(rows, [(LossKind::Version, id), (LossKind::Notice, id)]);
        assert_eq!(traces.files, 3);

        let key = ed25519_dalek::SigningKey::from_bytes(&[1; 32]);
        let head = (7, Hash([7; 32]));
        let checkpoint = Checkpoint::sign(&key, "https://exempel.se", head, queued_at).unwrap();
        let told = format!("Hej!\n\n{{\n{}", serde_json::to_string(&checkpoint).unwrap());
        traces.read_file(Path::new("2.eml"), told.as_bytes());
        assert_eq!(traces.checkpoints, [checkpoint]);
    }
}
