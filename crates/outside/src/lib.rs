//! What reaches outside: mail and the country of an address, one small file each.
