//! What samhällsbyggnadsnämnden of Björkvik deals with.

use super::{EMPTY, Paragraph, adjusters};

pub(in super::super) const MEETING: &[Paragraph] = &[
    adjusters(&[("Siv Almlund (S) utses att tillsammans med ordföranden justera protokollet.", "none")]),
    Paragraph {
        title: "Ansökan om bygglov för tillbyggnad av samlingslokal, Sjövik 4:17",
        registry_nos: "SBN {år}/212",
        rapporteur: "Jonatan Brunnby, bygglovschef",
        description: "Sjöviks byalag vill bygga till samlingslokalen med 46 kvadratmeter. Åtgärden följer detaljplanen utom att 4 kvadratmeter ligger på mark som inte får bebyggas.

Berörda grannar har fått tillfälle att yttra sig. Ingen har haft något att invända.",
        proposal: "1. Bygglov beviljas.
2. Avgiften fastställs till 14 260 kronor.",
        sections: &[("Motivering", "Avvikelsen är liten och förenlig med detaljplanens syfte. Bygglov ska därför ges enligt 9 kap. 31 b § plan- och bygglagen.")],
        points: &[
            ("Bygglov beviljas för tillbyggnad av samlingslokal på fastigheten Sjövik 4:17.", "administrative"),
            ("Avgiften fastställs till 14 260 kronor enligt den taxa som kommunfullmäktige har beslutat.", "administrative"),
        ],
        documents: "Tjänsteskrivelse – Bygglov | SBN {år}/212-9
Situationsplan | SBN {år}/212-2
Fasadritning | SBN {år}/212-3",
        recipients: "Sökanden | med hänvisning om hur beslutet överklagas
Berörda grannar | för kännedom",
        ..EMPTY
    },
    Paragraph {
        title: "Samråd om detaljplan för Hamnkvarteret",
        registry_nos: "SBN {år}/155",
        description: "Planförslaget gör det möjligt att bygga omkring 60 bostäder, lokaler i bottenvåningarna och en park vid vattnet.

Tabell: Planens innehåll
| Kvarter | Bostäder | Högsta antal våningar |
|---|---|---|
| Bryggan | 24 | 4 |
| Magasinet | 20 | 3 |
| Båtmannen | 16 | 2 |",
        proposal: "Samråd får hållas om förslaget till detaljplan.",
        points: &[("Samråd får hållas om förslaget till detaljplan för Hamnkvarteret.", "none")],
        documents: "Tjänsteskrivelse – Samråd | SBN {år}/155-12
Planbeskrivning | SBN {år}/155-13
Plankarta | SBN {år}/155-14",
        recipients: "Planenheten",
        ..EMPTY
    },
    Paragraph {
        title: "Underhåll av gator och gångvägar",
        registry_nos: "SBN {år}/31",
        description: "Förvaltningen har inventerat gatornas skick. I första hand behöver åtgärder göras på

- Bruksgatan, hela sträckan
- Skolvägen mellan torget och Strandskolan
- gångvägen längs ån.",
        proposal: "Underhållsplanen godkänns.",
        points: &[
            ("Underhållsplanen för {nästa år} godkänns.", "legality"),
            ("Förvaltningschefen får ändra ordningen mellan åtgärderna om kostnaden ryms inom budgeten.", "legality"),
        ],
        documents: "Tjänsteskrivelse – Underhållsplan | SBN {år}/31-6",
        recipients: "Gatuenheten
Kommunstyrelsen | för kännedom",
        ..EMPTY
    },
];
