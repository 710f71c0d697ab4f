//! Rules on how the meeting and its matters were announced, called and prepared (kallelse, kungörelse, beredning).

use time::Date;

use super::facts::{Announced, ItemFacts, Preparation};
use super::{Facts, Field, Finding, ItemRule, Rule, Severity};
use crate::law::calendar::day_off;
use crate::law::dates::weekday_date;
use crate::law::deadlines::council_notice_deadline;

pub(super) const RULES: &[Rule] = &[
    council_is_announced,
    council_is_called,
    own_deadline_is_kept,
    everyone_is_called,
    call_is_whole,
];
pub(super) const ITEM_RULES: &[ItemRule] =
    &[urgent_matter_is_announced, only_announced_matters, matter_is_prepared, document_is_on_web];

/// CAL-01, DAT-10: a week before, and never counted towards the meeting.
fn council_is_announced(facts: &Facts) -> Option<Finding> {
    let summons = facts.summons.as_ref().filter(|_| facts.kind.is_council())?;
    let last = council_notice_deadline(facts.held_on);
    let late = summons.announced_on.is_none_or(|announced_on| announced_on > last);
    let sentence = match summons.announced_on {
        Some(day) => format!(
            "Sammanträdet tillkännagavs {}, men det skulle ha skett senast {}.",
            weekday_date(day),
            weekday_date(last)
        ),
        None => format!(
            "Sammanträdet tillkännagavs inte på anslagstavlan. Det skulle ha skett senast {}.",
            weekday_date(last)
        ),
    };
    late.then(|| breach("CAL-01", sentence).citing(kl!(5, 13)))
}

/// CAL-03.
fn council_is_called(facts: &Facts) -> Option<Finding> {
    let summons = facts.summons.as_ref().filter(|_| facts.kind.is_council())?;
    let last = council_notice_deadline(facts.held_on);
    let late = summons.sent_on.is_none_or(|sent_on| sent_on > last);
    let sentence = format!("Kallelsen skulle ha skickats senast {}.", weekday_date(last));
    late.then(|| breach("CAL-03", sentence).citing(kl!(5, 15)))
}

/// CAL-04: the day comes from the board's own rules.
fn own_deadline_is_kept(facts: &Facts) -> Option<Finding> {
    let summons = facts.summons.as_ref().filter(|_| !facts.kind.is_council())?;
    let last = summons.own_deadline?;
    let late = summons.sent_on.is_none_or(|sent_on| sent_on > last);
    let sentence =
        format!("Kallelsen skulle enligt reglementet ha skickats senast {}.", weekday_date(last));
    late.then(|| Finding::meeting("CAL-04", Severity::Practice, sentence).on(Field::Summons))
}

/// CAL-03, CAL-04: in fullmäktige members and substitutes, in a board at least the substitutes.
fn everyone_is_called(facts: &Facts) -> Option<Finding> {
    let summons = facts.summons.as_ref().filter(|summons| !summons.not_called.is_empty())?;
    let sentence = format!("Fick ingen kallelse: {}.", summons.not_called.join(", "));
    let (id, paragraph) =
        if facts.kind.is_council() { ("CAL-03", kl!(5, 15)) } else { ("CAL-04", kl!(6, 17)) };
    Some(breach(id, sentence).citing(paragraph))
}

/// CAL-01, CAL-03: time, place and matters.
fn call_is_whole(facts: &Facts) -> Option<Finding> {
    let summons = facts.summons.as_ref().filter(|summons| !summons.lacks.is_empty())?;
    let sentence = format!("Kallelsen saknar {}.", summons.lacks.join(", "));
    if facts.kind.is_council() {
        return Some(breach("CAL-03", sentence).citing(kl!(5, 15)));
    }
    Some(Finding::meeting("CAL-04", Severity::Practice, sentence).on(Field::Summons))
}

/// CAL-02: an urgent matter at the latest the nearest weekday before.
fn urgent_matter_is_announced(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let Announced::On(day) = item.handling.announced else { return None };
    let last = weekday_before(facts.held_on);
    let late = day > last && !item.handling.unanimous_unannounced;
    let sentence = format!(
        "{} tillkännagavs {}, men det skulle ha skett senast {}.",
        item.label(),
        weekday_date(day),
        weekday_date(last)
    );
    (facts.kind.is_council() && late).then(|| {
        Finding::item(index, "CAL-02", Severity::Breach, sentence)
            .citing(kl!(5, 14))
            .on(Field::Summons)
    })
}

/// CAL-07: unless all present agreed.
fn only_announced_matters(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let missing = item.handling.announced == Announced::Never && item.decides();
    let sentence = format!(
        "{} tillkännagavs inte. Beslutet att ändå avgöra ärendet, som alla närvarande ska vara \
         ense om, saknas.",
        item.label()
    );
    (facts.kind.is_council() && missing && !item.handling.unanimous_unannounced).then(|| {
        Finding::item(index, "CAL-07", Severity::Breach, sentence)
            .citing(kl!(5, 52))
            .on(Field::Decision)
    })
}

/// CAL-08, CAL-07: unless all present agreed.
fn matter_is_prepared(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let missing = item.handling.preparation == Preparation::Missing && item.decides();
    let sentence = format!(
        "{} är inte berett. Beslutet att ändå avgöra ärendet, som alla närvarande ska vara ense \
         om, saknas.",
        item.label()
    );
    (facts.kind.is_council() && missing && !item.handling.unanimous_unprepared).then(|| {
        Finding::item(index, "CAL-08", Severity::Breach, sentence)
            .citing("5\u{a0}kap. 26 och 33\u{a0}§§ kommunallagen")
            .on(Field::Decision)
    })
}

