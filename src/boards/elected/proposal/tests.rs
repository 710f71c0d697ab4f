//! What is proposed, case by case (KND-11).

use time::macros::date;
use uuid::Uuid;

use super::*;

const ANNA: PersonId = PersonId(Uuid::from_u128(1));
const BO: PersonId = PersonId(Uuid::from_u128(2));

fn elected(name: &str, role: &str) -> Elected {
    Elected {
        id: Uuid::from_u128(9),
        person: None,
        name: name.into(),
        role: role.into(),
        starts_on: None,
        ends_on: None,
        instead_of: String::new(),
        released: false,
        kind: "election".into(),
        held_on: date!(2026 - 11 - 24),
        decided_in: Uuid::from_u128(8),
        decided_by: "Kommunfullmäktige".into(),
        sign: "§ 12".into(),
        entered: false,
    }
}

/// Bo Lind is a member; Anna Berg has no seat.
fn register() -> Register {
    let bo = Sitting {
        id: SeatId(Uuid::from_u128(12)),
        person: Some(BO),
        name: "Bo Lind".into(),
        role: "member".into(),
        starts_on: date!(2023 - 01 - 01),
        ends_on: None,
        used_on: None,
        elected: false,
        released: false,
    };
    Register { seats: vec![bo], people: vec![(ANNA, "Anna Berg".into()), (BO, "Bo Lind".into())] }
}

fn proposed(one: &Elected, register: &Register) -> Proposal {
    Proposal::of(one, register, BoardKind::Board)
}

#[test]
fn knd_11_the_elected_one_follows_the_other_from_the_day_of_the_decision() {
    let one = Elected { instead_of: "bo  lind (M)".into(), ..elected("Anna Berg (S)", "Ledamot") };
    let mut register = register();
    let Step::Begins(draft, ends) = proposed(&one, &register).step else { panic!("no seat") };
    assert_eq!((draft.person, draft.role, draft.party.as_str()), (Some(ANNA), Some("member"), "S"));
    assert_eq!((draft.from, ends), (date!(2026 - 11 - 24), vec![register.seats[0].id]));

    register.seats[0].used_on = Some(date!(2026 - 11 - 24));
    let proposal = proposed(&one, &register);
    let Step::Begins(draft, _) = proposal.step else { panic!("no seat") };
    assert_eq!(draft.from, date!(2026 - 11 - 25), "the other served on the day");
    assert!(proposal.words[1].ends_with("avslutas 24\u{a0}november 2026."), "{:?}", proposal.words);

    let stated = Elected { starts_on: Some(date!(2026 - 11 - 01)), ..one };
    let proposal = proposed(&stated, &register);
    assert_eq!(proposal.step, Step::ByHand);
    assert!(proposal.words[0].contains("användes 24\u{a0}november 2026"));
}

#[test]
fn knd_11_a_doubtful_match_is_left_to_the_keeper() {
    let mut register = register();
    register.people.push((PersonId(Uuid::from_u128(3)), "anna berg".into()));
    let one = Elected { instead_of: "Eva Ek".into(), ..elected("Anna Berg", "insynsplats") };
    let proposal = proposed(&one, &register);
    assert_eq!(proposal.step, Step::ByHand);
    assert_eq!(proposal.words.len(), 2, "{:?}", proposal.words);
    let known = Elected { person: Some(ANNA), role: "ersättare".into(), ..one };
    let proposal = proposed(&known, &register);
    assert_eq!(proposal.words, ["Ingen plats i organet är säkert den som Eva Ek hade."]);
}

#[test]
fn knd_11_a_seat_that_stands_is_taken_and_another_of_ones_own_ends() {
    let register = register();
    let stands = proposed(&elected("Bo Lind", "ledamot"), &register);
    assert_eq!(stands.step, Step::Stands(register.seats[0].id));
    let chair = proposed(&elected("Bo Lind", "ordförande"), &register);
    let Step::Begins(draft, ends) = chair.step else { panic!("no seat") };
    assert_eq!((draft.role, ends.len(), draft.succeeds), (Some("chair"), 1, None));
}

#[test]
fn knd_11_there_is_one_chair() {
    let mut register = register();
    register.seats[0].role = "chair".into();
    let proposal = proposed(&elected("Anna Berg", "ordförande"), &register);
    assert!(proposal.words[0].contains("löper under de dagarna"), "{:?}", proposal.words);
}

#[test]
fn knd_11_a_release_ends_the_seat_once() {
    let leaves = Elected { released: true, ..elected("Bo Lind (M)", "ledamot") };
    let mut register = register();
    let seat = register.seats[0].id;
    assert_eq!(proposed(&leaves, &register).step, Step::Ends(seat, date!(2026 - 11 - 24)));
    let later = Elected { ends_on: Some(date!(2026 - 12 - 31)), ..leaves.clone() };
    assert_eq!(proposed(&later, &register).step, Step::Ends(seat, date!(2026 - 12 - 31)));
    register.seats[0].ends_on = Some(date!(2026 - 11 - 20));
    assert_eq!(proposed(&leaves, &register).step, Step::Ends(seat, date!(2026 - 11 - 20)));
    register.seats[0].released = true;
    assert_eq!(proposed(&leaves, &register).step, Step::ByHand);
}

#[test]
fn knd_11_a_seat_in_fullmaktige_waits_for_lansstyrelsen() {
    let of = |one: &Elected| Proposal::of(one, &register(), BoardKind::Council);
    let leaves = Elected { released: true, ..elected("Bo Lind", "ledamot") };
    assert_eq!(of(&leaves).words[1], "Platsen väntar sedan på länsstyrelsen.");
    let chair = Elected { role: "ordförande".into(), ..leaves };
    assert_eq!(of(&chair).words.len(), 1, "its chair it elects itself");
    assert_eq!(of(&elected("Anna Berg", "ledamot")).step, Step::ByHand);
    let notice = Elected { kind: "county_notice".into(), ..elected("Anna Berg", "ledamot") };
    assert!(of(&notice).words[0].starts_with("Länsstyrelsen har utsett"));
    assert!(matches!(of(&elected("Anna Berg", "ordförande")).step, Step::Begins(..)));
}
