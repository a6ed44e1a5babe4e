use text::Texts;

/// Sign-ins by day, drawn by the server: rectangles with attributes, because inline style is forbidden.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    /// The days, oldest first; the last is today.
    pub days: Vec<Day>,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// `25 Oct`.
    pub label: String,
    /// Let in without an extra step.
    pub inside: u32,
    /// Let in after an extra step.
    pub extra: u32,
    /// Stopped.
    pub stopped: u32,
}

/// A rectangle of the drawing.
#[derive(Debug, PartialEq, Eq)]
pub struct Bar {
    /// Which series: the class that colours it.
    pub series: &'static str,
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Chart {
    /// The drawing's height.
    pub const HEIGHT: u32 = 144;
    /// What one day takes, with the gap to the next.
    const STEP: u32 = 20;
    const WIDTH: u32 = 16;

    /// The drawing's width.
    pub fn width(&self) -> u32 {
        let days = u32::try_from(self.days.len()).unwrap_or(0);
        (days * Self::STEP).saturating_sub(Self::STEP - Self::WIDTH).max(1)
    }

    /// The drawing's view box.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", self.width(), Self::HEIGHT)
    }

    /// The bars: from the axis up, with one unit of air between the series.
    pub fn bars(&self) -> Vec<Bar> {
        let highest = self.days.iter().map(Day::total).max().unwrap_or(0).max(1);
        // Two units for the gaps, so that the highest bar still fits.
        let room = Self::HEIGHT - 2;
        let scaled = |count: u32| {
            let exact = u64::from(count) * u64::from(room) / u64::from(highest);
            // Whatever happened is seen, however little it was.
            u32::try_from(exact).unwrap_or(room).max(u32::from(count > 0) * 2)
        };
        let mut bars = vec![];
        for (number, day) in (0_u32..).zip(&self.days) {
            let mut floor = Self::HEIGHT;
            for (series, count) in [("inside", day.inside), ("extra", day.extra), ("stopped", day.stopped)] {
                let height = scaled(count).min(floor);
                if height > 0 {
                    floor -= height;
                    bars.push(Bar { series, x: number * Self::STEP, y: floor, width: Self::WIDTH, height });
                    floor = floor.saturating_sub(1);
                }
            }
        }
        bars
    }

    /// Let in, after an extra step, stopped: over all days.
    pub fn totals(&self) -> (u32, u32, u32) {
        self.days.iter().fold((0, 0, 0), |(inside, extra, stopped), day| {
            (inside + day.inside, extra + day.extra, stopped + day.stopped)
        })
    }

    /// True when nothing happened.
    pub fn is_empty(&self) -> bool {
        self.totals() == (0, 0, 0)
    }

    /// The drawing in one sentence, for who does not see it.
    pub fn description(&self, t: &Texts) -> String {
        let (inside, extra, stopped) = self.totals();
        t.admin_chart_description(inside.to_string(), extra.to_string(), stopped.to_string())
    }
}

impl Day {
    const fn total(&self) -> u32 {
        self.inside + self.extra + self.stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(inside: u32, extra: u32, stopped: u32) -> Day {
        Day { label: String::new(), inside, extra, stopped }
    }

    #[test]
    fn bars_stand_on_the_axis_and_stay_inside_the_drawing() {
        let chart = Chart { days: vec![day(100, 30, 1), day(0, 0, 0), day(1, 0, 1)] };
        let bars = chart.bars();
        assert_eq!(bars.len(), 5);
        assert_eq!(bars[0].y + bars[0].height, Chart::HEIGHT);
        for bar in &bars {
            assert!(bar.y + bar.height <= Chart::HEIGHT && bar.x + bar.width <= chart.width(), "{bar:?}");
        }
    }

    #[test]
    fn one_stopped_sign_in_among_thousands_is_seen() {
        let chart = Chart { days: vec![day(9_000, 0, 1)] };
        assert!(chart.bars().iter().any(|bar| bar.series == "stopped" && bar.height >= 2));
    }
}
