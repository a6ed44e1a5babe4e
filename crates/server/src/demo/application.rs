use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::BASE64URL_NOPAD;
use factors::totp;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, REFRESH, SET_COOKIE,
};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use model::Locale;
use text::Texts;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::Demo;
use super::client::{Begun, Client, Told};
use crate::{clock, random};

/// The cookie of this application; hosts share a jar whatever their ports.
const COOKIE_NAME: &str = "demo-intranet";
/// How many sign-ins and sessions it keeps.
const MOST: usize = 1_000;
const STYLE: &str = ":root{color-scheme:light dark}body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}table{border-collapse:collapse}td,th{text-align:left;padding:.25rem 1rem .25rem 0;\
    vertical-align:top;overflow-wrap:anywhere}th{white-space:nowrap}.code{font-size:2rem;letter-spacing:.1em}";

/// An intranet that signs people in through Sluis, and a telephone that shows their codes. It listens on this machine
/// only, and ends when it is dropped.
pub struct Application {
    running: JoinHandle<()>,
    origin: String,
}

/// What its answers share.
struct Shared {
    client: Client,
    origin: String,
    /// Whom the telephone is for, and the secrets in it.
    phones: Vec<(String, totp::Secret)>,
    begun: Mutex<HashMap<String, Begun>>,
    signed_in: Mutex<HashMap<String, Told>>,
}

impl Application {
    /// Takes a port of this machine; 0 lets the system choose.
    ///
    /// # Errors
    /// When another program has it.
    pub fn bind(port: u16) -> io::Result<(std::net::TcpListener, String)> {
        let listener = std::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port)))?;
        listener.set_nonblocking(true)?;
        let origin = format!("http://{}", listener.local_addr()?);
        Ok((listener, origin))
    }

    /// Where answers of Sluis come to, at an origin.
    pub fn redirect_uri(origin: &str) -> String {
        format!("{origin}/callback")
    }

    /// Serves it.
    ///
    /// # Errors
    /// When the listener cannot be used.
    pub fn start(
        listener: std::net::TcpListener,
        origin: String,
        public: &str,
        demo: &Demo,
    ) -> io::Result<Self> {
        let client = Client {
            issuer: format!("{public}/{}/v2.0", demo.tenant),
            id: demo.client_id.to_string(),
            secret: demo.client_secret.clone(),
            redirect_uri: Self::redirect_uri(&origin),
        };
        let phones = vec![
            (demo.administrator.clone(), totp::Secret::new(*demo.totp.as_bytes())),
            (demo.colleague.clone(), totp::Secret::new(*demo.their_totp.as_bytes())),
        ];
        let shared = Arc::new(Shared {
            client,
            origin: origin.clone(),
            phones,
            begun: Mutex::default(),
            signed_in: Mutex::default(),
        });
        let listener = TcpListener::from_std(listener)?;
        Ok(Self { running: tokio::spawn(serve(listener, shared)), origin })
    }

    /// Where it is.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        self.running.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let answer = service_fn(move |request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, Infallible>(shared.answer(&request).await) }
            });
            let served =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
            if let Err(error) = served.await {
                tracing::debug!(%error, "the example application lost a connection");
            }
        });
    }
}

/// What the application answers with.
enum Page {
    Html { body: String, again_in: Option<u8> },
    To { location: String, cookie: Option<String> },
    Wrong(String),
}

