//! Logistic regression with an L2 penalty, by L-BFGS. Everything is added up in one order and with arithmetic alone, so that
//! the same samples give the same weights to the last bit on every machine.

/// Rows of a sparse matrix, one a sample.
#[derive(Debug, Default, Clone)]
pub(crate) struct Rows {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Rows {
    pub(crate) fn new() -> Self {
        Self { starts: vec![0], ..Self::default() }
    }

    /// Adds a row: columns, each once, and values.
    pub(crate) fn push(&mut self, row: &[(u32, f32)]) {
        self.columns.extend(row.iter().map(|(column, _)| *column));
        self.values.extend(row.iter().map(|(_, value)| *value));
        self.starts.push(self.columns.len());
    }

    /// How many rows each column stands in.
    pub(crate) fn counts(&self, columns: usize) -> Vec<f64> {
        let mut counts = vec![0.0; columns];
        self.columns.iter().for_each(|column| counts[*column as usize] += 1.0);
        counts
    }

    /// The same rows with some of the columns, which are ascending: they are counted from nought.
    pub(crate) fn only(&self, kept: &[usize], columns: usize) -> Self {
        let mut place = vec![None; columns];
        for (new, column) in (0_u32..).zip(kept) {
            place[*column] = Some(new);
        }
        let mut rows = Self::new();
        for row in 0..self.len() {
            for at in self.starts[row]..self.starts[row + 1] {
                if let Some(new) = place[self.columns[at] as usize] {
                    rows.columns.push(new);
                    rows.values.push(self.values[at]);
                }
            }
            rows.starts.push(rows.columns.len());
        }
        rows
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[row]..self.starts[row + 1];
        let columns = self.columns[range.clone()].iter().map(|column| *column as usize);
        columns.zip(self.values[range].iter().map(|value| f64::from(*value)))
    }

    pub(crate) fn dot(&self, row: usize, weights: &[f64]) -> f64 {
        self.row(row).map(|(column, value)| weights[column] * value).sum()
    }
}

/// What a sample is, and how much it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    pub(crate) row: usize,
    pub(crate) is_positive: bool,
    pub(crate) weight: f64,
}

/// How a model is trained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Training {
    /// The penalty of a weight's square.
    pub(crate) penalty: f64,
    /// Steps at most.
    pub(crate) steps: usize,
}

/// The sum of `terms` terms of a series in nested form: `1 + x·f(1)·(1 + x·f(2)·(…))`.
fn series(x: f64, terms: u8, factor: impl Fn(f64) -> f64) -> f64 {
    (1..=terms).rev().fold(1.0, |sum, term| 1.0 + x * factor(f64::from(term)) * sum)
}

/// `e^x` by arithmetic alone: the standard library's differs between systems in the last bit.
pub(crate) fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    // A 1024th is below 0.7, where ten terms are exact; it is squared ten times.
    let small = series(x / 1024.0, 10, |term| 1.0 / term);
    (0..10).fold(small, |value, _| value * value)
}

/// `ln(1 + x)` for `x` from nought to one.
fn ln_1p(x: f64) -> f64 {
    // 2·artanh(z), where z is at most a third.
    let z = x / (2.0 + x);
    2.0 * z * series(z * z, 14, |term| (2.0 * term - 1.0) / (2.0 * term + 1.0))
}

/// The natural logarithm of a positive number.
pub(crate) fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = u16::try_from((bits >> 52) & 0x7ff).unwrap_or(0);
    let mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    (f64::from(exponent) - 1023.0) * std::f64::consts::LN_2 + ln_1p(mantissa - 1.0)
}

/// Loss and gradient; the last weight is the one of every sample and costs nothing.
fn loss(rows: &Rows, targets: &[Target], weights: &[f64], penalty: f64, gradient: &mut [f64]) -> f64 {
    let last = weights.len() - 1;
    let mut loss = 0.0;
    for (slope, weight) in gradient.iter_mut().zip(weights) {
        *slope = penalty * weight;
        loss += penalty / 2.0 * weight * weight;
    }
    loss -= penalty / 2.0 * weights[last] * weights[last];
    gradient[last] = 0.0;
    for target in targets {
        let sign = if target.is_positive { 1.0 } else { -1.0 };
        let margin = sign * (rows.dot(target.row, weights) + weights[last]);
        let small = exp(-margin.abs());
        loss += target.weight * (ln_1p(small) + (-margin).max(0.0));
        let wrong = if margin > 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
        let slope = -sign * target.weight * wrong;
        for (column, value) in rows.row(target.row) {
            gradient[column] += slope * value;
        }
        gradient[last] += slope;
    }
    loss
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds so much of one vector to another.
fn add(to: &mut [f64], share: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += share * what);
}

