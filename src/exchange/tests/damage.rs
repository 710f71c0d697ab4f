//! Damaged files are refused with every fault, each at its place (skadade filer).

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::{BOARD, COUNCIL, JOINT_BOARD, told};
use crate::exchange::read;

const KINDS: &str = include_str!("../../../tests/data/exchange/damage.json");

/// One way to damage the example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Damage {
    at: String,
    /// Absent: null, or with `cut` the field is cut out.
    becomes: Option<Value>,
    #[serde(default)]
    cut: bool,
    /// All faults of the file that has this damage and no other.
    faults: Vec<String>,
}

impl Damage {
    fn all() -> Vec<Self> {
        serde_json::from_str(KINDS).unwrap()
    }

    fn strike(&self, file: &mut Value) {
        let (parent, name) = self.at.rsplit_once('/').unwrap();
        let becomes = self.becomes.clone().unwrap_or_default();
        match (file.pointer_mut(parent).unwrap(), self.cut) {
            (Value::Object(fields), true) => drop(fields.remove(name).unwrap()),
            (Value::Object(fields), false) => drop(fields.insert(name.to_owned(), becomes)),
            (Value::Array(values), false) => values[name.parse::<usize>().unwrap()] = becomes,
            (other, _) => panic!("{} in {other}", self.at),
        }
    }

    /// The list and its member that it strikes.
    fn part(&self) -> Vec<&str> {
        self.at.split('/').skip(1).take(2).collect()
    }

    /// Whether both strike the same part of a file.
    fn meets(&self, other: &Self) -> bool {
        self.part().iter().zip(other.part()).all(|(one, another)| *one == another)
    }
}

fn faults(file: &Value) -> Vec<String> {
    read(file.to_string().as_bytes()).map_or_else(|faults| told(&faults), |_| vec![])
}

fn example() -> Value {
    serde_json::from_str(BOARD).unwrap()
}

// YRK-01, VOT-07, ATT-12, ATT-14, NUM-04, ADJ-21, NOT-05: what is impossible is refused.
#[test]
fn dom_00_every_kind_of_damage_is_told_and_nothing_else() {
    let all = Damage::all();
    assert!(all.len() >= 90, "{}", all.len());
    for damage in all {
        let mut file = example();
        damage.strike(&mut file);
        assert!(!damage.faults.is_empty(), "{} has no fault", damage.at);
        assert_eq!(faults(&file), damage.faults, "{} {:?}", damage.at, damage.becomes);
    }
}

#[test]
fn dom_00_many_damages_in_one_file_are_all_told() {
    let mut file = example();
    let mut struck: Vec<Damage> = Vec::new();
    for damage in Damage::all() {
        // A day, a key or a moment that cannot be read leaves its echoes unsaid, and those of others with them.
        let echoes =
            ["/held_on", "/heldOn", "/persons/0", "/persons/0/id", "/seats", "/moments/0/kind"];
        let alone = echoes.contains(&damage.at.as_str()) || damage.faults.len() > 1 || damage.cut;
        if !alone && !struck.iter().any(|one| one.meets(&damage)) {
            damage.strike(&mut file);
            struck.push(damage);
        }
    }
    let expected: Vec<_> = struck.into_iter().flat_map(|damage| damage.faults).collect();
    let told = faults(&file);
    assert!(expected.len() > 15, "{}", expected.len());
    let missing: Vec<_> = expected.iter().filter(|fault| !told.contains(fault)).collect();
    assert!(missing.is_empty(), "{missing:#?} are not among {told:#?}");
}

proptest! {
    #[test]
    fn dom_00_two_faults_of_meaning_are_both_told(a in 0_usize..72, b in 0_usize..72) {
        let of_meaning = Damage::all().into_iter().skip_while(|one| one.at != "/secretary" || one.becomes.is_none());
        // An earlier day of adjusting makes an earlier announcement possible.
        let meaning: Vec<_> = of_meaning.filter(|one| one.at != "/batches/0/adjusted_on").collect();
        let (a, b) = (&meaning[a % meaning.len()], &meaning[b % meaning.len()]);
        prop_assume!(!a.meets(b));
        let mut file = example();
        a.strike(&mut file);
        b.strike(&mut file);
        let told = faults(&file);
        // The number of a § that was struck is what the other's place is called by.
        let said = |fault: &String| fault.rsplit(": ").next().unwrap_or_default().to_owned();
        let told: Vec<_> = told.iter().map(said).collect();
        prop_assert!(told.iter().any(|one| a.faults.iter().map(said).any(|fault| fault == *one)));
        prop_assert!(told.iter().any(|one| b.faults.iter().map(said).any(|fault| fault == *one)));
    }

    // Whatever is cut out of a file, reading it gives a meeting or faults, never a panic, and never a fault without a sentence.
    #[test]
    fn dom_00_a_file_that_is_cut_anywhere_is_refused_with_a_sentence(at in 0_usize..20_000) {
        let at = at % (BOARD.len() - 2);
        let told = told(&read(&BOARD.as_bytes()[..at]).unwrap_err());
        prop_assert!(told.len() == 1 && told[0].starts_with("Filen är inte "), "{:?}", told);
    }
}

#[test]
fn dom_00_what_is_no_json_is_refused_with_its_line() {
    let told = told(&read(b"{\n \"schema\": }").unwrap_err());
    assert_eq!(told, ["Filen är inte giltig JSON: se rad 2, tecken 12."]);
}

#[test]
fn dom_00_another_encoding_is_told() {
    let told = told(&read(b"{\"schema\": \"n\xe4mnd\"}").unwrap_err());
    assert_eq!(told, ["Filen är inte skriven i UTF-8. Spara om den med den teckenkodningen."]);
}

#[test]
fn dom_00_a_field_that_stands_twice_is_told() {
    let twice = JOINT_BOARD.replacen("\"number\": 4,", "\"number\": 4, \"number\": 4,", 1);
    let told = told(&read(twice.as_bytes()).unwrap_err());
    assert_eq!(told, ["§ 4, fältet number: Fältet står två gånger. Ta bort det ena."]);
}

#[test]
fn dom_00_a_file_of_something_else_lacks_all_that_a_meeting_has() {
    let told = told(&read(b"{}").unwrap_err());
    let expected = ["schema", "municipality", "board", "held_on"]
        .map(|name| format!("fältet {name}: Fältet ”{name}” saknas. Lägg till det."));
    assert!(expected.iter().all(|fault| told.contains(fault)), "{told:?}");
    assert!(read(b"[]").is_err() && read(b"null").is_err() && read(b"").is_err());
}

// VOT-11: the largest numbers that a file can hold are counted like others.
#[test]
fn vot_11_the_largest_numbers_are_counted() {
    let largest = COUNCIL.replace("\"yes\": 19", "\"yes\": 2147483647");
    let largest = largest.replace("\"no\": 11", "\"no\": 2147483647");
    let told = told(&read(largest.as_bytes()).unwrap_err());
    let expected =
        "§ 8, omröstning 1: 11 av 4294967295 närvarande är inte en tredjedel som stöder yrkandet.";
    assert_eq!(told, [expected]);
}

// VOT-10: more votes than valid ballots cannot be.
#[test]
fn vot_10_more_votes_than_valid_ballots_are_told() {
    let fewer = COUNCIL.replace("\"handed_in\": 31", "\"handed_in\": 30");
    let told = told(&read(fewer.as_bytes()).unwrap_err());
    assert!(
        told.len() == 1 && told[0].starts_with("§ 10, omröstning 1: Fler röster redovisas"),
        "{told:?}"
    );
}
