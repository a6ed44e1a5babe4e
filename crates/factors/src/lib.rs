//! The ways a person proves to be who they are, one file per method.
