//! What kommunstyrelsen of Björkvik deals with.

use super::{AGENDA, EMPTY, Paragraph, adjusters};

pub(in super::super) const OVER: &[Paragraph] = &[
    adjusters(&[("Torsten Vallgren (M) utses att tillsammans med ordföranden justera protokollet.", "none")]),
    AGENDA,
    Paragraph {
        title: "Budgetuppföljning {år}",
        registry_nos: "KS {år}/87",
        description: "Ekonomiavdelningen har följt upp nämndernas ekonomi. Kommunen som helhet väntas redovisa ett överskott på 6,4 miljoner kronor, vilket är 1,1 miljoner kronor bättre än budget.

Tabell: Väntad avvikelse mot budget vid årets slut, tkr
| Nämnd | Budget | Prognos | Avvikelse |
|---|---|---|---|
| Kommunstyrelsen | 48 200 | 47 300 | 900 |
| Barn- och utbildningsnämnden | 231 500 | 233 900 | −2 400 |
| Samhällsbyggnadsnämnden | 37 900 | 37 100 | 800 |
| Socialnämnden | 204 600 | 202 800 | 1 800 |

Underskottet i barn- och utbildningsnämnden beror främst på fler elever i behov av särskilt stöd och på högre kostnader för skolskjuts.",
        proposal: "1. Uppföljningen läggs till handlingarna.
2. Barn- och utbildningsnämnden ska senast vid nästa uppföljning redovisa hur underskottet hanteras.",
        points: &[
            ("Uppföljningen läggs till handlingarna.", "none"),
            ("Barn- och utbildningsnämnden ska senast vid nästa uppföljning redovisa hur underskottet hanteras.", "legality"),
        ],
        documents: "Tjänsteskrivelse – Budgetuppföljning | KS {år}/87-4
Budgetuppföljning för hela kommunen | KS {år}/87-5",
        recipients: "Barn- och utbildningsnämnden
Samtliga nämnder | för kännedom
Revisorerna | för kännedom",
        ..EMPTY
    },
    Paragraph {
        title: "Taxa för uthyrning av samlingslokaler",
        registry_nos: "KS {år}/61, SBN {år}/140",
        description: "Taxan för kommunens samlingslokaler har varit oförändrad i flera år. Förslaget innebär i korthet att

- ideella föreningar betalar samma avgift i alla lokaler
- barn- och ungdomsföreningar inte betalar någon avgift på vardagar
- privatpersoner och företag betalar en avgift som täcker kommunens kostnad.",
        proposal: "Kommunfullmäktige antar taxan för uthyrning av samlingslokaler.",
        sections: &[(
            "Ekonomiska konsekvenser",
            "Intäkterna beräknas öka med omkring 85 tkr om året. De fria tiderna för barn- och ungdomsföreningar minskar intäkterna med omkring 30 tkr.",
        )],
        to_council: &[
            "Taxan för uthyrning av samlingslokaler antas och gäller från den 1 januari {nästa år}.",
            "Taxan som antogs den 14 juni 2021 upphör samtidigt att gälla.",
        ],
        points: &[("Kommundirektören ska se till att bokningssidan visar den nya taxan när den börjar gälla.", "none")],
        documents: "Tjänsteskrivelse – Taxa för samlingslokaler | KS {år}/61-2
Förslag till taxa | KS {år}/61-3",
        recipients: "Kommunfullmäktige
Kommundirektören",
        ..EMPTY
    },
    Paragraph {
        kind: "information",
        title: "Kommundirektören informerar",
        description: "Kommundirektör Håkan Lönnerstad informerar om

1. rekryteringen av en ny näringslivsutvecklare
2. renoveringen av badhuset, som följer tidsplanen
3. övningen i krisledning tillsammans med Granås och Tallmo.",
        ..EMPTY
    },
];

