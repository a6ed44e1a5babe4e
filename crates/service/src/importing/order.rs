use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use model::{Attribute, NameKey};

use super::file::FileRow;
use super::{Prepared, Why};

/// The names that a file adds or has.
pub(super) type Names = HashSet<NameKey>;

/// The rows so that whoever is a manager comes before those who report to them, each with why it cannot be done, if the
/// file alone says so: a name that comes twice, a manager who reports to themselves.
pub(super) fn by_manager(rows: Vec<FileRow>) -> Vec<(FileRow, Option<Why>)> {
    let mut first: HashMap<NameKey, usize> = HashMap::new();
    let mut refusals = vec![None; rows.len()];
    for (index, row) in rows.iter().enumerate() {
        if let Ok(key) = NameKey::of(&row.name)
            && *first.entry(key).or_insert(index) != index
        {
            refusals[index] = Some(Why::Twice);
        }
    }
    let above: Vec<Option<usize>> =
        rows.iter().map(|row| first.get(&NameKey::of(manager(row)?).ok()?).copied()).collect();
    let depths = depths(&above);
    for (refusal, depth) in refusals.iter_mut().zip(&depths) {
        if depth.is_none() {
            *refusal = refusal.or(Some(Why::Circle));
        }
    }
    let mut ordered: Vec<_> = rows.into_iter().zip(refusals).zip(depths).collect();
    ordered.sort_by_key(|(_, depth)| *depth);
    ordered.into_iter().map(|(row, _)| row).collect()
}

/// How far a row is looked at.
#[derive(Debug, Clone, Copy)]
enum Look {
    Not,
    Begun,
    Done(Option<usize>),
}

/// How many rows of the file stand above each; none for one that leads into a circle. Each row is looked at once.
fn depths(above: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut looks = vec![Look::Not; above.len()];
    for start in 0..above.len() {
        let (mut path, mut at) = (vec![], Some(start));
        let mut depth = loop {
            let Some(index) = at else { break Some(0) };
            match looks[index] {
                Look::Done(depth) => break depth.map(|depth| depth + 1),
                Look::Begun => break None,
                Look::Not => {
                    looks[index] = Look::Begun;
                    path.push(index);
                    at = above[index];
                }
            }
        };
        for index in path.into_iter().rev() {
            looks[index] = Look::Done(depth);
            depth = depth.map(|depth| depth + 1);
        }
    }
    let depth = |look| if let Look::Done(depth) = look { depth } else { None };
    looks.into_iter().map(depth).collect()
}

/// The names of the rows that are not refused yet.
pub(super) fn names(rows: &[Arc<Prepared>]) -> Names {
    rows.iter().filter_map(|one| one.new.as_ref().ok()).map(|person| person.user.name.key()).collect()
}

fn manager(row: &FileRow) -> Option<&str> {
    let found = row.values.iter().find(|(attribute, _)| *attribute == Attribute::Manager)?;
    Some(found.1.as_str()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(text: &str) -> Vec<(String, Option<Why>)> {
        let file = super::super::file::read(format!("upn,manager\n{text}").as_bytes()).unwrap();
        by_manager(file.rows).into_iter().map(|(row, why)| (row.name, why)).collect()
    }

    #[test]
    fn managers_come_before_those_who_report_to_them() {
        let names: Vec<_> =
            ordered("c,b\nb,A\na,\nd,elsewhere\n").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "d", "b", "c"]);
    }

    #[test]
    fn a_chain_of_everybody_is_ordered_from_its_end() {
        let names: Vec<_> = (0..5_000).map(|number| format!("p{number}")).collect();
        let lines: String = names.windows(2).map(|pair| format!("{},{}\n", pair[0], pair[1])).collect();
        let ordered = ordered(&format!("{lines}p4999,\n"));
        assert!(ordered.iter().all(|(_, why)| why.is_none()));
        assert!(ordered.iter().map(|(name, _)| name).eq(names.iter().rev()));
    }

    #[test]
    fn a_name_that_comes_twice_and_a_circle_are_refused() {
        let rows = ordered("a,b\nb,a\nA,\nc,a\n");
        let why = |name: &str| rows.iter().filter(|row| row.0 == name).map(|row| row.1).collect::<Vec<_>>();
        assert_eq!(why("a"), [Some(Why::Circle)]);
        assert_eq!(why("b"), [Some(Why::Circle)]);
        assert_eq!(why("A"), [Some(Why::Twice)]);
        assert_eq!(why("c"), [Some(Why::Circle)], "it hangs below a circle that is not made");
    }
}
