//! The changelog's newest version is the package's.

/// The version of the first second-level heading, such as `0.1.0` of `## [0.1.0] - unreleased`.
fn newest_version(changelog: &str) -> Option<&str> {
    let heading = changelog.lines().find_map(|line| line.strip_prefix("## "))?;
    let version = heading.split([' ', ']']).next()?;
    Some(version.trim_start_matches('['))
}

#[test]
fn the_changelog_begins_with_the_version_of_the_package() {
    let changelog = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/CHANGELOG.md"));
    assert_eq!(newest_version(changelog), Some(env!("CARGO_PKG_VERSION")));
    assert!(changelog.contains("### Changed numbers"), "each version says which figures it changed");
}

#[test]
fn another_version_on_top_is_found() {
    assert_eq!(newest_version("# Changelog\n\n## [0.2.0] - 2027-01-01\n\n## [0.1.0]\n"), Some("0.2.0"));
    assert_eq!(newest_version("# Changelog\n"), None);
}
