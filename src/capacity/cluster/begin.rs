//! The cluster as the simulation finds it (rule E11).

use super::run::Cluster;
use crate::capacity::packing::pack_zone;
use crate::scenario::ClusterScaling;

impl Cluster<'_> {
    /// The cluster as the simulation finds it: every service's first tasks serving (rule E11).
    pub(super) fn begin(&mut self, first: i64) {
        let counts: Vec<u32> = self.services.iter().map(|service| service.desired).collect();
        for group in 0..self.groups.len() {
            self.begin_group(group, &counts, first);
        }
        for (kind, &tasks) in counts.iter().enumerate() {
            for _ in 0..tasks {
                self.place_first(kind, first);
            }
        }
    }

    /// The first instances of a group.
    fn begin_group(&mut self, group: usize, counts: &[u32], first: i64) {
        let here = |(kind, &count): (usize, &u32)| self.of_group(kind, group, count);
        let here: Vec<u32> = counts.iter().enumerate().map(here).collect();
        let count = match self.inputs.settings.scaling {
            ClusterScaling::Fixed(count) => count,
            _ => self.first_need(&here).max(self.inputs.settings.min_instances),
        };
        for _ in 0..count.min(self.inputs.settings.max_instances.unwrap_or(u32::MAX)) {
            self.launch_active(group, first);
        }
    }

    pub(super) fn place_first(&mut self, kind: usize, first: i64) {
        let group = self.next_group(kind);
        let found = self.room_for(kind, group).or_else(|| {
            let fixed = matches!(self.inputs.settings.scaling, ClusterScaling::Fixed(_));
            let full = self.inputs.settings.max_instances.is_some_and(|most| self.group_size(group) >= most);
            (!fixed && !full).then(|| self.launch_active(group, first))?;
            self.room_for(kind, group)
        });
        match found {
            Some(index) => {
                self.take_place(kind, index);
                self.instances.detail(index).note_start(kind, first - 60);
                self.services[kind].add(first, first - 60);
            }
            None => self.wait_for(kind, group, 1),
        }
    }

    /// Instances of the first type that the first tasks need, spread over the zones (rules E3 and E4).
    pub(super) fn first_need(&self, counts: &[u32]) -> u32 {
        let zones = self.inputs.settings.zones;
        let capacity = &self.inputs.types[0].capacity;
        let tasks = &self.footprints[..counts.len()];
        let order = capacity.filling_order(tasks);
        let in_zone = |zone: u32, count: u32| count / zones + u32::from(zone < count % zones);
        let need = |zone| {
            let here: Vec<u32> = counts.iter().map(|&count| in_zone(zone, count)).collect();
            pack_zone(capacity, tasks, &order, &here)
        };
        (0..zones).map(need).sum()
    }
}
