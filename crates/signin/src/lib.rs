//! The sign-in as a state machine, and the gate that everything passes.