/// CAL-06.
fn document_is_on_web(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let document = item.handling.not_on_web.as_ref().filter(|_| facts.kind.is_council())?;
    let sentence = format!("{}: {document} ska finnas på kommunens webbplats.", item.label());
    let finding = Finding::item(index, "CAL-06", Severity::Hint, sentence).on(Field::Documents);
    Some(finding.citing("8\u{a0}kap. 14–16\u{a0}a\u{a0}§§ kommunallagen"))
}

fn breach(id: &'static str, sentence: String) -> Finding {
    Finding::meeting(id, Severity::Breach, sentence).on(Field::Summons)
}

fn weekday_before(day: Date) -> Date {
    let mut before = day;
    while let Some(previous) = before.previous_day() {
        before = previous;
        if day_off(before).is_none() {
            break;
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::facts::{Summons, sound, sound_council};
    use super::super::testing::only;
    use super::*;

    fn call(facts: &mut Facts) -> &mut Summons {
        facts.summons.as_mut().unwrap()
    }

    // CAL-01, F10: a day too late; the sound council is announced on the very last day.
    #[test]
    fn dat_10_a_council_is_announced_a_week_before_at_the_latest() {
        let finding = only(sound_council(), |facts| {
            call(facts).announced_on = Some(date!(2026 - 11 - 18));
        });
        assert_eq!((finding.id, finding.paragraph), ("CAL-01", kl!(5, 13)));
        assert!(finding.sentence.ends_with("senast tisdag 17\u{a0}november 2026."));
        assert_eq!(only(sound_council(), |facts| call(facts).announced_on = None).id, "CAL-01");
    }

    #[test]
    fn cal_03_a_council_is_called_a_week_before_with_time_place_and_matters() {
        let late = only(sound_council(), |facts| call(facts).sent_on = Some(date!(2026 - 11 - 18)));
        assert_eq!((late.id, late.severity), ("CAL-03", Severity::Breach));
        let lacks = only(sound_council(), |facts| call(facts).lacks = vec!["plats".into()]);
        assert_eq!(lacks.sentence, "Kallelsen saknar plats.");
        let nobody = only(sound_council(), |facts| call(facts).not_called = vec!["Bo Ek".into()]);
        assert_eq!(nobody.paragraph, kl!(5, 15));
    }

    #[test]
    fn cal_04_a_board_keeps_the_deadline_of_its_own_rules_and_tells_its_substitutes() {
        let late = only(sound(), |facts| call(facts).sent_on = Some(date!(2026 - 11 - 18)));
        assert_eq!((late.id, late.severity), ("CAL-04", Severity::Practice));
        let nobody = only(sound(), |facts| call(facts).not_called = vec!["Bo Ek".into()]);
        assert_eq!((nobody.severity, nobody.paragraph), (Severity::Breach, kl!(6, 17)));
        let lacks = only(sound(), |facts| call(facts).lacks = vec!["ärenden".into()]);
        assert_eq!(lacks.severity, Severity::Practice);
    }

    // The meeting is moved to a Monday: the nearest weekday before is Friday.
    #[test]
    fn cal_02_an_urgent_matter_is_announced_the_weekday_before() {
        assert_eq!(weekday_before(date!(2026 - 11 - 23)), date!(2026 - 11 - 20));
        assert_eq!(weekday_before(date!(2027 - 01 - 07)), date!(2027 - 01 - 05));
        let mut facts = sound_council();
        facts.items[0].handling.announced = Announced::On(date!(2026 - 11 - 23));
        assert_eq!(urgent_matter_is_announced(&facts, 0, &facts.items[0]), None);
        let finding = only(sound_council(), |facts| {
            facts.items[0].handling.announced = Announced::On(date!(2026 - 11 - 24));
        });
        assert_eq!((finding.id, finding.paragraph), ("CAL-02", kl!(5, 14)));
    }

    #[test]
    fn cal_07_an_unannounced_matter_needs_a_decision_that_all_agree_on() {
        let unannounced = |facts: &mut Facts| facts.items[0].handling.announced = Announced::Never;
        assert_eq!(only(sound_council(), unannounced).id, "CAL-07");
        let mut facts = sound_council();
        unannounced(&mut facts);
        facts.items[0].handling.unanimous_unannounced = true;
        assert_eq!(only_announced_matters(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn cal_08_an_unprepared_matter_needs_a_decision_that_all_agree_on() {
        let unprepared =
            |facts: &mut Facts| facts.items[0].handling.preparation = Preparation::Missing;
        assert_eq!(only(sound_council(), unprepared).id, "CAL-08");
        let mut facts = sound_council();
        unprepared(&mut facts);
        facts.items[0].handling.unanimous_unprepared = true;
        assert_eq!(matter_is_prepared(&facts, 0, &facts.items[0]), None);
        facts.items[0].handling.unanimous_unprepared = false;
        facts.items[0].handling.preparation = Preparation::Exempt;
        assert_eq!(matter_is_prepared(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn cal_06_a_budget_is_on_the_web_site() {
        let finding = only(sound_council(), |facts| {
            facts.items[0].handling.not_on_web = Some("budgetförslaget".into());
        });
        assert_eq!((finding.id, finding.severity), ("CAL-06", Severity::Hint));
        assert!(finding.sentence.contains("budgetförslaget ska finnas"));
    }
}
