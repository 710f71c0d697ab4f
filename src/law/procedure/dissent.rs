//! Who may reserve and who may leave a note (reservation, protokollsanteckning, särskilt yttrande).

use super::{DissentKind, HandedIn, Share, Standing, Voice};
use crate::law::Severity;
use crate::law::words::words;

words! {
    /// When a dissent was notified, which is another fact than when it was typed (RES-02).
    Notified, "time of notification" {
        InMeeting = "in_meeting", "Under sammanträdet";
        Afterwards = "afterwards", "Efter sammanträdet";
        Unstated = "unstated", "Inte antecknat";
    }
}

/// `K` names the decision point; nothing means the whole decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dissent<P, K> {
    pub kind: DissentKind,
    pub by: Vec<Voice<P>>,
    pub point: Option<K>,
    pub notified: Notified,
    pub handed_in: HandedIn,
}

/// Whose opinions the body lets into the record beside those of who serves, as fullmäktige decided
/// (4 kap. 28 §, 6 kap. 17 § kommunallagen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteRights {
    pub substitutes: bool,
    /// Elected elsewhere with the right to be there.
    pub attending: bool,
    /// In a matter under förvaltningslagen, officials who take part in its final handling may
    /// always have their opinion recorded (30 § förvaltningslagen).
    pub officials: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DissentFault<P> {
    Nobody,
    /// A reservation by one who did not serve in the decision.
    DidNotServe {
        person: P,
        standing: Standing,
    },
    TookNoPart(P),
    /// In the main vote: by practice, not by the act.
    Abstained(P),
    AfterMeeting,
    TimeUnstated,
    MayNotNote {
        person: P,
        standing: Standing,
    },
}

impl<P: Copy + Ord, K> Dissent<P, K> {
    /// All faults (RES-01, RES-02, INV-09, ANT-01, ANT-02). `share` gives a person's part in the
    /// decision point. Of a group only its persons can be asked, by name.
    pub fn check(&self, share: impl Fn(P) -> Share, rights: NoteRights) -> Vec<DissentFault<P>> {
        let persons = self.by.iter().filter_map(|voice| match voice {
            Voice::Person(person) => Some(*person),
            Voice::Group(_) => None,
        });
        let mut faults = Vec::from_iter(self.by.is_empty().then_some(DissentFault::Nobody));
        match self.kind {
            DissentKind::Reservation => {
                faults.extend(persons.flat_map(|person| reserving(person, share(person))));
                faults.extend(self.notified.fault());
            }
            DissentKind::RecordNote | DissentKind::SpecialStatement => {
                faults.extend(persons.filter_map(|person| {
                    let standing = share(person).standing;
                    (!rights.allow(standing))
                        .then_some(DissentFault::MayNotNote { person, standing })
                }));
            }
        }
        faults
    }
}

fn reserving<P: Copy>(person: P, share: Share) -> Vec<DissentFault<P>> {
    let standing = share.standing;
    let absent =
        (standing != Standing::Serving).then_some(DissentFault::DidNotServe { person, standing });
    let no_part = share.not_participating.then_some(DissentFault::TookNoPart(person));
    let abstained = share.abstained.then_some(DissentFault::Abstained(person));
    [absent, no_part, abstained].into_iter().flatten().collect()
}

impl Notified {
    fn fault<P>(self) -> Option<DissentFault<P>> {
        match self {
            Self::InMeeting => None,
            Self::Afterwards => Some(DissentFault::AfterMeeting),
            Self::Unstated => Some(DissentFault::TimeUnstated),
        }
    }
}

impl NoteRights {
    /// The chair allows a member's note; one disqualified or absent has no part in the matter.
    pub fn allow(self, standing: Standing) -> bool {
        match standing {
            Standing::Serving => true,
            Standing::NotServing => self.substitutes,
            Standing::MayPropose | Standing::MayAttend => self.attending,
            Standing::Official => self.officials,
            Standing::Disqualified | Standing::Absent => false,
        }
    }
}

