//! A connection with a moment at which whatever is done on it must be over.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A connection on which every read and write is over by a moment, however slowly the other end sends.
pub(crate) struct Timed {
    pub(crate) socket: TcpStream,
    pub(crate) until: Instant,
}

impl Timed {
    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(present());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(Some(self.left()?))?;
        self.socket.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(Some(self.left()?))?;
        self.socket.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "how long a server may take, and nothing else")]
pub(crate) fn present() -> Instant {
    Instant::now()
}

/// The moment at which this much time is over.
pub(crate) fn soon(patience: Duration) -> Instant {
    present() + patience
}

/// True for what comes of a connection that is given up.
pub(crate) fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn what_comes_byte_by_byte_is_given_up_at_its_moment() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (over, is_over) = mpsc::channel::<()>();
        let dripping = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // Each byte comes well within the patience, and all of them never.
            while is_over.recv_timeout(Duration::from_millis(10)) == Err(mpsc::RecvTimeoutError::Timeout) {
                let _ = stream.write_all(b"x");
            }
        });
        let socket = TcpStream::connect(at).unwrap();
        let mut timed = Timed { socket, until: soon(Duration::from_millis(200)) };
        let refused = timed.read_exact(&mut vec![0; 1 << 20]).unwrap_err();
        assert!(is_late(&refused), "{refused}");
        assert!(is_late(&timed.read(&mut [0]).unwrap_err()), "it stays so");
        drop(over);
        dripping.join().unwrap();
    }
}
