//! Forms: read once, bounded, and believed only when they come from our own page.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::app::{App, is_same_origin};
use crate::here::Here;
use crate::pages;

/// The largest form, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// The fields of a form that came from a page of the same origin.
#[derive(Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; what is not is no field.
    pub fn read(body: &[u8]) -> Self {
        let mut fields = vec![];
        for pair in body.split(|byte| *byte == b'&').take(200) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let (Some(name), value) = (halves.next(), halves.next().unwrap_or_default()) else { continue };
            if let (Some(name), Some(value)) = (decoded(name), decoded(value)) {
                fields.push((name, value));
            }
        }
        Self(fields)
    }

    /// Fields that were read otherwise.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// A field's value: the first, empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// A field's value, if it was sent.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every field as it came.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// True when a field was sent: a box that was ticked, a button that was pressed.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
}

/// A form with where it came from.
pub struct Form {
    /// Where.
    pub here: Here,
    /// What.
    pub fields: Fields,
}

impl FromRequest<App> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let here = Here::from_request_parts(&mut parts, app).await?;
        if !is_same_origin(&parts.method, &parts.headers, &here.organisation.public_address) {
            return Err(pages::error(&here, StatusCode::FORBIDDEN));
        }
        if !is_form(&parts.headers) {
            return Err(pages::error(&here, StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let Ok(bytes) = axum::body::to_bytes(body, LARGEST).await else {
            return Err(pages::error(&here, StatusCode::PAYLOAD_TOO_LARGE));
        };
        Ok(Self { here, fields: Fields::read(&bytes) })
    }
}

/// The raw text of a form that an application sends, for `oauth` to parse.
pub async fn raw(headers: &HeaderMap, body: axum::body::Body) -> Result<String, Response> {
    if !is_form(headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let bytes: Bytes = axum::body::to_bytes(body, LARGEST)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
    String::from_utf8(bytes.into()).map_err(|_| StatusCode::BAD_REQUEST.into_response())
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

/// Undoes percent-encoding and `+`; `None` when it is broken, no UTF-8, or holds NUL, which nobody types and
/// PostgreSQL's text cannot hold.
fn decoded(text: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, tail)) = rest.split_first() {
        rest = match byte {
            b'+' => {
                out.push(b' ');
                tail
            }
            b'%' => {
                let (digits, tail) = tail.split_at_checked(2)?;
                out.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
                tail
            }
            other => {
                out.push(*other);
                tail
            }
        };
    }
    String::from_utf8(out).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_broken_ones_are_no_fields() {
        let fields = Fields::read(b"name=Anna+de+Vries&x=%C3%A9&bad=%zz&half=%4&nul=a%00&flag&=empty");
        assert_eq!(fields.get("name"), "Anna de Vries");
        assert_eq!(fields.get("x"), "é");
        assert_eq!(fields.find("bad"), None);
        assert_eq!(fields.find("half"), None);
        assert_eq!(fields.find("nul"), None);
        assert!(fields.has("flag"));
        assert_eq!(fields.get("missing"), "");
    }

    #[test]
    fn two_values_of_a_field_count_as_the_first() {
        assert_eq!(Fields::read(b"a=1&a=2").get("a"), "1");
    }
}
