//! What neither rustc nor clippy checks: the order of the modules, names, lengths, files that nobody uses.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every module of the library; each may use only those that stand before it.
const ORDER: [&str; 40] = [
    "law",
    "text",
    "seal",
    "wording",
    "register",
    "log",
    "sbom",
    "serving",
    "config",
    "production",
    "print",
    "error",
    "database",
    "keys",
    "web",
    "health",
    "jobs",
    "mail",
    "accounts",
    "removals",
    "municipalities",
    "boards",
    "persons",
    "terms",
    "meetings",
    "items",
    "notices",
    "protocols",
    "exchange",
    "restorations",
    "verify",
    "backups",
    "retention",
    "operations",
    "tasks",
    "public",
    "lib",
    "demo",
    "recovery",
    "transfer",
];

/// What the rules may not know of.
const IMPURE: [&str; 5] = ["axum", "sqlx", "askama", "tokio", "now_utc"];

/// Endings of type names that say nothing of the domain, and file names that gather what belongs elsewhere.
const EMPTY_ENDINGS: [&str; 6] = ["Service", "Manager", "Dto", "Info", "Data", "Handler"];
const EMPTY_NAMES: [&str; 6] = ["utils", "helpers", "common", "types", "services", "managers"];

const LONGEST: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files under a folder whose names end so, as paths from the root, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut waiting = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.to_str().unwrap().ends_with(ending) {
                files.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} has no {ending}");
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// All our Rust, tests included.
fn rust() -> Vec<PathBuf> {
    [files("src", ".rs"), files("tests", ".rs")].concat()
}

