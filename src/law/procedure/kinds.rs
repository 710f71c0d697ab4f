//! The words of the decision procedure: claims, propositions, votes, dissents, kinds of items (beslutsgång).

use crate::law::words::words;

words! {
    /// What a mover asks for (YRK-01).
    ClaimKind, "kind of claim" {
        Approve = "approve", "Bifall";
        Reject = "reject", "Avslag";
        Amend = "amend", "Ändring";
        Add = "add", "Tillägg";
        Own = "own", "Eget förslag";
        Remit = "remit", "Återremiss";
        TableItem = "table_item", "Bordläggning";
        Adjourn = "adjourn", "Ajournering";
        /// Put by one who may not: recorded as said, never put to a decision (YRK-02).
        Contribution = "contribution", "Inlägg";
    }
}

words! {
    /// When the chair puts a proposal to a decision (VOT-15, VOT-16). In the order of the act and of practice.
    Stage, "stage of propositions" {
        Formal = "formal", "Formell fråga";
        Counter = "counter", "Motförslag";
        Main = "main", "Huvudproposition";
        Addition = "addition", "Tilläggsförslag";
    }
}

words! {
    /// What settled a proposition.
    SettledBy, "way to settle a proposition" {
        Acclamation = "acclamation", "Acklamation";
        Vote = "vote", "Omröstning";
        /// A third of those present in fullmäktige (VOT-11).
        Minority = "minority", "Minoritet";
    }
}

words! {
    /// What a vote is about.
    VoteKind, "kind of vote" {
        Question = "question", "Omröstning";
        /// Of persons, per candidate or group.
        Election = "election", "Val";
    }
}

words! {
    DissentKind, "kind of dissent" {
        Reservation = "reservation", "Reservation";
        RecordNote = "record_note", "Protokollsanteckning";
        SpecialStatement = "special_statement", "Särskilt yttrande";
    }
}

words! {
    /// Where the text of a reservation or statement is (RES-03, RES-04).
    HandedIn, "way to hand in a text" {
        /// Only the fact: "NN reserverar sig mot beslutet."
        NoText = "no_text", "Utan text";
        InItem = "in_item", "Texten står i paragrafen";
        Annex = "annex", "Texten är en bilaga";
        Awaited = "awaited", "Anmäld, inte inlämnad än";
        Never = "never", "Lämnades aldrig in";
    }
}

words! {
    /// Where in a § something happened.
    Edge, "edge" {
        Before = "before", "Före";
        During = "during", "Under";
        After = "after", "Efter";
    }
}

words! {
    /// Whence a fact is known.
    Provenance, "provenance" {
        Stated = "stated", "Uppgiven";
        Derived = "derived", "Härledd";
        Inferred = "inferred", "Antagen";
    }
}

words! {
    /// What a § is about (KND-01 to KND-16).
    MatterKind, "kind of item" {
        Decision = "decision", "Beslut";
        Information = "information", "Information";
        Adjusters = "adjusters", "Val av justerare";
        Agenda = "agenda", "Godkännande av föredragningslistan";
        Summons = "summons", "Sammanträdets behöriga utlysande";
        Delegation = "delegation", "Redovisning av delegationsbeslut";
        UrgentDecisions = "urgent_decisions", "Redovisning av brådskande beslut";
        Disqualifications = "disqualifications", "Anmälan av jäv";
        MotionPut = "motion_put", "Väckt motion";
        MotionAnswer = "motion_answer", "Svar på motion";
        CitizenProposalPut = "citizen_proposal_put", "Väckt medborgarförslag";
        CitizenProposal = "citizen_proposal", "Svar på medborgarförslag";
        InterpellationPut = "interpellation_put", "Väckt interpellation";
        Interpellation = "interpellation", "Svar på interpellation";
        QuestionPut = "question_put", "Väckt fråga";
        Question = "question", "Svar på fråga";
        QuestionTime = "question_time", "Frågestund";
        Election = "election", "Val";
        Resignation = "resignation", "Avsägelse";
        Release = "release", "Entledigande";
        CountyNotice = "county_notice", "Länsstyrelsens beslut om ny ledamot";
        Discharge = "discharge", "Ansvarsfrihet";
        Remark = "remark", "Anmärkning";
        PopularInitiative = "popular_initiative", "Folkinitiativ";
        MemberInitiative = "member_initiative", "Initiativärende";
        Correction = "correction", "Rättelse eller upphävande av tidigare beslut";
        Unnumbered = "unnumbered", "Punkt utan paragrafnummer";
    }
}

words! {
    /// What one § does with an earlier one.
    Effect, "effect on an earlier §" {
        Continues = "continues", "Tidigare behandling";
        Corrects = "corrects", "Rättar";
        Annuls = "annuls", "Upphäver";
        Replaces = "replaces", "Ersätter";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dec_04_every_value_is_read_back_from_its_word() {
        for kind in MatterKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        for kind in ClaimKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert!("yrkande".parse::<ClaimKind>().is_err());
        assert_eq!(Edge::During.name(), "Under");
    }
}
