//! The items: numbers, titles, earlier handlings, annexes, who spoke (paragrafer).

use std::collections::BTreeSet;

use super::{Checks, Kind, Target};
use crate::{
    exchange::{Block, Item, item::EarlierHandling},
    law::procedure::MatterKind,
};

impl Checks<'_> {
    pub(super) fn items(&mut self) {
        let meeting = self.meeting;
        let (mut numbers, mut handled) = (BTreeSet::new(), BTreeSet::new());
        for (n, item) in meeting.items.iter().enumerate() {
            let at = format!("/items/{n}");
            let number = item.number.map(|number| (&item.series, number, &item.suffix));
            if number.is_some_and(|number| !numbers.insert(number)) {
                self.say(format!("{at}/number"), "Paragrafnumret används två gånger.");
            }
            if item.handled_as.is_some_and(|place| !handled.insert(place)) {
                self.say(format!("{at}/handled_as"), "Två paragrafer har samma plats i ordningen.");
            }
            self.head(item, &at);
            self.item_references(item, &at);
            for (n, one) in item.earlier.iter().enumerate() {
                self.earlier(one, item, &format!("{at}/earlier/{n}"));
            }
            self.layout(item, &at);
            self.claims(item, &at);
            self.propositions(item, &at);
            for (n, vote) in item.votes.iter().enumerate() {
                self.vote(vote, item, &format!("{at}/votes/{n}"));
            }
            self.dissents(item, &at);
            self.appointments(item, &at);
        }
    }

    fn head(&mut self, item: &Item, at: &str) {
        let unnumbered = item.kind.0 == MatterKind::Unnumbered;
        if item.number.is_none() && !unnumbered && item.withdrawn.is_none() {
            self.say(
                at.to_owned(),
                "Paragrafen saknar nummer. En punkt utan nummer är av slaget unnumbered.",
            );
        }
        if item.number.is_some() && unnumbered {
            self.say(at.to_owned(), "En punkt utan paragrafnummer kan inte ha ett nummer.");
        }
        if item.number.is_none() && item.suffix.is_some() {
            self.say(at.to_owned(), "En bokstav efter numret förutsätter ett nummer.");
        }
        if item.secret && item.public_title.is_none() {
            self.say(
                at.to_owned(),
                "En sekretessbelagd paragraf behöver en rubrik för offentligheten, public_title.",
            );
        }
        let one_day = self.meeting.sittings.iter().all(|one| one.ends_on.is_none());
        if let (true, Some(starts), Some(ends)) = (one_day, item.starts_at, item.ends_at)
            && ends < starts
        {
            self.say(format!("{at}/ends_at"), format!("Slutet {ends} är före början {starts}."));
        }
        if self.meeting.series.len() > 1 && item.number.is_some() && item.series.is_none() {
            self.say(at.to_owned(), "Filen har flera nummerserier. Ange vilken som gäller.");
        }
        self.refer_all(Target::Person, &item.put_by, &format!("{at}/put_by"));
        self.not_after_meeting(item.put_on, format!("{at}/put_on"));
    }

    fn item_references(&mut self, item: &Item, at: &str) {
        self.refer(Target::Series, item.series.as_ref(), format!("{at}/series"));
        self.refer(Target::Person, item.chair.as_ref(), format!("{at}/chair"));
        self.refer(Target::Person, item.rapporteur.as_ref(), format!("{at}/rapporteur"));
        let asked = item.extra.as_ref().and_then(|extra| extra.asked_by.as_ref());
        self.refer(Target::Person, asked, format!("{at}/extra/asked_by"));
        for (n, one) in item.speakers.iter().enumerate() {
            self.refer(Target::Person, Some(&one.person), format!("{at}/speakers/{n}/person"));
        }
        let mut seen = BTreeSet::new();
        for (n, one) in item.registry_nos.iter().enumerate() {
            if !seen.insert(one) {
                self.say(format!("{at}/registry_nos/{n}"), "Diarienumret står två gånger.");
            }
        }
        let mut numbers = BTreeSet::new();
        for (n, one) in item.attachments.iter().enumerate() {
            if one.number.as_ref().is_some_and(|number| !numbers.insert(number)) {
                self.say(format!("{at}/attachments/{n}/number"), "Två bilagor har samma nummer.");
            }
        }
        for (n, one) in item.decisions.iter().enumerate() {
            if one.points.is_empty() && one.lead_in.is_none() {
                self.say(
                    format!("{at}/decisions/{n}"),
                    "Beslutet har varken ingress eller punkter.",
                );
            }
        }
        for (n, one) in item.supporting_documents.iter().enumerate() {
            let at = format!("{at}/supporting_documents/{n}/dated_on");
            self.not_after_meeting(one.dated_on, at);
        }
    }

    /// Under each heading stand members of one list, each under one heading.
    fn layout(&mut self, item: &Item, at: &str) {
        let mut placed = BTreeSet::new();
        for (n, heading) in item.layout.iter().enumerate() {
            let at = format!("{at}/layout/{n}");
            let target = match heading.block {
                Block::Sections => Some(Target::Section),
                Block::Claims => Some(Target::Claim),
                Block::Propositions => Some(Target::Proposition),
                Block::Votes => Some(Target::Vote),
                Block::Decisions => Some(Target::Decision),
                Block::Dissents => Some(Target::Dissent),
                Block::Attachments => Some(Target::Attachment),
                Block::Appointments
                | Block::Speakers
                | Block::SupportingDocuments
                | Block::Recipients
                | Block::EarlierHandlings
                | Block::Disqualifications
                | Block::NotParticipating
                | Block::AsPrinted => None,
            };
            match target {
                Some(target) => self.refer_all(target, &heading.members, &format!("{at}/members")),
                None if heading.members.is_empty() => {}
                None => self.say(
                    at.clone(),
                    "Under rubriken står hela listan; dess delar har inga nycklar.",
                ),
            }
            if heading.members.iter().any(|key| !placed.insert((target, key))) {
                self.say(at, "Samma del står under två rubriker.");
            }
        }
    }

    fn earlier(&mut self, one: &EarlierHandling, item: &Item, at: &str) {
        self.refer(Target::Item, one.item.as_ref(), format!("{at}/item"));
        self.not_after_meeting(one.on_day, format!("{at}/on_day"));
        if one.item.as_ref() == Some(&item.id) {
            self.say(at.to_owned(), "En paragraf kan inte hänvisa till sig själv.");
        }
        let held_on = self.meeting.held_on;
        let told = one.number.is_some() || one.item.is_some() || one.body.is_some();
        if !told && one.on_day.is_none() && one.what.is_none() && one.text.is_none() {
            self.say(at.to_owned(), "Den tidigare behandlingen är tom.");
        }
        if one.on_day == Some(held_on) && one.item.is_none() && one.body.is_none() {
            let sentence =
                "En behandling samma dag i samma organ finns i filen. Ange den med fältet item.";
            self.doubt(Kind::Day, at.to_owned(), sentence);
        }
    }
}
