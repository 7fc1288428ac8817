//! What a story's service may have beyond what stories tell: fine metrics, steps, forecasts, queues, deployments.

use ecsplan::scenario::{
    AdjustmentType, AlarmOperator, DeploymentStrategy, DeploymentTimes, Deployments, LatencyObjective,
    MaxCapacityBreach, PredictiveScaling, Resolution, Scaling, Service, StepAdjustment, StepScaling, TargetMetric,
    TaskCount,
};

use super::dice::Dice;

/// Adds random settings to a service.
pub(crate) fn dress(service: &mut Service, dice: &Dice) {
    service.queue_limit = dice.pick(&[0.0, 0.0, 5_000.0, 1e7]);
    service.deployments = deployments(dice);
    service.objective.latency = dice
        .pick(&[None, Some((250.0, 95.0)), Some((2_000.0, 99.0))])
        .map(|(max_ms, percentile)| LatencyObjective { max_ms, percentile, max_late_percent: 1.0 });
    if let TaskCount::Scaled(scaling) = &mut service.count {
        dress_scaling(scaling, dice);
    }
}

fn dress_scaling(scaling: &mut Scaling, dice: &Dice) {
    for policy in &mut scaling.target_tracking {
        if policy.metric != TargetMetric::RequestsPerTarget {
            policy.resolution = dice.pick(&[Resolution::Standard, Resolution::High]);
        }
    }
    if dice.pick(&[false, false, true]) {
        scaling.target_tracking.clear();
    }
    scaling.high_resolution_delay_seconds = dice.pick(&[26, 0, 70]);
    for _ in 0..dice.pick(&[0, 1, 2]) {
        scaling.step_scaling.push(steps(dice));
    }
    scaling.predictive = dice.pick(&[false, false, true]).then(|| PredictiveScaling {
        metric: dice.pick(&[TargetMetric::Cpu, TargetMetric::Memory, TargetMetric::RequestsPerTarget]),
        target: dice.pick(&[50.0, 20.0]),
        buffer_seconds: dice.pick(&[300, 0, 3_599, 90]),
        max_capacity_breach: dice.pick(&[MaxCapacityBreach::Honor, MaxCapacityBreach::Increase { buffer_percent: 15 }]),
    });
}

fn steps(dice: &Dice) -> StepScaling {
    let upward = dice.pick(&[true, false]);
    let (near, far) = dice.pick(&[(1, 3), (10, 40), (2, 7)]);
    let step = |lower_bound, upper_bound, adjustment| StepAdjustment { lower_bound, upper_bound, adjustment };
    let adjustment_type = dice.pick(&[
        AdjustmentType::ChangeInCapacity,
        AdjustmentType::PercentChangeInCapacity,
        AdjustmentType::ExactCapacity,
    ]);
    let (operator, steps) = if upward {
        let operator = dice.pick(&[AlarmOperator::Above, AlarmOperator::AtLeast]);
        (operator, vec![step(Some(0.0), Some(12.5), near), step(Some(12.5), None, far)])
    } else {
        let operator = dice.pick(&[AlarmOperator::Below, AlarmOperator::AtMost]);
        let sign = if adjustment_type == AdjustmentType::ExactCapacity { 1 } else { -1 };
        (operator, vec![step(None, Some(-12.5), sign * far), step(Some(-12.5), Some(0.0), sign * near)])
    };
    StepScaling {
        metric: dice.pick(&[TargetMetric::Cpu, TargetMetric::Memory]),
        resolution: dice.pick(&[Resolution::Standard, Resolution::High]),
        threshold: dice.pick(&[50.0, 35.0, 70.0]),
        operator,
        datapoints: dice.pick(&[1, 3, 2]),
        adjustment_type,
        steps,
        min_adjustment_magnitude: dice.pick(&[0, 3]),
        cooldown_seconds: dice.pick(&[300, 0, 90]),
    }
}

fn deployments(dice: &Dice) -> Option<Deployments> {
    let rolling = |minimum_healthy_percent, maximum_percent| DeploymentStrategy::Rolling {
        minimum_healthy_percent,
        maximum_percent,
    };
    let strategy = dice.pick(&[
        rolling(100, 200),
        rolling(50, 100),
        rolling(75, 130),
        rolling(100, 100),
        rolling(0, 100),
        DeploymentStrategy::BlueGreen { bake_seconds: 610 },
        DeploymentStrategy::Linear { step_percent: 30, step_bake_seconds: 90, bake_seconds: 200 },
        DeploymentStrategy::Canary { canary_percent: 5, canary_bake_seconds: 600, bake_seconds: 5 },
    ]);
    let count = dice.pick(&[0, 30, 60, 900]);
    (count > 0).then_some(Deployments { times: DeploymentTimes::PerMonth(count), strategy })
}
