import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ec2, s3 as storage } from "@pulumi/aws";
import { Bucket, BucketArgs } from "@pulumi/aws/s3";
import * as lambda from "@pulumi/aws/lambda";

interface NetworkArgs { vpc?: aws.ec2.Vpc; subnets: aws.ec2.Subnet[]; options: aws.ec2.SecurityGroupArgs; tags?: Record<string, string> }

export class Network extends pulumi.ComponentResource {
    public readonly vpc: aws.ec2.Vpc;
    private readonly subnets: aws.ec2.Subnet[] = [];
    readonly byName: { [name: string]: aws.ec2.Subnet } = {};
    readonly group;
    constructor(name: string, private readonly args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("x:y:Network", name, {}, opts);
        this.vpc = args.vpc ?? new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true }, { parent: this });
        this.group = new aws.ec2.SecurityGroup(name, {
            vpcId: this.vpc.id,
            ingress: [80, 443].map(port => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] })),
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        });
        for (const [index, zone] of ["a", "b"].entries()) {
            const subnet = new aws.ec2.Subnet(`${name}-${zone}`, { vpcId: this.vpc.id, cidrBlock: `10.0.${index}.0/24`, availabilityZone: zone });
            this.subnets.push(subnet);
            this.byName[zone] = subnet;
        }
        this.registerOutputs({ vpcId: this.vpc.id, cidr: this.vpc.cidrBlock });
    }
    get ids(): pulumi.Output<string>[] { return this.subnets.map(each => each.id); }
    first() { return this.subnets[0]; }
    zone(): pulumi.Output<string> { return this.byName["a"].availabilityZone; }
    owner() { return this.args.subnets.map(s => s.ownerId); }
}
const network = new Network("n", { subnets: [], options: { description: "x" } });
export const arn = network.first().arn;
export const owner = network.vpc.ownerId;

async function image() {
    const found = await aws.ec2.getAmi({ mostRecent: true, owners: ["amazon"], filters: [{ name: "name", values: ["x"] }] });
    return found;
}
const viaPromise = aws.ec2.getAmi({ owners: ["amazon"] }).then(each => each.imageId);
const viaOutput = aws.ec2.getAmiOutput({ owners: ["amazon"] });
export const imageName = viaOutput.name;
export const later = image().then(({ architecture }) => architecture);

const cluster = new aws.eks.Cluster("c", { roleArn: "r", vpcConfig: { subnetIds: network.ids, endpointPrivateAccess: true } });
export const ca = cluster.certificateAuthority.data;
export const ca2 = cluster.certificateAuthority.apply(authority => authority.data);
export const oidc = cluster.identities[0].oidcs[0].issuer;
export const conf = cluster.vpcConfig.apply(({ vpcId }) => vpcId);
export const both = pulumi.all([cluster.endpoint, cluster.vpcConfig]).apply(([endpoint, vpcConfig]) => `${endpoint}${vpcConfig.clusterSecurityGroupId}`);
export const url = pulumi.interpolate`https://${cluster.endpoint}/${cluster.platformVersion}`;

const bucketArgs: BucketArgs = { bucket: "b", forceDestroy: true };
const bucket = new Bucket("b", bucketArgs);
const { arn: bucketArn, bucketDomainName } = bucket;
export const website = bucket?.bucketRegionalDomainName!;
const versioning = new storage.BucketVersioning("v", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
export const status = versioning.versioningConfiguration.status;
bucket.onObjectCreated("x", async e => { console.log(e.Records); });

const fn = new lambda.Function("f", { role: "r", runtime: "nodejs20.x", handler: "index.handler", environment: { variables: { A: "b" } } });
export const invoke = fn.invokeArn;
export const log = fn.loggingConfig.logFormat;
const handler = new aws.lambda.CallbackFunction("h", { callback: async () => {} });

function queue(name: string, vpc: ec2.Vpc, options: aws.sqs.QueueArgs = {}): aws.sqs.Queue {
    vpc.mainRouteTableId;
    return new aws.sqs.Queue(name, { fifoQueue: true, ...options });
}
const q = queue("q", network.vpc, { delaySeconds: 3 });
export const qUrl = q.url;
const looked = aws.sqs.Queue.get("q2", "id", { name: "x" });
export const dlq = looked.redrivePolicy;

class Logs extends aws.s3.Bucket {
    constructor(name: string) { super(name, { bucket: name, tags: { a: "b" } }); }
    where() { return this.hostedZoneId; }
}
export const logs = new Logs("l").bucketDomainName;
const table = new aws.dynamodb.Table("t", { attributes: [{ name: "id", type: "S" }], hashKey: "id", billingMode: "PAY_PER_REQUEST" });
export const stream = table.streamArn;
const record = new aws.route53.Record("r", { zoneId: "z", name: "n", type: "A", aliases: [{ name: "x", zoneId: "z", evaluateTargetHealth: true }] });
export const fqdn = (record as aws.route53.Record).fqdn;
const lb = new aws.lb.LoadBalancer("lb", { loadBalancerType: "application", subnets: network.ids });
const listener = new aws.lb.Listener("l", { loadBalancerArn: lb.arn, port: 80, defaultActions: [{ type: "forward", targetGroupArn: "x" }] });
export const dns = lb.dnsName;
const db = Math.random() > 1 ? new aws.rds.Instance("a", { instanceClass: "x" }) : new aws.rds.Instance("b", { instanceClass: "y" });
export const dbAddress = db.address;
const role = new aws.iam.Role("role", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "x" }) });
export const roleName = role["name"];
