//! Independent clients that verify what they are told: `openid-client` with `jose` on Node and `Authlib` on Python, each as
//! an application of its own that keeps the key set as its library does. Sluis runs in this process, with a clock that the
//! tests set; the applications' clocks follow it.

mod keys;
mod party;
mod step_up;
mod tokens;
