//! One spoilt fact at a time: every rule is silent on a sound protocol and fires alone on its damage (provning av varje regel).

use std::collections::BTreeMap;

use proptest::prelude::*;
use time::Duration;

use super::catalogue::CATALOGUE;
use super::facts::{
    Adjournment, Announced, Appeal, Doors, Facts, Fault, ItemFacts, Minority, PointFacts,
    Preparation, Refusal, TextFacts, VoteFault, sound, sound_board, sound_council,
};
use super::testing::only;
use super::{Field, Finding, Lowered, LoweredTo, Severity, review};
use crate::law::BoardKind;
use crate::law::procedure::{DissentKind, HandedIn, MatterKind, Stage};

/// The rule, the sound protocol, and what spoils it.
type Damage = (&'static str, fn() -> Facts, fn(&mut Facts));

fn names() -> Vec<String> {
    vec!["Ida Ask".into()]
}

fn item(facts: &mut Facts) -> &mut ItemFacts {
    &mut facts.items[0]
}

fn writes(facts: &mut Facts, text: &str) {
    let (field, text) = ("Bakgrund".to_owned(), text.to_owned());
    item(facts).texts.push(TextFacts { field, text, at: Field::Section(2) });
}

fn fault(facts: &mut Facts, kind: VoteFault) {
    item(facts).procedure.votes[0].faults = vec![Fault { kind, who: names() }];
}

/// A remittal that so many of 31 present asked for and got.
fn minority(supporters: u32, reasons: bool) -> Minority {
    let supporters = Some(supporters);
    Minority { supporters, present: 31, reasons, remittal: true, again: false, granted: true }
}

const MEETING: &[Damage] = &[
    ("ADJ-02", sound, |f| f.adjusters_required = 2),
    ("ADJ-04", sound, |f| f.digital_decided = false),
    ("ADJ-06", sound, |f| f.today = f.held_on + Duration::days(30)),
    ("ADJ-10", sound, |f| f.course.adjusters_not_serving = names()),
    ("ADJ-11", sound, |f| f.chair_present = false),
    ("ADJ-11", sound, |f| f.secretary_known = false),
    ("ADJ-11", sound, |f| f.without_account = names()),
    ("ATT-03", sound, |f| f.attendance.without_party = 1),
    ("ATT-03", sound, |f| f.attendance.without_municipality = 1),
    ("ATT-05", sound, |f| f.course.out_of_turn = names()),
    ("ATT-09", sound_council, |f| f.returned = names()),
    ("ATT-12", sound, |f| item(f).serving = f.seats + 1),
    ("ATT-13", sound, |f| f.course.for_other_municipality = names()),
    ("ATT-14", sound, |f| f.sittings[0].ends_at = f.sittings[0].starts_at),
    ("BOD-04", sound, |f| f.participants[0].substitutes = 0),
    ("BOD-06", sound_council, |f| {
        f.kind = BoardKind::ExecutiveBoard;
        f.seats = 4;
    }),
    ("CAL-01", sound_council, |f| call(f).announced_on = None),
    ("CAL-03", sound_council, |f| call(f).sent_on = None),
    ("CAL-04", sound, |f| call(f).sent_on = None),
    ("CAL-04", sound, |f| call(f).not_called = names()),
    ("CAL-09", sound, |f| f.today = f.held_on - Duration::days(1)),
    ("DEC-05", sound, |f| f.place = "Plats Plats Location".into()),
    ("KND-07", sound_council, |f| f.duties.motions_overdue = names()),
    ("KND-10", sound, |f| f.duties.citizen_proposals_overdue = names()),
    ("LAY-01", sound, |f| f.place.clear()),
    ("NOT-05", sound, |f| f.announced = false),
    ("NOT-06", sound, |f| f.rules.kept_at = Some(String::new())),
    ("NOT-08", sound, |f| f.rules.without_notice_board = names()),
    ("NUM-06", sound, |f| f.known.numbers_elsewhere = vec![20]),
    ("PRO-02", sound, |f| f.items.clear()),
    ("PRO-05", sound_council, |f| f.duties.questions_unlisted = names()),
    ("PRO-09", sound, |f| f.duties.delegated_unrecorded = names()),
    ("PRO-10", sound, |f| f.duties.urgent_unreported = names()),
    ("REM-01", sound, |f| f.remote_decided = false),
    ("SEC-08", sound, |f| {
        let starts_at = f.sittings[0].starts_at.unwrap();
        f.course.adjournments = vec![Adjournment { starts_at, ends_at: None }];
    }),
];

const ITEM: &[Damage] = &[
    ("ADJ-13", sound, |f| item(f).presence.adjusters_unfit = names()),
    ("ADJ-22", sound, |f| item(f).immediate = true),
    ("APP-02", sound_council, |f| item(f).points[0].appeal = Some(Appeal::None)),
    ("APP-09", sound, |f| item(f).appeal_texts = Some(vec![Appeal::Plan])),
    ("CAL-02", sound_council, |f| item(f).handling.announced = Announced::On(f.held_on)),
    ("CAL-06", sound_council, |f| item(f).handling.not_on_web = Some("årsredovisningen".into())),
    ("CAL-07", sound_council, |f| item(f).handling.announced = Announced::Never),
    ("CAL-08", sound_council, |f| item(f).handling.preparation = Preparation::Missing),
    ("INV-07", sound, |f| item(f).points.clear()),
    ("INV-07", sound, |f| item(f).points[0].appeal = None),
    ("INV-10", sound, |f| item(f).chair_serves = false),
    ("JAV-02", sound, |f| item(f).presence.disqualified_present = names()),
    ("JAV-04", sound_council, |f| item(f).presence.accountable = names()),
    ("JAV-05", sound, |f| item(f).presence.disputed = names()),
    ("JAV-09", sound, |f| item(f).presence.disqualified_officials = names()),
    ("JAV-10", sound, |f| item(f).presence.disqualified_serving = names()),
    ("JAV-11", sound, |f| item(f).presence.chair_disqualified = true),
    ("JAV-12", sound, |f| item(f).disqualified = 1),
    ("KND-08", sound_interpellation, |f| item(f).handling.nature.authority = true),
    ("KND-11", sound_election, |f| item(f).handling.nature.council_seat = true),
    ("KND-12", sound_council, |f| item(f).matter = Some(MatterKind::Discharge)),
    ("KND-15", sound, |f| item(f).points[0].own = false),
    ("NOT-11", sound, |f| item(f).points[0].appeal = Some(Appeal::Plan)),
    ("NUM-07", sound, |f| item(f).unlisted = names()),
    ("OPN-01", sound_council, |f| item(f).handling.doors = Doors::ClosedWithoutDecision),
    ("OPN-02", sound_board, |f| item(f).handling.doors = Doors::Open),
    ("OPN-03", sound, |f| item(f).presence.guests_deciding = names()),
    ("OPN-03", sound, |f| item(f).presence.guests_without_leave = names()),
    ("OPN-04", sound_board, |f| item(f).presence.union_representatives = names()),
    ("PRO-03", sound, |f| item(f).procedure.claims[0].text.clear()),
    ("PRO-07", sound_board, |f| item(f).rapporteur = false),
    ("QUO-08", sound, |f| item(f).instants[0].serving = 2),
    ("REG-05", sound, |f| item(f).registry_numbers = 0),
    ("REM-02", sound, |f| item(f).presence.unseen = names()),
    ("REM-04", sound, |f| item(f).presence.lost_link = names()),
    ("REM-05", sound_remote, |f| item(f).handling.nature.secret = true),
    ("SEC-01", sound, |f| item(f).title.clear()),
    ("SEC-10", sound, |f| item(f).proposition_order = false),
    ("SEC-13", sound_board, |f| item(f).reasons = false),
    ("SEC-18", sound, |f| item(f).recipients = 0),
    ("SEC-19", sound_board, |f| item(f).appeal_texts = Some(vec![])),
    ("SEC-24", sound, |f| item(f).points[0].declared = Some("Avslag.".into())),
    ("SEC-25", sound, |f| item(f).procedure.claims.clear()),
    ("TXT-11", sound, |f| item(f).stale = vec![("Omröstning".into(), Field::Vote(1))]),
];

const PROCEDURE: &[Damage] = &[
    ("ANT-01", sound_note, |f| item(f).procedure.dissents[0].text = "Vi reserverar oss.".into()),
    ("ANT-02", sound_note, |f| f.rules.substitutes_may_note = Some(false)),
    ("ANT-03", sound_note, |f| item(f).procedure.dissents[0].handed_in = HandedIn::Awaited),
    ("INV-08", sound, |f| fault(f, VoteFault::NotServing)),
    ("RES-01", sound, |f| item(f).procedure.dissents[0].took_part = false),
    ("RES-02", sound, |f| item(f).procedure.dissents[0].within_meeting = false),
    ("RES-03", sound, |f| item(f).procedure.dissents[0].handed_in = HandedIn::Awaited),
    ("SEC-09", sound, |f| item(f).procedure.claims[0].movers.clear()),
    ("VOT-01", sound, |f| fault(f, VoteFault::VotedTwice)),
    ("VOT-02", sound, |f| fault(f, VoteFault::NotParticipating)),
    ("VOT-03", sound, |f| fault(f, VoteFault::ChairAbstained)),
    ("VOT-04", sound_board, |f| item(f).presence.refused_to_decide = names()),
    ("VOT-05", sound, |f| item(f).procedure.vote_denied = true),
    ("VOT-06", sound, |f| fault(f, VoteFault::SecretQuestion)),
    ("VOT-07", sound, |f| fault(f, VoteFault::NoList)),
    ("VOT-08", sound, |f| fault(f, VoteFault::WrongOutcome)),
    ("VOT-09", sound, |f| fault(f, VoteFault::TieWithoutCasting)),
    ("VOT-10", sound, |f| fault(f, VoteFault::TieWithoutLot)),
    ("VOT-11", sound_council, |f| item(f).procedure.minority = Some(minority(10, true))),
    ("VOT-12", sound_council, |f| item(f).procedure.minority = Some(minority(11, false))),
    ("VOT-13", sound, |f| item(f).procedure.minority = Some(minority(11, true))),
    ("VOT-14", sound, |f| item(f).procedure.refused = Some(Refusal { recorded: true })),
    ("VOT-15", sound, |f| item(f).procedure.propositions = vec![Stage::Main, Stage::Formal]),
    ("VOT-16", sound, |f| item(f).procedure.competing = 3),
    ("VOT-17", sound, |f| fault(f, VoteFault::NoMeaning)),
    ("VOT-18", sound, |f| fault(f, VoteFault::ChairNotLast)),
    ("VOT-19", sound, |f| fault(f, VoteFault::NotProportional)),
    ("VOT-20", sound, |f| fault(f, VoteFault::SumsDiffer)),
    ("YRK-02", sound, |f| item(f).procedure.claims[0].may_not = names()),
];

const TEXTS: &[Damage] = &[
    ("INV-14", sound, |f| writes(f, "Beslutet överklagas senast 15 december.")),
    ("NOT-10", sound_council, |f| {
        let text = "Fullmäktige antar lokala föreskrifter.".to_owned();
        item(f).points = vec![PointFacts { text, declared: None, ..item(f).points[0].clone() }];
    }),
    ("TXT-01", sound, |f| writes(f, "Yrkar Ida Ask (L).")),
    ("TXT-02", sound, |f| writes(f, "fem (6) ledamöter")),
    ("TXT-03", sound, |f| writes(f, "Sammanträdet ajourneras kl. 17.40.")),
    ("TXT-04", sound, |f| writes(f, "tisdag 25 november 2026")),
    ("TXT-05", sound, |f| writes(f, "Justerades 24 november 2024.")),
    ("TXT-06", sound, |f| writes(f, "två  steg")),
    ("TXT-07", sound, |f| writes(f, "för att att kunna")),
    ("TXT-08", sound, |f| writes(f, "")),
    ("TXT-09", sound, |f| writes(f, "Se § 7.")),
    ("TXT-10", sound, |f| writes(f, "5 ja mot 5 nej")),
    ("TXT-12", sound, |f| writes(f, "Se bilaga 9.")),
];

fn call(facts: &mut Facts) -> &mut super::Summons {
    facts.summons.as_mut().unwrap()
}

fn sound_remote() -> Facts {
    let mut facts = sound();
    item(&mut facts).presence.remote = 1;
    facts
}

fn sound_interpellation() -> Facts {
    let mut facts = sound_council();
    item(&mut facts).matter = Some(MatterKind::Interpellation);
    facts
}

fn sound_election() -> Facts {
    let mut facts = sound_council();
    item(&mut facts).matter = Some(MatterKind::Election);
    facts
}

/// With a substitute's note in the place of the reservation.
fn sound_note() -> Facts {
    let mut facts = sound();
    let dissent = &mut item(&mut facts).procedure.dissents[0];
    dissent.kind = DissentKind::RecordNote;
    dissent.by = super::DissentBy::Substitute;
    dissent.took_part = false;
    facts
}

fn damages() -> impl Iterator<Item = &'static Damage> {
    [MEETING, ITEM, PROCEDURE, TEXTS].into_iter().flatten()
}

