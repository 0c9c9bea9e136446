//! Limits on what a stranger's file may cost, each with the attack or accident that it stops.
//! It never measures anything itself: readers ask it.

use serde::{Deserialize, Serialize};

/// The `[limits]` of office.toml. Honest files are far below all of them: of 5,669 real ones the largest
/// unpacked to 60 MB, held 340 members and shrank by 224 : 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Size of a dropped file. Stops a film or a disk image from filling the archive.
    pub file_mib: u64,
    /// Size of a dropped workbook, which is held twice while it is read. Stops a sheet from using the
    /// memory that a document may.
    pub sheet_mib: u64,
    /// Bytes that all members may unpack to together. Stops zip bombs.
    pub unpacked_mib: u64,
    /// Bytes that one XML part may unpack to. Stops a bomb in the one part that is parsed.
    pub part_mib: u64,
    /// Bytes of all pictures that a document shows, unpacked. Stops photographs from filling the memory twice when the
    /// documents that show them are printed.
    pub pictures_mib: u64,
    /// Unpacked over packed, asked only above 32 MiB unpacked. Stops bombs before they reach the byte limits.
    pub ratio: u64,
    /// Members of a package. Stops directories of millions of empty entries.
    pub members: usize,
    /// Nesting of XML elements. Stops stack overflow and quadratic walks over the open elements.
    pub xml_depth: usize,
    /// Bytes of one element's attributes. Stops attributes of gigabytes and thousands of namespaces.
    pub attribute_kib: usize,
    /// Elements in one part. Stops ten million empty paragraphs in a few kB.
    pub elements: usize,
    /// Paragraphs of a document. Stops documents that would need gigabytes once in memory.
    pub paragraphs: usize,
    /// Cells of a workbook that hold something. Stops sheets that would need gigabytes once in memory.
    pub cells: usize,
    /// Memory of a workbook once read, 80 bytes a cell and its text. Stops one long string that twelve
    /// thousand cells share.
    pub workbook_mib: u64,
    /// Sheets of a workbook. Stops thousands of sheets that share one part.
    pub sheets: usize,
    /// Papers in one file. Stops one drop from making a year's numbers.
    pub papers: usize,
    /// Files of one batch: one transaction, one group of syncs; three batches are in memory. Stops a folder of ten
    /// thousand drops from being held at once.
    pub batch_files: usize,
    /// Address space of the child that reads sheets. Stops a reader that asks for 512 GiB.
    pub reader_mib: u64,
    /// Time for reading one file. Stops a reader that loops.
    pub reader_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_mib: 200,
            sheet_mib: 64,
            unpacked_mib: 512,
            part_mib: 64,
            pictures_mib: 160,
            ratio: 200,
            members: 10_000,
            xml_depth: 256,
            attribute_kib: 1024,
            elements: 3_000_000,
            paragraphs: 200_000,
            cells: 5_000_000,
            workbook_mib: 240,
            sheets: 1_000,
            papers: 5_000,
            batch_files: 256,
            reader_mib: 440,
            reader_seconds: 8,
        }
    }
}
