//! Serving HTTP with time limits: whoever is slow on purpose holds a connection for seconds, not for ever.

use std::time::Duration;

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::watch, time::sleep};

/// For all headers of a request.
const HEADERS: Duration = Duration::from_secs(5);
/// Connections at a time; more wait to be accepted.
const MOST: usize = 4_096;
/// After an accept that failed: too many open files, say.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stop` turns true; what is under way then is finished.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let mut http = Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(HEADERS);
    let open = GracefulShutdown::new();
    let room = std::sync::Arc::new(tokio::sync::Semaphore::new(MOST));
    loop {
        let taken = tokio::select! {
            taken = async {
                let room = room.clone().acquire_owned().await;
                (listener.accept().await, room)
            } => taken,
            // an error: the other end is gone, which means the same
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, seat) = match taken {
            (Ok((stream, _)), seat) => (stream, seat),
            (Err(error), _) => {
                tracing::warn!(%error, "a connection was not accepted");
                sleep(BREATH).await;
                continue;
            }
        };
        // small answers must not wait for more
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // whoever hangs up has heard enough
            let _ = connection.await;
            drop(seat);
        });
    }
    open.shutdown().await;
    Ok(())
}
