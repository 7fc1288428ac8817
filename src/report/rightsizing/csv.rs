//! The grid as CSV, what runs today first; exact dollars over the horizon.

use super::RightsizingView;
use crate::recommendation::rightsizing::Setting;
use crate::report::service_view::rounded;

const COLUMNS: [&str; 15] = [
    "role",
    "option",
    "architecture",
    "instance_types",
    "vcpu",
    "memory_mib",
    "target_percent",
    "min_tasks",
    "max_tasks",
    "mean_tasks",
    "total_usd",
    "not_served_percent",
    "minutes_short",
    "meets_objective",
    "barred",
];

/// A row for today's setting, and one for every setting looked at.
#[must_use]
pub fn render_rightsizing_csv(view: &RightsizingView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: Vec<String>| writer.write_record(record).expect("writing to memory cannot fail");
    write(COLUMNS.map(str::to_owned).to_vec());
    write(record("today", &view.found.today.setting));
    for (place, setting) in view.found.grid.iter().enumerate() {
        let role = if view.found.recommended == Some(place) { "recommended" } else { "" };
        write(record(role, setting));
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("every field is text")
}

fn record(role: &str, setting: &Setting) -> Vec<String> {
    vec![
        role.to_owned(),
        setting.option.name().to_owned(),
        setting.architecture.name().to_owned(),
        setting.instance_types.join(" "),
        setting.task_size.vcpu().to_string(),
        setting.task_size.memory_mib.to_string(),
        setting.target_percent.map_or_else(String::new, |target| target.to_string()),
        setting.min_tasks.to_string(),
        setting.max_tasks.to_string(),
        rounded(setting.tasks.mean).to_string(),
        setting.total.to_decimal(),
        rounded(setting.not_served_percent).to_string(),
        setting.minutes_short.to_string(),
        setting.meets_objective.to_string(),
        setting.barred.clone().unwrap_or_default(),
    ]
}
