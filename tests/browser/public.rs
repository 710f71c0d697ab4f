//! The public's part (allmänheten): from the start to the protocol and its §.

use crate::{
    minutes::{DECISION, DESCRIPTION, DOCUMENTS, MEETING, TITLE},
    register::{BOARD, SECRETARY, sign_in, sign_out},
    visitor::Visitor,
};

pub(crate) async fn read(visitor: &mut Visitor) {
    visitor.open("/").await;
    visitor.on("Protokoll och anslag").await;
    visitor.look("med kommuner").await;
    visitor.follow("Lekebergs kommun").await;
    visitor.on("Lekebergs kommun").await;
    visitor.follow("Så överklagar du").await;
    visitor.on("Så överklagar du").await;
    visitor.follow("Protokoll").await;
    visitor.on("Protokoll").await;
    visitor.follow(MEETING).await;
    visitor.on(BOARD).await;
    visitor.finds(&DESCRIPTION).await;
    visitor.finds(&[DECISION, "Rådsalen, Askersund", "Syd-IT 20-29-1", "Anna Ahnér"]).await;
    visitor.follow("Egen sida för § 22").await;
    visitor.on(&format!("§ 22 {TITLE}")).await;
    visitor.finds(&[DECISION, DOCUMENTS[0].0, DOCUMENTS[1].1]).await;
    visitor.follow(BOARD).await;
    visitor.on(BOARD).await;
    visitor.look("organ").await;
    for (address, heading) in [
        ("/rakna-ut?anslaget=2020-09-08", "Räkna ut sista dagen att överklaga"),
        ("/lekeberg/anslagstavla/nedtagna", "Anslag som inte längre är aktuella"),
        ("/om", "Om webbplatsen"),
        ("/losenord", "Nytt lösenord"),
    ] {
        visitor.open(address).await;
        visitor.on(heading).await;
    }
}

/// The same without a script: every page is read, the days are computed, and somebody signs in.
pub(crate) async fn read_without_scripts(visitor: &mut Visitor) {
    visitor.allow_scripts(false).await;
    visitor.open("/").await;
    visitor.follow("Lekebergs kommun").await;
    visitor.follow("Anslagstavla").await;
    visitor.follow("Protokoll från Sydnärkes IT-nämnd").await;
    visitor.finds(&["Sista dag att överklaga Tisdag 29 september 2020"]).await;
    visitor.follow("Läs protokollet").await;
    visitor.finds(&[DECISION]).await;
    visitor.follow("Egen sida för § 22").await;
    visitor.finds(&DESCRIPTION).await;
    visitor.follow("Räkna ut sista dagen").await;
    visitor.write("Vilken dag anslogs justeringen?", "2020-09-08").await;
    visitor.press("Räkna ut").await;
    visitor.finds(&["Sista dag att överklaga är tisdag 29 september 2020"]).await;
    sign_in(visitor, SECRETARY).await;
    sign_out(visitor).await;
    visitor.allow_scripts(true).await;
}
