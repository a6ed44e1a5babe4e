//! Which tables name people, read from the migrations: what erasing and telling are held against.

/// Columns that hold the id of a person.
const NAMING: [&str; 6] = ["user_id", "member_id", "manager", "person", "owner", "subject"];

/// Every table with such a column, once.
pub fn tables_that_name_people() -> Vec<&'static str> {
    let mut found = vec![];
    for migration in store::MIGRATIONS {
        for table in migration.sql.split("create table ").skip(1) {
            let (name, columns) = table.split_once(" (").unwrap();
            let columns = columns.split_once("\n);").unwrap().0;
            let names = |line: &str| NAMING.contains(&line.split_whitespace().next().unwrap_or(""));
            if columns.lines().any(names) {
                found.push(name);
            }
        }
    }
    found
}
