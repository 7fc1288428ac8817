//! The simulation of plain services that skips over quiet minutes, held against the loop over minutes: equal in every
//! field, bit for bit, whatever the policy and the demand.

use ecsplan::capacity::{
    LaunchPath, ServiceInputs, ServiceTimeline, simulate_plain_service, simulate_service_by_minute, task_work,
};
use ecsplan::scenario::{Architecture, SimulationStep, TaskCount};
use proptest::prelude::*;

use crate::support::dice::{Dice, cases, rolls};
use crate::support::plain::{FIRST_MINUTE, SERVICE, SIZE, demand, set_scaling, set_work};

fn path(dice: &Dice) -> LaunchPath {
    let provisioning_seconds = dice.pick(&[25, 0, 60, 130]);
    let instances = LaunchPath::Instances {
        instance_request_seconds: dice.pick(&[10, 0, 95]),
        instance_start_seconds: dice.pick(&[22, 0, 200]),
        scale_in_delay_seconds: dice.pick(&[0, 300, 4_000]),
    };
    let fargate = LaunchPath::Fargate { provisioning_seconds };
    dice.pick(&[fargate, fargate, instances, LaunchPath::FargateWindows { provisioning_seconds }])
}

/// Both simulations of a random plain service; none where the size cannot do its work.
fn both(dice: &Dice, seed: u16) -> Option<(ServiceTimeline, ServiceTimeline)> {
    let mut service = SERVICE.clone();
    set_work(&mut service, dice);
    match &mut service.count {
        TaskCount::Scaled(scaling) => set_scaling(scaling, dice),
        TaskCount::Fixed(_) => unreachable!("the service above scales"),
    }
    if dice.pick(&[false, false, false, false, true]) {
        service.count = TaskCount::Fixed(dice.pick(&[3, 0, 20]));
    }
    let speed = dice.pick(&[1.0, 1.1]);
    let work = task_work(&service.workload, SIZE, Architecture::X86_64, speed, SIZE.vcpu()).ok()?;
    let demand = demand(dice, seed, dice.pick(&[400, 1, 17, 1_500, 4_000]));
    let inputs = ServiceInputs {
        service: &service,
        cpu_units: SIZE.cpu_units,
        work,
        path: path(dice),
        first_minute: FIRST_MINUTE,
        horizon_minute: FIRST_MINUTE + dice.pick(&[0, 100, 1_440]),
        step: SimulationStep::Minute,
        explained: false,
        demand: &demand,
    };
    let fast = simulate_plain_service(&inputs).expect("it is plain");
    Some((fast, simulate_service_by_minute(&inputs)))
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn a_plain_service_runs_as_minute_by_minute(rolls in rolls(), seed in any::<u16>()) {
        if let Some((fast, slow)) = both(&Dice::new(rolls), seed) {
            prop_assert_eq!(fast, slow);
        }
    }
}
