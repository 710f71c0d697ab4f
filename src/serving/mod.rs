//! Serving over TCP (drift): who may connect, for how long, and how the program stops without cutting anybody off.

mod proxies;

use std::{future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
    response::{IntoResponse as _, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};
use tower::ServiceExt as _;

pub use proxies::Proxies;

/// What a connection may take.
#[derive(Clone, Debug)]
pub struct Serving {
    /// At most this many at once; the next wait in the kernel's queue.
    pub connections: usize,
    /// How long the head of a request may take, and how long a connection may rest between two.
    pub head: Duration,
    /// After this long a connection ends with the answer under way.
    pub lifetime: Duration,
    /// How long an answer under way may take once its connection is to end.
    pub drain: Duration,
    /// Whose word on the client's address is believed.
    pub proxies: Proxies,
}

impl Serving {
    /// What a site on the open net allows, as far as the machine's limit on open files does.
    pub fn open(proxies: Proxies) -> Self {
        Self {
            connections: connections(open_files().unwrap_or(1024)),
            head: Duration::from_secs(10),
            lifetime: Duration::from_mins(10),
            drain: Duration::from_secs(20),
            proxies,
        }
    }

    /// Answers until `stop`, then lets what is under way finish within [`Serving::drain`].
    pub async fn run(
        self,
        listener: TcpListener,
        site: Router,
        stop: impl Future<Output = ()> + Send,
    ) {
        let mut stop = pin!(stop);
        let (stopping, stopped) = watch::channel(false);
        let places = Arc::new(Semaphore::new(self.connections));
        let this = Arc::new(self);
        let mut open = JoinSet::new();
        loop {
            let accepted = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            };
            tokio::select! {
                () = &mut stop => break,
                Some(_) = open.join_next() => {}
                (place, accepted) = accepted => match accepted {
                    Ok((stream, peer)) => {
                        let keep = Arc::clone(&this).keep(stream, peer, site.clone(), stopped.clone());
                        open.spawn(async move {
                            keep.await;
                            drop(place);
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection was not accepted");
                        sleep(Duration::from_millis(50)).await;
                    }
                },
            }
        }

        drop(listener);
        let _ = stopping.send(true);
        while open.join_next().await.is_some() {}
    }

    /// Answers one connection until it ends, has lived long enough, or the program stops.
    async fn keep(
        self: Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
        site: Router,
        mut stopped: watch::Receiver<bool>,
    ) {
        let _ = stream.set_nodelay(true);
        let service = service_fn(|request| self.answer(request, peer, site.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            _ = stopped.wait_for(|stopped| *stopped) => {}
            () = sleep(self.lifetime) => {}
        }

        connection.as_mut().graceful_shutdown();
        let _ = timeout(self.drain, connection).await;
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        site: Router,
    ) -> hyper::Result<Response> {
        let mut request = request.map(Body::new);
        let Some(client) = self.proxies.client(peer.ip(), request.headers()) else {
            let why = "Only the proxies named in PARAGRAF_PROXIES may connect.\n";
            return Ok((StatusCode::FORBIDDEN, why).into_response());
        };
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
        Ok(site.oneshot(request).await.unwrap_or_else(|never| match never {}))
    }
}

/// Leaves files for PostgreSQL, mails and the program itself.
fn connections(open_files: usize) -> usize {
    open_files.saturating_sub(128).clamp(64, 4096)
}

/// The soft limit that the kernel keeps for this process.
fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cap_leaves_room_among_the_open_files() {
        assert_eq!(connections(1024), 896);
        assert_eq!(connections(1_048_576), 4096);
        assert!(open_files().is_some_and(|files| files > 0));
    }
}
