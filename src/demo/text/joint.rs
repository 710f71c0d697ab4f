//! What the joint board of Björkvik, Granås and Tallmo deals with.

use super::{EMPTY, Paragraph, adjusters};

pub(in super::super) const MEETING: &[Paragraph] = &[
    adjusters(&[("Katarina Älvstrand (M) utses att tillsammans med ordföranden justera protokollet.", "none")]),
    Paragraph {
        title: "Uppföljning av ekonomin med prognos för helåret",
        registry_nos: "SIT {år}/18",
        description: "Nämnden väntas redovisa ett överskott på 310 tkr för helåret. Kostnaderna fördelas mellan kommunerna efter antalet användare.

Tabell: Kommunernas andelar, tkr
| Kommun | Användare | Andel av kostnaden |
|---|---|---|
| Björkvik | 2 140 | 9 630 |
| Granås | 1 310 | 5 895 |
| Tallmo | 880 | 3 960 |",
        proposal: "Sjöbygdens IT-nämnd godkänner uppföljningen.",
        points: &[("Sjöbygdens IT-nämnd godkänner uppföljningen med prognos för {år}.", "legality")],
        documents: "Tjänsteskrivelse – Uppföljning av ekonomin | SIT {år}/18-5
Uppföljning med prognos | SIT {år}/18-6",
        recipients: "Kommunstyrelserna i Björkvik, Granås och Tallmo",
        ..EMPTY
    },
    Paragraph {
        title: "Plan för informationssäkerhet",
        registry_nos: "SIT {år}/22",
        description: "Planen beskriver hur kommunerna tillsammans ska arbeta under två år:

1. alla användare loggar in med två faktorer
2. säkerhetskopior prövas varje kvartal
3. avbrott övas en gång om året
   - med förvaltningarnas egna reservrutiner
   - med kommunernas krisledning.",
        proposal: "Planen antas.",
        points: &[
            ("Plan för informationssäkerhet antas.", "legality"),
            ("IT-chefen ska redovisa arbetet två gånger om året.", "none"),
        ],
        documents: "Tjänsteskrivelse – Informationssäkerhet | SIT {år}/22-2
Förslag till plan | SIT {år}/22-3",
        recipients: "Kommunstyrelserna i Björkvik, Granås och Tallmo
IT-chefen",
        ..EMPTY
    },
    Paragraph {
        kind: "information",
        title: "IT-chefen informerar",
        description: "IT-chef Therese Ahlfors informerar om bytet av telefonväxel, som görs i Granås först och därefter i Tallmo och Björkvik.",
        ..EMPTY
    },
];
