//! [`ServiceFacts`]: AWS's services as FOCUS sorts them.

/// Who sells what AWS sells.
const AWS: &str = "AWS";

/// Who sells what the scenario names itself: nobody that ecsplan knows of.
const SCENARIO: &str = "Scenario";

/// A service with FOCUS's category and subcategory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ServiceFacts {
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    pub(super) subcategory: &'static str,
    /// The provider, publisher and issuer.
    pub(super) provider: &'static str,
}

const fn of_aws(name: &'static str, category: &'static str, subcategory: &'static str) -> ServiceFacts {
    ServiceFacts { name, category, subcategory, provider: AWS }
}

/// The service of a code on the bill; every one that line items have.
pub(super) fn service_of(code: &str) -> ServiceFacts {
    match code {
        "AmazonECS" => of_aws("Amazon Elastic Container Service", "Compute", "Containers"),
        "AmazonEC2" => of_aws("Amazon Elastic Compute Cloud", "Compute", "Virtual Machines"),
        "ComputeSavingsPlans" => of_aws("Compute Savings Plans", "Compute", "Other (Compute)"),
        "EC2InstanceSavingsPlans" => of_aws("EC2 Instance Savings Plans", "Compute", "Other (Compute)"),
        "AWSELB" => of_aws("Elastic Load Balancing", "Networking", "Application Networking"),
        "AmazonVPC" => of_aws("Amazon Virtual Private Cloud", "Networking", "Network Infrastructure"),
        "AWSDataTransfer" => of_aws("AWS Data Transfer", "Networking", "Network Connectivity"),
        "AmazonCloudWatch" => of_aws("Amazon CloudWatch", "Management and Governance", "Observability"),
        "AmazonECR" => of_aws("Amazon Elastic Container Registry", "Compute", "Containers"),
        "AmazonEFS" => of_aws("Amazon Elastic File System", "Storage", "File Storage"),
        "Tax" => of_aws("Tax", "Other", "Other (Other)"),
        "Operations" => {
            ServiceFacts { name: "People's time", category: "Other", subcategory: "Other (Other)", provider: SCENARIO }
        }
        _ => ServiceFacts { name: "Extra lines", category: "Other", subcategory: "Other (Other)", provider: SCENARIO },
    }
}