// INV-07 to INV-11, INV-14, and the rest of the catalogue.
#[test]
fn bod_09_every_rule_of_the_catalogue_fires_alone_on_its_damage_as_gravely_as_it_says() {
    let mut gravest = BTreeMap::new();
    for (id, sound, spoil) in damages() {
        let finding = only(sound(), spoil);
        assert_eq!(finding.id, *id);
        let entry = CATALOGUE.iter().find(|entry| entry.id == *id).unwrap();
        let paragraph = finding.paragraph.trim_end_matches(" kommunallagen");
        assert!(entry.paragraph.contains(paragraph), "{id} rests on {paragraph}");
        let severity: &mut Severity = gravest.entry(*id).or_insert(finding.severity);
        *severity = finding.severity.min(*severity);
    }
    let all: BTreeMap<_, _> = CATALOGUE.iter().map(|entry| (entry.id, entry.severity)).collect();
    assert_eq!(gravest, all);
}

/// The same with as many sound §§ after the first, some of them struck from the agenda.
fn longer(facts: &Facts, withdrawn: &[bool]) -> Facts {
    let mut longer = facts.clone();
    for (number, withdrawn) in (23..).zip(withdrawn) {
        let next = ItemFacts {
            number: Some(number.to_string()),
            withdrawn: *withdrawn,
            ..facts.items[0].clone()
        };
        longer.items.push(next);
    }
    longer
}

