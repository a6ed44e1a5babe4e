use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use model::Locale;

/// The longest page that is looked at; none of ours comes near.
const LONGEST: usize = 8 << 20;

/// Says on a page of the demo that nothing is real: around every answer, so that no page can forget it.
pub(crate) async fn say_so(response: Response) -> Response {
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let html = match to_bytes(body, LONGEST).await {
        Ok(bytes) => with_banner(&String::from_utf8_lossy(&bytes)),
        Err(error) => {
            tracing::error!(%error, "a page could not be read");
            return Response::new(Body::empty());
        }
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}

fn with_banner(html: &str) -> String {
    let locale = if html.contains("<html lang=\"nl\"") { Locale::Nl } else { Locale::En };
    let banner =
        format!("<body>\n<p class=\"demo-banner\" role=\"note\">{}</p>", text::of(locale).demo_banner());
    html.replacen("<body>", &banner, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banner_speaks_the_language_of_the_page() {
        let dutch = with_banner("<html lang=\"nl\"><body><main></main></body></html>");
        assert!(dutch.contains("<body>\n<p class=\"demo-banner\" role=\"note\">Demo: niets"), "{dutch}");
        assert!(with_banner("<html lang=\"en\"><body></body>").contains("nothing here is real"));
    }
}
