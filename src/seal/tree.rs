//! The tree (hashträd) of RFC 9162 over a version's leaves: its root, and the path that shows one leaf to be under it.

use super::hash::Hash;

/// The root over leaf hashes in their order; of no leaves, SHA-256 of the empty string. `Leaf::hash` already has the
/// 00 in front.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        level = parents(&level);
    }
    level.first().copied().unwrap_or_else(|| Hash::of(b""))
}

/// The siblings on the way from a leaf up to the root (RFC 9162 2.1.3.1); none if there is no such leaf.
pub fn inclusion_path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let (mut level, mut index, mut path) = (leaves.to_vec(), index, Vec::new());
    while level.len() > 1 {
        path.extend(level.get(index ^ 1));
        level = parents(&level);
        index /= 2;
    }
    Some(path)
}

/// Whether the leaf stands at that index in a tree of that size with that root (RFC 9162 2.1.3.2). Size and root have
/// to come from where they are trusted.
pub fn verify_inclusion(leaf: Hash, index: usize, size: usize, path: &[Hash], root: Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut index, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if index % 2 == 1 || index == last {
            hash = node(*sibling, hash);
            while index % 2 == 0 && index != 0 {
                index /= 2;
                last /= 2;
            }
        } else {
            hash = node(hash, *sibling);
        }
        index /= 2;
        last /= 2;
    }
    last == 0 && hash == root
}

/// The next level up. An odd last node moves up as it is.
fn parents(level: &[Hash]) -> Vec<Hash> {
    level
        .chunks(2)
        .map(|pair| if let [left, right] = pair { node(*left, *right) } else { pair[0] })
        .collect()
}

fn node(left: Hash, right: Hash) -> Hash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(&left.0);
    bytes[33..].copy_from_slice(&right.0);
    Hash::of(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// The definition in RFC 9162 2.1.1, word for word.
    fn slow_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::of(b""),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node(slow_root(left), slow_root(right))
            }
        }
    }

    /// The definition in RFC 9162 2.1.3.1.
    fn slow_path(leaves: &[Hash], index: usize) -> Vec<Hash> {
        if leaves.len() == 1 {
            return vec![];
        }
        let (left, right) = leaves.split_at(split(leaves.len()));
        let (mut path, sibling) = if index < left.len() {
            (slow_path(left, index), slow_root(right))
        } else {
            (slow_path(right, index - left.len()), slow_root(left))
        };
        path.push(sibling);
        path
    }

    /// The largest power of two below n.
    fn split(n: usize) -> usize {
        1 << (n - 1).ilog2()
    }

    fn numbered(size: usize) -> Vec<Hash> {
        (0..size).map(|n| Hash::of(&n.to_be_bytes())).collect()
    }

    #[test]
    fn the_roots_of_the_known_trees_are_right() {
        let data: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let leaves: Vec<Hash> = data.iter().map(|data| Hash::of(&[&[0], *data].concat())).collect();
        let root = |size: usize| root(&leaves[..size]).to_string();
        assert_eq!(root(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(root(1), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assert_eq!(root(2), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assert_eq!(root(8), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    #[test]
    fn every_leaf_of_every_tree_up_to_70_is_shown_at_its_own_place_only() {
        for size in 1..=70 {
            let leaves = numbered(size);
            let root = root(&leaves);
            for (index, leaf) in leaves.iter().enumerate() {
                let path = inclusion_path(&leaves, index).unwrap();
                let places: Vec<usize> = (0..size + 2)
                    .filter(|at| verify_inclusion(*leaf, *at, size, &path, root))
                    .collect();
                assert_eq!(places, [index], "size {size}");
            }
            assert_eq!(inclusion_path(&leaves, size), None);
        }
        assert!(!verify_inclusion(root(&[]), 0, 0, &[], root(&[])));
    }

    proptest! {
        #[test]
        fn root_and_path_are_those_of_the_definition(
            leaves in vec(any::<[u8; 32]>().prop_map(Hash), 0..200), index in any::<prop::sample::Index>()
        ) {
            prop_assert_eq!(root(&leaves), slow_root(&leaves));
            if !leaves.is_empty() {
                let index = index.index(leaves.len());
                prop_assert_eq!(inclusion_path(&leaves, index).unwrap(), slow_path(&leaves, index));
            }
        }

        #[test]
        fn nothing_in_a_proof_can_be_exchanged(
            size in 2_usize..200, index in any::<prop::sample::Index>(), changed in any::<prop::sample::Index>(), bit in 0_u8..8
        ) {
            let leaves = numbered(size);
            let (root, index) = (root(&leaves), index.index(size));
            let path = inclusion_path(&leaves, index).unwrap();
            let shown = |leaf, path: &[Hash]| verify_inclusion(leaf, index, size, path, root);
            prop_assert!(shown(leaves[index], &path));

            let mut other = path.clone();
            other[changed.index(path.len())].0[changed.index(32)] ^= 1 << bit;
            prop_assert!(!shown(leaves[index], &other));
            prop_assert!(!shown(leaves[(index + 1) % size], &path));
            prop_assert!(!shown(leaves[index], &path[1..]));
            prop_assert!(!shown(leaves[index], &[&path[..], &[root]].concat()));
        }

        #[test]
        fn the_order_of_leaves_counts(size in 2_usize..100, at in any::<prop::sample::Index>()) {
            let mut leaves = numbered(size);
            let before = root(&leaves);
            let at = at.index(size - 1);
            leaves.swap(at, at + 1);
            prop_assert_ne!(root(&leaves), before);
        }
    }
}
