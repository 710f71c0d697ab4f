//! The secretary's part until the meeting is over (sekreterarens arbete): planned, written, called over, closed.

use crate::{register::BOARD, visitor::Visitor};

pub(crate) const MEETING: &str = "Sydnärkes IT-nämnd 8 september 2020";
pub(crate) const TITLE: &str = "Delårsbokslut 2020 (Prognos 2) för Sydnärkes IT-nämnd";

/// What the § describes, paragraph by paragraph.
pub(crate) const DESCRIPTION: [&str; 5] = [
    "Verksamheten har under perioden fortsatt präglats av Covid-19 vad gäller distansarbete och förändringsstopp i de tekniska miljöerna.",
    "Under perioden har Lekebergs och Askersunds kommuns respektive skolverksamheters Office365-miljöer flyttats till det gemensamma Sydnärke-avtalet med Microsoft. Kvarstår att flytta är bildningsförvaltningen i Hallsberg vilket planeras till höstlovet 2020.",
    "Under sommaren har samtliga kommuner varit utsatta för så kallade phising-attacker vilket begränsade möjligheterna till att skicka/ta emot mail från vissa mailadresser, förvaltningen tillsammans med externa experter har vidtagit ett antal åtgärder vilket lett till att vi till slut fick slut på spammande maillådor och de tillhörande svartlistningarna.",
    "Sydnärkes IT-förvaltning redovisar till och med 31 juli ett överskott på 1 579 tkr. För helåret prognostiseras ett överskott på 420 tkr.",
    "Vår måluppfyllelse är fortsatt god vad gäller nämndmål och internkontrollen visar inga signifikanta avvikelser.",
];

pub(crate) const DECISION: &str =
    "Sydnärkes IT-nämnd godkänner delårsbokslut med prognos 2 för 2020.";

/// What it was decided on, and its numbers.
pub(crate) const DOCUMENTS: [(&str, &str); 2] = [
    ("Tjänsteskrivelse - Delårsbokslut 2020 för Sydnärkes IT-nämnd", "Syd-IT 20-29-1"),
    ("Delarsbokslut 2020 för Sydnärkes IT-nämnd", "Syd-IT 20-29-2"),
];

pub(crate) async fn planned(visitor: &mut Visitor) {
    visitor.follow("Sammanträden").await;
    visitor.on("Sammanträden").await;
    visitor.follow("Nytt sammanträde").await;
    visitor.on("Nytt sammanträde").await;
    visitor.choose("Organ", BOARD).await;
    visitor.write_in("Dag 1", "Dag", "2020-09-08").await;
    visitor.write("Börjar", "9.00").await;
    visitor.write_in("Dag 1", "Plats", "Rådsalen, Askersund").await;
    visitor.tick("Deltagande på distans", "Ledamöter får delta på distans").await;
    visitor.write("Plats för justering", "Digital justering").await;
    visitor.press("Skapa sammanträdet").await;
    visitor.on(MEETING).await;
    visitor.write("Rubrik", TITLE).await;
    visitor.write("Diarienummer", "Syd-IT 20-29").await;
    visitor.press("Lägg till punkten").await;
    visitor.finds(&["§ 22", TITLE, "Numren är preliminära"]).await;
    visitor.look("med en punkt").await;
}

/// The proposal and the decision without scripts, the rest with the server's instant preview.
pub(crate) async fn written(visitor: &mut Visitor) {
    visitor.allow_scripts(false).await;
    visitor.follow(TITLE).await;
    visitor.write("Förslag till beslut", DECISION).await;
    visitor.press("Kopiera förslaget till beslut").await;
    visitor.finds(&["Inte sparat än"]).await;
    visitor.press("Spara").await;
    visitor.finds(&["Sparat 14.31"]).await;
    visitor.allow_scripts(true).await;

    visitor.follow(MEETING).await;
    visitor.follow(TITLE).await;
    visitor.on(&format!("§ 22 {TITLE}")).await;
    visitor.write("Ärendebeskrivning", &DESCRIPTION.join("\n\n")).await;
    visitor.finds(&DESCRIPTION).await;
    let documents = DOCUMENTS.map(|(title, number)| format!("{title} | {number}"));
    visitor.write("Beslutsunderlag", &documents.join("\n")).await;
    visitor.press("Spara").await;
    visitor.finds(&["Sparat 14.31"]).await;
    visitor.press("Förhandsgranska").await;
    visitor.look("förhandsgranskad").await;
    visitor.finds(&[DESCRIPTION[2], DECISION]).await;
    visitor.press("Spara").await;
    visitor.follow("Historik").await;
    visitor.on("Historik, § 22").await;
}

pub(crate) async fn held(visitor: &mut Visitor) {
    visitor.follow("Sammanträden").await;
    visitor.follow("Tisdag 8 september 2020").await;
    visitor.on(MEETING).await;
    visitor.follow("Närvaro").await;
    visitor.on("Närvaro").await;
    visitor.tick("Johan Niklasson (C)", "På distans").await;
    visitor.tick("Anna Ahnér (S)", "Närvarande utan att tjänstgöra").await;
    visitor.choose("Justerare", "Caroline Dieker (M)").await;
    visitor.write_in("Övriga", "Namn", "Marcus Cederberg").await;
    visitor.write_in("Övriga", "Titel eller uppdrag", "Förvaltningschef").await;
    visitor.press("Lägg till en rad").await;
    visitor.write_last("Namn", "Kajsa Rosén").await;
    visitor.write_last("Titel eller uppdrag", "Sekreterare").await;
    visitor.press("Spara närvaron").await;
    visitor.finds(&["Beslutsför: 4 av 4 tjänstgör, det krävs 3."]).await;
    visitor.look("ifylld").await;
    visitor.follow(MEETING).await;
    visitor.on(MEETING).await;
    visitor.follow("Avsluta sammanträdet").await;
    visitor.on("Avsluta sammanträdet").await;
    visitor.finds(&["Numren blir fasta: § 22."]).await;
    visitor.write("Slutade", "10.30").await;
    visitor.press("Avsluta sammanträdet").await;
    visitor.on(MEETING).await;
    visitor.finds(&["kl. 09.00–10.30, Rådsalen, Askersund"]).await;
    visitor.look("avslutat").await;
}
