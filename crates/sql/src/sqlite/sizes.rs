//! What the planner is told of the sizes of tables: always the same, whatever they hold.
//!
//! Counted at a start (`analyze`), a table that held one row would be read whole from then on, also when it has a
//! million a week later. Told nothing, SQLite takes two indexes that fit for equally narrow, and reads one person's
//! sign-ins out of everybody's. So every table is said to be large, and the plan of a statement is decided by its text
//! and the indexes alone: a test can read it once and for all (<https://sqlite.org/optoverview.html>, section on
//! statistics that an application brings along).

use rusqlite::Connection;

use super::engine::error;
use crate::Error;

/// How many rows every table is said to have. They belong to one tenant: its column alone narrows nothing.
const ROWS: i64 = 1_000_000;
/// How many rows share the second column of an index, which names a person, a group or an application.
const SHARED: i64 = 1_000;

const INDEXES: &str = "select tables.name, indexes.name, indexes.\"unique\", \
    (select count(*) from pragma_index_info(indexes.name)) \
    from sqlite_schema as tables, pragma_index_list(tables.name) as indexes \
    where tables.type = 'table' and tables.name not like 'sqlite_%' order by tables.rowid, indexes.seq desc";

/// Tells the planner. To be called before other connections open: a connection reads it when it opens.
pub(super) fn tell(connection: &Connection) -> Result<(), Error> {
    let mut statistics = vec![];
    let mut statement = connection.prepare(INDEXES).map_err(error)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    for (order, row) in rows.map_err(error)?.enumerate() {
        let (table, index, unique, columns): (String, String, bool, i64) = row.map_err(error)?;
        statistics.push((table, index, numbers(order, unique, columns)));
    }
    // The table of statistics is made by counting something.
    connection.execute_batch("begin; analyze schema_version; delete from sqlite_stat1").map_err(error)?;
    for row in statistics {
        connection
            .execute("insert into sqlite_stat1 (tbl, idx, stat) values (?1, ?2, ?3)", row)
            .map_err(error)?;
    }
    connection.execute_batch("commit; analyze sqlite_schema").map_err(error)
}

/// The numbers of one index, as `sqlite_stat1` has them: rows, then how many rows share each longer beginning of it. Of
/// two indexes that fit equally well the one that was made first is said to be the narrower one, so that a migration
/// decides it by its order.
fn numbers(order: usize, unique: bool, columns: i64) -> String {
    let order = i64::try_from(order).unwrap_or(i64::MAX);
    let shared = (2..=columns).map(|column| match column {
        last if last == columns && unique => 1,
        column => (SHARED >> (3 * (column - 2)).min(10)).max(2) + order,
    });
    let first = if unique && columns == 1 { 1 } else { ROWS };
    [ROWS, first].into_iter().chain(shared).map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_beginning_is_shared_by_fewer_rows_and_a_key_by_one() {
        assert_eq!(numbers(0, true, 1), "1000000 1");
        assert_eq!(numbers(0, true, 2), "1000000 1000000 1");
        assert_eq!(numbers(0, false, 4), "1000000 1000000 1000 125 15");
    }

    #[test]
    fn of_two_alike_the_first_is_the_narrower_one() {
        assert_eq!(numbers(3, false, 3), "1000000 1000000 1003 128");
        assert_eq!(numbers(4, false, 3), "1000000 1000000 1004 129");
    }
}
