/// A row of bits, one for each policy of a set by its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Row(Box<[u64]>);

impl Row {
    /// No policy of so many.
    pub(crate) fn none(policies: usize) -> Self {
        Self(vec![0; policies.div_ceil(64)].into())
    }

    /// Every policy of so many.
    pub(crate) fn all(policies: usize) -> Self {
        (0..policies).fold(Self::none(policies), Self::with)
    }

    fn with(mut self, place: usize) -> Self {
        self.insert(place);
        self
    }

    pub(crate) fn insert(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    pub(crate) fn remove(&mut self, place: usize) {
        self.0[place / 64] &= !(1 << (place % 64));
    }

    pub(crate) fn insert_all(&mut self, places: &[u32]) {
        places.iter().for_each(|place| self.insert(*place as usize));
    }

    pub(crate) fn keep(&mut self, other: &[u64]) {
        self.0.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
    }

    pub(crate) fn drop(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// True when some policy is in both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        meet(&self.0, &other.0)
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.0
    }

    /// The places, in order.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        places(&self.0)
    }
}

pub(super) fn meet(one: &[u64], other: &[u64]) -> bool {
    one.iter().zip(other).fold(0, |met, (one, other)| met | (one & other)) != 0
}

/// The places of the bits that are set, in order.
pub(super) fn places(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(at, word)| {
        let rest = |word: &u64| Some(word & (word - 1)).filter(|rest| *rest != 0);
        let first = Some(*word).filter(|word| *word != 0);
        std::iter::successors(first, rest).map(move |word| at * 64 + word.trailing_zeros() as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_in_order() {
        let mut row = Row::none(200);
        row.insert_all(&[0, 63, 64, 199, 100]);
        row.remove(64);
        assert_eq!(row.places().collect::<Vec<_>>(), [0, 63, 100, 199]);
        assert_eq!(Row::all(65).places().count(), 65);
        assert_eq!(Row::none(0).places().count(), 0);
    }
}
