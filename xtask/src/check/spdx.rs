//! SPDX licence expressions (SPDX 2.3, annex D): whether one lets us use what it covers.

/// Whether an expression is satisfied when `is_allowed` says which single licences are; a licence with an exception is
/// asked for as `licence WITH exception`.
///
/// Manifests older than SPDX separate alternatives by a slash; it reads as `OR`.
pub(super) fn is_satisfied(expression: &str, is_allowed: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, is_allowed };
    let satisfied = reader.either();
    match satisfied {
        Some(satisfied) if reader.words.is_empty() => Ok(satisfied),
        _ => Err(format!("`{expression}` is not a licence expression")),
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    is_allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    /// `OR` binds the weakest.
    fn either(&mut self) -> Option<bool> {
        let mut satisfied = self.both()?;
        while self.take("OR") {
            satisfied |= self.both()?;
        }
        Some(satisfied)
    }

    fn both(&mut self) -> Option<bool> {
        let mut satisfied = self.one()?;
        while self.take("AND") {
            satisfied &= self.one()?;
        }
        Some(satisfied)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let satisfied = self.either()?;
            return self.take(")").then_some(satisfied);
        }
        let licence = self.name()?;
        if self.take("WITH") {
            let exception = self.name()?;
            return Some((self.is_allowed)(&format!("{licence} WITH {exception}")));
        }
        Some((self.is_allowed)(licence))
    }

    fn name(&mut self) -> Option<&'a str> {
        let (name, rest) = self.words.split_first()?;
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.+:".contains(&byte));
        if !is_name || ["AND", "OR", "WITH"].contains(name) {
            return None;
        }
        self.words = rest;
        Some(name)
    }

    fn take(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With MIT, ISC and one exception allowed.
    #[track_caller]
    fn check(expression: &str, wanted: Result<bool, &str>) {
        let is_allowed = |licence: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
        assert_eq!(is_satisfied(expression, &is_allowed), wanted.map_err(str::to_owned));
    }

    #[test]
    fn one_of_several_is_enough() {
        check("MIT", Ok(true));
        check("GPL-3.0", Ok(false));
        check("GPL-3.0-only OR MIT", Ok(true));
        check("GPL-3.0 OR LGPL-2.1-or-later", Ok(false));
        check("GPL-3.0/MIT", Ok(true));
        check("GPL-3.0 / LGPL-2.1+", Ok(false));
    }

    #[test]
    fn all_of_several_are_needed() {
        check("MIT AND ISC", Ok(true));
        check("MIT AND GPL-3.0", Ok(false));
    }

    #[test]
    fn and_binds_stronger_than_or() {
        check("MIT OR ISC AND GPL-3.0", Ok(true));
        check("GPL-3.0 AND MIT OR GPL-3.0 AND ISC", Ok(false));
        check("(MIT OR GPL-3.0) AND ISC", Ok(true));
        check("(MIT OR ISC) AND GPL-3.0", Ok(false));
        check("ISC AND (GPL-3.0 OR (MIT AND ISC))", Ok(true));
    }

    #[test]
    fn an_exception_is_a_licence_of_its_own() {
        check("Apache-2.0 WITH LLVM-exception", Ok(true));
        check("Apache-2.0", Ok(false));
        check("MIT WITH LLVM-exception", Ok(false));
        check("GPL-2.0 OR Apache-2.0 WITH LLVM-exception AND MIT", Ok(true));
    }

    #[test]
    fn what_is_no_expression_is_an_error() {
        for broken in
            ["", "MIT OR", "AND MIT", "MIT ISC", "(MIT", "MIT)", "MIT WITH", "see, LICENSE", "MIT OR OR ISC"]
        {
            check(broken, Err(&format!("`{broken}` is not a licence expression")));
        }
    }
}