impl Shared {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let header = |name| {
            request.headers().get(name).and_then(|value: &hyper::header::HeaderValue| value.to_str().ok())
        };
        let locale = header(hyper::header::ACCEPT_LANGUAGE).and_then(Locale::from_accept_language);
        let locale = locale.unwrap_or(Locale::En);
        let own = header(COOKIE).and_then(own_cookie).map(str::to_owned);
        let query = request.uri().query().unwrap_or_default();
        let page = match request.uri().path() {
            "/" => self.home(text::of(locale), own.as_deref()),
            "/phone" => self.phone(text::of(locale)),
            "/sign-in" => self.sign_in().await,
            "/callback" => self.callback(query, own.as_deref()).await,
            "/sign-out" => self.sign_out(own.as_deref()).await,
            _ => Page::Wrong(text::of(locale).demo_nothing()),
        };
        page.response(locale, text::of(locale))
    }

    fn home(&self, t: &Texts, own: Option<&str>) -> Page {
        let told = own.and_then(|own| locked(&self.signed_in).get(own).cloned());
        let mut body = format!("<h1>{}</h1>", escaped(&t.demo_intranet()));
        match told {
            None => {
                let _ = write!(
                    body,
                    "<p>{}</p><p><a id=\"sign-in\" href=\"/sign-in\">{}</a></p>",
                    escaped(&t.demo_intranet_about()),
                    escaped(&t.demo_sign_in())
                );
            }
            Some(told) => {
                let name = told.claims["name"].as_str().unwrap_or_default();
                let _ = write!(
                    body,
                    "<p id=\"hello\">{}</p><p><a id=\"sign-out\" href=\"/sign-out\">{}</a></p><h2>{}</h2><table>",
                    escaped(&t.demo_hello(name)),
                    escaped(&t.demo_sign_out()),
                    escaped(&t.demo_told())
                );
                for (claim, value) in told.claims.as_object().into_iter().flatten() {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let _ = write!(body, "<tr><th>{}</th><td>{}</td></tr>", escaped(claim), escaped(&value));
                }
                body += "</table>";
            }
        }
        let _ = write!(body, "<p><a href=\"/phone\">{}</a></p>", escaped(&t.demo_phone()));
        Page::Html { body, again_in: None }
    }

    /// What a real person's telephone would show.
    fn phone(&self, t: &Texts) -> Page {
        let now = clock::now();
        let mut body =
            format!("<h1>{}</h1><p>{}</p>", escaped(&t.demo_phone()), escaped(&t.demo_phone_about()));
        for (name, secret) in &self.phones {
            let code = totp::shown(secret, now);
            let _ = write!(body, "<h2>{}</h2><p class=\"code\">{code}</p>", escaped(name));
        }
        Page::Html { body, again_in: Some(5) }
    }

    async fn sign_in(&self) -> Page {
        match self.client.begin().await {
            Err(failure) => Page::Wrong(failure),
            Ok(begun) => {
                let location = begun.location.clone();
                // The state comes back in the browser that it was given to, and in no other.
                let cookie = format!("{COOKIE_NAME}={}; HttpOnly; SameSite=Lax; Path=/", begun.state);
                bounded(&self.begun).insert(begun.state.clone(), begun);
                Page::To { location, cookie: Some(cookie) }
            }
        }
    }

    async fn callback(&self, query: &str, own: Option<&str>) -> Page {
        let field = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let state = field("state").filter(|state| own == Some(*state));
        let begun = state.and_then(|state| locked(&self.begun).remove(state));
        let (Some(begun), Some(code)) = (begun, field("code")) else {
            return Page::Wrong(query.to_owned());
        };
        match self.client.finish(&begun, code).await {
            Err(failure) => Page::Wrong(failure),
            Ok(told) => {
                let mut bytes = [0; 32];
                random::fill(&mut bytes);
                let own = BASE64URL_NOPAD.encode(&bytes);
                let cookie = format!("{COOKIE_NAME}={own}; HttpOnly; SameSite=Lax; Path=/");
                bounded(&self.signed_in).insert(own, told);
                Page::To { location: "/".to_owned(), cookie: Some(cookie) }
            }
        }
    }

    async fn sign_out(&self, own: Option<&str>) -> Page {
        let told = own.and_then(|own| locked(&self.signed_in).remove(own));
        let cookie = Some(format!("{COOKIE_NAME}=; Max-Age=0; Path=/"));
        let location = match told {
            Some(told) => self.client.end(&told, &format!("{}/", self.origin)).await,
            None => Ok("/".to_owned()),
        };
        location.map_or_else(Page::Wrong, |location| Page::To { location, cookie })
    }
}

impl Page {
    fn response(self, locale: Locale, t: &Texts) -> Response<Full<Bytes>> {
        let builder = Response::builder().header(CACHE_CONTROL, "no-store").header(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        );
        let html = |body: &str| {
            format!(
                "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
                 content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><body>\
                 <p><b>{}</b></p>{body}</body></html>",
                locale.tag(),
                escaped(&t.demo_intranet()),
                escaped(&t.demo_banner())
            )
        };
        let answer = match self {
            Self::Html { body, again_in } => {
                let builder = builder.header(CONTENT_TYPE, "text/html; charset=utf-8");
                let builder = match again_in {
                    Some(seconds) => builder.header(REFRESH, seconds.to_string()),
                    None => builder,
                };
                builder.body(Full::from(html(&body)))
            }
            Self::To { location, cookie } => {
                let builder = builder.status(StatusCode::SEE_OTHER).header(LOCATION, location);
                let builder = match cookie {
                    Some(cookie) => builder.header(SET_COOKIE, cookie),
                    None => builder,
                };
                builder.body(Full::default())
            }
            Self::Wrong(why) => {
                let body = format!("<h1>{}</h1><p>{}</p>", escaped(&t.demo_wrong()), escaped(&why));
                builder
                    .status(StatusCode::BAD_REQUEST)
                    .header(CONTENT_TYPE, "text/html; charset=utf-8")
                    .body(Full::from(html(&body)))
            }
        };
        answer.unwrap_or_default()
    }
}

fn own_cookie(header: &str) -> Option<&str> {
    header.split(';').find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}

fn locked<T>(map: &Mutex<HashMap<String, T>>) -> std::sync::MutexGuard<'_, HashMap<String, T>> {
    map.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whoever begins and never ends fills no memory.
fn bounded<T>(map: &Mutex<HashMap<String, T>>) -> std::sync::MutexGuard<'_, HashMap<String, T>> {
    let mut map = locked(map);
    if map.len() >= MOST {
        map.clear();
    }
    map
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
