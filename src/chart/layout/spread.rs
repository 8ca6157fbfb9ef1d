//! Labels beside their points: as near as they can be without touching.

/// Moves the middles of labels apart so that none overlap, with the least sum of
/// squared moves, in the order of their wishes. The result is indexed like the
/// input; it may run beyond the wishes at both ends, never beyond `low..high`
/// unless the labels together are higher than that.
///
/// This is the pool-adjacent-violators algorithm on the wishes, each less the
/// heights that come before it.
pub(crate) fn spread(wishes: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&one, &two| wishes[one].total_cmp(&wishes[two]));

    // Offsets that a stack of all labels would have, from the first middle.
    let mut offsets = Vec::with_capacity(order.len());
    let mut offset = 0.0;
    for (place, &label) in order.iter().enumerate() {
        if place > 0 {
            offset += (heights[order[place - 1]] + heights[label]) / 2.0;
        }
        offsets.push(offset);
    }
    let mut pools: Vec<(f64, usize)> = vec![];
    for (&label, offset) in order.iter().zip(&offsets) {
        let mut pool = (wishes[label] - offset, 1);
        while let Some(&(mean, count)) = pools.last()
            && mean > pool.0
        {
            let total = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / total as f64, total);
            pools.pop();
        }
        pools.push(pool);
    }
    let first = order.first().map_or(0.0, |&label| heights[label] / 2.0);
    let last = order.last().map_or(0.0, |&label| heights[label] / 2.0);
    let (lowest, highest) = (low + first, high - last - offsets.last().copied().unwrap_or(0.0));
    let mut middles = vec![0.0; wishes.len()];
    let means = pools.iter().flat_map(|&(mean, count)| std::iter::repeat_n(mean, count));
    for ((&label, offset), mean) in order.iter().zip(&offsets).zip(means) {
        middles[label] = mean.min(highest).max(lowest) + offset;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_stay_where_they_can() {
        assert_eq!(spread(&[10.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(spread(&[99.0, 98.0], &[10.0, 10.0], 0.0, 100.0), [95.0, 85.0]);
    }

    proptest! {
        #[test]
        fn labels_never_touch(
            labels in prop::collection::vec((0.0..300.0_f64, 1.0..30.0_f64), 0..12),
        ) {
            let (wishes, heights): (Vec<_>, Vec<_>) = labels.into_iter().unzip();
            let room = heights.iter().sum::<f64>().max(300.0);
            let middles = spread(&wishes, &heights, 0.0, room);
            for one in 0..middles.len() {
                prop_assert!(middles[one] - heights[one] / 2.0 > -1e-6);
                prop_assert!(middles[one] + heights[one] / 2.0 < room + 1e-6);
                for two in 0..one {
                    let apart = (middles[one] - middles[two]).abs();
                    prop_assert!(apart > (heights[one] + heights[two]) / 2.0 - 1e-6);
                }
            }
        }
    }
}
