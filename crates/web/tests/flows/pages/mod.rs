//! Every screen in every language: well formed, escaped, labelled, without inline style or script.

mod html;

use std::collections::BTreeSet;

use html::{Element, Token};
use model::Locale;
use web::{assets, screens};

/// A page taken apart.
struct Page {
    what: String,
    tokens: Vec<Token>,
}

impl Page {
    fn elements(&self) -> impl Iterator<Item = &Element> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Begin(element) => Some(element),
            _ => None,
        })
    }

    fn named<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The text inside each element of that name, with what is inside that.
    fn texts(&self, name: &str) -> Vec<(&Element, String)> {
        let mut found = vec![];
        for (at, token) in self.tokens.iter().enumerate() {
            let Token::Begin(element) = token else { continue };
            if element.name != name {
                continue;
            }
            let mut depth = 0;
            let mut text = String::new();
            for token in &self.tokens[at..] {
                match token {
                    Token::Begin(inner) if inner.name == name => depth += 1,
                    Token::End(inner) if inner == name => depth -= 1,
                    Token::Text(part) => text.push_str(part),
                    Token::Begin(inner) => text.push_str(inner.get("aria-label").unwrap_or_default()),
                    Token::End(_) => {}
                }
                if depth == 0 {
                    break;
                }
            }
            found.push((element, text.trim().to_owned()));
        }
        found
    }
}

/// Every page, each with its name and language.
fn pages() -> Vec<(Locale, Page)> {
    let mut pages = vec![];
    for locale in Locale::ALL {
        for (name, html) in screens::samples(locale) {
            let what = format!("{name} ({})", locale.tag());
            let html = html.unwrap_or_else(|error| panic!("{what}: {error}"));
            let tokens = html::parse(&html).unwrap_or_else(|error| panic!("{what}: {error}"));
            pages.push((locale, Page { what, tokens }));
        }
    }
    assert!(pages.len() > 150);
    pages
}

fn check(rule: impl Fn(Locale, &Page) -> Result<(), String>) {
    let broken: Vec<String> = pages()
        .iter()
        .filter_map(|(locale, page)| rule(*locale, page).err().map(|why| format!("{}: {why}", page.what)))
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn must(holds: bool, why: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why.into()) }
}

#[test]
fn no_page_has_inline_style_or_script() {
    check(|_, page| {
        for element in page.elements() {
            for (name, _) in &element.attributes {
                let inline = name == "style" || name.starts_with("on") || name == "srcdoc";
                must(!inline, format!("{name} on <{}>", element.name))?;
            }
            must(element.name != "style", "a style element")?;
        }
        page.texts("script").iter().try_for_each(|(element, text)| {
            must(element.get("src").is_some() && text.is_empty(), format!("a script that says `{text}`"))
        })
    });
}

#[test]
fn every_page_says_its_language_and_has_one_heading_one_main_and_a_title() {
    check(|locale, page| {
        let html = page.named("html").next().ok_or("no html element")?;
        must(html.get("lang") == Some(locale.tag()), "the wrong lang")?;
        for name in ["h1", "main", "title"] {
            let texts = page.texts(name);
            must(texts.len() == 1, format!("{} times {name}", texts.len()))?;
            must(!texts[0].1.is_empty() && !texts[0].1.starts_with('·'), format!("an empty {name}"))?;
        }
        Ok(())
    });
}

#[test]
fn headings_leave_no_level_out() {
    check(|_, page| {
        let mut last = 0;
        for element in page.elements() {
            let Some(level) = element.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok())
            else {
                continue;
            };
            must(level <= last + 1, format!("h{level} after h{last}"))?;
            last = level;
        }
        Ok(())
    });
}

#[test]
fn everything_that_is_filled_in_has_a_label() {
    check(|_, page| {
        let labelled: BTreeSet<&str> = page.named("label").filter_map(|label| label.get("for")).collect();
        let mut inside = 0;
        for token in &page.tokens {
            let element = match token {
                Token::Begin(element) => element,
                Token::End(name) if name == "label" => {
                    inside -= 1;
                    continue;
                }
                _ => continue,
            };
            inside += i32::from(element.name == "label");
            let filled_in = matches!(element.name.as_str(), "input" | "select" | "textarea");
            if !filled_in || element.get("type") == Some("hidden") || element.has("hidden") {
                continue;
            }
            let by_label = element.get("id").is_some_and(|id| labelled.contains(id));
            let own = element.get("aria-label").is_some_and(|label| !label.is_empty());
            must(inside > 0 || by_label || own, format!("{element:?} has no label"))?;
        }
        page.texts("label").iter().try_for_each(|(_, text)| must(!text.is_empty(), "an empty label"))
    });
}

