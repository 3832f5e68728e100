// Names of the same thing that people bring from elsewhere. None of them is certain.
import * as aws from "@pulumi/aws";

const front = new aws.lb.LoadBalancer("front", {});
// expect: unknown-attribute fullName -> arnSuffix
export const name = front.fullName;

new aws.eks.Cluster("cluster", {
    roleArn: "arn",
    vpcConfig: { subnetIds: [] },
    // expect: unknown-argument kubernetesVersion -> version
    kubernetesVersion: "1.33",
});

new aws.eks.NodeGroup("nodes", {
    clusterName: "cluster",
    nodeRoleArn: "arn",
    subnetIds: [],
    scalingConfig: {
        // expect: unknown-argument minCount -> minSize
        minCount: 1,
        maxSize: 3,
        // expect: unknown-argument desiredCount -> desiredSize
        desiredCount: 2,
    },
});

const shop = new aws.elasticbeanstalk.Environment("shop", { application: "shop" });
// expect: unknown-attribute zoneId -> nothing
export const zone = shop.zoneId;
