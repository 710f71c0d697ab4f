//! How the §§ of a file were decided, as rows (beslutsgång).

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Import,
    ids::Thing,
    item::{timestamp, words},
    rows::Rows,
};
use crate::{
    exchange::{
        Attachment, Ballot, BallotForm, Claim, Dissent, EarlierHandling, Item, Key, Line,
        Proposition, Tally, Vote,
    },
    law::procedure::{HandedIn, SettledBy, Stage, VoteKind},
    text::Text,
    web,
};

/// The largest rank of a claim that the tables hold.
const LAST_RANK: u32 = 9;

impl Import<'_> {
    pub(super) fn procedure(&mut self, item: &Item, id: Uuid, rows: &mut Rows) {
        for (pos, one) in (1..).zip(&item.claims) {
            self.claim(one, (id, pos), rows);
        }
        for (pos, one) in (1..).zip(&item.propositions) {
            let vote = item
                .votes
                .iter()
                .find(|vote| vote.proposition.is_some() && vote.proposition == one.id);
            let supporters = vote.and_then(|vote| vote.supporters);
            self.proposition(one, supporters, (id, pos), rows);
        }
        for (pos, one) in (1..).zip(&item.votes) {
            self.vote(one, (id, pos), rows);
        }
        self.appointments(item, id, rows);
        for (pos, one) in (1..).zip(&item.dissents) {
            self.dissent(one, &item.attachments, (id, pos), rows);
        }
        for (pos, one) in (1..).zip(&item.speakers) {
            let row = json!({
                "item_id": id, "pos": pos, "person_id": self.ids.get(Thing::Person, &one.person),
                "name": self.name_of(Some(&one.person)), "reply": one.reply,
            });
            rows.push("speakers", row);
        }
        for (pos, one) in (1..).zip(&item.earlier) {
            let row = self.earlier(one, (id, pos));
            rows.push("earlier_handlings", row);
        }
    }

    fn claim(&mut self, told: &Claim, (item, pos): (Uuid, i32), rows: &mut Rows) {
        let id = self.ids.add(Thing::Claim, told.id.as_ref());
        let text = told.text.as_ref().map_or_else(|| json!(Text::default()), |text| json!(text));
        let row = json!({
            "id": id, "item_id": item, "pos": pos, "kind": told.kind,
            "rank": told.rank.filter(|rank| *rank <= LAST_RANK), "text": text,
            "condition": words(told.condition.as_ref()), "document": words(told.document.as_ref()),
            "dated_on": told.dated_on, "withdrawn": told.withdrawn,
        });
        rows.push("claims", row);
        for (pos, mover) in (1..).zip(&told.movers) {
            let row = json!({
                "claim_id": id, "item_id": item, "pos": pos,
                "person_id": self.ids.find(Thing::Person, mover.person.as_ref()),
                "party_group": words(mover.group.as_ref().or(mover.body.as_ref())),
                "joins": mover.joins,
            });
            rows.push("claim_movers", row);
        }
    }

    /// The claims come first among what it is put between, then the alternatives in words.
    fn proposition(
        &mut self,
        told: &Proposition,
        supporters: Option<u32>,
        (item, pos): (Uuid, i32),
        rows: &mut Rows,
    ) {
        let id = self.ids.add(Thing::Proposition, told.id.as_ref());
        let carried = told.carried.as_ref();
        let claim = carried.and_then(|key| told.claims.iter().position(|one| one == key));
        let outcome = told.outcome.as_ref();
        let words_won = outcome.and_then(|won| told.options.iter().position(|one| one == won));
        let winner = claim.or(words_won.map(|place| place + told.claims.len()));
        let by_minority = told.settled_by.0 == SettledBy::Minority;
        let row = json!({
            "id": id, "item_id": item, "pos": pos,
            "stage": told.stage.map_or(Stage::Main, |word| word.0).as_str(),
            "question": told.text.as_ref().map_or_else(String::new, |text| text.0.to_plain()),
            "settled_by": told.settled_by, "winner": winner,
            "supporters": supporters.filter(|_| by_minority),
            "reason": words(outcome.filter(|_| by_minority && winner.is_none())),
        });
        rows.push("propositions", row);
        let claims = told.claims.iter().map(|key| (self.ids.get(Thing::Claim, key), ""));
        let options = told.options.iter().map(|words| (None, words.0.as_str()));
        for (pos, (claim, words)) in (1..).zip(claims.chain(options)) {
            let row = json!({
                "proposition_id": id, "item_id": item, "pos": pos, "claim_id": claim, "words": words,
            });
            rows.push("proposition_options", row);
        }
    }

    fn vote(&mut self, told: &Vote, (item, pos): (Uuid, i32), rows: &mut Rows) {
        let id = self.ids.add(Thing::Vote, told.id.as_ref());
        let question = told.kind.0 == VoteKind::Question;
        let moment = told.id.as_ref().and_then(|key| self.moment_of_vote(key));
        let row = json!({
            "id": id, "item_id": item, "pos": pos, "moment_id": moment,
            "proposition_id": self.ids.find(Thing::Proposition, told.proposition.as_ref()),
            "kind": told.kind, "open": told.ballot == BallotForm::Open,
            "yes_means": words(told.yes_means.as_ref()), "no_means": words(told.no_means.as_ref()),
            "casting": told.casting.filter(|_| question), "lot": words(told.lot.as_ref()),
            "stated": told.outcome.filter(|_| question), "as_printed": told.as_printed,
            "to_elect": null, "proportional": told.proportional,
        });
        rows.push("votes", row);
        let seats: Option<Vec<_>> = told.ballots.iter().map(|one| self.voted_in(one)).collect();
        let seats = seats.filter(|seats| !seats.is_empty());
        match (seats, &told.totals) {
            (Some(seats), _) => self.ballots((id, item), seats.iter().zip(&told.ballots), rows),
            (None, Some(totals)) => tallies((id, item), totals, rows),
            (None, None) => {}
        }
        for (pos, one) in (1..).zip(&told.candidates) {
            let name = one.name.as_ref().map(|line| line.0.as_str());
            let row = json!({
                "vote_id": id, "item_id": item, "pos": pos,
                "person_id": self.ids.find(Thing::Person, one.person.as_ref()),
                "name": name.unwrap_or_else(|| self.name_of(one.person.as_ref())),
                "votes": one.votes.unwrap_or(0), "elected": one.elected, "by_lot": false,
            });
            rows.push("candidates", row);
        }
    }

    /// The seat in which a vote was given, or where none is told the voter's own.
    fn voted_in(&self, ballot: &Ballot) -> Option<Uuid> {
        let own = || {
            let person = ballot.person.as_ref()?;
            let mut seats = self.file.seats.iter();
            seats.find(|seat| seat.person.as_ref() == Some(person)).map(|seat| &seat.id)
        };
        self.ids.find(Thing::Seat, ballot.seat.as_ref().or_else(own))
    }

    fn ballots<'b>(
        &self,
        (vote, item): (Uuid, Uuid),
        ballots: impl Iterator<Item = (&'b Uuid, &'b Ballot)>,
        rows: &mut Rows,
    ) {
        for (pos, (seat, one)) in (1..).zip(ballots) {
            let row = json!({
                "vote_id": vote, "item_id": item, "open": true, "pos": pos, "seat_id": seat,
                "person_id": self.ids.find(Thing::Person, one.person.as_ref()), "answer": one.answer,
            });
            rows.push("ballots", row);
        }
    }

    fn appointments(&self, item: &Item, id: Uuid, rows: &mut Rows) {
        for (pos, one) in (1..).zip(&item.appointments) {
            let name = one.name.as_ref().map(|line| line.0.as_str());
            let row = json!({
                "id": Uuid::now_v7(), "item_id": id, "pos": pos,
                "person_id": self.ids.find(Thing::Person, one.person.as_ref()),
                "name": name.unwrap_or_else(|| self.name_of(one.person.as_ref())),
                "role": one.role, "body": words(one.body.as_ref()), "board_id": null,
                "starts_on": one.from, "ends_on": one.until,
                "instead_of": words(one.in_place_of.as_ref()), "released": one.released,
            });
            rows.push("appointments", row);
        }
    }

    fn dissent(
        &mut self,
        told: &Dissent,
        attachments: &[Attachment],
        (item, pos): (Uuid, i32),
        rows: &mut Rows,
    ) {
        let id = self.ids.add(Thing::Dissent, told.id.as_ref());
        let unstated = if told.text.is_some() { HandedIn::InItem } else { HandedIn::NoText };
        let day = told.recorded_on.unwrap_or(self.file.held_on);
        let row = json!({
            "id": id, "item_id": item, "pos": pos, "kind": told.kind,
            "point_id": self.ids.find(Thing::Point, told.point.as_ref()), "favour_id": null,
            "text": told.text, "handed_in": told.handed_in.map_or(unstated, |word| word.0).as_str(),
            "annex": annex(told.attachment.as_ref(), attachments), "in_time": true,
            "recorded_at": timestamp(web::instant(day.0, time::macros::time!(12:00))),
        });
        rows.push("dissents", row);
        let persons = told.persons.iter().map(|key| (self.ids.get(Thing::Person, key), None));
        let groups = told.groups.iter().map(|group| (None, Some(group)));
        for (pos, (person, group)) in (1..).zip(persons.chain(groups)) {
            let row = json!({
                "dissent_id": id, "item_id": item, "pos": pos, "person_id": person,
                "party_group": words(group),
            });
            rows.push("dissent_people", row);
        }
    }

    fn earlier(&self, told: &EarlierHandling, (item, pos): (Uuid, i32)) -> Value {
        json!({
            "item_id": item, "pos": pos, "body": words(told.body.as_ref()), "on_day": told.on_day,
            "number": words(told.number.as_ref()),
            "earlier_id": self.ids.find(Thing::Item, told.item.as_ref()),
            "effect": told.effect, "words": words(told.what.as_ref()),
        })
    }
}

fn tallies((vote, item): (Uuid, Uuid), totals: &Tally, rows: &mut Rows) {
    let sums = [
        ("yes", totals.yes),
        ("no", totals.no),
        ("abstain", totals.abstain),
        ("absent", totals.absent),
        ("blank", totals.blank),
        ("void", totals.invalid),
    ];
    for (answer, votes) in sums.into_iter().filter_map(|(answer, sum)| Some((answer, sum?))) {
        let row = json!({ "vote_id": vote, "item_id": item, "answer": answer, "votes": votes });
        rows.push("tallies", row);
    }
}

/// What an annex is called.
fn annex<'a>(key: Option<&Key>, attachments: &'a [Attachment]) -> &'a str {
    let title: Option<&Line> = attachments
        .iter()
        .find(|one| one.id.is_some() && one.id.as_ref() == key)
        .map(|one| &one.title);
    words(title)
}
