//! Numbers of §§ (paragrafnummer): which instance of a series they run in, and how sets of them are written.

use time::Date;

/// The instance of a series by the board's rule of restart (NUM-01, NUM-03); none where the board's latest one goes on.
pub(crate) fn instance(numbering: &str, held_on: Date, ordinal: i32) -> Option<String> {
    match numbering {
        "year" => Some(held_on.year().to_string()),
        "meeting" if ordinal > 1 => Some(format!("{held_on}-{ordinal}")),
        "meeting" => Some(held_on.to_string()),
        _ => None,
    }
}

/// "§ 22", "§§ 20–24" or "§§ 20–21, 23–27", with no-break spaces (NUM-09, NUM-11); empty for none.
pub(crate) fn paragraphs(numbers: &[(i32, &str)]) -> String {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();

    let mut ranges: Vec<(i32, i32, &str)> = Vec::new();
    for &(number, suffix) in &numbers {
        match ranges.last_mut() {
            Some((_, last, "")) if suffix.is_empty() && *last + 1 == number => *last = number,
            _ => ranges.push((number, number, suffix)),
        }
    }
    let sign = match numbers.len() {
        0 => return String::new(),
        1 => "§",
        _ => "§§",
    };
    let ranges: Vec<_> = ranges.into_iter().map(range).collect();
    format!("{sign}\u{a0}{}", ranges.join(", "))
}

fn range((first, last, suffix): (i32, i32, &str)) -> String {
    match suffix {
        "" if first == last => first.to_string(),
        "" => format!("{first}–{last}"),
        suffix => format!("{first}\u{a0}{suffix}"),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn plain(numbers: &[i32]) -> String {
        paragraphs(&numbers.iter().map(|number| (*number, "")).collect::<Vec<_>>())
    }

    #[test]
    fn num_09_a_set_of_numbers_is_written_as_ranges() {
        assert_eq!(plain(&[]), "");
        assert_eq!(plain(&[22]), "§\u{a0}22");
        assert_eq!(plain(&[20, 21, 22, 23, 24]), "§§\u{a0}20–24");
        assert_eq!(plain(&[27, 26, 25, 24, 23, 21, 20, 20]), "§§\u{a0}20–21, 23–27");
        assert_eq!(plain(&[1, 3]), "§§\u{a0}1, 3");
    }

    #[test]
    fn num_01_a_number_with_a_suffix_stands_alone() {
        let numbers = [(21, ""), (22, ""), (22, "a"), (23, "")];
        assert_eq!(paragraphs(&numbers), "§§\u{a0}21–22, 22\u{a0}a, 23");
        assert_eq!(paragraphs(&[(22, "a")]), "§\u{a0}22\u{a0}a");
    }

    #[test]
    fn num_03_the_series_is_that_of_the_day_on_which_the_meeting_began() {
        let day = date!(2020 - 12 - 31);
        assert_eq!(instance("year", day, 1).as_deref(), Some("2020"));
        assert_eq!(instance("meeting", day, 1).as_deref(), Some("2020-12-31"));
        assert_eq!(instance("meeting", day, 2).as_deref(), Some("2020-12-31-2"));
        assert_eq!(instance("mandate", day, 1), None);
    }
}
