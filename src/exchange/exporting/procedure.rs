//! How a § was decided, as the format has it (beslutsgång).

use super::{Facts, annex_key, count, line, prose, word};
use crate::{
    error::Result,
    exchange::{
        self, Answer, Appointment, Attachment, Ballot, BallotForm, Candidate, Claim, Day, Dissent,
        EarlierHandling, Key, Mover, Proposition, Prose, Speaker, Tally, Vote, values::Word,
    },
    items::{Procedure, procedure as kept},
    law::{
        procedure::{HandedIn, SettledBy},
        tally::Side,
    },
    text::Text,
    web::local,
};

impl Facts<'_> {
    pub(super) fn procedure(&self, procedure: &Procedure, told: &mut exchange::Item) -> Result<()> {
        told.claims = procedure.claims.iter().map(|one| self.claim(one)).collect();
        let put = procedure.propositions.iter().map(|one| self.proposition(one));
        told.propositions = put.collect();
        for vote in &procedure.votes {
            told.votes.push(self.vote(vote, procedure)?);
        }
        let appointed = procedure.appointments.iter();
        told.appointments = appointed.filter_map(|one| self.appointment(one)).collect();
        for dissent in &procedure.dissents {
            let one = self.dissent(dissent, told);
            told.dissents.push(one);
        }
        let spoken = procedure.speakers.iter().filter_map(|one| self.speaker(one));
        told.speakers = spoken.collect();
        told.earlier = procedure.earlier.iter().map(|one| self.earlier(one)).collect();
        Ok(())
    }

    fn claim(&self, kept: &kept::Claim) -> Claim {
        let movers = kept.movers.iter().map(|mover| match &mover.who {
            kept::Actor::Person(person) => Mover {
                person: Some(self.key(person.0)),
                group: None,
                body: None,
                joins: mover.joins,
            },
            kept::Actor::Group(group) => {
                Mover { person: None, group: line(group), body: None, joins: mover.joins }
            }
        });
        Claim {
            id: self.own(kept.id),
            kind: Word(kept.kind),
            movers: movers.collect(),
            rank: kept.rank.and_then(|rank| u32::try_from(rank).ok()),
            condition: line(&kept.condition),
            dated_on: kept.dated_on.map(Day),
            document: line(&kept.document),
            text: prose(&kept.text),
            withdrawn: kept.withdrawn,
            provenance: None,
        }
    }

    fn proposition(&self, kept: &kept::Proposition) -> Proposition {
        let mut claims: Vec<Key> = vec![];
        let mut options = vec![];
        for choice in &kept.options {
            match choice {
                kept::Choice::Claim(claim) => claims.push(self.key(*claim)),
                kept::Choice::Words(words) => options.extend(line(words)),
            }
        }
        let winner = kept.winner.and_then(|winner| kept.options.get(winner));
        let (carried, won) = match winner {
            Some(kept::Choice::Claim(claim)) => (Some(self.key(*claim)), None),
            Some(kept::Choice::Words(words)) => (None, line(words)),
            None => (None, None),
        };
        let by_minority = kept.settled_by == SettledBy::Minority;
        Proposition {
            id: self.own(kept.id),
            stage: Some(Word(kept.stage)),
            claims,
            options,
            text: Text::from_plain(&kept.question).ok().as_ref().and_then(prose),
            settled_by: Word(kept.settled_by),
            carried,
            outcome: won.or_else(|| line(&kept.reason).filter(|_| by_minority)),
            provenance: None,
        }
    }

    fn vote(&self, kept: &kept::Vote, procedure: &Procedure) -> Result<Vote> {
        let put = procedure.propositions.iter().find(|one| Some(one.id) == kept.proposition);
        let mut ballots = vec![];
        for one in &kept.ballots {
            ballots.push(Ballot {
                seat: Some(self.key(one.seat.0)),
                person: self.person(one.person),
                answer: word::<Answer>(one.answer.as_str())?,
                party: None,
            });
        }
        let candidates = kept.candidates.iter().map(|one| self.candidate(one));
        Ok(Vote {
            id: self.own(kept.id),
            proposition: kept.proposition.map(|put| self.key(put)),
            kind: Word(kept.kind),
            ballot: if kept.open { BallotForm::Open } else { BallotForm::Secret },
            question: None,
            yes_means: line(&kept.yes_means),
            no_means: line(&kept.no_means),
            ballots,
            totals: tally(&kept.tallies)?,
            as_printed: kept.as_printed,
            casting: kept.casting.map(side),
            lot: line(&kept.lot),
            candidates: candidates.collect::<Result<_>>()?,
            proportional: kept.proportional,
            supporters: put.and_then(|put| put.supporters).and_then(|n| u32::try_from(n).ok()),
            outcome: kept.stated.map(side),
            outcome_text: None,
            annex: None,
            provenance: None,
        })
    }

    fn candidate(&self, kept: &kept::Candidate) -> Result<Candidate> {
        Ok(Candidate {
            person: self.person(kept.person),
            name: line(&kept.name).filter(|_| kept.person.is_none()),
            votes: Some(count(kept.votes)?),
            elected: kept.elected,
        })
    }

    fn appointment(&self, kept: &kept::Appointment) -> Option<Appointment> {
        Some(Appointment {
            person: self.person(kept.person),
            name: line(&kept.name).filter(|_| kept.person.is_none()),
            party: None,
            released: kept.released,
            role: line(&kept.role)?,
            body: line(&kept.body),
            from: kept.starts_on.map(Day),
            until: kept.ends_on.map(Day),
            in_place_of: line(&kept.instead_of),
            provenance: None,
        })
    }

    /// The annex of the § that is named, or a new one.
    fn dissent(&self, kept: &kept::Dissent, told: &mut exchange::Item) -> Dissent {
        let attachment = line(&kept.annex).map(|title| {
            let known = told.attachments.iter().find(|one| one.title == title);
            if let Some(id) = known.and_then(|one| one.id.clone()) {
                return id;
            }
            let id = annex_key(told);
            told.attachments.push(Attachment {
                id: Some(id.clone()),
                number: None,
                title,
                pages: None,
                secret: false,
            });
            id
        });
        let (mut persons, mut groups) = (vec![], vec![]);
        for who in &kept.people {
            match who {
                kept::Actor::Person(person) => persons.push(self.key(person.0)),
                kept::Actor::Group(group) => groups.extend(line(group)),
            }
        }
        let text = kept.text.as_ref().and_then(prose);
        Dissent {
            id: self.own(kept.id),
            kind: Word(kept.kind),
            persons,
            groups,
            point: kept.point.map(|point| self.key(point)),
            notified: None,
            recorded_on: Some(Day(local(kept.recorded_at).0)),
            handed_in: handed_in(kept.handed_in, (text.as_ref(), attachment.is_some())),
            text,
            attachment,
            provenance: None,
        }
    }

    fn speaker(&self, kept: &kept::Speaker) -> Option<Speaker> {
        let named = || self.named.get(&kept.name).map(|id| self.key(*id));
        let person = self.person(kept.person).or_else(named)?;
        Some(Speaker { person, reply: kept.reply, clock: None, note: None })
    }

    fn earlier(&self, kept: &kept::Earlier) -> EarlierHandling {
        let here = kept.item.filter(|item| self.items.iter().any(|one| one.id == *item));
        EarlierHandling {
            effect: Word(kept.effect),
            body: line(&kept.body),
            on_day: kept.on_day.map(Day),
            number: line(&kept.number),
            point: None,
            what: line(&kept.words),
            item: here.map(|item| self.key(item.0)),
            text: None,
            provenance: None,
        }
    }
}

/// What contradicts the text is not told.
fn handed_in(kept: HandedIn, (text, annex): (Option<&Prose>, bool)) -> Option<Word<HandedIn>> {
    let agrees = match kept {
        HandedIn::InItem => text.is_some(),
        HandedIn::NoText | HandedIn::Awaited | HandedIn::Never => text.is_none() && !annex,
        HandedIn::Annex => text.is_none() || annex,
    };
    agrees.then_some(Word(kept))
}

fn side(kept: Side) -> exchange::Side {
    match kept {
        Side::Yes => exchange::Side::Yes,
        Side::No => exchange::Side::No,
    }
}

fn tally(kept: &[kept::Tally]) -> Result<Option<Tally>> {
    if kept.is_empty() {
        return Ok(None);
    }
    let of = |answer: &str| {
        kept.iter().find(|one| one.answer == answer).map(|one| count(one.votes)).transpose()
    };
    Ok(Some(Tally {
        yes: of("yes")?,
        no: of("no")?,
        abstain: of("abstain")?,
        absent: of("absent")?,
        blank: of("blank")?,
        invalid: of("void")?,
        handed_in: None,
    }))
}
