//! Every rule of the review, for the page that lists them (regler).

use super::Severity::{self, Breach, Hint, Impossible, Practice};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleEntry {
    pub id: &'static str,
    /// The gravest that a finding of it can be.
    pub severity: Severity,
    /// Empty where no act speaks.
    pub paragraph: &'static str,
    /// What it asks for, in Swedish.
    pub name: &'static str,
}

const fn rule(
    id: &'static str,
    severity: Severity,
    paragraph: &'static str,
    name: &'static str,
) -> RuleEntry {
    RuleEntry { id, severity, paragraph, name }
}

/// In the order of the ids.
pub const CATALOGUE: &[RuleEntry] = &[
    rule("ADJ-02", Impossible, kl!(5, 69), "Justerare är utsedda"),
    rule("ADJ-04", Breach, kl!(5, 69), "Beslut om digital justering finns"),
    rule("ADJ-06", Breach, kl!(5, 69), "Justering inom fjorton dagar"),
    rule("ADJ-10", Practice, "", "Justerarna tjänstgjorde"),
    rule("ADJ-11", Impossible, kl!(5, 65), "Alla underskrifter kan lämnas"),
    rule("ADJ-13", Practice, "", "Varje paragraf har en justerare som var med"),
    rule("ADJ-22", Practice, "", "Omedelbar justering nämns i paragrafen"),
    rule("ANT-01", Hint, "", "En anteckning är ingen reservation"),
    rule(
        "ANT-02",
        Breach,
        "4\u{a0}kap. 28\u{a0}§ och 6\u{a0}kap. 17\u{a0}§ kommunallagen",
        "Rätt att få en mening antecknad",
    ),
    rule("ANT-03", Practice, "", "Utlovade yttranden är inlämnade"),
    rule("APP-02", Breach, kl!(13, 2), "Fullmäktiges beslut kan överklagas"),
    rule("APP-09", Practice, kl!(13, 3), "Rätt slags överklagandetext"),
    rule("ATT-03", Practice, "", "Parti och kommun efter namnet"),
    rule("ATT-05", Practice, "", "Ersättare tjänstgör i tur och ordning"),
    rule("ATT-09", Breach, kl!(5, 20), "Ingen återkommer samma dag"),
    rule("ATT-12", Impossible, "", "En person på varje plats"),
    rule("ATT-13", Practice, "", "Ersättare tjänstgör för egen kommun"),
    rule("ATT-14", Impossible, "", "Start- och sluttider"),
    rule("BOD-04", Breach, kl!(9, 24), "Den gemensamma nämndens sammansättning"),
    rule("BOD-06", Breach, kl!(6, 16), "Styrelsen har minst fem ledamöter"),
    rule("CAL-01", Breach, kl!(5, 13), "Fullmäktiges sammanträde tillkännages en vecka före"),
    rule("CAL-02", Breach, kl!(5, 14), "Brådskande ärende tillkännages vardagen före"),
    rule("CAL-03", Breach, kl!(5, 15), "Kallelse till fullmäktige"),
    rule("CAL-04", Breach, kl!(6, 17), "Kallelse till nämnd"),
    rule(
        "CAL-06",
        Hint,
        "8\u{a0}kap. 14–16\u{a0}a\u{a0}§§ kommunallagen",
        "Budget och årsredovisning på webben",
    ),
    rule("CAL-07", Breach, kl!(5, 52), "Bara tillkännagivna ärenden avgörs"),
    rule("CAL-08", Breach, "5\u{a0}kap. 26 och 33\u{a0}§§ kommunallagen", "Ärenden är beredda"),
    rule("CAL-09", Impossible, "", "Sammanträdet är hållet"),
    rule("DEC-05", Impossible, "", "Ingen malltext står kvar"),
    rule(
        "INV-07",
        Breach,
        "5\u{a0}kap. 67\u{a0}§ och 13\u{a0}kap. 2–3\u{a0}§§ kommunallagen",
        "Beslut med sätt att överklaga",
    ),
    rule("INV-08", Breach, kl!(5, 67), "Bara tjänstgörande röstar"),
    rule("INV-10", Breach, "", "Ordföranden tjänstgör i paragrafen"),
    rule("INV-14", Practice, "", "Dagar för överklagande skrivs inte in"),
    rule("JAV-02", Breach, kl!(6, 30), "Den jävige lämnar rummet"),
    rule("JAV-04", Breach, kl!(5, 48), "Redovisningsskyldiga deltar inte"),
    rule("JAV-05", Breach, kl!(6, 30), "Nämnden avgör tvist om jäv"),
    rule("JAV-09", Breach, kl!(7, 4), "Jäviga tjänstepersoner deltar inte"),
    rule(
        "JAV-10",
        Breach,
        "5\u{a0}kap. 47\u{a0}§ och 6\u{a0}kap. 30\u{a0}§ kommunallagen",
        "Den jävige tjänstgör inte",
    ),
    rule("JAV-11", Breach, "JO 2571-1999", "Annan ordförande vid jäv"),
    rule("JAV-12", Practice, "", "Jävet nämns i paragrafen"),
    rule("KND-07", Breach, kl!(5, 35), "Motioner redovisas inom ett år"),
    rule("KND-08", Breach, "5\u{a0}kap. 59–62\u{a0}§§ kommunallagen", "Interpellationens ämne"),
    rule("KND-10", Practice, kl!(5, 35), "Medborgarförslag redovisas inom ett år"),
    rule("KND-11", Breach, kl!(4, 6), "Plats i fullmäktige fylls inte genom val"),
    rule("KND-12", Breach, kl!(5, 24), "Ansvarsfrihet och anmärkning motiveras"),
    rule("KND-15", Practice, kl!(13, 2), "Förslag till fullmäktige överklagas inte"),
    rule("LAY-01", Practice, "", "Sammanträdets plats"),
    rule("NOT-05", Breach, kl!(8, 12), "Justeringen tillkännages"),
    rule("NOT-06", Breach, kl!(8, 12), "Platsen där protokollet finns"),
    rule("NOT-08", Breach, kl!(9, 32), "Varje deltagande kommun tillkännager"),
    rule("NOT-10", Hint, kl!(8, 13), "Föreskrifter är markerade"),
    rule(
        "NOT-11",
        Impossible,
        "5\u{a0}kap. 29\u{a0}§ plan- och bygglagen",
        "Detaljplanens underrättelse är klar",
    ),
    rule("NUM-06", Practice, "", "Inga luckor i numreringen"),
    rule("NUM-07", Practice, "", "Tillagda ärenden nämns"),
    rule("OPN-01", Breach, kl!(5, 42), "Beslut om stängda dörrar"),
    rule("OPN-02", Breach, kl!(6, 25), "Nämnden sammanträder inom stängda dörrar"),
    rule("OPN-03", Breach, kl!(6, 26), "Kallade gäster deltar inte i beslut"),
    rule(
        "OPN-04",
        Breach,
        "7\u{a0}kap. 10–15\u{a0}§§ kommunallagen",
        "Personalföreträdares närvaro",
    ),
    rule("PRO-02", Impossible, kl!(5, 66), "Tjänstgörande och ärenden framgår"),
    rule("PRO-03", Breach, kl!(5, 67), "Yrkanden, resultat och beslut framgår"),
    rule("PRO-05", Breach, kl!(5, 68), "Interpellationer och frågor redovisas"),
    rule("PRO-07", Breach, "31\u{a0}§ förvaltningslagen", "Föredragande och deltagande framgår"),
    rule("PRO-09", Breach, kl!(6, 40), "Delegationsbeslut protokollförs"),
    rule("PRO-10", Breach, kl!(6, 40), "Brådskande beslut anmäls"),
    rule(
        "QUO-08",
        Breach,
        "5\u{a0}kap. 45\u{a0}§ och 6\u{a0}kap. 27\u{a0}§ kommunallagen",
        "Beslutsförhet vid varje beslut",
    ),
    rule("REG-05", Hint, "", "Diarienummer"),
    rule(
        "REM-01",
        Breach,
        "5\u{a0}kap. 16\u{a0}§ och 6\u{a0}kap. 24\u{a0}§ kommunallagen",
        "Beslut om deltagande på distans",
    ),
    rule(
        "REM-02",
        Breach,
        "5\u{a0}kap. 16\u{a0}§ och 6\u{a0}kap. 24\u{a0}§ kommunallagen",
        "Ljud och bild på distans",
    ),
    rule("REM-04", Practice, "", "Bruten förbindelse vid beslut"),
    rule("REM-05", Practice, "", "Sekretess och sluten omröstning på distans"),
    rule("RES-01", Breach, kl!(4, 27), "Bara den som deltog reserverar sig"),
    rule("RES-02", Breach, kl!(4, 27), "Reservation före sammanträdets slut"),
    rule("RES-03", Practice, "", "Reservationens text är inlämnad"),
    rule("SEC-01", Breach, kl!(5, 66), "Paragrafen har en rubrik"),
    rule("SEC-08", Practice, "", "Ajournering har sina tider"),
    rule("SEC-09", Practice, "", "Yrkandet har sin förslagsställare"),
    rule("SEC-10", Breach, kl!(5, 67), "Propositionsordningen framgår"),
    rule("SEC-13", Breach, "32\u{a0}§ förvaltningslagen", "Beslutet motiveras"),
    rule("SEC-18", Practice, "", "Någon får beslutet"),
    rule("SEC-19", Breach, "33\u{a0}§ förvaltningslagen", "Parten får veta hur man överklagar"),
    rule("SEC-24", Breach, "JO 3339-2013", "Beslutet står som det lästes upp"),
    rule("SEC-25", Practice, kl!(5, 67), "Yrkandet bakom ett ändrat beslut"),
    rule("TXT-01", Practice, "", "Namnet är känt"),
    rule("TXT-02", Practice, "", "Bokstäver och siffror stämmer"),
    rule("TXT-03", Hint, "", "Klockslag inom sammanträdet"),
    rule("TXT-04", Practice, "", "Veckodag och datum stämmer"),
    rule("TXT-05", Hint, "", "Rätt årtal"),
    rule("TXT-06", Hint, "", "Inga dubbla mellanslag"),
    rule("TXT-07", Hint, "", "Inga dubbla ord"),
    rule("TXT-08", Practice, "", "Rubriken har en text"),
    rule("TXT-09", Hint, "", "Paragrafen som nämns finns"),
    rule("TXT-10", Practice, "", "Röstsiffror i texten stämmer"),
    rule("TXT-11", Practice, "", "Ändrad text följer uppgifterna"),
    rule("TXT-12", Hint, "", "Bilagan som nämns finns"),
    rule("VOT-01", Breach, kl!(4, 24), "En röst per ledamot"),
    rule("VOT-02", Breach, kl!(4, 25), "Den som inte deltar röstar inte"),
    rule("VOT-03", Breach, kl!(4, 25), "Ordföranden röstar när det behövs"),
    rule("VOT-04", Breach, kl!(4, 26), "Den som handlägger beslutar"),
    rule("VOT-05", Breach, kl!(5, 53), "Begärd omröstning hålls"),
    rule("VOT-06", Breach, kl!(5, 54), "Öppen eller sluten omröstning"),
    rule("VOT-07", Breach, kl!(5, 67), "Hur var och en röstade"),
    rule("VOT-08", Breach, kl!(5, 55), "Utfallet följer rösterna"),
    rule("VOT-09", Breach, kl!(5, 56), "Utslagsröst vid lika röstetal"),
    rule("VOT-10", Breach, kl!(5, 56), "Lottning vid lika röstetal"),
    rule("VOT-11", Breach, kl!(5, 50), "En tredjedel för bordläggning eller återremiss"),
    rule("VOT-12", Breach, kl!(5, 50), "Återremissen motiveras"),
    rule("VOT-13", Breach, kl!(6, 33), "Ingen minoritetsåterremiss i nämnd"),
    rule("VOT-14", Breach, kl!(5, 57), "Förslag ställs under proposition"),
    rule("VOT-15", Practice, "", "Formella yrkanden först"),
    rule("VOT-16", Practice, "", "Motförslaget utses"),
    rule("VOT-17", Practice, "", "Vad ja och nej betyder"),
    rule("VOT-18", Hint, "", "Ordföranden röstar sist"),
    rule("VOT-19", Breach, "2\u{a0}§ lag (2022:629)", "Proportionellt val på begäran"),
    rule("VOT-20", Impossible, "", "Röstsummorna stämmer"),
    rule("YRK-02", Breach, "", "Bara den som får yrka"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bod_09_each_rule_stands_once_and_in_order_in_the_catalogue() {
        assert!(CATALOGUE.is_sorted_by(|one, next| one.id < next.id));
        assert!(CATALOGUE.iter().all(|rule| !rule.name.is_empty()));
    }
}
