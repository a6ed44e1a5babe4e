use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_postgres::{AsyncMessage, Client, Connection, Error, NoTls};

use super::connect::Connector;

/// What every node listens to and announces on.
pub(super) const LISTEN: &str = "listen sluis";
pub(super) const ANNOUNCE: &str = "select pg_notify('sluis', '')";

impl Connector {
    /// Calls `heard` once it listens, because something may have been announced before, and at each announcement; ends
    /// with the connection.
    pub(crate) async fn listen(&self, heard: &mut (dyn FnMut() + Send)) -> Result<(), Error> {
        match &self.tls {
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                hear(client, connection, heard).await
            }
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                hear(client, connection, heard).await
            }
        }
    }
}

async fn hear<S, T>(
    client: Client,
    mut connection: Connection<S, T>,
    heard: &mut (dyn FnMut() + Send),
) -> Result<(), Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut listening = pin!(client.batch_execute(LISTEN));
    let mut is_listening = false;
    poll_fn(|context| {
        loop {
            // The request first: the connection sends what was asked in the same turn.
            if !is_listening && let Poll::Ready(begun) = listening.as_mut().poll(context) {
                begun?;
                is_listening = true;
                heard();
            }
            match connection.poll_message(context) {
                Poll::Ready(Some(Ok(AsyncMessage::Notification(_)))) => heard(),
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await
}