/// A step that was taken: how the weights moved, how the gradient turned, and their product.
struct Step {
    moved: Vec<f64>,
    turned: Vec<f64>,
    curve: f64,
}

/// The direction of the next step, from the last ones: the two loops of Nocedal's algorithm.
fn direction(gradient: &[f64], past: &[Step]) -> Vec<f64> {
    let mut to: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::new();
    for step in past.iter().rev() {
        let share = dot(&step.moved, &to) / step.curve;
        add(&mut to, -share, &step.turned);
        shares.push(share);
    }
    if let Some(last) = past.last() {
        let scale = last.curve / dot(&last.turned, &last.turned);
        to.iter_mut().for_each(|to| *to *= scale);
    }
    for (step, share) in past.iter().zip(shares.iter().rev()) {
        let back = dot(&step.turned, &to) / step.curve;
        add(&mut to, share - back, &step.moved);
    }
    to
}

/// Weights of the columns and, last, the one of every sample.
pub(crate) fn train(rows: &Rows, targets: &[Target], columns: usize, training: Training) -> Vec<f64> {
    const MEMORY: usize = 8;
    let mut weights = vec![0.0; columns + 1];
    let mut gradient = vec![0.0; columns + 1];
    let mut value = loss(rows, targets, &weights, training.penalty, &mut gradient);
    let start = dot(&gradient, &gradient);
    let mut past: Vec<Step> = Vec::new();
    for _ in 0..training.steps {
        let to = direction(&gradient, &past);
        let slope = dot(&gradient, &to);
        // The first step knows nothing of how far to go.
        let mut length = if past.is_empty() { 1.0 / (1.0 + dot(&gradient, &gradient)).sqrt() } else { 1.0 };
        let mut next_gradient = vec![0.0; columns + 1];
        let (next, next_value) = loop {
            let mut next = weights.clone();
            add(&mut next, length, &to);
            let next_value = loss(rows, targets, &next, training.penalty, &mut next_gradient);
            if next_value <= value + 1e-4 * length * slope || length < 1e-10 {
                break (next, next_value);
            }
            length /= 2.0;
        };
        let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let (moved, turned) = (difference(&next, &weights), difference(&next_gradient, &gradient));
        let curve = dot(&moved, &turned);
        if curve > 1e-12 {
            past.push(Step { moved, turned, curve });
            if past.len() > MEMORY {
                past.remove(0);
            }
        }
        let gain = value - next_value;
        (weights, gradient, value) = (next, next_gradient, next_value);
        if dot(&gradient, &gradient) < start * 1e-8 || gain.abs() < value * 1e-6 {
            break;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_and_logarithm_are_those_of_the_library() {
        for x in [-40.0, -3.5, -1e-9, 0.0, 0.3, 1.0, 5.7, 30.0] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-11, "{x}");
        }
        for x in [1e-9, 0.3, 1.0, 1.999, 2.0, 7.5, 1e12] {
            assert!((ln(x) - f64::ln(x)).abs() < 1e-8, "{x}");
        }
    }

    #[test]
    fn finds_the_weights_where_the_gradient_is_nought() {
        let mut rows = Rows::new();
        let mut targets = Vec::new();
        for (row, (values, is_positive)) in
            [([1.0, 0.0], true), ([1.0, 1.0], false), ([0.0, 1.0], false), ([1.0, 0.2], true)].into_iter().enumerate()
        {
            rows.push(&[(0, values[0]), (1, values[1])]);
            targets.push(Target { row, is_positive, weight: 1.0 });
        }
        let weights = train(&rows, &targets, 2, Training { penalty: 0.1, steps: 200 });
        let mut gradient = vec![0.0; 3];
        loss(&rows, &targets, &weights, 0.1, &mut gradient);
        assert!(dot(&gradient, &gradient) < 1e-5, "{gradient:?}");
        assert!(weights[0] > 0.0 && weights[1] < 0.0, "{weights:?}");
        assert_eq!(weights, train(&rows, &targets, 2, Training { penalty: 0.1, steps: 200 }), "the same once more");
    }
}
