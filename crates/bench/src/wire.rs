//! One keep-alive HTTP/1.1 connection, as cheap as a client can be: the load must not be what is measured.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// A connection to the server.
pub(crate) struct Wire {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
    filled: usize,
}

/// An answer, in the connection's buffer until the next request.
pub(crate) struct Reply<'a> {
    /// The status.
    pub(crate) status: u16,
    head: &'a str,
    /// The body.
    pub(crate) body: &'a str,
}

impl Wire {
    /// Connects.
    pub(crate) async fn open(port: u16) -> io::Result<Self> {
        Self::open_as(port, port).await
    }

    /// Connects to a node of a house that browsers know by another node's port, as whoever stands before both does.
    pub(crate) async fn open_as(port: u16, known_by: u16) -> io::Result<Self> {
        Self::over(TcpStream::connect(("127.0.0.1", port)).await?, known_by)
    }

    /// Connects from an address of this machine.
    pub(crate) async fn open_from(address: [u8; 4], port: u16) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((address, 0).into())?;
        Self::over(socket.connect(([127, 0, 0, 1], port).into()).await?, port)
    }

    fn over(stream: TcpStream, known_by: u16) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: format!("localhost:{known_by}"), buffer: vec![0; 64 * 1024], filled: 0 })
    }

    /// Where pages come from, as a browser says it.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    /// The bytes of a GET, to be sent as often as one likes.
    pub(crate) fn get(&self, path: &str, cookies: &str) -> Vec<u8> {
        let cookie = if cookies.is_empty() { String::new() } else { format!("cookie: {cookies}\r\n") };
        format!("GET {path} HTTP/1.1\r\nhost: {}\r\naccept-language: en\r\n{cookie}\r\n", self.host)
            .into_bytes()
    }

    /// The bytes of a form that a page of the same origin sends.
    pub(crate) fn post(&self, path: &str, cookies: &str, body: &str) -> Vec<u8> {
        let cookie = if cookies.is_empty() { String::new() } else { format!("cookie: {cookies}\r\n") };
        let host = &self.host;
        format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\naccept-language: en\r\n{cookie}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }

    /// Sends a request and reads its answer whole.
    pub(crate) async fn send(&mut self, request: &[u8]) -> io::Result<Reply<'_>> {
        self.stream.write_all(request).await?;
        self.filled = 0;
        let head = loop {
            if let Some(at) = find(&self.buffer[..self.filled], b"\r\n\r\n") {
                break at + 4;
            }
            self.read_some().await?;
        };
        let length = text(&self.buffer[..head])?;
        let length = value(length, "content-length").map_or(Ok(0), str::parse).map_err(io::Error::other)?;
        let end: usize = head + length;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        while self.filled < end {
            self.read_some().await?;
        }
        let head = text(&self.buffer[..head])?;
        let status = head.get(9..12).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other("an answer without a status"))?;
        Ok(Reply { status, head, body: text(&self.buffer[head.len()..end])? })
    }

    async fn read_some(&mut self) -> io::Result<()> {
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.filled * 2, 0);
        }
        let read = self.stream.read(&mut self.buffer[self.filled..]).await?;
        if read == 0 {
            return Err(io::Error::other("the server closed the connection"));
        }
        self.filled += read;
        Ok(())
    }
}

impl Reply<'_> {
    /// A header's first value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        value(self.head, name)
    }

    /// Adds the cookies that this answer sets to a `Cookie` header's text, in the place of older ones.
    pub(crate) fn keep_cookies(&self, jar: &mut String) {
        for line in self.head.split("\r\n") {
            let Some((name, set)) = line.split_once(':') else { continue };
            if !name.eq_ignore_ascii_case("set-cookie") {
                continue;
            }
            let pair = set.trim().split(';').next().unwrap_or_default();
            let name = pair.split('=').next().unwrap_or_default();
            let others = jar.split("; ").filter(|own| own.split('=').next() != Some(name) && !own.is_empty());
            let mut all: Vec<&str> = others.collect();
            all.push(pair);
            *jar = all.join("; ");
        }
    }

    /// The ticket of the page's form.
    pub(crate) fn ticket(&self) -> Option<String> {
        let rest = &self.body[self.body.find("name=\"t\" value=\"")? + 16..];
        Some(rest[..rest.find('"')?].to_owned())
    }

    /// What the page asks of an authenticator.
    pub(crate) fn options(&self) -> Option<serde_json::Value> {
        let rest = &self.body[self.body.find("data-options=\"")? + 14..];
        serde_json::from_str(&rest[..rest.find('"')?].replace("&#34;", "\"")).ok()
    }
}

fn text(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(io::Error::other)
}

fn value<'a>(head: &'a str, wanted: &str) -> Option<&'a str> {
    head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case(wanted).then(|| value.trim())
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "HTTP/1.1 200 OK\r\nset-cookie: b-1=new; Path=/\r\nContent-Length: 3\r\n\r\n";

    #[test]
    fn headers_are_found_in_any_case() {
        assert_eq!(value(HEAD, "content-length"), Some("3"));
        assert_eq!(value(HEAD, "location"), None);
    }

    #[test]
    fn a_cookie_takes_the_place_of_the_one_before() {
        let mut jar = "b-1=old; s-1=kept".to_owned();
        Reply { status: 200, head: HEAD, body: "" }.keep_cookies(&mut jar);
        assert_eq!(jar, "s-1=kept; b-1=new");
    }

    #[test]
    fn the_ticket_of_a_form_is_read() {
        let reply = Reply { status: 200, head: HEAD, body: r#"<input name="t" value="abc"><input>"# };
        assert_eq!(reply.ticket().as_deref(), Some("abc"));
    }

    #[test]
    fn what_an_authenticator_is_asked_is_read() {
        let reply = Reply { status: 200, head: HEAD, body: r#"<form data-options="{&#34;a&#34;:[1]}">"# };
        assert_eq!(reply.options(), Some(serde_json::json!({ "a": [1] })));
    }
}
