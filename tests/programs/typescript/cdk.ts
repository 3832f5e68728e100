// L1 classes of the CDK: what they are given, what is read of them, what getAtt asks CloudFormation for.
import * as cdk from "aws-cdk-lib";
import { Fn, CfnOutput, aws_sqs as sqs } from "aws-cdk-lib";
import * as elasticache from "aws-cdk-lib/aws-elasticache";
import { CfnBucket, CfnBucketProps, Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

const SHARDS = 2;

export class CacheStack extends cdk.Stack {
    private readonly group: elasticache.CfnReplicationGroup;

    constructor(scope: Construct, id: string, props?: cdk.StackProps) {
        super(scope, id, props);
        this.group = new elasticache.CfnReplicationGroup(this, "Group", {
            replicationGroupDescription: "sessions",
            numNodeGroups: SHARDS,
            nodeType: "cache.t4g.small", // expect: unknown-argument nodeType -> !cacheNodeType
            nodeGroupConfiguration: [{ slots: "0-16383", replicas: 1 }], // expect: unknown-argument replicas -> nothing
            tags: [{ key: "a", Value: "b" }], // expect: unknown-argument Value -> !value
        });
        // The settings of the resource choose among the endpoints.
        new CfnOutput(this, "Address", { value: this.group.attrCacheNodesAddress }); // expect: unknown-attribute attrCacheNodesAddress
        new CfnOutput(this, "A", { value: this.group.attrConfigurationEndpointAddress }); // expect: unknown-attribute attrConfigurationEndpointAddress -> !attrConfigurationEndPointAddress
        new CfnOutput(this, "B", { value: this.group.primaryEndpoint }); // expect: unknown-attribute primaryEndpoint
        new CfnOutput(this, "C", { value: this.group.attrPrimaryEndPointAddress + this.group.ref + this.group.logicalId });
        this.group.addPropertyOverride("Anything", 1);
        this.group.numNodeGroups = 3;

        const single = new elasticache.CfnReplicationGroup(this, "Single", { replicationGroupDescription: "x", clusterMode: "disabled" });
        this.group.getAtt("ConfigurationEndPoint.Address");
        this.group.getAtt("CacheNodes.0.Address"); // expect: unknown-attribute CacheNodes -> !ConfigurationEndPoint.Address
        single.getAtt("CacheNodes.Address"); // expect: unknown-attribute CacheNodes -> !PrimaryEndPoint.Address
        Fn.getAtt(single.logicalId, "CacheNodes.Address"); // expect: unknown-attribute CacheNodes -> !PrimaryEndPoint.Address
        cdk.Fn.getAtt("Single", "PrimaryEndPoint.address"); // expect: unknown-attribute address -> !PrimaryEndPoint.Address
        cdk.Fn.getAtt("Elsewhere", "Nothing.Known");
        cdk.Fn.getAtt("Single", single.toString());

        const bucket = new CfnBucket(this, "Bucket", { BucketName: "x" }); // expect: unknown-argument BucketName -> !bucketName
        bucket.attrARN; // expect: unknown-attribute attrARN -> !attrArn
        bucket.arn; // expect: unknown-attribute arn -> !attrArn
        bucket.getAtt("BucketName"); // expect: not-gettable BucketName -> !bucket.ref
        const properties: CfnBucketProps = { versioning: { status: "Enabled" } }; // expect: unknown-argument versioning
        const versioning: CfnBucket.VersioningConfigurationProperty = { Status: "Enabled" }; // expect: unknown-argument Status -> !status
        new sqs.CfnQueue(this, "Queue", { fifoQueue: true }).attrQueueUrl;
        new sqs.CfnQueue(this, "Other", { ...properties, fifo: true }); // expect: unknown-argument fifo
        new cdk.aws_sns.CfnTopics(this, "Topics"); // expect: unknown-resource CfnTopics -> nothing
        // L2 classes are not known.
        new Bucket(this, "L2", { anything: 1 }).bucketAnything;
    }
}
