//! The administrators' part (register och konton): municipalities, the joint board, its persons and their accounts.

use crate::{place::Place, visitor::Visitor};

pub(crate) const PASSWORD: &str = "tre gröna hästar";
pub(crate) const BOARD: &str = "Sydnärkes IT-nämnd";
pub(crate) const CHAIR: &str = "magnus.andersson@exempel.se";
pub(crate) const ADJUSTER: &str = "caroline.dieker@exempel.se";
pub(crate) const SECRETARY: &str = "kajsa.rosen@exempel.se";
pub(crate) const LEKEBERG: &str = "ylva.ek@exempel.se";
const COURT: &str = "Förvaltningsrätten i Karlstad";
pub(crate) const LAXA: &str = "lars.lind@exempel.se";

/// Name, role, party, municipality.
const SEATS: [(&str, &str, &str, &str); 5] = [
    ("Magnus Andersson", "Ordförande", "S", "Hallsbergs kommun"),
    ("Bo Rudolfsson", "1:e vice ordförande", "KD", "Laxå kommun"),
    ("Caroline Dieker", "Ledamot", "M", "Askersunds kommun"),
    ("Johan Niklasson", "Ledamot", "C", "Lekebergs kommun"),
    ("Anna Ahnér", "Ersättare", "S", "Lekebergs kommun"),
];

/// The municipalities that take part beside the host, and when each announces: Laxå's registrar wants to see
/// every notice first.
const PARTICIPANTS: [(&str, &str, &str, &str); 3] = [
    ("Hallsbergs kommun", "Hallsberg", "hallsberg", "Genast när protokollet är justerat"),
    ("Askersunds kommun", "Askersund", "askersund", "Genast när protokollet är justerat"),
    ("Laxå kommun", "Laxå", "laxa", "När en registrator har bekräftat anslaget"),
];

/// Lekeberg begins with its administrator, who lays down the others.
pub(crate) async fn four_municipalities(visitor: &mut Visitor, place: &Place) {
    let link = place.municipality("Lekebergs kommun", ("Ylva Ek", LEKEBERG)).await;
    choose_password(visitor, &link).await;
    visitor.follow("Register").await;
    visitor.on("Register").await;
    visitor.follow("Lekebergs kommun").await;
    visitor.on("Lekebergs kommun").await;
    visitor.write("Domstol", COURT).await;
    visitor.write("Var protokollen förvaras", "Kommunhuset i Fjugesta").await;
    visitor.press("Spara").await;
    visitor.on("Register").await;
    for (name, short, address, when) in PARTICIPANTS {
        visitor.follow("Lägg till en kommun").await;
        visitor.on("Ny kommun").await;
        visitor.write("Namn", name).await;
        visitor.write("Kort namn", short).await;
        visitor.write("Adressnamn", address).await;
        visitor.write("Domstol", COURT).await;
        visitor.write("Var protokollen förvaras", &format!("Kommunhuset i {short}")).await;
        visitor.choose("När justeringen anslås", when).await;
        visitor.press("Spara").await;
        visitor.on("Register").await;
    }
}

