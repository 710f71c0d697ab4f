//! The facts of a § in a line each (sammandrag), as they are listed on its page and kept in its history.

use serde::{Deserialize, Serialize};

use super::{
    Appointment, Candidate, Choice, Claim, Dissent, Earlier, Procedure, Proposition, Vote,
    context::Context,
};
use crate::law::{
    long_date,
    procedure::{Effect, SettledBy, VoteKind},
    tally::Ballot as Answer,
};

/// A procedure as it is kept in the chain of revisions, with how it read when it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::items) struct Recorded {
    pub(in crate::items) lines: Vec<String>,
    procedure: Procedure,
}

impl Recorded {
    pub(super) fn of(context: &Context, procedure: &Procedure) -> Self {
        let claims = procedure.claims.iter().map(|one| context.claim(one));
        let put = procedure.propositions.iter().map(|one| context.proposition(one, procedure));
        let votes = procedure.votes.iter().map(Vote::words);
        let appointed = procedure.appointments.iter().map(Appointment::words);
        let dissents = procedure.dissents.iter().map(|one| context.dissent(one));
        let spoke = procedure.speakers.iter().map(|one| {
            let how = if one.reply { "Replik" } else { "Talare" };
            format!("{how}: {}", one.name)
        });
        let earlier = procedure.earlier.iter().map(Earlier::words);
        let lines = claims.chain(put).chain(votes).chain(appointed).chain(dissents);
        let lines = lines.chain(spoke).chain(earlier).collect();
        Self { lines, procedure: procedure.clone() }
    }
}

impl Context {
    /// "Bifall: Anna Berg (S)".
    pub(super) fn claim(&self, claim: &Claim) -> String {
        let who = self.names(claim.movers.iter().map(|mover| &mover.who));
        let mut words = format!("{}: {who}", claim.kind.name());
        for part in [claim.document.as_str(), &claim.text.to_words(), &claim.condition] {
            if !part.is_empty() {
                words.extend([". ", part]);
            }
        }
        if let Some(day) = claim.dated_on {
            words.extend([" den ", &long_date(day)]);
        }
        if claim.withdrawn {
            words.push_str(" (återtaget)");
        }
        words
    }

    /// "Huvudproposition: Bifall mot Avslag. Acklamation: Bifall".
    pub(super) fn proposition(&self, put: &Proposition, all: &Procedure) -> String {
        let option = |choice: &Choice| match choice {
            Choice::Words(words) => words.clone(),
            Choice::Claim(id) => all.claims.iter().find(|one| one.id == *id).map_or_else(
                || "ett yrkande som har tagits bort".to_owned(),
                |claim| {
                    let who = self.names(claim.movers.iter().map(|mover| &mover.who));
                    format!("{} ({who})", claim.kind.name().to_lowercase())
                },
            ),
        };
        let options: Vec<_> = put.options.iter().map(option).collect();
        let asked = [put.question.clone(), options.join(" mot ")];
        let asked: Vec<_> = asked.into_iter().filter(|words| !words.is_empty()).collect();
        let mut words =
            format!("{}: {}. {}", put.stage.name(), asked.join(", "), put.settled_by.name());
        if let Some(winner) = put.winner.and_then(|winner| options.get(winner)) {
            words.extend([": ", winner]);
        }
        if put.settled_by == SettledBy::Minority {
            let asked = put.supporters.unwrap_or_default();
            words.extend([" (", &asked.to_string(), " begär det)"]);
        }
        words
    }

    /// "Reservation: Anna Berg (S)".
    pub(super) fn dissent(&self, dissent: &Dissent) -> String {
        let who = self.names(&dissent.people);
        let mut words = format!("{}: {who}", dissent.kind.name());
        if !dissent.in_time {
            words.push_str(", anmäld efter sammanträdet");
        }
        words.extend([". ", dissent.handed_in.name()]);
        if !dissent.annex.is_empty() {
            words.extend([" (", &dissent.annex, ")"]);
        }
        words
    }
}

impl Vote {
    /// "6 ja, 4 nej, 1 avstår", or how an election went.
    pub(super) fn words(&self) -> String {
        let count = |answer| self.ballots.iter().filter(|ballot| ballot.answer == answer).count();
        let sums: Vec<_> = match (self.kind, self.open && !self.ballots.is_empty()) {
            (VoteKind::Election, _) => self.candidates.iter().map(Candidate::words).collect(),
            (VoteKind::Question, true) => Answer::ALL
                .iter()
                .map(|answer| (count(*answer), answer.name().to_lowercase()))
                .filter(|(votes, _)| *votes > 0)
                .map(|(votes, name)| format!("{votes} {name}"))
                .collect(),
            (VoteKind::Question, false) => {
                let name = |answer: &str| answer.parse::<Answer>().map_or("övriga", Answer::name);
                let sums = self.tallies.iter();
                sums.map(|one| format!("{} {}", one.votes, name(&one.answer).to_lowercase()))
                    .collect()
            }
        };
        let mut words = sums.join(", ");
        if self.kind == VoteKind::Question {
            words = format!("Ja för {}, nej för {}: {words}", self.yes_means, self.no_means);
        }
        if let Some(side) = self.casting {
            words.extend([". Ordförandens utslagsröst: ", side.name()]);
        }
        if !self.lot.is_empty() {
            words.extend([". Lottning: ", &self.lot]);
        }
        words
    }
}

impl Candidate {
    fn words(&self) -> String {
        let elected = match (self.elected, self.by_lot) {
            (true, true) => " (vald genom lottning)",
            (true, false) => " (vald)",
            (false, true) => " (lottades bort)",
            (false, false) => "",
        };
        format!("{} {}{elected}", self.name, self.votes)
    }
}

impl Appointment {
    pub(super) fn words(&self) -> String {
        let leaves = if self.released { " lämnar uppdraget" } else { "" };
        let mut words = format!("{}, {} i {}{leaves}", self.name, self.role, self.body);
        if let Some(day) = self.starts_on {
            words.extend([" från och med ", &long_date(day)]);
        }
        if let Some(day) = self.ends_on {
            words.extend([" till och med ", &long_date(day)]);
        }
        if !self.instead_of.is_empty() {
            words.extend([" i stället för ", &self.instead_of]);
        }
        words
    }
}

impl Earlier {
    pub(super) fn words(&self) -> String {
        let mut words = match self.effect {
            Effect::Continues => self.body.clone(),
            effect => format!("{} {}", effect.name(), self.body),
        };
        if let Some(day) = self.on_day {
            words.extend([" ", &long_date(day)]);
        }
        if !self.number.is_empty() {
            words.extend([" §\u{a0}", &self.number]);
        }
        if !self.words.is_empty() {
            words.extend([". ", &self.words]);
        }
        words
    }
}
