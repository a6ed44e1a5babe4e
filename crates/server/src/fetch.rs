//! Asking an HTTP server something, once: no redirects, no cookies, bounded in size and time.

use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

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
    /// The certificate that the server showed, as DER.
    pub certificate: Option<Vec<u8>>,
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

/// Asks an `http://` or `https://` address; a certificate must be good, by the authorities that the system trusts.
///
/// # Errors
/// When nobody answers, or not in time.
pub async fn ask(address: &str, question: Question) -> Result<Answer, NoAnswer> {
    match timeout(PATIENCE, asked(address, question)).await {
        Ok(answer) => answer.map_err(|error| NoAnswer(error.to_string())),
        Err(_) => Err(NoAnswer("no answer in five seconds".to_owned())),
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

async fn asked(address: &str, question: Question) -> Result<Answer, Failure> {
    let uri: Uri = address.parse()?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("an address begins with http:// or https://".into());
    };
    let usual_port = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return Err("an address begins with http:// or https://".into()),
    };
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, authority.port_u16().unwrap_or(usual_port))).await?;
    let request = request(&uri, authority.as_str(), question)?;
    if scheme == "http" {
        return exchange(stream, request).await;
    }
    let stream = connector()?.connect(ServerName::try_from(host.to_owned())?, stream).await?;
    let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let certificate = shown.map(|certificate| certificate.to_vec());
    Ok(Answer { certificate, ..exchange(stream, request).await? })
}

fn connector() -> Result<TlsConnector, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = config.with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Answer, Failure> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await?;
    let status = response.status();
    let body = Limited::new(response.into_body(), LONGEST).collect().await;
    let body = body.map_err(|_| io::Error::other("the answer is too long, or was cut off"))?.to_bytes();
    Ok(Answer { status, body, certificate: None })
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
        assert!(said.contains("https://"), "{said}");
    }
}
