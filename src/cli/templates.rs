//! Commands about templates and the names they may use.
//! It never writes into a template; faults go into a copy beside it.

use super::arguments::{Global, TemplateAction};
use super::shapes::{FieldShape, VERSION};
use super::voice::Voice;
use super::{Ended, Exit, open_room};
use crate::failure::{Complaint, Failure, FailureKind, Outcome};
use crate::formats::template::{self, Fault};
use crate::office::view;
use crate::typeset::trial;
use std::fs;
use std::path::{Path, PathBuf};

/// Stands behind the name of a copy with comments, which is no template of the office.
const COMMENTED: &str = "（批注）";

/// Prints every name that a template or a rule may use.
pub(super) fn fields(voice: Voice) -> Exit {
    for field in view::fields() {
        if voice.json {
            voice.object(&FieldShape {
                v: VERSION,
                name: field.name.to_string(),
                meaning: field.meaning.to_string(),
                example: field.example.to_string(),
                place: field.place.to_string(),
            });
        } else {
            voice.data(&format!("{}\t{}\t{}\t{}", field.name, field.place, field.meaning, field.example));
        }
    }
    Exit::Well
}

/// Checks or tries templates.
pub(super) fn template(global: &Global, voice: Voice, action: &TemplateAction) -> Ended {
    match action {
        TemplateAction::Check { files, comment } => check(global, voice, files, *comment),
        TemplateAction::Preview { file, out } => preview(global, voice, file, out.as_deref()),
    }
}

fn check(global: &Global, voice: Voice, files: &[PathBuf], comment: bool) -> Ended {
    let all;
    let files = if files.is_empty() {
        all = templates_of_office(global)?;
        &all
    } else {
        files
    };
    let settings = open_room(global).ok().map(|room| room.settings);
    let mut complaints = Vec::new();
    for file in files {
        let bytes = read(file)?;
        let faults = trial::faults(&file_name(file), &bytes, settings.as_ref());
        if comment && !faults.is_empty() {
            write_commented(voice, file, &bytes, &faults)?;
        }
        complaints.extend(faults.iter().map(|fault| complaint(file, fault)));
    }
    if complaints.is_empty() {
        voice.say(&format!("{} templates are well.", files.len()));
        return Ok(Exit::Well);
    }
    Err(super::Unfinished::Complaints(complaints))
}

fn preview(global: &Global, voice: Voice, file: &Path, out: Option<&Path>) -> Ended {
    let bytes = read(file)?;
    let settings = open_room(global).ok().map(|room| room.settings);
    let document =
        trial::preview(&file_name(file), &bytes, settings.as_ref()).map_err(super::Unfinished::Complaints)?;
    let out = out.map_or_else(|| beside_here(file, "（预览）"), Path::to_path_buf);
    fs::write(&out, document).map_err(|cause| Failure::file("cannot write", &out, cause))?;
    voice.say(&format!("wrote {}", out.display()));
    Ok(Exit::Well)
}

fn templates_of_office(global: &Global) -> Result<Vec<PathBuf>, super::Unfinished> {
    let room = open_room(global)?;
    let folder = room.root.join("templates");
    let paths = room.templates()?.into_keys().map(|name| folder.join(name));
    Ok(paths.filter(|path| !stem(path).ends_with(COMMENTED)).collect())
}

fn write_commented(voice: Voice, file: &Path, bytes: &[u8], faults: &[Fault]) -> Outcome<()> {
    let Some(copy) = template::annotate(bytes, faults) else {
        voice.trouble(&format!("minyi: {} cannot take comments", file.display()));
        return Ok(());
    };
    let path = file.with_file_name(format!("{}{COMMENTED}.docx", stem(file)));
    fs::write(&path, copy).map_err(|cause| Failure::file("cannot write", &path, cause))?;
    voice.say(&format!("wrote {}", path.display()));
    Ok(())
}

fn complaint(file: &Path, fault: &Fault) -> Complaint {
    Complaint {
        file: file.display().to_string(),
        place: fault.place.clone(),
        message: fault.message.clone(),
        hint: fault.hint.clone(),
    }
}

fn read(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|cause| {
        let failure = Failure::file("cannot read", file, cause);
        Failure { kind: FailureKind::Usage, ..failure }
    })
}

fn beside_here(file: &Path, mark: &str) -> PathBuf {
    PathBuf::from(format!("{}{mark}.docx", stem(file)))
}

fn file_name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
