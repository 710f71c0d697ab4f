//! Numbers (paragrafnummer) as they are printed.
pub(crate) fn paragraphs(numbers: &[(i32, &str)]) -> String {
    numbers.iter().map(|(n, s)| format!("{n}{s}")).collect::<Vec<_>>().join(",")
}
