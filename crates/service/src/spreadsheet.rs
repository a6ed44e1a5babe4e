//! Files of comma-separated values (RFC 4180) that spreadsheets open: a cell that one would run as a formula begins with an
//! apostrophe (attack 92), and an import takes it off again.

use crate::Fault;

/// What a formula begins with.
const RUNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a line.
pub fn line<'a>(file: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Fault> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    let broken = |error: csv::Error| Fault::Database(sql::Error::Decode(error.to_string()));
    writer.write_record(cells.into_iter().map(harmless)).map_err(broken)?;
    writer.flush().map_err(|error| Fault::Database(sql::Error::Decode(error.to_string())))
}

/// A cell that no spreadsheet runs. One that takes semicolons for the ends of cells finds others in it.
fn harmless(cell: &str) -> String {
    let mut safe = String::with_capacity(cell.len());
    let mut is_first = true;
    for character in cell.chars() {
        if is_first && RUNS.contains(&character) {
            safe.push('\'');
        }
        safe.push(character);
        is_first = character == ';';
    }
    safe
}

/// A cell without what [`harmless`] put in it.
pub(crate) fn as_typed(cell: &str) -> String {
    let parts = cell.split(';').map(|part| match part.strip_prefix('\'') {
        Some(rest) if rest.starts_with(RUNS) => rest,
        _ => part,
    });
    parts.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_in_a_spreadsheet() {
        let mut file = vec![];
        let cells = ["=HYPERLINK(\"http://evil\")", "+31 6", "-1", "@x", "\tx", "a=b", "De Vries, \"A\""];
        line(&mut file, cells).unwrap();
        line(&mut file, [";=1+1", "a;-1;b"]).unwrap();
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "\"'=HYPERLINK(\"\"http://evil\"\")\",'+31 6,'-1,'@x,'\tx,a=b,\"De Vries, \"\"A\"\"\"\r\n\
             ;'=1+1,a;'-1;b\r\n"
        );
    }

    #[test]
    fn what_was_made_safe_is_read_as_it_was() {
        for cell in ["=1", "+31 6", ";=1+1", "a;-1;b", "'s-Hertogenbosch", "a;'t Gooi", ""] {
            assert_eq!(as_typed(&harmless(cell)), cell);
        }
    }
}
