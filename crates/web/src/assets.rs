//! Style sheets, fonts and scripts: inside the binary, named by their content, kept by browsers for ever.

use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

/// A static file.
#[derive(Debug)]
pub struct Asset {
    /// The name in the source tree: `base.css`.
    pub name: &'static str,
    /// The path that it is served at: `/static/base.0123456789abcdef.css`.
    pub url: &'static str,
    /// The media type.
    pub kind: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// The content compressed, where that helps.
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Every static file.
pub fn all() -> &'static [Asset] {
    ALL
}

/// The path of a file by its name, for templates. A name that is no file's gives a path that answers 404; the test
/// over all samples finds it.
pub fn url(name: &str) -> &'static str {
    ALL.iter().find(|asset| asset.name == name).map_or("/static/missing", |asset| asset.url)
}

/// Answers `GET /static/{file}`.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let Some(asset) = ALL.iter().find(|asset| asset.url == uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let gzip = asset.gzip.filter(|_| takes_gzip(&headers));
    let mut response = gzip.unwrap_or(asset.bytes).into_response();
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if gzip.is_some() {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// RFC 9110 §12.5.3, as far as one coding needs it: named and not refused.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let is_gzip = pieces.next().is_some_and(|coding| coding.eq_ignore_ascii_case("gzip"));
        let refused = pieces.filter_map(|piece| piece.strip_prefix("q=")).any(|q| q.parse() == Ok(0.0));
        is_gzip && !refused
    })
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    async fn answer(path: &str, encoding: &str) -> (StatusCode, HeaderMap, usize) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, encoding.parse().unwrap());
        let response = serve(path.parse().unwrap(), headers).await;
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().len())
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_and_compressed_for_who_takes_it() {
        let (status, headers, small) = answer(url("base.css"), "br, gzip;q=0.5").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[CONTENT_ENCODING], "gzip");
        let (_, headers, large) = answer(url("base.css"), "gzip;q=0").await;
        assert_eq!(headers.get(CONTENT_ENCODING), None);
        assert_eq!(headers[CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(small < large / 2);
    }

    #[tokio::test]
    async fn only_the_whole_name_finds_a_file() {
        for path in ["/static/base.css", "/static/", "/static/missing", "/static/../Cargo.toml"] {
            assert_eq!(answer(path, "gzip").await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn style_sheets_name_only_files_that_exist_and_reach_nowhere_else() {
        for asset in all().iter().filter(|asset| asset.name.ends_with(".css")) {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("@import"));
            for part in text.split("url(").skip(1) {
                let named = part[..part.find(')').unwrap()].trim_matches('"');
                assert!(all().iter().any(|other| other.url == named), "{}: {named}", asset.name);
            }
        }
    }
}
