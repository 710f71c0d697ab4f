//! From the review to publication (justering, anslag, publicering): three sign on a phone, four boards announce.

use crate::{
    minutes::{DECISION, DESCRIPTION, MEETING},
    register::{ADJUSTER, CHAIR, LAXA, PASSWORD, SECRETARY, sign_in, sign_out},
    visitor::Visitor,
};

const PHONE: u32 = 360;

pub(crate) async fn sent(visitor: &mut Visitor) {
    let review = format!("Justering: {MEETING}");
    visitor.follow("Granska och skicka").await;
    visitor.on(&review).await;
    visitor.press("Skicka till justering").await;
    visitor.on(&review).await;
    visitor.finds(&["Rätta en uppgift"]).await;
    visitor.write("Skäl", "Övriga ersättare är inte införda i registret.").await;
    visitor.press("Skicka till justering").await;
    visitor.finds(&["Version 1 är skickad till justering. Texten är låst."]).await;
    visitor.look("skickad").await;
    sign_out(visitor).await;
}

/// Chair, adjuster and secretary read, and sign with their password, on a phone.
pub(crate) async fn signed(visitor: &mut Visitor) {
    visitor.hold(PHONE).await;
    for (email, last) in [(CHAIR, false), (ADJUSTER, false), (SECRETARY, true)] {
        sign_in(visitor, email).await;
        visitor.follow("Ett protokoll att justera").await;
        visitor.on("Protokoll att justera").await;
        visitor.follow("Läs och justera").await;
        visitor.on(&format!("{MEETING}, § 22")).await;
        visitor.finds(&[DESCRIPTION[0], DESCRIPTION[4], DECISION, "Syd-IT 20-29-2"]).await;
        visitor.press("Godkänn protokollet").await;
        visitor.on("Godkänn protokollet").await;
        visitor.write("Ditt lösenord", PASSWORD).await;
        visitor.press("Skriv under").await;
        visitor.on(&format!("{MEETING}, § 22")).await;
        if last {
            visitor.finds(&["Protokollet är justerat tisdag 8 september 2020."]).await;
        } else {
            visitor.finds(&["Du har godkänt. Protokollet är justerat när alla har godkänt."]).await;
        }
        visitor.look(if last { "justerat" } else { "godkänt" }).await;
        sign_out(visitor).await;
    }
    visitor.hold(1280).await;
}

/// Three boards have the notice at once, and there is no last day before Laxå's registrar has put it up.
pub(crate) async fn announced(visitor: &mut Visitor) {
    notice(visitor, "/lekeberg", "Överklagandetiden har inte börjat löpa").await;
    visitor.open("/").await;
    sign_in(visitor, LAXA).await;
    visitor.follow("En justering att anslå").await;
    visitor.on("Anslag").await;
    visitor.follow(&format!("{MEETING}, § 22")).await;
    visitor.on(MEETING).await;
    visitor.press("Anslå nu").await;
    visitor.on("Anslag").await;
    visitor.look("anslaget").await;
    sign_out(visitor).await;
    visitor.forget_pages().await;
    for board in ["/lekeberg", "/hallsberg", "/askersund", "/laxa"] {
        notice(visitor, board, "Tisdag 29 september 2020").await;
        visitor
            .finds(&[
                "Justerat 8 september 2020",
                "Sista dag att överklaga Tisdag 29 september 2020",
                "Anslaget tas ned tidigast Onsdag 30 september 2020",
            ])
            .await;
    }
}

pub(crate) async fn published(visitor: &mut Visitor) {
    visitor.open("/").await;
    sign_in(visitor, SECRETARY).await;
    visitor.follow("Sammanträden").await;
    visitor.follow("Tisdag 8 september 2020").await;
    visitor.follow("Till justeringen").await;
    visitor.look("justerad").await;
    visitor.follow("Granska och publicera").await;
    visitor.on(&format!("Publicera: {MEETING}")).await;
    visitor.press("Publicera").await;
    visitor.finds(&["Protokollet är publicerat."]).await;
    visitor.look("publicerad").await;
    sign_out(visitor).await;
    visitor.forget_pages().await;
}

/// Goes from a municipality's start to its notice of the protocol.
async fn notice(visitor: &mut Visitor, municipality: &str, says: &str) {
    visitor.open(municipality).await;
    visitor.follow("Anslagstavla").await;
    visitor.on("Anslagstavla").await;
    visitor.follow("Protokoll från Sydnärkes IT-nämnd").await;
    visitor.on(MEETING).await;
    visitor.finds(&[says]).await;
    visitor.look(says).await;
}
