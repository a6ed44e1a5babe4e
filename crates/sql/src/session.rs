use model::{Id, Tenant};

use crate::{Condition, Error, Param, Row};

/// A database that runs statements inside the transaction that is open.
pub(crate) trait Engine {
    fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, Error>;
    fn query(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, Error>;
    /// Tells the other nodes, when the transaction is committed, that something they may keep in memory changed.
    fn announce(&mut self) -> Result<(), Error>;
    /// How durable and how sound the database is.
    fn condition(&mut self) -> Result<Condition, Error>;
}

/// A connection and what went wrong on it since the closure began.
pub(crate) struct Session<E: ?Sized> {
    /// A failed statement dooms its transaction. PostgreSQL demands that; the same on SQLite means that a closure
    /// that was only ever tried on one of them does not surprise on the other.
    failure: Option<Error>,
    /// What the closure noted since it began.
    notes: Vec<&'static str>,
    /// How many statements it ran since it began.
    statements: u64,
    pub(crate) engine: E,
}

impl<E> Session<E> {
    pub(crate) const fn new(engine: E) -> Self {
        Self { failure: None, notes: Vec::new(), statements: 0, engine }
    }
}

impl<E: ?Sized> Session<E> {
    /// The first statement that failed since [`Session::forget_failure`].
    pub(crate) const fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    pub(crate) fn forget_failure(&mut self) {
        self.failure = None;
        self.notes.clear();
        self.statements = 0;
    }

    /// How many statements the closure ran.
    pub(crate) const fn statements(&self) -> u64 {
        self.statements
    }

    /// What the closure noted.
    pub(crate) fn take_notes(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.notes)
    }
}

impl Session<dyn Engine> {
    fn run<T>(&mut self, statement: impl FnOnce(&mut dyn Engine) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        self.statements += 1;
        let answer = statement(&mut self.engine);
        if let Err(error) = &answer {
            self.failure = Some(error.clone());
        }
        answer
    }
}

/// A transaction that is bound to one tenant: what it reads and writes is that tenant's, by `$1` in each statement.
pub struct Tx<'c> {
    tenant: Id<Tenant>,
    session: &'c mut Session<dyn Engine>,
}

/// A transaction of the whole installation, for the few things that belong to no tenant.
pub struct Installation<'c> {
    session: &'c mut Session<dyn Engine>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(tenant: Id<Tenant>, session: &'c mut Session<dyn Engine>) -> Self {
        Self { tenant, session }
    }

    /// Counts something that happened, once this transaction is committed and not if it is undone
    /// ([`Activity::noted`](crate::Activity::noted)). A fixed word of few, never anything about anybody.
    pub fn note(&mut self, what: &'static str) {
        self.session.notes.push(what);
    }

    /// The tenant that this transaction is bound to.
    pub const fn tenant(&self) -> Id<Tenant> {
        self.tenant
    }
}

impl<'c> Installation<'c> {
    pub(crate) fn new(session: &'c mut Session<dyn Engine>) -> Self {
        Self { session }
    }

    /// Works inside one tenant, in the same transaction.
    pub fn tenant(&mut self, tenant: Id<Tenant>) -> Tx<'_> {
        Tx { tenant, session: &mut *self.session }
    }
}

macro_rules! statements {
    ($type:ident) => {
        impl $type<'_> {
            /// Runs a statement that gives no rows; how many rows it changed.
            ///
            /// # Errors
            /// What the database says. The transaction is doomed then: it is undone whatever the closure returns.
            pub fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<u64, Error> {
                self.session.run(|engine| engine.execute(sql, params))
            }

            /// Runs a statement and gives all its rows.
            ///
            /// # Errors
            /// As [`Self::execute`].
            pub fn query(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Vec<Row>, Error> {
                self.session.run(|engine| engine.query(sql, params))
            }

            /// Tells every node, once this transaction is committed, that what it may keep in memory has changed
            /// ([`Db::listen`](crate::Db::listen)).
            ///
            /// # Errors
            /// As [`Self::execute`].
            pub fn announce(&mut self) -> Result<(), Error> {
                self.session.run(|engine| engine.announce())
            }

            /// Runs a statement that gives one row or none.
            ///
            /// # Errors
            /// As [`Self::execute`]; [`Error::Decode`] when there are more rows.
            pub fn query_opt(
                &mut self,
                sql: &'static str,
                params: &[&dyn Param],
            ) -> Result<Option<Row>, Error> {
                let mut rows = self.query(sql, params)?;
                match rows.len() {
                    0 | 1 => Ok(rows.pop()),
                    count => Err(Error::Decode(format!("{count} rows where at most one is expected"))),
                }
            }

            /// Runs a statement that gives exactly one row.
            ///
            /// # Errors
            /// As [`Self::query_opt`]; [`Error::Decode`] when there is none.
            pub fn query_one(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<Row, Error> {
                self.query_opt(sql, params)?
                    .ok_or_else(|| Error::Decode("no row where one is expected".to_owned()))
            }
        }
    };
}

statements!(Tx);
statements!(Installation);
