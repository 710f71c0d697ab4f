//! What barn- och utbildningsnämnden of Björkvik deals with; one § is about a single pupil.

use super::{AGENDA, EMPTY, Paragraph, adjusters};

pub(in super::super) const PUBLISHED: &[Paragraph] = &[
    adjusters(&[("Hassan Friberger (S) utses att tillsammans med ordföranden justera protokollet.", "none")]),
    AGENDA,
    Paragraph {
        title: "Läsårstider {nästa år}",
        registry_nos: "BUN {år}/71",
        description: "Skolchefen föreslår läsårstider efter samråd med elevråd, personal och grannkommunerna. Läsåret omfattar 178 skoldagar för eleverna.

Tabell: Antal dagar
| Termin | Skoldagar | Studiedagar | Lovdagar |
|---|---|---|---|
| Hösttermin | 84 | 3 | 6 |
| Vårtermin | 94 | 2 | 9 |",
        proposal: "Läsårstiderna fastställs enligt skolchefens förslag.",
        points: &[("Läsårstiderna fastställs enligt skolchefens förslag.", "legality")],
        documents: "Tjänsteskrivelse – Läsårstider | BUN {år}/71-1
Förslag till läsårstider | BUN {år}/71-2",
        recipients: "Rektorerna
Kollektivtrafikmyndigheten
Granås kommun | för kännedom",
        ..EMPTY
    },
    Paragraph {
        title: "Kvalitetsrapport för fritidshemmen",
        registry_nos: "BUN {år}/58",
        description: "Rapporten bygger på besök, enkäter och rektorernas egna analyser. De viktigaste resultaten är att

- nio av tio elever trivs på sitt fritidshem
- grupperna är större än nämndens riktvärde på två av sex enheter
- tiden för gemensam planering har ökat.

# Åtgärder

Rektorerna ska dela de två största grupperna och pröva gemensam öppning på morgonen.",
        proposal: "1. Rapporten godkänns.
2. Skolchefen ska redovisa gruppernas storlek efter vårterminens början.",
        points: &[
            ("Rapporten godkänns.", "legality"),
            ("Skolchefen ska redovisa gruppernas storlek efter vårterminens början.", "none"),
        ],
        documents: "Tjänsteskrivelse – Kvalitetsrapport | BUN {år}/58-2
Kvalitetsrapport för fritidshemmen | BUN {år}/58-3",
        recipients: "Rektorerna
Skolchefen",
        ..EMPTY
    },
    Paragraph {
        title: "Ansökan om skolskjuts för en elev i årskurs 4",
        registry_nos: "BUN {år}/96",
        rapporteur: "Pernilla Gerdhem, skolchef",
        public_title: "Ansökan i ett enskilt ärende",
        withheld: true,
        description: "En vårdnadshavare har ansökt om skolskjuts mellan hemmet och Strandskolan. Vägen är 3,1 kilometer lång och saknar gångbana på en sträcka av 800 meter.",
        proposal: "Ansökan beviljas.",
        sections: &[("Motivering", "Vägen är kortare än vad nämndens riktlinje kräver, men trafiken är sådan att eleven inte kan gå den på ett säkert sätt. Eleven har därför rätt till skolskjuts enligt 10 kap. 32 § skollagen.")],
        points: &[("Ansökan om skolskjuts beviljas för höstterminen och vårterminen.", "administrative")],
        documents: "Tjänsteskrivelse – Ansökan om skolskjuts | BUN {år}/96-3",
        recipients: "Vårdnadshavaren | med hänvisning om hur beslutet överklagas",
        ..EMPTY
    },
    Paragraph {
        kind: "information",
        title: "Rektorn för Strandskolan berättar",
        description: "Rektor Rasmus Hedlund berättar om skolans arbete med läsning och om det nya biblioteket.",
        ..EMPTY
    },
];

pub(in super::super) const NOT_CLOSED: &[Paragraph] = &[
    adjusters(&[("Mats Holmerin (M) utses att tillsammans med ordföranden justera protokollet.", "none")]),
    AGENDA,
    Paragraph {
        title: "Åtgärder för en ekonomi i balans",
        registry_nos: "BUN {år}/104",
        description: "Nämnden väntas redovisa ett underskott på 2,4 miljoner kronor. Skolchefen har tagit fram åtgärder:

1. samordnad upphandling av skolskjuts
2. gemensam vikariepool för förskola och skola
3. återhållsamhet med inköp under resten av året.",
        proposal: "1. Åtgärderna godkänns.
2. Uppföljning ska ske varje månad.",
        points: &[
            ("Åtgärderna godkänns.", "legality"),
            ("Uppföljning ska ske varje månad.", "none"),
        ],
        documents: "Tjänsteskrivelse – Ekonomi i balans | BUN {år}/104-1",
        recipients: "Kommunstyrelsen
Skolchefen",
        ..EMPTY
    },
    Paragraph {
        title: "Öppettider på förskolan Lyktan",
        registry_nos: "BUN {år}/99",
        description: "Behovet av omsorg före klockan 6.30 har minskat till två barn.",
        proposal: "Förskolan Lyktan öppnar klockan 6.15 om något barn behöver det, annars klockan 6.30.",
        documents: "Tjänsteskrivelse – Öppettider | BUN {år}/99-1",
        ..EMPTY
    },
    Paragraph { kind: "information", title: "Skolchefen informerar", ..EMPTY },
];
