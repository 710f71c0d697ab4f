//! A board meeting as it really goes (nämndens sammanträde), entered in the browser, and read in the protocol that it gives.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{inspection::Inspection, place::Place, visitor::Visitor};

const MEETING: &str = "Barn- och utbildningsnämnden 24 november 2026";

const MEMBERS: [&str; 11] = [
    "Anna Berg (S)",
    "Bo Lind (C)",
    "Eva Ek (M)",
    "Dan Ås (B)",
    "Per Åberg (V)",
    "Siv Dahl (M)",
    "Carl Frid (C)",
    "Ida Holm (S)",
    "Jan Moe (L)",
    "Kim Nord (S)",
    "Lena Öst (D)",
];
const SUBSTITUTES: [&str; 3] = ["Nina Alm (B)", "Ulf Rask (S)", "Maj Sten (M)"];

const POINTS: [(&str, &str); 10] = [
    ("Val av justerare", "Val av justerare"),
    ("Godkännande av föredragningslistan", "Föredragningslista"),
    ("Information", "Läget i skolorna"),
    ("Beslut", "Delårsrapport"),
    ("Beslut", "Nedläggning av Norra skolan"),
    ("Beslut", "Skolskjutsavtal"),
    ("Beslut", "Elevärende"),
    ("Beslut", "Köp av läromedel"),
    ("Beslut", "Skolmaten"),
    ("Redovisning av delegationsbeslut", "Delegationsbeslut"),
];

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_board_meeting_is_noted_as_it_happens_and_the_protocol_tells_it(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Place::open(datetime!(2026-11-24 14:40 UTC), at).await;
    place
        .body("board", "Barn- och utbildningsnämnden", &owned(&MEMBERS), &owned(&SUBSTITUTES))
        .await;
    let mut visitor = Visitor::arrive(&place, Some(Inspection::of("board"))).await;
    visitor.signs_in().await;
    visitor.plans(MEETING, &POINTS).await;

    opened(&mut visitor).await;
    noted(&mut visitor).await;
    decided(&mut visitor).await;
    school(&mut visitor).await;
    closed(&mut visitor).await;
    read(&mut visitor).await;

    visitor.leave().await;
    place.close().await;
}

/// Steps 9 and 10: a substitute for the one who sent word, one of another party for the one who did not.
async fn opened(visitor: &mut Visitor) {
    visitor.follow("Närvaro").await;
    visitor.tick("Dan Ås (B)", "Frånvarande").await;
    visitor.tick("Carl Frid (C)", "Frånvarande").await;
    visitor.tick("Ida Holm (S)", "På distans").await;
    visitor.tick("Nina Alm (B), ersättare", "Tjänstgör").await;
    visitor.choose_in("Nina Alm (B), ersättare", "Tjänstgör för", "Dan Ås (B)").await;
    visitor.tick("Ulf Rask (S), ersättare", "Tjänstgör").await;
    visitor.choose_in("Ulf Rask (S), ersättare", "Tjänstgör för", "Carl Frid (C)").await;
    visitor.tick("Maj Sten (M), ersättare", "Närvarande utan att tjänstgöra").await;
    visitor.choose("Justerare", "Eva Ek (M)").await;
    visitor.write_in("Övriga", "Namn", "Lars Facklig").await;
    visitor.write_in("Övriga", "Titel eller uppdrag", "personalföreträdare").await;
    visitor.press("Spara närvaron").await;
    visitor.finds(&["Beslutsför: 11 av 11 tjänstgör, det krävs 6."]).await;
    visitor.follow(MEETING).await;
}

/// Steps 12, 13, 20 to 22 and 25: who came, left, was disqualified, led, and when it paused.
async fn noted(visitor: &mut Visitor) {
    visitor.follow("Förlopp").await;
    visitor.on("Förloppet").await;
    let information = ("§ 3 Läget i skolorna", "Under");
    visitor.notes("Kommer", "Carl Frid (C)", information, "13.12").await;
    visitor.seats("Carl Frid (C)", "", ("§ 4 Delårsrapport", "Före")).await;
    let contract = ("§ 6 Skolskjutsavtal", "Före");
    visitor.notes("Jäv", "Anna Berg (S)", contract, "").await;
    visitor.notes("Leder sammanträdet", "Bo Lind (C)", contract, "").await;
    visitor.seats("Ulf Rask (S)", "Anna Berg (S)", contract).await;
    visitor.notes("Jäv", "Eva Ek (M)", contract, "").await;
    let pupil = ("§ 7 Elevärende", "Under");
    visitor.notes("Går", "Lars Facklig", ("§ 7 Elevärende", "Före"), "").await;
    visitor.notes("Sammanträdet ajourneras", "", pupil, "14.31").await;
    visitor.notes("Sammanträdet återupptas", "", pupil, "14.36").await;
    visitor.notes("Kommer", "Lars Facklig", ("§ 7 Elevärende", "Efter"), "").await;
    let food = ("§ 9 Skolmaten", "Under");
    visitor.notes("Går", "Kim Nord (S)", food, "15.00").await;
    visitor.notes("Kommer", "Kim Nord (S)", food, "15.10").await;
    visitor.choose("Vad händer?", "Börjar tjänstgöra").await;
    visitor.choose("Vem?", "Kim Nord (S)").await;
    visitor.choose("Vid vilken paragraf?", "§ 9 Skolmaten").await;
    visitor.choose("Före, under eller efter den?", "Under").await;
    visitor.press("Anteckna").await;
    visitor.finds(&["Kim Nord (S) har avbrutit tjänstgöringen. De flesta reglementen låter ingen tjänstgöra igen samma dag."]).await;
    visitor.look("varning").await;
    visitor.tick("", "Anteckna ändå, för det hände").await;
    visitor.press("Anteckna").await;
    visitor
        .finds(&[
            "Kim Nord (S) börjar tjänstgöra",
            "Ordförande Bo Lind (C). 10 av 11 tjänstgör. Jäv: Anna Berg (S), Eva Ek (M).",
        ])
        .await;
    visitor.look("förloppet").await;
    visitor.follow(MEETING).await;
}

