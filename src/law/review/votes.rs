//! Rules on votes: what the check of each vote says, as findings (omröstning).

use super::facts::{ItemFacts, VoteFault};
use super::{Facts, Field, Finding, Severity};

/// One finding for each fault of each vote.
pub(super) fn faults(_: &Facts, index: usize, item: &ItemFacts) -> Vec<Finding> {
    let faults = item.procedure.votes.iter().flat_map(|vote| {
        vote.faults.iter().map(move |fault| (vote.number, fault.kind, &fault.who))
    });
    faults
        .map(|(number, kind, who)| {
            let (id, severity, paragraph) = rule(kind);
            let names =
                if who.is_empty() { String::new() } else { format!(": {}", who.join(", ")) };
            let sentence = format!("{}, omröstning {number}: {}{names}.", item.label(), says(kind));
            Finding::item(index, id, severity, sentence).citing(paragraph).on(Field::Vote(number))
        })
        .collect()
}

fn rule(fault: VoteFault) -> (&'static str, Severity, &'static str) {
    use Severity::{Breach, Hint, Impossible, Practice};
    match fault {
        VoteFault::NoResult => ("PRO-03", Breach, kl!(5, 67)),
        VoteFault::NoList | VoteFault::SecretNames => ("VOT-07", Breach, kl!(5, 67)),
        VoteFault::NoMeaning => ("VOT-17", Practice, ""),
        VoteFault::SumsDiffer | VoteFault::MoreThanServed => ("VOT-20", Impossible, ""),
        VoteFault::SumsDifferInSource => ("VOT-20", Hint, ""),
        VoteFault::NotServing => ("INV-08", Breach, kl!(5, 67)),
        VoteFault::VotedTwice => ("VOT-01", Breach, kl!(4, 24)),
        VoteFault::NotParticipating => ("VOT-02", Breach, kl!(4, 25)),
        VoteFault::SecretQuestion | VoteFault::OpenElection => ("VOT-06", Breach, kl!(5, 54)),
        VoteFault::ChairAbstained => ("VOT-03", Breach, kl!(4, 25)),
        VoteFault::ChairNotLast => ("VOT-18", Hint, ""),
        VoteFault::WrongOutcome => ("VOT-08", Breach, kl!(5, 55)),
        VoteFault::TieWithoutCasting | VoteFault::CastingWithoutTie => {
            ("VOT-09", Breach, kl!(5, 56))
        }
        VoteFault::TieWithoutLot | VoteFault::LotOnQuestion | VoteFault::LotWithoutTie => {
            ("VOT-10", Breach, kl!(5, 56))
        }
        VoteFault::NotProportional => ("VOT-19", Breach, "2\u{a0}§ lag (2022:629)"),
    }
}

fn says(fault: VoteFault) -> &'static str {
    match fault {
        VoteFault::NoResult => "resultatet saknas",
        VoteFault::NoList => "det framgår inte hur var och en röstade",
        VoteFault::NoMeaning => "det framgår inte vad ja och nej betydde",
        VoteFault::SumsDiffer => "summorna stämmer inte med listan",
        VoteFault::SumsDifferInSource => "summorna stämmer inte med listan i förlagan",
        VoteFault::MoreThanServed => "rösterna är fler än de som tjänstgjorde",
        VoteFault::NotServing => "röstade utan att tjänstgöra eller trots jäv",
        VoteFault::VotedTwice => "har mer än en röst",
        VoteFault::NotParticipating => "deltog inte i beslutet men röstade ändå",
        VoteFault::SecretQuestion => "omröstningen var sluten men ska vara öppen",
        VoteFault::OpenElection => {
            "omröstningen var öppen men ska vara sluten vid val och anställning"
        }
        VoteFault::SecretNames => {
            "omröstningen var sluten, men protokollet visar hur var och en röstade"
        }
        VoteFault::ChairAbstained => {
            "ordföranden avstod fast rösten behövdes för att avgöra ärendet"
        }
        VoteFault::ChairNotLast => "ordföranden brukar rösta sist",
        VoteFault::WrongOutcome => "utfallet stämmer inte med rösterna",
        VoteFault::TieWithoutCasting => "lika röstetal, men ordförandens utslagsröst saknas",
        VoteFault::CastingWithoutTie => "utslagsröst anges fast röstetalen inte är lika",
        VoteFault::TieWithoutLot => {
            "lika röstetal vid val eller anställning, men lottningen saknas"
        }
        VoteFault::LotOnQuestion => {
            "lottning anges, men ordföranden skulle ha avgjort med utslagsröst"
        }
        VoteFault::LotWithoutTie => "lottning anges fast röstetalen inte är lika",
        VoteFault::NotProportional => {
            "tillräckligt många begärde proportionellt val, men det hölls inte"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::{Fault, sound};
    use super::super::testing::only;
    use super::*;

    fn fault(kind: VoteFault) -> Finding {
        only(sound(), |facts| {
            let who = vec!["Bo Ek".into()];
            facts.items[0].procedure.votes[0].faults = vec![Fault { kind, who }];
        })
    }

    // PRO-03, INV-08, VOT-01 to VOT-03, VOT-06 to VOT-10, VOT-17 to VOT-20.
    #[test]
    fn vot_20_each_fault_of_a_vote_is_one_finding_that_points_at_the_vote() {
        for kind in VoteFault::ALL {
            let finding = fault(kind);
            assert_eq!((finding.id, finding.field), (rule(kind).0, Field::Vote(1)), "{kind:?}");
            assert!(finding.sentence.starts_with("§\u{a0}22, omröstning 1: "));
            assert!(finding.sentence.ends_with(": Bo Ek."));
        }
    }

    #[test]
    fn vot_20_a_sum_that_does_not_add_up_stops_the_sending_unless_the_source_says_so() {
        assert!(fault(VoteFault::SumsDiffer).severity.stops());
        assert_eq!(fault(VoteFault::SumsDifferInSource).severity, Severity::Hint);
    }

    #[test]
    fn vot_09_a_tie_without_casting_vote_cites_the_act() {
        let finding = only(sound(), |facts| {
            let kind = VoteFault::TieWithoutCasting;
            facts.items[0].procedure.votes[0].faults = vec![Fault { kind, who: vec![] }];
        });
        assert_eq!(
            finding.sentence,
            "§\u{a0}22, omröstning 1: lika röstetal, men ordförandens utslagsröst saknas."
        );
        assert_eq!(finding.paragraph, kl!(5, 56));
    }
}
