//! A form with a file (RFC 7578): read once, bounded, and believed only when it comes from our own page. A large one is
//! held only for whoever may open the admin centre.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use service::authority::{OpenAdminCentre, Target, may};

use crate::app::{App, is_same_origin};
use crate::form::{Fields, Form};
use crate::here::Here;
use crate::screens::admin::Entry;
use crate::{guard, pages};

/// What stands around the file.
const AROUND: usize = 64 * 1024;
/// More parts than a form of ours has.
const MOST_PARTS: usize = 20;

/// A form with a file.
pub struct Upload {
    /// The form without it.
    pub form: Form,
    /// The file.
    pub file: Vec<u8>,
}

impl FromRequest<App> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let here = Here::from_request_parts(&mut parts, app).await?;
        if !is_same_origin(&parts.method, &parts.headers, &here.organisation.public_address) {
            return Err(pages::error(&here, StatusCode::FORBIDDEN));
        }
        let Some(boundary) = boundary(&parts.headers) else {
            // What is no such form has no file; the token in it is looked at all the same.
            return match axum::body::to_bytes(body, AROUND).await {
                Ok(bytes) => Ok(Self { form: Form { here, fields: Fields::read(&bytes) }, file: vec![] }),
                Err(_) => Err(pages::error(&here, StatusCode::PAYLOAD_TOO_LARGE)),
            };
        };
        let visitor = guard::visitor(&here, Entry::ActiveUsers).await?;
        let largest = match may::<OpenAdminCentre>(&visitor.actor(), Target::Organisation) {
            true => service::importing::file::MOST_BYTES + AROUND,
            false => AROUND,
        };
        let Ok(bytes) = axum::body::to_bytes(body, largest).await else {
            return Err(pages::error(&here, StatusCode::PAYLOAD_TOO_LARGE));
        };
        let (fields, file) = read(&bytes, &boundary);
        Ok(Self { form: Form { here, fields: Fields::of(fields) }, file })
    }
}

/// What stands between the parts (RFC 2046 §5.1.1).
fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (kind, rest) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let given = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let given = given.trim_matches('"');
    (1..=70).contains(&given.len()).then(|| given.to_owned())
}

/// The fields, and the first part that is a file.
fn read(body: &[u8], boundary: &str) -> (Vec<(String, String)>, Vec<u8>) {
    let (mut fields, mut file) = (vec![], vec![]);
    let mark = format!("--{boundary}");
    let mut rest = match body.strip_prefix(mark.as_bytes()) {
        Some(rest) => rest,
        None => return (fields, file),
    };
    let mark = format!("\r\n--{boundary}");
    for _ in 0..MOST_PARTS {
        let Some(end) = find(rest, mark.as_bytes()) else { break };
        let (part, after) = (&rest[..end], &rest[end + mark.len()..]);
        rest = after;
        let Some(head) = find(part, b"\r\n\r\n") else { continue };
        let (head, content) = (String::from_utf8_lossy(&part[..head]).into_owned(), &part[head + 4..]);
        let Some(name) = parameter(&head, "name=\"") else { continue };
        if parameter(&head, "filename=\"").is_some() {
            if file.is_empty() {
                file = content.to_vec();
            }
        } else if let Ok(text) = String::from_utf8(content.to_vec())
            && !text.contains('\0')
        {
            fields.push((name, text));
        }
    }
    (fields, file)
}

/// A parameter of the head of a part; `filename="` does not answer to `name="`.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let part = line.split(';').find_map(|part| part.trim().strip_prefix(name))?;
    Some(part.trim_end_matches('"').to_owned())
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    let (first, rest) = sought.split_first()?;
    let mut from = 0;
    while let Some(at) = text.get(from..)?.iter().position(|byte| byte == first) {
        let at = from + at;
        if text[at + 1..].starts_with(rest) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--x\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\ntoken\r\n--x\r\nContent-Disposition: \
        form-data; name=\"file\"; filename=\"people.csv\"\r\nContent-Type: text/csv\r\n\r\nupn\r\n--not\r\n\r\n--x--\r\n";

    #[test]
    fn fields_and_the_file_come_apart() {
        let (fields, file) = read(BODY.as_bytes(), "x");
        assert_eq!(fields, [("t".to_owned(), "token".to_owned())]);
        assert_eq!(file, b"upn\r\n--not\r\n");
    }

    #[test]
    fn what_is_cut_off_or_made_up_is_no_field() {
        for (body, mark) in
            [(&BODY[..40], "x"), (BODY, "y"), ("", "x"), ("--x", "x"), ("--x\r\n--x\r\n--x", "x")]
        {
            assert_eq!(read(body.as_bytes(), mark), (vec![], vec![]), "{body:?}");
        }
    }
}
