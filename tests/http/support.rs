//! A site, a database, and people who use it.

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use paragraf::{
    App, Clock,
    database::{Addresses, Pools},
    health::Host,
    keys::{ServerKey, Vault},
    site,
};
use scraper::{Html, Selector};
use sqlx::{PgPool, postgres::PgConnectOptions};
use time::OffsetDateTime;
use tower::ServiceExt as _;

/// The address that people type.
pub(crate) const ORIGIN: &str = "http://localhost:8080";

/// The whole site on a database of its own, run by the two lesser roles; `owner` is for laying the ground and for looking behind.
pub(crate) struct TestSite {
    pub(crate) owner: PgPool,
    pools: Pools,
    now: OffsetDateTime,
}

/// Somebody with a browser.
pub(crate) struct Person {
    router: Router,
    cookie: String,
}

pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) media_type: String,
    cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl TestSite {
    pub(crate) async fn at(now: OffsetDateTime, options: PgConnectOptions) -> Self {
        let owner = PgPool::connect_with(options.clone()).await.unwrap();
        let pools = Pools::open(&Addresses::of(options)).await.unwrap();
        Self { owner, pools, now }
    }

    /// Lets legal time go on to another instant.
    pub(crate) fn wait_until(&mut self, now: OffsetDateTime) {
        self.now = now;
    }

    /// Legal time.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Loads the demo into the database, and returns what is printed.
    pub(crate) async fn load_demo(&self) -> String {
        let clock = Clock::Fixed(self.now);
        paragraf::demo::load(&self.pools, clock, "http://localhost:8080").await.unwrap()
    }

    /// The test database can only be dropped when nobody is connected.
    pub(crate) async fn close(self) {
        self.pools.close().await;
        self.owner.close().await;
    }

    /// The doors of the two lesser roles, as the site has them.
    pub(crate) fn pools(&self) -> &Pools {
        &self.pools
    }

    fn router(&self) -> Router {
        site(App {
            site: self.pools.site.clone(),
            public: self.pools.public.clone(),
            clock: Clock::Fixed(self.now),
            origin: ORIGIN.into(),
            key: ServerKey::from_seed([7; 32]),
            host: Host::default(),
            vault: Vault::from_seed([7; 32]),
        })
    }

    /// Somebody who is not signed in.
    pub(crate) fn nobody(&self) -> Person {
        Person { router: self.router(), cookie: String::new() }
    }

    /// Signs in as the person behind an account.
    pub(crate) async fn signed_in(&self, email: &str, password: &str) -> Person {
        let mut person = self.nobody();
        let answer = person.post("/logga-in", &[("email", email), ("password", password)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text("main"));
        person.keep(&answer);
        person
    }
}

impl Person {
    /// Somebody else at the same site, whose limits they share, with a browser of their own.
    pub(crate) fn stranger(&self) -> Self {
        Self { router: self.router.clone(), cookie: String::new() }
    }

    /// Keeps the cookies of an answer, as a browser does.
    pub(crate) fn keep(&mut self, page: &Page) {
        for new in page.cookie.iter().flat_map(|cookies| cookies.split("; ")) {
            let name = new.split('=').next().unwrap();
            let old = self.cookie.split("; ").filter(|old| old.split('=').next() != Some(name));
            let all: Vec<_> = old.filter(|old| !old.is_empty()).chain([new]).collect();
            self.cookie = all.join("; ");
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form from one of our own pages.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(form)).await
    }

    pub(crate) async fn send(&self, request: axum::http::request::Builder, body: Body) -> Page {
        let request = request.header(header::COOKIE, &self.cookie).body(body).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let header =
            |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (location, media_type) =
            (header(header::LOCATION), header(header::CONTENT_TYPE).unwrap_or_default());
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
        let cookies: Vec<_> =
            cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap()).collect();
        let cookie = (!cookies.is_empty()).then(|| cookies.join("; "));
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes().to_vec();
        Page { status, location, media_type, cookie, body }
    }
}

impl Page {
    pub(crate) fn html(&self) -> Html {
        Html::parse_document(std::str::from_utf8(&self.body).unwrap())
    }

    /// The text of everything that `css` selects, white space folded.
    pub(crate) fn text(&self, css: &str) -> String {
        let selector = Selector::parse(css).unwrap();
        let text = self
            .html()
            .select(&selector)
            .flat_map(|element| element.text().map(str::to_owned))
            .collect::<String>();
        text.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The same with ordinary spaces.
    pub(crate) fn plain(&self, css: &str) -> String {
        self.text(css).replace('\u{a0}', " ")
    }

    /// The value of an attribute of the first element that `css` selects.
    pub(crate) fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(css).unwrap();
        self.html()
            .select(&selector)
            .next()
            .and_then(|element| element.attr(name).map(str::to_owned))
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
