//! Rules on claims and on the order in which they were put (yrkanden, propositionsordning).

use super::facts::{ClaimFacts, ItemFacts};
use super::{Facts, Field, Finding, ItemRule, Severity};
use crate::law::procedure::{ClaimKind, Stage};

pub(super) const RULES: &[ItemRule] = &[
    claim_says_what,
    claim_has_its_mover,
    mover_may_claim,
    formal_questions_come_first,
    counter_proposal_is_chosen,
    vote_is_held_when_asked_for,
    proposal_is_put,
];

/// PRO-03, PRO-04: what was claimed and not withdrawn. Approval, rejection and the formal claims say it by themselves.
fn claim_says_what(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let silent = |claim: &&ClaimFacts| {
        claim.text.trim().is_empty()
            && matches!(claim.kind, ClaimKind::Amend | ClaimKind::Add | ClaimKind::Own)
    };
    let claim = item.standing_claims().find(silent)?;
    let sentence = format!(
        "{}: yrkandet om {} säger inte vad som yrkas.",
        item.label(),
        claim.kind.name().to_lowercase()
    );
    let finding = Finding::item(index, "PRO-03", Severity::Breach, sentence);
    Some(finding.citing(kl!(5, 67)).on(Field::Claims))
}

/// SEC-09.
fn claim_has_its_mover(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let claim = item.standing_claims().find(|claim| claim.movers.is_empty())?;
    let sentence = format!(
        "{}: det framgår inte vem som framställde yrkandet om {}.",
        item.label(),
        claim.kind.name().to_lowercase()
    );
    Some(Finding::item(index, "SEC-09", Severity::Practice, sentence).on(Field::Claims))
}

/// YRK-02: recorded as a contribution instead.
fn mover_may_claim(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let mut claims = item.standing_claims().filter(|claim| claim.kind != ClaimKind::Contribution);
    let claim = claims.find(|claim| !claim.may_not.is_empty())?;
    let sentence = format!(
        "{}: får inte framställa yrkanden: {}. Anteckna det som inlägg.",
        item.label(),
        claim.may_not.join(", ")
    );
    Some(Finding::item(index, "YRK-02", Severity::Breach, sentence).on(Field::Claims))
}

/// VOT-15: formal questions first, additions last.
fn formal_questions_come_first(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let rank = |stage: &Stage| match stage {
        Stage::Formal => 0,
        Stage::Counter | Stage::Main => 1,
        Stage::Addition => 2,
    };
    let sentence = format!(
        "{}: formella yrkanden brukar avgöras först och tilläggsyrkanden sist.",
        item.label()
    );
    (!item.procedure.propositions.is_sorted_by_key(rank)).then(|| {
        Finding::item(index, "VOT-15", Severity::Practice, sentence).on(Field::Propositions)
    })
}

/// VOT-16: where more than two exclude each other.
fn counter_proposal_is_chosen(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let procedure = &item.procedure;
    let main = procedure.propositions.contains(&Stage::Main);
    let counter = procedure.propositions.contains(&Stage::Counter);
    let sentence = format!(
        "{} har {} förslag mot varandra, men det framgår inte hur motförslaget utsågs.",
        item.label(),
        procedure.competing
    );
    (procedure.competing > 2 && main && !counter).then(|| {
        Finding::item(index, "VOT-16", Severity::Practice, sentence).on(Field::Propositions)
    })
}

/// VOT-05: one is enough to ask.
fn vote_is_held_when_asked_for(_: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let sentence = format!("{}: omröstning begärdes men hölls inte.", item.label());
    item.procedure.vote_denied.then(|| {
        Finding::item(index, "VOT-05", Severity::Breach, sentence)
            .citing(kl!(5, 53))
            .on(Field::Propositions)
    })
}

