/// Numbers that look thrown and are the same at every start: two people who look at the demo see the same month.
/// They are no secret and make none.
pub(super) struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way.
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next throw (SplitMix64).
    pub(super) const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not zero.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        self.throw() % bound
    }

    /// True so many times out of a hundred.
    pub(super) const fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    /// One of several.
    pub(super) const fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[(self.throw() % all.len() as u64) as usize]
    }

    /// Seconds that gather around the middle of a span, as people around nine o'clock.
    pub(super) const fn around(&mut self, span: u64) -> i64 {
        let half = span / 2;
        (self.below(half) + self.below(half)).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fall_the_same_way_each_time() {
        let throws = |seed| {
            let mut dice = Dice::new(seed);
            (0..4).map(|_| dice.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
    }
}
