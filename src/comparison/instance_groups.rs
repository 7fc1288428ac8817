//! The instances of an option, type by type, for the report.

use super::cluster_run::ClusterRun;
use super::ec2_option::Ec2Plan;
use super::option::{CreditFacts, InstanceGroup};
use super::study::Study;
use crate::capacity::{CreditTerms, InstanceCapacity, InstanceTimeline, Steps, TaskFootprint};
use crate::pricing::InstanceType;

/// One group for each type and purchase that ran.
pub(super) fn instance_groups(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    run: &ClusterRun<'_>,
    footprints: &[TaskFootprint],
    tasks: &[Steps],
) -> Vec<InstanceGroup> {
    run.timeline.groups.iter().map(|group| instance_group(study, plan, run, group, footprints, tasks)).collect()
}

fn instance_group(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    run: &ClusterRun<'_>,
    group: &InstanceTimeline,
    footprints: &[TaskFootprint],
    tasks: &[Steps],
) -> InstanceGroup {
    let (from, to) = (study.first_second(), study.end_second());
    let instance = run.types[group.type_index];
    let registered = InstanceCapacity::of(instance, plan.settings);
    let (min, max) = group.instances.extremes(from, to);
    let spot = if plan.is_mixed() { group.spot } else { plan.spot };
    // Tasks are not told apart by the group that holds them: the shares are those of the whole cluster.
    let all_seconds = run.instance_seconds as f64;
    let reserved = |of: &dyn Fn(usize) -> u32| -> f64 {
        tasks.iter().enumerate().map(|(index, steps)| steps.total_seconds(from, to) as f64 * f64::from(of(index))).sum()
    };
    let share = |used: f64, each: u32| {
        if all_seconds > 0.0 { 100.0 * used / (all_seconds * f64::from(each)) } else { 0.0 }
    };
    InstanceGroup {
        instance_type: instance.name.clone(),
        vcpu: instance.vcpu,
        memory_mib: instance.memory_mib,
        architecture: instance.architecture,
        spot,
        burstable: instance.burstable,
        credits: credit_facts(study, plan, run, group),
        min,
        mean: group.instances.total_seconds(from, to) as f64 / (to - from) as f64,
        max,
        cpu_reserved_percent: share(reserved(&|index| footprints[index].cpu_units), registered.cpu_units),
        memory_reserved_percent: share(reserved(&|index| footprints[index].memory_mib), registered.memory_mib),
        interruption_band: study.pricing.book.interruption_band(&instance.name).filter(|_| spot).map(str::to_owned),
        binding_limit: registered.binding_limit(footprints),
    }
}

/// What the CPU credits of a burstable type came to.
fn credit_facts(
    study: &Study<'_>,
    plan: &Ec2Plan<'_>,
    run: &ClusterRun<'_>,
    group: &InstanceTimeline,
) -> Option<CreditFacts> {
    let terms = CreditTerms::of(run.types[group.type_index], plan.settings.credit_mode)?;
    let (from, to) = (study.first_second(), study.end_second());
    let charged = group.charged_credits.iter().filter(|(second, _)| (from..to).contains(second));
    let warm_up = usize::try_from((from / 60) - study.first_minute).unwrap_or(0);
    let counted = run.timeline.least_credits.get(warm_up..).unwrap_or_default();
    Some(CreditFacts {
        unlimited: terms.unlimited,
        least_balance: counted.iter().copied().fold(f32::INFINITY, f32::min).into(),
        throttled_minutes: run.timeline.throttled_minutes,
        surplus_vcpu_hours: charged.map(|(_, credits)| credits).sum::<f64>() / 60.0,
    })
}

impl InstanceGroup {
    /// Instances of a type that offer `registered` each, with the tasks that hold places on them.
    pub(super) fn of(
        study: &Study<'_>,
        instance: &InstanceType,
        registered: InstanceCapacity,
        instances: &Steps,
        held: &[(TaskFootprint, &Steps)],
        spot: bool,
    ) -> Self {
        let (from, to) = (study.first_second(), study.end_second());
        let (min, max) = instances.extremes(from, to);
        let instance_seconds = instances.total_seconds(from, to) as f64;
        let share = |of: fn(&TaskFootprint) -> u32, each: u32| {
            let amount =
                |(task, steps): &(TaskFootprint, &Steps)| steps.total_seconds(from, to) as f64 * f64::from(of(task));
            let reserved: f64 = held.iter().map(amount).sum();
            if instance_seconds > 0.0 { 100.0 * reserved / (instance_seconds * f64::from(each)) } else { 0.0 }
        };
        let tasks: Vec<TaskFootprint> = held.iter().map(|(task, _)| *task).collect();
        let band = study.pricing.book.interruption_band(&instance.name);
        Self {
            instance_type: instance.name.clone(),
            vcpu: instance.vcpu,
            memory_mib: instance.memory_mib,
            architecture: instance.architecture,
            spot,
            burstable: instance.burstable,
            credits: None,
            min,
            mean: instance_seconds / (to - from) as f64,
            max,
            cpu_reserved_percent: share(|task| task.cpu_units, registered.cpu_units),
            memory_reserved_percent: share(|task| task.memory_mib, registered.memory_mib),
            interruption_band: band.filter(|_| spot).map(str::to_owned),
            binding_limit: registered.binding_limit(&tasks),
        }
    }
}
