//! References to what the protocol does not have: §§ and annexes (hänvisningar).

use super::{Around, Slip, TextFacts, TextRule, words};
use crate::law::review::Severity;

pub(super) const RULES: &[TextRule] = &[paragraph_is_there, annex_is_there];

/// After these a bare "§ 22" means this meeting's.
const POINTERS: [&str; 7] = ["se", "i", "enligt", "under", "jfr", "jämför", "från"];

/// What makes it another's: another day's protocol, or an act.
const OTHERS: [&str; 6] = ["kap", "lag", "förordning", "reglement", "arbetsordning", "protokoll"];

/// TXT-09.
fn paragraph_is_there(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let number = |number: &str| {
        number.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok()
    };
    let here = around.facts.items.iter().filter_map(|item| number(item.number.as_ref()?));
    let known: Vec<_> = here.chain(around.facts.known.numbers_elsewhere.iter().copied()).collect();
    let sentences = text.text.lines().flat_map(|line| line.split(". "));
    let mut pointed = sentences.filter(|sentence| !is_anothers(sentence)).flat_map(pointed_at);
    let missing = pointed.find(|number| !known.contains(number)).filter(|_| !known.is_empty())?;
    let what = format!("§\u{a0}{missing} finns inte i sammanträdet.");
    Some(Slip("TXT-09", Severity::Hint, what))
}

/// A year, or a word of an act or another protocol.
fn is_anothers(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let years = lower.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    let mut years = years.filter(|year| year.starts_with("19") || year.starts_with("20"));
    years.next().is_some() || OTHERS.iter().any(|word| lower.contains(word))
}

/// The numbers after "se § ". An act's "67 §" has the sign after the number.
fn pointed_at(sentence: &str) -> Vec<u32> {
    let apart = sentence.replace('§', " § ");
    let words = words(&apart);
    let pointed = words
        .windows(3)
        .filter(|three| three[1] == "§" && POINTERS.contains(&three[0].to_lowercase().as_str()));
    pointed.filter_map(|three| three[2].parse().ok()).collect()
}

/// TXT-12, SEC-21: where the number of annexes is known.
fn annex_is_there(around: &Around<'_>, text: &TextFacts) -> Option<Slip> {
    let annexes = around.item?.annexes?;
    let missing = text.text.lines().find_map(|line| {
        let words = words(line);
        let named = words.windows(2).filter(|pair| pair[0].to_lowercase() == "bilaga");
        named.filter_map(|pair| pair[1].parse::<u32>().ok()).find(|number| *number > annexes)
    })?;
    Some(Slip("TXT-12", Severity::Hint, format!("bilaga {missing} finns inte.")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ids, slips};

    #[test]
    fn txt_09_a_reference_is_to_an_item_of_the_meeting() {
        for text in ["Se § 23.", "Frågan behandlas i §\u{a0}3 nedan.", "Enligt §23"] {
            assert_eq!(ids(text), ["TXT-09"], "{text}");
        }
        for text in [
            "Se § 22.",
            "KS § 94",
            "Se § 12 den 3 mars 2026",
            "Enligt 5 kap. 67 § kommunallagen",
            "Enligt § 4 reglementet",
            "i 20 § hyreslagen",
        ] {
            assert_eq!(ids(text), [""; 0], "{text}");
        }
        let elsewhere = slips("Se § 23.", |facts| facts.known.numbers_elsewhere = vec![23]);
        assert_eq!(elsewhere, []);
    }

    #[test]
    fn txt_12_an_annex_that_a_text_names_is_there() {
        assert_eq!(ids("Se bilaga 2."), ["TXT-12"]);
        assert_eq!(ids("Se bilaga 1 och bilagan till avtalet."), [""; 0]);
        assert_eq!(slips("Se bilaga 2.", |facts| facts.items[0].annexes = None), []);
    }
}
