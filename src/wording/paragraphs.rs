//! Sets of §§ in print, with holes, parts and suffixes, "§§ 29–31 samt 33–38" (paragrafmängder).

use super::grammar::list;

/// A number in its series, with the letter that may follow it: § 22 a (NUM-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number<'a> {
    pub number: i32,
    pub suffix: &'a str,
}

/// How much of a § somebody was there for (ATT-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    Part,
    Whole,
}

/// Whether there may be more §§ to come: "§§ 104–" while the meeting goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Open,
    Closed,
}

/// Numbers that follow each other; only the outermost may be attended in part.
struct Run<'a> {
    first: (Number<'a>, Extent),
    last: (Number<'a>, Extent),
}

impl Number<'_> {
    pub fn plain(number: i32) -> Self {
        Self { number, suffix: "" }
    }

    fn digits(self) -> String {
        match self.suffix {
            "" => self.number.to_string(),
            suffix => format!("{}\u{a0}{suffix}", self.number),
        }
    }

    fn is_followed_by(self, next: Number) -> bool {
        self.suffix.is_empty() && next.suffix.is_empty() && self.number + 1 == next.number
    }
}

impl Run<'_> {
    fn is_one(&self) -> bool {
        self.first.0 == self.last.0
    }

    fn is_whole(&self) -> bool {
        self.first.1 == Extent::Whole && self.last.1 == Extent::Whole
    }

    /// "22" or "20–24", without the sign.
    fn digits(&self, end: End) -> String {
        match end {
            End::Open => format!("{}–", self.first.0.digits()),
            End::Closed if self.is_one() => self.first.0.digits(),
            End::Closed => format!("{}–{}", self.first.0.digits(), self.last.0.digits()),
        }
    }

    /// With signs of its own: "§§ 20–24", "del av § 104", "§ 104–del av § 106".
    fn signed(&self, end: End) -> String {
        if self.is_whole() {
            let sign = if self.is_one() && end == End::Closed { "§" } else { "§§" };
            return format!("{sign}\u{a0}{}", self.digits(end));
        }
        let first = edge(self.first);
        match end {
            End::Closed if self.is_one() => first,
            End::Closed => format!("{first}–{}", edge(self.last)),
            End::Open => format!("{first}–"),
        }
    }
}

fn edge((number, extent): (Number, Extent)) -> String {
    match extent {
        Extent::Whole => format!("§\u{a0}{}", number.digits()),
        Extent::Part => format!("del av §\u{a0}{}", number.digits()),
    }
}

/// "§ 22", "§§ 20–24", "§§ 29–31 samt 33–38", "§§ 1 och 3" (NUM-09, NUM-11); empty for none.
pub fn paragraphs(numbers: &[Number]) -> String {
    let marks: Vec<_> = numbers.iter().map(|number| (*number, Extent::Whole)).collect();
    printed(&runs(&marks), End::Closed)
}

/// The same with §§ attended in part: "§§ 101–103", "§ 104–del av § 106", "del av § 109" (ATT-02). Of two marks of the
/// same § the whole one counts.
pub fn attended(marks: &[(Number, Extent)]) -> String {
    printed(&runs(marks), End::Closed)
}

/// The §§ of one person beside all those of the meeting (ATT-02): nothing for the whole meeting, "ej § 46 på grund av
/// jäv" where only disqualification took them out, else the §§ attended; open at the end while the meeting goes on.
pub fn presence(
    all: &[Number],
    marks: &[(Number, Extent)],
    disqualified: &[Number],
    end: End,
) -> String {
    let whole = |number: &Number| marks.contains(&(*number, Extent::Whole));
    if !marks.is_empty() && all.iter().all(|one| whole(one) || disqualified.contains(one)) {
        return absent_by_disqualification(disqualified);
    }
    let runs = runs(marks);
    let reaches_the_last = runs
        .last()
        .is_some_and(|run| run.last.1 == Extent::Whole && all.iter().max() == Some(&run.last.0));
    printed(&runs, if reaches_the_last { end } else { End::Closed })
}

