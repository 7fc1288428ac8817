//! The groupings of services that are compared (rule PS2).

/// Services that share a cluster, or one by itself, for every service.
pub(super) type Grouping = Vec<Vec<usize>>;

/// Every way to divide `count` services into blocks. Blocks are in the order of their first services; groupings in the
/// order of the numbers of the services' blocks.
pub(super) fn partitions(count: usize) -> Vec<Grouping> {
    let mut all: Vec<Grouping> = vec![Vec::new()];
    for service in 0..count {
        all = all.iter().flat_map(|grouping| with_one_more(grouping, service)).collect();
    }
    all
}

/// A grouping with another service in each of its blocks, or in one of its own.
fn with_one_more(grouping: &Grouping, service: usize) -> Vec<Grouping> {
    let joined = (0..grouping.len()).map(|block| {
        let mut grown = grouping.clone();
        grown[block].push(service);
        grown
    });
    let apart = grouping.iter().cloned().chain([vec![service]]).collect();
    joined.chain([apart]).collect()
}

/// Every service by itself, then the first two, three … all of `order` together and the others by themselves.
pub(super) fn prefixes(order: &[usize]) -> Vec<Grouping> {
    let grouping = |shared: usize| {
        let mut together = order[..shared].to_vec();
        together.sort_unstable();
        let alone = order[shared..].iter().map(|&service| vec![service]);
        let mut grouping: Grouping = alone.chain(Some(together).filter(|block| !block.is_empty())).collect();
        grouping.sort_unstable();
        grouping
    };
    std::iter::once(0).chain(2..=order.len()).map(grouping).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_divided_in_every_way_once() {
        assert_eq!([0, 1, 2, 3, 4, 5].map(|count| partitions(count).len()), [1, 1, 2, 5, 15, 52]);
        let three =
            [vec![vec![0, 1, 2]], vec![vec![0, 1], vec![2]], vec![vec![0, 2], vec![1]], vec![vec![0], vec![1, 2]]];
        assert_eq!(partitions(3)[..4], three);
        assert_eq!(partitions(3)[4], [[0], [1], [2]]);
    }

    #[test]
    fn prefixes_of_an_order_share_a_cluster() {
        let found = prefixes(&[2, 0, 1]);
        assert_eq!(found, [vec![vec![0], vec![1], vec![2]], vec![vec![0, 2], vec![1]], vec![vec![0, 1, 2]]]);
    }
}
