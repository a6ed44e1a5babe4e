//! Every sentence that Sluis says, in English and Dutch.
