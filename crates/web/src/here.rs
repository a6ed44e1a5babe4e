//! Where a request is: at which organisation, in whose browser, in which language. Every handler takes a [`Here`].

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use model::{Id, Locale, Organisation, Tenant};
use service::{Browser, Context};

use crate::agent;
use crate::answer;
use crate::app::{App, HostName};
use crate::client_address::client_address;
use crate::cookies::{self, Jar};
use crate::peer::Peer;

/// The organisation that a request is at.
#[derive(Debug, Clone)]
pub struct Place {
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// Empty, or `/{tenant}` where the address names it.
    pub root: String,
}

/// Where a request is.
pub struct Here {
    /// What every handler shares.
    pub app: App,
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// What stands before every path of ours: empty, or `/{tenant}` where the address names the organisation.
    pub root: String,
    /// What is known of the request.
    pub context: Context,
    /// The cookies of this organisation.
    pub jar: Jar,
    /// The session cookie, if one came.
    pub cookie: Option<String>,
    /// False where single keys such as `/` are switched off in this browser.
    pub has_shortcuts: bool,
    /// The path and query, without the root.
    pub path: String,
}

impl Here {
    /// The organisation's id.
    pub fn tenant(&self) -> Id<Tenant> {
        self.organisation.id
    }

    /// A path of ours under the root.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// An answer with the browser's cookie, when it has none yet.
    pub fn with_browser(&self, response: Response) -> Response {
        if self.context.browser.returned {
            return response;
        }
        answer::with_cookie(response, &self.jar.set_browser(&self.context.browser.id))
    }
}

/// The first step of every request: the host must be one of the configured names, and a first segment that names an
/// organisation is taken off, so that each page has one route (D1).
pub fn enter(app: &App, request: &mut Request) -> Result<(), Response> {
    let Some(host) = HostName::of(request.uri(), request.headers()) else {
        return Err(StatusCode::BAD_REQUEST.into_response());
    };
    let path = request.uri().path();
    if matches!(path, "/healthz" | "/readyz") {
        return Ok(());
    }
    let own = app.organisation_at(&host);
    if own.is_none() && !app.knows_host(&host) {
        // Style sheets and fonts are everybody's, and the page that says where to go wants them.
        return if path.starts_with("/static/") {
            Ok(())
        } else {
            Err(answer::misdirected(app, &host, request))
        };
    }
    // `CONNECT` has no path, and `OPTIONS *` none that begins so (RFC 9112 §3.2).
    let Some(path) = path.strip_prefix('/') else { return Err(StatusCode::BAD_REQUEST.into_response()) };
    let named = path.split('/').next().and_then(|word| {
        let organisation = app.house.organisation_named(word)?;
        // The host and the name must agree: organisations on other hosts are not reachable by this one.
        host.names(&organisation).then(|| (format!("/{word}"), organisation))
    });
    let place = match named {
        Some((root, organisation)) => {
            if let Some(uri) = without(request.uri(), &root) {
                *request.uri_mut() = uri;
            }
            Some(Place { organisation, root })
        }
        None => own.map(|organisation| Place { organisation, root: String::new() }),
    };
    if let Some(place) = place {
        request.extensions_mut().insert(place);
    }
    Ok(())
}

/// The address without a first segment.
fn without(uri: &Uri, root: &str) -> Option<Uri> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(root)?;
    let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
    rest.try_into().ok()
}

impl FromRequestParts<App> for Place {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Response> {
        // Before set-up there is nothing but set-up.
        parts.extensions.get::<Self>().cloned().ok_or_else(|| answer::not_set_up(&parts.headers))
    }
}

impl FromRequestParts<App> for Here {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let place = Place::from_request_parts(parts, app).await?;
        let secure = place.organisation.public_address.starts_with("https:");
        let jar = Jar::new(place.organisation.id, secure);
        let (browser, agent) = (jar.browser(&parts.headers), agent::read(&parts.headers));
        let address = address(app, parts);
        let context = Context {
            address,
            locality: address.and_then(|address| app.house.locality_of(address.ip)),
            browser: Browser {
                id: browser.unwrap_or_else(|| app.house.new_browser()),
                returned: browser.is_some(),
            },
            remembered: jar.remembered(&parts.headers).map(str::to_owned),
            agent: agent.words,
            platform: agent.platform,
            platform_hint: agent.hint,
            locale: locale(&parts.headers, &parts.uri, place.organisation.locale),
        };
        Ok(Self {
            app: app.clone(),
            cookie: jar.session(&parts.headers).map(str::to_owned),
            has_shortcuts: cookies::has_shortcuts(&parts.headers),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            organisation: place.organisation,
            root: place.root,
            context,
            jar,
        })
    }
}

/// Whose address a request is from: the peer, or what trusted proxies say; `None` when it cannot be told.
pub fn address(app: &App, parts: &Parts) -> Option<model::Address> {
    let Peer(peer) = parts.extensions.get::<Peer>()?;
    let mut forwarded = vec![];
    for value in parts.headers.get_all("x-forwarded-for") {
        // A header that is no text is malformed: then nothing is believed.
        forwarded.push(value.to_str().unwrap_or("malformed"));
    }
    client_address(peer.ip(), &forwarded, &app.network.trusted_proxies)
}

/// The language of a page: what was chosen, else what the browser prefers, else the organisation's.
pub fn locale(headers: &HeaderMap, uri: &Uri, own: Locale) -> Locale {
    let asked = uri
        .query()
        .and_then(|query| query.split('&').find_map(|pair| Locale::from_tag(pair.strip_prefix("lang=")?)));
    let preferred = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Locale::from_accept_language(header)
    };
    asked.or_else(|| cookies::language(headers)).or_else(preferred).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_organisation_is_taken_off_the_path() {
        let off = |path: &str, root: &str| without(&path.parse().unwrap(), root).map(|uri| uri.to_string());
        assert_eq!(off("/example.org/admin?x=1", "/example.org").as_deref(), Some("/admin?x=1"));
        assert_eq!(off("/example.org", "/example.org").as_deref(), Some("/"));
        assert_eq!(off("/example.org?x", "/example.org").as_deref(), Some("/?x"));
    }

    #[test]
    fn what_was_chosen_beats_what_the_browser_prefers() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "nl".parse().unwrap());
        assert_eq!(locale(&headers, &Uri::from_static("/"), Locale::En), Locale::Nl);
        assert_eq!(locale(&headers, &Uri::from_static("/?lang=en"), Locale::Nl), Locale::En);
        assert_eq!(locale(&HeaderMap::new(), &Uri::from_static("/"), Locale::Nl), Locale::Nl);
    }
}
