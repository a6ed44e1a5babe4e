//! A text that an organisation wrote, taken apart so that a template shows it: it is never HTML (ADR 41).

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A heading: a line that begins with `# `.
    Heading(String),
    /// Points of a list: lines that begin with `- `.
    List(Vec<String>),
    /// Lines that belong together.
    Paragraph(Vec<String>),
}

/// Takes a text apart.
pub fn written(text: &str) -> Vec<Written> {
    let mut parts: Vec<Written> = vec![];
    let mut goes_on = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            goes_on = false;
            continue;
        }
        let heading = line.trim_start_matches('#');
        if let Some(heading) = heading.strip_prefix(' ').filter(|_| line.starts_with('#')) {
            parts.push(Written::Heading(heading.trim().to_owned()));
            goes_on = false;
            continue;
        }
        let point = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        match (point, parts.last_mut().filter(|_| goes_on)) {
            (Some(point), Some(Written::List(points))) => points.push(point.trim().to_owned()),
            (Some(point), _) => parts.push(Written::List(vec![point.trim().to_owned()])),
            (None, Some(Written::Paragraph(lines))) => lines.push(line.to_owned()),
            (None, _) => parts.push(Written::Paragraph(vec![line.to_owned()])),
        }
        goes_on = true;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_headings_lists_and_paragraphs_and_nothing_else() {
        let text = "# Rules\nBe kind.\nBe brief.\n\n- one\n* two\n\n## Again ##\n<b>#no heading</b>\n#none";
        let line = |text: &str| text.to_owned();
        assert_eq!(
            written(text),
            [
                Written::Heading(line("Rules")),
                Written::Paragraph(vec![line("Be kind."), line("Be brief.")]),
                Written::List(vec![line("one"), line("two")]),
                Written::Heading(line("Again ##")),
                Written::Paragraph(vec![line("<b>#no heading</b>"), line("#none")]),
            ]
        );
        assert_eq!(written(" \n\n"), []);
    }
}