/// The code of a file without its comments.
fn code(path: &Path) -> String {
    let text = read(path);
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The word with which a text begins.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// The first words of what stands between the braces with which a text begins.
fn words_in_braces(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut depth, mut begins) = (0, true);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => begins = true,
            c if depth == 1 && begins && !c.is_whitespace() => {
                words.push(word(&text[at..]));
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    words
}

/// What a file names after `crate::`.
fn uses(text: &str) -> BTreeSet<&str> {
    let after = text.match_indices("crate::").map(|(at, found)| &text[at + found.len()..]);
    after
        .flat_map(
            |rest| if rest.starts_with('{') { words_in_braces(rest) } else { vec![word(rest)] },
        )
        .collect()
}

/// The top module that a file under `src` or `templates` belongs to.
fn module(path: &Path) -> String {
    let name = path.components().nth(1).unwrap().as_os_str().to_str().unwrap();
    name.split('.').next().unwrap().to_owned()
}

#[test]
fn a_module_uses_only_those_before_it() {
    let place = |name: &str| ORDER.iter().position(|one| *one == name);
    let mut broken = Vec::new();
    for path in [files("src", ".rs"), files("templates", ".html")].concat() {
        let own = match module(&path) {
            main if main == "main" => continue,
            // Macros and layouts serve every page; the error page serves `error`.
            shared if ["layout", "macros"].contains(&&*shared) => "web".to_owned(),
            own => own,
        };
        let own_place = place(&own).unwrap_or_else(|| panic!("{own} has no place in ORDER"));
        let text = code(&path);
        for used in uses(&text) {
            if place(used).is_some_and(|place| place > own_place) {
                broken.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn what_a_file_uses_is_found_in_every_way_of_writing_it() {
    let text = "use crate::law;\nuse crate::{App, error::{Error, Result},\n    web::{Form}};\nlet x = crate::seal::canonical(&y);";
    assert_eq!(Vec::from_iter(uses(text)), ["App", "error", "law", "seal", "web"]);
}

#[test]
fn rules_are_functions_of_values() {
    let is_rule = |path: &PathBuf| {
        ["law", "text", "seal", "wording"].contains(&&*module(path)) || path.ends_with("stage.rs")
    };
    let rules: Vec<_> = files("src", ".rs").into_iter().filter(is_rule).collect();
    assert!(rules.iter().any(|path| path.ends_with("stage.rs")) && rules.len() > 30);
    for path in rules {
        let text = code(&path);
        for impure in IMPURE {
            let named = text.match_indices(impure).any(|(at, _)| {
                !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                    && word(&text[at..]) == impure
            });
            assert!(!named, "{} names {impure}", path.display());
        }
    }
}

#[test]
fn files_are_short_and_begin_with_a_sentence_about_themselves() {
    for path in rust() {
        let text = read(&path);
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.len() > 15, "{}: {first}", path.display());
    }
}

#[test]
fn names_say_what_things_are_in_the_domain() {
    for path in rust() {
        for part in path.components() {
            let name = part.as_os_str().to_str().unwrap().trim_end_matches(".rs");
            assert!(!EMPTY_NAMES.contains(&name), "{}", path.display());
        }
        let text = code(&path);
        for keyword in ["struct ", "enum ", "trait "] {
            for (at, _) in text.match_indices(keyword) {
                let name = word(&text[at + keyword.len()..]);
                let empty = EMPTY_ENDINGS.iter().any(|ending| name.ends_with(ending));
                assert!(!empty, "{} in {}", name, path.display());
            }
        }
    }
}

#[test]
fn nothing_is_left_to_do_and_no_machine_is_named() {
    let left = [["TO", "DO"], ["FIX", "ME"], ["to", "do!("], ["unimpl", "emented!("]]
        .map(|two| two.concat());
    let machines = [["/ro", "ot/"], ["/t", "mp/"]].map(|two| two.concat());
    let templates = [files("templates", ".html"), files("templates", ".typ")].concat();
    let scripts = [files("static", ".js"), files("static", ".css"), files("migrations", ".sql")];
    for path in [rust(), templates, scripts.concat()].concat() {
        let text = read(&path);
        for word in left.iter().chain(&machines) {
            assert!(!text.contains(word.as_str()), "{} in {}", word, path.display());
        }
    }
}

#[test]
fn every_template_is_used() {
    let users =
        [files("src", ".rs"), files("templates", ".html"), files("templates", ".typ")].concat();
    let texts: Vec<_> = users.iter().map(|path| (path, read(path))).collect();
    let mut unused = Vec::new();
    for path in [files("templates", ".html"), files("templates", ".typ")].concat() {
        let name = path.strip_prefix("templates").unwrap().to_str().unwrap();
        let quoted = [format!("\"{name}\""), format!("templates/{name}\"")];
        let used = texts
            .iter()
            .any(|(user, text)| **user != path && quoted.iter().any(|name| text.contains(name)));
        if !used {
            unused.push(name.to_owned());
        }
    }
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_static_file_is_sent() {
    let assets = read(Path::new("src/web/assets.rs"));
    let mut unused = Vec::new();
    for path in files("static", "") {
        let name = path.to_str().unwrap();
        let listed = name.strip_prefix("static/css/").unwrap_or(name);
        let included = [
            format!("/{name}\""),
            format!("    \"{listed}\""),
            format!("(\"{listed}\""),
            format!(" \"{listed}\""),
        ];
        if !included.iter().any(|quoted| assets.contains(quoted)) {
            unused.push(name.to_owned());
        }
    }
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_class_with_a_style_stands_in_a_page() {
    let pages = [files("templates", ".html"), files("src", ".rs"), files("static", ".js")].concat();
    let pages: String = pages.iter().map(|path| read(path)).collect();
    let named: BTreeSet<&str> =
        pages.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).collect();
    let mut unused = BTreeSet::new();
    for path in files("static", ".css") {
        for (class, at) in classes(&read(&path)) {
            if !named.contains(class.as_str()) {
                unused.insert(format!("{class} ({}:{at})", path.display()));
            }
        }
    }
    assert_eq!(unused, BTreeSet::new());
}

/// The class names in the selectors of a stylesheet, each with its line.
fn classes(css: &str) -> Vec<(String, usize)> {
    let mut classes = Vec::new();
    let mut in_comment = false;
    for (number, line) in (1..).zip(css.lines()) {
        in_comment |= line.contains("/*");
        let ends = line.contains("*/");
        let selector = line.split('{').next().unwrap_or_default();
        let is_selector = line.contains('{') || line.trim_end().ends_with(',');
        if !in_comment && is_selector && !selector.contains(':') || line.contains(":is(.") {
            for (at, _) in selector.match_indices('.') {
                let name: String = selector[at + 1..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                    .collect();
                if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    classes.push((name, number));
                }
            }
        }
        in_comment &= !ends;
    }
    classes
}

/// Every address of a route, as it is written.
fn routes() -> Vec<(PathBuf, String)> {
    let mut routes = Vec::new();
    for path in files("src", ".rs") {
        let text = code(&path);
        for (at, found) in text.match_indices(".route(") {
            let rest = text[at + found.len()..].trim_start();
            let Some(address) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next())
            else {
                panic!("{}: a route without an address in it", path.display())
            };
            routes.push((path.clone(), address.to_owned()));
        }
    }
    routes
}

#[test]
fn addresses_are_lower_case_ascii_words() {
    let routes = routes();
    assert!(routes.len() > 50, "{}", routes.len());
    for (path, address) in routes {
        let right = |segment: &str| {
            let (name, plain) = match segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) {
                Some(name) => (name, false),
                None => (segment, true),
            };
            name.chars().all(|c| {
                c.is_ascii_lowercase() || plain && (c.is_ascii_digit() || "-.".contains(c))
            })
        };
        let whole = address == "/" || address[1..].split('/').all(|s| !s.is_empty() && right(s));
        assert!(address.starts_with('/') && whole, "{address} in {}", path.display());
    }
}

#[test]
fn no_public_address_of_a_municipality_is_shadowed_by_another_route() {
    let slugs = read(Path::new("src/municipalities/slug.rs"));
    for (path, address) in routes() {
        let first = address[1..].split('/').next().unwrap();
        let free = first.is_empty() || first.starts_with('{');
        let stem = first.split('.').next().unwrap();
        assert!(
            free || slugs.contains(&format!("\"{stem}\"")),
            "{address} in {} is not reserved",
            path.display()
        );
    }
}
