//! Numbers in words and figures, and sums of votes in a text (siffror och bokstäver).

use super::{Around, Slip, TextFacts, TextRule, bare, words};
use crate::law::review::Severity;

pub(super) const RULES: &[TextRule] = &[words_and_figures_agree, sums_are_those_of_the_vote];

/// TXT-02: "fem (6)".
fn words_and_figures_agree(_: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let (word, figure) = text.text.lines().find_map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        words.windows(2).find_map(|pair| disagree(pair[0], pair[1]))
    })?;
    let what = format!("”{word} ({figure})” har olika tal i bokstäver och siffror.");
    Some(Slip("TXT-02", Severity::Practice, what))
}

fn disagree(word: &str, figure: &str) -> Option<(String, u32)> {
    let word = bare(word);
    let said = value(&word.to_lowercase())?;
    let figure = figure.strip_prefix('(')?.split_once(')')?.0.parse().ok()?;
    let is_year = (1900..=2100).contains(&figure);
    (said != figure && !is_year).then(|| (word.to_owned(), figure))
}

/// TXT-10: yes and no of one line, where the votes of the § are counted.
fn sums_are_those_of_the_vote(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let votes = around.item.map(|item| &item.procedure.votes)?;
    let sums: Vec<_> = votes.iter().filter_map(|vote| vote.sums).collect();
    let wrong = text.text.lines().find_map(|line| {
        let words = words(line);
        let said = (counted(&words, "ja")?, counted(&words, "nej")?);
        (!sums.contains(&said)).then_some(said)
    });
    let (yes, no) = wrong.filter(|_| !sums.is_empty())?;
    let what =
        format!("{yes} ja och {no} nej är inte resultatet av någon omröstning i paragrafen.");
    Some(Slip("TXT-10", Severity::Practice, what))
}

/// The number before "ja", "ja-röster", "jaröst".
fn counted(words: &[&str], answer: &str) -> Option<u32> {
    words.windows(2).find_map(|pair| {
        let word = pair[1].to_lowercase();
        let rest = word.strip_prefix(answer)?;
        let is_vote = rest.is_empty() || rest.trim_start_matches('-').starts_with("röst");
        is_vote.then(|| pair[0].parse().ok().or_else(|| value(&pair[0].to_lowercase())))?
    })
}

const UNITS: [&str; 20] = [
    "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
    "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton",
];
const TENS: [&str; 8] =
    ["tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"];

/// The number that a Swedish word says, below a million.
fn value(word: &str) -> Option<u32> {
    if word == "en" {
        return Some(1);
    }
    if let Some(unit) = UNITS.iter().position(|unit| *unit == word) {
        return u32::try_from(unit).ok();
    }
    if let Some((thousands, rest)) = word.split_once("tusen") {
        return composed(thousands, 1_000, rest, 1_000);
    }
    if let Some((hundreds, rest)) = word.split_once("hundra") {
        return composed(hundreds, 10, rest, 100);
    }
    let (ten, rest) =
        TENS.iter().zip(2..).find_map(|(ten, n)| Some((n, word.strip_prefix(ten)?)))?;
    let unit =
        if rest.is_empty() { 0 } else { value(rest).filter(|unit| (1..10).contains(unit))? };
    Some(ten * 10 + unit)
}

/// "tvåhundra" and "fem": `many` below its limit, times what the word means, and the rest below that.
fn composed(many: &str, limit: u32, rest: &str, unit: u32) -> Option<u32> {
    let many =
        if many.is_empty() { 1 } else { value(many).filter(|many| (1..limit).contains(many))? };
    let rest =
        if rest.is_empty() { 0 } else { value(rest).filter(|rest| (1..unit).contains(rest))? };
    Some(many * unit + rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{ids, slips};
    use super::*;

    fn spelt(n: u32) -> String {
        let rest = |n| if n == 0 { String::new() } else { spelt(n) };
        match n {
            0..20 => UNITS[n as usize].to_owned(),
            20..100 => format!("{}{}", TENS[n as usize / 10 - 2], rest(n % 10)),
            100..1_000 => format!("{}hundra{}", spelt(n / 100), rest(n % 100)),
            _ => format!("{}tusen{}", spelt(n / 1_000), rest(n % 1_000)),
        }
    }

    proptest! {
        // TXT-02.
        #[test]
        fn txt_02_every_number_that_is_spelt_out_is_read_back(n in 0_u32..1_000_000) {
            prop_assert_eq!(value(&spelt(n)), Some(n));
        }
    }

    #[test]
    fn txt_02_words_and_figures_that_differ_are_shown() {
        for text in
            ["fem (6) ledamöter", "Högst tjugotvå (23).", "tvåhundrafem (205) eller två (3)"]
        {
            assert_eq!(ids(text), ["TXT-02"], "{text}");
        }
        for text in [
            "fem (5) ledamöter",
            "Etthundra (100) kronor",
            "Plan ett (2027)",
            "fem (S)",
            "femma (6)",
            "tjugotio (3)",
        ] {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn txt_10_a_sum_of_votes_in_a_text_is_that_of_the_vote() {
        for text in ["2 ja-röster mot 1 nej-röst", "Tre Ja, två Nej.", "3 ja och 2 nej"] {
            assert_eq!(ids(text), ["TXT-10"], "{text}");
        }
        for text in ["Tre jaröster mot 1 nejröst", "3 ja", "2 januari och 1 nejd", "Ja eller nej"]
        {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
        let without =
            slips("2 ja mot 1 nej", |facts| facts.items[0].procedure.votes[0].sums = None);
        assert_eq!(without, [], "the sums are not known");
    }
}
