//! The parts of an xlsx package that say what else is in it: relationships,
//! the list of sheets, and Excel tables.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::package::{Package, PartKind};
use super::reference::parse_area;
use super::{Area, Diagnostic, damaged, unreadable};

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
    let targets: HashMap<&str, &str> =
        relationships.iter().map(|other| (other.id.as_str(), other.target.as_str())).collect();
    let mut sheets = vec![];
    for_each_element(package, workbook, |element| {
        if element.local_name().as_ref() != "sheet" {
            return;
        }
        let id = element.attributes().with_checks(false).flatten().find_map(|attribute| {
            (attribute.key.local_name().as_ref() == "id").then(|| attribute.value.into_owned())
        });
        let target = id.and_then(|id| targets.get(&*id).copied());
        if let (Some(name), Some(target)) = (attribute(element, "name"), target) {
            sheets.push((name, target.to_string()));
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

/// Looks through the parts that calamine holds in memory: shared strings, styles
/// and theme. Refuses a table of shared strings that claims more strings than
/// its size allows: readers reserve memory for what it claims.
pub(super) fn vet_parts(package: &mut Package, workbook: &str) -> Result<(), Diagnostic> {
    let folder =
        workbook.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    package.vet(&format!("{folder}styles.xml"), PartKind::Other)?;
    package.vet(&format!("{folder}theme/theme1.xml"), PartKind::Other)?;
    let texts = format!("{folder}sharedStrings.xml");
    package.vet(&texts, PartKind::Texts)?;
    let size = package.size(&texts);
    let Some(mut reader) = package.cells(&texts)? else { return Ok(()) };
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) if element.local_name().as_ref() == "sst" => {
                let claimed = attribute(&element, "uniqueCount");
                let claimed = claimed.and_then(|count| count.trim().parse::<u64>().ok());
                // The shortest string is `<si/>`.
                if claimed.unwrap_or(0) > size / 5 {
                    return Err(damaged("it claims more texts than it holds"));
                }
                return Ok(());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
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
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
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
