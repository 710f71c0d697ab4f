//! Numbers of §§ (paragrafnummer): which instance of a series they run in.

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

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn num_03_the_series_is_that_of_the_day_on_which_the_meeting_began() {
        let day = date!(2020 - 12 - 31);
        assert_eq!(instance("year", day, 1).as_deref(), Some("2020"));
        assert_eq!(instance("meeting", day, 1).as_deref(), Some("2020-12-31"));
        assert_eq!(instance("meeting", day, 2).as_deref(), Some("2020-12-31-2"));
        assert_eq!(instance("mandate", day, 1), None);
    }
}