/// VOT-14: the chair of fullmäktige may refuse, and it is recorded; a board's chair may not.
fn proposal_is_put(facts: &Facts, index: usize, item: &ItemFacts) -> Option<Finding> {
    let refusal = item.procedure.refused?;
    let sentence = if !facts.kind.is_council() {
        format!("{}: ordföranden vägrade att ställa ett förslag under proposition.", item.label())
    } else if !refusal.recorded {
        format!("{} visar inte att ordföranden vägrade att ställa ett förslag.", item.label())
    } else {
        return None;
    };
    Some(
        Finding::item(index, "VOT-14", Severity::Breach, sentence)
            .citing(kl!(5, 57))
            .on(Field::Propositions),
    )
}

#[cfg(test)]
mod tests {
    use super::super::facts::{Procedure, Refusal, sound, sound_council};
    use super::super::testing::only;
    use super::*;

    fn procedure(facts: &mut Facts) -> &mut Procedure {
        &mut facts.items[0].procedure
    }

    // PRO-04: a withdrawn claim is not demanded.
    #[test]
    fn pro_03_a_claim_says_what_is_claimed() {
        let silent = |facts: &mut Facts| procedure(facts).claims[0].text.clear();
        let finding = only(sound(), silent);
        assert_eq!((finding.id, finding.field), ("PRO-03", Field::Claims));
        let mut facts = sound();
        silent(&mut facts);
        procedure(&mut facts).claims[0].kind = ClaimKind::Reject;
        assert_eq!(claim_says_what(&facts, 0, &facts.items[0]), None);
        procedure(&mut facts).claims[0].kind = ClaimKind::Own;
        procedure(&mut facts).claims[0].withdrawn = true;
        assert_eq!(claim_says_what(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn sec_09_a_claim_has_its_mover() {
        let finding = only(sound(), |facts| procedure(facts).claims[0].movers.clear());
        assert_eq!((finding.id, finding.severity), ("SEC-09", Severity::Practice));
    }

    #[test]
    fn yrk_02_who_does_not_serve_puts_no_claims() {
        let bo = |facts: &mut Facts| procedure(facts).claims[0].may_not = vec!["Bo Ek".into()];
        assert_eq!(only(sound(), bo).id, "YRK-02");
        let mut facts = sound();
        bo(&mut facts);
        procedure(&mut facts).claims[0].kind = ClaimKind::Contribution;
        assert_eq!(mover_may_claim(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn vot_15_formal_questions_come_first_and_additions_last() {
        let put = |stages: &[Stage]| {
            let mut facts = sound();
            procedure(&mut facts).propositions = stages.to_vec();
            formal_questions_come_first(&facts, 0, &facts.items[0]).map(|finding| finding.id)
        };
        assert_eq!(put(&[Stage::Formal, Stage::Counter, Stage::Main, Stage::Addition]), None);
        assert_eq!(put(&[Stage::Main, Stage::Formal]), Some("VOT-15"));
        assert_eq!(put(&[Stage::Addition, Stage::Main]), Some("VOT-15"));
    }

    #[test]
    fn vot_16_of_three_proposals_one_is_chosen_against_the_main_one() {
        let finding = only(sound(), |facts| procedure(facts).competing = 3);
        assert_eq!(finding.id, "VOT-16");
        let mut facts = sound();
        procedure(&mut facts).competing = 3;
        procedure(&mut facts).propositions = vec![Stage::Counter, Stage::Main];
        assert_eq!(counter_proposal_is_chosen(&facts, 0, &facts.items[0]), None);
    }

    #[test]
    fn vot_05_a_vote_that_is_asked_for_is_held() {
        let finding = only(sound(), |facts| procedure(facts).vote_denied = true);
        assert_eq!((finding.id, finding.paragraph), ("VOT-05", kl!(5, 53)));
    }

    #[test]
    fn vot_14_only_a_council_may_refuse_to_put_a_proposal_and_records_it() {
        let refused = |recorded| {
            move |facts: &mut Facts| procedure(facts).refused = Some(Refusal { recorded })
        };
        assert_eq!(only(sound(), refused(true)).id, "VOT-14");
        assert_eq!(only(sound_council(), refused(false)).id, "VOT-14");
        let mut facts = sound_council();
        refused(true)(&mut facts);
        assert_eq!(proposal_is_put(&facts, 0, &facts.items[0]), None);
    }
}
