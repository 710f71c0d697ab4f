//! Claims, propositions, dissents and appointments (yrkanden, propositioner, reservationer, val).

use std::collections::BTreeSet;

use super::{Checks, Kind, Target};
use crate::{
    exchange::{Claim, Dissent, Item, Proposition},
    law::procedure::{HandedIn, SettledBy},
};

impl Checks<'_> {
    pub(super) fn claims(&mut self, item: &Item, at: &str) {
        for (n, claim) in item.claims.iter().enumerate() {
            self.claim(claim, &format!("{at}/claims/{n}"));
        }
    }

    fn claim(&mut self, claim: &Claim, at: &str) {
        let mut seen = BTreeSet::new();
        for (n, mover) in claim.movers.iter().enumerate() {
            let at = format!("{at}/movers/{n}");
            self.refer(Target::Person, mover.person.as_ref(), format!("{at}/person"));
            let told = [mover.person.is_some(), mover.group.is_some(), mover.body.is_some()];
            if told.into_iter().filter(|told| *told).count() != 1 {
                self.say(at.clone(), "Ange exakt en av person, group och body.");
            }
            if !seen.insert((&mover.person, &mover.group, &mover.body)) {
                self.say(at, "Samma person eller grupp står två gånger i yrkandet.");
            }
        }
        if claim.movers.iter().all(|mover| mover.joins) {
            self.say(at.to_owned(), "Yrkandet saknar någon som framställt det.");
        }
        self.not_after_meeting(claim.dated_on, format!("{at}/dated_on"));
    }

    pub(super) fn propositions(&mut self, item: &Item, at: &str) {
        for (n, one) in item.propositions.iter().enumerate() {
            self.proposition(one, item, &format!("{at}/propositions/{n}"));
        }
    }

    fn proposition(&mut self, one: &Proposition, item: &Item, at: &str) {
        self.refer_all(Target::Claim, &one.claims, &format!("{at}/claims"));
        self.refer(Target::Claim, one.carried.as_ref(), format!("{at}/carried"));
        let carried = one.carried.as_ref().filter(|_| !one.claims.is_empty());
        if carried.is_some_and(|carried| !one.claims.contains(carried)) {
            self.doubt(
                Kind::Reference,
                at.to_owned(),
                "Det bifallna yrkandet ställdes inte under proposition.",
            );
        }
        let withdrawn =
            |key| item.claims.iter().any(|one| one.withdrawn && one.id.as_ref() == Some(key));
        if one.claims.iter().any(withdrawn) {
            self.say(at.to_owned(), "Ett återtaget yrkande ställs inte under proposition.");
        }
        let mut settled = item.votes.iter().filter_map(|vote| vote.proposition.as_ref());
        let voted = one.id.as_ref().is_some_and(|id| settled.any(|key| key == id));
        if one.settled_by.0 == SettledBy::Vote && one.id.is_some() && !voted {
            self.doubt(
                Kind::Reference,
                at.to_owned(),
                "Propositionen avgjordes genom omröstning, men ingen omröstning hör till den.",
            );
        }
        if one.settled_by.0 == SettledBy::Acclamation && voted {
            self.say(
                at.to_owned(),
                "Propositionen avgjordes med acklamation, men en omröstning hör till den.",
            );
        }
        if one.settled_by.0 == SettledBy::Minority
            && !self.meeting.board.kind.0.may_remit_by_minority()
        {
            self.say(
                at.to_owned(),
                "Bara fullmäktige kan återremittera eller bordlägga genom en minoritet.",
            );
        }
    }

    pub(super) fn dissents(&mut self, item: &Item, at: &str) {
        for (n, one) in item.dissents.iter().enumerate() {
            self.dissent(one, &format!("{at}/dissents/{n}"));
        }
    }

    fn dissent(&mut self, one: &Dissent, at: &str) {
        self.refer_all(Target::Person, &one.persons, &format!("{at}/persons"));
        self.refer(Target::Point, one.point.as_ref(), format!("{at}/point"));
        self.refer(Target::Attachment, one.attachment.as_ref(), format!("{at}/attachment"));
        if one.persons.is_empty() && one.groups.is_empty() {
            self.say(at.to_owned(), "Ange vem eller vilken grupp det gäller.");
        }
        let held_on = Some(self.meeting.held_on);
        self.not_before(
            one.recorded_on,
            held_on,
            (format!("{at}/recorded_on"), "sammanträdets dag"),
        );
        let (text, annex) = (one.text.is_some(), one.attachment.is_some());
        let sentence = match one.handed_in.map(|word| word.0) {
            Some(HandedIn::InItem) if !text => "Texten ska stå i paragrafen, men saknas.",
            Some(HandedIn::NoText | HandedIn::Awaited | HandedIn::Never) if text || annex => {
                "Det finns en text, men fältet handed_in säger att den inte finns."
            }
            Some(HandedIn::Annex) if text && !annex => {
                "Texten står i paragrafen, men fältet handed_in säger att den är en bilaga."
            }
            Some(
                HandedIn::InItem
                | HandedIn::NoText
                | HandedIn::Awaited
                | HandedIn::Never
                | HandedIn::Annex,
            )
            | None => return,
        };
        self.say(at.to_owned(), sentence);
    }

    pub(super) fn appointments(&mut self, item: &Item, at: &str) {
        for (n, one) in item.appointments.iter().enumerate() {
            let at = format!("{at}/appointments/{n}");
            self.refer(Target::Person, one.person.as_ref(), format!("{at}/person"));
            if one.person.is_none() && one.name.is_none() {
                self.say(at.clone(), "Ange vem som utsetts eller entledigats.");
            }
            self.not_before(one.until, one.from, (format!("{at}/until"), "uppdragets första dag"));
        }
    }
}
