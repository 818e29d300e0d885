//! How large a database on disk is, told from the first page of its file or of its log of writes, whichever is newer
//! (<https://www.sqlite.org/fileformat2.html>). It may be in use; it is read when it has come to rest.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::error::{Error, Result};

/// Bytes of its pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// That hold something.
    pub used: u64,
    /// That hold nothing.
    pub free: u64,
}

/// How often it must look the same, a second apart, to be at rest.
const LOOKS: usize = 3;

/// The size of the largest database under a folder, once it no longer changes.
pub(super) fn largest(folder: &Path) -> Result<Size> {
    let (mut last, mut looks) = (Size::default(), 0);
    while looks < LOOKS {
        let mut databases = Vec::new();
        find(folder, &mut databases)?;
        let sizes = databases
            .iter()
            .map(|path| size(path))
            .collect::<Result<Vec<_>>>()?;
        let now = sizes
            .into_iter()
            .max_by_key(|size| size.used + size.free)
            .unwrap_or_default();
        looks = if now == last { looks + 1 } else { 0 };
        last = now;
        thread::sleep(Duration::from_secs(1));
    }
    Ok(last)
}

fn find(folder: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Error::file(folder))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, into)?;
        } else if path.extension().is_some_and(|it| it == "sqlite") {
            into.push(path);
        }
    }
    Ok(())
}

fn size(database: &Path) -> Result<Size> {
    let file = fs::read(database).map_err(Error::file(database))?;
    let log = database.with_extension("sqlite-wal");
    let log = match fs::read(&log) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => read.map_err(Error::file(&log))?,
    };
    Ok(told_by(first_page(&log).unwrap_or(&file)))
}

fn told_by(page: &[u8]) -> Size {
    let bytes = match number::<2>(page, 16) {
        // What two bytes cannot say.
        1 => 65536,
        bytes => bytes,
    };
    let free = number::<4>(page, 36);
    Size {
        used: number::<4>(page, 28).saturating_sub(free) * bytes,
        free: free * bytes,
    }
}

/// The newest first page in a log of writes; frames of before it was last begun anew have other salts.
fn first_page(log: &[u8]) -> Option<&[u8]> {
    const FRAME: usize = 24;
    let page = usize::try_from(number::<4>(log, 8))
        .ok()
        .filter(|page| *page > 0)?;
    let salts = log.get(16..24)?;
    log.get(32..)?
        .chunks_exact(FRAME + page)
        .take_while(|frame| frame.get(8..16) == Some(salts))
        .filter(|frame| number::<4>(frame, 0) == 1)
        .last()?
        .get(FRAME..)
}

/// A big-endian number of so many bytes; 0 beyond the end.
fn number<const BYTES: usize>(bytes: &[u8], at: usize) -> u64 {
    let bytes = bytes.get(at..at + BYTES).unwrap_or_default();
    bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::{Size, first_page, told_by};

    fn page(count: u8, free: u8) -> Vec<u8> {
        let mut page = vec![0; 512];
        (page[16], page[31], page[39]) = (2, count, free);
        page
    }

    fn frame(number: u8, salt: u8, page: &[u8]) -> Vec<u8> {
        let mut frame = vec![0; 24];
        (frame[3], frame[8]) = (number, salt);
        frame.extend(page);
        frame
    }

    #[test]
    fn a_page_tells_what_is_used_and_what_is_free() {
        let size = Size {
            used: 7 * 512,
            free: 3 * 512,
        };
        assert_eq!(told_by(&page(10, 3)), size);
    }

    #[test]
    fn the_newest_first_page_of_this_log_counts() {
        let mut log = vec![0; 32];
        (log[10], log[16]) = (2, 7);
        assert_eq!(first_page(&log), None);
        log.extend(
            [
                frame(1, 7, &page(5, 1)),
                frame(1, 7, &page(6, 1)),
                frame(2, 7, &page(0, 0)),
                frame(1, 8, &page(9, 0)),
            ]
            .concat(),
        );
        assert_eq!(first_page(&log), Some(&page(6, 1)[..]));
    }
}
