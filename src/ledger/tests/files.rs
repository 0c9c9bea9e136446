//! Stories of arrivals, outputs, sightings and rosters: what the office keeps beside its cases.
//! They never touch a file but the ledger.

use super::*;

fn arrival(path: &str) -> NewArrival {
    NewArrival {
        inbox: "来稿".into(),
        path: path.into(),
        fingerprint: print(path),
        size_bytes: 20_480,
        day: day(2),
        state: ArrivalState::Registered,
        papers: 1,
        bad_rows: 0,
    }
}

fn document(path: &str, recipe: &str) -> NewOutput {
    NewOutput { path: path.into(), number: None, arrival: None, kind: "cover".into(), recipe: recipe.into() }
}

#[test]
fn a_file_in_its_place_is_one_arrival_until_it_is_put_away() {
    let mut desk = Desk::new();
    let file = arrival("inbox/来稿/关于停车.docx");
    let first = desk.write(|book| book.add_arrivals(&[file.clone(), file.clone()]));
    assert_eq!(first, [KnownArrival { id: 1, known: false }, KnownArrival { id: 1, known: true }]);
    let again = desk.write(|book| book.add_arrivals(std::slice::from_ref(&file)));
    assert_eq!(again, [KnownArrival { id: 1, known: true }]);
    assert_eq!(desk.ledger.uncleared_arrivals().unwrap().len(), 1);

    let taken = Some(PathBuf::from("inbox/.taken/1"));
    desk.write(|book| book.clear_arrivals(&[Clearing { id: 1, taken: taken.clone() }]));
    assert_eq!(desk.ledger.uncleared_arrivals().unwrap(), []);
    let dropped_again = desk.write(|book| book.add_arrivals(std::slice::from_ref(&file)));
    assert_eq!(dropped_again, [KnownArrival { id: 2, known: false }]);
    assert_eq!(desk.ledger.arrivals_of(&file.fingerprint).unwrap().len(), 2);

    assert_eq!(desk.ledger.purgeable(day(2)).unwrap(), []);
    let purgeable = desk.ledger.purgeable(day(3)).unwrap();
    assert_eq!(purgeable.iter().map(|arrival| arrival.id).collect::<Vec<_>>(), [1]);
    assert_eq!(purgeable[0].taken, taken);
    desk.write(|book| book.purge_arrivals(&[1]));
    assert_eq!(desk.ledger.purgeable(day(30)).unwrap(), []);
    assert!(desk.ledger.arrival(1).unwrap().unwrap().purged);
}

#[test]
fn files_are_counted_by_folder_end_and_day() {
    let mut desk = Desk::new();
    let returned = NewArrival { state: ArrivalState::Returned, papers: 0, ..arrival("inbox/急件/甲.doc") };
    let late = NewArrival { day: day(9), ..arrival("inbox/来稿/丙.docx") };
    let batch = NewArrival { papers: 12, bad_rows: 2, ..arrival("inbox/来稿/乙.xlsx") };
    let urgent = NewArrival { inbox: "急件".into(), ..returned };
    desk.write(|book| book.add_arrivals(&[arrival("inbox/来稿/甲.docx"), batch, urgent, late]));
    let counts = desk.ledger.arrival_counts(day(1), day(5)).unwrap();
    let counted: Vec<_> = counts
        .iter()
        .map(|count| (count.inbox.as_str(), count.state.word(), count.files, count.papers, count.bad_rows))
        .collect();
    assert_eq!(counted, [("急件", "returned", 1, 0, 0), ("来稿", "registered", 2, 13, 2)]);
    assert_eq!(desk.ledger.arrivals(day(6), day(9)).unwrap().len(), 1);
    // A period without ends is a period too.
    let ever = desk.ledger.arrival_counts(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(ever.iter().map(|count| count.files).sum::<u64>(), 4);
}

#[cfg(unix)]
#[test]
fn a_name_in_gbk_comes_back_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"inbox/\xB9\xD8\xD3\xDA.docx");
    let mut desk = Desk::new();
    let file = NewArrival { path: name.into(), ..arrival("x") };
    let sighting = Sighting {
        path: name.into(),
        first_seen: moment(2).at,
        last_changed: moment(2).at,
        size_bytes: 0,
        mtime_nanos: -1,
    };
    desk.write(|book| {
        book.add_arrivals(std::slice::from_ref(&file))?;
        book.replace_sightings(std::slice::from_ref(&sighting))
    });
    assert_eq!(desk.ledger.arrival(1).unwrap().unwrap().file, file);
    assert_eq!(desk.ledger.sightings().unwrap(), [sighting]);
    desk.write(|book| book.replace_sightings(&[]));
    assert_eq!(desk.ledger.sightings().unwrap(), []);
}

#[test]
fn a_document_is_due_until_it_is_placed_and_its_path_is_its_own() {
    let mut desk = Desk::new();
    let cover = document("区委/2026-0001 关于停车（报送单）.docx", "{\"v\":1}");
    assert_eq!(desk.write(|book| book.add_outputs(std::slice::from_ref(&cover))), [""; 0]);
    assert_eq!(desk.write(|book| book.add_outputs(std::slice::from_ref(&cover))), [""; 0]);
    let other = NewOutput { recipe: "{\"v\":2}".into(), ..cover.clone() };
    let free = document("区委/别的.docx", "{}");
    assert_eq!(desk.write(|book| book.add_outputs(&[free, other])), [cover.path.as_str()]);
    assert_eq!(desk.ledger.pending_outputs().unwrap().len(), 2);

    desk.write(|book| book.place_outputs(&[(cover.path.clone(), print("bytes"))]));
    let placed = desk.ledger.output(&cover.path).unwrap().unwrap();
    assert_eq!((placed.fingerprint, placed.placed), (Some(print("bytes")), Some(day(2))));
    assert_eq!(placed.document, cover);
    assert_eq!(desk.ledger.pending_outputs().unwrap().len(), 1);
    let mut all = Vec::new();
    desk.ledger
        .each_output(|output| {
            all.push(output.document.path);
            Ok(())
        })
        .unwrap();
    assert_eq!(all.len(), 2);
    let never_due =
        desk.ledger.write(&moment(2), |book| book.place_outputs(&[("没有.docx".into(), print(""))]));
    assert!(never_due.is_err());
}

#[test]
fn a_roster_holds_from_its_day_until_the_next() {
    let mut desk = Desk::new();
    desk.write(|book| {
        book.add_roster(day(1), "一")?;
        book.add_roster(day(10), "二")?;
        book.add_roster(day(10), "二改")
    });
    let on = |of_march| desk.ledger.roster_on(day(of_march)).unwrap();
    assert_eq!(on(1).as_deref(), Some("一"));
    assert_eq!(on(9).as_deref(), Some("一"));
    assert_eq!(on(10).as_deref(), Some("二改"));
    assert_eq!(desk.ledger.roster_on(NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()).unwrap(), None);
}