#[test]
fn every_input_says_its_type_because_the_style_sheet_asks_for_it() {
    check(|_, page| {
        page.named("input").try_for_each(|input| must(input.has("type"), format!("{input:?} has no type")))
    });
}

#[test]
fn links_and_buttons_say_where_they_lead() {
    check(|_, page| {
        for name in ["a", "button", "summary"] {
            for (element, text) in page.texts(name) {
                must(!text.is_empty() || element.has("aria-label"), format!("{element:?} says nothing"))?;
            }
        }
        for link in page.named("a") {
            let elsewhere = link.get("target").is_some();
            must(!elsewhere || link.get("rel") == Some("noopener"), format!("{link:?} without noopener"))?;
            let href = link.get("href").unwrap_or_default().to_ascii_lowercase();
            must(!href.starts_with("javascript:") && !href.is_empty(), format!("{link:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn ids_are_unique_and_whatever_is_pointed_at_exists() {
    check(|_, page| {
        let mut ids = BTreeSet::new();
        for id in page.elements().filter_map(|element| element.get("id")) {
            must(ids.insert(id), format!("`{id}` twice"))?;
        }
        for element in page.elements() {
            for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls", "data-show"] {
                for id in element.get(attribute).unwrap_or_default().split_whitespace() {
                    must(ids.contains(id), format!("{attribute} points at `{id}`"))?;
                }
            }
            if let Some(id) = element.get("href").and_then(|href| href.strip_prefix('#')) {
                must(ids.contains(id), format!("a link to `#{id}`"))?;
            }
            let invalid = element.get("aria-invalid") == Some("true");
            must(!invalid || element.has("aria-describedby"), "an invalid field that does not say why")?;
        }
        must(page.elements().filter(|element| element.has("autofocus")).count() <= 1, "two beginnings")
    });
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    check(|_, page| {
        let mut inside = false;
        let mut has_token = false;
        for token in &page.tokens {
            match token {
                Token::Begin(form) if form.name == "form" => {
                    must(!inside, "a form inside a form")?;
                    // The answer to an application goes to that application, which must not see a token of ours.
                    let leaves = form.has("data-send");
                    (inside, has_token) = (true, leaves || form.get("method") != Some("post"));
                    must(form.has("method"), "a form without a method")?;
                }
                Token::Begin(input) if input.name == "input" && input.get("name") == Some("t") => {
                    must(!has_token, "a token in a form that has none to carry")?;
                    has_token = input.get("type") == Some("hidden") && input.has("value");
                }
                Token::End(name) if name == "form" => {
                    must(has_token, "a form without a token")?;
                    inside = false;
                }
                _ => {}
            }
        }
        Ok(())
    });
}

#[test]
fn every_file_that_a_page_names_is_ours_and_exists() {
    check(|_, page| {
        let named = page.elements().filter_map(|element| match element.name.as_str() {
            "link" => element.get("href"),
            _ => element.get("src"),
        });
        for path in named {
            must(assets::all().iter().any(|asset| asset.url == path), format!("`{path}`"))?;
        }
        Ok(())
    });
}

#[test]
fn nothing_of_fluent_or_of_rust_is_left_in_a_text() {
    check(|_, page| {
        for token in &page.tokens {
            if let Token::Text(text) = token {
                for mark in ["{ $", "{$", "{ }", "Some(", "None)", "\u{2068}", "\u{2069}", "**"] {
                    must(!text.contains(mark), format!("`{mark}` in `{text}`"))?;
                }
            }
        }
        Ok(())
    });
}

#[test]
fn what_others_wrote_stays_text() {
    // Parsing refuses a `<` that opens nothing of ours; what is left is an element that only a name could bring.
    check(|_, page| {
        for element in page.elements() {
            must(
                !matches!(element.name.as_str(), "img" | "iframe" | "object" | "embed"),
                element.name.as_str(),
            )?;
        }
        Ok(())
    });
    let hostile = screens::samples(Locale::En)
        .into_iter()
        .map(|(_, html)| html.unwrap())
        .filter(|html| html.contains("&#60;script&#62;") || html.contains("&lt;script&gt;"))
        .count();
    assert!(hostile > 10, "the samples try it: {hostile}");
}

#[test]
fn two_samples_never_share_a_name() {
    let mut names = BTreeSet::new();
    for (name, _) in screens::samples(Locale::En) {
        assert!(names.insert(name), "{name}");
    }
}
