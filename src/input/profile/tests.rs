use super::*;
use crate::scenario::ProfileShape;

fn request<'a>(text: &'a str, clock: &'a LocalClock) -> ProfileRequest<'a> {
    ProfileRequest {
        file: "profile.csv",
        text,
        clock,
        timestamp_column: None,
        value_column: None,
        unit: None,
        scale: 1.0,
        gaps: Gaps::Error,
    }
}

/// A day or more of rows `step` minutes apart, from midnight UTC of a day of January 2026.
fn dated(step: usize, rows: usize) -> Vec<String> {
    let row = |index: usize| {
        let minute = index * step;
        format!("2026-01-{:02} {:02}:{:02}:00,{}", minute / 1_440 + 1, minute / 60 % 24, minute % 60, index)
    };
    (0..rows).map(row).collect()
}

fn file(rows: &[String]) -> String {
    format!("timestamp,requests\n{}\n", rows.join("\n"))
}

fn codes(text: &str) -> Vec<&'static str> {
    let problems = parse(&request(text, &LocalClock::utc())).unwrap_err();
    problems.items().iter().map(|problem| problem.code.id()).collect()
}

#[test]
fn counts_become_rates() {
    let text = file(&dated(5, 288));
    let parsed = parse(&request(&text, &LocalClock::utc())).unwrap();
    assert_eq!(parsed.unit, DemandUnit::RequestsPerSecond);
    assert_eq!(parsed.profile.step_minutes, 5);
    assert!((parsed.profile.rows[6] - 6.0 / 300.0).abs() < 1e-12);
}

#[test]
fn three_missing_rows_are_interpolated_and_four_are_not() {
    let mut rows = dated(60, 48);
    rows.drain(10..13);
    let text = file(&rows);
    let parsed = parse(&request(&text, &LocalClock::utc())).unwrap();
    assert_eq!((parsed.profile.rows.len(), parsed.profile.filled_rows), (48, 3));
    assert!((parsed.profile.rows[11] * 3_600.0 - 11.0).abs() < 1e-9);
    rows.remove(10);
    assert_eq!(codes(&file(&rows)), ["E0308"]);
}

#[test]
fn long_gaps_are_filled_as_asked() {
    let mut rows = dated(60, 48);
    rows.drain(10..20);
    let text = file(&rows);
    let clock = LocalClock::utc();
    let zero = parse(&ProfileRequest { gaps: Gaps::Zero, ..request(&text, &clock) }).unwrap().profile;
    let previous = parse(&ProfileRequest { gaps: Gaps::Previous, ..request(&text, &clock) }).unwrap().profile;
    assert_eq!((zero.rows.len(), zero.rows[15], zero.filled_rows), (48, 0.0, 10));
    assert!((previous.rows[15] * 3_600.0 - 9.0).abs() < 1e-9);
}

#[test]
fn the_hour_that_spring_skips_is_no_gap() {
    // Berlin skips 02:00 to 03:00 on 29 March 2026.
    let hours = (0..48).filter(|hour| *hour != 26);
    let row = |hour: i32| format!("2026-03-{} {:02}:00,{hour}", 28 + hour / 24, hour % 24);
    let text = file(&hours.map(row).collect::<Vec<_>>());
    let berlin = LocalClock::named("Europe/Berlin").unwrap();
    let local = parse(&request(&text, &berlin)).unwrap().profile;
    assert_eq!((local.rows.len(), local.filled_rows), (48, 0));
    let utc = parse(&request(&text, &LocalClock::utc())).unwrap().profile;
    assert_eq!((utc.rows.len(), utc.filled_rows), (48, 1));
}

#[test]
fn offsets_make_a_profile_utc() {
    let rows: Vec<String> = dated(60, 24).iter().map(|row| row.replace(":00,", ":00+09:00,")).collect();
    let parsed = parse(&request(&file(&rows), &LocalClock::utc())).unwrap();
    let ProfileShape::DatedUtc { first_minute } = parsed.profile.shape else { panic!("{:?}", parsed.profile.shape) };
    assert_eq!(first_minute, 20_454 * 1_440 - 540);
}

#[test]
fn a_week_may_count_its_hours_in_two_ways() {
    let through = (0..168).map(|hour| format!("{hour},1\n")).collect::<String>();
    let by_day = (0..168).map(|hour| format!("{},1\n", hour % 24)).collect::<String>();
    for rows in [through, by_day] {
        let text = format!("\u{feff}hour,vcpu\r\n{}", rows.replace('\n', "\r\n"));
        let parsed = parse(&request(&text, &LocalClock::utc())).unwrap();
        assert_eq!((parsed.profile.shape, parsed.unit), (ProfileShape::Week, DemandUnit::Vcpu));
    }
}

#[test]
fn every_kind_of_damage_has_its_own_code() {
    let day = dated(60, 24);
    let with = |index: usize, row: &str| {
        let mut rows = day.clone();
        rows[index] = row.to_owned();
        file(&rows)
    };
    assert_eq!(codes(""), ["E0301"]);
    assert_eq!(codes("timestamp,requests\n"), ["E0301"]);
    assert_eq!(codes("time,requests\n1,2\n"), ["E0302"]);
    assert_eq!(codes(&with(5, "2026-01-01 05:00:00,1,2")), ["E0303"]);
    assert_eq!(codes(&with(5, "2026-01-01 05:00:00,NaN")), ["E0304"]);
    assert_eq!(codes(&with(5, "2026-01-01 05:00:00,-1")), ["E0304"]);
    assert_eq!(codes(&with(5, "2026-01-01,5")), ["E0305"]);
    assert_eq!(codes(&with(5, "2026-01-01 05:00:30,5")), ["E0305"]);
    assert_eq!(codes(&with(5, "2026-01-01 04:00:00,5")), ["E0306"]);
    assert_eq!(codes(&with(5, "2026-01-01 03:00:00,5")), ["E0307"]);
    assert_eq!(codes(&with(5, "2026-01-01T05:00Z,5")), ["E0313"]);
    assert_eq!(codes(&file(&day[..23])), ["E0311"]);
    assert_eq!(codes(&with(23, "2026-01-01 22:31:00,5"))[0], "E0310");
    assert_eq!(codes("hour,vcpu\n0,1\n2,1\n"), ["E0309"]);
    let whole = file(&day);
    assert_eq!(codes(&whole[..whole.len() - 5]), ["E0312"]);
}

#[test]
fn a_last_line_without_an_end_is_doubted_and_used() {
    let whole = file(&dated(60, 24));
    let parsed = parse(&request(whole.trim_end(), &LocalClock::utc())).unwrap();
    assert_eq!(parsed.warnings.len(), 1);
}

#[test]
fn the_first_ten_problems_of_a_kind_are_shown_and_the_rest_counted() {
    let rows: Vec<String> = dated(60, 24).iter().map(|row| format!("{row}x")).collect();
    let text = file(&rows);
    let problems = parse(&request(&text, &LocalClock::utc())).unwrap_err();
    assert_eq!(problems.items().len(), 10);
    assert_eq!(problems.items()[9].help.last().unwrap(), "and 14 more of this kind in the file");
}
