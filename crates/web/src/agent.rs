//! Browser family and platform of a user agent, for people to recognise and for the platform condition. Family
//! and platform only: nothing here is evidence, a client can claim what it likes.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use model::{Platform, Signal};

/// What a request says of its browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// `Firefox on Windows`.
    pub words: Option<String>,
    /// The platform in the user agent.
    pub platform: Signal<Platform>,
    /// The platform in `Sec-CH-UA-Platform`.
    pub hint: Signal<Platform>,
}

/// Reads the headers; longer user agents than 1,000 bytes are not looked at.
pub fn read(headers: &HeaderMap) -> Agent {
    let text = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let text = if text.len() <= 1_000 { text } else { "" };
    let platform = platform_of(text);
    let words = match (family_of(text), platform) {
        (Some(family), Some(platform)) => Some(format!("{family} on {}", name(platform))),
        (Some(family), None) => Some(family.to_owned()),
        (None, Some(platform)) => Some(name(platform).to_owned()),
        (None, None) => None,
    };
    Agent { words, platform: Signal::from_option(platform), hint: Signal::from_option(hint_of(headers)) }
}

/// The order matters: Edge and Opera also say Chrome, Chrome also says Safari.
fn family_of(text: &str) -> Option<&'static str> {
    const FAMILIES: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    FAMILIES.into_iter().find(|(mark, _)| text.contains(mark)).map(|(_, family)| family)
}

fn platform_of(text: &str) -> Option<Platform> {
    const PLATFORMS: [(&str, Platform); 8] = [
        ("Windows Phone", Platform::WindowsPhone),
        ("Windows", Platform::Windows),
        ("Android", Platform::Android),
        ("iPhone", Platform::Ios),
        ("iPad", Platform::Ios),
        ("Macintosh", Platform::MacOs),
        ("CrOS", Platform::Linux),
        ("Linux", Platform::Linux),
    ];
    PLATFORMS.into_iter().find(|(mark, _)| text.contains(mark)).map(|(_, platform)| platform)
}

fn hint_of(headers: &HeaderMap) -> Option<Platform> {
    match headers.get("sec-ch-ua-platform")?.to_str().ok()?.trim_matches('"') {
        "Windows" => Some(Platform::Windows),
        "macOS" => Some(Platform::MacOs),
        "Linux" | "Chrome OS" | "Chromium OS" => Some(Platform::Linux),
        "Android" => Some(Platform::Android),
        "iOS" => Some(Platform::Ios),
        _ => None,
    }
}

const fn name(platform: Platform) -> &'static str {
    match platform {
        Platform::Android => "Android",
        Platform::Ios => "iOS",
        Platform::Windows => "Windows",
        Platform::WindowsPhone => "Windows Phone",
        Platform::MacOs => "macOS",
        Platform::Linux => "Linux",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(agent: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, agent.parse().unwrap());
        read(&headers).words
    }

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(words(edge).as_deref(), Some("Edge on Windows"));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1";
        assert_eq!(words(iphone).as_deref(), Some("Safari on iOS"));
        assert_eq!(words("curl/8.0"), None);
    }

    #[test]
    fn an_endless_or_missing_user_agent_is_unknown() {
        assert_eq!(words(&"Firefox/".repeat(500)), None);
        assert_eq!(read(&HeaderMap::new()).platform, Signal::Unknown);
    }
}
