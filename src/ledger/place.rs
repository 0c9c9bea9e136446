//! Where a ledger may lie: on a disk of this machine.
//! It never opens the ledger; it asks only what kind of file system holds it.

use crate::failure::{Failure, FailureKind, Outcome};
use std::path::Path;

/// Refuses a path on a network share: WAL needs memory that all its users share, and locks over a network
/// are not kept reliably, so two machines would tear the book.
pub(super) fn refuse_network_share(path: &Path) -> Outcome<()> {
    match network_share(path) {
        Some(kind) => Err(Failure::new(
            FailureKind::Away,
            format!(
                "the ledger {} lies on a network file system ({kind}), where SQLite can lose entries; \
                 set `ledger` in office.toml to a path on a local disk",
                path.display()
            ),
        )),
        None => Ok(()),
    }
}

/// The kind of network file system that holds a path, or `None` for a local disk.
#[cfg(target_os = "linux")]
pub(super) fn network_share(path: &Path) -> Option<String> {
    let folder = existing_ancestor(path)?;
    let kind = rustix::fs::statfs(&folder).ok()?.f_type;
    let magic = u64::try_from(kind).ok()? & 0xFFFF_FFFF;
    if magic == FUSE {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let kind = mount_kind(&mounts, &folder).unwrap_or("fuse");
        return (!LOCAL_FUSE.contains(&kind)).then(|| kind.to_owned());
    }
    NETWORK.iter().find(|(number, _)| *number == magic).map(|(_, name)| (*name).to_owned())
}

/// Other systems do not say it in one way; there the operator must know.
#[cfg(not(target_os = "linux"))]
pub(super) fn network_share(_path: &Path) -> Option<String> {
    None
}

/// `f_type` of the network file systems that Linux knows (linux/magic.h and the modules' own sources).
#[cfg(target_os = "linux")]
const NETWORK: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x517B, "SMB"),
    (0x0102_1997, "9p"),
    (0x00C3_6400, "Ceph"),
    (0x5346_414F, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564C, "NCP"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
    (0x786F_4256, "vboxsf"),
];

/// `f_type` of everything that a program serves: sshfs and rclone, but NTFS disks as well.
#[cfg(target_os = "linux")]
const FUSE: u64 = 0x6573_5546;

/// The kinds under it that are disks of this machine.
#[cfg(target_os = "linux")]
const LOCAL_FUSE: &[&str] = &["fuseblk", "fuse.fuse-overlayfs", "fuse.lxcfs", "fuse.mergerfs"];

#[cfg(target_os = "linux")]
fn existing_ancestor(path: &Path) -> Option<std::path::PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    let found = whole.ancestors().find(|folder| folder.exists())?;
    found.canonicalize().ok()
}

/// The kind of the innermost mount that holds a path, out of the text of `/proc/self/mountinfo`:
/// `id parent device root MOUNTPOINT options… - KIND source options`.
#[cfg(target_os = "linux")]
fn mount_kind<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((left, right)) = line.split_once(" - ") else {
            continue;
        };
        let Some(point) = left.split(' ').nth(4) else {
            continue;
        };
        let point = point.replace("\\040", " ");
        let kind = right.split(' ').next().unwrap_or_default();
        let inner = path.starts_with(&point) && best.is_none_or(|(length, _)| point.len() >= length);
        if inner {
            best = Some((point.len(), kind));
        }
    }
    best.map(|(_, kind)| kind)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_decides() {
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda rw\n\
                      30 22 0:40 / /mnt/shared\\040files rw shared:1 - fuse.sshfs host: rw\n";
        assert_eq!(mount_kind(mounts, Path::new("/mnt/shared files/office")), Some("fuse.sshfs"));
        assert_eq!(mount_kind(mounts, Path::new("/mnt")), Some("ext4"));
    }

    #[test]
    fn a_folder_of_this_machine_is_taken_even_before_it_exists() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(network_share(&folder.path().join("not/yet/ledger.db")), None);
    }
}
