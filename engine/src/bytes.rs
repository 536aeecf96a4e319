//! Numbers and byte strings one after the other, the way the hot file is written.

use crate::error::Error;

/// Appends a number: seven bits a byte, the lowest first, the eighth bit set on all but the last byte.
pub(crate) fn put_number(out: &mut Vec<u8>, number: usize) {
    let mut rest = number;
    while rest >= 0x80 {
        out.push(low_bits(rest) | 0x80);
        rest >>= 7;
    }
    out.push(low_bits(rest));
}

fn low_bits(number: usize) -> u8 {
    number.to_le_bytes()[0] & 0x7f
}

/// Appends bytes after their number.
pub(crate) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Reads what the other functions of this file wrote; whatever is not there is an error.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn number(&mut self) -> Result<usize, Error> {
        let mut number = 0_usize;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.take(1)?[0];
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(cut_short())
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        if length > self.rest.len() {
            return Err(cut_short());
        }
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = self.number()?;
        self.take(length)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Error::Format("a name is not UTF-8".to_owned()))
    }
}

fn cut_short() -> Error {
    Error::Format("the hot file is cut short".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_bytes_come_back() {
        let numbers = [0, 1, 127, 128, 300, 70_000, usize::MAX];
        let mut written = Vec::new();
        numbers.iter().for_each(|number| put_number(&mut written, *number));
        put_bytes(&mut written, b"abc");
        let mut cursor = Cursor::new(&written);
        for number in numbers {
            assert_eq!(cursor.number().unwrap(), number);
        }
        assert_eq!(cursor.text().unwrap(), "abc");
        assert!(cursor.number().is_err());
        assert!(Cursor::new(&[0xff; 20]).number().is_err());
    }
}
