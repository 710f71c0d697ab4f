//! Somebody with a browser (klienten), over a real connection that may break at any byte.

use scraper::{Html, Selector};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The password of every account of the demo.
const PASSWORD: &str = "demo-paragraf-2026";

#[derive(Clone)]
pub(crate) struct Person {
    port: u16,
    cookie: String,
    /// How many bytes of a form are still to be sent when the browser goes away.
    hangs_up: Option<usize>,
}

/// An answer; none came where the status is 0, and then nobody knows what was done.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Person {
    pub(crate) fn nobody(port: u16) -> Self {
        Self { port, cookie: String::new(), hangs_up: None }
    }

    pub(crate) async fn signed_in(port: u16, email: &str) -> Self {
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = Self::nobody(port).post("/logga-in", &fields).await;
        assert_eq!(answer.status, 303, "{email}: {}", answer.text("main"));
        Self { cookie: answer.cookie.unwrap(), ..Self::nobody(port) }
    }

    /// The same person by another way to the program.
    pub(crate) fn through(&self, port: u16) -> Self {
        Self { port, ..self.clone() }
    }

    /// The same person, who goes away before the last bytes of a form are sent, or before the answer comes.
    pub(crate) fn hanging_up(&self, short: usize) -> Self {
        Self { hangs_up: Some(short), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(&self.request("GET", path, "")).await
    }

    /// Sends a form from one of our own pages.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request("POST", path, &form);
        if let Some(short) = self.hangs_up {
            let _ = self.begin(&request[..request.len() - short]).await;
            return Page::default();
        }
        self.send(&request).await
    }

    /// Signs what an order asks for.
    pub(crate) async fn sign(&self, order: &str) -> Page {
        self.post(order, &[("password", PASSWORD)]).await
    }

    fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        format!(
            "{method} {path} HTTP/1.0\r\nhost: localhost\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        )
        .into_bytes()
    }

    /// Sends bytes on a connection of their own.
    async fn begin(&self, bytes: &[u8]) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.write_all(bytes).await?;
        Ok(stream)
    }

    async fn send(&self, request: &[u8]) -> Page {
        let mut answer = Vec::new();
        let answered = async { self.begin(request).await?.read_to_end(&mut answer).await };
        match answered.await {
            Ok(_) => Page::read(&answer).unwrap_or_default(),
            Err(_) => Page::default(),
        }
    }
}

impl Page {
    /// None for an answer that was cut off.
    fn read(answer: &[u8]) -> Option<Self> {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&answer[..end]).ok()?;
        let header = |name: &str| {
            let lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, v)| v)
        };
        let body = answer[end + 4..].to_vec();
        let whole = header("content-length").is_none_or(|n| n.parse() == Ok(body.len()));
        // The session's, and that of a device that the account knows from then on.
        let cookies = head.lines().filter_map(|line| line.split_once(": "));
        let cookies = cookies.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let cookies: Vec<_> = cookies.filter_map(|(_, cookie)| cookie.split(';').next()).collect();
        whole.then_some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            location: header("location").map(str::to_owned),
            cookie: (!cookies.is_empty()).then(|| cookies.join("; ")),
            body,
        })
    }

    /// Nobody can say from this answer that it was saved, and sending it again may help.
    pub(crate) fn is_uncertain(&self) -> bool {
        self.status == 0 || self.status >= 500
    }

    pub(crate) fn html(&self) -> Html {
        Html::parse_document(&String::from_utf8_lossy(&self.body))
    }

    /// The text of everything that `css` selects.
    pub(crate) fn text(&self, css: &str) -> String {
        let selector = Selector::parse(css).unwrap();
        let html = self.html();
        let words: String = html.select(&selector).flat_map(|element| element.text()).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The value of an attribute of the first element that `css` selects.
    pub(crate) fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(css).unwrap();
        let html = self.html();
        html.select(&selector).next()?.attr(name).map(str::to_owned)
    }
}
