//! What policy demands: facts in, decision out.
