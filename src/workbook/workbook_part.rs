//! The parts of an xlsx package that say what else is in it: relationships,
//! the list of sheets, and Excel tables.

use quick_xml::events::{BytesStart, Event};

use super::limits::Limits;
use super::package::Package;
use super::reference::parse_area;
use super::{Area, Diagnostic, damaged};

/// A relationship of a part.
pub(super) struct Relationship {
    pub(super) id: String,
    pub(super) kind: String,
    /// Path of the target in the package.
    pub(super) target: String,
}

/// The path of the workbook part: `xl/workbook.xml` as a rule.
pub(super) fn workbook_path(package: &mut Package) -> Result<String, Diagnostic> {
    relationships(package, "")?
        .into_iter()
        .find(|relationship| relationship.kind.ends_with("/relationships/officeDocument"))
        .map(|relationship| relationship.target)
        .ok_or_else(|| damaged("it names no workbook"))
}

/// The relationships of a part; none if it has no list of them. The empty path
/// is the package itself.
pub(super) fn relationships(
    package: &mut Package,
    part: &str,
) -> Result<Vec<Relationship>, Diagnostic> {
    let (folder, name) = match part.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), part),
    };
    let mut found = vec![];
    let path = format!("{folder}_rels/{name}.rels");
    for_each_element(package, &path, |element| {
        if element.local_name().as_ref() != "Relationship" {
            return;
        }
        let (Some(id), Some(kind), Some(target)) =
            (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        else {
            return;
        };
        if attribute(element, "TargetMode").as_deref() != Some("External") {
            found.push(Relationship { id, kind, target: resolve(&folder, &target) });
        }
    })?;
    Ok(found)
}

/// Name and part of each sheet, in the order of the tabs.
pub(super) fn sheet_parts(
    package: &mut Package,
    workbook: &str,
) -> Result<Vec<(String, String)>, Diagnostic> {
    let relationships = relationships(package, workbook)?;
    let mut sheets = vec![];
    for_each_element(package, workbook, |element| {
        if element.local_name().as_ref() != "sheet" {
            return;
        }
        let id = element.attributes().with_checks(false).flatten().find_map(|attribute| {
            (attribute.key.local_name().as_ref() == "id").then(|| attribute.value.into_owned())
        });
        let target = relationships.iter().find(|other| Some(&other.id) == id.as_ref());
        if let (Some(name), Some(relationship)) = (attribute(element, "name"), target) {
            sheets.push((name, relationship.target.clone()));
        }
    })?;
    Ok(sheets)
}

/// Name and range of each Excel table on a sheet.
pub(super) fn tables(
    package: &mut Package,
    sheet_part: &str,
) -> Result<Vec<(String, Area)>, Diagnostic> {
    let mut tables = vec![];
    for relationship in relationships(package, sheet_part)? {
        if !relationship.kind.ends_with("/relationships/table") {
            continue;
        }
        for_each_element(package, &relationship.target, |element| {
            if element.local_name().as_ref() == "table" {
                let name = attribute(element, "displayName").or_else(|| attribute(element, "name"));
                let area = attribute(element, "ref").and_then(|area| parse_area(&area));
                tables.extend(name.zip(area));
            }
        })?;
    }
    Ok(tables)
}

/// Refuses a table of shared strings that claims more strings than its size
/// allows: readers reserve memory for what it claims.
pub(super) fn check_shared_strings(
    package: &mut Package,
    workbook: &str,
    limits: &Limits,
) -> Result<(), Diagnostic> {
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = if folder.is_empty() {
        "sharedStrings.xml".to_string()
    } else {
        format!("{folder}/sharedStrings.xml")
    };
    let size = package.size(&path);
    let mut claimed = 0;
    if let Some(mut reader) = package.xml(&path)? {
        let mut buffer = vec![];
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) if element.local_name().as_ref() == "sst" => {
                    claimed = attribute(&element, "uniqueCount")
                        .and_then(|count| count.trim().parse::<u64>().ok())
                        .unwrap_or(0);
                    // A long part is read to its end, so that the guard
                    // sees a text that would fill the memory.
                    if size <= limits.run_bytes as u64 {
                        break;
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    // The shortest string is `<si/>`.
    if claimed > size / 5 {
        return Err(damaged("it claims more texts than it holds"));
    }
    Ok(())
}

/// Calls `see` for every start tag of a part. A part that is not there has none.
fn for_each_element(
    package: &mut Package,
    path: &str,
    mut see: impl FnMut(&BytesStart),
) -> Result<(), Diagnostic> {
    let Some(mut reader) = package.xml(path)? else { return Ok(()) };
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => see(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute, with its entities resolved.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    element.attributes().with_checks(false).flatten().find_map(|attribute| {
        (attribute.key.as_ref() == name).then(|| {
            quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), |text| text.into_owned())
        })
    })
}

/// The path of a relationship's target: relative to its folder or absolute.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let joined = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_string(),
        None => format!("{folder}{target}"),
    };
    let mut parts: Vec<&str> = vec![];
    for part in joined.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
