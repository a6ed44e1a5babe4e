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
    let mut depths = Vec::with_capacity(rows.len());
    for index in 0..rows.len() {
        let (mut depth, mut at) = (0usize, above[index]);
        while let Some(next) = at {
            depth += 1;
            if next == index || depth > rows.len() {
                refusals[index] = refusals[index].or(Some(Why::Circle));
                break;
            }
            at = above[next];
        }
        depths.push(depth);
    }
    let mut ordered: Vec<_> = rows.into_iter().zip(refusals).zip(depths).collect();
    ordered.sort_by_key(|(_, depth)| *depth);
    ordered.into_iter().map(|(row, _)| row).collect()
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
    fn a_name_that_comes_twice_and_a_circle_are_refused() {
        let rows = ordered("a,b\nb,a\nA,\nc,a\n");
        let why = |name: &str| rows.iter().filter(|row| row.0 == name).map(|row| row.1).collect::<Vec<_>>();
        assert_eq!(why("a"), [Some(Why::Circle)]);
        assert_eq!(why("b"), [Some(Why::Circle)]);
        assert_eq!(why("A"), [Some(Why::Twice)]);
        assert_eq!(why("c"), [Some(Why::Circle)], "it hangs below a circle that is not made");
    }
}
