//! Whose signatures a version still misses before it is adjusted (justerad).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::hash::Hash;
use super::office::Office;

/// A person in an office.
pub type Signer = (Uuid, Office);

/// What stands between a version and its adjusting. Leaves are named by their position, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// This person has not signed these leaves in this office.
    Signer { person: Uuid, office: Office, leaves: Vec<usize> },
    /// Nobody is required for these leaves, or the version has none at all: no signature makes it adjusted.
    Required { leaves: Vec<usize> },
}

/// What is missing of a version, by signer; adjusted when nothing is (INV-01). A leaf is adjusted when each of its
/// required signers has signed that very hash, in this version or in an earlier one that holds the same leaf.
pub fn adjusted(
    required: &[(Hash, BTreeSet<Signer>)],
    signed: &[(Uuid, Office, Vec<Hash>)],
) -> Vec<Missing> {
    let given: BTreeSet<(Signer, Hash)> = signed
        .iter()
        .flat_map(|(person, office, hashes)| hashes.iter().map(|hash| ((*person, *office), *hash)))
        .collect();
    let mut unsigned: BTreeMap<Signer, Vec<usize>> = BTreeMap::new();
    let mut unrequired = Vec::new();

    for (position, (hash, signers)) in required.iter().enumerate() {
        if signers.is_empty() {
            unrequired.push(position);
        }
        for signer in signers {
            if !given.contains(&(*signer, *hash)) {
                unsigned.entry(*signer).or_default().push(position);
            }
        }
    }

    let mut missing: Vec<Missing> = unsigned
        .into_iter()
        .map(|((person, office), leaves)| Missing::Signer { person, office, leaves })
        .collect();
    if required.is_empty() || !unrequired.is_empty() {
        missing.push(Missing::Required { leaves: unrequired });
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    const CHAIR: Signer = (Uuid::from_u128(1), Office::Chair);
    const ADJUSTER: Signer = (Uuid::from_u128(2), Office::Adjuster);

    fn hash(n: u8) -> Hash {
        Hash([n; 32])
    }

    fn signature((person, office): Signer, hashes: &[u8]) -> (Uuid, Office, Vec<Hash>) {
        (person, office, hashes.iter().copied().map(hash).collect())
    }

    fn of((person, office): Signer, leaves: &[usize]) -> Missing {
        Missing::Signer { person, office, leaves: leaves.to_vec() }
    }

    #[test]
    fn inv_01_a_correction_asks_again_only_for_what_changed() {
        let both = BTreeSet::from([CHAIR, ADJUSTER]);
        let first = [(hash(1), both.clone()), (hash(2), both.clone())];
        let mut signed = vec![signature(CHAIR, &[1, 2])];
        assert_eq!(adjusted(&first, &signed), [of(ADJUSTER, &[0, 1])]);
        signed.push(signature(ADJUSTER, &[1, 2]));
        assert_eq!(adjusted(&first, &signed), []);

        let second = [(hash(1), both.clone()), (hash(3), both)];
        assert_eq!(adjusted(&second, &signed), [of(CHAIR, &[1]), of(ADJUSTER, &[1])]);
        signed.push(signature(CHAIR, &[3]));
        signed.push(signature(ADJUSTER, &[3]));
        assert_eq!(adjusted(&second, &signed), []);
    }

    #[test]
    fn inv_01_a_signature_in_another_office_or_by_another_person_does_not_count() {
        let required = [(hash(1), BTreeSet::from([CHAIR]))];
        let other_office = signature((CHAIR.0, Office::Secretary), &[1]);
        let other_person = signature((ADJUSTER.0, Office::Chair), &[1]);
        assert_eq!(adjusted(&required, &[other_office, other_person]), [of(CHAIR, &[0])]);
    }

    #[test]
    fn inv_01_nothing_is_adjusted_without_a_signer() {
        assert_eq!(adjusted(&[], &[]), [Missing::Required { leaves: vec![] }]);
        let required = [(hash(1), BTreeSet::from([CHAIR])), (hash(2), BTreeSet::new())];
        let signed = [signature(CHAIR, &[1, 2])];
        assert_eq!(adjusted(&required, &signed), [Missing::Required { leaves: vec![1] }]);
    }

    fn signer() -> impl Strategy<Value = Signer> {
        let office =
            prop_oneof![Just(Office::Chair), Just(Office::Adjuster), Just(Office::Secretary)];
        (0_u128..3, office).prop_map(|(person, office)| (Uuid::from_u128(person), office))
    }

    type Required = Vec<(Hash, BTreeSet<Signer>)>;

    fn required() -> impl Strategy<Value = Required> {
        vec(((0_u8..6).prop_map(hash), btree_set(signer(), 1..4)), 1..8)
    }

    fn signed() -> impl Strategy<Value = Vec<(Uuid, Office, Vec<Hash>)>> {
        vec((signer(), vec((0_u8..6).prop_map(hash), 0..6)), 0..8)
            .prop_map(|all| all.into_iter().map(|((p, o), hashes)| (p, o, hashes)).collect())
    }

    /// Every (signer, position) that is missing.
    fn pairs(missing: &[Missing]) -> BTreeSet<(Signer, usize)> {
        missing
            .iter()
            .flat_map(|missing| match missing {
                Missing::Signer { person, office, leaves } => {
                    leaves.iter().map(|leaf| ((*person, *office), *leaf)).collect::<Vec<_>>()
                }
                Missing::Required { .. } => panic!("every leaf has a signer here"),
            })
            .collect()
    }

    proptest! {
        #[test]
        fn inv_01_what_is_missing_is_what_no_signature_covers(required in required(), signed in signed()) {
            let mut expected = BTreeSet::new();
            for (position, (hash, signers)) in required.iter().enumerate() {
                for signer in signers {
                    let covered = signed.iter().any(|(p, o, hashes)| (*p, *o) == *signer && hashes.contains(hash));
                    if !covered {
                        expected.insert((*signer, position));
                    }
                }
            }
            prop_assert_eq!(pairs(&adjusted(&required, &signed)), expected);
        }

        #[test]
        fn inv_01_signing_what_is_missing_is_enough_and_nothing_less_is(required in required(), signed in signed()) {
            let given: BTreeSet<(Signer, Hash)> = pairs(&adjusted(&required, &signed))
                .into_iter()
                .map(|(signer, position)| (signer, required[position].0))
                .collect();
            let with = |given: &BTreeSet<(Signer, Hash)>| {
                let given = given.iter().map(|((person, office), hash)| (*person, *office, vec![*hash]));
                adjusted(&required, &signed.iter().cloned().chain(given).collect::<Vec<_>>())
            };
            prop_assert_eq!(with(&given), []);
            for left_out in &given {
                let mut rest = given.clone();
                rest.remove(left_out);
                prop_assert_ne!(with(&rest), []);
            }
        }

        #[test]
        fn inv_01_a_signature_more_never_makes_more_missing(
            required in required(), signed in signed(), more in signed()
        ) {
            let before = pairs(&adjusted(&required, &signed));
            let after = pairs(&adjusted(&required, &[&signed[..], &more[..]].concat()));
            prop_assert!(after.is_subset(&before));
        }
    }
}