/// Step 14: the decision as declared is kept at the gavel.
async fn decided(visitor: &mut Visitor) {
    visitor.follow("Delårsrapport").await;
    visitor.write("Punkt 1", "Nämnden godkänner delårsrapporten.").await;
    visitor.press("Spara").await;
    visitor.follow("Beslutsgång").await;
    visitor.press("Spara beslutet så som det förklarades").await;
    visitor.finds(&["Beslutet står som det förklarades."]).await;
    visitor.follow("Texten").await;
    visitor.write("Punkt 1", "Nämnden godkänner delårsrapporten med tillägg.").await;
    visitor.press("Spara").await;
    visitor.follow("Beslutsgång").await;
    visitor.finds(&["Ordalydelsen har ändrats efter klubbslaget."]).await;
    visitor.follow("Texten").await;
    visitor.write("Punkt 1", "Nämnden godkänner delårsrapporten.").await;
    visitor.press("Spara").await;
    visitor.follow(MEETING).await;
}

/// Steps 15 to 18: claims, the formal question, a tie with the casting vote, reservations.
async fn school(visitor: &mut Visitor) {
    visitor.follow("Nedläggning av Norra skolan").await;
    visitor.write("Punkt 1", "Nämnden lägger ned Norra skolan.").await;
    visitor.press("Spara").await;
    visitor.follow("Beslutsgång").await;
    visitor.on("Beslutsgång").await;
    visitor.claims("Per Åberg (V)", "Återremiss", "").await;
    visitor.claims("Siv Dahl (M)", "Avslag", "förvaltningens förslag").await;
    visitor.claims("Anna Berg (S)", "Bifall", "förvaltningens förslag").await;
    visitor.claims("Maj Sten (M)", "Inlägg", "skolans betydelse för bygden").await;
    let formal = ["1. Återremiss: Per Åberg (V)", "avgörande i dag"];
    visitor.puts("Formell fråga", &formal, ("Acklamation", "Alternativ 2")).await;
    let main = ["3. Bifall: Anna Berg (S)", "2. Avslag: Siv Dahl (M)"];
    visitor.puts("Huvudproposition", &main, ("Omröstning", "Alternativ 1")).await;
    visitor.votes("bifall till förvaltningens förslag", "avslag på förvaltningens förslag").await;
    for party in ["S", "V", "B"] {
        visitor.choose(&format!("{party}, om inget annat anges för personen"), "Ja").await;
    }
    visitor.choose("Alla som inte anges för sig", "Nej").await;
    visitor.tick("Jan Moe (L)", "Avstår").await;
    visitor.press("Spara").await;
    visitor.finds(&["5 ja, 5 nej, 1 avstår"]).await;
    visitor.go_by("//section[@id='omrostning']//a[starts-with(normalize-space(.), 'Ändra')]").await;
    visitor.on("Öppen omröstning").await;
    visitor.choose("Ordförandens utslagsröst", "Ja").await;
    visitor.press("Spara").await;
    visitor.follow("Lägg till").await;
    visitor.choose("Person 1", "Siv Dahl (M)").await;
    visitor.choose("Till förmån för", "2. Avslag: Siv Dahl (M)").await;
    visitor.press("Spara").await;
    visitor
        .finds(&[
            "Vid lika röstetal avgör ordförandens utslagsröst, som läggs för Ja.",
            "Siv Dahl (M) reserverar sig mot beslutet till förmån för eget yrkande.",
        ])
        .await;
    visitor.look("nedläggningen").await;
    visitor
        .go_by(
            "//nav[@aria-label='Paragrafer' or @class='breadcrumb']//a | //p[@class='eyebrow']/a",
        )
        .await;
    visitor.follow(MEETING).await;
}

/// Step 27.
async fn closed(visitor: &mut Visitor) {
    visitor.follow("Avsluta sammanträdet").await;
    visitor.write("Slutade", "15.25").await;
    visitor.press("Avsluta sammanträdet").await;
    visitor.finds(&["Numren är fasta."]).await;
    visitor.follow("Granska och skicka").await;
}

/// Who decided what, who voted how, and why.
async fn read(visitor: &mut Visitor) {
    visitor.unfold("Läs protokollet som det är nu").await;
    visitor
        .finds(&[
            "Ajournering kl. 14.31–14.36",
            "Nina Alm (B), tjänstgörande ersättare, tjänstgör för Dan Ås (B)",
            "Ulf Rask (S), tjänstgörande ersättare, tjänstgör för",
            "Carl Frid (C), §§ 4–10",
            "Ida Holm (S), deltar på distans",
            "Bo Lind (C), vice ordförande, tjänstgörande ordförande § 6",
            "Eva Ek (M), ej § 6 på grund av jäv",
            "Lars Facklig, personalföreträdare, §§ 1–6 samt 8–10",
            "Anna Berg (S) och Eva Ek (M) anmäler jäv och deltar inte i handläggningen av ärendet. Ulf Rask (S) tjänstgör i stället för Anna Berg (S). Bo Lind (C) tjänstgör som ordförande.",
            "Per Åberg (V) yrkar att ärendet återremitteras.",
            "Ersättaren Maj Sten (M) yttrar sig om skolans betydelse för bygden.",
            "finner att ärendet ska avgöras i dag.",
            "Omröstningen utfaller med 5 Ja mot 5 Nej. 1 ledamot avstår från att rösta.",
        ])
        .await;
    visitor.look("protokollet").await;
}
