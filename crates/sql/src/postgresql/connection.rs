use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Error};

/// What moves the bytes of a connection while somebody polls it.
pub(super) type Driver = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// A connection that the thread which uses it also drives: no other thread wakes up for an answer.
pub(super) struct Connection {
    runtime: Runtime,
    client: Client,
    /// Gone when the connection has ended.
    driver: Option<Driver>,
}

impl Connection {
    /// Connects; `connect` runs where the connection will live.
    pub(super) fn new<F>(connect: F) -> Result<Self, String>
    where
        F: Future<Output = Result<(Client, Driver), Error>>,
    {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("no runtime for a connection: {error}"))?;
        let (client, driver) = runtime.block_on(connect).map_err(|error| super::engine::describe(&error))?;
        Ok(Self { runtime, client, driver: Some(driver) })
    }

    /// Sends what `request` sends and waits for its answer. Requests that are awaited together share a round trip.
    pub(super) fn wait<T>(
        &mut self,
        request: impl AsyncFnOnce(&Client) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Self { runtime, client, driver } = self;
        let mut request = pin!(request(client));
        runtime.block_on(poll_fn(|context| {
            // The request first: the driver sends what was asked in the same turn.
            if let Poll::Ready(answer) = request.as_mut().poll(context) {
                return Poll::Ready(answer);
            }
            if let Some(running) = driver
                && running.as_mut().poll(context).is_ready()
            {
                // Its end fails the request, which wakes us.
                *driver = None;
            }
            Poll::Pending
        }))
    }

    /// True when the connection is known to be gone.
    pub(super) fn is_lost(&self) -> bool {
        self.driver.is_none() || self.client.is_closed()
    }
}
