//! Whoever is removed for good leaves nothing behind in any table that names people.

use crate::naming;

/// Tables that keep the id, which leads to nobody, each with the reason.
const KEPT: [(&str, &str); 1] = [("erased", "it says that they were removed")];

#[test]
fn every_table_that_names_people_is_seen_to_when_one_is_removed() {
    let removing = concat!(include_str!("../../src/erased.rs"), include_str!("../../src/memberships.rs"));
    let mut seen = 0;
    for name in naming::tables_that_name_people() {
        if KEPT.iter().any(|(kept, _)| *kept == name) {
            continue;
        }
        seen += 1;
        let is_seen_to = [format!("delete from {name} where"), format!("update {name} set")]
            .iter()
            .any(|sql| removing.contains(sql));
        assert!(is_seen_to, "`{name}` names people: what becomes of its rows in store/src/erased.rs?");
    }
    assert!(seen > 15, "only {seen} tables were found");
}
