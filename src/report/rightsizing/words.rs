//! A setting in words.

use crate::recommendation::rightsizing::Setting;
use crate::report::words;
use crate::scenario::Measured;

/// `Fargate arm64`, `EC2 x86_64 on m7i.large`.
pub(super) fn place(setting: &Setting) -> String {
    let on = if setting.instance_types.is_empty() {
        String::new()
    } else {
        format!(" on {}", setting.instance_types.join(", "))
    };
    format!("{} {}{on}", words::launch_type(setting.launch_type), setting.architecture.name())
}

/// `2 to 9 tasks`, or `4 tasks`.
pub(super) fn bounds(setting: &Setting) -> String {
    if setting.min_tasks == setting.max_tasks {
        return words::counted(setting.max_tasks as usize, "task");
    }
    format!("{} to {} tasks", setting.min_tasks, setting.max_tasks)
}

/// `target 65 % CPU`, or that there is none.
pub(super) fn target(setting: &Setting) -> String {
    setting
        .target_percent
        .map_or_else(|| "no CPU target".to_owned(), |target| format!("target {} % CPU", figure(target)))
}

/// A figure with at most one decimal.
pub(super) fn figure(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// How long it was measured, and in what rows.
pub(super) fn measured_time(measured: &Measured) -> String {
    match (measured.minutes, measured.step_minutes) {
        (Some(minutes), Some(step)) => {
            let days = figure(minutes as f64 / 1_440.0);
            format!("{days} days in rows of {}", words::counted(step as usize, "minute"))
        }
        _ => "percentiles".to_owned(),
    }
}
