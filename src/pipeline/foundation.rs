//! Laying the ground of a new office: settings, templates, folders, blank forms.
//! It never overwrites what somebody has put there.

use super::desk::{Closed, OUTBOXES, Room, SETTINGS, inboxes};
use super::forms::{ACTIVITY_INBOX, ADJUSTMENT_INBOX, TOPIC_INBOX};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::office::forms::{ACTIVITIES, ADJUSTMENTS, TOPICS};
use crate::office::scoring::presets;
use crate::office::settings::{STOCK, Settings};
use crate::trays::{durable, outbox, taken};
use crate::typeset::lists::submission_form;
use crate::typeset::{sheets, stock};
use std::fs;
use std::path::{Path, PathBuf};

/// Folder of blank forms below the outbox.
pub const FORMS: &str = "表样";

/// Whether a folder is an office, as `lay` leaves it at its very end.
pub fn is_office(folder: &Path) -> bool {
    folder.join(SETTINGS).exists()
}

/// Makes an office in a folder and gives what it made.
pub fn lay(folder: &Path) -> Result<Vec<PathBuf>, Closed> {
    fs::create_dir_all(folder).map_err(|cause| Failure::file("cannot make the folder", folder, cause))?;
    let mut made = Vec::new();
    lay_templates(folder, &mut made)?;
    let stock = Settings::parse(STOCK).map_err(Closed::Complaints)?;
    let room = Room { root: folder.to_path_buf(), settings: stock };
    make_folders(&room)?;
    lay_forms(&room, &mut made)?;
    drop(room.ledger(true)?);
    // The settings come last: a folder is an office only when all else is there, so that an `init` that was
    // cut short can be begun again.
    write_missing(&folder.join(SETTINGS), STOCK.as_bytes(), &mut made)?;
    // What an `init` that was cut short left aside.
    outbox::sweep(folder);
    Ok(made)
}

/// Puts back what an office lacks of what was laid, and gives it: stock templates and schemes, and, where its settings
/// can be read, folders and blank forms. An office that lacks nothing is refused: somebody meant another folder. Only a
/// person may ask for it: to a program a folder that is not there is a share that is away.
pub fn put_back(folder: &Path) -> Result<Vec<PathBuf>, Closed> {
    let mut made = Vec::new();
    lay_templates(folder, &mut made)?;
    if let Ok(room) = Room::open(folder) {
        let missing: Vec<PathBuf> = folders(&room).into_iter().filter(|one| !one.exists()).collect();
        make_folders(&room)?;
        made.extend(missing);
        lay_forms(&room, &mut made)?;
    }
    if made.is_empty() {
        let message = format!("{} is an office already, and lacks nothing", folder.display());
        return Err(Failure::new(FailureKind::Usage, message).into());
    }
    Ok(made)
}

fn lay_templates(folder: &Path, made: &mut Vec<PathBuf>) -> Outcome<()> {
    let templates = folder.join("templates");
    for (name, bytes) in stock::TEMPLATES {
        write_missing(&templates.join(name), bytes, made)?;
    }
    for (name, text) in presets::PRESETS {
        write_missing(&templates.join(presets::FOLDER).join(name), text.as_bytes(), made)?;
    }
    Ok(())
}

/// Makes the folders that something reads or writes, where they are missing.
pub fn make_folders(room: &Room) -> Outcome<()> {
    for name in inboxes() {
        let folder = room.inbox().join(name);
        if folder.is_symlink() {
            // A link in the inbox is never followed, and this one would be returned like any other.
            let message =
                format!("{} is a link; make it a folder, or mount the share there", folder.display());
            return Err(Failure::new(FailureKind::World, message));
        }
    }
    folders(room).iter().try_for_each(|folder| durable::make_folder(folder))
}

/// The folders that something reads or writes.
fn folders(room: &Room) -> Vec<PathBuf> {
    let (inbox, outbox) = (room.inbox(), room.outbox());
    let mut folders: Vec<PathBuf> = inboxes().map(|name| inbox.join(name)).collect();
    folders.push(inbox.join(taken::FOLDER));
    folders.extend(OUTBOXES.iter().map(|name| outbox.join(name)));
    folders.extend(room.settings.destinations.iter().map(|one| outbox.join(&one.name)));
    folders
}

/// Writes the blank forms that are missing.
pub fn lay_forms(room: &Room, made: &mut Vec<PathBuf>) -> Outcome<()> {
    let folder = room.outbox().join(FORMS);
    let wrong = |name: &str| {
        let path = folder.join(name);
        move |cause| {
            let message = format!("cannot make {}", path.display());
            Failure::new(FailureKind::World, message).because(cause)
        }
    };
    let roster = sheets::roster_form(&[]).map_err(wrong("名册.xlsx"))?;
    write_missing(&folder.join("名册.xlsx"), &roster, made)?;
    let settings = &room.settings;
    let categories: Vec<&str> = settings.categories.iter().map(|one| one.name.as_str()).collect();
    let destinations: Vec<&str> = settings.destinations.iter().map(|one| one.name.as_str()).collect();
    let batch = sheets::batch_form(&categories, &destinations, &[]).map_err(wrong("批量来稿.xlsx"))?;
    write_missing(&folder.join("批量来稿.xlsx"), &batch, made)?;
    let single = folder.join("来稿表.docx");
    let form = submission_form().map_err(|cause| Failure::file("cannot make", &single, cause))?;
    write_missing(&single, &form, made)?;
    for (name, inbox, columns) in [
        ("活动登记", ACTIVITY_INBOX, ACTIVITIES),
        ("征集要点", TOPIC_INBOX, TOPICS),
        ("考核调整", ADJUSTMENT_INBOX, ADJUSTMENTS),
    ] {
        let file = format!("{name}.xlsx");
        let form = sheets::plain_form(name, inbox, columns).map_err(wrong(&file))?;
        write_missing(&folder.join(&file), &form, made)?;
    }
    Ok(())
}

fn write_missing(path: &Path, bytes: &[u8], made: &mut Vec<PathBuf>) -> Outcome<()> {
    if path.exists() {
        return Ok(());
    }
    durable::write_whole(path, bytes)?;
    made.push(path.to_path_buf());
    Ok(())
}