/// The board, its seats, and where its § numbers go on from.
pub(crate) async fn joint_board(visitor: &mut Visitor) {
    visitor.follow("Lägg till ett organ").await;
    visitor.on("Nytt organ").await;
    visitor.choose("Kommun", "Lekebergs kommun").await;
    visitor.write("Namn", BOARD).await;
    visitor.choose("Slag", "gemensam nämnd").await;
    visitor.write("Antal ledamöter", "4").await;
    for (municipality, ..) in PARTICIPANTS {
        visitor.tick("Deltagande kommuner", municipality).await;
    }
    let decision = "Reglemente för Sydnärkes IT-nämnd";
    visitor.write("Beslut om deltagande på distans", decision).await;
    visitor.write("Beslut om digital justering", decision).await;
    visitor.press("Spara").await;
    visitor.on(BOARD).await;

    visitor.follow("Paragrafserier").await;
    visitor.on("Paragrafserier").await;
    visitor.write("Serie", "2020").await;
    visitor.write("Första numret", "22").await;
    visitor.write("Anledning", "§§ 1–21 finns i ett annat system").await;
    visitor.press("Spara").await;
    visitor.finds(&["§ 22", "§§ 1–21 finns i ett annat system"]).await;

    visitor.follow("Register").await;
    let registrar = ("Lars Lind", "", "", "Laxå kommun");
    for (name, _, _, home) in SEATS.into_iter().chain([registrar]) {
        visitor.follow("Lägg till en person").await;
        visitor.on("Ny person").await;
        visitor.write("Namn", name).await;
        visitor.choose("Kommun", home).await;
        visitor.press("Spara").await;
        visitor.on("Register").await;
    }
    visitor.follow(BOARD).await;
    for (name, role, party, municipality) in SEATS {
        visitor.follow("Lägg till en plats").await;
        visitor.on("Ny plats").await;
        visitor.choose("Person", name).await;
        visitor.choose("Uppdrag", role).await;
        visitor.write("Parti", party).await;
        visitor.choose("Utsedd av", municipality).await;
        visitor.write("Första dag", "2019-01-01").await;
        visitor.press("Spara").await;
        visitor.on(BOARD).await;
    }
    visitor.look("med platser").await;
}

/// Officials, and an invitation for each who signs; the secretary uses hers.
pub(crate) async fn accounts(visitor: &mut Visitor, place: &Place) {
    for (name, title) in [("Kajsa Rosén", "Sekreterare"), ("Marcus Cederberg", "Förvaltningschef")]
    {
        visitor.follow("Register").await;
        visitor.follow("Lägg till en tjänsteperson").await;
        visitor.on("Ny tjänsteperson").await;
        visitor.write("Namn", name).await;
        visitor.write("Titel", title).await;
        visitor.choose("Kommun", "Lekebergs kommun").await;
        visitor.write("Första dag", "2019-01-01").await;
        visitor.press("Spara").await;
        visitor.on("Register").await;
    }
    visitor.look("fullt").await;
    let people = [
        ("Magnus Andersson", CHAIR, None),
        ("Caroline Dieker", ADJUSTER, None),
        ("Lars Lind", LAXA, Some("Registrator, Laxå kommun")),
        ("Kajsa Rosén", SECRETARY, Some("Sekreterare, Sydnärkes IT-nämnd")),
    ];
    for (name, email, role) in people {
        visitor.follow("Konton").await;
        visitor.on("Konton").await;
        visitor.follow("Bjud in någon").await;
        visitor.on("Bjud in någon").await;
        visitor.choose("Person", name).await;
        visitor.write("E-post", email).await;
        visitor.press("Skicka inbjudan").await;
        visitor.on(name).await;
        visitor.finds(&["Inbjuden, har inte valt lösenord än"]).await;
        if let Some(role) = role {
            visitor.choose("Roll", role).await;
            visitor.press("Ge rollen").await;
            visitor.finds(&[&format!("{role}, från ")]).await;
        }
    }
    visitor.look("med roll").await;
    sign_out(visitor).await;

    for (_, email, _) in people {
        choose_password(visitor, &place.mailed_link(email).await).await;
        if email != SECRETARY {
            sign_out(visitor).await;
        }
    }
}

/// Uses a one-time link.
pub(crate) async fn choose_password(visitor: &mut Visitor, link: &str) {
    visitor.open(link).await;
    visitor.on("Välj lösenord").await;
    visitor.write("Nytt lösenord", PASSWORD).await;
    visitor.press("Spara och logga in").await;
    visitor.on("Dagens uppgifter").await;
}

pub(crate) async fn sign_in(visitor: &mut Visitor, email: &str) {
    visitor.follow("Logga in").await;
    visitor.on("Logga in").await;
    visitor.write("E-post", email).await;
    visitor.write("Lösenord", PASSWORD).await;
    visitor.press("Logga in").await;
    visitor.on("Dagens uppgifter").await;
}

pub(crate) async fn sign_out(visitor: &mut Visitor) {
    visitor.press("Logga ut").await;
}
