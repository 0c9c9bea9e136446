//! Writes packages: fixed dates, fixed order, the level of compression that a part deserves.
//! It never reads the clock: the same parts give the same bytes.

use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// Static parts, compressed once and copied into each document as they are.
#[derive(Clone)]
pub(super) struct Prepared {
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
}

/// Below this size a part is stored: setting up the compressor costs more than it saves.
const STORED_BYTES: usize = 400;
/// Level for what is written anew each time: three times as fast as the default, and 4 % larger.
const LEVEL_EACH_TIME: i64 = 1;
/// Level for what is written once.
const LEVEL_ONCE: i64 = 6;

impl Prepared {
    /// Compresses the parts in the order given.
    pub(super) fn new(parts: &[(String, Vec<u8>)]) -> ZipResult<Self> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            add(&mut writer, name, bytes, LEVEL_ONCE)?;
        }
        let bytes: Arc<[u8]> = writer.finish()?.into_inner().into();
        Ok(Prepared { archive: ZipArchive::new(Cursor::new(bytes))? })
    }

    /// The same with more static parts.
    pub(super) fn extended(&self, parts: &[(String, Vec<u8>)]) -> ZipResult<Self> {
        let bytes: Arc<[u8]> = self.packed(parts, LEVEL_ONCE, [])?.into();
        Ok(Prepared { archive: ZipArchive::new(Cursor::new(bytes))? })
    }

    /// A package of the static parts, followed by the given ones.
    pub(super) fn with(&self, parts: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
        self.packed(parts, LEVEL_EACH_TIME, [])
    }

    /// The same, and pictures behind them, each made only when its turn comes: photographs are large, and all of
    /// them stripped at once would be in memory twice.
    pub(super) fn with_pictures<'a>(
        &self,
        parts: &[(String, Vec<u8>)],
        pictures: impl IntoIterator<Item = (String, Cow<'a, [u8]>)>,
    ) -> ZipResult<Vec<u8>> {
        self.packed(parts, LEVEL_EACH_TIME, pictures)
    }

    fn packed<'a>(
        &self,
        parts: &[(String, Vec<u8>)],
        level: i64,
        pictures: impl IntoIterator<Item = (String, Cow<'a, [u8]>)>,
    ) -> ZipResult<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(64 << 10)));
        writer.merge_archive(self.archive.clone())?;
        for (name, bytes) in parts {
            add(&mut writer, name, bytes, level)?;
        }
        for (name, bytes) in pictures {
            add(&mut writer, &name, &bytes, level)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8], level: i64) -> ZipResult<()> {
    let stored = bytes.len() < STORED_BYTES || is_packed_already(bytes);
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644)
        .compression_method(if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated })
        .compression_level((!stored).then_some(level));
    writer.start_file(name, options)?;
    writer.write_all(bytes)?;
    Ok(())
}

fn is_packed_already(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xFF, 0xD8, 0xFF]) || bytes.starts_with(b"GIF8")
}
