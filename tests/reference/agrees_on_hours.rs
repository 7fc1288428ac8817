//! The hourly mode of services.

use ecsplan::capacity::{
    Hardware as LibraryHardware, LaunchPath, ServiceInputs, ServiceTimeline, limits_for, relative_speed,
    simulate_service, task_work,
};
use ecsplan::demand::{demand, hourly_means};
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::scenario::{
    AdjustmentType, AlarmOperator, Architecture, MaxCapacityBreach, PredictiveScaling, Resolution, Scaling, Scenario,
    Service, SimulationStep, StepAdjustment, StepScaling, TargetMetric, TaskCount,
};
use proptest::prelude::*;

use super::hourly::{Hours, hours};
use super::work::{Hardware, task};
use crate::support::dice::{Dice, cases};
use crate::support::stories::{Story, services};

/// Policies that stories do not tell of.
fn add_policies(scaling: &mut Scaling, dice: &Dice) {
    let metric = dice.pick(&[TargetMetric::Cpu, TargetMetric::Memory]);
    if dice.pick(&[false, false, true]) {
        let max_capacity_breach = MaxCapacityBreach::Honor;
        scaling.predictive = Some(PredictiveScaling { metric, target: 40.0, buffer_seconds: 300, max_capacity_breach });
    }
    for operator in dice.pick(&[&[][..], &[], &[AlarmOperator::Above], &[AlarmOperator::AtLeast, AlarmOperator::Below]])
    {
        scaling.step_scaling.push(StepScaling {
            metric,
            resolution: Resolution::Standard,
            threshold: 45.5,
            operator: *operator,
            datapoints: 3,
            adjustment_type: AdjustmentType::ChangeInCapacity,
            steps: vec![StepAdjustment { lower_bound: None, upper_bound: None, adjustment: 1 }],
            min_adjustment_magnitude: 0,
            cooldown_seconds: 60,
        });
    }
    if dice.pick(&[false, false, true]) {
        scaling.target_tracking.clear();
    }
}

/// Both hourly runs of a service on Fargate x86; none where the size cannot do its work.
fn both(scenario: &Scenario, service: &Service) -> Option<(Hours, ServiceTimeline)> {
    let size = service.task_size.expect("these stories pin it");
    let x86 = Architecture::X86_64;
    let book = PriceBook::new(&PriceTables::bundled(), &scenario.region, &scenario.prices, false).unwrap();
    let ours = task(scenario, &book, service, size, Hardware::Fargate(x86))?;
    let hardware = LibraryHardware::Fargate(x86);
    let speed = relative_speed(&scenario.performance, &service.workload.measured_on, None, hardware);
    let work = task_work(&service.workload, size, x86, speed, size.vcpu()).ok()?;
    if let TaskCount::Scaled(scaling) = &service.count {
        limits_for(scaling, size.cpu_units).ok()?;
    }
    let series = demand(service.traffic.as_ref().unwrap(), &scenario.horizon);
    let theirs = simulate_service(&ServiceInputs {
        service,
        cpu_units: size.cpu_units,
        work,
        path: LaunchPath::Fargate { provisioning_seconds: 25 },
        first_minute: series.first_minute,
        horizon_minute: scenario.horizon.first_minute(),
        step: SimulationStep::Hour,
        explained: false,
        demand: &hourly_means(&series.values),
    });
    Some((hours(service, size, ours, series.first_minute, &series.values), theirs))
}

fn assert_same(first_second: i64, ours: &Hours, theirs: &ServiceTimeline) {
    let seconds = || (first_second..).step_by(3_600).zip(&ours.count);
    for steps in [&theirs.desired, &theirs.serving, &theirs.billed, &theirs.places] {
        let counts: Vec<u32> = seconds().map(|(second, _)| steps.at(second + 1_800)).collect();
        assert_eq!(counts, ours.count);
        assert!(steps.changes().iter().all(|(second, _)| second % 3_600 == 0), "changes at whole hours only");
    }
    let pulls = (first_second..).step_by(3_600).zip(&ours.pulls).filter(|(_, count)| **count > 0);
    assert_eq!(theirs.pulls, pulls.map(|(second, count)| (second, *count)).collect::<Vec<_>>());
    let short = ours.short[24..].iter().filter(|short| **short).count() as u64;
    assert_eq!(theirs.tally.minutes_short, 60 * short);
    let missed = 3_600.0 * ours.missed[24..].iter().sum::<f64>();
    assert!((theirs.tally.not_served() - missed).abs() <= 1e-9 * theirs.tally.arrived);
}

fn compare(story: &Story) {
    let scenario = story.read();
    let mut service = scenario.services[0].clone();
    if let TaskCount::Scaled(scaling) = &mut service.count {
        add_policies(scaling, &story.dice);
    }
    if let Some((ours, theirs)) = both(&scenario, &service) {
        assert_same((scenario.horizon.first_minute() - 1_440) * 60, &ours, &theirs);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_hours_of_a_service_are_those_of_the_reference(story in services()) {
        compare(&story);
    }
}
