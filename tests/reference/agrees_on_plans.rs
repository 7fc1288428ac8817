//! Plans: what they cover, and the best commitment against every neighbour of every kink.
