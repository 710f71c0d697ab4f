//! What the program is built from (programvaruförteckning, SBOM), as CycloneDX 1.6, from the lock file it was built with.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Value, json};

const LOCK: &str = include_str!("../Cargo.lock");
const MANIFEST: &str = include_str!("../Cargo.toml");

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// SHA-256 of the crate as it was published.
    checksum: Option<String>,
    /// "name", with "version" where there are several of that name.
    #[serde(default)]
    dependencies: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    dependencies: BTreeMap<String, toml::Value>,
}

/// Everything the program is linked with, and what some of it needs on other systems; nothing that only its tests
/// need. The same program always says the same.
///
/// # Errors
/// The lock file does not hold together.
pub fn sbom() -> Result<Value> {
    let lock: Lock = toml::from_str(LOCK)?;
    let manifest: Manifest = toml::from_str(MANIFEST)?;
    let named = |wanted: &str| {
        let mut words = wanted.split(' ');
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        let mut fitting = lock.package.iter().enumerate().filter(|(_, package)| {
            package.name == name && version.is_none_or(|version| package.version == version)
        });
        fitting.next().map(|(at, _)| at).with_context(|| format!("{wanted} is not locked"))
    };
    let root = named(env!("CARGO_PKG_NAME"))?;
    let needs = |at: usize| {
        let all = lock.package[at].dependencies.iter();
        let first = |one: &&String| {
            at != root
                || one
                    .split(' ')
                    .next()
                    .is_some_and(|name| manifest.dependencies.contains_key(name))
        };
        all.filter(first).map(|one| named(one)).collect::<Result<BTreeSet<_>>>()
    };

    let mut graph = BTreeMap::new();
    let mut waiting = vec![root];
    while let Some(next) = waiting.pop() {
        if let Entry::Vacant(place) = graph.entry(next) {
            let needed = needs(next)?;
            waiting.extend(&needed);
            place.insert(needed);
        }
    }
    let package = |at: &usize| &lock.package[*at];
    let libraries: Vec<_> =
        graph.keys().filter(|at| **at != root).map(|at| package(at).component("library")).collect();
    let edges: Vec<_> = graph
        .iter()
        .map(|(at, needed)| {
            let needed: Vec<_> = needed.iter().map(|at| package(at).purl()).collect();
            json!({"ref": package(at).purl(), "dependsOn": needed})
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": package(&root).component("application")},
        "components": libraries,
        "dependencies": edges,
    }))
}

impl Package {
    fn purl(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version.replace('+', "%2B"))
    }

    fn component(&self, kind: &str) -> Value {
        let hashes: Vec<_> =
            self.checksum.iter().map(|hash| json!({"alg": "SHA-256", "content": hash})).collect();
        json!({
            "type": kind,
            "bom-ref": self.purl(),
            "name": self.name,
            "version": self.version,
            "purl": self.purl(),
            "hashes": hashes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_linked_is_listed_once_with_its_hash_and_nothing_of_the_tests() {
        let sbom = sbom().unwrap();
        let components = sbom["components"].as_array().unwrap();
        let refs: BTreeSet<_> =
            components.iter().map(|one| one["bom-ref"].as_str().unwrap()).collect();
        assert_eq!(refs.len(), components.len());
        for one in components {
            assert_eq!(one["hashes"][0]["content"].as_str().unwrap().len(), 64, "{one}");
        }
        let has = |name: &str| components.iter().any(|one| one["name"] == name);
        for linked in ["axum", "sqlx-postgres", "typst", "ring"] {
            assert!(has(linked), "{linked}");
        }
        for tested in ["scraper", "fantoccini", "tempfile", "proptest"] {
            assert!(!has(tested), "{tested}");
        }
    }

    #[test]
    fn every_edge_leads_to_a_component() {
        let sbom = sbom().unwrap();
        let known: BTreeSet<_> = sbom["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| edge["ref"].as_str().unwrap())
            .collect();
        for edge in sbom["dependencies"].as_array().unwrap() {
            for needed in edge["dependsOn"].as_array().unwrap() {
                assert!(known.contains(needed.as_str().unwrap()), "{needed}");
            }
        }
        assert_eq!(known.len(), sbom["components"].as_array().unwrap().len() + 1);
    }
}
