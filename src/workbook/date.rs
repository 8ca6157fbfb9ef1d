//! Days and times as ISO 8601 text.

use calamine::ExcelDateTime;

/// A number of days as hours, minutes and, if there are any, seconds: `37:30`.
pub(super) fn clock_of_days(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    let sign = if seconds < 0.0 { "-" } else { "" };
    let seconds = seconds.abs() as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match seconds {
        0 => format!("{sign}{hours}:{minutes:02}"),
        _ => format!("{sign}{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// The ISO 8601 text of an Excel date: a day, a day with a time, or a time
/// alone for a number below one. Seconds are rounded.
pub(super) fn iso_of_excel(date: ExcelDateTime) -> String {
    let serial = date.as_f64();
    let (year, month, day, mut hour, mut minute, mut second, millisecond) = date.to_ymd_hms_milli();
    if millisecond >= 500 {
        // 23:59:59.5 stays on its day: a moment is never moved to the next one.
        if second < 59 {
            second += 1;
        } else if minute < 59 {
            (minute, second) = (minute + 1, 0);
        } else if hour < 23 {
            (hour, minute, second) = (hour + 1, 0, 0);
        }
    }
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if (0.0..1.0).contains(&serial) {
        time
    } else if time == "00:00:00" {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{time}")
    }
}

/// The ISO 8601 text of a day as programs write it, tidied: fractions of
/// seconds and a midnight are dropped. `None` if the text is not a day.
pub(crate) fn iso_of_text(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    if !is_day(day) {
        return None;
    }
    let Some(time) = time else { return Some(day.into()) };
    let clock = [8, 5].into_iter().find_map(|end| time.get(..end).filter(|it| is_clock(it)))?;
    let rest = &time[clock.len()..];
    let known_rest = rest.is_empty()
        || rest.starts_with(['.', ',', '+', '-', 'Z'])
            && rest[1..].chars().all(|symbol| symbol.is_ascii_digit() || ":.+-Z".contains(symbol));
    if !known_rest {
        return None;
    }
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.into() };
    Some(if clock == "00:00:00" { day.into() } else { format!("{day}T{clock}") })
}

/// Whether the text is a day of the calendar, as `2010-03-01`.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether the text is a time, as `09:30` or `09:30:00`.
fn is_clock(text: &str) -> bool {
    let mut parts = text.split(':');
    let mut below = |limit: u32| {
        parts.next().is_some_and(|part| {
            part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number < limit)
        })
    };
    below(24) && below(60) && (text.len() == 5 || below(60)) && parts.next().is_none()
}
