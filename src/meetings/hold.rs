//! Why a § cannot be changed now: it is adjusted (justerad), or is with its adjusters (skickad till justering).

use sqlx::PgConnection;

use crate::{error::Result, register::ItemId};

/// What keeps a § as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// INV-06: never changes again; a correction is appended.
    Adjusted,
    /// The newest version is sent and neither withdrawn nor adjusted.
    Sent,
}

impl Hold {
    pub(crate) async fn on(db: &mut PgConnection, item: ItemId) -> Result<Option<Self>> {
        let batch = sqlx::query!(
            r#"
            select exists (select from adjustments a where a.batch_id = b.batch_id) as "adjusted!",
                exists (select from versions v where v.batch_id = b.batch_id
                    and v.no = (select max(newest.no) from versions newest where newest.batch_id = b.batch_id)
                    and not exists (select from withdrawals w where w.version_id = v.id)) as "sent!"
            from batch_items b
            where b.item_id = $1
            "#,
            item.0,
        )
        .fetch_optional(db)
        .await?;
        Ok(batch.and_then(|batch| match (batch.adjusted, batch.sent) {
            (true, _) => Some(Self::Adjusted),
            (false, true) => Some(Self::Sent),
            (false, false) => None,
        }))
    }

    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::Adjusted => "Paragrafen är justerad",
            Self::Sent => "Paragrafen är skickad till justering",
        }
    }

    /// Heading and reason as one answer.
    pub(crate) fn refusal(self) -> String {
        format!("{}. {}", self.heading(), self.reason())
    }

    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Adjusted => {
                "Texten är justerad och kan inte ändras. Ett skrivfel rättas med en rättelse som läggs till protokollet."
            }
            Self::Sent => {
                "Texten är låst medan justerarna läser den. Återkalla den först om något ska ändras."
            }
        }
    }
}