/// "ej § 46 på grund av jäv" (ATT-02, JAV-10); empty for none.
pub fn absent_by_disqualification(numbers: &[Number]) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    format!("ej {} på grund av jäv", paragraphs(numbers))
}

fn runs<'a>(marks: &[(Number<'a>, Extent)]) -> Vec<Run<'a>> {
    let mut marks = marks.to_vec();
    marks.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
    marks.dedup_by_key(|mark| mark.0);

    let mut runs: Vec<Run> = Vec::new();
    for mark in marks {
        match runs.last_mut() {
            // Only the first of a run may be a part, so a part in the middle begins a new one.
            Some(run)
                if run.last.0.is_followed_by(mark.0)
                    && (run.last.1 == Extent::Whole || run.is_one()) =>
            {
                run.last = mark;
            }
            _ => runs.push(Run { first: mark, last: mark }),
        }
    }
    runs
}

fn printed(runs: &[Run], end: End) -> String {
    let Some((last, before)) = runs.split_last() else { return String::new() };
    let ends = before.iter().map(|run| (run, End::Closed)).chain([(last, end)]);
    if runs.iter().all(Run::is_whole) && runs.len() > 1 {
        let digits: Vec<_> = ends.map(|(run, end)| run.digits(end)).collect();
        let single = end == End::Closed && runs.iter().all(Run::is_one);
        format!("§§\u{a0}{}", list(&digits, if single { "och" } else { "samt" }))
    } else {
        list(&ends.map(|(run, end)| run.signed(end)).collect::<Vec<_>>(), "samt")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const WHOLE: Extent = Extent::Whole;
    const PART: Extent = Extent::Part;

    fn plain(numbers: impl IntoIterator<Item = i32>) -> Vec<Number<'static>> {
        numbers.into_iter().map(Number::plain).collect()
    }

    fn marks(marks: &[(i32, Extent)]) -> Vec<(Number<'static>, Extent)> {
        marks.iter().map(|(number, extent)| (Number::plain(*number), *extent)).collect()
    }

    /// For the eye: with ordinary spaces.
    fn seen(printed: &str) -> String {
        printed.replace('\u{a0}', " ")
    }

    #[test]
    fn num_09_a_set_with_holes_is_written_as_ranges() {
        assert_eq!(paragraphs(&[]), "");
        assert_eq!(paragraphs(&plain([22])), "§\u{a0}22");
        assert_eq!(paragraphs(&plain(101..=103)), "§§\u{a0}101–103");
        let holes = plain([29, 30, 31, 33, 34, 35, 36, 37, 38]);
        assert_eq!(paragraphs(&holes), "§§\u{a0}29–31 samt 33–38");
        assert_eq!(seen(&paragraphs(&plain([1, 2, 4, 6, 7]))), "§§ 1–2, 4 samt 6–7");
        assert_eq!(seen(&paragraphs(&plain([3, 1]))), "§§ 1 och 3");
        assert_eq!(seen(&paragraphs(&plain([3, 1, 5, 5]))), "§§ 1, 3 och 5");
    }

    #[test]
    fn num_01_a_number_with_a_letter_stands_alone() {
        let lettered = Number { number: 22, suffix: "a" };
        assert_eq!(paragraphs(&[lettered]), "§\u{a0}22\u{a0}a");
        let set = [Number::plain(23), lettered, Number::plain(21), Number::plain(22)];
        assert_eq!(seen(&paragraphs(&set)), "§§ 21–22, 22 a samt 23");
    }

    #[test]
    fn att_02_a_part_of_a_paragraph_is_told_as_such() {
        let seen = |of: &[(i32, Extent)]| seen(&attended(&marks(of)));
        assert_eq!(seen(&[(104, PART)]), "del av § 104");
        assert_eq!(seen(&[(103, WHOLE), (104, PART)]), "§ 103–del av § 104");
        assert_eq!(seen(&[(104, WHOLE), (105, WHOLE), (106, PART)]), "§ 104–del av § 106");
        assert_eq!(seen(&[(104, PART), (105, WHOLE)]), "del av § 104–§ 105");
        assert_eq!(seen(&[(4, PART), (5, PART)]), "del av § 4–del av § 5");
        assert_eq!(
            seen(&[(1, WHOLE), (2, PART), (3, WHOLE), (4, WHOLE), (9, WHOLE)]),
            "§ 1–del av § 2, §§ 3–4 samt § 9"
        );
    }

    #[test]
    fn att_02_the_whole_meeting_has_no_suffix_and_disqualification_is_an_exception() {
        let all = plain(44..=47);
        let there =
            |of: &[i32]| -> Vec<_> { of.iter().map(|n| (Number::plain(*n), WHOLE)).collect() };
        assert_eq!(presence(&all, &there(&[44, 45, 46, 47]), &[], End::Closed), "");
        let but_one = there(&[44, 45, 47]);
        let printed = presence(&all, &but_one, &plain([46]), End::Closed);
        assert_eq!(seen(&printed), "ej § 46 på grund av jäv");
        assert_eq!(seen(&presence(&all, &but_one, &[], End::Closed)), "§§ 44–45 samt 47");
        assert_eq!(presence(&all, &[], &[], End::Closed), "");
    }

    #[test]
    fn att_02_a_meeting_that_goes_on_leaves_the_end_open() {
        let all = plain(101..=109);
        let marks =
            |of: &[i32]| -> Vec<_> { of.iter().map(|n| (Number::plain(*n), WHOLE)).collect() };
        let open = |of: &[i32]| seen(&presence(&all, &marks(of), &[], End::Open));
        assert_eq!(open(&[104, 105, 106, 107, 108, 109]), "§§ 104–");
        assert_eq!(open(&[101, 102, 103, 104, 105, 106, 108, 109]), "§§ 101–106 samt 108–");
        assert_eq!(open(&[101, 102, 103]), "§§ 101–103");
        assert_eq!(open(&[109]), "§§ 109–");
    }

    /// Reads a printed set back, whichever way it was written.
    fn read(printed: &str) -> BTreeMap<i32, Extent> {
        let mut set = BTreeMap::new();
        let text = printed.replace('\u{a0}', " ").replace(" samt ", ", ").replace(" och ", ", ");
        for range in text.split(", ").filter(|range| !range.is_empty()) {
            let edges: Vec<_> = range
                .split('–')
                .map(|edge| {
                    let extent = if edge.contains("del av") { PART } else { WHOLE };
                    let digits: String = edge.chars().filter(char::is_ascii_digit).collect();
                    (digits.parse::<i32>().unwrap(), extent)
                })
                .collect();
            let (first, last) = (edges[0], edges[edges.len() - 1]);
            set.extend((first.0..=last.0).map(|number| (number, WHOLE)));
            set.extend([first, last]);
        }
        set
    }

    proptest! {
        #[test]
        fn num_09_a_printed_set_is_read_back_to_itself(
            set in prop::collection::btree_map(1..60_i32, prop::bool::ANY, 0..30)
        ) {
            let set: BTreeMap<_, _> =
                set.into_iter().map(|(n, whole)| (n, if whole { WHOLE } else { PART })).collect();
            let given: Vec<_> = set.iter().rev().map(|(n, extent)| (Number::plain(*n), *extent)).collect();
            prop_assert_eq!(read(&attended(&given)), set.clone());
            let numbers: Vec<_> = given.iter().map(|mark| mark.0).collect();
            let whole: BTreeMap<_, _> = set.into_keys().map(|n| (n, WHOLE)).collect();
            prop_assert_eq!(read(&paragraphs(&numbers)), whole);
        }
    }
}
