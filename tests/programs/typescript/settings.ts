// The settings of a resource choose among its endpoints; constants, variables and spreads are followed.
import * as aws from "@pulumi/aws";
const SHARDS = 2;
const sizes = { shards: 3 };
const shared = { description: "x", numNodeGroups: SHARDS };
declare const given: any;

const literal = new aws.elasticache.ReplicationGroup("a", { description: "x", numNodeGroups: 2 });
literal.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
const constant = new aws.elasticache.ReplicationGroup("b", { description: "x", numNodeGroups: SHARDS });
constant.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
const property = new aws.elasticache.ReplicationGroup("c", { description: "x", numNodeGroups: sizes.shards });
property.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
const variable = new aws.elasticache.ReplicationGroup("d", shared);
variable.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
const spread = new aws.elasticache.ReplicationGroup("e", { ...shared, engine: "redis" });
spread.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
const overridden = new aws.elasticache.ReplicationGroup("f", { ...shared, numNodeGroups: given.shards });
overridden.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> configurationEndpointAddress, primaryEndpointAddress
const later = new aws.elasticache.ReplicationGroup("g", { numNodeGroups: 2, ...given });
later.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> configurationEndpointAddress, primaryEndpointAddress
const disabled = new aws.elasticache.ReplicationGroup("h", { description: "x", clusterMode: "disabled" });
disabled.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !primaryEndpointAddress
const open = new aws.elasticache.ReplicationGroup("i", { description: "x", automaticFailoverEnabled: true });
open.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> configurationEndpointAddress, primaryEndpointAddress
const typed: aws.elasticache.ReplicationGroupArgs = { description: "x", numNodeGroups: 2 };
const byType = new aws.elasticache.ReplicationGroup("k", typed);
byType.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
const filled: aws.elasticache.ReplicationGroupArgs = { description: "x", numNodeGroups: 2 };
filled.numNodeGroups = given.shards;
const byMember = new aws.elasticache.ReplicationGroup("l", filled);
byMember.cacheNodes[0].address; // expect: unknown-attribute cacheNodes -> configurationEndpointAddress, primaryEndpointAddress

class Cache {
    readonly group: aws.elasticache.ReplicationGroup;
    constructor() {
        this.group = new aws.elasticache.ReplicationGroup("j", { description: "x", numNodeGroups: 2 });
    }
    address() { return this.group.cacheNodes[0].address; } // expect: unknown-attribute cacheNodes -> !configurationEndpointAddress
}
