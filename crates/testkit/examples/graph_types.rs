//! Compares the table of types that tests hold bodies against with the schemas of Microsoft Graph, in CSDL:
//! `cargo run -p testkit --example graph_types -- v1.0.csdl beta.csdl`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a check for people who look at its output")]

use std::collections::BTreeMap;

use roxmltree::{Document, Node};
use testkit::{GraphMember, GraphObject, GraphTypes, GraphWords};

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [v1, beta] = files.as_slice() else { panic!("two files are needed: of v1.0 and of beta") };
    let mut count = 0;
    let mut wrong = vec![];
    for (version, file) in [("v1.0", v1), ("beta", beta)] {
        let text = std::fs::read_to_string(file).unwrap();
        let schema = Schema::read(&Document::parse(&text).unwrap());
        let table = GraphTypes::of(version);
        count += table.objects.len() + table.words.len();
        let found = schema.compared(&table).into_iter().map(|found| format!("{version}: {found}"));
        wrong.extend(found);
    }
    wrong.iter().for_each(|wrong| println!("{wrong}"));
    println!("{count} types, {} that are otherwise in the schemas", wrong.len());
    assert!(wrong.is_empty(), "mend crates/testkit/graph/types.txt, and the bodies that differ from it then");
}

/// What a file declares. Members of a navigation stand apart: a body has them where they are expanded.
struct Schema {
    objects: BTreeMap<String, (GraphObject, BTreeMap<String, GraphMember>)>,
    words: BTreeMap<String, GraphWords>,
}

impl Schema {
    fn read(document: &Document<'_>) -> Self {
        let mut schema = Self { objects: BTreeMap::new(), words: BTreeMap::new() };
        for node in document.descendants() {
            let Some(name) = node.attribute("Name").map(str::to_owned) else { continue };
            match node.tag_name().name() {
                "EntityType" | "ComplexType" => {
                    let object = GraphObject {
                        base: node.attribute("BaseType").map(local),
                        is_abstract: node.attribute("Abstract") == Some("true"),
                        is_newer: false,
                        members: members(&node, "Property"),
                    };
                    schema.objects.insert(name, (object, members(&node, "NavigationProperty")));
                }
                "EnumType" => {
                    let all = children(&node, "Member").filter_map(|one| one.attribute("Name"));
                    let words = GraphWords {
                        are_flags: node.attribute("IsFlags") == Some("true"),
                        is_newer: false,
                        all: all.map(str::to_owned).collect(),
                    };
                    schema.words.insert(name, words);
                }
                _ => {}
            }
        }
        schema
    }

    fn compared(&self, table: &GraphTypes) -> Vec<String> {
        let mut wrong = vec![];
        for (name, ours) in table.objects.iter().filter(|(_, ours)| !ours.is_newer) {
            match self.objects.get(name) {
                Some((theirs, expanded)) => {
                    if (&ours.base, ours.is_abstract) != (&theirs.base, theirs.is_abstract) {
                        wrong.push(format!("{name} is made of another type, or of none"));
                    }
                    wrong.extend(compared(name, &ours.members, (&theirs.members, expanded)));
                }
                None => wrong.push(format!("{name} is not declared")),
            }
        }
        for (name, ours) in table.words.iter().filter(|(_, ours)| !ours.is_newer) {
            let sorted = |words: &GraphWords| {
                let mut all = words.all.clone();
                all.sort_unstable();
                (words.are_flags, all)
            };
            if self.words.get(name).map(sorted) != Some(sorted(ours)) {
                wrong.push(format!("{name} has other words"));
            }
        }
        wrong
    }
}

type Members = BTreeMap<String, GraphMember>;

fn compared(name: &str, ours: &Members, (theirs, expanded): (&Members, &Members)) -> Vec<String> {
    let mut wrong = vec![];
    for (member, kind) in theirs.iter().filter(|(member, _)| !ours.contains_key(*member)) {
        wrong.push(format!("{name}.{member} is {kind}, and missing here"));
    }
    for (member, kind) in ours {
        match (theirs.get(member).or_else(|| expanded.get(member)), kind.is_newer) {
            (None, true) => {}
            (None, false) => wrong.push(format!("{name}.{member} is not declared")),
            (Some(declared), true) => wrong.push(format!("{name}.{member} is {declared} by now")),
            (Some(declared), false) if declared != kind => {
                wrong.push(format!("{name}.{member} is {declared}, not {kind}"));
            }
            (Some(_), false) => {}
        }
    }
    wrong
}

fn members(node: &Node<'_, '_>, tag: &'static str) -> Members {
    let member = |one: Node<'_, '_>| {
        let kind = one.attribute("Type")?;
        let listed = kind.strip_prefix("Collection(").and_then(|kind| kind.strip_suffix(')'));
        let member = GraphMember {
            kind: local(listed.unwrap_or(kind)),
            is_list: listed.is_some(),
            is_nullable: listed.is_none() && one.attribute("Nullable") != Some("false"),
            is_newer: false,
        };
        Some((one.attribute("Name")?.to_owned(), member))
    };
    children(node, tag).filter_map(member).collect()
}

fn children<'a, 'i>(node: &Node<'a, 'i>, tag: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == tag)
}

/// A name without the namespace; Graph's own is written in two ways.
fn local(name: &str) -> String {
    let own = name.strip_prefix("microsoft.graph.").or_else(|| name.strip_prefix("graph."));
    own.unwrap_or(name).to_owned()
}