pub(in super::super) const SENT: &[Paragraph] = &[
    adjusters(&[("Torsten Vallgren (M) utses att tillsammans med ordföranden justera protokollet.", "none")]),
    Paragraph {
        title: "Verksamhetsbidrag till föreningar {nästa år}",
        registry_nos: "KS {år}/133",
        description: "Fem föreningar har sökt verksamhetsbidrag. Bidragen ryms inom kommunstyrelsens budget för {nästa år}.

Tabell: Sökta och föreslagna bidrag, kronor
| Förening | Sökt | Föreslaget |
|---|---|---|
| Björkviks hembygdsförening | 45 000 | 40 000 |
| Kvinnojouren Ljuset | 180 000 | 180 000 |
| Sjöbygdens scoutkår | 30 000 | 30 000 |
| Föreningen Öppet hus | 95 000 | 75 000 |
| Björkviks orienteringsklubb | 25 000 | 25 000 |",
        proposal: "Bidrag beviljas enligt ekonomiavdelningens förslag.",
        points: &[
            ("Bidrag beviljas föreningarna enligt tabellen i ärendebeskrivningen, sammanlagt 350 000 kronor.", "legality"),
            ("Föreningarna ska redovisa hur bidraget har använts senast den 31 mars året därpå.", "legality"),
        ],
        documents: "Tjänsteskrivelse – Verksamhetsbidrag | KS {år}/133-7
Sammanställning av ansökningar | KS {år}/133-8",
        recipients: "Föreningarna
Ekonomiavdelningen",
        ..EMPTY
    },
    Paragraph {
        title: "Yttrande över regional transportplan",
        registry_nos: "KS {år}/119",
        description: "Regionen har bett kommunerna yttra sig över förslaget till regional transportplan. För Björkvik är det viktigast att

1. gång- och cykelvägen mellan Björkvik och Granås byggs tidigt i perioden
2. busslinjen till Tallmo får fler turer på kvällar och helger
3. korsningen vid Norra infarten görs säkrare för oskyddade trafikanter:
   - med en sänkt hastighet på sträckan
   - med en mittrefug vid övergångsstället.",
        proposal: "Kommunstyrelsen antar yttrandet som sitt eget.",
        points: &[("Kommunstyrelsen antar yttrandet som sitt eget och lämnar det till regionen.", "none")],
        documents: "Tjänsteskrivelse – Regional transportplan | KS {år}/119-3
Förslag till yttrande | KS {år}/119-4",
        recipients: "Regionen
Samhällsbyggnadsnämnden | för kännedom",
        ..EMPTY
    },
    Paragraph {
        title: "Riktlinje för distansarbete",
        registry_nos: "KS {år}/102",
        description: "Riktlinjen från 2022 har följts upp. Chefer och medarbetare är i huvudsak nöjda, men reglerna om arbetsmiljön i hemmet behöver bli tydligare.",
        proposal: "Kommunstyrelsen antar riktlinje för distansarbete.",
        sections: &[("Beredning", "Förslaget har förhandlats enligt lagen om medbestämmande i arbetslivet. Arbetstagarorganisationerna har inget att invända.")],
        points: &[("Riktlinje för distansarbete antas och ersätter riktlinjen från 2022.", "legality")],
        documents: "Tjänsteskrivelse – Riktlinje för distansarbete | KS {år}/102-2",
        recipients: "Samtliga förvaltningar",
        ..EMPTY
    },
    Paragraph {
        kind: "information",
        title: "Rapport om krisberedskapen",
        description: "Kommundirektör Håkan Lönnerstad rapporterar om beredskapslagret av dricksvatten och om trygghetspunkterna i Björkvik, Sjövik och Norrby.",
        ..EMPTY
    },
];

pub(in super::super) const COMING: &[Paragraph] = &[
    Paragraph { kind: "adjusters", title: "Val av justerare", ..EMPTY },
    AGENDA_TO_COME,
    Paragraph {
        title: "Mål och budget för kommande år",
        registry_nos: "KS {år}/40",
        description: "Nämnderna har lämnat sina underlag. Ekonomiavdelningens förslag bygger på oförändrad skattesats.",
        proposal: "Kommunfullmäktige fastställer mål och budget.",
        documents: "Tjänsteskrivelse – Mål och budget | KS {år}/40-11",
        ..EMPTY
    },
    Paragraph {
        title: "Medborgarförslag om belysning vid Strandpromenaden",
        registry_nos: "KS {år}/128",
        description: "I ett medborgarförslag föreslås att Strandpromenaden får belysning mellan badplatsen och båthamnen, en sträcka på 600 meter.",
        proposal: "Medborgarförslaget bifalls.",
        documents: "Tjänsteskrivelse – Belysning vid Strandpromenaden | KS {år}/128-2
Medborgarförslag | KS {år}/128-1",
        ..EMPTY
    },
    Paragraph { kind: "information", title: "Ekonomisk lägesrapport", ..EMPTY },
];

const AGENDA_TO_COME: Paragraph = Paragraph { points: &[], recipients: "", ..AGENDA };
