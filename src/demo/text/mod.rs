//! What the meetings of the demo say (texterna): invented cases of invented municipalities.

pub(super) mod building;
pub(super) mod executive;
pub(super) mod joint;
pub(super) mod schools;

/// A § as its secretary writes it. `{år}` is the year of the meeting, `{nästa år}` the one after.
pub(super) struct Paragraph {
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    pub(super) registry_nos: &'static str,
    pub(super) rapporteur: &'static str,
    /// The neutral heading of a § that is withheld when the protocol is published.
    pub(super) public_title: &'static str,
    pub(super) withheld: bool,
    pub(super) description: &'static str,
    pub(super) proposal: &'static str,
    /// Headed texts of its own.
    pub(super) sections: &'static [(&'static str, &'static str)],
    /// Each point and how it is appealed.
    pub(super) points: &'static [(&'static str, &'static str)],
    /// What the board proposes to fullmäktige.
    pub(super) to_council: &'static [&'static str],
    pub(super) documents: &'static str,
    pub(super) recipients: &'static str,
}

/// A § of which nothing is known yet.
const EMPTY: Paragraph = Paragraph {
    kind: "decision",
    title: "",
    registry_nos: "",
    rapporteur: "",
    public_title: "",
    withheld: false,
    description: "",
    proposal: "",
    sections: &[],
    points: &[],
    to_council: &[],
    documents: "",
    recipients: "",
};

/// The election of an adjuster, with the decision.
const fn adjusters(decision: &'static [(&'static str, &'static str)]) -> Paragraph {
    Paragraph {
        kind: "adjusters",
        title: "Val av justerare",
        points: decision,
        recipients: "Akten",
        ..EMPTY
    }
}

/// The agenda, approved as it was sent out.
const AGENDA: Paragraph = Paragraph {
    kind: "agenda",
    title: "Godkännande av föredragningslistan",
    points: &[("Föredragningslistan godkänns.", "none")],
    recipients: "Akten",
    ..EMPTY
};
