//! Outlines → how much of each pixel they cover, by the signed area to the right of every edge.
//!
//! The sums are made in the same order everywhere, with neither vector instructions nor threads: a letter has the same
//! pixels on every machine.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "positions within a picture of a thousand pixels"
)]

use ttf_parser::OutlineBuilder;

type Point = (f32, f32);

/// What the edges drawn so far cover of a rectangle of pixels. Its last column is a margin: nothing is drawn in it.
pub(super) struct Coverage {
    width: usize,
    height: usize,
    /// By how much the covered share changes at each pixel, from left to right.
    changes: Vec<f32>,
}

impl Coverage {
    /// Of a rectangle with nothing in it.
    pub(super) fn new(width: usize, height: usize) -> Self {
        // An edge in the last column changes the pixel behind it.
        Self { width, height, changes: vec![0.0; width * height + 2] }
    }

    /// The covered share of every pixel, row by row, 0 to 255. Shapes that lie over each other cover a pixel once.
    pub(super) fn shares(&self) -> Vec<u8> {
        let mut shares = Vec::with_capacity(self.width * self.height);
        for row in self.changes.chunks_exact(self.width).take(self.height) {
            let mut covered = 0.0_f32;
            shares.extend(row.iter().map(|change| {
                covered += change;
                (covered.abs().min(1.0) * 255.0).round() as u8
            }));
        }
        shares
    }

    fn edge(&mut self, from: Point, to: Point) {
        if (from.1 - to.1).abs() < f32::EPSILON {
            return;
        }
        let (sign, (mut x, y), (to_x, to_y)) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        let slope = (to_x - x) / (to_y - y);
        if y < 0.0 {
            x -= y * slope;
        }
        let right = (self.width - 1) as f32;
        for row in y.max(0.0) as usize..(to_y.ceil().max(0.0) as usize).min(self.height) {
            let height = to_y.min(row as f32 + 1.0) - y.max(row as f32);
            let next = x + slope * height;
            let (left, end) = (x.min(next).clamp(0.0, right), x.max(next).clamp(0.0, right));
            self.edge_in_row(row * self.width, left, end, sign * height);
            x = next;
        }
    }

    /// The part of an edge in one row of pixels: from `left` to `right`, covering `cover` of the row's height.
    fn edge_in_row(&mut self, row: usize, left: f32, right: f32, cover: f32) {
        let first = left as usize;
        let end = right.ceil() as usize;
        let into_first = left - first as f32;
        let changes = &mut self.changes[row + first..];
        if end <= first + 1 {
            let middle = f32::midpoint(left, right) - first as f32;
            changes[0] += cover * (1.0 - middle);
            changes[1] += cover * middle;
            return;
        }
        // What lies left of the edge is a triangle in the first pixel and one in the last, and a band between them.
        let pixels = end - first;
        let per_pixel = 1.0 / (right - left);
        let in_first = 0.5 * per_pixel * (1.0 - into_first) * (1.0 - into_first);
        let into_last = right - end as f32 + 1.0;
        let in_last = 0.5 * per_pixel * into_last * into_last;
        changes[0] += cover * in_first;
        if pixels == 2 {
            changes[1] += cover * (1.0 - in_first - in_last);
        } else {
            let in_second = per_pixel * (1.5 - into_first);
            changes[1] += cover * (in_second - in_first);
            changes[2..pixels - 1].iter_mut().for_each(|change| *change += cover * per_pixel);
            let before_last = in_second + (pixels - 3) as f32 * per_pixel;
            changes[pixels - 1] += cover * (1.0 - before_last - in_last);
        }
        changes[pixels] += cover * in_last;
    }
}

/// Draws an outline, which is in units of the font with y upwards, into a coverage with y downwards.
pub(super) struct Pen<'a> {
    pub(super) onto: &'a mut Coverage,
    /// Pixels a unit.
    pub(super) scale: f32,
    /// Where the outline's origin is.
    pub(super) origin: Point,
    start: Point,
    at: Point,
}

impl<'a> Pen<'a> {
    pub(super) fn new(onto: &'a mut Coverage, scale: f32, origin: Point) -> Self {
        Self { onto, scale, origin, start: origin, at: origin }
    }

