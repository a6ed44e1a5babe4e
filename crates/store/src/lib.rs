//! The tables of Sluis, one file per aggregate.
