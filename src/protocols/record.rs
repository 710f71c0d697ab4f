//! The record (protokollet) as one value: what is shown, signed, stored and printed.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    items::{Annex, Document, Recipient, Table},
    text::Text,
};

time::serde::format_description!(civil_day, Date, "[year]-[month]-[day]");

/// A protocol's content. Canonical: uuids and printed facts, no database numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) schema: String,
    pub(crate) front: Front,
    pub(crate) items: Vec<RecordItem>,
}

/// The front page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Front {
    pub(crate) municipality: String,
    pub(crate) board: String,
    /// A word of `law::BoardKind`.
    pub(crate) board_kind: String,
    /// The participating municipalities of a joint board; empty otherwise.
    pub(crate) participants: Vec<String>,
    #[serde(with = "civil_day")]
    pub(crate) held_on: Date,
    pub(crate) ordinal: i32,
    pub(crate) sittings: Vec<RecordSitting>,
    /// "kl. 14.31–14.36", each adjournment of the meeting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) pauses: Vec<String>,
    pub(crate) public: bool,
    /// "§§ 20–24", as printed (NUM-09).
    pub(crate) paragraphs: String,
    /// The §§ of the meeting that stand elsewhere: "§ 108 omedelbart justerad, se särskilt protokoll" (NUM-10).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) separate: String,
    /// What stands instead of the end of a meeting that goes on when its § is adjusted at once (ADJ-20).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) ongoing: String,
    pub(crate) adjusting_place: String,
    pub(crate) adjusting_time: String,
    pub(crate) attendance: Vec<Group>,
    pub(crate) signers: Vec<RecordSigner>,
    /// Imports: what the source prints that cannot be computed; empty otherwise.
    pub(crate) as_printed: Vec<String>,
}

/// One day's sitting; times as "09.00".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordSitting {
    #[serde(with = "civil_day")]
    pub(crate) on_day: Date,
    pub(crate) starts_at: String,
    pub(crate) ends_at: Option<String>,
    pub(crate) place: String,
}

/// A headed list of persons: "Beslutande", "Ej tjänstgörande ersättare", "Övriga".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) heading: String,
    pub(crate) persons: Vec<RecordPerson>,
}

/// A person as printed; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordPerson {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) party: String,
    /// "ordförande", "vice ordförande", or an official's title.
    pub(crate) role: String,
    pub(crate) municipality: String,
    /// Whom, and where not in the whole meeting the §§: "Bo Al (M) §§ 104–110 och för Vakant (L) § 111".
    pub(crate) serves_for: String,
    pub(crate) remote: bool,
    /// The §§ at a distance, where not all of those attended.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) remote_at: String,
    /// The §§ attended, or not: "§§ 101–103", "ej § 106 på grund av jäv"; empty for the whole meeting (ATT-02).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) at: String,
}

/// Who signs; `office` is `secretary`, `chair` or `adjuster`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordSigner {
    pub(crate) person: Uuid,
    pub(crate) name: String,
    pub(crate) party: String,
    pub(crate) office: String,
    /// The §§ that they sign, as printed; empty for all (ADJ-13).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) at: String,
    /// The same §§ by id; empty for all, and the front page is everybody's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) items: Vec<Uuid>,
}

/// One § as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordItem {
    pub(crate) id: Uuid,
    pub(crate) series: String,
    pub(crate) number: Option<i32>,
    pub(crate) suffix: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) registry_nos: Vec<String>,
    pub(crate) rapporteur: String,
    /// Who led it, where that was not the meeting's chair: "Tjänstgörande ordförande Bo Al (M)" (JAV-11).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) chair: String,
    pub(crate) withdrawn: Option<String>,
    pub(crate) documents: Vec<Document>,
    pub(crate) recipients: Vec<Recipient>,
    /// Each with its number in the protocol.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) annexes: Vec<Annex>,
    pub(crate) parts: Vec<Part>,
    /// The public rendition of a § that is not published: the sentence that stands in its place, and no content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) withheld: Option<String>,
}

/// A headed text, a proposal or a decision of a §.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Part {
    Text {
        id: Uuid,
        heading: String,
        text: Text,
    },
    Proposal {
        id: Uuid,
        heading: String,
        text: Text,
    },
    Decision {
        id: Uuid,
        heading: String,
        lead_in: String,
        points: Vec<RecordPoint>,
    },
    /// A counted vote with its list (PRO-03, VTL-01).
    Vote {
        id: Uuid,
        heading: String,
        text: Text,
        table: Table,
    },
}

impl Part {
    /// Of a decision, its id and its points.
    pub(crate) fn decision(&self) -> Option<(Uuid, &[RecordPoint])> {
        match self {
            Self::Decision { id, points, .. } => Some((*id, points)),
            Self::Text { .. } | Self::Proposal { .. } | Self::Vote { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordPoint {
    pub(crate) id: Uuid,
    pub(crate) text: Text,
    pub(crate) appeal: String,
}

/// What the public reads: the record with withheld §§ emptied, and how it was adjusted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rendition {
    pub(crate) record: Record,
    pub(crate) certificate: Certificate,
    /// The protocol was made elsewhere and brought in.
    pub(crate) imported: bool,
}

/// The adjusting certificate (justeringsintyg).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    pub(crate) version: i32,
    /// Root over the salted leaves, in hexadecimal; empty for an import.
    pub(crate) root: String,
    pub(crate) signatures: Vec<CertificateLine>,
}

/// One signature: office, method and level as codes, the instant as "8 september 2020 kl. 14.31".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateLine {
    pub(crate) name: String,
    pub(crate) party: String,
    pub(crate) office: String,
    pub(crate) method: String,
    pub(crate) level: String,
    pub(crate) signed_at: String,
}

impl RecordSigner {
    /// Says whether they sign a § (ADJ-13); the front page, none, is signed by all.
    pub(crate) fn signs(&self, item: Option<Uuid>) -> bool {
        item.is_none_or(|item| self.items.is_empty() || self.items.contains(&item))
    }
}

impl RecordPerson {
    /// "tjänstgör för Bo Al (M)", "deltar på distans §§ 101–103", "ej § 106 på grund av jäv".
    pub(crate) fn remarks(&self) -> Vec<String> {
        let serves =
            (!self.serves_for.is_empty()).then(|| format!("tjänstgör för {}", self.serves_for));
        let remote = self
            .remote
            .then(|| format!("deltar på distans {}", self.remote_at).trim_end().to_owned());
        let at = (!self.at.is_empty()).then(|| self.at.clone());
        [serves, at, remote].into_iter().flatten().collect()
    }
}

impl RecordItem {
    /// "§ 22" with a no-break space; empty without a number.
    pub(crate) fn sign(&self) -> String {
        match (self.number, self.suffix.as_str()) {
            (None, _) => String::new(),
            (Some(number), "") => format!("§\u{a0}{number}"),
            (Some(number), suffix) => format!("§\u{a0}{number}\u{a0}{suffix}"),
        }
    }

    /// The anchor in the whole protocol: `p22`.
    pub(crate) fn anchor(&self) -> String {
        self.number
            .map_or_else(|| format!("p-{}", self.id), |number| format!("p{number}{}", self.suffix))
    }

    /// The last part of its address: `22` or `22a`.
    pub(crate) fn address(&self) -> Option<String> {
        self.number.map(|number| format!("{number}{}", self.suffix))
    }
}
