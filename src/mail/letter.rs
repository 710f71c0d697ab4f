//! A mail as it is sent (brev): plain text in UTF-8, marked as written by a program.

use anyhow::{Result, ensure};
use lettre::{
    Message,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
    },
};
use time::OffsetDateTime;

/// Bytes of a line that every server takes (RFC 5322 § 2.1.1).
const LONGEST: usize = 998;

/// RFC 3834: nobody's automatic answer should come back.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A row of the outbox.
pub(super) struct Mail {
    pub(super) id: i64,
    pub(super) to_address: String,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) queued_at: OffsetDateTime,
    pub(super) attempts: i32,
}

impl Mail {
    /// The message. Its id is the same at every attempt, so that a mail sent twice is known as one.
    /// Sent as 8bit: quoted-printable would break the lines of long links.
    pub(super) fn message(&self, from: &Mailbox, at: OffsetDateTime) -> Result<Message> {
        let id = format!(
            "<{}.{}@{}>",
            self.queued_at.unix_timestamp_nanos() / 1000,
            self.id,
            from.email.domain()
        );
        let body = self.body.replace("\r\n", "\n").replace('\n', "\r\n");
        ensure!(body.lines().all(|line| line.len() <= LONGEST), "a line of the mail is too long");
        let body =
            Body::dangerous_pre_encoded(body.into_bytes(), ContentTransferEncoding::EightBit);
        Ok(Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, self.to_address.parse()?))
            .subject(self.subject.as_str())
            .date(at.into())
            .message_id(Some(id))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(body)?)
    }
}