proptest! {
    // INV-07 to INV-11.
    #[test]
    fn bod_09_one_spoilt_fact_in_a_long_protocol_fires_its_rule_and_no_other(
        n in 0..damages().count(),
        withdrawn in prop::collection::vec(any::<bool>(), 0..6),
    ) {
        let (id, sound, spoil) = damages().nth(n).unwrap();
        let mut facts = longer(&sound(), &withdrawn);
        prop_assert_eq!(review(&facts, &[]), []);
        spoil(&mut facts);
        let mut ids: Vec<_> = review(&facts, &[]).iter().map(|finding| finding.id).collect();
        // A setting of the board tells in each § that it concerns.
        ids.dedup();
        prop_assert_eq!(ids, [*id]);
    }

    #[test]
    fn bod_09_lowering_a_rule_silences_it_only_where_no_act_is_broken(
        n in 0..damages().count(),
        off in any::<bool>(),
    ) {
        let (id, sound, spoil) = damages().nth(n).unwrap();
        let mut facts = sound();
        spoil(&mut facts);
        let to = if off { LoweredTo::Off } else { LoweredTo::Hint };
        let decision = "Reglemente 2026-01-26 § 4".to_owned();
        let found = review(&facts, &[Lowered { id: (*id).to_owned(), to, decision }]);
        let before = review(&facts, &[]);
        let demanded = matches!(before[0].severity, Severity::Impossible | Severity::Breach);
        let expected: Vec<_> = if demanded {
            before
        } else {
            let hint = before.into_iter().map(|one| Finding { severity: Severity::Hint, ..one });
            hint.filter(|_| !off).collect()
        };
        prop_assert_eq!(found, expected);
    }
}
