//! The fee list (arvodesunderlag): how long each elected person was there, and in how many §§ they served.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

use super::Course;
use crate::{
    App, accounts::Viewer, error::Result, law::course::Extent, meetings::Meeting,
    register::MeetingId, web::Path,
};

#[derive(Template, WebTemplate)]
#[template(path = "meetings/fees.html")]
struct FeesPage {
    viewer: Viewer,
    meeting: Meeting,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    /// "2 tim 25 min"; none where a time is not noted.
    time: Option<String>,
    served: usize,
    in_part: usize,
}

pub(in crate::meetings) async fn index(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<MeetingId>,
) -> Result<Response> {
    let mut db = app.site.acquire().await?;
    let meeting = Meeting::kept_by(&mut db, &viewer, id).await?;
    let course = Course::of(&mut db, &meeting).await?;

    let lines = lines(&course);
    Ok(FeesPage { viewer, meeting, lines }.into_response())
}

fn lines(course: &Course) -> Vec<Line> {
    let views: Vec<_> = (0..course.items.len()).map(|at| course.derived.item(at)).collect();
    let elected = course.people.iter().filter(|one| one.elected);
    elected
        .filter_map(|one| {
            let served = views.iter().flat_map(|view| &view.served);
            let served: Vec<_> = served.filter(|served| served.person == one.id).collect();
            let came = views.iter().any(|view| view.attended.contains_key(&one.id));
            (came || !served.is_empty()).then(|| Line {
                name: one.with_party(),
                time: course.derived.minutes(one.id, &course.sittings).map(spoken),
                served: served.len(),
                in_part: served.iter().filter(|served| served.extent == Extent::Part).count(),
            })
        })
        .collect()
}

fn spoken(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}tim"),
        (hours, minutes) => format!("{hours}\u{a0}tim {minutes}\u{a0}min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_told_in_hours() {
        assert_eq!(spoken(45), "45\u{a0}min");
        assert_eq!(spoken(120), "2\u{a0}tim");
        assert_eq!(spoken(145), "2\u{a0}tim 25\u{a0}min");
    }
}