impl<P> DissentFault<P> {
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Nobody => "INV-09",
            Self::DidNotServe { .. } | Self::TookNoPart(_) | Self::Abstained(_) => "RES-01",
            Self::AfterMeeting | Self::TimeUnstated => "RES-02",
            Self::MayNotNote { standing: Standing::Disqualified | Standing::Absent, .. } => {
                "ANT-01"
            }
            Self::MayNotNote { .. } => "ANT-02",
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::Nobody
            | Self::DidNotServe { .. }
            | Self::TookNoPart(_)
            | Self::AfterMeeting
            | Self::MayNotNote { .. } => Severity::Breach,
            Self::Abstained(_) => Severity::Practice,
            Self::TimeUnstated => Severity::Hint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVING: Share = Share {
        standing: Standing::Serving,
        not_participating: false,
        abstained: false,
        voted: true,
    };
    const NONE: NoteRights = NoteRights { substitutes: false, attending: false, officials: false };

    fn dissent(kind: DissentKind) -> Dissent<u8, u8> {
        let by = vec![Voice::Person(1)];
        let handed_in = HandedIn::NoText;
        Dissent { kind, by, point: Some(2), notified: Notified::InMeeting, handed_in }
    }

    fn reserving_as(share: Share) -> Vec<DissentFault<u8>> {
        dissent(DissentKind::Reservation).check(|_| share, NONE)
    }

    fn noting(standing: Standing, rights: NoteRights) -> Vec<DissentFault<u8>> {
        let share = Share { standing, ..SERVING };
        dissent(DissentKind::RecordNote).check(|_| share, rights)
    }

    #[test]
    fn res_01_who_took_part_may_reserve() {
        assert_eq!(reserving_as(SERVING), []);
        for standing in [Standing::NotServing, Standing::Disqualified, Standing::Official] {
            let faults = reserving_as(Share { standing, ..SERVING });
            assert_eq!(faults, [DissentFault::DidNotServe { person: 1, standing }]);
            assert!(faults[0].severity().needs_reason());
        }
        let refused = Share { not_participating: true, ..SERVING };
        assert_eq!(reserving_as(refused), [DissentFault::TookNoPart(1)]);
    }

    #[test]
    fn res_01_one_who_abstained_in_the_main_vote_is_flagged_by_practice() {
        let faults = reserving_as(Share { abstained: true, ..SERVING });
        assert_eq!(faults, [DissentFault::Abstained(1)]);
        assert_eq!(faults[0].severity(), Severity::Practice);
    }

    // INV-09: one person can have two of the facts at once.
    #[test]
    fn inv_09_all_that_is_wrong_is_told_at_once() {
        let share = Share { abstained: true, not_participating: true, ..SERVING };
        let mut late = dissent(DissentKind::Reservation);
        late.notified = Notified::Afterwards;
        let faults = late.check(|_| share, NONE);
        let person = [DissentFault::TookNoPart(1), DissentFault::Abstained(1)];
        assert_eq!(faults, [&person[..], &[DissentFault::AfterMeeting]].concat());
    }

    #[test]
    fn res_02_a_reservation_is_notified_within_the_meeting() {
        let mut late = dissent(DissentKind::Reservation);
        late.notified = Notified::Unstated;
        assert_eq!(late.check(|_| SERVING, NONE), [DissentFault::TimeUnstated]);
        late.by = vec![Voice::Group("Sjölistan".into())];
        late.notified = Notified::InMeeting;
        assert_eq!(late.check(|_| SERVING, NONE), []);
        late.by.clear();
        assert_eq!(late.check(|_| SERVING, NONE), [DissentFault::Nobody]);
    }

    // ANT-01: a note shows no opposition, so neither abstaining nor the time matters.
    #[test]
    fn ant_01_a_member_may_leave_a_note_whatever_they_voted() {
        let share = Share { abstained: true, not_participating: true, ..SERVING };
        let mut note = dissent(DissentKind::SpecialStatement);
        note.notified = Notified::Unstated;
        assert_eq!(note.check(|_| share, NONE), []);
        let fault = noting(Standing::Disqualified, NONE)[0];
        assert_eq!(fault.rule(), "ANT-01");
    }

    #[test]
    fn ant_02_others_leave_a_note_where_the_body_lets_them() {
        let cases = [
            (Standing::NotServing, NoteRights { substitutes: true, ..NONE }),
            (Standing::MayAttend, NoteRights { attending: true, ..NONE }),
            (Standing::Official, NoteRights { officials: true, ..NONE }),
        ];
        for (standing, rights) in cases {
            assert_eq!(noting(standing, rights), []);
            let faults = noting(standing, NONE);
            assert_eq!(faults, [DissentFault::MayNotNote { person: 1, standing }]);
            assert_eq!(faults[0].rule(), "ANT-02");
        }
    }
}
