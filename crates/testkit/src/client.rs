//! A client without JavaScript that keeps cookies, follows nothing by itself and reads forms as text.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// A client with a cookie jar and an address.
pub struct Client {
    base: String,
    /// The address that the browser believes it is at, when that is not where it connects to.
    public: Option<String>,
    from: String,
    http: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Client {
    /// A client of a server; `from` is the address that the trusted proxy reports.
    pub fn new(base: &str, from: &str) -> Self {
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { base: base.to_owned(), public: None, from: from.to_owned(), http, cookies: Mutex::default() }
    }

    /// A client whom a load balancer sends to one node of what it knows by its public address.
    pub fn at_node(node: &str, public: &str, from: &str) -> Self {
        Self { public: Some(public.to_owned()), ..Self::new(node, from) }
    }

    /// The same browser from another address.
    pub fn moved_to(&self, from: &str) -> Self {
        let cookies = self.cookies.lock().expect("cookies").clone();
        Self { cookies: Mutex::new(cookies), public: self.public.clone(), ..Self::new(&self.base, from) }
    }

    /// The same browser, sent to another node.
    pub fn moved_to_node(&self, node: &str) -> Self {
        let moved = self.moved_to(&self.from);
        Self { base: node.to_owned(), ..moved }
    }

    /// A cookie by the letter of its name (`s` for the session, `b` for the browser).
    pub fn cookie(&self, kind: &str) -> Option<String> {
        let jar = self.cookies.lock().expect("cookies");
        jar.iter().find(|(name, _)| name.starts_with(&format!("{kind}-"))).map(|(_, value)| value.clone())
    }

    /// Sets a cookie under the name of its kind, as somebody who steals or plants one would.
    pub fn plant(&self, kind: &str, value: &str) {
        let mut jar = self.cookies.lock().expect("cookies");
        let name = jar.keys().find(|name| name.starts_with(&format!("{kind}-"))).cloned();
        let name = name.unwrap_or_else(|| {
            let other = jar.keys().next().expect("a cookie of the organisation").clone();
            format!("{kind}{}", &other[1..])
        });
        jar.insert(name, value.to_owned());
    }

    /// Forgets the cookies.
    pub fn forget(&self) {
        self.cookies.lock().expect("cookies").clear();
    }

    /// Gets a path, or a whole address of the same server.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    /// Gets a path with one more header.
    pub async fn get_with(&self, path: &str, header: (&str, &str)) -> Answer {
        self.send(self.http.get(self.url(path)).header(header.0, header.1)).await
    }

    /// Sends a form as a page of the same origin would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.public.as_ref().unwrap_or(&self.base);
        self.post_with(path, fields, ("origin", origin)).await
    }

    /// Sends a form with a header of choice in the place of the origin.
    pub async fn post_with(&self, path: &str, fields: &[(&str, &str)], header: (&str, &str)) -> Answer {
        let body = encoded(fields);
        let request = self
            .http
            .post(self.url(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header(header.0, header.1)
            .body(body);
        self.send(request).await
    }

    /// Sends a form with a file, as the field `file`.
    pub async fn post_file(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = vec![];
        for (name, value) in fields {
            body.extend(
                format!("--mark\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        let head = "--mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\
                    Content-Type: text/csv\r\n\r\n";
        body.extend(head.as_bytes());
        body.extend(file);
        body.extend(b"\r\n--mark--\r\n");
        let origin = self.public.as_ref().unwrap_or(&self.base);
        let request = self
            .http
            .post(self.url(path))
            .header("content-type", "multipart/form-data; boundary=mark")
            .header("origin", origin)
            .body(body);
        self.send(request).await
    }

    /// Sends the form of a page: its token and these fields, to where the form says.
    pub async fn submit(&self, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let action = page.form_action();
        let token = page.field("t");
        let mut all = vec![("t", token.as_str())];
        all.extend(fields);
        self.post(&action, &all).await
    }

    /// Follows redirects on the same server until there is a page or one that leads elsewhere.
    pub async fn follow(&self, mut answer: Answer) -> Answer {
        for _ in 0..5 {
            let Some(location) = answer.headers.get("location").cloned() else { return answer };
            if !location.starts_with('/') && !location.starts_with(&self.base) {
                return answer;
            }
            answer = self.get(&location).await;
        }
        panic!("redirects without end: {answer:?}");
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let cookie = {
            let jar = self.cookies.lock().expect("cookies");
            jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
        };
        let mut request = request.header("x-forwarded-for", &self.from).header("accept-language", "en");
        if !cookie.is_empty() {
            request = request.header("cookie", cookie);
        }
        if let Some((_, host)) = self.public.as_deref().and_then(|public| public.split_once("://")) {
            request = request.header("host", host);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let mut headers = BTreeMap::new();
        for (name, value) in response.headers() {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            if name == "set-cookie" {
                self.keep(&value);
            }
            headers.entry(name.as_str().to_owned()).or_insert(value);
        }
        Answer { status, headers, body: response.text().await.expect("a body") }
    }

    fn keep(&self, set: &str) {
        let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
        let (name, value) = pair.split_once('=').expect("a cookie");
        let mut jar = self.cookies.lock().expect("cookies");
        if attributes.to_ascii_lowercase().contains("max-age=0") {
            jar.remove(name);
        } else {
            jar.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Answer {
    /// The value of a field of the page.
    pub fn field(&self, name: &str) -> String {
        let at = self.body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| {
            panic!("no field `{name}` on the page ({}):\n{}", self.status, self.text());
        });
        let start = self.body[..at].rfind('<').expect("a tag");
        let tag = &self.body[start..start + self.body[start..].find('>').expect("an end")];
        attribute(tag, "value").unwrap_or_default()
    }

    /// What the page's first element with such a data attribute holds, as JSON.
    pub fn data(&self, name: &str) -> serde_json::Value {
        let at = self.body.find(&format!(" data-{name}=\"")).unwrap_or_else(|| {
            panic!("no `data-{name}` on the page ({}):\n{}", self.status, self.text());
        });
        let value = attribute(&self.body[at..], &format!("data-{name}")).expect("a value");
        serde_json::from_str(&value).unwrap_or_else(|error| panic!("no JSON: {error}\n{value}"))
    }

    /// True when the page has a field of this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.body.contains(&format!("name=\"{name}\""))
    }

    /// Where the page's first form inside `main` goes.
    pub fn form_action(&self) -> String {
        let main = self.body.find("<main").unwrap_or(0);
        let start = self.body[main..].find("<form").unwrap_or_else(|| {
            panic!("no form on the page ({}):\n{}", self.status, self.text());
        }) + main;
        let tag = &self.body[start..start + self.body[start..].find('>').expect("an end")];
        attribute(tag, "action").expect("an action")
    }

    /// What the page says, without markup.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    out.push(' ');
                }
                c if !inside => out.push(c),
                _ => {}
            }
        }
        let words: Vec<&str> = out.split_whitespace().collect();
        unescaped(&words.join(" "))
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON: {error}\n{}", self.body))
    }

    /// Where it redirects to.
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", String::as_str)
    }

    /// A parameter of where it redirects to.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let query = self.location().split_once('?')?.1;
        query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).map(str::to_owned)
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    Some(unescaped(&rest[..rest.find('"')?]))
}

fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// A form's body.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => (byte as char).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    fields.iter().map(|(name, value)| format!("{}={}", one(name), one(value))).collect::<Vec<_>>().join("&")
}