    fn place(&self, x: f32, y: f32) -> Point {
        (self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }

    fn line(&mut self, to: Point) {
        self.onto.edge(self.at, to);
        self.at = to;
    }

    /// A curve as so many straight lines.
    fn curve(&mut self, steps: usize, point: impl Fn(f32) -> Point) {
        for step in 1..=steps {
            self.line(point(step as f32 / steps as f32));
        }
    }
}

/// A curve that is bent by so many pixels is drawn as so many lines: none is a tenth of a pixel beside it.
fn steps(bend: Point) -> usize {
    ((bend.0 * bend.0 + bend.1 * bend.1).sqrt().sqrt() * 1.5).ceil().clamp(1.0, 32.0) as usize
}

fn across(point: Point) -> f32 {
    point.0
}

fn down(point: Point) -> f32 {
    point.1
}

/// A quadratic Bézier curve at a share of its way, in one dimension.
fn quadratic(points: [f32; 3], share: f32) -> f32 {
    let rest = 1.0 - share;
    rest * (rest * points[0] + 2.0 * share * points[1]) + share * share * points[2]
}

/// A cubic Bézier curve, likewise.
fn cubic(points: [f32; 4], share: f32) -> f32 {
    let rest = 1.0 - share;
    rest * rest * (rest * points[0] + 3.0 * share * points[1])
        + share * share * (3.0 * rest * points[2] + share * points[3])
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.place(x, y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let points = [self.at, self.place(x1, y1), self.place(x, y)];
        let bend = |of: fn(Point) -> f32| of(points[0]) - 2.0 * of(points[1]) + of(points[2]);
        self.curve(steps((bend(across), bend(down))), |share| {
            let of = |of: fn(Point) -> f32| quadratic(points.map(of), share);
            (of(across), of(down))
        });
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let points = [self.at, self.place(x1, y1), self.place(x2, y2), self.place(x, y)];
        let bend = |of: fn(Point) -> f32| (of(points[0]) - of(points[1]) - of(points[2]) + of(points[3])) * 3.0;
        self.curve(steps((bend(across), bend(down))).max(4), |share| {
            let of = |of: fn(Point) -> f32| cubic(points.map(of), share);
            (of(across), of(down))
        });
    }

    fn close(&mut self) {
        self.line(self.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shares of a polygon's pixels in a rectangle.
    fn shares(width: usize, height: usize, polygon: &[Point]) -> Vec<u8> {
        let mut coverage = Coverage::new(width, height);
        let mut pen = Pen::new(&mut coverage, 1.0, (0.0, 0.0));
        for (at, (x, y)) in polygon.iter().enumerate() {
            if at == 0 { pen.move_to(*x, -y) } else { pen.line_to(*x, -y) }
        }
        pen.close();
        coverage.shares()
    }

    #[test]
    fn pixels_are_covered_by_their_share() {
        assert_eq!(shares(3, 2, &[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]), [0, 255, 0, 0, 0, 0]);
        assert_eq!(shares(4, 1, &[(0.5, 0.0), (2.5, 0.0), (2.5, 0.5), (0.5, 0.5)]), [64, 128, 64, 0]);
        // Half of a square, and half of a rectangle that is three pixels wide.
        assert_eq!(shares(2, 1, &[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]), [128, 0]);
        let triangle = shares(4, 1, &[(0.0, 0.0), (3.0, 0.0), (0.0, 1.0)]);
        assert_eq!(triangle, [213, 128, 43, 0]);
        let backwards = shares(4, 1, &[(0.0, 1.0), (3.0, 0.0), (0.0, 0.0)]);
        assert_eq!(backwards, triangle);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        assert_eq!(shares(2, 2, &[(-5.0, -5.0), (9.0, -5.0), (9.0, 9.0), (-5.0, 9.0)]), [255, 0, 255, 0]);
        assert_eq!(shares(2, 2, &[(-5.0, -5.0), (-1.0, -5.0), (-1.0, -1.0)]), [0; 4]);
    }

    #[test]
    fn curves_cover_what_they_enclose() {
        // A circle of radius 10 out of four curves: its area is 314 pixels.
        let mut coverage = Coverage::new(24, 24);
        let mut pen = Pen::new(&mut coverage, 1.0, (12.0, 12.0));
        let k = 5.523;
        pen.move_to(10.0, 0.0);
        pen.curve_to(10.0, k, k, 10.0, 0.0, 10.0);
        pen.curve_to(-k, 10.0, -10.0, k, -10.0, 0.0);
        pen.curve_to(-10.0, -k, -k, -10.0, 0.0, -10.0);
        pen.curve_to(k, -10.0, 10.0, -k, 10.0, 0.0);
        pen.close();
        let area = coverage.shares().iter().map(|share| f32::from(*share)).sum::<f32>() / 255.0;
        assert!((area - 314.16).abs() < 2.5, "{area}");
    }
}
