//! What kommunallagen asks of the seats of a board (organets sammansättning); shown, never refused.

use super::{Board, Participant, Seat};
use crate::law::BoardKind;

/// What a reader of the roster should know, each with its paragraph (BOD-04, BOD-06).
/// `when` says of which day: "i dag".
pub(crate) fn warnings(
    board: &Board,
    seats: &[Seat],
    participants: &[Participant],
    when: &str,
) -> Vec<String> {
    let is_substitute = |seat: &&Seat| seat.role == "substitute";
    let substitutes = seats.iter().filter(is_substitute).count();
    let members = seats.len() - substitutes;
    let mut warnings = Vec::new();

    if usize::try_from(board.seats) != Ok(members) {
        warnings.push(format!(
            "Organet ska ha {} ledamöter, men registret har {members} platser för ledamöter {when}.",
            board.seats
        ));
    }
    if board.kind == BoardKind::ExecutiveBoard && (members < 5 || substitutes < 5) {
        warnings.push(format!(
            "En styrelse ska ha minst fem ledamöter och fem ersättare (6 kap. 16 § kommunallagen). Nu är det {members} och {substitutes}."
        ));
    }
    if board.kind == BoardKind::JointBoard {
        if members != substitutes {
            warnings.push(format!(
                "En gemensam nämnd ska ha lika många ersättare som ledamöter (9 kap. 24 § kommunallagen). Nu är det {substitutes} och {members}."
            ));
        }
        warnings.extend(participants.iter().filter_map(|one| unrepresented(one, seats)));
    }
    let presides =
        matches!(board.kind, BoardKind::ExecutiveBoard | BoardKind::Board | BoardKind::JointBoard);
    let holds = |role| seats.iter().any(|seat| seat.role == role);
    if presides && !(holds("chair") && (holds("first_vice_chair") || holds("second_vice_chair"))) {
        warnings.push("Organet ska ha en ordförande och en eller två vice ordförande (6 kap. 21 § kommunallagen).".to_owned());
    }
    warnings
}

fn unrepresented(one: &Participant, seats: &[Seat]) -> Option<String> {
    let has = |substitute: bool| {
        seats.iter().any(|seat| {
            (seat.role == "substitute") == substitute
                && seat.municipality.as_ref() == Some(&one.short_name)
        })
    };
    let lacks = match (has(false), has(true)) {
        (true, true) => return None,
        (true, false) => "en ersättare",
        (false, true) => "en ledamot",
        (false, false) => "en ledamot och en ersättare",
    };
    Some(format!(
        "{} ska ha minst {lacks} till (9 kap. 24 § kommunallagen: minst en ledamot och en ersättare från varje kommun).",
        one.name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{BoardId, MunicipalityId, SeatId};
    use time::macros::date;

    fn board(kind: BoardKind, seats: i32) -> Board {
        Board {
            id: BoardId::new(),
            host: MunicipalityId::new(),
            host_slug: "laxa".to_owned(),
            host_name: "Laxå kommun".to_owned(),
            slug: "namnden".to_owned(),
            name: "Nämnden".to_owned(),
            kind,
            seats,
            adjusters: 1,
            numbering: "year".to_owned(),
            announced: true,
            remote_decision: String::new(),
            digital_adjusting_decision: String::new(),
            version: 1,
        }
    }

    fn seat(role: &str, municipality: &str) -> Seat {
        Seat {
            id: SeatId::new(),
            person: None,
            name: "Vakant".to_owned(),
            role: role.to_owned(),
            party: String::new(),
            municipality: Some(municipality.to_owned()),
            starts_on: date!(2023 - 01 - 01),
            ends_on: None,
        }
    }

    fn participant(short_name: &str) -> Participant {
        Participant {
            id: MunicipalityId::new(),
            name: format!("{short_name} kommun"),
            short_name: short_name.to_owned(),
        }
    }

    #[test]
    fn bod_04_each_participant_needs_a_member_and_a_substitute() {
        let both = [participant("Laxå"), participant("Lekeberg")];
        let mut seats = vec![
            seat("chair", "Laxå"),
            seat("first_vice_chair", "Lekeberg"),
            seat("substitute", "Laxå"),
        ];
        let joint = board(BoardKind::JointBoard, 2);
        let said = warnings(&joint, &seats, &both, "i dag");
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].contains("lika många ersättare"));
        assert!(said[1].starts_with("Lekeberg kommun ska ha minst en ersättare"));

        seats.push(seat("substitute", "Lekeberg"));
        assert_eq!(warnings(&joint, &seats, &both, "i dag"), Vec::<String>::new());
    }

    #[test]
    fn bod_06_an_executive_board_has_five_members_and_five_substitutes() {
        let four: Vec<_> = ["chair", "first_vice_chair", "member", "member"]
            .into_iter()
            .chain(["substitute"; 5])
            .map(|role| seat(role, "Laxå"))
            .collect();
        let said =
            warnings(&board(BoardKind::ExecutiveBoard, 4), &four, &[participant("Laxå")], "i dag");
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("6 kap. 16 §"));
        assert!(warnings(&board(BoardKind::Board, 4), &four, &[], "i dag").is_empty());
        assert!(
            warnings(&board(BoardKind::Board, 4), &four[1..], &[], "i dag")[1]
                .contains("6 kap. 21 §")
        );
    }
}
