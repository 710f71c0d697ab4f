//! A secretary who takes meetings all the way to the signers (sammanträden), one after the other, form by form.

use crate::{client::Page, sheet::Sheet, writer::Writer};

/// What a meeting of the demo's board for schools needs.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) board: String,
    pub(crate) adjuster: String,
    /// Days that have been, each with room for some meetings.
    pub(crate) days: Vec<String>,
}

/// Meetings of one day.
const A_DAY: usize = 8;

impl Writer {
    /// Plans, writes, calls over, closes and sends meetings.
    pub(crate) async fn walk(self, walk: Walk) {
        let days = walk.days.iter().flat_map(|day| [day; A_DAY]);
        for (n, day) in days.enumerate() {
            if !self.goes_on() {
                break;
            }
            let _ = self.meeting(n, day, &walk).await;
        }
    }

    async fn meeting(&self, n: usize, day: &str, walk: &Walk) -> Option<()> {
        let place = format!("place-{n}");
        let new = self.page(&format!("/arbete/sammantraden/nytt?organ={}", walk.board)).await?;
        let plan = Sheet::of(&new, "main form")
            .set("dag_1", 0, day)
            .set("borjar_1", 0, "8.00")
            .set("plats_1", 0, &place)
            .set("justeringsplats", 0, "Digital justering");
        let path = self.sent(&place, &plan, None).await?.location?;
        let meeting = path.rsplit('/').next()?;

        let title = format!("title-{n}");
        let page = self.page(&path).await?;
        let point = Sheet::of(&page, "form[action$=paragrafer]").set("rubrik", 0, &title);
        self.sent(&title, &point, None).await?;
        let item = self.page(&path).await?.attribute("tbody th a", "href")?;
        let marker = format!("draft-9-{n}");
        let text = Sheet::of(&self.page(&item).await?, "#paragraf")
            .set("text-", 0, &format!("Ärendet gäller {marker}."))
            .set("punkttext-", 0, "lägga informationen till handlingarna.")
            .with("atgard", "spara");
        self.sent(&marker, &text, Some(&item)).await?;

        let (call, name) = (format!("{path}/narvaro"), format!("roll-{n}"));
        let roll = Sheet::of(&self.page(&call).await?, "form[action$=narvaro]")
            .set("justerare_1", 0, &walk.adjuster)
            .set("namn_1", 0, "Pernilla Gerdhem")
            .set("titel_1", 0, &name);
        self.sent(&name, &roll, None).await?;
        let close = format!("{path}/avsluta");
        let end = Sheet::of(&self.page(&close).await?, "main form").set("slutar_1", 0, "9.00");
        self.sent(&format!("closed-{meeting}"), &end, Some(&close)).await?;
        let review = format!("{path}/justering");
        let seen = self.page(&review).await?.attribute("[name=sett]", "value")?;
        let fields = [&[("sett", seen.as_str())][..], &[("reason", "Brådskande"); 9]].concat();
        let send = async || self.person.post(&review, &fields).await;
        self.insist(&format!("sent-{meeting}"), send).await.map(drop)
    }

    async fn sent(&self, marker: &str, sheet: &Sheet, path: Option<&str>) -> Option<Page> {
        let send = async || match path {
            Some(path) => sheet.send_to(&self.person, path).await,
            None => sheet.send(&self.person).await,
        };
        self.insist(marker, send).await
    }
}
