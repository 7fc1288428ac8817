//! Adjacent charges: load balancers, NAT, addresses, transfer, logs, storage.

/// Which load balancer a service sits behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadBalancerKind {
    /// None that is priced here.
    None,
    /// Application Load Balancer.
    Alb,
    /// Network Load Balancer.
    Nlb,
}

/// CloudWatch Container Insights of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerInsights {
    /// Off.
    Off,
    /// On, with enhanced observability: priced per metric.
    Enhanced,
}

/// Adjacent charges of one service; kilobytes are 1,024 bytes, gigabytes 1,024³.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceNetwork {
    /// Bytes received per request, in KB.
    pub request_kb: f64,
    /// Bytes sent per request, in KB.
    pub response_kb: f64,
    /// Share of the response bytes that leave to the internet, 0 to 1.
    pub internet_egress_share: f64,
    /// Share of request and response bytes that cross availability zones inside the region, 0 to 1.
    pub cross_az_share: f64,
    /// Bytes per request that tasks send and receive through NAT gateways (calls to the outside), in KB.
    pub nat_kb: f64,
    /// Log bytes per request, in KB.
    pub log_kb: f64,
    /// Days that logs are kept.
    pub log_retention_days: u32,
    /// New connections per request, 0 to 1 (1 without keep-alive).
    pub new_connections_per_request: f64,
    /// Seconds a connection stays open, for the active-connections dimension.
    pub connection_seconds: f64,
    /// Load balancer.
    pub load_balancer: LoadBalancerKind,
    /// Name of the load balancer; services with the same name share one.
    pub load_balancer_name: String,
    /// Rules that a request is evaluated against; the first 10 are free.
    pub load_balancer_rules: u32,
    /// Compressed image size, MB (1,024² bytes).
    pub image_mb: f64,
    /// Images kept in ECR, in multiples of the image size.
    pub ecr_images_kept: u32,
    /// Whether each Fargate task has a public IPv4 address.
    pub public_ip: bool,
    /// Container Insights.
    pub container_insights: ContainerInsights,
    /// Metrics that Container Insights keeps for each running task, on average.
    pub container_insights_metrics_per_task: f64,
    /// CloudWatch alarms beyond those of scaling policies (which AWS also bills).
    pub alarms: u32,
    /// EFS Standard storage, GB.
    pub efs_gb: f64,
}

/// Network parts that services share.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSettings {
    /// NAT gateways.
    pub nat_gateways: u32,
    /// Whether image pulls from ECR go through the NAT gateways (false with endpoints or public subnets).
    pub image_pull_through_nat: bool,
    /// Interface endpoints.
    pub interface_endpoints: u32,
    /// Zones each endpoint is in.
    pub endpoint_zones: u32,
    /// Whether image pulls go through interface endpoints.
    pub image_pull_through_endpoints: bool,
    /// Zones each load balancer is in: one public IPv4 address each when internet-facing.
    pub load_balancer_zones: u32,
    /// Whether load balancers face the internet.
    pub load_balancer_internet_facing: bool,
    /// Further public IPv4 addresses (those of NAT gateways are counted by themselves).
    pub public_ips: u32,
}
