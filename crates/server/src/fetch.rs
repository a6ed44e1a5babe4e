//! Asking an HTTP server something, once: no redirects, no cookies, bounded in size and time.

use std::time::Duration;
use std::{fmt, io};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer.
const LONGEST: usize = 256 * 1024;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// A form to send; without one it is a GET.
    pub form: Option<String>,
    /// What shows who asks.
    pub authorization: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

/// Why nothing came back, in words.
#[derive(Debug)]
pub struct NoAnswer(String);

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoAnswer {}

/// Asks an `http://` address.
///
/// # Errors
/// When nobody answers, or not in time.
pub async fn ask(address: &str, question: Question) -> Result<Answer, NoAnswer> {
    match timeout(PATIENCE, asked(address, question)).await {
        Ok(answer) => answer.map_err(|error| NoAnswer(error.to_string())),
        Err(_) => Err(NoAnswer("no answer in five seconds".to_owned())),
    }
}

async fn asked(
    address: &str,
    question: Question,
) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
    let uri: Uri = address.parse()?;
    let (Some("http"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("only an http:// address can be asked".into());
    };
    let stream = TcpStream::connect((authority.host(), authority.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let response = sender.send_request(request(&uri, authority.as_str(), question)?).await?;
    let status = response.status();
    let body = Limited::new(response.into_body(), LONGEST).collect().await;
    let body = body.map_err(|_| io::Error::other("the answer is too long, or was cut off"))?.to_bytes();
    Ok(Answer { status, body })
}

fn request(uri: &Uri, host: &str, question: Question) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::builder().uri(path).header(HOST, host);
    if let Some(authorization) = question.authorization {
        request = request.header(AUTHORIZATION, authorization);
    }
    match question.form {
        None => request.method(Method::GET).body(Full::default()),
        Some(form) => request
            .method(Method::POST)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))
            .body(Full::from(form)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_at_home_is_said_in_words() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/x", listener.local_addr().unwrap());
        drop(listener);
        let said = ask(&address, Question::default()).await.unwrap_err().to_string();
        assert!(said.contains("refused"), "{said}");
        let said = ask("ftp://example.org", Question::default()).await.unwrap_err().to_string();
        assert!(said.contains("http://"), "{said}");
    }
}
