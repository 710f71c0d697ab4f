//! Batches, documents and notices (justering, dokument, anslag).

use std::collections::BTreeSet;

use super::{Checks, Kind, Target};
use crate::{
    exchange::{Batch, BatchKind, Correction, Key, Notice},
    law::procedure::MatterKind,
};

impl Checks<'_> {
    pub(super) fn protocol(&mut self) {
        let meeting = self.meeting;
        let mut placed = BTreeSet::new();
        for (n, batch) in meeting.batches.iter().enumerate() {
            self.batch(batch, &mut placed, &format!("/batches/{n}"));
        }
        self.left_out(&placed);
        for (n, one) in meeting.corrections.iter().enumerate() {
            self.correction(one, &format!("/corrections/{n}"));
        }
        let mut parts = BTreeSet::new();
        for (n, one) in meeting.documents.iter().enumerate() {
            self.refer_all(Target::Batch, &one.batches, &format!("/documents/{n}/batches"));
            if !parts.insert(one.part) {
                self.say(format!("/documents/{n}/part"), "Två dokument är samma del.");
            }
        }
        let mut boards = BTreeSet::new();
        for (n, one) in meeting.notices.iter().enumerate() {
            if !boards.insert((&one.batch, &one.municipality, one.announced_on)) {
                self.say(format!("/notices/{n}"), "Anslaget står två gånger.");
            }
            self.notice(one, &format!("/notices/{n}"));
        }
    }

    fn batch<'b>(&mut self, batch: &'b Batch, placed: &mut BTreeSet<&'b Key>, at: &str) {
        for (n, key) in batch.items.iter().enumerate() {
            self.refer(Target::Item, Some(key), format!("{at}/items/{n}"));
            if !placed.insert(key) {
                self.say(
                    format!("{at}/items/{n}"),
                    "Paragrafen justeras i två delar. Den hör till exakt en.",
                );
            }
        }
        self.refer(Target::Item, batch.decided_in.as_ref(), format!("{at}/decided_in"));
        let held_on = Some(self.meeting.held_on);
        let day = (format!("{at}/adjusted_on"), "sammanträdets dag");
        self.not_before(batch.adjusted_on, held_on, day);
        let mut signers = BTreeSet::new();
        for (n, signer) in batch.signers.iter().enumerate() {
            let at = format!("{at}/signers/{n}");
            self.refer(Target::Person, Some(&signer.person), format!("{at}/person"));
            self.refer_all(Target::Item, &signer.items, &format!("{at}/items"));
            if signer.items.iter().any(|key| !batch.items.contains(key)) {
                self.doubt(
                    Kind::Reference,
                    at.clone(),
                    "Undertecknaren har en paragraf som inte hör till delen.",
                );
            }
            if !signers.insert((&signer.person, signer.office as u8, &signer.items)) {
                self.say(at.clone(), "Undertecknaren står två gånger.");
            }
            self.not_before(
                signer.signed_on,
                held_on,
                (format!("{at}/signed_on"), "sammanträdets dag"),
            );
            self.not_before(
                batch.adjusted_on,
                signer.signed_on,
                (format!("{at}/signed_on"), "då någon skrev under"),
            );
        }
    }

    fn correction(&mut self, one: &Correction, at: &str) {
        self.refer(Target::Item, Some(&one.item), format!("{at}/item"));
        self.refer(Target::Point, one.point.as_ref(), format!("{at}/point"));
        self.refer(Target::Person, one.decided_by.as_ref(), format!("{at}/decided_by"));
        let batch = self.meeting.batches.iter().find(|batch| batch.items.contains(&one.item));
        let adjusted = batch.and_then(|batch| batch.adjusted_on).or(Some(self.meeting.held_on));
        let day = (format!("{at}/decided_on"), "då texten justerades");
        self.not_before(one.decided_on, adjusted, day);
        if one.old == one.new {
            self.say(at.to_owned(), "Rättelsen ändrar ingenting.");
        }
    }

    /// Where batches are told, every § is in one, and the secret ones in a secret batch.
    fn left_out(&mut self, placed: &BTreeSet<&Key>) {
        let meeting = self.meeting;
        for (n, item) in meeting.items.iter().enumerate() {
            let numbered = item.number.is_some() && item.kind.0 != MatterKind::Unnumbered;
            if numbered && !meeting.batches.is_empty() && !placed.contains(&item.id) {
                self.doubt(
                    Kind::Reference,
                    format!("/items/{n}"),
                    "Paragrafen hör inte till någon justeringsdel.",
                );
            }
            let open = meeting.batches.iter().find(|batch| batch.items.contains(&item.id));
            if item.secret && open.is_some_and(|batch| batch.kind == BatchKind::Immediate) {
                self.say(format!("/items/{n}"), "En sekretessbelagd paragraf justeras i en sekretessdel, inte i den omedelbara.");
            }
        }
    }

    fn notice(&mut self, one: &Notice, at: &str) {
        let meeting = self.meeting;
        self.refer(Target::Batch, one.batch.as_ref(), format!("{at}/batch"));
        self.refer_to_municipality(one.municipality.as_ref(), format!("{at}/municipality"));
        if one.batch.is_none() && meeting.batches.len() > 1 {
            self.say(at.to_owned(), "Filen har flera justeringsdelar. Ange vilken som anslås.");
        }
        let batch = meeting
            .batches
            .iter()
            .find(|batch| one.batch.is_none() || Some(&batch.id) == one.batch.as_ref());
        let adjusted = batch.and_then(|batch| batch.adjusted_on).or(Some(meeting.held_on));
        self.not_before(
            one.announced_on,
            adjusted,
            (format!("{at}/announced_on"), "då protokollet justerades"),
        );
        let days = [
            ("last_appeal_day", one.last_appeal_day),
            ("takedown_planned", one.takedown_planned),
            ("taken_down_on", one.taken_down_on),
        ];
        for (name, day) in days {
            self.not_before(
                day,
                one.announced_on,
                (format!("{at}/{name}"), "då justeringen tillkännagavs"),
            );
        }
        if one.open_ended && one.takedown_planned.is_some() {
            self.say(at.to_owned(), "Anslaget är utan slut, men har en dag då det ska tas ned.");
        }
    }
}
