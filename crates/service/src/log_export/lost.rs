use model::{Id, Timestamp};
use sql::Tx;
use store::Tables;

use super::LogStream;
use crate::Fault;

/// Counts, for each place, the records of a log that are removed before they could be sent: at most so many of those from
/// before a moment. They are passed over, and the page says how many there were.
pub(crate) fn lose(
    tx: &mut Tx<'_>,
    stream: LogStream,
    (until, limit): (Timestamp, i64),
) -> Result<(), Fault> {
    for place in tx.log_exports().places()? {
        if place.stream != stream.word() || place.last.0 >= until {
            continue;
        }
        let (at, id) = place.last;
        let gone: Vec<(Timestamp, Id<()>)> = match stream {
            LogStream::SignIns => {
                let records = tx.records().after((at, id.cast()), until, limit)?;
                records.iter().map(|record| (record.at, record.id.cast())).collect()
            }
            LogStream::Audit => {
                let records = tx.audit().after((at, id.cast()), until, limit)?;
                records.iter().map(|record| (record.at, record.id.cast())).collect()
            }
        };
        let Some(last) = gone.last() else { continue };
        let count = i64::try_from(gone.len()).unwrap_or(i64::MAX);
        tracing::warn!(kind = %place.kind, log = %place.stream, count, "log records are removed before they were sent");
        tx.log_exports().pass_over(&place, *last, count)?;
    }
    Ok(())
}
