//! Mails of the adjusting (utskick): to those who sign, and to the secretary; never a word of the text.

use sqlx::PgConnection;

use super::batch::Batch;
use crate::{
    error::Result,
    law::{adjust_deadline, long_date, weekday_date},
    machine_time, mail,
};

/// Asks everyone who has not signed to read and sign, where they have an account.
pub(super) async fn ask_signers(db: &mut PgConnection, origin: &str, batch: &Batch) -> Result<()> {
    let version = batch.sent()?;
    let front = &version.record.front;
    let deadline = adjust_deadline(batch.meeting.last_sitting());
    for signer in version.signers.iter().filter(|signer| signer.signed_at.is_none()) {
        let Some(email) = &signer.email else { continue };
        let body = format!(
            "Hej {}!\n\nProtokollet från {} den {}, {}, är klart att justera.\nDu är {}.\n\n\
             Läs och godkänn det senast {}:\n\n{origin}/justera/{}\n\n\
             Du loggar in med din e-postadress och skriver under med ditt lösenord. Stämmer något inte\n\
             skriver du det på samma sida, eller hör av dig till {}.\n",
            signer.name,
            front.board,
            long_date(front.held_on),
            front.paragraphs,
            signer.role(),
            weekday_date(deadline.plain),
            version.id,
            batch.meeting.secretary_name,
        );
        let subject = format!("Protokoll att justera: {} {}", front.board, front.held_on);
        mail::queue(db, email, &subject, &body, machine_time()).await?;
    }
    Ok(())
}

/// Tells the meeting's secretary that somebody does not adjust.
pub(super) async fn tell_secretary(
    db: &mut PgConnection,
    origin: &str,
    batch: &Batch,
    who: &str,
) -> Result<()> {
    let meeting = &batch.meeting;
    let email =
        sqlx::query_scalar!("select email from accounts where person_id = $1", meeting.secretary.0)
            .fetch_optional(&mut *db)
            .await?;
    let Some(email) = email else { return Ok(()) };
    let body = format!(
        "Hej!\n\n{who} har avstått från att justera protokollet från {}.\nSkälet står här:\n\n{origin}{}\n",
        meeting.title(),
        batch.path(),
    );
    let subject = format!("Justeras inte: {}", meeting.title());
    mail::queue(db, &email, &subject, &body, machine_time()).await
}
