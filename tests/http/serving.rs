//! The site behind real sockets: limits on connections, and a stop that cuts nobody off.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo, routing::get};
use paragraf::serving::Serving;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, oneshot},
    task::JoinHandle,
    time::timeout,
};

const LONG: Duration = Duration::from_secs(20);
const ASKING: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A program that serves, and how it is asked to stop.
struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<()>,
}

impl Running {
    async fn start(serving: Serving, site: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, asked) = oneshot::channel::<()>();
        let ended = tokio::spawn(serving.run(listener, site, async { drop(asked.await) }));
        Self { address, stop: Some(stop), ended }
    }

    async fn connect(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    async fn stop(mut self) {
        drop(self.stop.take());
        timeout(LONG, self.ended).await.unwrap().unwrap();
    }
}

fn serving() -> Serving {
    Serving { drain: LONG, ..Serving::open("".parse().unwrap()) }
}

/// What comes until the other side ends.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    timeout(LONG, stream.read_to_end(&mut text)).await.expect("the connection ends").unwrap();
    String::from_utf8(text).unwrap()
}

async fn head(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 12];
    timeout(LONG, stream.read_exact(&mut bytes)).await.expect("an answer comes").unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_client_that_sends_its_head_slowly_is_cut_and_so_is_one_that_rests() {
    let site = Router::new().route("/", get(async || "svar"));
    let head_time = Duration::from_millis(200);
    let running = Running::start(Serving { head: head_time, ..serving() }, site).await;

    let mut slow = running.connect("GET / HTTP/1.1\r\nHost: loc").await;
    assert!(!rest(&mut slow).await.contains("200 OK"));
    let mut resting = running.connect(ASKING).await;
    assert!(rest(&mut resting).await.ends_with("svar"));
    running.stop().await;
}

#[tokio::test]
async fn no_more_connections_than_the_cap_are_answered() {
    let site = Router::new().route("/", get(async || "svar"));
    let running = Running::start(Serving { connections: 2, ..serving() }, site).await;
    let mut first = running.connect(ASKING).await;
    let mut second = running.connect(ASKING).await;
    assert_eq!(head(&mut first).await, "HTTP/1.1 200");
    assert_eq!(head(&mut second).await, "HTTP/1.1 200");

    let mut third = running.connect(ASKING).await;
    let mut byte = [0];
    let early = timeout(Duration::from_millis(200), third.read(&mut byte)).await;
    assert!(early.is_err(), "the third waits");
    drop(first);

    assert_eq!(head(&mut third).await, "HTTP/1.1 200");
    drop((second, third));
    running.stop().await;
}

#[tokio::test]
async fn a_request_under_way_is_answered_when_the_program_stops_and_no_new_one_is() {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (here, there) = (Arc::clone(&begun), Arc::clone(&go_on));
    let site = Router::new().route(
        "/",
        get(async move || {
            here.notify_one();
            there.notified().await;
            "helt svar"
        }),
    );
    let running = Running::start(serving(), site).await;
    let mut resting = running.connect("").await;
    let mut asking = running.connect(ASKING).await;
    begun.notified().await;
    let address = running.address;

    let stopping = tokio::spawn(running.stop());
    assert_eq!(rest(&mut resting).await, "");
    assert!(TcpStream::connect(address).await.is_err());
    go_on.notify_one();

    assert!(rest(&mut asking).await.ends_with("helt svar"));
    stopping.await.unwrap();
}

#[tokio::test]
async fn an_answer_that_never_comes_does_not_hold_up_the_stop() {
    let begun = Arc::new(Notify::new());
    let here = Arc::clone(&begun);
    let site = Router::new().route(
        "/",
        get(async move || {
            here.notify_one();
            std::future::pending::<&str>().await
        }),
    );
    let drain = Duration::from_millis(100);
    let running = Running::start(Serving { drain, ..serving() }, site).await;
    let mut asking = running.connect(ASKING).await;
    begun.notified().await;

    running.stop().await;

    assert_eq!(rest(&mut asking).await, "");
}

#[tokio::test]
async fn the_clients_address_is_the_one_that_our_proxy_passes_on() {
    let site = Router::new().route(
        "/",
        get(async |ConnectInfo(client): ConnectInfo<SocketAddr>| client.ip().to_string()),
    );
    let passed_on = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.66, 198.51.100.1\r\n\r\n";
    for (proxies, client) in
        [("", "127.0.0.1"), ("192.0.2.1", "127.0.0.1"), ("127.0.0.0/8", "198.51.100.1")]
    {
        let proxies = proxies.parse().unwrap();
        let running = Running::start(Serving { proxies, ..serving() }, site.clone()).await;

        let answer = rest(&mut running.connect(passed_on).await).await;

        assert!(answer.ends_with(client), "{answer}");
        running.stop().await;
    }
}
