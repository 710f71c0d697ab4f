//! A council of forty-nine (fullmäktige): late arrivals, a disqualified chair, a counter round, a tie, a secret election with
//! lot, a minority remittal, reservations, and another in a seat between two votes of one §.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{inspection::Inspection, place::Place, visitor::Visitor};

const MEETING: &str = "Kommunfullmäktige 24 november 2026";
const FIRST: [&str; 7] = ["Anna", "Bo", "Eva", "Dan", "Per", "Siv", "Carl"];
const LAST: [&str; 7] = ["Berg", "Lind", "Ek", "Ås", "Åberg", "Dahl", "Frid"];

const POINTS: [(&str, &str); 5] = [
    ("Val av justerare", "Val av justerare"),
    ("Beslut", "Budget 2027"),
    ("Beslut", "Markavtal"),
    ("Val", "Val av revisor"),
    ("Beslut", "Ny simhall"),
];

/// Forty-nine names: 25 of S, the chair's party, and 24 of M.
fn members() -> Vec<String> {
    let names =
        LAST.iter().flat_map(|last| FIRST.iter().map(move |first| format!("{first} {last}")));
    names
        .enumerate()
        .map(|(n, name)| format!("{name} ({})", if n % 2 == 0 { "S" } else { "M" }))
        .collect()
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_council_of_forty_nine_is_noted_with_all_that_happens(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Place::open(datetime!(2026-11-24 18:00 UTC), at).await;
    let rest = ["Nina Alm (S)".to_owned(), "Ulf Rask (M)".to_owned()];
    place.body("council", "Kommunfullmäktige", &members(), &rest).await;
    let mut visitor = Visitor::arrive(&place, Some(Inspection::of("council"))).await;
    visitor.signs_in().await;
    visitor.plans(MEETING, &POINTS).await;

    opened(&mut visitor).await;
    budget(&mut visitor).await;
    election(&mut visitor).await;
    remittal(&mut visitor).await;
    read(&mut visitor).await;

    visitor.leave().await;
    place.close().await;
}

/// One comes late, one is away and has a substitute; the chair is disqualified in one matter.
async fn opened(visitor: &mut Visitor) {
    visitor.follow("Närvaro").await;
    visitor.tick("Carl Frid (S)", "Frånvarande").await;
    visitor.tick("Siv Frid (M)", "Frånvarande").await;
    visitor.tick("Nina Alm (S), ersättare", "Tjänstgör").await;
    visitor.choose_in("Nina Alm (S), ersättare", "Tjänstgör för", "Carl Frid (S)").await;
    visitor.choose("Justerare", "Eva Berg (S)").await;
    visitor.press("Spara närvaron").await;
    visitor.finds(&["Beslutsför: 48 av 49 tjänstgör, det krävs 25."]).await;
    visitor.follow(MEETING).await;
    visitor.follow("Förlopp").await;
    visitor.on("Förloppet").await;
    let land = ("§ 3 Markavtal", "Före");
    visitor.notes("Jäv", "Anna Berg (S)", land, "").await;
    visitor.notes("Leder sammanträdet", "Bo Berg (M)", land, "").await;
    visitor.finds(&["Ordförande Bo Berg (M). 47 av 49 tjänstgör. Jäv: Anna Berg (S)."]).await;
    visitor.follow(MEETING).await;
}

/// Three proposals: a counter round, then the main vote, 24 against 24; another in a seat between the two.
async fn budget(visitor: &mut Visitor) {
    visitor.follow("Budget 2027").await;
    visitor.write("Punkt 1", "Fullmäktige antar budgeten.").await;
    visitor.press("Spara").await;
    visitor.follow("Beslutsgång").await;
    visitor.claims("Anna Berg (S)", "Bifall", "kommunstyrelsens förslag").await;
    visitor.claims("Bo Berg (M)", "Eget förslag", "att skatten sänks").await;
    visitor.claims("Dan Berg (M)", "Eget förslag", "att skatten höjs").await;
    let main = ["1. Bifall: Anna Berg (S)", "2. Eget förslag: Bo Berg (M)"];
    visitor.puts("Huvudproposition", &main, ("Omröstning", "Alternativ 1")).await;
    let round = ["2. Eget förslag: Bo Berg (M)", "3. Eget förslag: Dan Berg (M)"];
    visitor.puts("Motförslag", &round, ("Omröstning", "Alternativ 1")).await;
    visitor
        .go_by("(//section[@id='proposition']//button[starts-with(normalize-space(.), 'Upp')])[1]")
        .await;
    visitor.votes("Bo Bergs yrkande", "Dan Bergs yrkande").await;
    visitor.choose("Alla som inte anges för sig", "Ja").await;
    visitor.press("Spara").await;
    visitor.finds(&["48 ja, 1 frånvarande"]).await;
    visitor.follow("Förloppet").await;
    visitor.notes("Kommer", "Siv Frid (M)", ("§ 2 Budget 2027", "Under"), "14.02").await;
    visitor.seats("Siv Frid (M)", "", ("§ 2 Budget 2027", "Under")).await;
    visitor.notes("Går", "Nina Alm (S)", ("§ 2 Budget 2027", "Under"), "14.03").await;
    visitor.follow(MEETING).await;
    visitor.follow("Budget 2027").await;
    visitor.follow("Beslutsgång").await;
    visitor.votes("bifall till kommunstyrelsens förslag", "bifall till Bo Bergs yrkande").await;
    visitor.choose("S, om inget annat anges för personen", "Ja").await;
    visitor.choose("M, om inget annat anges för personen", "Nej").await;
    visitor.choose("Ordförandens utslagsröst", "Ja").await;
    visitor.press("Spara").await;
    visitor.finds(&["24 ja, 24 nej, 1 frånvarande"]).await;
    for (who, claim) in [("Bo Berg (M)", "2."), ("Dan Berg (M)", "3.")] {
        visitor.follow("Lägg till").await;
        visitor.choose("Person 1", who).await;
        visitor.choose("Till förmån för", &format!("{claim} Eget förslag: {who}")).await;
        visitor.press("Spara").await;
    }
    visitor.look("budgeten").await;
    visitor.follow("Texten").await;
    visitor.follow(MEETING).await;
}

/// A secret election that the lot settles.
async fn election(visitor: &mut Visitor) {
    visitor.follow("Val av revisor").await;
    visitor.write("Punkt 1", "Till revisor utses Eva Ek.").await;
    visitor.press("Spara").await;
    visitor.follow("Beslutsgång").await;
    visitor.follow("Val med valsedlar").await;
    visitor.write("Så många ska väljas", "1").await;
    visitor.write("Namn 1", "Eva Ek (M)").await;
    visitor.write("Röster 1", "23").await;
    visitor.tick("", "1 är vald").await;
    visitor.tick("", "1 avgjordes genom lottning").await;
    visitor.write("Namn 2", "Dan Ek (S)").await;
    visitor.write("Röster 2", "23").await;
    visitor.write("Blanka", "2").await;
    visitor.write("Lottningen", "Lotten föll på Eva Ek.").await;
    visitor.press("Spara").await;
    visitor.finds(&["Lotten utfaller för Eva Ek (M)."]).await;
    visitor.look("valet").await;
    visitor.follow("Texten").await;
    visitor.follow(MEETING).await;
}

/// A third of those present have the matter remitted.
async fn remittal(visitor: &mut Visitor) {
    visitor.follow("Ny simhall").await;
    visitor.write("Punkt 1", "Ärendet återremitteras.").await;
    visitor.press("Spara").await;
    visitor.follow("Beslutsgång").await;
    visitor.claims("Bo Berg (M)", "Återremiss", "belysa driftkostnaden").await;
    visitor.follow("Lägg till en proposition").await;
    visitor.choose("Skede", "Formell fråga").await;
    visitor.choose("Alternativ 1", "1. Återremiss: Bo Berg (M)").await;
    visitor.choose("Avgörs genom", "Minoritet").await;
    visitor.choose("Ordföranden finner att beslutet blir", "Alternativ 1").await;
    visitor.write("Så många begär återremiss eller bordläggning", "24").await;
    visitor.write("Minoritetens motivering", "Driftkostnaden behöver belysas.").await;
    visitor.press("Spara").await;
    visitor.finds(&["24 av 48 närvarande ledamöter begär att ärendet återremitteras."]).await;
    visitor.follow("Texten").await;
    visitor.follow(MEETING).await;
}

async fn read(visitor: &mut Visitor) {
    visitor.follow("Avsluta sammanträdet").await;
    visitor.write("Slutade", "18.30").await;
    visitor.press("Avsluta sammanträdet").await;
    visitor.follow("Granska och skicka").await;
    visitor.unfold("Läs protokollet som det är nu").await;
    visitor
        .finds(&[
            "som huvudförslag. För att utse motförslag i huvudvoteringen",
            "Nina Alm (S), tjänstgörande ersättare, tjänstgör för Carl Frid (S) § 1–del av § 2",
            "Siv Frid (M), del av § 2–§ 5",
            "Omröstning 2: 24 ja, 24 nej, 1 frånvarande",
            "Vid lika röstetal avgör ordförandens utslagsröst, som läggs för Ja.",
            "Anna Berg (S) anmäler jäv och deltar inte i handläggningen av ärendet. Bo Berg (M) tjänstgör som ordförande.",
            "Dan Berg (M) reserverar sig mot beslutet till förmån för eget yrkande.",
        ])
        .await;
    visitor.look("protokollet").await;
}
