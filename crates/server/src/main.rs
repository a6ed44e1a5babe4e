//! The binary: configuration, wiring, telemetry, command line.
fn main() {}
